"""chainrule graph: what is printed, in which format, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Run = Callable[..., Any]
PRODUCT = ("(x + y)*z", "--at", "x=-2,y=5,z=-4")


def test_a_tree_and_both_passes(run: Run) -> None:
    outcome = run("graph", *PRODUCT, "--path", "x", "--tangent", "x=1")
    assert outcome.code == 0
    assert outcome.out.startswith("f = v₁z   [value -12, adjoint 1]\n├─ v₁ = x + y   [value 3, adjoint -4]\n")
    for said in ("Forward pass", "Reverse pass", "∂f/∂x = z = -4", "One path leads from x to f", "Forward mode"):
        assert said in outcome.out
    assert run("graph", *PRODUCT, "--detail", "answer").out == "∂f/∂x = z = -4\n∂f/∂y = z = -4\n∂f/∂z = x + y = 3\n"


@pytest.mark.parametrize(
    ("format_", "begins"),
    [("latex", r"\noindent"), ("markdown", "**"), ("html", "<!DOCTYPE html>"), ("speech", "Read as"), ("typst", "*"),
     ("svg", "<svg"), ("dot", "digraph"), ("json", "{")],
)  # fmt: skip
def test_every_format(run: Run, format_: str, begins: str) -> None:
    outcome = run("graph", *PRODUCT, "--format", format_)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.lower().startswith(begins.lower()) or format_ in ("latex", "markdown", "typst")


def test_files(run: Run, tmp_path: Path) -> None:
    for ending in ("svg", "dot", "html", "txt", "md", "tex", "json"):
        target = tmp_path / f"graph.{ending}"
        assert run("graph", *PRODUCT, "-o", str(target)).code == 0
        assert target.read_text(encoding="utf-8")
    assert "<title>My graph" in _page(run, tmp_path / "titled.html", "--title", "My graph")


def _page(run: Run, target: Path, *options: str) -> str:
    assert run("graph", *PRODUCT, "-o", str(target), *options).code == 0
    return target.read_text(encoding="utf-8")


def test_pdf(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "graph.pdf"
    assert run("graph", *PRODUCT, "-o", str(target), "--title", "T").code == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_json_keeps_to_the_schema(run: Run) -> None:
    data = json.loads(run("graph", *PRODUCT, "--json", "--path", "x", "--tangent", "y=1").out)
    schema = resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8")
    jsonschema.validate(data, json.loads(schema)["$defs"]["graph"])
    assert data["paths"] == {"x": {"count": 1, "paths": [{"nodes": ["n1", "n3", "n5"], "product": "z", "rate": -4.0}]}}
    assert data["tangents"]["f"] == -4


def test_a_system_from_standard_input(run: Run) -> None:
    outcome = run("graph", "-", "--at", "x=-2,y=5,z=-4", stdin=b"q = x + y  # the sum\nf = q*z\n")
    assert "q = x + y   [value 3, adjoint -4]" in outcome.out


def test_names_and_targets(run: Run) -> None:
    outcome = run("graph", "w*x + b", "-x", "w,b")
    assert "∂y/∂w = x" in outcome.out
    assert "∂y/∂x" not in outcome.out
    assert "∂p/∂a = b" in run("graph", "p = a*b; f = p^2", "--target", "p").out
    assert run("graph", "x^2", "--ascii").out.isascii()
    assert run("graph", "u = x^2; y = u + 1", "--at", "3").out == run("graph", "u = x^2; y = u + 1", "--at", "x=3").out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("ln(x)", "--at", "x=-1"), 2, "y = ln(x) has no real value where x = -1"),
        (("x*y", "--at", "1"), 2, "a value is given with its name"),
        (("x*y", "--at", "x=1"), 2, "a value is missing: give y = …"),
        (("x", "--at", "x=1,z=2"), 2, "there is no z here, only x"),
        (("a = b; b = a",), 2, "circle"),
        (("x", "--path", "q"), 2, "there is no q in this graph"),
        (("x", "--tangent", "x=1"), 2, "--tangent goes with --at"),
        (("x", "--layout", "layered"), 2, "--layout goes with --format svg"),
        (("x", "--title", "T"), 2, "--title goes with --format html or pdf"),
        (("x", "--path", "x", "--format", "svg"), 2, "--path and --tangent go with a listing"),
        (("",), 2, ""),
        ((), 2, "Missing argument"),
        (("sin(" * 400 + "x" + ")" * 400, "--format", "svg"), 3, "nodes in a picture"),
    ],
)
def test_what_is_refused(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    outcome = run("graph", *arguments)
    assert outcome.code == code
    assert words in outcome.err
    assert not outcome.out


def test_colour(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "Forward pass" in run("graph", *PRODUCT).out
