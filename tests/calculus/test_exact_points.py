"""Values at exact points: whether there is one, and which."""

from __future__ import annotations

from typing import Any

import pytest

from chainrule.calculus.exact_points import complete_point, decimal, number_at, rate_at, value_at
from chainrule.errors import ChainRuleError, DomainError
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import ONE, ZERO, Call, Expression, Negation, Quotient, Symbol
from chainrule.expression.points import point_of
from chainrule.expression.reading import parse

X = Symbol("x")
VALUES = [
    ("sqrt(x)", "x = 8", "2*sqrt(2)"),
    ("cos(x)", "x = pi/2", "0"),
    ("x^2/(x - 1)", "x = 3", "9/2"),
    ("x^2", "x = 1.1", "1.21"),
    ("sin(x)/sin(x)", "x = pi", None),
    ("tan(x)", "x = pi/2", None),
    ("1/cos(x)", "x = pi/2", None),
    ("1/x", "x = 0", None),
    ("ln(x)", "x = -1", None),
    ("ln(x)", "x = 0", None),
    ("(x^2 - 2)*10^30", "x = sqrt(2)", "0"),
    ("x", "x = 1e-30", "0.000000000000000000000000000001"),
    ("x^2 if x < 1, 2x otherwise", "x = sqrt(3)", "2*sqrt(3)"),
    ("x^2 if x < 1", "x = 2", None),
    ("a*x + b", "a = 2, b = pi, x = 1/2", "1 + pi"),
]
RATES = [
    ("abs(x)", "sign(x)", "x = 0", None),
    ("abs(x)", "sign(x)", "x = -2", "-1"),
    ("sqrt(x)", "1/(2*sqrt(x))", "x = 0", None),
    ("sqrt(x)", "1/(2*sqrt(x))", "x = 2", "sqrt(2)/4"),
    ("cbrt(x)", "1/(3*cbrt(x)^2)", "x = 0", None),
    ("x^2 if x < 1, 2x otherwise", "2x if x < 1, 2 otherwise", "x = 1", None),
    ("x^2 if x < 1, 2x - 1 otherwise", "2x if x < 1, 2 otherwise", "x = 1", "2"),
    ("tan(x)", "1/cos(x)^2", "x = pi/2", None),
    ("sin(x)", "cos(x)", "x = pi/2", "0"),
]


def expression_of(text: str) -> Expression:
    expression = parse(text)
    assert isinstance(expression, Expression)
    return expression


@pytest.mark.parametrize(("text", "point", "expected"), VALUES)
def test_values(text: str, point: str, expected: str | None) -> None:
    found = value_at(expression_of(text), point_of(point))
    assert (None if found is None else str(found.exact)) == expected


@pytest.mark.parametrize(("target", "slope", "point", "expected"), RATES)
def test_rates_where_there_are_any(target: str, slope: str, point: str, expected: str | None) -> None:
    found = rate_at(expression_of(target), expression_of(slope), X, point_of(point))
    assert (None if found is None else str(found.exact)) == expected


def test_what_floats_cannot_tell_from_zero_is_not_zero() -> None:
    assert number_at(expression_of("10^(-400)"), {}) > 0  # type: ignore[operator]
    assert number_at(expression_of("10^400"), {}) is None


@pytest.mark.parametrize(
    ("point", "message"),
    [
        ("x = 1", "a value is missing: give y = … as well"),
        ("x = 1, y = 2, z = 3", "there is no z here, only x, y"),
        ({"x": 1, "y": Quotient(ONE, ZERO)}, "the value of y has no real value"),
    ],
)
def test_points_that_do_not_fit_are_refused(point: Any, message: str) -> None:
    with pytest.raises(ChainRuleError) as refused:
        complete_point(point, (X, Symbol("y")))
    assert message in str(refused.value)


def test_a_constant_without_a_value_is_named() -> None:
    assert decimal(ONE) == 1.0
    with pytest.raises(DomainError, match=r"^sqrt\(-1\) has no real value"):
        decimal(Call(function_named("sqrt"), (Negation(ONE),)))
