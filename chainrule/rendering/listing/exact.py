"""Exact values as they are shown, with decimals beside those that are not read off at once."""

from __future__ import annotations

from collections.abc import Mapping

from chainrule.calculus.exact_points import At
from chainrule.calculus.term_arithmetic import weight
from chainrule.calculus.terms import rational
from chainrule.expression.nodes import Expression, Relation, Symbol, is_finite_decimal
from chainrule.rendering import wording_curves as wording
from chainrule.rendering.listing.blocks import Phrase, Sentence, Side
from chainrule.rendering.listing.figures import figure
from chainrule.rendering.wording import INDENT, comma_and, said

__all__ = ["about", "in_brackets", "place", "shown", "side", "valued"]

SHORT = 10**6  # the denominator of a decimal that is read off at once
LONG = 30  # operations: of a longer value the decimals alone are shown


def shown(at: At) -> Expression:
    """The exact value, or its decimals where that is too long to be read."""
    return at.exact if weight(at.exact) <= LONG else figure(at.number)


def about(at: At) -> Phrase:
    """`about 0.70711`; nothing where the value shown is a decimal already."""
    number = rational(shown(at))
    if number is not None and is_finite_decimal(number) and number.denominator <= SHORT:
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
