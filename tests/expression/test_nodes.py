"""Shapes: equal structure is one object, whatever happens to it, and what is no shape is refused."""

from __future__ import annotations

import copy
import pickle
import threading
from fractions import Fraction

import pytest

import chainrule as cr
from chainrule.expression.nodes import (
    ONE,
    PI,
    ZERO,
    Expression,
    Negation,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    UnknownCall,
    expression_of,
)
from chainrule.expression.walking import at, occurrences, rebuilt

x, y = Symbol("x"), Symbol("y")

TEXTS = (
    "x", "pi", "0.1", "-x^2 + 3x/7", "sin(x)^2*log(x, 3)", "f'(x)", "f(x, y)", "x^2 if x < 1 and y > 2, 1/x otherwise",
    "x if x != 0, y if x = 0", "x^2 + y^2 = 25", "u = x^2; y = sin(u)",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_copies_and_pickles_are_the_same_object(text: str) -> None:
    node = cr.parse(text)
    assert copy.copy(node) is node
    assert copy.deepcopy([node])[0] is node
    assert pickle.loads(pickle.dumps(node)) is node


def test_two_piecewise_that_share_a_condition_come_back_from_a_pickle() -> None:
    pair = cr.parse("(x if x < 1, y otherwise)*(y if x < 1, x otherwise)")
    assert pickle.loads(pickle.dumps(pair)) is pair


def test_depth_is_no_matter_to_pickling_and_forgetting() -> None:
    deep: Expression = x
    for _ in range(50_000):
        deep = Negation(deep)
    assert pickle.loads(pickle.dumps(deep)) is deep
    assert deep.height == 50_000


def test_equal_structure_is_one_object_in_every_thread() -> None:
    found: list[Expression] = []

    def build() -> None:
        found.extend(Power(Symbol("thread"), Number(n)) for n in range(500))

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2_000
    assert len(set(found)) == 500


OPERATORS = [
    (x + 1, "x + 1"), (1 + x, "1 + x"), (x - 1, "x - 1"), (1 - x, "1 - x"), (x * 2, "x*2"), (2 * x, "2*x"),
    (x / 2, "x/2"), (2 / x, "2/x"), (x**2, "x^2"), (2**x, "2^x"), (-x, "-x"), (x * -1, "x*(-1)"),
]  # fmt: skip


@pytest.mark.parametrize(("node", "text"), OPERATORS)
def test_operators_build_raw_nodes(node: Expression, text: str) -> None:
    assert str(node) == text


REFUSED = [
    lambda: Number(-1), lambda: Number(Fraction(1, 3)), lambda: Number(Fraction(4, 2)), lambda: Number(True),
    lambda: Number(1.5), lambda: Sum((x,)), lambda: Product([x, y]), lambda: UnknownCall("f", (x,), ()),
    lambda: UnknownCall("f", (), ()), lambda: expression_of(1.5),
    lambda: cr.parse("sin(x)").with_children((x, y)),
]  # fmt: skip


@pytest.mark.parametrize("build", REFUSED)
def test_what_is_no_shape_is_refused(build: object) -> None:
    with pytest.raises(TypeError):
        build()  # type: ignore[operator]


def test_one_is_not_true_nor_a_float() -> None:
    assert Number(1) is ONE
    assert Number(1).value is not True
    assert type(Number(1).value) is int


def test_nodes_are_immutable() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        x.name = "y"  # type: ignore[misc]


@pytest.mark.parametrize("text", TEXTS)
def test_a_node_shows_itself(text: str) -> None:
    node = cr.parse(text)
    assert str(node) in repr(node)
    assert type(node).__name__ in repr(node)
    if isinstance(node, Expression):
        assert node._repr_mimebundle_()["text/latex"].startswith("$")


def test_names_and_functions_are_in_order_of_appearance() -> None:
    node = cr.parse("b*f(a) + g'(b)", functions=("f", "g"))
    assert node.names == ("b", "a")
    assert node.functions == ("f", "g")


CONSTANT = [("2*pi + e", True), ("sin(2)", True), ("sin(2x)", False), ("f(3)", True)]


@pytest.mark.parametrize(("text", "constant"), CONSTANT)
def test_what_is_constant(text: str, constant: bool) -> None:
    assert cr.parse(text).constant is constant


def test_a_leaf_with_children_given_stays_itself() -> None:
    assert PI.with_children(()) is PI
    relation = Relation("=", x, y)
    assert relation.with_children((y, x)) is Relation("=", y, x)
    assert isinstance(relation, Node)


def test_walking() -> None:
    node = cr.parse("x*(x + 1)/x")
    assert at(node, (0, 1, 1)) is ONE
    assert occurrences(node)[x] == 3
    swapped = rebuilt(node, lambda inside: y if inside is x else None)
    assert str(swapped) == "y*(y + 1)/y"
    assert rebuilt(node, lambda inside: None) is node
    assert Quotient(ZERO, ONE).children == (ZERO, ONE)
