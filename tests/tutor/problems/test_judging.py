"""How answers are judged: practice and marking say the same of the same answer."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

import chainrule as cr
from chainrule.tutor.practice.asking import judged_as
from chainrule.tutor.problems import KINDS, Problem
from chainrule.worksheets.grading import outcome

LINES = ("y = sin(u)", "u = x^2", "dy/du = cos(u)", "du/dx = x", "dy/dx = cos(x^2)*x")
TABLE = ("x, f, f', g, g'", "1, 2, 3, 2, 5", "2, 1, 7, 1, 1", "1")
CHOICES = ("cos(x^2)", "2*x*cos(x^2)", "cos(2*x)")
PROBLEMS = [
    Problem("composite", "sin(x^2)", "x"), Problem("layers", "sin(x^2)", "x"),
    Problem("choice", "sin(x^2)", "x", options=CHOICES), Problem("mistake", "sin(x^2)", "x", options=LINES),
    Problem("derivative", "sin(x^2)", "x"), Problem("implicit", "x^2 + y^2 = 25", "x"),
    Problem("table", "f(g(x))", "x", options=TABLE),
]  # fmt: skip
TYPED = ["yes", "n", "a", "b)", "e", "line 4", "(2)", "9", "35", "7", "sin(u), u = x^2", "u, u = sin(x^2)", "-x/y",
         "x/y", "-x/z", "2x cos(x^2)", "cos(x^2)", "2x cos(", "1/2x"]  # fmt: skip


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.kind)
def test_practice_and_marking_agree(problem: Problem) -> None:
    verdicts = set()
    for line in TYPED:
        marked, objection = outcome(problem, line), judged_as(problem)(line)
        verdicts.add(marked.verdict)
        assert (objection is None) == (marked.verdict == "correct"), line
        if objection is not None:
            assert objection.said
            assert objection.mistakes == marked.mistakes, line
            assert objection.counts == (marked.verdict == "incorrect"), line
    assert verdicts == {"correct", "incorrect", "unreadable"}


def test_every_kind_is_judged() -> None:
    assert {problem.kind for problem in PROBLEMS} == set(KINDS)


def test_a_wrong_choice_is_told_by_its_mistake() -> None:
    found = PROBLEMS[2].judged("A")
    assert (found.verdict, found.mistakes) == ("incorrect", ("C1",))
    assert found.said.splitlines()[:2] == ["Not this one.", f"It looks as if {found.did}."]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.kind)
def test_what_was_worked_out_stays_where_it_was(problem: Problem) -> None:
    fresh = pickle.dumps(replace(problem))
    outcome(problem, "x/y")
    assert pickle.dumps(problem) == fresh
    assert pickle.loads(fresh) == problem


def test_two_functions_are_wanted() -> None:
    with pytest.raises(cr.ReadingError, match="outer and inner"):
        PROBLEMS[1].judged("sin(u)")
