"""Explanations of a wrong answer: which mistakes give it, checked at many points and then exactly."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from chainrule.calculus.comparison.equivalence import compare, same_form
from chainrule.calculus.comparison.normal_form import NormalForms
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import ChainRuleError
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import ONE, Call, Expression, Negation, Sum, Symbol
from chainrule.expression.walking import postorder, preorder, substitute, symbols
from chainrule.tutor.calculators import Calculator, Numbers, Workshop
from chainrule.tutor.facets import Anatomy
from chainrule.tutor.misreadings import misread, transposed
from chainrule.tutor.mistakes import SHEET, Mistake
from chainrule.tutor.search import Altered, Search, close
from chainrule.tutor.slips import meant

__all__ = ["Explanation", "confirmed", "explanations", "wrong_answers"]

LARGE = 400  # nodes of target and answer past which no mistake is looked for
DEEP = 60  # levels likewise
POINTS = 7  # at which an explanation has to give the answer
AGREEING = 4  # of them, where both have a value
EXACTLY = 1e-9
ENOUGH = 4  # operations of a target from which on two mistakes need an answer of two operations at least
SPANS = ((0.3, 1.3), (0.04, 0.16), (1.1, 2.9), (-1.2, -0.2), (0.2, 0.9), (2.0, 5.0), (-3.0, -1.0), (0.01, 0.1))


class Explanation(NamedTuple):
    """A supposition: these mistakes, made where; and two quantities that are the same if it is true.

    made      each mistake with the expression that was differentiated where it was made
    """

    made: tuple[tuple[Mistake, Expression], ...]
    anatomy: Anatomy
    supposed: Callable[[Calculator], Any]
    given: Callable[[Calculator], Any]
    altered: Altered | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """Each mistake once, however often it was made."""
        return tuple(dict.fromkeys(mistake.id for mistake, _ in self.made))


@dataclass(eq=False)
class _Case:
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
            if _is_number(numbers.value(self.readable)):
                defined = _is_number(numbers.value(self.target)) and _is_number(numbers.rate(self.target))
                (self._good if defined else self._fair).append(numbers)
        return self._good[index]


def _points(letters: tuple[Symbol, ...]) -> Iterator[dict[Symbol, float]]:
    """Points of every kind, the same on every run."""
    drawn = random.Random("chainrule.tutor")
    for _ in range(5):
        for low, high in SPANS:
            yield {letter: round(drawn.uniform(low, high) * 2**20) / 2**20 for letter in letters}


def _is_number(value: float) -> bool:
    return value - value == 0


def explanations(target: Expression, variable: Symbol, right: Expression, answer: Expression) -> list[Explanation]:
    """What explains a wrong answer with as few mistakes as possible: one, or else two; every one that does."""
    size = sum(1 for _ in postorder(target, answer))
    if size > LARGE or max(target.height, answer.height) > DEEP:
        return []
    case = _Case(target, variable, right, answer)
    if case.point(AGREEING - 1) is None:
        return []
    for look in (_with_one, _with_two, _with_repeated):
        if look is _with_two and not _says_enough(case):
            return []
        found = [explanation for explanation in look(case) if _holds(case, explanation)]
        if found:
            return found
    return []


def wrong_answers(target: Expression, variable: Symbol) -> Iterator[tuple[tuple[Mistake, Expression], Expression]]:
    """What single mistakes make of the derivative, each with the mistake and where it is made."""
    case = _Case(target, variable, target, target)
    if case.point(0) is None or target.height > DEEP:
        return
    for _, altered in case.search(case.main).singles(target):
        mistake, facet = altered.mistakes[0]
        with suppress(ChainRuleError):
            yield (mistake, facet.target), altered.rate(case.main.formulas)


def _says_enough(case: _Case) -> bool:
    """Is the answer telling enough for two mistakes to be read off it? A number, or x alone, comes from anything."""
    values = [case.numbers(case.main, index).value(case.answer) for index in range(AGREEING)]
    if all(close(value, values[0]) for value in values):
        return False
    return 2 * _operations(case.answer) >= min(ENOUGH, _operations(case.target))


def _operations(expression: Expression) -> int:
    """How many operations it takes to write it as short as it can be; functions tell more, and count twice."""
    try:
        nodes = [node for node in preorder(tidied(expression)) if node.children and not isinstance(node, Negation)]
        return sum(2 if isinstance(node, Call) else max(len(node.children) - 1, 1) for node in nodes)
    except ChainRuleError:
        return 0


# --- what is supposed ------------------------------------------------------------------------------------------------


def _with_one(case: _Case) -> Iterator[Explanation]:
    numbers, search = case.numbers(case.main, 0), case.search(case.main)
    wanted = [(mistake, other, numbers.value(other)) for mistake, other in case.meanings]
    _, _, given = wanted[0]
    for value, altered in chain(search.singles(case.target), search.repeated(case.target)):
        if close(value, given):
            yield _of_altered(case, case.main, altered, case.answer)
    rate = numbers.rate(case.target)
    for mistake, other, value in wanted[1:]:
        if mistake is not None and close(value, rate):
            yield _of_slip(case, mistake, other)
    yield from _of_wholes(case, case.answer, given, ())
    for ids, anatomy, other in _contexts(case):
        if close(case.numbers(anatomy, 0).rate(other), given):
            yield _of_context(case, ids, anatomy, other, None)


def _with_two(case: _Case) -> Iterator[Explanation]:
    numbers, search = case.numbers(case.main, 0), case.search(case.main)
    given = numbers.value(case.answer)
    for altered in search.doubles(case.target, given):
        yield _of_altered(case, case.main, altered, case.answer)
    for mistake, other in case.meanings[1:]:
        assert mistake is not None
        value = numbers.value(other)
        for single, altered in search.singles(case.target):
            if close(single, value):
                explanation = _of_altered(case, case.main, altered, other)
                yield explanation._replace(made=(*explanation.made, (mistake, case.target)))
        yield from _of_wholes(case, other, value, ((mistake, case.target),))
        for made, anatomy, root in _contexts(case):
            if close(case.numbers(anatomy, 0).rate(root), value):
                explanation = _of_context(case, made, anatomy, root, None)
                yield explanation._replace(made=(*explanation.made, (mistake, case.target)), given=_value_of(other))
    for made, anatomy, root in _contexts(case):
        for single, altered in case.search(anatomy).singles(root):
            if close(single, given):
                yield _of_context(case, made, anatomy, root, altered)


def _with_repeated(case: _Case) -> Iterator[Explanation]:
    given = case.numbers(case.main, 0).value(case.answer)
    for value, altered in case.search(case.main).repeated_with_another(case.target):
        if close(value, given):
            yield _of_altered(case, case.main, altered, case.answer)


Made = tuple[tuple[Mistake, Expression], ...]


def _value_of(expression: Expression) -> Callable[[Calculator], Any]:
    return lambda calculator: calculator.value(expression)


def _contexts(case: _Case) -> Iterator[tuple[Made, Anatomy, Expression]]:
    """Another function or another variable than was asked: the whole derivation is right, but about something else."""
    target = case.target
    for node in preorder(target):
        if node is not target and isinstance(node, Expression) and case.main.moves(node):
            for id, other in misread(case.main, node):
                yield ((SHEET[id], node),), case.main, substitute(target, {node: other})
    others = [letter for letter in case.letters if letter is not case.variable]
    for letter in others:
        yield ((SHEET["B2"], target),), case.anatomy(letter), target
    if others:
        yield ((SHEET["B13"], target),), case.anatomy(*case.letters), target
    for other in transposed(target):
        yield ((SHEET["B8"], target),), case.main, other


def _of_wholes(case: _Case, answer: Expression, value: float, made: Made) -> Iterator[Explanation]:
    """The function copied, integrated, differentiated twice; the activation's derivative once too often."""
    numbers, target = case.numbers(case.main, 0), case.target

    def explained(id: str, supposed: Callable[[Calculator], Any], given: Callable[[Calculator], Any]) -> Explanation:
        return Explanation(((SHEET[id], target), *made), case.main, supposed, given)

    if close(value, numbers.value(target)):
        yield explained("N1", _value_of(target), _value_of(answer))
    own = close(numbers.rate(target), numbers.value(target))  # as for e^x, where integrating is no mistake
    if close(numbers.rate(answer), numbers.value(target)) and not own:
        yield explained("N2", _value_of(target), lambda calculator: calculator.rate(answer))
    if close(value, numbers.rate(case.right)):
        yield explained("N3", lambda calculator: calculator.rate(case.right), _value_of(answer))
    for activation in _in_cross_entropy(target):
        twice = case.right * (activation * (ONE - activation))
        if close(value, numbers.value(twice)):
            yield explained("B7", _value_of(twice), _value_of(answer))


def _in_cross_entropy(target: Expression) -> list[Expression]:
    """Sigmoids whose logarithm is taken, and that of one minus them."""
    nodes = set(preorder(target))
    logarithm = function_named("ln")
    return [
        node for node in preorder(target)
        if isinstance(node, Call) and node.function.name == "sigmoid" and Call(logarithm, (node,)) in nodes
        and Call(logarithm, (Sum((ONE, Negation(node))),)) in nodes
    ]  # fmt: skip


def _of_altered(case: _Case, anatomy: Anatomy, altered: Altered, answer: Expression) -> Explanation:
    made = tuple((mistake, facet.target) for mistake, facet in altered.mistakes)
    return Explanation(made, anatomy, altered.rate, _value_of(answer), altered)


def _of_slip(case: _Case, mistake: Mistake, other: Expression) -> Explanation:
    return Explanation(
        ((mistake, case.target),), case.main, lambda calculator: calculator.rate(case.target),
        _value_of(other),
    )  # fmt: skip


def _of_context(
    case: _Case, made: Made, anatomy: Anatomy, root: Expression, altered: Altered | None
) -> Explanation:
    supposed = altered.rate if altered is not None else lambda calculator: calculator.rate(root)
    if altered is not None:
        made = (*made, *[(mistake, facet.target) for mistake, facet in altered.mistakes])
    return Explanation(made, anatomy, supposed, _value_of(case.answer), altered)


# --- whether it holds ------------------------------------------------------------------------------------------------


def _holds(case: _Case, explanation: Explanation) -> bool:
    """Does it give the answer at every point, and enough of them?"""
    agreeing = 0
    for index in range(POINTS):
        if case.point(index) is None:
            break
        numbers = case.numbers(explanation.anatomy, index)
        try:
            supposed, given = float(explanation.supposed(numbers)), float(explanation.given(numbers))
        except (ArithmeticError, ValueError, TypeError):
            continue
        if _is_number(supposed) and _is_number(given):
            if not close(supposed, given, EXACTLY) and abs(supposed - given) > 1e-12:
                return False
            agreeing += 1
    return agreeing >= AGREEING


def confirmed(explanation: Explanation, forms: NormalForms) -> bool:
    """Is it exactly so? Undecided counts as yes, for the numbers say so."""
    formulas = explanation.anatomy.formulas
    try:
        supposed, given = explanation.supposed(formulas), explanation.given(formulas)
    except ChainRuleError:
        return True
    return same_form(supposed, given, forms) or compare(supposed, given).verdict != "different"
