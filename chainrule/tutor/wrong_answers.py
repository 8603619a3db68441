"""Wrong answers as students would give them: what each mistake of the catalogue makes of a derivative."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chainrule.calculus.equivalence import compare
from chainrule.calculus.terms import Manner
from chainrule.calculus.tidying import tidied
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.walking import symbols
from chainrule.tutor.calculators import Formulas, Numbers
from chainrule.tutor.facets import Anatomy
from chainrule.tutor.search import Altered, Search, close

__all__ = ["WrongAnswer", "wrong_answers"]

PLACES = (0.731, 1.37, 0.219, 2.613, -0.847)  # where values are compared; other letters stand a little beside
BESIDE = 0.173


class WrongAnswer(NamedTuple):
    """What a mistake leads to, tidied; `target` is the sub-expression that was differentiated wrongly."""

    mistake: str
    target: Expression
    answer: Expression


def wrong_answers(target: Expression, variable: Symbol, right: Expression) -> Iterator[WrongAnswer]:
    """Answers with one mistake in them, the most common mistakes and the outermost places first; no two are equal.

    right   the derivative, which none of them is
    """
    letters = dict.fromkeys((variable, *symbols(target)))
    anatomy = Anatomy((variable,), len(letters) > 1)
    for place in PLACES:
        numbers = Numbers(anatomy, {s: place + n * BESIDE for n, s in enumerate(letters)})
        truth = numbers.rate(target)
        if truth - truth == 0:
            break
    else:
        return
    values, formulas, manner = [truth], Formulas(anatomy), Manner.of(target)
    singles = sorted(Search(numbers).singles(target), key=lambda single: _rarity(single[1]))
    for value, altered in singles:
        if any(close(value, other) for other in values):
            continue
        values.append(value)
        [(mistake, facet)] = altered.mistakes[:1]
        try:
            answer = tidied(altered.rate(formulas), manner)
            if compare(answer, right).verdict == "different":
                yield WrongAnswer(mistake.id, facet.target, answer)
        except ChainRuleError:
            continue


def _rarity(altered: Altered) -> tuple[int, int]:
    return max(mistake.rarity for mistake, _ in altered.mistakes), -altered.facet.target.height
