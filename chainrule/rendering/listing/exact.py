"""Exact values as they are shown, with decimals beside those that are not read off at once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from chainrule.calculus.exact_points import At
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.calculus.tidying.terms import rational
from chainrule.expression.nodes import Expression, Number, Relation, Symbol, is_finite_decimal
from chainrule.expression.walking import preorder
from chainrule.rendering import wording_curves as wording
from chainrule.rendering.listing.blocks import Phrase, Sentence, Side
from chainrule.rendering.listing.figures import figure
from chainrule.rendering.wording import INDENT, comma_and, said

__all__ = ["about", "in_brackets", "place", "shown", "side", "valued"]

SHORT = 10**6  # the denominator of a decimal that is read off at once
TINY = 1e-300
LARGEST = 10**15  # of numbers in an exact value
LONG = 30  # operations: of a longer value the decimals alone are shown


def shown(at: At) -> Expression:
    """The exact value, or its decimals where that is too long to be read."""
    return figure(at.number) if _is_long(at) else at.exact


def _is_long(at: At) -> bool:
    if abs(at.number) < TINY:  # what floats cannot tell is shown as it is
        return False
    numbers = [Fraction(node.value) for node in preorder(at.exact) if isinstance(node, Number)]
    large = any(max(number.numerator, number.denominator) > LARGEST for number in numbers)
    return large or weight(at.exact) > LONG


def about(at: At) -> Phrase:
    """`about 0.70711`; nothing where a decimal is shown already; `rounded` where the exact value is too long."""
    if _is_long(at):
        return (wording.ROUNDED,)
    number = rational(at.exact)
    if abs(at.number) < TINY or (
        number is not None and is_finite_decimal(number) and number.denominator <= SHORT
    ):
        return ()
    return said(wording.ABOUT, number=figure(at.number))


def in_brackets(words: Phrase) -> Phrase:
    return said(wording.IN_BRACKETS, words=words) if words else ()


def side(at: At) -> Side:
    return Side(shown(at))


def valued(name: Expression, at: At) -> Sentence:
    """x = √2/2, about 0.70711"""
    rest = ", " if about(at) else ""
    return Sentence((INDENT, Relation("=", name, shown(at)), rest, *about(at)))


def place(values: Mapping[Symbol, Expression]) -> Phrase:
    """a = 2 and t = π/4"""
    return comma_and([Relation("=", symbol, value) for symbol, value in values.items()])
