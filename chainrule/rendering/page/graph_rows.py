"""A computational graph as rows of the machine: values from the inputs up, then adjoints from the output down."""

from __future__ import annotations

from chainrule.calculus.graphs.graph import Graph, GraphEdge, GraphNode
from chainrule.expression.nodes import Piecewise, Symbol
from chainrule.rendering.page.machine import Machine

__all__ = ["GraphRows"]

Slot = tuple[str, int]  # of an edge: the id of the whole, and which part of it


class GraphRows:
    """Where each number of the graph stands in the machine.

    value, adjoint   by the id of a node; what does not move has no adjoint
    local, share     by slot: the local derivative, and signal times local derivative
    """

    def __init__(self, graph: Graph) -> None:
        self.machine = Machine(graph.limits)
        self.value: dict[str, int] = {}
        self.adjoint: dict[str, int] = {}
        self.local: dict[Slot, int] = {}
        self.share: dict[Slot, int] = {}
        self._kind = {n.id: "branch" if isinstance(n.whole, Piecewise) else "share" for n in graph.nodes}
        self._nothing = self.machine.add("adjoint")
        for node in graph.nodes:
            self.value[node.id] = self._forward(node)
        for edge in graph.edges:
            if edge.passes:
                self._local(graph.by_id(edge.whole), edge)
        for step in graph.reverse:
            self.adjoint[step.node.id] = self._adjoint(graph, step.node, step.contributions)
            for edge in graph.below[step.node.id]:
                self._share(edge)

    def product(self, edges: tuple[GraphEdge, ...]) -> int:
        """The product of the local derivatives along a path, worked out from the output down."""
        row = self.adjoint[edges[-1].whole]
        for edge in reversed(edges):
            row = self.machine.add(self._kind[edge.whole], row, self.local[edge.whole, edge.slot])
        return row

    def _forward(self, node: GraphNode) -> int:
        machine = self.machine
        if node.operation is not None:
            row = machine.expression(node.expression)
            return machine.name(node.name, row) if isinstance(node.name, Symbol) else row
        return machine.input(node.whole) if isinstance(node.whole, Symbol) else machine.expression(node.whole)

    def _local(self, node: GraphNode, edge: GraphEdge) -> None:
        machine, local = self.machine, edge.local
        assert local is not None
        row = machine.expression(local)
        if node.corners:
            asked = [[*machine.relation(relation), branch] for branch, relation in node.corners]
            row = machine.add("smooth", row, machine.expression(node.chosen), *asked)
        self.local[edge.whole, edge.slot] = machine.add("given", row, self.value[edge.whole])

    def _adjoint(self, graph: Graph, node: GraphNode, contributions: tuple[GraphEdge, ...]) -> int:
        if node is graph.output:
            return self.machine.add("given", self.machine.constant(1.0), self.value[node.id])
        for edge in contributions:
            if (edge.whole, edge.slot) not in self.share:
                self._share(edge)
        return self.machine.add("adjoint", *[self.share[edge.whole, edge.slot] for edge in contributions])

    def _share(self, edge: GraphEdge) -> None:
        signal = self.adjoint.get(edge.whole, self._nothing)
        local = self.local[edge.whole, edge.slot]
        self.share[edge.whole, edge.slot] = self.machine.add(self._kind[edge.whole], signal, local)
