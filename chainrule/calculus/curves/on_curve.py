"""A relation at a point of its curve: whether the point lies on it, the slope there, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from chainrule.calculus.engine import differentiate
from chainrule.calculus.exact_points import decimal, exact_at, holds, is_zero
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import DomainError, NameUnknownError
from chainrule.expression.domains import conditions
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import TWO, ZERO, Call, Expression, Symbol, expression_of
from chainrule.expression.plain import shortened
from chainrule.expression.points import check_names, point_of
from chainrule.expression.shown import ShownAtPoint
from chainrule.expression.walking import substitute, symbols

if TYPE_CHECKING:
    from chainrule.calculus.curves.implicit import ImplicitDerivation
    from chainrule.calculus.curves.lines import TangentLine

__all__ = ["Behaviour", "OnCurve", "on_curve"]

Behaviour = Literal["slope", "vertical", "singular", "no slope"]
FIGURES = 10, 17  # digits in which the values of two sides are shown


@dataclass(frozen=True, eq=False, repr=False)
class OnCurve(ShownAtPoint):
    """A relation at a point of its curve.

    point       a value for each letter, exact as it was given
    sides       what each side of the relation is there
    behaviour   "slope"; "vertical": the coefficient of the derivative is 0 there and the rest is not, so that the
                tangent is vertical; "singular": both are 0, and the point may have several tangents, or none;
                "no slope": the rules give none, as where |x| has a corner
    results     the derivatives of every order from the first on, exact as far as the formula sheet knows; () where
                there is no slope
    """

    derivation: ImplicitDerivation
    point: Mapping[Symbol, Expression]
    sides: tuple[Expression, Expression]
    behaviour: Behaviour
    results: tuple[Expression, ...]

    def __reduce__(self) -> tuple[object, ...]:
        return on_curve, (self.derivation, dict(self.point))

    @property
    def slope(self) -> Expression | None:
        """The first derivative at the point; None where there is none."""
        return self.results[0] if self.results else None

    @property
    def result(self) -> Expression | None:
        """The derivative of the order that was asked for."""
        return self.results[-1] if self.results else None

    @cached_property
    def decimals(self) -> tuple[float, ...]:
        """The results as floats."""
        return tuple(decimal(result) for result in self.results)

    def tangent_line(self) -> TangentLine:
        """The tangent and the normal line at this point."""
        from chainrule.calculus.curves.lines import tangent_on_curve

        return tangent_on_curve(self)

    def __repr__(self) -> str:
        where = ", ".join(f"{symbol.name} = {value}" for symbol, value in self.point.items())
        return f"<OnCurve {where}: {self.behaviour if self.slope is None else f'slope {self.slope}'}>"


def on_curve(derivation: ImplicitDerivation, given: str | Mapping[Any, Any]) -> OnCurve:
    """The relation at a point; see `ImplicitDerivation.at`."""
    exact = point_of(given)
    wanted = tuple(dict.fromkeys((derivation.variable, derivation.dependent, *symbols(derivation.relation))))
    _check_names(derivation, exact, wanted)
    point = {symbol: exact[symbol] for symbol in wanted}
    sides = _checked(derivation, point)
    behaviour = _behaviour(derivation, point)
    results = [exact_at(answer, point, derivation.limits) for answer in derivation.answers] if (
        behaviour == "slope"
    ) else []  # fmt: skip
    return OnCurve(derivation, point, sides, behaviour, tuple(results))


def _check_names(
    derivation: ImplicitDerivation, point: Mapping[Symbol, Expression], wanted: tuple[Symbol, ...]
) -> None:
    def on_the_curve(missing: Sequence[Symbol]) -> str:
        known = _solutions(derivation, point) if missing == [derivation.dependent] else []
        there = " or ".join(f"{derivation.dependent.name} = {shortened(value)}" for value in known)
        return f"; on the curve there, {there}" if there else ""

    check_names(point, wanted, on_the_curve)
    if derivation.relation.functions:
        function = derivation.relation.functions[0]
        raise NameUnknownError(f"{function} is an unknown function: it has no value at a point", function)


def _solutions(derivation: ImplicitDerivation, point: Mapping[Symbol, Expression]) -> list[Expression]:
    """The values of the dependent variable, with all others given, where the relation is then linear or quadratic."""
    y = derivation.dependent
    gap = tidied(substitute(derivation.relation.left - derivation.relation.right, dict(point.items())))
    slope, bend = (differentiate(gap, y, order, limits=derivation.limits) for order in (1, 2))
    if not bend.constant:
        return []
    try:
        a, b, c = (exact_at(part, {y: ZERO}) for part in (bend / TWO, slope, gap))
        if is_zero(a):
            return [] if is_zero(b) else [exact_at(-(c / b), {})]
        root = Call(function_named("sqrt"), (b**2 - expression_of(4) * a * c,))
        found = [exact_at((-b + sign) / (TWO * a), {}) for sign in (root, -root)]
    except DomainError:
        return []
    return found[:1] if is_zero(found[0] - found[1]) else found


def _checked(derivation: ImplicitDerivation, point: Mapping[Symbol, Expression]) -> tuple[Expression, Expression]:
    """The values of both sides, which have to be equal."""
    where = ", ".join(f"{symbol.name} = {value}" for symbol, value in point.items())
    found: list[Expression] = []
    for side in derivation.relation.children:
        try:
            found.append(exact_at(side, point, derivation.limits))
        except DomainError:
            raise DomainError(f"at {where} there is no value of {shortened(side)}", side) from None
    left, right = found
    if not is_zero(left - right):
        first, second = map(shortened, derivation.relation.children)
        of_left, of_right = _told_apart(left, right)
        other = f", not {of_right}" if second == shortened(right) else f" and {second} is {of_right}"
        there = f"{first} is {of_left} there{other}"
        raise DomainError(f"the point {where} is not on the curve: {there}", derivation.relation)
    return left, right


def _told_apart(left: Expression, right: Expression) -> tuple[str, str]:
    """Two different values as they are shown: with so many digits that the difference is seen."""
    for digits in FIGURES:
        shown = _shown(left, digits), _shown(right, digits)
        if shown[0] != shown[1]:
            return shown
    return str(left), str(right)


def _shown(value: Expression, digits: int) -> str:
    """Exactly where that is short and plain, else as a decimal."""
    text = shortened(value)
    return text if all(c.isdigit() or c in "-./" for c in text) and len(text) < 16 else f"{decimal(value):.{digits}g}"


def _behaviour(derivation: ImplicitDerivation, point: Mapping[Symbol, Expression]) -> Behaviour:
    solved, limits = derivation.solved, derivation.limits
    for condition in conditions(derivation.relation):
        if condition.kind == "derivative exists" and not holds(condition.relation, point):
            return "no slope"
    try:
        above, below = (exact_at(part, point, limits) for part in (solved.rest, solved.coefficient))
    except DomainError:
        return "no slope"
    if not is_zero(below):
        return "slope"
    return "singular" if is_zero(above) else "vertical"
