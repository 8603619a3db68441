"""A derivation at a point: rates as the gears of the textbooks, the product at work in numbers, steps downhill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from chainrule.calculus.at_point import AtPoint, Nudge
from chainrule.calculus.links import Measured
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.expression.domains import conditions
from chainrule.expression.evaluation import program
from chainrule.expression.nodes import Expression, Product, Relation, Symbol
from chainrule.expression.relations import HOLDS
from chainrule.expression.walking import symbols
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Answer, Block, Heading, Phrase, Sentence, Table
from chainrule.rendering.listing.figures import figure
from chainrule.rendering.notation.rates import Rate, rate_of
from chainrule.rendering.wording import comma_and, joined, said

__all__ = ["gradient_at", "point_blocks"]

LONG = 100  # operations: a longer function is only named
FINE = 9  # digits in which a nudge is seen


def point_blocks(at: AtPoint, *, detail: str = "full") -> Iterator[Block]:
    """What is told of the point, after the listing of how the derivative is found."""
    where = _where(at)
    if detail == "answer":
        yield from _answer(at, where)
        if at.descent:
            yield from _downhill(at)
        return
    yield Heading(said(wording.AT_POINT, point=where))
    if at.value is None or at.slope is None:
        yield from _without_slope(at)
        return
    yield from _gears(at)
    yield from _parts(at)
    if len(at.links) > 1:
        yield _product_of_rates(at)
    yield _value_and_slope(at)
    if at.derivation.order > 1:
        yield _higher(at)
    if detail == "full":
        yield from _nudged(at)
    if at.descent:
        yield from _downhill(at)


def gradient_at(points: Sequence[AtPoint]) -> Iterator[Sentence]:
    """The partial derivatives at a point, side by side."""
    if points:
        numbers = [wording.NOTHING if at.slope is None else figure(at.slope) for at in points]
        yield Sentence(said(wording.GRADIENT_AT, point=_where(points[0]), numbers=joined(numbers)))


def _higher(at: AtPoint) -> Sentence:
    """The derivative of the order that was asked for, or that there is none."""
    if at.result is None:
        return Sentence(said(wording.NO_RESULT_AT, order=at.derivation.order))
    return Sentence(said(wording.RESULT_AT, order=at.derivation.order, result=figure(at.result)))


def _where(at: AtPoint) -> Phrase:
    return comma_and([Relation("=", symbol, value) for symbol, value in at.point.items()])


def _answer(at: AtPoint, where: Phrase) -> Iterator[Block]:
    if at.value is None or at.slope is None:
        yield from _without_slope(at)
    elif at.result is None:
        yield _higher(at)
    else:
        yield Answer(_total(at), figure(at.result))
        yield Sentence(said(wording.ANSWER_AT, point=where, name=Symbol(at.derivation.called), value=figure(at.value)))


def _rate(link: Measured) -> Rate:
    """dy/du of one link; of a link that has the variable inside, what else it depends on makes it a partial one."""
    return rate_of(link.link.name.name, link.link.inside, link.link.outer)


def _total(at: AtPoint) -> Rate:
    return rate_of(at.links[0].link.name.name, at.variable, at.derivation.target)


# --- rates -----------------------------------------------------------------------------------------------------------


def _gears(at: AtPoint) -> Iterator[Sentence]:
    """From the inside out: what each link is, and how fast it grows or falls."""
    for link in reversed(at.links):
        assert link.value is not None
        assert link.rate is not None
        if len(at.links) == 1:
            template = wording.WHOLE_AT if weight(link.link.outer) <= LONG else wording.LONG_AT
            yield Sentence(said(template, name=link.link.name, expression=link.link.outer,
                                value=figure(link.value), moves=_moves(link.rate, at.variable)))  # fmt: skip
            return
        template = wording.INSIDE_AT if link is at.links[-1] else wording.LINK_AT
        yield Sentence(said(template, name=link.link.name, expression=link.link.outer, value=figure(link.value),
                            moves=_moves(link.rate, link.link.inside)))  # fmt: skip
    assert at.slope is not None
    name = at.links[0].link.name
    yield Sentence(said(wording.SO_AT, name=name, moves=_moves(at.slope, at.variable)))


def _moves(slope: float, by: Symbol) -> Phrase:
    """grows 4 per unit of x, falls 0.65 per unit of u, or stands still."""
    if slope == 0:
        return said(wording.STANDS_STILL, by=by)
    return said(wording.GROWS if slope > 0 else wording.FALLS, rate=figure(abs(slope)), by=by)


def _parts(at: AtPoint) -> Iterator[Table]:
    if at.parts:
        head = (wording.PART,), (wording.VALUE,), (wording.SLOPE,)
        rows = [((part.expression,), (figure(part.value),), (figure(part.rate),)) for part in at.parts]
        yield Table(head, tuple(rows))


def _product_of_rates(at: AtPoint) -> Sentence:
    """dy/dx = dy/du · du/dx = -0.65 · 4 = -2.6"""
    rates = Product(tuple(_rate(link) for link in at.links))
    numbers = Product(tuple(figure(link.rate) for link in at.links if link.rate is not None))
    assert at.slope is not None
    return Sentence(joined([_total(at), rates, numbers, figure(at.slope)], wording.EQUALS))


def _value_and_slope(at: AtPoint) -> Sentence:
    assert at.value is not None
    assert at.slope is not None
    assert at.trend is not None
    held = [symbol for symbol in at.point if symbol is not at.variable]
    template = wording.TRENDS_HELD[at.trend] if held else wording.TRENDS[at.trend]
    return Sentence(said(template, name=Symbol(at.derivation.called), value=figure(at.value), rate=_total(at),
                         slope=figure(at.slope), variable=at.variable, held=comma_and(held)))  # fmt: skip


# --- a nudge ---------------------------------------------------------------------------------------------------------


def _nudged(at: AtPoint) -> Iterator[Block]:
    """x → u → y before and after a small step, the changes, and what each is of the one before."""
    nudge = at.nudge
    if nudge is None:
        return
    names = [at.variable, *[link.link.name for link in reversed(at.links)]]
    before, after = _columns(at, nudge)
    changes = [b - a for a, b in zip(before, after, strict=True)]
    ratios = [_over(change, inner) for inner, change in pairwise(changes)]
    rates = [link.rate for link in reversed(at.links) if link.rate is not None]
    yield Sentence(said(wording.NUDGED, variable=at.variable, step=figure(nudge.step)))
    head: tuple[Phrase, ...] = (("",), *[(name,) for name in names])
    rows: tuple[tuple[Phrase, ...], ...] = (
        ((wording.BEFORE,), *[(figure(value, FINE),) for value in before]),
        ((wording.AFTER,), *[(figure(value, FINE),) for value in after]),
        ((wording.CHANGE,), *[(figure(value),) for value in changes]),
        ((wording.TIMES_INNER,), ("",), *[_cell(ratio) for ratio in ratios]),
        ((wording.EXACT_RATE,), ("",), *[(figure(value),) for value in rates]),
    )
    yield Table(head, rows)


def _columns(at: AtPoint, nudge: Nudge) -> tuple[list[float], list[float]]:
    here = at.values[at.variable]
    return [here, *reversed(nudge.before)], [here + nudge.step, *reversed(nudge.after)]


def _over(change: float, inner: float) -> float | None:
    return change / inner if inner else None


def _cell(value: float | None) -> Phrase:
    return ("",) if value is None else (figure(value),)


# --- downhill --------------------------------------------------------------------------------------------------------


def _downhill(at: AtPoint) -> Iterator[Block]:
    assert at.step is not None
    name, variable = Symbol(at.derivation.called), at.variable
    yield Sentence(said(wording.DESCENT, variable=variable, step=figure(at.step), rate=_total(at)))
    head = (wording.STEP,), (variable,), (name,), (_total(at),)
    rows = [
        ((f"{index}",), (figure(row.place, FINE),), _fine(row.value), _fine(row.slope))
        for index, row in enumerate(at.descent)
    ]
    yield Table(head, tuple(rows))
    last = at.descent[-1]
    if last.value is None or last.slope is None:
        yield Sentence(said(wording.DESCENT_ENDS, variable=variable, place=figure(last.place), name=name))
    elif (at.descent[0].value or 0) < last.value:
        yield Sentence(said(wording.DESCENT_CLIMBS))
    elif len(at.descent) <= at.steps:
        yield Sentence(said(wording.DESCENT_OVERFLOWS))


def _fine(value: float | None) -> Phrase:
    return (wording.NOTHING,) if value is None else (figure(value, FINE),)


# --- where there is no value, or no slope ----------------------------------------------------------------------------


def _without_slope(at: AtPoint) -> Iterator[Sentence]:
    """Which link fails and why, and what is known all the same."""
    name = Symbol(at.derivation.called)
    for link in reversed(at.links):
        if link.value is None:
            yield Sentence(said(wording.NO_VALUE_AT, name=link.link.name, expression=link.link.outer,
                                because=_because(at, link)))  # fmt: skip
            return
        shown = said(wording.STILL_AT, name=link.link.name, expression=link.link.outer, value=figure(link.value))
        if link.rate is None:
            yield Sentence(shown)
            template = wording.NO_SLOPE_HERE if link is at.links[0] else wording.NO_SLOPE_INSIDE
            template = template if not link.smooth else wording.SLOPE_BEYOND
            yield Sentence(said(template, name=link.link.name, inside=link.link.inside, whole=name))
            return
        yield Sentence(shown)
    yield Sentence(said(wording.NO_SLOPE_HERE, name=name, inside=at.variable))


def _because(at: AtPoint, link: Measured) -> Phrase:
    """`, for it needs u > 0 and u is -0.757`: the condition of the link's outer function that does not hold."""
    inner = {link.link.inside: _inside(at, link)}
    values: dict[Symbol, float] = {**at.values, **{symbol: v for symbol, v in inner.items() if v is not None}}
    for condition in conditions(link.link.outer):
        relation = condition.relation
        if condition.kind == "exists" and set(symbols(relation)) <= set(values):
            left, right = program(relation.left, relation.right).attempt(values)
            numbers = isinstance(left, float | int) and isinstance(right, float | int)
            if numbers and not HOLDS[relation.sign](left, right):
                subject: Expression = relation.left if not relation.left.constant else relation.right
                shown = left if subject is relation.left else right
                return said(wording.BECAUSE_NEEDS, condition=relation, subject=subject, value=figure(float(shown)))
    return said(wording.BECAUSE_NONE)


def _inside(at: AtPoint, link: Measured) -> float | None:
    """The value of what is inside the link."""
    index = at.links.index(link)
    return at.values[at.variable] if index + 1 == len(at.links) else at.links[index + 1].value

