"""Expressions as students and textbooks write them, drawn by Hypothesis or by a seed."""

from __future__ import annotations

import random

from hypothesis import strategies as st
from slopes import expression

from chainrule.expression.functions import function_named
from chainrule.expression.nodes import (
    Call,
    E,
    Expression,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)

X = Symbol("x")
SMOOTH = ("sin", "cos", "tan", "ln", "exp", "sqrt", "arctan", "sinh", "tanh", "sigmoid", "softplus", "cbrt", "abs")
LEAVES = st.one_of(
    st.just(X), st.just(X), st.just(X), st.integers(1, 9).map(Number), st.sampled_from("ab").map(Symbol), st.just(E)
)
EXPONENTS = st.sampled_from(
    [expression(text) for text in ("2", "3", "-1", "-2", "1/2", "-1/2", "2/3", "0.5", "1", "0", "a", "x")]
)


def _shapes(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        st.tuples(inner, inner).map(lambda two: Quotient(*two)),
        st.tuples(inner, EXPONENTS).map(lambda two: Power(*two)),
        inner.map(lambda exponent: Power(E, exponent)),
        inner.map(Negation),
        st.tuples(st.sampled_from(SMOOTH), inner).map(lambda two: Call(function_named(two[0]), (two[1],))),
    )


EXPRESSIONS = st.recursive(LEAVES, _shapes, max_leaves=7)

# --- composites drawn by a seed, for tests that are too slow for Hypothesis ------------------------------------------

OUTER: tuple[str, ...] = (
    "sin({})", "cos({})", "tan({})", "e^({})", "exp({})", "2^({})", "ln({})", "sqrt({})", "({})^2", "({})^3",
    "({})^(-2)",
    "({})^(2/3)", "1/({})", "3/({})^2", "arctan({})", "sinh({})", "tanh({})", "sigmoid({})", "log_2({})", "cbrt({})",
    "({})/5", "-({})", "|{}|", "4 ({})",
)  # fmt: skip
INNER = ("x", "2x + 1", "x^2", "3x", "x^2 + 1", "1 - x", "x/2", "x^3 - x", "sqrt(x)", "a x + b", "e^x", "ln(x)", "1/x")
JOINED = ("({}) ({})", "({}) + ({})", "({}) - ({})", "({})/({})")


def composites(seed: int, count: int) -> list[Expression]:
    """So many different functions, most of them composite, the same for the same seed."""
    draw = random.Random(seed)
    found: dict[Expression, None] = {}
    while len(found) < count:
        text = _nested(draw, draw.randint(1, 3))
        if draw.random() < 0.5:
            text = draw.choice(JOINED).format(text, _nested(draw, draw.randint(0, 2)))
        if draw.random() < 0.2:
            text = draw.choice(OUTER).format(text)
        found[expression(text, variable="x")] = None
    return list(found)


def _nested(draw: random.Random, depth: int) -> str:
    text = draw.choice(INNER)
    for _ in range(depth):
        text = draw.choice(OUTER).format(text)
    return text


