"""What a few values show of a function."""

from __future__ import annotations

import pytest
from slopes import expression

from chainrule.calculus.probing import has_no_slope, only_the_answer_has_a_value, rate_exists
from chainrule.expression.nodes import Relation, Symbol

X = Symbol("x")


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("|x|", "0", True), ("sqrt(x)", "0", True), ("cbrt(x)", "0", True), ("x^2", "0", False), ("x|x|", "0", False),
        ("ln(x)", "0", False), ("1/x", "0", False), ("f(x)", "0", False), ("|x - 2|", "2", True),
        ("|x|", "f(1)", False),
        ("x sqrt(x)", "0", False), ("x^2 if x < 1, x otherwise", "1", True), ("sin(1/x)", "0.5", False),
        ("x sin(1/x) if x > 0, x otherwise", "0", False),
    ],
)  # fmt: skip
def test_slopes_that_are_not_there(text: str, place: str, expected: bool) -> None:
    assert has_no_slope(expression(text), X, expression(place)) is expected


def test_what_is_large_is_not_tried() -> None:
    large = expression("+".join(f"|x - {n}|" for n in range(400)))
    assert not has_no_slope(large, X, expression("1"))
    assert not only_the_answer_has_a_value(large, large, [Relation(">", X, expression("0"))])


@pytest.mark.parametrize(
    ("target", "answer", "condition", "expected"),
    [("ln(x)", "1/x", "x > 0", True), ("ln(x)", "1/x + 0 ln(x)", "x > 0", False), ("x^2", "2x", "x > 0", False),
     ("f(x)", "f'(x)", "x > 0", False), ("ln(ln(x))", "1/(x ln(x))", "x > 1", True)],
)  # fmt: skip
def test_answers_that_have_values_where_the_target_has_none(
    target: str, answer: str, condition: str, expected: bool
) -> None:
    left, right = condition.split(" > ")
    asked = [Relation(">", expression(left), expression(right))]
    assert only_the_answer_has_a_value(expression(target), expression(answer), asked) is expected


def test_a_rate_beside_other_letters() -> None:
    assert rate_exists(expression("a x^2"), X, {"a": 2.0, "x": 1.0})
    assert not rate_exists(expression("a |x|"), X, {"a": 2.0, "x": 0.0})
    assert not rate_exists(expression("a |x|"), X, {"a": float("inf"), "x": 0.0})
