"""Points of a curve that a relation of x and y describes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.nodes import Relation

__all__ = ["points_of"]

ACROSS = [0.37 * n - 5.13 for n in range(28)]  # places of x, none of them a round number
UP = [0.31 * n - 6.07 for n in range(40)]  # and of y, between which the sides of the relation may change places
HALVINGS = 60


def points_of(relation: Relation) -> Iterator[dict[str, float]]:
    """Points at which both sides are equal, found by halving between places where their difference changes sign."""
    made = program(relation.left, relation.right)

    def difference(x: float, y: float) -> float | None:
        left, right = made.attempt({"x": x, "y": y})
        return None if isinstance(left, Undefined) or isinstance(right, Undefined) else float(left - right)

    for x in ACROSS:
        for low, high in pairwise(UP):
            below, above = difference(x, low), difference(x, high)
            if below is None or above is None or below * above >= 0:
                continue
            for _ in range(HALVINGS):
                middle = (low + high) / 2
                there = difference(x, middle)
                if there is None:
                    break
                low, high = (low, middle) if there * below <= 0 else (middle, high)
            else:
                if abs(difference(x, low) or 0.0) < 1e-6:  # and not a pole, where the sign changes as well
                    yield {"x": x, "y": low}
