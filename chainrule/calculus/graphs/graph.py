"""The computational graph of an expression or a system: its interned nodes, the local derivative on every edge, and,
at a point, the forward pass of values and the reverse pass of adjoints.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from chainrule.calculus.engine import gradient, symbols_of
from chainrule.calculus.graphs.operations import Operation
from chainrule.calculus.joins import times
from chainrule.errors import ChainRuleError, DomainError, LimitError, NameUnknownError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ZERO, Expression, Node, Relation, Symbol
from chainrule.expression.plain import shortened
from chainrule.expression.points import float_of, point_of
from chainrule.expression.reading import Reading, name_of, read
from chainrule.expression.shown import Shown, views
from chainrule.expression.walking import substitute

__all__ = ["ForwardStep", "Graph", "GraphEdge", "GraphNode", "GraphPath", "ReverseStep", "graph"]

N = TypeVar("N", bound=Node)
Kind = Literal["input", "constant", "operation", "output"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GraphNode:
    """One node: an input, a constant, or an operation on the nodes that are its parts.

    id        "n1", "n2" … parts before wholes, the same on every run
    name      a Symbol: the input's or the definition's, else a fresh one (v1, v2 …); a constant is called by itself
    label     the sign of the operation: +, ×, sin, ^2; of a leaf what it says
    kind      input, constant, operation or output
    whole     the sub-expression in terms of the inputs
    parts     the ids of its parts, in the order in which they stand in it; x*x has the part x twice
    value     at the point, or None: without a point, or in a branch that is not chosen and has no value
    adjoint   the derivative of the output by this node, or None: without a point, or for what does not move
    """

    id: str
    name: Expression
    label: str
    kind: Kind
    whole: Expression
    parts: tuple[str, ...] = ()
    value: float | None = None
    adjoint: float | None = None
    operation: Operation | None = field(default=None)
    _letters: tuple[Expression, ...] = ()

    @property
    def expression(self) -> Expression:
        """In the names of its parts; a leaf is itself."""
        if self.operation is None:
            return self.whole
        return self._lettered(self.operation.formula)

    def local(self, slot: int) -> Expression | None:
        """The local derivative by the part at `slot`, in the names of the parts; None where nothing is passed on."""
        formula = None if self.operation is None else self.operation.locals[slot]
        return None if formula is None else self._lettered(formula)

    @property
    def corners(self) -> tuple[tuple[int, Relation], ...]:
        """What has to hold for local derivatives to exist, in the names of the parts; with the branch that asks."""
        if self.operation is None:
            return ()
        return tuple((branch, self._lettered(relation)) for branch, relation in self.operation.corners)

    @property
    def chosen(self) -> Expression:
        """The number of the branch that a piecewise chooses, in the names of the parts; 0 for all else."""
        return ZERO if self.operation is None else self._lettered(self.operation.chosen)

    def _lettered(self, formula: N) -> N:
        assert self.operation is not None
        return substitute(formula, dict(zip(self.operation.places, self._letters, strict=True)))

    def __repr__(self) -> str:
        told = f"{self.name}" if self.operation is None else f"{self.name} = {shortened(self.expression)}"
        pairs = (("value", self.value), ("adjoint", self.adjoint))
        numbers = "".join(f", {what} {number:g}" for what, number in pairs if number is not None)
        return f"<GraphNode {self.id} {told}{numbers}>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GraphEdge:
    """From a part to a whole that uses it; a part that is used twice by one whole has two edges to it.

    part, whole    ids
    slot           which part of the whole it is
    rate           the local derivative's number, or None
    signal         the adjoint of the whole, which comes in from above, or None
    contribution   signal times rate: what this edge adds to the part's adjoint, or None
    An edge out of a constant, a held input, or into a condition has the local derivative None: nothing is passed on.
    """

    part: str
    whole: str
    slot: int
    node: GraphNode = field(repr=False)
    rate: float | None = None
    signal: float | None = None
    contribution: float | None = None

    @property
    def local(self) -> Expression | None:
        """The derivative of the whole by this part, all other parts held, in the names of the parts."""
        return self.node.local(self.slot)

    @property
    def passes(self) -> bool:
        """Does it have a local derivative?"""
        return self.node.operation is not None and self.node.operation.locals[self.slot] is not None

    def __repr__(self) -> str:
        local = self.local
        told = "nothing passed on" if local is None else shortened(local)
        return f"<GraphEdge {self.part} to {self.whole}: {told}{'' if self.rate is None else f' = {self.rate:g}'}>"


class ForwardStep(NamedTuple):
    """A value is worked out: the node, its formula in the names of its parts, the value."""

    node: GraphNode
    formula: Expression
    value: float | None


class ReverseStep(NamedTuple):
    """An adjoint is worked out: the sum of what the edges to the node's wholes contribute. The output's is 1."""

    node: GraphNode
    contributions: tuple[GraphEdge, ...]
    adjoint: float | None


class GraphPath(NamedTuple):
    """One way from a node up to the output: its edges, the product of their local derivatives, and its number."""

    edges: tuple[GraphEdge, ...]
    product: Expression
    rate: float | None


@dataclass(frozen=True, eq=False, repr=False)
class Graph(Shown):
    """A computational graph, with values and adjoints if it is at a point.

    reading      how the input was understood
    nodes        parts before wholes, each once
    edges        in the order of their wholes
    output       the node that everything leads to
    inputs       the nodes of the names that are not defined, in order of first occurrence
    definitions  the node of each definition that the output depends on
    variables    the inputs that move; the others are held
    values       the point, exact as it was given, or None
    """

    reading: Reading
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    output: GraphNode
    inputs: tuple[GraphNode, ...]
    definitions: Mapping[Symbol, GraphNode]
    variables: tuple[Symbol, ...]
    values: Mapping[Symbol, Expression] | None
    limits: Limits
    target: Symbol | None = None

    def __reduce__(self) -> tuple[object, ...]:
        from chainrule.calculus.graphs.building import built

        return built, (self.reading, self.values, self.variables, self.target, self.limits)

    def node(self, name: str | Symbol) -> GraphNode:
        """The node called so: an input, a definition, or one of the fresh names."""
        symbol = name if isinstance(name, Symbol) else Symbol(name_of(name))
        if symbol not in self._by_name:
            raise NameUnknownError(f"there is no {symbol.name} in this graph", symbol.name)
        return self._by_name[symbol]

    def by_id(self, id: str) -> GraphNode:
        """The node with this id."""
        if id not in self._by_id:
            raise NameUnknownError(f"there is no node {id} in this graph", id)
        return self._by_id[id]

    def adjoint(self, name: str | Symbol) -> float | None:
        """The derivative of the output by the node called so; None without a point, or for what does not move."""
        return self.node(name).adjoint

    @property
    def gradient(self) -> dict[str, float | None]:
        """The adjoint of every variable, by name."""
        return {symbol.name: self.adjoint(symbol) for symbol in self.variables}

    @cached_property
    def partials(self) -> dict[str, Expression]:
        """The derivative of the output by every variable, by name, in terms of the inputs; see `gradient`."""
        found = gradient(self.output.whole, self.variables, limits=self.limits)
        return dict(zip([symbol.name for symbol in self.variables], found, strict=True))

    @property
    def forward(self) -> tuple[ForwardStep, ...]:
        """The forward pass, a step for each input and each operation."""
        return tuple(ForwardStep(node, node.expression, node.value) for node in self.nodes if node.kind != "constant")

    @cached_property
    def reverse(self) -> tuple[ReverseStep, ...]:
        """The reverse pass from the output down, a step for each node that moves."""
        moving = [node for node in reversed(self.nodes) if node is self.output or self.above[node.id]]
        return tuple(ReverseStep(node, tuple(self.above[node.id]), node.adjoint) for node in moving)

    def path_count(self, name: str | Symbol) -> int:
        """How many paths lead from the node called so to the output, without walking them."""
        return self._path_counts[self.node(name).id]

    @cached_property
    def alone(self) -> frozenset[str]:
        """The ids of the nodes that every path from the only variable passes, so that nothing moves beside them."""
        if len(self.variables) != 1:
            return frozenset()
        ways = {self.node(self.variables[0]).id: 1}
        for edge in self.edges:
            if edge.passes and edge.part in ways:
                ways[edge.whole] = ways.get(edge.whole, 0) + ways[edge.part]
        counts, total = self._path_counts, ways.get(self.output.id)
        return frozenset([id for id, count in ways.items() if count * counts[id] == total])

    def paths(self, name: str | Symbol) -> tuple[GraphPath, ...]:
        """Every path from the node called so up to the output; their products add up to its adjoint.

        Raises LimitError past `limits.paths`, with the number of paths there are.
        """
        start = self.node(name)
        self.limits.check("paths", self.path_count(name))
        found: list[GraphPath] = []
        stack: list[tuple[str, tuple[GraphEdge, ...]]] = [(start.id, ())]
        while stack:
            id, edges = stack.pop()
            if id == self.output.id:
                found.append(_path(edges))
            else:
                above = [edge for edge in self.above[id] if self._path_counts[edge.whole]]
                stack += [(edge.whole, (*edges, edge)) for edge in reversed(above)]
        return tuple(found)

    def tangents(self, direction: Mapping[Any, Any] | str) -> dict[str, float]:
        """Forward mode: how fast every node moves when the inputs move in this direction; those not given rest.

        direction   a number for each input that moves, such as {"x": 1}
        Returns the tangents of inputs and operations by name. Needs a point.
        """
        if self.values is None:
            raise ChainRuleError("tangents are numbers, so the graph needs a value for each input")
        seeds: dict[Expression, float] = {}
        for symbol, value in point_of(direction).items():
            if symbol not in self.variables:
                raise NameUnknownError(f"{symbol.name} is no variable of this graph", symbol.name)
            seeds[symbol] = float_of(symbol, value)
        found: dict[str, float] = {}
        tangents: dict[str, float] = {}
        for node in self.nodes:
            moved = [e.rate * tangents[e.part] for e in self.below[node.id] if e.rate is not None]
            tangents[node.id] = tangent = seeds.get(node.name, sum(moved))
            if not math.isfinite(tangent):
                raise DomainError(f"the tangent of {node.name} is too large for a number", node.whole)
            if isinstance(node.name, Symbol):
                found[node.name.name] = tangent
        return found

    def to_html(self, detail: str = "full", **options: Any) -> str:
        """A whole page: steps through both passes, each node closely, inputs that work everything out; `title`."""
        return views().drawn(self, "html", **options)  # type: ignore[no-any-return]

    def to_svg(self, picture: str = "graph", at: Any = None, *, layout: str | None = None) -> str:
        """The drawn graph as a complete SVG; `layout` is layered, or graphviz with the extra `graph`."""
        return views().drawn(self, "svg", layout=layout)  # type: ignore[no-any-return]

    def to_dot(self) -> str:
        """The graph in the language of Graphviz."""
        return views().drawn(self, "dot")  # type: ignore[no-any-return]

    def to_tree(self, *, ascii: bool = False) -> str:
        """The graph as a tree of lines for a terminal; what is shared is drawn once."""
        return views().drawn(self, "tree", ascii=ascii)  # type: ignore[no-any-return]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """For a notebook: the listing, and the drawing where the graph is small enough."""
        shown = {"text/html": self._view("html", "full", {}), "text/plain": self.to_text()}
        try:
            return {**shown, "image/svg+xml": self.to_svg()}
        except LimitError:
            return shown

    @cached_property
    def _by_id(self) -> dict[str, GraphNode]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def _by_name(self) -> dict[Symbol, GraphNode]:
        return {**self.definitions, **{node.name: node for node in self.nodes if isinstance(node.name, Symbol)}}

    @cached_property
    def above(self) -> dict[str, list[GraphEdge]]:
        """By id the edges from each node to its wholes that pass something on."""
        found: dict[str, list[GraphEdge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            if edge.passes:
                found[edge.part].append(edge)
        return found

    @cached_property
    def below(self) -> dict[str, list[GraphEdge]]:
        """By id the edges from each node to its parts that pass something on."""
        found: dict[str, list[GraphEdge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            if edge.passes:
                found[edge.whole].append(edge)
        return found

    @cached_property
    def _path_counts(self) -> dict[str, int]:
        counts = {node.id: 0 for node in self.nodes}
        counts[self.output.id] = 1
        for node in reversed(self.nodes):
            if node is not self.output:
                counts[node.id] = sum(counts[edge.whole] for edge in self.above[node.id])
        return counts

    def __repr__(self) -> str:
        at = "" if self.values is None else f", value {self.output.value:g}"
        return f"<Graph of {shortened(self.output.whole)}: {len(self.nodes)} nodes, {len(self.edges)} edges{at}>"


def graph(
    source: str | Node | Reading | Mapping[str, str | Expression],
    values: str | float | Mapping[Any, Any] | None = None,
    *,
    variables: str | Symbol | Iterable[str | Symbol] | None = None,
    target: str | None = None,
    limits: Limits = DEFAULT,
    **named: Any,
) -> Graph:
    """The computational graph of an expression or a system: `graph("(x + y)*z", x=-2, y=5, z=-4)`.

    source      text, an Expression or System, what `read` gave, or definitions by name
    values      a value for every input: numbers, or exact text such as "pi/4"; in a mapping, as text, as keywords;
                where there is one input alone, its value alone will do
    variables   the inputs that move (default: all); the others are held and have no adjoint
                A name of several letters that has a value, or is a variable, is one name in the text too.
    target      for a system, the definition that is the output (default: the last that no other uses)
    Raises ReadingError for text that cannot be read; NameUnknownError for a name without a value or a value too many;
    DomainError, which names the node, where a value or a local derivative does not exist; LimitError past `limits`.
    """
    from chainrule.calculus.graphs.building import built

    by = None if variables is None else symbols_of(variables)
    given = _point(_with_name(values, source, limits), named)
    declared = [symbol.name for symbol in [*(by or ()), *(given or ())] if len(symbol.name) > 1]
    reading = source if isinstance(source, Reading) else read(source, names=declared, limits=limits)
    return built(reading, given, by, Symbol(name_of(target)) if target else None, limits)


def _with_name(values: Any, source: Any, limits: Limits) -> Any:
    """A value without a name is that of the only input."""
    if values is None or isinstance(values, Mapping) or (isinstance(values, str) and "=" in values):
        return values
    reading = source if isinstance(source, Reading) else read(source, limits=limits)
    defined = {name.name for name, _ in reading.system.definitions} if reading.system else set()
    inputs = set(reading.node.names) - defined
    return {inputs.pop(): values} if len(inputs) == 1 else values


def _point(values: str | Mapping[Any, Any] | None, named: Mapping[str, Any]) -> dict[Symbol, Expression] | None:
    """The values given in both ways, or None for no point."""
    if values is None and not named:
        return None
    first, more = point_of({} if values is None else values), point_of(named)
    twice = next((symbol.name for symbol in more if symbol in first), None)
    if twice is not None:
        raise NameUnknownError(f"{twice} is given twice", twice)
    return {**first, **more}


def _path(edges: tuple[GraphEdge, ...]) -> GraphPath:
    rate: float | None = 1.0
    for edge in edges:
        rate = None if rate is None or edge.rate is None else rate * edge.rate
    return GraphPath(edges, times(*[edge.local for edge in reversed(edges)]), rate)
