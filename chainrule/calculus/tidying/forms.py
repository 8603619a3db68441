"""The middle of the tidier: sums and products in the shortest of the forms that a textbook would print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import cast

from chainrule.calculus.tidying.polynomials import polynomial, quotient
from chainrule.calculus.tidying.term_arithmetic import FEW, Term, TermArithmetic
from chainrule.calculus.tidying.terms import Powers, Rational, content, exact, magnitude
from chainrule.expression.nodes import ZERO, Expression, Negation, Sum, Symbol

__all__ = ["Forms"]

MOST_EXPANDED = 11  # an expansion may have this many terms before like ones are collected
MOST_BRACKETS = 6  # products of more brackets than this stay as they are
MOST_ROUNDS = 3  # what comes out of one bracket may cancel with another, or with what is left of the same
MOST_COMPARED = 32  # sums of more factors than this, all terms together, are printed as collected


class Forms(TermArithmetic):
    """`sum` and `product` of tidied parts.

    comparing   False for a graph so large that nobody will read it: then like terms are collected, and that is all
    """

    comparing = True

    # --- sums --------------------------------------------------------------------------------------------------------

    def sum(self, leaves: Sequence[tuple[Expression, int]]) -> Expression:
        """Add tidied terms, each with a sign: like ones collected, in the shortest textbook form."""
        rows = self.collected(self._rows(leaves))
        return self._best_sum(rows)

    def _best_sum(self, rows: list[Term]) -> Expression:
        plain = self.sum_written(rows)
        if len(rows) < 2 or not self.comparing or not _is_small(rows):
            return plain
        choices = [("collect like terms", plain)]
        expanded = self._expanded(rows)
        if expanded is not None:
            choices.append(("expand and collect", self.sum_written(expanded)))
        for form in (rows, expanded):
            factored = self._factored(form) if form is not None else None
            if factored is not None:
                choices.append(("factor out", factored))
        return self._shortest(choices)

    def _shortest(self, choices: Sequence[tuple[str, Expression]]) -> Expression:
        if len(choices) == 1:
            return choices[0][1]
        name, best = min(choices, key=lambda choice: self.weight(choice[1]))
        if best is not choices[0][1]:
            self.names.append(name)
        return best

    def _rows(self, leaves: Iterable[tuple[Expression, int]]) -> Iterable[Term]:
        for leaf, sign in leaves:
            number, powers = self.term(leaf)
            if len(powers) == 1 and number in (1, -1):
                (base,) = powers
                if isinstance(base, Sum) and powers[base] == 1 and len(base.terms) <= FEW:
                    for term in base.terms:
                        inner, inside = self.term(term)
                        yield inner * number * sign, inside
                    continue
            yield number * sign, powers

    def collected(self, rows: Iterable[Term]) -> list[Term]:
        """Like terms added; what remains is in the order in which it first appeared."""
        totals: dict[object, tuple[Rational, Powers]] = {}
        for number, powers in rows:
            key = frozenset(powers.items())
            if key in totals:
                self.names.append("collect like terms")
                number = exact(Fraction(totals[key][0] + number))
                powers = totals[key][1]
            totals[key] = (number, powers)
        return [row for row in totals.values() if row[0] != 0]

    def sum_written(self, rows: Sequence[Term]) -> Expression:
        terms = [self.term_written(number, powers) for number, powers in rows]
        if len(terms) == 2 and isinstance(terms[0], Negation) and not isinstance(terms[1], Negation):
            terms.reverse()
        if not terms:
            return ZERO
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def _expanded(self, rows: Sequence[Term]) -> list[Term] | None:
        """The terms with bracketed sums multiplied out (no powers of sums), like ones collected; None if none is."""
        out: list[Term] = []
        for number, powers in rows:
            brackets = [base for base, exponent in powers.items() if isinstance(base, Sum) and exponent == 1]
            opened = [(number, {b: e for b, e in powers.items() if b not in brackets} if brackets else powers)]
            for bracket in brackets:
                if len(opened) * len(bracket.children) > MOST_EXPANDED:
                    return None
                opened = [self.merged(a, self.term(b)) for a in opened for b in bracket.children]
            out += opened
        if len(out) == len(rows) or len(out) > MOST_EXPANDED:
            return None
        collected = self.collected(out)
        if len(collected) < len(out) and all(_is_monomial(powers) for _, powers in collected):
            collected.sort(key=lambda row: -sum(cast(list[int], list(row[1].values()))))
        return collected

    def _factored(self, rows: Sequence[Term], *, weak: bool = False) -> Expression | None:
        """Common exponentials and powers of brackets in front, as in e^x (x + 1); None where there are none.

        With `weak`, any common factor will do, for a sum that is a factor itself.
        """
        if len(rows) < 2:
            return None
        number, common = content(rows)
        strong = any(isinstance(base, Sum) or isinstance(exponent, Expression) for base, exponent in common.items())
        if not strong and not (weak and (common or number != 1)):
            return None
        inner = [self.merged((exact(Fraction(c) / number), powers), (1, common), -1) for c, powers in rows]
        inner.sort(key=lambda row: not row[1])  # a bare number comes last
        bracket = self.collected(self._opened_brackets(inner))
        opened = self._expanded(bracket)
        sums = [self.sum_written(form) for form in (bracket, opened) if form is not None]
        best = min(sums, key=self.weight)
        return self.term_written(*self._settled(*self.merged((number, common), self.term(best))))

    def _opened_brackets(self, rows: Iterable[Term]) -> Iterable[Term]:
        """Rows that are nothing but a bracket, or minus one, as their terms."""
        for number, powers in rows:
            yield from self._rows([(self.term_written(number, powers), 1)])

    # --- products ----------------------------------------------------------------------------------------------------

    def product(self, factors: Sequence[tuple[Expression, int]]) -> Expression:
        """Multiply tidied factors, each to a whole exponent, and cancel."""
        coefficient, powers = self.multiplied(factors)
        if coefficient == 0:
            self.names.append("times zero")
            return ZERO
        for _ in range(MOST_ROUNDS):
            before = powers
            brackets = [base for base in powers if isinstance(base, Sum)]
            if self.comparing and len(brackets) <= MOST_BRACKETS and (len(powers) > 1 or coefficient != 1):
                for base in brackets:
                    if powers.get(base) in (1, -1) and len(base.terms) <= FEW:
                        coefficient, powers = self._bracket_settled(base, coefficient, powers)
            if powers is before or powers == before:
                break
        return self.term_written(*_without_double_minus(coefficient, powers))

    def _bracket_settled(self, base: Sum, coefficient: Rational, powers: Powers) -> Term:
        """One bracketed factor: fractions in it are cleared, common factors come out and cancel."""
        exponent = cast(int, powers[base])
        rest = {other: degree for other, degree in powers.items() if other is not base}
        rows = [self.term(term) for term in base.terms]
        whole = (coefficient, powers)
        if not _is_small([*rows, (1, rest)]):
            return whole
        nested = exponent < 0 or coefficient.denominator > 1 or _has_negative(rest)
        if any(
            (nested and number.denominator > 1) or any(nested or _stands_above(rest, below) for below in _below(inside))
            for number, inside in rows
        ):
            whole = self._cleared(rows, exponent, (coefficient, rest))
        elif (divided := self._divided(rows, exponent, (coefficient, rest))) is not None:
            whole = divided
        elif exponent == 1:
            factored = self._factored(rows, weak=True)
            if factored is not None and (
                self.weight(factored) < self.weight(base) or self._meets(self.term(factored), (coefficient, rest))
            ):
                self.names.append("cancel" if nested else "factor out")
                whole = self.merged((coefficient, rest), self.term(factored))
            else:
                whole = self._shared_cancelled(rows, exponent, (coefficient, rest), whole)
        else:
            whole = self._shared_cancelled(rows, exponent, (coefficient, rest), whole)
        settled = self._settled(*whole)
        return _in_place(settled, powers, base) if self.manner.linked else settled

    def _divided(self, rows: Sequence[Term], exponent: int, rest: Term) -> Term | None:
        """(x^2 - 1)/(x - 1) = x + 1: a polynomial below that goes into the one above is cancelled."""
        above = polynomial(rows) if exponent == 1 else None
        if above is None:
            return None
        symbol, top = above
        for other, degree in rest[1].items():
            if isinstance(other, Sum) and isinstance(degree, int) and degree < 0:
                below = polynomial([self.term(term) for term in other.terms])
                whole = quotient(top, below[1]) if below is not None and below[0] is symbol else None
                if whole is not None:
                    self.names.append("cancel")
                    found = self.sum_written([(n, {symbol: d} if d else {}) for d, n in whole.items()])
                    return self.merged(self.merged(rest, (1, {other: 1})), self.term(found))
        return None

    def _meets(self, term: Term, rest: Term) -> bool:
        """Would one of the term's factors cancel or join with the others?"""
        return (term[0] != 1 and rest[0] != 1) or any(base in rest[1] for base in term[1])

    def _cleared(self, rows: Sequence[Term], exponent: int, rest: Term) -> Term:
        """A fraction inside a fraction: the shortest of one fraction and several fractions."""
        common = _common_denominator(rows)
        cleared = self._best_sum(self.collected(self.merged(row, common) for row in rows))
        one = self._settled(*self.merged(self.merged(rest, self.term(cleared), exponent), common, -exponent))
        choices = [("one fraction", one)]
        if exponent == 1:
            several = self._best_sum(self.collected(self.merged(rest, row) for row in rows))
            choices.append(("multiply in", self.term(several)))
            if not _has_negative(rest[1]):  # only the number in front makes it a fraction: that goes into the bracket
                absorbed = self.sum_written([(exact(Fraction(number * rest[0])), powers) for number, powers in rows])
                choices.append(("multiply in", self.merged((1, rest[1]), self.term(absorbed))))
        name, chosen = min(choices, key=lambda choice: self.weight(self.term_written(*choice[1])))
        self.names.append(name)
        return chosen

    def _shared_cancelled(self, rows: Sequence[Term], exponent: int, rest: Term, whole: Term) -> Term:
        """Factors that all terms have in common with the other side of the fraction bar are cancelled."""
        number, common = content(rows)
        shared: Powers = {}
        for factor, inside in common.items():
            outside = rest[1].get(factor)
            if outside is None or isinstance(inside, Expression) or isinstance(outside, Expression):
                continue
            if inside * outside * exponent < 0:
                size = min(magnitude(inside), magnitude(outside))
                shared[factor] = size if inside > 0 else -size
        front = Fraction(rest[0]) if exponent > 0 else 1 / Fraction(rest[0])
        share = exact(Fraction(gcd(Fraction(number).numerator, front.denominator)) * (-1 if number < 0 else 1))
        if share == 1 and not shared:
            return whole
        self.names.append("cancel")
        taken: Term = (share, shared)
        inner = self._best_sum(self.collected(self.merged(row, taken, -1) for row in rows))
        return self.merged(self.merged(rest, taken, exponent), self.term(inner), exponent)


def _without_double_minus(coefficient: Rational, powers: Powers) -> Term:
    """-(-a - b) is a + b: a minus in front of a bracket of nothing but minuses goes in."""
    if coefficient < 0:
        for base, exponent in powers.items():
            all_minus = isinstance(base, Sum) and all(isinstance(term, Negation) for term in base.terms)
            if all_minus and isinstance(exponent, int) and exponent % 2:
                plus = Sum(tuple([term.children[0] for term in base.children]))
                return -coefficient, {plus if other is base else other: degree for other, degree in powers.items()}
    return coefficient, powers


def _in_place(term: Term, before: Powers, base: Expression) -> Term:
    """The term with what has come of `base` in the place where that stood before."""
    number, powers = term
    order: list[Expression] = []
    for other in before:
        order += [other] if other is not base else [new for new in powers if new is base or new not in before]
    return number, {other: powers[other] for other in order if other in powers}


def _common_denominator(rows: Iterable[Term]) -> Term:
    """The least term whose product with each row has no denominator."""
    number = 1
    powers: Powers = {}
    for coefficient, inside in rows:
        number = lcm(number, coefficient.denominator)
        for base, exponent in inside.items():
            if not isinstance(exponent, Expression) and exponent < 0:
                powers[base] = max(-exponent, cast(Rational, powers.get(base, 0)))
    return number, powers


def _is_small(rows: Iterable[Term]) -> bool:
    return sum([1 + len(powers) for _, powers in rows]) <= MOST_COMPARED


def _below(powers: Powers) -> list[Expression]:
    """The bases that stand in the denominator."""
    return [base for base, exponent in powers.items() if not isinstance(exponent, Expression) and exponent < 0]


def _stands_above(powers: Powers, base: Expression) -> bool:
    exponent = powers.get(base, 0)
    return not isinstance(exponent, Expression) and exponent > 0


def _has_negative(powers: Powers) -> bool:
    return bool(_below(powers))


def _is_monomial(powers: Powers) -> bool:
    return all(isinstance(base, Symbol) and isinstance(exponent, int) for base, exponent in powers.items())
