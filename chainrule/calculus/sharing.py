"""Gradients that nobody reads term by term: simplified node by node, so that what is shared stays shared.

The tidier multiplies out and collects for the eye, and each partial derivative for itself. A product of 2,000 factors
has 2,000 partial derivatives of 1,999 factors each when they are written so; shared, 8,000 operations give all.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from chainrule.calculus.joins import times
from chainrule.calculus.tidying.terms import Manner, Rational, exact, magnitude, number_written, rational
from chainrule.expression.nodes import ONE, ZERO, Expression, Negation, Node, Number, Product, Quotient, Sum
from chainrule.expression.walking import bottom_up, postorder

__all__ = ["operations", "simplified"]


def operations(*roots: Expression) -> int:
    """How many it takes to work all of them out, what is shared once: n - 1 for a sum or product of n, else 1."""
    return sum(max(1, len(node.children) - 1) for node in postorder(*roots) if node.children)


def simplified(roots: Iterable[Expression], kept: Iterable[Node], manner: Manner) -> list[Expression]:
    """Each root with numbers folded, signs in front, equal terms counted, and one over something divided by.

    Every node is rewritten once, whoever uses it; those in `kept`, which are worked out anyway, stay as they are.
    """
    done: dict[Node, Expression] = {node: node for node in kept if isinstance(node, Expression)}
    found = []
    for root in roots:
        for node in bottom_up(root, known=done):
            assert isinstance(node, Expression)
            done[node] = _rewritten(node, tuple([done[child] for child in node.children]), manner)
        found.append(done[root])
    return found


def _rewritten(node: Expression, children: tuple[Expression, ...], manner: Manner) -> Expression:
    match node:
        case Product():
            return _product(children, manner)
        case Sum():
            return _sum(children, manner)
        case Quotient():
            return _quotient(children[0], children[1], manner)
        case Negation():
            return _negated(children[0])
    return node if children == node.children else node.with_children(children)


def _product(factors: Iterable[Expression], manner: Manner) -> Expression:
    """Numbers in front; of the minus signs one at most, where it stands, for `-u` may be worked out already."""
    number: Rational = 1
    above: list[Expression] = []
    below: list[Expression] = []
    negative: list[int] = []
    for factor in factors:
        sign, size = _signed(factor)
        value = rational(size)
        if value is not None:
            number *= value * sign
        elif isinstance(size, Quotient) and size.numerator is ONE:
            number *= sign
            below.append(size.denominator)
        else:
            negative += [len(above)] * (sign < 0)
            above.append(factor)
    if number < 0 or len(negative) > 1:
        for place in negative:
            above[place] = _negated(above[place])
            number = -number
    if number == 0:
        return ZERO
    whole: Expression = times(_written(magnitude(number), manner), *above)
    result = whole / times(*below) if below else whole
    return -result if number < 0 else result


def _quotient(top: Expression, bottom: Expression, manner: Manner) -> Expression:
    if rational(bottom) is not None:
        return _product((top, ONE / bottom), manner)
    return ZERO if top is ZERO else top / bottom


def _sum(terms: Iterable[Expression], manner: Manner) -> Expression:
    constant: Rational = 0
    counts: dict[Expression, int] = {}
    for term in terms:
        sign, size = _signed(term)
        value = rational(size)
        if value is not None:
            constant += sign * value
        else:
            counts[size] = counts.get(size, 0) + sign
    written = [_times_count(term, count) for term, count in counts.items() if count]
    if constant:
        size = _written(magnitude(constant), manner)
        written.append(size if constant > 0 else -size)
    if len(written) < 2:
        return written[0] if written else ZERO
    return Sum(tuple(written))


def _written(number: Rational, manner: Manner) -> Expression:
    return number_written(exact(Fraction(number)), manner)


def _times_count(term: Expression, count: int) -> Expression:
    result: Expression = times(Number(abs(count)), term)
    return -result if count < 0 else result


def _signed(expression: Expression) -> tuple[int, Expression]:
    return (-1, expression.operand) if isinstance(expression, Negation) else (1, expression)


def _negated(expression: Expression) -> Expression:
    sign, size = _signed(expression)
    return size if sign < 0 or size is ZERO else -size
