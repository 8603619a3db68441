"""check_working: the first line of a student's working that does not follow, and what went wrong in it.

A line is a step of the derivative (an expression, also with `dy/dx =` or `=` before it), or one of Leibniz's pieces:
`u = x^2` names an inner function, `du/dx = 2x`, `u' = 2x` and `dy/du = cos(u)` are derivatives of the pieces; where
they were given, `dy/du * du/dx` and `u'v + uv'` stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from chainrule.calculus.engine import differentiate
from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import target_of
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Product, Symbol, System
from chainrule.expression.reading import Reading, is_name, name_of, read
from chainrule.expression.shown import Shown
from chainrule.expression.systems import resolved
from chainrule.expression.walking import preorder, substitute
from chainrule.tutor.answers import Problem, problem_of, read_answer, refuse_unfound
from chainrule.tutor.comparing import compared
from chainrule.tutor.diagnosis import Diagnosis, diagnoses, located
from chainrule.tutor.facets import Anatomy
from chainrule.tutor.misreadings import misread
from chainrule.tutor.mistakes import SHEET

__all__ = ["Judged", "Working", "check_working"]

Status = Literal["holds", "wrong", "follows", "undecided", "unreadable"]
REWRITINGS = ("A1", "A2", "A3")  # readings of a target that are slips in rewriting a line, too
_RATE = re.compile(r"\s*(?:d|∂)\s*([^\W\d_]\w*)\s*/\s*(?:d|∂)\s*([^\W\d_]\w*)\s*=(?!=)(.*)", re.DOTALL)
_PRIMED = re.compile(r"\s*([^\W\d_]\w*)\s*['′]\s*(?:\(\s*\w+\s*\)\s*)?=(?!=)(.*)", re.DOTALL)
_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
_INSIDE = re.compile(
    r"(?<![^\W_])(?:d|∂)\s*([^\W\d_]\w*)\s*/\s*(?:d|∂)\s*([^\W\d_]\w*)|([^\W\d_])\s*['′](?:\s*\(\s*(\w+)\s*\))?"
)
PARTS = ("u", "v", "w")  # letters whose u' is never the derivative that was asked for
_NAMED = re.compile(r"\s*([^\W\d_]\w*)\s*=(?!=)(.*)", re.DOTALL)


class Judged(NamedTuple):
    """A line of working.

    status      "holds"; "wrong" (it does not follow); "follows" (it does, from a line that was wrong); "undecided";
                "unreadable"
    diagnoses   for a wrong line, what may have happened, best first
    error       why a line could not be read
    """

    text: str
    status: Status
    answer: Expression | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    error: ChainRuleError | None = None


@dataclass(frozen=True, eq=False)
class Working(Shown):
    """Lines of working, each judged.

    verdict       "correct" (every line holds and the last is the derivative), "incorrect", "unfinished" (every line
                  holds, but the derivative is not among them), "undecided" or "unreadable"
    first_wrong   the index of the first line that does not follow, or None
    """

    told_by = "chainrule.tutor.telling:told_of_working"
    data_by = "chainrule.tutor.telling:working_record"

    problem: Problem
    lines: tuple[Judged, ...]
    finished: bool

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

    lines   text with a line each, or the lines; steps of the derivative, or pieces such as `u = x^2`, `du/dx = 2x`;
            `y' = a = b` is two lines
    Returns a Working: .lines, .first_wrong, .verdict, .diagnoses, .feedback. Raises as `check` does.
    """
    asked = problem_of(problem, variable, names, functions, limits)
    written = lines.splitlines() if isinstance(lines, str) else list(lines)
    given = [part for line in written for part in _steps_of(line)]
    judge = _Judge(asked)
    judge.note_letters(given)
    judged = tuple(judge.line(line.strip()) for line in given if line.strip())
    return Working(asked, judged, judge.finished)


def _steps_of(line: str) -> list[str]:
    """`y' = a = b` as two lines, y' = a and y' = b; equations in the conditions of branches stay where they are."""
    first, *others = _EQUALS.split(line)
    if len(others) < 2 or re.search(r"\bif\b", line):
        return [line]
    return [f"{first.strip()} = {other.strip()}" for other in others]


def _rate_name(of: str, by: str) -> str:
    return f"d{of}d{by}"


@dataclass
class _Judge:
    """What was said so far: letters with what they stand for, rates as claimed, the last step of the derivative."""

    problem: Problem
    letters: dict[Expression, Expression] = field(default_factory=dict)  # in terms of the variable
    defined: dict[Expression, Expression] = field(default_factory=dict)  # as written
    claimed: dict[tuple[Symbol, Symbol], Expression] = field(default_factory=dict)
    wrong: Expression | None = None  # the last step of the derivative, where that was wrong
    finished: bool = False
    right: Expression | None = None  # the last step of the derivative that was right

    def __post_init__(self) -> None:
        node = self.problem.reading.node
        if isinstance(node, System):
            self.defined.update(node.definitions)
            self.letters.update(resolved(node))

    @property
    def own(self) -> Symbol:
        node = self.problem.reading.node
        return node.definitions[-1][0] if isinstance(node, System) else Symbol(self.problem.reading.name or "y")

    def note_letters(self, lines: Iterable[str]) -> None:
        """What the letters stand for, wherever that is said."""
        for line in lines:
            named = _NAMED.match(line)
            if named is not None and is_name(name_of(named[1])) and Symbol(name_of(named[1])) is not self.own:
                with suppress(ChainRuleError):
                    self._named(line, Symbol(name_of(named[1])), self._read(named[2]))

    def line(self, line: str) -> Judged:
        try:
            rate = _RATE.match(line)
            if rate is not None:
                return self._rate(line, Symbol(name_of(rate[1])), Symbol(name_of(rate[2])), self._read(rate[3]))
            primed = _PRIMED.match(line)
            if primed is not None and self._is_part(Symbol(name_of(primed[1]))):
                return self._rate(line, Symbol(name_of(primed[1])), self.problem.variable, self._read(primed[2]))
            named = _NAMED.match(line)
            if named is not None and is_name(name_of(named[1])):
                return self._named(line, Symbol(name_of(named[1])), self._read(named[2]))
            return self._step(line, self._put_in(read_answer(self.problem, self._known_letters(line))))
        except ChainRuleError as error:
            return Judged(line, "unreadable", error=error)

    def _is_part(self, letter: Symbol) -> bool:
        return letter is not self.own and (letter in self.letters or letter.name in PARTS)

    def _with_claimed(self, text: str) -> str:
        """du/dx and u' as one name each, where it was said before what they are."""

        def name(found: re.Match[str]) -> str:
            of, by = (found[1], found[2]) if found[3] is None else (found[3], found[4] or self.problem.variable.name)
            known = (Symbol(name_of(of)), Symbol(name_of(by))) in self.claimed
            return f" {_rate_name(name_of(of), name_of(by))} " if known else found[0]

        return _INSIDE.sub(name, text)

    def _known_letters(self, line: str) -> str | Reading:
        line = self._with_claimed(line)
        names = [letter.name for letter in self.defined if isinstance(letter, Symbol) and len(letter.name) > 1]
        if not names:
            return line
        return read(line, variable=self.problem.variable, names=names, limits=self.problem.limits)

    def _read(self, text: str) -> Expression:
        settings = self.problem.reading.settings
        names = {*settings.names, *self.problem.reading.node.names, *[letter.name for letter in self._symbols()]}
        functions = {*settings.functions, *self.problem.reading.node.functions}
        text = self._with_claimed(text)
        refuse_unfound(self.problem, text)
        return target_of(read(text, variable=self.problem.variable, names=names, functions=functions).node)

    def _symbols(self) -> list[Symbol]:
        return [letter for letter in self.defined if isinstance(letter, Symbol)]

    def _put_in(self, expression: Expression) -> Expression:
        """In terms of the variable alone."""
        for _ in range(len(self.letters) + 1):
            expression = substitute(expression, self.letters)
        return expression

    def _named(self, line: str, name: Symbol, value: Expression) -> Judged:
        """`y = sin(u)` says what the function is; `u = x^2` chooses a letter."""
        meaning = self._put_in(value)
        if name is self.own:
            self.defined[name] = value
            return self._judged(line, self.problem.target, meaning, self.problem.target, None)
        if name.name in self.problem.target.names or name is self.problem.variable:
            return Judged(line, "undecided", value)  # x = 3, say: no letter is chosen
        self.defined[name], self.letters[name] = value, meaning
        return Judged(line, "holds", value)

    def _rate(self, line: str, of: Symbol, by: Symbol, given: Expression) -> Judged:
        """`du/dx = 2x`: the derivative of what a letter stands for, by the variable or by another letter."""
        if of is self.own and by is self.problem.variable:
            return self._step(line, self._put_in(given))
        self.claimed[of, by] = given
        rate = Symbol(_rate_name(of.name, by.name))
        self.defined[rate], self.letters[rate] = given, self._put_in(given)
        target = self._outer(of, by)
        if target is None:
            return Judged(line, "undecided", given)
        right = differentiate(target, by, limits=self.problem.limits)
        return self._judged(line, self._put_in(right), self._put_in(given), target, by, given)

    def _outer(self, of: Symbol, by: Symbol) -> Expression | None:
        """What a letter stands for, in terms of another one; None where it does not depend on it as written."""
        target = self.defined.get(of, self.problem.target if of is self.own else None)
        if target is None:
            return None
        if by.name in target.names or by is self.problem.variable:
            return target if by.name in target.names else self._put_in(target)
        meaning = self.letters.get(by)
        if meaning is None:
            return None
        outer = substitute(self._put_in(target), {meaning: by})
        return outer if by.name in outer.names else None

    def _step(self, line: str, given: Expression) -> Judged:
        """A step of the derivative, in terms of the variable."""
        problem = self.problem
        if given is problem.target and not self.finished and self.wrong is None:
            return Judged(line, "holds", given)  # the task, written down again
        if self.wrong is not None and self._same(self.wrong, given):
            return Judged(line, "follows", given)
        judged = self._judged(line, problem.answer, given, problem.target, problem.variable)
        if judged.status == "wrong" and self._follows_from_pieces(given):
            judged = Judged(line, "follows", given)
        if judged.status == "wrong" and self.right is not None:
            judged = judged._replace(diagnoses=self._rewritten(self.right, given) or judged.diagnoses)
        self.wrong = given if judged.status in ("wrong", "follows") else None
        self.right = given if judged.status == "holds" else self.right
        self.finished = self.finished or judged.status == "holds"
        return judged

    def _rewritten(self, before: Expression, given: Expression) -> tuple[Diagnosis, ...]:
        """The slip in rewriting a right step that gives this line, as (a + b)^2 = a^2 + b^2."""
        variable = self.problem.variable
        anatomy = Anatomy((variable,))
        for node in preorder(before):
            if not isinstance(node, Expression) or not anatomy.moves(node):
                continue
            for id, other in misread(anatomy, node):
                if id in REWRITINGS and self._same(substitute(before, {node: other}), given):
                    return (Diagnosis((located(SHEET[id], node, before, variable),), variable),)
        return ()

    def _follows_from_pieces(self, given: Expression) -> bool:
        """Is it the product of the rates that were claimed, wrong as they may be?"""
        for (of, by), outer in self.claimed.items():
            inner = self.claimed.get((by, self.problem.variable))
            if of is self.own and inner is not None and by is not self.problem.variable:
                return self._same(self._put_in(Product((outer, inner))), given)
        return self._follows_from_parts(given)

    def _follows_from_parts(self, given: Expression) -> bool:
        """Is it what the rates of u and v, as claimed, make of a product u·v, say?"""
        variable, target = self.problem.variable, self.problem.target
        rates = {of: rate for (of, by), rate in self.claimed.items() if by is variable and of in self.letters}
        outer = substitute(target, {self.letters[of]: of for of in rates})
        if not rates or variable.name in outer.names:
            return False
        terms = [differentiate(outer, of) * rate for of, rate in rates.items()]
        return self._same(self._put_in(sum(terms[1:], terms[0])), given)

    def _same(self, a: Expression, b: Expression) -> bool:
        return compared(self.problem.target, a, b).verdict.startswith("same")

    def _judged(
        self, line: str, right: Expression, given: Expression, target: Expression, by: Symbol | None,
        written: Expression | None = None,
    ) -> Judged:
        """The verdict on a line; `by` is None where nothing was differentiated."""
        found = compared(self._put_in(target), right, given).verdict
        if found == "undecided":
            return Judged(line, "undecided", given)
        if found != "different":
            return Judged(line, "holds", given)
        if by is None:
            return Judged(line, "wrong", given)
        answer = given if written is None else written
        right = differentiate(target, by, limits=self.problem.limits)
        return Judged(line, "wrong", given, diagnoses(target, by, right, answer))
