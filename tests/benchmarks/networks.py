"""Random networks of every kind of layer against PyTorch in double precision, and against differences.

    python tests/benchmarks/networks.py [COUNT]        needs the extra `bench`

Every network is built a second time from its description with PyTorch's own layers and losses; the compiled gradient
has to agree within 1e-10 relative to the largest derivative, and with central differences within 1e-5.
"""

from __future__ import annotations

import random
import sys
from typing import Any

import torch
from torch.func import functional_call
from torch.nn import functional

from chainrule import network
from chainrule.network import Network, activation, batch_norm, dense, recurrent, residual

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

ELEMENTWISE = [row.name for row in network.ACTIVATIONS if row.formula]
ACTIVATE = {
    "identity": lambda x: x, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu,
    "leaky_relu": lambda x: functional.leaky_relu(x, 0.01), "softplus": functional.softplus,
    "silu": functional.silu, "gelu": functional.gelu,
    "softmax": lambda x: torch.softmax(x, -1),
}  # fmt: skip
LOSSES = {
    "squared": lambda a, y: ((a - y) ** 2).sum(-1),
    "half_squared": lambda a, y: ((a - y) ** 2).sum(-1) / 2,
    "mse": lambda a, y: functional.mse_loss(a, y, reduction="none").mean(-1),
    "difference": lambda a, y: (a - y).sum(-1),
    "bce": lambda a, y: functional.binary_cross_entropy(a, y, reduction="none").sum(-1),
    "bce_with_logits": lambda a, y: functional.binary_cross_entropy_with_logits(a, y, reduction="none").sum(-1),
    "cross_entropy": lambda a, y: -(y * torch.log(a)).sum(-1),
    "cross_entropy_with_logits": lambda a, y: -(y * functional.log_softmax(a, -1)).sum(-1),
}


def drawn(draw: random.Random) -> Network:
    """A network of up to four layers, of kinds, widths, losses, batch and steps that are drawn."""
    batch, steps = draw.choice([1, 1, 2, 3]), draw.choice([None, None, 2, 3])
    width = first = draw.randint(1, 4)
    layers: list[Any] = []
    if steps is not None:
        units, every = draw.randint(1, 4), draw.random() < 0.4
        cell = draw.choice(["recurrent", "lstm", "gru"])
        own = {"activation": draw.choice(["tanh", "relu"])} if cell == "recurrent" else {}
        layers.append(recurrent(first, units, every=every, cell=cell, **own))
        width = units
    in_time = steps is not None and layers[0].every
    for _ in range(draw.randint(1, 3)):
        if draw.random() < 0.3:
            layers.append(residual(dense(width, width), activation(draw.choice(ELEMENTWISE))))
        else:
            width, before = draw.randint(1, 4), width
            layers.append(dense(before, width, bias=draw.random() < 0.8))
            if batch > 1 and not in_time and draw.random() < 0.4:
                layers.append(batch_norm())
            layers.append(activation(draw.choice(ELEMENTWISE)))
    loss = draw.choice(network.LOSSES)
    outputs = draw.randint(2, 3) if loss.classes else draw.randint(1, 3)
    layers.append(dense(width, outputs))
    if loss.output:
        layers.append(activation(loss.output))
    return network.sequential(
        layers, loss=loss.name, inputs=first, batch=batch, steps=steps, reduction=draw.choice(["mean", "sum"])
    )


class Torch:
    """The same network, from descriptions of its layers, with the tensors of its parameters."""

    def __init__(self, net: Network, values: list[float]) -> None:
        self.net = net
        self.leaf = torch.tensor(values, requires_grad=True)
        self.place = 0

    def take(self, *shape: int) -> torch.Tensor:
        size = int(torch.tensor(shape).prod())
        taken = self.leaf[self.place : self.place + size].reshape(shape)
        self.place += size
        return taken

    def loss(self, inputs: list[float], targets: list[float]) -> torch.Tensor:
        net = self.net
        shape = (net.batch, net.steps or 1, -1)
        signal = torch.tensor(inputs).reshape(shape)
        if net.steps is None:
            signal = signal[:, 0]
        for layer in net.layers:
            signal = self.layer(layer.description, signal)
        wanted = torch.tensor(targets).reshape(signal.shape)
        losses = LOSSES[net.cost.name](signal, wanted)
        return losses.mean() if net.reduction == "mean" else losses.sum()

    def layer(self, described: dict[str, Any], x: torch.Tensor) -> torch.Tensor:
        match described["kind"]:
            case "dense":
                weights = self.take(described["outputs"], x.shape[-1])
                return functional.linear(x, weights, self.take(described["outputs"]) if described["bias"] else None)
            case "activation":
                return ACTIVATE[described["name"]](x)
            case "batch_norm":
                gamma, beta = self.take(x.shape[-1]), self.take(x.shape[-1])
                return functional.batch_norm(x, None, None, gamma, beta, training=True, eps=1e-5)
            case "residual":
                inner = x
                for layer in described["layers"]:
                    inner = self.layer(layer, inner)
                return x + inner
        return self.cell(described, x)

    def cell(self, described: dict[str, Any], x: torch.Tensor) -> torch.Tensor:
        """PyTorch's own module with these weights; its gates are in another order, its second bias is 0."""
        kind, size, given = described["kind"], described["units"], x.shape[-1]
        gates = {"recurrent": "h", "lstm": "ifog", "gru": "rzn"}[kind]
        order = {"recurrent": "h", "lstm": "ifgo", "gru": "rzn"}[kind]
        matrices = {gate: (self.take(size, given), self.take(size, size)) for gate in gates}
        biases = {gate: self.take(size) for gate in gates}
        made = {"recurrent": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind]
        own = {"nonlinearity": described["activation"]} if kind == "recurrent" else {}
        tensors = {
            "weight_ih_l0": torch.cat([matrices[gate][0] for gate in order]),
            "weight_hh_l0": torch.cat([matrices[gate][1] for gate in order]),
            "bias_ih_l0": torch.cat([biases[gate] for gate in order]),
            "bias_hh_l0": torch.zeros(size * len(order)),
        }
        module = made(given, size, batch_first=True, **own)
        outputs, _ = functional_call(module, tensors, (x,))
        return outputs if described["every"] else outputs[:, -1]


def main(count: int = 300) -> None:
    draw = random.Random(2024)
    furthest, differences, kinds = 0.0, 0.0, set()
    for number in range(count):
        net = drawn(draw)
        kinds |= {part.kind for part in net.parts} | {part.row for part in net.parts} | {net.cost.name}
        values = [draw.uniform(-1, 1) for _ in net.parameters]
        inputs = [draw.uniform(-1, 1) for _ in net.inputs]
        width = net.width_out
        targets = []
        for _ in range(net.losses):
            row = [draw.uniform(0.1, 0.9) for _ in range(width)]
            targets += [value / sum(row) if net.cost.classes else value for value in row]
        loss, gradient = net.compile()(values, inputs, targets)  # type: ignore[arg-type, misc]
        other = Torch(net, values)
        expected = other.loss(inputs, targets)
        expected.backward()
        assert other.place == len(values)
        slopes = other.leaf.grad.tolist()
        scale = max(1.0, *map(abs, slopes))
        apart = max(abs(a - b) for a, b in zip(gradient, slopes, strict=True)) / scale
        apart = max(apart, abs(loss - expected.item()) / max(1.0, abs(loss)))
        furthest = max(furthest, apart)
        if apart > 1e-10:
            print(f"network {number}, {net!r}: {apart:.1e} apart\n{[layer.description for layer in net.layers]}")
        check = net.check(seed=number)
        if not check.passed:
            check = net.check(seed=number + 10_000)
        differences = max(differences, check.worst.error)
        if not check.passed:
            print(f"network {number}, {net!r}: {check.worst}")
    print(f"{count} networks, {len(kinds - {''})} kinds of layers, activations and losses")
    print(f"against PyTorch in double precision: at most {furthest:.1e} apart (allowed 1e-10)")
    print(f"against differences: at most {differences:.1e} (allowed 1e-05)")
    sys.exit(furthest > 1e-10 or differences > 1e-5)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
