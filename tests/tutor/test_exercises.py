"""Exercises: graded by the rules that they need, no two alike, the same for a seed, with answers of bounded size."""

from __future__ import annotations

from itertools import islice

import pytest

import chainrule as cr
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.tutor.exercises import LEVELS, LONGEST, TOPICS, exercises


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("level", LEVELS)
def test_exercises_need_no_other_rules(topic: str, level: int) -> None:
    found = list(islice(exercises(topic, level, 7), 8))
    assert len(found) >= 4
    assert len({(exercise.text, exercise.variable) for exercise in found}) == len(found)
    for exercise in found:
        derivation = cr.derive(exercise.text, exercise.variable)
        assert {step.rule for step in derivation.steps} == exercise.rules <= TOPICS[topic].rules
        assert weight(derivation.answer) <= LONGEST + 6


def test_the_seed_decides() -> None:
    def drawn(seed: int) -> list[str]:
        return [exercise.text for exercise in islice(exercises("chain", 3, seed), 5)]

    assert drawn(1) == drawn(1) != drawn(2)


def test_a_small_topic_comes_to_an_end() -> None:
    found = list(exercises("power", 1, 0))
    assert 5 <= len(found) <= 45


@pytest.mark.parametrize(("topic", "level"), [("algebra", 1), ("chain", 9)])
def test_what_there_is_not(topic: str, level: int) -> None:
    with pytest.raises(cr.ChainRuleError, match="there is no"):
        next(exercises(topic, level))
