"""Relations, points of their curves and tangents as plain data: what `--json` prints of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from chainrule.calculus.curves.implicit import Higher, ImplicitDerivation
from chainrule.calculus.curves.linear import Linear
from chainrule.calculus.curves.lines import Line, TangentLine
from chainrule.calculus.curves.on_curve import OnCurve
from chainrule.expression.nodes import Expression, Node, Symbol
from chainrule.expression.plain import plain
from chainrule.rendering.listing.relations import relation_blocks, relation_notes
from chainrule.rendering.media.record import VERSION, condition_record, listing_lines, short_writer, step_record

__all__ = ["curve_point_record", "relation_record", "tangent_record"]


def relation_record(
    derivation: ImplicitDerivation, *, detail: str = "full", notation: str = "leibniz", at: OnCurve | None = None
) -> dict[str, Any]:
    """Expressions as plain text that reads back; in steps the dependent variable is y(x), its derivative is y'(x)."""
    limits = derivation.limits
    write, write_short = partial(plain, limits=limits), short_writer(limits)
    solved = derivation.solved
    record: dict[str, Any] = {
        "version": VERSION,
        "input": derivation.reading.text,
        "reading": write(derivation.relation),
        "dependent": derivation.dependent.name,
        "variable": derivation.variable.name,
        "held": [symbol.name for symbol in derivation.held],
        "order": derivation.order,
        "answer": write(derivation.answer),
        "answers": [write(answer) for answer in derivation.answers],
        "steps": [],
    }
    if detail != "answer":
        record["steps"] = [step_record(step, s, write_short) for s in derivation.stages for step in s.steps]
        record["solved"] = {
            "left": _linear(solved.left),
            "right": _linear(solved.right),
            "cleared": None if solved.cleared is None else write(solved.cleared),
            "coefficient": write(solved.coefficient),
            "rest": write(solved.rest),
            "answer": write(solved.answer),
        }
        record["higher"] = [_higher(order, higher) for order, higher in enumerate(derivation.higher, 2)]
        record["conditions"] = [condition_record(condition, write) for condition in derivation.conditions]
        told = relation_blocks(derivation, detail=detail, notation=notation)
        record["listing"] = listing_lines(told, derivation.limits)
    at = at or derivation.place
    if at is not None:
        record["at"] = curve_point_record(at)
    record["notes"] = [note.text for note in derivation.reading.notes if note.code != "variable"]
    record["notes"] += relation_notes(derivation)
    return record


def curve_point_record(at: OnCurve, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """A point of a curve: what the sides are there, how the curve behaves, the derivatives; null for none."""
    return {
        "version": VERSION,
        "point": _point(at.point),
        "sides": [str(side) for side in at.sides],
        "behaviour": at.behaviour,
        "slope": None if at.slope is None else str(at.slope),
        "results": [
            {"order": order, "exact": str(result), "value": value}
            for order, (result, value) in enumerate(zip(at.results, at.decimals, strict=True), 1)
        ],
    }


def tangent_record(line: TangentLine, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """The tangent and the normal; a slope is null where the line is vertical."""
    source = line.source
    relation = source.relation if isinstance(source, ImplicitDerivation) else source.target
    return {
        "version": VERSION,
        "input": source.reading.text,
        "reading": str(relation),
        "variable": source.variable.name,
        "point": _point({**line.point, **dict([line.tangent.across, line.tangent.up])}),
        "derivative": str(source.answer),
        "tangent": _line(line.tangent),
        "normal": _line(line.normal),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "slope": None if line.slope is None else str(line.slope),
        "point_slope": str(line.point_slope),
        "equation": str(line.equation),
    }


def _point(point: Mapping[Symbol, Expression]) -> dict[str, str]:
    return {symbol.name: str(value) for symbol, value in point.items()}


def _linear(linear: Linear) -> dict[str, list[str]]:
    return {"coefficients": _texts(linear.coefficients), "rest": _texts(linear.rest)}


def _texts(nodes: Iterable[Node]) -> list[str]:
    return [str(node) for node in nodes]


def _higher(order: int, higher: Higher) -> dict[str, Any]:
    shorter = higher.shorter
    return {
        "order": order,
        "raw": str(higher.raw),
        "put_in": str(higher.put_in),
        "tidy": str(higher.tidy),
        "shorter": None
        if shorter is None
        else {"before": str(shorter.before), "after": str(shorter.after), "factor": str(shorter.factor)},
        "answer": str(higher.answer),
    }
