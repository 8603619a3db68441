"""Gradients that nobody reads term by term: simplified node by node, so that what is shared stays shared.

The tidier multiplies out and collects for the eye, and each partial derivative for itself. A product of 2,000 factors
has 2,000 partial derivatives of 1,999 factors each when they are written so, and 8,000 operations in all when they share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from chainrule.calculus.joins import times
from chainrule.calculus.terms import Manner, Rational, exact, number_written, rational
from chainrule.expression.nodes import ONE, ZERO, Expression, Negation, Product, Quotient, Sum
from chainrule.expression.walking import bottom_up, postorder

__all__ = ["operations", "simplified"]


def operations(*roots: Expression) -> int:
    """How many it takes to work all of them out, what is shared once: n - 1 for a sum or product of n, else 1."""
    return sum(max(1, len(node.children) - 1) for node in postorder(*roots) if node.children)


def simplified(roots: Iterable[Expression], kept: Iterable[Expression], manner: Manner) -> list[Expression]:
    """Each root with numbers folded, signs in front, equal terms counted, and one over something divided by.

    Every node is rewritten once, whoever uses it; those in `kept`, which are worked out anyway, stay as they are.
    """
    done: dict[Expression, Expression] = {node: node for node in kept}
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
            return _product((children[0], ONE / children[1]), manner)
        case Negation():
            return _negated(children[0])
    return node if children == node.children else node.with_children(children)


def _product(factors: Iterable[Expression], manner: Manner) -> Expression:
    number: Rational = 1
    above: list[Expression] = []
    below: list[Expression] = []
    for factor in factors:
        sign, size = _signed(factor)
        number *= sign
        value = rational(size)
        match size:
            case _ if value is not None:
                number *= value
            case Quotient(top, bottom) if (over := rational(top)) is not None:
                number *= over
                below.append(bottom)
            case _:
                above.append(size)
    if number == 0:
        return ZERO
    whole = times(number_written(exact(Fraction(abs(number))), manner), *above)
    result = whole / times(*below) if below else whole
    return -result if number < 0 else result


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
        size = number_written(exact(Fraction(abs(constant))), manner)
        written.append(size if constant > 0 else -size)
    if len(written) < 2:
        return written[0] if written else ZERO
    return Sum(tuple(written))


def _times_count(term: Expression, count: int) -> Expression:
    from chainrule.expression.nodes import Number

    result = times(Number(abs(count)), term)
    return -result if count < 0 else result


def _signed(expression: Expression) -> tuple[int, Expression]:
    return (-1, expression.operand) if isinstance(expression, Negation) else (1, expression)


def _negated(expression: Expression) -> Expression:
    sign, size = _signed(expression)
    return size if sign < 0 or size is ZERO else -size
