"""A network: named definitions from the inputs to the loss, which the engine prints, differentiates and compiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from chainrule.calculus.joins import plus
from chainrule.errors import ChainRuleError, NameUnknownError
from chainrule.expression.collecting import collector_paused
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Number, Quotient, Symbol, System
from chainrule.expression.walking import symbols
from chainrule.network.activations import activation_named
from chainrule.network.building import Building, Layer, Part, Signal
from chainrule.network.layers import Activate, Dense, Residual, check_count, dense
from chainrule.network.losses import Loss, loss_named
from chainrule.network.naming import place

if TYPE_CHECKING:
    from chainrule.calculus.derivation import Derivation
    from chainrule.network.checking import GradientCheck
    from chainrule.network.checkpointing import Checkpointing
    from chainrule.network.explaining import Explanation
    from chainrule.network.flow import GradientFlow
    from chainrule.network.training import Training
    from chainrule.rendering.code.functions import CompiledFunction
    from chainrule.rendering.code.gradients import GradientProgram

__all__ = ["Network", "REDUCTIONS", "mlp", "sequential"]

REDUCTIONS = ("mean", "sum")
NAME_WIDTH = 4  # characters of a name in a listing, at least


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """A network as a system of definitions; see `mlp` and `sequential`, which make one.

    layers       as they were given
    system       the definitions from the inputs to the loss, in order; w1_12 is row 1, column 2 of the weights W1
    parameters   weights and biases, layer by layer: the matrix row by row, then the biases
    inputs       sample by sample, in each time step by time step
    targets      in the same order
    output       the names (or inputs) whose values the network gives, in the same order
    loss         the name of the loss, L
    cost         its row in LOSSES
    parts        the layers as they were built
    batch        how many samples; with several, the loss is the mean or the sum of theirs, as `reduction` says
    steps        how many time steps, or None
    """

    layers: tuple[Layer, ...]
    system: System
    parameters: tuple[Symbol, ...]
    inputs: tuple[Symbol, ...]
    targets: tuple[Symbol, ...]
    output: tuple[Expression, ...]
    loss: Symbol
    cost: Loss
    parts: tuple[Part, ...]
    batch: int = 1
    steps: int | None = None
    reduction: str = "mean"
    limits: Limits = field(default=DEFAULT)

    def explain(self, parameter: str | Symbol | None = None) -> Derivation | Explanation:
        """How the loss depends on one parameter, along every path; or without one, layer by layer in matrices.

        Raises NameUnknownError for a name that the network does not have, ChainRuleError for a network with a layer
        that is not told in matrices.
        """
        from chainrule.network.explaining import explain

        if parameter is None:
            return explain(self)
        names = sum(len(symbols(value)) for _, value in self.system.definitions)
        self.limits.check("printed", names * NAME_WIDTH)  # before the work is done, not when it is printed
        return self.derive(parameter)

    def graph(
        self,
        parameters: Sequence[float] | None = None,
        inputs: Sequence[float] = (),
        targets: Sequence[float] = (),
    ) -> Any:
        """The computational graph, in which the parameters move; with numbers for all of them, values and adjoints too.

        Numbers are in the order of `net.parameters`, `net.inputs` and `net.targets`.
        """
        graph = import_module("chainrule.calculus.graphs.graph").graph
        values = None
        if parameters is not None:
            given = ((self.parameters, parameters), (self.inputs, inputs), (self.targets, targets))
            for names, numbers in given:
                if len(names) != len(numbers):
                    wanted = f"{len(names)} numbers for {names[0].name} and so on"
                    raise ChainRuleError(f"{wanted} are wanted, not {len(numbers)}")
            values = {name: value for names, numbers in given for name, value in zip(names, numbers, strict=True)}
        return graph(self.system, values, variables=self.parameters, target=self.loss.name, limits=self.limits)

    def derive(self, parameter: str | Symbol, target: str | Symbol | None = None) -> Derivation:
        """How the loss (or another definition) depends on a parameter or an input: every link, every path.

        Raises NameUnknownError, with the nearest name, for what the network does not have.
        """
        from chainrule.calculus.derivation import derive

        by = self.symbol(parameter)
        wanted = self.loss if target is None else self.symbol(target)
        return derive(self.system, by, target=wanted.name, limits=self.limits)

    @cached_property
    def program(self) -> GradientProgram:
        """The network ready to be written as Python functions."""
        from chainrule.rendering.code.gradients import gradient_program

        return gradient_program(self.system, self.parameters, self.inputs, self.targets, outputs=self.output,
                                limits=self.limits)  # fmt: skip

    def compile(self, batch: int | None = None) -> CompiledFunction:
        """A Python function of (parameters, inputs, targets) that gives (loss, gradient); `.source` is its text.

        Each is a flat sequence in the order of `net.parameters`, `net.inputs`, `net.targets`, and so is the gradient.
        With `batch`, inputs and targets are sequences of that many rows (or any other number), and the loss is their
        mean or their sum, as `net.reduction` says.
        """
        if batch is None:
            return self.program.gradient()
        check_count(batch, "rows")
        return self.program.batch_gradient(mean=self.reduction == "mean")

    def train(self, data: Any, **options: Any) -> Training:
        """Fit the parameters to data; the options are those of `chainrule.network.training.train`."""
        from chainrule.network.training import train

        return train(self, data, **options)

    def flow(self, parameters: Sequence[float] | None = None, **options: Any) -> GradientFlow:
        """How large the rates are from layer to layer; the options are those of `chainrule.network.flow.measure`."""
        from chainrule.network.flow import measure

        return measure(self, parameters, **options)

    def checkpointing(self, segments: Sequence[int] | None = None) -> Checkpointing:
        """The trade of memory against time when values are computed again instead of kept, measured."""
        from chainrule.network.checkpointing import measure_checkpointing

        return measure_checkpointing(self, segments)

    def check(self, parameters: Sequence[float] | None = None, *, seed: int = 0) -> GradientCheck:
        """The gradient against finite differences, at these parameters or at some drawn by the seed."""
        from chainrule.network.checking import check_gradient

        return check_gradient(self, parameters, seed=seed)

    @cached_property
    def gradient(self) -> tuple[Expression, ...]:
        """The derivative of the loss by every parameter, in their order: one reverse pass, everything shared."""
        from chainrule.calculus import engine

        return tuple(engine.gradient(self.meanings[self.loss], self.parameters, limits=self.limits))

    @cached_property
    def meanings(self) -> dict[Expression, Expression]:
        """What each name stands for, in parameters, inputs and targets."""
        from chainrule.expression.systems import put_in

        return put_in(dict(self.system.definitions))

    def symbol(self, name: str | Symbol) -> Symbol:
        """The parameter, input, target or definition of this name, however it is spelt."""
        from chainrule.calculus.engine import symbol_of

        known = {*self.parameters, *self.inputs, *self.targets, *[name for name, _ in self.system.definitions]}
        symbol = symbol_of(name)
        if symbol in known:
            return symbol
        from difflib import get_close_matches

        near = get_close_matches(symbol.name, sorted(one.name for one in known), n=1)
        mend = f"; did you mean {near[0]}?" if near else ""
        raise NameUnknownError(f"the network has no {symbol.name}{mend}", symbol.name)

    @property
    def width_out(self) -> int:
        """How many outputs a sample has in a time step."""
        return self.parts[-1].outputs.width

    @property
    def losses(self) -> int:
        """How many losses L is the mean or the sum of: one for each sample, and for each time step with an output."""
        return len(self.targets) // self.width_out

    @property
    def loss_of_outputs(self) -> Expression:
        """The loss in terms of the outputs and the targets."""
        from chainrule.expression.systems import put_in

        made = {value for part in self.parts for value in part.outputs.units}
        names = [name for name, _ in self.system.definitions]
        start = 1 + max(index for index, name in enumerate(names) if name in made)
        return put_in(dict(self.system.definitions[start:]))[self.loss]

    @property
    def loss_of_preactivations(self) -> Expression:
        """The loss in terms of the last layer's pre-activations, the definitions between put in."""
        from chainrule.expression.systems import put_in

        last = dict.fromkeys(value for part in self.parts if part.kind != "activation" for value in part.outputs.units)
        return put_in({name: value for name, value in self.system.definitions if name not in last})[self.loss]

    @property
    def shape(self) -> str:
        """The numbers of units, from the inputs on: 2-3-1."""
        widths = [len(self.inputs) // (self.batch * (self.steps or 1))]
        widths += [part.outputs.width for part in self.parts if part.kind not in ("activation", "batch_norm")]
        return "-".join(map(str, widths))

    def __str__(self) -> str:
        """The definitions, one a line, as they are read back."""
        return "\n".join(f"{name} = {value}" for name, value in self.system.definitions)

    def __repr__(self) -> str:
        return f"<Network {self.shape}, {len(self.parameters)} parameters, {self.cost.name}>"


def mlp(
    sizes: Sequence[int],
    *,
    activation: str = "tanh",
    loss: str = "squared",
    output: str | None = None,
    batch: int = 1,
    reduction: str = "mean",
    limits: Limits = DEFAULT,
) -> Network:
    """A multilayer perceptron: `mlp([2, 3, 1])` has 2 inputs, 3 hidden units and 1 output.

    activation   of every layer, by its name
    loss         by its name
    output       the activation of the last layer, where that is another; left out, the one that the loss asks for
                 (sigmoid for bce, softmax for cross_entropy, none for the forms with logits), else as in the others,
                 or none after rectifiers and their like
    batch        how many samples the loss is over, and whether it is their mean or sum (`reduction`)
    Raises ChainRuleError for sizes that are none, NameUnknownError for names that are not known, LimitError.
    """
    widths = [check_count(size, "units") for size in sizes]
    if len(widths) < 2:
        raise ChainRuleError("a network has two sizes at least, inputs and outputs, such as 2, 3, 1")
    check_count(batch, "samples")
    limits.check("nodes", batch * sum(before * after for before, after in pairwise(widths)))
    hidden, cost = activation_named(activation), loss_named(loss)
    if not hidden.formula and len(widths) > 2:
        raise ChainRuleError(f"{hidden.name} is for the last layer alone: choose another for the rest")
    last = activation_named(output or cost.output or (hidden.name if hidden.ends else "identity"))
    layers: list[Layer] = []
    for number, (before, after) in enumerate(pairwise(widths), 2):
        layers += [dense(before, after), Activate(last if number == len(widths) else hidden)]
    return sequential(layers, loss=loss, inputs=widths[0], batch=batch, reduction=reduction, limits=limits)


def sequential(
    layers: Sequence[Layer],
    *,
    loss: str = "squared",
    inputs: int | None = None,
    batch: int = 1,
    steps: int | None = None,
    reduction: str = "mean",
    limits: Limits = DEFAULT,
) -> Network:
    """A network layer by layer: `sequential([dense(2, 3), activation("tanh"), dense(1)], loss="mse")`.

    inputs      how many, where the first layer does not say
    batch       how many samples the loss is over; batch normalisation needs two at least
    steps       of a sequence, for recurrent cells; where every step has an output, the loss is over all of them
    reduction   whether the loss is the "mean" or the "sum" over samples and time steps
    Raises ChainRuleError for layers that do not fit each other, NameUnknownError for a loss that is not known.
    """
    layers, cost = tuple(layers), loss_named(loss)
    if reduction not in REDUCTIONS:
        raise ChainRuleError(f"the reduction is mean or sum, not {reduction!r}")
    check_count(batch, "samples")
    if steps is not None:
        check_count(steps, "time steps")
    building = Building(limits)
    width = check_count(_width(layers, inputs), "inputs")
    limits.check("nodes", width * batch * (steps or 1))
    with collector_paused:
        given = signal = _inputs(width, batch, steps)
        for layer in layers:
            if not hasattr(layer, "build"):
                raise TypeError(f"a layer is dense(2, 3), activation('tanh') and so on, not {layer!r}")
            signal = layer.build(building, signal)
    if not building.parts:
        raise ChainRuleError("a network has at least one layer with something to learn")
    _check_output(building, cost)
    targets = signal.mapped(lambda row, at: [Symbol(f"y{number}{at}") for number in range(1, len(row) + 1)])
    name = _loss(building, signal, targets, cost, reduction)
    definitions = tuple(building.definitions.items())
    parameters = tuple(symbol for part in building.parts for symbol in part.parameters)
    return Network(
        layers, System(definitions), parameters, _symbols(given), _symbols(targets), signal.units, name, cost,
        tuple(building.parts), batch, steps, reduction, limits,
    )  # fmt: skip


def _width(layers: Sequence[Layer], inputs: int | None) -> int:
    """How many inputs, as was said or as the first layer says."""
    queue: list[Layer] = list(layers)
    while queue and inputs is None:
        first = queue.pop(0)
        if isinstance(first, Residual):
            queue = [*first.layers, *queue]
        else:
            inputs = getattr(first, "inputs", None)
            if isinstance(first, Dense) or inputs is not None:
                break
    if inputs is None:
        raise ChainRuleError("how many inputs are there? Write dense(2, 3) for 2 inputs, or give inputs=2")
    return inputs


def _inputs(width: int, batch: int, steps: int | None) -> Signal:
    def row(time: int | None, sample: int | None) -> tuple[Symbol, ...]:
        return tuple(Symbol(f"x{number}{place(time, sample)}") for number in range(1, width + 1))

    samples = [number if batch > 1 else None for number in range(1, batch + 1)]
    times = [None] if steps is None else list(range(1, steps + 1))
    return Signal(tuple(tuple(row(time, sample) for sample in samples) for time in times), steps is not None)


def _symbols(signal: Signal) -> tuple[Symbol, ...]:
    return tuple(value for value in signal.units if isinstance(value, Symbol))


def _check_output(building: Building, cost: Loss) -> None:
    """The loss's own activation has to be the last one."""
    part = building.parts[-1]
    last = part.row if part.kind == "activation" else "identity"
    if cost.output and last != cost.output:
        what, mend = "pre-activations", f"take activation({last!r}) away, or use the form without logits"
        if cost.output != "identity":
            what = f"the output of {cost.output}"
            mend = f"end with activation({cost.output!r}), or use {cost.with_logits}"
        raise ChainRuleError(f"the loss {cost.name} is of {what}, and the last layer is {last}: {mend}")


def _loss(building: Building, outputs: Signal, targets: Signal, cost: Loss, reduction: str) -> Symbol:
    """L; over several samples or steps L = (L1 + L2 + …)/n."""
    places = list(outputs.places())
    name = Symbol("L")
    each = []
    for time, sample, at in places:
        def define(stem: str, value: Expression, at: str = at) -> Symbol:
            return building.define(Symbol(stem + at), value)

        value = cost.formula(outputs.rows[time][sample], targets.rows[time][sample], define)
        each.append(value if len(places) == 1 else define("L", value))
    total = plus(each)
    if len(places) == 1:
        return building.define(name, total)
    return building.define(name, total if reduction == "sum" else Quotient(total, Number(len(each))))
