"""A computational graph as a picture: values on the nodes, adjoints under them, local derivatives on the lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal

from chainrule.calculus.graphs.graph import Graph, GraphEdge, GraphNode
from chainrule.errors import ChainRuleError, LimitError, MissingExtraError
from chainrule.rendering import wording
from chainrule.rendering.pictures.drawing import (
    FORMULA,
    SMALL,
    TITLE,
    WORDS,
    Drawing,
    shaded,
    text_width,
    wrapped,
)
from chainrule.rendering.pictures.formulas import equal_sign, equations, fitted, number, phrase
from chainrule.rendering.pictures.layers import Box, Layout, Route, labelled, layered
from chainrule.rendering.wording import said

__all__ = ["LAYOUTS", "MOST_DRAWN", "graph_dot", "graph_svg"]

MOST_DRAWN = 300  # nodes; a larger picture shows nobody anything
LONGEST = 30  # characters of a formula on a node or a line
LINE, PAD, MARGIN, LEAST_GAP, LEAST = 23.0, 13.0, 24.0, 60.0, 380.0
ARROW = 9.0
LAYOUTS = ("layered", "graphviz")


def graph_svg(graph: Graph, *, layout: Literal["layered", "graphviz"] | None = None) -> str:
    """The picture as SVG, from the inputs at the left to the output at the right.

    layout   "layered", which needs nothing, or "graphviz", which needs the extra `graph`; left out, the latter if it is
             there
    Raises LimitError for more than MOST_DRAWN nodes, MissingExtraError where Graphviz is asked for and not there.
    """
    if layout not in (None, *LAYOUTS):
        raise ChainRuleError(f"a layout is {' or '.join(LAYOUTS)}, not {layout!r}")
    if len(graph.nodes) > MOST_DRAWN:
        raise LimitError("nodes in a picture", MOST_DRAWN, len(graph.nodes))
    texts = [_local(edge) for edge in graph.edges]
    gap = max([LEAST_GAP, *[text_width(text, SMALL) + 30 for text in texts]])
    boxes = [_box(graph, node) for node in graph.nodes]
    placed = _placer(layout)(boxes, gap)
    title = phrase(said(wording.PICTURED["graph"], name=graph.output.name, target=fitted(graph.output.whole)))
    drawing = Drawing("graph", title, _described(graph))
    width = max(placed.width, LEAST)
    y = drawing.lines(MARGIN, MARGIN + TITLE, wrapped(title, TITLE, width), TITLE, "heading") - 6
    notes = [line for note in _notes(graph) for line in wrapped(note, WORDS, width)]
    y = drawing.lines(MARGIN, y, notes, WORDS, "quiet")
    left = MARGIN + (width - placed.width) / 2
    for route, edge in zip(placed.routes, graph.edges, strict=True):
        _line(drawing, route, left, y, "arrow" if edge.passes else "arrow still")
    sizes = [(text_width(text, SMALL) + 6, SMALL + 6) for text in texts]
    for text, (wide, high), (middle, height) in zip(texts, sizes, labelled(placed, sizes), strict=True):
        if text:
            corner = {"x": left + middle - wide / 2, "y": y + height - high / 2}
            drawing.shape("rect", "page", **corner, width=wide, height=high, rx=4)
            drawing.text(left + middle, y + height + 5, text, SMALL, "formula", "middle")
    for node, box in zip(graph.nodes, boxes, strict=True):
        _node(drawing, graph, node, box, placed, left, y)
    return drawing.finished(width + 2 * MARGIN, y + placed.height + MARGIN)


def _placer(layout: str | None) -> Callable[[Sequence[Box], float], Layout]:
    if layout != "layered":
        from chainrule.rendering.pictures.graphviz import graphviz_layout, is_there

        if layout == "graphviz" and not is_there():
            raise MissingExtraError("Graphviz", "graph")
        if is_there():
            return graphviz_layout
    return lambda boxes, gap: layered(boxes, gap=gap)


def _told(node: GraphNode) -> str:
    """v₁ = x + y; of a leaf the name alone."""
    return f"{fitted(node.name)} = {fitted(node.expression, LONGEST)}" if node.parts else fitted(node.name, LONGEST)


def _numbers(graph: Graph, node: GraphNode) -> list[tuple[str, str]]:
    """The value, and in another colour the adjoint, each with what it is called."""
    if graph.values is None or node.kind == "constant":
        return []
    pieces = [(f"{wording.VALUE} {wording.NOTHING if node.value is None else number(node.value)}", "")]
    if node.adjoint is not None:
        pieces.append((f"   {wording.ADJOINT} {number(node.adjoint)}", "letter"))
    return pieces


def _box(graph: Graph, node: GraphNode) -> Box:
    numbers = "".join(text for text, _ in _numbers(graph, node))
    width = max(text_width(_told(node), FORMULA), text_width(numbers, SMALL)) + 2 * PAD
    return Box(node.id, node.parts, max(width, 44.0), LINE * (2 if numbers else 1) + PAD)


def _local(edge: GraphEdge) -> str:
    """z = -4: the local derivative and its number, "" where nothing is passed on."""
    if edge.local is None:
        return ""
    text = fitted(edge.local, LONGEST)
    if edge.rate is None or edge.local.constant:
        return text
    return f"{text} {equal_sign(edge.rate)} {number(edge.rate)}"


def _notes(graph: Graph) -> list[str]:
    if graph.values is None:
        return [wording.GRAPH_PICTURE]
    numbers = {str(node.name): node.value for node in graph.inputs if node.value is not None}
    where = [phrase(said(wording.PICTURED_AT, point=equations(numbers)))] if numbers else []
    return [*where, wording.GRAPH_PICTURE]


def _described(graph: Graph) -> str:
    """The same in words, for those who cannot see it."""
    rows = ["".join([_told(node), *[f", {text.strip()}" for text, _ in _numbers(graph, node)]]) for node in graph.nodes]
    return "; ".join(rows) + "."


def _line(drawing: Drawing, route: Route, left: float, top: float, kind: str) -> None:
    """From a part to a whole, level where it leaves and where it arrives, with an arrow."""
    points = [(left + x, top + y) for x, y in route.points]
    (x, y), (end, level) = points[0], points[-1]
    path = [f"M{x:.1f} {y:.1f}"]
    for (x, y), (u, v) in pairwise([*points[:-1], (end - ARROW, level)]):
        middle = (x + u) / 2
        path.append(f"L{u:.1f} {v:.1f}" if y == v else f"C{middle:.1f} {y:.1f} {middle:.1f} {v:.1f} {u:.1f} {v:.1f}")
    drawing.shape("path", kind, d="".join(path))
    half = ARROW / 2
    drawing.shape("path", "tip", d=f"M{end:.1f} {level:.1f}l{-ARROW} {-half}v{ARROW}z")


def _node(
    drawing: Drawing, graph: Graph, node: GraphNode, box: Box, placed: Layout, left: float, top: float
) -> None:
    place = placed.places[node.id]
    x, y = left + place.x, top + place.y
    leaf = not node.parts
    kind = "core" if node.kind == "output" else f"shell layer{0 if leaf else shaded(1, 3)}"
    corner = 7 if leaf else box.height / 2.6
    over = y - box.height / 2
    drawing.shape("rect", kind, x=x - box.width / 2, y=over, width=box.width, height=box.height, rx=corner)
    numbers = _numbers(graph, node)
    first = over + LINE + 1 if numbers else y + 6
    drawing.text(x, first, _told(node), FORMULA, "formula", "middle")
    if numbers:
        drawing.text(x, first + LINE - 3, numbers, SMALL, "formula", "middle")


# --- DOT -------------------------------------------------------------------------------------------------------------


def graph_dot(graph: Graph) -> str:
    """The graph in the language of Graphviz; names and numbers are quoted."""
    lines = ["digraph {", "  rankdir=LR;", "  node [shape=box, style=rounded];"]
    for node in graph.nodes:
        label = "\n".join([_told(node), *[text.strip() for text, _ in _numbers(graph, node)]])
        shape = ", style=solid" if not node.parts else ", peripheries=2" if node.kind == "output" else ""
        lines.append(f"  {node.id} [label={_quoted(label)}{shape}];")
    for edge in graph.edges:
        text = _local(edge)
        about = f" [label={_quoted(text)}]" if text else " [style=dashed]"
        lines.append(f"  {edge.part} -> {edge.whole}{about};")
    return "\n".join([*lines, "}"])


def _quoted(text: str) -> str:
    """A string of DOT: a backslash would begin an escape, a quotation mark would end it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
