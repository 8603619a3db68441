"""A derivation as plain data: what `--json` prints. The schema beside this file says what is where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.calculus.alternatives import alternatives
from chainrule.calculus.derivation import Derivation, Stage, Step
from chainrule.errors import LimitError
from chainrule.expression.domains import Condition
from chainrule.expression.limits import NAMES
from chainrule.expression.nodes import Node
from chainrule.expression.plain import plain
from chainrule.rendering.layout import WHOLE, Layout
from chainrule.rendering.listing import blocks, domain_notes
from chainrule.rendering.teller import name_of_target

__all__ = ["derivation_record"]

VERSION = 1


def derivation_record(derivation: Derivation, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """Expressions as plain text that reads back; steps flat, their substeps by id, so that depth does not nest."""
    total = 0

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
        "name": name_of_target(derivation),
        "target": write(derivation.target),
        "variable": derivation.variable.name if derivation.variables else reading.variable.name,
        "variables": [variable.name for variable in derivation.variables],
        "order": derivation.order,
        "answer": write(derivation.answer),
    }
    if detail != "answer":
        layout = Layout(limits=derivation.limits)
        record["steps"] = [row for index, stage in enumerate(derivation.stages) for row in _steps(stage, index, write)]
        others = alternatives(derivation.answer)
        record["alternatives"] = [{"expression": write(o.expression), "because": o.because} for o in others]
        record["conditions"] = [_condition(condition, write) for condition in derivation.conditions]
        record["listing"] = layout.text(blocks(derivation, detail=detail, notation=notation)).split("\n")  # type: ignore[arg-type]
    else:
        record["steps"] = []
    record["notes"] = [note.text for note in reading.notes] + list(domain_notes(derivation))
    return record


def _steps(stage: Stage, index: int, write: Callable[[Node], str]) -> list[dict[str, Any]]:
    return [_step(step, f"{index + 1}.", stage, write) for step in stage.steps]


def _step(step: Step, prefix: str, stage: Stage, write: Callable[[Node], str]) -> dict[str, Any]:
    return {
        "id": prefix + step.id,
        "rule": step.rule,
        "because": step.applied.statement,
        "target": write(step.target),
        "variable": step.variable.name,
        "outer": write(step.outer) if step.outer is not None else None,
        "inner": write(step.inner) if step.inner is not None else None,
        "letter": step.letter.name if step.letter is not None else None,
        "result": write(step.result),
        "tidied": write(stage.tidied(step.result)),
        "same_as": prefix + step.same_as.id if step.same_as is not None else None,
        "substeps": [prefix + substep.id for substep in step.substeps],
    }


def _condition(condition: Condition, write: Callable[[Node], str]) -> dict[str, str]:
    return {"condition": write(condition.relation), "part": write(condition.part), "for": condition.kind}
