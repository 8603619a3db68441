"""One answer marked: the verdict, the credit, what explains it, and what the student is told; as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from chainrule.errors import ChainRuleError, ReadingError
from chainrule.expression.limits import Limits
from chainrule.expression.reading import read
from chainrule.rendering import wording_sheets as wording
from chainrule.tutor.answers import members
from chainrule.tutor.marking import Mark
from chainrule.tutor.problems import Problem
from chainrule.worksheets.grading.credit import credit
from chainrule.worksheets.grading.readings import other_readings

__all__ = ["Outcome", "outcome"]

LIMITS = Limits(characters=2_000, nodes=2_000, digits=200, exponent=200, printed=4_000)  # of one answer
FLAGS: Mapping[str, str] = {"undecided": wording.FLAG_UNDECIDED, "unreadable": wording.FLAG_UNREADABLE}  # by verdict


class Outcome(NamedTuple):
    """What comes of an answer.

    verdict    correct, incorrect, undecided, unreadable, missing (nothing was given), or unmarked (it took too long)
    credit     0 to 1, by the rule in credit.py
    remark     untidy, smaller-domain, broken-chain, rounded, other-reading, or ""
    mistakes   ids of what explains a wrong answer best
    did        the same in words: what the student seems to have done
    said       what the student is told
    flag       what the teacher has to look at, in words, or ""
    """

    verdict: str
    credit: float
    remark: str = ""
    mistakes: tuple[str, ...] = ()
    did: str = ""
    said: str = ""
    flag: str = ""


def outcome(problem: Problem, answer: str) -> Outcome:
    """Mark one answer to one problem, whatever is in it."""
    if not answer.strip():
        return Outcome("missing", 0.0, said=wording.MISSING)
    problem = _known(problem)
    try:
        LIMITS.check("characters", len(answer))
        found = problem.judged(answer)
    except ReadingError as error:
        made = Outcome("unreadable", 0.0, said=wording.UNREADABLE.format(why=error), flag=wording.FLAG_UNREADABLE)
        return _if_meant(made, problem, other_readings(answer, error))
    except ChainRuleError as error:
        return Outcome("undecided", 0.0, said=wording.UNDECIDED, flag=wording.FLAG_LIMIT.format(why=error))
    made = Outcome(
        found.verdict, credit(found.verdict, found.mistakes), found.mark.remark if found.mark else "", found.mistakes,
        found.did, found.said or wording.UNDECIDED, FLAGS.get(found.verdict, ""),
    )  # fmt: skip
    if found.mark is not None and found.verdict in ("incorrect", "unreadable"):
        return _if_meant(made, problem, _readings(problem, members(answer)[-1], found.mark))
    return made


@lru_cache(maxsize=4_096)
def _known(problem: Problem) -> Problem:
    """One of equal problems, on which what is worked out of it stays: to a worker each answer brings a copy."""
    return problem


def _if_meant(made: Outcome, problem: Problem, readings: Iterator[str]) -> Outcome:
    """The outcome with a remark for the teacher, where the answer is right if it is read otherwise."""
    for meant in readings:
        if _is_correct(problem, meant):
            return made._replace(remark="other-reading", flag=wording.FLAG_OTHER_READING.format(meant=meant))
    return made


def _is_correct(problem: Problem, answer: str) -> bool:
    try:
        return problem.judged(answer).verdict == "correct"
    except ChainRuleError:
        return False


def _readings(problem: Problem, answer: str, mark: Mark) -> Iterator[str]:
    """The answer as it may have been meant."""
    if mark.error is not None:
        return other_readings(answer, mark.error)
    names = {*problem.reading.node.names, problem.variable}
    try:
        found = read(answer, variable=problem.variable, names=names, log=problem.log, limits=LIMITS)
    except ReadingError:  # there are words around it, or letters of its problem that it alone does not show
        return iter(())
    return other_readings(answer, found)
