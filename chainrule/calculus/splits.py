"""Splits: how a target is taken apart into the parts to differentiate and the roles that a reader is told of."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, cast

from chainrule.calculus.joins import Roles, times
from chainrule.errors import ChainRuleError
from chainrule.expression import formulas
from chainrule.expression.functions import Function, function_named
from chainrule.expression.nodes import (
    ONE,
    Call,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    UnknownCall,
    expression_of,
)
from chainrule.expression.walking import postorder

__all__ = ["Split", "of_call", "of_constant_multiple", "of_exponential", "of_general_power", "of_negation",
           "of_piecewise", "of_power", "of_product", "of_quotient", "of_reciprocal", "of_several", "of_sum",
           "of_unknown", "of_variable"]  # fmt: skip


class Split(NamedTuple):
    """A target taken apart.

    parts   the sub-expressions to differentiate, in the order in which join takes their derivatives
    roles   what a reader is told of, by name: base, exponent, slope, factors …
    inner   for a composite, the place (child indices) of its inner function in the target
    """

    parts: tuple[Expression, ...] = ()
    roles: Roles = MappingProxyType({})
    inner: tuple[int, ...] | None = None


def of_variable(target: Expression, moving: Set[Expression]) -> Split | None:
    return Split() if isinstance(target, Symbol) else None


def of_negation(target: Expression, moving: Set[Expression]) -> Split | None:
    return Split((target.operand,)) if isinstance(target, Negation) else None


def of_constant_multiple(target: Expression, moving: Set[Expression]) -> Split | None:
    """`9x^2`, `a x sin(x)`, `x/3`: what does not move stands in front."""
    match target:
        case Product(factors):
            still = [f for f in factors if f not in moving]
            if not still:
                return None
            part = times(*[f for f in factors if f in moving])
            return Split((part,), {"constant": times(*still), "function": part})
        case Quotient(top, bottom) if bottom not in moving:
            return Split((top,), {"constant": ONE / bottom, "function": top})
    return None


def of_sum(target: Expression, moving: Set[Expression]) -> Split | None:
    """Terms that do not move vanish, and are not belaboured."""
    if not isinstance(target, Sum):
        return None
    parts = tuple(term for term in target.terms if term in moving)
    return Split(parts, {"constants": tuple(term for term in target.terms if term not in moving)})


def of_product(target: Expression, moving: Set[Expression]) -> Split | None:
    return Split(target.factors, {"factors": target.factors}) if isinstance(target, Product) else None


def of_reciprocal(target: Expression, moving: Set[Expression]) -> Split | None:
    """`c/u` and `c/u^n` with a number n: outer is c/u^n, for the student's eye sees a fraction."""
    if not isinstance(target, Quotient) or target.numerator in moving:
        return None
    constant, base, exponent = target.numerator, target.denominator, ONE
    place: tuple[int, ...] = (1,)
    match base:
        case Power(inner, Number() as degree):
            base, exponent, place = inner, degree, (1, 0)
    slope = -Quotient(times(exponent, constant), Power(base, _shifted(exponent, 1)))
    return Split((base,), {"constant": constant, "base": base, "exponent": exponent, "slope": slope}, place)


def of_quotient(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Quotient):
        return None
    u, v = target.children
    return Split((u, v), {"numerator": u, "denominator": v})


def of_power(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Power) or target.exponent in moving:
        return None
    base, exponent = target.children
    lowered = _shifted(exponent, -1)
    slope = times(exponent, base if lowered is ONE else Power(base, lowered))
    return Split((base,), {"base": base, "exponent": exponent, "slope": slope}, (0,))


def of_exponential(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Power) or target.base in moving:
        return None
    base, exponent = target.children
    slope = target if base is E else times(target, Call(function_named("ln"), (base,)))
    return Split((exponent,), {"base": base, "exponent": exponent, "slope": slope}, (1,))


def of_general_power(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Power):
        return None
    u, v = target.children
    return Split((u, v), {"base": u, "exponent": v, "power": target, "logarithm": Call(function_named("ln"), (u,))})


def of_call(*names: str) -> Callable[[Expression, Set[Expression]], Split | None]:
    """A function of the formula sheet (only those named, if any) with one moving argument."""

    def split(target: Expression, moving: Set[Expression]) -> Split | None:
        if not isinstance(target, Call) or (names and target.function.name not in names):
            return None
        movers = [i for i, argument in enumerate(target.arguments) if argument in moving]
        if len(movers) > 1:
            return None
        roles = {"function": target.function, "slope": _slope(target, movers[0])}
        return Split((target.arguments[movers[0]],), roles, (movers[0],))

    return split


def of_several(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Call | UnknownCall):
        return None
    movers = [i for i, argument in enumerate(target.arguments) if argument in moving]
    slopes = tuple(_slope(target, i) for i in movers)
    return Split(tuple(target.arguments[i] for i in movers), {"slopes": slopes})


def of_unknown(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, UnknownCall):
        return None
    movers = [i for i, argument in enumerate(target.arguments) if argument in moving]
    if len(movers) > 1:
        return None
    return Split((target.arguments[movers[0]],), {"slope": _slope(target, movers[0])}, (movers[0],))


def of_piecewise(target: Expression, moving: Set[Expression]) -> Split | None:
    """Every branch on its own; a branch on a single point has its slope found by a limit, not by a rule."""
    if not isinstance(target, Piecewise):
        return None
    from chainrule.calculus.piecewise import branches_to_join

    parts, choose = branches_to_join(target, moving)
    return Split(parts, {"choose": choose})


# --- small parts -----------------------------------------------------------------------------------------------------


Laid = tuple[tuple[Expression, tuple[int, ...]], ...]


@cache
def _partials(function: Function) -> tuple[Laid | None, ...]:
    """The row's partials, each read once and laid out as a list of nodes with the places of their children.

    The arguments come first in the list, so that filling them in is one loop. None where the row has no partial.
    """
    partials: list[Laid | None] = []
    for partial in formulas.derivatives(function):
        if partial is None:
            partials.append(None)
            continue
        places: dict[Node, int] = {letter: index for index, letter in enumerate(formulas.ARGUMENTS[: function.arity])}
        rows: list[tuple[Expression, tuple[int, ...]]] = []
        for node in postorder(partial, known=dict(places)):
            rows.append((cast(Expression, node), tuple(places[child] for child in node.children)))
            places[node] = len(places)
        partials.append(tuple(rows))
    return tuple(partials)


def _slope(target: Call | UnknownCall, index: int) -> Expression:
    """The partial derivative of the outer function by argument `index`, with the arguments left inside."""
    if isinstance(target, UnknownCall):
        orders = tuple(order + (i == index) for i, order in enumerate(target.orders))
        return UnknownCall(target.name, target.arguments, orders)
    partial = _partials(target.function)[index]
    if partial is None:
        which = ("first", "second")[index]
        raise ChainRuleError(
            f"the {which} argument of {target.function.name} has to be constant: there is no formula by it"
        )
    filled = list(target.arguments)
    for node, inside in partial:
        filled.append(node.with_children(tuple([filled[place] for place in inside])) if inside else node)
    return filled[-1]


def _shifted(exponent: Expression, by: int) -> Expression:
    """exponent + by, folded where the exponent is a number or a fraction of numbers, else written out."""
    match exponent:
        case Number(value) if value + by >= 0:
            return Number(value + by)
        case Number(value):
            return Negation(Number(-(value + by)))
        case Negation(Number(value)) if value >= by:
            return Negation(Number(value - by))
        case Quotient(Number(int() as p), Number(int() as q)) if q:
            return _signed_fraction(p + by * q, q)
        case Negation(Quotient(Number(int() as p), Number(int() as q))) if q:
            return _signed_fraction(by * q - p, q)
    return exponent + expression_of(by) if by > 0 else exponent - expression_of(-by)


def _signed_fraction(p: int, q: int) -> Expression:
    fraction = Quotient(Number(abs(p)), Number(q))
    return fraction if p >= 0 else Negation(fraction)
