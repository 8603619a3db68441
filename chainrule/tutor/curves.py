"""Two expressions beside each other on the curve of a relation: at points found to many digits, and nowhere else.

On x^2 + y^2 = 25 the slopes -x/y and -x y/(25 - x^2) are the same, though they are different expressions. They count as
the same where they agree to 80 digits at 12 points or more, and as different where their values do so for certain.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import count, islice, pairwise
from threading import Lock
from typing import Any, Literal

from chainrule.calculus.comparison.equivalence import GRID, Comparison, bisected, compare
from chainrule.calculus.comparison.stand_ins import Smooth
from chainrule.calculus.curves.implicit import ImplicitDerivation
from chainrule.calculus.engine import differentiate
from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.number_systems import FLOATS, high_precision
from chainrule.expression.walking import symbols

__all__ = ["DIGITS", "Curve", "Point"]

PLAIN = (1.0, 2.0, 3.0, 0.5, 4.0)  # places of the variable that make a plain witness
GENERAL = [0.37 * (11 * n % 28) - 5.13 for n in range(28)]  # and places that are no round numbers, left and right
SCALES = (1.0, 0.083, 13.7)  # of the general ones, for curves that are small or far away
HELD = (1.37, 2.61, 0.83, 3.19)  # values of the other letters
BRANCHES = 6  # values of the dependent letter at one place, those next to 0
REFINED = 8  # rounds of Newton's method
DIGITS = 120
AGREES, DIFFERS = -80, -60  # powers of ten, relative: what lies between says nothing
ENOUGH = 12

Point = dict[str, Any]
Met = Literal["same", "different", "lacking", "unclear"]  # lacking: there is no value


class Curve:
    """The curve of a relation, with the points of it that were found so far."""

    def __init__(self, derivation: ImplicitDerivation) -> None:
        self.derivation = derivation
        self.x, self.y = derivation.variable.name, derivation.dependent.name
        relation = derivation.relation
        gap = relation.left - relation.right
        self.arithmetic = high_precision(DIGITS)
        slope = differentiate(gap, derivation.dependent)
        self._quick = program(gap, functions=Smooth(FLOATS))
        self._close = program(gap, slope, arithmetic=self.arithmetic, functions=Smooth(self.arithmetic))
        self._others = [symbol.name for symbol in symbols(relation) if symbol.name not in (self.x, self.y)]
        self._found: list[Point] = []
        self._rest = self._searched()
        self._searching = Lock()

    def points(self, letters: Iterable[Symbol] = ()) -> Iterator[Point]:
        """Points to many digits, the plain ones first; `letters` that the relation lacks get some value, too."""
        more = [letter.name for letter in letters if letter.name not in (self.x, self.y, *self._others)]
        for turn in count():
            with self._searching:
                self._found += islice(self._rest, max(0, turn + 1 - len(self._found)))
            if turn >= len(self._found):
                return
            values = {name: self._held(turn + 5 * index + 1) for index, name in enumerate(more)}
            yield {**self._found[turn], **values}

    def is_general(self, point: Point) -> bool:
        """Is it no plain place, where expressions may be equal by chance?"""
        return point[self.x] not in PLAIN

    def _held(self, turn: int) -> Any:
        return self.arithmetic.number(HELD[turn % len(HELD)])

    def _searched(self) -> Iterator[Point]:
        plain = [point for turn, place in enumerate(PLAIN) for point in self._at(place, turn)]
        yield from sorted(plain, key=lambda point: (point[self.y] != int(point[self.y]), point[self.y] < 0))
        for turn, place in enumerate(scale * place for scale in SCALES for place in GENERAL):
            yield from self._at(place, turn)

    def _at(self, place: float, turn: int) -> Iterator[Point]:
        """Where the curve passes, for a place of the variable."""
        exact = {name: self._held(turn + 3 * index) for index, name in enumerate(self._others)}
        exact[self.x] = self.arithmetic.number(place)
        held = {name: float(value) for name, value in exact.items()}

        def gap(value: float) -> float:
            return self._gap({**held, self.y: value})

        steps = [(low, high) for (low, a), (high, b) in pairwise((y, gap(y)) for y in GRID) if a * b < 0]
        for low, high in sorted(nsmallest(BRANCHES, steps, key=lambda step: abs(step[0]))):
            found = self._refined(exact, self.arithmetic.number(bisected(gap, low, high)))
            if found is not None:
                yield {**exact, self.y: found}

    def _gap(self, point: Point) -> float:
        try:
            (value,) = self._quick.attempt(point)
        except ChainRuleError:
            return math.nan
        return math.nan if isinstance(value, Undefined) else float(value)

    def _refined(self, held: Point, start: Any) -> Any | None:
        """The root by Newton's method, to many digits; None where that does not settle, as at a pole."""
        place, tiny = start, self.arithmetic.number(10) ** (10 - DIGITS)
        for _ in range(REFINED):
            gap, slope = self._close.attempt({**held, self.y: place})
            if isinstance(gap, Undefined) or isinstance(slope, Undefined) or not slope:
                return None
            step = gap / slope
            place -= step
            if abs(step) <= abs(place) * tiny:
                whole = round(place)
                return self.arithmetic.number(int(whole)) if abs(place - whole) <= tiny else place
        return None

    # --- two expressions ---------------------------------------------------------------------------------------------

    def compared(self, right: Expression, answer: Expression) -> Comparison:
        """The answer beside the right expression, in the letters of the relation, wherever that holds.

        A witness of "same-where-both-defined" is a point where the answer has no value.
        """
        if compare(answer, right).verdict == "same":
            return Comparison("same")
        agreeing, lacking = 0, None
        for point, verdict in self.met(right, answer):
            match verdict:
                case "different":
                    return Comparison("different", {name: float(value) for name, value in point.items()})
                case "same" if self.is_general(point):
                    agreeing += 1
                case "lacking":
                    lacking = lacking or {name: float(value) for name, value in point.items()}
            if agreeing >= ENOUGH:
                return Comparison("same") if lacking is None else Comparison("same-where-both-defined", lacking)
        return Comparison("undecided")

    def met(self, right: Expression, answer: Expression) -> Iterator[tuple[Point, Met]]:
        """Points of the curve where the right expression has a value, each with what the answer is there."""
        arithmetic = self.arithmetic
        made = program(right, answer, arithmetic=arithmetic, functions=Smooth(arithmetic))
        tiny, clear = arithmetic.number(10) ** AGREES, arithmetic.number(10) ** DIFFERS
        for point in self.points(dict.fromkeys((*symbols(right), *symbols(answer)))):
            first, second = made.attempt(point)
            if isinstance(first, Undefined):
                continue
            if isinstance(second, Undefined):
                yield point, "unclear" if second.too_large else "lacking"
                continue
            gap, scale = abs(first - second), max(abs(first), abs(second), arithmetic.number(1))
            yield point, "same" if gap <= tiny * scale else "different" if gap > clear * scale else "unclear"

