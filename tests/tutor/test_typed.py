"""Answers and working as they are pasted: other primes, LaTeX around the formulas."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.tutor.typed import plain

CASES = [
    ("f’(x) = 2x", "f'(x) = 2x"),
    ("y″ = y′", "y'' = y'"),
    ("f`(x)", "f'(x)"),
    (r"f^{\prime}(x)", "f'(x)"),
    (r"f^\prime (x)", "f'(x)"),
    (r"y^{\prime\prime}", "y''"),
    (r"\frac{dy}{dx} = 2x", "dy/dx = 2x"),
    (r"\dfrac{\mathrm{d}y}{\mathrm{d}x}", "dy/dx"),
    (r"3\cdot\frac{d}{dx}(x^2)", r"3\cdot d/dx (x^2)"),
    (r"\frac{∂L}{∂w}", "∂L/∂w"),
    (r"\begin{align*} y' &= 2x \\ &= x + x \end{align*}", "y' = 2x = x + x"),
    (r"\boxed{2x} \tag{1}", "{2x}"),
    (r"2x \quad \text{(power rule)}", "2x (power rule)"),
    ("1 &lt; x", "1 &lt; x"),  # what a page says is refused where it is read
    (r"\frac{x}{y}", r"\frac{x}{y}"),
    ("x^2 + e^{2x}", "x^2 + e^{2x}"),
    (r"\begin{cases} x \end{cases}", r"\begin{cases} x \end{cases}"),
]


@pytest.mark.parametrize(("text", "found"), CASES)
def test_plain(text: str, found: str) -> None:
    assert " ".join(plain(text).split()) == found


ANSWERS = [
    "f’(x) = 2x cos(x^2)", r"f^{\prime}(x) = 2x\cos(x^2)", r"\frac{\mathrm{d}y}{\mathrm{d}x} = 2x\cos{x^2}",
    r"\boxed{2x\cos(x^2)}", r"2x\cos(x^2) \quad \text{(chain rule)}", r"y' &= 2x\cos(x^2) \\",
]  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
def test_pasted_answers_are_right(answer: str) -> None:
    mark = cr.check("sin(x^2)", answer)
    assert (mark.verdict, mark.remark, mark.given) == ("correct", "", answer)


def test_pasted_working() -> None:
    book = r"""\begin{align}
    y &= \sin(x^2) \\
    \frac{dy}{dx} &= \cos(x^2)\cdot\frac{d}{dx}(x^2) \\ &= 2x\cos(x^2)
    \end{align}"""
    assert [line.status for line in cr.check_working("sin(x^2)", book).lines] == ["holds"] * 3
    assert cr.check_working("sin(x^2)", "let’s see\nu = x²; u’ = 2x ⇒ y’ = cos(u) u’").verdict == "correct"
