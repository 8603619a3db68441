"""Every rule: what it takes apart and how, the answer, and its join on expressions, floats and many digits."""

from __future__ import annotations

from typing import Any

import pytest
from slopes import MANY, Waves, compared, expression, points, ready, slope, values

from chainrule.calculus.engine import differentiate, moving_parts
from chainrule.calculus.rules import RULES, Rule, taken_apart
from chainrule.calculus.splits import Split
from chainrule.errors import ChainRuleError, DomainError
from chainrule.expression.evaluation import program
from chainrule.expression.nodes import Expression, Number, Symbol
from chainrule.expression.number_systems import FLOATS, Arithmetic

# rule, what is typed, by what, the answer
TABLE = [
    ("constant", "7", "x", "0"),
    ("constant", "pi^2", "x", "0"),
    ("constant", "a sin(b)", "x", "0"),
    ("constant", "f(a)", "x", "0"),
    ("variable", "x", "x", "1"),
    ("variable", "theta", "theta", "1"),
    ("negation", "-sin(x)", "x", "-cos(x)"),
    ("negation", "-(x + 1)^2", "x", "-2*(x + 1)"),
    ("constant-multiple", "9x^2", "x", "18*x"),
    ("constant-multiple", "x^2*9", "x", "18*x"),
    ("constant-multiple", "x/3", "x", "1/3"),
    ("constant-multiple", "2/3 x^3", "x", "2*x^2"),
    ("constant-multiple", "sin(x)/a", "x", "cos(x)/a"),
    ("constant-multiple", "a x sin(x)", "x", "a*(sin(x) + x*cos(x))"),
    ("constant-multiple", "x^2 y", "y", "x^2"),
    ("sum", "x^2 + sin(x)", "x", "2*x + cos(x)"),
    ("sum", "x^2 - 3x + 5", "x", "2*x - 3"),
    ("sum", "a + b + x", "x", "1"),
    ("product", "x sin(x)", "x", "sin(x) + x*cos(x)"),
    ("product", "x e^x", "x", "e^x*(x + 1)"),
    ("product", "x e^x sin(x)", "x", "e^x*(sin(x) + x*sin(x) + x*cos(x))"),
    ("product", "x x", "x", "2*x"),
    ("reciprocal", "1/x", "x", "-1/x^2"),
    ("reciprocal", "1/(1 + e^-x)", "x", "e^(-x)/(1 + e^(-x))^2"),
    ("reciprocal", "3/x^2", "x", "-6/x^3"),
    ("reciprocal", "5/(2x + 1)^3", "x", "-30/(2*x + 1)^4"),
    ("reciprocal", "a/sin(x)", "x", "-a*cos(x)/sin(x)^2"),
    ("reciprocal", "1/x^0.5", "x", "-0.5/x^1.5"),
    ("reciprocal", "1/x^n", "x", "-n/x^(n + 1)"),
    ("quotient", "x/(x + 1)", "x", "1/(x + 1)^2"),
    ("quotient", "sin(x)/x", "x", "(x*cos(x) - sin(x))/x^2"),
    ("quotient", "(x^2 + 1)/(x - 1)", "x", "(x^2 - 2*x - 1)/(x - 1)^2"),
    ("power", "x^5", "x", "5*x^4"),
    ("power", "x^2", "x", "2*x"),
    ("power", "x^1", "x", "1"),
    ("power", "x^0", "x", "0"),
    ("power", "x^-2", "x", "-2*x^(-3)"),
    ("power", "x^(1/2)", "x", "1/(2*x^(1/2))"),
    ("power", "x^(2/3)", "x", "2/(3*x^(1/3))"),
    ("power", "x^(-1/2)", "x", "-x^(-3/2)/2"),
    ("power", "x^0.5", "x", "0.5/x^0.5"),
    ("power", "x^2.5", "x", "2.5*x^1.5"),
    ("power", "x^pi", "x", "pi*x^(pi - 1)"),
    ("power", "x^n", "x", "n*x^(n - 1)"),
    ("power", "sin(x)^2", "x", "2*sin(x)*cos(x)"),
    ("power", "sin^2 x", "x", "2*sin(x)*cos(x)"),
    ("power", "(2x + 1)^3", "x", "6*(2*x + 1)^2"),
    ("power", "ln(x)^2", "x", "2*ln(x)/x"),
    ("exponential", "e^x", "x", "e^x"),
    ("exponential", "e^(-x^2)", "x", "-2*x*e^(-x^2)"),
    ("exponential", "2^x", "x", "2^x*ln(2)"),
    ("exponential", "a^x", "x", "a^x*ln(a)"),
    ("exponential", "10^(x^2)", "x", "2*x*ln(10)*10^(x^2)"),
    ("exponential", "exp(x^2)", "x", "2*x*exp(x^2)"),
    ("general-power", "x^x", "x", "x^x*(ln(x) + 1)"),
    ("general-power", "x^sin(x)", "x", "x^(sin(x))*(cos(x)*ln(x) + sin(x)/x)"),
    ("general-power", "(x^2 + 1)^(1/x)", "x", "(x^2 + 1)^(1/x)*(2/(x^2 + 1) - ln(x^2 + 1)/x^2)"),
    ("root", "sqrt(x)", "x", "1/(2*sqrt(x))"),
    ("root", "sqrt(2x + 1)", "x", "1/sqrt(2*x + 1)"),
    ("root", "cbrt(x)", "x", "1/(3*cbrt(x)^2)"),
    ("root", "root(x^2 + 1, 5)", "x", "2*x/(5*root(x^2 + 1, 5)^4)"),
    ("root", "root(5, x)", "x", "-root(5, x)*ln(5)/x^2"),
    ("logarithm", "log_2(x)", "x", "1/(x*ln(2))"),
    ("logarithm", "log10(x)", "x", "1/(x*ln(10))"),
    ("logarithm", "log_5(3x)", "x", "1/(x*ln(5))"),
    ("logarithm", "log_a(x)", "x", "1/(x*ln(a))"),
    ("logarithm", "log(2, x)", "x", "-ln(2)/(x*ln(x)^2)"),
    ("absolute-value", "|x|", "x", "sign(x)"),
    ("absolute-value", "|x^2 - 1|", "x", "2*x*sign(x^2 - 1)"),
    ("function", "sin(x)", "x", "cos(x)"),
    ("function", "ln(x)", "x", "1/x"),
    ("function", "sin(cos(x))", "x", "-sin(x)*cos(cos(x))"),
    ("function", "arctan(x/2)", "x", "2/(4 + x^2)"),
    ("function", "sigmoid(2x)", "x", "2*sigmoid(2*x)*(1 - sigmoid(2*x))"),
    ("function", "max(sin(x), 1)", "x", "cos(x)*step(sin(x) - 1)"),
    ("function", "atan2(y, x)", "x", "-y/(y^2 + x^2)"),
    ("function", "polygamma(2, x)", "x", "polygamma(3, x)"),
    ("unknown-function", "f(x)", "x", "f'(x)"),
    ("unknown-function", "f'(x)", "x", "f''(x)"),
    ("unknown-function", "f(x^2)", "x", "2*x*f'(x^2)"),
    ("unknown-function", "f(g(x))", "x", "f'(g(x))*g'(x)"),
    ("unknown-function", "f(sin(x), y)", "x", "f^(1,0)(sin(x), y)*cos(x)"),
    ("several-arguments", "f(x, x^2)", "x", "f^(1,0)(x, x^2) + 2*x*f^(0,1)(x, x^2)"),
    ("several-arguments", "min(x, x^2)", "x", "step(x^2 - x) + 2*x*step(x - x^2)"),
    ("several-arguments", "atan2(x^2, x)", "x", "1/(x^2 + 1)"),
    ("several-arguments", "log(x^2, x)", "x", "2/(x*ln(x)) - ln(x^2)/(x*ln(x)^2)"),
    ("piecewise", "{x^2 if x > 0, -x otherwise}", "x", "2*x if x > 0, -1 otherwise"),
    ("piecewise", "{x^2 if y > 0, x otherwise}", "x", "2*x if y > 0, 1 otherwise"),
    ("piecewise", "{a x if 0 < x <= 1}", "x", "a if 0 < x and x <= 1"),
]  # fmt: skip


def opened(text: str, variable: str) -> tuple[Expression, Rule, Split]:
    target = expression(text, variable=variable)
    return target, *taken_apart(target, moving_parts(target, [Symbol(variable)]))


@pytest.mark.parametrize(("rule", "text", "variable", "answer"), TABLE)
def test_the_rule_that_applies_and_the_answer(rule: str, text: str, variable: str, answer: str) -> None:
    target, found, _ = opened(text, variable)
    assert found.id == rule
    assert str(differentiate(target, variable)) == answer


@pytest.mark.parametrize(("rule", "text", "variable", "answer"), TABLE)
def test_the_answer_is_the_slope(rule: str, text: str, variable: str, answer: str) -> None:
    target = expression(text, variable=variable)
    assert compared(target, Symbol(variable), differentiate(target, variable)) >= 2


def test_every_rule_has_rows() -> None:
    assert {rule.id for rule in RULES} == {row[0] for row in TABLE}


# --- what a reader is told of ----------------------------------------------------------------------------------------

ROLES = [
    ("9x^2", {"constant": "9", "function": "x^2"}),
    ("a x b sin(x)", {"constant": "a*b", "function": "x*sin(x)"}),
    ("x/3", {"constant": "1/3", "function": "x"}),
    ("5/(2x + 1)^3", {"constant": "5", "base": "2*x + 1", "exponent": "3", "slope": "-3*5/(2*x + 1)^4"}),
    ("1/(1 + e^-x)", {"constant": "1", "base": "1 + e^(-x)", "exponent": "1", "slope": "-1/(1 + e^(-x))^2"}),
    ("sin(x)/x", {"numerator": "sin(x)", "denominator": "x"}),
    ("sin(x)^2", {"base": "sin(x)", "exponent": "2", "slope": "2*sin(x)"}),
    ("x^(-1/2)", {"base": "x", "exponent": "-1/2", "slope": "(-1/2)*x^(-3/2)"}),
    ("x^(-(3))", {"base": "x", "exponent": "-3", "slope": "(-3)*x^(-4)"}),
    ("x^(1/3)", {"base": "x", "exponent": "1/3", "slope": "1/3*x^(-2/3)"}),
    ("x^(a/2)", {"base": "x", "exponent": "a/2", "slope": "a/2*x^(a/2 - 1)"}),
    ("1/x^(1/2)", {"constant": "1", "base": "x^(1/2)", "exponent": "1", "slope": "-1/(x^(1/2))^2"}),
    ("2^x", {"base": "2", "exponent": "x", "slope": "2^x*ln(2)"}),
    ("e^sin(x)", {"base": "e", "exponent": "sin(x)", "slope": "e^(sin(x))"}),
    ("x^x", {"base": "x", "exponent": "x", "power": "x^x", "logarithm": "ln(x)"}),
]


@pytest.mark.parametrize(("text", "roles"), ROLES)
def test_roles(text: str, roles: dict[str, str]) -> None:
    _, _, split = opened(text, "x")
    assert {name: str(role) for name, role in split.roles.items()} == roles


# what is typed, and its inner function (None: it is no composite)
INNER = [
    ("sin(x)^2", "sin(x)"), ("sin(x^2)", "x^2"), ("1/(1 + e^-x)", "1 + e^(-x)"), ("5/(2x + 1)^3", "2*x + 1"),
    ("e^(-x)", "-x"), ("2^sin(x)", "sin(x)"), ("sqrt(x + 1)", "x + 1"), ("root(3, x^2)", "x^2"), ("|x - 1|", "x - 1"),
    ("log_2(x^2)", "x^2"), ("f(x^2, a)", "x^2"), ("f(a, sin(x))", "sin(x)"), ("x^3", "x"),
    ("x sin(x)", None), ("x^x", None), ("9x^2", None), ("sin(x)/x", None), ("x + sin(x)", None), ("-sin(x)", None),
    ("sin(x) cos(x)", None), ("max(x, x^2)", None), ("f(x, x^2)", None), ("{x if x > 0, 1}", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "inner"), INNER)
def test_what_is_composite_and_what_is_not(text: str, inner: str | None) -> None:
    target, _, split = opened(text, "x")
    if inner is None:
        assert split.inner is None
        return
    assert split.inner is not None
    node: Any = target
    for index in split.inner:
        node = node.children[index]
    assert str(node) == inner
    assert split.parts == (node,)


# --- joins run on numbers, too ---------------------------------------------------------------------------------------


def in_numbers(role: Any, point: dict[str, Any], arithmetic: Arithmetic) -> Any:
    """A role with its expressions worked out; what is no expression (a function's row) stays."""
    match role:
        case Expression():
            return program(role, arithmetic=arithmetic, functions=Waves()).at(point)[0]
        case tuple():
            return tuple(in_numbers(part, point, arithmetic) for part in role)
    return role


@pytest.mark.parametrize("arithmetic", [FLOATS, MANY], ids=["floats", "many digits"])
@pytest.mark.parametrize(("rule", "text", "variable", "answer"), [row for row in TABLE if row[0] != "piecewise"])
def test_joins_on_numbers(arithmetic: Arithmetic, rule: str, text: str, variable: str, answer: str) -> None:
    """The parts' slopes as numbers, joined, are the slope of the target."""
    target, found, split = opened(text, variable)
    whole, parts = ready(target), [ready(part) for part in split.parts]
    met = 0
    for point in points(target, Symbol(variable)):
        expected = slope(whole, variable, point)
        slopes = [slope(part, variable, point) for part in parts]
        if expected is None or None in slopes:
            continue
        roles = {name: in_numbers(role, point, arithmetic) for name, role in split.roles.items()}
        joined = found.join(roles, *[arithmetic.number(value) for value in slopes])
        value = in_numbers(joined, point, arithmetic)
        assert float(value) == pytest.approx(float(expected), rel=1e-9, abs=1e-9)
        if arithmetic is MANY and split.parts:
            assert not isinstance(value, float)
        met += 1
    assert met >= 2


LINEAR = [row for row in TABLE if row[0] not in ("constant", "variable", "piecewise")]


@pytest.mark.parametrize(("rule", "text", "variable", "answer"), LINEAR)
def test_joins_are_linear(rule: str, text: str, variable: str, answer: str) -> None:
    target, found, split = opened(text, variable)
    point = next(point for point in points(target, Symbol(variable)) if values(ready(target), point))
    roles = {name: in_numbers(role, point, MANY) for name, role in split.roles.items()}
    a, b = ([MANY.number(n + k) / 7 for k in range(len(split.parts))] for n in (3, -11))
    together = found.join(roles, *[2 * x - 3 * y for x, y in zip(a, b, strict=True)])
    apart = 2 * found.join(roles, *a) - 3 * found.join(roles, *b)
    assert float(together) == pytest.approx(float(apart), rel=1e-12)


def test_a_long_product_is_joined_in_pairs() -> None:
    """Beyond a few factors the derivative stays linear in size, and is still right, on numbers as on expressions."""
    text = " ".join(f"(x + {n})" for n in range(1, 14))
    target, rule, split = opened(text, "x")
    assert rule.id == "product"
    assert compared(target, Symbol("x"), rule.join(split.roles, *[Number(1)] * 13)) == 8
    assert rule.join({"factors": [2.0] * 13}, *[1.0] * 13) == 13 * 2.0**12


# --- piecewise functions ---------------------------------------------------------------------------------------------

PIECEWISE = [
    # at a single point the slope is a limit …
    ("{x^2 if x != 0, 0 if x = 0}", "0 if x = 0, 2*x otherwise"),
    ("{sin(x)/x if x != 0, 1 if x = 0}", "0 if x = 0, (x*cos(x) - sin(x))/x^2 otherwise"),
    ("{3 if x = 1, x^2 + x + 1 otherwise}", "3 if x = 1, 2*x + 1 otherwise"),
    ("{x if x < 0, 0 if x = 0, sin(x) if x > 0}", "1 if x < 0, 1 if x = 0, cos(x) if x > 0"),
    ("{(e^x - 1)/x if x != 0, 1 if x = 0}", "1/2 if x = 0, (x*e^x - e^x + 1)/x^2 otherwise"),
    ("{x |x| if x != 0, 0 if x = 0}", "0 if x = 0, 2*abs(x) otherwise"),
    ("{a x^2 if x != 0, 0 if x = 0}", "0 if x = 0, 2*a*x otherwise"),
    ("{0 if 2x = 0, x^2 otherwise}", "0 if 2*x = 0, 2*x otherwise"),
    ("{x^2 if x = 1, 2x - 1 otherwise}", "2 if x = 1, 2 otherwise"),
    # … if both sides have the same one, and it is found; else the point is left out
    ("{|x| if x != 0, 0 if x = 0}", "sign(x) if x != 0"),
    ("{x if x < 0, 0 if x = 0, x^2 if x > 0}", "1 if x < 0, 2*x if x > 0"),
    ("{x ln|x| if x != 0, 0 if x = 0}", "ln(abs(x)) + 1 if x != 0"),
    ("{x^2 sin(1/x) if x != 0, 0 if x = 0}", "2*x*sin(1/x) - cos(1/x) if x != 0"),
    ("{cbrt(x) if x != 0, 0 if x = 0}", "1/(3*cbrt(x)^2) if x != 0"),
    ("{1/x if x != 0, 0 if x = 0}", "-1/x^2 if x != 0"),
    ("{5 if x = 1, x^2 otherwise}", "2*x if x != 1"),
    ("{0 if x = 0, x^2 if x > 0}", "2*x if x > 0"),
    ("{{1 if x > 0, 0} if x != 0, 0 if x = 0}", "(0 if x > 0, 0 otherwise) if x != 0"),
    ("{e^(-1/x^8) if x != 0, 0 if x = 0}", "8*e^(-1/x^8)/x^9 if x != 0"),
    ("{x^8/(1 - cos(x))^4 if x != 0, 16 if x = 0}", "4*x^7*(2*(1 - cos(x)) - x*sin(x))/(1 - cos(x))^5 if x != 0"),
    ("{x + x^2/(b - b cos(x)) if x != 0, 0 if x = 0}",
    "1 + x*(2*(b - b*cos(x)) - b*x*sin(x))/(b - b*cos(x))^2 if x != 0"),
    # a place that is a letter, or a condition that has another one
    ("{a^2 if x = a, x^2 otherwise}", "2*x if x != a"),
    ("{5 if y > 0 and x = 1, x^2 otherwise}", "2*x if x != 1"),
    ("{0 if x = 0, x^2 if y > 0, x otherwise}", "2*x if y > 0 and x != 0, 1 if x != 0"),
    ("{x/a if x != 0, 0 if x = 0}", "1/a if x != 0"),
    # a point that is given by what holds otherwise
    ("{x if x != 0, 0 otherwise}", "1 if x = 0, 1 otherwise"),
    ("{sin(x)/x if x != 0, 1 otherwise}", "0 if x = 0, (x*cos(x) - sin(x))/x^2 otherwise"),
    ("{sin(x)/x if x != 0, 5 otherwise}", "(x*cos(x) - sin(x))/x^2 if x != 0"),
    # no point of the variable at all
    ("{x^2 if a = 1, x otherwise}", "2*x if a = 1, 1 otherwise"),
    ("{3 if x > 0, 4 otherwise}", "0 if x > 0, 0 otherwise"),
]


@pytest.mark.parametrize(("text", "answer"), PIECEWISE)
def test_piecewise(text: str, answer: str) -> None:
    assert str(differentiate(expression(text, variable="x"), "x")) == answer


def test_a_function_at_single_points_alone_has_no_slope() -> None:
    with pytest.raises(DomainError, match="single points only"):
        differentiate(expression("{5 if x = 1}"), "x")


@pytest.mark.parametrize("text", ["polygamma(x, 2)", "polygamma(x, x)"])
def test_a_row_without_a_partial_says_so(text: str) -> None:
    with pytest.raises(ChainRuleError, match="first argument of polygamma has to be constant"):
        differentiate(expression(text), "x")
