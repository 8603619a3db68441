"""Mastery grows with right answers, falls with wrong ones where they belong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chainrule.tutor.practice.mastery import START, Event, Mastery, skills_of


def event(outcome: str, mistakes: tuple[str, ...] = (), rules: tuple[str, ...] = ("chain", "power")) -> Event:
    return Event("chain", 1, "(2x+1)^3", "x", rules, outcome, mistakes, 1.0)


def test_evidence() -> None:
    right = Mastery.of([event("right")])
    wrong = Mastery.of([event("wrong", ("C1",))])
    assert right.of_skill("chain") > START > wrong.of_skill("chain")
    assert wrong.of_skill("power") == START
    assert Mastery.of([event("skipped")]).skills == {}
    assert START < Mastery.of([event("hinted")]).of_skill("chain") < right.of_skill("chain")
    assert Mastery.of([event("right")] * 5).weakest(("chain", "power")) > 0.95
    assert all(0 < known < 1 for known in Mastery.of([event("wrong")] * 50).skills.values())


def test_a_choice_may_be_a_guess() -> None:
    known = [Mastery.of([replace(event("right"), choices=choices)]).of_skill("chain") for choices in (0, 50, 4, 2, 1)]
    assert known[0] == known[1] > known[2] > known[3] > known[4] > START - 1e-9
    missed = [Mastery.of([replace(event("wrong"), choices=choices)]).of_skill("chain") for choices in (0, 4, 2)]
    assert missed == sorted(missed)
    assert missed[-1] < START


@pytest.mark.parametrize(
    ("mistakes", "rules", "skills"), [
        (("C1",), "chain power", "chain"), (("P1", "C1"), "chain power", "chain power"),
        ((), "chain power", "chain power"),
        (("Q1",), "chain power", "chain power"), (("T1",), "chain cos sin sum", "cos"), (("T2",), "cos sin", "sin"),
        (("P2",), "root sum", "root"), (("B4",), "links sigmoid sum", "sigmoid"), (("B5",), "links tanh", "links tanh"),
        (("E7",), "exponential ln", "ln"), (("I5",), "arccos arcsin", "arccos"), (("M1",), "cos product", "product"),
    ],
)  # fmt: skip
def test_a_wrong_answer_tells_of_the_rules_that_its_mistakes_belong_to(
    mistakes: tuple[str, ...], rules: str, skills: str
) -> None:
    assert skills_of(event("wrong", mistakes, tuple(rules.split()))) == skills.split()


def test_a_mistake_without_a_name_says_nothing() -> None:
    assert skills_of(event("wrong", ("",))) == ["chain", "power"]
