"""Adding an activation or a loss is adding a row: everything else knows it then."""

from __future__ import annotations

import pytest

from chainrule import network
from chainrule.expression.nodes import Expression
from chainrule.network import activations, losses
from chainrule.network.activations import Activation
from chainrule.network.losses import Loss
from chainrule.rendering.notation.text import text


def test_a_new_activation(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Activation("mish", "u*tanh(softplus(u))", steepest="1.0884")
    monkeypatch.setattr(activations, "ACTIVATIONS", (*activations.ACTIVATIONS, row))
    net = network.mlp([2, 2, 1], activation="mish")
    told = {text(line.name.formula): text(line.value.formula) for line in net.explain().forward}
    assert told["a⁽¹⁾"] == "mish(z⁽¹⁾)"
    assert "mish'(u) = " in net.explain().to_text()
    assert net.check().passed
    assert net.train("xor", epochs=3).loss > 0
    assert net.flow().bound == pytest.approx(1.0884)


def test_a_new_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    def quartic(outputs: list[Expression], targets: list[Expression], define: object) -> Expression:
        (a,), (y,) = outputs, targets
        return (a - y) ** 4

    monkeypatch.setattr(losses, "LOSSES", (*losses.LOSSES, Loss("quartic", quartic)))
    net = network.mlp([2, 1], loss="quartic")
    told = {text(line.name.formula): text(line.value.formula) for line in net.explain().reverse}
    assert told["∂L/∂a⁽¹⁾"] == "4(a⁽¹⁾ - y)³"
    assert net.check().passed


def test_layers_of_the_same_kind_in_a_row() -> None:
    net = network.sequential(
        [network.dense(2, 2), *[network.activation("tanh")] * 3, network.dense(1)]
    )
    assert [name.name for name, _ in net.system.definitions][2:8] == ["a1_1", "a1_2", "h1_1", "h1_2", "k1_1", "k1_2"]
    with pytest.raises(Exception, match="put a dense layer between"):
        network.sequential([network.dense(2, 2), *[network.activation("tanh")] * 4])
    with pytest.raises(Exception, match="put a dense layer between"):
        network.sequential([network.dense(2, 2), network.batch_norm(), network.batch_norm()], batch=2)
