"""Every example that a help text gives is run: it does what it says, and is no mistake itself."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from chainrule.cli.main import chainrule_command

Run = Callable[..., Any]

TOML = 'loss = "mse"\n[[layers]]\nkind = "dense"\ninputs = 2\noutputs = 1\n'
FILES = {
    "homework.txt": "x^2\nsin(x^2)\n",
    "values.csv": "x,f,f',g,g'\n1,2,-3,2,4\n2,1,-5,1,2\n3,4,1,3,2\n",
    "mine.txt": "x^2 sin x\nln(5x)\n",
    "layers.toml": TOML,
    "answers.csv": "student,question,answer\nAnn,1,2x\n",
    "answers.jsonl": '{"student": "Ann", "question": 1, "answer": "2x"}\n',
}


def epilogs(command: click.Command, name: str = "chainrule") -> Iterator[tuple[str, str]]:
    yield name, command.epilog or ""
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                assert found is not None
                yield from epilogs(found, f"{name} {inner}")


def examples() -> list[str]:
    """The command of each line that has one: what stands before two spaces or more is not explanation."""
    found = [line.strip() for _, text in epilogs(chainrule_command) for line in text.splitlines()]
    found = [line for line in found if line.startswith("chainrule ") or " | chainrule " in line]
    commands = [re.split(r"\s{2,}", line)[0] for line in found]
    return sorted({command for command in commands if ">>" not in command and " > " not in command})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_there_are_many() -> None:
    assert len(examples()) > 50


@pytest.mark.parametrize("example", examples())
def test_an_example_works(run: Run, folder: Path, example: str) -> None:
    before, _, command = example.rpartition(" | ")
    command, _, file = command.partition(" < ")
    stdin = (folder / file).read_bytes() if file else shlex.split(before)[1].encode() if before else b""
    words = shlex.split(command)[1:]
    if "sheet.json" in words:
        assert run("worksheet", "--topic", "power", "--count", "1", "-o", "sheet.json").code == 0
    if "xor.json" in words and words[1] == "compile":
        assert run("network", "train", "2-1", "--data", "xor", "--epochs", "1", "-o", "xor.json").code == 0
    outcome = run(*words, stdin=stdin)
    assert outcome.code in ((0, 1) if words[0] == "check" else (0,)), outcome.err  # 1: an answer that is to be wrong
