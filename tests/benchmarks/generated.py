"""Generated gradients against unrolled backpropagation as a careful person writes it by hand.

One hidden layer, tanh, squared error, one sample, all parameters. The yardstick is made here, line by line, and shares
no code with the engine. Times are the best of several rounds, both measured in turn in this run.
"""

from __future__ import annotations

import ast
import gc
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from random import Random
from time import process_time
from typing import Any

import chainrule as cr
from chainrule.expression.functions import function_named
from chainrule.rendering.code.gradients import GradientProgram, gradient_program

SIZES = ((2, 2, 1), (2, 8, 1), (4, 16, 3), (16, 32, 10), (64, 64, 10))
LARGE = ((64, 64, 10), (128, 128, 10), (300, 300, 30))
FEW = 200  # parameters that the yardstick unpacks
ROUNDS = 15
FREE = cr.Limits.unbounded()


def count(sizes: Sequence[int]) -> int:
    return sum((before + 1) * after for before, after in pairwise(sizes))


# --- the yardstick ---------------------------------------------------------------------------------------------------


def by_hand(sizes: tuple[int, int, int], rate: str = "") -> str:
    """The source of gradient(p, x, y), or of a step of gradient descent in an epoch, with no word too many."""
    ins, hidden, outs = sizes
    few = count(sizes) <= FEW
    names = [f"w{k}" for k in range(count(sizes))] if few else [f"p[{k}]" for k in range(count(sizes))]
    w1, b1 = names[: ins * hidden], names[ins * hidden : (ins + 1) * hidden]
    rest = names[(ins + 1) * hidden :]
    w2, b2 = rest[: hidden * outs], rest[hidden * outs :]
    widths = (("x", ins), ("y", outs), ("a", hidden))
    xs, ys, signals = ([f"{letter}{n}" for n in range(width)] for letter, width in widths)
    body = [f"a{j} = tanh({_dot(w1[j * ins :], xs)} + {b1[j]})" for j in range(hidden)]
    body += [f"o{k} = tanh({_dot(w2[k * hidden :], signals)} + {b2[k]})" for k in range(outs)]
    body += [f"e{k} = o{k} - y{k}" for k in range(outs)]
    body += [f"d{k} = {rate}2.0*e{k}*(1.0 - o{k}*o{k})" for k in range(outs)]
    for j in range(hidden):
        back = " + ".join(f"d{k}*{w2[k * hidden + j]}" for k in range(outs))
        body.append(f"h{j} = {back if outs == 1 else f'({back})'}*(1.0 - a{j}*a{j})")
    loss = " + ".join(f"e{k}*e{k}" for k in range(outs))
    slopes = [f"h{j}*x{i}" for j in range(hidden) for i in range(ins)] + [f"h{j}" for j in range(hidden)]
    slopes += [f"d{k}*a{j}" for k in range(outs) for j in range(hidden)] + [f"d{k}" for k in range(outs)]
    row, wanted = f"{', '.join(xs)},", f"{', '.join(ys)},"
    unpacked = [f"{', '.join(names)} = p"] if few else []
    if not rate:
        lines = [*unpacked, f"{row} = x", f"{wanted} = y", *body, f"return {loss}, [{', '.join(slopes)}]"]
        return "from math import tanh\ndef gradient(p, x, y):\n" + "".join(f"    {line}\n" for line in lines)
    inner = [*body, f"total += {loss}", *[f"{name} -= {slope}" for name, slope in zip(names, slopes, strict=True)]]
    lines = [*unpacked, "total = 0.0", f"for ({row}), ({wanted}) in zip(inputs, targets):"]
    lines += [*[f"    {line}" for line in inner], f"return total/len(inputs), [{', '.join(names)}]"]
    return "from math import tanh\ndef epoch(p, inputs, targets, rate):\n" + "".join(f"    {line}\n" for line in lines)


def _dot(weights: Sequence[str], signals: Sequence[str]) -> str:
    return " + ".join(f"{weight}*{signal}" for weight, signal in zip(weights, signals, strict=False))


# --- the same as a system --------------------------------------------------------------------------------------------


def system(sizes: Sequence[int]) -> tuple[cr.System, list[cr.Symbol], list[cr.Symbol], list[cr.Symbol]]:
    """Definitions from the inputs to the loss, with the parameters, inputs and targets."""
    definitions: list[tuple[cr.Symbol, cr.Expression]] = []
    parameters: list[cr.Symbol] = []
    inputs = [cr.Symbol(f"x{i + 1}") for i in range(sizes[0])]
    targets = [cr.Symbol(f"y{k + 1}") for k in range(sizes[-1])]
    signals = inputs
    for layer, width in enumerate(sizes[1:], 1):
        rows = [[cr.Symbol(f"w{layer}_{j + 1}_{i + 1}") for i in range(len(signals))] for j in range(width)]
        biases = [cr.Symbol(f"b{layer}_{j + 1}") for j in range(width)]
        parameters += [weight for row in rows for weight in row] + biases
        zs = [cr.Symbol(f"z{layer}_{j + 1}") for j in range(width)]
        outs = [cr.Symbol(f"a{layer}_{j + 1}") for j in range(width)]
        for z, row, bias in zip(zs, rows, biases, strict=True):
            terms = [weight * signal for weight, signal in zip(row, signals, strict=True)]
            definitions.append((z, cr.Sum((*terms, bias))))
        definitions += [(a, cr.Call(function_named("tanh"), (z,))) for a, z in zip(outs, zs, strict=True)]
        signals = outs
    errors = [(a - y) ** 2 for a, y in zip(signals, targets, strict=True)]
    definitions.append((cr.Symbol("L"), errors[0] if len(errors) == 1 else cr.Sum(tuple(errors))))
    return cr.System(tuple(definitions)), parameters, inputs, targets


def program(sizes: Sequence[int]) -> GradientProgram:
    net, parameters, inputs, targets = system(sizes)
    return gradient_program(net, parameters, inputs, targets, limits=FREE)


# --- measuring -------------------------------------------------------------------------------------------------------


def made(source: str, name: str) -> Callable[..., Any]:
    scope: dict[str, Any] = {}
    exec(compile(source, name, "exec"), scope)
    return scope[name]  # type: ignore[no-any-return]


def side_by_side(*works: Callable[[], object]) -> list[float]:
    """Seconds for one call of each: the best of the rounds, in which they take turns."""
    gc.collect()
    once = min(_seconds(works[0], 1) for _ in range(3))
    calls = max(1, int(0.02 / once))
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            best[place] = min(best[place], _seconds(work, calls))
    return best


def _seconds(work: Callable[[], object], calls: int) -> float:
    begin = process_time()
    for _ in range(calls):
        work()
    return (process_time() - begin) / calls


def operations(source: str) -> tuple[int, int]:
    """How many arithmetic operations and calls stand in the source: up to the loss, and in all."""
    (function,) = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    seen = 0
    value = None
    for statement in function.body:
        seen += sum(isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call) for node in ast.walk(statement))
        if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", "") == "L":
            value = seen
    return value or seen, seen


def point(sizes: Sequence[int], seed: int = 1) -> tuple[list[float], list[float], list[float]]:
    draw = Random(seed)
    numbers = [[draw.uniform(-0.5, 0.5) for _ in range(n)] for n in (count(sizes), sizes[0], sizes[-1])]
    return numbers[0], numbers[1], numbers[2]


def main() -> None:
    print(f"{'sizes':>14}{'parameters':>12}{'by hand':>12}{'generated':>12}{'ratio':>8}{'operations':>12}")
    for sizes in SIZES:
        ours, theirs = program(sizes).gradient(), made(by_hand(sizes), "gradient")
        p, x, y = point(sizes)
        check(ours(p, x, y), theirs(p, x, y))
        hand, generated = side_by_side(lambda: theirs(p, x, y), lambda: ours(p, x, y))  # noqa: B023
        value, both = operations(ours.source)
        print(
            f"{'-'.join(map(str, sizes)):>14}{len(p):12,}{hand * 1e6:9.2f} µs{generated * 1e6:9.2f} µs"
            f"{generated / hand:8.2f}{both / value:10.2f} ×",
            flush=True,
        )
    print("\nan epoch of XOR, 2-8-1, four steps of gradient descent")
    for line in xor():
        print(line)
    print("\nfrom the loss to a function of its gradient")
    for sizes in LARGE:
        begin = process_time()
        program(sizes).gradient()
        seconds = process_time() - begin
        size = count(sizes)
        print(f"{size:12,} parameters{seconds:9.2f} s{seconds / size * 1e6:8.1f} µs each", flush=True)


def xor() -> Iterator[str]:
    sizes = (2, 8, 1)
    ours, theirs = program(sizes).epoch(), made(by_hand(sizes, rate="rate*"), "epoch")
    gradient = program(sizes).gradient()
    inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    targets = [[0.0], [1.0], [1.0], [0.0]]
    p = point(sizes)[0]
    check(ours(p, inputs, targets, 0.1), theirs(p, inputs, targets, 0.1))

    def step_by_step() -> list[float]:
        now = p
        for x, y in zip(inputs, targets, strict=True):
            _, slopes = gradient(now, x, y)
            now = [parameter - 0.1 * slope for parameter, slope in zip(now, slopes, strict=True)]
        return now

    hand, fused, stepwise = side_by_side(
        lambda: theirs(p, inputs, targets, 0.1), lambda: ours(p, inputs, targets, 0.1), step_by_step
    )
    yield f"    by hand{hand * 1e6:9.2f} µs, generated{fused * 1e6:9.2f} µs, ratio {fused / hand:.2f}"
    yield f"    gradient function and update loop{stepwise * 1e6:9.2f} µs, ratio to generated {stepwise / fused:.2f}"


def check(mine: tuple[float, list[float]], theirs: tuple[float, list[float]], most: float = 1e-12) -> None:
    for one, other in zip([mine[0], *mine[1]], [theirs[0], *theirs[1]], strict=True):
        assert abs(one - other) <= most * max(1.0, abs(other)), (one, other)


if __name__ == "__main__":
    main()
