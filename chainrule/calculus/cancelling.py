"""How fractions cancel in a product, in the steps of the board: multiply in, cancel, expand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chainrule.calculus.joins import times
from chainrule.expression.nodes import Expression, Negation, Product, Quotient, Sum
from chainrule.expression.walking import postorder

__all__ = ["cancelling"]


def cancelling(
    folded: Expression, tidy: Callable[[Expression], Expression]
) -> Iterator[tuple[str, Expression]]:
    """A bracket of fractions times what clears them, in the steps of the board: multiply in, expand."""
    factors = list(_factors(folded))
    bracket = next((f for f in factors if isinstance(f, Sum) and any(_has_fraction(term) for term in f.terms)), None)
    if bracket is None:
        return
    below = {node.denominator for term in bracket.terms for node in postorder(term) if isinstance(node, Quotient)}
    clearing = [factor for factor in factors if factor in below]
    others = [factor for factor in factors if factor is not bracket and factor not in below]
    cleared = Sum(tuple([tidy(times(term, *clearing)) for term in bracket.terms]))
    if any(_has_fraction(term) for term in cleared.terms):
        return
    yield "multiply in, cancel", times(cleared, *others)
    expanded = [part for term in cleared.terms for part in _multiplied_out(term, tidy)]
    if len(expanded) > len(cleared.terms):
        yield "expand", times(Sum(tuple(expanded)), *others)


def _factors(expression: Expression) -> Iterator[Expression]:
    stack = [expression]
    while stack:
        part = stack.pop()
        if isinstance(part, Product):
            stack += reversed(part.factors)
        else:
            yield part


def _has_fraction(expression: Expression) -> bool:
    return any(isinstance(node, Quotient) for node in postorder(expression))


def _multiplied_out(term: Expression, tidy: Callable[[Expression], Expression]) -> list[Expression]:
    """The term with its one bracketed sum multiplied out."""
    inside, sign = (term.operand, -1) if isinstance(term, Negation) else (term, 1)
    factors = list(_factors(inside))
    bracket = next((factor for factor in factors if isinstance(factor, Sum)), None)
    if bracket is None:
        return [term]
    others = [factor for factor in factors if factor is not bracket]
    return [tidy(times(*others, part) if sign > 0 else -times(*others, part)) for part in bracket.terms]
