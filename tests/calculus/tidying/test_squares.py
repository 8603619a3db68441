"""Squares that add up to one."""

from __future__ import annotations

import pytest

from chainrule.calculus.tidying.squares import squares_added
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.expression.nodes import Expression
from chainrule.expression.reading import parse

ADDED = [
    ("(-sin(t)^2 - cos(t)^2)/sin(t)^3", "-1/sin(t)^3", "sin(t)^2 + cos(t)^2"),
    ("3*(a*sin(2*t)^2 + a*cos(2*t)^2)", "3*a", "sin(2*t)^2 + cos(2*t)^2"),
    ("(cos(t)*(1 - cos(t)) - sin(t)^2)/(1 - cos(t))^3", "-1/(1 - cos(t))^2", "sin(t)^2 + cos(t)^2"),
    ("((cos(t) - sin(t))^2 + (cos(t) + sin(t))^2)/t", "2/t", "sin(t)^2 + cos(t)^2"),
    ("x*(cosh(t)^2 - sinh(t)^2)", "x", "cosh(t)^2 - sinh(t)^2"),
    ("(tan(t)^2 - sec(t)^2)/tan(t)^3", "-1/tan(t)^3", "sec(t)^2 - tan(t)^2"),
    ("csc(t)^2 - cot(t)^2", "1", "csc(t)^2 - cot(t)^2"),
]
LEFT = ["sin(t)^2 + 2*cos(t)^2", "sin(t)^2 + cos(2*t)^2", "sin(t)^2 - cos(t)^2", "x^2 + y^2", "sin(t)", "1/(1 + t)"]


def tidied(text: str) -> tuple[Expression, Tidier]:
    expression = parse(text)
    assert isinstance(expression, Expression)
    tidier = Tidier(Manner.of(expression))
    return tidier.tidy(expression), tidier


@pytest.mark.parametrize(("text", "expected", "identity"), ADDED)
def test_squares_add_up(text: str, expected: str, identity: str) -> None:
    found, by = squares_added(*tidied(text))
    assert (str(found), str(by)) == (expected, identity)


@pytest.mark.parametrize("text", LEFT)
def test_others_stay(text: str) -> None:
    expression, tidier = tidied(text)
    assert squares_added(expression, tidier) == (expression, None)
