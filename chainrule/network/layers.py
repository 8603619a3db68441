"""Layers: a class each, with a row in LAYERS. What a layer computes is written with the engine's own nodes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from chainrule.calculus.joins import plus, times
from chainrule.errors import ChainRuleError
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import TWO, Call, Expression, Number, Power, Quotient, Symbol
from chainrule.network.activations import Activation, activation_named, exponential
from chainrule.network.building import Building, Layer, Part, Row, Signal
from chainrule.network.naming import matrix, unit, vector

__all__ = ["LAYERS", "activation", "batch_norm", "check_count", "check_depth", "check_positive", "dense", "from_to",
           "residual", "weighted"]  # fmt: skip

EPSILON = Fraction(1, 100_000)
DEEPEST = 50  # residual connections inside each other: they are the one thing here that is walked by recursion


def weighted(weights: Sequence[Sequence[Symbol]], values: Row, biases: Sequence[Symbol] = ()) -> list[Expression]:
    """W a + b, unit by unit, as it is."""
    ends: list[tuple[Symbol, ...]] = [(bias,) for bias in biases] or [()] * len(weights)
    return [
        plus([*[times(weight, value) for weight, value in zip(row, values, strict=True)], *end])
        for row, end in zip(weights, ends, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Dense:
    """Every unit is a weighted sum of all inputs, and a bias: z = W a + b."""

    outputs: int
    inputs: int | None = None
    bias: bool = True

    @property
    def description(self) -> dict[str, Any]:
        return {"kind": "dense", "inputs": self.inputs, "outputs": self.outputs, "bias": self.bias}

    def build(self, building: Building, signal: Signal) -> Signal:
        building.index += 1
        index, wanted = building.index, self.inputs
        if wanted is not None and wanted != signal.width:
            raise ChainRuleError(
                f"layer {index} is dense from {wanted} to {self.outputs}, but {signal.width} come in: "
                f"write dense({signal.width}, {self.outputs})"
            )
        building.check(self.outputs * signal.width * signal.count)
        weights = matrix("w", index, self.outputs, signal.width)
        biases = vector("b", index, self.outputs) if self.bias else ()
        out = signal.mapped(lambda row, at: building.units("z", weighted(weights, row, biases), at))
        vectors = {"b": biases} if self.bias else {}
        building.parts.append(Part("dense", index, signal, out, {"w": weights}, vectors))
        return out


@dataclass(frozen=True, slots=True)
class Activate:
    """Each unit's value through the same function; softmax shares one sum among all units."""

    row: Activation

    @property
    def description(self) -> dict[str, Any]:
        return {"kind": "activation", "name": self.row.name}

    def build(self, building: Building, signal: Signal) -> Signal:
        if self.row.is_identity:
            return signal
        stem = building.free_stem("a", "h", "k")
        change = self._softmax(building, stem) if not self.row.formula else self._each(building, stem)
        out = signal.mapped(change)
        building.parts.append(Part("activation", building.index, signal, out, row=self.row.name))
        return out

    def _each(self, building: Building, stem: str) -> Callable[[Row, str], Row]:
        return lambda row, at: building.units(stem, map(self.row.at, row), at)

    def _softmax(self, building: Building, stem: str) -> Callable[[Row, str], Row]:
        def shares(row: Row, at: str) -> Row:
            if len(row) < 2:
                raise ChainRuleError("softmax shares 1 among its units, so it needs two or more: use sigmoid for one")
            raised = [exponential(value) for value in row]
            total = building.define(unit("s", building.index, 1, at), plus(raised))
            return building.units(stem, [Quotient(value, total) for value in raised], at)

        return shares


@dataclass(frozen=True, slots=True)
class BatchNorm:
    """Each unit shifted and scaled to mean 0 and variance 1 over the minibatch, then by learnt gamma and beta.

    Ioffe and Szegedy, Batch Normalization (2015), algorithm 1; the variance is that of the minibatch itself (over n).
    """

    epsilon: Fraction = EPSILON

    @property
    def description(self) -> dict[str, Any]:
        return {"kind": "batch_norm", "epsilon": str(self.epsilon)}

    def build(self, building: Building, signal: Signal) -> Signal:
        count = len(signal.rows[0])
        if count < 2:
            raise ChainRuleError("batch normalisation needs a minibatch of two samples or more: give batch=")
        if signal.in_time:
            raise ChainRuleError("batch normalisation of a sequence is not known: put it after the last time step")
        index, samples = building.index, signal.rows[0]
        gamma, beta = vector("gamma", index, signal.width), vector("beta", index, signal.width)
        columns = []
        for number, (scale, shift) in enumerate(zip(gamma, beta, strict=True), 1):
            values = [row[number - 1] for row in samples]
            mean = building.define(unit("mu", index, number), Quotient(plus(values), Number(count)))
            squares = [Power(value - mean, TWO) for value in values]
            variance = building.define(unit("v", index, number), Quotient(plus(squares), Number(count)))
            root = Call(function_named("sqrt"), (variance + Number(self.epsilon),))
            column = []
            for sample, value in enumerate(values, 1):
                level = building.define(unit("n", index, number, f"_s{sample}"), Quotient(value - mean, root))
                column.append(building.define(unit("q", index, number, f"_s{sample}"), scale * level + shift))
            columns.append(column)
        out = Signal((tuple(zip(*columns, strict=True)),))
        building.parts.append(Part("batch_norm", index, signal, out, {}, {"gamma": gamma, "beta": beta}))
        return out


@dataclass(frozen=True, slots=True)
class Residual:
    """What comes in is added to what the layers inside make of it: r = a + F(a).

    depth   how many connections are inside each other, this one included
    """

    layers: tuple[Layer, ...]
    depth: int = 1

    @property
    def description(self) -> dict[str, Any]:
        return {"kind": "residual", "layers": [layer.description for layer in self.layers]}

    def build(self, building: Building, signal: Signal) -> Signal:
        outside, building.parts = building.parts, []
        inner = signal
        for layer in self.layers:
            inner = layer.build(building, inner)
        if (inner.width, len(inner.rows)) != (signal.width, len(signal.rows)):
            raise ChainRuleError(
                f"a residual connection adds what comes in to what comes out, but {signal.width} come in and "
                f"{inner.width} come out: end the layers inside with dense({signal.width})"
            )
        stem = building.free_stem("r", "m", "k")
        rows = {at: inner.rows[time][sample] for time, sample, at in inner.places()}
        out = signal.mapped(
            lambda row, at: building.units(stem, [a + b for a, b in zip(row, rows[at], strict=True)], at)
        )
        parts, building.parts = building.parts, outside
        building.parts.append(Part("residual", building.index, signal, out, inner=tuple(parts)))
        return out


def dense(inputs: int | None = None, outputs: int | None = None, *, bias: bool = True) -> Dense:
    """A dense layer from `inputs` to `outputs` units; `dense(3)` alone is to 3, from whatever comes in."""
    given, units = from_to(inputs, outputs, "a dense layer")
    return Dense(units, given, bias)


def from_to(inputs: int | None, units: int | None, what: str) -> tuple[int | None, int]:
    """From how many to how many; where one number is given, that is to how many."""
    if units is None:
        inputs, units = None, inputs
    if units is None:
        raise ChainRuleError(f"{what} has a number of units: 3, or 2 and 3 for from 2 to 3")
    return None if inputs is None else check_count(inputs, f"inputs of {what}"), check_count(units, f"units of {what}")


def activation(name: str) -> Activate:
    """An activation by the name of its row in ACTIVATIONS."""
    return Activate(activation_named(name))


def batch_norm(epsilon: float | str | Fraction = EPSILON) -> BatchNorm:
    """Batch normalisation; `epsilon` is added to the variance, so that no root of 0 is divided by."""
    try:
        exact = Fraction(str(epsilon))
    except (ValueError, ZeroDivisionError):
        exact = Fraction(0)
    if not 0 < exact < 1:
        raise ChainRuleError(f"epsilon is a small positive number such as 0.00001, not {epsilon}")
    return BatchNorm(exact)


def residual(*layers: Layer | Sequence[Layer]) -> Residual:
    """A connection around these layers, which have to give as many values as they take."""
    inside: list[Layer] = []
    for layer in layers:
        inside += layer if isinstance(layer, list | tuple) else [layer]  # type: ignore[list-item]
    if not inside:
        raise ChainRuleError("a residual connection goes around at least one layer")
    depth = 1 + max((layer.depth for layer in inside if isinstance(layer, Residual)), default=0)
    check_depth(depth)
    return Residual(tuple(inside), depth)


def check_depth(depth: int) -> None:
    """ChainRuleError for residual connections that are nested too deep."""
    if depth > DEEPEST:
        raise ChainRuleError(f"at most {DEEPEST} residual connections can be inside each other: put some in a row")


def check_count(value: Any, what: str) -> int:
    """A whole number from 1 on; ChainRuleError for another."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"the number of {what} is a whole number, not {value!r}")
    if value < 1:
        raise ChainRuleError(f"the number of {what} is 1 or more, not {value}")
    return value


def check_positive(value: Any, what: str) -> float:
    """A finite number above 0; ChainRuleError for another."""
    if not (isinstance(value, int | float) and math.isfinite(value) and value > 0):
        raise ChainRuleError(f"{what} is a positive number, not {value!r}")
    return float(value)


LAYERS: dict[str, Callable[..., Layer]] = {
    "dense": dense, "activation": activation, "batch_norm": batch_norm, "residual": residual,
}  # fmt: skip
