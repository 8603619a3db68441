"""Exact values of constant expressions: rational arithmetic, roots that come out even, the values of the formula sheet.

On the way a value may also hold pi and e, as in a + b*pi + c*e, so that sin(pi/6) and ln(e) are known.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from fractions import Fraction
from functools import cache
from typing import assert_never

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
from chainrule.expression.numerics import rational_power
from chainrule.expression.relations import HOLDS

__all__ = ["ExactValues", "Rational", "exact_value", "ratio", "unfinished"]

Rational = int | Fraction  # arithmetic on ints is many times faster
Exact = tuple[Rational, Rational, Rational]  # a + b*pi + c*e
NONE: Rational = 0
BITS_PER_DIGIT = 3.3219280948873626


class ExactValues(dict[Node, Exact | None]):
    """What is known exactly of sub-expressions, found when asked for and then kept."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        super().__init__()
        self.limits, self.bits = limits, int(limits.digits * BITS_PER_DIGIT)

    def __missing__(self, root: Node) -> Exact | None:
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


def ratio(above: Rational, below: Rational) -> Rational:
    """above/below, an int where it is whole."""
    if type(above) is int and type(below) is int and above % below == 0:
        return above // below
    value = Fraction(above, below)
    return value.numerator if value.denominator == 1 else value


def exact_value(expression: Expression, limits: Limits = DEFAULT) -> Rational | None:
    """The exact rational value of a constant expression; None if it has none, is not known, or is past the limits."""
    if isinstance(expression, Number):
        return expression.value
    return ExactValues(limits).rational(expression)


def _rational(value: Exact) -> bool:
    return not (value[1] or value[2])


def _fits(value: Exact, bits: int) -> bool:
    return _bits(value[0]) <= bits and (_rational(value) or max(_bits(value[1]), _bits(value[2])) <= bits)


def _bits(value: Rational) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _value(node: Expression, known: ExactValues, limits: Limits, bits: int) -> Exact | None:
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


def _piecewise(node: Piecewise, known: ExactValues) -> Exact | None:
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


def _scaled(value: Exact, factor: Rational) -> Exact:
    return value[0] * factor, value[1] * factor, value[2] * factor


def _summed(parts: Iterable[Exact], bits: int) -> Exact | None:
    total = (NONE, NONE, NONE)
    for part in parts:
        total = (total[0] + part[0], total[1] + part[1], total[2] + part[2])
        if _bits(total[0]) > bits:
            return None
    return total


def _multiplied(parts: Iterable[Exact], bits: int) -> Exact | None:
    total: Exact = (1, NONE, NONE)
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


def _power(base: Exact, exponent: Exact, limits: Limits, bits: int) -> Exact | None:
    if not _rational(exponent) or abs(exponent[0].numerator) > limits.exponent:
        return None
    if exponent[0] == 1:
        return base
    if not _rational(base):
        return (1, NONE, NONE) if exponent[0] == 0 else None
    value = rational_power(Fraction(base[0]), exponent[0].numerator, exponent[0].denominator, bits)
    return None if value is None else (value, NONE, NONE)


def _called(function: Function, parts: list[Exact]) -> Exact | None:
    if function.exact and all(map(_rational, parts)):
        value = function.exact(*[Fraction(part[0]) for part in parts])
        return None if value is None else (ratio(value, 1), NONE, NONE)
    if function.values and len(parts) == 1:
        argument, period = parts[0], _linear(function.period) if function.period else None
        if period and not argument[0] and not argument[2]:
            argument = (NONE, argument[1] % period[1], NONE)
        return _table(function).get(argument)
    return None


@cache
def _table(function: Function) -> dict[Exact, Exact]:
    return {_linear(argument): _linear(value) for argument, value in function.values}


def _linear(text: str) -> Exact:
    """A value as rows write it: -1/2, pi, 5*pi/6, e."""
    found = re.fullmatch(r"(-?)(?:(\d+)\*?)?(pi|e)?(?:/(\d+))?", text)
    assert found, text
    sign, times, name, over = found.groups()
    value = ratio(int(times or 1), int(over or 1)) * (-1 if sign else 1)
    return value * (name is None), value * (name == "pi"), value * (name == "e")
