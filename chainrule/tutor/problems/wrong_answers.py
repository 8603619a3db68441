"""Wrong answers as students would give them, the most common first: what questions are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import ChainRuleError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Symbol
from chainrule.tutor.comparing import compared
from chainrule.tutor.mistakes.catalogue import Mistake
from chainrule.tutor.mistakes.explaining import wrong_answers

__all__ = ["COMMON", "WrongAnswer", "likely_wrong_answers"]

COMMON = 1  # mistakes rarer than this are offered only where there are not enough others


class WrongAnswer(NamedTuple):
    """What a mistake leads to, tidied; `target` is the sub-expression that was differentiated wrongly."""

    mistake: Mistake
    target: Expression
    answer: Expression


def likely_wrong_answers(
    target: Expression, variable: Symbol, right: Expression, limits: Limits = DEFAULT
) -> Iterator[WrongAnswer]:
    """Answers with one mistake in them, the most common mistakes and the outermost places first; no two are alike.

    right   the derivative, which none of them is
    """
    found = sorted(wrong_answers(target, variable), key=lambda pair: (pair[0][0].rarity, -pair[0][1].height))
    met, manner = {right}, Manner.of(target)
    for (mistake, where), raw in found:
        try:
            answer = tidied(raw, manner, limits=limits)
            if answer not in met and compared(target, right, answer).verdict == "different":
                met.add(answer)
                yield WrongAnswer(mistake, where, answer)
        except ChainRuleError:  # too large, or without a value anywhere
            continue
