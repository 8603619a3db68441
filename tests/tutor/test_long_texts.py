"""Texts of ten thousand characters, of every kind that a pattern looks for: each is answered soon."""

from __future__ import annotations

import time

import pytest

import chainrule as cr
from chainrule.tutor.answers import members
from chainrule.tutor.working.lines import claims
from chainrule.tutor.working.rates import with_rates_named

LONG, SOON = 10_000, 5.0  # characters, seconds of computing
REPEATED = [
    " ", "a", "a ", "a,", "so ", "the, ", "=", "a=", "u = ", "d", "d ", "d/", "d/dx", "dy/dx ", "'", "x'", "x ' ", "(",
    "()", "(x)'", "'s ", "->", "and u ", ", u", "x by ", " by a,a,", "1", "0.", r"\frac{d}{d", "∂", "a_", "a_1 ",
    "x for y ", "a<b ", "du = ", " dx", "D_", "u(", "if ", "∴ ", "$", "let ", "’", r"\text{", r"\boxed{", "x where ",
    "derivative of ", "is ", "& ", "\\\\ ", "^{",
]  # fmt: skip
AROUND = [("", ""), ("x", "x"), ("u(", ")"), ("du = ", "!")]


@pytest.mark.parametrize("part", REPEATED)
def test_long_texts_are_taken_apart_soon(part: str) -> None:
    begun = time.process_time()
    for before, behind in AROUND:
        text = before + (part * LONG)[: LONG - len(before) - len(behind)] + behind
        members(text)
        for typed in (text, text[:1900]):  # those that are searched for words
            claims([typed])
        with_rates_named(text[:900], lambda rate: None, "term")  # and for derivatives
    assert time.process_time() - begun < SOON * len(AROUND)


@pytest.mark.parametrize("text", ["x" + " " * LONG + "x", "y " + "' " * 5000, "u = " * 2500, "(x)'" * 500, "a " * 5000])
def test_long_answers_are_marked_soon(text: str) -> None:
    begun = time.process_time()
    mark, working = cr.check("x^2", text[:LONG]), cr.check_working("x^2", text[:LONG])
    assert {mark.verdict, working.verdict} <= {"incorrect", "unreadable"}
    assert mark.feedback
    assert working.feedback
    assert time.process_time() - begun < SOON
