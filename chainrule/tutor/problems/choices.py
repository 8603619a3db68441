"""Multiple choice: the right answer among distractors that mistakes make, each with its feedback."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Symbol
from chainrule.expression.reading import Reading
from chainrule.tutor.answers import Problem, problem_of
from chainrule.tutor.comparing import compared
from chainrule.tutor.mistakes.diagnosis import Diagnosis, located
from chainrule.tutor.problems.drawing import Draw
from chainrule.tutor.problems.wrong_answers import COMMON, WrongAnswer, likely_wrong_answers

__all__ = ["Choice", "Choices", "MANY", "as_options", "choices"]

MANY = 4  # choices, where nothing else is asked for

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
    """A question with its choices, in the order that a draw gave."""

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
    count: int = MANY,
    seed: int | str = 0,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    limits: Limits = DEFAULT,
) -> Choices:
    """The derivative among wrong answers that come of common mistakes, no two of them alike.

    count   of all answers; fewer where there are not so many mistakes to make
    seed    decides which of the most common mistakes are taken, and the order
    Raises as `check` does for a problem that cannot be used.
    """
    asked = problem_of(problem, variable, names, functions, limits)
    return _offered(asked, count, Draw(asked.reading.text, seed))


def as_options(problem: Problem, draw: Draw) -> tuple[str, ...]:
    """The same as texts; fewer than MANY where there are not so many mistakes to make."""
    return tuple([str(option.answer) for option in _offered(problem, MANY, draw).options])


def _offered(problem: Problem, count: int, draw: Draw) -> Choices:
    """So many choices, or fewer, as the draw decides: each distractor comes of another mistake."""
    wrong: list[WrongAnswer] = []
    for likely in draw.shuffled(_likely(problem, count - 1)):
        if len(wrong) < count - 1 and not any(_alike(problem, likely, other) for other in wrong):
            wrong.append(likely)
    options = [Choice(problem.answer), *[Choice(each.answer, _diagnosis(problem, each)) for each in wrong]]
    return Choices(problem, tuple(draw.shuffled(options)))


def _likely(problem: Problem, wanted: int) -> list[WrongAnswer]:
    """Twice as many as are wanted, so that there is something to choose from; rare ones only where others lack."""
    found: dict[str, WrongAnswer] = {}
    longest = LONGER * max(weight(problem.answer), 2)
    for wrong in likely_wrong_answers(problem.target, problem.variable, problem.answer, problem.limits):
        if len(found) >= (2 * wanted if wrong.mistake.rarity <= COMMON else wanted):
            break
        if weight(wrong.answer) <= longest:
            found.setdefault(wrong.mistake.id, wrong)
    return list(found.values())


def _alike(problem: Problem, wrong: WrongAnswer, other: WrongAnswer) -> bool:
    """Are they the same function, however they are written?"""
    return compared(problem.target, other.answer, wrong.answer).verdict != "different"


def _diagnosis(problem: Problem, wrong: WrongAnswer) -> Diagnosis:
    made = located(wrong.mistake, wrong.target, problem.target, problem.variable)
    return Diagnosis((made,), problem.variable)
