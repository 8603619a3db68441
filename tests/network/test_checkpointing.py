"""Checkpointing: the same gradient whatever is kept, and less kept than everything."""

from __future__ import annotations

import pytest
from nets import NETS, point

import chainrule as cr
from chainrule import network
from chainrule.network.checkpointing import Checkpointed, _cut

DEEP = network.mlp([4, *[6] * 15, 2], activation="tanh")


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_the_gradient_is_the_same(make):
    net = make()
    values = point(net)
    p, x, y = ([values[symbol.name] for symbol in symbols] for symbols in (net.parameters, net.inputs, net.targets))
    loss, gradient = net.compile()(p, x, y)
    for segments in range(1, len(_cut(net)) + 1):
        run = Checkpointed(net, segments).run(p, x, y)
        assert run.loss == pytest.approx(loss)
        assert run.gradient == pytest.approx(gradient, rel=1e-9, abs=1e-12)


def test_the_trade():
    trades = {trade.segments: trade for trade in DEEP.checkpointing([1, 4, 16]).trades}
    assert (trades[16].kept, trades[16].layers, trades[16].time) == (4 + 15 * 6, 16, 1.0)
    assert trades[4].layers == 16 + 4 * 3
    assert trades[4].kept == 4 + 3 * 6 + 3 * 6  # the inputs of four segments, and of the rest of one
    assert trades[1].layers == 16 + 15
    assert trades[1].kept == trades[16].kept
    assert trades[4].kept < trades[16].kept / 2


def test_told():
    record = network.mlp([2, 3, 3, 1]).checkpointing()
    told = record.to_text()
    assert "Checkpointing of 3 layers" in told
    assert "100%" in told
    assert record.to_dict()["trades"][-1]["segments"] == 3
    with pytest.raises(cr.ChainRuleError, match="1 to 3 segments"):
        Checkpointed(network.mlp([2, 3, 3, 1]), 4)
