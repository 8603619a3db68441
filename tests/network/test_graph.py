"""A network as a computational graph."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule import network


def test_adjoints_are_the_compiled_gradient() -> None:
    net = network.mlp([2, 2, 1], activation="sigmoid", loss="bce")
    values, inputs, targets = [0.1 * number for number in range(1, 10)], [0.5, -0.5], [1.0]
    graph = net.graph(values, inputs, targets)
    loss, gradient = net.compile()(values, inputs, targets)  # type: ignore[arg-type, misc]
    assert graph.output.value == pytest.approx(loss)
    adjoints = {str(node.expression): node.adjoint for node in graph.nodes}
    assert [adjoints[symbol.name] for symbol in net.parameters] == pytest.approx(gradient)


def test_without_numbers() -> None:
    assert "∂L/∂W⁽¹⁾₁₁" in net_text()


def net_text() -> str:
    return str(network.mlp([1, 1]).graph().to_text("brief"))


def test_numbers_that_do_not_fit() -> None:
    with pytest.raises(cr.ChainRuleError, match="3 numbers for w1_11 and so on are wanted, not 1"):
        network.mlp([2, 1]).graph([1.0])
