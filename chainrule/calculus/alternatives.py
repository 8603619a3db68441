"""Other true forms of an answer, and another way to it. They are offered beside the answer, never in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import cast

from chainrule.calculus.engine import differentiate
from chainrule.calculus.tidying.term_arithmetic import Term
from chainrule.calculus.tidying.terms import Manner, Powers, Rational, exact
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import ONE, Call, E, Expression, Number, Power, Sum, Symbol

__all__ = ["Alternative", "AnotherWay", "alternatives", "another_way"]

MOST_EXPANDED = 6  # a bracket that has more terms than this when it is multiplied out is no other way


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same value written otherwise; `because` is the identity's name in `IDENTITIES`."""

    expression: Expression
    because: str


@dataclass(frozen=True, slots=True)
class AnotherWay:
    """The target with its bracket multiplied out, the slope of that, and the inner derivative if it is a number."""

    expanded: Expression
    slope: Expression
    inner: Rational | None


def alternatives(answer: Expression, tidier: Tidier | None = None) -> tuple[Alternative, ...]:
    """True alternatives to a tidied answer, at most one for each identity; `tidier` is the one that made it."""
    tidier = tidier or Tidier(Manner.of(answer))
    found: list[Alternative] = []
    term = tidier.term(answer)
    for name, change in IDENTITIES.items():
        changed = change(tidier, term)
        other = None if changed is None else tidier.term_written(*changed)
        if other is not None and other is not answer:
            found.append(Alternative(other, name))
    return tuple(found)


def another_way(target: Expression, variable: Symbol) -> AnotherWay | None:
    """For (a sum of a few terms)^n with small n: multiply out first, then differentiate term by term."""
    match target:
        case Power(Sum(terms) as inner, Number(int() as exponent)) if 2 <= exponent <= 3 and len(terms) <= 3:
            pass
        case _:
            return None
    tidier = Tidier(Manner.of(target))
    rows = [tidier.term(tidier.tidy(term)) for term in terms]
    if not all(_is_simple(powers, variable) for _, powers in rows):
        return None
    opened: list[Term] = [(1, {})]
    for _ in range(exponent):
        opened = [tidier.merged(a, b) for a in opened for b in rows]
    collected = tidier.collected(opened)
    if not 2 <= len(collected) <= MOST_EXPANDED:
        return None
    collected.sort(key=lambda row: -cast(int, row[1].get(variable, 0)))
    expanded = tidier.sum_written(collected)
    slope = differentiate(inner, variable)
    number, powers = tidier.term(slope)
    factor = number if not powers else None
    return AnotherWay(expanded, differentiate(expanded, variable), factor)


def _is_simple(powers: Powers, variable: Symbol) -> bool:
    """A number times a whole power of the variable."""
    return all(base is variable and isinstance(exponent, int) and exponent > 0 for base, exponent in powers.items())


# --- identities: each takes a term and gives another, or None --------------------------------------------------------

Change = Callable[[Tidier, Term], Term | None]


def _calls(powers: Powers, name: str) -> Iterator[tuple[Call, int]]:
    for base, exponent in powers.items():
        if isinstance(base, Call) and base.function.name == name and isinstance(exponent, int):
            yield base, exponent


def _double_angle(tidier: Tidier, term: Term) -> Term | None:
    """2 sin(u) cos(u) = sin(2u)."""
    number, powers = term
    for sine, exponent in _calls(powers, "sin"):
        cosine = Call(function_named("cos"), sine.arguments)
        if exponent == 1 and powers.get(cosine) == 1 and Fraction(number) % 2 == 0:
            doubled = tidier.product([(Number(2), 1), (sine.arguments[0], 1)])
            rest = {base: e for base, e in powers.items() if base not in (sine, cosine)}
            return exact(Fraction(number) / 2), {**rest, Call(function_named("sin"), (doubled,)): 1}
    return None


def _ratio(top: str, bottom: str, becomes: str) -> Change:
    """top(u)^n / bottom(u)^n = becomes(u)^n."""

    def change(tidier: Tidier, term: Term) -> Term | None:
        number, powers = term
        for above, exponent in _calls(powers, top):
            below = Call(function_named(bottom), above.arguments)
            under = powers.get(below)
            if exponent > 0 and isinstance(under, int) and under < 0:
                shared = min(exponent, -under)
                changed = dict(powers)
                tidier.multiply_in(changed, above, -shared)
                tidier.multiply_in(changed, below, shared)
                tidier.multiply_in(changed, Call(function_named(becomes), above.arguments), shared)
                return number, changed
        return None

    return change


def _reciprocal(bottom: str, becomes: str) -> Change:
    """1 / bottom(u)^n = becomes(u)^n, where nothing else stands in the denominator or beside it."""

    def change(tidier: Tidier, term: Term) -> Term | None:
        number, powers = term
        for below, exponent in _calls(powers, bottom):
            if exponent < 0 and len(powers) == 1:
                return number, {Call(function_named(becomes), below.arguments): -exponent}
        return None

    return change


def _difference_of_squares(tidier: Tidier, term: Term) -> Term | None:
    """cos(u)^2 - sin(u)^2 = cos(2u), as the whole answer or as a bracket in it."""
    number, powers = term
    for base, exponent in powers.items():
        if not isinstance(base, Sum) or len(base.terms) != 2:
            continue
        for (a, first), (b, second) in permutations([tidier.term(part) for part in base.terms]):
            for cosine, square in _calls(first, "cos"):
                sine = Call(function_named("sin"), cosine.arguments)
                if a == -b and square == 2 and len(first) == 1 and second == {sine: 2}:
                    doubled = tidier.product([(Number(2), 1), (cosine.arguments[0], 1)])
                    rest = {other: e for other, e in powers.items() if other is not base}
                    return tidier.times(number, a), {**rest, Call(function_named("cos"), (doubled,)): exponent}
    return None


def _pythagoras(tidier: Tidier, term: Term) -> Term | None:
    """1 - cos(u)^2 = sin(u)^2 and 1 - sin(u)^2 = cos(u)^2, for a bracket that is a factor."""
    number, powers = term
    for base, exponent in powers.items():
        if (
            not isinstance(base, Sum)
            or len(base.terms) != 2
            or base.terms[0] is not ONE
            or not isinstance(exponent, int)
        ):
            continue
        minus, squared = tidier.term(base.terms[1])
        for name, other in (("cos", "sin"), ("sin", "cos")):
            for call, square in _calls(squared, name):
                if minus == -1 and square == 2 and len(squared) == 1:
                    changed = {b: e for b, e in powers.items() if b is not base}
                    tidier.multiply_in(changed, Call(function_named(other), call.arguments), 2 * exponent)
                    return number, changed
    return None


def _inverse_pair(tidier: Tidier, term: Term) -> Term | None:
    """e^(ln u) = u, and with a factor n in the exponent u^n."""
    number, powers = term
    exponent = powers.get(E)
    if not isinstance(exponent, Expression):
        return None
    factor, inside = tidier.term(exponent)
    for logarithm, power in _calls(inside, "ln"):
        if power == 1 and len(inside) == 1:
            changed = {base: e for base, e in powers.items() if base is not E}
            tidier.multiply_in(changed, logarithm.arguments[0], factor)
            return number, changed
    return None


IDENTITIES: dict[str, Change] = {
    "double-angle-sine": _double_angle,
    "double-angle-cosine": _difference_of_squares,
    "pythagoras": _pythagoras,
    "tangent": _ratio("sin", "cos", "tan"),
    "cotangent": _ratio("cos", "sin", "cot"),
    "hyperbolic-tangent": _ratio("sinh", "cosh", "tanh"),
    "hyperbolic-cotangent": _ratio("cosh", "sinh", "coth"),
    "secant": _reciprocal("cos", "sec"),
    "cosecant": _reciprocal("sin", "csc"),
    "exponential-of-logarithm": _inverse_pair,
}
