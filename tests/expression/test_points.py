"""Points as people give them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import chainrule as cr
from chainrule.expression.nodes import Negation, Number, Power, Symbol
from chainrule.expression.points import float_of, number_written, point_of

GIVEN = [
    ("x=2", {"x": "2"}),
    ("a = 3, x = pi/4", {"a": "3", "x": "pi/4"}),
    ("a=3;x=-1", {"a": "3", "x": "-1"}),
    ("x = 1/3,", {"x": "1/3"}),
    ("θ = 0.5", {"theta": "0.5"}),
    ("x_1 = max(1, 2)", {"x1": "max(1, 2)"}),
    ({"x": 2}, {"x": "2"}),
    ({Symbol("x"): 0.1}, {"x": "0.1"}),
    ({"x": -2.5}, {"x": "-2.5"}),
    ({"x": Fraction(1, 3)}, {"x": "1/3"}),
    ({"x": "sqrt(2)"}, {"x": "sqrt(2)"}),
    ({"x": cr.parse("e^2")}, {"x": "e^2"}),
]


@pytest.mark.parametrize(("given", "expected"), GIVEN)
def test_points(given: Any, expected: dict[str, str]) -> None:
    assert {symbol.name: str(value) for symbol, value in point_of(given).items()} == expected


REFUSED = [
    ("", cr.ReadingError, 0), ("2", cr.ReadingError, 0), ("x=", cr.ReadingError, 2), ("x==2", cr.ReadingError, 0),
    ("x=abc", cr.ReadingError, 2), ("a=1, x=y", cr.ReadingError, 7), ("sin=2", cr.ReadingError, 0),
    ("x=1/0", cr.ReadingError, 4), ("x=nan", cr.ReadingError, 2), ("x=f(2)", cr.ReadingError, 2),
    ("x=__import__('os')", cr.ReadingError, None), ("x=1, x=2", cr.NameUnknownError, None),
    ({"2": 1}, cr.NameUnknownError, None), ({"x": float("inf")}, cr.DomainError, None),
    ({"x": float("nan")}, cr.DomainError, None), ({"x": [1]}, TypeError, None), ({"x": True}, TypeError, None),
    (3, TypeError, None),
]  # fmt: skip


@pytest.mark.parametrize(("given", "error", "position"), REFUSED)
def test_what_is_no_point(given: Any, error: type[Exception], position: int | None) -> None:
    with pytest.raises(error) as caught:
        point_of(given)
    if position is not None:
        assert caught.value.position == position  # type: ignore[attr-defined]


def test_numbers_are_written_as_they_are_printed() -> None:
    assert number_written(0.1) is cr.parse("0.1")
    assert number_written(-3) is Negation(Number(3))
    assert number_written(Fraction(-2, 3)) is cr.parse("-(2/3)")
    assert number_written(1e-7) is cr.parse("0.0000001")


def test_a_value_too_small_for_a_float_is_not_called_zero() -> None:
    with pytest.raises(cr.DomainError, match=r"^the value given for x is too small for a number here"):
        float_of(Symbol("x"), Power(Number(10), Negation(Number(400))))
