"""Training: gradient descent on minibatches, with a schedule, clipping and early stop; the same for the same seed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from chainrule.errors import ChainRuleError
from chainrule.expression.limits import Limits
from chainrule.expression.shown import Shown
from chainrule.network.data import Dataset, dataset
from chainrule.network.layers import check_count, check_positive
from chainrule.network.optimisers import (
    Memory,
    Schedule,
    initialiser_named,
    optimiser_named,
    schedule_named,
    suited,
)
from chainrule.network.running import FAILURES, Runner, run_away

if TYPE_CHECKING:
    from chainrule.network.model import Network

__all__ = ["Epoch", "Training", "start", "train"]


class Epoch(NamedTuple):
    """What one pass over the data gave: its mean loss (before each step), the loss of the validation data or None."""

    number: int
    loss: float
    validation: float | None
    rate: float
    steepness: float  # the length of the last gradient


@dataclass(frozen=True, eq=False)
class Training(Shown):
    """A trained network.

    parameters   in the order of `net.parameters`
    history      an Epoch for each pass
    loss         the mean loss of the data with these parameters
    stopped      why it ended: "epochs", "goal" or "patience"
    apart        the validation data, where there were any
    """

    told_by = "chainrule.network.training_telling:told_of_training"
    data_by = "chainrule.network.training_telling:training_record"

    net: Network
    parameters: tuple[float, ...]
    history: tuple[Epoch, ...]
    loss: float
    stopped: str
    seed: int
    runner: Runner = field(repr=False)
    data: Dataset = field(repr=False)
    apart: Dataset | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        kept = (self.net, self.parameters, self.history, self.loss, self.stopped, self.seed, self.data, self.apart)
        return _again, kept

    @property
    def limits(self) -> Limits:
        return self.net.limits

    def predict(self, rows: Sequence[Any]) -> list[list[float]]:
        """The outputs for each row of inputs; for a loss with logits, the probabilities."""
        outputs = self.runner.outputs(self.parameters, rows)
        return [_probabilities(self.net, row) for row in outputs]

    def accuracy(self, data: Any = None) -> float:
        """The share of samples whose class is right: the largest output, or of one output the side of its middle.

        The middle is 0.5, for a network that ends in tanh 0 if the targets go below.
        """
        samples = self.data if data is None else dataset(data).for_network(self.net)
        size = self.net.batch
        right = total = 0
        for at in range(0, len(samples) - size + 1, size):
            found = self.predict(samples.inputs[at : at + size])
            for outputs, wanted in zip(found, samples.targets[at : at + size], strict=True):
                middle = 0.5 if min(min(row) for row in samples.targets) >= 0 else 0.0
                right += _place(outputs, middle) == _place(wanted, middle)
                total += 1
        return right / max(1, total)

    def save(self, path: str | Path) -> None:
        """Write the network and its parameters as JSON, which `network.load` reads back exactly."""
        from chainrule.network.saving import save

        save(self.net, self.parameters, path)

    def __repr__(self) -> str:
        return f"<Training of {self.net!r}: loss {self.loss:.6g} after {len(self.history)} epochs>"


def _again(net: Network, parameters: tuple[float, ...], history: tuple[Epoch, ...], loss: float, stopped: str,
           seed: int, data: Dataset, apart: Dataset | None) -> Training:  # fmt: skip
    return Training(net, parameters, history, loss, stopped, seed, Runner(net), data, apart)


def _place(values: Sequence[float], middle: float) -> int:
    """The class that these outputs, or targets, name."""
    if len(values) == 1:
        return int(values[0] > middle)
    return max(range(len(values)), key=lambda place: values[place])


def _probabilities(net: Network, row: list[float]) -> list[float]:
    if net.cost.probability == "sigmoid":
        from chainrule.expression.numerics import sigmoid

        return [sigmoid(value) for value in row]
    if net.cost.probability == "softmax":
        width, found = net.width_out, []
        for at in range(0, len(row), width):
            highest = max(row[at : at + width])
            raised = [math.exp(value - highest) for value in row[at : at + width]]
            found += [value / math.fsum(raised) for value in raised]
        return found
    return row


def start(net: Network, initial: str | Sequence[float] | None = None, seed: int = 0) -> list[float]:
    """Values for all parameters: drawn by the row of INITIALISERS that is named, or as given.

    Left out: "he" where a rectifier or its like is the first activation, else "xavier".
    """
    if initial is None or isinstance(initial, str):
        return initialiser_named(initial or suited(net.parts)).values(net.parts, seed)
    values = [float(value) for value in initial]
    if len(values) != len(net.parameters):
        raise ChainRuleError(f"the network has {len(net.parameters)} parameters, and {len(values)} values are given")
    return values


def train(
    net: Network,
    data: Any,
    *,
    epochs: int = 100,
    rate: float = 0.1,
    optimiser: str = "sgd",
    minibatch: int | None = None,
    momentum: float = 0.9,
    schedule: str | Schedule = "constant",
    initial: str | Sequence[float] | None = None,
    seed: int = 0,
    clip: float | None = None,
    clip_norm: float | None = None,
    validation: Any = None,
    patience: int | None = None,
    goal: float | None = None,
    progress: Callable[[Epoch], object] | None = None,
) -> Training:
    """Fit the parameters to data.

    data         a Dataset, the name of one ("xor", "moons", "spirals", "iris"), a CSV file, or (inputs, targets)
    optimiser    by its name: sgd, momentum, adam; `momentum` is also Adam's decay of the mean gradient
    minibatch    how many samples a step is over; left out, all of them (or as many as the network is over)
    schedule     of the learning rate over the epochs: constant, linear, cosine, step, exponential
    initial      the start of the weights, xavier, he or uniform, or a number for each parameter
    clip         no derivative is larger than this; clip_norm: nor the length of the gradient than that
    validation   data whose loss is watched instead of that of the training data
    patience     stop when the loss has not become smaller for so many epochs; the best parameters are kept
    goal         stop when the loss is as small as this
    progress     called with each Epoch
    Raises TrainingError, with the step, the layer and the name, when a number is not finite any more.
    """
    samples = dataset(data).for_network(net)
    apart = None if validation is None else dataset(validation)
    watched = None if apart is None else apart.for_network(net)
    run = _Run(net, samples, start(net, initial, seed), _size(net, samples, minibatch), seed)
    run.limits(clip, clip_norm)
    if not 0 <= momentum < 1:
        raise ChainRuleError(f"momentum is from 0 up to, but not, 1, not {momentum!r}")
    if patience is not None:
        check_count(patience, "epochs to be patient for")
    change = optimiser_named(optimiser)
    factor = schedule if isinstance(schedule, Schedule) else schedule_named(schedule)
    best, best_values, since, stopped = math.inf, run.values, 0, "epochs"
    history: list[Epoch] = []
    for number in range(1, check_count(epochs, "epochs") + 1):
        now = check_positive(rate, "rate") * factor.factor((number - 1) / epochs)
        loss = run.epoch(now, lambda p, g, r: change.update(p, g, r, run.memory, momentum), fused=change.name == "sgd")
        checked = None if watched is None else run.loss(watched)
        history.append(Epoch(number, loss, checked, now, run.steepness))
        if progress is not None:
            progress(history[-1])
        seen = loss if checked is None else checked
        if seen < best:
            best, best_values, since = seen, run.values if checked is not None else run.before, 0
        else:
            since += 1
        if goal is not None and seen <= goal:
            stopped = "goal"
            break
        if patience is not None and since >= patience:
            stopped, run.values = "patience", best_values
            break
    final = run.loss(samples)
    return Training(net, tuple(run.values), tuple(history), final, stopped, seed, run.runner, samples, apart)


class _Run:
    """The state of a training."""

    def __init__(self, net: Network, data: Dataset, values: list[float], size: int, seed: int) -> None:
        self.net, self.data, self.values, self.size = net, data, values, size
        self.before = values  # those that the loss of the last epoch was of, where it is one step
        self.runner, self.memory = Runner(net), Memory()
        self.steepness = 0.0
        self._draw = random.Random(seed)
        self._clip: float | None = None
        self._clip_norm: float | None = None
        self._fused: Callable[..., tuple[float, list[float]]] | None = None

    def limits(self, clip: float | None, clip_norm: float | None) -> None:
        self._clip = None if clip is None else check_positive(clip, "clip")
        self._clip_norm = None if clip_norm is None else check_positive(clip_norm, "clip_norm")

    def epoch(self, rate: float, update: Callable[[list[float], list[float], float], list[float]], *,
              fused: bool) -> float:  # fmt: skip
        """One pass over the data in an order of its own; the mean of the losses before each step."""
        order = list(range(len(self.data)))
        if self.size < len(order):
            self._draw.shuffle(order)
        self.before = self.values
        if fused and self.size == self.net.batch == 1 and self._clip is None and self._clip_norm is None:
            loss = self._at_once(order, rate)
            if loss is not None:
                return loss
        losses = []
        for inputs, targets in self._minibatches(order):
            loss, gradient = self._gradient(inputs, targets)
            losses.append(loss)
            self.values = update(self.values, self._clipped(gradient), rate)
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


def _size(net: Network, data: Dataset, minibatch: int | None) -> int:
    if net.batch > 1:
        if minibatch not in (None, net.batch):
            raise ChainRuleError(f"the network is over a minibatch of {net.batch}: leave minibatch={minibatch} out")
        if len(data) < net.batch:
            raise ChainRuleError(f"{data.source} has {len(data)} samples, fewer than the {net.batch} of the network")
        return net.batch
    return len(data) if minibatch is None else min(len(data), check_count(minibatch, "samples in a minibatch"))
