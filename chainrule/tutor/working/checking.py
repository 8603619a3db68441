"""check_working: the first line of a student's working that does not follow, and what went wrong in it.

A line is
    a step of the derivative, an expression, also with `dy/dx =`, `y' =` or `=` before it;
    one of Leibniz's pieces: `u = x^2` names an inner function, `f(u) = sin(u)` a function, `du/dx = 2x`, `u' = 2x`,
    `f'(u) = cos(u)`, `(x^2)' = 2x` are derivatives of pieces, and stand for them in later lines;
    an equation in y and y' that is true of the function and its derivative, as `ln y = x ln x`, or of a curve.
Derivatives inside a line, such as d/dx(x^2), are what they are, but not what was to be found. Numbers, bullets, words
and comments around a claim are passed over (chainrule/tutor/working/lines.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Symbol
from chainrule.expression.reading import Reading
from chainrule.expression.shown import Shown
from chainrule.tutor.answers import Problem, problem_of
from chainrule.tutor.mistakes.diagnosis import Diagnosis
from chainrule.tutor.working.judging import Judge, Judged
from chainrule.tutor.working.lines import Claim, claims
from chainrule.tutor.working.rates import EXTENTS

__all__ = ["Judged", "Working", "check_working", "working_of"]


@dataclass(frozen=True, eq=False)
class Working(Shown):
    """Lines of working, each judged.

    derivative    what was last said to be the derivative, right or wrong; None where nothing was
    verdict       "correct" (every line holds and the last is the derivative), "incorrect", "unfinished" (every line
                  holds, but the derivative is not among them), "undecided" or "unreadable"
    first_wrong   the index of the first line that does not follow, or None
    """

    told_by = "chainrule.tutor.telling:told_of_working"
    data_by = "chainrule.tutor.telling:working_record"

    problem: Problem
    lines: tuple[Judged, ...]
    finished: bool
    derivative: Expression | None = None

    @property
    def first_wrong(self) -> int | None:
        return next((index for index, line in enumerate(self.lines) if line.status == "wrong"), None)

    @property
    def verdict(self) -> Literal["correct", "incorrect", "unfinished", "undecided", "unreadable"]:
        met = {line.status for line in self.lines}
        if "wrong" in met:
            return "incorrect"
        if "unreadable" in met:
            return "unreadable"
        if "undecided" in met:
            return "undecided"
        return "correct" if self.finished else "unfinished"

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """Those of the first line that does not follow."""
        return () if self.first_wrong is None else self.lines[self.first_wrong].diagnoses

    @property
    def feedback(self) -> str:
        """What the student is told."""
        return self.to_text("full")

    def __repr__(self) -> str:
        return f"<Working {self.verdict}: {', '.join(line.status for line in self.lines)}>"


def check_working(
    problem: str | Node | Reading,
    lines: str | Iterable[str],
    variable: str | Symbol | None = None,
    *,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    limits: Limits = DEFAULT,
) -> Working:
    """Judge working line by line.

    problem   as for `check`: a function, a system, or a relation such as x^2 + y^2 = 25
    lines     text with a line each, or the lines; steps of the derivative, or pieces such as `u = x^2`, `du/dx = 2x`;
              `y' = a = b` is two lines
    Returns a Working: .lines, .first_wrong, .verdict, .diagnoses, .feedback. Raises as `check` does.
    """
    asked = problem_of(problem, variable, names, functions, limits)
    return working_of(asked, lines.splitlines() if isinstance(lines, str) else lines)


def working_of(problem: Problem, lines: Iterable[str]) -> Working:
    """The same for a problem that was read before."""
    given = claims(lines, problem.reading.node.names)
    judge = Judge.of(problem)
    judge.notes.note_letters(given)
    judged: list[Judged] = []
    for claim in given:
        judge, line = _best(judge, claim)
        judged.append(line)
    return Working(problem, tuple(judged), judge.finished, judge.derivative)


def _best(judge: Judge, claim: Claim) -> tuple[Judge, Judged]:
    """The claim with d/dx as far as it has to reach for the line to hold, or else to what stands next to it."""
    tried: list[tuple[Judge, Judged]] = []
    for extent in EXTENTS if "d" in claim.text and "/" in claim.text else EXTENTS[:1]:
        trial = judge.copied()
        tried.append((trial, trial.line(claim, extent)))
        if tried[-1][1].status == "holds":
            return tried[-1]
    return tried[0]
