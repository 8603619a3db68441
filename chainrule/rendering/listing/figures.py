"""Numbers as they are shown: rounded, and written as expressions, so that every notation writes them in its way."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from chainrule.expression.nodes import Expression, Negation, Number, Power, Product
from chainrule.expression.points import number_written

__all__ = ["figure"]

PLAIN = 1e-4, 1e7  # sizes that are written without a power of ten
WHOLE = 1e15  # whole numbers up to this are exact


def figure(value: float, digits: int = 5) -> Expression:
    """`value` rounded to so many significant digits: 0.7568, 16, or 1.2 · 10^(-9) where it is very small or large.

    Whole numbers are not rounded. Raises ValueError for what is not finite.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} is no figure")
    size = abs(value)
    if size == int(size) and size < PLAIN[1]:
        return number_written(int(value))
    rounded = Decimal(f"{value:.{digits - 1}e}")
    if PLAIN[0] <= size < PLAIN[1]:
        return number_written(Fraction(rounded))
    mantissa, _, exponent = f"{rounded:e}".partition("e")
    power = int(exponent)
    ten = Power(Number(10), Number(power) if power >= 0 else Negation(Number(-power)))
    front = number_written(abs(Fraction(mantissa)))
    written = ten if front == Number(1) else Product((front, ten))
    return Negation(written) if value < 0 else written
