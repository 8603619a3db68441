"""chainrule derive, and chainrule EXPRESSION: what is printed, where, and with which exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import chainrule as cr
from chainrule import oracle
from chainrule.expression.limits import DEFAULT

Run = Callable[..., Any]

ANSWERS = [
    (("sin(cos(x))",), "-sin(x) cos(cos(x))"),
    (("derive", "sin(cos(x))"), "-sin(x) cos(cos(x))"),
    (("-x^2",), "-2x"),
    (("-x^2", "--order", "2"), "-2"),
    (("--order", "2", "x^3"), "6x"),
    (("-o*x",), "-o"),
    (("-x",), "-1"),
    (("x^2 y", "-x", "y"), "x²"),
    (("x^2 y", "-x", "x,y"), "2x"),
    (("x^2 y", "-x", "x", "-x", "y"), "2x"),
    (("x^2 y", "-x", "x, y"), "2x"),
    (("speed^2", "--variable", "speed"), "2speed"),
    (("log x",), "1/x"),
    (("x^2", "--ascii"), "2x"),
    (("x^3", "--ascii"), "3x^2"),
    (("u = x^2; y = sin(u)",), "2x cos(x²)"),
    (("--", "--x"), "1"),
]


@pytest.mark.parametrize(("arguments", "answer"), ANSWERS)
def test_the_answer(run: Run, arguments: tuple[str, ...], answer: str) -> None:
    outcome = run("--detail=answer", *arguments) if arguments[0] != "derive" else run(*arguments, "--detail=answer")
    assert (outcome.code, outcome.out, outcome.err) == (0, f"{answer}\n", "")


def test_log_is_read_as_asked_and_said(run: Run) -> None:
    outcome = run("log x", "--log", "10")
    assert "log x is read as the logarithm to base 10" in outcome.out
    assert "ln(10)" in outcome.out


def test_the_whole_story_is_the_default(run: Run) -> None:
    assert run("sin(cos(x))").out == cr.derive("sin(cos(x))").to_text() + "\n"


@pytest.mark.parametrize("detail", ["answer", "brief", "full"])
@pytest.mark.parametrize("notation", ["leibniz", "lagrange"])
def test_each_format_is_the_view_of_the_record(run: Run, detail: str, notation: str) -> None:
    record = cr.derive("e^(x^2) + 3")
    view = {"detail": detail, "notation": notation}
    options = ("e^(x^2) + 3", "--detail", detail, "--notation", notation)
    assert run(*options).out == record.to_text(**view) + "\n"
    assert run(*options, "--format", "latex").out == record.to_latex(**view) + "\n"
    assert run(*options, "--format", "markdown").out == record.to_markdown(**view) + "\n"
    assert json.loads(run(*options, "--json").out) == record.to_dict(**view)


def test_several_formulas_in_one_document(run: Run) -> None:
    outcome = run("x^2", "x^3", "--format", "latex", "--document")
    assert outcome.out.startswith("\\documentclass")
    assert outcome.out.count("\\begin{document}") == outcome.out.count("\\end{document}") == 1
    assert run("x^2", "--document").code == 2


def test_colour_is_asked_for_or_not(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in run("sin(x^2)").out
    assert "\x1b[" not in run("sin(x^2)", "--json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("sin(x^2)").out


# --- gradient --------------------------------------------------------------------------------------------------------


def test_the_gradient_is_every_partial_derivative_and_then_all_together(run: Run) -> None:
    partials = [cr.derive("x^2 y + y^3", name).to_text() for name in "xy"]
    last = "Gradient of f by x, y: (2xy, x² + 3y²)\n"
    assert run("x^2 y + y^3", "--gradient").out == "\n\n".join((*partials, last))
    assert run("x^2 y + y^3", "--gradient", "--detail", "answer").out == last
    assert run("x^2 y + y^3", "--gradient", "-x", "y", "--detail", "answer").out == "Gradient of f by y: (x² + 3y²)\n"
    assert run("7", "--gradient", "--detail", "answer").out == "Gradient of y by x: (0)\n"
    assert "Gradient of $f$ by $x$, $y$" in run("x y", "--gradient", "--format", "markdown").out
    assert run("z = w x; a = z^2", "--gradient", "--detail", "answer").out == "Gradient of a by w, x: (2zx, 2zw)\n"
    rows = [json.loads(row) for row in run("x^2 y", "--gradient", "--json").out.splitlines()]
    assert [(row["variable"], row["answer"]) for row in rows] == [("x", "2*x*y"), ("y", "x^2")]


# --- lines -----------------------------------------------------------------------------------------------------------


def test_standard_input_has_one_a_line_and_bad_lines_do_not_stop_the_rest(run: Run) -> None:
    outcome = run("-", "--detail", "answer", stdin=b"# powers\nx^2\n\nnp.sin(x)\nx^3\n")
    assert (outcome.code, outcome.out) == (2, "line 2: 2x\nline 4: left out, see the message\nline 5: 3x²\n")
    assert outcome.err.startswith("line 4:\n  np.sin(x)\n  ^")


def test_files_and_expressions_together(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sheet.txt"
    file.write_text("x^4\nx)\n")
    outcome = run("x^2", "--file", str(file), "--detail", "answer")
    assert (outcome.code, outcome.out) == (2, f"2x\n{file}, line 1: 4x³\n{file}, line 2: left out, see the message\n")
    assert outcome.err.startswith(f"{file}, line 2:\n")
    file.write_text("")
    empty = run("--file", str(file))
    assert (empty.code, empty.out, empty.err) == (2, "", "there is no expression in what was given\n")


def test_lines_have_their_numbers_in_every_format(run: Run) -> None:
    typed = b"x^2\n\nx)\nsin(x)\n"
    assert "line 4: sin(x)\nRead as: y = sin(x)" in run("-", stdin=typed).out
    assert "**line 4**\n\n**Read as:**" in run("-", "--format", "markdown", stdin=typed).out
    assert "\\textbf{line 4}\\par" in run("-", "--format", "latex", stdin=typed).out
    rows = [json.loads(row) for row in run("-", "--json", stdin=typed).out.splitlines()]
    assert [row["line"] for row in rows] == [1, 3, 4]
    assert "there is no (" in rows[1]["error"]


def test_no_file_is_left_when_nothing_could_be_used(run: Run, tmp_path: Path) -> None:
    assert run("x)", "y)", "-o", str(tmp_path / "answers")).code == 2
    assert os.listdir(tmp_path) == []


def test_many_as_json_are_one_a_line(run: Run) -> None:
    lines = run("x^2", "x^3", "--json").out.splitlines()
    assert [json.loads(line)["answer"] for line in lines] == ["2*x", "3*x^2"]


def test_derivations_are_apart_and_answers_are_not(run: Run) -> None:
    first, second = (cr.derive(text).to_text() for text in ("x^2", "x^3"))
    assert run("x^2", "x^3").out == f"{first}\n\n{second}\n"


# --- what goes wrong -------------------------------------------------------------------------------------------------

REFUSED = [
    (("np.sin(x)",), 2, "  np.sin(x)\n  ^^^^^^\n"),
    (("x)",), 2, "   ^\n"),
    (("x^2", "-x", "x^2"), 2, "--variable takes a name"),
    (("x^2", "-x", "x,,y"), 2, "--variable takes a name"),
    (("x", "--order", "181"), 3, "the limit on the order of a derivative is 180"),
    (("x", "--order", "0"), 2, "--order"),
    (("x", "--ordre", "2"), 2, "Did you mean"),
    (("x", "--order", "1.5"), 2, "1.5 is not a whole number of 1 or more"),
    (("x y", "--gradient", "--order", "2"), 2, "--order does not go with --gradient"),
    (("x y", "-x", "x,y", "--order", "2"), 2, "--order goes with one variable"),
    (("x", "-x", ""), 2, '--variable takes a name, as in x, or several, as in x,y; not ""'),
    (("x", "-x", "sin"), 2, "--variable takes a name"),
    (("-",), 2, "there is no expression in what was given"),
    (("x", "--format", "docx"), 2, "--format"),
    (("1+" * DEFAULT.characters + "x",), 3, "the limit on characters read is"),
    (("derive",), 2, "give an expression"),
    (("dervie", "x^2"), 2, "Did you mean: chainrule derive"),
    (("fromulas",), 2, "Did you mean: chainrule formulas"),
    (("--file", "nowhere.txt"), 2, "the file nowhere.txt cannot be read: No such file"),
    (("--file", "/"), 2, "the file / cannot be read: Is a directory"),
    (("",), 2, ""),
    (("\udcff",), 2, ""),
    (("x\0",), 2, ""),
]


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED)
def test_refusals(run: Run, arguments: tuple[str, ...], code: int, message: str) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (code, "")
    assert message in outcome.err
    assert "defect" not in outcome.err


def test_a_word_near_a_command_that_reads_as_an_expression_is_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chainrule.cli.main.COMMANDS", ("derive", "sine"))
    assert run("sinx", "--detail", "answer").out == "cos(x)\n"


def test_the_worst_exit_code_counts(run: Run) -> None:
    assert run("x^2", "x", "--order", "181").code == 3
    assert run("-", stdin=b"x^2\nx)\n" + b"1+" * DEFAULT.characters + b"x").code == 2


def test_a_defect_is_called_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chainrule.rendering.views.show", lambda *_, **__: 1 / 0)
    outcome = run("x^2", "x^3")
    assert outcome.code == 2
    assert outcome.err.count("This is a defect of chainrule, not of what you typed: ZeroDivisionError") == 2


# --- files -----------------------------------------------------------------------------------------------------------


def test_output_to_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    assert run("x^2", "--detail", "answer", "-o", str(file)).out == ""
    assert file.read_text() == "2x\n"
    refused = run("x^3", "-o", str(file))
    assert refused.code == 2
    assert "exists already; --force replaces it" in refused.err
    assert file.read_text() == "2x\n"
    assert run("x^3", "--detail", "answer", "-o", str(file), "--force").code == 0
    assert file.read_text() == "3x²\n"
    assert os.listdir(tmp_path) == ["answer.txt"]


def test_a_link_is_followed_and_a_device_is_written_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    run("x^2", "--detail", "answer", "-o", str(tmp_path / "link"), "--force")
    assert (tmp_path / "real").read_text() == "2x\n"
    assert (tmp_path / "link").is_symlink()
    assert run("x^2", "-o", os.devnull).code == 0
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("name", ["no/such/folder/file", ".", ""])
def test_a_file_that_cannot_be_written(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("x^2", "-o", name)
    assert (outcome.code, outcome.out) == (2, "")
    assert "cannot be written" in outcome.err
    assert os.listdir(tmp_path) == []


def test_good_lines_are_kept_when_others_are_bad(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers"
    assert run("x^2", "x)", "--detail", "answer", "-o", str(file)).code == 2
    assert file.read_text() == "2x\n"


# --- verify ----------------------------------------------------------------------------------------------------------


def test_verify_asks_about_every_step(run: Run) -> None:
    outcome = run("sin(x^2)", "--verify", "--detail", "answer")
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "2x cos(x²)",
        "SymPy on every step:",
        "  1.1  chain, sin(x^2) by x: agrees",
        "  1.2  function, sin(u) by u: agrees",
        "  1.3  power, x^2 by x: agrees",
        "  1  answer, sin(x^2) by x: agrees",
        "SymPy agrees with 4 of 4.",
    ]
    data = json.loads(run("x^3", "--order", "2", "--verify", "--json").out)
    schema = resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8")
    jsonschema.validate(data, json.loads(schema))
    assert {verdict["verdict"] for verdict in data["verified"]} == {"agrees"}
    assert {step["id"] for step in data["steps"]} < {verdict["step"] for verdict in data["verified"]}
    assert "- 1 answer, `x^2` by `x`: agrees" in run("x^2", "--verify", "--format", "markdown").out
    assert r"\verb|x^2|" in run("x^2", "--verify", "--format", "latex").out


@pytest.mark.parametrize(("verdict", "code", "word"), [(False, 1, "disagrees"), (None, 4, "undecided")])
def test_verify_does_not_hide_what_sympy_says(
    run: Run, monkeypatch: pytest.MonkeyPatch, verdict: bool | None, code: int, word: str
) -> None:
    monkeypatch.setattr(oracle, "derivative_is_right", lambda *_: verdict)
    outcome = run("x^2", "--verify")
    assert outcome.code == code
    assert f"by x: {word}" in outcome.out
    assert "SymPy agrees with 0 of 2." in outcome.out


@pytest.mark.parametrize("name", ["v.svg", "v.typ", "v.html"])
def test_verdicts_stand_beside_a_file_that_is_no_listing(run: Run, tmp_path: Path, name: str) -> None:
    outcome = run("sin(x^2)", "--verify", "-o", str(tmp_path / name))
    assert outcome.code == 0
    assert "agrees" in outcome.err
    assert "agrees" not in (tmp_path / name).read_text("utf-8")


def test_a_line_without_the_point_does_not_cost_the_others(run: Run, tmp_path: Path) -> None:
    outcome = run("x^2", "y z", "--at", "x=2", "-o", str(tmp_path / "p.html"))
    assert outcome.code == 2
    assert (tmp_path / "p.html").read_text("utf-8").count("<article") == 1


def test_a_gradient_at_a_point_is_told_in_numbers(run: Run) -> None:
    assert "At x = 1 and y = 2 it is (4, 1)." in run("x^2 y", "--gradient", "--at", "x=1,y=2", "--detail", "answer").out


def test_verify_without_sympy_says_how_to_get_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sympy", None)
    outcome = run("x^2", "x^3", "--verify", "--detail", "answer")
    assert (outcome.code, outcome.out) == (2, "2x\n3x²\n")
    assert outcome.err.count("SymPy") == 1
    assert 'SymPy is not installed. Get it with: pip install "chainrule[verify]"' in outcome.err


# --- pages, documents, pictures, a point -----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "begins"), [
    ("page.html", "<!doctype html>"), ("slope.tex", "Read as"), ("slope.md", "**Read as:**"), ("slope.svg", "<svg"),
    ("slope.typ", "#let formula"), ("slope.json", "{"), ("slope.txt", "Read as: y = sin(x²)"), ("slope", "Read as:"),
])  # fmt: skip
def test_the_name_of_a_file_says_its_format(run: Run, tmp_path: Path, name: str, begins: str) -> None:
    assert run("sin(x^2)", "-o", str(tmp_path / name)).code == 0
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


def test_a_pdf_is_bytes_in_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "slope.pdf"
    assert run("sin(x^2)", "x^3", "--title", "Two slopes", "-o", str(file)).code == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert run("x", "-o", str(file)).code == 2
    assert os.listdir(tmp_path) == ["slope.pdf"]


def test_several_expressions_are_one_page_and_bad_ones_are_left_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    outcome = run("x^2", "x)", "x^3", "-o", str(file), "--title", "<b>")
    assert outcome.code == 2
    assert "there is no ( for this" in outcome.err
    page = file.read_text("utf-8")
    assert page.count("<article") == 2
    assert "<title>&lt;b&gt;</title>" in page
    assert run("x)", "-o", str(tmp_path / "none.html")).code == 2
    assert os.listdir(tmp_path) == ["page.html"]


def test_spoken_and_drawn(run: Run) -> None:
    assert run("x^2", "--speak").out == cr.derive("x^2").to_speech() + "\n"
    assert run("x^2", "--format", "speech").out == run("x^2", "--speak").out
    gears = cr.derive("sin(x^2)").to_svg("gears", "x=2")
    assert run("sin(x^2)", "--picture", "gears", "--at", "x=2").out == f"{gears}\n"
    plotted = run("x^2", "--plot", "--ascii").out
    assert plotted.startswith(cr.derive("x^2").to_text(ascii=True))
    assert plotted.isascii()
    assert len(plotted.splitlines()) > 15


def test_at_a_point(run: Run) -> None:
    outcome = run("sin(x^2)", "--at", "x=2", "--step", "0.1", "--steps", "3")
    assert outcome.out.startswith(cr.derive("sin(x^2)").to_text())
    assert "So y falls 2.6146 per unit of x – here, for small changes." in outcome.out
    assert "Gradient descent:" in outcome.out
    assert json.loads(run("sin(x^2)", "--at", "x=2", "--json").out)["at"]["trend"] == "decreasing"
    assert run("x^2", "--at", "x=3", "--detail", "answer").out == "2x\n6\nis the slope at x = 3, where y is 9\n"


@pytest.mark.parametrize(("arguments", "said"), [
    (("x^2", "--at", "x="), "the value of x is missing"), (("x^2", "--at", "y=1"), "there is no y here, only x"),
    (("a x", "--at", "x=1", "-x", "x"), "a value is missing: give a = …"),
    (("x^2", "--step", "1"), "--step goes with --at"),
    (("x^2", "--at", "x=1", "--step", "-1"), "a number above 0"),
    (("x", "x^2", "--picture", "onion"), "a picture shows one"),
    (("x", "-o", "x.docx"), ".docx is no ending that says a format: there are .txt, .tex, .md, .json, .html"),
    (("x", "-o", "x.html/"), "cannot be written"),
    (("x", "--at", "x=1", "--steps", "3"), "--steps goes with --step"),
    (("x", "--picture", "onion", "--json"), "--picture is a format of its own"),
    (("x", "--title", "t"), "--title goes with a document"),
    (("x", "--plot", "--json"), "--plot goes with --format text"),
])  # fmt: skip
def test_what_does_not_go_together(run: Run, arguments: tuple[str, ...], said: str) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
