"""A network's gradient layer by layer, in matrices: what each layer computes, its δ, and the rates by its weights.

Samples are columns. Every formula comes with its entries, in the names of the definitions, so that all that is told can
be evaluated, counted, and checked against the engine's own reverse pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from chainrule.calculus import engine
from chainrule.calculus.joins import plus
from chainrule.errors import ChainRuleError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Call, Expression, Number, Quotient, Symbol, UnknownCall
from chainrule.expression.shown import Shown
from chainrule.expression.systems import put_in
from chainrule.expression.walking import substitute
from chainrule.network.activations import Activation, U, activation_named, exponential
from chainrule.network.building import Part
from chainrule.network.matrices import Entries, Matrix, named_matrix, ones
from chainrule.network.naming import place, unit
from chainrule.rendering.notation.rates import rate

if TYPE_CHECKING:
    from chainrule.network.model import Network

__all__ = ["Equation", "Explanation", "ReversePass", "Trace", "explain"]

Kind = Literal["forward", "loss", "delta", "signal", "weights", "biases"]


class Trace(NamedTuple):
    """A place that the rates pass on their way down: by what they were multiplied to get there from the place before.

    how     "layer" (a place that has a name), or what came between: "weights", "slopes", "connection",
            "normalisation", "gate"
    row     of slopes, the activation
    """

    how: str
    rates: Matrix
    row: str = ""


class Equation(NamedTuple):
    """One line: `name` = `value`; of which part of the network, and what it is for.

    parameters   for the rates by a matrix of weights or a vector of biases, those, entry by entry
    """

    kind: Kind
    part: Part | None
    name: Matrix
    value: Matrix
    parameters: Entries = ()


@dataclass(frozen=True, eq=False, repr=False)
class Explanation(Shown):
    """How the loss depends on every weight of a network, layer by layer.

    forward       the lines from the inputs to the loss
    reverse       the lines from the loss down, each δ after those that it uses
    definitions   what the names in the entries of `reverse` stand for
    traces        the way of the rates from layer to layer, or back through time
    """

    told_by = "chainrule.network.telling:told_of_explanation"
    data_by = "chainrule.network.telling:explanation_record"

    net: Network
    forward: tuple[Equation, ...]
    reverse: tuple[Equation, ...]
    definitions: Mapping[Symbol, Expression] = field(repr=False)
    traces: tuple[Trace, ...] = field(repr=False, default=())

    @property
    def limits(self) -> Limits:
        return self.net.limits

    @cached_property
    def gradient(self) -> dict[Symbol, Expression]:
        """The derivative by each parameter, in the names of the definitions."""
        return {
            parameter: entry
            for equation in self.reverse
            if equation.parameters
            for parameters, entries in zip(equation.parameters, equation.value.entries, strict=True)
            for parameter, entry in zip(parameters, entries, strict=True)
            if isinstance(parameter, Symbol)
        }

    @cached_property
    def meanings(self) -> dict[Expression, Expression]:
        """What every name stands for, in parameters, inputs and targets."""
        return put_in({**dict(self.net.system.definitions), **self.definitions})

    def __repr__(self) -> str:
        return f"<Explanation of {self.net!r}>"


def explain(net: Network) -> Explanation:
    """The record; ChainRuleError for a network with a layer that is not told in matrices."""
    from chainrule.network.matrix_cells import FORWARD

    told = ReversePass(net)
    for part in net.parts:
        if part.kind not in FORWARD:
            raise ChainRuleError(
                f"{part.kind} is not told in matrices; explain one weight, as in explain({part.parameters[0].name!r})"
            )
    forward = tuple(equation for part in net.parts for equation in FORWARD[part.kind](told, part))
    told.down(net.parts)
    return Explanation(net, forward, tuple(told.equations), told.definitions, tuple(told.traces))


class ReversePass:
    """From the loss down: rates flow from part to part, a matrix for each time step; what is said piles up."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self.many = net.batch > 1
        self.equations: list[Equation] = []
        self.definitions: dict[Symbol, Expression] = {}
        self.ones = ones(net.batch)
        self.traces: list[Trace] = []
        self._inside = 0  # a residual connection
        self._given = {*net.inputs, *net.targets}

    # --- names -------------------------------------------------------------------------------------------------------

    def named(self, rows: Sequence[Sequence[Expression]]) -> Matrix:
        """The units of a signal at a time step, by one name: z1_, or Z1_ where each of several samples is a column."""
        first = rows[0][0]
        assert isinstance(first, Symbol)
        stem, *ends = first.name.split("_")
        time = "".join([f"_{end}" for end in ends if end.startswith("t")])
        if first in self._given:
            stem = stem.rstrip("0123456789")
        else:
            stem += "_"
        raised = stem[0].upper() + stem[1:] if self.many else stem
        return named_matrix(Symbol(raised + time), tuple(zip(*rows, strict=True)))

    def units(self, letter: str, part: Part, time: int | None = None) -> Matrix:
        """The definitions that bear this letter in the layer of a part, at a time step."""
        samples = range(1, self.net.batch + 1) if self.many else [None]
        numbers = range(1, part.outputs.width + 1)
        return self.named(
            [[unit(letter, part.index, number, place(time, sample)) for number in numbers] for sample in samples]
        )

    def weights(self, name: str, part: Part) -> Matrix:
        """The matrix W1_, or of a gate Wf1_."""
        return named_matrix(Symbol(f"{name[0].upper()}{name[1:]}{part.index}_"), part.matrices[name])

    def column(self, name: str, part: Part) -> Matrix:
        """The biases b1_, or another vector of parameters."""
        return named_matrix(Symbol(f"{name}{part.index}_"), [[entry] for entry in part.vectors[name]])

    def spread(self, column: Matrix) -> Matrix:
        """The same column for every sample."""
        return column @ self.ones.T if self.many else column

    def summed(self, matrix: Matrix) -> Matrix:
        """The sum over the samples."""
        return matrix @ self.ones if self.many else matrix

    def rate_by(self, formula: Expression) -> Expression:
        """∂L/∂W"""
        assert isinstance(formula, Symbol)
        return rate(self.net.loss.name, [formula], [Symbol("")])

    # --- lines -------------------------------------------------------------------------------------------------------

    def define(self, kind: Kind, part: Part | None, formula: Expression, stem: str, value: Matrix) -> Matrix:
        """Say it, and give its entries names, so that what uses them does not work them out again."""
        head, *ends = [piece for piece in stem.split("_") if piece]
        after = "".join([f"_{end}" for end in ends])
        entries = []
        for number, row in enumerate(value.entries, 1):
            samples = [f"_s{sample}" if self.many else "" for sample in range(1, len(row) + 1)]
            entries.append([Symbol(f"{head}_{number}{after}{sample}") for sample in samples])
            self.definitions.update(zip(entries[-1], row, strict=True))
        name = named_matrix(formula, entries)
        self.equations.append(Equation(kind, part, name, value))
        return name

    def delta(self, part: Part, z: Matrix, value: Matrix) -> Matrix:
        """δ, the rates by the pre-activations z."""
        assert isinstance(z.formula, Symbol)
        letter = "Delta" if self.many else "delta"
        name = letter + z.formula.name[1:]
        return self.define("delta", part, Symbol(name), name.lower(), value)

    def rates_by(self, kind: Kind, part: Part, of: Matrix, value: Matrix) -> Matrix:
        """The rates by what is no pre-activation: by an activation, by a sum."""
        assert isinstance(of.formula, Symbol)
        formula = self.rate_by(of.formula)
        if value.formula is formula:  # said already
            return value
        return self.define(kind, part, formula, f"d{of.formula.name.lower()}", value)

    def learn(self, kind: Literal["weights", "biases"], part: Part, by: Matrix, value: Matrix) -> None:
        """The rates by parameters, which have to be as many rows and columns as those."""
        if value.shape != by.shape:
            raise ChainRuleError(f"the rates by a {by.size} matrix came out {value.size}")
        self.equations.append(Equation(kind, part, by.called(self.rate_by(by.formula)), value, by.entries))

    def trace(self, how: str, rates: Matrix, row: str = "") -> None:
        """Where the rates have come; the ways inside a residual connection are left out."""
        if not self._inside:
            self.traces.append(Trace(how, rates, row))

    @contextmanager
    def inside(self) -> Iterator[None]:
        self._inside += 1
        yield
        self._inside -= 1

    # --- from the loss down ------------------------------------------------------------------------------------------

    def down(self, parts: Sequence[Part]) -> None:
        """All parts of the network."""
        flow = self._at_the_output(parts[-1])
        if self.net.cost.cancels and self.net.cost.output != "identity":
            parts = parts[:-1]
        self.through(parts, flow, last=True)

    def through(self, parts: Sequence[Part], flow: list[Matrix | None], *, last: bool) -> list[Matrix | None]:
        """The rates by what comes into the first of these parts; not worked out where nothing below learns (`last`)."""
        from chainrule.network.matrix_cells import REVERSE

        for index in reversed(range(len(parts))):
            below = not last or any(part.parameters for part in parts[:index])
            if not below and not parts[index].parameters:
                break
            flow = REVERSE[parts[index].kind](self, parts[index], flow, below)
        return flow

    def _at_the_output(self, part: Part) -> list[Matrix | None]:
        """The rates of the loss by the outputs, or at once by the last pre-activations where the two cancel."""
        net, moments = self.net, part.outputs.rows
        told = moments[-(net.losses // net.batch) :]
        flow: list[Matrix | None] = []
        for rows, wanted in zip(told, self._targets(len(told)), strict=True):
            a, y = self.named(rows), self.named(wanted)
            if net.cost.cancels:
                flow.append((self._probabilities(a) - y).scaled(self._averaged))
            else:
                flow.append(self._loss_rates(part, a, y))
        return flow

    def _targets(self, moments: int) -> list[list[tuple[Symbol, ...]]]:
        """The targets by time and sample."""
        net, width = self.net, self.net.width_out
        rows = [net.targets[start : start + width] for start in range(0, len(net.targets), width)]
        return [[rows[sample * moments + moment] for sample in range(net.batch)] for moment in range(moments)]

    def _probabilities(self, a: Matrix) -> Matrix:
        """The outputs, or what the loss itself makes of them."""
        kind = self.net.cost.probability
        if kind == "sigmoid":
            return self.applied(activation_named(kind), a)
        if kind == "softmax":
            columns = [[exponential(value) for value in column] for column in zip(*a.entries, strict=True)]
            shares = [[Quotient(value, plus(column)) for value in column] for column in columns]
            return a.made(UnknownCall("softmax", (a.formula,), (0,)), tuple(zip(*shares, strict=True)))
        return a

    def _averaged(self, value: Expression) -> Expression:
        count = self.net.losses
        return value if count == 1 or self.net.reduction == "sum" else Quotient(value, Number(count))

    def _loss_rates(self, part: Part, a: Matrix, y: Matrix) -> Matrix:
        """∂L/∂a by the engine, entry by entry; the formula is that of the first, with all units in its place."""
        flat = [entry for row in a.entries for entry in row if isinstance(entry, Symbol)]
        found = iter(engine.gradient(self.net.loss_of_outputs, flat, limits=self.net.limits))
        entries = [[next(found) for _ in row] for row in a.entries]
        names = {entry: matrix.formula for matrix in (a, y) for row in matrix.entries for entry in row}
        value = a.made(substitute(entries[0][0], names), entries)
        if part.outputs.in_time:  # later steps have a share in the rate by this one too, so it has no name yet
            return value
        return self.rates_by("loss", part, a, value)

    # --- activations -------------------------------------------------------------------------------------------------

    def applied(self, row: Activation, z: Matrix) -> Matrix:
        formula = row.at(z.formula) if isinstance(row.of_u, Call) else UnknownCall(row.name, (z.formula,), (0,))
        return z.made(formula, [[row.at(entry) for entry in line] for line in z.entries], z.shapes)

    def slope(self, row: Activation, z: Matrix) -> Matrix:
        """f'(z), by the engine."""
        slope = slope_of(row)
        entries = [[substitute(slope, {U: entry}) for entry in line] for line in z.entries]
        return z.made(UnknownCall(letter_of(row), (z.formula,), (1,)), entries, z.shapes)


def slope_of(row: Activation) -> Expression:
    """The derivative of the activation, of u."""
    return engine.differentiate(row.of_u, U)


def letter_of(row: Activation) -> str:
    """What the activation is called where it is differentiated: σ for the sigmoid, else by the name of its row."""
    outer = row.of_u
    if not isinstance(outer, Call):
        return row.name
    function = outer.function
    return function.text if function.text and "{" not in function.text else function.name
