"""Relations and tangents at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]



def test_a_relation_is_differentiated_on_both_sides(run: Run) -> None:
    shown = run("x^2 + y^2 = 25", "--detail", "brief")
    assert shown.code == 0
    assert shown.out.startswith("Read as: x² + y² = 25, by x; y depends on x\n")
    assert "dy/dx = (-2x)/(2y) = -x/y" in shown.out
    assert run("x^2 + y^2 = 25", "--order", "2", "--detail", "answer").out == "-25/y³\n"
    assert run("x^2 + y^2 = 25", "--implicit", "x", "-x", "y", "--detail", "answer").out == "-y/x\n"
    assert run("loss^2 + w^2 = 1", "--implicit", "loss", "-x", "w", "--detail", "answer").out == "-w/loss\n"
    assert run("y = x^2", "--implicit", "y", "--detail", "answer").out == "2x\n"


def test_a_relation_at_a_point(run: Run) -> None:
    assert run("x^2 + y^2 = 25", "--at", "x=3,y=4", "--detail", "answer").out == "-3/4\n"
    assert "dy/dx = -x/y = -3/4" in run("x^2 + y^2 = 25", "--at", "x=3,y=4").out
    off = run("x^2 + y^2 = 25", "--at", "x=3,y=5")
    assert (off.code, off.out) == (2, "")
    assert "the point x = 3, y = 5 is not on the curve: x^2 + y^2 is 34 there, not 25" in off.err


def test_tangents_at_the_command_line(run: Run) -> None:
    assert run("x^2", "--at", "x=3", "--tangent", "--detail", "answer").out == "y = 6x - 9\n"
    shown = run("x^2 + y^2 = 25", "--at", "x=3,y=4", "--tangent").out
    assert "y = -(3/4) · (x - 3) + 4 = -3x/4 + 25/4" in shown
    data = json.loads(run("x^2", "--at", "x=3", "--tangent", "--json").out)
    assert data["normal"]["equation"] == "y = -x/6 + 19/2"


def test_relations_as_data_and_documents(run: Run, tmp_path: Path) -> None:
    data = json.loads(run("x^2 + y^2 = 25", "--at", "x=3,y=4", "--json").out)
    assert (data["answer"], data["at"]["slope"]) == ("-x/y", "-3/4")
    page = tmp_path / "page.html"
    assert run("x^2 + y^2 = 25", "x^2", "--at", "x=3,y=4", "-o", str(page)).code == 2  # x^2 has no y
    assert page.exists()
    tangents = tmp_path / "tangents.tex"
    done = run("x^2 + y^2 = 25", "--at", "x=3,y=4", "--tangent", "--document", "--verify", "-o", str(tangents))
    assert done.code == 0
    assert "SymPy agrees with" in done.err
    assert r"\frac{25}{4}" in tangents.read_text("utf-8")


def test_sympy_is_asked_about_the_solution(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run("x sin(y) = y + x^2", "--detail", "brief", "--verify")
    assert (shown.code, "  solved  solution, x*sin(y) = y + x^2 by x: agrees" in shown.out) == (0, True)
    from chainrule import oracle

    monkeypatch.setattr(oracle, "solution_is_right", lambda *_: False)
    assert run("x y = 1", "--detail", "brief", "--verify").code == 1


@pytest.mark.parametrize("options", [
    ["--tangent"], ["--tangent", "--at", "x=1", "--order", "2"], ["--tangent", "--at", "x=1", "--step", "1"],
    ["--tangent", "--at", "x=1", "--format", "svg"], ["--implicit", "x,y"],
    ["--implicit", "2"], ["--implicit", "y", "--gradient"],
])  # fmt: skip
def test_options_for_relations_that_do_not_go_together(run: Run, options: list[str]) -> None:
    refused = run("x^2", *options)
    assert refused.code == 2
    assert "defect" not in refused.err


@pytest.mark.parametrize("options", [["--gradient"], ["--step", "1", "--at", "x=3,y=4"], ["--plot"], ["-x", "x,y"],
                                     ["--format", "svg"], ["-o", "new.svg"]])  # fmt: skip
def test_a_relation_has_no_gradient_descent_or_plot(run: Run, options: list[str]) -> None:
    refused = run("x^2 + y^2 = 25", *options)
    assert refused.code == 2
    assert "this is a relation" in refused.err


def test_what_is_no_relation_is_refused(run: Run) -> None:
    assert "this is no equation" in run("x^2 + y^2", "--implicit", "y").err
    assert "for a curve write =" in run("x^2 + y^2 < 25").err
    assert "no letter in it but x" in run("x^2 = 4").err
