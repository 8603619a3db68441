"""Pairs of expressions and what is to be said of them."""

from __future__ import annotations

import pytest

from chainrule.calculus.comparison.equivalence import compare
from chainrule.calculus.comparison.normal_form import NormalForms, TooHardError
from chainrule.expression.evaluation import evaluate
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import Call, Expression, Number, Power, Product, Sum, Symbol
from chainrule.expression.reading import parse

X = Symbol("x")
SAME = """
    2x + 3x                         | 5x
    x                               | x*1.0
    sin(x)^2 + cos(x)^2             | 1
    sqrt(x^2)                       | abs(x)
    tan(x)^2 + 1                    | sec(x)^2
    1/cos(x)^2                      | sec(x)^2
    sin(2x)                         | 2 sin(x) cos(x)
    cos(2x)                         | 1 - 2 sin(x)^2
    ln(x^2)                         | 2 ln(abs(x))
    ln(8)                           | 3 ln(2)
    arccot(x)                       | pi/2 - arctan(x)
    x^(1/3)                         | cbrt(x)
    x^(2/6)                         | root(x, 3)
    (x^(1/3))^2                     | x^(2/3)
    x^0.2                           | root(x, 5)
    1/(2 sqrt(x))                   | x^(-1/2)/2
    1/(x^2 - 1)                     | 1/((x - 1)(x + 1))
    (x^2 + x + 1)/(x^2 + x + 1)     | 1
    (x + y)^7                       | (x + y)^3 (x + y)^4
    cosh(x)^2 - sinh(x)^2           | 1
    tanh(x) - 1                     | -2/(e^(2x) + 1)
    sigmoid(x)(1 - sigmoid(x))      | e^(-x)/(1 + e^(-x))^2
    relu(x)                         | max(x, 0)
    relu(x)                         | x if x > 0, 0 otherwise
    abs(x)                          | -x if x < 0, x if x >= 0
    sinc(x)                         | sin(x)/x if x != 0, 1 otherwise
    sign(x) x                       | abs(x)
    4^x                             | 2^(2x)
    2^(x + 1)                       | 2*2^x
    e^(x + y)                       | e^x e^y
    sqrt(12)                        | 2 sqrt(3)
    sqrt(2) sqrt(3)                 | sqrt(6)
    f(x) + f(x)                     | 2f(x)
    f'(x^2)                         | f'(x*x)
    arccosh(x)                      | ln(x + sqrt(x^2 - 1))
    softplus(x)                     | ln(1 + e^x)
    log(x, 2)                       | ln(x)/ln(2)
    1/ln(x)                         | (x - 1)/((x - 1) ln(x))
    sqrt(x^2 - 2x + 1)              | abs(x - 1)
    sqrt(x - 1) sqrt(1.001 - x)     | sqrt((x - 1)(1.001 - x))
    e^(-x^2 - 1000)                 | e^(-1000)/e^(x^2)
    (-x)^(1/3)                      | -x^(1/3)
    max(x, y)                       | max(y, x)
    sqrt(4)                         | 2
    x sech(w x)^2                   | x (1 - tanh(w x)^2)
"""
PARTLY = """
    arcsec(x) - arccos(1/x)         | 0
    x/x                             | 1
    1/tan(x)                        | cot(x)
    1/(1/x)                         | x
    ln(x^2)                         | 2 ln(x)
    ln(x y)                         | ln(x) + ln(y)
    (x^2 - 1)/(x - 1)               | x + 1
    (x^2 - 2x + 1)/(x^2 - 2x + 1)   | 1
    sin(x)/x                        | sinc(x)
    x/abs(x)                        | sign(x)
    sqrt(x)^2                       | x
    sqrt(x)                         | x/sqrt(x)
    e^(ln(x))                       | x
    1/sqrt(x^2 - 1)                 | 1/(sqrt(x - 1) sqrt(x + 1))
    tan(x) cos(x)                   | sin(x)
    gamma(x + 1)                    | x gamma(x)
    sin(arcsin(x))                  | x
    (x - 77)/(x - 77)               | 1
    (cos(x) + 3 sin(x))/(cos(x) + 3 sin(x)) | 1
"""
DIFFERENT = """
    2x                              | 3x
    sqrt(x^2)                       | x
    2x(1 + 10^(-9))                 | 2x
    2x(1 + 10^(-30))                | 2x
    2x + 10^(-35)                   | 2x
    sin(x^2)                        | sin(x)^2
    arctan(1/x)                     | arccot(x)
    arctan(x) + arctan(1/x)         | pi/2
    (x^2)^(1/6)                     | cbrt(x)
    sqrt(x/y) y                     | sqrt(x y)
    sqrt(x^(2n))                    | x^n
    f(x)                            | g(x)
    f'(x)                           | f(x)
    f(2x)                           | 2f(x)
    sign(x)^2                       | 1
    sign(x - 3)^2                   | 1
    abs(x - 50)                     | 50 - x
    max(x, -1000)                   | x
    arcsin(sin(x))                  | x
    e^(-x^2 - 1000)                 | 2e^(-x^2 - 1000)
    e^pi                            | pi^e
    1/3                             | 0.3333333333
    tanh(x)                         | 1
    x^1000000                       | x^1000001
    x if x > 0, 1 otherwise         | x if x > 0, 2 otherwise
    polygamma(200, x)               | polygamma(201, x) + 1
    x if x > 40, 1 otherwise        | x if x >= 40, 1 otherwise
"""
UNDECIDED = """
    sqrt(-1 - x^2)                  | 2 sqrt(-1 - x^2)
    e^(e^(e^(e^(e^(x^2 + 9)))))     | e^(e^(e^(e^(e^(x^2 + 10)))))
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [(a.strip(), b.strip()) for a, b in (line.split("|") for line in table.strip().splitlines())]


@pytest.mark.parametrize(("a", "b"), rows(SAME))
def test_same(a: str, b: str) -> None:
    assert compare(a, b).verdict == compare(b, a).verdict == "same"


@pytest.mark.parametrize(("a", "b"), rows(PARTLY))
def test_same_where_both_are_defined(a: str, b: str) -> None:
    assert compare(a, b).verdict == compare(b, a).verdict == "same-where-both-defined"


@pytest.mark.parametrize(("a", "b"), rows(DIFFERENT))
def test_different_with_a_witness(a: str, b: str) -> None:
    found = compare(a, b)
    assert found.verdict == compare(b, a).verdict == "different"
    assert found.witness is not None
    assert found.values is not None
    if not any(letter in a for letter in "f'"):
        left, right = (
            evaluate(side, {n: v for n, v in found.witness.items() if n in parse(side).names}, precision=60)
            for side in (a, b)
        )
        assert left != right


@pytest.mark.parametrize(("a", "b"), rows(UNDECIDED))
def test_undecided(a: str, b: str) -> None:
    assert compare(a, b).verdict == "undecided"


def test_a_simple_point_is_the_witness() -> None:
    found = compare("2x cos(x^2)", "cos(x^2)")
    assert found.witness == {"x": 1.0}
    assert found.values == pytest.approx((1.0806046117362795, 0.5403023058681398))


def test_comparison_is_repeatable() -> None:
    assert compare("sin(x y)", "sin(x) y") == compare("sin(x y)", "sin(x) y")


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("x^2 + y^2 = 25", "y^2 + x^2 = 25", "same"), ("x^2 + y^2 = 25", "25 = x^2 + y^2", "same"),
        ("x y = 25", "x y = 24", "undecided"), ("x y = 25", "x y", "undecided"),
        ("u = x^2; y = sin(u)", "u = x*x; y = sin(u)", "same"), ("u = x^2; y = sin(u)", "v = x^2; y = sin(v)", "same"),
        ("u = x^2; y = sin(u)", "u = x^3; y = sin(u)", "different"), ("u = x^2; y = sin(u)", "sin(x^2)", "same"),
    ],
)  # fmt: skip
def test_relations_and_systems(a: str, b: str, verdict: str) -> None:
    assert compare(a, b).verdict == verdict


def _nested(name: str, times: int, leaf: Expression) -> Expression:
    for _ in range(times):
        leaf = Call(function_named(name), (leaf,))
    return leaf


def _tower(times: int) -> Expression:
    tower: Expression = X
    for _ in range(times):
        tower = Power(tower, tower + 1)
    return tower


NASTY = {
    "deep": (_nested("sin", 10_000, X), _nested("sin", 10_001, X)),
    "deep and equal": (_nested("tanh", 1_000, X), _nested("tanh", 1_000, X) * 1),
    "tower": (_tower(200), _tower(200) * 1),
    "wide": (Sum(tuple(1 / (X + i) for i in range(500))), Sum(tuple(1 / (X + i) for i in reversed(range(500))))),
    "long product": (Product(tuple(X + i for i in range(400))), Product(tuple(X + i for i in reversed(range(400))))),
    "large powers": (Power(X + 1, Number(5_000)), Power(X + 1, Number(4_999)) * (X + 1)),
}


@pytest.mark.parametrize("name", NASTY)
def test_nasty_input_takes_bounded_time(name: str) -> None:
    a, b = NASTY[name]
    verdict = compare(a, b).verdict
    assert verdict in (("different", "undecided") if name == "deep" else ("same", "undecided"))


def test_equal_forms_within_the_budget_only() -> None:
    forms = NormalForms(budget=50)
    with pytest.raises(TooHardError):
        forms.of(Power(X + 1, Number(60)) * Power(X + 2, Number(60)))
    with pytest.raises(TooHardError):
        NormalForms().of(Power(X + 1, Number(61)))
