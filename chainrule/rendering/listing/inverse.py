"""The slope of an inverse function: f by x, the rule 1/f'(x), and a value of f."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.calculus.curves.inverse import InverseDerivation, InversePoint
from chainrule.expression.domains import conditions
from chainrule.expression.nodes import ONE, Expression, Quotient, Relation, Symbol, UnknownCall
from chainrule.rendering import wording_curves as own
from chainrule.rendering.listing.blocks import Answer, Block, Heading, Line, ReadAs, Sentence, Side, Told
from chainrule.rendering.listing.exact import about, in_brackets, shown, side
from chainrule.rendering.listing.holding import holds_where
from chainrule.rendering.listing.stages import stage_told
from chainrule.rendering.listing.teller import Named, Numbers, Story, letters_without, same_written, unrolled
from chainrule.rendering.wording import PART_BY, comma_and, said

__all__ = ["told_of_inverse"]

NAMES = "fghFGH"


def told_of_inverse(inverse: InverseDerivation, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """The slope of an inverse function as every medium takes it."""
    tell = _Inverse(inverse)
    story = tell.answer() if detail == "answer" else tell.story(detail == "brief", notation == "lagrange")
    return Told(tell.f(inverse.variable), inverse.target, unrolled(story), inverse.limits)


class _Inverse:
    """What the function and its inverse are called, and what is said of them."""

    def __init__(self, inverse: InverseDerivation) -> None:
        self.inverse = inverse
        taken = inverse.derivation.taken
        name = inverse.reading.name
        self.name = name or next(letter for letter in NAMES if letter not in taken)
        self.back = next(letter for letter in "gh" + NAMES if letter not in taken and letter != self.name)
        self.taken = {*taken, self.name, self.back}

    def f(self, inside: Expression, order: int = 0) -> Expression:
        return UnknownCall(self.name, (inside,), (order,))

    def g(self, inside: Expression, order: int = 0) -> Expression:
        return UnknownCall(self.back, (inside,), (order,))

    def answer(self) -> Iterator[Block]:
        point = self.inverse.point
        if point is None:
            yield Answer(self.g(self.f(self.inverse.variable), 1), self.inverse.general)
        elif point.slope is not None:
            yield Answer(self.g(point.value.exact, 1), shown(point.slope))
        else:
            yield self._without_slope(point)

    def story(self, brief: bool, lagrange: bool) -> Story:
        inverse, x = self.inverse, self.inverse.variable
        yield self._read_as()
        numbers, slope = Numbers(), self.f(x, 1)
        named = Named(self.name, self.f(x), slope)
        label = said(PART_BY, name=Symbol(self.name), variable=x)
        yield stage_told(
            inverse.stage, named, label, letters_without(self.taken), numbers, brief=brief, lagrange=lagrange
        )
        sides = [Side(Quotient(ONE, slope)), Side(inverse.raw)]
        if not same_written(inverse.raw, inverse.general):
            sides.append(Side(inverse.general))
        yield Line(numbers.next(), (own.INVERSE_RULE,), self.g(self.f(x), 1), tuple(sides))
        if inverse.point is None:
            yield self._in_general()
        else:
            yield from self._at(inverse.point, numbers)

    def _read_as(self) -> ReadAs:
        inverse, x = self.inverse, self.inverse.variable
        undone = Relation("=", self.g(self.f(x)), x)
        notes = [f"; {note.text}" for note in inverse.reading.notes if note.code not in ("variable", "definitions")]
        about_it = said(own.INVERSE_READ, variable=x, inverse=Symbol(self.back), undone=undone)
        return ReadAs(self.f(x), inverse.target, (*about_it, *notes))

    def _in_general(self) -> Sentence:
        x = self.inverse.variable
        if self.inverse.one_to_one:
            return Sentence(said(own.RISES, slope=self.f(x, 1), name=Symbol(self.name)), "domain")
        asked = [c.relation for c in (*self.inverse.derivation.conditions, *conditions(self.inverse.general))]
        if asked:
            return holds_where(list(dict.fromkeys(asked)), [x])
        return Sentence(said(own.IN_GENERAL, name=Symbol(self.name), slope=self.f(x, 1)), "domain")

    def _at(self, point: InversePoint, numbers: Numbers) -> Iterator[Block]:
        x, at = self.inverse.variable, point.place.exact
        value = shown(point.value)
        yield Heading(said(own.WHERE, point=(Relation("=", self.f(x), value),)))
        label = said(own.SOLVE, equation=Relation("=", self.f(x), value)) if point.found else (own.GIVEN,)
        reached = said(own.SOLVED, equation=Relation("=", self.f(at), value))
        yield Line(numbers.next(), label, x, (side(point.place),), remark=reached)
        yield Line(numbers.next(), said(own.RATE_THERE, name=Symbol(self.name)), self.f(at, 1), (side(point.rate),),
                   remark=in_brackets(about(point.rate)))  # fmt: skip
        if point.slope is None:
            yield self._without_slope(point)
            return
        sides = [Side(Quotient(ONE, self.f(at, 1))), Side(Quotient(ONE, shown(point.rate)))]
        if not same_written(sides[-1].expression, shown(point.slope)):
            sides.append(side(point.slope))
        yield Line(numbers.next(), (own.INVERSE_RULE,), self.g(value, 1), tuple(sides),
                   remark=in_brackets(about(point.slope)))  # fmt: skip
        yield from self._one_to_one(point)

    def _one_to_one(self, point: InversePoint) -> Iterator[Sentence]:
        x, at, name = self.inverse.variable, point.place.exact, Symbol(self.name)
        if point.others:
            places = comma_and([Relation("=", x, other) for other in point.others])
            yield Sentence(said(own.OTHER_PLACES, name=name, places=places, place=Relation("=", x, at)))
        elif self.inverse.one_to_one:
            yield Sentence(said(own.RISES, slope=self.f(x, 1), name=name), "domain")
            return
        yield Sentence(said(own.ONE_TO_ONE, name=name, place=Relation("=", x, at), slope=self.f(at, 1)), "domain")

    def _without_slope(self, point: InversePoint) -> Sentence:
        at = point.place.exact
        if point.kind == "vertical":
            return Sentence(said(own.INVERSE_VERTICAL, slope=self.f(at, 1), inverse=Symbol(self.back),
                                 value=shown(point.value)))  # fmt: skip
        place = Relation("=", self.inverse.variable, at)
        return Sentence(said(own.INVERSE_TURNS, slope=self.f(at, 1), name=Symbol(self.name), place=place))
