"""check: is an answer right, and if it is not, which mistake leads to exactly that answer?"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Literal

from chainrule.calculus.comparison.equivalence import Comparison
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import DomainError, ReadingError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Symbol
from chainrule.expression.reading import Reading
from chainrule.expression.shown import Shown
from chainrule.expression.walking import symbols
from chainrule.tutor import wording
from chainrule.tutor.answers import Problem, has_own_rate, members, problem_of, read_answer, refuse_other_rate
from chainrule.tutor.comparing import value_at
from chainrule.tutor.mistakes.diagnosis import Diagnosis, diagnoses
from chainrule.tutor.rounded import is_rounded
from chainrule.tutor.typed import LONGEST, plain
from chainrule.tutor.working.checking import Working, working_of
from chainrule.tutor.working.lines import claims

__all__ = ["Mark", "Witness", "check", "marked"]

Verdict = Literal["correct", "incorrect", "undecided", "unreadable"]
FEW = 24  # points of a curve at which a rounded answer is looked at
Remark = Literal["untidy", "smaller-domain", "broken-chain", "rounded", ""]


@dataclass(frozen=True)
class Witness:
    """A point, by name, with the right slope and the answer's value there; None where there is none."""

    point: dict[str, float]
    right: float | None
    yours: float | None


@dataclass(frozen=True, eq=False)
class Mark(Shown):
    """What is to be said of an answer.

    problem     what was to be differentiated, and by what
    given       the answer as it was given
    verdict     "correct", "incorrect", "undecided" or "unreadable"
    answer      the answer as it was read; None where it could not be read
    remark      of a correct answer: "untidy", "smaller-domain" (it has no value at the witness), "broken-chain" (the
                last member is right, and one before it is not equal to it), or ""; of an incorrect one: "rounded" (it
                is the right one with decimals that were rounded), or ""
    witness     for an incorrect answer, a point where it differs
    working     for an answer such as `a = b = c` the links of the chain, each judged; its last member is the answer
    error       why an answer could not be read
    solution    whether the feedback may give the derivative away
    """

    told_by = "chainrule.tutor.telling:told_of_mark"
    data_by = "chainrule.tutor.telling:mark_record"

    problem: Problem
    given: str
    verdict: Verdict
    answer: Expression | None = None
    remark: Remark = ""
    witness: Witness | None = None
    error: ReadingError | None = None
    working: Working | None = None
    solution: bool = False

    @cached_property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """What explains a wrong answer, best first; () where nothing is known that does."""
        if self.verdict != "incorrect" or self.answer is None or self.remark == "rounded":
            return ()
        if len(self.given) > LONGEST:
            return ()
        problem = self.problem
        if self.working is not None and self.working.diagnoses:
            return self.working.diagnoses
        if problem.on is not None:
            from chainrule.tutor.working.curve_mistakes import curve_diagnoses

            return curve_diagnoses(problem.on, self.answer)
        return diagnoses(problem.target, problem.variable, problem.answer, self.answer)

    @property
    def strange(self) -> tuple[Symbol, ...]:
        """The letters of the answer that the problem does not have."""
        known = self.problem.target.names
        return () if self.answer is None else tuple(s for s in symbols(self.answer) if s.name not in known)

    @cached_property
    def of_one_branch(self) -> bool:
        """Of a wrong slope of a curve: is it right at some points of it?"""
        on = self.problem.on
        if on is None or self.answer is None or self.verdict != "incorrect":
            return False
        return any(verdict == "same" for _, verdict in islice(on.met(self.problem.answer, self.answer), FEW))

    @cached_property
    def tidy(self) -> Expression | None:
        """A correct answer in the form in which it would be printed."""
        if self.answer is None:
            return None
        return tidied(self.answer, Manner.of(self.problem.target), limits=self.problem.limits)

    @property
    def feedback(self) -> str:
        """What the student is told."""
        return self.to_text("full")

    @property
    def limits(self) -> Limits:
        return self.problem.limits

    def __repr__(self) -> str:
        ids = [" and ".join(diagnosis.mistakes) for diagnosis in self.diagnoses]
        return f"<Mark {self.verdict}{': ' if ids else ''}{', or '.join(ids)}>"


def check(
    problem: str | Node | Reading,
    answer: str | Node | Reading,
    variable: str | Symbol | None = None,
    *,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    solution: bool = False,
    limits: Limits = DEFAULT,
) -> Mark:
    """Mark an answer to `differentiate this`.

    problem    text, an Expression, a System (its last definition is meant), a Relation such as x^2 + y^2 = 25 (y by x
               is asked for), or what `read` gave
    answer     text as a student types it, also `dy/dx = …` and `a = b = c`, of which the last member is the answer,
               read in the problem's context; or an Expression
    variable   by what; left out, chosen as `read` chooses it
    solution   let the feedback end with the derivative
    Returns a Mark: .verdict, .remark, .witness, .diagnoses and .feedback. An answer that cannot be read is a verdict.
    Raises ReadingError or ChainRuleError for a problem that cannot be used, LimitError past one of `limits`.
    """
    asked = problem_of(problem, variable, names, functions, limits)
    return replace(marked(asked, answer), solution=solution)


def marked(problem: Problem, answer: str | Node | Reading) -> Mark:
    """The mark of an answer to a problem that was read before."""
    given = answer if isinstance(answer, str) else answer.text if isinstance(answer, Reading) else str(answer)
    try:
        if isinstance(answer, str):
            return _of_text(problem, plain(answer).strip() or answer, given)
        return _compared(problem, read_answer(problem, answer), given)
    except ReadingError as error:
        return Mark(problem, given, "unreadable", error=error)


def _of_text(problem: Problem, text: str, given: str) -> Mark:
    """Of an expression, of a chain such as `a = b = c`, or of several statements, which are a working on one line."""
    refuse_other_rate(problem, text)
    statements = [claim for claim in claims([text], problem.reading.node.names) if claim.text and not claim.linked]
    unsaid = ReadingError(text, 0, wording.UNSAID, mend=wording.OTHER_RATE_MEND, end=len(text))
    if len(statements) > 1:  # u = x^2, so dy/dx = cos(u) 2x
        return _of_working(problem, text, given, unsaid)
    links = members(text)
    if len(links) > 1 and has_own_rate(problem, links):
        unsolved = ReadingError(text, 0, wording.UNSOLVED, mend=wording.UNSOLVED_MEND, end=len(text))
        return _of_working(problem, text, given, unsolved)
    try:
        mark = _compared(problem, read_answer(problem, links[-1]), given)
    except ReadingError as error:  # 2x cos(x^2) (chain rule)
        return _of_working(problem, text, given, error)
    if mark.strange and [claim.text for claim in statements] != [text]:  # 2x for all x
        with suppress(ReadingError):
            return _of_working(problem, text, given, unsaid)
    return mark if len(links) < 2 else _with_links(mark, working_of(problem, [text]))


def _of_working(problem: Problem, text: str, given: str, error: ReadingError) -> Mark:
    """By the derivative that is the last to be stated; `error` is raised where none is."""
    working = working_of(problem, [text])
    if working.derivative is None:
        raise error
    mark = _compared(problem, working.derivative, given)
    return mark if len(working.lines) < 2 else _with_links(mark, working)


def _with_links(mark: Mark, working: Working) -> Mark:
    whole = all(line.status in ("holds", "undecided", "comment") and not line.equated for line in working.lines)
    if mark.verdict == "correct" and not whole:
        return replace(mark, remark="broken-chain", working=working)
    return replace(mark, working=working)


def _compared(problem: Problem, expression: Expression, given: str) -> Mark:
    try:
        found = problem.compared(problem.answer, expression)
    except DomainError:  # a number past what can be worked out, such as 1e999
        return Mark(problem, given, "undecided", expression)
    witness = _witness(problem, expression, found)
    match found.verdict:
        case "different":
            on = problem.on
            points = None if on is None else islice(on.points(symbols(expression)), FEW)
            remark: Remark = "rounded" if is_rounded(problem.answer, expression, given, points) else ""
            return Mark(problem, given, "incorrect", expression, remark, witness)
        case "undecided":
            return Mark(problem, given, "undecided", expression)
    if witness is not None and witness.yours is None and witness.right is not None:
        return Mark(problem, given, "correct", expression, "smaller-domain", witness)
    mark = Mark(problem, given, "correct", expression)
    assert mark.tidy is not None
    untidy = weight(mark.tidy) < weight(expression)
    return replace(mark, remark="untidy") if untidy else mark


def _witness(problem: Problem, answer: Expression, found: Comparison) -> Witness | None:
    """The point that was found, without letters that only the answer has; none where functions are unknown."""
    if found.witness is None or problem.target.functions or answer.functions:
        return None
    return Witness(found.witness, value_at(problem.answer, found.witness), value_at(answer, found.witness))
