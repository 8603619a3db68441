"""Multiple choice: one right answer, and distractors that mistakes make."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.tutor.choices import choices

PROBLEMS = ["sin(x^2)", "x^3", "x^2 sin x", "(x^2+1)/(x-1)", "sigmoid(w x)", "ln(x)/x", "x^x", "5", "-x^2", "f(x^2)"]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_one_is_right_and_no_two_are_alike(problem: str) -> None:
    found = choices(problem, "x", seed=3)
    right = [option for option in found.options if option.right]
    assert [option.answer for option in right] == [found.problem.answer]
    assert found.options[found.right].right
    for index, option in enumerate(found.options):
        for other in found.options[:index]:
            assert cr.compare(option.answer, other.answer).verdict == "different"


def test_each_distractor_is_diagnosed_as_the_mistake_that_made_it() -> None:
    for option in choices("x^2 sin(3x)", count=6).options:
        if option.diagnosis is not None:
            said = [diagnosis.mistakes for diagnosis in cr.check("x^2 sin(3x)", option.answer).diagnoses]
            assert option.diagnosis.mistakes in said
            assert option.diagnosis.hint


def test_the_seed_decides_the_order() -> None:
    orders = {tuple(str(option.answer) for option in choices("sin(x^2)", seed=seed).options) for seed in range(6)}
    assert len(orders) > 1
    assert choices("sin(x^2)", seed=1).options == choices("sin(x^2)", seed=1).options
