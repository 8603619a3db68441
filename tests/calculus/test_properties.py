"""Properties of whole expressions, whatever Hypothesis comes up with."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from slopes import compared, ready, same_value
from strategies import EXPRESSIONS, X

from chainrule.calculus.derivation import derive
from chainrule.calculus.engine import differentials, differentiate, gradient
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import DomainError, ReadingError
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import Call, Expression, Number, Power, Product, Quotient, Sum, Symbol
from chainrule.expression.reading import parse
from chainrule.expression.walking import substitute

OUTER = st.sampled_from(["sin", "exp", "arctan", "tanh", "sigmoid"]).map(function_named)
NUMBERS = st.integers(1, 12).map(Number)


def slope(target: Expression) -> Expression:
    """The derivative by x; what divides by zero everywhere is no example."""
    try:
        return differentiate(target, X)
    except DomainError:
        assume(False)
        raise


@settings(max_examples=200)
@given(EXPRESSIONS)
def test_the_derivative_is_the_central_difference(target: Expression) -> None:
    compared(target, X, slope(target))


@settings(max_examples=200)
@given(EXPRESSIONS)
def test_the_record_the_engine_and_the_gradient_agree(target: Expression) -> None:
    answer = slope(target)
    assert derive(target, X).answer is answer
    (partial,) = gradient(target, [X])
    same_value(partial, answer)


@settings(max_examples=100)
@given(EXPRESSIONS)
def test_a_derivative_prints_and_reads_back(target: Expression) -> None:
    answer = slope(target)
    try:
        again = parse(str(answer), names=answer.names)
    except ReadingError as error:  # a constant that has no value, such as ln(-1), is refused by the reader
        assume("no value" not in str(error) and "zero" not in str(error))
        raise
    assert again is answer


@settings(max_examples=200)
@given(EXPRESSIONS)
def test_tidying_keeps_the_value(target: Expression) -> None:
    try:
        same_value(target, tidied(target))
        raw = differentials(target, X)[target].result
        same_value(raw, tidied(raw))
    except DomainError:
        assume(False)


@settings(max_examples=200)
@given(EXPRESSIONS)
def test_tidying_never_loses_places(target: Expression) -> None:
    """Where an expression has a value, its tidied form has one: a domain may grow, and never shrinks."""
    try:
        after = tidied(target)
    except DomainError:
        assume(False)
        raise
    made = ready(target, after)
    for turn in range(6):
        point = {name: made.arithmetic.number(turn * 1.37 + 0.21 + k / 7) for k, name in enumerate(made.names)}
        before_value, after_value = made.attempt(point)
        if hasattr(before_value, "_mpf_"):
            assert hasattr(after_value, "_mpf_"), (str(target), str(after), point)


@settings(max_examples=100)
@given(EXPRESSIONS, EXPRESSIONS, NUMBERS, NUMBERS)
def test_linearity(f: Expression, g: Expression, a: Number, b: Number) -> None:
    together = slope(Sum((Product((a, f)), Product((b, g)))))
    same_value(together, Sum((Product((a, slope(f))), Product((b, slope(g))))))


@settings(max_examples=100)
@given(EXPRESSIONS, EXPRESSIONS)
def test_products_and_quotients(f: Expression, g: Expression) -> None:
    df, dg = slope(f), slope(g)
    same_value(slope(Product((f, g))), df * g + f * dg)
    same_value(slope(Quotient(f, g)), (df * g - f * dg) / g**2)


@settings(max_examples=100)
@given(OUTER, EXPRESSIONS)
def test_the_chain_rule(outer: object, inner: Expression) -> None:
    """(f(g(x)))' is f'(g(x)) · g'(x), and so for any outer expression with the inner one put in."""
    u = Symbol("u")
    local = differentiate(Call(outer, (u,)), u)
    same_value(slope(Call(outer, (inner,))), substitute(local, {u: inner}) * slope(inner))
    same_value(slope(Power(inner, Number(3))), Number(3) * inner**2 * slope(inner))


@settings(max_examples=60)
@given(EXPRESSIONS, st.integers(2, 3))
def test_orders_are_taken_one_by_one(target: Expression, order: int) -> None:
    one_by_one = target
    for _ in range(order):
        one_by_one = slope(one_by_one)
    same_value(differentiate(target, X, order), one_by_one)


@settings(max_examples=60)
@given(EXPRESSIONS)
def test_what_does_not_move_has_slope_zero(target: Expression) -> None:
    assert differentiate(target, Symbol("z")) is Number(0)
