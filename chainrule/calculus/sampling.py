"""Where to look at a function of one letter, and what is seen there: for charts, plots and tables of values.

The window is found from the point of interest and from where the function exists; the heights from the middle of its
values, so that a pole does not flatten the rest. Edges of the domain and jumps are searched by halving, so that a root
begins on its axis and no line is drawn through a pole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from chainrule.calculus.derivation import Derivation
from chainrule.errors import DomainError, NameUnknownError
from chainrule.expression.evaluation import program, target_of
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression, Node, Symbol

__all__ = ["COUNT", "Curve", "Piece", "Samples", "clipped", "sampled", "window"]

COUNT = 241  # positions, unless another number is asked for
FEWEST = 41
WORK = 500_000  # operations that all positions together may take; a huge expression is looked at in fewer places
PROBES = 200  # places where a window is tried
HALF = 5.0  # half the width of a window that nothing narrows
WIDENED, NARROWED = 4, 4  # how often
WIDER, NARROWER = 10.0, 2.0  # by how much each time
MARGIN = 0.12  # of the domain's width, shown beyond its edges
TURNS = 1 / 6  # of the places: more ups and downs than that cannot be drawn
STEEP, TALL = 2.0, 50.0  # a spread so many times that of its middle half, and so large, is a spike
REACH = 1.0  # how far beyond the middle eight tenths the heights go, in their spread
ROOM = 0.06  # above and below the curve
JUMP = 0.03  # of the height between two neighbours: then it is looked at closely
LOST = 0.5  # of a difference that halving does not lessen: a jump
HALVINGS, SEARCHES = 45, 80
LARGEST = 1e150  # what is larger counts as no value: differences of such numbers overflow

Piece = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Samples:
    """A function of `symbol` at chosen positions.

    xs, ys       the positions from left to right, and the value at each; None where there is none, and at a jump
    left, right  the window
    low, high    the heights to show; values may lie beyond
    """

    symbol: Symbol
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    left: float
    right: float
    low: float
    high: float

    @property
    def empty(self) -> bool:
        """Has the function no value at any position?"""
        return all(y is None for y in self.ys)

    def pieces(self) -> list[Piece]:
        """The unbroken lines of the graph, cut off at `low` and `high`; a lone point is a piece of its own."""
        return list(clipped(zip(self.xs, self.ys, strict=True), self.low, self.high))


class Curve:
    """An expression as a function of one letter, the others having values; None where it has none."""

    def __init__(self, subject: Derivation | Node, symbol: Symbol, others: Mapping[Any, float] | None = None) -> None:
        expression = subject.target if isinstance(subject, Derivation) else target_of(subject)
        self.symbol = symbol
        self._program = program(expression, limits=subject.limits if isinstance(subject, Derivation) else Limits())
        self._point: dict[Any, float] = {_name(name): value for name, value in (others or {}).items()}
        for name in expression.names:
            if name != symbol.name and name not in self._point:
                raise NameUnknownError(f"{name} has no value", name)
        self.size = len(self._program.nodes)

    def affordable(self, count: int, least: int = FEWEST) -> int:
        """So many looks, or fewer where each is much work."""
        return max(least, min(count, WORK // self.size))

    def __call__(self, x: float) -> float | None:
        self._point[self.symbol.name] = x
        try:
            [value] = self._program.attempt(self._point)
        except DomainError:
            return None
        if not isinstance(value, int | float) or not abs(value) < LARGEST:
            return None
        return float(value)


def window(
    subject: Derivation | Node,
    symbol: Symbol | None = None,
    around: float | None = None,
    others: Mapping[Any, float] | None = None,
) -> tuple[float, float]:
    """The left and right end of what a picture of the function should show.

    subject   an expression, or a derivation, whose target is meant
    symbol    the letter that varies; of a derivation, its variable if left out
    around    a position that has to be inside
    others    values of the other letters
    Raises NameUnknownError for a letter without a value and for an unknown function.
    """
    return _window(Curve(subject, _symbol(subject, symbol), others), around)


def sampled(
    subject: Derivation | Node,
    symbol: Symbol | None = None,
    around: float | None = None,
    count: int = COUNT,
    others: Mapping[Any, float] | None = None,
) -> Samples:
    """The function at about `count` positions of its `window`, with more where it begins, ends or jumps."""
    curve = Curve(subject, _symbol(subject, symbol), others)
    left, right = _window(curve, around)
    xs = set(_grid(left, right, curve.affordable(count)))
    if around is not None:
        xs.add(around)
    points = [(x, curve(x)) for x in sorted(xs)]
    here = None if around is None else curve(around)
    low, high = _heights([y for _, y in points if y is not None], here)
    found = list(_searched(curve, points, high - low))
    return Samples(curve.symbol, tuple(x for x, _ in found), tuple(y for _, y in found), left, right, low, high)


def clipped(points: Iterable[tuple[float, float | None]], low: float, high: float) -> Iterator[Piece]:
    """The lines between neighbouring points as far as they lie between two heights; None breaks a line."""
    piece: Piece = []
    before: tuple[float, float] | None = None
    for x, y in points:
        if y is None:
            yield from [piece] if piece else []
            piece, before = [], None
            continue
        if before is None:
            piece = [(x, y)] if low <= y <= high else []
        elif (part := _part(before, (x, y), low, high)) is not None:
            start, end = part
            if not piece or piece[-1] != start:
                yield from [piece] if piece else []
                piece = [start]
            if end != start:
                piece.append(end)
        before = x, y
    if piece:
        yield piece


# --- the window ------------------------------------------------------------------------------------------------------


def _window(curve: Curve, around: float | None) -> tuple[float, float]:
    centre = 0.0 if around is None else around
    half = start = max(HALF, abs(centre) / 1000)
    for _ in range(WIDENED):
        xs = _probes(curve, centre - half, centre + half, centre)
        exists = _in_company([curve(x) is not None for x in xs])
        if exists and (around is None or len(exists) > 1):
            break
        half *= WIDER
    else:
        return centre - start, centre + start
    first, last = exists[0], exists[-1]
    left = None if first == 0 else _edge(curve, xs[first], xs[first - 1])
    right = None if last == len(xs) - 1 else _edge(curve, xs[last], xs[last + 1])
    return _narrowed(curve, centre, half, left, right, around)


def _in_company(exists: Sequence[bool]) -> list[int]:
    """Where the function exists and at a neighbour too, so that x^x is not looked at in -1 and -2; else all places."""
    found = [index for index, here in enumerate(exists) if here]
    beside = (False, *exists, False)
    return [index for index in found if beside[index] or beside[index + 2]] or found


def _narrowed(
    curve: Curve, centre: float, half: float, left: float | None, right: float | None, around: float | None
) -> tuple[float, float]:
    """The window between the edges of the domain, as far as they are known, and calm enough to be drawn."""
    a, b = centre - half if left is None else left, centre + half if right is None else right
    if around is None and b - a > 2 * HALF:  # a domain far away: look where it begins
        a, b = (b - 2 * HALF, b) if left is None and right is not None else (a, min(b, a + 2 * HALF))
    if b - a <= 1e-6 * max(1, abs(a)):
        return centre - half, centre + half
    if left is None or right is None:
        a, b = _calm(curve, a, b, _kept(a, b, centre, around, from_right=left is None and right is not None))
    margin = MARGIN * (b - a)
    if left is not None and a <= left:
        a -= margin
    if right is not None and b >= right:
        b += margin
    if around is not None:
        a, b = min(a, around - margin), max(b, around + margin)
    return a, b


def _kept(left: float, right: float, centre: float, around: float | None, *, from_right: bool) -> float:
    """The position towards which a window is narrowed: that of interest, else the middle or the domain's edge."""
    if around is not None:
        return around
    return centre if left < centre < right else right if from_right else left


def _calm(curve: Curve, left: float, right: float, kept: float) -> tuple[float, float]:
    """The window, narrowed while it has more turns, or a taller spike, than a picture can show."""
    shape = _shape(curve, left, right)
    for _ in range(NARROWED):
        a, b = kept + (left - kept) / NARROWER, kept + (right - kept) / NARROWER
        spiky = shape.spread > max(TALL, STEEP * shape.middle)
        if shape.turns <= TURNS and not spiky:
            break
        narrower = _shape(curve, a, b)
        if shape.turns <= TURNS and narrower.spread >= shape.spread:
            break
        left, right, shape = a, b, narrower
    return left, right


class _Shape(NamedTuple):
    """How often a curve turns, as a part of the places, how far its values lie apart, how far their middle half."""

    turns: float
    spread: float
    middle: float


def _shape(curve: Curve, left: float, right: float) -> _Shape:
    values = [y for y in map(curve, _probes(curve, left, right)) if y is not None]
    if len(values) < FEWEST:
        return _Shape(0, 0.0, 0.0)
    turns: float = sum((b - a) * (c - b) < 0 for a, b, c in zip(values, values[1:], values[2:], strict=False))
    first, second, third, fourth = (_quantile(sorted(values), part) for part in (0.1, 0.25, 0.75, 0.9))
    return _Shape(turns / len(values), fourth - first, third - second)


def _grid(left: float, right: float, count: int) -> list[float]:
    return [left + (right - left) * index / (count - 1) for index in range(count)]


def _probes(curve: Curve, left: float, right: float, centre: float | None = None) -> list[float]:
    """Positions at uneven distances, so that no oscillation keeps step with them, and the plain ones between."""
    count = curve.affordable(PROBES)
    step = (right - left) / count
    uneven = [left + step * (index + 0.8 * (index * 0.618034 % 1)) for index in range(1, count)]
    plain = [float(n) for n in range(math.ceil(left), math.floor(right) + 1)] if right - left <= count else []
    return sorted({left, *uneven, right, *plain, *(() if centre is None else (centre,))})


# --- the heights -----------------------------------------------------------------------------------------------------


def _heights(values: Sequence[float], here: float | None) -> tuple[float, float]:
    """The lowest and the highest value to show, with some room, and the value at the point of interest inside."""
    if not values:
        return -1.0, 1.0
    ordered = sorted(values)
    tenth, ninetieth = _quantile(ordered, 0.1), _quantile(ordered, 0.9)
    reach = REACH * (ninetieth - tenth)
    low, high = max(ordered[0], tenth - reach), min(ordered[-1], ninetieth + reach)
    if reach <= 1e-12 * max(abs(tenth), abs(ninetieth)):  # flat but for a few places
        low, high = ordered[0], ordered[-1]
        if high - low > TALL * max(1.0, abs(tenth)):
            low = high = tenth
    if here is not None:
        low, high = min(low, here), max(high, here)
    if high - low <= 1e-9 * max(abs(low), abs(high)) or high == low:
        room = max(1.0, abs(low) / 2)
        return low - room, high + room
    room = ROOM * (high - low)
    return low - room, high + room


def _quantile(ordered: Sequence[float], part: float) -> float:
    return ordered[round(part * (len(ordered) - 1))]


# --- edges and jumps -------------------------------------------------------------------------------------------------


def _searched(
    curve: Curve, points: Sequence[tuple[float, float | None]], height: float
) -> Iterator[tuple[float, float | None]]:
    """The points, and between them the edges of the domain and a gap at each jump."""
    searches, most = 0, curve.affordable(SEARCHES * HALVINGS, least=0) // HALVINGS
    yield points[0]
    for (x0, y0), (x1, y1) in pairwise(points):
        if searches < most:
            if (y0 is None) != (y1 is None):
                searches += 1
                edge = _edge(curve, x0, x1) if y1 is None else _edge(curve, x1, x0)
                if x0 < edge < x1:
                    yield edge, curve(edge)
            elif y0 is not None and y1 is not None and abs(y1 - y0) > JUMP * height:
                searches += 1
                yield from _across(curve, (x0, y0), (x1, y1))
        yield x1, y1


def _edge(curve: Curve, inside: float, outside: float) -> float:
    """The last position with a value on the way from one that has a value to one that has none."""
    for _ in range(HALVINGS):
        middle = inside + (outside - inside) / 2
        if middle in (inside, outside):
            break
        if curve(middle) is None:
            outside = middle
        else:
            inside = middle
    return inside


def _across(
    curve: Curve, a: tuple[float, float], b: tuple[float, float]
) -> Iterator[tuple[float, float | None]]:
    """What lies between two neighbours far apart: nothing if the way is only steep, else both sides and the gap."""
    whole = abs(b[1] - a[1])
    for _ in range(HALVINGS):
        middle = a[0] + (b[0] - a[0]) / 2
        if middle in (a[0], b[0]):
            break
        value = curve(middle)
        if value is None:
            a, b = (_edge(curve, a[0], middle), a[1]), (_edge(curve, b[0], middle), b[1])
            yield from ((a[0], curve(a[0])), (middle, None), (b[0], curve(b[0])))
            return
        if abs(value - a[1]) > abs(b[1] - value):
            b = middle, value
        else:
            a = middle, value
        if abs(b[1] - a[1]) < LOST * whole:
            return
    yield from (a, (a[0], None), b)


def _part(
    a: tuple[float, float], b: tuple[float, float], low: float, high: float
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of the line from a to b that lies between two heights."""
    if max(a[1], b[1]) < low or min(a[1], b[1]) > high:
        return None
    return _pulled(a, b, low, high), _pulled(b, a, low, high)


def _pulled(point: tuple[float, float], towards: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    """The point itself, or where the line from it first comes between the heights."""
    (x, y), bound = point, min(max(point[1], low), high)
    if y == bound:
        return point
    return x + (towards[0] - x) * ((bound - y) / (towards[1] - y)), bound


def _symbol(subject: Derivation | Node, symbol: Symbol | None) -> Symbol:
    if symbol is not None:
        return symbol
    if isinstance(subject, Derivation):
        return subject.variable
    names = subject.names if isinstance(subject, Expression) else target_of(subject).names
    return Symbol(min(names, default="x"))


def _name(key: Any) -> str:
    return key.name if isinstance(key, Symbol) else str(key)
