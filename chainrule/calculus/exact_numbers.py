"""Numbers such as (1 + √3)/2, √2 π/4 and 3e² in the form in which a textbook prints them.

A value is a sum of terms: a rational times powers of bases. Bases are primes, with exponents between 0 and 1 (these are
the roots), pi, e, and whatever else is not known more exactly, such as ln(2) or sin(1). Sines and cosines of multiples
of pi/12 are known; roots are taken out of denominators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from math import lcm
from typing import cast

from chainrule.calculus.comparison.algebra import primes
from chainrule.calculus.tidying.known_values import known_value
from chainrule.calculus.tidying.terms import Manner, exact, number_written, term_written
from chainrule.expression.exactness import exact_value
from chainrule.expression.functions import Function, function_named
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    PI,
    Call,
    Constant,
    E,
    Expression,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    is_finite_decimal,
)  # fmt: skip
from chainrule.expression.walking import bottom_up, rebuilt

__all__ = ["exactly_written"]

Monomial = frozenset[tuple[Expression, Fraction]]  # bases with their exponents
Value = dict[Monomial, Fraction]
Rule = Callable[[Value], "Value | None"]

RATIONAL: Monomial = frozenset()
DEEP = 50  # what is nested deeper is worked out where it is rational
MOST_TERMS = 24  # in a sum, and factors in a term
BIGGEST_POWER = 12  # of a sum of terms that is multiplied out
HALF = Fraction(1, 2)
SINES = ("0", "(sqrt(6) - sqrt(2))/4", "1/2", "sqrt(2)/2", "sqrt(3)/2", "(sqrt(6) + sqrt(2))/4", "1")  # of k*pi/12
ROOTS = frozenset({2, 3})


class _BeyondError(Exception):
    """The number has too many terms, or too many digits."""


def exactly_written(expression: Expression, manner: Manner | None = None, *, limits: Limits = DEFAULT) -> Expression:
    """A constant expression that has a value, as a textbook prints it; where that would be too long, as it is."""
    if expression.height > DEEP:
        rational = exact_value(expression, limits)
        return expression if rational is None else number_written(rational, manner or Manner())
    try:
        value = _valued(expression, limits)
    except _BeyondError:
        return expression
    written = _written(value, manner or Manner())
    return rebuilt(written, _as_decimal) if manner is not None and manner.decimals else written


def _as_decimal(node: Expression) -> Expression | None:
    """3/10 as 0.3, as in sin(0.3)."""
    match node:
        case Quotient(Number(p), Number(q)) if is_finite_decimal(Fraction(p) / q):
            return number_written(exact(Fraction(p) / q), Manner(decimals=True))
    return None


def _valued(root: Expression, limits: Limits) -> Value:
    bits = int(limits.digits * 3.32)
    done: dict[Expression, Value] = {}
    for node in cast(list[Expression], bottom_up(root)):
        parts = [done[child] for child in node.children]
        value = done[node] = _value(node, parts)
        if len(value) > MOST_TERMS or any(len(m) > MOST_TERMS or _bits(c) > bits for m, c in value.items()):
            raise _BeyondError
    return done[root]


def _value(node: Expression, parts: list[Value]) -> Value:
    match node:
        case Number(number):
            return _of(Fraction(number))
        case Constant():
            return _atom(node)
        case Negation():
            return _scaled(parts[0], -1)
        case Sum():
            return _added(parts)
        case Product():
            return _multiplied(parts)
        case Quotient():
            times = _multiple(*parts)
            return _multiplied([parts[0], _reciprocal(parts[1])]) if times is None else _of(times)
        case Power(base, _) if base is E:
            return _exponential(parts[1])
        case Power():
            return _raised(parts[0], parts[1])
        case Call(function, _):
            return _called(function, parts)
    return _atom(node)


# --- arithmetic ------------------------------------------------------------------------------------------------------


def _of(number: Fraction | int) -> Value:
    return {RATIONAL: Fraction(number)} if number else {}


def _atom(node: Expression, exponent: Fraction = Fraction(1)) -> Value:
    return {frozenset(((node, exponent),)): Fraction(1)}


def _rational(value: Value) -> Fraction | None:
    return value.get(RATIONAL, Fraction(0)) if set(value) <= {RATIONAL} else None


def _scaled(value: Value, factor: Fraction | int) -> Value:
    return {monomial: c * factor for monomial, c in value.items()} if factor else {}


def _added(values: Iterable[Value]) -> Value:
    total: Value = {}
    for value in values:
        for monomial, c in value.items():
            total[monomial] = total.get(monomial, Fraction(0)) + c
    return {monomial: c for monomial, c in total.items() if c}


def _multiplied(values: Iterable[Value]) -> Value:
    total = _of(1)
    for value in values:
        if len(total) * len(value) > MOST_TERMS**2:
            raise _BeyondError
        total = _added([_term(a * b, (*m, *n)) for m, a in total.items() for n, b in value.items()])
    return total


def _term(coefficient: Fraction, powers: Iterable[tuple[Expression, Fraction]]) -> Value:
    """A rational times powers, those of one base together, whole powers of numbers worked out."""
    exponents: dict[Expression, Fraction] = {}
    for base, exponent in powers:
        exponents[base] = exponents.get(base, Fraction(0)) + exponent
    for base, exponent in exponents.items():
        if isinstance(base, Number):
            whole = exponent.__floor__()
            coefficient *= Fraction(base.value) ** whole
            exponents[base] = exponent - whole
    return {frozenset(item for item in exponents.items() if item[1]): coefficient}


def _multiple(above: Value, below: Value) -> Fraction | None:
    """How many times one sum is the other, where it is: (2 ln(2) - 2)/(ln(2) - 1) is 2."""
    if not below or above.keys() != below.keys():
        return None
    found = {above[monomial] / below[monomial] for monomial in below}
    return found.pop() if len(found) == 1 else None


def _reciprocal(value: Value) -> Value:
    if not value:
        raise _BeyondError  # there is no such number
    if len(value) == 1:
        [(monomial, c)] = value.items()
        return _term(1 / c, [(base, -exponent) for base, exponent in monomial])
    prime = next((base for monomial in value for base, _ in monomial), None)
    if prime is None or any(not isinstance(b, Number) or e != HALF for monomial in value for b, e in monomial):
        return _atom(_written(value, Manner()), Fraction(-1))
    conjugate = {m: -c if (prime, HALF) in m else c for m, c in value.items()}
    norm = _multiplied([value, conjugate])  # without the root of this prime
    return _multiplied([conjugate, _reciprocal(norm)]) if norm else _atom(_written(value, Manner()), Fraction(-1))


def _raised(base: Value, exponent: Value) -> Value:
    power = _rational(exponent)
    if power is None:
        return _atom(Power(_written(base, Manner()), _written(exponent, Manner())))
    if power.denominator == 1 and (len(base) == 1 or abs(power) <= BIGGEST_POWER):
        if len(base) == 1:
            [(monomial, c)] = base.items()
            _check_digits(c, power)
            return _term(c**power.numerator, [(b, e * power) for b, e in monomial])
        whole = _multiplied([base] * abs(power.numerator))
        return whole if power > 0 else _reciprocal(whole)
    if not base:
        return {}
    [(monomial, c), *more] = base.items()
    if more or any(b is not PI and b is not E and not isinstance(b, Number) for b, _ in monomial):
        return _atom(_written(base, Manner()), power)
    if c < 0 and power.denominator % 2 == 0:
        raise _BeyondError  # no real number
    sign = -1 if c < 0 and power.numerator % 2 else 1
    _check_digits(c, power)
    numbers = [(Number(prime), count) for prime, count in primes(abs(c)).items()]
    return _term(Fraction(sign), [(b, e * power) for b, e in (*monomial, *numbers)])


def _bits(number: Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _check_digits(number: Fraction, power: Fraction) -> None:
    if _bits(number) * abs(power) > DEFAULT.digits * 4:
        raise _BeyondError


# --- functions -------------------------------------------------------------------------------------------------------


def _exponential(exponent: Value) -> Value:
    """e^(1 + 2 ln(3)) is 9e."""
    factors: list[Value] = []
    others: Value = {}
    for monomial, c in exponent.items():
        match list(monomial):
            case []:
                factors.append(_atom(E, c))
            case [(Call(Function(name="ln"), (inner,)), Fraction(numerator=1, denominator=1))]:
                factors.append(_raised(_valued(inner, DEFAULT), _of(c)))
            case _:
                others[monomial] = c
    if others:
        factors.append(_atom(Power(E, _written(others, Manner()))))
    return _multiplied(factors)


def _called(function: Function, arguments: list[Value]) -> Value:
    rule = FUNCTIONS.get(function.name)
    found = rule(*arguments) if rule is not None else None
    if found is not None:
        return found
    call = Call(function, tuple([_written(argument, Manner()) for argument in arguments]))
    known = known_value(call)
    return _atom(call) if known is None else _valued(known, DEFAULT)


def _root(value: Value, degree: Value) -> Value | None:
    number = _rational(degree)
    return _raised(value, _of(1 / number)) if number else None


def _logarithm(value: Value) -> Value | None:
    """ln(e^r) is r, ln(1/2) is -ln(2)."""
    if len(value) != 1:
        return None
    [(monomial, c)] = value.items()
    if c == 1 and all(base is E for base, _ in monomial):
        return _of(sum(exponent for _, exponent in monomial))
    if not monomial and c.numerator == 1:
        return _scaled(_atom(Call(function_named("ln"), (Number(c.denominator),))), -1)
    return None


@cache
def _sines() -> dict[int, Value]:
    """Of k*pi/12, by k from 0 to 23."""
    from chainrule.expression.reading import parse

    first = [_valued(cast(Expression, parse(text)), DEFAULT) for text in SINES]
    quarter = dict(enumerate(first)) | {12 - k: value for k, value in enumerate(first)}
    return quarter | {12 + k: _scaled(value, -1) for k, value in quarter.items() if k < 12}


def _twelfths(angle: Value) -> int | None:
    """k where the angle is k*pi/12, from 0 to 23."""
    turn: Monomial = frozenset(((PI, Fraction(1)),))
    twelfths = angle.get(turn, Fraction(0)) * 12
    return twelfths.numerator % 24 if set(angle) <= {turn} and twelfths.denominator == 1 else None


def _sine(angle: Value) -> Value | None:
    k = _twelfths(angle)
    return None if k is None else _sines()[k]


def _cosine(angle: Value) -> Value | None:
    k = _twelfths(angle)
    return None if k is None else _sines()[(k + 6) % 24]


def _ratio(above: Rule, below: Rule, angle: Value) -> Value | None:
    over, under = above(angle), below(angle)
    return _multiplied([over, _reciprocal(under)]) if over is not None and under else None


def _one(angle: Value) -> Value:
    return _of(1)


def _angle(function: Rule, first: int, last: int, value: Value) -> Value | None:
    """The angle k*pi/12, with k from first to last, at which the function has this value."""
    for k in range(first, last + 1):
        angle = _scaled(_atom(PI), Fraction(k, 12))
        if function(angle) == value:
            return angle
    return None


def _tangent(angle: Value) -> Value | None:
    return _ratio(_sine, _cosine, angle)


FUNCTIONS: Mapping[str, Callable[..., Value | None]] = {
    "sqrt": lambda u: _raised(u, _of(HALF)),
    "cbrt": lambda u: _raised(u, _of(Fraction(1, 3))),
    "root": _root,
    "exp": _exponential,
    "ln": _logarithm,
    "sin": _sine,
    "cos": _cosine,
    "tan": _tangent,
    "cot": lambda u: _ratio(_cosine, _sine, u),
    "sec": lambda u: _ratio(_one, _cosine, u),
    "csc": lambda u: _ratio(_one, _sine, u),
    "arcsin": lambda u: _angle(_sine, -6, 6, u),
    "arccos": lambda u: _angle(_cosine, 0, 12, u),
    "arctan": lambda u: _angle(_tangent, -5, 5, u),
}


# --- writing down ----------------------------------------------------------------------------------------------------


def _written(value: Value, manner: Manner) -> Expression:
    number = _rational(value)
    if number is not None:
        return number_written(exact(number), manner)
    plain = Manner(named_roots=ROOTS)
    if len(value) == 1:
        [(monomial, c)] = value.items()
        return term_written(exact(c), _powers(monomial), plain)
    below = frozenset.intersection(*value)
    below = frozenset([(base, exponent) for base, exponent in below if exponent < 0])
    if below:
        above = _written({monomial - below: c for monomial, c in value.items()}, manner)
        return Quotient(above, term_written(1, _powers(frozenset([(b, -e) for b, e in below])), plain))
    common = lcm(*[c.denominator for c in value.values()]) if _alike(value) else 1
    rows = sorted(value.items(), key=lambda row: _rank(*row))
    whole = Sum(tuple([term_written(exact(c * common), _powers(monomial), plain) for monomial, c in rows]))
    return whole if common == 1 else Quotient(whole, Number(common))


def _alike(value: Value) -> bool:
    """(1 + √3)/2 is one fraction, √3/2 - π/6 are two."""
    roots = all(isinstance(base, Number) for monomial in value for base, _ in monomial)
    return roots or len({c.denominator for c in value.values()}) == 1


def _rank(monomial: Monomial, coefficient: Fraction) -> tuple[object, ...]:
    """What is added comes before what is taken away, numbers before roots, simple before long."""
    return coefficient < 0, len(monomial), sorted([(str(base), exponent) for base, exponent in monomial])


def _powers(monomial: Monomial) -> dict[Expression, Fraction | int]:
    """Bases with their exponents in a settled order; √2 √3 is √6, the square of ∛2 is ∛4."""
    roots: dict[Fraction, int] = {}
    others: dict[Expression, Fraction | int] = {}
    for base, exponent in sorted(monomial, key=lambda item: str(item[0])):
        if isinstance(base, Number):
            degree = Fraction(1, exponent.denominator)
            roots[degree] = roots.get(degree, 1) * int(base.value) ** exponent.numerator
        else:
            others[base] = exact(exponent)
    return others | {Number(number): exponent for exponent, number in sorted(roots.items())}

