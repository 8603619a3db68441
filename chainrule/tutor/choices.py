"""Multiple choice: the right answer among distractors that mistakes make, each with its feedback."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chainrule.calculus.engine import symbol_of
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import ChainRuleError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Symbol
from chainrule.expression.reading import Reading
from chainrule.tutor.answers import Problem, problem_of
from chainrule.tutor.comparing import compared
from chainrule.tutor.diagnosis import Diagnosis, located
from chainrule.tutor.explaining import wrong_answers
from chainrule.tutor.mistakes import SHEET

__all__ = ["Choice", "Choices", "choices"]

LONGER = 3  # times as many operations as the right answer has, past which a distractor gives itself away


@dataclass(frozen=True)
class Choice:
    """One answer to choose; `diagnosis` says which mistake a wrong one comes of, and is None for the right one."""

    answer: Expression
    diagnosis: Diagnosis | None = None

    @property
    def right(self) -> bool:
        return self.diagnosis is None


@dataclass(frozen=True, repr=False)
class Choices:
    """A question with its choices, shuffled by the seed."""

    problem: Problem
    options: tuple[Choice, ...]

    @property
    def right(self) -> int:
        """The index of the right one."""
        return next(index for index, option in enumerate(self.options) if option.right)

    def __repr__(self) -> str:
        return f"<Choices for {self.problem.target!r}: {len(self.options)}>"


def choices(
    problem: str | Node | Reading,
    variable: str | Symbol | None = None,
    *,
    count: int = 4,
    seed: int | str = 0,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    limits: Limits = DEFAULT,
) -> Choices:
    """The derivative among wrong answers that come of common mistakes, no two of them alike.

    count   of all answers; fewer where there are not so many mistakes to make
    """
    by = None if variable is None else symbol_of(variable)
    asked = problem_of(problem, by, names, functions, limits)
    options = [Choice(asked.answer), *_distractors(asked, count - 1)]
    random.Random(f"{asked.reading.text} {seed}").shuffle(options)
    return Choices(asked, tuple(options))


def _distractors(problem: Problem, count: int) -> Iterator[Choice]:
    met, ids = [problem.answer], set[str]()
    found = sorted(wrong_answers(problem.target, problem.variable), key=lambda pair: SHEET[pair[0][0].id].rarity)
    for (mistake, where), wrong in found:
        if count < 1:
            return
        if mistake.id in ids:
            continue
        try:
            answer = tidied(wrong, Manner.of(problem.target), limits=problem.limits)
        except ChainRuleError:  # it has no value anywhere
            continue
        long = weight(answer) > LONGER * max(weight(problem.answer), 2)
        if long or any(compared(problem.target, other, answer).verdict != "different" for other in met):
            continue
        met.append(answer)
        ids.add(mistake.id)
        count -= 1
        yield Choice(answer, Diagnosis((located(mistake, where, problem.target, problem.variable),), problem.variable))
