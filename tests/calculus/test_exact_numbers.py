"""Exact numbers in the form of a textbook."""

from __future__ import annotations

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.calculus.exact_numbers import exactly_written
from chainrule.calculus.tidying.terms import Manner
from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import evaluate
from chainrule.expression.nodes import Expression
from chainrule.expression.reading import parse

CASES = [
    ("cos(pi/4)", "sqrt(2)/2"),
    ("sin(pi/12)", "(sqrt(6) - sqrt(2))/4"),
    ("cos(5pi/6)", "-sqrt(3)/2"),
    ("sin(-pi/3)", "-sqrt(3)/2"),
    ("tan(2pi/3)", "-sqrt(3)"),
    ("sec(pi/6)^2", "4/3"),
    ("csc(pi/4)", "sqrt(2)"),
    ("cot(pi/6)", "sqrt(3)"),
    ("arctan(sqrt(3))", "pi/3"),
    ("arcsin(-sqrt(2)/2)", "-pi/4"),
    ("arccos(-sqrt(3)/2)", "5*pi/6"),
    ("arctan(2)", "arctan(2)"),
    ("sin(1)", "sin(1)"),
    ("1/sqrt(2)", "sqrt(2)/2"),
    ("sqrt(8)", "2*sqrt(2)"),
    ("sqrt(2)*sqrt(3)", "sqrt(6)"),
    ("sqrt(1/3)", "sqrt(3)/3"),
    ("1/(1 + sqrt(2))", "sqrt(2) - 1"),
    ("1/(1 + sqrt(2) + sqrt(3))", "(2 + sqrt(2) - sqrt(6))/4"),
    ("(1 + sqrt(5))^2/4", "(3 + sqrt(5))/2"),
    ("(1 + sqrt(2))^(-2)", "3 - 2*sqrt(2)"),
    ("sqrt(1 + sqrt(2))", "sqrt(1 + sqrt(2))"),
    ("2/(3*cbrt(2))", "cbrt(4)/3"),
    ("cbrt(-16)", "-2*cbrt(2)"),
    ("root(32, 4)", "2*2^(1/4)"),
    ("8^(2/3)", "4"),
    ("(-8)^(1/3)", "-2"),
    ("1/(1 + e)", "1/(1 + e)"),
    ("e*e^2", "e^3"),
    ("sqrt(e)/e", "1/sqrt(e)"),
    ("exp(2)", "e^2"),
    ("e^(1 + 2*ln(3))", "9*e"),
    ("e^(-pi/4)*cos(pi/4)", "sqrt(2)*e^(-pi/4)/2"),
    ("2^pi", "2^pi"),
    ("ln(e^2)", "2"),
    ("ln(1/2)", "-ln(2)"),
    ("ln(2/3)", "ln(2/3)"),
    ("ln(1 + e)", "ln(1 + e)"),
    ("log10(100)", "2"),
    ("abs(-3)", "3"),
    ("sigmoid(0)", "1/2"),
    ("pi/4 + 1/2", "1/2 + pi/4"),
    ("pi^2/6", "pi^2/6"),
    ("sin(pi/6)^2 + cos(pi/6)^2", "1"),
    ("sqrt(2) - sqrt(2)", "0"),
    ("sqrt(0)", "0"),
    ("3*2 - 1/2", "11/2"),
    ("(e + sin(1))/(1 + e)", "(e + sin(1))/(1 + e)"),
    ("(2*ln(2) - 2)/(ln(2) - 1)", "2"),
    ("(2*ln(2) - 2)/(1 + ln(2))", "(2*ln(2) - 2)/(1 + ln(2))"),
]


def expression_of(text: str) -> Expression:
    expression = parse(text)
    assert isinstance(expression, Expression)
    return expression


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_numbers_are_written_as_a_textbook_does(text: str, expected: str) -> None:
    assert str(exactly_written(expression_of(text))) == expected


def test_decimals_stay_decimals_where_they_were_written() -> None:
    expression = expression_of("4.1/2 + 1")
    assert str(exactly_written(expression, Manner.of(expression))) == "3.05"
    assert str(exactly_written(expression)) == "61/20"
    expression = expression_of("2*sin(0.3)*sqrt(2)/4")
    assert str(exactly_written(expression, Manner.of(expression))) == "sqrt(2)*sin(0.3)/2"


def test_what_is_nested_deep_is_worked_out_where_it_is_rational() -> None:
    deep = expression_of("(1 + " * 60 + "1" + ")" * 60)
    assert str(exactly_written(deep)) == "61"
    nested = expression_of("sin(" * 60 + "1" + ")" * 60)
    assert exactly_written(nested) is nested


LONG = ["(1 + sqrt(2) + sqrt(3) + sqrt(5) + sqrt(7) + sqrt(11))^12", "sqrt(10^3999)^2*10^3999"]


@pytest.mark.parametrize("text", LONG)
def test_what_would_be_too_long_is_left_as_it_is(text: str) -> None:
    expression = expression_of(text)
    assert exactly_written(expression) is expression


numbers = st.sampled_from(["1", "2", "3", "5/2", "pi", "e", "sqrt(2)", "sqrt(3)", "cbrt(2)", "pi/4", "5*pi/6", "ln(2)"])
NAMES = ["sin", "cos", "tan", "sqrt", "arctan", "exp"]
wholes = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
        st.tuples(st.sampled_from(NAMES), inner).map(lambda t: f"{t[0]}({t[1]})"),
        inner.map(lambda t: f"({t})^2"),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(wholes)
def test_the_value_stays_the_same(text: str) -> None:
    try:
        expression = expression_of(text)
        value = evaluate(expression, precision=30)
    except ChainRuleError:
        return
    if abs(value) > 1e10:
        return
    assert mpmath.almosteq(evaluate(exactly_written(expression), precision=30), value, rel_eps=1e-20, abs_eps=1e-20)


def test_what_would_have_too_many_terms_stays_as_it_is() -> None:
    roots = " + ".join(f"sqrt({prime})" for prime in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29))
    power = parse(f"({roots})*({roots})*({roots})")
    assert exactly_written(power) is power
