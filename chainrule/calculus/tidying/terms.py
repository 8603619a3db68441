"""Products taken apart for tidying: a rational coefficient and powers of bases, and how they are written down again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from operator import itemgetter

from chainrule.expression.functions import Function, function_named
from chainrule.expression.nodes import (
    ZERO,
    Call,
    Constant,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    UnknownCall,
    is_finite_decimal,
)
from chainrule.expression.walking import bottom_up, postorder

__all__ = ["Exponent", "Manner", "Powers", "Rational", "as_power", "content", "decomposed", "exact", "magnitude",
           "negated", "number_written", "power_written", "rational", "term_written"]  # fmt: skip

Rational = int | Fraction
Exponent = Rational | Expression
Powers = dict[Expression, Exponent]  # base -> exponent, in order of appearance

ROOTS = {2: "sqrt", 3: "cbrt"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How the student writes, read off the target, so that the answer keeps that form.

    decimals           fractions that end are written as decimals
    fractional         x^(1/2) rather than √x
    named_roots        the degrees beyond 2 that were written as roots
    negative           x^(-2) rather than 1/x^2
    falling            e^(-x) rather than 1/e^x
    exp                exp(x) rather than e^x
    symbols            the order in which symbols stand in products: a x, x y
    linked             factors stay in the order in which they came: that of the links through a system
    last               a factor that stands behind all others: the rate that a relation is solved for
    """

    decimals: bool = False
    fractional: bool = False
    named_roots: frozenset[int] = frozenset()
    negative: bool = False
    falling: bool = True
    exp: bool = False
    symbols: Mapping[Expression, int] = field(default_factory=dict)
    linked: bool = False
    last: Expression | None = None

    @classmethod
    def of(cls, target: Node, *, linked: bool = False) -> Manner:
        decimals = fractional = roots = negative = falling = exp = False
        named: set[int] = set()
        products: list[Product] = []
        below: list[Expression] = []  # denominators
        exponentials: list[Node] = []
        for node in bottom_up(target):
            match node:
                case Symbol() | Sum():
                    pass
                case Number(Fraction()):
                    decimals = True
                case Product():
                    products.append(node)
                case Quotient(_, bottom):
                    if not isinstance(bottom, Number):
                        below.append(bottom)
                case Power(_, exponent):
                    value = rational(exponent)
                    if value is None:
                        exponentials.append(node)
                        falling = falling or isinstance(_leading(exponent), Negation)
                    else:
                        negative = negative or value < 0
                        fractional = fractional or isinstance(value, Fraction)
                case Call(Function(name="sqrt")):
                    roots = True
                case Call(Function(name="cbrt")):
                    named.add(3)
                case Call(Function(name="root"), (_, Number(int() as degree))):
                    named.add(degree)
                case Call(Function(name="exp"), (inner,)):
                    exponentials.append(node)
                    exp, falling = True, falling or isinstance(_leading(inner), Negation)
                case _:
                    pass
        exponential_below = bool(exponentials) and not set(exponentials).isdisjoint(postorder(*below))
        return cls(
            decimals, fractional and not roots and not named, frozenset(named), negative and not below,
            falling or not exponential_below, exp, _order_of_symbols(products), linked,
        )  # fmt: skip


def _order_of_symbols(products: Iterable[Product]) -> dict[Expression, int]:
    """The order in which symbols first stand in products, the highest products first."""
    order: dict[Expression, int] = {}
    for product in sorted(products, key=lambda product: -product.height):
        for factor in product.factors:
            base = factor.base if isinstance(factor, Power) else factor
            if isinstance(base, Symbol):
                order.setdefault(base, len(order))
    return order


def exact(value: Fraction) -> Rational:
    """A whole number as an int, so that equal numbers have one form."""
    return value.numerator if value.denominator == 1 else value


def magnitude(value: Rational) -> Rational:
    """The absolute value; abs() would make a new Fraction where none is needed."""
    return -value if value < 0 else value


def rational(expression: Expression) -> Rational | None:
    """The value of a number, a fraction of two numbers, or minus one of these; None for anything else."""
    match expression:
        case Number(value):
            return value
        case Negation(Number(value)):
            return -value
        case Quotient(Number(p), Number(q)) if q:
            return exact(Fraction(p) / q)
        case Negation(Quotient(Number(p), Number(q))) if q:
            return exact(-Fraction(p) / q)
        case Quotient(Negation(Number(p)), Number(q)) if q:
            return exact(-Fraction(p) / q)
    return None


def decomposed(expression: Expression) -> tuple[Rational, list[tuple[Expression, Exponent]]]:
    """A tidied expression as a coefficient and powers; roots and exp are powers, too."""
    coefficient: Rational = 1
    powers: list[tuple[Expression, Exponent]] = []
    work: list[tuple[Expression, int]] = [(expression, 1)]
    while work:
        node, sign = work.pop()
        match node:
            case Number(value):
                coefficient = coefficient * value if sign > 0 else exact(Fraction(coefficient) / value)
            case Negation(operand):
                coefficient = -coefficient
                work.append((operand, sign))
            case Product(factors):
                work += [(factor, sign) for factor in reversed(factors)]
            case Quotient(top, bottom):
                work += [(bottom, -sign), (top, sign)]
            case _:
                base, exponent = as_power(node)
                powers.append((base, exponent if sign > 0 else negated(exponent)))
    return coefficient, powers


def as_power(node: Expression) -> tuple[Expression, Exponent]:
    """A power, root or exponential as (base, exponent); anything else is itself to the first."""
    match node:
        case Power(base, exponent):
            value = rational(exponent)
            if isinstance(base, Call) and isinstance(value, int):
                inner, degree = as_power(base)
                if isinstance(degree, Fraction):
                    return inner, exact(degree * value)
            return base, exponent if value is None else value
        case Call(Function(name="sqrt"), (inner,)):
            return inner, HALF
        case Call(Function(name="cbrt"), (inner,)):
            return inner, THIRD
        case Call(Function(name="root"), (inner, Number(int() as degree))) if degree > 1:
            return inner, Fraction(1, degree)
        case Call(Function(name="exp"), (inner,)):
            return E, inner
    return node, 1


def negated(exponent: Exponent) -> Exponent:
    """Minus an exponent; of an expression, term by term, so that -(-x) is x and -(1 - x) is x - 1."""
    if not isinstance(exponent, Expression):
        return -exponent
    match exponent:
        case Negation(operand):
            return operand
        case Sum(terms):
            return Sum(tuple(t.operand if isinstance(t, Negation) else Negation(t) for t in terms))
    return Negation(exponent)


def content(rows: Iterable[tuple[Rational, Powers]]) -> tuple[Rational, Powers]:
    """What all terms of a sum have in common: the rational content (negative if all are) and the common powers."""
    top, bottom, negative = 0, 1, True
    common: Powers | None = None
    for coefficient, powers in rows:
        top, bottom = gcd(top, coefficient.numerator), lcm(bottom, coefficient.denominator)
        negative = negative and coefficient < 0
        common = powers if common is None else _shared(common, powers) if common else common
    number: Rational = top if bottom == 1 else exact(Fraction(top, bottom))
    return (-number if negative else number), common or {}


def _shared(common: Powers, powers: Mapping[Expression, Exponent]) -> Powers:
    kept: Powers = {}
    for base, exponent in common.items():
        other = powers.get(base)
        if other is None:
            continue
        if isinstance(exponent, Expression) or isinstance(other, Expression):
            if exponent is other:
                kept[base] = exponent
        elif exponent * other > 0 or isinstance(base, Sum):
            kept[base] = min(exponent, other) if exponent > 0 or isinstance(base, Sum) else max(exponent, other)
    return kept


# --- writing down ----------------------------------------------------------------------------------------------------


def term_written(coefficient: Rational, powers: Mapping[Expression, Exponent], manner: Manner) -> Expression:
    """The term as one expression: sign, number, constants, variables, then what came from inside before outside."""
    if coefficient == 0:
        return ZERO
    above: list[tuple[tuple[int, int], Expression]] = []
    below: list[tuple[tuple[int, int], Expression]] = []
    for base, exponent in powers.items():
        down = _belongs_below(exponent, manner)
        factor = power_written(base, negated(exponent) if down else exponent, manner)
        (below if down else above).append((_rank(base, exponent, manner), factor))
    over, under = _parted(coefficient, manner)
    whole = _product(over, above)
    if below or under != 1:
        whole = Quotient(whole, _product(under, below))
    return Negation(whole) if coefficient < 0 else whole


def _parted(value: Rational, manner: Manner) -> tuple[Rational, int]:
    """The size of a number as what stands over the fraction bar and what stands under it."""
    size = magnitude(value)
    if type(size) is int or (manner.decimals and is_finite_decimal(size)):
        return size, 1
    return size.numerator, size.denominator


def _product(number: Rational, ranked: list[tuple[tuple[int, int], Expression]]) -> Expression:
    if number == 1 and len(ranked) == 1:
        return ranked[0][1]
    if len(ranked) > 1:
        ranked.sort(key=_first)
    factors = [factor for _, factor in ranked]
    if len(factors) == 1 and isinstance(factors[0], Product) and not isinstance(factors[0].factors[0], Number):
        factors = list(factors[0].factors)  # a long one, which is a base of its own
    if number != 1 or not factors:
        factors.insert(0, Number(number))
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


_first = itemgetter(0)


def _rank(base: Expression, exponent: Exponent, manner: Manner) -> tuple[int, int]:
    """The order of factors: constants, variables and their powers, the rest from inside out, a bracketed sum last."""
    if manner.linked:
        return 0, 0
    if base is manner.last:
        return 5, 0
    match base:
        case Constant() | Number() if not isinstance(exponent, Expression):
            return 0, 0
        case Symbol() if base in manner.symbols or not isinstance(exponent, Expression) or exponent.constant:
            return 2, manner.symbols.get(base, len(manner.symbols))
        case Sum() if exponent == 1:
            return 4, 0
        case UnknownCall():
            return 3, 1
    moves = not base.constant or (isinstance(exponent, Expression) and not exponent.constant)
    if not moves and not isinstance(base, Call):
        return 1, 0
    return 3, max(base.height, 1 + exponent.height if isinstance(exponent, Expression) else 1)


def _belongs_below(exponent: Exponent, manner: Manner) -> bool:
    if isinstance(exponent, Expression):
        return not manner.falling and isinstance(_leading(exponent), Negation)
    return exponent < 0 and not manner.negative


def power_written(base: Expression, exponent: Exponent, manner: Manner) -> Expression:
    """One power as the student would write it: a root where roots are written, exp(u) where exp is."""
    if exponent == 1:
        return base
    if isinstance(exponent, Expression):
        return Call(function_named("exp"), (exponent,)) if base is E and manner.exp else Power(base, exponent)
    if isinstance(exponent, Fraction):
        root = root_written(base, exponent.denominator, manner)
        if root is not None:
            whole = exponent.numerator
            return root if whole == 1 else Power(root, number_written(whole, manner))
    return Power(base, number_written(exponent, manner))


def root_written(base: Expression, degree: int, manner: Manner) -> Expression | None:
    if degree == 2 and not manner.fractional:
        return Call(function_named("sqrt"), (base,))
    if degree not in manner.named_roots:
        return None
    if degree in ROOTS:
        return Call(function_named(ROOTS[degree]), (base,))
    return Call(function_named("root"), (base, Number(degree)))


def number_written(value: Rational, manner: Manner) -> Expression:
    over, under = _parted(value, manner)
    size: Expression = Number(over) if under == 1 else Quotient(Number(over), Number(under))
    return Negation(size) if value < 0 else size


def _leading(exponent: Expression) -> Expression:
    return exponent.terms[0] if isinstance(exponent, Sum) else exponent


HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
