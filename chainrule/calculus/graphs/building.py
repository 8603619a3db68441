"""How a graph is built: nodes in order, what each is called, its operation, and, at a point, the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count

from chainrule.calculus.derivation import NAMES, target_in
from chainrule.calculus.engine import moving_parts
from chainrule.calculus.graphs.graph import Graph, GraphEdge, GraphNode, Kind
from chainrule.calculus.graphs.operations import Operations, label_of
from chainrule.calculus.graphs.passes import Gate, PassError, Passes, through
from chainrule.errors import DomainError, NameUnknownError
from chainrule.expression.collecting import collector_paused
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression, Symbol, System
from chainrule.expression.plain import shortened
from chainrule.expression.reading import Reading
from chainrule.expression.systems import resolved

__all__ = ["built"]

# What is said of a node that has no number; `told` is its name and formula, `where` the values that it was given.
WORDS = {
    "value": "{told} has no real value where {where}",
    "large": "{told} is too large for a number where {where}",
    "slope": "{told} has a value, but the formula of its local derivative by {part} has none where {where}",
    "corner": "{told} has a corner or an end where {where}, so it has no local derivative there",
    "branches": "two branches of {told} meet where {where}, and a graph does not decide on a slope there",
    "adjoint": "the adjoint of {told} is too large for a number where {where}",
}
MOST_TOLD = 6  # values in one message


def built(
    reading: Reading, values: Mapping[Symbol, Expression] | None, variables: Sequence[Symbol] | None,
    target: Symbol | None, limits: Limits,
) -> Graph:  # fmt: skip
    """The graph; see `chainrule.calculus.graph.graph`."""
    with collector_paused:
        return _Builder(reading, values, variables, target, limits).built()


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
        found, names = None, self._called()
        if self.values is not None:
            try:
                found = through(gates, places[self.root], self.values)
            except PassError as error:
                raise self._explained(error, gates, names) from None
        nodes = tuple(_nodes(gates, names, places[self.root], found))
        edges = tuple(_edges(gates, nodes, found))
        by_name = {name: nodes[places[meaning]] for name, meaning in self.meanings.items()}
        inputs = tuple(nodes[places[symbol]] for symbol in self.inputs)
        return Graph(
            self.reading, nodes, edges, nodes[places[self.root]], inputs, by_name, self.variables, self.values,
            self.limits, self.target,
        )  # fmt: skip

    def _called(self) -> list[Expression]:
        """What every node is called: constants by themselves, inputs and definitions by their names, others v1, v2 …"""
        node = self.reading.node
        taken = {*node.names, *node.functions}
        fresh = (Symbol(f"v{n}") for n in count(1) if f"v{n}" not in taken)
        own = [self.reading.name] if self.reading.name else []
        final = next(name for name in chain(own, NAMES, (f"y_{n}" for n in count(1))) if name not in taken)
        names: list[Expression] = []
        for node in self.order:
            if node.constant or isinstance(node, Symbol):
                names.append(node)
            elif node in self.names:
                names.append(self.names[node])
            else:
                names.append(Symbol(final) if node is self.root else next(fresh))
        return names

    def _explained(self, error: PassError, gates: Sequence[Gate], names: Sequence[Expression]) -> DomainError:
        """What went wrong at a node, with its name, its formula and the values that it was given."""
        gate, name = gates[error.index], names[error.index]
        letters = [names[part] for part in gate.parts]
        formula = self.operations.in_letters(gate.expression, letters)
        pairs = dict(zip(letters, error.parts, strict=True)) if letters else {}
        rows = [f"{letter} = {value:g}" for letter, value in pairs.items() if value is not None and not letter.constant]
        where = ", ".join([*rows[:MOST_TOLD], *["…"][: len(rows) > MOST_TOLD]])
        told = f"{name}" if formula is name else f"{name} = {shortened(formula)}"
        part = letters[error.slot] if letters else name
        words = WORDS[error.why].format(told=told, where=where, part=part)
        return DomainError(words if where else words.removesuffix(" where "), gate.expression)


def _check_functions(root: Expression) -> None:
    both = next((name for name in root.functions if name in root.names), None)
    if both is not None:
        raise NameUnknownError(f"{both} stands here both for a function and for a variable", both)


def _nodes(
    gates: Sequence[Gate], names: Sequence[Expression], output: int, found: Passes | None
) -> Iterator[GraphNode]:
    for index, (gate, name) in enumerate(zip(gates, names, strict=True)):
        kind: Kind = "constant" if gate.expression.constant else "input" if gate.operation is None else "operation"
        if kind == "operation" and index == output:
            kind = "output"
        parts, letters = tuple([f"n{part + 1}" for part in gate.parts]), tuple([names[part] for part in gate.parts])
        value, adjoint = (None, None) if found is None else (found.values[index], found.adjoints[index])
        label = label_of(gate.expression)
        yield GraphNode(
            f"n{index + 1}", name, label, kind, gate.expression, parts, value, adjoint, gate.operation, letters
        )


def _edges(gates: Sequence[Gate], nodes: Sequence[GraphNode], found: Passes | None) -> Iterator[GraphEdge]:
    for index, gate in enumerate(gates):
        for slot, part in enumerate(gate.parts):
            whole, rate = nodes[index], None if found is None else found.rates[index][slot]
            signal = whole.adjoint
            share = None if rate is None or signal is None else signal * rate
            yield GraphEdge(f"n{part + 1}", whole.id, slot, whole, rate, signal, share)
