"""Gradient flow: how large the rates are from layer to layer, and the factors that make them so."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from chainrule.errors import ChainRuleError, DomainError
from chainrule.expression.evaluation import evaluate, program
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression
from chainrule.expression.shown import Shown
from chainrule.expression.walking import substitute
from chainrule.network.activations import activation_named
from chainrule.network.data import dataset
from chainrule.network.explaining import Explanation, Trace, explain
from chainrule.network.layers import check_positive
from chainrule.network.training import start

if TYPE_CHECKING:
    from chainrule.network.model import Network

__all__ = ["Flow", "FlowRow", "GradientFlow", "compare_flows", "measure"]

VANISHING, EXPLODING = 0.01, 100.0  # the share of the size at the output that is left at the first layer


class FlowRow(NamedTuple):
    """A layer (or time step) on the way down.

    name      the rate: δ of a layer, ∂L/∂r, ∂L/∂h of a time step
    size      the root of its mean square, over units and samples
    factors   by what it was multiplied since the row before: weights, slopes and so on
    bound     what the slopes can be at most, or None where there are none
    """

    name: Expression
    size: float
    factors: dict[str, float]
    bound: float | None

    @property
    def factor(self) -> float:
        return math.prod(self.factors.values())


@dataclass(frozen=True, eq=False)
class GradientFlow(Shown):
    """The sizes from the output down; `clipped` is by what clipping multiplies them, or None."""

    told_by = "chainrule.network.flow_telling:told_of_flow"
    data_by = "chainrule.network.flow_telling:flow_record"

    net: Network
    title: str
    rows: tuple[FlowRow, ...]
    clipped: float | None = None

    @property
    def limits(self) -> Limits:
        return self.net.limits

    @property
    def left(self) -> float:
        """The share of the size at the output that is left at the end."""
        return self.rows[-1].size / self.rows[0].size if self.rows[0].size else 0.0

    @property
    def verdict(self) -> str:
        """vanishing, exploding, steady, or dead, where nothing is left at all"""
        if not self.rows[-1].size:
            return "dead"
        return "vanishing" if self.left < VANISHING else "exploding" if self.left > EXPLODING else "steady"

    def product(self, kind: str) -> float:
        """What the factors of one kind multiply to, from the output down."""
        return math.prod([row.factors.get(kind, 1.0) for row in self.rows])

    @property
    def bound(self) -> float | None:
        """What all slopes can multiply to at most."""
        bounds = [row.bound for row in self.rows if row.bound is not None]
        return math.prod(bounds) if bounds else None

    def to_svg(self, picture: str = "flow", at: Any = None) -> str:
        """A picture of the sizes, on a logarithmic scale."""
        from chainrule.network.flow_picture import flow_picture

        return flow_picture([self])

    def to_bars(self, *, width: int = 60, ascii: bool = False) -> str:
        """Bars for a terminal, on a logarithmic scale."""
        from chainrule.network.flow_picture import bars

        return bars([self], width=width, ascii=ascii)


@dataclass(frozen=True, eq=False)
class Flow(Shown):
    """Several flows side by side."""

    told_by = "chainrule.network.flow_telling:told_of_flows"
    data_by = "chainrule.network.flow_telling:flows_record"

    flows: tuple[GradientFlow, ...]

    @property
    def limits(self) -> Limits:
        return self.flows[0].limits

    def to_svg(self, picture: str = "flow", at: Any = None) -> str:
        """A picture of all of them, on one logarithmic scale."""
        from chainrule.network.flow_picture import flow_picture

        return flow_picture(self.flows)

    def to_bars(self, *, width: int = 60, ascii: bool = False) -> str:
        """Bars for a terminal, on one logarithmic scale."""
        from chainrule.network.flow_picture import bars

        return bars(self.flows, width=width, ascii=ascii)


def compare_flows(flows: Iterable[GradientFlow]) -> Flow:
    """Flows side by side, told by their titles."""
    kept = tuple(flows)
    if not kept:
        raise ChainRuleError("there is no flow to compare")
    return Flow(kept)


def measure(
    net: Network,
    parameters: Sequence[float] | None = None,
    *,
    data: Any = None,
    initial: str | None = None,
    scale: float = 1.0,
    samples: int = 16,
    clip_norm: float | None = None,
    seed: int = 0,
    title: str | None = None,
) -> GradientFlow:
    """The flow at these parameters, or at a start of the weights, over data or samples that are drawn.

    scale       the weights of the start are multiplied by this
    clip_norm   to what length the whole gradient would be clipped
    Raises ChainRuleError where a number is not finite, or where the network has a single layer.
    """
    values = start(net, parameters if parameters is not None else initial, seed)
    check_positive(scale, "scale")
    if parameters is None:
        weights = {entry for part in _parts(net) for rows in part.matrices.values() for row in rows for entry in row}
        values = [v * scale if p in weights else v for p, v in zip(net.parameters, values, strict=True)]
    explanation = explain(net)
    traces = _along_one_line(explanation.traces)
    if sum(trace.how == "layer" for trace in traces) < 2:
        raise ChainRuleError("the gradient flows from layer to layer, and this network has one alone")
    measured = _sizes(explanation, traces, values, _points(net, data, samples, seed))
    clipped = None
    if clip_norm is not None:
        clipped = min(1.0, check_positive(clip_norm, "clip_norm") / measured.length) if measured.length else 1.0
    return GradientFlow(net, title or _title(net), _rows(traces, measured.sizes), clipped)


def _parts(net: Network) -> Iterable[Any]:
    stack = list(net.parts)
    while stack:
        part = stack.pop()
        stack += part.inner
        yield part


def _title(net: Network) -> str:
    names = dict.fromkeys([part.row for part in net.parts if part.row] or [part.kind for part in net.parts])
    return " and ".join(names)


def _along_one_line(traces: Sequence[Trace]) -> list[Trace]:
    """From the first place with a name on; what comes after the last is left out."""
    named = [place for place, trace in enumerate(traces) if trace.how == "layer"]
    return list(traces[named[0] : named[-1] + 1]) if named else []


def _points(net: Network, data: Any, samples: int, seed: int) -> list[tuple[list[float], list[float]]]:
    """Inputs and targets, as many as the network takes at a time."""
    if data is None:
        draw = random.Random(seed)
        return [
            ([draw.gauss(0, 1) for _ in net.inputs], _shares(net, [draw.random() for _ in net.targets]))
            for _ in range(max(1, samples // net.batch))
        ]
    found, size = dataset(data).for_network(net), net.batch
    starts = range(0, len(found) - size + 1, size)
    inputs, targets = [
        [[value for row in rows[at : at + size] for value in row] for at in starts]
        for rows in (found.inputs, found.targets)
    ]
    return list(zip(inputs, targets, strict=True))


def _shares(net: Network, values: list[float]) -> list[float]:
    """Targets of classes share 1 among them."""
    if not net.cost.classes:
        return values
    width = net.width_out
    groups = [values[at : at + width] for at in range(0, len(values), width)]
    return [value / sum(group) for group in groups for value in group]


class _Measured(NamedTuple):
    sizes: list[float]
    length: float  # of the mean gradient


def _sizes(
    explanation: Explanation, traces: Sequence[Trace], values: Sequence[float],
    points: Sequence[tuple[list[float], list[float]]],
) -> _Measured:
    net = explanation.net
    flat = [[entry for row in trace.rates.entries for entry in row] for trace in traces]
    every = [*[entry for entries in flat for entry in entries], *explanation.gradient.values()]
    made = program(*[substitute(entry, explanation.meanings) for entry in every])
    squares, slopes = [0.0] * len(flat), [0.0] * len(explanation.gradient)
    try:
        for inputs, targets in points:
            given = dict(zip((*net.parameters, *net.inputs, *net.targets), (*values, *inputs, *targets), strict=True))
            found = made.at(given)
            for index, entries in enumerate(flat):
                own, found = found[: len(entries)], found[len(entries) :]
                squares[index] += math.fsum([value * value for value in own]) / len(own)
            slopes = [total + value for total, value in zip(slopes, found, strict=True)]
    except DomainError:
        raise ChainRuleError("the rates are too large for floats here: use smaller weights") from None
    count = len(points)
    return _Measured([math.sqrt(square / count) for square in squares], math.hypot(*slopes) / count)


def _rows(traces: Sequence[Trace], sizes: Sequence[float]) -> tuple[FlowRow, ...]:
    """The places with names, each with the factors since the one before."""
    rows: list[FlowRow] = []
    factors: dict[str, float] = {}
    bound: float | None = None
    before = sizes[0]
    for trace, size in zip(traces, sizes, strict=True):
        ratio = size / before if before else 1.0
        how = trace.how if trace.how != "layer" else "other paths"
        if rows and not (how == "other paths" and math.isclose(ratio, 1.0, rel_tol=1e-9)):
            factors[how] = factors.get(how, 1.0) * ratio
        if trace.how == "slopes" and activation_named(trace.row).formula:
            steepest = evaluate(activation_named(trace.row).steepest)
            bound = steepest if bound is None else bound * steepest
        if trace.how == "layer":
            rows.append(FlowRow(trace.rates.formula, size, factors, bound))
            factors, bound = {}, None
        before = size
    return tuple(rows)
