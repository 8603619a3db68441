r"""LaTeX: how each shape is written, that brackets are tall only around what is tall, and that names are escaped."""

import pytest

from chainrule.errors import LimitError
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
    Symbol,
    System,
    UnknownCall,
)
from chainrule.rendering.notation.latex import latex, latex_escaped

a, f, u, x, y, z = map(Symbol, "afuxyz")


def call(name, *arguments):
    return Call(function_named(name), arguments)


def sin(inner):
    return call("sin", inner)


CASES = [
    (x / y, r"\frac{x}{y}"),
    ((x + 1) / Negation(y), r"\frac{x + 1}{-y}"),
    (Power(x / y, TWO), r"\left(\frac{x}{y}\right)^{2}"),
    (sin(x), r"\sin(x)"),
    (sin(x**2), r"\sin(x^{2})"),
    (sin(x / 2), r"\sin\left(\frac{x}{2}\right)"),
    (sin(sin(x) * (x / 2 + 1)), r"\sin\left(\sin(x) \left(\frac{x}{2} + 1\right)\right)"),
    (sin(x) ** 2, r"\sin^{2}(x)"),
    (sin(x) ** Negation(Number(1)), r"(\sin(x))^{-1}"),
    (call("log10", x) ** 2, r"(\log_{10}(x))^{2}"),
    (call("sigmoid", x) ** 2, r"(\sigma(x))^{2}"),
    (call("sqrt", x + 1), r"\sqrt{x + 1}"),
    (call("sqrt", x) ** 3, r"(\sqrt{x})^{3}"),
    (call("cbrt", x), r"\sqrt[3]{x}"),
    (call("root", x + 1, Number(5)), r"\sqrt[5]{x + 1}"),
    (call("abs", x) ** 2, r"\left|x\right|^{2}"),
    (E ** Negation(x**2), r"e^{-x^{2}}"),
    (x ** Quotient(Number(1), TWO), r"x^{1/2}"),
    (x ** Quotient(y + 1, TWO), r"x^{\frac{y + 1}{2}}"),
    (6 * (2 * x + 1) ** 2, r"6(2x + 1)^{2}"),
    (Product((TWO, PI, x)), r"2\pi x"),
    ((3 * u**2) * 2, r"3u^{2} \cdot 2"),
    (sin(u) * Negation(sin(x)), r"\sin(u) \cdot (-\sin(x))"),
    (x * Power(TWO, x), r"x \cdot 2^{x}"),
    (2 * Quotient(Number(1), TWO), r"2 \cdot \frac{1}{2}"),
    (Quotient(Number(1), TWO) * x, r"\frac{1}{2} x"),
    (f * (x + 1), r"f \cdot (x + 1)"),
    (x - (y + 1), "x - (y + 1)"),
    (UnknownCall("f", (x,), (1,)) * UnknownCall("g", (x,), (0,)), r"f'(x) \cdot g(x)"),
    (UnknownCall("f", (x, y), (1, 0)), r"f^{(1,0)}(x, y)"),
    (Symbol("theta") + Symbol("Omega"), r"\theta + \Omega"),
    (Symbol("x_1"), "x_{1}"),
    (Symbol("w1_12"), "W^{(1)}_{12}"),
    (Symbol("x_max"), r"x_{\mathrm{max}}"),
    (Symbol("loss") * x, r"\mathrm{loss} \, x"),
    (Relation("<=", x, y), r"x \le y"),
    (System(((u, x**2), (y, sin(u)))), r"u = x^{2}, \quad y = \sin(u)"),
    (
        Piecewise(((x, (Relation(">", x, y), Relation("!=", x, TWO))),), y),
        r"\begin{cases} x & \text{if } x > y \text{ and } x \ne 2 \\ y & \text{otherwise} \end{cases}",
    ),
    (
        2 * Piecewise(((x, (Relation(">", x, y),)),), None),
        r"2 \cdot \left(\begin{cases} x & \text{if } x > y \end{cases}\right)",
    ),
]


@pytest.mark.parametrize(("node", "expected"), CASES, ids=[str(node) for node, _ in CASES])
def test_latex(node, expected):
    assert latex(node) == expected


@pytest.mark.parametrize("row", FORMULA_SHEET, ids=lambda row: row.name)
def test_every_function_is_balanced(row):
    written = latex(Call(row, (x / 2, y)[: row.arity]) ** 2)
    assert written.count("{") == written.count("}")
    assert written.count(r"\left") == written.count(r"\right")
    assert "{u}" not in written


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a}b", r"\mathrm{a\}b}"),
        (r"\input", r"\mathrm{\backslash{}input}"),
        ("50%", r"\mathrm{50\%}"),
        ("$x$", r"\mathrm{\$x\$}"),
        ("#", r"\mathrm{\#}"),
    ],
)
def test_what_a_person_typed_is_no_command(name, expected):
    assert latex(Symbol(name)) == expected
    assert latex_escaped(name) in expected


def test_a_notebook_shows_it():
    assert (x / y)._repr_mimebundle_()["text/latex"] == r"$\displaystyle \frac{x}{y}$"


def test_a_raw_product_is_written_with_dots():
    assert latex(sin(u) * x, dotted=True) == r"\sin(u) \cdot x"


def test_marks_are_colours():
    assert latex(sin(x**2), marks={x**2: "blue"}) == r"\sin({\color{blue}x^{2}})"
    assert latex(sin(x) ** 2, marks={sin(x): "blue"}) == r"({\color{blue}\sin(x)})^{2}"


def test_depth_and_size():
    node = x
    for _ in range(20_000):
        node = 1 / (node + 1)
    assert latex(node, limits=Limits.unbounded()).count(r"\frac{") == 20_000
    for _ in range(100):
        node = node * node
    with pytest.raises(LimitError):
        latex(node)
