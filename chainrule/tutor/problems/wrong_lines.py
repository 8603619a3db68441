"""Worked solutions with one wrong step: a mistake in one of the pieces, or in putting them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from chainrule.calculus.derivation import Derivation, Step
from chainrule.calculus.engine import differentiate
from chainrule.calculus.joins import times
from chainrule.expression.evaluation import target_of
from chainrule.expression.nodes import Expression, Relation, Symbol, expression_of
from chainrule.expression.reading import read
from chainrule.expression.walking import substitute
from chainrule.rendering.notation.rates import rate
from chainrule.tutor.problems.drawing import Draw
from chainrule.tutor.problems.wrong_answers import COMMON, WrongAnswer, likely_wrong_answers
from chainrule.tutor.working.checking import check_working

if TYPE_CHECKING:
    from chainrule.tutor.problems.problem import Problem

__all__ = ["equations", "lines_with_a_mistake"]

PARTS = ("u", "v", "w")  # what the parts of a product or quotient are called


def lines_with_a_mistake(problem: Problem, draw: Draw) -> tuple[str, ...] | None:
    """A solution in Leibniz's pieces in which one line, and only one, does not follow; None where there is none."""
    tries = draw.shuffled(_tries(problem.record))
    turns = draw.shuffled(sorted({wrong for _, wrong in tries}))  # each line is as likely to be the wrong one
    for lines, wrong in sorted(tries, key=lambda each: turns.index(each[1])):
        working = check_working(problem.reading, lines, problem.variable)
        statuses = [line.status for line in working.lines]
        if working.first_wrong == wrong and statuses.count("wrong") == 1 and working.lines[wrong].diagnoses:
            return tuple(lines)
    return None


def equations(lines: Iterable[str]) -> tuple[Relation, ...]:
    """The lines of such a solution: `u = x^2`, or `du/dx = 2*x`."""
    return tuple([_equation(*line.split(" = ")) for line in lines])


def _equation(left: str, right: str) -> Relation:
    slope = re.fullmatch(r"d(\w+)/d(\w+)", left)
    named = rate(slope[1], [Symbol(slope[2])], ()) if slope else Symbol(left)
    return Relation("=", named, target_of(read(right).node))


def _tries(record: Derivation) -> list[tuple[list[str], int]]:
    """Solutions with a mistake in one of the pieces, which is carried on, or in putting them together."""
    step = record.steps[0]
    if step.is_composite:
        return _of_composite(step, record)
    if step.rule in ("product", "quotient") and len(step.substeps) <= len(PARTS):
        return _of_parts(step, record)
    return []


def _of_composite(step: Step, record: Derivation) -> list[tuple[list[str], int]]:
    outer, inner, u, x = step.outer, step.inner, step.letter, record.variable
    assert outer is not None
    assert inner is not None
    assert u is not None
    by_u, by_x = differentiate(outer, u), differentiate(inner, x)
    named = [f"y = {outer}", f"{u.name} = {inner}"]

    def lines(by_u: Expression, by_x: Expression, whole: Expression | None = None) -> list[str]:
        together = times(substitute(by_u, {u: inner}), by_x) if whole is None else whole
        return [*named, f"dy/d{u.name} = {by_u}", f"d{u.name}/d{x.name} = {by_x}", f"dy/d{x.name} = {together}"]

    tries = [(lines(wrong.answer, by_x), 2) for wrong in _wrong(outer, u, by_u)]
    tries += [(lines(by_u, wrong.answer), 3) for wrong in _wrong(inner, x, by_x)]
    tries += [(lines(by_u, by_x, wrong.answer), 4) for wrong in _joined_wrongly(record)]
    return tries


def _of_parts(step: Step, record: Derivation) -> list[tuple[list[str], int]]:
    x, parts = record.variable, step.split.parts
    right = [differentiate(part, x) for part in parts]
    named = [f"{name} = {part}" for name, part in zip(PARTS, parts, strict=False)]

    def lines(slopes: Sequence[Expression], whole: Expression | None = None) -> list[str]:
        together = expression_of(step.applied.join(step.split.roles, *slopes)) if whole is None else whole
        rates = [f"d{name}/d{x.name} = {slope}" for name, slope in zip(PARTS, slopes, strict=False)]
        return [*named, *rates, f"dy/d{x.name} = {together}"]

    tries: list[tuple[list[str], int]] = []
    for index, part in enumerate(parts):
        for wrong in _wrong(part, x, right[index]):
            tries.append((lines([*right[:index], wrong.answer, *right[index + 1 :]]), len(parts) + index))
    return tries + [(lines(right, wrong.answer), 2 * len(parts)) for wrong in _joined_wrongly(record)]


def _wrong(part: Expression, by: Symbol, right: Expression) -> list[WrongAnswer]:
    """The two most common wrong derivatives of a part."""
    return list(islice((wrong for wrong in _common(part, by, right) if wrong.target is part), 2))


def _joined_wrongly(record: Derivation) -> list[WrongAnswer]:
    """Right derivatives of the parts, put together wrongly."""
    whole = _common(record.target, record.variable, record.answer)
    joined = (wrong for wrong in whole if wrong.target is record.target and wrong.mistake.stage == "join")
    return list(islice(joined, 4))


def _common(target: Expression, by: Symbol, right: Expression) -> Iterator[WrongAnswer]:
    return takewhile(lambda wrong: wrong.mistake.rarity <= COMMON, likely_wrong_answers(target, by, right))
