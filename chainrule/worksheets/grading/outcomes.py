"""One answer marked: the verdict, the credit, what explains it, and what the student is told; as plain data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from chainrule.calculus.comparison.equivalence import compare
from chainrule.errors import ChainRuleError, ReadingError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.reading import read
from chainrule.expression.walking import substitute, symbols
from chainrule.rendering import wording_sheets as wording
from chainrule.tutor.answers import Problem as Asked
from chainrule.tutor.answers import members, problem_of
from chainrule.tutor.marking import Mark, marked
from chainrule.tutor.problems import LETTERS, Problem
from chainrule.worksheets.grading.credit import credit
from chainrule.worksheets.grading.readings import other_readings

__all__ = ["Outcome", "outcome"]

LIMITS = Limits(characters=2_000, nodes=2_000, digits=200, exponent=200, printed=4_000)  # of one answer
NO, YES = frozenset({"no", "n", "not composite", "not", "false"}), frozenset({"yes", "y", "composite", "true"})


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
    try:
        LIMITS.check("characters", len(answer))
        return _MARKED[problem.kind](problem, answer)
    except ReadingError as error:
        made = Outcome("unreadable", 0.0, said=wording.UNREADABLE.format(why=error), flag=wording.FLAG_UNREADABLE)
        return _if_meant(made, (meant for meant in other_readings(answer, error) if _is_correct(problem, meant)))
    except ChainRuleError as error:
        return Outcome("undecided", 0.0, said=wording.UNDECIDED, flag=wording.FLAG_LIMIT.format(why=error))


def _is_correct(problem: Problem, answer: str) -> bool:
    try:
        return _MARKED[problem.kind](problem, answer).verdict == "correct"
    except ChainRuleError:
        return False


def _if_meant(made: Outcome, right: Iterator[str]) -> Outcome:
    """The outcome with a remark for the teacher, where the answer is right if it is read otherwise."""
    for meant in right:
        return made._replace(remark="other-reading", flag=wording.FLAG_OTHER_READING.format(meant=meant))
    return made


def _derivative(problem: Problem, answer: str) -> Outcome:
    return _of_mark(marked(_asked(problem), answer), answer)


def _of_mark(mark: Mark, answer: str) -> Outcome:
    best = mark.diagnoses[:1]
    mistakes = best[0].mistakes if best else ()
    made = Outcome(
        mark.verdict, credit(mark.verdict, mistakes), mark.remark, mistakes, best[0].did if best else "",
        mark.feedback, _flag(mark),
    )  # fmt: skip
    if mark.verdict in ("incorrect", "unreadable"):
        asked, last = mark.problem, members(answer)[-1]
        return _if_meant(made, (meant for meant in _readings(asked, last, mark) if _is_right(asked, meant)))
    return made


def _flag(mark: Mark) -> str:
    return {"undecided": wording.FLAG_UNDECIDED, "unreadable": wording.FLAG_UNREADABLE}.get(mark.verdict, "")


def _readings(asked: Asked, answer: str, mark: Mark) -> Iterator[str]:
    """The answer as it may have been meant."""
    if mark.error is not None:
        return other_readings(answer, mark.error)
    names = {*asked.reading.node.names, asked.variable.name}
    try:
        found = read(answer, variable=asked.variable, names=names, log=asked.reading.settings.log, limits=LIMITS)
    except ReadingError:  # there are words around it, or letters of its problem that it alone does not show
        return iter(())
    return other_readings(answer, found)


def _is_right(asked: Asked, answer: str) -> bool:
    return marked(asked, answer).verdict == "correct"


@lru_cache(maxsize=4_096)
def _asked(problem: Problem) -> Asked:
    """The problem as the tutor takes it; its derivative is worked out once."""
    limits = DEFAULT if problem.topic else LIMITS
    return problem_of(problem.reading, problem.variable, (), (), limits)


def _composite(problem: Problem, answer: str) -> Outcome:
    given = " ".join(re.sub(r"[^\w\s]", " ", answer.lower()).split())
    if given not in YES | NO:
        return Outcome("unreadable", 0.0, said=wording.YES_OR_NO, flag=wording.FLAG_UNREADABLE)
    right = (given in YES) == (problem.key == "yes")
    if right:
        return Outcome("correct", 1.0, said=wording.RIGHT)
    told = wording.NOT_SEEN if problem.key == "yes" else wording.SEEN_IN_VAIN
    return Outcome("incorrect", 0.0, mistakes=(), did=told, said=told)


def _layers(problem: Problem, answer: str) -> Outcome:
    """Every true pair is right: (2x + 1)^6 is u^6 with 2x + 1, and also u^3 with (2x + 1)^2."""
    outer, letter, inner = _pair(problem, answer)
    target, variable = problem.record.target, Symbol(problem.variable)
    if variable in symbols(outer) or letter not in symbols(outer) or letter is outer or inner is variable:
        return Outcome("incorrect", 0.0, did=wording.NO_PAIR, said=wording.NO_PAIR)
    verdict = compare(substitute(outer, {letter: inner}), target).verdict
    if verdict == "undecided":
        return Outcome("undecided", 0.0, said=wording.UNDECIDED, flag=wording.FLAG_UNDECIDED)
    if verdict == "different":
        return Outcome("incorrect", 0.0, did=wording.OTHER_PAIR, said=wording.OTHER_PAIR)
    return Outcome("correct", 1.0, said=wording.RIGHT)


def _pair(problem: Problem, answer: str) -> tuple[Expression, Symbol, Expression]:
    """Outer and inner as they were given, as in `sin(u), u = x^2`; labels and names before = are left out."""
    parts = [part for part in re.split(r"[;\n]|,(?![^()]*\))|\bwith\b|\band\b", answer) if part.strip()]
    if len(parts) != 2:
        raise ReadingError(answer, 0, wording.TWO_PARTS)
    outer_text, inner_text = [re.sub(r"^\s*(outer|inner)\b\s*:?", "", part, flags=re.IGNORECASE) for part in parts]
    named = re.match(r"\s*([A-Za-z]\w*)\s*=(.*)$", inner_text, re.DOTALL)
    inner = _expression(named[2] if named else inner_text, problem)
    outer = _expression(re.sub(r"^\s*[A-Za-z]\w*(\(\w+\))?\s*=", "", outer_text), problem)
    letters = [symbol for symbol in symbols(outer) if symbol.name != problem.variable]
    letter = Symbol(named[1]) if named else letters[0] if letters else Symbol("u")
    return outer, letter, inner


def _expression(text: str, problem: Problem) -> Expression:
    reading = read(text.strip(), variable=problem.variable, log=problem.log, limits=LIMITS)
    if reading.expression is None:
        raise ReadingError(text, 0, wording.TWO_PARTS)
    return reading.expression


def _choice(problem: Problem, answer: str) -> Outcome:
    """A letter; of a wrong one it is known which mistake it comes from."""
    given = re.sub(r"[^a-z]", "", answer.lower())
    if len(given) != 1 or given not in LETTERS[: len(problem.options)]:
        return Outcome("unreadable", 0.0, said=wording.WHICH_LETTER, flag=wording.FLAG_UNREADABLE)
    if given == problem.key:
        return Outcome("correct", 1.0, said=wording.RIGHT)
    found = marked(_asked(problem), problem.options[LETTERS.index(given)]).diagnoses[:1]
    mistakes, did = (found[0].mistakes, found[0].did) if found else ((), "")
    question = [found[0].question] if found else []
    return Outcome("incorrect", 0.0, mistakes=mistakes, did=did, said="\n".join([wording.OTHER_CHOICE, *question]))


def _mistake(problem: Problem, answer: str) -> Outcome:
    numbers = re.findall(r"\d+", answer)
    if not numbers:
        return Outcome("unreadable", 0.0, said=wording.WHICH_LINE, flag=wording.FLAG_UNREADABLE)
    if numbers[0] == problem.key:
        return Outcome("correct", 1.0, said=wording.RIGHT)
    return Outcome("incorrect", 0.0, said=wording.OTHER_LINE)


def _implicit(problem: Problem, answer: str) -> Outcome:
    """Right where it is the slope at points of the curve, whatever its shape: the curve says what x and y have to do
    with each other."""
    mark = marked(_asked(problem), answer)
    if mark.strange:
        raise ReadingError(answer, 0, wording.IN_X_AND_Y)
    return _of_mark(mark, answer)


def _table(problem: Problem, answer: str) -> Outcome:
    given = _expression(answer.rpartition("=")[2], problem)
    if given.names or given.functions:
        raise ReadingError(answer, 0, wording.A_NUMBER)
    if compare(given, problem.record.answer).verdict == "same":
        return Outcome("correct", 1.0, said=wording.RIGHT)
    return Outcome("incorrect", 0.0, said=wording.NOT_THIS_NUMBER)


_MARKED: Mapping[str, Callable[[Problem, str], Outcome]] = {
    "derivative": _derivative,
    "composite": _composite,
    "layers": _layers,
    "choice": _choice,
    "mistake": _mistake,
    "implicit": _implicit,
    "table": _table,
}
