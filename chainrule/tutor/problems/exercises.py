"""What is made of a derivative with a mistake in it: choices to pick from, and worked solutions with one wrong step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chainrule.calculus.comparison.equivalence import compare
from chainrule.calculus.derivation import Derivation, Step
from chainrule.calculus.engine import differentiate
from chainrule.calculus.joins import times
from chainrule.calculus.tables import from_table
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import Expression, Symbol, expression_of
from chainrule.expression.walking import substitute
from chainrule.tutor.problems.drawing import Draw
from chainrule.tutor.problems.wrong_answers import WrongAnswer, likely_wrong_answers
from chainrule.tutor.working import check_working

if TYPE_CHECKING:
    from chainrule.tutor.problems.problem import Problem

__all__ = ["LETTERS", "choices", "lines_with_a_mistake", "right_choice", "table_of_values",
           "wrong_line"]  # fmt: skip

LETTERS = "abcdefgh"  # of choices
DISTRACTORS = 3
PARTS = ("u", "v", "w")  # what the parts of a product or quotient are called
VALUES = 4  # rows of a table
COMMON = 1  # mistakes rarer than this are left to the catalogue


def choices(problem: Problem, draw: Draw) -> tuple[str, ...] | None:
    """The right answer among answers that mistakes lead to, in any order; None where there are too few of those."""
    record = problem.record
    made: list[Expression] = []
    for wrong in likely_wrong_answers(record.target, record.variable, record.answer):
        if len(made) == 2 * DISTRACTORS:
            break
        if _is_fit(wrong, record) and all(compare(wrong.answer, other).verdict == "different" for other in made):
            made.append(wrong.answer)
    if len(made) < DISTRACTORS:
        return None
    return tuple(draw.shuffled([str(each) for each in (record.answer, *draw.shuffled(made)[:DISTRACTORS])]))


def _is_fit(wrong: WrongAnswer, record: Derivation) -> bool:
    """Common enough, and in the letters of the question."""
    return wrong.rarity <= COMMON and set(wrong.answer.names) <= {*record.target.names}


def right_choice(problem: Problem) -> str:
    """The letter of the right choice."""
    return LETTERS[problem.options.index(str(problem.record.answer))]


# --- values in a table ------------------------------------------------------------------------------------------------


def table_of_values(problem: Problem, draw: Draw) -> tuple[str, ...] | None:
    """A head, rows of values of f, g and their derivatives, and a place; None where a value is missing then."""
    places = range(1, VALUES + 1)
    columns = [draw.shuffled(places), *[[_slope_drawn(draw) for _ in places] for _ in range(2)], draw.shuffled(places)]
    f, slope_of_f, slope_of_g, g = columns
    rows = [f"{x}, {f[x - 1]}, {slope_of_f[x - 1]}, {g[x - 1]}, {slope_of_g[x - 1]}" for x in places]
    table, place = ("x, f, f', g, g'", *rows), str(1 + draw.below(2))
    try:
        from_table(problem.reading, "\n".join(table), place, variable=problem.variable)
    except ChainRuleError:
        return None
    return (*table, place)


def _slope_drawn(draw: Draw) -> int:
    return (draw.below(5) + 1) * (-1 if draw.below(3) == 0 else 1)


# --- a worked solution with one wrong step ----------------------------------------------------------------------------


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


def wrong_line(problem: Problem) -> str:
    """The number of the line that does not follow."""
    found = check_working(problem.reading, problem.options, problem.variable).first_wrong
    return str(found + 1) if found is not None else "0"


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
    return [w for w in likely_wrong_answers(part, by, right) if w.rarity <= COMMON and w.target is part][:2]


def _joined_wrongly(record: Derivation) -> list[WrongAnswer]:
    found = [w for w in likely_wrong_answers(record.target, record.variable, record.answer) if _is_fit(w, record)]
    return [w for w in found if w.target is record.target and w.stage == "join"][:4]

