"""Training: gradient descent on minibatches, with a schedule, clipping and early stop; the same for the same seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from chainrule.errors import ChainRuleError
from chainrule.expression.limits import Limits
from chainrule.expression.shown import Shown
from chainrule.network.data import Dataset, dataset
from chainrule.network.descent import Descent, step_size
from chainrule.network.layers import check_count, check_positive
from chainrule.network.optimisers import (
    Schedule,
    initialiser_named,
    optimiser_named,
    schedule_named,
    suited,
)
from chainrule.network.running import Runner

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
    size = step_size(net, samples, minibatch)
    descent = Descent(net, samples, start(net, initial, seed), size, seed, optimiser_named(optimiser), momentum)
    descent.limit(clip, clip_norm)
    factor = schedule if isinstance(schedule, Schedule) else schedule_named(schedule)
    rates = [check_positive(rate, "rate") * factor.factor(n / epochs) for n in range(check_count(epochs, "epochs"))]
    watch, history = _Watch(goal, patience), list[Epoch]()
    for epoch in _epochs(descent, rates, watch, watched):
        history.append(epoch)
        if progress is not None:
            progress(epoch)
    if watch.stopped == "patience":
        descent.values = watch.values
    values, final = tuple(descent.values), descent.loss(samples)
    return Training(net, values, tuple(history), final, watch.stopped, seed, descent.runner, samples, apart)


def _epochs(descent: Descent, rates: Sequence[float], watch: _Watch, watched: Dataset | None) -> Iterator[Epoch]:
    """One pass over the data for each rate, until the watch says stop."""
    for number, rate in enumerate(rates, 1):
        loss = descent.epoch(rate)
        checked = None if watched is None else descent.loss(watched)
        yield Epoch(number, loss, checked, rate, descent.steepness)
        if checked is None:
            watch.see(loss, descent.before, lambda: descent.loss(descent.data))
        else:
            watch.see(checked, descent.values)
        if watch.stopped != "epochs":
            return


class _Watch:
    """The best loss so far, the parameters that gave it, and why to stop: "goal", "patience" or the end of "epochs"."""

    def __init__(self, goal: float | None, patience: int | None) -> None:
        self.goal, self.patience = goal, patience
        if patience is not None:
            check_count(patience, "epochs to be patient for")
        self.best, self.values, self.since, self.stopped = math.inf, list[float](), 0, "epochs"

    def see(self, loss: float, values: list[float], now: Callable[[], float] | None = None) -> None:
        """Told the loss that these parameters gave.

        now   works out the loss where the parameters have got to since, for the goal has to hold there
        """
        if loss < self.best:
            self.best, self.values, self.since = loss, values, 0
        else:
            self.since += 1
        if self.goal is not None and loss <= self.goal and (now is None or now() <= self.goal):
            self.stopped = "goal"
        elif self.patience is not None and self.since >= self.patience:
            self.stopped = "patience"
