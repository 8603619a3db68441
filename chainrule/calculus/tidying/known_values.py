"""Exact values of functions at known points, from the formula sheet: sin(0) = 0, ln(e) = 1, |-3| = 3."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import cast

from chainrule.calculus.tidying.terms import Manner, exact, rational, term_written
from chainrule.expression.functions import Function
from chainrule.expression.nodes import Call, Expression

__all__ = ["known_value"]


def known_value(call: Call) -> Expression | None:
    """The exact value of a call at a tidied argument, or None where the sheet knows none."""
    numbers = [number for argument in call.arguments if (number := rational(argument)) is not None]
    if call.function.exact is not None and len(numbers) == len(call.arguments):
        value = call.function.exact(*map(Fraction, numbers))
        return None if value is None else term_written(exact(Fraction(value)), {}, Manner())
    return _values(call.function).get(call.arguments[0]) if len(call.arguments) == 1 else None


@cache
def _values(function: Function) -> dict[Expression, Expression]:
    from chainrule.expression.reading import parse

    pairs = [(parse(argument), parse(value)) for argument, value in function.values]
    return {cast(Expression, argument): cast(Expression, value) for argument, value in pairs}
