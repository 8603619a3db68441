"""Curves by a parameter: slopes of every order, points, and what is refused."""

from __future__ import annotations

import copy
import math
import pickle
from typing import Any

import pytest
import sympy

import chainrule as cr
from chainrule.expression.evaluation import program

SLOPES = [
    ("x = cos(t); y = sin(t)", 1, "-cos(t)/sin(t)"),
    ("x = cos(t); y = sin(t)", 2, "-1/sin(t)^3"),
    ("x = cos(t); y = sin(t)", 3, "-3*cos(t)/sin(t)^5"),
    ("x = 3cos(t); y = 2sin(t)", 2, "-2/(9*sin(t)^3)"),
    ("x = a cos(t); y = b sin(t)", 2, "-b/(a^2*sin(t)^3)"),
    ("x = t^2; y = t^3", 1, "3*t/2"),
    ("x = t^2; y = t^3", 2, "3/(4*t)"),
    ("x = t - sin(t); y = 1 - cos(t)", 1, "sin(t)/(1 - cos(t))"),
    ("x = t - sin(t); y = 1 - cos(t)", 2, "-1/(1 - cos(t))^2"),
    ("x = cos(t)^3; y = sin(t)^3", 2, "1/(3*cos(t)^4*sin(t))"),
    ("x = e^t cos(t); y = e^t sin(t)", 2, "2*e^(-t)/(cos(t) - sin(t))^3"),
    ("x = sec(t); y = tan(t)", 2, "-1/tan(t)^3"),
    ("x = cosh(t); y = sinh(t)", 2, "-1/sinh(t)^3"),
    ("x = sqrt(t); y = t/4", 2, "1/2"),
    ("x = e^t; y = t e^(-t)", 1, "e^(-2*t)*(1 - t)"),
    ("x = 2t; y = 5", 1, "0"),
    ("y = t^3; x = t^2", 1, "3*t/2"),
    ("p = t^2; q = t^3", 1, "3*t/2"),
    ("u = t^2; x = u; y = u t", 1, "3*t/2"),
    ("x = s^2; y = s", 1, "1/(2*s)"),
    ("r = 2", 1, "-cos(theta)/sin(theta)"),
    ("r = theta", 1, "(sin(theta) + theta*cos(theta))/(cos(theta) - theta*sin(theta))"),
    ("x = t; y = f(t)", 2, "f''(t)"),
]
POINTS: list[tuple[str, Any, int, str, tuple[str, str], list[str | None]]] = [
    ("x = cos(t); y = sin(t)", "pi/4", 2, "slope", ("sqrt(2)/2", "sqrt(2)/2"), ["-1", "-2*sqrt(2)"]),
    ("x = cos(t); y = sin(t)", "t = pi/3", 1, "slope", ("1/2", "sqrt(3)/2"), ["-sqrt(3)/3"]),
    ("x = cos(t); y = sin(t)", 0, 1, "vertical", ("1", "0"), [None]),
    ("x = cos(t); y = sin(t)", "pi/2", 1, "slope", ("0", "1"), ["0"]),
    ("x = cos(t); y = sin(t)", "pi", 2, "vertical", ("-1", "0"), [None, None]),
    ("x = t^2; y = t^3 - 3t", "sqrt(3)", 1, "slope", ("3", "0"), ["sqrt(3)"]),
    ("x = t^2; y = t^3 - 3t", "-sqrt(3)", 1, "slope", ("3", "0"), ["-sqrt(3)"]),
    ("x = t^2; y = t^3 - 3t", 0, 1, "vertical", ("0", "0"), [None]),
    ("x = t^2; y = t^3", 0, 2, "singular", ("0", "0"), [None, None]),
    ("x = a cos(t); y = b sin(t)", {"a": 2, "b": 1, "t": "pi/4"}, 1, "slope", ("sqrt(2)", "sqrt(2)/2"), ["-1/2"]),
    ("x = t^2; y = |t|", 0, 1, "none", ("0", "0"), [None]),
    ("x = t; y = cbrt(t)", 0, 1, "none", ("0", "0"), [None]),
    ("x = t; y = tan(t)", "pi/4", 2, "slope", ("pi/4", "1"), ["2", "4"]),
    ("x = t^2; y = 0.5t", 1.5, 1, "slope", ("2.25", "0.75"), ["1/6"]),
    ("r = 1 + cos(theta)", "pi/2", 1, "slope", ("0", "1"), ["1"]),
    ("r = 2 sin(theta)", "theta = pi/4", 1, "vertical", ("1", "1"), [None]),
]
SINGULAR: list[tuple[str, Any, str | None, bool | None]] = [
    ("x = t^2; y = t^3", 0, "0", True),
    ("x = t^3; y = t^3", 0, "1", False),
    ("x = t - sin(t); y = 1 - cos(t)", 0, None, True),
    ("x = cos(t)^3; y = sin(t)^3", "pi/2", None, True),
    ("x = t^3; y = t^5", 0, "0", False),
]
REFUSED: list[tuple[str, dict[str, Any], type[Exception], str]] = [
    ("x = 3", {}, cr.ChainRuleError, "a curve has two coordinates, and here is x alone"),
    ("t^2", {}, cr.ChainRuleError, "a curve has a definition for each coordinate"),
    ("t^2; t^3", {}, cr.ChainRuleError, "a curve has a definition for each coordinate"),
    ("(t^2, t^3)", {}, cr.ChainRuleError, 'write it as in "x = cos'),
    ("x^2 + y^2 = 1", {}, cr.ChainRuleError, "a curve has a definition for each coordinate"),
    ("p = t; q = t; s = t", {}, cr.ChainRuleError, "here p and q and s could be some"),
    ("x = 1; y = 2", {}, cr.ChainRuleError, "nothing moves along this curve"),
    ("x = 1; y = t", {}, cr.ChainRuleError, "x does not change with t, so there is no dy/dx"),
    ("x = k; y = m", {}, cr.NameUnknownError, "which is the parameter: k, m? Name it, as in parameter='k'"),
    ("x = cos(t); y = sin(s)", {}, cr.NameUnknownError, "which is the parameter: t, s?"),
    ("x = t; y = t; z = t", {}, cr.ChainRuleError, "x and y make the curve, and z is of no use"),
    ("x = t; y = a t", {"at": 1}, cr.NameUnknownError, "a value is missing: give a = …"),
    ("x = t; y = t", {"at": "t = 1, q = 2"}, cr.NameUnknownError, "there is no q here, only t"),
    ("x = t; y = tan(t)", {"at": "pi/2"}, cr.DomainError, "y has no real value at t = pi/2"),
    ("x = ln(t); y = t", {"at": -1}, cr.DomainError, "x has no real value at t = -1"),
    ("x = t; y = t", {"at": "q +"}, cr.ReadingError, "nothing comes after +"),
    ("x = t; y = t", {"order": 0}, cr.ChainRuleError, "1 or more"),
    ("x = t; y = t", {"order": 1000}, cr.LimitError, "the limit on the order"),
    ("x = cos(t), y", {}, cr.ReadingError, "a comma stands between"),
    ("x = t; y = )", {}, cr.ReadingError, "there is no ( for this"),
    ("x = t; y = t", {"parameter": "a b"}, cr.NameUnknownError, "a variable is one name"),
]


@pytest.mark.parametrize(("source", "order", "expected"), SLOPES)
def test_slopes(source: str, order: int, expected: str) -> None:
    curve = cr.parametric(source, order=order)
    assert str(curve.answer) == expected
    assert curve.answer is curve.slopes[-1]
    assert len(curve.slopes) == curve.order == order


@pytest.mark.parametrize(("source", "at", "order", "kind", "place", "slopes"), POINTS)
def test_points(source: str, at: Any, order: int, kind: str, place: tuple[str, str], slopes: list[str | None]) -> None:
    point = cr.parametric(source, order=order, at=at).point
    assert point is not None
    assert point.kind == kind
    assert tuple(str(coordinate.exact) for coordinate in point.place) == place
    assert [None if slope is None else str(slope.exact) for slope in point.slopes] == slopes


@pytest.mark.parametrize(("source", "at", "limit", "turns"), SINGULAR)
def test_singular_points(source: str, at: Any, limit: str | None, turns: bool | None) -> None:
    point = cr.parametric(source, at=at).point
    assert point is not None
    assert point.kind == "singular"
    assert (None if point.limit is None else str(point.limit.exact)) == limit
    assert point.turns is turns


@pytest.mark.parametrize(("source", "at", "retraced"), [
    ("x = t^2; y = t^3", 0, False), ("x = t^2; y = t^2", 0, True), ("x = t^4; y = t^2", 0, True),
    ("x = cos(t); y = cos(t)^2", "pi", True), ("x = t^3; y = t^3", 0, False),
    ("x = a t^2; y = t^4", "a = 2, t = 0", True),
])  # fmt: skip
def test_a_curve_that_goes_back_the_way_it_came_has_no_cusp(source: str, at: Any, retraced: bool) -> None:
    curve = cr.parametric(source, at=at)
    assert curve.point is not None
    assert curve.point.kind == "singular"
    assert curve.point.retraced is retraced
    assert ("it ends there" in curve.to_text()) is retraced
    assert curve.to_dict()["point"]["retraced"] is retraced


@pytest.mark.parametrize("source", [source for source, order, _ in SLOPES if order == 1 and "a" not in source])
def test_slopes_agree_with_the_curve_itself(source: str) -> None:
    """The change of one coordinate over that of the other, for a small step of the parameter."""
    curve = cr.parametric(source)
    made = program(*curve.coordinates, curve.answer)
    for place in (0.7, 1.3):
        (x1, y1, _), (x2, y2, _) = [made.at({curve.parameter: place + step}) for step in (-1e-5, 1e-5)]
        slope = made.at({curve.parameter: place})[2]
        assert math.isclose((y2 - y1) / (x2 - x1), slope, rel_tol=1e-6, abs_tol=1e-8)


@pytest.mark.parametrize("source", ["x = t^2 + 1; y = sin(t)", "x = ln(t); y = t^3", "x = e^t; y = t^2"])
def test_second_slopes_agree_with_sympy(source: str) -> None:
    curve, t = cr.parametric(source, order=2), sympy.Symbol("t")
    x, y, found = [sympy.sympify(str(part).replace("^", "**").replace("e**", "E**")) for part in
                   (*curve.coordinates, curve.answer)]  # fmt: skip
    x, y, found = [part.subs(sympy.Symbol("e"), sympy.E) for part in (x, y, found)]
    slope = sympy.diff(y, t) / sympy.diff(x, t)
    assert abs((sympy.diff(slope, t) / sympy.diff(x, t) - found).subs(t, 1.25).evalf()) < 1e-9


@pytest.mark.parametrize(("source", "options", "kind", "message"), REFUSED)
def test_what_cannot_be_used(source: str, options: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as refused:
        cr.parametric(source, **options)
    assert message in str(refused.value)


def test_a_curve_by_name_and_by_another_parameter() -> None:
    curve = cr.parametric({"x": "a^2 + t", "y": "a t"}, "a")
    assert str(curve.answer) == "t/(2*a)"
    assert str(cr.parametric("x = cos t, y = sin t").answer) == "-cos(t)/sin(t)"
    assert str(cr.parametric("x = max(t, 2t), y = 3t").answer) == str(cr.parametric("x = max(t, 2t); y = 3t").answer)
    assert str(cr.parametric(cr.read("x = t^2; y = t")).answer) == "1/(2*t)"
    assert str(cr.parametric(cr.parse("x = t^2; y = t")).answer) == "1/(2*t)"


def test_the_steps_have_ids_of_their_own() -> None:
    curve = cr.parametric("x = t sin(t); y = e^(t^2)", order=2)
    ids = [step.id for step in curve.steps]
    assert len(set(ids)) == len(ids)
    assert {id.partition(".")[0] for id in ids} == {"1", "2", "3"}


def test_a_record_can_be_copied_and_pickled() -> None:
    curve = cr.parametric("x = cos(t); y = sin(t)", order=2, at="pi/4")
    assert copy.copy(curve) is copy.deepcopy(curve) is curve
    again = pickle.loads(pickle.dumps(curve))
    assert again.to_text() == curve.to_text()
    assert pickle.loads(pickle.dumps(cr.parametric("r = theta"))).point is None
