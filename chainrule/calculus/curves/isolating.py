"""Solving f(x) = b for an x that occurs once: what was done to it is undone from the outside in."""

from __future__ import annotations

from chainrule.calculus.engine import moving_parts
from chainrule.calculus.joins import plus, times
from chainrule.expression.exactness import exact_value
from chainrule.expression.functions import Function, function_named
from chainrule.expression.nodes import (
    ONE,
    Call,
    E,
    Expression,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)

__all__ = ["isolated"]

UNDONE = {
    "exp": "ln", "ln": "exp", "sin": "arcsin", "cos": "arccos", "tan": "arctan", "arcsin": "sin", "arccos": "cos",
    "arctan": "tan", "sinh": "arcsinh", "cosh": "arccosh", "tanh": "arctanh", "arcsinh": "sinh", "arccosh": "cosh",
    "arctanh": "tanh",
}  # fmt: skip


def isolated(target: Expression, x: Symbol, value: Expression) -> Expression | None:
    """One x at which the target may have the value, raw, or None where x cannot be isolated.

    Of two roots the positive one; whether the target has the value there is for the caller to see.
    """
    moving = moving_parts(target, (x,))
    while target is not x:
        inside = [child for child in target.children if child in moving]
        undone = _undone(target, inside[0], value) if len(inside) == 1 else None
        if undone is None:
            return None
        target, value = inside[0], undone
    return value


def _undone(target: Expression, inside: Expression, value: Expression) -> Expression | None:
    """What the part that moves has to be, for the target to have the value."""
    match target:
        case Sum(terms):
            return plus([value, *[-term for term in terms if term is not inside]])  # type: ignore[no-any-return]
        case Product(factors):
            return Quotient(value, times(*[factor for factor in factors if factor is not inside]))
        case Negation():
            return Negation(value)
        case Quotient(top, bottom):
            return Product((value, bottom)) if inside is top else Quotient(top, value)
        case Power(base, exponent) if inside is exponent:
            logarithm = Call(function_named("ln"), (value,))
            return logarithm if base is E else Quotient(logarithm, Call(function_named("ln"), (base,)))
        case Power(_, exponent):
            return _root(value, exponent)
        case Call(Function(name="sqrt"), _):
            return Power(value, Number(2))
        case Call(Function(name="cbrt"), _):
            return Power(value, Number(3))
        case Call(Function(name=name), (_,)) if name in UNDONE:
            return Call(function_named(UNDONE[name]), (value,))
    return None


def _root(value: Expression, exponent: Expression) -> Expression:
    """The root that undoes a power; of an even one the positive root."""
    power = exact_value(exponent)
    if power is not None and power.denominator == 1 and power > 1:
        name = {2: "sqrt", 3: "cbrt"}.get(int(power))
        if name is not None:
            return Call(function_named(name), (value,))
        return Call(function_named("root"), (value, Number(int(power))))
    return Power(value, Quotient(ONE, exponent))
