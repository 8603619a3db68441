"""A point of a curve, and the lines through it: the tangent and the normal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from chainrule.calculus.curves.implicit import ImplicitDerivation
from chainrule.calculus.curves.lines import Line as StraightLine
from chainrule.calculus.curves.lines import TangentLine
from chainrule.calculus.curves.on_curve import OnCurve
from chainrule.calculus.derivation import Derivation
from chainrule.calculus.exact_points import decimal
from chainrule.calculus.tidying.terms import rational
from chainrule.expression.nodes import ZERO, Expression, Relation, Symbol
from chainrule.expression.walking import symbols
from chainrule.rendering import wording, wording_relations
from chainrule.rendering.listing.blocks import Answer, Block, Heading, Line, Phrase, Sentence, Side, Told
from chainrule.rendering.listing.figures import figure
from chainrule.rendering.listing.relations import rate_of, read_relation, relation_blocks
from chainrule.rendering.listing.teller import Numbers
from chainrule.rendering.listing.telling import blocks, read_as
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.wording import comma_and, said

__all__ = ["curve_point_blocks", "told_of_curve_point", "told_of_tangent"]


# --- a point of a curve ----------------------------------------------------------------------------------------------


def told_of_curve_point(at: OnCurve, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """What is told of a point alone."""
    derivation = at.derivation
    told = chain((read_relation(derivation),), curve_point_blocks(at, detail=detail, notation=notation))
    return Told(derivation.relation.left, derivation.relation.right, told, derivation.limits)


def curve_point_blocks(at: OnCurve, *, detail: str = "full", notation: str = "leibniz") -> Iterator[Block]:
    """That the point is on the curve, and the derivatives there, or why there are none."""
    derivation, lagrange = at.derivation, notation == "lagrange"
    if detail == "answer" and at.result is not None:
        yield Answer(rate_of(derivation, derivation.order, lagrange), at.result)
        return
    if detail != "answer":
        yield Heading(said(wording.AT_POINT, point=_where(at.point)))
        yield Sentence(said(wording_relations.LIES_ON_IT, value=_number(at.sides[0])))
    if at.results:
        pairs = zip(derivation.answers, at.results, strict=True)
        for order, (answer, result) in enumerate(pairs, 1):
            yield Sentence((rate_of(derivation, order, lagrange), *_equal(answer, result)))
        return
    solved = derivation.solved
    template = {"vertical": wording_relations.VERTICAL, "singular": wording_relations.SINGULAR}
    yield Sentence(said(template.get(at.behaviour, wording_relations.NO_SLOPE), coefficient=solved.coefficient,
                        rest=solved.rest, rate=rate_of(derivation, 1, lagrange)))  # fmt: skip


def _where(point: Mapping[Symbol, Expression]) -> Phrase:
    return comma_and([Relation("=", symbol, value) for symbol, value in point.items()])


def _equal(answer: Expression, result: Expression) -> Phrase:
    """= -x/y = -√3/3 ≈ -0.57735"""
    told = (wording.EQUALS, *_number(result))
    return told if answer is result else (wording.EQUALS, answer, *told)


def _number(value: Expression) -> Phrase:
    """Exactly, and as a decimal where it is not seen how large it is."""
    return (value, wording_relations.ABOUT, figure(decimal(value))) if rational(value) is None else (value,)



# --- tangent and normal ----------------------------------------------------------------------------------------------


def told_of_tangent(line: TangentLine, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """The derivative, and then the tangent and the normal."""
    source = line.source
    told = _tangent_blocks(line, detail, notation)
    if isinstance(source, ImplicitDerivation):
        return Told(source.relation.left, source.relation.right, told, line.limits)
    return Told(Symbol(source.called), source.target, told, line.limits)


def _tangent_blocks(line: TangentLine, detail: str, notation: str) -> Iterator[Block]:
    equation = line.answer
    if detail == "answer":
        yield Answer(equation.left, equation)  # type: ignore[arg-type]
        return
    source = line.source
    if detail == "full":
        of: Callable[..., Iterator[Block]] = relation_blocks if isinstance(source, ImplicitDerivation) else blocks
        yield from of(source, detail="brief", notation=notation)
    else:
        yield read_relation(source) if isinstance(source, ImplicitDerivation) else read_as(source)
    yield Heading(said(wording_relations.TANGENT_AT, point=_where(line.point)))
    yield from _tangent_lines(line, notation == "lagrange")


def _tangent_lines(line: TangentLine, lagrange: bool) -> Iterator[Line]:
    numbers = Numbers()
    (x, x0), (y, y0) = line.tangent.across, line.tangent.up
    place = comma_and([Relation("=", x, x0), Relation("=", y, y0)])
    yield Line(numbers.next(), said(wording_relations.POINT), remark=place)
    if line.slope is not None:
        sides = dict.fromkeys((line.source.answer, line.slope))
        yield Line(numbers.next(), said(wording_relations.SLOPE), _rate(line, lagrange), tuple(map(Side, sides)))
    yield _straight(numbers.next(), wording_relations.TANGENT, line.tangent, ())
    slope = line.normal.slope
    about = () if slope in (None, ZERO) else said(wording_relations.AT_RIGHT_ANGLES, slope=slope)
    yield _straight(numbers.next(), wording_relations.NORMAL, line.normal, about)


def _rate(line: TangentLine, lagrange: bool) -> Expression:
    source = line.source
    if isinstance(source, Derivation):
        name = source.called
        return Symbol(f"{name}'") if lagrange else rate(name, [source.variable], symbols(source.target))
    return rate_of(source, 1, lagrange)


def _straight(number: str, label: str, line: StraightLine, about: Phrase) -> Line:
    if line.vertical:
        about = said(wording_relations.VERTICAL_TANGENT)
    elif line.horizontal:
        about = said(wording_relations.HORIZONTAL_TANGENT)
    put_in, tidy = line.point_slope, line.equation
    sides = tuple(map(Side, dict.fromkeys((put_in.right, tidy.right))))
    return Line(number, (label,), tidy.left, sides, remark=about)

