"""Polynomials in atoms and quotients of them: the arithmetic on which the normal form stands.

Atoms are indeterminates: symbols, sin(…), e^x, roots. Their powers may be fractional or negative, as long as every step
is an identity wherever the expression has a value. The work is bounded: past the budget TooHardError is raised.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

__all__ = ["Algebra", "Atom", "CONSTANT", "Form", "Polynomial", "TooHardError", "UNIT", "number", "primes"]

Monomial = tuple[tuple[int, Fraction], ...]  # atoms by their number, with exponents, in ascending order
Polynomial = dict[Monomial, Fraction]
Key = frozenset[tuple[Monomial, Fraction]]  # a polynomial, frozen
BUDGET = 60_000  # products of two terms, and terms gathered
LARGEST = 400  # bits of a coefficient
CONSTANT: Monomial = ()
UNIT = Fraction(1)


class TooHardError(Exception):
    """There is no form within the budget."""


@dataclass(frozen=True, slots=True)
class Atom:
    """An indeterminate; atom^degree is `power` where it has one, as sin^2 is 1 - cos^2."""

    positive: bool = False
    not_negative: bool = False
    degree: int = 0
    power: Polynomial = field(default_factory=dict)
    argument: Form | None = None  # of a logarithm


@dataclass(frozen=True, slots=True)
class Form:
    """numerator / product of polynomials to their powers."""

    numerator: Polynomial
    denominator: Mapping[Key, int] = field(default_factory=dict)

    @property
    def key(self) -> Hashable:
        return frozenset(self.numerator.items()), frozenset(self.denominator.items())

    @property
    def constant(self) -> Fraction | None:
        """The value of a form that is a rational number."""
        if self.denominator or self.numerator.keys() - {CONSTANT}:
            return None
        return self.numerator.get(CONSTANT, Fraction(0))


def number(value: Fraction | int) -> Form:
    return Form({CONSTANT: Fraction(value)} if value else {})


class Algebra:
    """Arithmetic on forms that share their atoms and one budget."""

    def __init__(self, budget: int = BUDGET) -> None:
        self.atoms: list[Atom] = []
        self.keys: list[Hashable] = []
        self.numbers: dict[Hashable, int] = {}
        self.budget = budget

    def is_zero(self, form: Form) -> bool:
        """Whether a form is 0, once negative powers of atoms that are bound by an equation are multiplied out."""
        polynomial = form.numerator
        bound = {atom for monomial in polynomial for atom, e in monomial if e < 0 and self.atoms[atom].degree}
        for atom in bound:
            if not polynomial:
                break
            lowest = min(dict(monomial).get(atom, Fraction(0)) for monomial in polynomial)
            polynomial = self.times(polynomial, {((atom, -lowest),): Fraction(1)})
        return not polynomial

    # --- arithmetic --------------------------------------------------------------------------------------------------

    def add(self, a: Form, b: Form) -> Form:
        if a.denominator == b.denominator:
            self.budget -= min(len(a.numerator), len(b.numerator)) // 8
            return Form(_plus(a.numerator, b.numerator), a.denominator)
        keys = {**a.denominator, **b.denominator}
        whole = {key: max(a.denominator.get(key, 0), b.denominator.get(key, 0)) for key in keys}
        return Form(_plus(self._over(a, whole), self._over(b, whole)), whole)

    def _over(self, form: Form, whole: Mapping[Key, int]) -> Polynomial:
        """The numerator when the denominator is made to be `whole`."""
        numerator = form.numerator
        for key, power in whole.items():
            for _ in range(power - form.denominator.get(key, 0)):
                numerator = self.times(numerator, dict(key))
        return numerator

    def multiply(self, a: Form, b: Form) -> Form:
        whole = dict(a.denominator)
        for key, power in b.denominator.items():
            whole[key] = whole.get(key, 0) + power
        return self._cancelled(self.times(a.numerator, b.numerator), whole)

    def _cancelled(self, numerator: Polynomial, denominator: dict[Key, int]) -> Form:
        """Without a factor of the denominator that the numerator is a multiple of by a single term."""
        if denominator and len(numerator) > 1:
            coefficient, monomial, rest = self.primitive(numerator)
            key = frozenset(rest.items())
            if key in denominator:
                left = {k: power - (k == key) for k, power in denominator.items() if power > (k == key)}
                return Form({monomial: coefficient}, left)
        return Form(numerator, denominator if numerator else {})

    def scaled(self, form: Form, factor: Fraction | int) -> Form:
        return Form({m: c * factor for m, c in form.numerator.items()} if factor else {}, form.denominator)

    def reciprocal(self, form: Form) -> Form:
        if not form.numerator:
            raise TooHardError
        coefficient, monomial, rest = self.primitive(form.numerator)
        over = {tuple((atom, -e) for atom, e in monomial): 1 / coefficient}
        numerator = self._over(Form(over), form.denominator)
        return Form(numerator, {frozenset(rest.items()): 1} if len(rest) > 1 else {})

    def times(self, p: Polynomial, q: Polynomial) -> Polynomial:
        self.budget -= len(p) * len(q)
        if self.budget < 0:
            raise TooHardError
        product: Polynomial = {}
        for m, c in p.items():
            for n, d in q.items():
                self._gather(product, _merged(m, n), c * d)
        return product

    def _gather(self, into: Polynomial, monomial: Monomial, coefficient: Fraction) -> None:
        """Add a term, with bound atoms brought below their degree."""
        self.budget -= 1 + len(monomial) // 2
        if self.budget < 0:
            raise TooHardError
        for place, (index, e) in enumerate(monomial):
            atom = self.atoms[index]
            if atom.degree and e >= atom.degree:
                times = int(e // atom.degree)
                left = ((index, e - times * atom.degree),) if e != times * atom.degree else ()
                part = {monomial[:place] + left + monomial[place + 1 :]: coefficient}
                for _ in range(times):
                    part = self.times(part, atom.power)
                for m, c in part.items():
                    _put(into, m, c)
                return
        if coefficient.numerator.bit_length() + coefficient.denominator.bit_length() > LARGEST:
            raise TooHardError
        _put(into, monomial, coefficient)

    def primitive(self, p: Polynomial) -> tuple[Fraction, Monomial, Polynomial]:
        """Coefficient, monomial and rest of which the polynomial is the product; the rest's first coefficient is 1."""
        shared: dict[int, Fraction] = dict(next(iter(p)))
        for monomial in p:
            powers = dict(monomial)
            lowest = {a: min(shared.get(a, Fraction(0)), powers.get(a, Fraction(0))) for a in {**shared, **powers}}
            shared = {a: e for a, e in lowest.items() if e}
        common = tuple(sorted(shared.items()))
        first = p[min(p)]
        over = tuple((atom, -e) for atom, e in common)
        return first, common, {_merged(m, over): c / first for m, c in p.items()}

    def power(self, form: Form, exponent: Fraction) -> Form:
        if exponent < 0:
            return self.power(self.reciprocal(form), -exponent)
        if exponent.denominator > 1:
            return self._fractional(form, exponent)
        if len(form.numerator) == 1 and abs(exponent) <= 10_000:
            [(monomial, coefficient)] = form.numerator.items()
            if abs(exponent) * coefficient.numerator.bit_length() > LARGEST:
                raise TooHardError
            numerator: Polynomial = {}
            self._gather(numerator, tuple((a, e * exponent) for a, e in monomial), coefficient ** int(exponent))
        elif exponent > 60:
            raise TooHardError
        else:
            numerator = {CONSTANT: Fraction(1)}
            for _ in range(int(exponent)):
                numerator = self.times(numerator, form.numerator)
        return Form(numerator, {key: k * int(exponent) for key, k in form.denominator.items()} if exponent else {})

    # --- roots -------------------------------------------------------------------------------------------------------

    def _fractional(self, form: Form, r: Fraction) -> Form:
        """A root: what is surely not negative is taken out, the rest stays one atom; odd roots go to every factor."""
        if not form.numerator:
            return form
        coefficient, monomial, rest = self.primitive(form.numerator)
        odd = r.denominator % 2 == 1
        outside, inside = number(1), {CONSTANT: Fraction(1)}
        for key, k in form.denominator.items():  # N/D is N*D/D^2
            factor = dict(key)
            if odd or self.surely_positive(factor):
                outside = self.multiply(outside, self.root_of(factor, -k * r))
                continue
            if k % 2:
                inside = self.times(inside, factor)
            outside = self.multiply(outside, self.power(self.absolute(Form(factor)), -(k + k % 2) * r))
        flips = odd and coefficient < 0 and r.numerator % 2
        for index, e in monomial:
            known = odd or self.atoms[index].positive or self.atoms[index].not_negative or e.denominator % 2 == 0
            if known or e.numerator % 2 == 0:
                outside = self.multiply(outside, self.atom_power(index if known else self.absolute_atom(index), e * r))
            else:
                inside = self.times(inside, {((index, e),): Fraction(1)})
        if odd or self.surely_positive(rest):
            outside = self.multiply(outside, self.root_of(rest, r))
        else:
            inside = self.times(inside, rest)
        outside = self.multiply(outside, self._number_power(abs(coefficient), r))
        if not odd:
            inside = {m: c if coefficient > 0 else -c for m, c in inside.items()}
            outside = self.multiply(outside, self.root_of(inside, r))
        return self.scaled(outside, -1 if flips else 1)

    def root_of(self, p: Polynomial, r: Fraction) -> Form:
        """p^r, one atom if p is more than one atom."""
        if p == {CONSTANT: 1}:
            return number(1)
        if len(p) == 1:
            [(monomial, coefficient)] = p.items()
            if coefficient == 1 and len(monomial) == 1:
                return self._power_of_term(Form(p), r)
        index = self.atom(("root", frozenset(p.items())), degree=1, power=p, not_negative=self.surely_positive(p))
        return self.atom_power(index, r)

    def _power_of_term(self, form: Form, r: Fraction) -> Form:
        [(monomial, coefficient)] = form.numerator.items()
        numerator: Polynomial = {}
        self._gather(numerator, tuple((atom, e * r) for atom, e in monomial), coefficient)
        return Form(numerator)

    def _number_power(self, value: Fraction, r: Fraction) -> Form:
        whole = number(1)
        for prime, k in primes(value).items():
            index = self.atom(("number", prime), degree=1, power={CONSTANT: Fraction(prime)}, positive=True)
            whole = self.multiply(whole, self.atom_power(index, k * r))
        return whole

    def surely_positive(self, p: Polynomial) -> bool:
        terms = [c > 0 and all(self.not_negative(atom, e) for atom, e in m) for m, c in p.items()]
        return all(terms) and any(all(self.atoms[atom].positive for atom, _ in m) for m in p)

    def not_negative(self, atom: int, e: Fraction) -> bool:
        known = self.atoms[atom].positive or self.atoms[atom].not_negative
        return known or e.numerator % 2 == 0 or e.denominator % 2 == 0

    # --- atoms -------------------------------------------------------------------------------------------------------

    def atom(self, key: Hashable, **properties: object) -> int:
        index = self.numbers.setdefault(key, len(self.atoms))
        if index == len(self.atoms):
            self.atoms.append(Atom(**properties))  # type: ignore[arg-type]
            self.keys.append(key)
        return index

    def atom_power(self, index: int, e: Fraction = UNIT) -> Form:
        numerator: Polynomial = {}
        self._gather(numerator, ((index, e),) if e else CONSTANT, Fraction(1))
        return Form(numerator)

    def absolute(self, form: Form) -> Form:
        coefficient, monomial, rest = self.primitive(form.numerator) if form.numerator else (Fraction(0), CONSTANT, {})
        whole = number(abs(coefficient))
        for index, e in monomial:
            sure = self.not_negative(index, e)
            whole = self.multiply(whole, self.atom_power(index if sure else self.absolute_atom(index), e))
        for p, k in [(rest, 1), *((dict(key), -k) for key, k in form.denominator.items())]:
            if len(p) > 1:
                whole = self.multiply(whole, self.power(self._absolute_polynomial(p), Fraction(k)))
        return whole

    def absolute_atom(self, index: int) -> int:
        """The atom that is the absolute value of an atom."""
        square: Polynomial = {((index, Fraction(2)),): Fraction(1)}
        if self.atoms[index].degree:
            square = self.atom_power(index, Fraction(2)).numerator
        return self.atom(("abs", index), degree=2, power=square, not_negative=True)

    def _absolute_polynomial(self, p: Polynomial) -> Form:
        if self.surely_positive(p):
            return Form(p)
        key = ("abs", frozenset(p.items()))
        return self.atom_power(self.atom(key, degree=2, power=self.times(p, p), not_negative=True))


def _merged(m: Monomial, n: Monomial) -> Monomial:
    if not m or not n:
        return m or n
    powers = dict(m)
    for atom, e in n:
        powers[atom] = powers.get(atom, Fraction(0)) + e
    return tuple(sorted((atom, e) for atom, e in powers.items() if e))


def _put(into: Polynomial, monomial: Monomial, coefficient: Fraction) -> None:
    total = into.get(monomial, Fraction(0)) + coefficient
    if total:
        into[monomial] = total
    else:
        into.pop(monomial, None)


def _plus(p: Polynomial, q: Polynomial) -> Polynomial:
    total = dict(p)
    for monomial, coefficient in q.items():
        _put(total, monomial, coefficient)
    return total


def primes(value: Fraction) -> dict[int, Fraction]:
    """A positive rational as powers of primes (what has no small ones counts as one)."""
    powers: dict[int, Fraction] = {}
    for whole, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime in _divisors(whole):
            powers[prime] = powers.get(prime, Fraction(0)) + sign
    return powers


def _divisors(whole: int) -> Iterable[int]:
    prime = 2
    while prime * prime <= whole and prime < 1000:
        while whole % prime == 0:
            yield prime
            whole //= prime
        prime += 1
    if whole > 1:
        yield whole
