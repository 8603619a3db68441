"""A page writes what `text` writes, whatever was written on it before."""

from __future__ import annotations

import pytest

from chainrule.errors import LimitError
from chainrule.expression.functions import function_named
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Call, Expression, Product, Sum, Symbol
from chainrule.expression.reading import parse
from chainrule.rendering.notation.pages import HIGH, WIDE, Page
from chainrule.rendering.notation.text import text

WRITTEN = (
    "x", "-x", "2x sin(x)", "sin(x)^2 + (x + 1)^2", "sqrt(x + 1)/(x - 1)", "|x|^3", "e^(-x^2) - x - (y - 1)",
    "log(3, x) - x^(1/2)", "f'(x) g(x, y)", "0 if x < 0, x otherwise", "(x + 1)(x + 2)/(3x)",
)  # fmt: skip


def expression(written: str) -> Expression:
    node = parse(written)
    assert isinstance(node, Expression)
    return node


@pytest.mark.parametrize("ascii", [False, True])
def test_one_page_for_all(ascii: bool) -> None:
    page = Page(ascii=ascii)
    nodes = [expression(written) for written in WRITTEN]
    whole = Sum(tuple(nodes))
    for node in (*nodes, whole, *nodes):
        assert page.text(node) == text(node, ascii=ascii)


def test_large_expressions_are_written_piece_by_piece() -> None:
    x = Symbol("x")
    deep: Expression = x
    for _ in range(20 * HIGH):
        deep = Call(function_named("sin"), (deep,))
    wide = Sum((x,) * (2 * WIDE))
    page = Page()
    assert page.text(deep) == text(deep)
    assert page.text(wide + deep) == text(wide + deep)
    assert len(page._texts) < HIGH


def test_dots_are_written_where_they_are_asked_for() -> None:
    page = Page()
    inner, outer = expression("2x"), expression("(x + 1) sin(x)")
    assert page.text(outer) == "(x + 1) sin(x)"
    assert page.dotted(inner, frozenset((inner,))) == "2 · x"
    assert page.dotted(Sum((inner, outer)), frozenset((inner, outer))) == "2 · x + (x + 1) · sin(x)"
    assert page.dotted(Sum((inner, outer)), frozenset((outer,))) == "2x + (x + 1) · sin(x)"
    assert page.text(inner) == "2x"


def test_calls_are_kept_whole() -> None:
    square = expression("sin(x)^2")
    assert Page().text(square) == "sin²(x)"
    assert Page(whole=square.children).text(square) == "(sin(x))²"


def test_the_limit_holds() -> None:
    limits = Limits(printed=20)
    several = expression("(x + 1)(x + 2)(x + 3)(x + 4)")
    for write in (lambda p: p.text(several), lambda p: p.dotted(several, frozenset((several,)))):
        with pytest.raises(LimitError):
            write(Page(limits=limits))
    assert Page(limits=limits).text(Product((Symbol("x"), Symbol("y")))) == "xy"
