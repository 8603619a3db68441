"""A rational normal form over the functions, roots and powers that occur, to show that expressions are equal.

Equal forms prove equality wherever both expressions have a value; unequal ones prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from functools import cache
from typing import assert_never

from chainrule.calculus.comparison.algebra import CONSTANT, UNIT, Algebra, Form, TooHardError, number, primes
from chainrule.expression import formulas
from chainrule.expression.exactness import ExactValues
from chainrule.expression.functions import Function
from chainrule.expression.nodes import (
    Call,
    Constant,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    UnknownCall,
)  # fmt: skip
from chainrule.expression.walking import postorder, rebuilt, substitute

__all__ = ["NormalForms", "TooHardError", "by_definition"]


class NormalForms(Algebra):
    """Makes forms that can be compared with each other."""

    def of(self, expression: Expression) -> Form:
        """The form of an expression; TooHardError where there is none."""
        plain = by_definition(expression)
        exact, done = ExactValues(), dict[Node, Form]()
        for node in postorder(plain):
            assert isinstance(node, Expression)
            value = exact.rational(node)
            done[node] = self._form(node, [done[c] for c in node.children]) if value is None else number(value)
        return done[plain]

    def exponential(self, form: Form, base: Hashable = "e") -> Form:
        """base^form, an atom for each term of the exponent, with the term's coefficient as its power."""
        positive = base == "e" or isinstance(base, int)
        if form.denominator:
            sign, key = self._signed(form)
            return self.atom_power(self.atom(("power", base, key), positive=positive), Fraction(sign))
        whole = number(1)
        for monomial, c in form.numerator.items():
            logarithm = self.atoms[monomial[0][0]].argument if len(monomial) == 1 and monomial[0][1] == 1 else None
            if logarithm is not None and base == "e":
                part = self.power(logarithm, c)
            else:
                part = self.atom_power(self.atom(("power", base, monomial), positive=positive), c)
            whole = self.multiply(whole, part)
        return whole

    def logarithm(self, form: Form) -> Form:
        """ln of a product is a sum of logarithms as far as the factors are surely positive, or only one is not."""
        if not form.numerator or form.denominator:
            return self._log_atom(form)
        coefficient, monomial, rest = self.primitive(form.numerator)
        if coefficient < 0:
            rest = {m: -c for m, c in rest.items()}
        sure = rest == {CONSTANT: UNIT} or self.surely_positive(rest)
        alone = sum(not self.not_negative(index, e) for index, e in monomial) + (not sure) <= 1
        whole, inside = number(0), {CONSTANT: UNIT}
        for prime, k in primes(abs(coefficient)).items():
            whole = self.add(whole, self.scaled(self._log_atom(number(prime)), k))
        for index, e in monomial:
            if alone or self.not_negative(index, e):
                whole = self.add(whole, self.scaled(self._log_of_atom(index, e), e))
            else:
                inside = self.times(inside, {((index, e),): UNIT})
        if (alone or sure) and len(rest) > 1:
            whole = self.add(whole, self._log_atom(Form(rest)))
        else:
            inside = self.times(inside, rest)
        return whole if inside == {CONSTANT: UNIT} else self.add(whole, self._log_atom(Form(inside)))

    def _log_of_atom(self, index: int, e: Fraction) -> Form:
        """ln|atom|, of which some power e is positive."""
        match self.keys[index]:
            case ("power", "e", tuple() as monomial):
                return Form({monomial: UNIT})
            case ("root", key) if isinstance(key, frozenset) and e.numerator % 2:
                return self._log_atom(Form(dict(key)))
            case ("number", prime) if isinstance(prime, int):
                return self._log_atom(number(prime))
        sure = self.atoms[index].positive or self.atoms[index].not_negative or e.numerator % 2
        return self._log_atom(Form({((index if sure else self.absolute_atom(index), UNIT),): UNIT}))

    def _log_atom(self, form: Form) -> Form:
        return self.atom_power(self.atom(("ln", form.key), argument=form))

    def _signed(self, form: Form) -> tuple[int, Hashable]:
        """1 and the form's key, or -1 and that of its negative: whichever begins with a plus."""
        if form.numerator and form.numerator[min(form.numerator)] < 0:
            return -1, self.scaled(form, -1).key
        return 1, form.key

    def _form(self, node: Expression, parts: list[Form]) -> Form:
        match node:
            case Number(value):
                return number(value)
            case Constant(name):
                if node is E:
                    return self.exponential(number(1))
                return self.atom_power(self.atom(name, positive=True))
            case Symbol(name):
                return self.atom_power(self.atom(("symbol", name)))
            case Sum():
                return _tournament(parts, self.add)
            case Product():
                return _tournament(parts, self.multiply)
            case Quotient():
                return self.multiply(parts[0], self.reciprocal(parts[1]))
            case Negation():
                return self.scaled(parts[0], -1)
            case Power(base, _):
                return self._raised(base, parts[0], parts[1])
            case Call(function, _):
                return self._called(function, parts)
            case UnknownCall(name, _, orders):
                return self.atom_power(self.atom((name, orders, tuple(part.key for part in parts))))
            case Piecewise():
                raise TooHardError
        assert_never(node)  # type: ignore[arg-type]

    def _raised(self, base: Expression, inner: Form, exponent: Form) -> Form:
        if exponent.constant is not None:
            return self.power(inner, exponent.constant)
        if base is E:
            return self.exponential(exponent)
        constant = exponent.numerator.get(CONSTANT, Fraction(0)) if not exponent.denominator else Fraction(0)
        varying = Form({m: c for m, c in exponent.numerator.items() if m or exponent.denominator}, exponent.denominator)
        value = inner.constant
        if value is None:
            return self.multiply(self.power(inner, constant), self.exponential(varying, inner.key))
        if value <= 0:
            raise TooHardError
        parts = [self.exponential(self.scaled(varying, k), prime) for prime, k in primes(value).items()]
        return _tournament([self.power(inner, constant), *parts], self.multiply)

    def _called(self, function: Function, parts: list[Form]) -> Form:
        if function.name == "abs":
            return self.absolute(parts[0])
        if function.name == "ln":
            return self.logarithm(parts[0])
        sign, key = self._signed(parts[0]) if function.parity else (1, parts[0].key)
        keys = (key, *(part.key for part in parts[1:]))
        if function.name == "sin":
            cosine = self.atom(("cos", keys))
            square = {CONSTANT: Fraction(1), ((cosine, Fraction(2)),): Fraction(-1)}
            form = self.atom_power(self.atom(("sin", keys), degree=2, power=square))
        else:
            form = self.atom_power(self.atom((function.name, keys)))
        return self.scaled(form, sign if function.parity == "odd" else 1)


@cache
def _expanded(function: Function) -> Expression | None:
    """A row's definition, itself by definition."""
    meaning = formulas.definition(function)
    return None if meaning is None else by_definition(meaning)


def by_definition(expression: Expression) -> Expression:
    """The expression with functions replaced by their definitions in simpler ones: tan by sin/cos, sqrt by a power."""

    def replaced(node: Expression) -> Expression | None:
        if not isinstance(node, Call):
            return None
        meaning = _expanded(node.function)
        if meaning is None:
            return None
        return substitute(meaning, dict(zip(formulas.ARGUMENTS, node.arguments, strict=False)))

    return rebuilt(expression, replaced)


def _tournament(parts: list[Form], join: Callable[[Form, Form], Form]) -> Form:
    """Joined in pairs, so that a long row costs n log n."""
    while len(parts) > 1:
        pairs = [join(a, b) for a, b in zip(parts[::2], parts[1::2], strict=False)]
        parts = pairs + parts[len(pairs) * 2 :]
    return parts[0]
