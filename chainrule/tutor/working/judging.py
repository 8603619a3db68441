"""Is a line of working true, and does it follow? One line after the other, with what was said before in mind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, NamedTuple

from chainrule.calculus.comparison.equivalence import compare
from chainrule.calculus.curves.linear import linear_in
from chainrule.calculus.engine import differentiate
from chainrule.calculus.joins import minus
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import ZERO, Expression, Negation, Quotient, Sum, Symbol
from chainrule.expression.reading import is_name, name_of
from chainrule.expression.walking import preorder, substitute
from chainrule.tutor.answers import Problem, sides_of
from chainrule.tutor.comparing import compared
from chainrule.tutor.mistakes.diagnosis import Diagnosis, diagnoses
from chainrule.tutor.typed import LONGEST
from chainrule.tutor.working.lines import AT, DIFFERENTIAL, NAMED, PRIMED, RATE, Claim
from chainrule.tutor.working.notes import Asked, Notes, Side
from chainrule.tutor.working.rates import Extent
from chainrule.tutor.working.reasons import equation_diagnoses, follows_from_pieces, rewritten

__all__ = ["Judge", "Judged", "Status"]

Status = Literal["holds", "wrong", "follows", "undecided", "unreadable", "comment"]
BRANCHES = 12  # points of a curve at which it is seen whether a line is true of one branch only
USUAL = ("x", "t")  # letters that many write for the variable, whatever it is called
_ASKED = re.compile(r"\s*(?:d|∂)\s*/\s*(?:d|∂)\s*([^\W\d_]\w*)\s*=(?!=)(.*)", re.DOTALL)


class Judged(NamedTuple):
    """A line of working.

    status      "holds"; "wrong" (it does not follow); "follows" (it does, from a line that was wrong); "undecided";
                "unreadable"; "comment" (words, in which nothing is claimed)
    answer      the step of the derivative, or what a letter stands for, or what a rate is, as it was read
    diagnoses   for a wrong line, what may have happened, best first
    error       why a line could not be read
    renamed     for a letter that stands for something else from here on: what it stood for before
    equated     whether the function was set equal to its derivative, as in sin(x) = cos(x)
    """

    text: str
    status: Status
    answer: Expression | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    error: ChainRuleError | None = None
    renamed: Expression | None = None
    equated: bool = False


@dataclass
class Judge:
    """What is known so far.

    wrong      the last step of the derivative, or the one that a wrong equation gives, where that was wrong
    right      the last step of the derivative that was right
    derivative what was last said to be the derivative, right or wrong, with nothing in it still to be found
    finished   whether the derivative has been found
    equations  those that were true and had no derivative in them yet
    said       the letters that have had their line
    unnamed    how many parts were differentiated without a name, as in (x^2)' = 2x
    """

    problem: Problem
    notes: Notes
    wrong: Expression | None = None
    right: Expression | None = None
    derivative: Expression | None = None
    finished: bool = False
    equations: tuple[tuple[Expression, Expression], ...] = ()
    said: frozenset[Symbol] = frozenset()
    unnamed: int = 0

    @classmethod
    def of(cls, problem: Problem) -> Judge:
        judge = cls(problem, Notes(problem))
        curve = problem.curve
        if curve is not None:
            left, right = (substitute(side, {curve.dependent: curve.function}) for side in curve.relation.children)
            judge.equations = ((left, right),)
        return judge

    def copied(self) -> Judge:
        return replace(self, notes=self.notes.copied())

    def line(self, claim: Claim, extent: Extent = "factor") -> Judged:
        """The judgement on one claim; `extent` is how far a d/dx in it reaches."""
        if not claim.text:
            return Judged(claim.shown, "comment")
        try:
            return self._line(claim, extent)
        except ChainRuleError as error:
            return Judged(claim.shown, "unreadable", error=error)

    def _line(self, claim: Claim, extent: Extent) -> Judged:
        notes, text, x = self.notes, claim.text, self.problem.variable
        if AT.match(text):  # at x = 2: y' = 12
            return Judged(claim.shown, "undecided")
        differential = DIFFERENTIAL.fullmatch(text)
        if differential is not None:  # du = 2x dx
            of, by = Symbol(name_of(differential[1])), Symbol(name_of(differential[3]))
            return self._rate(claim, of, by, notes.read(differential[2], extent))
        rate = RATE.match(text)
        if rate is not None:
            return self._rate(claim, Symbol(name_of(rate[1])), Symbol(name_of(rate[2])), notes.read(rate[3], extent))
        asked = _ASKED.match(text)
        if asked is not None and Symbol(name_of(asked[1])) is x:
            return self._step(claim, notes.read(asked[2], extent))
        primed = PRIMED.match(text)
        if primed is not None and (len(primed[1]) == 1 or notes.is_known(Symbol(name_of(primed[1])))):
            of, argument = Symbol(name_of(primed[1])), primed[2]
            if argument is None or of.name in notes.functions or name_of(argument) == x.name:
                return self._primed(claim, of, argument, primed[3], extent)
            place = notes.read(argument).expression
            if place.constant:
                return self._at_place(claim, of, place, notes.read(primed[3], extent))
        named = NAMED.match(text)
        if named is not None and is_name(name_of(named[1])):
            name = Symbol(name_of(named[1]))
            if named[2] is None:
                return self._named(claim, name, notes.read(named[3], extent))
            if name is not self.notes.own and notes.is_free(name):
                return self._function(claim, name, Symbol(name_of(named[2])), named[3])
            if name is self.notes.own and name_of(named[2]) == x.name:
                return self._named(claim, name, notes.read(named[3], extent))
        sides = sides_of(text)
        if len(sides) == 2 and sides[0].strip():
            return self._equation(claim, notes.read(sides[0], extent), notes.read(sides[1], extent))
        return self._step(claim, notes.read(text, extent), bare=True)

    # --- letters and pieces ------------------------------------------------------------------------------------------

    def _named(self, claim: Claim, name: Symbol, side: Side) -> Judged:
        """`y = sin(u)` says what the function is; `u = x^2` chooses a letter."""
        notes, value = self.notes, side.expression
        if name is notes.own:
            if notes.function is not None and notes.function not in self.problem.unknown:
                return self._equation(claim, Side(notes.function), side)
            notes.defined[name] = value
            return self._judged(claim, self.problem.target, notes.put_in(value), self.problem.target, None)
        if not notes.is_free(name):
            return Judged(claim.shown, "undecided", value)  # x = 3, say: no letter is chosen
        before = notes.defined.get(name)
        if name.name in value.names and before is None:
            return Judged(claim.shown, "undecided", value)
        renamed = None
        if before is not None and name in self.said:
            meaning = notes.put_in(value)
            if not compare(meaning, notes.letters[name]).verdict.startswith("same"):
                if claim.linked:
                    return Judged(claim.shown, "wrong", value)
                renamed = before
                notes.forget_rates(name)
        notes.define(name, value)
        self.said |= {name}
        return Judged(claim.shown, "holds", value, renamed=renamed)

    def _function(self, claim: Claim, name: Symbol, parameter: Symbol, text: str) -> Judged:
        notes, before = self.notes, self.notes.functions.get(name.name)
        notes.define_function(name, parameter, text)
        value, renamed = notes.functions[name.name][1], None
        if before is not None and name in self.said:
            meaning = substitute(before[1], {before[0]: parameter})
            if not compare(meaning, value).verdict.startswith("same"):
                notes.slopes.pop(name.name, None)
                renamed = before[1]
        self.said |= {name}
        return Judged(claim.shown, "holds", value, renamed=renamed)

    def _primed(self, claim: Claim, of: Symbol, argument: str | None, text: str, extent: Extent) -> Judged:
        """`u' = 2x`, `f'(u) = cos(u)`, or `y' = …` and any other name for the derivative that was asked for."""
        notes, x = self.notes, self.problem.variable
        if of.name in notes.functions:
            parameter, body = notes.functions[of.name]
            by = Symbol(name_of(argument)) if argument else parameter
            body = substitute(body, {parameter: by})
            side = notes.read(text, extent, without=by)
            if by is x and notes.is_target(notes.put_in(body)):
                return self._step(claim, side)
            judged = self._piece(claim, Asked(body, by, 1), side)
            notes.slopes[of.name] = by, side.expression
            return judged
        if notes.is_part(of):
            return self._rate(claim, of, x, notes.read(text, extent))
        return self._step(claim, notes.read(text, extent))

    def _rate(self, claim: Claim, of: Symbol, by: Symbol, side: Side) -> Judged:
        """`du/dx = 2x`: the derivative of what a letter stands for, by the variable or by another letter."""
        notes, given = self.notes, side.expression
        if by is self.problem.variable and (of is notes.own or notes.is_target(notes.letters.get(of))):
            return self._step(claim, side)
        target = notes.in_terms(of, by)
        if target is None and of is notes.own and by.name in USUAL:  # dy/dx, of a function of t
            return self._step(claim, side)
        if not side.open:
            notes.claimed[of, by] = given
        if target is None:
            return Judged(claim.shown, "undecided", given)
        return self._piece(claim, Asked(target, by, 1), side)

    def _piece(self, claim: Claim, asked: Asked, side: Side) -> Judged:
        """The derivative of a part, by the variable or by another letter."""
        notes, given = self.notes, side.expression
        right = differentiate(asked.target, asked.by, asked.order, limits=self.problem.limits)
        if asked.by is self.problem.variable:
            right = notes.derivative(*asked)
        by = asked.by if asked.order == 1 else None
        return self._judged(claim, notes.put_in(right), notes.put_in(given), asked.target, by, given)

    def _at_place(self, claim: Claim, of: Symbol, place: Expression, side: Side) -> Judged:
        """`y'(2) = 12`: the derivative at one place, which is not asked for, and true or not."""
        problem = self.problem
        if of is not self.notes.own or problem.curve is not None:
            return Judged(claim.shown, "undecided", side.expression)
        right, given = substitute(problem.answer, {problem.variable: place}), side.expression
        found = compare(right, self.notes.put_in(given)).verdict
        status: Status = "undecided" if found == "undecided" else "wrong" if found == "different" else "holds"
        return Judged(claim.shown, status, given)

    # --- equations ---------------------------------------------------------------------------------------------------

    def _equation(self, claim: Claim, left: Side, right: Side) -> Judged:
        """`ln y = x ln x`, `2x + 2y y' = 0`: true if it is true of the function and its derivative."""
        notes = self.notes
        if left.sole is not None:
            judged = self._of_sole(claim, left.sole, right)
            if judged is not None:
                return judged
        forms = notes.put_in(left.expression), notes.put_in(right.expression)
        involved = [notes.is_involved(form) for form in forms]
        has_function, has_rate = (any(part) for part in zip(*involved, strict=True))
        if not has_function and not has_rate:
            return self._identity(claim, forms, right)
        if forms[0] is notes.rate and not involved[1][1]:  # (dy/dx) = …
            return self._step(claim, right)
        if forms[1] is notes.rate and not involved[0][1]:  # … = dy/dx
            return self._step(claim, left)
        verdict = self._verdict(forms)
        if verdict == "holds":
            if has_rate:
                self.wrong = None
            else:
                self.equations = (forms, *self.equations)
            return Judged(claim.shown, "holds")
        if verdict == "wrong" and has_rate and self.wrong is not None and self._verdict(forms, self.wrong) == "holds":
            return Judged(claim.shown, "follows")
        if verdict != "wrong":
            return Judged(claim.shown, verdict)
        found = tuple(equation_diagnoses(notes, self.equations, forms, left.sole, self._holds))
        implied = self._implied(*forms)
        if implied is not None:
            self.wrong = implied
        return Judged(claim.shown, "wrong", diagnoses=found)

    def _verdict(self, forms: tuple[Expression, Expression], rate: Expression | None = None) -> Status:
        left, right = (self.notes.meaning(form, rate) for form in forms)
        found = self.problem.compared(left, right).verdict
        on = self.problem.on
        if found == "different" and on is not None and rate is None:
            met = {verdict for _, verdict in islice(on.met(left, right), BRANCHES)}
            return "undecided" if "same" in met else "wrong"  # y = sqrt(25 - x^2), say: true of one branch
        return "wrong" if found == "different" else "undecided" if found == "undecided" else "holds"

    def _holds(self, forms: tuple[Expression, Expression]) -> bool:
        return self._verdict(forms) == "holds"

    def _of_sole(self, claim: Claim, asked: Asked, right: Side) -> Judged | None:
        """`(x^2)' = 2x`, and `d/dx sin(x^2) = …`, where that is what was asked for."""
        notes, x = self.notes, self.problem.variable
        meaning = notes.meaning(notes.put_in(asked.target))
        if asked.by is x and asked.order == 1 and notes.is_target(meaning):
            return self._step(claim, right)
        if any(any(notes.is_involved(part)) for part in (notes.put_in(asked.target), notes.put_in(right.expression))):
            return None
        judged = self._piece(claim, asked, right)
        if asked.by is x and asked.order == 1 and not right.open:
            self.unnamed += 1
            letter = Symbol(f"□{self.unnamed}")  # nobody can type it
            notes.define(letter, asked.target)
            notes.claimed[letter, x] = right.expression
        return judged

    def _identity(self, claim: Claim, forms: tuple[Expression, Expression], right: Side) -> Judged:
        """`a = b` without y: true if a is b; where a is the derivative, and b is not, the slip is looked for."""
        left, given = forms
        found = compare(left, given).verdict
        if found.startswith("same"):
            if self.wrong is not None and self._same(self.wrong, given):
                return Judged(claim.shown, "follows", given)
            if not right.open and self._same(self.problem.answer, given):
                self.finished, self.right, self.derivative, self.wrong = True, given, given, None
            return Judged(claim.shown, "holds", given)
        if found == "undecided":
            return Judged(claim.shown, "undecided", given)
        if self._same(self.problem.answer, left):
            self.right = self.right if self.right is not None else left
            return self._step(claim, right)
        if self.notes.is_target(left):
            return self._step(claim, right)._replace(equated=True)
        if self._same(left, given):  # wherever the function is smooth
            return Judged(claim.shown, "holds", given)
        return Judged(claim.shown, "wrong", given)

    def _implied(self, left: Expression, right: Expression) -> Expression | None:
        """The derivative that a wrong equation gives."""
        rate = self.notes.rate
        assert rate is not None
        try:
            found = linear_in(Sum((left, minus(right))), rate)
        except ChainRuleError:
            return None
        if not found.coefficients:
            return None
        rest = Sum(found.rest) if len(found.rest) > 1 else (*found.rest, ZERO)[0]
        return self.notes.meaning(Quotient(Negation(rest), found.coefficient))

    # --- steps of the derivative -------------------------------------------------------------------------------------

    def _step(self, claim: Claim, side: Side, *, bare: bool = False) -> Judged:
        """A step of the derivative, in terms of the variable; a bare one may be the task, written down again."""
        problem, notes = self.problem, self.notes
        form = notes.put_in(side.expression)
        given = notes.meaning(form)
        begun = self.finished or self.wrong is not None or problem.curve is not None
        if bare and given is problem.target and not begun and not self._same(problem.answer, given):
            return Judged(claim.shown, "holds", given)
        if self.wrong is not None and self._same(self.wrong, given):
            return Judged(claim.shown, "follows", given)
        judged = self._judged(claim, problem.answer, given, problem.target, problem.variable)
        if judged.status == "wrong" and follows_from_pieces(notes, given):
            judged = Judged(claim.shown, "follows", given)
        if judged.status == "wrong" and self.right is not None:
            judged = judged._replace(diagnoses=rewritten(problem, self.right, given) or judged.diagnoses)
        found = not side.open and not (problem.curve is not None and notes.rate in set(preorder(form)))
        self.wrong = given if judged.status in ("wrong", "follows") else None
        self.right = given if judged.status == "holds" else self.right
        self.derivative = given if found else self.derivative
        self.finished = self.finished or (judged.status == "holds" and found)
        return judged

    def _same(self, a: Expression, b: Expression) -> bool:
        return self.problem.compared(a, b).verdict.startswith("same")

    def _judged(
        self, claim: Claim, right: Expression, given: Expression, target: Expression, by: Symbol | None,
        written: Expression | None = None,
    ) -> Judged:
        """The verdict on a line; `by` is None where nothing was differentiated."""
        problem, notes = self.problem, self.notes
        whole = target is problem.target
        if whole and by is not None:
            found = problem.compared(right, given).verdict
        else:
            found = compared(notes.put_in(target), right, given).verdict
        if found != "different":
            return Judged(claim.shown, "undecided" if found == "undecided" else "holds", given)
        if by is None or len(claim.text) > LONGEST:
            return Judged(claim.shown, "wrong", given)
        if whole and problem.on is not None:
            from chainrule.tutor.working.curve_mistakes import curve_diagnoses

            return Judged(claim.shown, "wrong", given, curve_diagnoses(problem.on, given))
        answer = given if written is None else written
        right = differentiate(target, by, limits=problem.limits)
        return Judged(claim.shown, "wrong", given, diagnoses(target, by, right, answer))
