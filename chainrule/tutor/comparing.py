"""An answer beside the derivative, at the places where there is one: elsewhere nothing is asked of it."""

from __future__ import annotations

from chainrule.calculus.comparison.equivalence import Comparison, compare
from chainrule.errors import ChainRuleError
from chainrule.expression.domains import conditions
from chainrule.expression.evaluation import evaluate
from chainrule.expression.nodes import ZERO, Expression, Piecewise, Product, Relation, Sum
from chainrule.expression.walking import preorder

__all__ = ["compared", "value_at"]

STEP, FINER = 1e-5, 1e-8  # beside a point: what stays of a difference from the one to the other is a jump
STAYS = 0.5
Point = dict[str, float]


def compared(target: Expression, right: Expression, answer: Expression) -> Comparison:
    """The answer beside the derivative, without the places where the function has no value, or is not smooth."""
    apart: list[Expression] = []
    while True:
        found = compare(Sum((answer, *apart)), Sum((right, *apart))) if apart else compare(answer, right)
        more = None if found.witness is None or target.functions else _apart(target, right, found.witness)
        if more is None:
            return found
        if more in apart:  # only one has a value, where nothing is asked of them
            return Comparison("same") if found.verdict == "same-where-both-defined" else found
        apart.append(more)


def value_at(expression: Expression, point: Point) -> float | None:
    """Its value, or None where it has none that can be worked out."""
    try:
        return float(evaluate(expression, {name: point[name] for name in expression.names}))
    except (ChainRuleError, KeyError, OverflowError):
        return None


def _apart(target: Expression, right: Expression, point: Point) -> Expression | None:
    """0 where the function has a slope, and without a value where it has none, if this point is such a place."""
    if value_at(target, point) is None:
        return Product((ZERO, target))
    smooth = _smooth(target)
    if smooth and (_jumps(right, point) or _jumps(target, point)):
        return Piecewise(((ZERO, smooth),), None)
    return None


def _smooth(target: Expression) -> tuple[Relation, ...]:
    """What holds where the function is certainly smooth: its conditions, and no border between two branches."""
    branches = [branch for node in preorder(target) if isinstance(node, Piecewise) for branch in node.branches]
    borders = [Relation("!=", relation.left, relation.right) for _, relations in branches for relation in relations]
    return tuple(dict.fromkeys([*[condition.relation for condition in conditions(target)], *borders]))


def _jumps(expression: Expression, point: Point) -> bool:
    """Do its values on the two sides of a point differ, however near?"""
    for name in expression.names:
        wide, near = (_gap(expression, point, name, step) for step in (STEP, FINER))
        if wide and near and near > STAYS * wide and near > FINER * abs(value_at(expression, point) or 1.0):
            return True
    return False


def _gap(expression: Expression, point: Point, name: str, step: float) -> float | None:
    if name not in point:
        return None
    step *= max(1.0, abs(point[name]))
    left, right = (value_at(expression, {**point, name: point[name] + side}) for side in (-step, step))
    return None if left is None or right is None else abs(right - left)
