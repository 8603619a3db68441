"""The drawing of a computational graph on its page: nodes are buttons, lines run below them, each with a label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from chainrule.calculus.graphs.graph import Graph, GraphEdge, GraphNode
from chainrule.expression.nodes import Expression, Symbol
from chainrule.rendering import wording_graph_page as wording
from chainrule.rendering.listing.blocks import NO_MARKS
from chainrule.rendering.listing.graph import adjoint_of
from chainrule.rendering.notation.rates import Rate, rate_of
from chainrule.rendering.notation.text import text
from chainrule.rendering.page.graph_rows import GraphRows
from chainrule.rendering.page.markup import Pen, number, safe
from chainrule.rendering.pictures.drawing import text_width
from chainrule.rendering.pictures.formulas import fitted
from chainrule.rendering.pictures.layers import Box, Layout, labelled, layered

__all__ = ["Letters", "drawing", "shown"]

FORMULA, SMALL = 17.0, 14.0  # sizes of type, as in graph.css
LINE = 23.0  # height of a line in a node
ROOM = 26.0  # beside and above what a node says, together
LONGEST = 30  # characters of a formula that is drawn whole
NUMBER = "−0.00000·10"  # about as long as numbers are
LEAST_GAP = 64.0
FRACTION, ROW = 17.0, 24.0  # how much higher a fraction is than a line, and each further row of a table
ARROW = 9.0


class Letters:
    """How the nodes of a graph and their rates are called; with `unknown` functions they have no numbers."""

    def __init__(self, graph: Graph) -> None:
        self.graph, self.unknown = graph, graph.output.whole.functions

    def equation(self, node: GraphNode, pen: Pen) -> str:
        """q = x + y as a formula; of an input or constant the name alone."""
        return pen.equality(node.name, node.expression) if node.parts else pen.math(node.name, NO_MARKS)

    def told(self, node: GraphNode, longest: int = 60) -> str:
        """The equation as text, cut where it is long."""
        return f"{text(node.name)} = {fitted(node.expression, longest)}" if node.parts else fitted(node.name, longest)

    def total(self, node: GraphNode) -> Rate | None:
        """∂f/∂q, the adjoint of a node; dy/du where nothing moves beside u. None for what is called by no letter."""
        named = isinstance(node.name, Symbol) and isinstance(self.graph.output.name, Symbol)
        return adjoint_of(self.graph, node) if named else None

    def local(self, edge: GraphEdge) -> Rate | None:
        """∂q/∂x, the local derivative of an edge; None where q uses x twice, for each use has one of its own."""
        whole, part = self.graph.by_id(edge.whole), self.graph.by_id(edge.part)
        if not isinstance(whole.name, Symbol) or not isinstance(part.name, Symbol) or whole.parts.count(part.id) > 1:
            return None
        return rate_of(whole.name.name, part.name, whole.expression)


def drawing(graph: Graph, rows: GraphRows, pen: Pen, letters: Letters) -> str:
    """The nodes and lines; the script shows numbers step by step."""
    index = {node.id: position for position, node in enumerate(graph.nodes)}
    formulas = [_cut(letters.told(node, LONGEST)) or letters.equation(node, pen) for node in graph.nodes]
    locals_ = [None if edge.local is None else _local(edge.local, pen) for edge in graph.edges]
    boxes = [
        Box(node.id, node.parts, *_size(node, formula, rows, letters))
        for node, formula in zip(graph.nodes, formulas, strict=True)
    ]
    sizes = [_label_size(edge, formula) for edge, formula in zip(graph.edges, locals_, strict=True)]
    gap = max(LEAST_GAP, 44 + max([width for width, _ in sizes], default=0))
    layout = layered(boxes, gap=gap, space=26)
    middles = labelled(layout, sizes)
    lines = "".join(_lines(layout, graph, index))
    labels = "".join([
        _label(edge, formula, position, index, None if letters.unknown else rows.local[edge.whole, edge.slot], middle)
        for position, (edge, formula, middle) in enumerate(zip(graph.edges, locals_, middles, strict=True))
        if formula is not None
    ])  # fmt: skip
    nodes = "".join([
        _node(node, formula, index[node.id], box, layout, rows, letters)
        for node, formula, box in zip(graph.nodes, formulas, boxes, strict=True)
    ])  # fmt: skip
    label = safe(wording.DRAWING.format(output=fitted(graph.output.name)))
    return (
        f'<div class="stage" role="group" aria-label="{label}">'
        f'<div class="canvas" data-size="{layout.width:.0f} {layout.height:.0f}" '
        f'style="width:{layout.width:.0f}px;height:{layout.height:.0f}px">'
        f'<svg viewBox="0 0 {layout.width:.0f} {layout.height:.0f}" aria-hidden="true">{lines}</svg>'
        f"{labels}{nodes}</div></div>"
    )


def _size(node: GraphNode, formula: str, rows: GraphRows, letters: Letters) -> tuple[float, float]:
    widths = [text_width(letters.told(node, LONGEST), FORMULA)]
    height = LINE + ROOM / 2 + _height(formula)
    if node.kind != "constant" and not letters.unknown:
        height += LINE
        widths.append(text_width(NUMBER, SMALL))
    total = letters.total(node)
    if total is not None and node.id in rows.adjoint and not letters.unknown:
        height += LINE
        widths.append(text_width(f"{text(total)} = {NUMBER}", SMALL))
    return max(widths) + ROOM, height


def _label_size(edge: GraphEdge, formula: str | None) -> tuple[float, float]:
    local = edge.local
    if local is None or formula is None:
        return 0.0, 0.0
    width, more = text_width(fitted(local, LONGEST), SMALL), _height(formula)
    return (width + 14, 22.0 + more) if local.constant else (max(width, text_width("−0.0000", SMALL)) + 14, 40.0 + more)


def _lines(layout: Layout, graph: Graph, index: Mapping[str, int]) -> Iterator[str]:
    for position, (route, edge) in enumerate(zip(layout.routes, graph.edges, strict=True)):
        (x, y), *_ = route.points
        path = [f"M{x:.1f} {y:.1f}"]
        *_, (u, v) = route.points
        ends = [*route.points[:-1], (u - ARROW, v)]
        for (x, y), (p, q) in pairwise(ends):
            middle = (x + p) / 2
            path.append(f"H{p:.1f}" if y == q else f"C{middle:.1f} {y:.1f} {middle:.1f} {q:.1f} {p:.1f} {q:.1f}")
        kind = "line" if edge.passes else "line still"
        head = f"M{u:.1f} {v:.1f}l{-ARROW - 1:.1f} -4.5v9z"
        yield (
            f'<g class="{kind}" data-edge="{position}" data-whole="{index[edge.whole]}" data-part="{index[edge.part]}">'
            f'<path d="{"".join(path)}"/><path class="tip" d="{head}"/></g>'
        )


def _label(
    edge: GraphEdge, formula: str, position: int, index: Mapping[str, int], row: int | None,
    middle: tuple[float, float],
) -> str:  # fmt: skip
    """The local derivative as a formula, and below it as a number unless it is one."""
    alone = row is None or (edge.local is not None and edge.local.constant)
    value = "" if alone else f'<span class="value" data-row="{row}">{shown(edge.rate)}</span>'
    return (
        f'<div class="local" aria-hidden="true" data-edge="{position}" data-node="{index[edge.whole]}" '
        f'style="left:{middle[0]:.1f}px;top:{middle[1]:.1f}px">{formula}{value}</div>'
    )


def _node(
    node: GraphNode, formula: str, index: int, box: Box, layout: Layout, rows: GraphRows, letters: Letters
) -> str:
    place = layout.places[node.id]
    left, top = place.x - box.width / 2, place.y - box.height / 2
    said = [formula]
    if node.kind != "constant" and not letters.unknown:
        said.append(f'<span class="value" data-row="{rows.value[node.id]}">{shown(node.value)}</span>')
    total = letters.total(node)
    if total is not None and node.id in rows.adjoint and not letters.unknown:
        adjoint = f'<span data-row="{rows.adjoint[node.id]}">{shown(node.adjoint)}</span>'
        said.append(f'<span class="adjoint">{safe(text(total))} = {adjoint}</span>')
    kind = "output" if node is letters.graph.output else node.kind
    return (
        f'<button type="button" class="node {kind}" data-node="{index}" aria-expanded="false" '
        f'aria-controls="{node.id}" tabindex="{-1 if index else 0}" '
        f'aria-label="{safe(letters.told(node))}" '
        f'style="left:{left:.1f}px;top:{top:.1f}px;width:{box.width:.1f}px;height:{box.height:.1f}px">'
        f"{''.join(said)}</button>"
    )


def _local(local: Expression, pen: Pen) -> str:
    return _cut(fitted(local, LONGEST)) or pen.math(local, NO_MARKS)


def _cut(short: str) -> str:
    """What had to be cut, as text; "" where it is whole, and can be a formula."""
    return f'<span class="cut">{safe(short)}</span>' if len(short) >= LONGEST else ""


def _height(formula: str) -> float:
    """How much higher than a line of letters a formula is, in the size of a label."""
    return max(FRACTION * ("<mfrac" in formula), ROW * (formula.count("<mtr") - 1))


def shown(value: float | None) -> str:
    """A number, or what stands where there is none yet."""
    return "…" if value is None else number(value)
