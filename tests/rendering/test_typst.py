"""Formulas and documents in Typst, and the PDF that it makes of them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import typst as compiler
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EXPRESSIONS

import chainrule as cr
from chainrule.errors import MissingExtraError
from chainrule.expression.functions import FORMULA_SHEET
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Call, Expression, Node, Symbol
from chainrule.rendering.media.typst import typst_words
from chainrule.rendering.notation.typst import typst
from chainrule.rendering.views import document

U, V = Symbol("u"), Symbol("v")
CASES = [
    ("2x", "2 x"),
    ("x - y", "x - y"),
    ("-x", "-x"),
    ("x^2", "x^(2)"),
    ("x/y", "frac(x, y)"),
    ("sin(x)", "sin(x)"),
    ("sin^2 x", "sin^(2)(x)"),
    ("arcsec(x)", 'op("arcsec")(x)'),
    ("sqrt(x + 1)", "sqrt(x + 1)"),
    ("root(x, 5)", "root(5, x)"),
    ("|x|", "abs(x)"),
    ("log_3 x", "log_(3)(x)"),
    ("log_2 x", "log_2(x)"),
    ("sigmoid(z)", "σ(z)"),
    ("w_12", "w_(12)"),
    ("x_max", 'x_("max")'),
    ("theta", "θ"),
    ("ŷ", '"ŷ"'),
    ("f'(x)", "f'(x)"),
    ("(x + 1)^3", "(x + 1)^(3)"),
    ("x <= 1", None),
]
EVERY_KIND = [
    "sin(cos(x^2))", "x^2 sin(3x)", "ln(sin(x))", "(2x + 1)^3", "x^x", "sqrt(1 + sqrt(x))", "x/(x^2 + 1)", "|x^2 - 1|",
    "z = w x + b; a = sigmoid(z); L = -y ln(a) - (1 - y) ln(1 - a)", "x^2 if x < 0, x otherwise", "f(g(x))",
    "f(x^2, sin x)", "7", "a x^2 y^3", "log_2 x + log10(x) + log(x)", "gamma(x) + erf(x) + Si(x)", "e^(-x^2) theta",
    "ŷ^2 + x_max w_12", "1/(1 + e^-x)", "cbrt(x) + root(x, 5)", "max(x, 2) + atan2(x, 3)", "sin^-1 x", "0.25x^0.5",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case for case in CASES if case[1] is not None])
def test_formulas(text: str, expected: str) -> None:
    assert typst(cr.parse(text)) == expected


def compiled(*nodes: Node) -> None:
    rows = "\n\n".join(f"${typst(node, limits=Limits.unbounded())}$" for node in nodes)
    assert compiler.compile(rows.encode(), format="pdf")


def test_every_row_of_the_sheet_compiles() -> None:
    calls = [Call(function, (U + 1, V)[: function.arity]) for function in FORMULA_SHEET]
    compiled(*calls, *[call**2 for call in calls])


@settings(max_examples=20)
@given(st.lists(EXPRESSIONS, min_size=5, max_size=5))
def test_every_expression_compiles(nodes: list[Expression]) -> None:
    compiled(*nodes)


@pytest.mark.parametrize("notation", ["leibniz", "lagrange"])
def test_every_kind_of_derivation_makes_a_pdf_that_can_be_read_aloud(notation: str) -> None:
    made = document([cr.derive(text) for text in EVERY_KIND], "pdf", notation=notation)
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made


def test_a_fragment_compiles_on_its_own() -> None:
    assert compiler.compile(cr.derive("x sin(x^2)").to_typst(at="x = 2").encode(), format="pdf")


def test_the_same_bytes_for_the_same_records() -> None:
    first, second = (cr.derive("sin(x^2)").at("x = 2", step=0.1, steps=2) for _ in range(2))
    assert document([first], "pdf") == document([second], "pdf")


HOSTILE = ['"; #read("/etc/passwd")', "#panic()", "$x$", "\\", "]#[", "*bold*", "</script>", "\x00", "x" * 300]


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_and_words_are_data(title: str) -> None:
    assert document([cr.derive("x^2")], "pdf", title=title)
    assert compiler.compile(typst_words(title).encode(), format="pdf")


def test_names_are_data() -> None:
    compiled(Symbol('a"; #panic()'), Symbol("#read"), Symbol("x_$y"))


def test_a_document_is_text_that_names_its_layers() -> None:
    told = document([cr.derive("sin(cos(x))")], "typst", title="Two layers")
    assert '#set document(title: "Two layers"' in told
    assert '#formula("equals cosine of u", $= cos(layera(u))$);' in told


def test_without_typst_it_is_said_how_to_get_it() -> None:
    script = """
import sys
sys.modules["typst"] = None
import chainrule as cr
try:
    cr.derive("x^2").to_pdf()
except cr.MissingExtraError as error:
    print(error)
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert 'pip install "chainrule[pdf]"' in told
    assert issubclass(MissingExtraError, cr.ChainRuleError)


def test_a_fraction_in_a_table_does_not_cross_its_lines() -> None:
    """A row is as high as what stands in it: with fractions of derivatives it is higher than with letters."""
    page = str(document([cr.graph("x*y", x=1, y=2)], "typst"))
    numbers = page.partition("#table(")[0] + "#table(columns: 1, [1])"
    fractions = page.partition("#table(")[0] + "#table(columns: 1, [$display(frac(d y, d x))$])"
    found = [_height(text) for text in (numbers, fractions)]
    assert found[1] > 1.5 * found[0]


def _height(text: str) -> float:
    """Of the table at the end of a document, in points."""
    before, _, table = text.rpartition("#table(")
    measured = f"{before}#context [#metadata(measure(table({table}).height.pt()) <height>]"
    return float(json.loads(compiler.query(measured.encode(), "<height>", field="value", one=True)))
