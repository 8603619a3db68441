"""How an answer to a problem is judged, by its kind: what practice says at once, and what a sheet is marked by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from chainrule.calculus.comparison.equivalence import compare
from chainrule.errors import ReadingError
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.walking import substitute, symbols
from chainrule.rendering.wording import comma_and
from chainrule.tutor import wording

if TYPE_CHECKING:
    from chainrule.tutor.marking import Mark
    from chainrule.tutor.problems.problem import Problem

__all__ = ["LETTERS", "Judgement", "choice", "composite", "derivative", "implicit", "layers", "mistake", "table"]

LETTERS = "abcdefgh"  # by which choices are called
NO, YES = frozenset({"no", "n", "not composite", "not", "false"}), frozenset({"yes", "y", "composite", "true"})


class Judgement(NamedTuple):
    """What there is to be said of an answer.

    verdict    that of a Mark
    said       what the student is told; "" where that depends on who tells it
    mistakes   ids of what explains a wrong answer best
    did        the same in words: what the student seems to have done
    mark       the whole mark, where the answer is a derivative
    """

    verdict: Literal["correct", "incorrect", "undecided", "unreadable"]
    said: str = ""
    mistakes: tuple[str, ...] = ()
    did: str = ""
    mark: Mark | None = None


RIGHT = Judgement("correct", wording.CORRECT)


def _refused(said: str) -> Judgement:
    return Judgement("unreadable", said)


def _wrong(said: str) -> Judgement:
    return Judgement("incorrect", said, did=said)


def derivative(problem: Problem, answer: str) -> Judgement:
    from chainrule.tutor.marking import marked

    mark = marked(problem.asked, answer)
    best = mark.diagnoses[:1]
    did = best[0].did if best else ""
    return Judgement(mark.verdict, mark.feedback, best[0].mistakes if best else (), did, mark)


def implicit(problem: Problem, answer: str) -> Judgement:
    """Right where it is the slope at points of the curve, whatever its shape; other letters say nothing of them."""
    found = derivative(problem, answer)
    if found.mark is not None and found.mark.strange:
        letters = wording.written(comma_and(sorted(problem.asked.target.names)))
        return _refused(wording.IN_ITS_LETTERS.format(letters=letters))
    return found


def composite(problem: Problem, answer: str) -> Judgement:
    given = " ".join(re.sub(r"[^\w\s]", " ", answer.lower()).split())
    if given not in YES | NO:
        return _refused(wording.YES_OR_NO)
    if (given in YES) == (problem.key == "yes"):
        return RIGHT
    return _wrong(wording.NOT_SEEN if problem.key == "yes" else wording.SEEN_IN_VAIN)


def layers(problem: Problem, answer: str) -> Judgement:
    """Every true pair is right: (2x + 1)^6 is u^6 with 2x + 1, and also u^3 with (2x + 1)^2."""
    outer, letter, inner = _pair(problem, answer)
    target, variable = problem.record.target, Symbol(problem.variable)
    if variable in symbols(outer) or letter not in symbols(outer) or letter is outer or inner is variable:
        return _wrong(wording.NO_PAIR)
    match compare(substitute(outer, {letter: inner}), target).verdict:
        case "undecided":
            return Judgement("undecided")
        case "different":
            return _wrong(wording.OTHER_PAIR)
    return RIGHT


def _pair(problem: Problem, answer: str) -> tuple[Expression, Symbol, Expression]:
    """Outer and inner as they were given, as in `sin(u), u = x^2`; labels and names before = are left out."""
    parts = [part for part in re.split(r"[;\n]|,(?![^()]*\))|\bwith\b|\band\b", answer) if part.strip()]
    if len(parts) != 2:
        raise ReadingError(answer, 0, wording.TWO_PARTS)
    outer_text, inner_text = [re.sub(r"^\s*(outer|inner)\b\s*:?", "", part, flags=re.IGNORECASE) for part in parts]
    named = re.match(r"\s*([A-Za-z]\w*)\s*=(.*)$", inner_text, re.DOTALL)
    inner = problem.expression(named[2] if named else inner_text)
    outer = problem.expression(re.sub(r"^\s*[A-Za-z]\w*(\(\w+\))?\s*=", "", outer_text))
    letters = [symbol for symbol in symbols(outer) if symbol.name != problem.variable]
    letter = Symbol(named[1]) if named else letters[0] if letters else Symbol("u")
    return outer, letter, inner


def choice(problem: Problem, answer: str) -> Judgement:
    """A letter; of a wrong one it is known which mistake it comes from."""
    given = re.sub(r"[^a-z]", "", answer.lower())
    if len(given) != 1 or given not in LETTERS[: len(problem.options)]:
        return _refused(wording.WHICH_LETTER)
    if given == problem.key:
        return RIGHT
    from chainrule.tutor.marking import marked

    best = marked(problem.asked, problem.options[LETTERS.index(given)]).diagnoses[:1]
    said = [wording.OTHER_CHOICE]
    for each in best:
        said += [wording.SEEMS.format(did=each.did), wording.HINT.format(hint=each.hint)]
    mistakes, did = (best[0].mistakes, best[0].did) if best else ((), "")
    return Judgement("incorrect", "\n".join(said), mistakes, did)


def mistake(problem: Problem, answer: str) -> Judgement:
    """The number of a line, also with words: `line 4`. What stands in a formula is none."""
    found = re.search(r"(?<![\w^])\d+(?!\w)", answer)
    if found is None or not 1 <= int(found[0]) <= len(problem.options):
        return _refused(wording.WHICH_LINE)
    return RIGHT if found[0] == problem.key else Judgement("incorrect", wording.OTHER_LINE)


def table(problem: Problem, answer: str) -> Judgement:
    given = problem.expression(answer.rpartition("=")[2])
    if given.names or given.functions:
        return _refused(wording.A_NUMBER)
    if compare(given, problem.record.answer).verdict == "same":
        return RIGHT
    return Judgement("incorrect", wording.NOT_THIS_NUMBER)
