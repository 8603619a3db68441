"""The computational graph of an expression or a system: its interned nodes, the local derivative on every edge, and,
at a point, the forward pass of values and the reverse pass of adjoints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from typing import Any, Literal, NamedTuple

from chainrule.calculus.derivation import NAMES, target_in
from chainrule.calculus.engine import gradient, moving_parts, symbols_of
from chainrule.calculus.joins import times
from chainrule.calculus.operations import Operation, Operations, label_of
from chainrule.calculus.passes import Failed, Gate, Passes, pushed, through
from chainrule.errors import ChainRuleError, DomainError, NameUnknownError
from chainrule.expression.collecting import collector_paused
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Symbol, System
from chainrule.expression.plain import shortened
from chainrule.expression.points import point_of
from chainrule.expression.reading import Reading, name_of, read
from chainrule.expression.shown import Shown
from chainrule.expression.systems import resolved, target_name
from chainrule.expression.walking import substitute

__all__ = ["ForwardStep", "Graph", "GraphEdge", "GraphNode", "GraphPath", "ReverseStep", "graph"]

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
        return substitute(self.operation.formula, dict(zip(self.operation.places, self._letters, strict=True)))

    def local(self, slot: int) -> Expression | None:
        """The local derivative by the part at `slot`, in the names of the parts; None where nothing is passed on."""
        if self.operation is None or self.operation.locals[slot] is None:
            return None
        return substitute(self.operation.locals[slot], dict(zip(self.operation.places, self._letters, strict=True)))

    def __repr__(self) -> str:
        told = f"{self.name}" if self.operation is None else f"{self.name} = {shortened(self.expression)}"
        numbers = "".join(f", {what} {n:g}" for what, n in (("value", self.value), ("adjoint", self.adjoint)) if n is not None)
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
    """One way from a node up to the output: its edges in that order, the product of their local derivatives, its number."""

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
    _gates: tuple[Gate, ...] = field(default=(), repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.reading, self.values, self.variables, self.target, self.limits)

    def __copy__(self) -> Graph:
        return self

    def __deepcopy__(self, memo: object) -> Graph:
        return self

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
        moving = [node for node in reversed(self.nodes) if node is self.output or self._above[node.id]]
        return tuple(ReverseStep(node, tuple(self._above[node.id]), node.adjoint) for node in moving)

    def path_count(self, name: str | Symbol) -> int:
        """How many paths lead from the node called so to the output, without walking them."""
        counts = self._path_counts
        return counts[self.node(name).id]

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
                above = [edge for edge in self._above[id] if self._path_counts[edge.whole]]
                stack += [(edge.whole, (*edges, edge)) for edge in reversed(above)]
        return tuple(found)

    def tangents(self, direction: Mapping[Any, Any] | str) -> dict[str, float]:
        """Forward mode: how fast every node moves when the inputs move in this direction; those not given rest.

        direction   a number for each input that moves, such as {"x": 1}
        Returns the tangents of inputs and operations by name. Needs a point.
        """
        if self.values is None:
            raise ChainRuleError("tangents are numbers, so the graph needs a value for each input")
        places = {node.name: index for index, node in enumerate(self.nodes)}
        seeds: dict[int, float] = {}
        for symbol, value in point_of(direction).items():
            if symbol not in self.variables:
                raise NameUnknownError(f"{symbol.name} is no variable of this graph", symbol.name)
            seeds[places[symbol]] = float(point_value(symbol, value))
        rates = [[edge.rate for edge in self._below[node.id]] for node in self.nodes]
        found = pushed(self._gates, rates, seeds)
        return {n.name.name: t for n, t in zip(self.nodes, found, strict=True) if isinstance(n.name, Symbol)}

    @cached_property
    def _by_id(self) -> dict[str, GraphNode]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def _by_name(self) -> dict[Symbol, GraphNode]:
        return {**self.definitions, **{node.name: node for node in self.nodes if isinstance(node.name, Symbol)}}

    @cached_property
    def _above(self) -> dict[str, list[GraphEdge]]:
        """The edges from each node to its wholes that pass something on."""
        found: dict[str, list[GraphEdge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            if edge.passes:
                found[edge.part].append(edge)
        return found

    @cached_property
    def _below(self) -> dict[str, list[GraphEdge]]:
        """The edges from each node to its parts."""
        found: dict[str, list[GraphEdge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.whole].append(edge)
        return found

    @cached_property
    def _path_counts(self) -> dict[str, int]:
        counts = {node.id: 0 for node in self.nodes}
        counts[self.output.id] = 1
        for node in reversed(self.nodes):
            if node is not self.output:
                counts[node.id] = sum(counts[edge.whole] for edge in self._above[node.id])
        return counts

    def __repr__(self) -> str:
        at = "" if self.values is None else f", value {self.output.value:g}"
        return f"<Graph of {shortened(self.output.whole)}: {len(self.nodes)} nodes, {len(self.edges)} edges{at}>"

    def __str__(self) -> str:
        return repr(self)


def graph(
    source: str | Node | Reading | Mapping[str, str | Expression],
    values: str | Mapping[Any, Any] | None = None,
    *,
    variables: str | Symbol | Iterable[str | Symbol] | None = None,
    target: str | None = None,
    limits: Limits = DEFAULT,
    **named: Any,
) -> Graph:
    """The computational graph of an expression or a system: `graph("(x + y)*z", x=-2, y=5, z=-4)`.

    source      text, an Expression or System, what `read` gave, or definitions by name
    values      a value for every input: numbers, or exact text such as "pi/4"; in a mapping, as text, as keywords
    variables   the inputs that move (default: all); the others are held and have no adjoint
    target      for a system, the definition that is the output (default: the last that no other uses)
    Raises ReadingError for text that cannot be read; NameUnknownError for a name without a value or a value too many;
    DomainError, which names the node, where a value or a local derivative does not exist; LimitError past `limits`.
    """
    by = None if variables is None else symbols_of(variables)
    reading = source if isinstance(source, Reading) else read(source, limits=limits)
    given = {**({} if values is None else point_of(values)), **point_of(named)}
    if values is not None and len(given) < len(point_of(values)) + len(named):
        twice = next(symbol.name for symbol in point_of(named) if symbol in point_of(values))
        raise NameUnknownError(f"{twice} is given twice", twice)
    return _again(reading, given if given or values is not None else None, by, Symbol(name_of(target)) if target else None, limits)


def _again(
    reading: Reading, values: Mapping[Symbol, Expression] | None, variables: Sequence[Symbol] | None,
    target: Symbol | None, limits: Limits,
) -> Graph:  # fmt: skip
    with collector_paused:
        return _Builder(reading, values, variables, target, limits).built()


def _path(edges: tuple[GraphEdge, ...]) -> GraphPath:
    rate: float | None = 1.0
    for edge in edges:
        rate = None if rate is None or edge.rate is None else rate * edge.rate
    return GraphPath(edges, times(*[edge.local for edge in reversed(edges)]), rate)


def point_value(symbol: Symbol, value: Expression) -> float:
    from chainrule.expression.evaluation import program

    return float(program(value).at({})[0])


class _Builder:
    def __init__(
        self, reading: Reading, values: Mapping[Symbol, Expression] | None, variables: Sequence[Symbol] | None,
        target: Symbol | None, limits: Limits,
    ) -> None:  # fmt: skip
        self.reading, self.values, self.target, self.limits = reading, values, target, limits
        self.root = target_in(reading, target.name if target else None)
        _check_functions(self.root)
        meanings = self._meanings()
        self.names: dict[Expression, Symbol] = {}
        for name, meaning in meanings.items():
            if not meaning.constant and meaning.children:
                self.names.setdefault(meaning, name)
        self.operations = Operations(self.names, limits)
        below = set(self._ordered([self.root]))
        limits.check("nodes", len(below))
        self.meanings = {name: meaning for name, meaning in meanings.items() if meaning in below}
        self.order = self._ordered([*self.meanings.values(), self.root])
        self.inputs = [node for node in self.order if isinstance(node, Symbol)]
        self.variables = tuple(self.inputs if variables is None else variables)
        self._check_variables(meanings)
        if values is not None:
            self._check_values(values, meanings)

    def _meanings(self) -> dict[Symbol, Expression]:
        if not isinstance(self.reading.node, System):
            return {}
        return {name: meaning for name, meaning in resolved(self.reading.node).items() if isinstance(name, Symbol)}

    def _ordered(self, roots: Sequence[Expression]) -> list[Expression]:
        """Every node below the roots once, parts before wholes."""
        seen, order = set[Expression](), list[Expression]()
        stack: list[tuple[Expression | None, Iterator[Expression]]] = [(None, iter(roots))]
        while stack:
            node, rest = stack[-1]
            for part in rest:
                if part not in seen:
                    seen.add(part)
                    stack.append((part, iter(self.operations.parts(part))))
                    break
            else:
                stack.pop()
                if node is not None:
                    order.append(node)
        return order

    def _check_variables(self, meanings: Mapping[Symbol, Expression]) -> None:
        for symbol in self.variables:
            if symbol in meanings:
                raise NameUnknownError(
                    f"{symbol.name} is defined here, and no input: ask the graph for its adjoint instead", symbol.name
                )
            if symbol not in self.inputs:
                raise NameUnknownError(f"there is no {symbol.name} here, only {self._listed()}", symbol.name)

    def _check_values(self, values: Mapping[Symbol, Expression], meanings: Mapping[Symbol, Expression]) -> None:
        for symbol in values:
            if symbol in meanings:
                raise NameUnknownError(f"{symbol.name} is defined here, so it takes no value", symbol.name)
            if symbol not in self.inputs and symbol.name not in self.reading.node.names:
                raise NameUnknownError(f"there is no {symbol.name} here, only {self._listed()}", symbol.name)
        missing = [symbol.name for symbol in self.inputs if symbol not in values]
        if missing:
            example = ", ".join(f"{name} = …" for name in missing)
            raise NameUnknownError(f"a value is missing: give {example} as well", missing[0])

    def _listed(self) -> str:
        return ", ".join(symbol.name for symbol in self.inputs) or "constants"

    def built(self) -> Graph:
        moving = moving_parts(self.root, self.variables)
        places = {node: index for index, node in enumerate(self.order)}
        gates: list[Gate] = []
        for node in self.order:
            parts = self.operations.parts(node)
            operation = self.operations.of(node, [part in moving for part in parts]) if parts else None
            gates.append(Gate(node, operation, tuple([places[part] for part in parts]), node in moving))
        found = None
        names = self._called()
        if self.values is not None:
            try:
                found = through(gates, places[self.root], self.values)
            except Failed as failed:
                raise self._error(failed, gates, names) from None
        nodes = tuple(_nodes(gates, names, places[self.root], found))
        edges = tuple(_edges(gates, nodes, found))
        by_name = {name: nodes[places[meaning]] for name, meaning in self.meanings.items()}
        inputs = tuple(nodes[places[symbol]] for symbol in self.inputs)
        return Graph(
            self.reading, nodes, edges, nodes[places[self.root]], inputs, by_name, self.variables, self.values,
            self.limits, self.target, tuple(gates),
        )  # fmt: skip

    def _called(self) -> list[Expression]:
        """What every node is called: constants by themselves, inputs and definitions by their names, others v1, v2 …"""
        taken = {*self.reading.node.names, *self.reading.node.functions, *[symbol.name for symbol in self.names.values()]}
        fresh = (Symbol(f"v{n}") for n in count(1) if f"v{n}" not in taken)
        final = next(name for name in chain((self.reading.name or "",), NAMES, (f"y_{n}" for n in count(1))) if name and name not in taken)
        names: list[Expression] = []
        for node in self.order:
            if node.constant or isinstance(node, Symbol):
                names.append(node)
            elif node in self.names:
                names.append(self.names[node])
            else:
                names.append(Symbol(final) if node is self.root else next(fresh))
        return names

    def _error(self, failed: Failed, gates: Sequence[Gate], names: Sequence[Expression]) -> ChainRuleError:
        """What went wrong at a gate, with its name, its formula and the values that it was given."""
        gate, name = gates[failed.index], names[failed.index]
        letters = [names[part] for part in gate.parts]
        formula = self.operations.in_letters(gate.expression, letters) if letters else gate.expression
        known = {} if self.values is None else self.values
        told = f"{name} = {shortened(formula)}" if formula is not name else f"{name}"
        return DomainError(f"{told}: {failed.why}", gate.expression)


def _check_functions(root: Expression) -> None:
    both = next((name for name in root.functions if name in root.names), None)
    if both is not None:
        raise NameUnknownError(f"{both} stands here both for a function and for a variable", both)


def _nodes(gates: Sequence[Gate], names: Sequence[Expression], output: int, found: Passes | None) -> Iterator[GraphNode]:
    for index, (gate, name) in enumerate(zip(gates, names, strict=True)):
        kind: Kind = "constant" if gate.expression.constant else "input" if gate.operation is None else "operation"
        yield GraphNode(
            f"n{index + 1}", name, label_of(gate.expression), "output" if kind == "operation" and index == output else kind,
            gate.expression, tuple([f"n{part + 1}" for part in gate.parts]),
            None if found is None else found.values[index], None if found is None else found.adjoints[index],
            gate.operation, tuple([names[part] for part in gate.parts]),
        )  # fmt: skip


def _edges(gates: Sequence[Gate], nodes: Sequence[GraphNode], found: Passes | None) -> Iterator[GraphEdge]:
    for index, gate in enumerate(gates):
        for slot, part in enumerate(gate.parts):
            whole, rate = nodes[index], None if found is None else found.rates[index][slot]
            signal = whole.adjoint
            share = None if rate is None or signal is None else signal * rate
            yield GraphEdge(f"n{part + 1}", whole.id, slot, whole, rate, signal, share)
