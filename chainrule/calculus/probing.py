"""What a few values of a function show, before a listing says it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import islice, pairwise

from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import program
from chainrule.expression.intervals import number as exact_number
from chainrule.expression.nodes import Expression, Relation, Symbol
from chainrule.expression.relations import HOLDS
from chainrule.expression.walking import preorder, substitute, symbols

__all__ = ["has_no_slope", "only_the_answer_has_a_value", "rate_exists"]

LARGE = 300  # nodes; of larger expressions nothing is tried
TRIED = (-1.3, 0.4, 1.7, 0.0, -0.6, 1.0, -1.0, 2.3, -2.8, 3.6, 5.2, -7.1)
NEAR = (2.0**-10, 2.0**-20, 2.0**-30, 2.0**-40)
GROWS = 8  # a quotient that grows so much with each step nearer has no limit
SAME = 1e-3
SEEN = 1e-9  # a smaller change of the value may be an error of rounding


def only_the_answer_has_a_value(target: Expression, answer: Expression, exists: Sequence[Relation]) -> bool:
    """Is there a point where a condition fails, the target has no value and the answer has one?

    No, if at any of the points tried the target has a value although a condition fails.
    """
    names = list(dict.fromkeys((*symbols(target), *symbols(answer))))
    if _large(target) or _large(answer):
        return False
    sides_at = _looker(*[side for relation in exists for side in relation.children])
    values_at = _looker(target, answer)
    seen = False
    for turn in range(len(TRIED)):
        point = {name: TRIED[(turn + 5 * index) % len(TRIED)] for index, name in enumerate(names)}
        sides = sides_at(point)
        if any(_fails(relation, *sides[2 * i : 2 * i + 2]) for i, relation in enumerate(exists)):
            of_target, of_answer = values_at(point)
            if of_target is not None:
                return False
            seen = seen or of_answer is not None
    return seen


def has_no_slope(target: Expression, variable: Symbol, place: Expression) -> bool:
    """Do the difference quotients at the place, with a value there, run off or differ from side to side?"""
    [at] = _looker(place)({})
    if at is None or _large(target):
        return False
    values_at = _looker(target)
    [here] = values_at({variable: at})
    if here is None:
        return False
    limits: list[float] = []
    for side in (-1, 1):
        near = [values_at({variable: at + side * step})[0] for step in NEAR]
        changes = [value - here for value in near if value is not None]
        if len(changes) < len(NEAR):
            continue
        slopes = [side * change / step for change, step in zip(changes, NEAR, strict=True)]
        if abs(changes[-1]) > SEEN * abs(here) and all(abs(b) > GROWS * abs(a) for a, b in pairwise(slopes)):
            return True
        if abs(slopes[2] - slopes[1]) > SAME * max(1, abs(slopes[2])):
            return False
        limits.append(slopes[2])
    return len(limits) == 2 and abs(limits[0] - limits[1]) > 10 * SAME * max(1, *map(abs, limits))


def _large(expression: Expression) -> bool:
    return next(islice(preorder(expression), LARGE, None), None) is not None


def _fails(relation: Relation, left: float | None, right: float | None) -> bool:
    return left is not None and right is not None and not HOLDS[relation.sign](left, right)


def _looker(*expressions: Expression) -> Callable[[Mapping[Symbol, float]], list[float | None]]:
    """What gives the values of the expressions at a point, None where there is none."""
    nothing: list[float | None] = [None] * len(expressions)
    try:
        ready = program(*expressions)
    except ChainRuleError:  # an unknown function has no values
        return lambda point: nothing

    def values_at(point: Mapping[Symbol, float]) -> list[float | None]:
        try:
            found = ready.attempt(point)
        except (ChainRuleError, ArithmeticError, ValueError):
            return nothing
        return [v if isinstance(v, int | float) and math.isfinite(v) else None for v in found]

    return values_at


def rate_exists(expression: Expression, by: Symbol, point: Mapping[str, float]) -> bool:
    """Is there nothing against a slope there, such as a corner where two branches meet, which no formula shows?"""
    if any(not math.isfinite(point[name]) for name in (*expression.names, by.name)):
        return False
    numbers: dict[Expression, Expression] = {
        Symbol(name): exact_number(Fraction(point[name])) for name in expression.names if name != by.name
    }
    return not has_no_slope(substitute(expression, numbers), by, exact_number(Fraction(point[by.name])))
