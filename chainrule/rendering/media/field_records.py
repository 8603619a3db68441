"""Records that are given as data field by field: curves, inverse functions, tables of values, approximations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import Any

from chainrule.calculus.approximation import LinearApproximation
from chainrule.calculus.curves.inverse import InverseDerivation
from chainrule.calculus.curves.parametric import ParametricDerivation
from chainrule.calculus.differential import TotalDifferential
from chainrule.calculus.exact_points import At
from chainrule.calculus.tables import TableDerivation
from chainrule.errors import LimitError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Node, Symbol
from chainrule.expression.plain import plain
from chainrule.rendering.media.record import SHORT, VERSION, listing_lines, step_record

__all__ = ["field_record"]

Record = ParametricDerivation | InverseDerivation | TableDerivation | TotalDifferential | LinearApproximation
PASSED_OVER = frozenset({"variable", "definitions"})  # notes that are about one derivative alone


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


KINDS: Mapping[type[Record], tuple[str, str, Mapping[str, str]]] = {  # what it is, where its stages and fields are
    ParametricDerivation: ("curve", "stages", _same(
        "parameter", "names", "coordinates", "radius", "order", "slopes", "point",
    )),
    InverseDerivation: ("inverse", "derivation.stages", {
        **_same("variable", "target", "general", "one_to_one", "point"), "derivative": "derivation.answer",
    }),
    TableDerivation: ("table", "derivation.stages", {
        **_same("table", "point", "slope", "value", "missing"), "variable": "derivation.variable",
        "target": "derivation.target", "order": "derivation.order", "derivative": "derivation.answer",
    }),
    TotalDifferential: ("differential", "stages", _same(
        "name", "variables", "target", "partials", "form", "point", "error", "relative",
    )),
    LinearApproximation: ("approximation", "stages", _same(
        "name", "variables", "target", "partials", "point", "value", "slopes", "form", "plain", "estimate",
    )),
}  # fmt: skip


def field_record(record: Record, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """Expressions as plain text that reads back, exact values with their decimals; the schema says what is where."""
    kind, stages, fields = KINDS[type(record)]
    limits = record.limits
    data: dict[str, Any] = {
        "version": VERSION, "kind": kind, "input": record.reading.text, "reading": plain(record.reading.node, limits),
        **{name: _data(attrgetter(place)(record), limits) for name, place in fields.items()},
        "answer": _data(record.answer, limits), "steps": [],
    }  # fmt: skip
    if detail != "answer":
        short = replace(limits, printed=min(SHORT, limits.printed))
        write = partial(_short, limits=short)
        told = attrgetter(stages)(record)
        data["steps"] = [step_record(step, stage, write) for stage in told for step in stage.steps]
        from chainrule.rendering.views import told_of

        told = told_of(record, detail=detail, notation=notation)
        data["listing"] = listing_lines(told.blocks, record.limits)
    data["notes"] = [note.text for note in record.reading.notes if note.code not in PASSED_OVER]
    return data


def _data(value: Any, limits: Limits) -> Any:
    """Whatever a record holds, as plain data."""
    match value:
        case At(exact, number):
            return {"exact": plain(exact, limits), "number": number}
        case Symbol(name):
            return name
        case Node():
            return plain(value, limits)
        case Mapping():
            return {str(key): _data(one, limits) for key, one in value.items()}
        case tuple() if hasattr(value, "_asdict"):
            return {name: _data(one, limits) for name, one in value._asdict().items()}
        case tuple():
            return [_data(one, limits) for one in value]
    return value


def _short(node: Node, limits: Limits) -> str | None:
    try:
        return plain(node, limits)
    except LimitError:
        return None
