"""What can stand in the place of a right rule: the rows of the catalogue that apply to a facet, ready to be run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, cast

from chainrule.calculus.joins import plus, times
from chainrule.calculus.rules import taken_apart
from chainrule.expression.nodes import (
    ONE,
    Call,
    Constant,
    Expression,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)
from chainrule.expression.reading import parse
from chainrule.expression.walking import substitute
from chainrule.tutor.mistakes.calculators import INSIDE, Calculator, Here
from chainrule.tutor.mistakes.catalogue import COMPOSITES, DENOMINATORS, JOINS, NUMERATORS, SHEET, SLOPES, Mistake
from chainrule.tutor.mistakes.facets import Anatomy, Facet

__all__ = ["Swap", "swaps"]

FEW_TERMS = 8  # in longer sums two wrong terms are not looked for


class Swap(NamedTuple):
    """What stands in the place of a facet's right rule: the mistakes made, a slope for the right one, a join."""

    mistakes: tuple[Mistake, ...]
    slope: Expression | None
    join: Callable[..., Any]

    def work(self, calculator: Calculator, facet: Facet, rates: Any) -> Any:
        """The wrong derivative of the facet's target; the rates are those of its parts."""
        return self.join(calculator.here(facet, self.slope), *rates)


def swaps(anatomy: Anatomy, facet: Facet) -> Iterator[Swap]:
    """Everything that can stand in the place of the facet's right rule; two mistakes at once among them."""
    if facet.outer is not None:
        yield from _of_composite(anatomy, facet)
    for row in JOINS:
        if facet.kind in row.kinds.split() and row.when(facet):
            yield Swap((SHEET[row.id],), None, row.join)
    match facet.kind:
        case "quotient":
            yield from _of_quotient()
        case "sum":
            yield from _of_sum(anatomy, cast(Sum, facet.target))
        case "product" if len(facet.parts) > 2:
            yield from _of_several_factors(len(facet.parts))
        case "constant-multiple" if isinstance(facet.target, Product):
            yield from _of_named_constant(facet.facts["c"])
        case "constant":
            yield from _of_constant_alone(facet.target)
        case "variable" if anatomy.among_others:
            yield Swap((SHEET["B1"],), None, lambda h: 0)


def _of_composite(anatomy: Anatomy, facet: Facet) -> Iterator[Swap]:
    wrong = list(_wrong_slopes(facet))
    for mistake, slope in wrong:
        yield Swap((mistake,), slope, lambda h, du: h.slope * du)
    if anatomy.is_composite(facet):
        for row in COMPOSITES:
            if row.when(facet):
                yield Swap((SHEET[row.id],), facet.slope, row.join)
                if row.slope_matters:
                    for mistake, slope in wrong:
                        yield Swap((mistake, SHEET[row.id]), slope, row.join)


def _wrong_slopes(facet: Facet) -> Iterator[tuple[Mistake, Expression]]:
    match facet.target:
        case Call(function, _) if "b" in facet.facts:
            families = [function.name, "logarithm"]
        case Call(function, _):
            families = [function.name]
        case _:
            families = []
    families += ["power"] * ("n" in facet.facts) + ["exponential"] * ("a" in facet.facts)
    facts: dict[Expression, Expression] = {Symbol(name): facet.facts[name] for name in "nab" if name in facet.facts}
    facts[Symbol("u")] = INSIDE
    for row in SLOPES:
        if row.functions in families and row.when(facet):
            slope = substitute(_read(row.formula), facts)
            front = facet.facts.get("c", ONE)
            yield SHEET[row.id], times(front, slope)
    if facet.slope is not None:
        for squared in _half_squared(facet.parts[0]):
            slope = substitute(facet.slope, {Power(INSIDE, Number(2)): squared})
            if slope is not facet.slope and isinstance(facet.target, Call):
                yield SHEET["I8"], substitute(slope, {INSIDE: facet.parts[0]})


def _half_squared(inner: Expression) -> Iterator[Expression]:
    """k*w squared as k*w^2: for 3*x that is 3*x^2, for x/3 it is x^2/3."""
    match inner:
        case Product(factors) if factors[0].constant or len(factors) == 2:
            yield times(*factors[:-1], Power(factors[-1], Number(2)))
        case Quotient(top, bottom) if bottom.constant:
            yield Quotient(Power(top, Number(2)), bottom)


@cache
def _read(formula: str) -> Expression:
    return cast(Expression, parse(formula))


def _of_quotient() -> Iterator[Swap]:
    for above, numerator in NUMERATORS:
        for below, denominator in DENOMINATORS:
            made = tuple(SHEET[id] for id in (above, below) if id)
            if made:
                yield Swap(made, None, lambda h, du, dv, n=numerator, d=denominator: n(h, du, dv) / d(h, du, dv))


def _of_several_factors(count: int) -> Iterator[Swap]:
    def product(h: Here, *rates: Any) -> Any:
        found = rates[0]
        for rate in rates[1:]:
            found = found * rate
        return found

    yield Swap((SHEET["M1"],), None, product)
    yield Swap((SHEET["M4"],), None, lambda h, *rates: plus(rates))
    for left_out in range(count):
        yield Swap(
            (SHEET["M7"],), None,
            lambda h, *rates, i=left_out: h.calculator.joined(h.facet, (*rates[:i], 0 * rates[i], *rates[i + 1 :])),
        )  # fmt: skip


def _of_sum(anatomy: Anatomy, target: Sum) -> Iterator[Swap]:
    """A term gone wrong, or a constant; and two of them at once."""
    found: list[tuple[int, Swap]] = []
    for place, term in enumerate(target.terms):
        found += [(place, swap) for swap in (_of_term if anatomy.moves(term) else _of_constant)(anatomy, target, term)]
    for index, (place, swap) in enumerate(found):
        yield swap
        for other_place, other in found[index + 1 :] if len(target.terms) <= FEW_TERMS else ():
            if other_place != place:
                yield Swap((*swap.mistakes, *other.mistakes), None, _both(swap, other))


def _both(one: Swap, other: Swap) -> Callable[..., Any]:
    return lambda h, *rates: one.join(h, *rates) + other.join(h, *rates) - plus(rates)


def _of_term(anatomy: Anatomy, target: Sum, term: Expression) -> Iterator[Swap]:
    moving = [other for other in target.terms if anatomy.moves(other)]
    index = moving.index(term)
    yield Swap((SHEET["S1"],), None, lambda h, *rates: plus(rates) - 2 * rates[index])
    if anatomy.among_others and len(moving) > 2:
        yield Swap((SHEET["B1"],), None, lambda h, *rates: rates[index])
    yield Swap((SHEET["S2"],), None, lambda h, *rates: plus(rates) - rates[index] + h.calculator.value(term))
    if len(moving) > 1:
        yield Swap((SHEET["S4"],), None, lambda h, *rates: plus(rates) - rates[index])
    for factor in _factors_beside(target) if isinstance(term, Symbol) else ():
        yield Swap(
            (SHEET["B12"],), None,
            lambda h, *rates, f=factor: plus(rates) - rates[index] + h.calculator.value(f),
        )  # fmt: skip


def _of_constant(anatomy: Anatomy, target: Sum, term: Expression) -> Iterator[Swap]:
    sign = -1 if isinstance(term, Negation) else 1
    yield Swap((SHEET["K1"],), None, lambda h, *rates: plus(rates) + h.calculator.value(term))
    yield Swap((SHEET["K2"],), None, lambda h, *rates: plus(rates) + sign)
    as_variable = _as_variable(term)
    if as_variable is not None:
        yield Swap((SHEET["K6"],), None, lambda h, *rates: plus(rates) + h.calculator.value(as_variable))


def _of_named_constant(constant: Expression) -> Iterator[Swap]:
    """pi*x by the product rule, with pi for a variable."""
    rate = _as_variable(constant)
    if rate is not None and rate is not ONE:  # with a slope of 1 that is K4
        yield Swap((SHEET["K6"],), None, lambda h, du: h.calculator.value(rate) * h.u + h.c * du)


def _of_constant_alone(target: Expression) -> Iterator[Swap]:
    yield Swap((SHEET["K1"],), None, lambda h: h.calculator.value(target))
    yield Swap((SHEET["K2"],), None, lambda h: 1)
    rate = _as_variable(target)
    if rate is not None:
        yield Swap((SHEET["K6"],), None, lambda h: h.calculator.value(rate))


def _as_variable(constant: Expression) -> Expression | None:
    """The derivative of a number that was taken for a variable: of pi^3, 3*pi^2; of ln(3), 1/3."""
    if not constant.constant:
        return None
    match constant:
        case Negation(operand):
            inside = _as_variable(operand)
            return None if inside is None else Negation(inside)
        case Constant():
            return ONE
        case Product((Number() as first, second)):
            inside = _as_variable(second)
            return None if inside is None else times(first, inside)
        case Power(Constant() as base, Number()) | Call(_, (base,)):
            outer = substitute(constant, {base: INSIDE})
            split = taken_apart(outer, {INSIDE, outer})[1]
            return substitute(cast(Expression, split.roles["slope"]), {INSIDE: base})
    return None


def _factors_beside(target: Sum) -> list[Expression]:
    """The letters that are multiplied in other terms: w and x, for b in w*x + b."""
    products = [term for term in target.terms if isinstance(term, Product)]
    return [factor for product in products for factor in product.factors if isinstance(factor, Symbol)]
