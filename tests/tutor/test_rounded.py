"""Rounded answers: decimals that come of numbers with which the answer would be right."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.tutor.rounded import is_rounded

CASES = [
    ("x/3", "0.33x", True), ("x/3", "0.3x", True), ("x/3", "0.34x", False), ("2x/3", "0.66x", True),
    ("2x/3", "0.6x", False),  # a single digit is rounded, and not cut off
    ("2x/3", "0.666666666666666666667x", True), ("e^x", "2.718^x", True), ("e^x", "2.7^x", True),
    ("e^x", "2.8^x", False), ("x/3 + 2/3", "0.33x + 0.67", True), ("pi*cos(pi*x)", "3.14cos(3.14x)", True),
    ("0.52x", "0.50x", False), ("0.52x", "0.5x", True), ("1/3", "0.333", True), ("-x/3", "-0.33x", True),
    ("sqrt(2)/3*x", "0.33x*1.41", True), ("x^2", "0.5x", False), ("2x", "2x + 1e-999", False),
    ("cos(x)", "1.0cos(x) + 0.001", False), ("x", "x", False), ("a*x/3", "0.33a x", True), ("f(x)/3", "0.33f(x)", True),
]  # fmt: skip


@pytest.mark.parametrize(("right", "answer", "rounded"), CASES)
def test_rounded_or_not(right: str, answer: str, rounded: bool) -> None:
    both = [cr.parse(text) for text in (right, answer)]
    assert all(isinstance(node, cr.Expression) for node in both)
    assert is_rounded(both[0], both[1], answer) == rounded  # type: ignore[arg-type]


def test_many_decimals_are_not_looked_into() -> None:
    answer = cr.parse(" + ".join(f"0.{n}x^{n}" for n in range(11, 20)))
    assert isinstance(answer, cr.Expression)
    assert not is_rounded(cr.Symbol("x"), answer, "")
