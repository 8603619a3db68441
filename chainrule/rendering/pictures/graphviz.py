"""Where the boxes and lines of a graph go, as Graphviz places them; the extra `graph` brings it along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

from chainrule.rendering.pictures.layers import Box, Layout, Place, Route

__all__ = ["graphviz_layout", "is_there"]

POINTS = 72.0  # to an inch, in which Graphviz takes sizes
MARGIN = 12.0


@cache
def is_there() -> bool:
    """Is Graphviz installed?"""
    return find_spec("pygraphviz") is not None


def graphviz_layout(boxes: Sequence[Box], gap: float) -> Layout:
    """Columns from left to right by `dot`, with straight lines through the places that it keeps free for them."""
    from pygraphviz import AGraph

    drawn = AGraph(directed=True, strict=False, rankdir="LR", ranksep=gap / POINTS, nodesep=0.3, splines="polyline")
    for box in boxes:
        inches = {"width": box.width / POINTS, "height": box.height / POINTS}
        drawn.add_node(box.id, shape="box", fixedsize=True, label="", **inches)
    uses = [(part, box.id, position) for box in boxes for position, part in enumerate(box.parts)]
    for part, whole, position in uses:
        drawn.add_edge(part, whole, key=f"{position}", arrowhead="none", tailport="e", headport="w")
    drawn.layout(prog="dot")
    height = max(_middle(drawn, box)[1] + box.height / 2 for box in boxes)
    middles = {box.id: (MARGIN + x, MARGIN + height - y) for box in boxes for x, y in [_middle(drawn, box)]}
    columns = {x: index for index, x in enumerate(sorted({round(x) for x, _ in middles.values()}))}
    places = {id: Place(x, y, columns[round(x)]) for id, (x, y) in middles.items()}
    size: dict[str, Box] = {box.id: box for box in boxes}
    routes = []
    for box in boxes:
        end = middles[box.id][0] - box.width / 2
        ways = []
        for position, part in enumerate(box.parts):
            begin = middles[part][0] + size[part].width / 2
            bends = [(MARGIN + x, MARGIN + height - y) for x, y in _bends(drawn.get_edge(part, box.id, f"{position}"))]
            inner = [bend for bend in bends[1:-1] if begin < bend[0] < end]
            ways.append([(begin, middles[part][1]), *dict.fromkeys(inner)])
        ports = sorted(range(len(ways)), key=lambda position: (ways[position][-1][1], position))
        for position, part in enumerate(box.parts):
            share = (ports.index(position) + 1) / (len(ways) + 1) - 0.5
            port = (end, middles[box.id][1] + share * box.height)
            routes.append(Route(part, box.id, position, (*ways[position], port)))
    width = max(x + size[id].width / 2 for id, (x, _) in middles.items()) + MARGIN
    return Layout(width, max(y + size[id].height / 2 for id, (_, y) in middles.items()) + MARGIN, places, tuple(routes))


def _middle(drawn: object, box: Box) -> tuple[float, float]:
    x, y = drawn.get_node(box.id).attr["pos"].split(",")  # type: ignore[attr-defined]
    return float(x), float(y)


def _bends(edge: object) -> list[tuple[float, float]]:
    """The corners of a polyline, which Graphviz writes as a spline: each third point."""
    pairs = [pair.split(",") for pair in edge.attr["pos"].split(" ") if pair[0] not in "es"]  # type: ignore[attr-defined]
    return [(float(x), float(y)) for x, y in pairs[::3]]
