"""Values at points, on floats and to many digits; exact values of constants."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import pytest

from chainrule.errors import ChainRuleError, DomainError, NameUnknownError
from chainrule.expression.evaluation import evaluate, exact_value, program
from chainrule.expression.functions import function_named
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import (
    ONE,
    ZERO,
    Call,
    Expression,
    Negation,
    Number,
    Power,
    Quotient,
    Symbol,
    UnknownCall,
)  # fmt: skip
from chainrule.expression.reading import parse

X = Symbol("x")
THIRD = Quotient(ONE, Number(3))


def expression(text: str) -> Expression:
    read = parse(text)
    assert isinstance(read, Expression)
    return read


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("x^2 - 3x + 1", 2, -1), ("-x^2", 3, -9), ("2/(x - 1)", 3, 1), ("e^x", 0, 1), ("pi x", 2, 2 * math.pi),
        ("sin(x)^2 + cos(x)^2", 0.3, 1), ("x^(1/3)", -8, -2), ("x^(2/3)", -8, 4), ("x^0.2", -32, -2),
        ("x^(-1/3)", -8, -0.5), ("x^(2/6)", -8, -2), ("x^1.5", 4, 8), ("x^x", 2, 4), ("x^x", -1, -1), ("x^0", 0, 1),
        ("x^x", 0, 1), ("0^x", 3, 0), ("x^(3/2)", 0, 0), ("x^-2", 4, 0.0625), ("x^100", 2, 2.0**100),
        ("(-1)^x", 3, -1), ("3 if x < 1, x^2 otherwise", 0, 3), ("3 if x < 1, x^2 otherwise", 2, 4),
        ("sin(x)/x if x != 0, 1 if x = 0", 0, 1), ("1/x if x > 0 and x < 9, -1 otherwise", 0, -1),
        ("max(x, 2) + min(x, 2)", 5, 7), ("abs(x)", -1.5, 1.5), ("x^(-2) + x^65", 1, 2), ("x^sqrt(4)", -3, 9),
    ],
)  # fmt: skip
def test_values(text: str, x: float, expected: float) -> None:
    assert evaluate(text, x=x) == pytest.approx(expected, rel=1e-14)
    assert evaluate(expression(text), {X: x}, precision=25) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "x", "part"),
    [
        ("2 + 1/x", 0, "1/x"), ("3 ln(x)", -1, "ln(x)"), ("sqrt(x) + 1", -4, "sqrt(x)"), ("x^(1/2)", -1, "x^(1/2)"),
        ("x^pi", -1, "x^pi"), ("x^(-1)", 0, "x^(-1)"), ("x^(-1/3)", 0, "x^(-1/3)"), ("x^x", -0.5, "x^x"),
        ("arcsin(x)/2", 2, "arcsin(x)"), ("1 if x > 0", -1, "1 if x > 0"), ("ln(0 x)", 3, "ln(0*x)"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("precision", [None, 20])
def test_a_domain_error_names_the_part(text: str, x: float, part: str, precision: int | None) -> None:
    with pytest.raises(DomainError, match="no real value") as error:
        evaluate(text, x=x, precision=precision)
    assert str(error.value.expression) == part


@pytest.mark.parametrize(("text", "x"), [("e^x", 1000), ("x^400", 10), ("x*x", 1e200), ("x + x", 1.7e308),
("sinh(x)", 800)])
def test_what_is_too_large_for_a_float_is_said_to_be(text: str, x: float) -> None:
    with pytest.raises(DomainError, match="too large"):
        evaluate(text, x=x)
    assert evaluate(text, x=x, precision=20) > 1e308


@pytest.mark.parametrize(("text", "x"), [("e^(e^(e^x))", 10), ("x^(10^9)", 3), ("gamma(gamma(x))", 40),
("sinh(x)", 1e9)])
def test_what_is_too_large_at_any_precision_does_not_hang(text: str, x: float) -> None:
    with pytest.raises(DomainError, match="too large"):
        evaluate(text, x=x, precision=20)


def test_what_is_too_large_to_give_is_said_to_be() -> None:
    with pytest.raises(DomainError, match="too large"):
        evaluate(X, x=10**400)
    with pytest.raises(DomainError, match="too large"):
        program(Number(10**400))


@pytest.mark.parametrize(("given", "name"), [({}, "x"), ({"x": 1, "y": 2}, "y")])
def test_names_have_to_match(given: dict[str, float], name: str) -> None:
    with pytest.raises(NameUnknownError) as error:
        evaluate("x + 1", given)
    assert error.value.name == name


def test_unknown_functions_need_a_meaning() -> None:
    call = UnknownCall("f", (X,), (0,)) + UnknownCall("f", (X,), (1,))
    with pytest.raises(NameUnknownError):
        evaluate(call, x=2)
    assert evaluate(call, x=2, functions={"f": lambda u: u**2, ("f", (1,)): lambda u: 2 * u}) == 8


def test_systems_and_relations() -> None:
    assert evaluate("u = x^2; y = u + 1", x=3) == 10
    with pytest.raises(ChainRuleError):
        evaluate(parse("x^2 + y^2 = 25"), x=3, y=4)


@pytest.mark.parametrize("digits", [15, 60, 200])
def test_as_many_digits_as_asked_for_are_right(digits: int) -> None:
    value = evaluate("sqrt(x^2 + 1) - x", x=10**9, precision=digits)
    with mpmath.workdps(2 * digits + 40):
        exact = mpmath.sqrt(mpmath.mpf(10) ** 18 + 1) - 10**9
        assert abs(value - exact) < exact * mpmath.mpf(10) ** (1 - digits)


def test_a_program_runs_at_many_points_and_shares_its_work() -> None:
    inner = expression("sin(x)^2 + y")
    made = program(inner, inner * inner)
    assert [made.at({"x": x, X: x, "y": 1})[1] for x in (0, math.pi / 2)] == pytest.approx([1, 4])
    assert len(made.nodes) == len(set(made.nodes)) == 7
    with pytest.raises(NameUnknownError):
        made.at({"x": 1})


@pytest.mark.parametrize("precision", [None, 15])
def test_depth_is_no_matter(precision: int | None) -> None:
    deep: Expression = X
    for _ in range(20_000 if precision else 100_000):
        deep = Call(function_named("sin"), (deep,))
    assert 0 < evaluate(deep, x=1, precision=precision) < 0.02


def test_shared_nodes_are_worked_out_once() -> None:
    shared: Expression = X
    for _ in range(200):
        shared = (shared + shared) / 2
    assert evaluate(shared, x=3) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/2 + 1/3", Fraction(5, 6)), ("0.1*3", Fraction(3, 10)), ("2^10", 1024), ("2^(-2)", Fraction(1, 4)),
        ("8^(2/3)", 4), ("(-8)^(1/3)", -2), ("sqrt(9/4)", Fraction(3, 2)), ("cbrt(-27)", -3), ("root(32, 5)", 2),
        ("sin(pi/6)", Fraction(1, 2)), ("cos(pi)", -1), ("sin(3pi)", 0), ("tan(-pi/4)", -1),
        ("cos(7pi/3)", Fraction(1, 2)),
        ("ln(e)", 1), ("ln(1)", 0), ("e^0", 1), ("exp(0)", 1), ("arctan(0)", 0), ("abs(-2)", 2), ("sign(-3)", -1),
        ("min(2, 3) - max(2, 3)", -1), ("step(1/2)", 1), ("relu(-4)", 0), ("pi - pi", 0), ("2pi/2 - pi", 0),
        ("log2(8)", 3), ("gamma(4)", 6), ("sin(0) + pi^0", 1), ("arcsin(1/2) - pi/6", 0), ("ln(exp(1))", 1),
        ("sqrt(2)", None), ("pi", None), ("e^2", None), ("x - x", None), ("0*ln(2)", None),
        ("2^(1/2)", None), ("pi*pi", None), ("sin(1)", None), ("1/pi", None), ("(-1)^(1/2)", None),
    ],
)  # fmt: skip
def test_exact_values(text: str, expected: Fraction | int | None) -> None:
    assert exact_value(expression(text)) == expected


def test_exact_values_of_what_cannot_be_read() -> None:
    assert exact_value(Quotient(ONE, ZERO)) is None
    assert exact_value(Power(ZERO, Negation(ONE))) is None
    assert exact_value(Power(ZERO, ZERO)) == 1
    assert exact_value(Power(Negation(ONE), THIRD)) == -1


def test_exact_values_stay_within_the_limits() -> None:
    growing: Expression = Number(3)
    for _ in range(60):
        growing = growing * growing
    assert exact_value(growing) is None
    assert exact_value(Power(Number(10), Number(50)), limits=Limits(digits=20)) is None
    assert exact_value(Power(Number(10), Number(50)), limits=Limits(exponent=20)) is None
    assert exact_value(Power(Number(10), Number(50))) == 10**50


@pytest.mark.parametrize(("x", "value"), [("1/3", 2), ("1", 5)])
def test_exact_values_of_a_piecewise(x: str, value: int) -> None:
    assert exact_value(expression(f"2 if {x} < 1/2, 5 otherwise")) == value
    assert exact_value(expression(f"2 if sqrt(2) < {x}, 5 otherwise")) is None
