"""The ways to ask a problem, by its kind: as a whole, piece by piece, as a choice …"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from chainrule.calculus.systems import SystemDerivation
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.reading import read
from chainrule.rendering import wording_sheets
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.notation.text import text
from chainrule.tutor import wording
from chainrule.tutor.practice.asking import Objection, Question, judging, same
from chainrule.tutor.practice.pieces import layer_by_layer, pieces
from chainrule.tutor.problems import LETTERS, Problem

__all__ = ["headline", "questions", "solution"]

CHOICES = 4


def questions(problem: Problem, manner: str, seed: int | str) -> tuple[Question, ...]:
    """What is asked of a problem, one question after the other; the manner matters where a derivative is wanted."""
    if problem.kind != "derivative":
        return tuple(_ASKED[problem.kind](problem, seed))
    if manner == "choice":
        return tuple(_choice(problem, seed))
    before = pieces(problem) if manner == "steps" else ()
    asked = wording.ASK_ANSWER.format(rate=_rate(problem))
    return (*before, Question(asked, lambda line: _judged_whole(problem, line)))


def headline(problem: Problem) -> str:
    """The problem, and what is to be done with it."""
    return wording.PROBLEMS[problem.kind].format(text=problem.text, variable=problem.variable)


def solution(problem: Problem) -> str:
    """What is said to who skips it."""
    match problem.kind:
        case "derivative" | "choice" | "implicit":
            return wording.DERIVATIVE_IS.format(answer=text(problem.asked.answer))
        case "layers":
            step = problem.record.steps[0]
            return wording.LAYERS.format(outer=text(step.outer), letter=step.letter.name, inner=text(step.inner))
        case "mistake":
            from chainrule.tutor.working.checking import check_working

            found = check_working(problem.reading, problem.options, problem.variable).diagnoses
            did = "".join(wording.BECAUSE.format(did=each.did) for each in found[:1])
            return wording.LINE_IS_WRONG.format(number=problem.key, because=did)
    return wording.ANSWER_IS.format(answer=problem.key)


# --- the derivative --------------------------------------------------------------------------------------------------


def _judged_whole(problem: Problem, line: str) -> Objection | None:
    from chainrule.tutor.marking import marked

    try:
        mark = marked(problem.asked, line)
    except ChainRuleError as error:  # past a limit
        return Objection(str(error), counts=False)
    if mark.verdict == "correct":
        return None
    mistakes = mark.diagnoses[0].mistakes if mark.diagnoses else ()
    return Objection(mark.feedback, mistakes, mark.verdict == "incorrect")


def _rate(problem: Problem) -> str:
    """What is asked for: d/dx, or ∂L/∂w."""
    by = Symbol(problem.variable)
    if isinstance(problem.record, SystemDerivation):
        from chainrule.rendering.listing.systems import total_rate

        return text(total_rate(problem.record))
    return wording.RATES[set(problem.asked.target.names) > {by.name}].format(variable=by.name)


def _choice(problem: Problem, seed: int | str) -> Iterator[Question]:
    from chainrule.tutor.problems.choices import offered
    from chainrule.tutor.problems.drawing import Draw

    options = offered(problem.asked, CHOICES, Draw(problem.text, seed)).options
    lines = [f"{letter}) {text(option.answer)}" for letter, option in zip(LETTERS, options, strict=False)]

    def judge(line: str) -> Objection | None:
        letter = line.strip().lower().rstrip(")")
        index = LETTERS.find(letter) if len(letter) == 1 else -1
        if not 0 <= index < len(options):
            return Objection(wording.CHOOSE_LETTER, counts=False)
        diagnosis = options[index].diagnosis
        if diagnosis is None:
            return None
        said = (wording.SEEMS.format(did=diagnosis.did), wording.HINT.format(hint=diagnosis.hint))
        return Objection("\n".join(said), diagnosis.mistakes)

    yield Question(wording.ASK_LETTER, judge, tuple(lines), choices=len(lines))


# --- problems of other kinds -----------------------------------------------------------------------------------------


def _composite(problem: Problem, seed: int | str) -> Iterator[Question]:
    def judge(line: str) -> Objection | None:
        given = {"y": "yes", "n": "no"}.get(line.strip().lower(), line.strip().lower())
        if given not in ("yes", "no"):
            return Objection(wording_sheets.YES_OR_NO, counts=False)
        if given == problem.key:
            return None
        return Objection(wording_sheets.NOT_SEEN if problem.key == "yes" else wording_sheets.SEEN_IN_VAIN)

    yield Question(wording.ASK_COMPOSITE, judge, choices=2)


def _layers(problem: Problem, seed: int | str) -> Iterator[Question]:
    inner, outer, *_ = layer_by_layer(problem)
    yield from (inner, outer)


def _mistake(problem: Problem, seed: int | str) -> Iterator[Question]:
    numbered = [f"({number}) {_line(line)}" for number, line in enumerate(problem.options, 1)]

    def judge(line: str) -> Objection | None:
        given = line.strip().strip("()")
        if given not in map(str, range(1, len(problem.options) + 1)):
            return Objection(wording_sheets.WHICH_LINE, counts=False)
        return None if given == problem.key else Objection(wording_sheets.OTHER_LINE)

    yield Question(wording.ASK_LINE, judge, tuple(numbered), choices=len(numbered))


def _line(line: str) -> str:
    left, _, right = line.partition(" = ")
    return f"{left} = {text(read(right).node)}"


def _table(problem: Problem, seed: int | str) -> Iterator[Question]:
    *rows, place = problem.options
    cells = [row.split(", ") for row in rows]
    lines = ["".join(f"{cell:>6}" for cell in row).rstrip() for row in cells]
    asked = wording.ASK_SLOPE_AT.format(variable=problem.variable, place=place)

    def judge(found: Expression) -> Objection | None:
        right: Expression = problem.record.answer
        return None if same(right, right, found) else Objection(wording_sheets.NOT_THIS_NUMBER)

    yield Question(asked, judging(problem, judge, ()), tuple(lines))


def _implicit(problem: Problem, seed: int | str) -> Iterator[Question]:
    asked = wording.ASK_ANSWER.format(rate=text(rate("y", [Symbol(problem.variable)], ())))
    yield Question(asked, lambda line: _judged_whole(problem, line))


_ASKED: Mapping[str, Callable[[Problem, int | str], Iterator[Question]]] = {
    "composite": _composite,
    "layers": _layers,
    "choice": _choice,
    "mistake": _mistake,
    "implicit": _implicit,
    "table": _table,
}
