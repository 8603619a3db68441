"""Formulas as MathML Core."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from strategies import EXPRESSIONS

import chainrule as cr
from chainrule.errors import LimitError
from chainrule.expression.functions import FORMULA_SHEET
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Call, Expression, Node, Product, Symbol
from chainrule.rendering.notation.mathml import element, mathml
from chainrule.rendering.notation.rates import rate

U, V, X = Symbol("u"), Symbol("v"), Symbol("x")
CORE = {"math", "mrow", "mi", "mn", "mo", "msup", "msub", "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd", "mtext",
        "mspace"}  # fmt: skip
SHORT = {"<mo>\u2061</mo>": "&a;", "<mo>\u2062</mo>": "&t;", '<mo stretchy="false">(</mo>': "(",
         '<mo stretchy="false">)</mo>': ")", "<mo>−</mo>": "-", "<mo>+</mo>": "+"}  # fmt: skip

CASES = [
    ("2x", "<mn>2</mn>&t;<mi>x</mi>"),
    ("x + 1", "<mi>x</mi> + <mn>1</mn>"),
    ("x - y", "<mi>x</mi> - <mi>y</mi>"),
    ("-x", '<mo form="prefix">−</mo><mi>x</mi>'),
    ("x^2", "<msup><mrow><mi>x</mi></mrow><mrow><mn>2</mn></mrow></msup>"),
    ("x/y", "<mfrac><mrow><mi>x</mi></mrow><mrow><mi>y</mi></mrow></mfrac>"),
    ("sin(x)", "<mi>sin</mi>&a;(<mi>x</mi>)"),
    ("sin^2 x", "<msup><mi>sin</mi><mrow><mn>2</mn></mrow></msup>&a;(<mi>x</mi>)"),
    ("sqrt(x + 1)", "<msqrt><mi>x</mi> + <mn>1</mn></msqrt>"),
    ("cbrt(x)", "<mroot><mrow><mi>x</mi></mrow><mn>3</mn></mroot>"),
    ("|x|", '<mo form="prefix">|</mo><mi>x</mi><mo form="postfix">|</mo>'),
    ("w_12", "<msub><mi>w</mi><mrow><mn>12</mn></mrow></msub>"),
    ("theta", "<mi>θ</mi>"),
    ("ŷ", "<mi>ŷ</mi>"),
    ("0.5x", "<mn>0.5</mn>&t;<mi>x</mi>"),
    ("f'(x)", "<mi>f</mi><mo>′</mo>&a;(<mi>x</mi>)"),
    ("x^2 + y^2 = 25", "<mn>25</mn>"),
    ("u = x^2; y = sin(u)", "<mo>;</mo>"),
    ("x^2 if x < 0, x otherwise", "<mtext>otherwise</mtext>"),
    ("log_3 x", "<msub><mi>log</mi><mrow><mn>3</mn></mrow></msub>"),
    ("(1/x)^2", "<mo>(</mo><mfrac>"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_formulas(text: str, expected: str) -> None:
    shown = mathml(cr.parse(text))
    for long, short in SHORT.items():
        shown = shown.replace(long, short)
    assert expected in shown


def well_formed(node: Node) -> None:
    root = ElementTree.fromstring(element(mathml(node, limits=Limits.unbounded()), "a label"))
    assert {part.tag for part in root.iter()} <= CORE


@pytest.mark.parametrize("function", FORMULA_SHEET, ids=repr)
def test_every_row_of_the_sheet(function: cr.Function) -> None:
    call = Call(function, (U + 1, V)[: function.arity])
    well_formed(call)
    well_formed(call**2)


@given(EXPRESSIONS)
def test_every_expression_is_well_formed(node: Expression) -> None:
    well_formed(node)


def test_rates() -> None:
    assert "<mi>d</mi><mi>y</mi>" in mathml(rate("y", [X], [X]))
    assert "<mo>∂</mo>" in mathml(rate("y", [X], [X, U]))
    assert "<msup><mi>d</mi><mn>2</mn></msup>" in mathml(rate("y", [X, X], [X]))


def test_marks_and_dots() -> None:
    node = Product((U, X))
    assert '<mrow class="layer" data-layer="u"><mi>u</mi></mrow>' in mathml(node, marks={U: "u"})
    assert "⋅" in mathml(node, raw={node})
    assert "⋅" not in mathml(node)


def test_names_are_data() -> None:
    ElementTree.fromstring(element(mathml(Symbol('<script>"&\x00')), '"><script>'))


def test_depth_and_limits() -> None:
    node: Expression = X
    for _ in range(10_000):
        node = Call(FORMULA_SHEET[0], (node,))
    assert mathml(node, limits=Limits.unbounded()).count("<mi>sin</mi>") == 10_000
    with pytest.raises(LimitError):
        mathml(node)
