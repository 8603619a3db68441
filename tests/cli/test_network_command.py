"""chainrule network: every command, with its formats, files and refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources

import pytest
from jsonschema import Draft202012Validator

from chainrule import network
from chainrule.network.standalone import standalone

TOML = """
loss = "bce"
[[layers]]
kind = "dense"
inputs = 2
outputs = 3
[[layers]]
kind = "residual"
layers = [{kind = "dense", outputs = 3}, {kind = "activation", name = "tanh"}]
[[layers]]
kind = "dense"
outputs = 1
[[layers]]
kind = "activation"
name = "sigmoid"
"""


def test_explaining(run):
    found = run("network", "explain", "2,3,1", "--activation", "sigmoid")
    assert found.code == 0
    assert "δ⁽¹⁾ = W⁽²⁾ᵀ δ⁽²⁾ ⊙ σ'(z⁽¹⁾)" in found.out
    one = run("network", "explain", "2-1", "w1_12", "--loss", "bce", "--detail", "brief")
    assert "= (a⁽¹⁾₁ - y₁) x₂" in one.out
    batch = run("network", "explain", "2-1", "--batch", "3", "--reduction", "sum", "--ascii")
    assert "Delta1 X^T" in batch.out
    assert batch.out.isascii()


@pytest.mark.parametrize("format_", ["latex", "markdown", "html", "speech", "typst", "json"])
def test_formats(run, format_):
    found = run("network", "explain", "2-2-1", "--format", format_)
    assert found.code == 0
    assert found.out
    if format_ == "json":
        assert json.loads(found.out)["gradient"]["b2_1"] == "delta2_1"


def test_layers_from_a_file(run, tmp_path):
    file = tmp_path / "layers.toml"
    file.write_text(TOML)
    assert "∂L/∂r⁽²⁾ + W⁽²⁾ᵀ δ⁽²⁾" in run("network", "explain", str(file)).out
    assert run("network", "check", str(file)).code == 0
    assert run("network", "check", str(file), "--loss", "squared").code == 0
    refused = run("network", "check", str(file), "--activation", "tanh")
    assert refused.code == 2
    assert "leave --activation out" in refused.err
    assert "leave --last out" in run("network", "check", str(file), "--last", "tanh").err


WRONG = [
    ("", "lists no layers"),
    ("[[layers]]\noutputs = 3", "layer 1: a kind is wanted"),
    ('[[layers]]\nkind = "dens"\noutputs = 3', "no kind 'dens'; did you mean dense"),
    ('[[layers]]\nkind = "dense"\noutput = 3', "no option 'output'; did you mean outputs"),
    ('[[layers]]\nkind = "dense"\noutputs = "3"', "layer 1: the number of units"),
    ('[[layers]]\nkind = "dense"', "layer 1: a dense layer has a number of units"),
    ('[[layers]]\nkind = "dense"\noutputs = [3]', "outputs is one value"),
    ('[[layers]]\nkind = "activation"\nname = "tahn"', "layer 1: there is no activation called 'tahn'"),
    ('[[layers]]\nkind = "residual"\nlayers = 3', "lists no layers"),
    ('losses = "mse"', "no option 'losses'; did you mean loss"),
    ("loss = ", "wrong.toml: "),
    ("inputs = " + "9" * 5000, "wrong.toml: "),
    ("layers = " + "[" * 5000, "wrong.toml: "),
    ('inputs = "2"\n[[layers]]\nkind = "dense"\noutputs = 1', "number of inputs"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=range(len(WRONG)))
def test_files_that_are_wrong(run, tmp_path, text, message):
    file = tmp_path / "wrong.toml"
    file.write_text(text)
    found = run("network", "explain", str(file))
    assert found.code == 2
    assert message in found.err
    assert "wrong.toml" in found.err


def test_training_saving_compiling(run, tmp_path):
    saved, model = tmp_path / "xor.json", tmp_path / "model.py"
    trained = run("network", "train", "2-6-1", "--data", "xor", "--minibatch", "1", "--epochs", "400", "-o", str(saved))
    assert trained.code == 0
    assert "Right: 100.0% of 4 samples." in trained.out
    again = run("network", "train", "2-6-1", "--data", "xor", "-o", str(saved))
    assert again.code == 2
    assert "--force replaces it" in again.err
    assert run("network", "check", str(saved), "--detail", "answer").out.startswith("The gradient is right")
    assert run("network", "flow", str(saved)).code == 0
    assert "says itself what it is: leave --loss out" in run("network", "check", str(saved), "--loss", "mse").err
    assert run("network", "compile", str(saved), "-o", str(model)).code == 0

    def python(*arguments):
        return subprocess.run(
            [sys.executable, "-I", "-S", str(model), *arguments], capture_output=True, text=True, check=False
        )

    assert float(python("predict", "1", "0").stdout) > 0.7
    rows = tmp_path / "rows.csv"
    rows.write_text("x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    learnt = python("train", str(rows))
    assert "epoch 500: loss" in learnt.stdout
    assert "PARAMETERS = [" in learnt.stdout
    assert "needs Python and nothing else" in python().stdout


BAD_ROWS = [
    ("1,2,x\n1,a,3\n", "line 1: 'x' is no number"),
    ("a,b,c\n1,a,3\n", "line 2: 'a' is no number"),
    ("a,b,c\n1,nan,3\n", "line 2: 'nan' is no number"),
    ("a,b,c\n\n1,2\n", "line 3: 2 inputs and 1 targets are wanted"),
    ("a;b;c\n1;2;3\n", "line 2: 2 inputs and 1 targets are wanted, parted by commas"),
    ("a,b,c\n", "has no rows"),
    ("1e200,1,1e200\n", "a number is not finite any more"),
    (b"\xff", "cannot be read"),
    (None, "cannot be read"),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A file of a network, run as a program of its own."""
    file = tmp_path_factory.mktemp("models") / "model.py"
    file.write_text(standalone(network.mlp([2, 1], activation="identity")), encoding="utf-8")

    def python(*arguments):
        command = [sys.executable, "-I", "-S", str(file), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return python


@pytest.mark.parametrize(("rows", "message"), BAD_ROWS, ids=[message for _, message in BAD_ROWS])
def test_a_file_of_its_own_refuses_rows(model, tmp_path, rows, message):
    file = tmp_path / "rows.csv"
    if rows is not None:
        file.write_bytes(rows if isinstance(rows, bytes) else rows.encode())
    found = model("train", str(file))
    assert found.returncode == 1
    assert message in found.stderr
    assert "Traceback" not in found.stderr


def test_a_file_of_its_own_reads_what_spreadsheets_write(model, tmp_path):
    file = tmp_path / "rows.csv"
    printed = []
    for text in ("\ufeff0,0,0\n0,1,1\n", "0,0,0\n0,1,1\n"):
        file.write_text(text, encoding="utf-8")
        printed.append(model("train", str(file)).stdout)
    assert printed[0] == printed[1] != ""


def test_a_file_of_its_own_refuses_arguments(model):
    for arguments in (("predict", "a", "1"), ("predict", "nan", "1")):
        found = model(*arguments)
        assert (found.returncode, found.stderr) == (1, f"inputs: '{arguments[1]}' is no number\n")
    for arguments in (("predict", "1"), ("train",), ("learn", "x")):
        found = model(*arguments)
        assert found.returncode == 1
        assert "predict 1 1" in found.stderr


def test_a_file_of_its_own_says_what_its_outputs_are():
    assert "logits, of which sigmoid makes" in standalone(network.mlp([2, 1], loss="bce_with_logits"))
    assert "logits" not in standalone(network.mlp([2, 1], loss="bce"))


def test_where_nothing_can_be_saved_nothing_is_trained(run, tmp_path):
    for place in (tmp_path / "nowhere" / "net.json", tmp_path):
        found = run("network", "train", "2-3-1", "--data", "xor", "-o", str(place), "--force")
        assert (found.code, found.out) == (2, "")
        assert "cannot be written" in found.err


def test_a_file_with_a_byte_order_mark(run, tmp_path):
    file = tmp_path / "layers.toml"
    file.write_text("\ufeff" + TOML, encoding="utf-8")
    assert run("network", "explain", str(file), "--detail", "answer").code == 0


def test_training_goes_on_from_a_saved_network(run, tmp_path):
    saved = tmp_path / "net.json"
    run("network", "train", "2-6-1", "--data", "xor", "--epochs", "50", "-o", str(saved))
    before = json.loads(run("network", "train", str(saved), "--data", "xor", "--epochs", "1", "--json").out)
    assert before["history"][0]["loss"] < 0.5
    assert before["accuracy"] is not None
    assert len(before["parameters"]) == 25


def test_training_from_csv(run, tmp_path):
    file = tmp_path / "pets.csv"
    file.write_text("legs,ears,kind\n4,2,cat\n2,0,bird\n4,2,cat\n2,0,bird\n")
    options = ("--loss", "cross-entropy", "--standardise", "--validation", "0.25", "--optimiser", "adam")
    found = run("network", "train", "2-3-2", "--data", str(file), "--targets", "kind", *options)
    assert found.code == 0
    assert "validation" in found.out
    assert "of 1 sample kept apart." in found.out
    file.write_text("legs,ears,kind\n4,two,cat\n")
    refused = run("network", "train", "2-3-1", "--data", str(file))
    assert refused.code == 2
    assert "pets.csv, line 2, column ears: 'two' is no number" in refused.err


def test_numbers_that_run_away(run):
    found = run("network", "train", "2-3-1", "--data", "xor", "--activation", "relu", "--rate", "1e200")
    assert found.code == 2
    assert "is not a finite number" in found.err


def test_flow(run, tmp_path):
    found = run("network", "flow", "4-8-8-8-1", "--activation", "sigmoid", "--scale", "0.5", "--clip-norm", "1")
    assert "It vanishes" in found.out
    assert "█" in found.out
    side = run("network", "flow", "4-8-8-1", "--compare", "sigmoid,residual,batch_norm", "--ascii")
    assert "residual, tanh" in side.out
    assert side.out.isascii()
    picture = tmp_path / "flow.svg"
    assert run("network", "flow", "4-8-8-1", "-o", str(picture)).code == 0
    assert picture.read_text().startswith("<svg")
    assert "give sizes" in run("network", "flow", "x.toml", "--compare", "tanh").err


@pytest.mark.parametrize("arguments", [("explain",), ("flow", "--compare", "tanh,relu")])
def test_a_limit(run, arguments):
    task, *options = arguments
    for layers in ("100000-100000", f"{'9' * 5000}-1"):
        assert run("network", task, layers, *options).code == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("explain", "2-3-x"), "'2-3-x' are no layers: write sizes such as 2-8-1"),
        (("explain", "2"), "two sizes at least, inputs and outputs, such as 2, 3, 1"),
        (("explain", "2-3-1", "w9_11"), "no w9_11; did you mean w2_11"),
        (("explain", "nowhere.toml"), "nowhere.toml cannot be read"),
        (("check", "nowhere.json"), "nowhere.json cannot be read"),
        (("train", "3-1", "--data", "xor"), "takes 3"),
        (("train", "2-1", "--data", "moon"), "no data called 'moon'"),
        (("train", "2-1", "--data", "xor", "--targets", "z"), "targets are the columns of a CSV file"),
        (("explain", "2-3-1", "--loss", "bec"), "no loss called 'bec'; did you mean bce? There are squared,"),
        (("flow", "2-3-1", "--clip-norm", "-1"), "clip_norm is a positive number"),
        (("flow", "2-3-1", "--scale", "inf"), "scale is a positive number"),
        (("compile", "2-1", "--batch", "2"), "leave batch= out"),
    ],
)
def test_refused(run, arguments, message):
    found = run("network", *arguments)
    assert found.code == 2
    assert message in found.err


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("explain", "2-1"), "explanation"),
        (("train", "2-2-1", "--data", "xor", "--epochs", "2"), "training"),
        (("train", "2-2-1", "--data", "moons", "--epochs", "2", "--validation", "0.2"), "training"),
        (("flow", "2-2-1"), "flow"),
        (("flow", "2-2-1", "--compare", "tanh,residual"), "flows"),
        (("check", "2-1"), "check"),
    ],
)
def test_json_is_as_the_schema_says(run, arguments, name):
    schema = json.loads(resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8"))
    found = run("network", *arguments, "--json")
    Draft202012Validator({**schema, "anyOf": [{"$ref": f"#/$defs/network_{name}"}]}).validate(json.loads(found.out))
