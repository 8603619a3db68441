"""Piecewise functions: each branch has its own slope; on a single point the slope is a limit, or undecided."""

from __future__ import annotations

from collections.abc import Callable, Set
from fractions import Fraction

from chainrule.calculus.terms import Rational, rational
from chainrule.calculus.tidying import tidied
from chainrule.errors import DomainError
from chainrule.expression.nodes import (
    ONE,
    ZERO,
    Expression,
    Piecewise,
    Quotient,
    Relation,
    Symbol,
)
from chainrule.expression.walking import substitute, symbols

__all__ = ["branches_to_join", "slope_at_point"]

Branch = tuple[Expression, tuple[Relation, ...]]
MOST_ROUNDS = 6  # of l'Hôpital's rule
NEARBY = Fraction(1, 10**6)


def branches_to_join(
    target: Piecewise, moving: Set[Expression]
) -> tuple[tuple[Expression, ...], Callable[..., Expression]]:
    """The values to differentiate, and what makes one piecewise of their derivatives."""
    points = [branch for branch in target.branches if _point(branch, moving) is not None]
    rest = [branch for branch in target.branches if branch not in points]
    otherwise = target.otherwise
    if otherwise is None and len(rest) == 1 and points and _is_everywhere_else(rest[0], points, moving):
        otherwise, rest = rest[0][0], []
    parts = (*[value for value, _ in rest], *([otherwise] if otherwise is not None else []))

    def choose(*derivatives: Expression) -> Expression:
        at_points: list[Branch] = []
        excluded: list[Relation] = []
        for branch in points:
            slope = slope_at_point(target, branch, moving)
            if slope is None:
                excluded.append(Relation("!=", *branch[1][0].children))
            else:
                at_points.append((slope, branch[1]))
        others = [(d, (*c, *excluded)) for d, (_, c) in zip(derivatives, rest, strict=False)]
        last = derivatives[-1] if otherwise is not None else None
        if excluded and last is not None:
            others, last = [*others, (last, tuple(excluded))], None
        branches = (*at_points, *others)
        return Piecewise(branches, last) if branches else last or ZERO

    return parts, choose


def slope_at_point(target: Piecewise, branch: Branch, moving: Set[Expression]) -> Expression | None:
    """The limit of (f(x) - f(a))/(x - a), if both sides of a have the same one and it can be found; else None."""
    point = _point(branch, moving)
    if point is None:
        return None
    variable, place = point
    value = branch[0]
    sides = [_branch_near(target, branch, variable, place + offset) for offset in (-NEARBY, NEARBY)]
    limits = []
    for side in dict.fromkeys(sides):
        if side is None:
            return None
        limits.append(_limit(*_difference_quotient(side, value, variable - _written(place)), variable, place))
    found = limits[0]
    return found if found is not None and all(limit is found for limit in limits) else None


def _difference_quotient(side: Expression, value: Expression, run: Expression) -> tuple[Expression, Expression]:
    """(f(x) - f(a))/(x - a) as one fraction, so that nothing is divided by zero at a itself."""
    if isinstance(side, Quotient):
        return side.numerator - value * side.denominator, side.denominator * run
    return side - value, run


def _limit(top: Expression, bottom: Expression, variable: Symbol, place: Rational) -> Expression | None:
    """The limit of top/bottom at a place where both vanish, by l'Hôpital's rule."""
    from chainrule.calculus.engine import differentiate

    for _ in range(MOST_ROUNDS):
        try:
            above, below = (tidied(substitute(side, {variable: _written(place)})) for side in (top, bottom))
        except DomainError:
            return None
        if below is not ZERO:
            return None if symbols(below) else tidied(Quotient(above, below))
        if above is not ZERO:
            return None
        slope = tidied(differentiate(top, variable) / differentiate(bottom, variable))
        top, bottom = slope.children if isinstance(slope, Quotient) else (slope, ONE)  # type: ignore[assignment]
    return None


def _point(branch: Branch, moving: Set[Expression]) -> tuple[Symbol, Rational] | None:
    """(variable, place) where the branch holds at a single place of the variable."""
    for condition in branch[1]:
        match condition:
            case Relation("=", Symbol() as variable, place) if variable in moving:
                value = rational(place)
                return None if value is None else (variable, value)
    return None


def _is_everywhere_else(branch: Branch, points: list[Branch], moving: Set[Expression]) -> bool:
    """Does the branch hold exactly where none of the points is?"""
    return {c.children for c in branch[1] if c.sign == "!="} == {c.children for _, cs in points for c in cs} and all(
        condition.sign == "!=" for condition in branch[1]
    )


def _branch_near(target: Piecewise, skipped: Branch, variable: Symbol, place: Rational) -> Expression | None:
    """The branch that holds at a place, if its conditions compare the variable with numbers."""
    for branch in target.branches:
        if branch is not skipped and all(_holds(condition, variable, place) for condition in branch[1]):
            return branch[0]
    return target.otherwise


def _holds(condition: Relation, variable: Symbol, place: Rational) -> bool:
    values = [place if side is variable else rational(side) for side in condition.children]
    if None in values:
        return False
    left, right = values
    assert left is not None
    assert right is not None
    return {"=": left == right, "!=": left != right, "<": left < right, "<=": left <= right, ">": left > right,
            ">=": left >= right}[condition.sign]  # fmt: skip


def _written(place: Rational) -> Expression:
    from chainrule.calculus.terms import Manner, written

    return written(place, {}, Manner())
