"""Recurrent cells unrolled over time: a row each, of gates and of what is made of them.

U weighs what comes in at a time step, W what the cell gave at the step before; before the first step that is 0.
Plain: Elman (1990). LSTM: Hochreiter and Schmidhuber (1997) with the forget gate of Gers (2000), no peepholes.
GRU: Cho (2014) in the form that lets the reset gate act after the weights; its update gate, z in books, is p here, for
z is a pre-activation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chainrule.calculus.joins import plus, times
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import ONE, Expression, Sum, Symbol
from chainrule.network.activations import Activation, activation_named
from chainrule.network.building import Building, Part, Row, Signal
from chainrule.network.layers import LAYERS, from_to, weighted
from chainrule.network.naming import matrix, vector
from chainrule.network.rows import named

__all__ = ["CELLS", "Cell", "gru", "lstm", "recurrent"]

Units = Mapping[str, Row]  # what was computed at a time step, by its letter


@dataclass(frozen=True, slots=True)
class Gate:
    """`letter`: the activation of U x + W h + b; in the plain cell, which has one, its matrices bear no letter.

    reset   the letter of a gate that multiplies W h first
    """

    letter: str
    activation: str
    reset: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row.

    gates   in the order in which they are computed
    made    what is made of them: a letter, and its formula from the gates and from the step before (None at the first)
    """

    name: str
    gates: tuple[Gate, ...]
    made: tuple[tuple[str, Callable[[Mapping[str, Expression], Mapping[str, Expression] | None], Expression]], ...] = ()
    spellings: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        return _cell_named, (self.name,)


def _cell_named(name: str) -> Cell:
    return named(CELLS, name, "recurrent cell")


def _lstm_cell(now: Mapping[str, Expression], before: Mapping[str, Expression] | None) -> Expression:
    new = now["i"] * now["g"]
    return new if before is None else now["f"] * before["c"] + new


def _gru_state(now: Mapping[str, Expression], before: Mapping[str, Expression] | None) -> Expression:
    new = (ONE - now["p"]) * now["n"]
    return new if before is None else new + now["p"] * before["h"]


CELLS = (
    Cell("recurrent", (Gate("h", "tanh"),), spellings=("plain", "rnn", "elman")),
    Cell(
        "lstm",
        (Gate("i", "sigmoid"), Gate("f", "sigmoid"), Gate("o", "sigmoid"), Gate("g", "tanh")),
        (("c", _lstm_cell), ("h", lambda now, _: now["o"] * activation_named("tanh").at(now["c"]))),
    ),
    Cell(
        "gru",
        (Gate("r", "sigmoid"), Gate("p", "sigmoid"), Gate("n", "tanh", reset="r")),
        (("h", _gru_state),),
    ),
)


@dataclass(frozen=True, slots=True)
class Recurrent:
    """A cell of so many units, which reads a sequence; `every` gives what it says at each step, else at the last."""

    cell: Cell
    units: int
    inputs: int | None = None
    every: bool = False
    activation: Activation | None = None

    @property
    def description(self) -> dict[str, Any]:
        own = {"activation": self.activation.name} if self.activation else {}
        return {"kind": self.cell.name, "inputs": self.inputs, "units": self.units, "every": self.every, **own}

    def build(self, building: Building, signal: Signal) -> Signal:
        if not signal.in_time:
            raise ChainRuleError(f"{self.cell.name} reads a sequence: give steps=, the number of time steps")
        if self.inputs not in (None, signal.width):
            raise ChainRuleError(
                f"{self.cell.name} is for {self.inputs} inputs, but {signal.width} come in: "
                f"write {self.cell.name}({signal.width}, {self.units})"
            )
        building.index += 1
        index, size = building.index, self.units
        building.check(size * (size + signal.width) * len(self.cell.gates) * signal.count)
        matrices, vectors = {}, {}
        for gate in self._gates():
            mark = self._mark(gate)
            matrices["u" + mark] = matrix("u" + mark, index, size, signal.width)
            matrices["w" + mark] = matrix("w" + mark, index, size, size)
            vectors["b" + mark] = vector("b" + mark, index, size)
        before: dict[int, dict[str, Row]] = {}
        rows: list[list[Row]] = [[] for _ in signal.rows]
        for time, sample, at in signal.places():
            values = self._step(building, signal.rows[time][sample], before.get(sample), matrices, vectors, at)
            before[sample] = values
            rows[time].append(values["h"])
        whole = Signal(tuple(map(tuple, rows)), True)
        building.parts.append(Part(self.cell.name, index, signal, whole, matrices, vectors, row=self._activation()))
        return whole if self.every else Signal((whole.rows[-1],))

    def _gates(self) -> tuple[Gate, ...]:
        if self.activation is None:
            return self.cell.gates
        (gate,) = self.cell.gates
        return (Gate(gate.letter, self.activation.name),)

    def _activation(self) -> str:
        return "" if self.activation is None else self.activation.name

    def _mark(self, gate: Gate) -> str:
        return gate.letter if len(self.cell.gates) > 1 else ""

    def _step(
        self, building: Building, given: Row, before: Mapping[str, Row] | None,
        matrices: Mapping[str, Sequence[Sequence[Symbol]]], vectors: Mapping[str, Sequence[Symbol]], at: str,
    ) -> dict[str, Row]:
        """One time step of one sample: every gate, then what is made of them."""
        values: dict[str, Row] = {}
        for gate in self._gates():
            mark = self._mark(gate)
            sums = weighted(matrices["u" + mark], given)
            if before is not None:
                recalled = weighted(matrices["w" + mark], before["h"])
                if gate.reset:
                    recalled = [times(r, sum_) for r, sum_ in zip(values[gate.reset], recalled, strict=True)]
                sums = [plus([*_terms(sum_), *_terms(more)]) for sum_, more in zip(sums, recalled, strict=True)]
            sums = [plus([*_terms(sum_), bias]) for sum_, bias in zip(sums, vectors["b" + mark], strict=True)]
            pre = building.units("z" + mark, sums, at)
            values[gate.letter] = building.units(gate.letter, map(activation_named(gate.activation).at, pre), at)
        for letter, formula in self.cell.made:
            made = [
                formula({name: row[k] for name, row in values.items()},
                        None if before is None else {name: row[k] for name, row in before.items()})
                for k in range(self.units)
            ]  # fmt: skip
            values[letter] = building.units(letter, made, at)
        return values


def _terms(value: Expression) -> tuple[Expression, ...]:
    return value.terms if isinstance(value, Sum) else (value,)


def recurrent(
    inputs: int | None = None, units: int | None = None, *, every: bool = False, activation: str = "tanh",
    cell: str = "recurrent",
) -> Recurrent:
    """A cell by the name of its row in CELLS: `recurrent(1, 4)` is for 1 input a time step, of 4 units.

    every        whether what it says at every step goes on, else only what it says at the last
    activation   of the plain cell
    """
    row = _cell_named(cell)
    own = activation_named(activation)
    if own.name != "tanh" and len(row.gates) > 1:
        raise ChainRuleError(f"the gates of {row.name} have activations of their own: leave activation= out")
    if not own.formula:
        raise ChainRuleError(f"{own.name} is for the last layer, not for a recurrent cell: use tanh")
    first, size = from_to(inputs, units, "a cell")
    return Recurrent(row, size, first, every, own if len(row.gates) == 1 else None)


def lstm(inputs: int | None = None, units: int | None = None, *, every: bool = False) -> Recurrent:
    """A long short-term memory of so many units; see `recurrent`."""
    return recurrent(inputs, units, every=every, cell="lstm")


def gru(inputs: int | None = None, units: int | None = None, *, every: bool = False) -> Recurrent:
    """A gated recurrent unit of so many units; see `recurrent`."""
    return recurrent(inputs, units, every=every, cell="gru")


LAYERS.update({"recurrent": recurrent, "lstm": lstm, "gru": gru})
