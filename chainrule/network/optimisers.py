"""How parameters are changed by a gradient, how fast, and where they begin: rows, by their names."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from chainrule.network.building import Part
from chainrule.network.rows import named

__all__ = ["INITIALISERS", "OPTIMISERS", "SCHEDULES", "Initialiser", "Memory", "Optimiser", "Schedule",
           "initialiser_named", "optimiser_named", "schedule_named"]  # fmt: skip

Values = list[float]


@dataclass
class Memory:
    """What an optimiser keeps between steps."""

    steps: int = 0
    first: Values = field(default_factory=list)
    second: Values = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Optimiser:
    """One row: `update(parameters, gradient, rate, memory, momentum)` gives the new parameters."""

    name: str
    update: Callable[[Values, Values, float, Memory, float], Values]
    spellings: tuple[str, ...] = ()


def _descent(values: Values, gradient: Values, rate: float, memory: Memory, momentum: float) -> Values:
    return [value - rate * slope for value, slope in zip(values, gradient, strict=True)]


def _momentum(values: Values, gradient: Values, rate: float, memory: Memory, momentum: float) -> Values:
    """Polyak's heavy ball (1964): the step goes on by `momentum` of the one before."""
    before = memory.first or [0.0] * len(values)
    memory.first = [momentum * old + slope for old, slope in zip(before, gradient, strict=True)]
    return _descent(values, memory.first, rate, memory, momentum)


def _adam(values: Values, gradient: Values, rate: float, memory: Memory, momentum: float) -> Values:
    """Kingma and Ba (2014), algorithm 1, with their decay of squares 0.999 and epsilon 1e-8."""
    decay, epsilon = 0.999, 1e-8
    first, second = memory.first or [0.0] * len(values), memory.second or [0.0] * len(values)
    memory.first = [momentum * old + (1 - momentum) * slope for old, slope in zip(first, gradient, strict=True)]
    memory.second = [decay * old + (1 - decay) * slope * slope for old, slope in zip(second, gradient, strict=True)]
    begun, squared = 1 - momentum**memory.steps, 1 - decay**memory.steps
    return [
        value - rate * (m / begun) / (math.sqrt(v / squared) + epsilon)
        for value, m, v in zip(values, memory.first, memory.second, strict=True)
    ]


OPTIMISERS = (
    Optimiser("sgd", _descent, ("gradient_descent", "gd")),
    Optimiser("momentum", _momentum, ("heavy_ball",)),
    Optimiser("adam", _adam),
)


def optimiser_named(name: str) -> Optimiser:
    return named(OPTIMISERS, name, "optimiser")


# --- the learning rate -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Schedule:
    """One row: by what the learning rate is multiplied after a share of all epochs, from 0 to 1."""

    name: str
    factor: Callable[[float], float]
    spellings: tuple[str, ...] = ()


SCHEDULES = (
    Schedule("constant", lambda done: 1.0),
    Schedule("linear", lambda done: 1 - done),
    Schedule("cosine", lambda done: (1 + math.cos(math.pi * done)) / 2),
    Schedule("step", lambda done: 0.1 ** int(3 * done), ("staircase",)),
    Schedule("exponential", lambda done: 0.01**done),
)


def schedule_named(name: str) -> Schedule:
    return named(SCHEDULES, name, "schedule")


# --- where they begin ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Initialiser:
    """One row: `draw(random, inputs, outputs)` gives a weight of a matrix of so many columns and rows."""

    name: str
    draw: Callable[[random.Random, int, int], float]
    spellings: tuple[str, ...] = ()

    def values(self, parts: Sequence[Part], seed: int) -> Values:
        """Values for all parameters, in their order: weights drawn, biases 0, scales of a normalisation 1."""
        return list(self._values(parts, random.Random(seed)))

    def _values(self, parts: Sequence[Part], source: random.Random) -> Iterator[float]:
        for part in parts:
            for rows in part.matrices.values():
                yield from (self.draw(source, len(rows[0]), len(rows)) for row in rows for _ in row)
            for name, entries in part.vectors.items():
                yield from [1.0 if name == "gamma" else 0.0] * len(entries)
            yield from self._values(part.inner, source)


def _xavier(source: random.Random, inputs: int, outputs: int) -> float:
    """Glorot and Bengio (2010): the same variance forwards and backwards."""
    return source.uniform(-1, 1) * math.sqrt(6 / (inputs + outputs))


def _he(source: random.Random, inputs: int, outputs: int) -> float:
    """He et al. (2015): twice the variance, for a rectifier lets half through."""
    return source.gauss(0, math.sqrt(2 / inputs))


INITIALISERS = (
    Initialiser("uniform", lambda source, inputs, outputs: source.uniform(-1, 1) / math.sqrt(inputs)),
    Initialiser("xavier", _xavier, ("glorot",)),
    Initialiser("he", _he, ("kaiming",)),
)


def initialiser_named(name: str) -> Initialiser:
    return named(INITIALISERS, name, "start of the weights")


def suited(parts: Sequence[Any]) -> str:
    """The start that suits the activations: he where a rectifier or its like is the first, else xavier."""
    from chainrule.network.activations import activation_named

    rows = [activation_named(part.row) for part in parts if part.row]
    return rows[0].scale if rows else "xavier"
