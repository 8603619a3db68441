"""Which mistake gives this slope of a curve? One side of its relation is differentiated with a mistake in it, and the
equation that comes of it holds on the curve, with the answer for the derivative."""

from __future__ import annotations

from itertools import islice

from chainrule.calculus.comparison.stand_ins import Smooth
from chainrule.calculus.curves.implicit import ImplicitDerivation
from chainrule.calculus.engine import differentiate
from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.nodes import ONE, TWO, Expression, Negation
from chainrule.expression.number_systems import FLOATS, Arithmetic, high_precision
from chainrule.expression.walking import substitute, symbols
from chainrule.tutor.curves import DIGITS, Curve, Point
from chainrule.tutor.mistakes.catalogue import Mistake
from chainrule.tutor.mistakes.diagnosis import Diagnosis, located
from chainrule.tutor.mistakes.explaining import wrong_answers
from chainrule.tutor.mistakes.facets import Anatomy
from chainrule.tutor.mistakes.slips import meant
from chainrule.tutor.working.reasons import said_of_letter, sign_turned

__all__ = ["curve_diagnoses"]

POINTS = 6  # of the curve at which an equation has to hold
LARGE = 60  # levels past which no mistake is looked for
NEAR = 10.0**-40


def curve_diagnoses(on: Curve, answer: Expression) -> tuple[Diagnosis, ...]:
    """What explains a wrong slope, the most common first.

    The sign lost, a slip in writing it down such as -2x/2y for -2x/(2y), or one mistake in differentiating one side.
    """
    curve = on.derivation
    if _agrees(on, Negation(answer)):
        return (sign_turned("S3", curve.relation.left, curve.variable),)
    slips = _slips(on, answer)
    if slips or max(answer.height, curve.relation.height) > LARGE:
        return slips
    holds = _Equations(on, answer)
    found: dict[str, tuple[int, Diagnosis]] = {}
    for index, side in enumerate(curve.relation.children):
        moving = substitute(side, {curve.dependent: curve.function})
        other = differentiate(substitute(curve.relation.children[1 - index], {curve.dependent: curve.function}),
                              curve.variable)  # fmt: skip
        for (mistake, where), wrong in wrong_answers(moving, curve.variable):
            if mistake.id not in found and holds(wrong, other):
                found[mistake.id] = mistake.rarity, _diagnosed(curve, mistake, where, moving)
    return tuple(diagnosis for _, diagnosis in sorted(found.values(), key=lambda ranked: ranked[0]))


def _diagnosed(curve: ImplicitDerivation, mistake: Mistake, where: Expression, side: Expression) -> Diagnosis:
    return said_of_letter(Diagnosis((located(mistake, where, side, curve.variable),), curve.variable), curve.function)


def _slips(on: Curve, answer: Expression) -> tuple[Diagnosis, ...]:
    whole, variable = on.derivation.relation.left - on.derivation.relation.right, on.derivation.variable
    found = meant(answer, whole, Anatomy((variable,)))
    made = {mistake.id: located(mistake, whole, whole, variable) for mistake, other in found if _agrees(on, other)}
    return tuple(Diagnosis((one,), variable) for one in made.values())


def _agrees(on: Curve, answer: Expression) -> bool:
    met = [verdict for _, verdict in islice(on.met(on.derivation.answer, answer), POINTS)]
    return bool(met) and set(met) == {"same"}


class _Equations:
    """Does an equation in the derivative hold on the curve for this answer, and not for another one?"""

    def __init__(self, on: Curve, answer: Expression) -> None:
        self.curve, self.answer = on.derivation, answer
        general = (point for point in on.points(symbols(answer)) if on.is_general(point))
        self.points: list[Point] = list(islice(general, POINTS))

    def __call__(self, wrong: Expression, other: Expression) -> bool:
        rates = self.answer, self.answer + ONE, self.answer + TWO
        gaps = [self._with(wrong - other, rate) for rate in rates]
        return self._holds(gaps, FLOATS, 1e-7, self.points[:1]) and self._holds(
            gaps, high_precision(DIGITS), NEAR, self.points
        )

    def _holds(self, gaps: list[Expression], arithmetic: Arithmetic, near: float, points: list[Point]) -> bool:
        """Is there no gap at the points, and one that grows in proportion where the rate is another?"""
        try:
            made = program(*gaps, arithmetic=arithmetic, functions=Smooth(arithmetic))
            values = [made.attempt(point) for point in points]
        except ChainRuleError:
            return False
        told = [three for three in values if not any(isinstance(value, Undefined) for value in three)]
        return len(told) > len(points) // 2 and all(
            abs(gap) < near < abs(moved) and abs(twice - 2 * moved) < near * abs(moved) for gap, moved, twice in told
        )

    def _with(self, equation: Expression, rate: Expression) -> Expression:
        return substitute(substitute(equation, {self.curve.rate: rate}), {self.curve.function: self.curve.dependent})

