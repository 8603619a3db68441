"""Gradient descent: one epoch after another over the data, in minibatches, with gradients kept in bounds."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from chainrule.errors import ChainRuleError
from chainrule.network.data import Dataset
from chainrule.network.layers import check_count, check_positive
from chainrule.network.optimisers import Memory, Optimiser
from chainrule.network.running import FAILURES, Runner, run_away

if TYPE_CHECKING:
    from chainrule.network.model import Network

__all__ = ["Descent", "step_size"]


def step_size(net: Network, data: Dataset, minibatch: int | None) -> int:
    """How many samples a step is over."""
    if net.batch > 1:
        if minibatch not in (None, net.batch):
            raise ChainRuleError(f"the network is over a minibatch of {net.batch}: leave minibatch={minibatch} out")
        if len(data) < net.batch:
            raise ChainRuleError(f"{data.source} has {len(data)} samples, fewer than the {net.batch} of the network")
        return net.batch
    return len(data) if minibatch is None else min(len(data), check_count(minibatch, "samples in a minibatch"))


class Descent:
    """Parameters on their way down, and what the optimiser remembers of the way.

    values      the parameters now; `before`, those that the loss of the last epoch was of, where it is one step
    steepness   the length of the last gradient
    """

    def __init__(self, net: Network, data: Dataset, values: list[float], size: int, seed: int, optimiser: Optimiser,
                 momentum: float) -> None:  # fmt: skip
        if not 0 <= momentum < 1:
            raise ChainRuleError(f"momentum is from 0 up to, but not, 1, not {momentum!r}")
        self.net, self.data, self.values, self.size = net, data, values, size
        self.optimiser, self.momentum = optimiser, momentum
        self.before = values
        self.runner, self.memory = Runner(net), Memory()
        self.steepness = 0.0
        self._draw = random.Random(seed)
        self._clip: float | None = None
        self._clip_norm: float | None = None
        self._fused: Callable[..., tuple[float, list[float]]] | None = None

    def limit(self, clip: float | None, clip_norm: float | None) -> None:
        self._clip = None if clip is None else check_positive(clip, "clip")
        self._clip_norm = None if clip_norm is None else check_positive(clip_norm, "clip_norm")

    def epoch(self, rate: float) -> float:
        """One pass over the data in an order of its own; the mean of the losses before each step."""
        order = list(range(len(self.data)))
        if self.size < len(order):
            self._draw.shuffle(order)
        self.before = self.values
        unclipped = self._clip is None and self._clip_norm is None
        if self.optimiser.name == "sgd" and self.size == self.net.batch == 1 and unclipped:
            loss = self._at_once(order, rate)
            if loss is not None:
                return loss
        losses = []
        for inputs, targets in self._minibatches(order):
            loss, gradient = self._gradient(inputs, targets)
            losses.append(loss)
            self.values = self.optimiser.update(
                self.values, self._clipped(gradient), rate, self.memory, self.momentum
            )
        return math.fsum(losses) / len(losses)

    def loss(self, data: Dataset) -> float:
        """The mean loss of these samples with the parameters as they are; TrainingError where it is not finite."""
        try:
            loss = self.runner.loss(self.values, data.inputs, data.targets)
        except FAILURES:
            loss = math.nan
        if not math.isfinite(loss):
            raise run_away(self.net, self.values, data.inputs, data.targets, self.memory.steps)
        return loss

    def _at_once(self, order: Sequence[int], rate: float) -> float | None:
        """All steps of an epoch in one compiled function; None where its numbers ran away, to find out where."""
        if self._fused is None:
            self._fused = cast("Callable[..., tuple[float, list[float]]]", self.net.program.epoch())
        rows = [[kept[place] for place in order] for kept in (self.data.inputs, self.data.targets)]
        try:
            loss, values = self._fused(self.values, *rows, rate)
        except FAILURES:
            return None
        if not (math.isfinite(loss) and all(map(math.isfinite, values))):
            return None
        moved = [(new - old) / rate if rate else 0.0 for new, old in zip(values, self.values, strict=True)]
        self.values, self.steepness = values, math.hypot(*moved) / len(order)
        self.memory.steps += len(order)
        return loss

    def _minibatches(self, order: Sequence[int]) -> Iterator[tuple[list[Any], list[Any]]]:
        whole = self.net.batch > 1  # then a smaller one at the end is left out
        stop = len(order) - self.size + 1 if whole else len(order)
        for at in range(0, stop, self.size):
            places = order[at : at + self.size]
            yield [self.data.inputs[p] for p in places], [self.data.targets[p] for p in places]

    def _gradient(self, inputs: list[Any], targets: list[Any]) -> tuple[float, list[float]]:
        self.memory.steps += 1
        try:
            loss, gradient = self.runner.gradient(self.values, inputs, targets)
        except FAILURES:
            loss, gradient = math.nan, []
        if not (math.isfinite(loss) and all(map(math.isfinite, gradient))):
            raise run_away(self.net, self.values, inputs, targets, self.memory.steps)
        self.steepness = math.hypot(*gradient)
        return loss, gradient

    def _clipped(self, gradient: list[float]) -> list[float]:
        if self._clip is not None:
            gradient = [max(-self._clip, min(self._clip, slope)) for slope in gradient]
        if self._clip_norm is not None and (length := math.hypot(*gradient)) > self._clip_norm:
            gradient = [slope * self._clip_norm / length for slope in gradient]
        return gradient
