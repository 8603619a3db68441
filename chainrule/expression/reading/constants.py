"""Constants inside an input: which have no value (1/0, ln(0)), and which are too large to be folded (9^9^9)."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from chainrule.errors import DomainError, LimitError
from chainrule.expression.limits import NAMES, Limits
from chainrule.expression.nodes import Call, Expression, Number, Relation

if TYPE_CHECKING:
    from chainrule.expression.functions import Function
    from chainrule.expression.reading.pieces import Piece

__all__ = ["SMALL", "check_power", "exact", "violated"]

SMALL = 200  # pieces; a larger constant is left for the evaluation, so that checking stays linear


def exact(piece: Piece) -> Fraction | int | None:
    """The exact value of a constant, None where it is not known to be rational."""
    if isinstance(piece.node, Number):
        return piece.node.value
    if not piece.fixed or piece.size > SMALL:
        return None
    from chainrule.expression.exactness import exact_value

    return exact_value(cast(Expression, piece.node))


def check_power(base: Piece, exponent: Piece, limits: Limits, position: int) -> bool:
    """True where zero is raised to a negative power; LimitError where the power has too many digits."""
    below, above = exact(base), exact(exponent)
    if below is None or above is None:
        return False
    if below == 0:
        return above < 0
    below = Fraction(below)
    largest = max(abs(below.numerator), below.denominator)
    if largest > 1:
        digits = abs(Fraction(above)) * Fraction(math.log10(largest))
        if digits > limits.digits:
            raise LimitError(
                NAMES["digits"], limits.digits, int(digits) if digits < 10**15 else "far more", position
            )
    return False


def violated(row: Function, call: Call) -> str | None:
    """The condition on the arguments that these constants do not meet, or None."""
    from chainrule.expression.formulas import ARGUMENTS, conditions
    from chainrule.expression.walking import substitute

    values: dict[Expression, Expression] = dict(zip(ARGUMENTS, call.arguments, strict=False))
    for kind, condition in conditions(row):
        if kind == "exists" and _fails(substitute(condition, values)):
            return str(condition)
    return None


def _fails(condition: Relation) -> bool:
    from chainrule.expression.exactness import exact_value
    from chainrule.expression.relations import HOLDS

    gap = condition.left - condition.right
    value = exact_value(gap)
    if value is None:
        about = _about(gap)
        value = Fraction(about) if about is not None and abs(about) > 1e-9 else None  # too near to say
    return value is not None and not HOLDS[condition.sign](value, 0)


def _about(node: Expression) -> float | None:
    from chainrule.expression.evaluation import evaluate

    try:
        return float(evaluate(node))
    except DomainError:
        return None
