"""The linear approximation of a function at a point, how far off it is nearby, and on which side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from chainrule.calculus.derivation import differentiated
from chainrule.calculus.exact_points import At, Point, complete_point, number_at, value_at
from chainrule.calculus.joins import plus, times
from chainrule.calculus.partials import NAMES, PartialDerivatives, added, partial_derivatives, where, worked_out
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import NameUnknownError
from chainrule.expression.exactness import exact_value
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ZERO, Expression, Negation, Node, Relation, Sum, Symbol
from chainrule.expression.points import point_of
from chainrule.expression.ranges import Range, Ranges, always
from chainrule.expression.reading import Reading
from chainrule.expression.walking import substitute

__all__ = ["Bend", "Estimate", "LinearApproximation", "linear_approximation", "moved_from"]


class Bend(NamedTuple):
    """Which way a graph bends: the second derivative, its sign, and where that is known.

    everywhere   for all values between the two places; else at the point itself, and so near it
    """

    second: Expression
    sign: Literal[-1, 0, 1]
    everywhere: bool


class Estimate(NamedTuple):
    """The approximation at a place nearby.

    place      a value for each symbol, exact
    changes    by how much each variable differs from the point, exact
    value      of the approximation, exact
    true       of the function, or None where it has none
    error      the value less the true value, or None
    bend       of a function of one variable, why it lies above or below; None where that is not known
    """

    place: Point
    changes: tuple[Expression, ...]
    value: At
    true: At | None
    error: float | None
    bend: Bend | None


@dataclass(frozen=True, eq=False, repr=False)
class LinearApproximation(PartialDerivatives):
    """How the linear approximation of a function at a point is found.

    name       what the function is called
    point      a value for each symbol, exact
    value      of the function at the point
    slopes     the derivatives there
    form       f(a) + f'(a)(x - a), in the variables
    plain      the same multiplied out, mx + c
    estimate   at a place nearby, if one was asked for
    """

    name: str
    point: Point
    value: At
    slopes: tuple[At, ...]
    form: Expression
    plain: Expression
    estimate: Estimate | None = None

    def __reduce__(self) -> tuple[object, ...]:
        to = None if self.estimate is None else dict(self.estimate.place)
        return linear_approximation, (self.reading, dict(self.point), to, list(self.variables), self.limits)

    @property
    def answer(self) -> Expression:
        """L(x) = f(a) + f'(a)(x - a)."""
        return self.form

    def __repr__(self) -> str:
        return f"<LinearApproximation of {self.target!r} {where(self.point)}: {self.answer!r}>"


def linear_approximation(
    source: str | Node | Reading,
    at: Any,
    to: Any = None,
    variables: str | Symbol | Iterable[str | Symbol] | None = None,
    limits: Limits = DEFAULT,
) -> LinearApproximation:
    """How the linear approximation (the tangent line, the tangent plane) at a point is found: f(a) + f'(a)(x - a).

    source      the function, as text, an Expression, a System or what `read` gave
    at          the point: a number, or "x = 4"; several variables by name
    to          a place nearby at which the approximation is compared with the function; what is left out stays
    variables   those that change; left out, all that occur
    Returns a LinearApproximation. Its `estimate` has both values, exact, the error, and why it lies above or below.
    Raises DomainError where the function has no slope at the point; else as `derive` and `Derivation.at` do.
    """
    parts = partial_derivatives(source, variables, limits)
    reading, target, by, _, _ = parts
    name = reading.name or next(letter for letter in ("f", "g", "h", *NAMES) if letter not in target.names)
    found = PartialDerivatives(*parts)
    point = complete_point(found.named(at), found.wanted)
    value, slopes = found.value_at(point), found.slopes_at(point)
    pairs = list(zip(slopes, by, strict=True))
    terms = [_term(slope.exact, moved_from(variable, point[variable])) for slope, variable in pairs]
    form: Expression = plus([value.exact, *terms])
    lines = [tidied(times(slope.exact, variable)) for slope, variable in pairs]
    steps = [times(slope.exact, point[variable]) for slope, variable in pairs]
    constant = worked_out(plus([value.exact, *[Negation(step) for step in steps if step is not ZERO]])).exact
    rest = constant.terms if isinstance(constant, Sum) else (constant,)
    plain: Expression = plus(sorted([*lines, *rest], key=lambda term: isinstance(term, Negation)))
    estimate = None if to is None else _estimate(found, point, value, slopes, to)
    return LinearApproximation(*parts, name, point, value, slopes, form, plain, estimate)


def moved_from(variable: Symbol, place: Expression) -> Expression:
    """x - a, or x + 2 for a = -2."""
    if place is ZERO:
        return variable
    return Sum((variable, place.operand if isinstance(place, Negation) else Negation(place)))


def _term(slope: Expression, step: Expression) -> Expression:
    """The slope times x - a, its sign in front."""
    if isinstance(slope, Negation):
        return Negation(times(slope.operand, step))
    term: Expression = times(slope, step)
    return term


def _estimate(found: PartialDerivatives, point: Point, value: At, slopes: Sequence[At], to: Any) -> Estimate:
    given = point_of(found.named(to))
    place = complete_point({**point, **given}, found.wanted)
    fixed = next((symbol.name for symbol in given if symbol not in found.variables), None)
    if fixed is not None and place != point:
        raise NameUnknownError(f"{fixed} is held: only {', '.join(v.name for v in found.variables)} may change", fixed)
    changes = tuple(added(place[variable], Negation(point[variable])) for variable in found.variables)
    steps = [times(slope.exact, change) for slope, change in zip(slopes, changes, strict=True)]
    estimate = worked_out(plus([value.exact, *steps]))
    true = value_at(found.target, place, limits=found.limits)
    there = substitute(found.target, dict(place.items()))
    error = None if true is None else number_at(estimate.exact - there, {})
    return Estimate(place, changes, estimate, true, error, _bend(found, point, place, error))


def _bend(found: PartialDerivatives, point: Point, place: Point, error: float | None) -> Bend | None:
    """The sign of the second derivative between the two places, where it is known and agrees with the error."""
    if len(found.variables) != 1 or error is None:
        return None
    [x] = found.variables
    stage = found.stages[0]
    second = differentiated(stage.answer, x, Manner.of(found.target), found.limits, (stage,), stage.taken, {}).answer
    here = number_at(second, point)
    if here is None:
        return None
    sign: Literal[-1, 0, 1] = 0 if here == 0 else 1 if here > 0 else -1
    if second is ZERO:
        return Bend(second, 0, True)
    if sign == 0 or error * sign >= 0:
        return None
    between = _ranges(x, point, place)
    relation = Relation("<" if sign < 0 else ">", substitute(second, _without(x, point)), ZERO)
    return Bend(second, sign, between is not None and always(relation, between) is True)


def _without(x: Symbol, point: Point) -> dict[Expression, Expression]:
    return {symbol: value for symbol, value in point.items() if symbol is not x}


def _ranges(x: Symbol, point: Point, place: Point) -> Ranges | None:
    """The ranges of expressions while x is between the two places; None where these are not rational."""
    ends = [exact_value(values[x]) for values in (point, place)]
    if ends[0] is None or ends[1] is None:
        return None
    ranges = Ranges()
    ranges[x] = Range(min(ends[0], ends[1]), max(ends[0], ends[1]), False, False)
    return ranges
