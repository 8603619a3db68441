"""Where an answer holds, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chainrule.calculus.derivation import Derivation
from chainrule.expression.domains import Condition, conditions
from chainrule.expression.nodes import Expression, Piecewise, Relation, Symbol
from chainrule.expression.ranges import Ranges, always
from chainrule.expression.walking import preorder, symbols
from chainrule.rendering import wording
from chainrule.rendering.blocks import Phrase, Sentence
from chainrule.rendering.wording import comma_and, said

__all__ = ["holding"]

FEW = 4  # conditions, or variables, that are named one by one
STRICTER = {">=": ">", "<=": "<", "!=": "<>"}


def holding(derivation: Derivation, name: Expression) -> Iterator[Sentence]:
    """Where the function and its derivative exist; `name` is what the function is called."""
    asked = derivation.conditions
    answer = _needs(derivation.answer, derivation.ranges)
    needed = _merged([*[condition.relation for condition in asked], *answer])
    never = next((relation for relation in needed if always(relation, derivation.ranges) is False), None)
    if never is not None:
        yield _domain(said(wording.HOLDS_NOWHERE, variable=derivation.variable, condition=never))
        return
    if any(isinstance(node, Piecewise) for node in preorder(derivation.target)):
        yield _domain(said(wording.WHERE_BRANCHES_MEET))
        if not needed:
            return
    holds = _holds(derivation, needed)
    if len(needed) > FEW:
        yield _domain(holds)
        return
    exists = [condition.relation for condition in asked if condition.kind == "exists"]
    if any(not _implied(relation, answer) for relation in exists):
        holds += (" ", *said(wording.ELSEWHERE, name=name, answer=derivation.answer))
    yield _domain(holds)
    for condition in asked:
        if condition.kind == "derivative exists":
            yield from _no_slope(condition)


def _holds(derivation: Derivation, needed: Sequence[Relation]) -> Phrase:
    if not needed:
        involved = list(dict.fromkeys((*derivation.variables, *symbols(derivation.target))))
        if len(involved) > FEW:
            return said(wording.HOLDS_ALWAYS)
        return said(wording.HOLDS_EVERYWHERE, variables=comma_and(involved))
    if len(needed) > FEW:
        return said(wording.HOLDS_LONG)
    bare = all(isinstance(relation.left, Symbol) for relation in needed)
    return said(wording.HOLDS_FOR if bare else wording.HOLDS_WHERE, conditions=comma_and(needed))


def _needs(expression: Expression, found: Ranges) -> list[Relation]:
    """What must hold for an expression to have a value."""
    return [condition.relation for condition in conditions(expression, found=found) if condition.kind == "exists"]


def _merged(relations: Sequence[Relation]) -> list[Relation]:
    """Each condition once, x > 0 in the place of x >= 0 where both are asked."""
    kept: dict[tuple[Expression, ...], list[Relation]] = {}
    for relation in relations:
        others = kept.setdefault(relation.children, [])
        if not _implied(relation, others):
            others[:] = [other for other in others if not _implied(other, [relation])]
            others.append(relation)
    return [relation for group in kept.values() for relation in group]


def _implied(relation: Relation, by: Sequence[Relation]) -> bool:
    """Does it follow from another one with the same sides?"""
    signs = {other.sign for other in by if other.children == relation.children}
    return relation.sign in signs or not signs.isdisjoint(STRICTER.get(relation.sign, ()))


def _no_slope(condition: Condition) -> Iterator[Sentence]:
    """|x| has no slope at x = 0: where the condition is broken only just, there is a value all the same."""
    left, right = condition.relation.children
    if condition.relation.sign in ("!=", ">", "<"):
        yield _domain(said(wording.NO_SLOPE_AT, part=condition.part, condition=Relation("=", left, right)))


def _domain(phrase: Phrase) -> Sentence:
    return Sentence(phrase, "domain")
