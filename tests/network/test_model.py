"""Networks as systems: what they define, what they are called, what is refused; their gradients against differences."""

from __future__ import annotations

import copy
import pickle

import pytest
from nets import NETS, differences, gradient_at, names, point

import chainrule as cr
from chainrule import network
from chainrule.network import activation, batch_norm, dense, gru, lstm, recurrent, residual
from chainrule.rendering.notation.text import text


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_gradients_are_what_differences_give(make):
    net = make()
    values = point(net)
    assert gradient_at(net, values) == pytest.approx(differences(net, values), rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_a_network_reads_back(make):
    net = make()
    assert cr.parse(str(net.system), names=net.system.names) is net.system
    assert cr.parse(str(net), names=net.system.names) is net.system
    assert set(net.system.names) >= {symbol.name for symbol in (*net.parameters, *net.targets)}
    defined = [name for name, _ in net.system.definitions]
    assert len(set(defined)) == len(defined)
    assert defined[-1] is net.loss
    assert len(net.output) == len(net.targets)


SYSTEMS = [
    (network.mlp([2, 1, 1], activation="sigmoid"),
     "z1_1 = w1_11*x1 + w1_12*x2 + b1_1; a1_1 = sigmoid(z1_1); z2_1 = w2_11*a1_1 + b2_1; a2_1 = sigmoid(z2_1); "
     "L = (a2_1 - y1)^2"),
    (network.mlp([1, 2], output="identity", loss="mse"),
     "z1_1 = w1_11*x1 + b1_1; z1_2 = w1_21*x1 + b1_2; L = ((z1_1 - y1)^2 + (z1_2 - y2)^2)/2"),
    (network.mlp([1, 2], loss="cross-entropy"),
     "z1_1 = w1_11*x1 + b1_1; z1_2 = w1_21*x1 + b1_2; s1_1 = e^z1_1 + e^z1_2; a1_1 = e^z1_1/s1_1; "
     "a1_2 = e^z1_2/s1_1; L = -y1*ln(a1_1) - y2*ln(a1_2)"),
    (network.mlp([1, 1], loss="bce-with-logits"), "z1_1 = w1_11*x1 + b1_1; L = softplus(z1_1) - y1*z1_1"),
    (network.mlp([1, 1, 1], activation="relu"),
     "z1_1 = w1_11*x1 + b1_1; a1_1 = relu(z1_1); z2_1 = w2_11*a1_1 + b2_1; L = (z2_1 - y1)^2"),
    (network.mlp([1, 1], loss="difference", output="relu"),
     "z1_1 = w1_11*x1 + b1_1; a1_1 = relu(z1_1); L = a1_1 - y1"),
    (network.mlp([1, 1], output="linear", batch=2),
     "z1_1_s1 = w1_11*x1_s1 + b1_1; z1_1_s2 = w1_11*x1_s2 + b1_1; L_s1 = (z1_1_s1 - y1_s1)^2; "
     "L_s2 = (z1_1_s2 - y1_s2)^2; L = (L_s1 + L_s2)/2"),
    (network.sequential([recurrent(1, 1)], steps=2, loss="half_squared"),
     "z1_1_t1 = u1_11*x1_t1 + b1_1; h1_1_t1 = tanh(z1_1_t1); z1_1_t2 = u1_11*x1_t2 + w1_11*h1_1_t1 + b1_1; "
     "h1_1_t2 = tanh(z1_1_t2); L = (h1_1_t2 - y1)^2/2"),
]  # fmt: skip


@pytest.mark.parametrize(("net", "system"), SYSTEMS, ids=[repr(net) for net, _ in SYSTEMS])
def test_definitions(net, system):
    assert str(net.system) == system


def test_parameters_inputs_and_targets_are_in_order():
    net = network.mlp([2, 2, 1], batch=2)
    assert names(net.parameters) == "w1_11 w1_12 w1_21 w1_22 b1_1 b1_2 w2_11 w2_12 b2_1"
    assert names(net.inputs) == "x1_s1 x2_s1 x1_s2 x2_s2"
    assert names(net.targets) == "y1_s1 y1_s2"
    assert names(net.output) == "a2_1_s1 a2_1_s2"
    assert repr(net) == "<Network 2-2-1, 9 parameters, squared>"
    many = network.sequential([recurrent(2, 1, every=True)], steps=2, batch=2)
    assert names(many.inputs) == "x1_t1_s1 x2_t1_s1 x1_t2_s1 x2_t2_s1 x1_t1_s2 x2_t1_s2 x1_t2_s2 x2_t2_s2"
    assert names(network.mlp([1, 10]).parameters[:2]) == "w1_1_1 w1_2_1"


def test_a_network_can_be_copied_and_pickled():
    net = network.sequential([lstm(1, 2), dense(1)], steps=2)
    for other in (copy.deepcopy(net), pickle.loads(pickle.dumps(net))):
        assert other.system is net.system
        assert other.parameters == net.parameters


@pytest.mark.parametrize(("name", "outputs"), [("bce", 1), ("bce", 2), ("cross_entropy", 2), ("cross_entropy", 3)])
def test_forms_with_logits_are_the_same(name, outputs):
    losses = []
    for form in (name, network.losses.loss_named(name).with_logits):
        net = network.mlp([1, outputs], loss=form)
        losses.append(net.loss_of_preactivations)
    assert cr.compare(*losses).verdict in ("same", "same-where-both-defined")


@pytest.mark.parametrize("name", ["bce_with_logits", "cross_entropy_with_logits"])
def test_forms_with_logits_do_not_overflow(name):
    net = network.mlp([1, 2], loss=name)
    values = {symbol.name: 0.0 for symbol in (*net.parameters, *net.inputs)}
    values |= {"w1_11": 1000.0, "w1_21": -1000.0, "x1": 1.0, "y1": 0.0, "y2": 1.0}
    loss = cr.evaluate(net.system, {name: values[name] for name in net.system.names if name in values})
    assert loss == 2000.0


def test_derive_tells_every_link():
    net = network.mlp([2, 1, 1], activation="sigmoid")
    told = net.derive("w1_12").to_text()
    assert "One path: W⁽¹⁾₁₂ → z⁽¹⁾₁ → a⁽¹⁾₁ → z⁽²⁾₁ → a⁽²⁾₁ → L" in told
    assert str(net.derive("w1_12", "z1_1").answer) == "x2"
    assert len(network.mlp([1, 2, 1]).derive("x1").paths) == 2


# --- what is refused -------------------------------------------------------------------------------------------------

REFUSED = [
    (lambda: network.mlp([2, 3, 1], activation="tahn"), "no activation called 'tahn'; did you mean tanh"),
    (lambda: network.mlp([2, 1], loss="corss-entropy"), "no loss called 'corss-entropy'; did you mean cross_entropy"),
    (lambda: network.mlp([2, 1], loss="hinge"), "no loss called 'hinge'; there are squared"),
    (lambda: network.mlp([2]), "two sizes at least"),
    (lambda: network.mlp([2, 0]), "1 or more, not 0"),
    (lambda: network.mlp([2, 2, 1], activation="softmax"), "for the last layer"),
    (lambda: network.mlp([2, 1], loss="cross-entropy"), "use sigmoid for one"),
    (lambda: network.mlp([2, 1], reduction="max"), "mean or sum"),
    (lambda: network.sequential([dense(2, 3), dense(2, 1)]), r"layer 2 .* write dense\(3, 1\)"),
    (lambda: network.sequential([dense(3)]), "how many inputs"),
    (lambda: network.sequential([]), "how many inputs"),
    (lambda: network.sequential([activation("identity")], inputs=2), "something to learn"),
    (lambda: network.sequential([dense(2, 1)], loss="bce"), r"activation\('sigmoid'\), or use bce_with_logits"),
    (lambda: network.sequential([dense(2, 1), activation("sigmoid")], loss="bce-with-logits"), "take activation"),
    (lambda: network.sequential([dense(2, 1), batch_norm()]), "give batch="),
    (lambda: batch_norm(0), "epsilon"),
    (lambda: batch_norm("small"), "epsilon is a small positive number such as 0.00001, not small"),
    (lambda: network.mlp([2, 1], batch=0), "samples is 1 or more"),
    (lambda: residual(), "at least one layer"),
    (lambda: network.sequential([residual(dense(2, 3))]), r"2 come in and 3 come out.*dense\(2\)"),
    (lambda: network.sequential([lstm(2, 3)]), "give steps="),
    (lambda: network.sequential([lstm(2, 3)], steps=2, inputs=1), r"write lstm\(1, 3\)"),
    (lambda: network.sequential([recurrent(2, 3, cell="elmann")], steps=2), "did you mean recurrent"),
    (lambda: recurrent(1, 1, cell="gru", activation="relu"), "activations of their own"),
    (lambda: recurrent(1, 1, activation="softmax"), "use tanh"),
    (lambda: gru(0, 1), "1 or more"),
    (lambda: network.mlp([2, 1]).derive("w1_13"), "no w1_13; did you mean w1_1"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_refused(make, message):
    with pytest.raises(cr.ChainRuleError, match=message):
        make()


def test_wrong_types():
    for make in (lambda: network.mlp([2, 1.5]), lambda: network.mlp([True, 1]),
                 lambda: network.sequential([3], inputs=1), lambda: network.mlp([2, 1], loss=3)):  # fmt: skip
        with pytest.raises(TypeError):
            make()


def test_a_limit_is_met_before_the_work():
    with pytest.raises(cr.LimitError):
        network.mlp([100_000, 100_000])
    with pytest.raises(cr.LimitError):
        network.sequential([lstm(10, 1000)], steps=10_000)


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_what_people_see_is_read_back(make):
    net = make()
    shown = "\n".join(f"{text(name)} = {text(value)}" for name, value in net.system.definitions)
    assert cr.parse(shown, names=net.system.names) is net.system


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("W⁽¹⁾₁₂ x₁ + b⁽¹⁾₁", "w1_12*x1 + b1_1"),
        ("2a⁽²⁾₁(1 - a⁽²⁾₁)", "2*a2_1*(1 - a2_1)"),
        ("W⁽¹²⁾₁,₁₀ (a⁽²⁾₁)²", "w12_1_10*a2_1^2"),
        ("δ⁽²⁾₁ h⁽¹⁾₂,ₜ₃", "delta2_1*h1_2_t3"),
        ("x₁,ₛ₂ + Lₛ₁ + x₂ₜ", "x1_s2 + L_s1 + x2*t"),
    ],
)
def test_reading_names_with_layers(shown, read):
    assert str(cr.parse(shown)) == read
