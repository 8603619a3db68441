"""A derivative that stands in a sum of products, taken out of it: coefficient · derivative + rest.

Joins are linear in the derivatives, so what they make of an unknown one has it in sums, in one factor of a product,
over a fraction bar, under a minus and in branches, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from chainrule.calculus.joins import minus, plus, times
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import ONE, ZERO, Expression, Negation, Node, Piecewise, Product, Quotient, Sum
from chainrule.expression.walking import bottom_up

__all__ = ["Linear", "linear_in", "negative"]

MOST_TERMS = 24  # of a side; with more of them brackets are not opened
DEEP = 40  # higher expressions nobody reads term by term


class Linear(NamedTuple):
    """The coefficients of the terms that have the unknown, and the terms that have not."""

    coefficients: tuple[Expression, ...]
    rest: tuple[Expression, ...]

    @property
    def coefficient(self) -> Expression:
        total: Expression = plus(self.coefficients)
        return total


def linear_in(expression: Expression, unknown: Expression) -> Linear:
    """The expression as coefficient · unknown + rest, brackets with the unknown in them opened.

    Raises ChainRuleError where the unknown stands anywhere else.
    """
    found: dict[Node, Linear] = {unknown: Linear((ONE,), ())}
    for node in bottom_up(expression, known=frozenset({unknown})):
        if any(child in found for child in node.children):
            assert isinstance(node, Expression)
            found[node] = _taken_out(node, [found.get(child) for child in node.children])
    return found.get(expression, Linear((), (expression,) if expression is not ZERO else ()))


def _taken_out(node: Expression, parts: Sequence[Linear | None]) -> Linear:
    match node:
        case Sum(terms):
            each = [part or Linear((), (term,)) for term, part in zip(terms, parts, strict=True)]
            coefficients = [a for part in each for a in part.coefficients]
            most = MOST_TERMS if node.height <= DEEP else 1
            return _few(coefficients, [b for part in each for b in part.rest], most)
        case Product(factors) if sum(part is not None for part in parts) == 1:
            place = next(index for index, part in enumerate(parts) if part is not None)
            before, after = factors[:place], factors[place + 1 :]
            return _each(parts[place], lambda term: times(*before, term, *after))
        case Quotient(_, below) if parts[1] is None:
            return _each(parts[0], lambda term: Quotient(term, below))
        case Negation():
            return _each(parts[0], negative)
        case Piecewise():
            return _in_branches(node, parts)
    raise ChainRuleError("this is not linear in the derivative")


def negative(term: Expression) -> Expression:
    """Minus a term; of what has a minus in front, without it."""
    opposite: Expression = term.operand if isinstance(term, Negation) else minus(term)
    return opposite


def _each(part: Linear | None, work: Callable[[Expression], Expression]) -> Linear:
    assert part is not None
    return Linear(tuple([work(a) for a in part.coefficients]), tuple([work(b) for b in part.rest]))


def _few(coefficients: Sequence[Expression], rest: Sequence[Expression], most: int) -> Linear:
    """The terms, or their sums where they are too many."""
    both = [tuple(terms) if len(terms) <= most else (plus(terms),) for terms in (coefficients, rest)]
    return Linear(*both)


def _in_branches(node: Piecewise, parts: Sequence[Linear | None]) -> Linear:
    """Coefficient and rest have the same branches; conditions stay as they are."""
    values = {id(value) for value, _ in node.branches} | {id(node.otherwise)}
    inside = list(zip(node.children, parts, strict=True))
    above = [child if id(child) not in values else part.coefficient if part else ZERO for child, part in inside]
    below = [child if part is None else plus(part.rest) for child, part in inside]
    return Linear((node.with_children(tuple(above)),), (node.with_children(tuple(below)),))
