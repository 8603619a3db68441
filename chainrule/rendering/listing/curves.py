"""A curve by its parameter: both coordinates by the parameter, the quotient of the rates, and a point of the curve."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.calculus.curves.parametric import CurvePoint, ParametricDerivation
from chainrule.calculus.exact_points import At
from chainrule.expression.domains import conditions
from chainrule.expression.nodes import (
    Expression,
    Quotient,
    Relation,
    Symbol,
    UnknownCall,
)
from chainrule.expression.walking import symbols, unknown_functions
from chainrule.rendering import wording
from chainrule.rendering import wording_curves as own
from chainrule.rendering.listing.blocks import (
    Answer,
    Block,
    Definition,
    Definitions,
    Heading,
    Line,
    ReadAs,
    Sentence,
    Side,
    Told,
)  # fmt: skip
from chainrule.rendering.listing.exact import about, in_brackets, place, shown, side, valued
from chainrule.rendering.listing.holding import holds_where
from chainrule.rendering.listing.stages import stage_told
from chainrule.rendering.listing.teller import Named, Numbers, Story, letters_without, same_written, unrolled
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.wording import nth_derivative, said

__all__ = ["slope_of", "told_of_curve"]

LETTERS = "mknqh"  # for dy/dx while it is differentiated


def told_of_curve(curve: ParametricDerivation, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """A curve as every medium takes it."""
    story = _answers(curve) if detail == "answer" else _story(curve, detail == "brief", notation == "lagrange")
    if curve.radius is not None:
        return Told(Symbol(curve.reading.name or "r"), curve.radius, unrolled(story), curve.limits)
    return Told(curve.names[0], curve.coordinates[0], unrolled(story), curve.limits)


def slope_of(curve: ParametricDerivation, order: int) -> Expression:
    """dy/dx, d²y/dx² …"""
    x, y = curve.names
    return rate(y.name, [x] * order, ())


def _answers(curve: ParametricDerivation) -> Iterator[Block]:
    yield Answer(slope_of(curve, curve.order), curve.answer)
    if curve.point is not None:
        value = curve.point.slopes[-1]
        yield Heading(said(own.WHERE, point=place(curve.point.values)))
        if value is not None:
            yield Answer(slope_of(curve, curve.order), shown(value))
        else:
            yield from _without_slope(curve, curve.point)


def _story(curve: ParametricDerivation, brief: bool, lagrange: bool) -> Story:
    yield _read_as(curve)
    if curve.radius is not None:
        rows = [Definition(name, value) for name, value in zip(curve.names, curve.coordinates, strict=True)]
        yield Definitions(tuple(rows))
    numbers, taken = Numbers(), {*curve.taken, *[name.name for name in curve.names]}
    slopes = (Symbol(letter) for letter in LETTERS if letter not in taken)
    letters = letters_without({*taken, *LETTERS})
    named = [_named(name, curve, lagrange) for name in curve.names]
    for index, stage in enumerate(curve.stages):
        if index > 1:  # of higher order: the slope found before goes by a letter
            letter = next(slopes)
            before = slope_of(curve, index - 1)
            yield Heading(said(own.NEXT, derivative=nth_derivative(index), slope=before, name=curve.names[1]))
            yield Definitions((Definition(letter, curve.slopes[index - 2], said(own.STANDS_FOR, slope=before)),))
            named.append(_named(letter, curve, lagrange))
        this = named[index]
        label = said(own.COORDINATE_BY, name=Symbol(this.name), parameter=curve.parameter)
        yield stage_told(stage, this, label, letters, numbers, brief=brief, lagrange=lagrange)
        if index:
            yield from _divided(curve, index, this, named[0], numbers)
    yield _holds(curve)
    if curve.point is not None:
        yield from _at(curve, curve.point, numbers)


def _read_as(curve: ParametricDerivation) -> ReadAs:
    notes = [f"; {note.text}" for note in curve.reading.notes if note.code not in ("variable", "definitions")]
    if curve.radius is not None:
        about_it = said(own.IN_POLAR, parameter=curve.parameter)
        return ReadAs(Symbol("r"), curve.radius, (*about_it, *notes))
    second = Relation("=", curve.names[1], curve.coordinates[1])
    return ReadAs(
        curve.names[0], curve.coordinates[0],
        (*said(own.BY_PARAMETER, second=second, parameter=curve.parameter), *notes),
    )  # fmt: skip


def _named(name: Symbol, curve: ParametricDerivation, lagrange: bool) -> Named:
    t = curve.parameter
    if lagrange:
        return Named(name.name, UnknownCall(name.name, (t,), (0,)), UnknownCall(name.name, (t,), (1,)))
    return Named(name.name, name, rate(name.name, [t], ()))


def _divided(
    curve: ParametricDerivation, order: int, above: Named, below: Named, numbers: Numbers
) -> Iterator[Line]:
    """dy/dx = (dy/dt)/(dx/dt), with what was found put in, then tidied."""
    division, left = curve.divisions[order - 1], slope_of(curve, order)
    rule = Side(Quotient(above.slope, below.slope))
    if same_written(division.raw, division.tidy):
        yield Line(numbers.next(), (own.DIVIDE,), left, (rule, Side(division.tidy)))
    else:
        yield Line(numbers.next(), (own.DIVIDE,), left, (rule, Side(division.raw)))
        yield Line(numbers.next(), (wording.TIDY,), left, (Side(division.tidy),), continued=True)
    if division.identity is not None:
        label = said(own.SQUARES, identity=division.identity)
        yield Line(numbers.next(), label, left, (Side(division.answer),), continued=True)


def _holds(curve: ParametricDerivation) -> Sentence:
    """Where both coordinates have a rate, and that of the horizontal one is not 0."""
    asked = [c.relation for target in curve.coordinates for c in conditions(target, curve.parameter)]
    across = curve.stages[0].answer
    asked += [c.relation for c in conditions(Quotient(curve.stages[1].answer, across))]
    involved = dict.fromkeys((curve.parameter, *symbols(curve.coordinates[0]), *symbols(curve.coordinates[1])))
    functions = dict.fromkeys(name for target in curve.coordinates for name in unknown_functions(target))
    return holds_where(list(dict.fromkeys(asked)), list(involved), list(functions))


# --- at a point ------------------------------------------------------------------------------------------------------


def _at(curve: ParametricDerivation, point: CurvePoint, numbers: Numbers) -> Iterator[Block]:
    yield Heading(said(own.WHERE, point=place(point.values)))
    for name, coordinate in zip(curve.names, point.place, strict=True):
        yield valued(name, coordinate)
    for name, found in zip(curve.names, point.rates, strict=True):
        if found is not None:
            yield valued(rate(name.name, [curve.parameter], ()), found)
    if point.kind != "slope":
        yield from _without_slope(curve, point)
        return
    for order, value in enumerate(point.slopes, 1):
        left = slope_of(curve, order)
        if value is None:
            yield Sentence(said(own.NO_HIGHER, slope=left))
            continue
        label = said(own.SLOPE_THERE, slope=wording.SLOPE.capitalize() if order == 1 else nth_derivative(order))
        yield Line(numbers.next(), label, left, _worked_out(point, order, value), remark=in_brackets(about(value)))
    if point.slopes[0] is not None and point.slopes[0].number == 0:
        yield Sentence((own.HORIZONTAL_TANGENT,))


def _worked_out(point: CurvePoint, order: int, value: At) -> tuple[Side, ...]:
    across, up = point.rates
    assert across is not None
    assert up is not None
    raw = Quotient(shown(up), shown(across))
    return (side(value),) if order > 1 or same_written(raw, shown(value)) else (Side(raw), side(value))


def _without_slope(curve: ParametricDerivation, point: CurvePoint) -> Iterator[Sentence]:
    across, up = [rate(name.name, [curve.parameter], ()) for name in curve.names]
    slope = slope_of(curve, 1)
    if point.kind == "slope":
        yield Sentence(said(own.NO_HIGHER, slope=slope_of(curve, curve.order)))
    elif point.kind == "none":
        yield Sentence(said(own.NO_RATE, rate=across if point.rates[0] is None else up))
    elif point.kind == "vertical":
        yield Sentence(said(own.VERTICAL_TANGENT, across=across, up=up))
    else:
        yield Sentence(said(own.SINGULAR, across=across, up=up))
        if point.limit is not None:
            template = own.ELSEWHERE if curve.slopes[0].constant else own.TENDS
            yield Sentence(said(template, slope=slope, expression=curve.slopes[0], limit=shown(point.limit)))
        if point.turns is not None:
            turned = own.RETRACED if point.retraced else own.CUSP
            yield Sentence((turned if point.turns else own.NO_CUSP,))

