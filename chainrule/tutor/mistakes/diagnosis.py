"""From explanations to diagnoses: put in order, confirmed exactly, and said in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chainrule.calculus.comparison.normal_form import NormalForms
from chainrule.expression.nodes import Expression, Symbol
from chainrule.rendering.listing.blocks import Phrase
from chainrule.rendering.wording import joined, said
from chainrule.tutor import wording
from chainrule.tutor.mistakes.catalogue import Mistake
from chainrule.tutor.mistakes.explaining import confirmed, explanations
from chainrule.tutor.mistakes.facets import Anatomy
from chainrule.tutor.mistakes.supposing import Explanation
from chainrule.tutor.mistakes.wording import SAID
from chainrule.tutor.wording import written

__all__ = ["Diagnosis", "Made", "diagnoses", "located"]

SPECIAL = ("B6", "B3", "B14", "Q8", "C12", "N4")  # rules for one case, said before the general one
MANY = 12  # diagnoses that explain an answer equally well, past which no more are confirmed


class Made(NamedTuple):
    """One mistake, where it was made: `place` is a path of child indices, `target` what was differentiated there."""

    id: str
    stage: str
    place: tuple[int, ...]
    target: Expression
    inside: Expression
    other: Expression

    def phrase(self, template: str, variable: Symbol) -> Phrase:
        return said(template, target=self.target, inside=self.inside, other=self.other, variable=variable)


@dataclass(frozen=True, repr=False)
class Diagnosis:
    """A supposition about how a wrong answer came about: these mistakes give exactly that answer.

    made       the mistakes, the outermost first, each with its place and the sub-expression concerned
    variable   what is differentiated by
    """

    made: tuple[Made, ...]
    variable: Symbol

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The ids of the mistakes, each once."""
        return tuple(dict.fromkeys(made.id for made in self.made))

    @property
    def place(self) -> tuple[int, ...]:
        """Where the first mistake was made: the path of child indices from the target."""
        return self.made[0].place

    @property
    def target(self) -> Expression:
        """What was differentiated wrongly there."""
        return self.made[0].target

    @property
    def wrong_rule(self) -> str:
        """The rule that the first mistake amounts to, in general form."""
        return SAID[self.made[0].id].wrong

    @property
    def right_rule(self) -> str:
        return SAID[self.made[0].id].right

    @property
    def did(self) -> str:
        """What the student seems to have done, in words."""
        return written(self.said_of("did", wording.AND))

    @property
    def right_so_far(self) -> str:
        return written(self.said_of("kept", ""))

    @property
    def hint(self) -> str:
        """Where to look, without the answer."""
        return written(self.said_of("hint", ""))

    @property
    def question(self) -> str:
        """What to think about next."""
        return written(self.said_of("question", ""))

    def __repr__(self) -> str:
        return f"<Diagnosis {' and '.join(self.mistakes)}: {self.did}>"

    def said_of(self, part: str, between: str) -> Phrase:
        """A part of what is said: of every mistake, joined by `between`, or where that is "" of the first alone."""
        if part == "kept" and self.target.constant and not self.place:
            return ()  # there is nothing else that could be right
        once = {one.id: one for one in reversed(self.made)}
        made = [one for one in self.made if once[one.id] is one] if between else self.made[:1]
        return joined([one.phrase(getattr(SAID[one.id], part), self.variable) for one in made], between)


def diagnoses(target: Expression, variable: Symbol, right: Expression, answer: Expression) -> tuple[Diagnosis, ...]:
    """What explains a wrong answer, best first: fewest mistakes, then the most common, then the outermost."""
    found = explanations(target, variable, right, answer)
    graded = sorted(((_grade(explanation, target), explanation) for explanation in found), key=lambda pair: pair[0])
    forms = NormalForms()
    best: dict[tuple[str, ...], Diagnosis] = {}
    for _, explanation in graded:
        key = tuple(sorted(explanation.ids))
        if key not in best and len(best) < MANY and confirmed(explanation, forms):
            best[key] = Diagnosis(tuple(_made(explanation, target)), variable)
    return tuple(best.values())


def _grade(explanation: Explanation, target: Expression) -> tuple[int, ...]:
    """Fewest mistakes, the most common, rules rather than readings of task or answer, the outermost."""
    rarities = {mistake.id: -1 if mistake.id in SPECIAL else mistake.rarity for mistake, _ in explanation.made}
    rarity = sum(rarities.values())
    places = [_place(target, where) for _, where in explanation.made]
    readings = sum(mistake.stage in ("target", "answer") for mistake, _ in explanation.made)
    depths = [len(place) for place in places]
    return len(explanation.ids), rarity, readings, min(depths), sum(depths)


def _made(explanation: Explanation, target: Expression) -> Iterator[Made]:
    for mistake, where in explanation.made:
        yield located(mistake, where, target, explanation.anatomy)


def located(mistake: Mistake, where: Expression, target: Expression, by: Anatomy | Symbol) -> Made:
    """A mistake with its place, and what is inside there."""
    anatomy = Anatomy((by,)) if isinstance(by, Symbol) else by
    parts: Sequence[Expression] = anatomy.facet(where).parts if anatomy.moves(where) else ()
    inside = parts[0] if parts else where
    return Made(mistake.id, mistake.stage, _place(target, where), where, inside, parts[-1] if parts else where)


def _place(target: Expression, where: Expression) -> tuple[int, ...]:
    """The first place, from the outside in, where it stands; the whole where it stands nowhere as written."""
    level: list[tuple[tuple[int, ...], Expression]] = [((), target)]
    seen = {target}
    while level:
        below: list[tuple[tuple[int, ...], Expression]] = []
        for place, node in level:
            if node is where:
                return place
            for index, child in enumerate(node.children):
                if child not in seen:
                    seen.add(child)
                    below.append(((*place, index), child))
        level = below
    return ()
