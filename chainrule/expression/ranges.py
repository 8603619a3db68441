"""Which values an expression can take: an interval for each sub-expression, and whether it can be 0.

Bounds are safe, not sharp: what a range excludes is excluded for all real values of the symbols.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import cache, reduce
from typing import Literal, NamedTuple, assert_never

from chainrule.expression import formulas
from chainrule.expression.exactness import ExactValues, unfinished
from chainrule.expression.formulas import Linear
from chainrule.expression.functions import Function
from chainrule.expression.nodes import (
    Call,
    Constant,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    UnknownCall,
)  # fmt: skip
from chainrule.expression.numerics import Rational, ratio

__all__ = ["Range", "Ranges", "always"]

Bound = Rational | float  # a float where it is infinite
BITS = 256  # larger bounds are given up, to keep the work small


class Range(NamedTuple):
    """From low to high, each end possibly left out; `nonzero` where 0 is left out of the inside."""

    low: Bound = -math.inf
    high: Bound = math.inf
    low_open: bool = True
    high_open: bool = True
    nonzero: bool = False

    @property
    def positive(self) -> bool:
        return self.low > 0 or (self.low == 0 and (self.low_open or self.nonzero))

    @property
    def negative(self) -> bool:
        return self.high < 0 or (self.high == 0 and (self.high_open or self.nonzero))

    @property
    def unbounded(self) -> bool:
        return self.low == -math.inf and self.high == math.inf

    @property
    def never_zero(self) -> bool:
        return self.nonzero or self.positive or self.negative

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low, self.high_open, self.low_open, self.nonzero)

    def plus(self, other: Range) -> Range:
        low_open, high_open = self.low_open or other.low_open, self.high_open or other.high_open
        return _bounded(self.low + other.low, self.high + other.high, low_open, high_open)

    def times(self, other: Range) -> Range:
        if (self.unbounded and other != ZERO) or (other.unbounded and self != ZERO):
            return NONZERO if self.never_zero and other.never_zero else ANY
        ends = [(a, a_open) for a, a_open in ((self.low, self.low_open), (self.high, self.high_open))]
        others = [(b, b_open) for b, b_open in ((other.low, other.low_open), (other.high, other.high_open))]
        corners = [_times(a, a_open, b, b_open) for a, a_open in ends for b, b_open in others]
        low, high = min(value for value, _ in corners), max(value for value, _ in corners)
        low_open = all(is_open for value, is_open in corners if value == low)
        high_open = all(is_open for value, is_open in corners if value == high)
        return _bounded(low, high, low_open, high_open, self.never_zero and other.never_zero)

    def reciprocal(self) -> Range:
        if self.negative:
            return -(-self).reciprocal()
        if not self.positive:
            return NONZERO
        low, high = self.low, self.high
        return Range(
            0 if isinstance(high, float) else ratio(1, high),
            math.inf if low == 0 or isinstance(low, float) else ratio(1, low),
            self.high_open, self.low_open or low == 0, True,
        )  # fmt: skip

    def size(self) -> Range:
        """The range of the absolute value."""
        if self.low >= 0:
            return self
        if self.high <= 0:
            return -self
        return max(-self, self, key=lambda r: r.high)._replace(low=0, low_open=self.nonzero)

    def within(self, other: Range) -> Range:
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Range(low, high, low_open, not high_closed, self.nonzero or other.nonzero)


ANY, NONZERO, ZERO = Range(), Range(nonzero=True), Range(0, 0, False, False)
POSITIVE, NOT_NEGATIVE = Range(low=0), Range(low=0, low_open=False)
KNOWN = {"pi": Range(Fraction(333, 106), Fraction(355, 113)), "e": Range(Fraction(193, 71), Fraction(87, 32))}


class Ranges(dict[Node, Range]):
    """The ranges of sub-expressions, found when asked for and then kept."""

    def __init__(self, exact: ExactValues | None = None) -> None:
        super().__init__()
        self.exact = ExactValues() if exact is None else exact

    def __missing__(self, root: Node) -> Range:
        for node in unfinished(root, self) if root.children else (root,):
            assert isinstance(node, Expression)
            value = self.exact.rational(node)
            if value is not None and _bits(value) <= BITS:
                self[node] = Range(value, value, False, False)
            else:
                self[node] = _range(node, self)
        return self[root]


def always(relation: Relation, found: Ranges | None = None) -> bool | None:
    """Whether a relation holds for all real values of its symbols, for none, or perhaps for some (None)."""
    known = Ranges() if found is None else found
    left, right = known[relation.left], known[relation.right]
    gap = left if right == ZERO else left.plus(-right)
    match relation.sign:
        case ">":
            return True if gap.positive else False if gap.high <= 0 else None
        case ">=":
            return True if gap.low >= 0 else False if gap.negative else None
        case "<":
            return True if gap.negative else False if gap.low >= 0 else None
        case "<=":
            return True if gap.high <= 0 else False if gap.positive else None
        case "!=":
            return True if gap.never_zero else False if gap.low == gap.high == 0 else None
        case _:
            return True if gap.low == gap.high == 0 else False if gap.never_zero else None


def _range(node: Expression, found: Ranges) -> Range:
    parts = [found[child] for child in node.children]
    match node:
        case Number():  # not zero, for that is known exactly
            return POSITIVE
        case Symbol() | UnknownCall():
            return ANY
        case Constant(name):
            return KNOWN[name]
        case Sum():
            return reduce(Range.plus, parts)
        case Product():
            return reduce(Range.times, parts)
        case Quotient():
            return parts[0].times(parts[1].reciprocal())
        case Negation():
            return -parts[0]
        case Power(base, exponent):
            return _power(base, parts[0], parts[1], found.exact.rational(exponent))
        case Call(function, _):
            return _called(function, parts)
        case Piecewise(branches, otherwise):
            values = [found[value] for value, _ in branches]
            return _hull(values + ([found[otherwise]] if otherwise is not None else []))
    assert_never(node)  # type: ignore[arg-type]


def _power(base: Expression, inner: Range, exponent: Range, exact: Rational | None) -> Range:
    if exact is None:
        if base is E and exponent.low >= 0:
            return Range(low=1, low_open=exponent.positive)
        if base is E and exponent.high <= 0:
            return Range(0, 1, high_open=exponent.negative)
        return POSITIVE if inner.positive else ANY
    if exact < 0:
        return _power(base, inner, exponent, -exact).reciprocal()
    if exact.denominator % 2 == 0 or exact.numerator % 2 == 0:
        size = inner.size() if exact.denominator % 2 else inner.within(NOT_NEGATIVE)
        if exact.denominator > 1 or exact > 64:
            return POSITIVE if size.positive or inner.never_zero else NOT_NEGATIVE
        power = int(exact)
        return _bounded(size.low**power, size.high**power, size.low_open, size.high_open, inner.never_zero)
    return _signed(inner, ANY)


def _signed(inner: Range, whole: Range) -> Range:
    """The range of what is 0 only where `inner` is, and has its sign if it can be negative at all."""
    if inner.low >= 0 or whole.low >= 0:
        return whole.within(POSITIVE if inner.never_zero else NOT_NEGATIVE)
    if inner.high <= 0:
        return whole.within(-POSITIVE if inner.never_zero else -NOT_NEGATIVE)
    return whole._replace(nonzero=whole.nonzero or inner.never_zero)


def _called(function: Function, parts: list[Range]) -> Range:
    whole = _row_range(function)
    return _signed(parts[0], whole) if function.zeros else whole


@cache
def _row_range(function: Function) -> Range:
    """The hull of a row's intervals."""
    return _hull([
        Range(_bound(low, -1), _bound(high, 1), low_open, high_open)
        for low, high, low_open, high_open in formulas.intervals(function)
    ])


def _bound(end: Linear | None, outward: Literal[-1, 1]) -> Bound:
    """The end of an interval; pi only makes a bound here, so the neighbour that lies farther out is safe."""
    if end is None:
        return outward * math.inf
    number, times, _ = end
    pi = KNOWN["pi"]
    return number + times * (pi.high if times * outward > 0 else pi.low)


def _hull(parts: Iterable[Range]) -> Range:
    several = list(parts)
    low, low_open = min((part.low, part.low_open) for part in several)
    high, high_closed = max((part.high, not part.high_open) for part in several)
    return Range(low, high, low_open, not high_closed, all(part.never_zero for part in several))


def _times(a: Bound, a_open: bool, b: Bound, b_open: bool) -> tuple[Bound, bool]:
    if a == 0 or b == 0:
        return 0, not ((a == 0 and not a_open) or (b == 0 and not b_open))
    return a * b, a_open or b_open


def _bits(value: Bound) -> int:
    return 0 if isinstance(value, float) else max(value.numerator.bit_length(), value.denominator.bit_length())


def _bounded(low: Bound, high: Bound, low_open: bool, high_open: bool, nonzero: bool = False) -> Range:
    if _bits(low) > BITS:
        low, low_open = (0, low_open) if low > 0 else (-math.inf, True)
    if _bits(high) > BITS:
        high, high_open = (0, high_open) if high < 0 else (math.inf, True)
    return Range(low, high, low_open, high_open, nonzero)
