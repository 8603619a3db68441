"""Exact values of constant expressions: rational arithmetic, roots that come out even, the values of the formula sheet.

On the way a value may also hold pi and e, as in a + b*pi + c*e, so that sin(pi/6) and ln(e) are known.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from fractions import Fraction
from typing import assert_never

from chainrule.expression import formulas
from chainrule.expression.formulas import Linear
from chainrule.expression.functions import Function
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    Call,
    Constant,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    UnknownCall,
)  # fmt: skip
from chainrule.expression.numerics import Rational, ratio, rational_power
from chainrule.expression.relations import HOLDS

__all__ = ["ExactValues", "exact_value", "unfinished"]

NONE: Rational = 0
BITS_PER_DIGIT = 3.3219280948873626


class ExactValues(dict[Node, Linear | None]):
    """What is known exactly of sub-expressions, found when asked for and then kept."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        super().__init__()
        self.limits, self.bits = limits, int(limits.digits * BITS_PER_DIGIT)

    def __missing__(self, root: Node) -> Linear | None:
        for node in unfinished(root, self) if root.children else (root,):
            value = _value(node, self, self.limits, self.bits) if isinstance(node, Expression) else None
            self[node] = value if value is not None and _fits(value, self.bits) else None
        return self[root]

    def rational(self, node: Node) -> Rational | None:
        """The value where it is a rational number that is known."""
        if not node.constant:
            return None
        value = self[node]
        return value[0] if value is not None and _rational(value) else None


def unfinished(root: Node, done: Container[Node]) -> Iterator[Node]:
    """What is below the root and not done, children before parents; whoever asks has to do each in turn."""
    stack = [root]
    while stack:
        node = stack[-1]
        rest = [] if node in done else [child for child in node.children if child not in done]
        if rest:
            stack += reversed(rest)
            continue
        stack.pop()
        if node not in done:
            yield node


def exact_value(expression: Expression, limits: Limits = DEFAULT) -> Rational | None:
    """The exact rational value of a constant expression; None if it has none, is not known, or is past the limits."""
    if isinstance(expression, Number):
        return expression.value
    return ExactValues(limits).rational(expression)


def _rational(value: Linear) -> bool:
    return not (value[1] or value[2])


def _fits(value: Linear, bits: int) -> bool:
    return _bits(value[0]) <= bits and (_rational(value) or max(_bits(value[1]), _bits(value[2])) <= bits)


def _bits(value: Rational) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _value(node: Expression, known: ExactValues, limits: Limits, bits: int) -> Linear | None:
    if isinstance(node, Piecewise):
        return _piecewise(node, known)
    parts = [part for part in (known[child] for child in node.children) if part is not None]
    if len(parts) < len(node.children):
        return None
    match node:
        case Number(value):
            return value, NONE, NONE
        case Constant(name):
            return NONE, int(name == "pi"), int(name == "e")
        case Sum():
            return _summed(parts, bits)
        case Product():
            return _multiplied(parts, bits)
        case Quotient():
            return None if not _rational(parts[1]) or parts[1][0] == 0 else _scaled(parts[0], ratio(1, parts[1][0]))
        case Negation():
            return _scaled(parts[0], -1)
        case Power():
            return _power(parts[0], parts[1], limits, bits)
        case Call(function, _):
            return _called(function, parts)
        case Symbol() | UnknownCall():
            return None
    assert_never(node)  # type: ignore[arg-type]


def _piecewise(node: Piecewise, known: ExactValues) -> Linear | None:
    for value, conditions in node.branches:
        truths = []
        for condition in conditions:
            left, right = known.get(condition.left), known.get(condition.right)
            if left is None or right is None or left[1:] != right[1:]:
                return None
            truths.append(HOLDS[condition.sign](left[0], right[0]))
        if all(truths):
            return known.get(value)
    return known.get(node.otherwise) if node.otherwise is not None else None


def _scaled(value: Linear, factor: Rational) -> Linear:
    return value[0] * factor, value[1] * factor, value[2] * factor


def _summed(parts: Iterable[Linear], bits: int) -> Linear | None:
    total = (NONE, NONE, NONE)
    for part in parts:
        total = (total[0] + part[0], total[1] + part[1], total[2] + part[2])
        if _bits(total[0]) > bits:
            return None
    return total


def _multiplied(parts: Iterable[Linear], bits: int) -> Linear | None:
    total: Linear = (1, NONE, NONE)
    for part in parts:
        if _rational(part):
            total = _scaled(total, part[0])
        elif _rational(total):
            total = _scaled(part, total[0])
        else:
            return None
        if _bits(total[0]) > bits:
            return None
    return total


def _power(base: Linear, exponent: Linear, limits: Limits, bits: int) -> Linear | None:
    if not _rational(exponent) or abs(exponent[0].numerator) > limits.exponent:
        return None
    if exponent[0] == 1:
        return base
    if not _rational(base):
        return (1, NONE, NONE) if exponent[0] == 0 else None
    value = rational_power(Fraction(base[0]), exponent[0].numerator, exponent[0].denominator, bits)
    return None if value is None else (value, NONE, NONE)


def _called(function: Function, parts: list[Linear]) -> Linear | None:
    if function.exact and all(map(_rational, parts)):
        value = function.exact(*[Fraction(part[0]) for part in parts])
        return None if value is None else (ratio(value, 1), NONE, NONE)
    if function.values and len(parts) == 1:
        argument, period = parts[0], formulas.period(function)
        if period and not argument[0] and not argument[2]:
            argument = (NONE, argument[1] % period, NONE)
        return formulas.values(function).get(argument)
    return None
