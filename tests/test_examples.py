"""Every script in examples/ runs, and prints what it is about."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

PRINTED = {
    "steps_as_data.py": "e^(sin(x^2))   layers: 2   answer: 2*x*cos(x^2)*e^(sin(x^2))",
    "gradient_descent.py": "after 2000 steps: x = 0.9998, y = 0.9996",
    "same_answer.py": "1/sin(x)             different at x = ",
    "class_mistakes.py": "2 × C1: 3x + 1 stayed inside, but its own derivative is missing.",
    "marking_on_a_cluster.py": "2 times: the function was copied, not differentiated (Cid); to repeat: Chain rule",
    "latex_handout.py": "\\subsection*{Problem 3}",
    "network_xor.py": "100% right",
    "network_moons.py": "98% right",
    "network_letters.py": "after l comes o (100%)",
}


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.py")))
def test_an_example_runs(name: str) -> None:
    finished = subprocess.run([sys.executable, EXAMPLES / name], capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr
    assert PRINTED[name] in finished.stdout


def test_the_notebook_runs_and_shows_formulas() -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(EXAMPLES / "notebook.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = [output["data"] for cell in notebook.cells for output in cell.get("outputs", [])]
    assert len(shown) == 4
    for data in shown:
        assert "<math" in data["text/html"]
        assert data["text/latex"]
        assert data["text/plain"]
    assert "<details" in shown[0]["text/html"]


def test_scripts_are_listed() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(PRINTED)
