"""Slips of the pen: the right answer with one symbol altered, in one place. Numbers only, for it is asked often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import islice
from math import inf, log2
from typing import NamedTuple

from chainrule.expression.functions import Function, function_named
from chainrule.expression.nodes import Call, Expression, Number, Piecewise, Power
from chainrule.expression.walking import symbols
from chainrule.tutor.mistakes.calculators import NONE, Numbers, Workshop
from chainrule.tutor.mistakes.search import EXACTLY, FAILED, close

__all__ = ["shortest_alteration"]

OTHER_FUNCTION, AROUND, POWER, FACTOR = 3.0, 4.0, 3.0, 4.0  # bits: which it is
OFTEN = ("sin", "cos", "tan", "sec", "ln", "exp", "sqrt", "arctan", "arcsin", "sinh", "cosh")
FUNCTIONS = tuple(map(function_named, OFTEN))
SMALL = (2, 3, 4, 5)  # exponents and factors that are put in
FAR = 20  # how far from the right number another one is looked for
MANY = 300  # places past which no more are looked at

Value = Callable[[Numbers], float]


def shortest_alteration(right: Expression, answer: Expression, points: Sequence[Numbers], enough: float) -> float:
    """How many bits it takes to say which symbol was altered and how; infinite if no alteration gives the answer.

    points   where it has to give it
    enough   bits from which on no alteration is asked for
    """
    first, *others = points
    factors = [*map(Number, SMALL), *[Power(letter, Number(n)) for letter in symbols(right) for n in (1, 2)]]
    given, shortest = first.value(answer), inf
    places = list(islice(_places(right), MANY))
    which = log2(len(places))
    for place in places:
        whole = place.whole(first)
        for bits, instead in place.alterations(first.workshop, factors):
            if (
                which + bits < min(shortest, enough)
                and close(whole(instead), given, EXACTLY)
                and all(close(place.whole(at)(instead), at.value(answer), EXACTLY) for at in others)
            ):
                shortest = which + bits
    return shortest


class _Place(NamedTuple):
    """An occurrence of a node; what is above it, with the child that leads to it."""

    node: Expression
    above: tuple[tuple[Expression, int], ...]

    def whole(self, at: Numbers) -> Callable[[Value], float]:
        """The value of the whole with something else in the place of the node."""
        steps: list[tuple[Callable[..., float], list[float], int]] = []
        for parent, index in reversed(self.above):
            steps.append((at.workshop.operation(parent), [at.value(child) for child in parent.children], index))

        def worked_out(instead: Value) -> float:
            try:
                value = instead(at)
                for operation, children, index in steps:
                    children[index] = value
                    value = operation(*children)
            except FAILED:
                return NONE
            return value

        return worked_out

    def alterations(self, workshop: Workshop, factors: Sequence[Expression]) -> Iterator[tuple[float, Value]]:
        """What may stand there instead, with the bits that it takes to say so."""
        node = self.node
        match node:
            case Number(value):
                for far in range(-min(FAR, int(value)), FAR + 1):
                    yield 1 + 2 * log2(1 + abs(far)), partial(_number, value + far)
                return
            case Power(base, Number()):
                for exponent in range(FAR):
                    yield POWER, partial(_raised, base, exponent)
            case Call(_, (inside,)):
                for function in FUNCTIONS:
                    yield OTHER_FUNCTION, _called(workshop, function, inside)
        for exponent in SMALL:
            yield POWER, partial(_raised, node, exponent)
        for factor in factors:
            yield FACTOR, partial(_times, node, factor)
        for function in FUNCTIONS:
            yield AROUND, _called(workshop, function, node)


def _number(value: int | Fraction, at: Numbers) -> float:
    return float(value)


def _raised(base: Expression, exponent: int, at: Numbers) -> float:
    return at.power(at.value(base), exponent)


def _times(node: Expression, factor: Expression, at: Numbers) -> float:
    return at.value(node) * at.value(factor)


def _called(workshop: Workshop, function: Function, inside: Expression) -> Value:
    operation = workshop.calling(function)
    return lambda at: float(operation(at.value(inside)))


def _places(root: Expression) -> Iterator[_Place]:
    """Every occurrence, the outermost first; constant exponents belong to their powers, and branches are left alone."""
    level = [_Place(root, ())]
    while level:
        yield from level
        level = [
            _Place(child, (*above, (node, index)))
            for node, above in level if not isinstance(node, Piecewise)
            for index, child in enumerate(node.children) if not (isinstance(node, Power) and index and child.constant)
        ]  # fmt: skip
