"""The README says nothing that is not so: its shell and Python examples are run, and print what stands there."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parent.parent / "README.md"
README = PATH.read_text(encoding="utf-8")


def fenced(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(text: str = README) -> list[tuple[str, str]]:
    """Each `$ command` of the console blocks, with what is printed under it."""
    found = []
    for block in fenced("console", text):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            found.append((command, output.rstrip("\n")))
    return found


def printed(command: str, folder: Path) -> str:
    scripts = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    environment = {name: value for name, value in environment.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    finished = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)
    return (finished.stdout + finished.stderr).rstrip("\n")


@pytest.mark.parametrize(("command", "output"), commands())
def test_shell_examples(command: str, output: str, tmp_path: Path) -> None:
    assert printed(command, tmp_path) == output


def test_python_examples() -> None:
    source = "\n".join(fenced("python"))
    examples = doctest.DocTestParser().get_doctest(source, {}, "README.md", "README.md", 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    failed, tried = runner.run(examples, out=report.append)
    assert tried > 10
    assert not failed, "".join(report)


def test_the_readme_has_examples_to_run() -> None:
    assert len(commands()) >= 5
    assert 'chainrule "sin(cos(x))"' in README
    assert 'pip install -e ".[dev]" && pytest' in README


def written_anew() -> str:
    """The README with the outputs of its shell examples as they are now: for when the wording of listings changes."""

    def ran(block: re.Match[str]) -> str:
        shown = [f"$ {command}\n{printed(command, Path.cwd())}" for command, _ in commands(block[0])]
        return "```console\n" + "\n\n".join(shown) + "\n```"

    return re.sub(r"^```console\n.*?^```$", ran, README, flags=re.MULTILINE | re.DOTALL)


if __name__ == "__main__":
    PATH.write_text(written_anew(), encoding="utf-8")
