"""Is an explanation worth saying? Two mistakes can give a great many answers, some of them by mere chance.

An explanation, the answer and a slip of the pen are measured alike, in bits: how many yes-or-no questions it takes to
single them out among all that could be there. Two mistakes are worth naming if that takes less than writing the answer
down, and less than saying which one symbol of the right answer was altered, and how. (The shortest description is the
likeliest: J. Rissanen, Modeling by shortest data description, Automatica 14, 1978.)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import inf, log2

from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import Call, Node, Number
from chainrule.expression.walking import bottom_up, preorder
from chainrule.tutor.mistakes.altering import shortest_alteration
from chainrule.tutor.mistakes.case import Case
from chainrule.tutor.mistakes.supposing import Explanation

__all__ = ["Weights"]

CLEARLY = 1.5  # bits by which the explanation has to be shorter
SEVERAL = 2.0  # bits that are gained where four pairs of mistakes give the same answer; more seldom do
SHAPE, NEW_FUNCTION = 2.0, 6.0  # bits: which shape comes next, and which function of the formula sheet
POINTS = 3  # at which an alteration of the right answer has to give the answer


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
        if bits > self.answer:
            return False
        points = [self.case.numbers(self.case.main, index) for index in range(POINTS)]
        return bits <= shortest_alteration(self.case.right, self.case.answer, points, bits)

    @cached_property
    def mistakes(self) -> float:
        """How many mistakes can be made here; an occasional one counts half, a rare one a quarter."""
        singles = self.case.search(self.case.main).singles(self.case.target)
        rarities = [altered.mistakes[0][0].rarity for _, altered in singles]
        rarities += [mistake.rarity for mistake, _ in self.case.meanings if mistake is not None]
        return sum([2.0**-rarity for rarity in rarities])

    def of_explanations(self, found: Sequence[Explanation]) -> float:
        """Of all that give the answer together: a mistake, made once or wherever it can be, is one of so many."""
        chance = 0.0
        for made in {explanation.made for explanation in found}:
            rarities = {mistake.id: mistake.rarity for mistake, _ in made}
            chance += 2.0 ** -(len(rarities) * log2(self.mistakes) + sum(rarities.values()))
        return -log2(chance)

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
