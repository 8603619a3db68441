"""chainrule check and chainrule hint: what they print, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]

CODES = [
    (("check", "sin(x^2)", "2x cos(x^2)"), 0),
    (("check", "sin(x^2)", "cos(x^2)"), 1),
    (("check", "-x^2", "-2x"), 0),
    (("check", "sin(x^2)", "cos(x^2"), 2),
    (("check", "sin(x^2", "cos(x^2)"), 2),
    (("check", "sin(x^2)"), 2),
    (("check", "x^2 y", "2xy", "-x", "x"), 0),
    (("check", "sin(x^2)", "u = x^2", "du/dx = 2x"), 1),
    (("check", "x^2", "+".join(["x"] * 40_000)), 3),
    (("hint", "sin(x^2)"), 0),
    (("hint", "sin("), 2),
]


@pytest.mark.parametrize(("arguments", "code"), CODES)
def test_exit_codes(run: Run, arguments: tuple[str, ...], code: int) -> None:
    assert run(*arguments).code == code


def test_check_as_data(run: Run) -> None:
    data = json.loads(run("check", "sin(x^2)", "cos(2x)", "--json", "--solution").out)
    assert (data["version"], data["verdict"], data["solution"]) == (1, "incorrect", "2*x*cos(x^2)")
    assert data["diagnoses"][0]["mistakes"] == ["C5"]


def test_check_in_ascii_and_from_standard_input(run: Run) -> None:
    outcome = run("check", "sin(x^2)", "-", "--ascii", "--detail", "brief", stdin=b"cos(x^2)\n")
    assert outcome.out == "Not yet. I read cos(x^2).\nNext: How fast does x^2 change? Where does that belong?\n"


def test_hints(run: Run) -> None:
    outcome = run("hint", "(3x^2+1)^5", "--up-to", "2")
    assert outcome.out.splitlines() == [
        "1 Computing this at x = 2, what would you do last?",
        "2 First 3 · 2² + 1 = 13, then 13⁵. Which part is outer, which inner?",
    ]
    assert "The inside is changing too." in run("hint", "sin(x^2)", "--after", "cos(x^2)").out
