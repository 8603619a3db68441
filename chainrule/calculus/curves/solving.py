"""What solving a relation for a derivative needs beyond tidying: one fraction without common factors, and the relation
itself, put to use where it makes an answer shorter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from chainrule.calculus.joins import minus, times
from chainrule.calculus.tidying.term_arithmetic import Term, weight
from chainrule.calculus.tidying.terms import Manner, Powers, Rational, content, exact
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import ONE, Expression, Negation, Product, Quotient, Relation, Sum, Symbol
from chainrule.expression.walking import substitute, symbols

__all__ = ["MOST_WEIGHT", "Shorter", "USUAL_CONSTANTS", "fraction", "manner_of", "multiplied_out",
           "shorter_on_the_curve"]  # fmt: skip

USUAL_CONSTANTS = frozenset("abckmn")
MOST_TERMS = 16  # of a sum that is looked at
MOST_WEIGHT = 400  # operations of an expression that is looked at
MOST_ROWS = 120  # terms while brackets are opened


class Shorter(NamedTuple):
    """`before` is `after` on the curve, where `times` · (left - right) of the relation is 0; `answer` is the whole."""

    before: Expression
    after: Expression
    factor: Expression
    answer: Expression


def manner_of(relation: Relation) -> Manner:
    """How the relation is written: e^(-x) only where an exponent with a minus was; letters that usually are constants
    first, then the others in the order of the alphabet."""
    below = Manner.of(Quotient(ONE, Product((relation.left, relation.right))))
    alphabetic = sorted(symbols(relation), key=lambda s: (s.name not in USUAL_CONSTANTS, s.name.casefold(), s.name))
    order: dict[Expression, int] = {symbol: place for place, symbol in enumerate(alphabetic)}
    return replace(Manner.of(relation), falling=below.falling, symbols=order)


def fraction(expression: Expression, manner: Manner, limits: Limits) -> Expression:
    """Tidied; of a fraction with sums in it, the factors that all terms of a sum have in common are cancelled, and no
    sum of it begins with a minus if it need not."""
    tidier = Tidier(manner, limits)
    tidy = tidier.tidy(expression)
    term = tidier.term(tidy)
    return _parted_everywhere(term, tidier) if _is_fraction(term) else tidy


def multiplied_out(expression: Expression, manner: Manner, limits: Limits) -> Expression | None:
    """One fraction with all brackets above opened and like terms collected; None where it becomes too long."""
    if weight(expression) > MOST_WEIGHT:
        return None
    return _Opener(manner, limits).opened(expression)


def _is_fraction(term: Term) -> bool:
    return any(not isinstance(exponent, Expression) and exponent < 0 for exponent in term[1].values())


def _parted_everywhere(term: Term, tidier: Tidier) -> Expression:
    """The term with what the terms of each bracketed sum have in common taken out of it, tidied again."""
    factors: list[Expression] = [tidier.term_written(term[0], {})]
    for base, exponent in term[1].items():
        if isinstance(base, Sum) and isinstance(exponent, int) and len(base.terms) <= MOST_TERMS:
            common, inner = _parted(base, tidier)
            factors.append(tidier.term_written(*tidier.merged((1, {}), common, exponent)))
            factors.append(tidier.term_written(1, {inner: exponent}))
        else:
            factors.append(tidier.term_written(1, {base: exponent}))
    again = Tidier(tidier.manner, tidier.limits)
    return _without_minus(again.tidy(times(*factors)), again)


def _without_minus(expression: Expression, tidier: Tidier) -> Expression:
    """-c/(a - b) as c/(b - a)."""
    number, powers = tidier.term(expression)
    for base, exponent in powers.items() if number < 0 else ():
        if isinstance(base, Sum) and exponent in (1, -1):
            match base.terms:
                case (first, Negation(second)):
                    turned: Expression = second - first
                    turned_powers = {turned if b is base else b: e for b, e in powers.items()}
                    return tidier.term_written(-number, turned_powers)
    return expression


def _parted(base: Sum, tidier: Tidier) -> tuple[Term, Expression]:
    """What all terms have in common, and the sum without that, a term without a minus first."""
    rows = [tidier.term(term) for term in base.terms]
    common = content(rows)
    kept: Powers = {factor: degree for factor, degree in common[1].items() if not isinstance(degree, Expression)}
    taken: Term = (common[0], kept)
    inner = [tidier.term_written(*tidier.merged(row, taken, -1)) for row in rows]
    first = next((index for index, term in enumerate(inner) if not isinstance(term, Negation)), 0)
    return taken, Sum((inner[first], *inner[:first], *inner[first + 1 :]))


def shorter_on_the_curve(
    expression: Expression, relation: Relation, manner: Manner, limits: Limits
) -> Shorter | None:
    """The expression with a multiple of left - right taken out of one of its sums, where that makes it shorter."""
    if weight(expression) > MOST_WEIGHT:
        return None
    tidier = Tidier(manner, limits)
    zero = tidier.tidy(relation.left - relation.right)
    rows = [tidier.term(term) for term in zero.terms] if isinstance(zero, Sum) else []
    if not rows or len(rows) > MOST_TERMS:
        return None
    best: Shorter | None = None
    for whole in _sums(expression, tidier):
        for factor in _factors([tidier.term(term) for term in whole.terms], rows, tidier):
            after = Tidier(manner, limits).tidy(Sum((whole, minus(times(factor, zero)))))
            if weight(after) >= weight(whole):
                continue
            answer = fraction(substitute(expression, {whole: after}), manner, limits)
            if weight(answer) < weight(best.answer if best is not None else expression):
                best = Shorter(whole, after, factor, answer)
    return best


def _sums(expression: Expression, tidier: Tidier) -> Iterator[Sum]:
    """The sums among the factors of an expression, or itself."""
    for base in tidier.term(expression)[1]:
        if isinstance(base, Sum) and len(base.terms) <= MOST_TERMS:
            yield base


def _factors(of: Sequence[Term], over: Sequence[Term], tidier: Tidier) -> Iterator[Expression]:
    """Each quotient of a term of one sum and a term of another, if it has no denominator."""
    seen: set[Expression] = set()
    for row in of:
        for other in over:
            number, powers = tidier.merged(row, other, -1)
            if all(not isinstance(exponent, Expression) and exponent >= 0 for exponent in powers.values()):
                factor = tidier.term_written(exact(Fraction(number)), powers)
                if factor not in seen:
                    seen.add(factor)
                    yield factor


class _Opener(Tidier):
    """Opens every bracket above the fraction bar."""

    def opened(self, expression: Expression) -> Expression | None:
        rows = self._rows_of([self.term(self.tidy(expression))])
        if rows is None:
            return None
        below: Powers = {}
        for _, powers in rows:
            for base, exponent in powers.items():
                if not isinstance(exponent, Expression) and exponent < 0:
                    deepest = below.get(base, 0)
                    assert not isinstance(deepest, Expression)
                    below[base] = min(exponent, deepest)
        rows = self._rows_of([self.merged(row, (1, below), -1) for row in rows])
        if rows is None:
            return None
        rows = self.collected(rows)
        sign = 1
        if rows and all(_is_monomial(powers) for _, powers in rows):
            rows.sort(key=self._by_degree)
            sign = -1 if rows[0][0] < 0 else 1
        above = self.sum_written([(number * sign, powers) for number, powers in rows])
        if not isinstance(above, Sum):
            return self.product([(above, 1), (self.term_written(sign, below), 1)])
        common, inner = _parted(above, self)
        return self.term_written(*self.merged(self.merged(common, (1, {inner: 1})), (sign, below)))

    def _by_degree(self, row: Term) -> tuple[Rational, ...]:
        """The higher degree first, and of two with the same the one with more of the first symbol."""
        degrees = {base: degree for base, degree in row[1].items() if not isinstance(degree, Expression)}
        return (-sum(degrees.values()), *[-degrees.get(symbol, 0) for symbol in self.manner.symbols])

    def _rows_of(self, work: list[Term]) -> list[Term] | None:
        """The terms with every bracketed sum to a whole power above 0 multiplied out."""
        rows: list[Term] = []
        work = work[::-1]
        while work:
            number, powers = work.pop()
            base = next((b for b, e in powers.items() if isinstance(b, Sum) and isinstance(e, int) and e > 0), None)
            if len(rows) + len(work) > MOST_ROWS:
                return None
            if base is None:
                rows.append((number, powers))
                continue
            rest: Term = number, dict(powers)
            self.multiply_in(rest[1], base, -1)
            work += [self._settled(*self.merged(rest, self.term(term))) for term in reversed(base.terms)]
        return rows


def _is_monomial(powers: Powers) -> bool:
    return all(isinstance(base, Symbol) and isinstance(exponent, int) for base, exponent in powers.items())
