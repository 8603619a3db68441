"""implicit(): the derivative of one variable by another that a relation ties to it, and how it is found.

The dependent variable becomes an unknown function of the other, both sides are differentiated by the rules as always,
and since joins are linear, so is the equation that comes out: it is solved for the derivative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from chainrule.calculus.curves.linear import Linear, linear_in, negative
from chainrule.calculus.curves.solving import (
    MOST_WEIGHT,
    Shorter,
    fraction,
    manner_of,
    multiplied_out,
    shorter_on_the_curve,
)
from chainrule.calculus.curves.tie import Tie, tie
from chainrule.calculus.derivation import Stage, Step, differentiated
from chainrule.calculus.engine import in_turn, symbol_of
from chainrule.calculus.joins import plus
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.errors import ChainRuleError
from chainrule.expression.domains import Condition, conditions
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ONE, ZERO, Expression, Negation, Node, Quotient, Relation, Symbol, UnknownCall
from chainrule.expression.ranges import Ranges, always
from chainrule.expression.reading import Reading
from chainrule.expression.shown import Shown, views
from chainrule.expression.walking import substitute, symbols

if TYPE_CHECKING:
    from chainrule.calculus.curves.on_curve import OnCurve

__all__ = ["Higher", "ImplicitDerivation", "Solved", "implicit"]


class Solved(NamedTuple):
    """The equation that differentiating both sides gives, solved for the derivative, in the letters of the relation.

    left, right    the derivative of each side as coefficients of the derivative and what is without it, each tidied
    cleared        the denominator by which the left side was multiplied first, where the other is 0
    coefficient    what stands before the derivative when it is collected on one side: the left, if it is there at all
    rest           what then stands on the other
    answer         rest/coefficient, tidied
    """

    left: Linear
    right: Linear
    cleared: Expression | None
    coefficient: Expression
    rest: Expression
    answer: Expression


class Higher(NamedTuple):
    """One more differentiation, of the answer before.

    stage     the answer before, differentiated, the dependent variable an unknown function in it
    raw       its result, tidied, in the letters of the relation, with the first derivative in it
    put_in    that with the first derivative put in
    tidy      and tidied
    shorter   where the relation makes it shorter: how
    """

    stage: Stage
    raw: Expression
    put_in: Expression
    tidy: Expression
    shorter: Shorter | None

    @property
    def answer(self) -> Expression:
        return self.tidy if self.shorter is None else self.shorter.answer


@dataclass(frozen=True, eq=False, repr=False)
class ImplicitDerivation(Shown):
    """How a relation gives the derivative of `dependent` by `variable`.

    reading      how the input was understood
    relation     the two sides, as they were written
    sides        the Stage of the left side and of the right; in their steps the dependent variable is a function
    solved       the equation, collected and solved for the first derivative
    higher       one entry for each order beyond the first
    note         which letter was taken to depend on which, if that was chosen
    given        a point that was asked for with the derivation; `place` tells of it
    """

    reading: Reading
    relation: Relation
    dependent: Symbol
    variable: Symbol
    order: int
    limits: Limits
    sides: tuple[Stage, Stage]
    solved: Solved
    higher: tuple[Higher, ...] = ()
    note: str | None = None
    given: Mapping[Symbol, Expression] | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        given = None if self.given is None else dict(self.given)
        return _again, (self.reading, self.dependent, self.variable, self.order, self.limits, self.note, given)

    @property
    def answer(self) -> Expression:
        """The derivative of the order that was asked for."""
        return self.answers[-1]

    @property
    def answers(self) -> tuple[Expression, ...]:
        """The derivatives of every order from the first on."""
        return (self.solved.answer, *[higher.answer for higher in self.higher])

    @property
    def held(self) -> tuple[Symbol, ...]:
        """The other letters, held constant."""
        return tuple(s for s in symbols(self.relation) if s not in (self.dependent, self.variable))

    @property
    def stages(self) -> tuple[Stage, ...]:
        return (*self.sides, *[higher.stage for higher in self.higher])

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step in reading order: the left side, the right side, then each further differentiation."""
        return tuple(step for stage in self.stages for step in stage.steps)

    @property
    def function(self) -> UnknownCall:
        """What the dependent variable is in the steps: y(x)."""
        return _function(self.dependent, self.variable)

    @property
    def rate(self) -> UnknownCall:
        """Its derivative in the steps: y'(x)."""
        return _function(self.dependent, self.variable, 1)

    @property
    def notes(self) -> tuple[str, ...]:
        """Where the answer holds, in words."""
        return views().notes(self)  # type: ignore[no-any-return]

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What points of the curve have to meet for the answer to hold, as data; the coefficient is not 0 there."""
        found = Ranges()
        manner = self.sides[0].tidier.manner
        below = fraction(Quotient(ONE, self.solved.coefficient), manner, self.limits)
        asked = [
            *conditions(self.relation, found=found),
            *[c for part in (below, *self.answers) for c in conditions(part, found=found) if c.kind == "exists"],
        ]
        kept: dict[object, Condition] = {}
        for condition in reversed(asked):  # a - b is not 0 where b - a is not
            relation = condition.relation
            if relation.sign == "!=" and relation.right is ZERO:
                opposite = Relation("!=", self.sides[0].tidier.tidy(Negation(relation.left)), ZERO)
                kept.pop((condition.kind, opposite), None)
            kept.setdefault((condition.kind, relation), condition)
        return tuple(reversed(kept.values()))

    @property
    def empty(self) -> bool:
        """Is it certain that no real point satisfies the relation?"""
        difference = self.sides[0].tidier.tidy(self.relation.left - self.relation.right)
        return always(self.relation) is False or always(Relation("!=", difference, ZERO)) is True

    @cached_property
    def place(self) -> OnCurve | None:
        """The point that was asked for, if any."""
        return None if self.given is None else self.at(self.given)

    def at(self, point: str | Mapping[Any, Any] | None = None, **named: Any) -> OnCurve:
        """The derivative at a point of the curve: `at("x = 3, y = 4")`, `at({"x": 3, "y": 4})` or `at(x=3, y=4)`.

        Returns an OnCurve: the slope, exact where the point is, or that the tangent is vertical or the point singular.
        Raises DomainError for a point that is not on the curve, with the values of both sides; NameUnknownError for a
        name without a value or a value too many; ReadingError for text that is no point.
        """
        from chainrule.calculus.curves.on_curve import on_curve
        from chainrule.expression.points import point_of

        given: Any = named if point is None else point
        return on_curve(self, {**point_of(given), **point_of(named)} if named and point is not None else given)

    def __repr__(self) -> str:
        order = f", order {self.order}" if self.order > 1 else ""
        return f"<ImplicitDerivation of {self.relation!r}, {self.dependent.name} by {self.variable.name}{order}>"


def implicit(
    source: str | Node | Reading,
    dependent: str | Symbol | None = None,
    variable: str | Symbol | None = None,
    *,
    order: int = 1,
    at: str | Mapping[Any, Any] | None = None,
    limits: Limits = DEFAULT,
) -> ImplicitDerivation:
    """Differentiate a relation such as x^2 + y^2 = 25 and solve for the derivative.

    source      text, a Relation, or what `read` gave; all other letters are held constant
    dependent   what is differentiated; left out: y, or else z, r, the first letter that is not the variable
    variable    by what; left out: x, or else t, theta, the first letter that is left
    order       how often
    at          a point of the curve to be told of as well; checked at once
    Returns an ImplicitDerivation. Raises ReadingError for what is no equation, NameUnknownError where the dependent
    variable does not occur, ChainRuleError where its derivative cancels, LimitError.
    """
    by = None if variable is None else symbol_of(variable)
    tied = tie(source, None if dependent is None else symbol_of(dependent), by, limits)
    in_turn(tied.variable, order, limits)
    if order < 1:
        raise ChainRuleError(f"the order of an implicit derivative is 1 or more, not {order}")
    made = _made(tied, order, limits)
    return made if at is None else _with_place(made, at)


def _with_place(made: ImplicitDerivation, at: str | Mapping[Any, Any]) -> ImplicitDerivation:
    return replace(made, given=dict(made.at(at).point))


def _again(
    reading: Reading, dependent: Symbol, variable: Symbol, order: int, limits: Limits, note: str | None,
    given: Mapping[Symbol, Expression] | None,
) -> ImplicitDerivation:
    tied = tie(reading, dependent, variable, limits)._replace(note=note)
    made = _made(tied, order, limits)
    return made if given is None else _with_place(made, given)


def _function(dependent: Symbol, variable: Symbol, order: int = 0) -> UnknownCall:
    return UnknownCall(dependent.name, (variable,), (order,))


def _made(tied: Tie, order: int, limits: Limits) -> ImplicitDerivation:
    """The record, with the work done."""
    relation, y, x = tied.relation, tied.dependent, tied.variable
    manner, taken = manner_of(relation), frozenset((*relation.names, *relation.functions, y.name, x.name))
    work = _Work(y, x, manner, limits, taken)
    left = work.stage(relation.left, ())
    right = work.stage(relation.right, (left,))
    solved = work.solved(left, right)
    if work.cancels(solved.coefficient):
        raise ChainRuleError(
            f"the derivative of {y.name} cancels: this relation does not tie {y.name} to {x.name}, or holds whatever "
            f"{y.name} is"
        )
    done: list[Higher] = []
    for _ in range(order - 1):
        earlier = (left, right, *[higher.stage for higher in done])
        before = done[-1].answer if done else solved.answer
        done.append(work.higher(before, solved.answer, relation, earlier))
    sides, higher = (left, right), tuple(done)
    return ImplicitDerivation(tied.reading, relation, y, x, order, limits, sides, solved, higher, tied.note)


class _Work:
    """What every differentiation of one relation shares."""

    def __init__(self, y: Symbol, x: Symbol, manner: Manner, limits: Limits, taken: frozenset[str]) -> None:
        self.y, self.x, self.limits, self.taken = y, x, limits, taken
        self.function, self.rate = _function(y, x), _function(y, x, 1)
        self.manner = replace(manner, last=self.rate)
        self.tidy = Tidier(self.manner, limits).tidy

    def stage(self, target: Expression, earlier: tuple[Stage, ...]) -> Stage:
        moving = substitute(target, {self.y: self.function})
        return differentiated(moving, self.x, self.manner, self.limits, earlier, self.taken, {})

    def in_letters(self, expression: Expression) -> Expression:
        return substitute(expression, {self.function: self.y})

    def solved(self, left: Stage, right: Stage) -> Solved:
        cleared = self.in_letters(left.answer) if right.answer is ZERO else None
        divisor = cleared.denominator if isinstance(cleared, Quotient) else None
        on_left = self.linear(cleared.numerator if isinstance(cleared, Quotient) else self.in_letters(left.raw))
        on_right = self.linear(self.in_letters(right.raw))
        here, there = (on_left, on_right) if on_left.coefficients else (on_right, on_left)
        coefficient = self.tidy(plus([*here.coefficients, *map(negative, there.coefficients)]))
        rest = self.tidy(plus([*there.rest, *map(negative, here.rest)]))
        cancels = coefficient is ZERO
        answer = ZERO if cancels else fraction(Quotient(rest, coefficient), self.manner, self.limits)
        return Solved(on_left, on_right, divisor, coefficient, rest, answer)

    def linear(self, raw: Expression) -> Linear:
        """Coefficients and rest of one side, each term tidied, without what is 0."""
        found = linear_in(raw, self.rate)
        kept = [tuple(t for t in map(self.tidy, terms) if t is not ZERO) for terms in found]
        return Linear(*kept)

    def cancels(self, coefficient: Expression) -> bool:
        """Is what stands before the derivative 0 wherever it has a value?"""
        if coefficient is ZERO:
            return True
        never_zero = always(Relation("!=", coefficient, ZERO)) is True
        if coefficient.constant or weight(coefficient) > MOST_WEIGHT or never_zero:
            return False
        from chainrule.calculus.comparison.equivalence import compare

        return not coefficient.functions and compare(coefficient, ZERO).verdict == "same"

    def higher(
        self, before: Expression, first: Expression, relation: Relation, earlier: tuple[Stage, ...]
    ) -> Higher:
        stage = self.stage(before, earlier)
        raw = self.in_letters(stage.answer)
        put_in = substitute(raw, {self.rate: first})
        self.limits.check("printed", weight(put_in))
        forms = [multiplied_out(put_in, self.manner, self.limits), fraction(put_in, self.manner, self.limits)]
        found = [
            Higher(stage, raw, put_in, form, shorter_on_the_curve(form, relation, self.manner, self.limits))
            for form in forms
            if form is not None
        ]
        return min(found, key=lambda higher: weight(higher.answer))
