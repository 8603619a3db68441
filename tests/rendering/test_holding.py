"""Where an answer holds, in words: nothing is said that is not so."""

from __future__ import annotations

import pytest

from chainrule import derive
from chainrule.calculus.probing import has_no_slope
from chainrule.expression.nodes import ONE, ZERO, Expression, Negation, Relation, Symbol
from chainrule.expression.reading import parse
from chainrule.rendering.listing.holding import in_words
from chainrule.rendering.notation.text import text

NOWHERE = "There is no real x where this holds: it would need {}."


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("ln(x) + ln(-x)", NOWHERE.format("x > 0 and x < 0")), ("ln(x) ln(-x)", NOWHERE.format("x > 0 and x < 0")),
        ("sqrt(1 - x) + sqrt(x - 2)", NOWHERE.format("x ≤ 1 and x ≥ 2")),
        ("sqrt(x) + sqrt(-x)", NOWHERE.format("x ≥ 0 and x < 0")),
        ("sqrt(x^4)", "Holds for x ≠ 0."), ("|x^3|", "Holds for x ≠ 0."), ("x|x|", "Holds for x ≠ 0."),
        ("|x|^3", "Holds for x ≠ 0."), ("cbrt(x^3)", "Holds for x ≠ 0."), ("x^1.5", "Holds for x > 0."),
        ("x^pi", "Holds for x > 0."), ("x|x| + sin(10^8 x)", "Holds for x ≠ 0."),
        ("|x + 1|", "Holds for x ≠ -1. y has no slope at x = -1."),
        ("sqrt(x)", "Holds for x > 0. y has no slope at x = 0."),
        ("cbrt(x^2)", "Holds for x ≠ 0. y has no slope at x = 0."),
        ("arcsin(x)", "Holds for -1 < x < 1. y has no slope at x = -1 and x = 1."),
        ("arcsin(x) + arccos(x)", "Holds for -1 < x < 1."),
        ("arccosh(x)", "Holds for x > 1. y has no slope at x = 1."), ("sqrt(x)^2", "Holds for x > 0."),
        ("ln|x|", "Holds for x ≠ 0."), ("log_x 2", "Holds for x > 0 and x ≠ 1."),
        ("ln(x)", "Holds for x > 0. Elsewhere y has no real value, though 1/x may."),
        ("x/|x|", "Holds for x ≠ 0. Elsewhere y has no real value, though 0 may."),
        ("gamma(x)", "Holds where x is not 0, -1, -2 and so on."), ("gamma(x) sqrt(x)", "Holds for x > 0."),
        ("1/sqrt(x^2 - 1) + 1/(x - 3)", "Holds for x ≠ 3 and either x < -1 or x > 1."),
        ("f(g(x))", "Holds wherever f and g are differentiable."),
        ("f(x)/x", "Holds where x ≠ 0 and f is differentiable."),
        ("x^n", "Holds for x > 0. For whole n it holds for x < 0 too."), ("x^n ln(x)", "Holds for x > 0."),
    ],
)  # fmt: skip
def test_notes(typed: str, notes: str) -> None:
    assert " ".join(derive(typed, "x").notes) == notes


def test_two_bounds_are_said_in_one_piece() -> None:
    u = Symbol("u")
    [both] = in_words([Relation("<=", Negation(ONE), u), Relation("<=", u, ONE)])
    assert not isinstance(both, str)
    assert text(both) == "-1 ≤ u ≤ 1"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("|x|", True), ("1 + cbrt(x)", True), ("|x| + 10^5", True), ("x^2", False), ("10^9 + x|x|", False),
        ("1/x", False), ("x^1.5", False), ("sin(10^8 x)", False), ("step(x)", True),
    ],
)  # fmt: skip
def test_no_slope_is_seen_from_values(typed: str, expected: bool) -> None:
    target = parse(typed)
    assert isinstance(target, Expression)
    assert has_no_slope(target, Symbol("x"), ZERO) is expected
