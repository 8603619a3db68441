"""The check of keys notices keys that are wrong."""

from __future__ import annotations

import pytest
from keys import key_is_right

from chainrule.tutor.problems import Problem

TABLE = ("x, f, f', g, g'", "1, 2, 3, 2, 5", "2, 1, 7, 1, 1", "1")
OPTIONS = ("cos(x^2)", "2*x*cos(x^2)", "2*x*sin(x^2)")
TWICE = ("2*x*cos(x^2)", "cos(x^2)*x*2")
LINES = ("y = sin(u)", "u = x^2", "dy/du = cos(u)", "du/dx = x", "dy/dx = cos(x^2)*x")
KEYS = [
    (Problem("derivative", "sin(x^2)", "x"), "2x cos(x^2)", "cos(x^2)"),
    (Problem("derivative", "x^2 y^3", "y"), "3x^2 y^2", "2x y^3"),
    (Problem("derivative", "z = w x + b; a = sigmoid(z)", "w"), "a(1 - a) x", "a(1 - a)"),
    (Problem("derivative", "u = x^2; v = 3u; f = u v", "x"), "v*2*x + u*6*x", "v*2*x"),
    (Problem("composite", "sin(x^2)", "x"), "yes", "no"),
    (Problem("composite", "3/(x^2 + 1)", "x"), "yes", "no"),
    (Problem("composite", "x sin(x)", "x"), "no", "yes"),
    (Problem("layers", "(3x + 1)^5", "x"), "u^5, u = 3*x + 1", "u^4, u = 3*x + 1"),
    (Problem("choice", "sin(x^2)", "x", options=OPTIONS), "b", "a"),
    (Problem("mistake", "sin(x^2)", "x", options=LINES), "4", "5"),
    (Problem("implicit", "x^2 + 3y^2 = 16", "x"), "-x/(3y)", "-x/y"),
    (Problem("implicit", "ln(x y) + y^2 = 6", "x"), "-y/(x*(1 + 2*y^2))", "-y/(x*(1 + y^2))"),
    (Problem("implicit", "x y = 1", "x"), "-1/x^2", "1/x^2"),
    (Problem("table", "f(g(x))", "x", options=TABLE), "35", "15"),
    (Problem("table", "x f(x)", "x", options=TABLE), "5", "3"),
    (Problem("table", "f(x)/g(x)", "x", options=TABLE), "-1", "3/5"),
]


@pytest.mark.parametrize(("problem", "right", "wrong"), KEYS)
def test_right_keys_and_wrong_ones(problem: Problem, right: str, wrong: str) -> None:
    assert key_is_right(problem, right) is True
    assert key_is_right(problem, wrong) is False


def test_two_right_choices_are_one_too_many() -> None:
    assert not key_is_right(Problem("choice", "sin(x^2)", "x", options=TWICE), "a")


def test_a_curve_without_points_stays_open() -> None:
    assert key_is_right(Problem("implicit", "x^2 + y^2 = -1", "x"), "-x/y") is None
