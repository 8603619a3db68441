"""Is an explanation worth saying? Two mistakes can give a great many answers, some of them by mere chance.

An explanation, the answer and a slip of the pen are measured alike, in bits: how many yes-or-no questions it takes to
single them out among all that could be there. Two mistakes are worth naming if that takes less than writing the answer
down, and less than saying which one symbol of the right answer was replaced, and by what. (The shortest description is
the likeliest: J. Rissanen, Modeling by shortest data description, Automatica 14, 1978.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property, partial
from itertools import islice
from math import inf, log2
from typing import NamedTuple

from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import ChainRuleError
from chainrule.expression.functions import Function, function_named
from chainrule.expression.nodes import Call, Expression, Node, Number, Piecewise, Power
from chainrule.expression.walking import bottom_up, preorder
from chainrule.tutor.calculators import NONE, Numbers, Workshop
from chainrule.tutor.case import Case
from chainrule.tutor.search import EXACTLY, FAILED, close
from chainrule.tutor.supposing import Explanation

__all__ = ["Weights"]

CLEARLY = 1.5  # bits by which the explanation has to be shorter
SEVERAL = 2.0  # bits that are gained where four pairs of mistakes give the same answer; more seldom do
SHAPE, NEW_FUNCTION = 2.0, 6.0  # bits: which shape comes next, and which function of the formula sheet
POINTS = 3  # at which a replaced symbol has to give the answer
REPLACED, PUT_AROUND, POWER = 3.0, 4.0, 3.0  # bits: which function instead, which around, which exponent
OFTEN = ("sin", "cos", "tan", "sec", "ln", "exp", "sqrt", "arctan", "arcsin", "sinh", "cosh")
FUNCTIONS = tuple(map(function_named, OFTEN))
EXPONENTS = (2, 3, 4, 5)
FAR = 20  # how far from the right number another one is looked for
MANY = 300  # places of the right answer past which no more are looked at


class Weights:
    """What explanations of an answer weigh, and the answer itself."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @property
    def enough_for_two(self) -> bool:
        """Is the answer telling enough for two mistakes to be read off it? A number, or x alone, is not."""
        return self.answer >= 2 * log2(self.mistakes) - SEVERAL + CLEARLY

    def worth_saying(self, found: Sequence[Explanation]) -> bool:
        """Are these, that give the answer with two mistakes, its shortest description?"""
        bits = self.of_explanations(found) + CLEARLY
        return bits <= self.answer and bits <= self.of_a_slip(bits)

    # --- the mistakes ------------------------------------------------------------------------------------------------

    @cached_property
    def mistakes(self) -> float:
        """How many mistakes can be made here; an occasional one counts half, a rare one a quarter."""
        singles = self.case.search(self.case.main).singles(self.case.target)
        rarities = [altered.mistakes[0][0].rarity for _, altered in singles]
        rarities += [mistake.rarity for mistake, _ in self.case.meanings if mistake is not None]
        return sum(2.0**-rarity for rarity in rarities)

    def of_explanations(self, found: Sequence[Explanation]) -> float:
        """Of all that give the answer together."""
        chance = 0.0
        for made in {explanation.made for explanation in found}:
            rarities = {mistake.id: mistake.rarity for mistake, _ in made}
            chance += 2.0 ** -(len(rarities) * log2(self.mistakes) + sum(rarities.values()))
        return -log2(chance)

    # --- the answer --------------------------------------------------------------------------------------------------

    @cached_property
    def answer(self) -> float:
        """Of writing the answer down, tidied; the functions and numbers of the problem and its solution come cheap."""
        try:
            answer = tidied(self.case.answer)
        except ChainRuleError:
            return 0.0
        at_hand = {*preorder(self.case.target), *preorder(self.case.right)}
        numbers = {node for node in at_hand if isinstance(node, Number)}
        functions = {node.function for node in at_hand if isinstance(node, Call)}
        bits: dict[Node, float] = {}
        for node in bottom_up(answer):
            bits[node] = sum([bits[child] for child in node.children]) + max(len(node.children) - 2, 0)
            match node:
                case Number(value):
                    known = log2(1 + len(numbers)) if node in numbers else inf
                    bits[node] += SHAPE + min(known, 2 * log2(max(value.numerator, 1) * value.denominator))
                case Call(function, _):
                    bits[node] += SHAPE + log2(1 + len(functions)) if function in functions else NEW_FUNCTION
                case _:
                    bits[node] += SHAPE
        return bits[answer]

    # --- the right answer, with one symbol replaced ------------------------------------------------------------------

    def of_a_slip(self, enough: float) -> float:
        """Of the shortest replacement of one symbol in the right answer that gives this one; infinite if none does."""
        places = list(islice(_places(self.case.right), MANY))
        first, *others = [self.case.numbers(self.case.main, index) for index in range(POINTS)]
        given, which, shortest = first.value(self.case.answer), log2(len(places)), inf
        for place in places:
            whole = place.whole(first)
            for bits, instead in place.replacements(first.workshop):
                if (
                    which + bits < min(shortest, enough)
                    and close(whole(instead), given, EXACTLY)
                    and all(close(place.whole(at)(instead), at.value(self.case.answer), EXACTLY) for at in others)
                ):
                    shortest = which + bits
        return shortest


Value = Callable[[Numbers], float]


class _Place(NamedTuple):
    """An occurrence of a node in the right answer; what is above it, with the child that leads to it."""

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

    def replacements(self, workshop: Workshop) -> Iterator[tuple[float, Value]]:
        """What it takes to say that something else stands in its place, and the value of that."""
        node = self.node
        match node:
            case Number(value):
                for far in range(-min(FAR, int(value)), FAR + 1):
                    if far:
                        yield 1 + 2 * log2(1 + abs(far)), partial(_number, value + far)
                return
            case Power(base, Number(value)):
                for exponent in range(FAR):
                    if exponent != value:
                        yield POWER, partial(_raised, base, exponent)
            case Call(name, (inside,)):
                for function in FUNCTIONS:
                    if function is not name:
                        yield REPLACED, _called(workshop, function, inside)
        for exponent in EXPONENTS:
            yield POWER, partial(_raised, node, exponent)
        for function in FUNCTIONS:
            yield PUT_AROUND, _called(workshop, function, node)


def _number(value: int | Fraction, at: Numbers) -> float:
    return float(value)


def _raised(base: Expression, exponent: int, at: Numbers) -> float:
    return at.power(at.value(base), exponent)


def _called(workshop: Workshop, function: Function, inside: Expression) -> Value:
    operation = workshop.calling(function)
    return lambda at: float(operation(at.value(inside)))


def _places(root: Expression) -> Iterator[_Place]:
    """Every occurrence, the outermost first; constant exponents belong to their powers, and branches are left alone."""
    stack = [_Place(root, ())]
    while stack:
        place = stack.pop(0)
        yield place
        if isinstance(place.node, Piecewise):
            continue
        for index, child in enumerate(place.node.children):
            if not (isinstance(place.node, Power) and index == 1 and child.constant):
                stack.append(_Place(child, (*place.above, (place.node, index))))
