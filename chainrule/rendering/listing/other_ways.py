"""What stands beside an answer: other true forms of it, and another way to it."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.calculus.alternatives import alternatives, another_way
from chainrule.calculus.derivation import Derivation
from chainrule.expression.nodes import Expression, Number
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Sentence
from chainrule.rendering.wording import said

__all__ = ["also", "another"]


def also(derivation: Derivation) -> Iterator[Sentence]:
    """`This is also sin(2x), by the double-angle formula.`"""
    tidier = derivation.stages[-1].tidier if derivation.stages else None
    for other in alternatives(derivation.answer, tidier):
        because = wording.BECAUSE[other.because]
        yield Sentence(said(wording.ALSO, expression=other.expression, because=because), "alternative")


def another(derivation: Derivation, name: Expression) -> Iterator[Sentence]:
    """Multiplying out first, where that is short: it shows that the inner derivative is needed."""
    way = another_way(derivation.target, derivation.variable) if derivation.order == 1 else None
    if way is None:
        return
    phrase = said(wording.ANOTHER_WAY, name=name, expanded=way.expanded, slope=way.slope)
    if isinstance(way.inner, int) and way.inner > 1:
        phrase += said(wording.WITHOUT_INNER, factor=Number(way.inner), share=wording.share(way.inner))
    yield Sentence(phrase, "alternative")
