"""Slopes of inverse functions, the places that are found for them, and what is refused."""

from __future__ import annotations

import copy
import math
import pickle
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chainrule as cr
from chainrule.calculus.curves.isolating import isolated
from chainrule.expression.evaluation import evaluate, program
from chainrule.expression.nodes import Expression, Symbol

X = Symbol("x")
FOUND: list[tuple[str, Any, str, str]] = [
    ("x^3 + x", 2, "1", "1/4"),
    ("x^3 + x", 10, "2", "1/13"),
    ("x^3 + x", "-2", "-1", "1/4"),
    ("x^5 + 2x^3 + x - 3", 1, "1", "1/12"),
    ("e^x", 5, "ln(5)", "1/5"),
    ("e^x + x", 1, "0", "1/2"),
    ("ln x + x", 1, "1", "1/2"),
    ("sin(x)", "1/2", "pi/6", "2*sqrt(3)/3"),
    ("sin x", "sqrt(2)/2", "pi/4", "sqrt(2)"),
    ("tan x", 1, "pi/4", "1/2"),
    ("arctan x", "pi/3", "sqrt(3)", "4"),
    ("x^2", 4, "2", "1/4"),
    ("x^2", 2, "sqrt(2)", "sqrt(2)/4"),
    ("2^x", 8, "3", "1/(8*ln(2))"),
    ("sqrt(x)", 3, "9", "6"),
    ("1.5x + 0.1", 1.6, "1", "2/3"),
    ("5 - 2x", 12, "-7/2", "-1/2"),
    ("1/(x + 1)", "1/20", "19", "-400"),
    ("(x - 1)^4", 81, "-2", "-1/108"),
    ("3/x", 51, "1/17", "-1/867"),
    ("cbrt(x) + 1", 5, "64", "48"),
    ("cos(x)", "1/3", "arccos(1/3)", "-1/sin(arccos(1/3))"),
]
GIVEN = [("x^3 + x + 1", 2, "1/13"), ("x + cos(x)", "pi", "1"), ("x^2 + x", "x = 1/2", "1/2")]
REFUSED: list[tuple[str, dict[str, Any], type[Exception], str]] = [
    ("x^5 + x", {"value": 3}, cr.ChainRuleError, "no exact x was found at which this is 3; if you know one, give it"),
    ("sin(x)", {"value": 2}, cr.ChainRuleError, "this is never 2: the inverse function has no value there"),
    ("x^2", {"value": -4}, cr.ChainRuleError, "this is never -4"),
    ("1/x", {"value": 0}, cr.ChainRuleError, "this is never 0"),
    ("x^3 + x", {"value": 5, "at_input": 2}, cr.ChainRuleError, "at x = 2 the function is 10, not 5"),
    ("x^3 + x", {"at_input": "y = 1"}, cr.NameUnknownError, "there is no y here, only x"),
    ("1/x", {"at_input": 0}, cr.DomainError, "no real value at x = 0"),
    ("|x|", {"at_input": 0}, cr.DomainError, "no slope at x = 0"),
    ("tan(x)", {"at_input": "pi/2"}, cr.DomainError, "no real value"),
    ("a x", {"value": 2, "variable": "x"}, cr.ChainRuleError, "here is a as well"),
    ("3", {}, cr.ChainRuleError, "does not change"),
    ("f(x)", {"value": 2}, cr.ChainRuleError, "f is an unknown function"),
    ("x", {"value": "q"}, cr.ReadingError, "is no number"),
    ("x", {"value": True}, TypeError, "takes a number"),
    ("x^2 + y^2 = 1", {}, cr.ReadingError, "this is an equation"),
]


@pytest.mark.parametrize(("source", "value", "place", "slope"), FOUND)
def test_the_place_is_found(source: str, value: Any, place: str, slope: str) -> None:
    inverse = cr.inverse_slope(source, value)
    assert inverse.point is not None
    assert inverse.point.found
    assert inverse.point.kind == "slope"
    assert (str(inverse.point.place.exact), str(inverse.answer)) == (place, slope)


@pytest.mark.parametrize(("source", "place", "slope"), GIVEN)
def test_the_place_is_given(source: str, place: Any, slope: str) -> None:
    inverse = cr.inverse_slope(source, at_input=place)
    assert inverse.point is not None
    assert not inverse.point.found
    assert str(inverse.answer) == slope


def test_in_terms_of_x() -> None:
    inverse = cr.inverse_slope("f(x) = x^3 + x")
    assert str(inverse.answer) == "1/(3*x^2 + 1)"
    assert inverse.one_to_one
    assert inverse.point is None
    assert not cr.inverse_slope("x^2").one_to_one
    assert [step.rule for step in inverse.steps] == ["sum", "power", "variable"]


@pytest.mark.parametrize(("source", "kind"), [("x^3", "vertical"), ("x^2", "turns"), ("x - sin(x)", "vertical"),
                                              ("cos(x) - 1", "turns")])  # fmt: skip
def test_where_the_slope_is_zero(source: str, kind: str) -> None:
    inverse = cr.inverse_slope(source, 0, at_input=0)
    assert inverse.point is not None
    assert inverse.point.kind == kind
    assert inverse.answer is None


def test_other_places_are_named() -> None:
    point = cr.inverse_slope("x^3 - 3x", 0).point
    assert point is not None
    assert str(point.place.exact) == "0"
    assert [str(other) for other in point.others] == ["sqrt(3)", "-sqrt(3)"]


@pytest.mark.parametrize(("source", "options", "kind", "message"), REFUSED)
def test_what_cannot_be_used(source: str, options: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as refused:
        cr.inverse_slope(source, **options)
    assert message in str(refused.value)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["x^3 + x", "e^x + x", "x + sin(x)/2", "x^5 + 3x"]), st.fractions(-2, 2, max_denominator=5))
def test_slopes_agree_with_the_inverse_solved_numerically(source: str, place: Any) -> None:
    inverse = cr.inverse_slope(source, at_input=place)
    assert inverse.point is not None
    assert inverse.point.slope is not None
    made, value, step = program(inverse.target), inverse.point.value.number, 1e-4
    near = [
        mpmath.findroot(lambda x, y=y: made.at({X: float(x)})[0] - y, float(place), tol=1e-20, verify=False)
        for y in (value - step, value + step)
    ]
    assert math.isclose(float(near[1] - near[0]) / (2 * step), inverse.point.slope.number, rel_tol=1e-4)


ISOLATED = [
    ("2x + 3", "7", 2.0), ("5 - x/4", "4", 4.0), ("-x^3", "-8", 2.0), ("e^(2x)", "9", math.log(3)), ("3^x", "81", 4.0),
    ("ln(x + 1)", "2", math.e**2 - 1), ("sqrt(x - 1)", "3", 10.0), ("1/x^2", "1/4", 2.0), ("x^(2/3)", "4", 8.0),
    ("sinh(x)", "1", math.asinh(1)), ("root(x, 4)", "2", None), ("x^2 + x", "2", None), ("gamma(x)", "2", None),
    ("x^5", "32", 2.0),
]  # fmt: skip


@pytest.mark.parametrize(("source", "value", "expected"), ISOLATED)
def test_isolating(source: str, value: str, expected: float | None) -> None:
    target, wanted = cr.parse(source), cr.parse(value)
    assert isinstance(target, Expression)
    assert isinstance(wanted, Expression)
    found = isolated(target, X, wanted)
    assert (found is None) is (expected is None)
    if found is not None and expected is not None:
        assert math.isclose(evaluate(found), expected)


def test_a_record_can_be_copied_and_pickled() -> None:
    for inverse in (cr.inverse_slope("x^3 + x", 2), cr.inverse_slope("x^3 + x", at_input=2), cr.inverse_slope("x^3")):
        assert copy.copy(inverse) is copy.deepcopy(inverse) is inverse
        assert pickle.loads(pickle.dumps(inverse)).to_text() == inverse.to_text()


def test_what_was_read_before_can_be_given() -> None:
    assert str(cr.inverse_slope(cr.read("x^3"), 8).answer) == "1/12"
