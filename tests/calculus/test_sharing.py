"""Gradients keep what is shared: how many operations the value and all partial derivatives take together."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import reduce

import pytest
from shared_graphs import called, diamonds, random_graph

import chainrule as cr
from chainrule.calculus.engine import WORTH, gradient
from chainrule.calculus.sharing import operations, simplified
from chainrule.calculus.tidying.terms import Manner
from chainrule.expression.evaluation import target_of
from chainrule.expression.nodes import E, Expression, Negation, Number, Power, Product, Quotient, Sum, Symbol
from chainrule.expression.walking import postorder

X, Y, Z = Symbol("x"), Symbol("y"), Symbol("z")


def letters(count: int) -> tuple[Symbol, ...]:
    return tuple(Symbol(f"x{n}") for n in range(count))


def network(*sizes: int) -> Expression:
    """A sigmoid network with a squared error, as a system of definitions."""
    rows, before = [], [f"x{n}" for n in range(sizes[0])]
    for layer, size in enumerate(sizes[1:], 1):
        units = [f"a{layer}_{n}" for n in range(size)]
        for n, unit in enumerate(units):
            terms = [f"w{layer}_{n}_{k}*{name}" for k, name in enumerate(before)]
            rows += [f"z{layer}_{n} = {' + '.join(terms)} + b{layer}_{n}", f"{unit} = sigmoid(z{layer}_{n})"]
        before = units
    rows.append("L = " + " + ".join(f"({unit} - y{n})^2" for n, unit in enumerate(before)))
    return target_of(cr.parse("; ".join(rows)))


LARGE: dict[str, Callable[[], Expression]] = {
    "a product of 2,000 factors": lambda: Product(letters(2_000)),
    "a product of 10": lambda: Product(letters(10)),
    "a product of sines": lambda: Product(tuple(called("sin", x) for x in letters(300))),
    "a product of powers": lambda: Product(tuple(Power(x, Number(2 + n % 4)) for n, x in enumerate(letters(300)))),
    "a sum": lambda: Sum(letters(2_000)),
    "a length": lambda: called("sqrt", Sum(tuple(Power(x, Number(2)) for x in letters(300)))),
    "a product over a sum": lambda: Quotient(Product(letters(300)), Sum(letters(300))),
    "softmax": lambda: Quotient(Power(E, letters(1)[0]), Sum(tuple(Power(E, x) for x in letters(300)))),
    "a continued fraction": lambda: reduce(lambda u, x: Sum((x, Quotient(Number(1), u))), letters(300)),
    "Horner's scheme": lambda: reduce(lambda u, a: Sum((a, Product((X, u)))), letters(300)),
    "a tower": lambda: reduce(lambda u, x: Power(Sum((x, called("ln", u))), Number(3)), letters(200)),
    "a network": lambda: network(4, 8, 8, 2),
    "a small network": lambda: network(2, 2, 1),
    "fifty diamonds": lambda: diamonds(50),
    "fifty squarings": lambda: reduce(lambda u, _: Product((u, u)), range(50), X),  # type: ignore[arg-type, return-value]
    "fifty doublings": lambda: reduce(lambda u, _: Sum((u, u)), range(50), X),  # type: ignore[arg-type, return-value]
    **{f"random {n}": lambda n=n: random_graph(random.Random(n), 40 + 60 * n) for n in range(12)},  # type: ignore[misc]
}


@pytest.mark.parametrize("name", LARGE)
def test_value_and_all_partials_take_at_most_four_times_the_operations_of_the_value(name: str) -> None:
    target = LARGE[name]()
    partials = gradient(target, list(target.names))
    assert operations(target, *partials) <= WORTH * operations(target)


@pytest.mark.parametrize("name", ["a product of 10", "a product over a sum", "a tower", "a small network", "random 1"])
def test_shared_forms_have_the_right_values(name: str) -> None:
    target = LARGE[name]()
    point = {name: 1 + 0.37 * n % 0.5 for n, name in enumerate(target.names)}
    made = cr.graph(target, point)
    for symbol, partial in zip(target.names, gradient(target, list(target.names)), strict=True):
        given = {name: point[name] for name in partial.names}
        assert made.adjoint(symbol) == pytest.approx(cr.evaluate(partial, given), rel=1e-9)


SMALL = [
    ("x y z u v", "u*v*y*z", None),
    ("x/y", "1/y", "-x/y^2"),
    ("sqrt(x^2 + y^2)", "x/sqrt(x^2 + y^2)", "y/sqrt(x^2 + y^2)"),
    ("(x + y)/(x - y)", "-2*y/(x - y)^2", "2*x/(x - y)^2"),
    ("x^2 y e^(x y)", None, None),
]


@pytest.mark.parametrize(("text", "by_x", "by_y"), SMALL)
def test_textbook_gradients_keep_the_textbook_form(text: str, by_x: str | None, by_y: str | None) -> None:
    target = cr.parse(text)
    assert isinstance(target, Expression)
    found = gradient(target, ["x", "y"])
    for variable, partial, written in zip("xy", found, (by_x, by_y), strict=True):
        if written is not None:
            assert cr.compare(partial, written).verdict == "same"
            assert operations(partial) <= operations(cr.parse(written))  # type: ignore[arg-type]
        assert len(str(partial)) <= len(str(cr.differentiate(target, variable))) + 2


def test_operations_are_counted_once_for_what_is_shared() -> None:
    u = X * Y
    assert operations(u) == 1
    assert operations(Sum((u, u, u))) == 3
    assert operations(X, Y) == 0
    assert operations(called("sin", u), called("cos", u)) == 3


REWRITTEN = [
    (Product((Number(2), X, Number(3))), "6*x"),
    (Product((-X, -Y)), "x*y"),
    (Product((-X, Y)), "(-x)*y"),
    (Product((Number(2), -X)), "2*(-x)"),
    (Product((-Number(2), -X)), "2*x"),
    (Product((-Number(2), X)), "-2*x"),
    (Product((X, Quotient(Number(1), Y))), "x/y"),
    (Product((X, -Quotient(Number(1), Y), Quotient(Number(1), Z))), "-x/(y*z)"),
    (Product((X, Number(0))), "0"),
    (Quotient(X, Number(2)), "1/2*x"),
    (Quotient(Number(0), X), "0"),
    (Sum((X, X, X)), "3*x"),
    (Sum((X, -X)), "0"),
    (Sum((-X, -X, Y)), "-2*x + y"),
    (Sum((X, Number(2), Number(3))), "x + 5"),
    (Sum((X, Number(2), -Number(3))), "x - 1"),
    (Negation(-X), "x"),
    (-Sum((X, -X)), "0"),
    (Power(Sum((X, X)), Number(3)), "(2*x)^3"),
]


@pytest.mark.parametrize(("before", "after"), REWRITTEN, ids=[after for _, after in REWRITTEN])
def test_each_node_is_simplified_on_its_own(before: Expression, after: str) -> None:
    (found,) = simplified([before], [], Manner())
    assert str(found) == after


def test_what_is_kept_stays_as_it_is() -> None:
    kept = Product((Number(2), Number(3), X))
    (found,) = simplified([Sum((kept, kept))], postorder(kept), Manner())
    assert str(found) == "2*(2*3*x)"
