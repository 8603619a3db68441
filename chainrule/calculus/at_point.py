"""A derivation at a point: every link measured, value and slope, a nudge, and steps downhill."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, NamedTuple

from chainrule.calculus.derivation import Derivation
from chainrule.calculus.links import Gauge, Measured, chain_of
from chainrule.calculus.probing import rate_exists
from chainrule.calculus.tidying.terms import rational
from chainrule.errors import ChainRuleError, NameUnknownError
from chainrule.expression.evaluation import Program, Undefined, program
from chainrule.expression.nodes import Expression, Piecewise, Symbol
from chainrule.expression.number_systems import high_precision
from chainrule.expression.points import check_names, float_of, point_of
from chainrule.expression.shown import ShownAtPoint
from chainrule.expression.walking import preorder, symbols

__all__ = ["AtPoint", "Descent", "Nudge", "Part", "at_point", "without_corners"]

NUDGES = 1e-3, 1e-4, 1e-6, -1e-3, -1e-4, -1e-6  # the first that shows every rate; then such parts of the place
AGREES = 0.1  # a ratio of changes that is farther from its rate than this part of it shows nothing
MOST_STEPS = 1_000
DIGITS = 40  # at a point that no float is
Trend = Literal["increasing", "decreasing", "level"]


class Nudge(NamedTuple):
    """What a small step does: the variable before and after, and every link before and after, from the outside in."""

    step: float
    before: tuple[float, ...]
    after: tuple[float, ...]


class Part(NamedTuple):
    """A factor, term, numerator or denominator at the point."""

    expression: Expression
    value: float
    rate: float


class Descent(NamedTuple):
    """One row of a descent: where it is, the value and the slope there; None where there is none."""

    place: float
    value: float | None
    slope: float | None


@dataclass(frozen=True, eq=False, repr=False)
class AtPoint(ShownAtPoint):
    """A derivation at a point.

    point     a value for each symbol, exact as it was given
    links     from the outside in, each with its value and its rate there, or with the part that has none
    step      the α of the descent x - α f'(x), or None
    steps     how often it was asked for
    descent   the places it comes to, the point itself first; it ends where there is no slope
    """

    derivation: Derivation
    point: Mapping[Symbol, Expression]
    links: tuple[Measured, ...]
    step: float | None = None
    steps: int = 1
    descent: tuple[Descent, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        return at_point, (self.derivation, dict(self.point), self.step, self.steps)

    @cached_property
    def values(self) -> dict[Symbol, float]:
        """The point as floats."""
        return {symbol: float_of(symbol, value) for symbol, value in self.point.items()}

    @property
    def variable(self) -> Symbol:
        return self.derivation.variable

    @property
    def value(self) -> float | None:
        """Of the target, or None where it has none."""
        return self.links[0].value

    @cached_property
    def slope(self) -> float | None:
        """The first derivative by the variable, the product of the rates; None where a link has none."""
        product = 1.0
        for link in self.links:
            if link.rate is None or link.value is None:
                return None
            product *= link.rate
        return product if math.isfinite(product) else None

    @cached_property
    def result(self) -> float | None:
        """What the derivation finds, of whatever order, at the point."""
        if self.slope is None or self.derivation.order == 1:
            return self.slope
        return self._of(self.derivation.stages[-1].answer)

    @property
    def trend(self) -> Trend | None:
        if self.slope is None:
            return None
        if self.slope == 0:
            return "level"
        return "increasing" if self.slope > 0 else "decreasing"

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Of a sum, product or quotient: each part that moves, with its value and its rate."""
        step = self.derivation.stages[0].steps[0]
        if step.rule not in ("sum", "product", "quotient") or len(step.substeps) < 2:
            return ()
        tidied = self.derivation.stages[0].tidied
        found = [(sub.target, self._of(sub.target), self._of(tidied(sub.result))) for sub in step.substeps]
        return tuple(Part(target, v, r) for target, v, r in dict.fromkeys(found) if v is not None and r is not None)

    @cached_property
    def nudge(self) -> Nudge | None:
        """What a small step of the variable does to every link; None where that cannot be seen."""
        if any(link.value is None or link.rate is None for link in self.links):
            return None
        gauge, here = Gauge(link.link for link in self.links), self.values
        place = here[self.variable]
        before = tuple(link.value for link in self.links if link.value is not None)
        for step in (*NUDGES, *[abs(place) * part for part in NUDGES]):
            there = gauge.at({**here, self.variable: place + step})
            after = tuple(link.value for link in there if link.value is not None)
            if len(after) == len(before) and self._shows((place, *before[::-1]), (place + step, *after[::-1])):
                return Nudge(step, before, after)
        return None

    def _shows(self, before: tuple[float, ...], after: tuple[float, ...]) -> bool:
        """Do the ratios of the changes, from the inside out, come near the rates?"""
        changes = [b - a for a, b in zip(before, after, strict=True)]
        for inner, outer, link in zip(changes, changes[1:], reversed(self.links), strict=False):
            rate = link.rate or 0.0
            if rate and (not inner or abs(outer / inner - rate) > AGREES * abs(rate)):
                return False
        return changes[0] != 0

    def _of(self, expression: Expression) -> float | None:
        return _attempt(program(expression), self.values)

    def __repr__(self) -> str:
        where = ", ".join(f"{symbol.name} = {value}" for symbol, value in self.point.items())
        return f"<AtPoint {where}: value {self.value}, slope {self.slope}>"


def at_point(
    derivation: Derivation, point: str | Mapping[Any, Any], step: float | None = None, steps: int = 1
) -> AtPoint:
    """The derivation at a point; see `Derivation.at`."""
    if not derivation.stages:
        raise ChainRuleError("nothing is differentiated here, so there is no slope at a point")
    if step is None and steps != 1:
        raise ChainRuleError("steps go with a step, the α of a descent")
    exact = point_of(point)
    wanted = dict.fromkeys((*derivation.variables, *symbols(derivation.target)))
    _check_names(derivation, exact, tuple(wanted))
    values = {symbol: float_of(symbol, exact[symbol]) for symbol in wanted}
    chain = chain_of(derivation)
    if all(isinstance(rational(exact[symbol]), int | Fraction) for symbol in wanted):
        found = Gauge(chain).at(values)
    else:  # pi/2 is no float: with more digits it is seen that the cosine is 0 there
        many = high_precision(DIGITS)
        found = Gauge(chain, many).at({symbol: program(exact[symbol], arithmetic=many).at({})[0] for symbol in wanted})
    descent = _descent(derivation, values, step, steps) if step is not None else ()
    measured = without_corners(found, values)
    return AtPoint(derivation, {symbol: exact[symbol] for symbol in wanted}, measured, step, steps, descent)


def without_corners(measured: tuple[Measured, ...], values: Mapping[Symbol, float]) -> tuple[Measured, ...]:
    """Where branches of a piecewise meet, what the formula of one of them gives may be no slope: that is tried."""
    found = list(measured)
    for index, link in enumerate(measured):
        inside = measured[index + 1].value if index + 1 < len(measured) else values[link.link.inside]
        if inside is None or not any(isinstance(node, Piecewise) for node in preorder(link.link.outer)):
            continue
        point = {symbol.name: value for symbol, value in values.items()} | {link.link.inside.name: inside}
        if not rate_exists(link.link.outer, link.link.inside, point):
            found[index] = link._replace(rate=None, smooth=False)
    return tuple(found)


def _check_names(derivation: Derivation, point: Mapping[Symbol, Expression], wanted: tuple[Symbol, ...]) -> None:
    check_names(point, wanted)
    if derivation.target.functions:
        raise NameUnknownError(
            f"{derivation.target.functions[0]} is an unknown function: it has no value at a point",
            derivation.target.functions[0],
        )


def _descent(
    derivation: Derivation, values: Mapping[Symbol, float], step: float, steps: int
) -> tuple[Descent, ...]:
    """x, x - step·f'(x), and so on, until there is no value or no slope."""
    if isinstance(step, bool) or not isinstance(step, int | float) or not math.isfinite(step) or step <= 0:
        raise ChainRuleError(f"the step of a descent is a number above 0, not {step}")
    if isinstance(steps, bool) or not isinstance(steps, int) or not 1 <= steps <= MOST_STEPS:
        raise ChainRuleError(f"a descent takes from 1 to {MOST_STEPS:,} steps, not {steps}")
    both = program(derivation.target, derivation.stages[0].answer)
    place, rows = values[derivation.variable], []
    for _ in range(steps + 1):
        value, slope = (_real(v) for v in both.attempt({**values, derivation.variable: place}))
        rows.append(Descent(place, value, slope if value is not None else None))
        if value is None or slope is None or not math.isfinite(place - step * slope):
            break
        place -= step * slope
    return tuple(rows)


def _attempt(made: Program, values: Mapping[Symbol, float]) -> float | None:
    return _real(made.attempt(values)[0])


def _real(value: object) -> float | None:
    return None if isinstance(value, Undefined) or not isinstance(value, int | float) else float(value)
