"""The little machine of pages in a real browser: the same numbers as Python's evaluation, and the same gaps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser
from slopes import expression
from strategies import composites
from tabs import Tab

from chainrule.calculus.engine import differentiate
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.functions import FORMULA_SHEET, Function
from chainrule.expression.nodes import Call, Expression, Symbol
from chainrule.rendering.page.machine import Machine

SCRIPT = resources.files("chainrule.rendering.page").joinpath("machine.js").read_text("utf-8")
ONE = [-300.0, -30.5, -7.3, -2.0, -1.0, -0.75, -1e-9, 0.0, 1e-300, 1e-9, 0.3, 0.5, 1.0, 1.5, 2.0, 2.4, 2.6, 3.0, 4.2,
       8.0, 10.5, 27.0, 100.0, 170.7, 171.0, 712.0, 1e5, 1e200]  # fmt: skip
TWO = list(product((-8.0, -2.5, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 27.0), (-30.5, -3.0, -0.5, 0.0, 0.7, 1.0, 2.0, 10.0)))


MOST = {"trigamma": 1e100}  # Python's evaluation squares it


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    opened = browser.new_page()
    opened.add_script_tag(content=SCRIPT)
    yield opened
    opened.close()


def run(tab: Tab, made: Machine, points: Sequence[Sequence[float]], roots: Sequence[int]) -> list[list[str | float]]:
    """The values of the rows `roots` at points; "none" and "large" where there is none."""
    script = """([rows, points, roots]) => points.map((point) => {
        const found = run(rows, point);
        return roots.map((root) => found.lost[root] < 0 ? found.values[root]
            : Math.abs(found.values[found.lost[root]]) === Infinity ? "large" : "none"); })"""
    found: list[list[str | float]] = tab.evaluate(script, [made.rows, points, roots])
    return found


def python(expressions: Sequence[Expression], names: Sequence[str], point: Sequence[float]) -> list[str | float]:
    found: list[Any] = program(*expressions).attempt(dict(zip(names, point, strict=True)))
    return [("large" if v.too_large else "none") if isinstance(v, Undefined) else float(v) for v in found]


def assert_same(found: str | float, expected: str | float, told: str, scale: float = 1e-15) -> None:
    if isinstance(expected, str) or isinstance(found, str):
        assert found == expected, told
    else:
        assert found == pytest.approx(expected, rel=3e-13, abs=scale), told


@pytest.mark.parametrize("row", FORMULA_SHEET, ids=lambda row: row.name)
def test_every_row_of_the_sheet_has_the_same_values(tab: Tab, row: Function) -> None:
    symbols = [Symbol(name) for name in "uv"[: row.arity]]
    made = Machine()
    for symbol in symbols:
        made.input(symbol)
    call = Call(row, tuple(symbols))
    root = made.expression(call)
    points = [(u,) for u in ONE if abs(u) < MOST.get(row.name, math.inf)] if row.arity == 1 else TWO
    for point, [found] in zip(points, run(tab, made, points, [root]), strict=True):
        [expected] = python([call], [symbol.name for symbol in symbols], point)
        assert_same(found, expected, f"{row.name}{point}")


POWERS = ["x^3", "x^(1/3)", "x^(2/3)", "x^(-1/3)", "x^(5/7)", "x^(4/7)", "x^(1/2)", "x^(-3/2)", "x^(1/4)", "x^0.5",
          "x^y", "x^0", "x^-2", "e^x", "2^x", "(-2)^x", "0^x", "x^100", "x^(33/2)"]  # fmt: skip
OTHERS = [
    "1/x", "x/(y - 1)", "-x", "x + y + 0.1", "x*y*2.5", "x^2 if x < 0, ln(x) otherwise", "ln(x) if x > 1 and y >= 0",
    "x if 1/y < 2, y otherwise", "x if x = y, 1 if x != 0, 5 otherwise", "pi + e*x", "e^(e^(e^x))", "10^400 + x",
    "(x + 1e200)^2 * x",
]  # fmt: skip
PLACES = [(x, y) for x in (-8.0, -2.0, -1.0, -0.5, 0.0, 0.25, 1.0, 2.0, 9.0) for y in (-3.0, -0.5, 0.0, 1.0, 2.0, 3.5)]


@pytest.mark.parametrize("text", [*POWERS, *OTHERS])
def test_every_shape_has_the_same_values(tab: Tab, text: str) -> None:
    target = expression(text)
    made = Machine()
    x, y = made.input(Symbol("x")), made.input(Symbol("y"))
    assert (x, y) == (0, 1)
    root = made.expression(target)
    for point, [found] in zip(PLACES, run(tab, made, PLACES, [root]), strict=True):
        [expected] = python([target], ["x", "y"], point)
        assert_same(found, expected, f"{text} at {point}")


def test_composites_and_their_derivatives_have_the_same_values(tab: Tab) -> None:
    for target in composites(11, 60):
        slope = differentiate(target, "x")
        made = Machine()
        names = ["x", "a", "b"]
        for name in names:
            made.input(Symbol(name))
        roots = [made.expression(target), made.expression(slope)]
        points = [(x, a, -0.7) for x in (-2.3, -0.61, 0.37, 1.71) for a in (0.8, -1.3)]
        for point, found in zip(points, run(tab, made, points, roots), strict=True):
            for mine, theirs in zip(found, python([target, slope], names, point), strict=True):
                assert_same(mine, theirs, f"{target} at {point}", 1e-9)


def test_what_is_shared_is_one_row() -> None:
    made = Machine()
    made.input(Symbol("x"))
    made.expression(expression("sin(x)^2 + sin(x)*x"))
    assert sum(row[0] == "sin" for row in made.rows if isinstance(row, tuple)) == 1


def test_a_symbol_without_a_meaning_is_an_error() -> None:
    with pytest.raises(KeyError):
        Machine().expression(expression("x + 1"))


def test_depth_is_no_matter(tab: Tab) -> None:
    made = Machine()
    x = made.input(Symbol("x"))
    for index in range(10_000):
        x = made.name(Symbol(f"v{index}"), made.add("sin", x))
    [[found]] = run(tab, made, [(1.0,)], [x])
    assert 0 < float(found) < 0.1
