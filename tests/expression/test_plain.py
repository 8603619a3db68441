"""Plain text: how it looks, that it reads back as the very same expression, and that depth is data."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.errors import LimitError
from chainrule.expression.functions import function_named
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
from chainrule.expression.plain import plain, shortened
from chainrule.expression.reading import parse

a, b, c, x, y, u = map(Symbol, "abcxyu")


def sin(inner):
    return Call(function_named("sin"), (inner,))


BRANCHES = Piecewise(((x, (Relation("<", x, y), Relation("!=", x, TWO))),), y)

CASES = [
    (Sum((a, Negation(b), c)), "a - b + c"),
    (Sum((Negation(a), b)), "-a + b"),
    (Sum((a, Negation(Sum((b, c))))), "a - (b + c)"),
    (Sum((Sum((a, b)), c)), "(a + b) + c"),
    (Sum((a, Negation(Negation(b)))), "a - (-b)"),
    (Sum((x, Negation(Number(1)))), "x - 1"),
    (Sum((a, Negation(Product((TWO, b))))), "a - 2*b"),
    (Negation(Sum((a, b))), "-(a + b)"),
    (Negation(Negation(x)), "-(-x)"),
    (Product((a, b, c)), "a*b*c"),
    (Product((Product((a, b)), c)), "(a*b)*c"),
    (Product((a, Product((b, c)))), "a*(b*c)"),
    (Product((a, Sum((b, c)))), "a*(b + c)"),
    (Quotient(Product((a, b)), c), "a*b/c"),
    (Product((Quotient(a, b), c)), "a/b*c"),
    (Product((a, Quotient(b, c))), "a*(b/c)"),
    (Quotient(Quotient(a, b), c), "a/b/c"),
    (Quotient(a, Quotient(b, c)), "a/(b/c)"),
    (Quotient(a, Product((b, c))), "a/(b*c)"),
    (Quotient(Sum((a, b)), Sum((b, c))), "(a + b)/(b + c)"),
    (Negation(Product((x, y))), "-x*y"),
    (Negation(Quotient(x, y)), "-x/y"),
    (Negation(Power(x, TWO)), "-x^2"),
    (Product((Negation(x), y)), "(-x)*y"),
    (Product((x, Negation(TWO))), "x*(-2)"),
    (Quotient(Negation(x), y), "(-x)/y"),
    (Quotient(x, Negation(y)), "x/(-y)"),
    (Power(x, Power(TWO, Number(3))), "x^(2^3)"),
    (Power(Power(x, TWO), Number(3)), "(x^2)^3"),
    (Power(Negation(x), TWO), "(-x)^2"),
    (Power(Quotient(x, y), TWO), "(x/y)^2"),
    (Power(x, Negation(TWO)), "x^(-2)"),
    (Power(E, Product((TWO, x))), "e^(2*x)"),
    (Power(E, sin(x)), "e^(sin(x))"),
    (Power(sin(x), TWO), "sin(x)^2"),
    (sin(Sum((x, PI))), "sin(x + pi)"),
    (Number(Fraction(1, 10)), "0.1"),
    (Number(Fraction(12345, 1000)), "12.345"),
    (Number(Fraction(1, 5**3)), "0.008"),
    (UnknownCall("f", (x,), (2,)), "f''(x)"),
    (UnknownCall("f", (x, y), (0, 0)), "f(x, y)"),
    (UnknownCall("f", (x, y), (1, 0)), "f^(1,0)(x, y)"),
    (Relation("=", Sum((Power(x, TWO), Power(y, TWO))), Number(25)), "x^2 + y^2 = 25"),
    (System(((u, Power(x, TWO)), (y, sin(u)))), "u = x^2; y = sin(u)"),
    (BRANCHES, "x if x < y and x != 2, y otherwise"),
    (Sum((BRANCHES, a)), "(x if x < y and x != 2, y otherwise) + a"),
]


@pytest.mark.parametrize(("node", "expected"), CASES, ids=[expected for _, expected in CASES])
def test_plain_text_and_back(node, expected):
    assert str(node) == expected
    assert parse(expected, names=node.names, functions=node.functions) is node


LEAVES = st.sampled_from([a, x, y, Symbol("theta"), PI, E, Number(0), TWO, Number(Fraction(1, 4))])


def shapes(inner):
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        st.builds(Negation, inner),
        st.builds(Quotient, inner, st.builds(Sum, st.tuples(inner, a_symbol))),
        st.builds(Power, inner, st.builds(Sum, st.tuples(inner, a_symbol))),
        inner.map(sin),
        inner.map(lambda part: UnknownCall("f", (part,), (1,))),
    )


a_symbol = st.just(a)  # keeps denominators and exponents from being constants that have no value


@given(st.recursive(LEAVES, shapes, max_leaves=20))
def test_every_raw_tree_reads_back(node):
    assert parse(str(node), names=node.names, functions=node.functions) is node


def nest(depth, make):
    node = x
    for _ in range(depth):
        node = make(node)
    return node


@pytest.mark.parametrize("make", [sin, Negation, lambda node: Sum((x, node)), lambda node: Power(node, TWO)])
def test_depth_is_data(make):
    node = nest(30_000, make)
    text = plain(node, Limits.unbounded())
    assert text.count("(") == text.count(")") >= 29_999
    assert len(shortened(node)) == 60


def test_a_graph_that_would_print_exponentially_long_meets_the_limit():
    node = nest(100_000, lambda inner: Sum((inner, inner)))
    with pytest.raises(LimitError, match="printed") as caught:
        plain(node)
    assert caught.value.allowed == Limits().printed


def test_the_limit_is_exact():
    node = Product((x, y))
    assert plain(node, Limits(printed=3)) == "x*y"
    with pytest.raises(LimitError):
        plain(node, Limits(printed=2))


def test_a_number_that_python_does_not_print_meets_the_limit_on_digits():
    with pytest.raises(LimitError, match="digits"):
        plain(Number(10**5000))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Sum((a, b)), "a + b"),
        (Product((x,) * 31), "*".join("x" * 30) + "…"),
        (Number(10**5000), "…"),
    ],
)
def test_shortened(node, expected):
    assert shortened(node) == expected


def test_a_short_look_at_a_wide_node_is_cheap():
    node = Sum(tuple(Symbol(f"x_{index}") for index in range(200_000)))
    assert repr(node).endswith("…>")
