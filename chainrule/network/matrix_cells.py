"""Recurrent cells in matrices: backpropagation through time, each cell's reverse step a row in STEPS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from chainrule.expression.nodes import ONE, ZERO
from chainrule.network.activations import activation_named
from chainrule.network.building import Part
from chainrule.network.matrices import Matrix, named_matrix
from chainrule.network.matrix_layers import FORWARD, REVERSE, Flow, line_of, total
from chainrule.network.recurrent import CELLS, Cell

if TYPE_CHECKING:
    from chainrule.network.explaining import Equation, ReversePass

__all__ = ["FORWARD", "REVERSE", "STEPS"]


class Unrolled:
    """A cell at one time step: its matrices, and the values of its gates and states by their letters."""

    def __init__(self, told: ReversePass, part: Part, time: int) -> None:
        self.told, self.part, self.time = told, part, time
        self.cell = next(row for row in CELLS if row.name == part.kind)
        self.x = told.named(part.inputs.rows[time])
        self.first = time == 0

    def value(self, letter: str, back: int = 0) -> Matrix:
        """h, or a gate, or a pre-activation, of this time step or of one before (or after)."""
        return self.told.units(letter, self.part, self.time + 1 - back)

    def weights(self, name: str) -> Matrix:
        return self.told.weights(name, self.part)

    def delta(self, gate: str, rates: Matrix, activation: str) -> Matrix:
        """δ of a gate: the rates by its value times the slope there."""
        z = self.value("z" + gate)
        return self.told.delta(self.part, z, rates * self.told.slope(activation_named(activation), z))

    def state(self, letter: str, terms: Iterable[Matrix | None]) -> Matrix:
        """The rates by a state, from all that reads it."""
        kept = [term for term in terms if term is not None]
        return self.told.rates_by("signal", self.part, self.value(letter), total(kept))


def _forward(told: ReversePass, part: Part) -> list[Equation]:
    """Every gate, then what is made of them, time step by time step."""
    lines = []
    for time in range(len(part.outputs.rows)):
        at = Unrolled(told, part, time)
        for gate in at.cell.gates:
            mark = mark_of(at.cell, gate.letter)
            value = at.weights("u" + mark) @ at.x
            if not at.first:
                recalled = at.weights("w" + mark) @ at.value("h", 1)
                value += at.value(gate.reset) * recalled if gate.reset else recalled
            z = at.value("z" + mark)
            lines.append(line_of(part, z, value + told.spread(told.column("b" + mark, part))))
            row = activation_named(part.row or gate.activation)
            lines.append(line_of(part, at.value(gate.letter), told.applied(row, z)))
        lines += [line_of(part, at.value(letter), MADE[letter, at.cell.name](at)) for letter, _ in at.cell.made]
    return lines


def _one_less(p: Matrix) -> Matrix:
    return p.scaled(lambda value: ONE - value)


def _new_cell(at: Unrolled) -> Matrix:
    new = at.value("i") * at.value("g")
    return new if at.first else at.value("f") * at.value("c", 1) + new


def _new_gru(at: Unrolled) -> Matrix:
    new = _one_less(at.value("p")) * at.value("n")
    return new if at.first else new + at.value("p") * at.value("h", 1)


MADE: dict[tuple[str, str], Callable[[Unrolled], Matrix]] = {
    ("c", "lstm"): _new_cell,
    ("h", "lstm"): lambda at: at.value("o") * at.told.applied(activation_named("tanh"), at.value("c")),
    ("h", "gru"): _new_gru,
}


def mark_of(cell: Cell, letter: str) -> str:
    """What the matrices of a gate bear: its letter, where there are several gates."""
    return letter if len(cell.gates) > 1 else ""


# --- back through time -----------------------------------------------------------------------------------------------

Carried = dict[str, Matrix]  # the rates that go from a time step to the one before, by state
Deltas = dict[str, tuple[Matrix, Matrix]]  # of each gate: δ, and δ as it reaches W (through a reset gate)


def _plain(at: Unrolled, flow: Matrix | None, carried: Carried) -> tuple[Deltas, Carried]:
    rates = total([matrix for matrix in (flow, carried.get("h")) if matrix is not None])
    name, told = at.part.row or at.cell.gates[0].activation, at.told
    told.trace("layer", rates.called(told.rate_by(at.value("h").formula)))
    delta, back = at.delta("", rates, name), at.weights("w").T
    told.trace("slopes", delta, name)
    told.trace("weights", back @ delta)
    return {"": (delta, delta)}, {"h": back @ delta}


def _lstm(at: Unrolled, flow: Matrix | None, carried: Carried) -> tuple[Deltas, Carried]:
    tanh = activation_named("tanh")
    rates = at.state("h", (flow, carried.get("h")))
    c = at.value("c")
    cell = at.state("c", (rates * at.value("o") * at.told.slope(tanh, c), carried.get("c")))
    at.told.trace("layer", cell)
    at.told.trace("gate", cell * at.value("f"))
    deltas = {
        "o": at.delta("o", rates * at.told.applied(tanh, c), "sigmoid"),
        "i": at.delta("i", cell * at.value("g"), "sigmoid"),
        "g": at.delta("g", cell * at.value("i"), "tanh"),
    }
    if not at.first:
        deltas["f"] = at.delta("f", cell * at.value("c", 1), "sigmoid")
    back = total([at.weights("w" + gate).T @ delta for gate, delta in deltas.items()])
    return {gate: (delta, delta) for gate, delta in deltas.items()}, {"h": back, "c": cell * at.value("f")}


def _gru(at: Unrolled, flow: Matrix | None, carried: Carried) -> tuple[Deltas, Carried]:
    rates = at.state("h", (flow, carried.get("h")))
    at.told.trace("layer", rates)
    at.told.trace("gate", rates * at.value("p"))
    p, n = at.value("p"), at.value("n")
    new = at.delta("n", rates * _one_less(p), "tanh")
    before = n.scaled(lambda value: -value) if at.first else at.value("h", 1) - n
    update = at.delta("p", rates * before, "sigmoid")
    if at.first:
        return {"n": (new, new), "p": (update, update)}, {}
    through = new * at.value("r")
    reset = at.delta("r", new * (at.weights("wn") @ at.value("h", 1)), "sigmoid")
    deltas = {"n": (new, through), "p": (update, update), "r": (reset, reset)}
    back = [at.weights("w" + gate).T @ recalled for gate, (_, recalled) in deltas.items()]
    return deltas, {"h": total([rates * p, *back])}


STEPS: dict[str, Callable[[Unrolled, Matrix | None, Carried], tuple[Deltas, Carried]]] = {
    "recurrent": _plain, "lstm": _lstm, "gru": _gru,
}  # fmt: skip


def _reverse(told: ReversePass, part: Part, flow: Flow, below: bool) -> Flow:
    """From the last time step to the first; the weights are the same at all of them, so their shares are added."""
    carried: Carried = {}
    found: Flow = []
    unread: Flow = [None] * (len(part.outputs.rows) - len(flow))
    flow = unread + flow  # where only the last step is read
    shares: dict[str, list[Matrix]] = {}
    for time in reversed(range(len(part.outputs.rows))):
        at = Unrolled(told, part, time)
        deltas, carried = STEPS[part.kind](at, flow[time], carried)
        for gate, (delta, recalled) in deltas.items():
            shares.setdefault("u" + gate, []).append(delta @ at.x.T)
            shares.setdefault("b" + gate, []).append(told.summed(delta))
            if not at.first:
                shares.setdefault("w" + gate, []).append(recalled @ at.value("h", 1).T)
        if below:
            found.insert(0, total([at.weights("u" + gate).T @ delta for gate, (delta, _) in deltas.items()]))
    for name in part.matrices:
        by = told.weights(name, part)
        told.learn("weights", part, by, total(shares[name]) if name in shares else _nothing(by))
    for name in part.vectors:
        by = told.column(name, part)
        told.learn("biases", part, by, total(shares[name]) if name in shares else _nothing(by))
    return found


def _nothing(like: Matrix) -> Matrix:
    """All zeros: of what has no effect, as the weights of a state in a sequence of one step."""
    return named_matrix(ZERO, [[ZERO] * like.shape[1]] * like.shape[0])


FORWARD.update(dict.fromkeys(STEPS, _forward))
REVERSE.update(dict.fromkeys(STEPS, _reverse))
