"""The engine: linear in what is shared, any depth, orders, gradients, and limits by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import cos, sin

import pytest
from slopes import compared, expression, points, ready, same_value, values

from chainrule.calculus.engine import differentials, differentiate, gradient, reverse_pass
from chainrule.errors import ChainRuleError, LimitError
from chainrule.expression.evaluation import evaluate, program
from chainrule.expression.functions import function_named
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import ONE, Call, Expression, Number, Product, Quotient, Sum, Symbol
from chainrule.expression.walking import occurrences, postorder

X, Y = Symbol("x"), Symbol("y")
SIN = function_named("sin")


def size(expression: Expression) -> int:
    return len(occurrences(expression))


def repeated(step: Callable[[Expression], Expression], times: int) -> Expression:
    return reduce(lambda inner, _: step(inner), range(times), X)


# --- sharing, depth, width --------------------------------------------------------------------------------------------

SHARED = {
    "squares": (lambda inner: Product((inner, inner)), 60),
    "sums": (lambda inner: Sum((inner, inner, Number(1))), 60),
    "sines of products": (lambda inner: Call(SIN, (Product((inner, inner)),)), 60),
    "fractions": (lambda inner: Quotient(inner, Sum((inner, Number(1)))), 40),
}


@pytest.mark.parametrize(("step", "times"), SHARED.values(), ids=SHARED)
def test_what_is_shared_is_worked_out_once(step: Callable[[Expression], Expression], times: int) -> None:
    """2^60 nodes, written out; the DAG has a few for each level."""
    target = repeated(step, times)
    work = differentials(target, X)
    slope = differentiate(target, X)
    assert len(work) <= 4 * times
    assert size(work[target].result) <= 20 * times
    assert size(slope) <= 40 * times


def test_repeated_squaring_has_the_right_slope() -> None:
    assert str(differentiate(repeated(lambda inner: Product((inner, inner)), 5), X)) == "32*x^31"
    nested = repeated(SHARED["sines of products"][0], 3)
    assert compared(nested, X, differentiate(nested, X)) == 8


def test_ten_thousand_nested_sines() -> None:
    target = repeated(lambda inner: Call(SIN, (inner,)), 10_000)
    slope = differentiate(target, X)
    assert size(slope) < 25_000
    value, expected = 0.4, 1.0
    for _ in range(10_000):
        expected *= cos(value)
        value = sin(value)
    assert program(slope).at({"x": 0.4})[0] == pytest.approx(expected, rel=1e-9)


def test_a_product_of_two_thousand_factors() -> None:
    target = Product(tuple(Sum((Quotient(X, Number(n)), ONE)) for n in range(1, 2_001)))
    slope = differentiate(target, X)
    assert size(slope) < 30_000
    assert size(differentials(target, X)[target].result) < 30_000
    assert evaluate(Quotient(slope, target), x=0.5) == pytest.approx(sum(1 / (0.5 + n) for n in range(1, 2_001)))


def test_a_sum_of_ten_thousand_terms() -> None:
    target = Sum(tuple(Product((Number(n), X, X)) for n in range(1, 10_001)))
    assert str(differentiate(target, X)) == f"{10_000 * 10_001}*x"


@pytest.mark.parametrize("make", [
    lambda n: repeated(lambda inner: Call(SIN, (inner,)), n),
    lambda n: Product(tuple(Sum((X, Number(k))) for k in range(1, n + 1))),
    lambda n: repeated(lambda inner: Product((inner, inner)), n),
], ids=["nested sines", "factors", "squares"])  # fmt: skip
def test_the_raw_derivative_grows_linearly(make: Callable[[int], Expression]) -> None:
    small, large = (size(differentials(target, X)[target].result) for target in (make(50), make(500)))
    assert large <= 14 * small


# --- orders -----------------------------------------------------------------------------------------------------------

ORDERS = [
    ("x^4", 0, "x^4"), ("x^4", 1, "4*x^3"), ("x^4", 3, "24*x"), ("x^4", 4, "24"), ("x^4", 5, "0"), ("x^4", 180, "0"),
    ("x^4 + 3x^2 - x", 2, "12*x^2 + 6"), ("sin(x)", 2, "-sin(x)"), ("sin(x)", 180, "sin(x)"), ("cos(x)", 179, "sin(x)"),
    ("e^x", 180, "e^x"), ("e^(2x)", 10, "1024*e^(2*x)"), ("1/x", 3, "-6/x^4"), ("ln(x)", 4, "-6/x^4"),
    ("sin(2x)", 3, "-8*cos(2*x)"), ("e^(-x^2)", 2, "-2*e^(-x^2)*(1 - 2*x^2)"), ("f(x)", 3, "f'''(x)"),
    ("f(x^2)", 2, "2*(f'(x^2) + 2*x^2*f''(x^2))"), ("x^n", 2, "n*x^(n - 2)*(n - 1)"),
    ("digamma(x)", 3, "polygamma(3, x)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "order", "answer"), ORDERS)
def test_orders(text: str, order: int, answer: str) -> None:
    assert str(differentiate(expression(text, variable="x"), "x", order)) == answer


def test_an_order_is_that_many_derivatives() -> None:
    target = expression("e^(x^2) sin(3x)")
    once = differentiate(target, X)
    assert same_value(differentiate(target, X, 3), differentiate(differentiate(once, X), X)) == 8
    assert compared(differentiate(target, X, 2), X, differentiate(target, X, 3)) == 8


MIXED = [
    ("x^2 y^3", ["x", "y"], "6*x*y^2"), ("x^2 y^3", ["y", "x"], "6*x*y^2"), ("x^2 y^3", ["x", "x"], "2*y^3"),
    ("x^2 y^3", ["x", "y", "z"], "0"), ("sin(x y)", ["x", "y"], "cos(x*y) - x*y*sin(x*y)"), ("x^y", ["y"], "x^y*ln(x)"),
    ("f(x, y)", ["x", "y"], "f^(1,1)(x, y)"), ("x y", [], "x*y"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "variables", "answer"), MIXED)
def test_mixed_partials(text: str, variables: list[str], answer: str) -> None:
    assert str(differentiate(expression(text, names=("x", "y")), variables)) == answer


def test_the_order_counts_for_each_variable() -> None:
    assert str(differentiate(expression("x^2 y^3"), ["x", "y"], 2)) == "12*y"


# --- gradients --------------------------------------------------------------------------------------------------------

GRADIENTS = [
    "x^2 y + sin(y)", "x y", "x/y", "x^y", "e^(x y) + x", "sin(x) cos(y) tan(x)", "ln(x^2 + y^2)", "7", "x",
    "atan2(y, x)",
    "f(x, y)", "f(x y, x + y)", "max(x, y)", "1/(x + y)^2", "-x - y", "x/3 + 2y", "|x y|",
    "sqrt(x^2 + y^2) + x^2 + y^2",
    "(x + 1)(x + 2)(x + y)(y + 3)(x + 4)(y + 5)(x + 6)(x + 7)(y + 8)(x + 9)", "root(x, y)", "log(x, y)",
    "{x^2 if x > y, y^2 otherwise}", "sin({sqrt(x) if x > 0, y otherwise}) y", "{3x + x^2 if x != 0, 0 if x = 0} y",
    "{x^2 if y > 0, y otherwise} + x^2", "{5 if y > 0, 3 otherwise}",
]  # fmt: skip


@pytest.mark.parametrize("text", GRADIENTS)
def test_a_gradient_is_all_partials(text: str) -> None:
    target = expression(text, names=("x", "y"), functions=("f",))
    for variable, partial in zip((X, Y), gradient(target, ["x", "y"]), strict=True):
        assert same_value(partial, differentiate(target, variable)) >= 2
        assert compared(target, variable, partial) >= 2


def test_a_gradient_has_values_wherever_the_partials_have() -> None:
    """Also where another branch of a piecewise function has none, and on a single point."""
    target = expression("sin({sqrt(x) if x > 0, x^2 otherwise}) + {3x + x^2 if x != 0, 0 if x = 0}")
    (slope,) = gradient(target, [X])
    assert evaluate(slope, x=-2) == pytest.approx(evaluate("cos(x^2) 2x + 3 + 2x", x=-2))
    assert evaluate(slope, x=0) == pytest.approx(3)


def test_gradients_share_what_is_shared() -> None:
    letters = [Symbol(f"x{n}") for n in range(300)]
    target = reduce(lambda inner, letter: Call(SIN, (Product((inner, letter)),)), letters)
    found = gradient(target, letters)
    assert len({node for partial in found for node in postorder(partial)}) < 40 * len(letters)
    values = {letter: 1 + n / 1000 for n, letter in enumerate(letters)}
    (inner,) = program(target.children[0].children[0]).at(values)
    (last,) = program(found[-1]).at(values)
    assert last == pytest.approx(inner * cos(inner * values[letters[-1]]))


def test_a_gradient_by_what_does_not_occur_is_zero() -> None:
    assert gradient(expression("x^2"), ["y", "x", "z"]) == [Number(0), expression("2*x"), Number(0)]
    assert gradient(expression("x^2"), []) == []


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [181, 10_000])
def test_the_order_is_limited_by_name(order: int) -> None:
    with pytest.raises(LimitError, match="order of a derivative is 180") as caught:
        differentiate(expression("sin(x)"), "x", order)
    assert (caught.value.limit, caught.value.allowed, caught.value.met) == ("the order of a derivative", 180, order)


def test_all_orders_together_are_limited() -> None:
    with pytest.raises(LimitError, match="needs 200"):
        differentiate(expression("x y"), ["x", "y"], 100)


def test_the_size_is_limited_by_name() -> None:
    target = Product(tuple(Sum((X, Number(n))) for n in range(200)))
    for work in (differentiate, lambda *arguments, **options: gradient(arguments[0], [X], **options)):
        with pytest.raises(LimitError, match="different sub-expressions is 100"):
            work(target, X, limits=Limits(nodes=100))
    assert differentiate(target, X, limits=Limits.unbounded()) is differentiate(target, X)


def test_a_higher_order_that_swells_meets_the_limit_in_time() -> None:
    with pytest.raises(LimitError, match="sub-expressions"):
        differentiate(expression("e^(sin(x) tan(x^2)) ln(x^3 + 1)/(x^5 + cos(x))"), "x", 60, limits=Limits(nodes=3_000))


def test_an_order_below_zero_is_refused() -> None:
    with pytest.raises(ChainRuleError, match="0 or more, not -2"):
        differentiate(expression("x"), "x", -2)


def test_the_helper_finds_wrong_slopes() -> None:
    """The yardstick of these tests: a wrong slope is told from a right one, even by a factor of 1 + 10^-15."""
    target = expression("sin(x^2)")
    assert compared(target, X, expression("2x cos(x^2)")) == 8
    for wrong in ("cos(x^2)", "-2x cos(x^2)", "2x cos(x^2) 1.000000000000001"):
        with pytest.raises(AssertionError):
            compared(target, X, expression(wrong))
    assert values(ready(expression("ln(x)")), points(X)[0]) is None


def test_the_reverse_pass_starts_with_its_seed_and_takes_slopes_in_another_form() -> None:
    target, x, seed = expression("tanh(x)^2"), Symbol("x"), Symbol("s")
    tanh, sech = expression("tanh(x)"), expression("sech(x)^2")
    found = reverse_pass(target, [x], seed=seed, slopes={sech: 1 - tanh * tanh})
    assert found[target] is seed
    assert found[tanh] is seed * (2 * tanh)
    assert found[x] is found[tanh] * (1 - tanh * tanh)
