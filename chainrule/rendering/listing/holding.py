"""Where an answer holds, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chainrule.calculus.derivation import Derivation
from chainrule.calculus.probing import has_no_slope, only_the_answer_has_a_value
from chainrule.expression.domains import conditions
from chainrule.expression.functions import Function
from chainrule.expression.intervals import MANY, Need, together
from chainrule.expression.nodes import ONE, ZERO, Call, Expression, Negation, Number, Piecewise, Power, Relation, Symbol
from chainrule.expression.ranges import Ranges, always
from chainrule.expression.walking import preorder, substitute, symbols, unknown_functions
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Phrase, Sentence
from chainrule.rendering.wording import comma_and, joined, said

__all__ = ["holding", "holds_where", "in_words"]

FEW = 4  # conditions, or variables, that are named one by one
FIRST_POLES = ZERO, Negation(ONE), Negation(Number(2))


def holding(derivation: Derivation, name: Expression) -> Iterator[Sentence]:
    """Where the function and its derivative exist; `name` is what the function is called."""
    exists = [condition.relation for condition in derivation.conditions if condition.kind == "exists"]
    of_answer = [c.relation for c in conditions(derivation.answer, found=derivation.ranges) if c.kind == "exists"]
    needed = list(dict.fromkeys([*[condition.relation for condition in derivation.conditions], *of_answer]))
    needs, contradiction = _solved(needed, derivation.ranges)
    if contradiction:
        asked = comma_and([_phrase(relation) for relation in contradiction])
        yield _domain(said(wording.HOLDS_NOWHERE, variable=derivation.variable, conditions=asked))
        return
    if Piecewise in map(type, preorder(derivation.target)):
        yield _domain(said(wording.WHERE_BRANCHES_MEET))
        if not needs:
            return
    involved = list(dict.fromkeys((*derivation.variables, *symbols(derivation.target))))
    holds = _holds(needs, unknown_functions(derivation.target), involved)
    if len(needs) > FEW:
        yield _domain(holds)
        return
    farther = not set(exists) <= set(of_answer)  # else the answer has no value where the target has none
    same = bool(needs) and farther and (exists == needed or _solved(exists, derivation.ranges)[0] == needs)
    if same and only_the_answer_has_a_value(derivation.target, derivation.answer, exists):
        holds += (" ", *said(wording.ELSEWHERE, name=name, answer=derivation.answer))
    yield _domain(holds)
    yield from _whole_exponent(derivation, needs)
    yield from _no_slope(derivation, name)


def _solved(relations: Sequence[Relation], found: Ranges) -> tuple[list[Need], list[Relation]]:
    """The relations together, without what follows from the others."""
    never = next((relation for relation in relations if always(relation, found) is False), None)
    if never is not None:
        return [], [never]
    if len(relations) > MANY:
        return together(relations, found.exact)
    others = [relation for relation in relations if _with_poles(relation) is None]
    for relation in relations:
        argument = _with_poles(relation)
        if argument is not None and not together([*others, Relation("<=", argument, ZERO)], found.exact)[1]:
            others.append(relation)
    return together(others, found.exact)


def in_words(relations: Sequence[Relation]) -> Phrase:
    """The relations as a person says them, -1 <= u and u <= 1 in one piece; () where they always hold."""
    needs, contradiction = _solved(relations, Ranges())
    if contradiction:
        return comma_and([_phrase(relation) for relation in contradiction])
    return comma_and([_alternatives(need, len(needs) > 1) for need in needs])


def holds_where(relations: Sequence[Relation], involved: Sequence[Symbol], functions: Sequence[str] = ()) -> Sentence:
    """That something holds where the relations do, for all values of the symbols that they leave free."""
    needs, contradiction = _solved(relations, Ranges())
    if contradiction:
        asked = comma_and([_phrase(relation) for relation in contradiction])
        return _domain(said(wording.HOLDS_NOWHERE, variable=comma_and(involved), conditions=asked))
    return _domain(_holds(needs, functions, involved))


def _holds(needs: Sequence[Need], functions: Sequence[str], involved: Sequence[Symbol]) -> Phrase:
    differentiable = {"functions": comma_and(functions), "is_or_are": wording.IS_OR_ARE[len(functions) > 1]}
    if len(needs) > FEW:
        return said(wording.HOLDS_LONG)
    if not needs and functions:
        return said(wording.HOLDS_WHEREVER, **differentiable)
    if not needs:
        if len(involved) > FEW:
            return said(wording.HOLDS_ALWAYS)
        return said(wording.HOLDS_EVERYWHERE, variables=comma_and(involved))
    several = len(needs) > 1
    asked = comma_and([_alternatives(need, several) for need in sorted(needs, key=lambda n: len(n.alternatives))])
    if functions:
        asked = said(wording.AND_WHEREVER, holds=asked, **differentiable)
    bare = not functions and all(isinstance(need.subject, Symbol) for need in needs)
    return said(wording.HOLDS_FOR if bare else wording.HOLDS_WHERE, conditions=asked)


def _alternatives(need: Need, several: bool) -> Phrase:
    either = wording.EITHER if several and len(need.alternatives) > 1 else ""
    phrase = joined([_phrase(relation) for relation in need.alternatives], wording.OR)
    return (either, *phrase) if either else phrase


def _phrase(relation: Relation) -> Phrase:
    argument = _with_poles(relation)
    if argument is None:
        return (relation,)
    return said(wording.NOT_POLES, argument=argument, numbers=joined(FIRST_POLES))


def _with_poles(relation: Relation) -> Expression | None:
    """u where the relation is sin(pi*min(u, 1/2)) != 0, which says that u is not 0, -1, -2, …"""
    match relation:
        case Relation("!=", Call(Function(name="sin"), (product,)), _):
            match product.children:
                case (_, Call(Function(name="min"), (argument, _))):
                    return argument
    return None


def _whole_exponent(derivation: Derivation, needs: Sequence[Need]) -> Iterator[Sentence]:
    """x^n asks for x > 0, unless n is a whole number."""
    match derivation.target, [alternative for need in needs for alternative in need.alternatives]:
        case Power(Symbol() as base, Symbol() as exponent), [Relation(">", left, right)] if (
            left is base and right is ZERO and exponent not in derivation.variables
        ):
            negative = Relation("<", base, ZERO)
            whole: dict[Expression, Expression] = {exponent: Negation(Number(2))}
            target, answer = (substitute(side, whole) for side in (derivation.target, derivation.answer))
            asked = [c.relation for side in (target, answer) for c in conditions(side)]
            if not _solved([*asked, negative], Ranges())[1]:
                yield _domain(said(wording.WHOLE_EXPONENT, exponent=exponent, condition=negative))


def _no_slope(derivation: Derivation, name: Expression) -> Iterator[Sentence]:
    """y has no slope at x = 0, where that is seen from its values there and nearby."""
    symbol = derivation.variable
    asked = [c.relation for c in derivation.conditions if c.kind == "derivative exists"]
    if not asked or symbols(derivation.target) != (symbol,):
        return
    places = list(dict.fromkeys(
        side for relation in asked if symbol in relation.children for side in relation.children if side is not symbol
    ))  # fmt: skip
    shown = [Relation("=", symbol, place) for place in places if has_no_slope(derivation.target, symbol, place)]
    if shown:
        yield _domain(said(wording.NO_SLOPE_AT, name=name, places=comma_and(shown)))


def _domain(phrase: Phrase) -> Sentence:
    return Sentence(phrase, "domain")
