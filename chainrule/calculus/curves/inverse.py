"""The derivative of an inverse function: (f⁻¹)'(y) = 1/f'(x), where y = f(x)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Literal, NamedTuple

from chainrule.calculus.curves.isolating import isolated
from chainrule.calculus.derivation import Derivation, FromDerivation, Stage, record, target_in
from chainrule.calculus.engine import symbol_of
from chainrule.calculus.exact_numbers import exactly_written
from chainrule.calculus.exact_points import At, complete_point, number_at, rate_at, value_at
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import ChainRuleError, DomainError
from chainrule.expression.evaluation import program
from chainrule.expression.functions import FORMULA_SHEET
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ONE, ZERO, Expression, Negation, Node, Number, Quotient, Relation, Symbol
from chainrule.expression.points import number_written, point_of, with_name
from chainrule.expression.ranges import always
from chainrule.expression.reading import Reading, read
from chainrule.expression.walking import symbols

__all__ = ["InverseDerivation", "InversePoint", "inverse_slope"]

LARGEST = 12  # whole numbers up to this, and fractions up to 3 with such small denominators, are tried
DENOMINATORS = (1, 2, 3, 4)
CLOSE = 1e-9
BESIDE = 2.0**-16
FURTHER = (
    "sqrt(2)", "sqrt(3)", "sqrt(5)", "sqrt(2)/2", "sqrt(3)/2", "sqrt(3)/3", "e^2", "1/e", "ln(2)", "ln(3)", "pi/4",
    "pi/3",
)  # fmt: skip
Kind = Literal["slope", "vertical", "turns"]


class InversePoint(NamedTuple):
    """The inverse function at a value of f.

    place     x, with f(x) = value
    value     of f there
    found     was the place found here rather than given?
    others    further places with the same value that were met
    rate      f'(x)
    kind      "slope"; where f' is 0, "vertical" if f is one-to-one near the place, "turns" if not
    slope     of the inverse, or None
    """

    place: At
    value: At
    found: bool
    others: tuple[Expression, ...]
    rate: At
    kind: Kind
    slope: At | None


@dataclass(frozen=True, eq=False, repr=False)
class InverseDerivation(FromDerivation):
    """How the derivative of an inverse function is found.

    derivation   of f by its variable
    raw          1/f'(x), before tidying
    general      the same, tidied
    one_to_one   is f' known to keep one sign, so that f is one-to-one where it is defined in one piece?
    point        the inverse at a value of f, if one was asked for
    """

    derivation: Derivation
    raw: Expression
    general: Expression
    one_to_one: bool
    point: InversePoint | None = None

    def __reduce__(self) -> tuple[object, ...]:
        point = self.point
        if point is None or not point.found:
            return _again, (self.derivation, None, None if point is None else point.place.exact)
        return _again, (self.derivation, point.value.exact, None)

    @property
    def target(self) -> Expression:
        """f(x)."""
        return self.derivation.target

    @property
    def stage(self) -> Stage:
        return self.derivation.stages[0]

    @property
    def answer(self) -> Expression | None:
        """The slope of the inverse at the value asked for, or None where it has none; without a value, 1/f'(x)."""
        if self.point is None:
            return self.general
        return None if self.point.slope is None else self.point.slope.exact

    def __repr__(self) -> str:
        where = "" if self.point is None else f" at {self.point.value.exact}"
        return f"<InverseDerivation of {self.target!r}{where}: {self.answer!r}>"


def inverse_slope(
    source: str | Node | Reading,
    value: Any = None,
    *,
    at_input: Any = None,
    variable: str | Symbol | None = None,
    limits: Limits = DEFAULT,
) -> InverseDerivation:
    """How the slope of the inverse function is found: (f⁻¹)'(b) = 1/f'(a), where f(a) = b.

    source     f, a function of one variable, as text, an Expression, a System or what `read` gave
    value      b, a number or text such as "pi/4"; left out, the slope is given in terms of x
    at_input   a, where it is known; else it is looked for among simple numbers and by solving for x
    Returns an InverseDerivation. Its `point` says where the inverse has a vertical tangent, and where f turns back.
    Raises ChainRuleError where no a is found or f(a) is not b; DomainError where f has no slope there.
    """
    by = None if variable is None else symbol_of(variable)
    if isinstance(source, Reading):
        reading = source
    else:
        reading = read(source, variable=by, names=() if by is None else (by.name,), limits=limits)
    target, x = target_in(reading), by or reading.variable
    held = [symbol.name for symbol in symbols(target) if symbol is not x]
    if held:
        raise ChainRuleError(f"an inverse function needs a function of {x.name} alone, and here is {held[0]} as well")
    if target.functions:
        raise ChainRuleError(f"{target.functions[0]} is an unknown function: with values of it, use a table")
    if target.constant:
        raise ChainRuleError("this does not change, so it has no inverse function")
    derivation = record(reading, target, (x,), limits, reading.name)
    place = None if at_input is None else complete_point(with_name(at_input, x), (x,))[x]
    return _again(derivation, None if value is None else _constant(Symbol("y"), value), place)


def _again(derivation: Derivation, value: Expression | None, place: Expression | None) -> InverseDerivation:
    slope = derivation.answer
    raw = Quotient(ONE, slope)
    rises = always(Relation(">", slope, ZERO), derivation.ranges) is True
    one_to_one = rises or always(Relation("<", slope, ZERO), derivation.ranges) is True
    general = raw if slope is ZERO else tidied(raw, Manner.of(derivation.target), limits=derivation.limits)
    found = InverseDerivation(derivation, raw, general, one_to_one)
    if value is None and place is None:
        return found
    return InverseDerivation(derivation, raw, general, one_to_one, _point(found, value, place))


def _constant(name: Symbol, value: Any) -> Expression:
    """A number as it is given for a point, with a name or without."""
    return next(iter(point_of(with_name(value, name)).values()))


def _point(inverse: InverseDerivation, value: Expression | None, place: Expression | None) -> InversePoint:
    x, target = inverse.variable, inverse.target
    places = [place] if place is not None else list(_places(inverse, value))
    if not places:
        assert value is not None
        if always(Relation("!=", target, value), inverse.derivation.ranges) is True:
            raise ChainRuleError(f"this is never {value}: the inverse function has no value there")
        message = f"no exact {x.name} was found at which this is {value}; if you know one, give it"
        raise ChainRuleError(f"{message}, as in at_input=1 (--input 1)")
    at, there = _known(places[0], x), {x: places[0]}
    of_target = value_at(target, there, limits=inverse.limits)
    if of_target is None:
        raise DomainError(f"the function has no real value at {x.name} = {places[0]}", target)
    if value is not None and number_at(target - value, there) != 0:
        raise ChainRuleError(f"at {x.name} = {places[0]} the function is {of_target.exact}, not {value}")
    rate = rate_at(target, inverse.derivation.answer, x, there, limits=inverse.limits)
    if rate is None:
        raise DomainError(f"the function has no slope at {x.name} = {places[0]}, so the rule says nothing", target)
    if rate.number == 0:
        kind: Kind = "vertical" if _keeps_direction(inverse, at.number) else "turns"
        return InversePoint(at, of_target, place is None, tuple(places[1:]), rate, kind, None)
    turned = exactly_written(Quotient(ONE, rate.exact), Manner.of(rate.exact), limits=inverse.limits)
    slope = At(turned, 1 / rate.number)
    return InversePoint(at, of_target, place is None, tuple(places[1:]), rate, "slope", slope)


def _known(place: Expression, x: Symbol) -> At:
    found = value_at(place, {})
    if found is None:
        raise DomainError(f"the value of {x.name} has no real value", place)
    return found


def _keeps_direction(inverse: InverseDerivation, place: float) -> bool:
    """Has f' the same sign on both sides of a place where it is 0?"""
    step = max(1.0, abs(place)) * BESIDE
    made = program(inverse.derivation.answer)
    before, after = [made.attempt({inverse.variable: place + side * step})[0] for side in (-1, 1)]
    return isinstance(before, float | int) and isinstance(after, float | int) and before * after > 0


# --- where f has a value ---------------------------------------------------------------------------------------------


def _places(inverse: InverseDerivation, value: Expression | None) -> Iterator[Expression]:
    """The places found at which f has the value, the simplest first."""
    assert value is not None
    x, target = inverse.variable, inverse.target
    made, wanted = program(target), _known(value, Symbol("y")).number
    seen: set[float] = set()
    solved = isolated(target, x, value)
    tried = [*_simple(), *([] if solved is None else [(exactly_written(solved), None)])]
    for place, number in tried:
        number = number if number is not None else number_at(place, {})
        if number is None or any(abs(number - other) < CLOSE for other in seen):
            continue
        of_it = made.attempt({x: number})[0]
        near = isinstance(of_it, float | int) and abs(of_it - wanted) <= CLOSE * max(1.0, abs(wanted))
        if near and number_at(target - value, {x: place}) == 0:
            seen.add(number)
            yield place


@cache
def _simple() -> tuple[tuple[Expression, float | None], ...]:
    """Small numbers, then the points at which the formula sheet knows values, and those values; small before large."""
    from chainrule.expression.reading import parse

    fractions = {Fraction(p, q) for q in DENOMINATORS for p in range(3 * q + 1)}
    sizes = sorted(fractions | {Fraction(n) for n in range(LARGEST + 1)}, key=lambda f: (f.denominator > 1, f))
    plain = [number_written(size) if size.denominator == 1 else _fraction(size) for size in sizes]
    known = [text for function in FORMULA_SHEET for pair in function.values for text in pair]
    others = [parse(text) for text in dict.fromkeys((*known, *FURTHER))]
    found: dict[Expression, float | None] = {}
    for place in (*plain, *others):
        if isinstance(place, Expression):
            size = number_at(place, {})
            if size is not None:
                found[place] = size
                if size:
                    opposite = place.operand if isinstance(place, Negation) else Negation(place)
                    found[opposite] = -size
    return tuple(found.items())


def _fraction(size: Fraction) -> Expression:
    return Quotient(Number(size.numerator), Number(size.denominator))
