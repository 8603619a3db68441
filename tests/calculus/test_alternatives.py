"""Other true forms of an answer, and another way to it."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.calculus.alternatives import IDENTITIES, alternatives, another_way
from chainrule.calculus.tidying.tidier import tidied
from chainrule.expression.nodes import Expression, Symbol

x = Symbol("x")

OFFERED = [
    ("2 sin(x) cos(x)", "sin(2*x)", "double-angle-sine"),
    ("6 sin(3x) cos(3x)", "3*sin(6*x)", "double-angle-sine"),
    ("cos(x)^2 - sin(x)^2", "cos(2*x)", "double-angle-cosine"),
    ("x(sin(x)^2 - cos(x)^2)", "-x*cos(2*x)", "double-angle-cosine"),
    ("-sin(x)/(1 - cos(x)^2)", "-1/sin(x)", "pythagoras"),
    ("cos(x)/(1 - sin(x)^2)", "1/cos(x)", "pythagoras"),
    ("x sin(x)/cos(x)", "x*tan(x)", "tangent"),
    ("cos(x)^2/sin(x)^3", "cot(x)^2/sin(x)", "cotangent"),
    ("sinh(x)/cosh(x)", "tanh(x)", "hyperbolic-tangent"),
    ("cosh(x)/sinh(x)", "coth(x)", "hyperbolic-cotangent"),
    ("1/cos(x)^2", "sec(x)^2", "secant"),
    ("3/sin(x)", "3*csc(x)", "cosecant"),
    ("2 e^(2 ln(x))/x", "2*x", "exponential-of-logarithm"),
]

NOTHING = [
    "sin(x) cos(x)", "3 sin(x) cos(x)", "sin(x) cos(2x)", "x/cos(x)", "cos(x)^2 - sin(2x)^2", "cos(x)^3 - sin(x)^2",
    "1 - x^2", "(1 - tan(x)^2)/x", "(2 - cos(x)^2)/x", "e^(x ln(x))", "e^x", "sin(x)", "x^2 + 1", "a^(ln(x))",
    "1 - cos(x)^2 - x", "(x^2 + x)/(1 - x)", "cos(x)^2 + sin(x)^2",
]  # fmt: skip


def parsed(text: str) -> Expression:
    node = cr.parse(text)
    assert isinstance(node, Expression)
    return tidied(node)


@pytest.mark.parametrize(("text", "other", "because"), OFFERED)
def test_an_identity_is_offered_by_name_and_is_true(text: str, other: str, because: str) -> None:
    answer = parsed(text)
    offered = {found.because: found.expression for found in alternatives(answer)}
    assert str(offered[because]) == other
    assert cr.compare(answer, offered[because]).verdict in ("same", "same-where-both-defined")


def test_every_identity_has_its_case() -> None:
    assert {because for _, _, because in OFFERED} == set(IDENTITIES)


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_offered_where_no_identity_fits(text: str) -> None:
    assert alternatives(parsed(text)) == ()


WAYS = [
    ("(2x + 1)^3", "8*x^3 + 12*x^2 + 6*x + 1", "24*x^2 + 24*x + 6", 2),
    ("(x^2 - 1)^2", "x^4 - 2*x^2 + 1", "4*x^3 - 4*x", None),
    ("(3x + x^2)^2", "x^4 + 6*x^3 + 9*x^2", "4*x^3 + 18*x^2 + 18*x", None),
    ("(5 - x/2)^2", "x^2/4 - 5*x + 25", "x/2 - 5", None),
]


@pytest.mark.parametrize(("text", "expanded", "slope", "inner"), WAYS)
def test_multiplying_out_first(text: str, expanded: str, slope: str, inner: int | None) -> None:
    target = cr.parse(text)
    assert isinstance(target, Expression)
    way = another_way(target, x)
    assert way is not None
    assert (str(way.expanded), str(way.slope)) == (expanded, slope)
    assert inner is None or way.inner == inner
    assert cr.compare(target, way.expanded).verdict == "same"
    assert cr.compare(cr.differentiate(target, x), way.slope).verdict == "same"


NO_WAY = [
    "(2x + 1)^9", "(x^2 + x + 1)^3", "(sin(x) + 1)^2", "(1/x + 1)^2", "sin(x)^2", "x^2", "(a x + 1)^2", "(x + x)^2",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_WAY)
def test_no_other_way_where_multiplying_out_is_long_or_no_polynomial(text: str) -> None:
    target = cr.parse(text)
    assert isinstance(target, Expression)
    assert another_way(target, x) is None
