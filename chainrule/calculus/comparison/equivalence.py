"""Are two expressions the same? By a normal form first, then by values at many points to many digits.

The verdict is one of
    same                     equal wherever either has a value
    same-where-both-defined  equal where both have a value, but one has a value where the other has none
    different                a point is known, confirmed at high precision, where their values differ
    undecided                nothing of this could be shown
Equality is shown by equal normal forms, or by agreement to more than 40 digits at 12 or more general points.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, Literal

from chainrule.calculus.comparison.algebra import Form
from chainrule.calculus.comparison.normal_form import NormalForms, TooHardError
from chainrule.calculus.comparison.stand_ins import Smooth
from chainrule.expression.domains import Condition, conditions, solved
from chainrule.expression.evaluation import Program, Undefined, program, target_of
from chainrule.expression.exactness import ExactValues, exact_value
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ZERO, Call, Expression, Node, Piecewise, Relation, Symbol, System
from chainrule.expression.number_systems import FLOATS, high_precision
from chainrule.expression.relations import MIRRORED
from chainrule.expression.walking import preorder, symbols

__all__ = ["Comparison", "GRID", "bisected", "compare", "same_form"]

Verdict = Literal["same", "same-where-both-defined", "different", "undecided"]
ENOUGH = 12  # points of agreement in general position
DIGITS = (50, 120, 300)  # the rounds of a close look
LARGE = 3_000  # nodes past which no normal form and no domains are worked out, so that nothing is called the same
STEPS = 1_000_000  # nodes worked out with floats in one comparison
LOOKS = 120_000  # nodes worked out at high precision in one comparison
SPECIAL = (1.0, 2.0, -1.0, 0.5, 3.0, -2.0, 0.0, -0.5, 5.0, 0.25)
SPANS = ((-3.0, 3.0), (0.0, 1.0), (1.0, 4.0), (-1.0, 1.0), (0.0, 12.0), (-12.0, 12.0), (-4.0, -1.0), (0.0, 120.0),
         (-1.5, 1.5), (-120.0, 120.0), (-1e4, 1e4), (-1.0, 0.0))  # fmt: skip
SUSPECTS = 12  # points at which floats differ that are looked at closely
ROUNDS = 4  # points from each span
GRID = tuple(math.sinh(step / 16 + 0.011) for step in range(-96, 97))  # where the zeros of a function are looked for

Point = dict[str, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict; for "different" a witness (a value for each name) and the two values there.

    For "same-where-both-defined" the witness is a point where only one has a value, if one was met.
    """

    verdict: Verdict
    witness: Point | None = None
    values: tuple[float | None, float | None] | None = None


def compare(a: Node | str, b: Node | str, *, limits: Limits = DEFAULT) -> Comparison:
    """Compare two expressions, two equations (side by side) or two systems (definition by definition)."""
    left, right = _node(a, limits), _node(b, limits)
    if left is right:
        return Comparison("same")
    if isinstance(left, Relation) and isinstance(right, Relation):
        return _relations(left, right)
    if isinstance(left, System) and isinstance(right, System):
        return _systems(left, right)
    if isinstance(left, Relation) or isinstance(right, Relation):
        return Comparison("undecided")
    return _Pair(target_of(left), target_of(right)).compared()


def _node(given: Node | str, limits: Limits) -> Node:
    if isinstance(given, Node):
        return given
    from chainrule.expression.reading import parse

    return parse(given, limits=limits)


def _relations(a: Relation, b: Relation) -> Comparison:
    ways = [(b.left, b.right)] if a.sign == b.sign else []
    ways += [(b.right, b.left)] if a.sign == MIRRORED[b.sign] else []
    for left, right in ways:
        found = _worst([_Pair(a.left, left).compared(), _Pair(a.right, right).compared()])
        if found.verdict.startswith("same"):
            return found
    return Comparison("undecided")


def _systems(a: System, b: System) -> Comparison:
    others = dict(b.definitions)
    if {name for name, _ in a.definitions} == set(others):
        found = _worst([_Pair(value, others[name]).compared() for name, value in a.definitions])
        if found.verdict.startswith("same"):
            return found
    return _Pair(target_of(a), target_of(b)).compared()


def _worst(found: Sequence[Comparison]) -> Comparison:
    order = ("different", "undecided", "same-where-both-defined", "same")
    return min(found, key=lambda comparison: order.index(comparison.verdict))


def same_form(a: Expression, b: Expression, forms: NormalForms | None = None) -> bool:
    """Are they shown to be equal by their normal forms? False where those say nothing; `forms` knows some already."""
    forms = forms or NormalForms()
    difference = _difference(a, b, forms)
    return difference is not None and forms.is_zero(difference)


def _difference(a: Expression, b: Expression, forms: NormalForms) -> Form | None:
    try:
        return forms.add(forms.of(a), forms.scaled(forms.of(b), -1))
    except TooHardError:
        return None


class _Pair:
    """Two expressions with what is worked out about them."""

    def __init__(self, a: Expression, b: Expression) -> None:
        self.a, self.b = a, b
        both = (a, b)
        self.names = list(dict.fromkeys(symbol.name for side in both for symbol in symbols(side)))
        self.random = random.Random("chainrule")
        self.unknown = Smooth(FLOATS)
        self.fast = program(a, b, functions=self.unknown)
        self.size = len(self.fast.nodes)
        self.close: dict[int, Program] = {}
        self.looks, self.steps = (LOOKS, STEPS) if self.size <= LARGE else (LOOKS // 2, STEPS // 2)

    @cached_property
    def conditions(self) -> list[list[Condition]]:
        """Where each side has a value; not worked out for large ones."""
        return [] if self.size > LARGE else [list(conditions(side)) for side in (self.a, self.b)]

    def compared(self) -> Comparison:
        if self.a is self.b:
            return Comparison("same")
        sampled = self._sampled()
        if isinstance(sampled, Comparison):
            return sampled
        partly, suspects, others, agreeing = sampled
        forms = NormalForms()
        difference = _difference(self.a, self.b, forms) if self.size <= LARGE else None
        if difference is not None and difference.constant and others:  # one so small that no values show it
            return Comparison("different", others[0], self._values(self.fast, others[0]))
        different, equal = None, difference is not None and forms.is_zero(difference)
        if not equal:
            different, agreed = self._looked(self._spread(others))
            agreeing += agreed
        if different is not None:
            return different
        enough = ENOUGH if self.names else 1
        if self.size > LARGE or not (agreeing >= enough or (equal and (suspects or others))):
            return Comparison("undecided")
        try:
            partly = self._only_one_by_conditions() if partly is None else partly
        except TimeoutError:
            return Comparison("undecided")
        return Comparison("same") if partly is None else Comparison("same-where-both-defined", partly)

    def _looked(self, points: list[Point]) -> tuple[Comparison | None, int]:
        """The difference that is found at one of the points, or None and at how many of them the values agree."""
        agreeing = 0
        for point in points:
            look = self._look(point)
            if isinstance(look, tuple):
                return Comparison("different", point, look), agreeing
            agreeing += look == "equal"
        return None, agreeing

    def _sampled(self) -> Comparison | tuple[Point | None, list[Point], list[Point], int]:
        """By floats: a point where only one has a value, points where the values seem to differ, the other points.

        The first suspects are looked at closely at once: a difference that is found there is all that was asked. The
        last number says at how many of them the values turned out to agree.
        """
        partly, suspects, others, agreeing = None, list[Point](), list[Point](), 0
        for point in self._points():
            if self.steps < STEPS // 3:
                break
            left, right = self._values(self.fast, point)
            if left is None or right is None:
                if left is not right and partly is None and self._only_one(point):
                    partly = point
                continue
            if abs(left - right) > 1e-7 * max(abs(left), abs(right)):
                suspects.append(point)
                if len(suspects) <= SUSPECTS:
                    different, agreed = self._looked([point])
                    if different is not None:
                        return different
                    agreeing += agreed
            else:
                others.append(point)
        return partly, suspects, others, agreeing

    # --- values ------------------------------------------------------------------------------------------------------

    def _values(self, made: Program, point: Point) -> tuple[Any, Any]:
        """Both values; None where there is none, NaN where it is too large to tell."""
        self.steps -= len(made.nodes)
        if self.steps < 0:
            raise TimeoutError
        left, right = made.attempt(point)
        return _told(left), _told(right)

    def _closely(self, digits: int, point: Point) -> tuple[Any, Any]:
        if digits not in self.close:
            arithmetic = high_precision(digits)
            self.close[digits] = program(self.a, self.b, arithmetic=arithmetic, functions=Smooth(arithmetic))
        self.looks -= self.size
        return self._values(self.close[digits], point)

    def _look(self, point: Point) -> tuple[float, float] | Literal["equal", "unclear"]:
        """The values where they differ for certain; "equal" where the difference vanishes as the digits grow."""
        before = None
        for digits in DIGITS:
            if self.looks < 0:
                return "unclear"
            left, right = self._closely(digits, point)
            if left is None or right is None or _lost(left) or _lost(right):
                return "unclear"
            difference, scale = abs(left - right), max(abs(left), abs(right))
            tiny = high_precision(digits).number(10) ** -int(digits * 0.82)
            if difference <= scale * tiny or (before and difference < before * tiny**0.4):
                return "equal"
            if not (left and right) and scale < high_precision(digits).number(10) ** -digits:
                return "unclear"  # one side cancels out altogether, and the other is next to nothing
            if before and abs(difference - before) <= before * 1e-6:
                return _float(left), _float(right)
            before = difference
        return "unclear"

    def _only_one(self, point: Point) -> bool:
        """Whether exactly one has a value, at high precision too."""
        if self.looks < 0:
            return False
        left, right = self._closely(DIGITS[0], point)
        return (left is None) != (right is None) and not (_lost(left) or _lost(right))

    # --- points ------------------------------------------------------------------------------------------------------

    def _points(self) -> Iterator[Point]:
        """Simple points first, for they may become a witness; then points in general position, then at the borders."""
        if not self.names:
            yield {}
            return
        for shift in range(len(SPECIAL) if self.size < 5000 else 3):
            yield {name: SPECIAL[(shift + 3 * place) % len(SPECIAL)] for place, name in enumerate(self.names)}
        for _ in range(ROUNDS if self.size < 5000 else 1):
            for low, high in SPANS:
                yield {name: self._between(low, high) for name in self.names}
        for low, high in SPANS[:6] if len(self.names) > 1 else ():
            yield {name: self._between(low, high) for name in self.names}
        yield from self._borders()

    def _between(self, low: float, high: float) -> float:
        """A number that a float holds exactly and that is no simple fraction."""
        return round(self.random.uniform(low, high) * 2**20) / 2**20

    def _borders(self) -> Iterator[Point]:
        """At, beside and between the places where a function breaks or a domain ends."""
        borders = sorted({(r.left.name, float(v)) for r in self._breaks() if isinstance(r.left, Symbol)
                          for v in [exact_value(r.right)] if v is not None and -1e12 < v < 1e12})[:12]  # fmt: skip
        values = [(name, value + step) for name, value in borders for step in (0, 1e-3, -1e-3, 0.125, -0.125, 1, -1)]
        gaps = [(n, u, v) for (n, u), (m, v) in pairwise(borders) if n == m]
        values += [(name, low + (high - low) * part / 16) for name, low, high in gaps for part in range(1, 16)]
        for name, value in values:
            yield {other: value if other == name else self._between(-2, 2) for other in self.names}

    def _breaks(self) -> Iterator[Relation]:
        exact = ExactValues()
        for condition in chain(*self.conditions):
            yield condition.relation
        for node in preorder(self.a), preorder(self.b):
            for part in node:
                if isinstance(part, Piecewise):
                    for _, relations in part.branches:
                        yield from (solved(relation, exact) for relation in relations)
                elif isinstance(part, Call) and part.function.differentiable and not part.function.domain:
                    yield solved(Relation("!=", part.arguments[0], ZERO), exact)

    def _spread(self, points: list[Point]) -> list[Point]:
        """As many points as there is time to look at closely, taken from all over."""
        affordable = max(ENOUGH, min(2 * ENOUGH, self.looks // max(1, self.size)))
        generic = points[:3] + sorted(points[3:], key=lambda _: self.random.random())
        return generic[:affordable]

    # --- domains -----------------------------------------------------------------------------------------------------

    def _only_one_by_conditions(self) -> Point | None:
        """A point where a condition of one fails and all of the other's hold, or None; found along lines."""
        mine, yours = ({c.relation: None for c in side if c.kind == "exists"} for side in self.conditions)
        for relations, others in ((mine, yours), (yours, mine)):
            made = program(*[side for other in others for side in other.children], functions=self.unknown)
            for relation in relations:
                if relation not in others and relation.sign in ("!=", "<", ">"):
                    for point in self._zeros(relation):
                        self.steps -= len(made.nodes)
                        sides = iter(made.attempt(point))
                        if all(_holds_clearly(other, next(sides), next(sides)) for other in others):
                            return point
        return None

    def _zeros(self, relation: Relation) -> Iterator[Point]:
        """Points, found along a line in each of its symbols, where the two sides are equal."""
        made = program(relation.left, relation.right, functions=self.unknown)

        def gap(point: Point) -> float:
            left, right = self._values(made, point)
            return math.nan if left is None or right is None else left - right

        simple = exact_value(relation.right)
        for symbol in symbols(relation):
            base = {name: self._between(0.5, 2) for name in self.names}
            if relation.left is symbol and simple is not None:
                yield {**base, symbol.name: float(simple)}
                continue
            for value in _roots(lambda value: gap({**base, symbol.name: value})):  # noqa: B023
                yield {**base, symbol.name: value}


def _holds_clearly(relation: Relation, left: Any, right: Any) -> bool:
    """Whether a condition holds for two sides that are only known approximately."""
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return False
    gap = right - left if relation.sign in ("<", "<=") else left - right
    return bool(abs(gap) > 1e-6 if relation.sign == "!=" else gap > (1e-6 if len(relation.sign) == 1 else -1e-6))


def _roots(gap: Callable[[float], float]) -> Iterator[float]:
    """Places where a function of one number is 0, by changes of sign and by dips, on a grid that widens away from 0."""
    values = [gap(x) for x in GRID]
    for i in range(1, len(GRID) - 1):
        before, here, after = values[i - 1 : i + 2]
        if before * here < 0:
            yield bisected(gap, GRID[i - 1], GRID[i])
        elif abs(here) < abs(before) and abs(here) < abs(after) and here * after > 0:
            dip = _dipped(gap, GRID[i - 1], GRID[i + 1])
            if abs(gap(dip)) < 1e-9 * abs(here):
                yield dip


def bisected(gap: Callable[[float], float], low: float, high: float) -> float:
    """Where a function changes its sign between two places."""
    sign = gap(low) > 0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if (gap(middle) > 0) == sign else (low, middle)
    return (low + high) / 2


def _dipped(gap: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(120):
        third = (high - low) / 3
        if abs(gap(low + third)) < abs(gap(high - third)):
            high -= third
        else:
            low += third
    return (low + high) / 2


def _told(value: Any) -> Any:
    if isinstance(value, Undefined):
        return math.nan if value.too_large else None
    return value


def _lost(value: Any) -> bool:
    """Whether it is the NaN that stands for a value too large."""
    return isinstance(value, float) and math.isnan(value)


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
