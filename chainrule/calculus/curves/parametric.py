"""Curves given by a parameter: dy/dx is dy/dt over dx/dt, and each higher derivative the same rule once more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

from chainrule.calculus.derivation import Stage, Step, differentiated
from chainrule.calculus.engine import symbol_of
from chainrule.calculus.exact_points import At, Point, complete_point, number_at, rate_at, value_at
from chainrule.calculus.tidying.squares import squares_added
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.errors import ChainRuleError, DomainError, NameUnknownError
from chainrule.expression.functions import function_named
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    ZERO,
    Call,
    Expression,
    Negation,
    Node,
    Number,
    Product,
    Quotient,
    Sum,
    Symbol,
    System,
)  # fmt: skip
from chainrule.expression.points import entries, with_name
from chainrule.expression.reading import Reading, read
from chainrule.expression.shown import Shown
from chainrule.expression.systems import resolved
from chainrule.expression.walking import substitute, symbols

__all__ = ["CurvePoint", "Division", "ParametricDerivation", "parametric"]

USUAL = ("t", "theta", "s", "u")  # parameters, where several letters are free
EXAMPLE = 'write it as in "x = cos(t); y = sin(t)", or as "r = 1 + cos(theta)"'
X, Y = Symbol("x"), Symbol("y")
NEAR = Number(2**20)  # so small a part of one beside a singular point is looked at
RETRACED = Quotient(Number(1), Number(7)), Quotient(Number(1), NEAR)  # so far on both sides of it places are compared
CLEAR = 0.99  # the cosine between two directions that are the same
Kind = Literal["slope", "vertical", "singular", "none"]


class Division(NamedTuple):
    """One order: the rate of what was found before by the parameter, over that of the horizontal coordinate.

    raw        the quotient of the two
    tidy       the same, tidied
    answer     with sin(u)² + cos(u)² = 1 and its kin where that makes it shorter
    identity   the sum of squares that is 1, or None
    """

    raw: Expression
    tidy: Expression
    answer: Expression
    identity: Expression | None


class CurvePoint(NamedTuple):
    """A curve at one value of its parameter.

    values    of the parameter, and of every other letter, exact
    place     the coordinates
    rates     dx/dt and dy/dt; None where the rules give none
    kind      "slope"; "vertical" where dx/dt alone is 0; "singular" where both are 0; "none" where a rate is missing
    slopes    of every order; None where there is none
    limit     at a singular point, what dy/dx is when tidied: what it tends to
    turns     at a singular point: does the curve turn back there? None where that cannot be seen
    retraced  and does it go back the way it came, so that it ends there? Else it is a cusp
    """

    values: Point
    place: tuple[At, At]
    rates: tuple[At | None, At | None]
    kind: Kind
    slopes: tuple[At | None, ...]
    limit: At | None = None
    turns: bool | None = None
    retraced: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class ParametricDerivation(Shown):
    """How the slope of a curve is found.

    reading      how the input was understood
    parameter    by what both coordinates are differentiated
    names        of the coordinates, the horizontal one first
    coordinates  in the parameter, other definitions put in
    radius       of a curve in polar coordinates, else None
    stages       the horizontal coordinate by the parameter, the vertical one, then dy/dx, d²y/dx² … by it
    divisions    one for each order
    point        the curve at a value of the parameter, if one was asked for
    """

    reading: Reading
    parameter: Symbol
    names: tuple[Symbol, Symbol]
    coordinates: tuple[Expression, Expression]
    radius: Expression | None
    stages: tuple[Stage, ...]
    divisions: tuple[Division, ...]
    limits: Limits
    point: CurvePoint | None = None

    def __reduce__(self) -> tuple[object, ...]:
        values = None if self.point is None else dict(self.point.values)
        return _again, (self.reading, self.parameter, self.order, values, self.limits)

    @property
    def order(self) -> int:
        return len(self.divisions)

    @property
    def answer(self) -> Expression:
        """The derivative of the order that was asked for, in terms of the parameter."""
        return self.divisions[-1].answer

    @property
    def slopes(self) -> tuple[Expression, ...]:
        """dy/dx, d²y/dx² … in terms of the parameter."""
        return tuple(division.answer for division in self.divisions)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of every differentiation by the parameter."""
        return tuple(step for stage in self.stages for step in stage.steps)

    @property
    def taken(self) -> frozenset[str]:
        """The names that mean something already."""
        return self.stages[0].taken

    def __repr__(self) -> str:
        (x, y), order = self.names, "" if self.order == 1 else f"^{self.order}"
        return f"<ParametricDerivation d{order}{y.name}/d{x.name}{order}: {self.answer!r}>"


def parametric(
    source: str | Node | Reading | Mapping[str, str | Expression],
    parameter: str | Symbol | None = None,
    *,
    order: int = 1,
    at: Any = None,
    limits: Limits = DEFAULT,
) -> ParametricDerivation:
    """How the slope of a curve by its parameter is found: dy/dx = (dy/dt)/(dx/dt).

    source      two definitions such as "x = cos(t); y = sin(t)", in text, as a System or by name; x is horizontal, or
                else the first; definitions that these use may stand beside them; or one, "r = 1 + cos(theta)", for
                polar coordinates
    parameter   left out, the only letter that is not defined, else t, theta, s or u
    order       of the derivative
    at          a value of the parameter (a number, or text such as "pi/4"), or of every letter: "a = 2, t = pi/4"
    Returns a ParametricDerivation. Its `point` tells a vertical tangent and a singular point.
    Raises ReadingError and LimitError as `derive` does; NameUnknownError where it is not clear what is the parameter;
    ChainRuleError where there is no curve; DomainError for a point that is not on it.
    """
    by = None if parameter is None else symbol_of(parameter)
    if isinstance(source, Reading):
        reading = source
    else:
        if isinstance(source, str) and "=" not in source:
            raise ChainRuleError(f"a curve has a definition for each coordinate; {EXAMPLE}")
        names = () if by is None else (by.name,)
        text = _parted(source) if isinstance(source, str) else source
        reading = read(text, variable=by, names=names, limits=limits)
    return _again(reading, by, order, at, limits)


def _parted(text: str) -> str:
    """Definitions that are parted by commas, as in x = cos(t), y = sin(t), parted as the language has it."""
    ends = [end for start, end in entries(text) if "=" in text[start:end]]
    if ";" in text or "\n" in text or len(ends) != len(list(entries(text))):
        return text
    return "".join(";" if index in ends else character for index, character in enumerate(text))


def _again(reading: Reading, by: Symbol | None, order: int, at: Any, limits: Limits) -> ParametricDerivation:
    limits.check("order", order)
    if not isinstance(order, int) or isinstance(order, bool) or order < 1:
        raise ChainRuleError(f"the order of a derivative along a curve is 1 or more, not {order!r}")
    names, coordinates, radius = _curve(reading, by)
    t = by or _parameter(reading, coordinates)
    taken = frozenset((*reading.node.names, *reading.node.functions, reading.name or "", t.name, "x", "y"))
    manner = Manner.of(Sum(coordinates))
    stages: list[Stage] = []

    def by_parameter(target: Expression) -> Expression:
        stages.append(differentiated(target, t, manner, limits, tuple(stages), taken, {}))
        return stages[-1].answer

    across, up = [by_parameter(coordinate) for coordinate in coordinates]
    if across is ZERO:
        x, y = names
        raise ChainRuleError(f"{x.name} does not change with {t.name}, so there is no d{y.name}/d{x.name}")
    divisions = [_divided(up, across, manner, limits)]
    while len(divisions) < order:
        divisions.append(_divided(by_parameter(divisions[-1].answer), across, manner, limits))
    found = ParametricDerivation(
        reading, t, names, coordinates, radius, tuple(stages), tuple(divisions), limits
    )
    return found if at is None else _at(found, at)


def _divided(above: Expression, below: Expression, manner: Manner, limits: Limits) -> Division:
    tidier = Tidier(manner, limits)
    raw = Quotient(above, below)
    tidy = tidier.tidy(raw)
    return Division(raw, tidy, *squares_added(tidy, tidier))


# --- what the curve is -----------------------------------------------------------------------------------------------


def _curve(
    reading: Reading, by: Symbol | None
) -> tuple[tuple[Symbol, Symbol], tuple[Expression, Expression], Expression | None]:
    """The names of the coordinates, what they are in the parameter, and the radius of a curve in polar coordinates."""
    if isinstance(reading.node, System):
        known = resolved(reading.node)
        defined = [name for name, _ in reading.node.definitions]
        used = {symbol for _, value in reading.node.definitions for symbol in symbols(value)}
        ends = [name for name in defined if name not in used]
        names = [X, Y] if X in defined and Y in defined else ends
        if len(names) == 2:
            x, y = names
            left_over = [name.name for name in ends if name not in names]
            if left_over:
                raise ChainRuleError(
                    f"{x.name} and {y.name} make the curve, and {left_over[0]} is of no use; leave it out"
                )
            return (x, y), (known[x], known[y]), None
        listed = " and ".join(name.name for name in ends)
        raise ChainRuleError(f"a curve has two coordinates, and here {listed} could be some; {EXAMPLE}")
    radius = reading.node
    if not isinstance(radius, Expression) or reading.name is None:
        raise ChainRuleError(f"a curve has a definition for each coordinate; {EXAMPLE}")
    if reading.name != "r":
        raise ChainRuleError(f"a curve has two coordinates, and here is {reading.name} alone; {EXAMPLE}")
    angle = by or _parameter(reading, (radius, radius))
    cosine, sine = [Call(function_named(name), (angle,)) for name in ("cos", "sin")]
    return (X, Y), (Product((radius, cosine)), Product((radius, sine))), radius


def _parameter(reading: Reading, coordinates: tuple[Expression, Expression]) -> Symbol:
    """The only letter of the coordinates, or that which is usual."""
    free = list(dict.fromkeys((*symbols(coordinates[0]), *symbols(coordinates[1]))))
    if not free:
        if reading.name == "r":
            return Symbol("theta")  # a circle
        raise ChainRuleError(f"nothing moves along this curve: it has no parameter; {EXAMPLE}")
    if len(free) == 1:
        return free[0]
    usual = [symbol for name in USUAL for symbol in free if symbol.name == name]
    in_both = [symbol for symbol in usual if all(symbol in symbols(coordinate) for coordinate in coordinates)]
    likely = in_both or usual
    if not likely or (not in_both and len(usual) > 1):
        names, first = ", ".join(symbol.name for symbol in free), free[0].name
        raise NameUnknownError(
            f"which is the parameter: {names}? Name it, as in parameter={first!r} (--parameter {first})", first
        )
    return likely[0]


# --- at a point ------------------------------------------------------------------------------------------------------


def _at(curve: ParametricDerivation, at: Any) -> ParametricDerivation:
    wanted = dict.fromkeys((*symbols(curve.coordinates[0]), *symbols(curve.coordinates[1])))
    wanted.pop(curve.parameter, None)
    values = complete_point(with_name(at, curve.parameter), (*wanted, curve.parameter))
    place = tuple(_coordinate(curve, index, values) for index in (0, 1))
    rates = tuple(
        rate_at(stage.target, stage.answer, curve.parameter, values, limits=curve.limits) for stage in curve.stages[:2]
    )
    return replace(curve, point=_told(curve, values, (place[0], place[1]), (rates[0], rates[1])))


def _coordinate(curve: ParametricDerivation, index: int, values: Point) -> At:
    found = value_at(curve.coordinates[index], values, limits=curve.limits)
    if found is None:
        where = ", ".join(f"{name.name} = {value}" for name, value in values.items())
        message = f"{curve.names[index].name} has no real value at {where}, or one too large here"
        raise DomainError(message, curve.coordinates[index])
    return found


def _told(
    curve: ParametricDerivation, values: Point, place: tuple[At, At], rates: tuple[At | None, At | None]
) -> CurvePoint:
    across, up = rates
    nothing = (None,) * curve.order
    if across is None or up is None:
        return CurvePoint(values, place, rates, "none", nothing)
    if across.number == 0 and up.number == 0:
        limit = value_at(curve.slopes[0], values, limits=curve.limits)
        turns = _turns(curve, values)
        retraced = turns is True and _retraced(curve, values)
        return CurvePoint(values, place, rates, "singular", nothing, limit, turns, retraced)
    if across.number == 0:
        return CurvePoint(values, place, rates, "vertical", nothing)
    slopes = tuple(value_at(slope, values, limits=curve.limits) for slope in curve.slopes)
    if slopes[0] is None:  # cancelled where it need not be: the two rates are there
        slopes = (value_at(Quotient(up.exact, across.exact), {}, limits=curve.limits), *slopes[1:])
    return CurvePoint(values, place, rates, "slope", slopes)


def _turns(curve: ParametricDerivation, values: Point) -> bool | None:
    """Does the velocity just after a singular point run against that just before it? None where neither is clear."""
    t = curve.parameter
    beside: list[tuple[float, float]] = []
    for step in (Negation(Quotient(Number(1), NEAR)), Quotient(Number(1), NEAR)):
        near = {**values, t: Sum((values[t], step))}
        rates = [number_at(stage.answer, near) for stage in curve.stages[:2]]
        if rates[0] is None or rates[1] is None or not any(rates):
            return None
        size = (rates[0] ** 2 + rates[1] ** 2) ** 0.5
        beside.append((rates[0] / size, rates[1] / size))
    (a, b), (c, d) = beside
    cosine = a * c + b * d
    return None if abs(cosine) < CLEAR else cosine < 0


def _retraced(curve: ParametricDerivation, values: Point) -> bool:
    """Is the curve at the same place as long before the point as after it?"""
    t = curve.parameter
    for step in RETRACED:
        before, after = Sum((values[t], Negation(step))), Sum((values[t], step))
        gaps = [substitute(c, {t: after}) - substitute(c, {t: before}) for c in curve.coordinates]
        if any(number_at(gap, values) != 0 for gap in gaps):
            return False
    return True
