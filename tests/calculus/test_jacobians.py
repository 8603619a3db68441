"""Jacobian and Hessian, symbolic and at a point, and their products with a vector."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from shared_graphs import point_for, random_graph

import chainrule as cr
from chainrule.expression.evaluation import evaluate
from chainrule.expression.nodes import Symbol


def texts(found: Any) -> Any:
    return [texts(row) for row in found] if isinstance(found, list) else str(found)


CASES = [
    (lambda: cr.jacobian(["x^2 y", "x + sin(y)"], ["x", "y"]), [["2*x*y", "x^2"], ["1", "cos(y)"]]),
    (lambda: cr.jacobian("x^2 y"), [["2*x*y", "x^2"]]),
    (lambda: cr.jacobian("u = x y; v = u^2; w = x - u", "x"), [["2*x*y^2"], ["1 - y"]]),
    (lambda: cr.jacobian([cr.parse("a^2"), cr.read("a b")], [Symbol("b"), "a"]), [["0", "2*a"], ["a", "b"]]),
    (lambda: cr.hessian("x^2 y + y^3"), [["2*y", "2*x"], ["2*x", "6*y"]]),
    (lambda: cr.hessian("f(x)"), [["f''(x)"]]),
    (lambda: cr.hessian("3x + y", ["y", "x"]), [["0", "0"], ["0", "0"]]),
    (lambda: cr.jvp(["x^2 y", "x + sin(y)"], {"x": 1, "y": "a"}), ["2*x*y + x^2*a", "1 + a*cos(y)"]),
    (lambda: cr.jvp("{x^2 if x > 0, -x otherwise} y", {"x": 2}), None),
    (lambda: cr.jvp("x y", {"x": cr.parse("y")}), ["y^2"]),
    (lambda: cr.vjp(["x^2 y", "x + sin(y)"], ["a", 2], ["x", "y"]), ["2*x*y*a + 2", "x^2*a + 2*cos(y)"]),
    (lambda: cr.vjp(["x", "x"], [1, 2]), ["3"]),
]


@pytest.mark.parametrize(("ask", "expected"), CASES)
def test_as_expressions(ask: Any, expected: Any) -> None:
    found = texts(ask())
    if expected is None:
        assert "if x > 0" in found[0]
    else:
        assert found == expected


def test_at_a_point() -> None:
    found = cr.jacobian("u = x^2 y; v = x + sin(y)", values="x = 1, y = pi/2")
    assert found == [[pytest.approx(3.14159265358979), 1], [1, 0]]
    assert cr.hessian("x^2 y + y^3", values={"x": 1, "y": 2}) == [[4, 2], [2, 12]]
    assert cr.jvp("x^2", "x = 3", "x = 2") == [12]
    assert cr.jvp("x^2", {"x": "a"}, {"x": 2, "a": 0.5}) == [2]
    assert cr.vjp(["x^2", "x y"], [3, 1], values="x = 2, y = 5") == [17, 2]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: cr.hessian("u = x; v = x^2"), "one output"),
        (lambda: cr.jacobian([]), "an output is missing"),
        (lambda: cr.vjp(["x", "y"], [1]), "2 outputs and 1 weights"),
        (lambda: cr.jacobian("x y", values="x = 1"), "a value is missing: give y = …"),
        (lambda: cr.jacobian("x y", values="x = 1, y = 2, z = 3"), "there is no z here"),
        (lambda: cr.jacobian("ln(x)", values="x = -1"), r"ln\(x\) has no real value"),
        (lambda: cr.jacobian("ln(x)", values="x = 0"), r"ln\(x\) has no real value"),
        (lambda: cr.jacobian("x^2 + y^2 = 3"), "equation"),
        (lambda: cr.jvp("x y", {"x": 1}, limits=cr.Limits(nodes=1)), "different sub-expressions"),
    ],
)
def test_what_is_refused(ask: Any, message: str) -> None:
    with pytest.raises(cr.ChainRuleError, match=message):
        ask()


@pytest.mark.parametrize("seed", range(8))
def test_products_are_those_with_the_matrix(seed: int) -> None:
    draw = random.Random(seed)
    outputs = [random_graph(draw, 12), random_graph(draw, 8)]
    names = sorted({name for output in outputs for name in output.names})
    point = {name: round(draw.uniform(0.2, 1), 2) for name in names}
    assert point_for(outputs[0], draw)
    rows = cr.jacobian(outputs, names, point)
    ways, weights = [draw.randint(1, 5) for _ in names], [draw.randint(1, 5) for _ in outputs]
    pushed = cr.jvp(outputs, dict(zip(names, ways, strict=True)), point)
    pulled = cr.vjp(outputs, weights, names, point)
    assert pushed == pytest.approx([sum(a * b for a, b in zip(row, ways, strict=True)) for row in rows], rel=1e-12)
    columns = list(zip(*rows, strict=True))
    expected = [sum(w * entry for w, entry in zip(weights, column, strict=True)) for column in columns]
    assert pulled == pytest.approx(expected, rel=1e-12)


def test_long_products_are_handed_on_as_the_pass_made_them() -> None:
    outputs = ["*".join(f"x{n}" for n in range(200))]
    (found,) = cr.jvp(outputs, {f"x{n}": 1 for n in range(200)})
    assert cr.evaluate(found, {f"x{n}": 1 for n in range(200)}) == 200


def test_a_row_too_long_to_be_read_is_handed_on_as_the_pass_made_it() -> None:
    letters = [f"x_{index}" for index in range(250)]
    row = cr.vjp(["*".join(letters)], [1], letters)
    point = {Symbol(letter): 1 + index % 3 for index, letter in enumerate(letters)}
    whole = math.prod(point.values())
    for slope, letter in zip(row, point, strict=True):
        others = {symbol: value for symbol, value in point.items() if symbol is not letter}
        assert evaluate(slope, others) == pytest.approx(whole // point[letter])
