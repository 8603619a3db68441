"""How each question is put, what its key says and how it is solved, as data that every exporter writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from chainrule.calculus.systems import SystemDerivation
from chainrule.expression.nodes import Expression, Relation, Symbol, System, UnknownCall
from chainrule.expression.reading import read
from chainrule.expression.walking import symbols
from chainrule.rendering import wording_sheets as wording
from chainrule.rendering.listing.blocks import Block, Definitions, Line, Phrase, ReadAs, Sentence, Table, Told
from chainrule.rendering.listing.relations import rate_of
from chainrule.rendering.listing.systems import total_rate
from chainrule.rendering.listing.telling import told_of_derivation
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.views import told_of
from chainrule.rendering.wording import joined, said
from chainrule.tutor.problems import LETTERS, Problem
from chainrule.tutor.problems.wrong_lines import equations
from chainrule.worksheets.sheet import Variant

__all__ = ["Question", "Section", "questions", "sections", "solution"]

ROOM = {0: 4, 1: 2, 2: 3, 3: 4, 4: 6}  # lines for the working, by level
ABREAST = ((18, 4), (44, 2))  # choices of up to so many characters, and how many of them stand in a row


class Question(NamedTuple):
    """One question.

    number     from 1
    given      equations to be looked at, each in one piece
    blanks     what stands before each line for an answer
    choices    boxes to tick, `abreast` of them in a row
    lines      a solution to be read, line by line
    table      values to be looked up
    key        the right answer
    room       lines for the working
    """

    number: int
    problem: Problem
    given: tuple[Relation, ...]
    blanks: tuple[Phrase, ...]
    choices: tuple[Phrase, ...]
    abreast: int
    lines: tuple[Phrase, ...]
    table: Table | None
    key: Phrase
    room: int


class Section(NamedTuple):
    """Questions with one instruction."""

    instruction: str
    questions: tuple[Question, ...]


def sections(asked: Iterable[Question]) -> list[Section]:
    """Questions that follow each other and ask the same, under one instruction."""
    return [Section(instruction, tuple(group)) for instruction, group in groupby(asked, key=_instruction)]


def _instruction(question: Question) -> str:
    problem = question.problem
    return wording.ASKS[problem.kind].format(variable=problem.variable, dependent=problem.asked.own.name)


def questions(variant: Variant) -> list[Question]:
    return [_question(number, problem) for number, problem in enumerate(variant.problems, 1)]


def solution(question: Question) -> Iterator[Block]:
    """How it is solved, in the blocks of a listing, without what the question has said already."""
    problem = question.problem
    told = iter(_told(problem).blocks)
    if problem.kind in ("composite", "layers"):
        told = takewhile(lambda block: not isinstance(block, Line), told)
    if problem.kind in wording.SOUGHT:
        yield Sentence(said(wording.SOUGHT[problem.kind], key=question.key))
    for block in told:
        if not isinstance(block, ReadAs | Table) and _is_needed(block, problem):
            yield block


def _told(problem: Problem) -> Told:
    """The solution; of lines in which one is wrong, in their letters."""
    if problem.kind != "mistake":
        return told_of(problem.record)
    named = [line.partition(" = ")[0] for line in problem.options]
    return told_of_derivation(problem.record, parts=[name for name in named if "/" not in name])


def _is_needed(block: Block, problem: Problem) -> bool:
    """Definitions that the question gave, and other ways, are not; where an answer holds, only if not everywhere."""
    record = problem.record
    if isinstance(block, Sentence):
        return block.kind == "remark" or (block.kind == "domain" and bool(getattr(record, "conditions", True)))
    if isinstance(block, Definitions) and isinstance(record, SystemDerivation):
        return not all(row.name in record.defined for row in block.rows)
    return True


def _question(number: int, problem: Problem) -> Question:
    parts = _PARTS[problem.kind](problem)
    room = ROOM[problem.level] if problem.kind in ("derivative", "implicit", "table") else 0
    return Question(number, problem, _given(problem), parts.blanks, parts.choices, _abreast(problem.options),
                    parts.lines, parts.table, parts.key, room)  # fmt: skip


def _abreast(options: Sequence[str]) -> int:
    longest = max(map(len, options), default=0)
    return next((many for length, many in ABREAST if longest <= length), 1)


def _given(problem: Problem) -> tuple[Relation, ...]:
    node = problem.reading.node
    if isinstance(node, Relation):
        return (node,)
    if isinstance(node, System):
        return tuple(Relation("=", name, value) for name, value in node.definitions)
    assert isinstance(node, Expression)
    return (Relation("=", Symbol(getattr(problem.record, "called", "y")), node),)


class Parts(NamedTuple):
    """What a kind adds to a question."""

    key: Phrase
    blanks: tuple[Phrase, ...] = ()
    choices: tuple[Phrase, ...] = ()
    lines: tuple[Phrase, ...] = ()
    table: Table | None = None


def _derivative(problem: Problem) -> Parts:
    record, named = problem.record, _slope(problem)
    key: Phrase = (Relation("=", named, record.answer),)
    if isinstance(record, SystemDerivation):
        used = [name for name in symbols(record.answer) if name in record.defined and name is not record.variable]
        if used:
            equations = joined([Relation("=", name, record.defined[name]) for name in used])
            key = said(wording.ANSWER_WITH_NAMES, answer=key, equations=equations)
    return Parts(key, blanks=((named, wording.EQUALS),))


def _slope(problem: Problem) -> Expression:
    """What is asked for: dy/dx, or ∂L/∂w."""
    record = problem.record
    if isinstance(record, SystemDerivation):
        return total_rate(record)
    if problem.kind == "implicit":
        return rate_of(record, 1)
    return rate(record.called, [record.variable], symbols(record.target))


def _composite(problem: Problem) -> Parts:
    choices = wording.CHOICES["composite"]
    key: Phrase = (choices[problem.key],)
    step = problem.record.steps[0]
    if step.is_composite:
        key = (*key, ": ", *_outer_and_inner(problem))
    return Parts(key, choices=tuple([(choice,) for choice in choices.values()]))


def _layers(problem: Problem) -> Parts:
    record = problem.record
    letter = record.steps[0].letter
    assert letter is not None
    blanks = (
        said(wording.OUTER_LINE, name=Symbol(record.called)), said(wording.INNER_LINE, name=letter)
    )  # fmt: skip
    return Parts(_outer_and_inner(problem), blanks=blanks)


def _outer_and_inner(problem: Problem) -> Phrase:
    step = problem.record.steps[0]
    outer = Relation("=", Symbol(problem.record.called), step.outer)
    return said(wording.OUTER_AND_INNER, outer=outer, inner=Relation("=", step.letter, step.inner))


def _choice(problem: Problem) -> Parts:
    lettered = zip(LETTERS, problem.choices, strict=False)
    choices = tuple([said(wording.OPTION, letter=letter, option=option) for letter, option in lettered])
    return Parts(choices[LETTERS.index(problem.key)], choices=choices)


def _mistake(problem: Problem) -> Parts:
    lines = enumerate(equations(problem.options), 1)
    numbered = tuple([said(wording.LINE, number=number, line=line) for number, line in lines])
    key = numbered[int(problem.key) - 1]
    for best in problem.working.diagnoses[:1]:
        key = said(wording.WRONG_BECAUSE, line=key, did=best.said_of("did", ""))
    return Parts(key, blanks=((wording.WRONG_LINE,), (wording.RIGHT_LINE,)), lines=numbered)


def _implicit(problem: Problem) -> Parts:
    named = _slope(problem)
    return Parts((Relation("=", named, problem.record.answer),), blanks=((named, wording.EQUALS),))


def _table(problem: Problem) -> Parts:
    """A row of values for each place, and the place at which the slope is asked for."""
    head, *rows, place = problem.options
    variable = Symbol(problem.variable)
    names = [UnknownCall(name.rstrip("'"), (variable,), (name.count("'"),)) for name in head.split(", ")[1:]]
    values = [tuple([(read(cell).node,) for cell in row.split(", ")]) for row in rows]
    asked = said(wording.SLOPE_AT, slope=rate("y", [variable], ()), place=Relation("=", variable, _expression(place)))
    table = Table(tuple([(name,) for name in (variable, *names)]), tuple(values))
    return Parts((*asked, problem.record.answer), blanks=(asked,), table=table)


def _expression(text: str) -> Expression:
    node = read(text).node
    assert isinstance(node, Expression)
    return node


_PARTS: Mapping[str, Callable[[Problem], Parts]] = {
    "derivative": _derivative,
    "composite": _composite,
    "layers": _layers,
    "choice": _choice,
    "mistake": _mistake,
    "implicit": _implicit,
    "table": _table,
}
