"""A listing in Markdown, its formulas in LaTeX between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import (
    Answer,
    Block,
    Definitions,
    Heading,
    Line,
    Phrase,
    ReadAs,
    Sentence,
    Table,
)  # fmt: skip
from chainrule.rendering.media.latex import equation, math
from chainrule.rendering.media.layout import within

__all__ = ["markdown_listing", "markdown_words", "worded"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#$|~])")


def markdown_listing(blocks: Iterable[Block], limits: Limits = DEFAULT) -> str:
    """Lines of Markdown whose formulas are LaTeX between dollar signs."""
    return within(_lines(blocks, limits), limits)


def markdown_words(text: str) -> str:
    """Words as they are: nothing in them is markup."""
    return _SPECIAL.sub(r"\\\1", text)


def worded(phrase: Phrase, limits: Limits = DEFAULT) -> str:
    """Words, and formulas between dollar signs."""
    return "".join([markdown_words(part) if isinstance(part, str) else f"${math(part, limits)}$" for part in phrase])


def _lines(blocks: Iterable[Block], limits: Limits) -> Iterator[str]:
    before: type[Block] | None = None
    for block in blocks:
        if before is not None and not (before is type(block) is Line):
            yield ""
        yield from _block(block, limits)
        before = type(block)


def _block(block: Block, limits: Limits) -> Iterator[str]:
    match block:
        case Line():
            formula, remark = equation(block, limits), worded(block.remark, limits)
            shown = f" ${formula}$" if formula else ""
            yield f"- **{block.number}** {worded(block.label, limits)}:{shown}{' ' if remark else ''}{remark}"
        case Definitions():
            for row in block.rows:
                formula = f"{math(row.name, limits)} = {math(row.expression, limits, None, block.marks)}"
                yield f"- ${formula}$" + (f" ({worded(row.role, limits)})" if row.role else "")
        case ReadAs(name, expression, about, marks):
            formula = f"{math(name, limits)} = {math(expression, limits, None, marks)}"
            yield f"**{wording.READ_AS}:** ${formula}$, {worded(about, limits)}"
        case Heading(phrase):
            yield f"### {worded(phrase, limits)}"
        case Sentence(phrase):
            yield worded(phrase, limits)
        case Table(head, rows):
            marked = [" | ".join([worded(cell, limits) for cell in row]) for row in (head, *rows)]
            yield f"| {marked[0]} |"
            yield f"|{' ---: |' * len(head)}"
            yield from (f"| {row} |" for row in marked[1:])
        case Answer(_, expression):
            yield f"${math(expression, limits)}$"
        case _:
            assert_never(block)
