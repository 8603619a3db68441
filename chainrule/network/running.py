"""A network at work on rows of data: outputs, losses, gradients; and where its numbers first run away."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chainrule.errors import ChainRuleError, TrainingError
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.nodes import Symbol

if TYPE_CHECKING:
    from chainrule.network.model import Network

__all__ = ["FAILURES", "Runner", "layer_of", "run_away"]

Row = Sequence[float]
Rows = Sequence[Row]
FAILURES = (ValueError, ZeroDivisionError, OverflowError)  # what compiled functions raise where there is no value


class Runner:
    """The compiled functions of a network, for rows of inputs and targets.

    A network over a minibatch of n samples takes n rows at a time, never more or fewer.
    """

    def __init__(self, net: Network) -> None:
        self.net = net
        self._gradient: Callable[..., tuple[float, list[float]]]
        self._gradient = net.compile() if net.batch > 1 else net.compile(batch=1)
        self._predict: Callable[..., list[float]] = net.program.predict()

    def gradient(self, parameters: Sequence[float], inputs: Rows, targets: Rows) -> tuple[float, list[float]]:
        """The mean loss of the rows (or their sum, as the network says) and its gradient."""
        if self.net.batch == 1:
            return self._gradient(parameters, inputs, targets)
        return self._gradient(parameters, *[_flat(self._whole(rows)) for rows in (inputs, targets)])

    def loss(self, parameters: Sequence[float], inputs: Rows, targets: Rows) -> float:
        """The mean loss of the rows, in minibatches of the network's size."""
        size = self.net.batch
        if size == 1:
            return self.gradient(parameters, inputs, targets)[0]
        starts = range(0, len(inputs) - size + 1, size)
        losses = [self.gradient(parameters, inputs[s : s + size], targets[s : s + size])[0] for s in starts]
        return math.fsum(losses) / max(1, len(losses))

    def outputs(self, parameters: Sequence[float], inputs: Rows) -> list[list[float]]:
        """What the network gives for each row; ChainRuleError for a row of another width."""
        wanted = len(self.net.inputs) // self.net.batch
        for number, row in enumerate(inputs, 1):
            if not hasattr(row, "__len__") or len(row) != wanted:
                raise ChainRuleError(f"row {number} of the inputs is no sequence of {wanted} numbers: {row!r}")
        if self.net.batch == 1:
            return [self._predict(parameters, row) for row in inputs]
        flat = self._predict(parameters, _flat(self._whole(inputs)))
        width = len(flat) // self.net.batch
        return [flat[start : start + width] for start in range(0, len(flat), width)]

    def _whole(self, rows: Rows) -> Rows:
        if len(rows) != self.net.batch:
            raise ChainRuleError(f"the network is over a minibatch of {self.net.batch} rows, not {len(rows)}")
        return rows


def _flat(rows: Rows) -> list[float]:
    return [value for row in rows for value in row]


def layer_of(name: str) -> int | None:
    """The layer that a name bears: 2 for w2_11."""
    found = re.match(r"[^\W\d_]+(\d+)_", name)
    return int(found[1]) if found else None


def run_away(net: Network, parameters: Sequence[float], inputs: Rows, targets: Rows, step: int) -> TrainingError:
    """What to say when a step gave no finite numbers: the first definition or derivative that has none."""
    name, what = _first_without_value(net, parameters, inputs, targets)
    layer = layer_of(name)
    where = f" (layer {layer})" if layer else f" (the largest parameter is then {_largest(net, parameters)})"
    return TrainingError(
        f"at step {step} {what} {name}{where} is not a finite number; a smaller rate, clipping or a loss with logits "
        "may keep it in bounds", step, layer, name,
    )  # fmt: skip


def _largest(net: Network, parameters: Sequence[float]) -> str:
    symbol, value = max(zip(net.parameters, parameters, strict=True), key=lambda pair: abs(pair[1]))
    layer = layer_of(symbol.name)
    return f"{symbol.name}{f' of layer {layer}' if layer else ''}, {value:.3g}"


def _first_without_value(net: Network, parameters: Sequence[float], inputs: Rows, targets: Rows) -> tuple[str, str]:
    for symbol, value in zip(net.parameters, parameters, strict=True):
        if not math.isfinite(value):
            return symbol.name, "the parameter"
    size = net.batch
    names = [name for name, _ in net.system.definitions]
    values = program(*[net.meanings[name] for name in names])
    slopes = None
    for start in range(0, len(inputs) - size + 1, size):
        rows = [_flat(kept[start : start + size]) for kept in (inputs, targets)]
        given = dict(zip((*net.parameters, *net.inputs, *net.targets), (*parameters, *rows[0], *rows[1]), strict=True))
        point = {name: given[Symbol(name)] for name in values.names}
        for name, value in zip(names, values.attempt(point), strict=True):
            if isinstance(value, Undefined) or not math.isfinite(value):
                return name.name, "the value of"
        slopes = slopes or program(*net.gradient)
        found = slopes.attempt({name: given[Symbol(name)] for name in slopes.names})
        for symbol, value in zip(net.parameters, found, strict=True):
            if isinstance(value, Undefined) or not math.isfinite(value):
                return symbol.name, "the derivative by"
    return net.parameters[0].name, "the step of"
