"""A wrong answer to explain: what was asked, what was given, and the points at which suppositions are tried."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.walking import symbols
from chainrule.tutor.mistakes.calculators import Numbers, Workshop
from chainrule.tutor.mistakes.catalogue import Mistake
from chainrule.tutor.mistakes.facets import Anatomy
from chainrule.tutor.mistakes.search import Search
from chainrule.tutor.mistakes.slips import meant

__all__ = ["Case", "is_number"]

SPANS = ((0.3, 1.3), (0.04, 0.16), (1.1, 2.9), (-1.2, -0.2), (0.2, 0.9), (2.0, 5.0), (-3.0, -1.0), (0.01, 0.1))


@dataclass(eq=False)
class Case:
    """A target, its right derivative, and the wrong answer to explain."""

    target: Expression
    variable: Symbol
    right: Expression
    answer: Expression
    anatomies: dict[tuple[Symbol, ...], Anatomy] = field(default_factory=dict)
    workshop: Workshop = field(default_factory=Workshop)
    _numbers: dict[tuple[Anatomy, int], Numbers] = field(default_factory=dict)
    _searches: dict[Anatomy, Search] = field(default_factory=dict)
    _good: list[Numbers] = field(default_factory=list)
    _fair: list[Numbers] = field(default_factory=list)

    @cached_property
    def _drawn(self) -> Iterator[dict[Symbol, float]]:
        return _points(tuple(dict.fromkeys((*self.letters, self.variable))))

    @cached_property
    def letters(self) -> tuple[Symbol, ...]:
        return symbols(self.target)

    def anatomy(self, *variables: Symbol) -> Anatomy:
        if variables not in self.anatomies:
            among_others = any(letter not in variables for letter in self.letters)
            self.anatomies[variables] = Anatomy(variables, among_others)
        return self.anatomies[variables]

    @cached_property
    def main(self) -> Anatomy:
        return self.anatomy(self.variable)

    def numbers(self, anatomy: Anatomy, index: int) -> Numbers:
        """The numbers of another anatomy at a point that there is."""
        main = self.point(index)
        assert main is not None
        if anatomy is self.main:
            return main
        if (anatomy, index) not in self._numbers:
            self._numbers[anatomy, index] = Numbers(anatomy, main.point, self.workshop)
        return self._numbers[anatomy, index]

    def search(self, anatomy: Anatomy) -> Search:
        if anatomy not in self._searches:
            self._searches[anatomy] = Search(self.numbers(anatomy, 0))
        return self._searches[anatomy]

    @cached_property
    def meanings(self) -> list[tuple[Mistake | None, Expression]]:
        """The answer as it stands, and what may have been meant by it."""
        found: dict[Expression, Mistake | None] = {self.answer: None}
        for mistake, other in meant(self.answer, self.target, self.main):
            found.setdefault(other, mistake)
        return [(mistake, other) for other, mistake in found.items()]

    @cached_property
    def readable(self) -> Expression:
        """The answer, or what may have been meant by it, in the letters of the target alone."""
        letters = {*self.letters, self.variable}
        return next((other for _, other in self.meanings if letters.issuperset(symbols(other))), self.answer)

    def point(self, index: int) -> Numbers | None:
        """The next point where the answer, in one of its meanings, and the right derivative have values.

        When all are used up, those where the answer alone has a value; then None. They are drawn as they are needed.
        """
        while len(self._good) <= index:
            point = next(self._drawn, None)
            if point is None:
                if not self._fair:
                    return None
                self._good.append(self._fair.pop(0))
                continue
            numbers = Numbers(self.main, point, self.workshop)
            if is_number(numbers.value(self.readable)):
                defined = is_number(numbers.value(self.target)) and is_number(numbers.rate(self.target))
                (self._good if defined else self._fair).append(numbers)
        return self._good[index]


def _points(letters: tuple[Symbol, ...]) -> Iterator[dict[Symbol, float]]:
    """Points of every kind, the same on every run."""
    drawn = random.Random("chainrule.tutor")
    for _ in range(5):
        for low, high in SPANS:
            yield {letter: round(drawn.uniform(low, high) * 2**20) / 2**20 for letter in letters}


def is_number(value: float) -> bool:
    return value - value == 0
