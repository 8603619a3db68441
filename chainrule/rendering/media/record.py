"""A derivation as plain data: what `--json` prints. The schema beside this file says what is where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from chainrule.calculus.alternatives import alternatives
from chainrule.calculus.at_point import AtPoint
from chainrule.calculus.derivation import Derivation, Stage, Step
from chainrule.calculus.systems import SystemDerivation
from chainrule.errors import LimitError
from chainrule.expression.domains import Condition
from chainrule.expression.limits import NAMES, Limits
from chainrule.expression.nodes import Node
from chainrule.expression.plain import plain
from chainrule.rendering.listing.blocks import Block
from chainrule.rendering.listing.telling import blocks, domain_notes
from chainrule.rendering.media.layout import WHOLE, Layout

__all__ = ["SHORT", "VERSION", "condition_record", "derivation_record", "listing_lines", "point_record",
           "short_writer", "step_record"]  # fmt: skip

VERSION = 1
SHORT = 1_000  # characters; a step's expression that is longer is left out, since steps can have n of n characters


def derivation_record(
    derivation: Derivation, *, detail: str = "full", notation: str = "leibniz", at: AtPoint | None = None
) -> dict[str, Any]:
    """Expressions as plain text that reads back; steps flat, their substeps by id, so that depth does not nest."""
    total, write_short = 0, short_writer(derivation.limits)

    def write(node: Node) -> str:
        nonlocal total
        text = plain(node, derivation.limits)
        total += len(text)
        if total > WHOLE * derivation.limits.printed:
            raise LimitError(NAMES["printed"], WHOLE * derivation.limits.printed, "more")
        return text

    reading = derivation.reading
    record: dict[str, Any] = {
        "version": VERSION,
        "input": reading.text,
        "reading": write(reading.node),
        "name": derivation.called,
        "target": write(derivation.target),
        "variable": derivation.variable.name if derivation.variables else reading.variable.name,
        "variables": [variable.name for variable in derivation.variables],
        "order": derivation.order,
        "answer": write(derivation.answer),
    }
    if detail != "answer":
        record["steps"] = [step_record(step, stage, write_short) for stage in derivation.stages for step in stage.steps]
        others = alternatives(derivation.answer)
        record["alternatives"] = [{"expression": write(o.expression), "because": o.because} for o in others]
        record["conditions"] = [condition_record(condition, write) for condition in derivation.conditions]
        told = blocks(derivation, detail=detail, notation=notation)
        record["listing"] = listing_lines(told, derivation.limits)
    else:
        record["steps"] = []
    if isinstance(derivation, SystemDerivation) and detail != "answer":
        record["system"] = _system(derivation, write_short)
    if at is not None:
        record["at"] = point_record(at)
    record["notes"] = [note.text for note in reading.notes] + list(domain_notes(derivation))
    return record


def short_writer(limits: Limits) -> Callable[[Node], str | None]:
    """What writes an expression, or None for one that is too long to stand in every step."""
    brief = replace(limits, printed=min(SHORT, limits.printed))

    def write_short(node: Node) -> str | None:
        try:
            return plain(node, brief)
        except LimitError:
            return None

    return write_short


def point_record(at: AtPoint, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """A point: every link from the outside in, value and slope, the descent; null where there is none."""
    return {
        "version": VERSION,
        "point": {symbol.name: str(value) for symbol, value in at.point.items()},
        "value": at.value,
        "slope": at.slope,
        "result": at.result,
        "trend": at.trend,
        "links": [
            {"name": link.link.name.name, "by": link.link.inside.name, "value": link.value, "rate": link.rate}
            for link in at.links
        ],
        "descent": [row._asdict() for row in at.descent],
    }


def _system(derivation: SystemDerivation, write: Callable[[Node], str | None]) -> dict[str, Any]:
    return {
        "definitions": {name.name: str(value) for name, value in derivation.defined.items()},
        "links": [
            {"name": link.name.name, "by": link.by.name, "slope": str(link.slope)} for link in derivation.links
        ],
        "paths": [[path[-1].by.name, *[link.name.name for link in reversed(path)]] for path in derivation.paths],
        "path_count": derivation.path_count,
        "in_letters": write(derivation.in_letters) if derivation.paths else None,
        "substituted": write(derivation.substituted),
    }


def listing_lines(told: Iterable[Block], limits: Limits) -> list[str] | None:
    """The lines of a listing, or None where it is longer than may be printed."""
    try:
        return Layout(limits=limits).text(told).split("\n")
    except LimitError:
        return None


def step_record(step: Step, stage: Stage, write: Callable[[Node], str | None]) -> dict[str, Any]:
    return {
        "id": step.id,
        "rule": step.rule,
        "because": step.applied.statement,
        "target": write(step.target),
        "variable": step.variable.name,
        "outer": write(step.outer) if step.outer is not None else None,
        "inner": write(step.inner) if step.inner is not None else None,
        "letter": step.letter.name if step.letter is not None else None,
        "result": write(step.result),
        "tidied": write(stage.tidied(step.result)),
        "same_as": step.same_as.id if step.same_as is not None else None,
        "substeps": [substep.id for substep in step.substeps],
    }


def condition_record(condition: Condition, write: Callable[[Node], str]) -> dict[str, str]:
    return {"condition": write(condition.relation), "part": write(condition.part), "for": condition.kind}
