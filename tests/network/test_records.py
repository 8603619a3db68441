"""What `--json` prints of networks: as the shipped schema says, and read back by any reader of JSON."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from jsonschema import Draft202012Validator
from nets import NETS

from chainrule import network

SCHEMA = json.loads(resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8"))
CLASSES = network.Dataset(((0.0,), (1.0,), (2.0,)), ((0.0,), (1.0,), (1.0,)), ("x",), ("no", "yes"))


def training():
    return network.mlp([1, 1], loss="bce").train(CLASSES, epochs=3, validation=CLASSES)


RECORDS = {
    "explanation": lambda: network.mlp([2, 3, 1]).explain(),
    "flow": lambda: network.mlp([2, 3, 1]).flow(clip_norm=0.1),
    "flows": lambda: network.compare_flows([network.mlp([2, 3, 3, 1], activation=a).flow() for a in ("relu", "tanh")]),
    "check": lambda: network.mlp([2, 3, 1]).check(),
    "checkpointing": lambda: network.mlp([2, 3, 3, 1]).checkpointing(),
    "training": training,
    "product": lambda: network.matrix_product(2, 3, 2),
}


@pytest.mark.parametrize("name", RECORDS)
def test_the_data_is_as_the_schema_says(name):
    data = json.loads(json.dumps(RECORDS[name]().to_dict(), allow_nan=False))
    for schema in (SCHEMA, {**SCHEMA, "anyOf": [{"$ref": f"#/$defs/network_{name}"}]}):
        Draft202012Validator(schema).validate(data)
    del data[list(data)[-1]]
    assert not Draft202012Validator(SCHEMA).is_valid(data)


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_an_explanation_of_every_kind(make):
    Draft202012Validator(SCHEMA).validate(make().explain().to_dict())


def test_a_check_says_when_it_leaves_derivatives_out():
    check = network.mlp([2, 3, 1]).check()  # of 13 derivatives
    assert "The 12 that are furthest apart:" in check.to_text()
    assert "The 3 that are furthest apart:" in check.to_text("brief")
    assert "furthest apart:" not in network.mlp([1, 1]).check().to_text()


def test_a_training_is_told():
    found = training()
    assert found.to_text().splitlines()[0].split() == ["epoch", "loss", "validation"]
    assert found.to_text("answer").splitlines()[-1] == "Right: 100.0% of 3 samples kept apart."
    assert "epochs." in found.to_markdown()
    one = network.mlp([1, 1], loss="bce").train(([[0]], [[1]]), epochs=1)
    assert one.to_text("answer").endswith("after 1 epoch.")


REACH = [
    ("tanh", [[3.0], [-1.0]], "The targets go from -1 to 3, and tanh in the last layer gives nothing above 1:"),
    ("sigmoid", [[3.0], [-1.5]], "from -1.5 to 3, and sigmoid in the last layer gives nothing below 0 or above 1:"),
    ("relu", [[3.0], [-1.5]], "relu in the last layer gives nothing below 0: identity"),
    ("relu", [[3.0], [0.0]], ""),
    ("tanh", [[1.0], [-1.0]], ""),
    ("identity", [[3.0], [-1.0]], ""),
]


@pytest.mark.parametrize(("last", "targets", "words"), REACH)
def test_targets_out_of_reach_are_told(last, targets, words):
    told = network.mlp([1, 1], output=last).train(([[0.0], [1.0]], targets), epochs=1).to_text("answer")
    assert ("gives nothing" in told) == bool(words)
    assert words in told
