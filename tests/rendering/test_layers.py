"""Places for the boxes of a graph: columns, room between boxes, no line through a box, few crossings."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.rendering.pictures.layers import Box, Layout, bend, labelled, layered

Point = tuple[float, float]


def boxes(*rows: str) -> list[Box]:
    """`q: x y` is a box q made of x and y."""
    split = [row.partition(":") for row in rows]
    return [Box(name, tuple(parts.split()), 60, 40) for name, _, parts in split]


DIAMONDS = ["d0", *[row.format(i, i + 1) for i in range(6) for row in ("b{0}: d{0}", "c{0}: d{0}", "d{1}: b{0} c{0}")]]
FLAT = {
    "a single box": ["x"],
    "a chain": ["x", "u: x", "v: u", "y: v"],
    "a tree": ["x", "y", "q: x y", "z", "f: q z"],
    "the same part twice": ["x", "y: x x"],
    "a line past a column": ["x", "u: x", "v: u", "y: x v"],
    "two components": ["x", "y: x", "s", "t: s"],
    "diamonds": DIAMONDS,
    "twisted": ["a", "b", "c", "d", "p: a d", "q: b c", "r: p q"],
}


@pytest.mark.parametrize("rows", FLAT.values(), ids=FLAT)
def test_what_can_be_drawn_without_crossings_is(rows: list[str]) -> None:
    drawn = boxes(*rows)
    layout = layered(drawn)
    assert_sound(drawn, layout)
    assert crossings(layout) == 0


def test_nothing_to_draw_is_an_empty_drawing() -> None:
    assert layered([]).routes == ()


def test_inputs_stand_beside_their_first_use_and_the_output_at_the_right() -> None:
    layout = layered(boxes("x", "y", "z", "q: x y", "f: q z"))
    assert {name: place.column for name, place in layout.places.items()} == {"x": 0, "y": 0, "z": 1, "q": 1, "f": 2}
    assert max(place.x for place in layout.places.values()) == layout.places["f"].x


def test_a_chain_is_straight_and_a_whole_stands_between_its_parts() -> None:
    chain = layered(boxes("x", "u: x", "v: u")).places
    assert chain["x"].y == pytest.approx(chain["v"].y)
    pair = layered(boxes("x", "y", "q: x y")).places
    assert pair["q"].y == pytest.approx((pair["x"].y + pair["y"].y) / 2)


def test_lines_past_a_column_share_their_way() -> None:
    layout = layered(boxes("x", "u: x", "v: u", "w: v", "a: x w", "b: a x"))
    far = [route.points for route in layout.routes if route.part == "x" and route.whole in "ab"]
    shared = min(map(len, far)) - 2
    assert far[0][:shared] == far[1][:shared]
    assert shared > 2


@pytest.mark.parametrize("rows", FLAT.values(), ids=FLAT)
def test_labels_stand_in_the_gap_before_their_whole_and_hide_no_other(rows: list[str]) -> None:
    drawn = boxes(*rows)
    layout = layered(drawn)
    size = 50.0, 18.0
    middles = labelled(layout, [size] * len(layout.routes))
    for route, (x, _) in zip(layout.routes, middles, strict=True):
        (left, _), (right, _) = bend(route)
        assert left + 25 <= x <= right - 25
    for (x, y), (u, v) in combinations(middles, 2):
        assert abs(x - u) >= 50 or abs(y - v) >= 18 - 1e-6


@st.composite
def graphs(draw: st.DrawFn) -> list[Box]:
    count = draw(st.integers(1, 25))
    rows = []
    for index in range(count):
        parts = draw(st.lists(st.integers(0, index - 1), max_size=4)) if index else []
        size = draw(st.tuples(st.integers(20, 200), st.integers(20, 80)))
        rows.append(Box(f"n{index}", tuple(f"n{part}" for part in parts), *size))
    return rows


@given(graphs())
def test_any_graph_is_sound(drawn: list[Box]) -> None:
    assert_sound(drawn, layered(drawn))


def test_a_long_chain_and_a_wide_fan_are_no_matter() -> None:
    chain = [Box("n0", (), 60, 40), *[Box(f"n{i}", (f"n{i - 1}",), 60, 40) for i in range(1, 3000)]]
    assert max(place.column for place in layered(chain).places.values()) == 2999
    fan = [Box("x", (), 60, 40), *[Box(f"a{i}", ("x", f"a{i - 1}") if i else ("x",), 60, 40) for i in range(300)]]
    assert layered(fan).width > 300 * 60


def test_it_is_the_same_every_time() -> None:
    source = random.Random(5)
    drawn = [Box(f"n{i}", tuple(f"n{source.randrange(i)}" for _ in range(min(i, 3))), 50, 30) for i in range(60)]
    assert layered(drawn) == layered(drawn)


def assert_sound(drawn: list[Box], layout: Layout) -> None:
    """Parts are left of their wholes, nothing overlaps, every line ends where it should and passes no box."""
    sides = {}
    for box in drawn:
        place = layout.places[box.id]
        left, top = place.x - box.width / 2, place.y - box.height / 2
        sides[box.id] = (left, left + box.width, top, top + box.height)
        assert min(left, top) > 0
        assert left + box.width < layout.width
        assert top + box.height < layout.height
        assert all(layout.places[part].column < place.column for part in box.parts)
    for (left, right, top, bottom), (a, b, c, d) in combinations(sides.values(), 2):
        assert right < a or b < left or bottom < c or d < top
    assert [(r.part, r.whole, r.position) for r in layout.routes] == [
        (part, box.id, position) for box in drawn for position, part in enumerate(box.parts)
    ]
    for route in layout.routes:
        first, last = route.points[0], route.points[-1]
        assert first == (pytest.approx(sides[route.part][1]), pytest.approx(layout.places[route.part].y))
        assert last[0] == pytest.approx(sides[route.whole][0])
        assert sides[route.whole][2] < last[1] < sides[route.whole][3]
        for start, end in pairwise(route.points):
            assert start[0] <= end[0]
            assert not any(passes(start, end, box) for box in sides.values())


def passes(start: Point, end: Point, box: tuple[float, float, float, float]) -> bool:
    """Whether the line runs through the inside of the box; tried at points along it."""
    left, right, top, bottom = box
    for step in range(1, 20):
        x, y = (a + step / 20 * (b - a) for a, b in zip(start, end, strict=True))
        if left + 1e-6 < x < right - 1e-6 and top + 1e-6 < y < bottom - 1e-6:
            return True
    return False


def crossings(layout: Layout) -> int:
    pieces = {piece for route in layout.routes for piece in pairwise(route.points)}
    return sum(crosses(*pair) for pair in combinations(sorted(pieces), 2))


def crosses(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, other
    return side(a, b, c) * side(a, b, d) < -1e-6 and side(c, d, a) * side(c, d, b) < -1e-6
