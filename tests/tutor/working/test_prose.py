"""Words around formulas: where they end, and what they claim."""

from __future__ import annotations

import pytest

from chainrule.tutor.working.prose import is_prose, led_by, only_names, without_reasons


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("so 2x", "2x"), ("so (2x)", "(2x)"), ("then, therefore: -x", "-x"), ("The derivative is 2x", "2x"),
        ("i.e. 2x", "2x"), ("Ableitung: 2x", "2x"), ("I get 2x", "2x"), ("=> 2x", "2x"),
        ("so = 2x", "so = 2x"), ("take^2", "take^2"), ("by x", "by x"), ("a x", "a x"), ("sin x", "sin x"),
        ("lnx cos x", "lnx cos x"), ("then(x)", "then(x)"),
    ],
)  # fmt: skip
def test_words_before_a_formula(text: str, rest: str) -> None:
    assert text[led_by(text) :] == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [("2x (chain rule)", "2x"), ("2x, by the chain rule", "2x"), ("2x so", "2x"), ("2x (x + 1)", "2x (x + 1)"),
     ("2x (a b)", "2x (a b)"), ("2x by b", "2x by b")],
)  # fmt: skip
def test_reasons_behind_a_formula(text: str, rest: str) -> None:
    assert without_reasons(text) == rest


def test_words_alone() -> None:
    assert is_prose("differentiate both sides")
    assert not is_prose("x sin x")
    assert not is_prose("differentiate x^2")
    assert not is_prose("rate", ["rate"])


@pytest.mark.parametrize(
    ("lead", "named"),
    [("inner:", True), ("multiply by", True), ("differentiate", True), ("differentiate:", False),
     ("the derivative is", False), ("", False)],
)  # fmt: skip
def test_what_is_only_named(lead: str, named: bool) -> None:
    assert only_names(lead) == named
