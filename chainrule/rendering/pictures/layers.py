"""Where the boxes and lines of a graph go: parts left of what is made of them, few crossings, no line through a box.

After Sugiyama, Tagawa and Toda (1981): a column for each box by its longest way from the left, places held open for
lines that pass a column, columns ordered by the mean place of their neighbours, then heights. All lines from one box
share the places that they pass, as branches share a stem.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Box", "Layout", "Place", "Route", "bend", "labelled", "layered"]

SWEEPS = 8  # over the columns, for their order and again for the heights
STEM = 8.0  # height that a passing line holds open
ALONG = 0.5, 0.4, 0.6, 0.3, 0.7  # where a label may stand on its line
LIFTS = 0.0, -0.5, 0.5, -1.0, 1.0  # and how many times its height above or below
PASSING = 8.0  # how much more a line that passes wants to be straight than a box wants to be in the middle


class Box(NamedTuple):
    """What is to be placed; its parts come earlier in the sequence, and one may come twice."""

    id: str
    parts: Sequence[str]
    width: float
    height: float


class Place(NamedTuple):
    """The middle of a box, and the column that it stands in, counted from the left."""

    x: float
    y: float
    column: int


class Route(NamedTuple):
    """The line to parts[position] of a whole: points from the part's right side to the left side of the whole."""

    part: str
    whole: str
    position: int
    points: tuple[tuple[float, float], ...]


class Layout(NamedTuple):
    """Places by id, and the lines, in the order in which boxes and parts were given; all within width and height."""

    width: float
    height: float
    places: Mapping[str, Place]
    routes: tuple[Route, ...]


def bend(route: Route) -> tuple[tuple[float, float], tuple[float, float]]:
    """The last piece of a line that goes up or down, where it leaves all others for its whole; the longest if none."""
    pieces = list(pairwise(route.points))
    steep = [piece for piece in pieces if piece[0][1] != piece[1][1]]
    return steep[-1] if steep else max(pieces[-2:], key=lambda piece: piece[1][0] - piece[0][0])


def labelled(layout: Layout, sizes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The middle of a label for each route, on its last bend, where it hides as little of other labels as it can.

    sizes   width and height of each label, in the order of the routes
    """
    middles, taken = list[tuple[float, float]](), dict[int, list[tuple[float, float, float, float]]]()
    for route, (width, height) in zip(layout.routes, sizes, strict=True):
        (x, y), (u, v) = bend(route)
        others = taken.setdefault(layout.places[route.whole].column, [])
        tried = [
            (
                min(max(x + (u - x) * along, x + width / 2), u - width / 2),
                y + (v - y) * along * along * (3 - 2 * along) + lift * height,
            )
            for lift in LIFTS
            for along in ALONG
        ]
        middle = min(tried, key=lambda at: sum(_overlap((*at, width, height), other) for other in others))
        others.append((*middle, width, height))
        middles.append(middle)
    return middles


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The area that two boxes, by middle and size, have in common."""
    across = (one[2] + other[2]) / 2 - abs(one[0] - other[0])
    down = (one[3] + other[3]) / 2 - abs(one[1] - other[1])
    return max(0.0, across) * max(0.0, down)


def layered(boxes: Sequence[Box], *, gap: float = 90.0, space: float = 24.0, margin: float = 12.0) -> Layout:
    """Boxes in columns from left to right; linear in boxes, parts and columns passed, but for sorting.

    gap      between columns, where the lines cross over and have their labels
    space    at least between two boxes of a column
    """
    if not boxes:
        return Layout(2 * margin, 2 * margin, {}, ())
    drawing = _Drawing(boxes, space)
    drawing.order()
    drawing.straighten()
    return drawing.layout(gap, margin)


class _Drawing:
    """Boxes by number, and behind them the places held open (stems) for lines that pass a column."""

    def __init__(self, boxes: Sequence[Box], space: float) -> None:
        self.boxes, self.space = boxes, space
        number = {box.id: index for index, box in enumerate(boxes)}
        self.parts = [[number[part] for part in box.parts] for box in boxes]
        self.column = _columns(self.parts)
        self.heights = [box.height for box in boxes]
        self.left: list[list[int]] = [[] for _ in boxes]  # neighbours in the column before, and in the one after
        self.right: list[list[int]] = [[] for _ in boxes]
        self.stems: dict[tuple[int, int], int] = {}  # box, column: the place that its lines pass
        for whole, parts in enumerate(self.parts):
            for part in parts:
                self._join(self._stem(part, self.column[whole] - 1), whole)
        self.columns: list[list[int]] = [[] for _ in range(max(self.column) + 1)]
        for index, column in enumerate(self.column):
            self.columns[column].append(index)
        self.y = [0.0] * len(self.column)

    def _stem(self, part: int, column: int) -> int:
        """The place in this column through which lines from `part` come; the part itself in its own."""
        missing = []
        while column > self.column[part] and (part, column) not in self.stems:
            missing.append(column)
            column -= 1
        last = self.stems.get((part, column), part)
        for further in reversed(missing):
            index = self.stems[part, further] = len(self.column)
            self.column.append(further)
            self.heights.append(STEM)
            self.left.append([])
            self.right.append([])
            self._join(last, index)
            last = index
        return last

    def _join(self, left: int, right: int) -> None:
        self.right[left].append(right)
        self.left[right].append(left)

    # --- the order within columns ------------------------------------------------------------------------------------

    def order(self) -> None:
        """Sort each column by the mean place of its neighbours, back and forth, and keep what crosses least."""
        best, fewest = [list(column) for column in self.columns], self._crossings()
        for sweep in range(SWEEPS):
            if not fewest:
                break
            forth = sweep % 2 == 0
            order = range(1, len(self.columns)) if forth else range(len(self.columns) - 2, -1, -1)
            for index in order:
                self._sort(index, self.left if forth else self.right, index - 1 if forth else index + 1)
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(column) for column in self.columns], crossings
        self.columns = best

    def _sort(self, index: int, neighbours: Sequence[Sequence[int]], beside: int) -> None:
        place = {item: position for position, item in enumerate(self.columns[beside])}
        own = {item: position for position, item in enumerate(self.columns[index])}
        scale = len(place) / len(own)

        def mean(item: int) -> float:
            near = neighbours[item]
            return sum(place[other] for other in near) / len(near) if near else own[item] * scale

        self.columns[index].sort(key=mean)

    def _crossings(self) -> int:
        crossings = 0
        for left, right in pairwise(self.columns):
            place = {item: position for position, item in enumerate(right)}
            above: list[int] = []
            for item in left:
                ends = sorted(place[other] for other in self.right[item])
                crossings += sum(len(above) - bisect_right(above, end) for end in ends)
                for end in ends:
                    insort(above, end)
        return crossings

    # --- heights -----------------------------------------------------------------------------------------------------

    def straighten(self) -> None:
        """Move each box towards the mean height of its neighbours, as far as the order of its column allows."""
        for column in self.columns:
            self._settle(column, [0.0] * len(column))
        for sweep in range(SWEEPS):
            last = sweep == SWEEPS - 1
            for column in self.columns if sweep % 2 == 0 else reversed(self.columns):
                wanted = []
                for item in column:
                    near = self.left[item] + self.right[item] if last else (self.left, self.right)[sweep % 2][item]
                    wanted.append(sum(self.y[other] for other in near) / len(near) if near else self.y[item])
                self._settle(column, wanted)

    def _settle(self, column: Sequence[int], wanted: Sequence[float]) -> None:
        """The heights nearest to those wanted that keep order and space: regression by pooling neighbours."""
        offsets, pools = [0.0], list[tuple[float, float, int]]()  # weighted sum, weight, how many
        for above, below in pairwise(column):
            offsets.append(offsets[-1] + (self.heights[above] + self.heights[below]) / 2 + self.space)
        for item, height, offset in zip(column, wanted, offsets, strict=True):
            weight = PASSING if item >= len(self.boxes) else 1.0
            pool = (weight * (height - offset), weight, 1)
            while pools and pools[-1][0] / pools[-1][1] >= pool[0] / pool[1]:
                total, much, many = pools.pop()
                pool = (pool[0] + total, pool[1] + much, pool[2] + many)
            pools.append(pool)
        levels = [total / weight for total, weight, many in pools for _ in range(many)]
        for item, offset, level in zip(column, offsets, levels, strict=True):
            self.y[item] = level + offset

    # --- the result --------------------------------------------------------------------------------------------------

    def layout(self, gap: float, margin: float) -> Layout:
        own = [box.width for box in self.boxes] + [0.0] * len(self.stems)
        widths = [max([own[item] for item in column]) for column in self.columns]
        starts = [margin]
        for width in widths:
            starts.append(starts[-1] + width + gap)
        sides = [(start, start + width) for start, width in zip(starts, widths, strict=False)]
        top = min(y - height / 2 for y, height in zip(self.y, self.heights, strict=True)) - margin
        self.y = [y - top for y in self.y]
        bottom = max(y + height / 2 for y, height in zip(self.y, self.heights, strict=True))
        places = {
            box.id: Place(sum(sides[column]) / 2, y, column)
            for box, y, column in zip(self.boxes, self.y, self.column, strict=False)
        }
        routes = tuple(self._routes(sides))
        return Layout(starts[-1] - gap + margin, bottom + margin, places, routes)

    def _routes(self, sides: Sequence[tuple[float, float]]) -> list[Route]:
        routes = []
        for whole, parts in enumerate(self.parts):
            box, column = self.boxes[whole], self.column[whole]
            enters = [self._stem(part, column - 1) for part in parts]
            ports = sorted(range(len(parts)), key=lambda position: (self.y[enters[position]], position))
            height = {position: (rank + 1) / (len(parts) + 1) - 0.5 for rank, position in enumerate(ports)}
            for position, part in enumerate(parts):
                start = self.boxes[part]
                middle = sum(sides[self.column[part]]) / 2
                points = [(middle + start.width / 2, self.y[part]), (sides[self.column[part]][1], self.y[part])]
                for passed in range(self.column[part] + 1, column):
                    y = self.y[self.stems[part, passed]]
                    points += [(sides[passed][0], y), (sides[passed][1], y)]
                y = self.y[whole] + height[position] * box.height
                points += [(sides[column][0], y), (sum(sides[column]) / 2 - box.width / 2, y)]
                routes.append(Route(start.id, box.id, position, tuple(dict.fromkeys(points))))
        return routes


def _columns(parts: Sequence[Sequence[int]]) -> list[int]:
    """The longest way from the left; then what has fewer parts than uses moves right, to where it is first used."""
    column = [0] * len(parts)
    wholes: list[list[int]] = [[] for _ in parts]
    for whole, inside in enumerate(parts):
        column[whole] = 1 + max([column[part] for part in inside], default=-1)
        for part in inside:
            wholes[part].append(whole)
    for index in range(len(parts) - 1, -1, -1):
        if len(wholes[index]) > len(parts[index]):
            column[index] = min(column[whole] for whole in wholes[index]) - 1
    return column
