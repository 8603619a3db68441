"""Piecewise functions: each branch has its own slope; on a single point the slope is a limit, or undecided."""

from __future__ import annotations

from collections.abc import Callable, Set
from fractions import Fraction

from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import DomainError
from chainrule.expression.domains import impossible, solved
from chainrule.expression.nodes import (
    ONE,
    ZERO,
    Call,
    Expression,
    Number,
    Piecewise,
    Quotient,
    Relation,
    Symbol,
)
from chainrule.expression.ranges import always
from chainrule.expression.walking import postorder, substitute, symbols

__all__ = ["branches_to_join", "slope_at_point"]

Branch = tuple[Expression, tuple[Relation, ...]]
MOST_ROUNDS = 6  # of l'Hôpital's rule
NEARBY = Number(Fraction(1, 10**30))
JUMPING = frozenset({"sign", "step", "atan2"})  # functions whose value at a place need not be their limit there


def branches_to_join(
    target: Piecewise, moving: Set[Expression]
) -> tuple[tuple[Expression, ...], Callable[..., Expression]]:
    """The values to differentiate, and what makes one piecewise of their derivatives."""
    target = _with_its_point(target, moving)
    points: dict[Branch, Relation] = {}
    for branch in target.branches:
        equation = _equation(branch, moving)
        if equation is not None:
            points[branch] = equation
    rest = [branch for branch in target.branches if branch not in points]
    otherwise = target.otherwise
    if otherwise is None and len(rest) == 1 and points and _is_everywhere_else(rest[0], points):
        otherwise, rest = rest[0][0], []
    parts = (*[value for value, _ in rest], *([otherwise] if otherwise is not None else []))

    def choose(*derivatives: Expression) -> Expression:
        """Branch by branch as written; where the slope at a point is undecided, the others leave the point out."""
        at_points = {branch: slope_at_point(target, branch, equation) for branch, equation in points.items()}
        undecided = [points[branch] for branch, slope in at_points.items() if slope is None]
        slopes = dict(zip(rest, derivatives, strict=False))
        joined: list[Branch] = []
        for branch in target.branches:
            slope = at_points.get(branch)
            if branch in slopes:
                joined.append((slopes[branch], (*branch[1], *_left_out(undecided, branch[1]))))
            elif slope is not None:
                joined.append((slope, branch[1]))
        last = derivatives[-1] if otherwise is not None else None
        if undecided and last is not None:
            joined, last = [*joined, (last, _left_out(undecided))], None
        if not joined:
            raise DomainError("this function is given at single points only, so it has no slope", target)
        return Piecewise(tuple(joined), last)

    return parts, choose


def _with_its_point(target: Piecewise, moving: Set[Expression]) -> Piecewise:
    """`A if x != 0, B otherwise` gives B at a single point, and is told so: A if x != 0, B if x = 0."""
    match target:
        case Piecewise(((value, (Relation("!=", Symbol() as variable, place) as apart,)),), Expression() as there):
            if variable in moving and place not in moving:
                return Piecewise(((value, (apart,)), (there, (Relation("=", variable, place),))), None)
    return target


def slope_at_point(target: Piecewise, branch: Branch, equation: Relation) -> Expression | None:
    """The limit of (f(x) - f(a))/(x - a), if both sides of a have the same one and it can be found; else None."""
    point = _point(equation)
    if point is None:
        return None
    variable, place = point
    sides = {_branch_near(target, branch, variable, near) for near in (place - NEARBY, place + NEARBY)}
    value = substitute(branch[0], {variable: place})
    limits = {None if side is None else _limit(*_slope_between(side, value, variable - place), point) for side in sides}
    return limits.pop() if len(limits) == 1 else None


def _slope_between(side: Expression, value: Expression, run: Expression) -> tuple[Expression, Expression]:
    """(f(x) - f(a))/(x - a) as one fraction, so that nothing is divided by zero at a itself."""
    if isinstance(side, Quotient):
        return side.numerator - value * side.denominator, side.denominator * run
    return side - value, run


def _limit(top: Expression, bottom: Expression, point: tuple[Symbol, Expression]) -> Expression | None:
    """The limit of top/bottom at a point where both vanish, by l'Hôpital's rule."""
    from chainrule.calculus.engine import differentiate

    for _ in range(MOST_ROUNDS):
        above, below = _value_at(top, point), _value_at(bottom, point)
        if above is None or below is None:
            return None
        if below is not ZERO:
            return None if symbols(below) else tidied(Quotient(above, below))
        if above is not ZERO:
            return None
        variable = point[0]
        slope = tidied(differentiate(top, variable) / differentiate(bottom, variable))
        top, bottom = slope.children if isinstance(slope, Quotient) else (slope, ONE)
    return None


def _value_at(expression: Expression, point: tuple[Symbol, Expression]) -> Expression | None:
    """The value of what is continuous at the point; None where there is no value, or perhaps a jump."""
    if any(_may_jump(node) for node in postorder(expression)):
        return None
    there = substitute(expression, dict([point]))
    try:
        return None if impossible(there) else tidied(there)
    except DomainError:
        return None


def _may_jump(node: object) -> bool:
    return isinstance(node, Piecewise) or (isinstance(node, Call) and node.function.name in JUMPING)


def _equation(branch: Branch, moving: Set[Expression]) -> Relation | None:
    """The condition that lets the branch hold at single places only, if it has one."""
    return next((c for c in branch[1] if c.sign == "=" and not moving.isdisjoint(c.children)), None)


def _point(equation: Relation) -> tuple[Symbol, Expression] | None:
    """(variable, place) where the equation says no more than that the variable is a number."""
    match solved(equation):
        case Relation("=", Symbol() as variable, place) | Relation("=", place, Symbol() as variable) if place.constant:
            return variable, place
    return None


def _left_out(equations: list[Relation], known: tuple[Relation, ...] = ()) -> tuple[Relation, ...]:
    """Conditions that leave the points out, but for those that what is known leaves out already."""
    return tuple(Relation("!=", *equation.children) for equation in equations if not _excludes(known, equation))


def _excludes(known: tuple[Relation, ...], equation: Relation) -> bool:
    point = _point(equation)
    return point is not None and any(always(substitute(relation, dict([point]))) is False for relation in known)


def _is_everywhere_else(branch: Branch, points: dict[Branch, Relation]) -> bool:
    """Does the branch hold exactly where none of the points is?"""
    return {c.children for c in branch[1] if c.sign == "!="} == {c.children for _, cs in points for c in cs} and all(
        condition.sign == "!=" for condition in branch[1]
    )


def _branch_near(target: Piecewise, skipped: Branch, variable: Symbol, place: Expression) -> Expression | None:
    """The value of the branch that holds at a place; None where that is undecided, or where none holds."""
    for branch in target.branches:
        truths = {always(substitute(condition, {variable: place})) for condition in branch[1]}
        if branch is skipped or False in truths:
            continue
        return branch[0] if truths == {True} else None
    return target.otherwise
