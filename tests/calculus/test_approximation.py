"""Linear approximations and total differentials, beside the truth."""

from __future__ import annotations

import copy
import math
import pickle
from typing import Any

import pytest

import chainrule as cr

LINES: list[tuple[str, Any, str, str]] = [
    ("sqrt(x)", 4, "2 + 1/4*(x - 4)", "x/4 + 1"),
    ("sqrt(x)", "x = 4", "2 + 1/4*(x - 4)", "x/4 + 1"),
    ("sin x", 0, "x", "x"),
    ("sin x", "pi/6", "1/2 + sqrt(3)/2*(x - pi/6)", "sqrt(3)*x/2 + 1/2 - pi*sqrt(3)/12"),
    ("cos x", "pi/2", "-(x - pi/2)", "pi/2 - x"),
    ("e^x", 0, "1 + x", "x + 1"),
    ("ln x", 1, "x - 1", "x - 1"),
    ("1/x", 2, "1/2 - 1/4*(x - 2)", "1 - x/4"),
    ("x^3", -1, "-1 + 3*(x + 1)", "3*x + 2"),
    ("x^2", 0, "0", "0"),
    ("5", 1, "5", "5"),
    ("x^2", 1.5, "2.25 + 3*(x - 1.5)", "3*x - 2.25"),
    ("x^2 y", "x=1, y=2", "2 + 4*(x - 1) + (y - 2)", "4*x + y - 4"),
    ("sqrt(x^2 + y^2)", "x=3, y=4", "5 + 3/5*(x - 3) + 4/5*(y - 4)", "3*x/5 + 4*y/5"),
    ("x^2 if x < 1, 2x - 1 otherwise", 1, "1 + 2*(x - 1)", "2*x - 1"),
]
ESTIMATES: list[tuple[str, Any, Any, str, float, int | None, bool]] = [
    ("sqrt(x)", 4, 4.1, "2.025", math.sqrt(4.1), -1, True),
    ("sqrt(x)", 4, 3.9, "1.975", math.sqrt(3.9), -1, True),
    ("e^x", 0, 0.1, "1.1", math.exp(0.1), 1, True),
    ("ln x", 1, 0.9, "-0.1", math.log(0.9), -1, True),
    ("cbrt(x)", 8, 8.5, "49/24", math.cbrt(8.5), -1, True),
    ("x^3", -1, "-0.9", "-0.7", -0.729, -1, True),
    ("sin x", "pi/6", "pi/6 + 0.1", "(10 + sqrt(3))/20", math.sin(math.pi / 6 + 0.1), -1, False),
    ("e^x sin x", 0, 0.1, "0.1", math.exp(0.1) * math.sin(0.1), 1, False),
    ("sin x", 0, 0.1, "0.1", math.sin(0.1), None, False),
    ("2x + 1", 3, 4, "9", 9.0, 0, True),
    ("x^2 y", "x=1, y=2", "x=1.1, y=1.9", "2.3", 2.299, None, False),
    ("x^2 y", "x=1, y=2", {"x": 1.1}, "2.4", 2.42, None, False),
]
FORMS: list[tuple[str, str, str]] = [
    ("x^2 y", "z", "2*x*y*dx + x^2*dy"),
    ("x/y", "z", "1/y*dx - x/y^2*dy"),
    ("A = pi r^2", "A", "2*pi*r*dr"),
    ("x - y z", "w", "dx - z*dy - y*dz"),
    ("sqrt(x)", "y", "1/(2*sqrt(x))*dx"),
    ("sin(theta)", "y", "cos(theta)*dtheta"),
    ("u = x y; z = u^2", "z", "2*x*y^2*dx + 2*x^2*y*dy"),
    ("5", "y", "0"),
]
CHANGES: list[tuple[str, Any, Any, str, str | None, float | None]] = [
    ("x^2 y", "x=1,y=2", "dx=0.1,dy=-0.05", "0.35", "0.3595", 0.175),
    ("x^2 y", "x=1,y=2", "x=0.1", "0.4", "0.42", 0.2),
    ("x^2 y", "x=1,y=2", {"dx": "1/10", "y": 0}, "2/5", "21/50", 0.2),
    ("A = pi r^2", "r=3", "dr=0.01", "3*pi/50", "601*pi/10000", 1 / 150),
    ("sqrt(x)", 4, 0.1, "0.025", "(sqrt(410) - 20)/10", 0.0125),
    ("x^2", 0, -1, "0", "1", None),
    ("ln x", 1, "dx=-1", "-1", None, None),
]
REFUSED: list[tuple[Any, dict[str, Any], type[Exception], str]] = [
    (cr.linear_approximation, {"source": "sqrt(x)", "at": 0}, cr.DomainError, "there is no slope by x at x = 0"),
    (cr.linear_approximation, {"source": "|x|", "at": 0}, cr.DomainError, "there is no slope by x at x = 0"),
    (cr.linear_approximation, {"source": "cbrt(x)", "at": 0}, cr.DomainError, "there is no slope"),
    (cr.linear_approximation, {"source": "x^2 if x < 1, 2x otherwise", "at": 1}, cr.DomainError, "no slope"),
    (cr.linear_approximation, {"source": "tan x", "at": "pi/2"}, cr.DomainError, "there is no real value at x = pi/2"),
    (cr.linear_approximation, {"source": "ln x", "at": -1}, cr.DomainError, "there is no real value at x = -1"),
    (cr.linear_approximation, {"source": "x^2 y", "at": 1}, cr.NameUnknownError, "gives each value with its name"),
    (cr.linear_approximation, {"source": "x^2", "at": "y=3"}, cr.NameUnknownError, "there is no y here, only x"),
    (cr.linear_approximation, {"source": "x^2 y", "at": "x=3"}, cr.NameUnknownError, "give y = …"),
    (cr.linear_approximation, {"source": "f(x)", "at": 1}, cr.ChainRuleError, "f is an unknown function"),
    (cr.linear_approximation, {"source": "x^2 + y^2 = 1", "at": 1}, cr.ReadingError, "this is an equation"),
    (cr.linear_approximation, {"source": "a x", "at": "a=1,x=2", "to": "a=3", "variables": "x"}, cr.NameUnknownError,
     "a is held: only x may change"),
    (cr.total_differential, {"source": "x^2 y", "change": "dx=1"}, cr.ChainRuleError, "a change starts at a point"),
    (cr.total_differential, {"source": "x^2", "at": 1, "change": "dz=1"}, cr.NameUnknownError, "no change dz here"),
    (cr.total_differential, {"source": "x^2 y", "at": "x=1,y=1", "change": 1}, cr.NameUnknownError, "with its name"),
    (cr.total_differential, {"source": "1/x", "at": 0}, cr.DomainError, "there is no real value at x = 0"),
    (cr.total_differential, {"source": "x^2", "variables": "a b"}, cr.NameUnknownError, "a variable is one name"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "at", "form", "plain"), LINES)
def test_lines_and_planes(source: str, at: Any, form: str, plain: str) -> None:
    found = cr.linear_approximation(source, at)
    assert (str(found.answer), str(found.plain)) == (form, plain)
    assert found.estimate is None


@pytest.mark.parametrize(("source", "at", "to", "value", "true", "sign", "everywhere"), ESTIMATES)
def test_estimates(
    source: str, at: Any, to: Any, value: str, true: float, sign: int | None, everywhere: bool
) -> None:
    estimate = cr.linear_approximation(source, at, to).estimate
    assert estimate is not None
    assert str(estimate.value.exact) == value
    assert estimate.true is not None
    assert estimate.true.number == pytest.approx(true)
    assert estimate.error == pytest.approx(estimate.value.number - true, abs=1e-12)
    assert (None if estimate.bend is None else estimate.bend.sign) == sign
    assert (estimate.bend is not None and estimate.bend.everywhere) is everywhere


def test_a_bend_is_not_claimed_where_the_error_says_otherwise() -> None:
    estimate = cr.linear_approximation("sin x", "pi/6", 12).estimate
    assert estimate is not None
    assert estimate.error is not None
    assert estimate.error > 0
    assert cr.linear_approximation("x^3", 1, -10).estimate.bend is None  # type: ignore[union-attr]


def test_where_the_function_ends() -> None:
    estimate = cr.linear_approximation("ln x", 1, -1).estimate
    assert estimate is not None
    assert (estimate.true, estimate.error, estimate.bend) == (None, None, None)


@pytest.mark.parametrize(("source", "name", "form"), FORMS)
def test_differentials(source: str, name: str, form: str) -> None:
    found = cr.total_differential(source)
    assert (found.name, str(found.answer)) == (name, form)
    assert cr.parse(str(found.answer), names=found.answer.names) is found.answer


@pytest.mark.parametrize(("source", "at", "change", "estimate", "true", "relative"), CHANGES)
def test_changes(
    source: str, at: Any, change: Any, estimate: str, true: str | None, relative: float | None
) -> None:
    found = cr.total_differential(source, at=at, change=change)
    assert found.point is not None
    assert str(found.answer) == estimate
    assert (None if found.point.true is None else str(found.point.true.exact)) == true
    assert (found.error is None) is (true is None)
    assert found.relative == (None if relative is None else pytest.approx(relative))


def test_at_a_point_alone() -> None:
    found = cr.total_differential("x^2 y", at="x=1, y=2")
    assert str(found.answer) == "4*dx + dy"
    assert found.error is found.relative is None
    assert str(cr.total_differential("a x", "x").answer) == "a*dx"


@pytest.mark.parametrize(("source", "at"), [("x^2 y + sin(x)", (0.7, 1.2)), ("e^(x y)/(1 + y^2)", (0.3, -0.4))])
def test_the_error_shrinks_with_the_square_of_the_step(source: str, at: tuple[float, float]) -> None:
    errors = []
    for step in (1e-2, 1e-3):
        to = {"x": at[0] + step, "y": at[1] - step}
        estimate = cr.linear_approximation(source, {"x": at[0], "y": at[1]}, to).estimate
        assert estimate is not None
        assert estimate.error is not None
        errors.append(abs(estimate.error))
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.2)


@pytest.mark.parametrize(("ask", "options", "kind", "message"), REFUSED)
def test_what_cannot_be_used(ask: Any, options: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as refused:
        ask(**options)
    assert message in str(refused.value)


def test_records_can_be_copied_and_pickled() -> None:
    for found in (
        cr.linear_approximation("sqrt(x)", 4, 4.1), cr.linear_approximation("x y", "x=1,y=2"),
        cr.total_differential("x y"), cr.total_differential("x y", at="x=1,y=2", change="dx=1"),
    ):  # fmt: skip
        assert copy.copy(found) is copy.deepcopy(found) is found
        assert pickle.loads(pickle.dumps(found)).to_text() == found.to_text()  # type: ignore[attr-defined]


def test_nothing_is_said_of_the_bend_where_there_is_no_second_derivative() -> None:
    told = cr.linear_approximation("x^(5/3) + x", 0).to_text()
    assert "L(x) = f(0) + f'(0) x = x" in told
    assert "above" not in told
    assert "below" not in told
