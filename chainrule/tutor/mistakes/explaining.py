"""Explanations of a wrong answer: which mistakes give it, checked at many points and then exactly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from chainrule.calculus.comparison.equivalence import compare, same_form
from chainrule.calculus.comparison.normal_form import NormalForms
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.walking import postorder
from chainrule.tutor.mistakes.case import Case, is_number
from chainrule.tutor.mistakes.catalogue import Mistake
from chainrule.tutor.mistakes.search import EXACTLY, NEAR, close
from chainrule.tutor.mistakes.supposing import Explanation, with_one, with_repeated, with_two
from chainrule.tutor.mistakes.weighing import Weights

__all__ = ["confirmed", "explanations", "wrong_answers"]

LARGE = 400  # nodes of target and answer past which no mistake is looked for
DEEP = 60  # levels likewise
LONG = 1_000  # operations of the target likewise, what is shared counted each time, for a mistake is made at a place
POINTS = 7  # at which an explanation has to give the answer
AGREEING = 4  # of them, where both have a value


def explanations(target: Expression, variable: Symbol, right: Expression, answer: Expression) -> list[Explanation]:
    """What explains a wrong answer with as few mistakes as possible: one, or else two; every one that does."""
    size = sum(1 for _ in postorder(target, answer))
    if size > LARGE or max(target.height, answer.height) > DEEP or weight(target) > LONG:
        return []
    case = Case(target, variable, right, answer)
    if case.point(AGREEING - 1) is None:
        return []
    found = _that_hold(case, with_one(case))
    if found:
        return found
    weights = Weights(case)
    for look in (with_two, with_repeated) if weights.enough_for_two else ():
        found = _that_hold(case, look(case))
        if found:
            return found if weights.worth_saying(found) else []
    return []


def _that_hold(case: Case, supposed: Iterator[Explanation]) -> list[Explanation]:
    return [explanation for explanation in supposed if _holds(case, explanation)]


def wrong_answers(target: Expression, variable: Symbol) -> Iterator[tuple[tuple[Mistake, Expression], Expression]]:
    """What single mistakes make of the derivative, each with the mistake and where it is made."""
    case = Case(target, variable, target, target)
    if target.height > DEEP or weight(target) > LONG or case.point(0) is None:
        return
    for _, altered in case.search(case.main).singles(target):
        mistake, facet = altered.mistakes[0]
        with suppress(ChainRuleError):
            yield (mistake, facet.target), altered.rate(case.main.formulas)


def _holds(case: Case, explanation: Explanation) -> bool:
    """Does it give the answer at every point, at enough of them, and where the answer is wrong?"""
    agreeing, wrong = 0, False
    for index in range(POINTS):
        if case.point(index) is None:
            break
        numbers = case.numbers(explanation.anatomy, index)
        try:
            supposed, given = float(explanation.supposed(numbers)), float(explanation.given(numbers))
        except (ArithmeticError, ValueError, TypeError):
            continue
        if is_number(supposed) and is_number(given):
            if not close(supposed, given, EXACTLY) and abs(supposed - given) > 1e-12:
                return False
            agreeing += 1
            main = case.numbers(case.main, index)
            wrong = wrong or not close(main.rate(case.target), main.value(case.answer), NEAR)
    return wrong and agreeing >= AGREEING


def confirmed(explanation: Explanation, forms: NormalForms) -> bool:
    """Is it exactly so? Undecided counts as yes, for the numbers say so."""
    formulas = explanation.anatomy.formulas
    try:
        supposed, given = explanation.supposed(formulas), explanation.given(formulas)
    except ChainRuleError:
        return True
    return same_form(supposed, given, forms) or compare(supposed, given).verdict != "different"
