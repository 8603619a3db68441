"""chainrule formulas, in each format, whole and by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from chainrule.expression.functions import FORMULA_SHEET

Run = Callable[..., Any]


def test_the_whole_sheet_has_every_function_and_the_operations(run: Run) -> None:
    outcome = run("formulas")
    first_words = {line.split(" ")[0] for line in outcome.out.splitlines()}
    assert outcome.code == 0
    assert {row.name for row in FORMULA_SHEET} | set("+-*/^") <= first_words


CASES = [
    (("+", "*"), ["+     x + y      1     1     everywhere", "*     xy         y     x     everywhere"]),
    (("^",), ["^     x^y        y x^(y - 1)  x^y ln(x)  x > 0 (and more for whole y)"]),
    (("×",), ["*     xy         y     x     everywhere"]),
    (("sin",), ["sin   sin(u)    cos(u)      everywhere"]),
    (("asin",), ["arcsin  arcsin(u)  1/√(1 - u²)  -1 ≤ u ≤ 1    -1 < u < 1"]),
    (("ln", "abs"), ["ln    ln(u)     1/u         u > 0", "abs   |u|       sign(u)     everywhere    u ≠ 0"]),
    (("gamma",), ["gamma  Γ(u)      Γ(u) digamma(u)  u ≠ 0, -1, -2, ..."]),
    (("polygamma",), ["polygamma  polygamma(u, v)        polygamma(u + 1, v)  v ≠ 0, -1, -2, ..."]),
    (("sin", "--format", "markdown"), ["| `sin` | $\\sin(u)$ | $\\cos(u)$ | everywhere |  |"]),
    (("abs", "--format", "markdown"),
     ["| `abs` | $\\left\\vert u\\right\\vert $ | $\\operatorname{sgn}(u)$ | everywhere | $u \\ne 0$ |"]),
    (("ln", "--format", "latex"), ["$\\mathtt{ln}$ & $\\ln(u)$ & $\\frac{1}{u}$ & $u > 0$ & "]),
    (("sqrt", "--ascii"), ["sqrt  sqrt(u)   1/(2 sqrt(u))  u >= 0        u > 0"]),
    (("ln", "--width", "30"), ["  derivative: 1/u", "  exists where: u > 0"]),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "lines"), CASES)
def test_rows_by_name(run: Run, arguments: tuple[str, ...], lines: list[str]) -> None:
    outcome = run("formulas", *arguments)
    assert outcome.code == 0
    for line in lines:
        assert line in outcome.out.splitlines()


def test_json_holds_plain_text_that_reads_back(run: Run) -> None:
    data = json.loads(run("formulas", "atan2", "polygamma", "--json").out)
    assert data["version"] == 1
    first, second = data["formulas"]
    assert first["derivatives"] == {"u": "v/(u^2 + v^2)", "v": "-u/(u^2 + v^2)"}
    assert first["exists"] == ["u^2 + v^2 > 0"]
    assert second["derivatives"]["u"] is None


@pytest.mark.parametrize(("name", "nearest"), [("sni", "sin"), ("arcsinus", "arcsin"), ("logistik", "logistic")])
def test_an_unknown_name_gets_the_nearest(run: Run, name: str, nearest: str) -> None:
    outcome = run("formulas", name)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"the formula sheet has no {name}; did you mean {nearest}?" in outcome.err


def test_a_name_that_resembles_nothing(run: Run) -> None:
    assert run("formulas", "qqqq").err == "the formula sheet has no qqqq\n"
