"""Multiple choice: one right answer, and distractors that mistakes make."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.tutor.problems import KINDS, LETTERS, LEVELS, Problem, problems
from chainrule.tutor.problems.choices import choices
from chainrule.tutor.problems.drawing import Draw

PROBLEMS = ["sin(x^2)", "x^3", "x^2 sin x", "(x^2+1)/(x-1)", "sigmoid(w x)", "ln(x)/x", "x^x", "5", "-x^2", "f(x^2)"]


@pytest.mark.parametrize("count", [4, 40])
@pytest.mark.parametrize("problem", PROBLEMS)
def test_one_is_right_and_no_two_are_alike(problem: str, count: int) -> None:
    found = choices(problem, "x", count=count, seed=3)
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


@pytest.mark.parametrize(("count", "made"), [(2, 2), (1, 1), (0, 1), (-3, 1), (500, 12)])
def test_as_many_as_there_are_mistakes(count: int, made: int) -> None:
    found = choices("x^2 sin(x^3)", count=count).options
    assert len(found) == made if count < 500 else len(found) >= made
    ids = [option.diagnosis.mistakes for option in found if option.diagnosis is not None]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("level", LEVELS)
def test_one_choice_is_right(level: int) -> None:
    for problem in problems(["choice"], level, 3, seed=2):
        verdicts = [cr.check(problem.text, option).verdict for option in problem.options]
        assert len(set(problem.options)) == 4
        assert verdicts.count("correct") == 1
        assert verdicts[LETTERS.index(problem.key)] == "correct"




def test_a_problem_offers_what_choices_makes() -> None:
    """There is one maker: the distractors of a sheet are those that `choices` chooses from."""
    problem = problems(["choice"], 2, 1, seed=4)[0]
    made = {str(option.answer): option for option in choices(problem.text, count=100).options}
    assert set(problem.options) <= set(made)
    for letter, option in zip(LETTERS, problem.options, strict=False):
        assert made[option].right == (letter == problem.key)


@pytest.mark.parametrize("level", LEVELS)
def test_every_distractor_of_a_problem_has_its_feedback(level: int) -> None:
    for problem in problems(["choice"], level, 3, seed=3):
        for letter, option in zip(LETTERS, problem.options, strict=False):
            found = cr.check(problem.text, option).diagnoses
            assert bool(found) == (letter != problem.key)
            assert all(diagnosis.hint and diagnosis.mistakes for diagnosis in found)


def test_where_there_are_too_few_mistakes_there_is_no_problem() -> None:
    assert KINDS["choice"].options(Problem("choice", "7", "x"), Draw(1)) is None
