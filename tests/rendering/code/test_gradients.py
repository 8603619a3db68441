"""Losses compiled with their gradients: against the engine's gradient and against differences, at every size."""

from __future__ import annotations

import ast
import math
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from strategies import EXPRESSIONS

import chainrule as cr
from chainrule.expression.functions import function_named
from chainrule.rendering.code.gradients import GradientProgram, gradient_program

FREE = cr.Limits.unbounded()
NEURON = "z = w*x + b; a = sigmoid(z); L = (a - y)^2"


def network(*sizes: int, activation: str = "tanh") -> GradientProgram:
    definitions: list[tuple[cr.Symbol, cr.Expression]] = []
    parameters: list[cr.Symbol] = []
    inputs = signals = [cr.Symbol(f"x{i}") for i in range(sizes[0])]
    for layer, (before, width) in enumerate(pairwise(sizes), 1):
        weights = [[cr.Symbol(f"w{layer}_{j}_{i}") for i in range(before)] for j in range(width)]
        biases = [cr.Symbol(f"b{layer}_{j}") for j in range(width)]
        parameters += [weight for row in weights for weight in row] + biases
        units = [cr.Symbol(f"z{layer}_{j}") for j in range(width)]
        for unit, row, bias in zip(units, weights, biases, strict=True):
            definitions.append((unit, cr.Sum((*[w * s for w, s in zip(row, signals, strict=True)], bias))))
        signals = [cr.Symbol(f"a{layer}_{j}") for j in range(width)]
        row_of = function_named(activation)
        definitions += [(a, cr.Call(row_of, (z,))) for a, z in zip(signals, units, strict=True)]
    targets = [cr.Symbol(f"y{k}") for k in range(sizes[-1])]
    errors = tuple((a - y) ** 2 for a, y in zip(signals, targets, strict=True))
    definitions.append((cr.Symbol("L"), cr.Sum(errors) if len(errors) > 1 else errors[0]))
    system = cr.System(tuple(definitions))
    return gradient_program(system, parameters, inputs, targets, outputs=signals, limits=FREE)


def drawn(program: GradientProgram, seed: int = 3) -> tuple[list[float], list[float], list[float]]:
    draw = Random(seed)
    p, x, y = ([draw.uniform(-1, 1) for _ in part] for part in (program.parameters, program.inputs, program.targets))
    return p, x, y


def by_the_engine(program: GradientProgram, p: list[float], x: list[float], y: list[float]) -> list[float]:
    names = [symbol.name for symbol in (*program.parameters, *program.inputs, *program.targets)]
    point = dict(zip(names, [*p, *x, *y], strict=True))
    outputs = [program.loss, *cr.gradient(program.loss, list(program.parameters), limits=FREE)]
    return [cr.evaluate(e, {name: point[name] for name in e.names}, limits=FREE) for e in outputs]


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "leaky_relu", "softplus", "silu", "gelu"])
def test_gradients_are_the_engines(activation: str) -> None:
    program = network(3, 4, 2, activation=activation)
    loss, gradient = program.gradient()(*drawn(program))
    assert [loss, *gradient] == pytest.approx(by_the_engine(program, *drawn(program)), rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("sizes", [(2, 1), (6, 20, 5), (13, 17, 2), (30, 40, 3)])
def test_every_size_gives_what_differences_give(sizes: tuple[int, ...]) -> None:
    program = network(*sizes)
    function = program.gradient()
    p, x, y = drawn(program)
    loss, gradient = function(p, x, y)
    assert len(gradient) == len(p)
    assert sum((a - wanted) ** 2 for a, wanted in zip(program.predict()(p, x), y, strict=True)) == pytest.approx(loss)
    for place in range(0, len(p), max(1, len(p) // 40)):
        above, below = ([*p[:place], p[place] + step, *p[place + 1 :]] for step in (1e-6, -1e-6))
        slope = (function(above, x, y)[0] - function(below, x, y)[0]) / 2e-6
        assert gradient[place] == pytest.approx(slope, rel=1e-5, abs=1e-8)


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS)
def test_random_losses(first: cr.Expression, second: cr.Expression) -> None:
    loss = first * second + first
    program = gradient_program(loss, ["x", "a"], ["b"])
    function = program.gradient()
    for x, a, b in ((0.7312, -1.377, 2.61), (-2.3177, 0.431, 1.9)):
        try:
            expected = by_the_engine(program, [x, a], [b], [])
        except cr.DomainError:
            continue
        found, gradient = function([x, a], [b], [])
        size = max(map(abs, expected))
        assert [found, *gradient] == pytest.approx(expected, rel=1e-7, abs=1e-9 * size)


CROSS_ENTROPY = (
    "s = e^(w1*x) + e^(w2*x) + e^(w3*x); p1 = e^(w1*x)/s; p2 = e^(w2*x)/s; p3 = e^(w3*x)/s; "
    "L = -(y1*ln(p1) + y2*ln(p2) + y3*ln(p3))"
)


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_softmax_and_cross_entropy_do_not_overflow(scale: float) -> None:
    program = gradient_program(CROSS_ENTROPY, ["w1", "w2", "w3"], ["x"], ["y1", "y2", "y3"], outputs=["p1", "p2", "p3"])
    w, x, y = [0.5, -0.25, 1.0], scale, [0.0, 1.0, 0.0]
    shifted = [math.exp((one - 1.0) * x) for one in w]
    shares = [one / sum(shifted) for one in shifted]
    loss, gradient = program.gradient()(w, [x], y)
    assert loss == pytest.approx((1.0 + 0.25) * x + math.log(sum(shifted)))
    assert gradient == pytest.approx([(p - wanted) * x for p, wanted in zip(shares, y, strict=True)])
    assert program.predict()(w, [x]) == pytest.approx(shares)


@pytest.mark.parametrize("z", [-900.0, -1.0, 0.0, 2.0, 900.0])
def test_binary_cross_entropy_does_not_overflow(z: float) -> None:
    loss = "a = 1/(1 + e^-(w*x)); L = -(y*ln(a) + (1 - y)*ln(1 - a))"
    function = gradient_program(loss, ["w"], ["x"], ["y"]).gradient()
    for y in (0.0, 1.0):
        value, (slope,) = function([z], [1.0], [y])
        sigmoid = cr.evaluate("sigmoid(z)", z=z)
        assert value == pytest.approx(max(z, 0.0) - z * y + math.log1p(math.exp(-abs(z))))
        assert slope == pytest.approx(sigmoid - y, rel=1e-12, abs=1e-300)


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(2, 3, 1), (9, 11, 4), (20, 12, 2)])
def test_batches_and_epochs_are_rows_in_turn(sizes: tuple[int, ...]) -> None:
    program = network(*sizes)
    p = drawn(program)[0]
    rows = [drawn(program, seed)[1:] for seed in range(5)]
    inputs, targets = [x for x, _ in rows], [y for _, y in rows]
    gradient = program.gradient()
    each = [gradient(p, x, y) for x, y in rows]
    total = sum(loss for loss, _ in each)
    sums = [math.fsum(parts) for parts in zip(*[slopes for _, slopes in each], strict=True)]
    loss, slopes = program.batch_gradient(mean=False)(p, inputs, targets)
    assert [loss, *slopes] == pytest.approx([total, *sums], rel=1e-11, abs=1e-14)
    loss, slopes = program.batch_gradient()(p, inputs, targets)
    assert [loss, *slopes] == pytest.approx([total / 5, *[one / 5 for one in sums]], rel=1e-11, abs=1e-14)
    before, now, losses = list(p), p, []
    for x, y in rows:
        loss, slopes = gradient(now, x, y)
        losses.append(loss)
        now = [parameter - 0.05 * slope for parameter, slope in zip(now, slopes, strict=True)]
    mean, new = program.epoch()(p, inputs, targets, 0.05)
    assert [mean, *new] == pytest.approx([sum(losses) / 5, *now], rel=1e-11, abs=1e-14)
    assert p == before


def test_a_step_is_taken_from_the_parameters_as_they_were() -> None:
    epoch = gradient_program("(u*v*x - y)^2 + u^2 v^2", ["u", "v"], ["x"], ["y"]).epoch()
    error = 2 * (2.0 * 3.0 * 0.5 - 1.0)
    slopes = error * 3.0 * 0.5 + 2 * 2.0 * 9.0, error * 2.0 * 0.5 + 2 * 3.0 * 4.0
    _, new = epoch([2.0, 3.0], [[0.5]], [[1.0]], 0.01)
    assert new == pytest.approx([2.0 - 0.01 * slopes[0], 3.0 - 0.01 * slopes[1]])


# --- the source ------------------------------------------------------------------------------------------------------


def test_the_source_speaks_mathematics() -> None:
    source = gradient_program(NEURON, ["w", "b"], ["x"], ["y"], outputs=["a"]).source("gradient", "predict")
    for line in (
        "def gradient(parameters, inputs, targets):", "    w, b = parameters", "    x, = inputs",
        "    # a = sigmoid(z), z = w*x + b", "    a = sigmoid(w*x + b)", "    # L = (a - y)^2", "    # ∂L/∂z",
        "    return L, [d_z*x, d_z]", "def predict(parameters, inputs):",
    ):  # fmt: skip
        assert line in source.splitlines()
    assert source.count("def sigmoid") == 1
    remarks = {"a": "layer 1: σ(W x + b)"}
    program = gradient_program(NEURON, ["w", "b"], ["x"], ["y"], remarks=remarks)
    assert "    # layer 1: σ(W x + b)\n    a = " in program.gradient().source


def test_one_file_with_every_function(tmp_path: Path) -> None:
    names = ("gradient", "batch_gradient", "batch_gradient_sum", "epoch", "predict")
    source = gradient_program(NEURON, ["w", "b"], ["x"], ["y"], outputs=["a"]).source(*names)
    tree = ast.parse(source)
    assert {node.name for node in tree.body if isinstance(node, ast.FunctionDef)} == {*names, "sigmoid"}
    path = tmp_path / "model.py"
    path.write_text(source + "\n\nprint(epoch([0.5, 0.1], [[1.0], [2.0]], [[0.0], [1.0]], 0.5))\n", encoding="utf-8")
    finished = subprocess.run([sys.executable, "-I", "-S", path], capture_output=True, text=True)
    assert finished.stderr == ""
    assert finished.stdout.startswith("(0.2")


def test_many_parameters_are_not_unpacked() -> None:
    source = network(20, 12, 2).gradient().source
    assert "p[0]*x0" in source
    assert "w1_0_0 " not in source.replace("# ", "").split("return")[1]
    few = network(4, 5, 1).gradient().source
    assert "w1_0_0*x0" in few


@pytest.mark.parametrize("sizes", [(2, 3, 1), (20, 12, 2)])
def test_sequences_of_another_length_are_refused(sizes: tuple[int, ...]) -> None:
    program = network(*sizes)
    p, x, y = drawn(program)
    for function in (program.gradient(), program.batch_gradient(), program.epoch()):
        rest = (0.1,) if function.__name__ == "epoch" else ()
        rows = (lambda values: values) if function.__name__ == "gradient" else (lambda values: [values])
        function(p, rows(x), rows(y), *rest)
        ones = ((p[1:], x, y), ([*p, 1.0], x, y), (p, x[1:], y), (p, [*x, 1.0], y), (p, x, [*y, 1.0]), (p, x, []))
        for wrong in ones:
            with pytest.raises(ValueError, match=r"wanted|unpack"):
                function(wrong[0], rows(wrong[1]), rows(wrong[2]), *rest)
    with pytest.raises(ValueError, match="zip"):
        program.epoch()(p, [x, x], [y], 0.1)


def test_names_of_any_kind() -> None:
    names = [
        "p", "x", "inputs", "total", "rate", "g", "share", "lambda", "row", "L", "d_z", "t1", "θ", "gradient",
        "one\ntwo",
    ]  # fmt: skip
    symbols = [cr.Symbol(name) for name in names]
    z = cr.Sum(tuple(symbol * symbol for symbol in symbols))
    system = cr.System(((cr.Symbol("z"), z), (cr.Symbol("L2"), cr.Symbol("z") ** 2)))
    program = gradient_program(system, symbols[:10], symbols[10:13], symbols[13:])
    values = [0.25 * k for k in range(len(names))]
    total = sum(value * value for value in values)
    expected = [total**2, *[4 * total * value for value in values[:10]]]
    p, x, y = values[:10], values[10:13], values[13:]
    loss, gradient = program.gradient()(p, x, y)
    assert [loss, *gradient] == pytest.approx(expected)
    loss, gradient = program.batch_gradient()(p, [x], [y])
    assert [loss, *gradient] == pytest.approx(expected)
    loss, new = program.epoch()(p, [x], [y], 1.0)
    assert [value - one for value, one in zip(p, new, strict=True)] == pytest.approx(expected[1:])


def test_what_is_missing_or_double() -> None:
    with pytest.raises(cr.NameUnknownError, match="y is not among"):
        gradient_program(NEURON, ["w", "b"], ["x"])
    with pytest.raises(cr.NameUnknownError, match="w is given twice"):
        gradient_program(NEURON, ["w", "b"], ["x", "w"], ["y"])
    with pytest.raises(cr.LimitError):
        gradient_program(NEURON, ["w", "b"], ["x"], ["y"], limits=cr.Limits(nodes=4)).gradient()


def test_the_work_is_linear_in_the_parameters() -> None:
    def nodes(*sizes: int) -> float:
        program = network(*sizes)
        return len(ast.dump(ast.parse(program.gradient().source))) / len(program.parameters)

    assert nodes(40, 40, 2) < 1.2 * nodes(20, 20, 2)


def test_operations_are_at_most_three_times_those_of_the_value() -> None:
    for sizes in ((2, 2, 1), (4, 16, 3), (16, 32, 10)):
        (function,) = ast.parse(network(*sizes).gradient().source).body[1:]
        counts = [sum(isinstance(node, ast.BinOp | ast.Call) for node in ast.walk(line)) for line in function.body]
        value = next(k for k, line in enumerate(function.body) if ast.unparse(line).startswith("L = ")) + 1
        assert sum(counts) <= 3 * sum(counts[:value])
