"""A question, and how what is typed in answer to it is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from chainrule.calculus.engine import differentiate
from chainrule.errors import ChainRuleError, ReadingError
from chainrule.expression.nodes import Expression, Symbol
from chainrule.tutor import wording
from chainrule.tutor.problems import Problem

__all__ = ["Judge", "JudgeExpression", "Ladder", "Objection", "Question", "judged_as", "judged_slope", "judging",
           "same"]  # fmt: skip


class Objection(NamedTuple):
    """What is said to an answer that is not right; it `counts` as wrong unless it could not be read."""

    said: str
    mistakes: tuple[str, ...] = ()
    counts: bool = True


Judge = Callable[[str], Objection | None]
JudgeExpression = Callable[[Expression], Objection | None]
Ladder = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Question:
    """One thing that is asked.

    asked    in words
    judge    how an answer to it is judged; None where it is right
    given    what is to be looked at, line by line
    ladder   hints for it; None where those for the problem as a whole will do
    choices  how many answers there are to choose from; 0 where there are none
    """

    asked: str
    judge: Judge
    given: tuple[str, ...] = ()
    ladder: Ladder | None = None
    choices: int = 0


def judging(problem: Problem, judge: JudgeExpression, names: Iterable[str]) -> Judge:
    """A judge of expressions as one of what is typed."""
    known = {*names, problem.variable}
    return reading(lambda line: judge(problem.expression(line, known)))


def reading(judge: Judge) -> Judge:
    """The judge, who now also says why something cannot be read."""

    def judged(line: str) -> Objection | None:
        try:
            return judge(line)
        except ChainRuleError as error:
            return Objection(error.drawn() if isinstance(error, ReadingError) else str(error), counts=False)

    return judged


def judged_as(problem: Problem) -> Judge:
    """How the answer to a problem as a whole is judged, by its kind."""

    def judge(line: str) -> Objection | None:
        found = problem.judged(line)
        if found.verdict == "correct":
            return None
        return Objection(found.said, found.mistakes, found.verdict == "incorrect")

    return reading(judge)


def judged_slope(target: Expression, by: Symbol, found: Expression, otherwise: str) -> Objection | None:
    """Is it the derivative? If not, the mistake is told where it is known."""
    right = differentiate(target, by)
    if same(target, right, found):
        return None
    if not set(found.names) <= {*target.names}:
        return Objection(otherwise)
    from chainrule.tutor.mistakes.diagnosis import diagnoses

    best = diagnoses(target, by, right, found)[:1]
    said = [wording.SEEMS.format(did=each.did) for each in best]
    return Objection("\n".join((otherwise, *said)), best[0].mistakes if best else ())


def same(target: Expression, a: Expression, b: Expression) -> bool:
    from chainrule.tutor.comparing import compared

    return compared(target, a, b).verdict.startswith("same")
