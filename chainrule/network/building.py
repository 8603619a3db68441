"""How a network grows: definitions one after the other, and what each layer was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from chainrule.errors import ChainRuleError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Symbol
from chainrule.network.naming import place, unit

__all__ = ["Building", "Layer", "Part", "Row", "Signal"]

Row = tuple[Expression, ...]
Rows = tuple[tuple[Symbol, ...], ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """What flows between two layers: `rows[time][sample]` is a value for each unit.

    in_time   whether it is a sequence, so that names bear the time step
    """

    rows: tuple[tuple[Row, ...], ...]
    in_time: bool = False

    @property
    def width(self) -> int:
        return len(self.rows[0][0])

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows) * len(self.rows[0])

    @property
    def units(self) -> Row:
        """All values, sample by sample, in each time step by time step."""
        return tuple(
            value for sample in range(len(self.rows[0])) for moment in self.rows for value in moment[sample]
        )

    def places(self) -> Iterable[tuple[int, int, str]]:
        """Of each row: its time, its sample, and what its names end in."""
        several = len(self.rows[0]) > 1
        for time, moment in enumerate(self.rows):
            for sample in range(len(moment)):
                yield time, sample, place(time + 1 if self.in_time else None, sample + 1 if several else None)

    def mapped(self, change: Callable[[Row, str], Iterable[Expression]]) -> Signal:
        """Each row changed; `change` is told what the names of the new row end in."""
        rows: list[list[Row]] = [[] for _ in self.rows]
        for time, sample, at in self.places():
            rows[time].append(tuple(change(self.rows[time][sample], at)))
        return Signal(tuple(map(tuple, rows)), self.in_time)


@dataclass(frozen=True, slots=True)
class Part:
    """A layer as it was built: what went in and what came out, and its parameters by what they are called.

    kind      what it is: the name of its row in LAYERS
    index     the number of the layer, which its names bear
    matrices  W, and in a cell U and those of the gates: rows of symbols
    vectors   b, and of a normalisation gamma and beta
    inner     of a residual connection, the parts inside
    row       of an activation, its row
    """

    kind: str
    index: int
    inputs: Signal
    outputs: Signal
    matrices: dict[str, Rows] = field(default_factory=dict)
    vectors: dict[str, tuple[Symbol, ...]] = field(default_factory=dict)
    inner: tuple[Part, ...] = ()
    row: str = ""

    @property
    def parameters(self) -> tuple[Symbol, ...]:
        """Its own, in the order in which the network has them."""
        of_matrices = [entry for rows in self.matrices.values() for row in rows for entry in row]
        of_vectors = [entry for entries in self.vectors.values() for entry in entries]
        return (*of_matrices, *of_vectors, *[symbol for part in self.inner for symbol in part.parameters])


class Layer(Protocol):
    """What `sequential` is given: it defines what it computes and gives what comes out."""

    @property
    def description(self) -> dict[str, Any]:
        """The options of its row in LAYERS, with its `kind`; all that is needed to make it again."""

    def build(self, building: Building, signal: Signal) -> Signal: ...


class Building:
    """A network under construction.

    definitions   so far, in order
    parts         the layers so far
    index         the number of the last layer with weights
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self.definitions: dict[Symbol, Expression] = {}
        self.parts: list[Part] = []
        self.index = 0

    def check(self, more: int) -> None:
        """LimitError where so many more products are too many, before they are made."""
        self.limits.check("nodes", len(self.definitions) + more)

    def define(self, name: Symbol, value: Expression) -> Symbol:
        if name in self.definitions:
            raise ChainRuleError(f"{name.name} would be defined twice: put a dense layer between the two")
        self.definitions[name] = value
        return name

    def free_stem(self, *stems: str) -> str:
        """The first letter that no name of this layer has yet: two activations in a row are a and h."""
        taken = {name.name.partition("_")[0] for name in self.definitions}
        found = next((stem for stem in stems if f"{stem}{self.index}" not in taken), None)
        if found is None:
            raise ChainRuleError(
                f"layer {self.index} has {len(stems)} of the same kind in a row already: put a dense layer between"
            )
        return found

    def units(self, stem: str, values: Iterable[Expression], at: str) -> Row:
        """Definitions for the units of this layer: z1_1, z1_2 …"""
        numbered = enumerate(values, 1)
        return tuple(self.define(unit(stem, self.index, number, at), value) for number, value in numbered)
