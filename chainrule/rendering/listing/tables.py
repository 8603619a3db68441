"""A slope from a table of values: the derivative in unknown functions, then the values put in from the inside out."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.calculus.exact_points import number_at
from chainrule.calculus.tables import Lookup, TableDerivation
from chainrule.expression.nodes import Expression, Product, Relation, UnknownCall
from chainrule.expression.walking import preorder, unknown_functions
from chainrule.rendering import wording_curves as own
from chainrule.rendering.listing.blocks import (
    Answer,
    Block,
    Heading,
    Line,
    Phrase,
    ReadAs,
    Sentence,
    Side,
    Table,
    Told,
)  # fmt: skip
from chainrule.rendering.listing.exact import about, in_brackets, place, shown, side
from chainrule.rendering.listing.stages import stage_told
from chainrule.rendering.listing.teller import Named, Numbers, Story, letters_without, same_written, unrolled
from chainrule.rendering.wording import EQUALS, PART_BY, comma_and, joined, nth_derivative, said

__all__ = ["told_of_table"]

NAMES = "yhFGHk"
MOST_ROWS, MOST_COLUMNS = 12, 9  # of a table that is shown


def told_of_table(found: TableDerivation, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """A slope from a table of values as every medium takes it."""
    tell = _Tables(found)
    story = tell.answer() if detail == "answer" else tell.story(detail == "brief", notation == "lagrange")
    return Told(tell.call(), found.derivation.target, unrolled(story), found.limits)


class _Tables:
    def __init__(self, found: TableDerivation) -> None:
        self.found, self.derivation = found, found.derivation
        self.taken = {*self.derivation.taken, *[call.name for call in found.table]}
        self.name = self.derivation.name or next(name for name in NAMES if name not in self.taken)
        self.order = self.derivation.order

    def call(self, order: int = 0, at: Expression | None = None) -> Expression:
        return UnknownCall(self.name, (self.derivation.variable if at is None else at,), (order,))

    @property
    def place(self) -> Expression:
        return self.found.point[self.derivation.variable]

    def answer(self) -> Iterator[Block]:
        yield Answer(self.call(self.order, self.place), shown(self.found.slope.value))

    def story(self, brief: bool, lagrange: bool) -> Story:
        found, x = self.found, self.derivation.variable
        yield self._read_as()
        if not brief:
            yield from _table(found)
        numbers, letters = Numbers(), letters_without({*self.taken, self.name})
        for order, stage in enumerate(self.derivation.stages, 1):
            if self.order > 1:
                yield Heading(nth_derivative(order))
            named = Named(self.name, self.call(order - 1), self.call(order))
            label = said(PART_BY, name=self.call(order - 1), variable=x)
            yield stage_told(stage, named, label, letters, numbers, brief=brief, lagrange=lagrange)
        yield Heading(said(own.WHERE, point=place(found.point)))
        yield from self._worked_out(numbers)
        yield self._value()

    def _read_as(self) -> ReadAs:
        x = self.derivation.variable
        functions = comma_and(unknown_functions(self.derivation.target))
        notes = [
            f"; {note.text}" for note in self.found.reading.notes if note.code not in ("variable", "unknown-function")
        ]
        about_it = said(own.FROM_A_TABLE, variable=x, functions=functions)
        return ReadAs(self.call(), self.derivation.target, (*about_it, *notes))

    def _worked_out(self, numbers: Numbers) -> Iterator[Line]:
        slope, left = self.found.slope, self.call(self.order, self.place)
        yield Line(numbers.next(), said(own.PUT_IN, point=place(self.found.point)), left, (_dotted(slope.put_in),))
        for lookup in slope.lookups:
            yield Line(numbers.next(), said(own.FROM_TABLE, entries=_entries(lookup)), left, (_dotted(lookup.after),),
                       continued=True)  # fmt: skip
        last = slope.lookups[-1].after if slope.lookups else slope.put_in
        if not same_written(last, shown(slope.value)):
            yield Line(numbers.next(), (own.WORK_OUT,), left, (side(slope.value),), continued=True,
                       remark=in_brackets(about(slope.value)))  # fmt: skip

    def _value(self) -> Sentence:
        found, left = self.found, self.call(0, self.place)
        if found.value is None:
            missing = comma_and(list(found.missing))
            return Sentence(said(own.VALUE_MISSING, call=left, missing=missing))
        sides = [left, found.value.put_in, *[lookup.after for lookup in found.value.lookups]]
        last = shown(found.value.value)
        if not same_written(sides[-1], last):
            sides.append(last)
        return Sentence(said(own.VALUE_THERE, equation=joined(sides, EQUALS)))


def _dotted(expression: Expression) -> Side:
    """With every dot written."""
    return Side(expression, frozenset([node for node in preorder(expression) if isinstance(node, Product)]))


def _entries(lookup: Lookup) -> Phrase:
    return comma_and([Relation("=", call, value) for call, value in lookup.entries])


def _table(found: TableDerivation) -> Iterator[Table]:
    """What is known, a row for each argument, where that fits."""
    calls = list(found.table)
    if any(len(call.arguments) > 1 for call in calls):
        return
    rows = sorted(dict.fromkeys(call.arguments[0] for call in calls), key=lambda place: number_at(place, {}) or 0)
    heads = sorted(dict.fromkeys((call.name, call.orders) for call in calls))
    if len(rows) > MOST_ROWS or len(heads) >= MOST_COLUMNS:
        return
    x = found.derivation.variable
    head: list[Phrase] = [(x,), *[(UnknownCall(name, (x,), orders),) for name, orders in heads]]
    body = [
        ((argument,), *[_cell(found, UnknownCall(name, (argument,), orders)) for name, orders in heads])
        for argument in rows
    ]
    yield Table(tuple(head), tuple(body))


def _cell(found: TableDerivation, call: UnknownCall) -> Phrase:
    value = found.table.get(call)
    return ("",) if value is None else (value,)

