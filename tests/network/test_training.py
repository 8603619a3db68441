"""Training: each optimiser and schedule, seeds, clipping, stopping, numbers that run away, saving."""

from __future__ import annotations

import json
import math
import pickle
from itertools import pairwise

import pytest
from nets import NETS, point

import chainrule as cr
from chainrule import network
from chainrule.network import activation, batch_norm, dense, recurrent, saving
from chainrule.network.checking import check_gradient
from chainrule.network.optimisers import INITIALISERS, OPTIMISERS, SCHEDULES, Memory
from chainrule.network.running import Runner, layer_of
from chainrule.network.training import start, train

XOR = network.mlp([2, 4, 1], activation="tanh")


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_compiled_networks_give_what_the_interpreter_gives(make):
    net = make()
    values = point(net)
    p, x, y = ([values[symbol.name] for symbol in symbols] for symbols in (net.parameters, net.inputs, net.targets))
    loss, gradient = net.compile()(p, x, y)
    expected = cr.expression.evaluation.program(net.meanings[net.loss], *net.gradient)
    found = expected.at({name: values[name] for name in expected.names})
    assert [loss, *gradient] == pytest.approx(list(found), rel=1e-10, abs=1e-12)
    if net.batch == 1:
        twice, same = net.compile(batch=2)(p, [x, x], [y, y])
        assert twice == pytest.approx(loss)
        assert same == pytest.approx(gradient)


# --- the pieces ------------------------------------------------------------------------------------------------------

STEPS = {  # the parameter 1 by the gradient 2 at rate 0.1, and again by the gradient 1
    "sgd": (0.8, 0.7),
    "momentum": (0.8, 0.8 - 0.1 * (0.9 * 2 + 1)),
    "adam": (0.9, None),
}


@pytest.mark.parametrize("row", OPTIMISERS, ids=[row.name for row in OPTIMISERS])
def test_two_steps_of_each_optimiser(row):
    memory = Memory(steps=1)
    first = row.update([1.0], [2.0], 0.1, memory, 0.9)
    memory.steps = 2
    second = row.update(first, [1.0], 0.1, memory, 0.9)
    assert first == pytest.approx([STEPS[row.name][0]])
    if STEPS[row.name][1] is not None:
        assert second == pytest.approx([STEPS[row.name][1]])
    else:  # by the formulas of the paper
        m, v = (0.9 * 0.2 + 0.1) / (1 - 0.81), (0.999 * 0.004 + 0.001) / (1 - 0.999**2)
        assert second == pytest.approx([first[0] - 0.1 * m / (math.sqrt(v) + 1e-8)])


@pytest.mark.parametrize("row", SCHEDULES, ids=[row.name for row in SCHEDULES])
def test_schedules_begin_at_the_rate_and_never_grow(row):
    factors = [row.factor(done / 20) for done in range(20)]
    assert factors[0] == 1
    assert all(0 <= after <= before for before, after in pairwise(factors))


@pytest.mark.parametrize("row", INITIALISERS, ids=[row.name for row in INITIALISERS])
def test_starts(row):
    net = network.mlp([4, 50, 50])
    values = row.values(net.parts, 3)
    by_name = dict(zip([p.name for p in net.parameters], values, strict=True))
    assert values == row.values(net.parts, 3) != row.values(net.parts, 4)
    assert by_name["b1_1"] == 0
    weights = [value for name, value in by_name.items() if name.startswith("w2_")]
    spread = math.sqrt(math.fsum(value * value for value in weights) / len(weights))
    assert spread == pytest.approx({"uniform": 1 / math.sqrt(3 * 50), "xavier": 0.1 * math.sqrt(2),
                                    "he": 0.2}[row.name], rel=0.1)  # fmt: skip


def test_scales_of_a_normalisation_begin_at_one():
    net = NETS["batch normalisation"]()
    values = dict(zip([p.name for p in net.parameters], start(net), strict=True))
    assert (values["gamma1_1"], values["beta1_1"]) == (1, 0)


# --- training --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        {"minibatch": 1, "rate": 0.2},
        {"minibatch": 1, "rate": 0.2, "clip_norm": 5},
        {"rate": 0.5, "epochs": 1500},
        {"optimiser": "momentum", "rate": 0.05},
        {"optimiser": "adam", "rate": 0.05, "minibatch": 2, "schedule": "cosine"},
        {"minibatch": 3, "clip": 0.5, "rate": 0.2},
    ],
    ids=str,
)
def test_xor_is_learnt(options):
    training = XOR.train("xor", **{"epochs": 600, "seed": 1, **options})
    assert training.loss < 0.03
    assert training.accuracy() == 1
    assert training.history[-1].loss < training.history[0].loss
    assert training.predict([(1, 0)])[0][0] > 0.7


def test_the_same_seed_trains_the_same():
    first, again, other = (XOR.train("xor", epochs=20, minibatch=1, seed=seed) for seed in (5, 5, 6))
    assert first.parameters == again.parameters != other.parameters
    assert first.history == again.history


def test_the_fused_epoch_is_the_same_as_step_by_step():
    fused = XOR.train("xor", epochs=30, minibatch=1, rate=0.1)
    stepwise = XOR.train("xor", epochs=30, minibatch=1, rate=0.1, clip=1e9)
    assert fused.parameters == pytest.approx(stepwise.parameters, rel=1e-9)
    assert fused.loss == pytest.approx(stepwise.loss)


def test_gradient_descent_is_what_it_says():
    net = network.mlp([1, 1], output="identity")
    training = net.train(([[2.0]], [[1.0]]), epochs=1, rate=0.1, initial=[0.5, 0.25])
    rate = 2 * (0.5 * 2 + 0.25 - 1)  # of the loss by z
    assert training.parameters == pytest.approx((0.5 - 0.1 * rate * 2, 0.25 - 0.1 * rate))
    assert training.history[0].loss == pytest.approx(0.0625)


def test_clipping():
    net = network.mlp([1, 1], output="identity")
    data = [[1.0]], [[-100.0]]
    by_value = net.train(data, epochs=1, rate=1, initial=[0, 0], clip=0.5)
    assert by_value.parameters == (-0.5, -0.5)
    by_norm = net.train(data, epochs=1, rate=1, initial=[0, 0], clip_norm=1)
    assert by_norm.parameters == pytest.approx((-math.sqrt(0.5), -math.sqrt(0.5)))
    assert by_norm.history[0].steepness == pytest.approx(200 * math.sqrt(2))


def test_stopping_early():
    seen = []
    goal = XOR.train("xor", epochs=2000, rate=0.5, seed=1, goal=0.05, progress=seen.append)
    assert goal.stopped == "goal"
    assert goal.history == tuple(seen)
    assert goal.to_text("answer").splitlines()[0].endswith("epochs: the goal is reached.")
    patient = network.mlp([1, 1], output="identity").train(
        ([[1.0], [1.0]], [[0.0], [1.0]]), epochs=500, rate=0.4, patience=3, initial=[1, 1]
    )
    assert patient.stopped == "patience"
    assert len(patient.history) < 500
    assert patient.loss == pytest.approx(0.25)
    assert patient.to_text("answer").endswith("went down no further, and the best parameters are kept.")


def test_a_goal_is_reached_by_the_parameters_that_are_kept():
    """A mean of losses met on the way may be smaller than the loss where the way has led to."""
    training = network.mlp([2, 8, 1]).train("xor", epochs=200, rate=0.5, minibatch=1, goal=0.1)
    assert min(epoch.loss for epoch in training.history[:-1]) < 0.1
    assert (training.stopped == "goal") is (training.loss <= 0.1)


def test_validation_data_are_watched():
    data, checked = network.DATASETS["moons"](60).split(0.25, seed=1)
    training = network.mlp([2, 8, 1], loss="bce").train(data, validation=checked, epochs=30, rate=0.5)
    assert all(epoch.validation is not None for epoch in training.history)
    assert 0.5 <= training.accuracy(checked) <= 1


def test_networks_over_minibatches_and_sequences():
    net = network.sequential([dense(2, 4), batch_norm(), activation("tanh"), dense(1), activation("sigmoid")],
                             loss="bce", batch=10)  # fmt: skip
    training = net.train("moons", epochs=40, rate=0.5)
    assert training.history[-1].loss < training.history[0].loss
    assert training.accuracy() > 0.7
    memory = network.sequential([recurrent(1, 3), dense(1)], steps=3, loss="mse")
    rows = [[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    trained = memory.train((rows, [[row[0]] for row in rows]), epochs=300, optimiser="adam", rate=0.05, seed=2)
    assert trained.loss < 0.02


@pytest.mark.parametrize(("loss", "outputs"), [("bce-with-logits", 1), ("cross-entropy-with-logits", 2)])
def test_predictions_of_losses_with_logits_are_probabilities(loss, outputs):
    training = network.mlp([2, 6, outputs], loss=loss).train("xor", epochs=600, rate=0.1, minibatch=1, seed=3)
    assert training.accuracy() == 1
    row = training.predict([(1, 0)])[0]
    assert all(0 <= value <= 1 for value in row)
    assert outputs == 1 or sum(row) == pytest.approx(1)


RUN_AWAY = [
    (lambda: network.mlp([2, 3, 1], activation="relu"), {"rate": 1e200, "minibatch": 1}),
    (lambda: network.mlp([2, 3, 1], activation="relu"), {"rate": 1e200}),
    (lambda: network.mlp([2, 1], output="relu"), {"initial": [1e308, 1e308, 1e308]}),
    (lambda: network.mlp([2, 2], loss="cross-entropy", batch=2), {"rate": 1e308}),
]


@pytest.mark.parametrize(("make", "options"), RUN_AWAY)
def test_numbers_that_run_away(make, options):
    with pytest.raises(cr.TrainingError, match=r"at step \d+ .* is not a finite number") as caught:
        make().train("xor", **options, epochs=50)
    error = caught.value
    assert error.step >= 1
    assert error.name
    assert error.layer in (1, 2, None)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_loss_that_runs_away_names_the_parameter_too():
    with pytest.raises(cr.TrainingError, match=r"value of L \(the largest parameter is then [wb]\d_\d+ of layer \d, "):
        network.mlp([2, 3, 1], activation="relu").train("xor", epochs=50, rate=1e9)


def test_the_layer_of_a_name():
    assert [layer_of(name) for name in ("w2_11", "b10_3", "wf1_12", "L", "x1")] == [2, 10, 1, None, None]


REFUSED = [
    ({"rate": 0}, "rate is a positive number"),
    ({"rate": math.nan}, "rate is a positive number"),
    ({"clip": -1}, "clip is a positive number"),
    ({"momentum": 5, "optimiser": "adam"}, "momentum is from 0 up to"),
    ({"momentum": math.nan}, "momentum is from 0 up to"),
    ({"patience": -1}, "epochs to be patient for is 1 or more"),
    ({"epochs": 0}, "1 or more"),
    ({"optimiser": "adm"}, "no optimiser called 'adm'; did you mean adam"),
    ({"schedule": "cosin"}, "did you mean cosine"),
    ({"initial": "xaviar"}, "did you mean xavier"),
    ({"initial": [1, 2]}, "17 parameters, and 2 values"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_refused(options, message):
    with pytest.raises(cr.ChainRuleError, match=message):
        XOR.train("xor", **options)


def test_minibatches_that_do_not_fit():
    net = network.mlp([2, 1], batch=3)
    with pytest.raises(cr.ChainRuleError, match="leave minibatch=2 out"):
        net.train("xor", minibatch=2)
    with pytest.raises(cr.ChainRuleError, match="fewer than the 3"):
        net.train(([[0, 0]], [[0]]))
    with pytest.raises(cr.ChainRuleError, match="a minibatch of 3 rows, not 1"):
        Runner(net).outputs([0] * 3, [[0, 0]])


# --- checking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_gradients_are_right(make):
    check = make().check(seed=4)
    assert check.passed
    assert "The gradient is right" in check.to_text()


def test_a_wrong_gradient_is_found():
    net = network.mlp([2, 1])
    right = net.compile()

    def wrong(p, x, y):
        loss, gradient = right(p, x, y)
        return loss, [gradient[0] * 1.001, *gradient[1:]]

    object.__setattr__(net, "compile", lambda: wrong)
    check = check_gradient(net)
    assert not check.passed
    assert check.worst.name == "w1_11"
    assert "disagree: by W⁽¹⁾₁₁" in check.to_text("answer")
    assert check.to_dict()["passed"] is False


# --- saving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_what_is_saved_is_read_back_exactly(make, tmp_path):
    net = make()
    values = [value / 3 for value in start(net, seed=1)]
    network.save(net, values, tmp_path / "net.json")
    other, found = network.load(tmp_path / "net.json")
    assert other.system is net.system
    assert other.parameters == net.parameters
    assert found == values
    assert [path.name for path in tmp_path.iterdir()] == ["net.json"]


def test_damaged_files_are_refused(tmp_path):
    file = tmp_path / "net.json"
    XOR.train("xor", epochs=1).save(file)
    text = file.read_text()
    data = json.loads(text)
    damages = {
        text[: len(text) // 2]: "is damaged",
        text.replace('"tanh"', '"relu"', 1): "checksum",
        text.replace('"w1_11": ', '"w1_11": 1', 1).replace('1-', '-1', 1): "damaged|checksum",
        json.dumps({**data, "version": 2}): "of version 2",
        json.dumps({**data, "format": "other"}): "holds no network",
        "[]": "holds no network",
        "[" * 100_000: "is damaged",
    }
    for damaged, message in damages.items():
        file.write_text(damaged)
        with pytest.raises(cr.ChainRuleError, match=message):
            network.load(file)
    with pytest.raises(cr.ChainRuleError, match="cannot be read"):
        network.load(tmp_path / "nowhere.json")
    with pytest.raises(cr.ChainRuleError, match="cannot be written"):
        network.save(XOR, start(XOR), tmp_path / "no folder" / "net.json")
    with pytest.raises(cr.ChainRuleError, match="cannot be saved"):
        network.save(XOR, [math.inf] * 17, file)
    with pytest.raises(cr.ChainRuleError, match="17 parameters"):
        network.save(XOR, [], file)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_gradient_without_values_is_not_checked(value):
    with pytest.raises(cr.ChainRuleError, match="no value at these parameters"):
        XOR.check([value] * 17)


@pytest.mark.parametrize("rows", [[[1]], [[1, 2], [1, 2, 3]], [1, 2], [None]])
def test_rows_of_another_width_are_not_predicted(rows):
    with pytest.raises(cr.ChainRuleError, match=r"row \d of the inputs is no sequence of 2 numbers"):
        XOR.train("xor", epochs=1).predict(rows)


def sealed(data, **changes):
    """A saved network with other contents, whose checksum fits them."""
    content = {name: changes.get(name, data[name]) for name in ("network", "parameters")}
    return json.dumps({**data, **content, "checksum": saving._checksum(content)})


def test_files_with_a_checksum_that_fits_are_looked_at_too(tmp_path):
    file = tmp_path / "net.json"
    XOR.train("xor", epochs=1).save(file)
    data, nest = json.loads(file.read_text()), {"kind": "dense", "outputs": 2}
    for _ in range(300):
        nest = {"kind": "residual", "layers": [nest]}
    deep = {"layers": [{"kind": "dense", "inputs": 2, "outputs": 2}, nest], "loss": "mse"}
    damages = {
        sealed(data, network=7): "a network and its parameters are wanted",
        sealed(data, parameters=[]): "a network and its parameters are wanted",
        sealed(data, parameters={**data["parameters"], "w1_11": None}): "are not those of its network",
        sealed(data, network={**data["network"], "layers": [7]}): "layer 1: a kind is wanted",
        sealed(data, network=deep): "at most 50 residual connections",
    }
    for damaged, message in damages.items():
        file.write_text(damaged)
        with pytest.raises(cr.ChainRuleError, match=message):
            network.load(file)


def test_residual_connections_inside_each_other():
    layer = network.dense(2, 2)
    for _ in range(50):
        layer = network.residual(dense(2), layer, dense(2))
    net = network.sequential([layer], inputs=2)
    assert net.check().passed
    assert net.explain().to_text("brief")
    with pytest.raises(cr.ChainRuleError, match="at most 50"):
        network.residual(layer)


def test_a_training_can_be_pickled():
    training = train(XOR, "xor", epochs=2)
    again = pickle.loads(pickle.dumps(training))
    assert again.parameters == training.parameters
    assert again.predict([(0, 1)]) == training.predict([(0, 1)])
    assert repr(again).startswith("<Training of <Network 2-4-1")


@pytest.mark.parametrize("options", [{}, {"validation": ([[1, 1]], [[0]])}])
def test_the_last_step_may_run_away_too(options):
    with pytest.raises(cr.TrainingError, match="at step 1 the value of"):
        network.mlp([2, 3, 1], activation="relu").train("xor", epochs=1, rate=1e200, **options)
