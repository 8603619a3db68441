"""Arithmetic on terms (a coefficient and powers): the ground floor of the tidier, where exponents add."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction

from chainrule.calculus.tidying.terms import (
    Exponent,
    Manner,
    Powers,
    Rational,
    decomposed,
    exact,
    negated,
    number_written,
    rational,
    term_written,
)
from chainrule.errors import DomainError
from chainrule.expression.functions import function_named
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import (
    Call,
    Expression,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)
from chainrule.expression.walking import bottom_up

__all__ = ["FEW", "TermArithmetic", "Term", "weight"]

Term = tuple[Rational, Powers]  # never changed once it has been handed on

FEW = 64  # shared products and sums up to this size are opened into the products and sums that use them
HEAVY = 10**9
OPENED_AGAIN: frozenset[type[Expression]] = frozenset({Product, Quotient, Negation, Number, Power, Call})


class TermArithmetic(ABC):
    """What one act of tidying knows: how the student writes, the terms taken apart so far, what was done."""

    def __init__(self, manner: Manner, limits: Limits) -> None:
        self.manner, self.limits = manner, limits
        self.names: list[str] = []
        self._terms: dict[Expression, Term] = {}
        self._written: dict[int, tuple[Rational, Expression]] = {}  # by the id of the powers, which _terms keeps alive
        self._sums: dict[frozenset[Expression], Expression] = {}
        self._weights: dict[Expression, int] = {}

    def weight(self, expression: Expression) -> int:
        return weight(expression, self._weights)

    # --- taking apart, writing down ----------------------------------------------------------------------------------

    def term(self, expression: Expression) -> Term:
        """A tidied expression as coefficient and powers, taken apart once; sums alike but for order or sign are one."""
        term = self._terms.get(expression)
        if term is None:
            self._terms[expression] = term = self._taken_apart(expression)
            if not isinstance(expression, Sum):
                self._written[id(term[1])] = term[0], expression
        return term

    def _taken_apart(self, expression: Expression) -> Term:
        if isinstance(expression, Sum):
            return self._known_sum(expression)
        if isinstance(expression, Product) and len(expression.factors) > FEW:
            return 1, {expression: 1}
        number, pairs = decomposed(expression)
        powers: Powers = {}
        for base, exponent in pairs:
            if isinstance(base, Sum):
                sign, known = self.term(base)
                (same,) = known
                if sign == 1 or (isinstance(exponent, int) and exponent % 2 == 0):
                    base = same
                elif isinstance(exponent, int):
                    number, base = -number, same
            self.multiply_in(powers, base, exponent)
        return number, powers

    def _known_sum(self, expression: Sum) -> Term:
        if len(expression.terms) > FEW:
            return 1, {expression: 1}
        known = self._sums.get(frozenset(expression.terms))
        if known is not None:
            return 1, {known: 1}
        opposite = frozenset([t.operand if isinstance(t, Negation) else Negation(t) for t in expression.terms])
        known = self._sums.get(opposite)
        if known is not None:
            return -1, {known: 1}
        self._sums[frozenset(expression.terms)] = expression
        return 1, {expression: 1}

    def term_written(self, coefficient: Rational, powers: Powers) -> Expression:
        known = self._written.get(id(powers))
        if known is not None and known[0] == coefficient:
            return known[1]
        result = term_written(coefficient, powers, self.manner)
        if coefficient and len(powers) <= FEW and result not in self._terms:
            self._terms[result] = (coefficient, powers)
            self._written[id(powers)] = coefficient, result
        return result

    # --- multiplying -------------------------------------------------------------------------------------------------

    def multiplied(self, factors: Sequence[tuple[Expression, int]]) -> Term:
        """Tidied factors, each to a whole exponent, as one term: numbers folded, exponents added, zeros found."""
        above = below = 1
        powers: Powers = {}
        numbers = 0
        for factor, exponent in factors:
            number, inside = self.term(factor)
            if number != 1:
                numbers += number != -1
                if self._foldable(number, exponent):
                    top, bottom = number.numerator, number.denominator
                    above *= top**exponent if exponent > 0 else bottom**-exponent
                    below *= bottom**exponent if exponent > 0 else top**-exponent
                else:
                    self.multiply_in(powers, number_written(number, self.manner), exponent)
            for base, inner in inside.items():
                self.multiply_in(powers, base, self.scaled(inner, exponent))
        if numbers > 1:
            self.names.append("multiply the numbers")
        if below == 0:
            raise DomainError("this has no value anywhere: it divides by zero, or takes the logarithm of zero")
        return self._settled(above if below == 1 else exact(Fraction(above, below)), powers)

    def merged(self, a: Term, b: Term, exponent: int = 1) -> Term:
        """a · b^exponent."""
        powers = dict(a[1])
        for base, inner in b[1].items():
            self.multiply_in(powers, base, self.scaled(inner, exponent))
        return self.times(a[0], b[0], exponent), powers

    def multiply_in(self, powers: Powers, base: Expression, exponent: Exponent) -> None:
        """powers · base^exponent, in place."""
        before = powers.get(base)
        if before is not None:
            self.names.append("combine powers")
            exponent = self._plus(before, exponent)
        if exponent == 0:
            powers.pop(base, None)
        else:
            powers[base] = exponent

    def times(self, coefficient: Rational, number: Rational, exponent: int = 1) -> Rational:
        if number == 1:
            return coefficient
        if exponent < 0 and number == 0:
            raise DomainError("this has no value anywhere: it divides by zero, or takes the logarithm of zero")
        if exponent == 1 and type(number) is int and type(coefficient) is int:
            return coefficient * number
        return exact(Fraction(coefficient) * Fraction(number) ** exponent)

    def scaled(self, exponent: Exponent, by: int) -> Exponent:
        if by == 1:
            return exponent
        if not isinstance(exponent, Expression):
            return exponent * by if type(exponent) is int else exact(Fraction(exponent * by))
        if by == -1:
            return negated(exponent)
        return self.product([(exponent, 1), (self._exponent_written(by), 1)])

    def _plus(self, a: Exponent, b: Exponent) -> Exponent:
        if isinstance(a, Expression) or isinstance(b, Expression):
            total = self.sum([(self._exponent_written(a), 1), (self._exponent_written(b), 1)])
            value = rational(total)
            return total if value is None else value
        return a + b if type(a) is int and type(b) is int else exact(Fraction(a + b))

    def _exponent_written(self, exponent: Exponent) -> Expression:
        return exponent if isinstance(exponent, Expression) else number_written(exponent, self.manner)

    # --- what multiplying has brought about --------------------------------------------------------------------------

    def _settled(self, coefficient: Rational, powers: Powers) -> Term:
        """Whole powers of numbers, products and roots that other roots have left behind are multiplied in."""
        coefficient, powers = self._signs_absorbed(coefficient, powers)
        if OPENED_AGAIN.isdisjoint([type(base) for base in powers]):
            return coefficient, powers
        settled: Powers = {}
        for base, exponent in powers.items():
            coefficient = self._opened_again(coefficient, settled, base, exponent)
        return coefficient, settled

    def _opened_again(self, coefficient: Rational, into: Powers, base: Expression, exponent: Exponent) -> Rational:
        """coefficient · base^exponent, the powers into `into`."""
        if isinstance(exponent, int) and type(base) in OPENED_AGAIN:
            number, inside = self.term(base)
            if base not in inside and self._foldable(number, exponent):
                for inner, degree in inside.items():
                    self.multiply_in(into, inner, self.scaled(degree, exponent))
                return self.times(coefficient, number, exponent)
        self.multiply_in(into, base, exponent)
        return coefficient

    def _foldable(self, number: Rational, exponent: int) -> bool:
        """Is number^exponent within the limits of what is folded?"""
        if exponent in (1, -1) or number in (0, 1, -1):
            return True
        fraction = Fraction(number)
        bits = max(fraction.numerator.bit_length(), fraction.denominator.bit_length())
        return abs(exponent) <= self.limits.exponent and bits * abs(exponent) <= 3 * self.limits.digits

    def _signs_absorbed(self, coefficient: Rational, powers: Powers) -> Term:
        """u · sign(u) is |u| and |u| · sign(u) is u, also at 0; sign(u)/|u| is 1/u; |u| to an even power is u to it."""
        calls = [base for base in powers if isinstance(base, Call) and base.function.name in ("sign", "abs")]
        if not calls:
            return coefficient, powers
        powers = dict(powers)
        for base in calls:
            inner = base.children[0]
            size = Call(function_named("abs"), (inner,))
            for factor, product in ((inner, size), (size, inner)):
                degree = powers.get(factor)
                if powers.get(base) == 1 and base is not size and isinstance(degree, int) and degree > 0:
                    self.names.append("u · sign(u) = |u|" if product is size else "|u| · sign(u) = u")
                    del powers[base]
                    self.multiply_in(powers, factor, -1)
                    coefficient = self._opened_again(coefficient, powers, product, 1)
            degree = powers.get(size)
            if powers.get(base) == 1 and base is not size and degree == -1:
                self.names.append("sign(u)/|u| = 1/u")
                del powers[base], powers[size]
                coefficient = self._opened_again(coefficient, powers, inner, -1)
            elif isinstance(degree, int) and degree % 2 == 0:
                self.names.append("an even power of |u|")
                del powers[size]
                coefficient = self._opened_again(coefficient, powers, inner, degree)
        return coefficient, powers

    # --- made in forms.py --------------------------------------------------------------------------------------------

    @abstractmethod
    def product(self, factors: Sequence[tuple[Expression, int]]) -> Expression:
        """The product of tidied factors, each to a whole exponent."""

    @abstractmethod
    def sum(self, leaves: Sequence[tuple[Expression, int]]) -> Expression:
        """The sum of tidied terms, each with a sign."""


def weight(expression: Expression, known: dict[Expression, int] | None = None) -> int:
    """How many operations it takes to write it down; what is shared counts each time."""
    known = {} if known is None else known
    if expression not in known:
        for node in bottom_up(expression, known=known):
            inside = sum([known[child] for child in node.children])
            match node:
                case Sum(terms):
                    inside += len(terms) - 1 - sum([isinstance(term, Negation) for term in terms[1:]])
                case Product(factors):
                    inside += len(factors) - 1
                case Number() | Symbol():
                    pass
                case _:
                    inside += bool(node.children)
            known[node] = min(inside, HEAVY)  # type: ignore[index]  # below an expression there are expressions only
    return known[expression]
