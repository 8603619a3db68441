"""Joins: how the derivatives of the parts are put together. This is the calculus, and it stands nowhere else.

A join is linear in the derivatives and uses nothing but operators and its roles, so the same join runs on expressions,
on floats and on mpmath numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from chainrule.expression.nodes import ONE, ZERO, Expression, Product, Sum

__all__ = ["Roles", "minus", "of_chain", "of_general_power", "of_product", "of_quotient", "of_several", "plus",
           "pull_product", "pull_quotient", "times"]  # fmt: skip

Roles = Mapping[str, Any]
FEW_FACTORS = 8  # up to here the product rule is written out flat; beyond, factor pairs are joined in a tournament


def times(*factors: Any) -> Any:
    """A product of expressions, or of numbers; a factor of one is not written, and a factor of zero is all there is."""
    if ZERO in factors:
        return ZERO
    kept = [factor for factor in factors if factor is not ONE]
    if len(kept) < 2:
        return kept[0] if kept else ONE
    return Product(tuple(kept)) if isinstance(kept[0], Expression) else math.prod(kept)


def plus(terms: Sequence[Any]) -> Any:
    """A sum of expressions, or of numbers; what is zero is not written."""
    kept = [term for term in terms if term is not ZERO]
    if len(kept) < 2:
        return kept[0] if kept else ZERO
    return Sum(tuple(kept)) if isinstance(kept[0], Expression) else sum(kept)


def minus(term: Any) -> Any:
    return term if term is ZERO else -term


def of_chain(roles: Roles, inner: Any) -> Any:
    return times(roles["slope"], inner)


def of_several(roles: Roles, *inners: Any) -> Any:
    return plus([times(slope, inner) for slope, inner in zip(roles["slopes"], inners, strict=True)])


def of_product(roles: Roles, *derivatives: Any) -> Any:
    factors = roles["factors"]
    if len(factors) <= FEW_FACTORS:
        return plus([times(*factors[:i], d, *factors[i + 1 :]) for i, d in enumerate(derivatives)])
    pairs = list(zip(factors, derivatives, strict=True))
    while len(pairs) > 1:
        odd = pairs[len(pairs) & ~1 :]
        couples = zip(pairs[::2], pairs[1::2], strict=False)
        pairs = [(times(f, g), plus([times(df, g), times(f, dg)])) for (f, df), (g, dg) in couples] + odd
    return pairs[0][1]


def pull_product(roles: Roles, adjoint: Any, count: int) -> list[Any]:
    """Each factor gets the product of the others, made of what stands before it and what stands after it."""
    before, after = [ONE], [ONE]
    for factor in roles["factors"]:
        before.append(times(before[-1], factor))
    for factor in reversed(roles["factors"]):
        after.append(times(factor, after[-1]))
    return [times(adjoint, before[i], after[count - 1 - i]) for i in range(count)]


def of_quotient(roles: Roles, top: Any, bottom: Any) -> Any:
    u, v = roles["numerator"], roles["denominator"]
    return plus([times(top, v), minus(times(u, bottom))]) / v**2


def pull_quotient(roles: Roles, adjoint: Any, count: int) -> list[Any]:
    """(1/v, -u/v^2) times the adjoint, by way of the quotient itself, which is worked out anyway."""
    u, v = roles["numerator"], roles["denominator"]
    share = adjoint / v
    return [share, -times(share, u / v)]


def of_general_power(roles: Roles, base: Any, exponent: Any) -> Any:
    u, v, logarithm = roles["base"], roles["exponent"], roles["logarithm"]
    return times(roles["power"], plus([times(exponent, logarithm), times(v, base if base is ZERO else base / u)]))
