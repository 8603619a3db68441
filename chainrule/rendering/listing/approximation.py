"""What a function does near a point: the linear approximation and the total differential, each beside the truth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from chainrule.calculus.approximation import Estimate, LinearApproximation, moved_from
from chainrule.calculus.differential import DifferentialPoint, TotalDifferential
from chainrule.calculus.exact_points import At, Point
from chainrule.calculus.joins import plus
from chainrule.calculus.partials import PartialDerivatives, added
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.calculus.tidying.terms import rational
from chainrule.expression.nodes import ZERO, Expression, Negation, Product, Relation, Sum, Symbol, UnknownCall
from chainrule.expression.walking import substitute, symbols
from chainrule.rendering import wording_curves as own
from chainrule.rendering.listing.blocks import Answer, Block, Heading, Line, Phrase, ReadAs, Sentence, Side, Told
from chainrule.rendering.listing.exact import about, in_brackets, place, shown, side, valued
from chainrule.rendering.listing.figures import figure
from chainrule.rendering.listing.holding import holds_where
from chainrule.rendering.listing.stages import stage_told
from chainrule.rendering.listing.teller import Named, Numbers, Story, letters_without, same_written, unrolled
from chainrule.rendering.notation.rates import Rate, rate
from chainrule.rendering.wording import PART_BY, comma_and, said

__all__ = ["told_of_approximation", "told_of_differential"]

DIGITS = 5
MOST_DIGITS = 15
FEW = 8  # operations in an exact value that stands beside an estimate


def told_of_differential(found: TotalDifferential, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """A total differential as every medium takes it."""
    left, subject = Symbol(found.name), found.target
    if detail == "answer":
        changed = found.point is not None and found.point.estimate is not None
        story: Story = iter([Answer(Symbol(f"d{found.name}"), found.answer if not changed else _estimated(found))])
    else:
        story = _differential(found, detail == "brief", notation == "lagrange")
    return Told(left, subject, unrolled(story), found.limits)


def told_of_approximation(found: LinearApproximation, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """A linear approximation as every medium takes it."""
    tell = _Linear(found)
    story = tell.answer() if detail == "answer" else tell.story(detail == "brief", notation == "lagrange")
    return Told(tell.f, found.target, unrolled(story), found.limits)


# --- what both tell --------------------------------------------------------------------------------------------------


def _notes(found: PartialDerivatives) -> list[str]:
    return [f"; {note.text}" for note in found.reading.notes if note.code not in ("variable", "definitions")]


def _rate(found: PartialDerivatives, name: str, variable: Symbol) -> Rate:
    return rate(name, [variable], symbols(found.target))


def _partials(
    found: PartialDerivatives, named: Sequence[Named], numbers: Numbers, *, brief: bool, lagrange: bool
) -> Story:
    letters = letters_without({*found.taken, *[one.name for one in named]})
    for stage, one in zip(found.stages, named, strict=True):
        label = said(PART_BY, name=Symbol(one.name), variable=stage.variable)
        yield stage_told(stage, one, label, letters, numbers, brief=brief, lagrange=lagrange)


def _holds(found: PartialDerivatives) -> Sentence:
    return holds_where([condition.relation for condition in found.conditions], found.wanted)


def _off(error: float, true: float, what: str) -> Sentence:
    """By how much an estimate misses, also as a part of what is true."""
    if error == 0:
        return Sentence((own.EXACTLY,))
    which = own.LARGE if error > 0 else own.SMALL
    size = figure(abs(error), 3)
    if true == 0:
        return Sentence(said(own.OFF, error=size, which=which))
    percent = figure(100 * abs(error / true), 2)
    return Sentence(said(own.OFF_IN_ALL, error=size, which=which, percent=percent, what=what))


def _digits(true: float, error: float) -> int:
    """So many digits that the error shows."""
    if not true or not error:
        return DIGITS
    return min(MOST_DIGITS, max(DIGITS, math.ceil(math.log10(abs(true / error))) + 3))


def _in_decimals(at: At, error: float, *, beside: bool) -> Phrase:
    """`(about 2.0248457)`; nothing where the value is a short decimal, `(rounded)` where its decimals stand beside."""
    if not about(at):
        return ()
    if beside and _is_cut(at):
        return in_brackets((own.ROUNDED,))
    return in_brackets(said(own.ABOUT, number=figure(at.number, _digits(at.number, error))))


# --- the total differential ------------------------------------------------------------------------------------------


def _differential(found: TotalDifferential, brief: bool, lagrange: bool) -> Story:
    name = Symbol(found.name)
    about_it = said(own.BY_EACH, variables=comma_and(found.variables))
    yield ReadAs(name, found.target, (*about_it, *_notes(found)))
    numbers = Numbers()
    named = [Named(found.name, name, _rate(found, found.name, variable)) for variable in found.variables]
    yield _partials(found, named, numbers, brief=brief, lagrange=lagrange)
    whole = Symbol(f"d{found.name}")
    rule = plus([Product((one.slope, d)) for one, d in zip(named, found.differentials, strict=True)])
    yield Line(numbers.next(), (own.DIFFERENTIAL,), whole, (Side(rule), Side(found.form)))
    yield _holds(found)
    if found.point is not None:
        yield from _at(found, found.point, numbers)


def _estimated(found: TotalDifferential) -> Expression:
    assert found.point is not None
    assert found.point.estimate is not None
    return shown(found.point.estimate)


def _at(found: TotalDifferential, point: DifferentialPoint, numbers: Numbers) -> Iterator[Block]:
    yield Heading(said(own.WHERE, point=place(point.values)))
    yield valued(Symbol(found.name), point.value)
    for variable, slope in zip(found.variables, point.slopes, strict=True):
        yield valued(_rate(found, found.name, variable), slope)
    whole = Symbol(f"d{found.name}")
    yield Line(numbers.next(), (own.THERE,), whole, (Side(point.form),))
    if point.estimate is None:
        return
    yield from _changed(found, point, numbers)


def _changed(found: TotalDifferential, point: DifferentialPoint, numbers: Numbers) -> Iterator[Block]:
    """The change estimated, beside the true one."""
    assert point.estimate is not None
    estimate, whole = point.estimate, Symbol(f"d{found.name}")
    changes = [point.change[variable] for variable in found.variables]
    products = [Product((shown(slope), change)) for slope, change in zip(point.slopes, changes, strict=True)]
    raw = plus(products)
    yield Line(numbers.next(), (own.ESTIMATED,), whole, (Side(raw, frozenset(products)), side(estimate)),
               remark=in_brackets(about(estimate)))  # fmt: skip
    error = point.error
    if point.true is None or error is None:
        yield Sentence((own.NO_VALUE_AFTER,))
        return
    before, after = [_value_of(found, values) for values in (point.values, _moved(found, point))]
    yield Line(numbers.next(), (own.TRUE_CHANGE,), Sum((after, Negation(before))), (_short(point.true, error),),
               remark=_in_decimals(point.true, error, beside=True))  # fmt: skip
    yield _off(error, point.true.number, own.CHANGE)
    if point.relative is not None:
        part = figure(point.relative, 3)
        yield Sentence(said(own.RELATIVE, differential=whole, name=Symbol(found.name), part=part,
                            percent=figure(100 * point.relative, 3)))  # fmt: skip


def _short(at: At, error: float) -> Side:
    return Side(figure(at.number, _digits(at.number, error))) if _is_cut(at) else side(at)


def _is_cut(at: At) -> bool:
    """Do decimals stand for a value that is too long to be read?"""
    return about(at) == (own.ROUNDED,) or weight(at.exact) > FEW


def _value_of(found: TotalDifferential, values: Point) -> Expression:
    """z(1.1, 1.95)"""
    arguments = tuple(values[variable] for variable in found.variables)
    return UnknownCall(found.name, arguments, (0,) * len(arguments))


def _moved(found: TotalDifferential, point: DifferentialPoint) -> dict[Symbol, Expression]:
    """Each variable after its change, added up where that is a rational number."""
    moved: dict[Symbol, Expression] = {}
    for variable in found.variables:
        place, change = point.values[variable], point.change[variable]
        whole = added(place, change)
        moved[variable] = whole if rational(whole) is not None or change is ZERO else Sum((place, change))
    return moved


# --- the linear approximation ----------------------------------------------------------------------------------------


class _Linear:
    def __init__(self, found: LinearApproximation) -> None:
        self.found = found
        self.one = len(found.variables) == 1
        self.line = next(name for name in ("L", "T", "P", "L_1") if name not in (found.name, *found.target.names))

    def call(self, name: str, values: Sequence[Expression], order: int = 0) -> Expression:
        return UnknownCall(name, tuple(values), (order, *[0] * (len(values) - 1)))

    @property
    def f(self) -> Expression:
        return self.call(self.found.name, self.found.variables)

    @property
    def at(self) -> list[Expression]:
        return [self.found.point[variable] for variable in self.found.variables]

    def slope(self, index: int) -> Expression:
        """f'(a), or ∂f/∂x of several variables."""
        if self.one:
            return self.call(self.found.name, self.at, 1)
        return _rate(self.found, self.found.name, self.found.variables[index])

    def answer(self) -> Iterator[Block]:
        found = self.found
        yield Answer(self.call(self.line, found.variables), found.form)
        if found.estimate is not None:
            yield Answer(self.call(self.line, self._there(found.estimate)), shown(found.estimate.value))

    def story(self, brief: bool, lagrange: bool) -> Story:
        found, numbers = self.found, Numbers()
        near = said(own.NEAR, point=place(found.point))
        yield ReadAs(self.f, found.target, (*near, *_notes(found)))
        slopes = [self.call(found.name, found.variables, 1)] if self.one else [
            self.slope(index) for index in range(len(found.variables))
        ]  # fmt: skip
        named = [Named(found.name, self.f, slope) for slope in slopes]
        yield _partials(found, named, numbers, brief=brief, lagrange=lagrange)
        yield _holds(found)
        yield Heading(said(own.WHERE, point=place(found.point)))
        yield valued(self.call(found.name, self.at), found.value)
        for index, slope in enumerate(found.slopes):
            yield valued(self.slope(index), slope)
        yield from self._form(numbers)
        if found.estimate is not None:
            yield from self._estimate(found.estimate, numbers)

    def _form(self, numbers: Numbers) -> Iterator[Line]:
        found, left = self.found, self.call(self.line, self.found.variables)
        steps = [moved_from(variable, value) for variable, value in zip(found.variables, self.at, strict=True)]
        terms = [Product((self.slope(index), step)) for index, step in enumerate(steps)]
        rule = Sum((self.call(found.name, self.at), *terms))
        yield Line(numbers.next(), (own.LINEAR,), left, (Side(rule), Side(found.form)))
        involved = [*self.at, *[at.exact for at in (found.value, *found.slopes)]]
        if all(rational(number) is not None for number in involved) and found.plain is not found.form:
            yield Line(numbers.next(), (own.MULTIPLIED_OUT,), left, (Side(found.plain),), continued=True)

    def _there(self, estimate: Estimate) -> list[Expression]:
        return [estimate.place[variable] for variable in self.found.variables]

    def _estimate(self, estimate: Estimate, numbers: Numbers) -> Iterator[Block]:
        found, there = self.found, self._there(estimate)
        yield Heading(said(own.WHERE, point=place(estimate.place)))
        moving = [(slope, change) for slope, change in zip(found.slopes, estimate.changes, strict=True)]
        terms = [Product((shown(slope), change)) for slope, change in moving]
        raw = Side(Sum((shown(found.value), *terms)), frozenset(terms))
        yield Line(numbers.next(), (own.ESTIMATE,), self.call(self.line, there), (raw, side(estimate.value)),
                   remark=in_brackets(about(estimate.value)))  # fmt: skip
        if estimate.true is None or estimate.error is None:
            yield Sentence((own.NO_TRUE_VALUE,))
            return
        true = estimate.true
        as_written = substitute(found.target, dict(estimate.place.items()))
        sides = [Side(as_written)]
        beside = rational(true.exact) is not None and not same_written(as_written, true.exact)
        if beside:
            sides.append(_short(true, estimate.error))
        yield Line(numbers.next(), (own.TRUE_VALUE,), self.call(found.name, there), tuple(sides),
                   remark=_in_decimals(true, estimate.error, beside=beside))  # fmt: skip
        yield _off(estimate.error, true.number, own.VALUE)
        yield from self._bend(estimate)

    def _bend(self, estimate: Estimate) -> Iterator[Sentence]:
        bend = estimate.bend
        if bend is None:
            return
        if bend.sign == 0:
            yield Sentence((own.STRAIGHT,))
            return
        x = self.found.variables[0]
        second = Relation("=", self.call(self.found.name, [x], 2), bend.second)
        at = Relation("=", x, self.found.point[x])
        where: Phrase = (own.BETWEEN,) if bend.everywhere else said(own.NEARBY, place=at)
        yield Sentence(said(own.BENDS[bend.sign], second=second, where=where))
