"""Named rewrites into the form that a textbook prints. Each is an identity where both sides are defined.

A raw derivative is a DAG. Every node of it is tidied once, parts before wholes; nested products (and nested sums) that
nobody else shares are opened into one list first, so that time stays linear in the number of nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import cast

from chainrule.calculus.terms import (
    Exponent,
    Manner,
    Powers,
    Rational,
    as_power,
    content,
    decomposed,
    exact,
    negated,
    power_written,
    rational,
    written,
)
from chainrule.calculus.values import known_value
from chainrule.errors import DomainError
from chainrule.expression.functions import function_named
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    ONE,
    ZERO,
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
from chainrule.expression.walking import occurrences, postorder

__all__ = ["Rewrite", "Tidier", "tidied", "weight"]

FEW = 64  # shared products and sums up to this size are opened into the products and sums that use them
FEW_EXPANDED = 24  # an expansion may have this many terms before like ones are collected
HEAVY = 10**9


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One recorded act of tidying: the names of what was done, and the sub-expression before and after."""

    names: tuple[str, ...]
    before: Expression
    after: Expression


Term = tuple[Rational, Powers]


def tidied(expression: Expression, manner: Manner | None = None, *, limits: Limits = DEFAULT) -> Expression:
    """The form that a textbook prints; `manner` says how the student writes (default: as the expression itself)."""
    return Tidier(manner or Manner.of(expression), limits).tidy(expression)


class Tidier:
    """One act of tidying over one shared graph. `record` lists the rewrites in the order in which they were made."""

    def __init__(self, manner: Manner, limits: Limits = DEFAULT) -> None:
        self.manner, self.limits = manner, limits
        self.record: list[Rewrite] = []
        self._done: dict[Expression, Expression] = {}
        self._weights: dict[Expression, int] = {}
        self._terms: dict[Expression, Term] = {}
        self._names: list[str] = []

    def tidy(self, root: Expression) -> Expression:
        counts = occurrences(root)
        done = self._done
        stack: list[tuple[Expression, list[tuple[Expression, int]]]] = [(root, self._opened(root, counts))]
        while stack:
            node, leaves = stack[-1]
            missing = [(leaf, self._opened(leaf, counts)) for leaf, _ in leaves if leaf not in done]
            if missing:
                stack += reversed(missing)
                continue
            stack.pop()
            if node not in done:
                self._names = []
                done[node] = after = self._rebuilt(node, leaves)
                if after is not node:
                    self.record.append(Rewrite(tuple(dict.fromkeys(self._names)) or ("order",), node, after))
        return done[root]

    # --- one node ------------------------------------------------------------------------------------------------------

    def _opened(self, root: Expression, counts: dict[Expression, int]) -> list[tuple[Expression, int]]:
        """The parts to tidy first, each with its sign (in a sum) or its exponent (in a product)."""
        if not root.children or rational(root) is not None:
            return []
        if isinstance(root, Sum):
            return _opened_sum(root, counts)
        if isinstance(root, Product | Quotient | Negation) or _whole_power(root) is not None:
            return _opened_product(root, counts)
        return [(child, 1) for child in root.children]

    def _rebuilt(self, node: Expression, leaves: list[tuple[Expression, int]]) -> Expression:
        done = self._done
        if not leaves:
            number = rational(node) if node.children else None
            return node if number is None else written(number, {}, self.manner)
        match node:
            case Sum():
                return self._sum([(done[leaf], sign) for leaf, sign in leaves])
            case Product() | Quotient() | Negation():
                return self._product([(done[leaf], exponent) for leaf, exponent in leaves])
            case Power(base, exponent):
                if _whole_power(node) is not None:
                    return self._product([(done[leaf], exponent) for leaf, exponent in leaves])
                return self._power(done[base], done[exponent])
            case Call(function, arguments):
                return self._call(Call(function, tuple([done[argument] for argument in arguments])))
            case _:
                return node.with_children(tuple([done[child] for child in node.children]))

    # --- products ------------------------------------------------------------------------------------------------------

    def _product(self, factors: Sequence[tuple[Expression, int]]) -> Expression:
        """Multiply tidied factors, each to a whole exponent: fold numbers, add exponents, cancel."""
        coefficient: Rational = 1
        powers: Powers = {}
        numbers = 0
        for factor, exponent in factors:
            number, inside = self._term(factor)
            if number != 1:
                numbers += number != -1
                if self._foldable(number, exponent):
                    coefficient = self._times(coefficient, number, exponent)
                else:
                    self._multiply_in(powers, written(number, {}, self.manner), exponent)
            for base, inner in inside.items():
                self._multiply_in(powers, base, self._scaled(inner, exponent))
        if numbers > 1:
            self._names.append("multiply the numbers")
        if coefficient == 0:
            self._names.append("times zero")
            return ZERO
        return self._finished(coefficient, powers)

    def _finished(self, coefficient: Rational, powers: Powers) -> Expression:
        """The term written down, after what multiplying has brought about: 2^(1/2) · 2^(1/2), (x + 1)/(x + 1) …"""
        if not self._kinds(powers).isdisjoint(_REOPENED):
            coefficient, powers = self._reopened(coefficient, powers)
        kinds = self._kinds(powers)
        if Sum in kinds:
            coefficient, powers = self._cancelled(coefficient, powers)
        if Call in kinds and len(powers) > 1:
            self._signs_absorbed(powers)
        result = written(coefficient, powers, self.manner)
        self._terms[result] = (coefficient, powers)
        return result

    def _kinds(self, powers: Powers) -> set[type[Expression]]:
        return {type(base) for base in powers}

    def _reopened(self, coefficient: Rational, powers: Powers) -> Term:
        """Whole powers of products, quotients and numbers, which roots have left behind, are multiplied in."""
        settled: Powers = {}
        for base, exponent in powers.items():
            if isinstance(exponent, int) and type(base) in _REOPENED:
                number, inside = self._term(base)
                if base not in inside and self._foldable(number, exponent):
                    coefficient = self._times(coefficient, number, exponent)
                    for inner, degree in inside.items():
                        self._multiply_in(settled, inner, self._scaled(degree, exponent))
                    continue
            self._multiply_in(settled, base, exponent)
        return coefficient, settled

    def _foldable(self, number: Rational, exponent: int) -> bool:
        """Is number^exponent within the limits of what is folded?"""
        if exponent in (1, -1) or number in (0, 1, -1):
            return True
        fraction = Fraction(number)
        digits = max(len(str(fraction.numerator)), len(str(fraction.denominator)))
        return abs(exponent) <= self.limits.exponent and digits * abs(exponent) <= self.limits.digits

    def _times(self, coefficient: Rational, number: Rational, exponent: int) -> Rational:
        if exponent < 0 and number == 0:
            raise DomainError("this divides by zero everywhere")
        if exponent == 1:
            return exact(Fraction(coefficient * number)) if isinstance(number, Fraction) else coefficient * number
        return exact(Fraction(coefficient) * Fraction(number) ** exponent)

    def _term(self, expression: Expression) -> Term:
        """A tidied expression as coefficient and powers, looked up or taken apart once."""
        term = self._terms.get(expression)
        if term is None:
            if isinstance(expression, Product) and len(expression.factors) > FEW:
                term = (1, {expression: 1})
            else:
                number, pairs = decomposed(expression)
                powers: Powers = {}
                for base, exponent in pairs:
                    powers[base] = exponent
                term = (number, powers) if len(powers) == len(pairs) else (1, {expression: 1})
            self._terms[expression] = term
        return term

    def _multiply_in(self, powers: Powers, base: Expression, exponent: Exponent) -> None:
        """powers · base^exponent, in place; a whole power of a product, number or power is opened again."""
        before = powers.get(base)
        if before is not None:
            self._names.append("combine powers")
            exponent = self._plus(before, exponent)
        if exponent == 0:
            powers.pop(base, None)
        else:
            powers[base] = exponent

    def _plus(self, a: Exponent, b: Exponent) -> Exponent:
        if isinstance(a, Expression) or isinstance(b, Expression):
            total = self._sum([(self._exponent_written(a), 1), (self._exponent_written(b), 1)])
            value = rational(total)
            return total if value is None else value
        return exact(Fraction(a + b))

    def _scaled(self, exponent: Exponent, by: int) -> Exponent:
        if by == 1:
            return exponent
        if not isinstance(exponent, Expression):
            return exact(Fraction(exponent * by))
        if by == -1:
            return negated(exponent)
        return self._product([(exponent, 1), (self._exponent_written(by), 1)])

    def _exponent_written(self, exponent: Exponent) -> Expression:
        return exponent if isinstance(exponent, Expression) else written(exponent, {}, self.manner)

    def _signs_absorbed(self, powers: Powers) -> None:
        """u · sign(u) is |u|, also at 0, and an even power of |u| is that power of u."""
        for base in [base for base in powers if isinstance(base, Call) and base.function.name in ("sign", "abs")]:
            exponent, inner = powers[base], base.children[0]
            if base.function.name == "abs":  # type: ignore[attr-defined]
                if isinstance(exponent, int) and exponent % 2 == 0:
                    del powers[base]
                    self._names.append("an even power of |u|")
                    self._multiply_in(powers, inner, exponent)
            elif exponent == 1 and powers.get(inner) == 1:
                del powers[base], powers[inner]
                self._names.append("u · sign(u) = |u|")
                self._multiply_in(powers, Call(function_named("abs"), (inner,)), 1)

    # --- cancelling sums -----------------------------------------------------------------------------------------------

    def _cancelled(self, coefficient: Rational, powers: Powers) -> Term:
        """Common factors of a sum cancel against the other factors; fractions inside a fraction are cleared."""
        if coefficient != 1 or len(powers) > 1:
            for base in [b for b in powers if isinstance(b, Sum) and powers[b] in (1, -1)]:
                if base in powers and len(cast(Sum, base).terms) <= FEW:
                    coefficient, powers = self._cancelled_with(cast(Sum, base), coefficient, powers)
        return coefficient, powers

    def _cancelled_with(self, base: Sum, coefficient: Rational, powers: Powers) -> Term:
        exponent = cast(int, powers[base])
        terms = [self._term(term) for term in base.terms]
        number, common = content(terms)
        shared: Powers = {}
        for factor, inside in common.items():
            outside = powers.get(factor)
            if outside is None or isinstance(inside, Expression) or isinstance(outside, Expression):
                if outside is not None and _opposite(inside, outside, exponent):
                    shared[factor] = inside
            elif inside * outside * exponent < 0:
                size = min(abs(inside), abs(outside))
                shared[factor] = size if inside > 0 else -size
        number = self._numeric_share(number, exact(Fraction(coefficient)) ** exponent if coefficient else 1)
        if number == 1 and not shared:
            return coefficient, powers
        self._names.append("cancel")
        inner = self._divided(terms, number, shared)
        rest = {b: e for b, e in powers.items() if b is not base}
        coefficient = self._times(coefficient, number, exponent)
        for factor, inside in shared.items():
            self._multiply_in(rest, factor, self._scaled(inside, exponent))
        inner_number, inner_powers = self._term(inner)
        coefficient = self._times(coefficient, inner_number, exponent)
        for factor, inside in inner_powers.items():
            self._multiply_in(rest, factor, self._scaled(inside, exponent))
        return coefficient, rest

    def _numeric_share(self, number: Rational, outside: Rational) -> Rational:
        """The part of a sum's rational content that is worth taking out, given the number in front."""
        inside, front = Fraction(number), Fraction(outside)
        sign = -1 if number < 0 else 1
        share = Fraction(gcd(inside.numerator, front.denominator), inside.denominator)
        return exact(sign * share)

    def _divided(self, terms: Iterable[Term], number: Rational, shared: Powers) -> Expression:
        parts: list[tuple[Expression, int]] = []
        for coefficient, powers in terms:
            rest = dict(powers)
            for factor, inside in shared.items():
                self._multiply_in(rest, factor, self._scaled(inside, -1))
            parts.append((written(exact(Fraction(coefficient) / number), rest, self.manner), 1))
        return self._sum(parts)

    # --- sums ----------------------------------------------------------------------------------------------------------

    def _sum(self, leaves: Iterable[tuple[Expression, int]]) -> Expression:
        """Add tidied terms: collect like ones, and take the shortest of the forms that a textbook would print."""
        rows = self._collected(self._rows(leaves))
        plain = self._sum_written(rows)
        if len(rows) < 2 or len(rows) > FEW:
            return plain
        choices = [("collect like terms", plain)]
        expanded = self._expanded(rows)
        if expanded is not None:
            choices.append(("expand and collect", self._sum_written(expanded)))
        for form in (rows, expanded):
            factored = self._factored(form) if form is not None and len(form) > 1 else None
            if factored is not None:
                choices.append(("factor out", factored))
        name, best = min(choices, key=lambda choice: self.weight(choice[1]))
        if best is not plain:
            self._names.append(name)
        return best

    def _rows(self, leaves: Iterable[tuple[Expression, int]]) -> Iterable[Term]:
        for leaf, sign in leaves:
            parts = leaf.terms if isinstance(leaf, Sum) and len(leaf.terms) <= FEW else (leaf,)
            for part in parts:
                number, powers = self._term(part)
                yield number * sign, powers

    def _collected(self, rows: Iterable[Term]) -> list[Term]:
        """Like terms added; what remains is in the order in which it first appeared."""
        totals: dict[frozenset[tuple[Expression, Exponent]], list[object]] = {}
        for number, powers in rows:
            key = frozenset(powers.items())
            entry = totals.get(key)
            if entry is None:
                totals[key] = [number, powers]
            else:
                self._names.append("collect like terms")
                entry[0] = exact(Fraction(cast(Rational, entry[0]) + number))
        return [(cast(Rational, number), cast(Powers, powers)) for number, powers in totals.values() if number != 0]

    def _sum_written(self, rows: Sequence[Term]) -> Expression:
        terms = []
        for number, powers in rows:
            term = written(number, powers, self.manner)
            self._terms[term] = (number, powers)
            terms.append(term)
        if len(terms) == 2 and isinstance(terms[0], Negation) and not isinstance(terms[1], Negation):
            terms.reverse()
        if not terms:
            return ZERO
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def _expanded(self, rows: Sequence[Term]) -> list[Term] | None:
        """The terms with bracketed sums multiplied out (no powers of sums), like ones collected; None if none is."""
        out: list[Term] = []
        changed = False
        for number, powers in rows:
            opened: list[Term] = [(number, {})]
            for base, exponent in powers.items():
                if isinstance(base, Sum) and exponent == 1 and len(opened) * len(base.terms) <= FEW_EXPANDED:
                    changed = True
                    opened = [self._merged(a, self._term(b)) for a in opened for b in base.terms]
                else:
                    opened = [self._merged(a, (1, {base: exponent})) for a in opened]
            out += opened
        return self._collected(out) if changed and len(out) <= 2 * FEW_EXPANDED else None

    def _merged(self, a: Term, b: Term) -> Term:
        powers = dict(a[1])
        for base, exponent in b[1].items():
            self._multiply_in(powers, base, exponent)
        return exact(Fraction(a[0] * b[0])), powers

    def _factored(self, rows: Sequence[Term]) -> Expression | None:
        """Common exponentials and powers of brackets in front, as in e^x (x + 1); None where there are none."""
        number, common = content(rows)
        if not any(isinstance(base, Sum) or isinstance(exponent, Expression) for base, exponent in common.items()):
            return None
        inner = [(exact(Fraction(coefficient) / number), self._without(powers, common)) for coefficient, powers in rows]
        inner.sort(key=lambda row: not row[1])  # a bare number comes last
        bracket = self._collected(inner)
        opened = self._expanded(bracket)
        sums = [self._sum_written(form) for form in (bracket, opened) if form is not None]
        best = min(sums, key=self.weight)
        powers = dict(common)
        inner_number, inner_powers = self._term(best)
        for base, exponent in inner_powers.items():
            self._multiply_in(powers, base, exponent)
        return self._finished(exact(Fraction(number * inner_number)), powers)

    def _without(self, powers: Powers, common: Powers) -> Powers:
        rest = dict(powers)
        for base, exponent in common.items():
            self._multiply_in(rest, base, self._scaled(exponent, -1))
        return rest

    # --- powers and calls ------------------------------------------------------------------------------------------------

    def _power(self, base: Expression, exponent: Expression) -> Expression:
        value = rational(exponent)
        if base is ONE:
            self._names.append("a power of one")
            return ONE
        if value is None:
            return power_written(base, exponent, self.manner)
        return self._rational_power(base, value)

    def _rational_power(self, base: Expression, exponent: Rational) -> Expression:
        number = rational(base)
        if number is not None and number >= 0:
            root = _exact_root(number, Fraction(exponent).denominator)
            if root is not None and (root or exponent > 0):
                self._names.append("exact root")
                return written(exact(root ** Fraction(exponent).numerator), {}, self.manner)
        return power_written(base, exponent, self.manner)

    def _call(self, call: Call) -> Expression:
        base, exponent = as_power(call)
        if base is not call and not isinstance(exponent, Expression):
            return self._rational_power(base, exponent)
        value = known_value(call)
        if value is not None:
            self._names.append("exact value")
            return value
        return call if base is call else power_written(base, exponent, self.manner)

    # --- length ----------------------------------------------------------------------------------------------------------

    def weight(self, expression: Expression) -> int:
        return weight(expression, self._weights)


def weight(expression: Expression, known: dict[Expression, int] | None = None) -> int:
    """How many operations it takes to write it down; what is shared counts each time."""
    known = {} if known is None else known
    if expression not in known:
        for node in postorder(expression, known=known):
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
            known[cast(Expression, node)] = min(inside, HEAVY)
    return known[expression]


# --- opening nested products and sums ------------------------------------------------------------------------------------


def _opened_sum(root: Sum, counts: dict[Expression, int]) -> list[tuple[Expression, int]]:
    leaves: list[tuple[Expression, int]] = []
    work: list[tuple[Expression, int]] = [(root, 1)]
    while work:
        node, sign = work.pop()
        if isinstance(node, Sum) and (node is root or counts.get(node, 1) == 1):
            work += [(term, sign) for term in reversed(node.terms)]
        elif isinstance(node, Negation) and counts.get(node, 1) == 1:
            work.append((node.operand, -sign))
        else:
            leaves.append((node, sign))
    return leaves


def _opened_product(root: Expression, counts: dict[Expression, int]) -> list[tuple[Expression, int]]:
    leaves: list[tuple[Expression, int]] = []
    work: list[tuple[Expression, int]] = [(root, 1)]
    while work:
        node, exponent = work.pop()
        mine = node is root or counts.get(node, 1) == 1
        match node:
            case Product(factors) if mine:
                work += [(factor, exponent) for factor in reversed(factors)]
            case Quotient(top, bottom) if mine:
                work += [(bottom, -exponent), (top, exponent)]
            case Negation(operand) if mine:
                leaves.append((_MINUS_ONE, exponent))
                work.append((operand, exponent))
            case Power(base, _) if mine and (whole := _whole_power(node)) is not None:
                leaves.append((base, exponent * whole))
            case _:
                leaves.append((node, exponent))
    return leaves


def _whole_power(node: Expression) -> int | None:
    if isinstance(node, Power):
        value = rational(node.exponent)
        if isinstance(value, int):
            return value
    return None


def _opposite(inside: Exponent, outside: Exponent, exponent: int) -> bool:
    return negated(inside) == outside if exponent > 0 else inside == outside


def _exact_root(number: Rational, degree: int) -> Fraction | None:
    fraction = Fraction(number)
    parts = []
    for value in (fraction.numerator, fraction.denominator):
        root = round(value ** (1 / degree)) if value < 10**15 else 0
        if root**degree != value:
            return None
        parts.append(root)
    return Fraction(*parts)


_MINUS_ONE = Negation(ONE)
_REOPENED: frozenset[type[Expression]] = frozenset({Product, Quotient, Negation, Number, Power})
