"""Conditions on the same quantity, solved together."""

from __future__ import annotations

import pytest

from chainrule.expression.domains import conditions
from chainrule.expression.exactness import ExactValues
from chainrule.expression.intervals import MANY, together
from chainrule.expression.nodes import ZERO, Expression, Number, Relation, Sum, Symbol
from chainrule.expression.reading import parse


def solved(text: str) -> tuple[str, str]:
    """What an expression and its slope need, and what excludes itself in that."""
    expression = parse(text)
    needs, contradiction = together([found.relation for found in conditions(expression)], ExactValues())
    told = [" or ".join(str(alternative) for alternative in need.alternatives) for need in needs]
    return "; ".join(told), "; ".join(map(str, contradiction))


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("ln(x + 1) + ln(x)", "x > 0"), ("1/sqrt(1 - x^2)", "-1 < x < 1"), ("1/sqrt(x^2 - 1)", "x < -1 or x > 1"),
        ("arcsin(2x)", "-1/2 < x < 1/2"), ("ln(ln(x))", "x > 1"), ("1/ln(x)", "x > 0; x != 1"),
        ("1/(x^2 - 3x + 2)", "x != 1; x != 2"), ("1/(x^2 + x + 1)", ""), ("ln((x - 1)(3 - x))", "1 < x < 3"),
        ("ln(x) + 1/(x + 1)", "x > 0"), ("arcsec(x)", "x < -1 or x > 1"), ("arccoth(2x)", "x < -1/2 or x > 1/2"),
        ("arcsin(sin(x)/2 + x)", "-1 < sin(x)/2 + x < 1"), ("ln(x) + 1/y", "x > 0; y != 0"),
        ("ln(x^2 - 2)", "x^2 - 2 > 0"),
        ("1/(x^2 - 1) + ln(x + 3)", "x > -3; x != -1; x != 1"), ("1/(x - y)", "x - y != 0"), ("max(x, y)", "x != y"),
        ("ln(5 - abs(2x - 1))", "5 - abs(2*x - 1) > 0; x != 1/2"),
        ("(x^2 - 1)^(1/2)/(x - 3)", "x < -1 or x > 1; x != 3"),
    ],
)  # fmt: skip
def test_what_is_needed(text: str, needed: str) -> None:
    assert solved(text) == (needed, "")


@pytest.mark.parametrize(
    ("text", "contradiction"),
    [
        ("ln(x) + ln(-x)", "x > 0; x < 0"), ("sqrt(1 - x) + sqrt(x - 2)", "x <= 1; x >= 2"),
        ("ln(sin(x)) + ln(-sin(x))", "sin(x) > 0; sin(x) < 0"),
        ("ln(y) + ln(x - 1) + ln(x) + ln(1 - x)", "x > 1; x < 1"),
    ],
)  # fmt: skip
def test_what_excludes_itself(text: str, contradiction: str) -> None:
    assert solved(text)[1] == contradiction


def test_three_conditions_exclude_each_other_though_no_two_do() -> None:
    x = Symbol("x")
    low, high = Relation(">=", x, ZERO), Relation("<=", x, ZERO)
    not_there = Relation("!=", x, ZERO)
    assert together([low, high], ExactValues())[0][0].alternatives == (Relation("=", x, ZERO),)
    assert together([low, high, not_there], ExactValues())[1] == [low, high, not_there]


def test_very_many_conditions_stay_as_they_are() -> None:
    x = Symbol("x")
    many: list[Relation] = [Relation("!=", x, Number(value)) for value in range(MANY + 1)]
    needs, contradiction = together(many, ExactValues())
    assert [need.alternatives for need in needs] == [(relation,) for relation in many]
    assert contradiction == []


def test_deep_and_wide_expressions_take_no_time() -> None:
    deep: Expression = Symbol("x")
    for _ in range(5_000):
        deep = Sum((deep, Number(1)))
    relation = Relation(">", deep, ZERO)
    assert together([relation], ExactValues())[0][0].alternatives == (relation,)
