"""Commands that show one record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import chainrule as cr

Run = Callable[..., Any]
TABLE = "f(2)=3, f'(2)=-1, g(1)=2, g'(1)=5"
COMMANDS: list[tuple[tuple[str, ...], Any]] = [
    (("parametric", "x = cos(t); y = sin(t)", "--order", "2", "--at", "t=pi/4"),
     cr.parametric("x = cos(t); y = sin(t)", order=2, at="pi/4")),
    (("parametric", "x = a t; y = a", "--parameter", "a"), cr.parametric("x = a t; y = a", "a")),
    (("parametric", "r = 1 + cos(theta)", "--at", "-pi/2"), cr.parametric("r = 1 + cos(theta)", at="-pi/2")),
    (("inverse", "x^3 + x", "2"), cr.inverse_slope("x^3 + x", 2)),
    (("inverse", "x^3 + x", "-2"), cr.inverse_slope("x^3 + x", -2)),
    (("inverse", "x^3 + x"), cr.inverse_slope("x^3 + x")),
    (("inverse", "-x^3", "--input", "-1"), cr.inverse_slope("-x^3", at_input=-1)),
    (("table", "f(g(x))", TABLE, "--at", "x=1"), cr.from_table("f(g(x))", TABLE, 1)),
    (("approximate", "sqrt(x)", "--at", "x=4", "--to", "x=4.1"), cr.linear_approximation("sqrt(x)", 4, 4.1)),
    (("approximate", "1/x", "--at", "-1"), cr.linear_approximation("1/x", -1)),
    (("differential", "x^2 y"), cr.total_differential("x^2 y")),
    (("differential", "a x^2", "-x", "x", "--at", "a=1,x=2", "--change", "dx=0.1"),
     cr.total_differential("a x^2", "x", at="a=1,x=2", change="dx=0.1")),
]  # fmt: skip
REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (("parametric",), 2, "Missing argument 'CURVE'"),
    (("parametric", "x = 3"), 2, "a curve has two coordinates"),
    (("parametric", "x = t; y = t", "--order", "0"), 2, "0 is not a whole number of 1 or more"),
    (("parametric", "x = t; y = t", "--order", "999"), 3, "Stopped early: the limit on the order"),
    (("parametric", "x = 1/; y = t"), 2, "  x = 1/; y = t\n       ^\nnothing comes after /"),
    (("inverse", "x^5 + x", "3"), 2, "give it, as in at_input=1 (--input 1)"),
    (("table", "f(x)", "f(1)=2"), 2, "Missing option '--at'"),
    (("table", "f(x)", "--at", "1"), 2, "give the values"),
    (("table", "f(x)", "f'(1)=2", "--file", "x", "--at", "1"), 2, "give the values"),
    (("table", "f(x)", "--file", "no such file", "--at", "1"), 2, "the file no such file cannot be read: No such file"),
    (("table", "f(x)", "f(1)=2", "--at", "1"), 2, "f'(1) is needed and not in the table"),
    (("approximate", "|x|", "--at", "0"), 2, "there is no slope by x at x = 0"),
    (("differential", "x^2", "--change", "dx=1"), 2, "a change starts at a point"),
    (("differential", "x^2", "--title", "T"), 2, "--title goes with a document"),
    (("differential", "x^2", "--document"), 2, "--document goes with --format latex or typst"),
    (("differential", "x^2", "--format", "svg"), 2, "Invalid value for '--format'"),
    (("parametrik", "x"), 2, "Did you mean: chainrule parametric"),
]


@pytest.mark.parametrize(("arguments", "record"), COMMANDS)
def test_what_is_written(run: Run, arguments: tuple[str, ...], record: Any) -> None:
    assert run(*arguments).out == record.to_text() + "\n"
    assert run(*arguments, "--detail", "brief", "--notation", "lagrange", "--format", "markdown").out == (
        record.to_markdown("brief", notation="lagrange") + "\n"
    )
    assert json.loads(run(*arguments, "--json").out) == json.loads(json.dumps(record.to_dict()))


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED)
def test_what_is_refused(run: Run, arguments: tuple[str, ...], code: int, message: str) -> None:
    outcome = run(*arguments)
    assert outcome.code == code
    assert message in outcome.err
    assert outcome.out == ""


def test_documents_and_files(run: Run, tmp_path: Path) -> None:
    page, paper = tmp_path / "curve.html", tmp_path / "curve.pdf"
    curve = ("parametric", "x = cos(t); y = sin(t)")
    assert run(*curve, "-o", str(page), "--title", "A circle").code == 0
    assert "<title>A circle</title>" in page.read_text("utf-8")
    assert run(*curve, "-o", str(paper)).code == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert run(*curve, "-o", str(page)).code == 2
    assert run(*curve, "--document", "--format", "latex").out.startswith("\\documentclass")
    assert run(*curve, "--speak").out.startswith("Read as, x equals cosine of t")


def test_colour(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("parametric", "x = sin(t^2); y = t").out


def test_a_table_from_a_file_and_from_standard_input(run: Run, tmp_path: Path) -> None:
    rows = "x,f,f'\n1,2,3\n"
    file = tmp_path / "values.csv"
    file.write_text(rows, "utf-8")
    assert run("table", "x f(x)", "--file", str(file), "--at", "1", "--detail", "answer").out == "5\n"
    assert run("table", "x f(x)", "-", "--at", "1", "--detail", "answer", stdin=rows.encode()).out == "5\n"
    file.write_bytes(b"\xff\xff")
    assert "it is no text in UTF-8" in run("table", "x f(x)", "--file", str(file), "--at", "1").err
