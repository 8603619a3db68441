"""Gradient flow: the sizes, the factors that make them, what is said of them, and the pictures."""

from __future__ import annotations

import math
from itertools import pairwise
from xml.etree import ElementTree

import pytest

import chainrule as cr
from chainrule import network
from chainrule.expression.evaluation import evaluate, program
from chainrule.network import activation, batch_norm, dense, recurrent, residual
from chainrule.network.activations import ACTIVATIONS
from chainrule.network.explaining import slope_of
from chainrule.network.training import start
from chainrule.rendering.notation.text import text


def deep(name, layers=8, **options):
    return network.mlp([4, *[6] * layers, 1], activation=name, **options)


FLOWS = {
    "sigmoid": deep("sigmoid"),
    "residual": network.sequential(
        [dense(3, 4), *[residual(dense(4), activation("tanh")) for _ in range(4)], dense(1)]
    ),
    "normalised": network.sequential(
        [dense(3, 4), *[layer for _ in range(3) for layer in (dense(4), batch_norm(), activation("relu"))], dense(1)],
        batch=4,
    ),
    **{cell: network.sequential([recurrent(1, 3, cell=cell), dense(1)], steps=5)
       for cell in ("recurrent", "lstm", "gru")},
}  # fmt: skip


@pytest.mark.parametrize("net", FLOWS.values(), ids=FLOWS)
def test_the_factors_multiply_to_the_sizes(net):
    flow = net.flow(seed=3)
    for before, after in pairwise(flow.rows):
        assert after.size == pytest.approx(before.size * after.factor)
    assert flow.left == pytest.approx(math.prod(row.factor for row in flow.rows[1:]))
    kinds = {kind for row in flow.rows for kind in row.factors}
    assert flow.left == pytest.approx(math.prod(flow.product(kind) for kind in kinds))


def test_sizes_are_those_of_the_gradient():
    """The rate by a bias is δ, so of one sample its size is known."""
    net = deep("tanh", layers=3)
    values, inputs, targets = start(net, seed=1), [0.1, -0.2, 0.3, 0.4], [0.5]
    flow = net.flow(values, data=([inputs], [targets]))
    _, gradient = net.compile()(values, inputs, targets)
    rates = dict(zip([p.name for p in net.parameters], gradient, strict=True))
    for row in flow.rows:
        layer = text(row.name, ascii=True).removeprefix("delta")
        own = [rate for name, rate in rates.items() if name.startswith(f"b{layer}_")]
        assert row.size == pytest.approx(math.sqrt(sum(rate * rate for rate in own) / len(own)))


def test_sigmoids_stay_below_their_bound():
    flow = FLOWS["sigmoid"].flow()
    assert flow.bound == pytest.approx(0.25**8)
    assert flow.product("slopes") <= flow.bound
    assert all(row.factors["slopes"] <= 0.25 for row in flow.rows[1:])
    assert flow.verdict == "vanishing"
    told = flow.to_text()
    assert "It vanishes" in told
    assert "A slope of sigmoid is at most 1/4, so 8 of them are at most 1.53e-05" in told


def test_weights_make_it_explode():
    flow = deep("identity").flow(scale=4)
    assert flow.verdict == "exploding"
    assert "It explodes" in flow.to_text()
    assert flow.product("weights") > 100
    steady = deep("relu").flow(clip_norm=1e9)
    assert "clipping leaves it as it is" in steady.to_text()
    assert flow.clipped is None
    clipped = deep("identity").flow(scale=4, clip_norm=1e-3)
    assert 0 < clipped.clipped < 1
    assert "Clipping multiplies every derivative by" in clipped.to_text()


def test_residual_connections_keep_it_alive():
    plain = network.mlp([3, *[4] * 9, 1], activation="sigmoid").flow()
    through = network.sequential(
        [dense(3, 4), *[residual(dense(4), activation("sigmoid")) for _ in range(8)], dense(1)]
    ).flow()
    assert through.left > 100 * plain.left
    assert "adds to it" in through.to_text()


def test_time_steps_and_gates():
    told = FLOWS["lstm"].flow().to_text()
    assert "∂L/∂c⁽¹⁾ₜ₁" in told
    assert "gate" in told
    assert [text(row.name) for row in FLOWS["recurrent"].flow().rows][-1] == "∂L/∂h⁽¹⁾ₜ₁"


@pytest.mark.parametrize("row", [row for row in ACTIVATIONS if row.formula], ids=lambda row: row.name)
def test_steepest(row):
    """No slope is larger, and one comes close."""
    slope = program(slope_of(row))
    points = [sign * (number / 50 + 0.001) for number in range(400) for sign in (1, -1)]
    slopes = [abs(slope.at(dict.fromkeys(slope.names, point))[0]) for point in points]
    bound = evaluate(row.steepest)
    assert max(slopes) <= bound * (1 + 1e-6)
    assert max(slopes) > 0.99 * bound


def test_comparing():
    flows = network.compare_flows([deep(name).flow() for name in ("sigmoid", "tanh")])
    told = flows.to_text()
    assert "vanishing" in told
    assert "sigmoid" in told
    assert len(flows.to_bars().splitlines()) == 2 * 10
    assert flows.to_bars(ascii=True).isascii()
    assert flows.to_dict()["flows"][1]["title"] == "tanh"
    with pytest.raises(cr.ChainRuleError, match="no flow"):
        network.compare_flows([])


@pytest.mark.parametrize("net", FLOWS.values(), ids=FLOWS)
def test_views(net):
    flow = net.flow()
    root = ElementTree.fromstring(flow.to_svg())
    namespace = "{http://www.w3.org/2000/svg}"
    widths = [float(bar.get("width")) for bar in root.iter(f"{namespace}rect")][1:]
    assert len(widths) == len(flow.rows)
    assert [a > b for a, b in pairwise(widths)] == [
        a.size > b.size for a, b in pairwise(flow.rows)
    ]
    for medium in (flow.to_latex(), flow.to_markdown(), flow.to_html(), flow.to_speech(), flow.to_typst()):
        assert medium
    assert flow.to_dict()["verdict"] == flow.verdict
    assert flow.to_text("answer").count("\n") == 0


def test_refused():
    with pytest.raises(cr.ChainRuleError, match="one alone"):
        network.mlp([2, 1]).flow()
    with pytest.raises(cr.ChainRuleError, match="too large for floats"):
        deep("identity").flow(scale=1e200)


def test_nothing_gets_through_a_rectifier_that_is_off():
    net = network.mlp([1, 2, 1], activation="relu", output="relu")
    off = [-5.0 if symbol.name == "b2_1" else 0.0 for symbol in net.parameters]
    flow = net.flow(off)
    assert flow.verdict == "dead"
    assert "Nothing gets through: from δ⁽²⁾ on the rate is 0." in flow.to_text()
    assert flow.to_bars()
    assert flow.to_svg()
