"""The same sizes built in several ways, to see how their gradients flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from chainrule.errors import ChainRuleError
from chainrule.network.building import Layer
from chainrule.network.describing import network_from, sizes_in
from chainrule.network.flow import Flow, compare_flows
from chainrule.network.layers import activation, batch_norm, dense, residual
from chainrule.network.model import Network, sequential

__all__ = ["compared"]

RESIDUAL, NORMALISED = "residual", "batch_norm"
SAMPLES = 8  # of the minibatch that batch normalisation needs


def compared(text: str, names: Sequence[str], made: Mapping[str, Any], options: Mapping[str, Any]) -> Flow:
    """A flow for each name: an activation, or with that of `made` (tanh) residual connections or normalisation."""
    sizes = sizes_in(text)
    if len(sizes) < 2:
        raise ChainRuleError("to compare, give sizes such as 4-8-8-8-1")
    given = {name: value for name, value in made.items() if name not in ("activation", "last")}
    chosen = made.get("activation") or "tanh"
    flows = []
    for name in names:
        if name in (RESIDUAL, NORMALISED):
            net = _with(name, sizes, chosen, given)
            title = f"{name.replace('_', ' ')}, {chosen}"
        else:
            net, title = network_from(text, activation=name, output=made.get("last"), **given), name
        flows.append(net.flow(title=title, **options))
    return compare_flows(flows)


def _with(what: str, sizes: Sequence[int], name: str, given: Mapping[str, Any]) -> Network:
    """Layers of the same width inside residual connections, or every hidden layer normalised."""
    layers: list[Layer] = []
    for number, (before, after) in enumerate(pairwise(sizes), 2):
        if number == len(sizes):
            layers.append(dense(before, after))
        elif what == NORMALISED:
            layers += [dense(before, after), batch_norm(), activation(name)]
        elif before == after:
            layers.append(residual(dense(before, after), activation(name)))
        else:
            layers += [dense(before, after), activation(name)]
    options = {key: value for key, value in given.items() if value is not None}
    if what == NORMALISED:
        options.setdefault("batch", SAMPLES)
    return sequential(layers, **options)
