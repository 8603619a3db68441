"""Values at a point as a textbook writes them: √3/2 and π/4 rather than decimals, as far as the formula sheet knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, cast

from chainrule.calculus.algebra import primes
from chainrule.calculus.joins import plus, times
from chainrule.calculus.term_arithmetic import Term
from chainrule.calculus.terms import Manner, Powers, Rational, exact, number_written, rational
from chainrule.calculus.tidying import Tidier
from chainrule.errors import DomainError
from chainrule.expression import formulas
from chainrule.expression.domains import conditions
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.exactness import ExactValues
from chainrule.expression.functions import Function
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    Call,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Power,
    Quotient,
    Relation,
    Sum,
    Symbol,
)  # fmt: skip
from chainrule.expression.number_systems import high_precision
from chainrule.expression.plain import shortened
from chainrule.expression.relations import HOLDS
from chainrule.expression.walking import postorder, preorder, substitute

__all__ = ["decimal", "exact_at", "filled", "holds", "is_zero", "number_at"]

N = TypeVar("N", bound=Node)
DIGITS = 50
LARGE = 10**36  # so many times smaller than what it was added up of, a number with so many digits is 0


def exact_at(expression: Expression, point: Mapping[Symbol, Expression], limits: Limits = DEFAULT) -> Expression:
    """The value at a point of exact numbers, tidied; DomainError where there is none."""
    put = filled(expression, point)
    number_at(put)
    manner = replace(Manner.of(put), fractional=False, negative=False, falling=False)
    done: dict[Node, Expression] = {}
    for node in postorder(put):
        assert isinstance(node, Expression)
        inside = tuple([done[child] for child in node.children])
        again = node if inside == node.children else node.with_children(inside)
        done[node] = _value(again, manner, limits) if isinstance(again, Call | Power) else again
    return _settled(done[put] if put.children else put, manner, limits)


def filled(root: N, point: Mapping[Symbol, Expression]) -> N:
    """With the values of a point in it."""
    return substitute(root, dict[Expression, Expression](point.items()))


def number_at(expression: Expression, point: Mapping[Symbol, Expression] | None = None) -> Any:
    """The value with many digits; DomainError where there is none. At a pole there is none, however near to it the
    digits come."""
    put = filled(expression, point) if point else expression
    value = _values(put)[0]
    fails = next((c for c in conditions(put) if c.kind == "exists" and not holds(c.relation)), None)
    if fails is not None or isinstance(value, Undefined):
        raise DomainError(f"{shortened(put)} has no real value", put)
    return value


def holds(relation: Relation) -> bool:
    """Whether a relation of constants holds; True where a side has no value, which is told elsewhere."""
    difference = relation.left - relation.right
    if isinstance(_values(difference)[0], Undefined):
        return True
    return HOLDS[relation.sign](0 if is_zero(difference) else _values(difference)[0], 0)


def is_zero(value: Expression) -> bool:
    """Is a constant expression 0? Exactly where that is known, else to forty digits of what it is made of."""
    number = ExactValues().rational(value)
    if number is not None:
        return number == 0
    made_of = [child for node in preorder(value) if isinstance(node, Sum | Call) for child in node.children]
    found, *parts = [abs(part) for part in _values(value, *made_of) if not isinstance(part, Undefined)]
    return bool(found * LARGE <= max(parts, default=0))


def decimal(value: Expression) -> float:
    """As a float."""
    return float(number_at(value))


def _values(*expressions: Any) -> list[Any]:
    return program(*expressions, arithmetic=high_precision(DIGITS)).attempt({})


# --- functions at known arguments ------------------------------------------------------------------------------------


def _value(node: Call | Power, manner: Manner, limits: Limits) -> Expression:
    """A call or power of settled numbers, as far as it is known exactly."""
    inside = tuple([_settled(child, manner, limits) for child in node.children])
    node = node.with_children(inside)
    match node:
        case Power(base, exponent) if base is E:  # e^(2 ln(3)) is 3^2
            number, powers = Tidier(manner, limits).term(exponent)
            match list(powers.items()):
                case [(Call(Function(name="ln"), (inner,)), 1)]:
                    return _settled(Power(inner, number_written(number, manner)), manner, limits)
        case Call(Function(name="exp"), (inner,)):
            return _value(Power(E, inner), manner, limits)
        case Call(Function(name="ln"), (Power(base, inner),)) if base is E:  # ln(e^2)
            return inner
        case Call(function, (argument,)):
            return _looked_up(function, argument) or _by_definition(node, manner, limits)
    return node


def _looked_up(function: Function, argument: Expression) -> Expression | None:
    """From the row's exact values; of a periodic function, at any multiple of pi."""
    table = _table(function)
    if argument in table:
        return table[argument]
    period = formulas.period(function)
    if period is None:
        return None
    linear = ExactValues()[argument]
    if linear is None or linear[0] or linear[2]:
        return None
    return _of_pi(function).get(linear[1] % period)


@cache
def _table(function: Function) -> dict[Expression, Expression]:
    from chainrule.expression.reading import parse

    pairs = [(parse(argument), parse(value)) for argument, value in (*function.values, *function.surds)]
    return {cast(Expression, argument): cast(Expression, value) for argument, value in pairs}


@cache
def _of_pi(function: Function) -> dict[Rational, Expression]:
    """The values by how many times pi the argument is."""
    known = ExactValues()
    found: dict[Rational, Expression] = {}
    for argument, value in _table(function).items():
        linear = known[argument]
        if linear is not None and not linear[0] and not linear[2]:
            found[linear[1]] = value
    return found


def _by_definition(call: Call, manner: Manner, limits: Limits) -> Expression:
    """tan = sin/cos, where both are known; the call itself where they are not."""
    meaning = formulas.definition(call.function)
    argument = call.arguments[0]
    if meaning is None:
        return call
    found: dict[Expression, Expression] = {}
    for part in postorder(meaning):
        if isinstance(part, Call) and part.children == formulas.ARGUMENTS[:1]:
            value = _looked_up(part.function, argument)
            if value is None:
                return call
            found[part] = value
    filled = substitute(meaning, found)
    return _settled(filled, manner, limits) if filled.constant else call


# --- roots of numbers ------------------------------------------------------------------------------------------------


def _settled(expression: Expression, manner: Manner, limits: Limits) -> Expression:
    """Tidied, with √12 as 2√3, √2·√3 as √6 and 1/√2 as √2/2."""
    before, tidier = expression, Tidier(manner, limits)
    for _ in range(4):
        tidy = tidier.tidy(before)
        terms = tidy.terms if isinstance(tidy, Sum) else (tidy,)
        after = tidier.tidy(plus([_term_settled(term, tidier) for term in terms]))
        if after is before:
            break
        before = after
    return before


def _term_settled(term: Expression, tidier: Tidier) -> Expression:
    number, powers = tidier.term(term)
    roots: dict[int, Fraction] = {}  # degree -> what stands under the root
    rest: Powers = {}
    for base, exponent in powers.items():
        value = rational(base)
        if value is None or value <= 0 or not isinstance(exponent, Fraction):
            rest[base] = exponent
            continue
        for prime, times_ in primes(Fraction(value)).items():
            power = times_ * exponent
            whole = power.numerator // power.denominator
            number = exact(Fraction(number) * Fraction(prime) ** whole)
            left = power - whole
            if left:
                degree = left.denominator
                roots[degree] = roots.get(degree, Fraction(1)) * prime**left.numerator
    if not roots:
        return term
    under = [tidier.term_written(1, {_number(value): Fraction(1, degree)}) for degree, value in roots.items()]
    opened: Term = number, rest
    top = tidier.term_written(*opened)
    match top:
        case Quotient(above, below):
            return Quotient(times(*under) if above == Number(1) else times(above, *under), below)
        case Negation(Quotient(above, below)):
            return -Quotient(times(*under) if above == Number(1) else times(above, *under), below)
    return cast(Expression, times(top, *under))


def _number(value: Fraction) -> Expression:
    assert value.denominator == 1
    return Number(value.numerator)

