"""The ways to ask a problem, by its kind: as a whole, piece by piece, as a choice …"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from chainrule.calculus.systems import SystemDerivation
from chainrule.expression.nodes import Symbol
from chainrule.rendering.notation.text import text
from chainrule.tutor import wording
from chainrule.tutor.practice.asking import Question, judged_as
from chainrule.tutor.practice.pieces import layer_by_layer, pieces
from chainrule.tutor.problems import LETTERS, Problem

__all__ = ["headline", "questions", "solution"]


def questions(problem: Problem, manner: str, seed: int | str) -> tuple[Question, ...]:
    """What is asked of a problem, one question after the other; the manner matters where a derivative is wanted."""
    if problem.kind != "derivative":
        return tuple(_ASKED[problem.kind](problem))
    if manner == "choice":
        return tuple(_choice(_with_choices(problem, seed)))
    before = pieces(problem) if manner == "steps" else ()
    asked = wording.ASK_ANSWER.format(rate=_rate(problem))
    return (*before, Question(asked, judged_as(problem)))


def headline(problem: Problem) -> str:
    """The problem, and what is to be done with it."""
    return wording.PROBLEMS[problem.kind].format(
        text=problem.text, variable=problem.variable, dependent=problem.asked.own.name
    )  # fmt: skip


def solution(problem: Problem) -> str:
    """What is said to who skips it."""
    match problem.kind:
        case "derivative" | "choice" | "implicit":
            return wording.DERIVATIVE_IS.format(answer=text(problem.asked.answer))
        case "layers":
            step = problem.record.steps[0]
            return wording.LAYERS.format(outer=text(step.outer), letter=step.letter.name, inner=text(step.inner))
        case "mistake":
            did = "".join([wording.BECAUSE.format(did=each.did) for each in problem.working.diagnoses[:1]])
            return wording.LINE_IS_WRONG.format(number=problem.key, because=did)
    return wording.ANSWER_IS.format(answer=problem.key)


# --- the derivative --------------------------------------------------------------------------------------------------


def _rate(problem: Problem) -> str:
    """What is asked for: d/dx, or ∂L/∂w."""
    by = Symbol(problem.variable)
    if isinstance(problem.record, SystemDerivation):
        from chainrule.rendering.listing.systems import total_rate

        return text(total_rate(problem.record))
    return wording.RATES[set(problem.asked.target.names) > {by.name}].format(variable=by.name)


def _with_choices(problem: Problem, seed: int | str) -> Problem:
    """The same as a multiple choice."""
    from chainrule.tutor.problems.choices import as_options
    from chainrule.tutor.problems.drawing import Draw

    return replace(problem, kind="choice", options=as_options(problem.asked, Draw(problem.text, seed)))


# --- problems of other kinds -----------------------------------------------------------------------------------------


def _choice(problem: Problem) -> Iterator[Question]:
    lines = [f"{letter}) {text(choice)}" for letter, choice in zip(LETTERS, problem.choices, strict=False)]
    yield Question(wording.ASK_LETTER, judged_as(problem), tuple(lines), choices=len(lines))


def _composite(problem: Problem) -> Iterator[Question]:
    yield Question(wording.ASK_COMPOSITE, judged_as(problem), choices=2)


def _layers(problem: Problem) -> Iterator[Question]:
    inner, outer, *_ = layer_by_layer(problem)
    yield from (inner, outer)


def _mistake(problem: Problem) -> Iterator[Question]:
    from chainrule.tutor.problems.wrong_lines import equations

    numbered = [f"({number}) {text(equation)}" for number, equation in enumerate(equations(problem.options), 1)]
    yield Question(wording.ASK_LINE, judged_as(problem), tuple(numbered), choices=len(numbered))


def _table(problem: Problem) -> Iterator[Question]:
    *rows, place = problem.options
    cells = [row.split(", ") for row in rows]
    lines = ["".join(f"{cell:>6}" for cell in row).rstrip() for row in cells]
    asked = wording.ASK_SLOPE_AT.format(variable=problem.variable, place=place)
    yield Question(asked, judged_as(problem), tuple(lines))


def _implicit(problem: Problem) -> Iterator[Question]:
    from chainrule.rendering.listing.relations import rate_of

    yield Question(wording.ASK_ANSWER.format(rate=text(rate_of(problem.record, 1))), judged_as(problem))


_ASKED: Mapping[str, Callable[[Problem], Iterator[Question]]] = {
    "composite": _composite,
    "layers": _layers,
    "choice": _choice,
    "mistake": _mistake,
    "implicit": _implicit,
    "table": _table,
}
