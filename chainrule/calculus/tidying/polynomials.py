"""Polynomials in one symbol: just enough to see that a denominator goes into a numerator."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from chainrule.calculus.tidying.term_arithmetic import Term
from chainrule.calculus.tidying.terms import Rational, exact
from chainrule.expression.nodes import Expression, Symbol

__all__ = ["Polynomial", "polynomial", "quotient"]

Polynomial = dict[int, Rational]  # degree -> coefficient, no zeros
HIGHEST = 40  # degree that is looked at


def polynomial(rows: Iterable[Term]) -> tuple[Expression, Polynomial] | None:
    """(symbol, coefficients) where all terms are whole powers of one symbol with numbers in front, else None."""
    symbol: Expression | None = None
    coefficients: Polynomial = {}
    for number, powers in rows:
        degree: object = 0
        for base, exponent in powers.items():
            if not isinstance(base, Symbol) or len(powers) > 1 or symbol not in (None, base):
                return None
            symbol, degree = base, exponent
        if not isinstance(degree, int) or not 0 <= degree <= HIGHEST or degree in coefficients:
            return None
        coefficients[degree] = number
    return None if symbol is None else (symbol, coefficients)


def quotient(top: Polynomial, bottom: Polynomial) -> Polynomial | None:
    """top/bottom by long division where nothing remains, else None."""
    rest, result, lead = dict(top), dict[int, Rational](), max(bottom)
    while rest:
        degree = max(rest)
        if degree < lead:
            return None
        factor = exact(Fraction(rest[degree]) / bottom[lead])
        result[degree - lead] = factor
        for lower, number in bottom.items():
            place = degree - lead + lower
            left = exact(Fraction(rest.get(place, 0) - factor * number))
            if left:
                rest[place] = left
            else:
                rest.pop(place, None)
    return result
