"""Exact values of functions at known points, from the formula sheet: sin(0) = 0, ln(e) = 1, |-3| = 3."""

from __future__ import annotations

from functools import cache
from typing import cast

from chainrule.calculus.terms import Manner, magnitude, rational, term_written
from chainrule.expression.functions import Function
from chainrule.expression.nodes import Call, Expression

__all__ = ["known_value"]


def known_value(call: Call) -> Expression | None:
    """The exact value of a call at a tidied argument, or None where the sheet knows none."""
    known = _values(call.function)
    if call.function.name in ("abs", "sign"):
        number = rational(call.arguments[0])
        if number is not None:
            size = magnitude(number) if call.function.name == "abs" else (number > 0) - (number < 0)
            return term_written(size, {}, Manner())
    return known.get(call.arguments[0]) if len(call.arguments) == 1 else None


@cache
def _values(function: Function) -> dict[Expression, Expression]:
    from chainrule.expression.reading import parse

    pairs = [(parse(argument), parse(value)) for argument, value in function.values]
    return {cast(Expression, argument): cast(Expression, value) for argument, value in pairs}
