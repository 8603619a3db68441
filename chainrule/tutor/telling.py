"""What the tutor's records tell, in blocks that every medium writes, and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chainrule.expression.nodes import ZERO, Relation, Symbol
from chainrule.rendering.listing.blocks import Block, Phrase, Sentence, Told
from chainrule.rendering.listing.figures import figure
from chainrule.rendering.wording import joined, said
from chainrule.tutor import wording
from chainrule.tutor.answers import Problem
from chainrule.tutor.hints import Hints
from chainrule.tutor.marking import Mark, Witness
from chainrule.tutor.mistakes.catalogue import SHEET
from chainrule.tutor.mistakes.diagnosis import Diagnosis
from chainrule.tutor.mistakes.wording import SAID
from chainrule.tutor.working.checking import Judged, Working

__all__ = ["hints_record", "mark_record", "told_of_hints", "told_of_mark", "told_of_working",
           "working_record"]  # fmt: skip

DIGITS = (5, 9, 13, 17)  # significant digits of two slopes: as many as it takes to tell them apart
NAMED = 3  # explanations of one answer that are put into words


def told_of_mark(mark: Mark, **options: Any) -> Told:
    """The feedback; detail "brief" keeps to the verdict and the next question, "answer" to the verdict."""
    return _told(mark.problem, _feedback(mark, options.get("detail", "full")))


def _told(problem: Problem, blocks: Iterable[Block]) -> Told:
    if problem.curve is not None:
        relation = problem.curve.relation
        return Told(relation.left, relation.right, blocks, problem.limits)
    return Told(Symbol(problem.reading.name or "y"), problem.target, blocks, problem.limits)


def _feedback(mark: Mark, detail: str) -> Iterator[Block]:
    yield from (Sentence(phrase) for phrase in _verdict(mark))
    curve = mark.problem.curve
    if detail == "full" and mark.verdict != "correct" and curve is not None and curve.held and curve.note:
        yield Sentence(said(wording.TAKEN, note=curve.note))
    if detail != "answer" and mark.verdict == "incorrect":
        yield from (Sentence(phrase) for phrase in _diagnosed(mark, detail))
    if mark.solution and mark.verdict != "correct":
        yield Sentence(said(wording.SOLUTION, solution=mark.problem.answer))


def _verdict(mark: Mark) -> Iterator[Phrase]:
    match mark.verdict:
        case "correct" if mark.remark == "broken-chain":
            yield _of_chain(mark)
        case "correct" if mark.remark == "untidy":
            yield said(wording.CORRECT_UNTIDY, tidy=mark.tidy)
        case "correct" if mark.witness is not None:
            yield said(wording.CORRECT_SMALLER, point=_point(mark.witness))
        case "correct":
            yield said(wording.CORRECT)
        case "incorrect":
            yield said(wording.NOT_YET, answer=mark.answer)
        case "undecided":
            yield said(wording.UNDECIDED, answer=mark.answer)
        case "unreadable":
            yield said(wording.UNREADABLE)
            assert mark.error is not None
            yield from ((line,) for line in mark.error.drawn().splitlines())


def _of_chain(mark: Mark) -> Phrase:
    """A right answer at the end of equalities of which one is none."""
    assert mark.working is not None
    broken = [line for line in mark.working.lines if line.status not in ("holds", "undecided")]
    if not broken:
        return said(wording.CORRECT_EQUATED)
    unread = all(line.status == "unreadable" for line in broken)
    wrong = next((line for line in broken if line.status != "unreadable"), broken[0])
    return said(wording.CORRECT_UNREAD if unread else wording.CORRECT_CHAIN, text=wrong.text)


def _diagnosed(mark: Mark, detail: str) -> Iterator[Phrase]:
    problem = mark.problem
    if mark.working is not None and mark.working.first_wrong is not None and len(mark.working.lines) > 1:
        yield said(wording.LINK, text=mark.working.lines[mark.working.first_wrong].text)
    if mark.remark == "rounded":
        yield said(wording.ROUNDED)
    elif mark.of_one_branch:
        yield said(wording.BRANCH, dependent=problem.own)
    elif not mark.diagnoses:
        yield said(wording.UNKNOWN)
        if mark.strange:
            yield said(wording.STRANGE, letters=joined(mark.strange))
        if problem.curve is None:
            yield said(wording.START_OVER, target=problem.target)
        else:
            dependent = problem.curve.dependent
            yield said(wording.START_OVER_CURVE, variable=problem.variable, dependent=dependent)
    else:
        best, *others = mark.diagnoses
        if detail == "full":
            yield from _explained(best, gives_away=problem.answer is ZERO)
            for other in others[: NAMED - 1]:
                yield said(wording.ALSO, did=other.said_of("did", wording.AND))
        yield said(wording.NEXT, question=best.said_of("question", ""))
    if mark.witness is not None and mark.witness.point and mark.witness.right is not None and detail == "full":
        yield _test(mark.witness, mark.witness.right, gives_away=problem.answer.constant)


def _explained(best: Diagnosis, *, gives_away: bool = False) -> Iterator[Phrase]:
    """What is said of a diagnosis; without the right rule where that gives the answer away, as (c)' = 0."""
    kept = best.said_of("kept", "")
    if len(best.mistakes) == 1 and kept:
        yield said(wording.RIGHT, kept=kept)
    yield said(wording.SEEMS, did=best.said_of("did", wording.AND))
    for id in best.mistakes:
        if SHEET[id].stage in ("join", "target"):
            template = wording.WRONG_RULE if gives_away else wording.RULES
            yield said(template, wrong=SAID[id].wrong, right=SAID[id].right)
    yield said(wording.HINT, hint=best.said_of("hint", ""))


def _test(witness: Witness, right: float, *, gives_away: bool) -> Phrase:
    """Both slopes at a point; only the student's where the derivative is the same number everywhere."""
    pairs = [(figure(right, digits), figure(witness.yours or 0.0, digits)) for digits in DIGITS]
    shown = next(((mine, yours) for mine, yours in pairs if mine is not yours), pairs[0])
    if witness.yours is None:
        template = wording.TEST_NONE_YOURS if gives_away else wording.TEST_NONE
    elif shown[0] is shown[1]:
        template = wording.TEST_CLOSE
    else:
        template = wording.TEST_YOURS if gives_away else wording.TEST
    return said(template, point=_point(witness), right=shown[0], yours=shown[1])


def _point(witness: Witness) -> Phrase:
    return joined([Relation("=", Symbol(name), figure(value)) for name, value in witness.point.items()])


def told_of_working(working: Working, **options: Any) -> Told:
    """Each line with what is to be said of it, then the diagnosis of the first that does not follow."""
    return _told(working.problem, _of_working(working))


def _of_working(working: Working) -> Iterator[Block]:
    for number, line in enumerate(working.lines, 1):
        yield Sentence(_of_line(number, line))
    first = working.first_wrong
    if first is not None:
        found = working.lines[first].diagnoses
        phrases = _explained(found[0]) if found else iter([said(wording.UNKNOWN)])
        yield Sentence(said(wording.IN_LINE, number=first + 1))
        yield from (Sentence(phrase) for phrase in phrases)
        if found:
            yield Sentence(said(wording.NEXT, question=found[0].said_of("question", "")))
    elif all(line.status == "comment" for line in working.lines):
        yield Sentence(said(wording.NOTHING_CLAIMED))
    elif working.verdict in wording.WORKINGS:
        yield Sentence(said(wording.WORKINGS[working.verdict]))


def _of_line(number: int, line: Judged) -> Phrase:
    if line.renamed is not None:
        name = line.text.partition("=")[0].rstrip(" :").split()[-1]
        return said(wording.RENAMED, number=number, text=line.text, name=name, before=line.renamed)
    template = wording.EQUATED if line.equated and line.status == "holds" else wording.LINES[line.status]
    return said(template, number=number, text=line.text, error=line.error or "")


def working_record(working: Working, **options: Any) -> dict[str, Any]:
    """Working as data."""
    problem = working.problem
    return {
        "version": 1, "input": problem.reading.text, "variable": problem.variable.name, "verdict": working.verdict,
        "first_wrong": working.first_wrong,
        "lines": [
            {"text": line.text, "status": line.status,
             "renamed": None if line.renamed is None else str(line.renamed),
             "diagnoses": [_diagnosis_record(diagnosis) for diagnosis in line.diagnoses]}
            for line in working.lines
        ],
        "feedback": working.feedback,
    }  # fmt: skip


def mark_record(mark: Mark, **options: Any) -> dict[str, Any]:
    """What `chainrule check --json` prints."""
    record: dict[str, Any] = {
        "version": 1,
        "input": mark.problem.reading.text,
        "variable": mark.problem.variable.name,
        "given": mark.given,
        "reading": None if mark.answer is None else str(mark.answer),
        "verdict": mark.verdict,
        "remark": mark.remark or None,
        "witness": None if mark.witness is None else {
            "point": mark.witness.point, "right": mark.witness.right, "yours": mark.witness.yours,
        },
        "diagnoses": [_diagnosis_record(diagnosis) for diagnosis in mark.diagnoses],
        "feedback": mark.feedback,
    }  # fmt: skip
    if mark.working is not None:
        record["links"] = [{"text": line.text, "status": line.status} for line in mark.working.lines]
    if mark.solution:
        record["solution"] = str(mark.problem.answer)
    return record


def _diagnosis_record(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "mistakes": list(diagnosis.mistakes), "place": list(diagnosis.place), "target": str(diagnosis.target),
        "did": diagnosis.did, "right_so_far": diagnosis.right_so_far, "wrong_rule": diagnosis.wrong_rule,
        "right_rule": diagnosis.right_rule, "hint": diagnosis.hint, "question": diagnosis.question,
    }  # fmt: skip


def told_of_hints(hints: Hints, **options: Any) -> Told:
    """Numbered, the least telling first."""
    return _told(hints.problem, (Sentence((f"{number} ", *phrase)) for number, phrase in enumerate(hints.phrases, 1)))


def hints_record(hints: Hints, **options: Any) -> dict[str, Any]:
    """What `chainrule hint --json` prints."""
    problem = hints.problem
    return {"version": 1, "input": problem.reading.text, "variable": problem.variable.name, "hints": list(hints)}
