"""A computational graph as lines of text: the output above, its parts below it, what is shared drawn once."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.calculus.graphs.graph import Graph, GraphNode
from chainrule.rendering import wording
from chainrule.rendering.media.layout import within
from chainrule.rendering.pictures.formulas import fitted, number

__all__ = ["graph_tree"]

BRANCHES = ("├─ ", "└─ ", "│  ", "   "), ("|- ", "`- ", "|  ", "   ")


def graph_tree(graph: Graph, *, ascii: bool = False) -> str:
    """The tree; a node with parts that was drawn already is only named. LimitError where it is longer than may be."""
    return within(_lines(graph, ascii), graph.limits)


def _lines(graph: Graph, ascii: bool) -> Iterator[str]:
    more, last, through, nothing = BRANCHES[ascii]
    seen: set[str] = set()
    stack: list[tuple[GraphNode, str, str]] = [(graph.output, "", "")]
    while stack:
        node, own, below = stack.pop()
        again = node.id in seen and bool(node.parts)
        yield f"{own}{_told(node, ascii, again=again)}"
        if not again:
            seen.add(node.id)
            parts = [graph.by_id(part) for part in node.parts]
            rows = [(part, below + more, below + through) for part in parts[:-1]]
            rows += [(part, below + last, below + nothing) for part in parts[-1:]]
            stack += reversed(rows)


def _told(node: GraphNode, ascii: bool, *, again: bool) -> str:
    name = fitted(node.name, ascii=ascii)
    if again:
        return f"{name} {wording.DRAWN_ABOVE}"
    told = f"{name} = {fitted(node.expression, ascii=ascii)}" if node.parts else name
    if node.value is None or node.kind == "constant":
        return told
    numbers = f"{wording.VALUE} {number(node.value, ascii=ascii)}"
    if node.adjoint is not None:
        numbers += f", {wording.ADJOINT} {number(node.adjoint, ascii=ascii)}"
    return f"{told}   [{numbers}]"
