"""The total differential of a function, and what it says of a small change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from chainrule.calculus.exact_points import At, Point, complete_point, number_at, value_at
from chainrule.calculus.joins import plus, times
from chainrule.calculus.partials import NAMES, PartialDerivatives, added, partial_derivatives, worked_out
from chainrule.errors import ChainRuleError, NameUnknownError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ZERO, Expression, Negation, Node, Product, Symbol
from chainrule.expression.points import point_of
from chainrule.expression.reading import Reading

__all__ = ["DifferentialPoint", "TotalDifferential", "total_differential"]


class DifferentialPoint(NamedTuple):
    """The differential at a point.

    values     of every symbol, exact
    value      of the function there
    slopes     the partial derivatives there
    form       dz = 4 dx + 3 dy there
    change     of each variable, exact; () where none was given
    estimate   dz for that change, or None
    there      the value after the change, or None where there is none, or no change was given
    true       by how much the function really changes, or None
    """

    values: Point
    value: At
    slopes: tuple[At, ...]
    form: Expression
    change: Mapping[Symbol, Expression]
    estimate: At | None = None
    there: At | None = None
    true: At | None = None

    @property
    def error(self) -> float | None:
        """The estimated change less the true one."""
        if self.estimate is None or self.true is None:
            return None
        return number_at(self.estimate.exact - self.true.exact, {})

    @property
    def relative(self) -> float | None:
        """The estimated change as a part of the value; None where that is 0, or no change was given."""
        if self.estimate is None or self.value.number == 0:
            return None
        return self.estimate.number / abs(self.value.number)


@dataclass(frozen=True, eq=False, repr=False)
class TotalDifferential(PartialDerivatives):
    """How the total differential of a function is found.

    name      what the function is called
    form      dz = ∂z/∂x dx + ∂z/∂y dy with the derivatives in it; dx is a symbol
    point     the same at a point, if one was asked for
    """

    name: str = ""
    form: Expression = ZERO
    point: DifferentialPoint | None = None

    def __reduce__(self) -> tuple[object, ...]:
        at = None if self.point is None else dict(self.point.values)
        change = None if self.point is None or not self.point.change else dict(self.point.change)
        return total_differential, (self.reading, list(self.variables), at, change, self.limits)

    @property
    def answer(self) -> Expression:
        """The differential in dx, dy …; at a point, there; for a change in numbers, the estimated change."""
        if self.point is None:
            return self.form
        return self.point.form if self.point.estimate is None else self.point.estimate.exact

    @property
    def error(self) -> float | None:
        """Of the estimated change, the true one taken away; None where no change was given, or none is true."""
        return None if self.point is None else self.point.error

    @property
    def relative(self) -> float | None:
        """The estimated change as a part of the value at the point."""
        return None if self.point is None else self.point.relative

    @property
    def differentials(self) -> tuple[Symbol, ...]:
        """dx, dy …"""
        return tuple(Symbol(f"d{variable.name}") for variable in self.variables)

    def __repr__(self) -> str:
        return f"<TotalDifferential d{self.name}: {self.answer!r}>"


def total_differential(
    source: str | Node | Reading,
    variables: str | Symbol | Iterable[str | Symbol] | None = None,
    at: Any = None,
    change: Any = None,
    limits: Limits = DEFAULT,
) -> TotalDifferential:
    """How the total differential dz = ∂z/∂x dx + ∂z/∂y dy is found, and what it says of a small change.

    source      the function, as text, an Expression, a System or what `read` gave
    variables   those that change; left out, all that occur
    at          a point, such as "x = 1, y = 2"
    change      of each variable from there, such as "dx = 0.1, dy = -0.05"; one that is left out stays
    Returns a TotalDifferential. With a change, its `point` has the estimate beside the true change, all exact.
    Raises DomainError where the function has no slope at the point; else as `derive` and `Derivation.at` do.
    """
    parts = partial_derivatives(source, variables, limits)
    reading, target, by, stages, _ = parts
    names = ("y", *NAMES) if len(by) == 1 else NAMES
    name = reading.name or next(letter for letter in names if letter not in target.names)
    found = TotalDifferential(*parts, name)
    form = _form([stage.answer for stage in stages], found.differentials)
    if at is None:
        if change is not None:
            raise ChainRuleError("a change starts at a point: give that as well, as in at='x = 1' (--at x=1)")
        return TotalDifferential(*parts, name, form)
    return TotalDifferential(*parts, name, form, _differential_at(found, at, change))


def _form(slopes: Sequence[Expression], differentials: Sequence[Symbol]) -> Expression:
    """The sum of slope times differential, signs in front."""
    terms: list[Expression] = []
    for slope, differential in zip(slopes, differentials, strict=True):
        bare = slope.operand if isinstance(slope, Negation) else slope
        factors = bare.factors if isinstance(bare, Product) else (bare,)
        term: Expression = times(*factors, differential)
        terms.append(Negation(term) if bare is not slope else term)
    form: Expression = plus([term for term in terms if term is not ZERO])
    return form


def _differential_at(found: TotalDifferential, at: Any, change: Any) -> DifferentialPoint:
    values = complete_point(found.named(at), found.wanted)
    value, slopes = found.value_at(values), found.slopes_at(values)
    form = _form([slope.exact for slope in slopes], found.differentials)
    if change is None:
        return DifferentialPoint(values, value, slopes, form, {})
    changes = _changes(found, change)
    estimate = worked_out(plus([times(s.exact, changes[v]) for s, v in zip(slopes, found.variables, strict=True)]))
    moved = {symbol: added(place, changes.get(symbol, ZERO)) for symbol, place in values.items()}
    there = value_at(found.target, moved, limits=found.limits)
    true = None if there is None else worked_out(added(there.exact, Negation(value.exact)))
    return DifferentialPoint(values, value, slopes, form, changes, estimate, there, true)


def _changes(found: TotalDifferential, change: Any) -> dict[Symbol, Expression]:
    """The change of each variable, given as dx or as x."""
    given = point_of(found.named(change))
    known = dict(zip((*found.differentials, *found.variables), 2 * found.variables, strict=True))
    changes: dict[Symbol, Expression] = dict.fromkeys(found.variables, ZERO)
    for name, value in given.items():
        if name not in known:
            names = ", ".join(symbol.name for symbol in found.differentials)
            raise NameUnknownError(f"there is no change {name.name} here, only {names}", name.name)
        changes[known[name]] = value
    return changes
