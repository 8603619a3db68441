"""Normal forms: what is equal for all real values has the same one, and what is too hard says so."""

from __future__ import annotations

import pytest
from slopes import expression, same_value

from chainrule.calculus.comparison.normal_form import NormalForms, TooHardError

EQUAL = [
    # sums, products, quotients
    ("(x + 1)^3", "x^3 + 3x^2 + 3x + 1"), ("(x^2 - 1)/(x - 1) - x", "1"), ("1/x - 1/y", "(y - x)/(x y)"),
    ("(x/(x + 1))^2 (x + 1)", "x^2/(x + 1)"), ("((x + 1)/y)^(-2)", "y^2/(x + 1)^2"), ("x^-1 + x^-1", "2/x"),
    # roots and sizes
    ("sqrt(x^2/(x^2 + 1))", "|x|/sqrt(x^2 + 1)"),
    ("cbrt(-8x)", "-2cbrt(x)"),
    ("sqrt(x/(y + 1))", "sqrt(x (y + 1))/|y + 1|"),
    ("sqrt(0 x)", "0"),
    ("cbrt(x/(y + 1))", "cbrt(x)/cbrt(y + 1)"), ("|x^2 + 1|", "x^2 + 1"), ("|x + 1|^2", "(x + 1)^2"), ("|-3x|", "3|x|"),
    ("||x||", "|x|"), ("|sin(x)|^2", "1 - cos(x)^2"), ("|cos(x)|^2 + sin(x)^2", "1"), ("|x/(y - 1)|", "|x|/|y - 1|"),
    # exponentials and logarithms
    ("6^x", "2^x 3^x"), ("(1/2)^x", "2^(-x)"), ("e^(x + ln(3))", "3e^x"), ("e^(2ln(x) + y)", "x^2 e^y"),
    ("4^(x + 1/2)", "2*4^x"),
    ("x^(n + 1)", "x x^n"), ("ln(e^x)", "x"), ("ln(-2x)", "ln(2) + ln(-x)"), ("ln(sqrt(2))", "ln(2)/2"),
    ("ln(1/x)", "-ln(x)"),
    ("ln(x^2 + 1) - ln(2x^2 + 2)", "-ln(2)"), ("ln(cbrt(x + 1))", "ln(x + 1)/3"),
    ("ln(e^x (x^2 + 1))", "x + ln(x^2 + 1)"),
    ("2^x/2^x", "1"), ("(2/3)^(x + 1)", "2/3 2^x 3^(-x)"), ("ln(pi^2)", "2ln(pi)"),
    ("ln(2 + 4x)", "ln(2) + ln(1 + 2x)"),
    ("f(x + x)", "f(2x)"), ("f(x^2 - 1) - f((x - 1)(x + 1))", "0"),
]  # fmt: skip

UNEQUAL = [
    ("sqrt(x^2)", "x"), ("ln(x^2)", "2x"), ("|x + y|", "|x| + |y|"), ("e^(x y)", "e^x e^y"), ("f(2x)", "f(x)"),
    ("(-x)^3", "x^3"),
    ("sqrt(x + 1)", "sqrt(x) + 1"), ("cbrt(-x)", "cbrt(x)"), ("2^(x^2)", "2^(2x)"), ("ln(x + 1)", "ln(x) + 1"),
]  # fmt: skip

TOO_HARD = [
    "{x if x > 0, -x otherwise}", "(-2)^x", "(x + 1)^61", "1/(x - x)", "(x + y + a + b)^60", "(x - x)^(-2)",
    "(3 x)^90000",
]  # fmt: skip


def difference_is_zero(a: str, b: str) -> bool:
    forms = NormalForms()
    left, right = (forms.of(expression(text, functions=("f",))) for text in (a, b))
    return forms.is_zero(forms.add(left, forms.scaled(right, -1)))


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_equal(a: str, b: str) -> None:
    assert same_value(expression(a), expression(b)) >= 2
    assert difference_is_zero(a, b)


@pytest.mark.parametrize(("a", "b"), UNEQUAL)
def test_unequal(a: str, b: str) -> None:
    assert not difference_is_zero(a, b)


@pytest.mark.parametrize("text", TOO_HARD)
def test_too_hard(text: str) -> None:
    with pytest.raises(TooHardError):
        NormalForms().of(expression(text))
