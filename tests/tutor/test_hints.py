"""Hints: a ladder from a question to the whole step."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.tutor.hints import hints

LADDERS = {
    "(3x^2+1)^5": [
        "Computing this at x = 2, what would you do last?",
        "First 3 · 2² + 1 = 13, then 13⁵. Which part is outer, which inner?",
        "Outer u⁵, inner u = 3x² + 1. Differentiate u⁵ by u.",
        "5u⁴, that is 5(3x² + 1)⁴. Differentiate 3x² + 1 by x.",
        "6x. Now multiply the two.",
        "5(3x² + 1)⁴ · 6x = 30x(3x² + 1)⁴",
    ],
    "x^2 sin x": [
        "Computing this at x = 2, what would you do last?",
        "You would multiply x² and sin(x): a product. The product rule is (f g)' = f' g + f g'. Differentiate x² by x.",
        "2x. Differentiate sin(x) by x.",
        "cos(x). Now put them together.",
        "2x · sin(x) + x² cos(x) = 2x sin(x) + x² cos(x)",
    ],
    "5": ["When x changes, how much does 5 change with it?", "The rule is: constant rule, (c)' = 0.", "0"],
    "x": ["When x grows by a little, by how much does x grow?", "The rule is: the variable itself, (x)' = 1.", "1"],
    "x^2 + y^2 = 25": [
        "y depends on x: what has to be minded when y² is differentiated by x?",
        "Wherever y is differentiated, the chain rule brings dy/dx. Differentiate x² + y² by x.",
        "2x + 2y · dy/dx. Differentiate 25 by x, too.",
        "0. Both sides are equal: bring what has dy/dx in it to one side, and the rest to the other.",
        "2y · dy/dx = -2x. Now divide by what stands before it.",
        "dy/dx = -x/y",
    ],
    "y - sin(x) = 3": [
        "y depends on x: what has to be minded when y is differentiated by x?",
        "Wherever y is differentiated, the chain rule brings dy/dx. Differentiate y - sin(x) by x.",
        "dy/dx - cos(x). Differentiate 3 by x, too.",
        "0. Both sides are equal: bring what has dy/dx in it to one side, and the rest to the other.",
        "dy/dx = cos(x)",
    ],
    "sigmoid(w*x)": [
        "Computing this, what would you do last?",
        "First wx, then σ(u) of that. Which part is outer, which inner?",
        "Outer σ(u), inner u = wx. Differentiate σ(u) by u.",
        "σ(u)(1 - σ(u)), that is σ(wx)(1 - σ(wx)). Differentiate wx by x.",
        "w. Now multiply the two.",
        "σ(wx)(1 - σ(wx)) · w = w σ(wx)(1 - σ(wx))",
    ],
}


@pytest.mark.parametrize("problem", LADDERS)
def test_ladders(problem: str) -> None:
    assert list(hints(problem)) == LADDERS[problem]


@pytest.mark.parametrize(
    "problem", ["x", "5", "x^x", "ln(-1 - x^2)", "(x+1)/(x-1)", "|x|", "-x", "x^2 if x < 0, x otherwise", "f(x^2)",
                "sin(cos(tan(x^2)))", "u = x^2; y = sin(u)", "atan2(x, 2x)", "3x^2 - 5"],
)  # fmt: skip
def test_every_ladder_begins_with_a_question_and_ends_with_the_derivative(problem: str) -> None:
    found = hints(problem)
    assert found[0].endswith("?")
    assert str(found[-1])
    assert len(found) >= 2
    assert not any("{" in hint for hint in found)


def test_after_a_wrong_answer_the_diagnosis_comes_first() -> None:
    found = hints("sin(x^2)", answer="cos(x^2)")
    assert found[:2] == ["The inside is changing too.", "How fast does x² change? Where does that belong?"]
    assert found[2:] == list(hints("sin(x^2)"))


def test_after_a_wrong_slope_of_a_curve_too() -> None:
    found = hints("x^2 + y^2 = 25", answer="x/y")
    assert found[0] == "Nearly: only the sign."
    assert found[2:] == list(hints("x^2 + y^2 = 25"))


def test_views() -> None:
    found = hints("x^3")
    assert found.to_text().startswith("1 Computing this at x = 2")
    assert found.to_dict()["hints"] == list(found)
    assert len(found.first(1)) == 1
    assert repr(found) == "<Hints for <Power x^3>: 3>"


def test_a_deep_nest_has_hints() -> None:
    deep: cr.Expression = cr.Symbol("x")
    for _ in range(60):
        deep = cr.parse("sin(x)") if deep is cr.Symbol("x") else cr.Call(cr.parse("sin(x)").function, (deep,))  # type: ignore[union-attr]
    assert len(hints(deep)) > 5
