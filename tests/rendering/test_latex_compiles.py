"""LaTeX takes what we write: by its structure everywhere, and by pdflatex where that is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import chainrule as cr
from chainrule.rendering.sheet import sheet

PROBLEMS = [
    "sin(cos(x))", "e^(-x^2)/(1 + x)", "sqrt(1 + sqrt(x))", "x^x", "theta^2 cos(3theta)", "log_2 (x^2 + 1)", "|x|^3",
    "root(x, 5)", "f(g(x))", "sigmoid(w_1 x + b)", "x^2 if x < 0, x otherwise", "arcsin(x/a_12)", "u = x^2; y = sin(u)",
]  # fmt: skip


def document() -> str:
    """Every problem in full and in brief in both notations, and the formula sheet, in one document."""
    views = [("full", "leibniz"), ("full", "lagrange"), ("brief", "leibniz"), ("answer", "leibniz")]
    parts = [cr.derive(text).to_latex(detail, notation=notation) for text in PROBLEMS for detail, notation in views]
    whole = cr.derive("sin(x^2)", order=2).to_latex(document=True)
    head, end = whole.split("\\end{document}")
    return "\n\n".join([head, *parts, sheet(medium="latex")]) + "\\end{document}" + end


def test_what_is_opened_is_closed() -> None:
    stack: list[str] = []
    text = re.sub(r"\\verb\|[^|]*\||\\[{}]", "", document())
    for opening, closing, brace in re.findall(r"\\begin\{([a-z*]+)\}|\\end\{([a-z*]+)\}|([{}])", text):
        if opening or brace == "{":
            stack.append(opening or brace)
        else:
            assert stack.pop() == (closing or "{")
    assert stack == []


def test_nothing_beyond_ascii_is_left_to_latex() -> None:
    assert document().isascii()


if shutil.which("pdflatex"):

    def test_pdflatex_takes_it(tmp_path: Path) -> None:
        (tmp_path / "all.tex").write_text(document(), encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "all.tex"]
        finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace")
        assert finished.returncode == 0, finished.stdout[-2000:]
        assert (tmp_path / "all.pdf").stat().st_size > 10_000
