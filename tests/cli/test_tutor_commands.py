"""chainrule check and chainrule hint: what they print, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chainrule.tutor.problems import TOPICS

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
    (("check", "(2x+1)^3", "3(2x+1)^2 * 2 = 6(2x+1)^2"), 0),
    (("check", "(2x+1)^3", "3(2x+1)^2 = 6(2x+1)^2"), 0),
    (("check", "x^2 + y^2 = 25", "-x/y"), 0),
    (("check", "x^2 + y^2 = 25", "-y/x", "-x", "y"), 0),
    (("check", "x^2 + y^2 = 25", "x/y"), 1),
    (("check", "x^2 + y^2 = 25", "2x + 2y y' = 0"), 2),
    (("check", "x^2 + y^2 = 25", "2x + 2y y' = 0", "dy/dx = -x/y"), 0),
    (("check", "x^2 + y^2 = -1", "x/y"), 4),
    (("check", "x^2 + y^2 < 25", "1"), 2),
    (("check", "x^2/3", "0.67x"), 1),
    (("hint", "x^2 + y^2 = 25"), 0),
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


def test_check_of_a_chain_and_of_words_as_data(run: Run) -> None:
    data = json.loads(run("check", "x^3", "dy/dx = x^2 = 3x^2", "--json").out)
    assert (data["verdict"], data["remark"], data["reading"]) == ("correct", "broken-chain", "3*x^2")
    assert data["links"] == [
        {"text": "dy/dx = x^2", "status": "wrong"}, {"text": "dy/dx = 3x^2", "status": "holds"},
    ]  # fmt: skip
    data = json.loads(run("check", "x^3", "by the power rule", "so y' = 3x^2", "--json").out)
    assert [line["status"] for line in data["lines"]] == ["comment", "holds"]


def test_check_says_which_letter_was_taken_to_depend_on_which(run: Run) -> None:
    assert "Here z is taken to depend on x." in run("check", "x + y + z^2 = 1", "1/z").out


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


def test_practice_from_a_pipe(run: Run, tmp_path: Path) -> None:
    history = str(tmp_path / "history.jsonl")
    outcome = run("practice", "--seed", "7", "--history", history, stdin=b"cos(4x^3 - 5)\n12x^2 cos(4x^3 - 5)\n")
    assert outcome.code == 0
    assert outcome.out.startswith("Differentiate by x: sin(4x^3 - 5)\nd/dx?\n> Not yet. I read cos(4x³ - 5).\n")
    assert outcome.out.endswith("Right at once: 0; missed at first: 1. See you again.\n")
    stats = json.loads(run("practice", "--stats", "--json", "--history", history).out)
    assert (stats["answers"], stats["mistakes"]) == (1, {"C1": 1})
    assert "chain: 1 wrong" in run("practice", "--stats", "--history", history).out


def test_practice_ends_after_count_and_speaks_ascii(run: Run, tmp_path: Path) -> None:
    arguments = ("practice", "--seed", "7", "--count", "1", "--ascii", "--history", str(tmp_path / "h.jsonl"))
    outcome = run(*arguments, stdin=b"x^2\nskip\nskip\n")
    assert outcome.out.isascii()
    assert outcome.out.count("Differentiate by") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--topic", "algebra"), "there is no topic 'algebra'"),
        (("--topic", "chian"), "did you mean chain?"),
        (("--level", "7"), "7 is not a whole number from 1 to 4"),
        (("--json",), "go with --stats"),
    ],
)
def test_practice_that_cannot_be(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    outcome = run("practice", *arguments, "--history", str(tmp_path / "h.jsonl"))
    assert outcome.code == 2
    assert said in " ".join(outcome.err.split())


def test_the_topics_to_practise(run: Run) -> None:
    listed = run("practice", "--topic")
    assert listed.code == 0
    assert [line.split()[0] for line in listed.out.splitlines()] == [topic.id for topic in TOPICS]
    assert "neuron         One neuron\n" in listed.out


def test_several_topics_and_a_seed_of_words(run: Run, tmp_path: Path) -> None:
    arguments = ("practice", "--topic", "power,neuron", "--topic", "composite", "--seed", "monday", "--history")
    first, again = (run(*arguments, str(tmp_path / name), stdin=b"skip\n" * 6).out for name in "ab")
    assert first == again
    assert {"Differentiate by x", "Differentiate by w"} <= {line.split(":")[0] for line in first.splitlines()}
    assert "Composite or not?" in first


def test_practice_in_a_terminal_ends_politely(tmp_path: Path) -> None:
    import os
    import pty
    import select
    import subprocess
    import sys

    parent, child = pty.openpty()
    command = [sys.executable, "-m", "chainrule", "practice", "--seed", "7", "--history", str(tmp_path / "h.jsonl")]
    with subprocess.Popen(command, stdin=child, stdout=child, stderr=child, close_fds=True) as process:
        os.close(child)
        printed, seen = b"", 0
        for typed, awaited in ((b"", b"> "), (b"hint\n", b"Hint: "), (b"", b"> "), (b"\x04", b"See you again.")):
            os.write(parent, typed)
            while awaited not in printed[seen:] and select.select([parent], [], [], 30)[0]:
                printed += os.read(parent, 4096)
            seen = printed.index(awaited, seen) + len(awaited)  # what came with it may be what is awaited next
        assert process.wait(20) == 0
    os.close(parent)
    assert b"See you again." in printed
    assert b"Traceback" not in printed


def test_hints_take_log_as_the_class_does(run: Run) -> None:
    assert "1/x" in run("hint", "log x").out
    assert "1/(x ln(10))" in run("hint", "log x", "--log", "10").out
    assert "natural logarithm" in run("hint", "log x", "--log", "10", "--after", "1/x").out.splitlines()[0]
