"""Expressions at an exact point: whether they have a value there, its sign, and the value as a textbook prints it.

Whether something is zero, or has no value, is decided with many digits and again with twice as many: what shrinks is
zero, so that cos(pi/2) is, and tan(pi/2) is seen to be no number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from chainrule.calculus.exact_numbers import exactly_written
from chainrule.calculus.probing import rate_exists
from chainrule.calculus.tidying.terms import Manner
from chainrule.errors import DomainError
from chainrule.expression.domains import conditions
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.formulas import Kind
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ZERO, Expression, Node, Piecewise, Relation, Symbol
from chainrule.expression.number_systems import high_precision
from chainrule.expression.plain import shortened
from chainrule.expression.points import check_names, point_of
from chainrule.expression.relations import HOLDS
from chainrule.expression.walking import preorder, rebuilt, substitute, symbols

__all__ = ["At", "Point", "complete_point", "decimal", "exact_at", "fails", "holds", "is_zero", "number_at", "rate_at",
           "value_at"]  # fmt: skip

DIGITS = 40, 80
SHRINKS = 10**20  # what is so much smaller with twice the digits is zero, what is so much larger has no value
NEARLY_NOTHING = 10**60
Point = Mapping[Symbol, Expression]


class At(NamedTuple):
    """The value of an expression at a point, exact, and as a float; the float is 0 where the exact value is."""

    exact: Expression
    number: float


def complete_point(given: str | Mapping[Any, Any], wanted: tuple[Symbol, ...]) -> dict[Symbol, Expression]:
    """A value for each symbol wanted, in that order.

    Raises NameUnknownError for a name that is not wanted or has no value, and as `point_of` does.
    """
    point = point_of(given)
    check_names(point, wanted)
    for symbol, value in point.items():
        if number_at(value, {}) is None:
            raise DomainError(f"the value of {symbol.name} has no real value, or one too large here", value)
    return {symbol: point[symbol] for symbol in wanted}


def value_at(expression: Expression, point: Point, *, limits: Limits = DEFAULT) -> At | None:
    """The value at a point that gives every symbol one, or None where there is none."""
    number = number_at(expression, point)
    if number is None:
        return None
    if number == 0:
        return At(ZERO, 0.0)
    there = _branches_chosen(substitute(expression, dict(point.items())))
    return At(exactly_written(there, Manner.of(there), limits=limits), number)


def exact_at(expression: Expression, point: Point, limits: Limits = DEFAULT) -> Expression:
    """The exact value at a point; DomainError where there is none."""
    found = value_at(expression, point, limits=limits)
    if found is None:
        raise DomainError(f"{shortened(substitute(expression, dict(point.items())))} has no real value", expression)
    return found.exact


def is_zero(value: Expression) -> bool:
    """Is a constant expression 0?"""
    return number_at(value, {}) == 0


def decimal(value: Expression) -> float:
    """A constant expression as a float; DomainError where it has no value."""
    number = number_at(value, {})
    if number is None:
        raise DomainError(f"{shortened(value)} has no real value", value)
    return number


def rate_at(target: Expression, slope: Expression, by: Symbol, point: Point, *, limits: Limits = DEFAULT) -> At | None:
    """The value of `slope`, the derivative of `target`, or None where there is none, as at a corner of the target."""
    if fails(target, point) is not None or fails(target, point, "derivative exists", by) is not None:
        return None
    found = value_at(slope, point, limits=limits)
    if found is not None and any(isinstance(node, Piecewise) for node in preorder(target)):
        floats = {symbol.name: float(program(value).at({})[0]) for symbol, value in point.items()}
        return found if rate_exists(target, by, floats) else None
    return found


def fails(
    expression: Expression, point: Point, kind: Kind = "exists", by: Symbol | None = None
) -> Relation | None:
    """The first condition for a value, or for a slope, that does not hold at the point, or None."""
    for condition in conditions(expression, by):
        relation = condition.relation
        if condition.kind == kind and set(symbols(relation)) <= set(point) and not holds(relation, point):
            return relation
    return None


def holds(relation: Relation, point: Point) -> bool:
    """Does a relation hold at the point? No where a side has no value."""
    difference = _number(relation.left - relation.right, point)
    return difference is not None and HOLDS[relation.sign](difference, 0)


def number_at(expression: Expression, point: Point) -> float | None:
    """The value as a float, 0.0 where it is exactly zero, or None where there is none."""
    return None if fails(expression, point) is not None else _number(expression, point)


def _number(expression: Expression, point: Point) -> float | None:
    """By two rounds of digits; None where there is no value, or one that runs off."""
    rounds: list[Any] = []
    for digits in DIGITS:
        arithmetic = high_precision(digits)
        try:
            values = {name: program(value, arithmetic=arithmetic).at({})[0] for name, value in point.items()}
        except DomainError:
            return None
        [value] = program(expression, arithmetic=arithmetic).attempt(values)
        if isinstance(value, Undefined):
            return None
        rounds.append(value)
    first, second = rounds
    if second == 0 or abs(second) * SHRINKS < abs(first) or (first == 0 and abs(second) * NEARLY_NOTHING < 1):
        return 0.0
    if abs(second) > abs(first) * SHRINKS or math.isinf(float(second)):
        return None
    return float(second) or math.copysign(math.ulp(0.0), second)  # what floats cannot tell from zero is not zero


def _branches_chosen(expression: Expression) -> Expression:
    """A constant expression with the branch that holds in the place of each piecewise."""

    def chosen(node: Node) -> Expression | None:
        if not isinstance(node, Piecewise):
            return None
        for value, asked in node.branches:
            if all(HOLDS[c.sign](_number(c.left - c.right, {}) or 0, 0) for c in asked):
                return value
        return node.otherwise

    return rebuilt(expression, chosen)
