"""Networks of every kind, small enough to differentiate by differences."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from chainrule import network
from chainrule.expression.evaluation import program
from chainrule.network import Network, activation, batch_norm, dense, gru, lstm, recurrent, residual

ELEMENTWISE = [row.name for row in network.ACTIVATIONS if row.formula]

NETS: dict[str, Callable[[], Network]] = {
    **{f"activation {name}": lambda name=name: network.mlp([2, 3, 2], activation=name) for name in ELEMENTWISE},
    **{f"loss {row.name}": lambda row=row: network.mlp([2, 2, 3], loss=row.name) for row in network.LOSSES},
    "one layer": lambda: network.mlp([3, 1], activation="sigmoid", loss="bce"),
    "no bias": lambda: network.sequential([dense(2, 2, bias=False), activation("tanh"), dense(1)]),
    "two activations": lambda: network.sequential([dense(2, 2), activation("tanh"), activation("sigmoid"), dense(1)]),
    "activation first": lambda: network.sequential([activation("tanh"), dense(2, 1)], inputs=2),
    "residual": lambda: network.sequential(
        [dense(1, 2), residual(dense(2), activation("tanh"), residual([dense(3), activation("relu"), dense(2)])),
         dense(1)]
    ),
    "batch": lambda: network.mlp([2, 2, 1], batch=3),
    "sum over a batch": lambda: network.mlp([2, 2], batch=2, reduction="sum"),
    "batch normalisation": lambda: network.sequential(
        [dense(2, 2), batch_norm(), activation("tanh"), dense(1), batch_norm("0.01")], batch=3, loss="mse"
    ),
    "softmax of a batch": lambda: network.mlp([2, 3], loss="cross-entropy", batch=2),
    "recurrent": lambda: network.sequential([recurrent(1, 2), dense(1)], steps=3),
    "recurrent relu": lambda: network.sequential([recurrent(2, activation="relu"), dense(1)], steps=3, inputs=1),
    "lstm": lambda: network.sequential([lstm(1, 2), dense(1)], steps=3),
    "gru": lambda: network.sequential([gru(1, 2), dense(1)], steps=3),
    "every step": lambda: network.sequential([gru(2, 2, every=True), recurrent(2, every=True), dense(2)], steps=2),
    "a cell at the end": lambda: network.sequential([gru(1, 2, every=True)], steps=3, batch=2),
    "lstm at the end": lambda: network.sequential([lstm(1, 2, every=True)], steps=2, loss="half_squared"),
    "sequences in a batch": lambda: network.sequential([lstm(1, 1), dense(1)], steps=2, batch=2),
    "classes at every step": lambda: network.sequential(
        [recurrent(2, 2, every=True), dense(2)], steps=2, batch=2, loss="cross-entropy-with-logits"
    ),
}  # fmt: skip


def point(net: Network, seed: int = 1) -> dict[str, float]:
    """A value for everything that is given; the targets of classes share 1 among them."""
    draw = random.Random(seed)
    values = {symbol.name: draw.uniform(-1, 1) for symbol in (*net.parameters, *net.inputs)}
    width = net.width_out
    for start in range(0, len(net.targets), width):
        shares = [draw.uniform(0.1, 1) for _ in range(width)]
        total = sum(shares) if net.cost.classes else 1
        values |= {y.name: share / total for y, share in zip(net.targets[start : start + width], shares, strict=True)}
    return values


def differences(net: Network, values: dict[str, float], step: float = 1e-5) -> list[float]:
    """The derivative of the loss by each parameter, by central differences of the interpreter's values."""
    loss = program(net.meanings[net.loss])

    def at(name: str, by: float) -> float:
        nudged = {**values, name: values[name] + by}
        return loss.at({name: nudged[name] for name in loss.names})[0]

    return [(at(p.name, step) - at(p.name, -step)) / (2 * step) for p in net.parameters]


def gradient_at(net: Network, values: dict[str, float]) -> list[float]:
    made = program(*net.gradient)
    return list(made.at({name: values[name] for name in made.names}))


def names(symbols: Sequence[object]) -> str:
    return " ".join(map(str, symbols))
