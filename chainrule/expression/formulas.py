"""What the rows of the formula sheet say, read: each formula once, when it is first asked for."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple, cast

from chainrule.expression.functions import Function
from chainrule.expression.nodes import Expression, Relation, Symbol
from chainrule.expression.numerics import Rational, ratio

__all__ = ["ARGUMENTS", "Interval", "Kind", "Linear", "VALUE", "by_value", "conditions", "definition", "derivatives",
           "intervals", "period", "values"]  # fmt: skip

ARGUMENTS = Symbol("u"), Symbol("v")  # what the rows call them
VALUE = Symbol("w")  # what they call the function's own value
Kind = Literal["exists", "derivative exists"]
Linear = tuple[Rational, Rational, Rational]  # a + b*pi + c*e
_NUMBER = re.compile(r"(-?)(?:(\d+)\*?)?(pi|e)?(?:/(\d+))?")


class Interval(NamedTuple):
    """From low to high, where those are not None; each end possibly left out."""

    low: Linear | None
    high: Linear | None
    low_open: bool
    high_open: bool


@cache
def derivatives(function: Function) -> tuple[Expression | None, ...]:
    """The partial derivatives, None for an argument that has to be constant."""
    return tuple(_expression(formula) if formula else None for formula in function.derivatives)


@cache
def definition(function: Function) -> Expression | None:
    """The same by simpler rows, if the row says so."""
    return _expression(function.definition) if function.definition else None


@cache
def by_value(function: Function) -> Expression:
    """The derivative in terms of the function's own value, of a row that has one."""
    return _expression(function.by_value)


@cache
def conditions(function: Function) -> tuple[tuple[Kind, Relation], ...]:
    """What its arguments have to meet for a value, and what further for a derivative."""
    formulas: tuple[tuple[Kind, str], ...] = (
        ("exists", function.domain), ("derivative exists", function.differentiable),
    )  # fmt: skip
    return tuple((kind, _relation(text)) for kind, formula in formulas for text in formula.split(" and ") if text)


@cache
def intervals(function: Function) -> tuple[Interval, ...]:
    """Where its values lie: in one of these."""
    found = []
    for text in function.range.split(" or "):
        low, high = [None if end.endswith("oo") else _linear(end) for end in text[1:-1].split(", ")]
        found.append(Interval(low, high, text[0] == "(", text[-1] == ")"))
    return tuple(found)


@cache
def values(function: Function) -> dict[Linear, Linear]:
    """Its exact values at some arguments."""
    return {_linear(argument): _linear(value) for argument, value in function.values}


@cache
def period(function: Function) -> Rational | None:
    """How many times pi it is until the values repeat, or None where they do not."""
    return _linear(function.period)[1] if function.period else None


def _relation(text: str) -> Relation:
    left, sign, right = re.split(r" (<=|>=|!=|<|>) ", text)
    return Relation(sign, _expression(left), _expression(right))


def _expression(text: str) -> Expression:
    from chainrule.expression.reading import parse

    return cast(Expression, parse(text))


def _linear(text: str) -> Linear:
    """A number as rows write it: -1/2, pi, 5*pi/6, e."""
    found = _NUMBER.fullmatch(text)
    assert found, text
    sign, times, name, over = found.groups()
    value = ratio(int(times or 1), int(over or 1)) * (-1 if sign else 1)
    return value * (name is None), value * (name == "pi"), value * (name == "e")
