"""The command line as a process: help, completion, pipes that close, terminals, locales, and the key Ctrl-C."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

import chainrule

Run = Callable[..., Any]
COMMAND = [sys.executable, "-m", "chainrule"]
LEFT_OUT = ("FORCE_COLOR", "NO_COLOR", "PYTHONIOENCODING")
QUIET = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}


def test_help_has_examples_and_exit_codes(run: Run) -> None:
    outcome = run("--help")
    assert outcome.code == 0
    for wanted in ("Examples:", 'chainrule "sin(cos(x))"', "Exit codes:", "derive", "formulas", "completion"):
        assert wanted in outcome.out


@pytest.mark.parametrize("command", ["derive", "check", "hint", "practice", "formulas", "completion"])
def test_every_command_has_help_with_examples(run: Run, command: str) -> None:
    outcome = run(command, "--help")
    assert outcome.code == 0
    assert f"chainrule {command} " in outcome.out.partition("Options:")[2]


@pytest.mark.parametrize("group", [(), ("network",)])
def test_no_summary_is_cut_off(run: Run, group: tuple[str, ...]) -> None:
    assert "..." not in run(*group, "--help").out.partition("Commands:")[2].partition("Examples:")[0]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [(("help",), ()),
     (("-h",), ()), (("help", "graph"), ("graph",)), (("help", "network", "flow"), ("network", "flow"))],
)
def test_help_by_other_names(run: Run, asked: tuple[str, ...], meant: tuple[str, ...]) -> None:
    assert run(*asked) == run(*meant, "--help")
    assert run("-h", "--detail", "answer").out == "-1\n"  # an expression


def test_without_arguments_help_is_shown(run: Run) -> None:
    assert run().code == 2


def test_version(run: Run) -> None:
    assert run("--version").out == f"chainrule, version {chainrule.__version__}\n"


SHELLS = [("bash", "complete -o"), ("zsh", "#compdef chainrule"), ("fish", "complete ")]


@pytest.mark.parametrize(("shell", "sign"), SHELLS)
def test_completion_for_three_shells(run: Run, shell: str, sign: str) -> None:
    outcome = run("completion", shell)
    assert outcome.code == 0
    assert sign in outcome.out
    assert "_CHAINRULE_COMPLETE" in outcome.out


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("chainrule fo", "formulas"), ("chainrule --or", "--order"), ("chainrule sin(x) --det", "--detail"),
     ("chainrule derive x --detail br", "brief"), ("chainrule completion z", "zsh")],
)  # fmt: skip
def test_completion_offers(typed: str, offered: str) -> None:
    asked = {"_CHAINRULE_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    found = subprocess.run(COMMAND, env={**QUIET, **asked}, capture_output=True, text=True)
    assert offered in [line.partition(",")[2] for line in found.stdout.splitlines()]


def test_a_pipe_that_closes_is_no_fuss() -> None:
    command = f"yes 'sin(x^2)' | head -400 | {sys.executable} -m chainrule - | head -1"
    finished = subprocess.run(["bash", "-c", command], env=QUIET, capture_output=True, text=True)
    assert (finished.stdout.count("\n"), finished.stderr) == (1, "")


def test_ctrl_c_is_no_fuss() -> None:
    with subprocess.Popen([*COMMAND, "-"], env=QUIET, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"x^2\n" * 3000)  # more than is read ahead, so that work has begun
        process.stdin.flush()
        process.stdout.read(10)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in errors


def in_terminal(*arguments: str, variables: Mapping[str, str] | None = None) -> str:
    """What a terminal shows, standard error too."""
    parent, child = pty.openpty()
    environment = {**QUIET, "TERM": "xterm", **(variables or {})}
    ends = {"stdin": subprocess.DEVNULL, "stdout": child, "stderr": child}
    with subprocess.Popen([*COMMAND, *arguments], env=environment, **ends):
        os.close(child)
        shown = b""
        try:
            while piece := os.read(parent, 4096):
                shown += piece
        except OSError:  # how Linux says that the other end is closed
            pass
    os.close(parent)
    return shown.decode()


def test_a_terminal_gets_colour_unless_it_asks_for_none() -> None:
    assert "\x1b[" in in_terminal("sin(x^2)")
    assert "\x1b[" not in in_terminal("sin(x^2)", variables={"NO_COLOR": "1"})
    assert "\x1b[" not in in_terminal("sin(x^2)", variables={"TERM": "dumb"})
    assert "\x1b[" not in in_terminal("sin(x^2)", "--format", "latex")


def test_many_lines_show_how_far_they_are(tmp_path: Any) -> None:
    (tmp_path / "many.txt").write_text("x^2\n" * 300)
    files = ("--file", str(tmp_path / "many.txt"), "-o", str(tmp_path / "out"))
    assert "Differentiating" in in_terminal(*files)
    assert (tmp_path / "out").read_text().count("Read as") == 300


def test_an_ascii_locale_gets_ascii() -> None:
    finished = subprocess.run(
        [*COMMAND, "x^3"], env={**QUIET, "PYTHONIOENCODING": "ascii"}, capture_output=True, timeout=60
    )
    assert finished.returncode == 0
    assert b"3x^2" in finished.stdout
    refused = subprocess.run([*COMMAND, "x^\u0445"], env={**QUIET, "PYTHONIOENCODING": "ascii"}, capture_output=True)
    assert refused.returncode == 2
    assert b"U+0445" in refused.stderr
    assert b"Traceback" not in refused.stderr


def test_time_to_answer_the_largest_input() -> None:
    finished = subprocess.run([*COMMAND, "sin(" * 10_000 + "x" + ")" * 10_000, "--detail", "answer"], env=QUIET,
                              capture_output=True, text=True)  # fmt: skip
    assert finished.returncode == 3
    assert "the limit on printed characters" in finished.stderr
