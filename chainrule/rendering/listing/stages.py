"""One differentiation among others: a line where one rule settles it, else its own lines below."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.calculus.derivation import Stage
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Line, Phrase, Side
from chainrule.rendering.listing.parts import told
from chainrule.rendering.listing.teller import Named, Numbers, Story, Teller

__all__ = ["stage_told"]


def stage_told(
    stage: Stage, named: Named, label: Phrase, letters: Iterator[str], numbers: Numbers, *, brief: bool, lagrange: bool
) -> Story:
    """How the target, which goes by a name, is differentiated; `letters` are for its parts."""
    teller = Teller(stage, letters, lagrange=lagrange)
    step = stage.steps[0]
    if teller.is_simple(step) or brief:
        sides = teller.sides(step.result, stage.answer) if teller.is_simple(step) else (Side(stage.answer),)
        rule = wording.CHAIN_RULE if step.is_composite else step.applied.name
        yield Line(numbers.next(), label, named.slope, sides, remark=(f"({rule})",))
        return
    yield Line(numbers.next(), label, remark=wording.kind_of(step.rule))
    yield told(teller, named, step, numbers.below())
