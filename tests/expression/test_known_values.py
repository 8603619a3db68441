"""What is known without evaluating: exact values, and the ranges in which values lie."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from chainrule.errors import DomainError
from chainrule.expression.evaluation import evaluate
from chainrule.expression.exactness import exact_value
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import Call, Expression, Number, Power, Product, Relation, Sum, Symbol
from chainrule.expression.numerics import integer_root, rational_power
from chainrule.expression.ranges import always
from chainrule.expression.reading import parse

BIG = Power(Number(10), Number(3_000))


def expression(text: str) -> Expression:
    read = parse(text)
    assert isinstance(read, Expression)
    return read


EXACT = [
    ("sin(pi^1/6)", Fraction(1, 2)), ("ln(e^1)", 1), ("cos(2pi/3)", Fraction(-1, 2)), ("sin(13pi/6)", Fraction(1, 2)),
    ("(4/9)^(-1/2)", Fraction(3, 2)), ("pi^0", 1), ("pi - pi", 0), ("2pi/pi", None), ("pi*pi", None), ("sqrt(2)", None),
    ("root(16, -4)", Fraction(1, 2)), ("{1 if 2 > 1, 5 otherwise}", 1), ("{1 if pi > 3, 5 otherwise}", None),
    ("sin(1)", None),
    ("{1 if 2 < 1, 5 otherwise}", 5), ("x", None), ("max(1/2, 1/3)", Fraction(1, 2)), ("e - e + 1", 1),
    ("2^20000", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_exact_values(text: str, value: Fraction | None) -> None:
    assert exact_value(parse_any(text)) == value


def parse_any(text: str) -> Expression:
    return Power(Number(2), Number(20_000)) if text == "2^20000" else expression(text)


def test_what_has_too_many_digits_is_not_known() -> None:
    assert exact_value(Product((BIG, BIG))) is None
    assert exact_value(Sum((BIG, Number(1)))) == 10**3_000 + 1
    assert exact_value(Product((BIG, Power(Number(10), Number(500))))) == 10**3_500


ROOTS = [(Fraction(4), 1, -2, Fraction(1, 2)), (Fraction(-8), 2, 3, 4), (Fraction(-4), 1, 2, None), (Fraction(0),
-1, 3, None),
         (Fraction(5), 1, 100, None), (Fraction(27, 8), -1, 3, Fraction(2, 3)), (Fraction(2),
         60_000, 1, None)]  # fmt: skip


@pytest.mark.parametrize(("base", "p", "q", "value"), ROOTS)
def test_rational_powers(base: Fraction, p: int, q: int, value: Fraction | None) -> None:
    assert rational_power(base, p, q) == value


@pytest.mark.parametrize(("n", "q", "root"), [(5, 100, None), (1, 100, 1), (10**40, 20, 100), (10**40 + 1, 20, None),
(7, 1, 7)])
def test_whole_roots(n: int, q: int, root: int | None) -> None:
    assert integer_root(n, q) == root


ALWAYS = [
    ("x^2 + 1", ">", "0", True), ("1/(-x^2 - 1)", "<", "0", True), ("(-x^2 - 1)^2", ">=", "1", True),
    ("cbrt(-x^2)", "<=", "0", True),
    ("cbrt(-x^2 - 1)", "<", "0", True), ("|x|", ">=", "0", True), ("sin(x)", "<=", "1", True),
    ("sin(x)", ">", "1", False),
    ("e^x", "!=", "0", True), ("x", ">", "0", None), ("x^2", ">", "0", None), ("3", "<", "2", False),
    ("x - x", "=", "0", None),
    ("1/(x^2 + 2)", "<=", "1/2", True), ("arctan(x)", "<", "2", True), ("-e^x", "<", "0", True), ("2", "=", "2", True),
    ("|x^2 + 3|", ">", "0", True), ("1/x", "!=", "0", True), ("|-3|", "=", "3", True), ("cosh(x)", ">=", "1", True),
]  # fmt: skip


@pytest.mark.parametrize(("left", "sign", "right", "truth"), ALWAYS)
def test_what_always_holds(left: str, sign: str, right: str, truth: bool | None) -> None:
    assert always(Relation(sign, expression(left), expression(right))) is truth


def test_bounds_of_many_digits_are_rounded_outwards() -> None:
    x = Symbol("x")
    huge = Power(Number(7), Number(2_000))
    assert always(Relation(">", x**2 + huge, Number(0))) is True
    assert always(Relation("<", -(x**2) - huge, Number(0))) is True
    assert always(Relation(">", Number(1) / (x**2 + huge), Number(0))) is True
    assert always(Relation(">", x**2 + huge, huge + 1)) is None
    assert always(Relation(">", x**2 + Number(7**150), Number(0))) is True
    assert always(Relation("<", -(x**2) - Number(7**150), Number(0))) is True
    assert always(Relation(">", Number(7**150) - x**2, Number(0))) is None
    assert always(Relation(">", (x**2 + Number(10**10)) ** 60, Number(0))) is True
    waves = (Call(function_named("sin"), (x,)) * Number(10**10)) ** 60
    assert always(Relation(">=", waves, Number(0))) is True
    assert always(Relation("<=", waves, Number(10**10))) is None


NO_VALUE = [("x", {"x": math.inf}), ("x", {"x": math.nan}), ("x^2", {"x": 1e200}), ("x", {"x": 10**400})]


@pytest.mark.parametrize(("text", "values"), NO_VALUE)
def test_what_is_no_number_is_no_value(text: str, values: dict[str, float]) -> None:
    with pytest.raises(DomainError, match=r"too large|not a number"):
        evaluate(text, values)


def test_a_condition_without_a_value_decides_nothing() -> None:
    branches = expression("{1 if ln(x) > 0, 2 otherwise}")
    assert evaluate(branches, x=3) == 1
    with pytest.raises(DomainError, match=r"ln\(x\) has no real value"):
        evaluate(branches, x=-1)
    assert evaluate(expression("{ln(x) if x > 0, 2 otherwise}"), x=-1) == 2


def test_a_value_that_vanishes_as_the_digits_grow() -> None:
    assert abs(evaluate("sin(1)^2 + cos(1)^2 - 1 + x", x=0, precision=20)) < 1e-200
