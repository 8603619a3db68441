"""SymPy as the oracle: it agrees with what is right, notices what is wrong, and says when it cannot tell."""

from __future__ import annotations

import sys

import pytest

from chainrule.errors import MissingExtraError
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.reading import parse
from chainrule.oracle import agrees, derivative_is_right, to_sympy

X = Symbol("x")


def expression(text: str) -> Expression:
    read = parse(text)
    assert isinstance(read, Expression)
    return read


@pytest.mark.parametrize(
    ("target", "result", "order"),
    [
        ("sin(cos(x))", "-sin(x) cos(cos(x))", 1), ("x^x", "x^x (ln(x) + 1)", 1), ("x^(1/3)", "1/(3 cbrt(x)^2)", 1),
        ("abs(x)", "sign(x)", 1), ("x^5", "20x^3", 2), ("f(x^2)", "2x f'(x^2)", 1), ("a x^2", "2a x", 1),
        ("x^2 if x > 0, -x otherwise", "2x if x > 0, -1 otherwise", 1), ("e^(-x^2)", "-2x e^(-x^2)", 1),
        ("pi^2 + 0.5 x", "1/2", 1), ("root(x, 5)", "1/(5 root(x, 5)^4)", 1),
    ],
)  # fmt: skip
def test_right_derivatives(target: str, result: str, order: int) -> None:
    assert derivative_is_right(expression(target), X, expression(result), order) is True


@pytest.mark.parametrize(("target", "result"), [("sin(x)", "sin(x)"), ("x^2", "2"), ("ln(x)", "-1/x"),
("f(x)", "f(x)")])
def test_wrong_derivatives(target: str, result: str) -> None:
    assert derivative_is_right(expression(target), X, expression(result)) in (False, None)
    if "f" not in target:
        assert derivative_is_right(expression(target), X, expression(result)) is False


def test_it_says_when_it_cannot_tell() -> None:
    assert agrees(expression("sqrt(-1 - x^2)"), to_sympy(expression("2 sqrt(-1 - x^2)"))) is None


def test_depth_is_no_matter_for_translation() -> None:
    deep: Expression = X
    for _ in range(300):
        deep = deep + 1
    assert str(to_sympy(deep)) == "x + 300"


def test_without_sympy_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sympy", None)
    with pytest.raises(MissingExtraError, match=r"chainrule\[verify\]"):
        to_sympy(X)
