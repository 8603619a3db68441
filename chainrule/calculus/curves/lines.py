"""tangent_line(): the tangent to a graph or to a curve at a point, and the normal line, with exact numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chainrule.calculus.curves.implicit import ImplicitDerivation, implicit
from chainrule.calculus.curves.on_curve import OnCurve
from chainrule.calculus.curves.tie import reading_of
from chainrule.calculus.derivation import Derivation, derive
from chainrule.calculus.engine import symbol_of
from chainrule.calculus.exact_points import decimal, exact_at, holds, is_zero
from chainrule.calculus.joins import times
from chainrule.calculus.probing import rate_exists
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import ChainRuleError, DomainError
from chainrule.expression.domains import conditions
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    ONE,
    ZERO,
    Expression,
    Negation,
    Node,
    Number,
    Quotient,
    Relation,
    Sum,
    Symbol,
)  # fmt: skip
from chainrule.expression.plain import shortened
from chainrule.expression.points import point_of, with_name
from chainrule.expression.reading import Reading
from chainrule.expression.shown import Shown

__all__ = ["Line", "TangentLine", "tangent_line", "tangent_on_curve"]

FAR = 1_000  # from 0: there a step is longer


class Line(NamedTuple):
    """A straight line through a point.

    across, up   the variables, and the coordinates of the point
    slope        None for a vertical line
    """

    across: tuple[Symbol, Expression]
    up: tuple[Symbol, Expression]
    slope: Expression | None

    @property
    def vertical(self) -> bool:
        return self.slope is None

    @property
    def horizontal(self) -> bool:
        return self.slope is ZERO

    @property
    def point_slope(self) -> Relation:
        """y = m (x - x0) + y0, as it is put in; x = x0 for a vertical line."""
        (x, x0), (y, y0) = self.across, self.up
        if self.slope is None:
            return Relation("=", x, x0)
        if self.slope is ZERO:
            return Relation("=", y, y0)
        return Relation("=", y, _plus(_times(self.slope, _less(x, x0)), y0))

    @property
    def equation(self) -> Relation:
        """y = m x + c, tidied; x = x0 for a vertical line."""
        (x, x0), (y, y0) = self.across, self.up
        if self.slope is None:
            return Relation("=", x, x0)
        constant = exact_at(y0 - self.slope * x0, {})
        return Relation("=", y, constant if self.slope is ZERO else _plus(tidied(self.slope * x), constant))


@dataclass(frozen=True, eq=False, repr=False)
class TangentLine(Shown):
    """The tangent and the normal line at a point.

    source    what the tangent is of: a Derivation, or an ImplicitDerivation
    point     a value for each letter, exact as it was given
    tangent   the Line that touches there
    normal    the Line at a right angle to it
    """

    source: Derivation | ImplicitDerivation
    point: Mapping[Symbol, Expression]
    tangent: Line
    normal: Line
    limits: Limits = field(default=DEFAULT, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.source, dict(self.point))

    @property
    def slope(self) -> Expression | None:
        """Of the tangent, exact as far as the formula sheet knows; None where it is vertical."""
        return self.tangent.slope

    @property
    def answer(self) -> Relation:
        """The equation of the tangent."""
        return self.tangent.equation

    def __repr__(self) -> str:
        return f"<TangentLine {shortened(self.answer)}, normal {shortened(self.normal.equation)}>"


def tangent_line(
    source: str | Node | Reading | Derivation | ImplicitDerivation,
    at: str | Mapping[Any, Any] | None = None,
    *,
    variable: str | Symbol | None = None,
    dependent: str | Symbol | None = None,
    limits: Limits = DEFAULT,
    **named: Any,
) -> TangentLine:
    """The tangent and the normal line of a function or of a relation: `tangent_line("x^2", x=3)`,
    `tangent_line("x^2 + y^2 = 25", "x=3, y=4")`.

    source      text, an expression or Relation, what `read` gave, or a derivation made before
    at          the point; or a value for each letter as keywords
    variable    by what, where the source leaves that open; `dependent` for a relation likewise
    Returns a TangentLine. Raises DomainError where there is no value, no slope, or the point is not on the curve, with
    the value that fails; ReadingError, NameUnknownError, LimitError.
    """
    record = _derived(source, variable, dependent, limits)
    given = at if at is None or isinstance(record, ImplicitDerivation) else with_name(at, record.variable)
    point = {**(point_of(given) if given is not None else {}), **point_of(named)}
    return _again(record, point)


def _derived(
    source: str | Node | Reading | Derivation | ImplicitDerivation, variable: str | Symbol | None,
    dependent: str | Symbol | None, limits: Limits,
) -> Derivation | ImplicitDerivation:
    if isinstance(source, Derivation | ImplicitDerivation):
        return source
    depends, by = (None if name is None else symbol_of(name) for name in (dependent, variable))
    reading = reading_of(source, depends, by, limits)
    if reading.relation is not None or depends is not None:
        return implicit(reading, depends, by, limits=limits)
    return derive(reading, by, limits=limits)


def _again(record: Derivation | ImplicitDerivation, point: Mapping[Symbol, Expression]) -> TangentLine:
    if isinstance(record, ImplicitDerivation):
        return tangent_on_curve(record.at(dict(point)))
    return _on_graph(record, point)


def tangent_on_curve(at: OnCurve) -> TangentLine:
    """The tangent where a relation has a slope, or a vertical one; DomainError where neither is."""
    record, point = at.derivation, at.point
    if at.behaviour == "singular":
        raise DomainError(
            "the point is singular: both sides of the equation for the slope are 0 there, and the curve may have "
            "several tangents, or none",
            record.relation,
        )
    if at.behaviour == "no slope":
        raise DomainError("the rules give no slope there, and so no tangent", record.relation)
    coordinates = (record.variable, point[record.variable]), (record.dependent, point[record.dependent])
    return _made(record, point, *coordinates, at.slope, record.limits)


def _made(
    source: Derivation | ImplicitDerivation, point: Mapping[Symbol, Expression], across: tuple[Symbol, Expression],
    up: tuple[Symbol, Expression], slope: Expression | None, limits: Limits,
) -> TangentLine:  # fmt: skip
    normal: Expression | None
    if slope is None:
        normal = ZERO
    elif is_zero(slope):
        slope, normal = ZERO, None
    else:
        normal = exact_at(Negation(Quotient(ONE, slope)), {}, limits)
    return TangentLine(source, dict(point), Line(across, up, slope), Line(across, up, normal), limits)


# --- on the graph of a function --------------------------------------------------------------------------------------


def _on_graph(derivation: Derivation, given: Mapping[Symbol, Expression]) -> TangentLine:
    if derivation.order != 1:
        raise ChainRuleError("a tangent is that of the function itself: derive it once, by one variable")
    at = derivation.at(dict(given))  # checks the names
    variable, target = derivation.variable, derivation.target
    point = dict(at.point)
    where = ", ".join(f"{symbol.name} = {value}" for symbol, value in point.items())
    try:
        value = exact_at(target, point, derivation.limits)
    except DomainError as error:
        raise DomainError(f"there is no value at {where}: {error}", error.expression) from None
    slope = _slope(derivation, point)
    if slope is None and not _vertical(derivation, point):
        raise DomainError(f"there is no slope at {where}, and so no tangent", target)
    name = Symbol(derivation.called)
    return _made(derivation, point, (variable, point[variable]), (name, value), slope, derivation.limits)


def _slope(derivation: Derivation, point: Mapping[Symbol, Expression]) -> Expression | None:
    """The slope at the point; None where the rules give none, or where the graph has a corner."""
    needed = [c.relation for c in conditions(derivation.target, derivation.variable) if c.kind != "exists"]
    if not all(holds(relation, point) for relation in needed):
        return None
    try:
        slope = exact_at(derivation.answer, point, derivation.limits)
    except DomainError:
        return None
    numbers = {symbol.name: decimal(value) for symbol, value in point.items()}
    return slope if rate_exists(derivation.target, derivation.variable, numbers) else None


def _vertical(derivation: Derivation, point: Mapping[Symbol, Expression]) -> bool:
    """Does the graph go through the point straight up or down? The slope runs off to the same side on both sides."""
    answer, variable = derivation.answer, derivation.variable
    if answer is ZERO:
        return False
    turned = tidied(Quotient(ONE, answer))
    try:
        if not is_zero(exact_at(turned, point, derivation.limits)):
            return False
        place = decimal(point[variable])
        near = [
            decimal(exact_at(answer, {**point, variable: _moved(point[variable], place, sign)}, derivation.limits))
            for sign in (-1, 1)
        ]
    except DomainError:
        return False
    return near[0] * near[1] > 0


def _moved(value: Expression, place: float, sign: int) -> Expression:
    """A place so near that nothing else is between."""
    step = Quotient(ONE, Number(10 ** (12 if abs(place) < FAR else 6)))
    return Sum((value, step if sign > 0 else Negation(step)))


# --- how lines are written -------------------------------------------------------------------------------------------


def _less(x: Symbol, value: Expression) -> Expression:
    if is_zero(value):
        return x
    return Sum((x, value.operand if isinstance(value, Negation) else Negation(value)))


def _times(slope: Expression, run: Expression) -> Expression:
    match slope:
        case Negation(size):
            return Negation(times(size, run))
    product: Expression = times(slope, run)
    return product


def _plus(term: Expression, value: Expression) -> Expression:
    if is_zero(value):
        return term
    return Sum((term, *(value.terms if isinstance(value, Sum) else (value,))))
