"""A worksheet in Markdown, its formulas in LaTeX between dollar signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chainrule.rendering import wording_sheets as wording
from chainrule.rendering.media.markdown import markdown_listing, markdown_words, worded
from chainrule.worksheets.questions import Question, questions, sections, solution
from chainrule.worksheets.sheet import Variant, Wanted, Worksheet

__all__ = ["markdown_sheet"]

RULE = "\\_" * 30
BOX = "☐"


def markdown_sheet(sheet: Worksheet, wanted: Wanted) -> str:
    """All variants; then, if wanted, the key and the worked solutions of each."""
    parts = [f"# {_in_one_line(sheet.title)}", wording.SHEET.format(code=sheet.code)]
    asked = [(variant, questions(variant)) for variant in sheet.variants]
    for variant, each in asked:
        parts += _asked(variant, each)
    for variant, each in asked if wanted.key else ():
        parts.append(_heading(variant, wording.KEY))
        parts += [f"**{q.number}** {worded(q.key)}" for q in each]
    for variant, each in asked if wanted.solutions else ():
        parts.append(_heading(variant, wording.SOLUTIONS))
        for question in each:
            parts += [_given(question), markdown_listing(solution(question))]
    return "\n\n".join(parts) + "\n"


def _heading(variant: Variant, what: str = "") -> str:
    part = wording.VARIANT.format(number=variant.number)
    return f"## {wording.PART_OF_VARIANT.format(part=what, variant=part) if what else part}"


def _in_one_line(text: str) -> str:
    return markdown_words(" ".join(text.split()))


def _asked(variant: Variant, asked: Sequence[Question]) -> Iterator[str]:
    yield _heading(variant)
    yield f"{wording.NAME}: {RULE} {wording.DATE}: {RULE[:24]}"
    for section in sections(asked):
        yield f"*{markdown_words(section.instruction)}*"
        for question in section.questions:
            yield _given(question)
            yield from map(worded, question.lines)
            if question.table is not None:
                yield markdown_listing([question.table])
            for blank in question.blanks:
                yield f"{worded(blank)}{RULE}"
            if question.choices:
                yield " ".join([f"{BOX} {worded(choice)}" for choice in question.choices])


def _given(question: Question) -> str:
    return f"**{question.number}** {', '.join([worded((equation,)) for equation in question.given])}"
