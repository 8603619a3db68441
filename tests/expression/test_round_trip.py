"""What is written reads back as the very same object, whatever the tree."""

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from chainrule.errors import LimitError, ReadingError
from chainrule.expression.functions import FORMULA_SHEET, function_named
from chainrule.expression.nodes import (
    PI,
    Call,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    System,
    UnknownCall,
)
from chainrule.expression.reading import parse

NAMES = ("x", "y", "t", "a", "i", "f", "x1", "w1_12", "x_max", "theta", "lambda", "gamma", "rate", "E", "d", "n")
LEAVES = st.one_of(
    st.sampled_from(NAMES).map(Symbol),
    st.integers(0, 10**6).map(Number),
    st.decimals("0.001", "99", places=3).map(lambda d: parse(str(d))),
    st.sampled_from((PI, E)),
)


def _calls(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    names = st.sampled_from([row.name for row in FORMULA_SHEET])
    return st.tuples(names, inner, inner).map(_called)


def _called(parts: tuple[str, Expression, Expression]) -> Call:
    row = function_named(parts[0])
    return Call(row, parts[1 : 1 + row.arity])


def _unknown_calls(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    arguments = st.lists(st.tuples(inner, st.integers(0, 3)), min_size=1, max_size=3)
    return st.tuples(st.sampled_from(("f", "g", "P", "flow")), arguments).map(
        lambda made: UnknownCall(made[0], tuple(a for a, _ in made[1]), tuple(order for _, order in made[1]))
    )


def _branches(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    condition = st.tuples(st.sampled_from(("=", "!=", "<", "<=", ">", ">=")), inner, inner).map(lambda c: Relation(*c))
    branch = st.tuples(inner, st.lists(condition, min_size=1, max_size=2).map(tuple))
    branches = st.lists(branch, min_size=1, max_size=3).map(tuple)
    return st.tuples(branches, st.none() | inner).map(lambda made: Piecewise(*made))


def _shapes(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        st.tuples(inner, inner).map(lambda two: Quotient(*two)),
        st.tuples(inner, inner).map(lambda two: Power(*two)),
        inner.map(Negation),
        _calls(inner),
        _unknown_calls(inner),
        _branches(inner),
    )


EXPRESSIONS = st.recursive(LEAVES, _shapes, max_leaves=14)


def _read_back(node: Node) -> Node:
    """The node as read from its own text; constants that have no value are refused by the reader, and left out here."""
    try:
        return parse(str(node), names=node.names, functions=node.functions)
    except LimitError:
        reject()
    except ReadingError as error:
        if "divides by zero" in str(error) or "has no value" in str(error):
            reject()
        raise


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS)
def test_every_tree_reads_back_as_itself(node: Expression) -> None:
    assert _read_back(node) is node


@settings(max_examples=60, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=2, max_size=4))
def test_systems_read_back_as_themselves(values: list[Expression]) -> None:
    system = System(tuple((Symbol(f"u{i}"), value) for i, value in enumerate(values)))
    assert _read_back(system) is system
