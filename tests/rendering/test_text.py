"""Text for people: how it looks, in Unicode and in ASCII, that it reads back with the same value, and its marks."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.errors import LimitError
from chainrule.expression.evaluation import evaluate
from chainrule.expression.functions import FORMULA_SHEET, function_named
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import (
    PI,
    TWO,
    Call,
    E,
    Negation,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    System,
    UnknownCall,
)
from chainrule.expression.reading import parse
from chainrule.expression.writing import written
from chainrule.rendering.media.layout import BEGINS, ENDS, NAMED, Marked
from chainrule.rendering.notation.text import text

a, b, c, d, f, h, n, p, i, u, w, x, y, z = map(Symbol, "abcdfhnpiuwxyz")
theta, x1, w2 = Symbol("theta"), Symbol("x1"), Symbol("w2")


def call(name, *arguments):
    return Call(function_named(name), arguments)


def sin(inner):
    return call("sin", inner)


def root(inner):
    return call("sqrt", inner)


def size(inner):
    return call("abs", inner)


CASES = [
    # factors side by side
    (5 * (3 * x + 1) ** 2, "5(3x + 1)²", "5(3x + 1)^2"),
    (Negation(Product((Number(4), x, E ** Negation(2 * x)))), "-4x e^(-2x)", "-4x e^(-2x)"),
    (Negation(sin(x) * sin(sin(x))), "-sin(x) sin(sin(x))", "-sin(x) sin(sin(x))"),
    (Product((Number(12), x, (2 * x**2 + 1) ** 5)), "12x(2x² + 1)⁵", "12x(2x^2 + 1)^5"),
    (Product((TWO, sin(x), call("cos", x))), "2 sin(x) cos(x)", "2 sin(x) cos(x)"),
    (x**x * (call("ln", x) + 2), "x^x (ln(x) + 2)", "x^x (ln(x) + 2)"),
    (call("sigmoid", z) * (2 - call("sigmoid", z)), "σ(z)(2 - σ(z))", "sigmoid(z)(2 - sigmoid(z))"),
    ((a - y) * x, "(a - y) x", "(a - y) x"),
    ((a - y) * (a + y), "(a - y)(a + y)", "(a - y)(a + y)"),
    (w * x + b, "wx + b", "wx + b"),
    (Product((a, x, y**2)), "axy²", "ax y^2"),
    (Product((x**2, y)), "x²y", "x^2 y"),
    (Product((x**n, y)), "x^n y", "x^n y"),
    (Product((PI, x**2)), "πx²", "pi x^2"),
    (Product((TWO, PI, x)), "2πx", "2pi x"),
    (x * E**x, "x e^x", "x e^x"),
    (2**x * call("ln", TWO), "2^x ln(2)", "2^x ln(2)"),
    (x1 * w2, "x₁w₂", "x1 w2"),
    (x * root(x), "x√x", "x sqrt(x)"),
    (root(x) * x, "√x x", "sqrt(x) x"),
    (2 * UnknownCall("f", (x,), (1,)), "2f'(x)", "2f'(x)"),
    # letters that would make a word, a differential or a call
    (p * i, "p i", "p i"),
    (Product((a, p, i)), "ap i", "ap i"),
    (d * x, "d x", "d x"),
    (E * x, "e x", "e x"),
    (f * (x + 1), "f · (x + 1)", "f * (x + 1)"),
    (Product((a, b, x, y)), "abx y", "abx y"),
    (f**2 * (x + 1), "f² · (x + 1)", "f^2 * (x + 1)"),
    (x**h * (x + 1), "x^h · (x + 1)", "x^h * (x + 1)"),
    (root(f) * (x + 1), "√f · (x + 1)", "sqrt(f)(x + 1)"),
    (Product((a, p, x + 1)), "ap(x + 1)", "ap(x + 1)"),
    (Product((a, b, p, x + 1)), "abp (x + 1)", "abp (x + 1)"),
    (Symbol("i") * f, "i f", "i f"),
    (a * Power(x * y, TWO), "a · (xy)²", "a * (xy)^2"),
    # where only a dot will do
    ((3 * u**2) * 2, "3u² · 2", "3u^2 * 2"),
    (sin(u) * Negation(sin(x)), "sin(u) · (-sin(x))", "sin(u) * (-sin(x))"),
    (Negation(x) * y, "(-x) · y", "(-x) * y"),
    (E**u * (2 * x), "e^u · 2x", "e^u * 2x"),
    (Quotient(Number(1), y) * x, "(1/y) · x", "(1/y) * x"),
    (3 * Power(TWO, TWO), "3 · 2²", "3 * 2^2"),
    (x * Power(TWO, x), "x · 2^x", "x * 2^x"),
    (x * size(y), "x · |y|", "x * |y|"),
    (UnknownCall("f", (x,), (1,)) * UnknownCall("g", (x,), (0,)), "f'(x) · g(x)", "f'(x) * g(x)"),
    # powers
    (u**3, "u³", "u^3"),
    (x ** Negation(TWO), "x⁻²", "x^(-2)"),
    (x ** Quotient(Number(1), TWO), "x^(1/2)", "x^(1/2)"),
    (sin(x) ** 2, "sin²(x)", "sin^2(x)"),
    (sin(x) ** n, "(sin(x))^n", "(sin(x))^n"),
    (sin(x) ** Negation(Number(1)), "(sin(x))⁻¹", "(sin(x))^(-1)"),
    (call("sigmoid", x) ** 2, "(σ(x))²", "(sigmoid(x))^2"),
    (root(x) ** 3, "(√x)³", "(sqrt(x))^3"),
    (size(x) ** 3, "|x|³", "|x|^3"),
    (Power(x**2, Number(3)), "(x²)³", "(x^2)^3"),
    (Power(Negation(x), TWO), "(-x)²", "(-x)^2"),
    # fractions, roots, bars, names
    (1 / (2 * root(x)), "1/(2√x)", "1/(2 sqrt(x))"),
    (x**2 / 4, "x²/4", "x^2/4"),
    (Quotient(Quotient(x, y), z), "(x/y)/z", "(x/y)/z"),
    (Negation(Quotient(y, a)), "-y/a", "-y/a"),
    (root(x + 1), "√(x + 1)", "sqrt(x + 1)"),
    (2 * size(x), "2|x|", "2|x|"),
    (size(size(x) + 1), "abs(|x| + 1)", "abs(|x| + 1)"),
    (size(Sum((x,) * 3)), "|x + x + x|", "|x + x + x|"),
    (theta + PI, "θ + π", "theta + pi"),
    (call("cbrt", x), "∛x", "cbrt(x)"),
    (call("log", x, b), "log_b(x)", "log_b(x)"),
    (call("log", x, x1), "log(x, x₁)", "log(x, x1)"),
    (call("log", x, b + 1), "log(x, b + 1)", "log(x, b + 1)"),
    # beside expressions
    (Relation("<=", x, y), "x ≤ y", "x <= y"),
    (System(((u, x**2), (y, sin(u)))), "u = x²; y = sin(u)", "u = x^2; y = sin(u)"),
    (Piecewise(((x**2, (Relation(">=", x, y),)),), x), "x² if x ≥ y, x otherwise", "x^2 if x >= y, x otherwise"),
]


@pytest.mark.parametrize(("node", "pretty", "ascii"), CASES, ids=[ascii for *_, ascii in CASES])
def test_text(node, pretty, ascii):
    assert text(node) == pretty
    assert text(node, ascii=True) == ascii
    assert ascii.isascii()


VALUES = {"a": 0.7, "b": 1.3, "d": 2.1, "f": 0.9, "h": 1.7, "i": 0.6, "n": 2.5, "p": 1.1, "u": 0.8, "w": 0.4, "x": 1.9,
          "y": 1.2, "z": 0.3}  # fmt: skip


def value(node):
    return evaluate(node, **{name: VALUES.get(name, 0.55) for name in node.names})


MEANT = [node for node, *_ in CASES if isinstance(node, type(x).__mro__[1]) and not node.functions]


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("node", MEANT, ids=str)
def test_text_reads_back_with_the_same_value(node, ascii):
    again = parse(text(node, ascii=ascii), names=node.names)
    assert set(again.names) == set(node.names)
    assert value(again) == pytest.approx(value(node), rel=1e-12)


LEAVES = st.sampled_from([a, c, f, h, i, n, p, x, y, z, theta, x1, PI, E, TWO, Number(3), Number(Fraction(1, 10))])


def shapes(inner):
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    positive = inner.map(lambda part: size(part) + x)  # keeps the real numbers closed under what is built
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        several.map(Product),
        st.builds(Negation, inner),
        st.builds(Quotient, inner, positive),
        st.builds(Power, positive, st.sampled_from([TWO, Number(3), Negation(TWO), n, Quotient(Number(1), TWO)])),
        st.builds(Power, inner.map(sin), st.sampled_from([TWO, Number(3)])),
        inner.map(sin),
        inner.map(size),
        positive.map(root),
        inner.map(lambda part: call("sigmoid", part)),
    )


@given(st.recursive(LEAVES, shapes, max_leaves=15), st.booleans())
def test_every_text_reads_back_with_the_same_value(node, ascii):
    again = parse(text(node, ascii=ascii), names=node.names)
    assert set(again.names) == set(node.names)
    assert value(again) == pytest.approx(value(node), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("row", FORMULA_SHEET, ids=lambda row: row.name)
def test_every_function_reads_back(row):
    for arguments in [(x, Number(3)), (x + 1, Number(3))]:
        node = Call(row, arguments[: row.arity])
        for ascii in (False, True):
            assert parse(text(node, ascii=ascii)) is node
            assert parse(text(x * node, ascii=ascii)) is x * node
            assert parse(text(node**2, ascii=ascii)) is node**2


@pytest.mark.parametrize(
    ("name", "pretty", "ascii"),
    [
        ("theta", "θ", "theta"),
        ("θ", "θ", "theta"),
        ("theta_1", "θ₁", "theta_1"),
        ("x_1", "x₁", "x_1"),
        ("x₁", "x₁", "x1"),
        ("w1_12", "W⁽¹⁾₁₂", "w1_12"),
        ("x_max", "x_max", "x_max"),
        ("loss", "loss", "loss"),
        ("loss2", "loss2", "loss2"),
        ("ж", "ж", r"\u0436"),
    ],
)
def test_names(name, pretty, ascii):
    assert text(Symbol(name)) == pretty
    assert text(Symbol(name), ascii=True) == ascii


def test_a_raw_product_is_written_with_dots():
    assert text(sin(u) * x, dotted=True) == "sin(u) · x"
    assert text(Product((TWO, x, sin(x * y))), dotted=True) == "2 · x · sin(xy)"


def marked(node, marks):
    """The text with every mark as [name:…]."""
    shown = written(node, Marked(whole=marks), marks=marks)
    return shown.replace(BEGINS, "[").replace(NAMED, ":").replace(ENDS, "]")


@pytest.mark.parametrize(
    ("node", "marks", "expected"),
    [
        (sin(x**2) * x**2, {x**2: "inner"}, "sin([inner:x²]) [inner:x²]"),
        (sin(sin(x)), {sin(x): "middle", x: "inner"}, "sin([middle:sin([inner:x])])"),
        (x - y, {Negation(y): "second"}, "x - [second:y]"),
        (sin(x) ** 2, {sin(x): "inner"}, "([inner:sin(x)])²"),
    ],
)
def test_marks(node, marks, expected):
    assert marked(node, marks) == expected


def test_what_is_whole_takes_no_power_on_its_name():
    assert text(sin(x) ** 2, whole={sin(x)}) == "(sin(x))²"


def test_depth_and_size():
    node = x
    for _ in range(20_000):
        node = root(sin(node) + 1)
    assert text(node, limits=Limits.unbounded()).count("√") == 20_000
    tower = x
    for _ in range(20_000):
        tower = Power(tower, TWO)
    assert text(y * tower, limits=Limits.unbounded()).startswith("y · ((((")
    for _ in range(100):
        node = node * node
    with pytest.raises(LimitError):
        text(node)


CLASHES = [
    ("sigma*sigmoid(x)", "σ sigmoid(x)"),
    ("sigmoid(x)", "σ(x)"),
    ("Gamma + gamma(x)", "Γ + gamma(x)"),
    ("psi(x) + digamma(x)", "ψ(x) + digamma(x)"),
    ("sigma*(x + 1)", "σ · (x + 1)"),
    ("sigma^2*(x + 1)", "σ²(x + 1)"),
]


@pytest.mark.parametrize(("typed", "shown"), CLASHES)
def test_one_letter_never_has_two_meanings(typed: str, shown: str) -> None:
    node = parse(typed)
    assert text(node) == shown
    assert parse(shown) is node
