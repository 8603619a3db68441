"""Wrong answers, and worked solutions with one wrong line, made from the catalogue of mistakes."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.tutor.problems import LEVELS, Problem, problems
from chainrule.tutor.problems.drawing import Draw
from chainrule.tutor.problems.wrong_answers import likely_wrong_answers
from chainrule.tutor.problems.wrong_lines import lines_with_a_mistake


@pytest.mark.parametrize("text", ["sin(x^2)", "(3x + 1)^5", "x^2 sin(x)", "sin(x)/x", "e^(-x^2)", "x^2 y + sin(x y)"])
def test_a_wrong_answer_is_wrong_and_is_found_by_its_mistake(text: str) -> None:
    derivation = cr.derive(text, "x")
    found = list(likely_wrong_answers(derivation.target, derivation.variable, derivation.answer))
    assert len(found) >= 5
    assert len({wrong.answer for wrong in found}) == len(found)
    for wrong in found[:6]:
        mark = cr.check(text, wrong.answer, "x")
        assert mark.verdict == "incorrect"
        assert any(diagnosis.mistakes == (wrong.mistake.id,) for diagnosis in mark.diagnoses), wrong


def test_where_nothing_has_a_value_there_are_no_wrong_answers() -> None:
    derivation = cr.derive("√(-x^2 - 1)")
    assert not list(likely_wrong_answers(derivation.target, derivation.variable, derivation.answer))


@pytest.mark.parametrize("level", LEVELS)
def test_one_line_is_wrong(level: int) -> None:
    for problem in problems(["mistake"], level, 3, seed=2):
        working = cr.check_working(problem.text, problem.options)
        statuses = [line.status for line in working.lines]
        assert statuses.count("wrong") == 1
        assert statuses[int(problem.key) - 1] == "wrong"
        assert working.diagnoses


def test_what_nothing_can_be_made_of() -> None:
    assert lines_with_a_mistake(Problem("derivative", "7", "x"), Draw(1)) is None


def test_what_is_right_where_the_function_exists_is_no_wrong_answer() -> None:
    derivation = cr.derive("ln(x)^2 + 2ln(x)", "x")
    for wrong in likely_wrong_answers(derivation.target, derivation.variable, derivation.answer):
        assert cr.check("ln(x)^2 + 2ln(x)", wrong.answer).verdict == "incorrect"
        assert wrong.answer.names == ("x",) or not wrong.answer.names
