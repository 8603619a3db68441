"""Where an expression has a value and a derivative; what always holds is not asked for."""

from __future__ import annotations

import pytest

from chainrule.expression.domains import Condition, conditions, impossible
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import ONE, ZERO, Call, Expression, Negation, Number, Power, Quotient, Relation, Symbol
from chainrule.expression.ranges import always
from chainrule.expression.reading import parse

X = Symbol("x")


def expression(text: str) -> Expression:
    read = parse(text)
    assert isinstance(read, Expression)
    return read


def told(found: list[Condition], kind: str) -> str:
    return "; ".join(str(condition.relation) for condition in found if condition.kind == kind)


@pytest.mark.parametrize(
    ("text", "exists", "derivative"),
    [
        ("x^2 + 1", "", ""), ("1/x", "x != 0", ""), ("ln(x)", "x > 0", ""), ("ln(2 - 4x)", "x < 1/2", ""),
        ("sqrt(x)", "x >= 0", "x > 0"), ("1/sqrt(x)", "x > 0", ""), ("1/(2 sqrt(x - 1))", "x > 1", ""),
        ("ln(x^2 + 1)", "", ""), ("1/(1 + e^(-x))", "", ""), ("1/cosh(x)", "", ""), ("1/(2 + cos(x))", "", ""),
        ("sqrt(1 + sin(x)^2)", "", ""), ("1/sqrt(x^4 + 2)", "", ""), ("sqrt(e^x)", "", ""),
        ("ln(abs(x) + 1)", "", "x != 0"),
        ("tan(x)", "cos(x) != 0", ""), ("abs(x - 2)", "", "x != 2"), ("sqrt(x^2)", "", "x != 0"), ("x^x", "x > 0", ""),
        ("x^(1/3)", "", "x != 0"), ("x^(-2/3)", "x != 0", ""), ("x^(5/3)", "", ""), ("x^(3/4)", "x >= 0", "x > 0"),
        ("root(x, 5)", "", "x != 0"), ("root(x, 4)", "x >= 0", "x > 0"), ("x^pi", "x >= 0", "x > 0"), ("2^x", "", ""),
        ("ln(sin(x))", "sin(x) > 0", ""), ("1/(x^2 (x + 1))", "x != 0; x != -1", ""), ("1/x + 1/x^2", "x != 0", ""),
        ("arcsin(2x)", "-1/2 <= x; x <= 1/2", "-1/2 < x; x < 1/2"), ("log(x, 3)", "x > 0", ""),
        ("-ln(-x)", "x < 0", ""),
        ("1/(x - y)", "x - y != 0", ""), ("1/ln(x)", "x != 1; x > 0", ""),
        ("sqrt(pi - 3)", "", ""), ("ln(5)", "", ""), ("abs(-3) + x", "", ""), ("relu(3x - 1)", "", "x != 1/3"),
        ("1/x if x != 0, 1 otherwise", "", ""), ("sqrt(x - 1) ln(x - 1)", "x > 1", ""), ("max(x, 1)", "", "x != 1"),
        ("1/(1 - x/2)", "x != 2", ""), ("ln(-2 x)", "x < 0", ""), ("ln(x) + ln(-x)", "x > 0; x < 0", ""),
        ("log(2, x)", "x > 0; x != 1", ""), ("1/(x ln(2))", "x != 0", ""), ("ln(abs(x))", "x != 0", ""),
        ("sqrt(x^4)", "", "x != 0"), ("ln(x^3)", "x > 0", ""),
        ("1/gamma(x)", "sin(pi*min(x, 1/2)) != 0", ""),
    ],
)  # fmt: skip
def test_conditions(text: str, exists: str, derivative: str) -> None:
    found = conditions(expression(text))
    assert told(found, "exists") == exists
    if "min(" not in exists:
        assert told(found, "derivative exists") == derivative


def test_the_part_that_asks_is_named() -> None:
    [condition] = conditions(expression("3 + 2 ln(x)"))
    assert str(condition.part) == "ln(x)"


def test_a_letter_as_exponent_asks_nothing_when_something_else_varies() -> None:
    power = expression("x^n")
    assert told(conditions(power), "exists") == "x > 0"
    assert conditions(power, X) == []
    assert told(conditions(power, Symbol("n")), "exists") == "x > 0"


@pytest.mark.parametrize(
    "impossible_one",
    [
        Quotient(X, ZERO), Call(function_named("ln"), (ZERO,)), Call(function_named("sqrt"), (Negation(ONE),)),
        Power(ZERO, Negation(ONE)), Quotient(ONE, Call(function_named("sin"), (ZERO,))),
        Call(function_named("arcsin"), (X ** 2 + 2,)), Call(function_named("ln"), (Call(function_named("cos"),
        (Number(2),)),)),
    ],
)  # fmt: skip
def test_what_can_never_be(impossible_one: Expression) -> None:
    found = impossible(X + impossible_one)
    assert found is not None
    assert found.part is impossible_one


def test_what_can_be() -> None:
    assert impossible(expression("tan(x) + ln(x) + sqrt(2) + 1/(pi - 3)")) is None


@pytest.mark.parametrize(
    ("text", "sign", "expected"),
    [
        ("x^2 + 1", ">", True), ("x^2", ">=", True), ("x^2", ">", None), ("-x^2 - 1", "<", True), ("-x^2", ">", False),
        ("sin(x) + 2", ">", True), ("sin(x) + 1", ">=", True), ("sin(x) - 2", ">=", False),
        ("arctan(x) + 2", ">", True),
        ("e^(x^2) - 1", ">=", True), ("1 - e^(-x^2)", ">=", True), ("sigmoid(x)*(1 - sigmoid(x))", ">", True),
        ("sec(x)", "!=", True), ("1/(x^2 + 1)", ">", True), ("1/(x^2 + 1) - 1", "<=", True),
        ("cosh(x) - 1", ">=", True),
        ("sqrt(x^2 + 4)", "!=", True), ("cbrt(x^2 + 1)", ">", True), ("abs(x)*abs(y)", ">=", True),
        ("x - x", "=", None),
        ("3 - 3", "=", True), ("x*0", "=", True), ("2^x", ">", True), ("(x^2 + 1)^(-2)", "<=", False),
        ("x^3", ">", None),
        ("(x^2 + 1)^y", ">", True), ("tanh(x)*2 + 2", ">", True), ("arccos(x) - 4", "<", True),
        ("sinh(x^2)", ">=", True),
        ("2 if x > 0, 3 otherwise", ">", True), ("2 if x > 0, -3 otherwise", ">", None),
        ("e^(-abs(x)) - 1", "<=", True),
    ],
)  # fmt: skip
def test_what_always_holds(text: str, sign: str, expected: bool | None) -> None:
    assert always(Relation(sign, expression(text), ZERO)) is expected


def test_conditions_take_linear_time_at_any_depth() -> None:
    for names in (["sqrt"], ["tan", "ln"]):
        deep: Expression = X
        for turn in range(5_000):
            deep = Call(function_named(names[turn % len(names)]), (deep,))
        assert conditions(deep)
