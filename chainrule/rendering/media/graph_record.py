"""A computational graph as plain data: what `--json` prints. The schema beside this file says what is where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chainrule.calculus.graphs.graph import Graph, GraphEdge, GraphNode
from chainrule.errors import LimitError
from chainrule.expression.nodes import Node
from chainrule.expression.plain import plain
from chainrule.rendering.listing.graph import graph_blocks
from chainrule.rendering.media.record import SHORT, VERSION, listing_lines

__all__ = ["graph_record"]


def graph_record(
    graph: Graph, *, detail: str = "full", notation: str = "leibniz", paths: tuple[str, ...] = (),
    tangent: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Nodes with their parts before them, the edges, the gradient; null for what is not known or not passed on."""
    record: dict[str, Any] = {
        "version": VERSION,
        "input": graph.reading.text,
        "reading": _written(graph.reading.node, graph),
        "output": graph.output.id,
        "inputs": [node.id for node in graph.inputs],
        "variables": [symbol.name for symbol in graph.variables],
        "definitions": {name.name: node.id for name, node in graph.definitions.items()},
        "point": None if graph.values is None else {name.name: str(value) for name, value in graph.values.items()},
        "value": graph.output.value,
        "gradient": graph.gradient,
        "partials": {name: _written(partial, graph) for name, partial in graph.partials.items()},
        "nodes": [] if detail == "answer" else [_node(node, graph) for node in graph.nodes],
        "edges": [] if detail == "answer" else [_edge(edge, graph) for edge in graph.edges],
    }
    if paths:
        record["paths"] = {name: _paths(name, graph) for name in paths}
    if tangent is not None:
        record["tangents"] = graph.tangents(tangent)
    told = graph_blocks(graph, detail=detail, paths=paths, tangent=tangent)
    record["listing"] = listing_lines(told, graph.limits)
    record["notes"] = [note.text for note in graph.reading.notes if note.code not in ("variable", "definitions")]
    return record


def _written(node: Node, graph: Graph) -> str | None:
    """As plain text that reads back, or None where it is long: of n nodes it can have n of n characters."""
    try:
        return plain(node, replace(graph.limits, printed=min(SHORT, graph.limits.printed)))
    except LimitError:
        return None


def _node(node: GraphNode, graph: Graph) -> dict[str, Any]:
    return {
        "id": node.id,
        "name": str(node.name),
        "label": node.label,
        "kind": node.kind,
        "expression": _written(node.expression, graph),
        "whole": _written(node.whole, graph),
        "parts": list(node.parts),
        "value": node.value,
        "adjoint": node.adjoint,
    }


def _edge(edge: GraphEdge, graph: Graph) -> dict[str, Any]:
    local = edge.local
    return {
        "part": edge.part,
        "whole": edge.whole,
        "local": None if local is None else _written(local, graph),
        "rate": edge.rate,
        "signal": edge.signal if edge.passes else None,
        "contribution": edge.contribution,
    }


def _paths(name: str, graph: Graph) -> dict[str, Any]:
    """How many there are, and each as the ids that it passes, unless there are more than are listed."""
    count = graph.path_count(name)
    listed = graph.paths(name) if count <= graph.limits.paths else ()
    return {
        "count": count,
        "paths": [
            {
                "nodes": [*[edge.part for edge in path.edges], graph.output.id],
                "product": _written(path.product, graph),
                "rate": path.rate,
            }
            for path in listed
        ],
    }
