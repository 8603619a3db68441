"""Recompute instead of store: the reverse pass with the values of a few layers kept, and what that saves and costs.

Chen et al., Training Deep Nets with Sublinear Memory Cost (2016): of n layers in k segments, the inputs of k segments
are kept, and those inside one segment at a time are computed again. What a layer computes inside itself is never kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from chainrule.calculus.joins import plus, times
from chainrule.errors import ChainRuleError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.shown import Shown
from chainrule.expression.systems import put_in
from chainrule.network.training import start
from chainrule.rendering import wording_network as wording
from chainrule.rendering.listing.blocks import Block, Sentence, Table, Told
from chainrule.rendering.wording import said

if TYPE_CHECKING:
    from chainrule.network.model import Network

__all__ = ["Checkpointed", "Checkpointing", "checkpointing_record", "measure_checkpointing", "told_of_checkpointing"]

REPEATS = 5  # runs of which the fastest is told
Values = list[float]


@dataclass(frozen=True)
class Stage:
    """A layer by itself: `forward(parameters, inputs)`, and `backward`, which takes the rates by its outputs too."""

    parameters: tuple[int, ...]
    inputs: int
    forward: Callable[[Values, Values], Values]
    backward: Callable[[Values, Values, Values], Values]


class Run(NamedTuple):
    """What one reverse pass gave, and took: numbers kept at most, and how many layers were computed forwards."""

    loss: float
    gradient: Values
    kept: int
    layers: int


class Checkpointed:
    """The loss and gradient of a network in so many segments: `run(parameters, inputs, targets)`."""

    def __init__(self, net: Network, segments: int) -> None:
        self.net = net
        self.stages, self.last = _stages(net)
        if not 1 <= segments <= len(self.stages):
            raise ChainRuleError(f"the network has {len(self.stages)} layers, so 1 to {len(self.stages)} segments")
        self.segments = segments

    def run(self, parameters: Sequence[float], inputs: Sequence[float], targets: Sequence[float]) -> Run:
        """Forward, keeping the inputs of each segment; then segment by segment back, its own inputs computed again."""
        values, count = list(parameters), len(self.stages)
        starts = [count * number // self.segments for number in range(self.segments)]
        kept: dict[int, Values] = {}
        signal, layers = list(inputs), count
        for place, stage in enumerate(self.stages):
            if place in starts:
                kept[place] = signal
            signal = stage.forward(self._own(values, stage), signal)
        loss, rates = self.last(signal, list(targets))
        gradient = [0.0] * len(values)
        most = sum(map(len, kept.values()))
        for begin, end in zip(reversed(starts), [count, *reversed(starts[1:])], strict=True):
            for place in range(begin, end - 1):
                kept[place + 1] = self.stages[place].forward(self._own(values, self.stages[place]), kept[place])
                layers += 1
            most = max(most, sum(map(len, kept.values())))
            for place in reversed(range(begin, end)):
                stage, given = self.stages[place], kept.pop(place)
                found = stage.backward(self._own(values, stage), given, rates)
                rates, own = found[: stage.inputs], found[stage.inputs :]
                for index, slope in zip(stage.parameters, own, strict=True):
                    gradient[index] += slope
        return Run(loss, gradient, most, layers)

    def _own(self, values: Values, stage: Stage) -> Values:
        return [values[index] for index in stage.parameters]


def _stages(net: Network) -> tuple[list[Stage], Callable[[Values, Values], tuple[float, Values]]]:
    """Each layer with what follows it until the next, compiled by itself, and the loss."""
    from chainrule.rendering.code.gradients import gradient_program

    definitions = list(net.system.definitions)
    place = {name: index for index, (name, _) in enumerate(definitions)}
    numbers = {symbol: index for index, symbol in enumerate(net.parameters)}
    begin, given, stages = 0, net.inputs, []
    for outputs, parameters in _cut(net):
        end = 1 + max(place[symbol] for symbol in outputs)
        meanings = put_in(dict(definitions[begin:end]))
        values = [meanings[symbol] for symbol in outputs]
        rates = [Symbol(f"rate{number}") for number in range(len(outputs))]
        product: Expression = plus([times(rate, value) for rate, value in zip(rates, values, strict=True)])
        program = gradient_program(product, [*given, *parameters], rates, outputs=values, limits=net.limits)
        stages.append(_compiled(program, tuple(numbers[symbol] for symbol in parameters), len(given)))
        begin, given = end, outputs
    loss = gradient_program(net.loss_of_outputs, given, net.targets, limits=net.limits).gradient()
    return stages, lambda signal, targets: loss(signal, targets, [])  # type: ignore[arg-type]


def _compiled(program: Any, parameters: tuple[int, ...], inputs: int) -> Stage:
    forward, backward = program.predict(), program.gradient()
    return Stage(
        parameters, inputs,
        lambda values, given: forward([*given, *values], [0.0] * len(program.inputs)),
        lambda values, given, rates: backward([*given, *values], rates, [])[1],
    )  # fmt: skip


def _cut(net: Network) -> list[tuple[tuple[Symbol, ...], tuple[Symbol, ...]]]:
    """The outputs and parameters of each stage: a part with parameters, and those without that follow it."""
    found: list[tuple[tuple[Symbol, ...], tuple[Symbol, ...]]] = []
    for index, part in enumerate(net.parts):
        following = net.parts[index + 1].inputs if index + 1 < len(net.parts) else None
        outputs = net.output if following is None else following.units
        symbols = tuple(value for value in outputs if isinstance(value, Symbol))
        if found and not part.parameters:
            found[-1] = symbols, found[-1][1]
        else:
            found.append((symbols, part.parameters))
    return found


# --- the trade -------------------------------------------------------------------------------------------------------


class Trade(NamedTuple):
    """For so many segments: numbers kept, layers computed forwards, and the time against that of keeping everything."""

    segments: int
    kept: int
    layers: int
    time: float


@dataclass(frozen=True, eq=False)
class Checkpointing(Shown):
    """The trade of memory against time, measured for several numbers of segments; the last keeps everything."""

    told_by = "chainrule.network.checkpointing:told_of_checkpointing"
    data_by = "chainrule.network.checkpointing:checkpointing_record"

    net: Network
    trades: tuple[Trade, ...]

    @property
    def limits(self) -> Limits:
        return self.net.limits


def measure_checkpointing(net: Network, segments: Sequence[int] | None = None, *, seed: int = 0) -> Checkpointing:
    """Times are those of this machine, the fastest of several runs; what is kept and computed again is counted."""
    import random

    count = len(_cut(net))
    wanted = sorted({count, *(segments or _usual(count))})
    draw = random.Random(seed)
    values = start(net, seed=seed)
    inputs, targets = ([draw.uniform(0, 1) for _ in symbols] for symbols in (net.inputs, net.targets))
    runs = {number: Checkpointed(net, number) for number in wanted}
    fastest = dict.fromkeys(wanted, float("inf"))
    found = {}
    for _ in range(REPEATS):
        for number, run in runs.items():
            begun = time.process_time()
            found[number] = run.run(values, inputs, targets)
            fastest[number] = min(fastest[number], time.process_time() - begun)
    whole = fastest[count] or 1e-9
    return Checkpointing(
        net, tuple(Trade(n, found[n].kept, found[n].layers, fastest[n] / whole) for n in wanted)
    )


def _usual(count: int) -> list[int]:
    """One, some around the root, and half."""
    root = max(1, round(count**0.5))
    return sorted({1, max(1, root // 2), root, min(count, 2 * root), max(1, count // 2)})


def told_of_checkpointing(record: Checkpointing, *, detail: str = "full", notation: str = "leibniz") -> Told:
    net, whole = record.net, record.trades[-1]
    rows = tuple(
        ((f"{trade.segments}",), (f"{trade.kept:,}",), (f"{trade.kept / whole.kept:.0%}",), (f"{trade.layers}",),
         (f"{trade.time:.2f}",))
        for trade in record.trades
    )  # fmt: skip
    blocks: list[Block] = [
        Sentence(said(wording.CHECKPOINTS, count=whole.segments)),
        Table(tuple((head,) for head in wording.CHECKPOINT_HEAD), rows),
    ]
    if detail == "full":
        blocks.append(Sentence(said(wording.CHECKPOINTS_WHY)))
    return Told(net.loss, dict(net.system.definitions)[net.loss], blocks, net.limits)


def checkpointing_record(record: Checkpointing, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    return {"version": 1, "network": record.net.shape, "trades": [trade._asdict() for trade in record.trades]}
