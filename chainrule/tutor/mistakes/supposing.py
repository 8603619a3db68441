"""What a wrong answer may come of: suppositions that give it at the first point, with one mistake or with two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from chainrule.expression.functions import function_named
from chainrule.expression.nodes import ONE, Call, Expression, Negation, Sum
from chainrule.expression.walking import preorder, substitute
from chainrule.tutor.mistakes.calculators import Calculator
from chainrule.tutor.mistakes.case import Case
from chainrule.tutor.mistakes.catalogue import SHEET, Mistake
from chainrule.tutor.mistakes.facets import Anatomy
from chainrule.tutor.mistakes.misreadings import misread, transposed
from chainrule.tutor.mistakes.search import Altered, close

__all__ = ["Explanation", "with_one", "with_repeated", "with_two"]


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


def with_one(case: Case) -> Iterator[Explanation]:
    """One mistake, made at one place or wherever it can be; or the whole answered as something else."""
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


def with_two(case: Case) -> Iterator[Explanation]:
    """Two mistakes, anywhere."""
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


def with_repeated(case: Case) -> Iterator[Explanation]:
    """Two common mistakes, one of them at least wherever it can be made."""
    given = case.numbers(case.main, 0).value(case.answer)
    for value, altered in case.search(case.main).repeated_with_another(case.target):
        if close(value, given):
            yield _of_altered(case, case.main, altered, case.answer)


Made = tuple[tuple[Mistake, Expression], ...]


def _value_of(expression: Expression) -> Callable[[Calculator], Any]:
    return lambda calculator: calculator.value(expression)


def _contexts(case: Case) -> Iterator[tuple[Made, Anatomy, Expression]]:
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


def _of_wholes(case: Case, answer: Expression, value: float, made: Made) -> Iterator[Explanation]:
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


def _of_altered(case: Case, anatomy: Anatomy, altered: Altered, answer: Expression) -> Explanation:
    made = tuple((mistake, facet.target) for mistake, facet in altered.mistakes)
    return Explanation(made, anatomy, altered.rate, _value_of(answer), altered)


def _of_slip(case: Case, mistake: Mistake, other: Expression) -> Explanation:
    return Explanation(
        ((mistake, case.target),), case.main, lambda calculator: calculator.rate(case.target),
        _value_of(other),
    )  # fmt: skip


def _of_context(
    case: Case, made: Made, anatomy: Anatomy, root: Expression, altered: Altered | None
) -> Explanation:
    supposed = altered.rate if altered is not None else lambda calculator: calculator.rate(root)
    if altered is not None:
        made = (*made, *[(mistake, facet.target) for mistake, facet in altered.mistakes])
    return Explanation(made, anatomy, supposed, _value_of(case.answer), altered)
