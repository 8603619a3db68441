"""A listing to be read aloud: plain sentences, one a line, without a sign or a digit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression
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
    Side,
    Table,
)  # fmt: skip
from chainrule.rendering.media.layout import within
from chainrule.rendering.notation.speech import number_words, spoken, words

__all__ = ["speech_listing"]


def speech_listing(told: Iterable[Block], limits: Limits = DEFAULT) -> str:
    """The listing in the words in which a teacher would say it, a sentence a line."""
    voice = _Voice(limits)
    return within((sentence for block in told for line in voice.lines(block) if (sentence := _ended(line))), limits)


class _Voice:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits

    def lines(self, block: Block) -> Iterator[str]:
        match block:
            case Line():
                yield self.line(block)
            case Definitions():
                for row in block.rows:
                    role = self.phrase(row.role)
                    equation = self.equation(row.name, (Side(row.expression, row.raw),))
                    yield f"{wording.SPOKEN_ROLE.format(role=role)} {equation}" if role else equation
            case ReadAs(name, expression, about):
                yield f"{wording.READ_AS}, {self.equation(name, (Side(expression),))}, {self.phrase(about)}"
            case Heading(phrase) | Sentence(phrase):
                yield self.phrase(phrase)
            case Table(head, rows):
                for cells_of in rows:
                    cells = [(self.phrase(h), self.phrase(cell)) for h, cell in zip(head, cells_of, strict=True)]
                    yield ", ".join([f"{h} {cell}" for h, cell in cells if cell])
            case Answer(left, expression):
                yield self.equation(left, (Side(expression),))
            case _:
                assert_never(block)

    def line(self, line: Line) -> str:
        """Step two, outer, by u: dee y by dee u equals …"""
        number = " point ".join([number_words(part) for part in line.number.split(".")])
        left = None if line.continued else line.left
        said = self.equation(left, line.sides)
        if line.continued and said:
            said = f"equals {said}"
        remark = self.phrase(line.remark)
        parts = (wording.SPOKEN_STEP.format(number=number), self.phrase(line.label), said, remark)
        return ", ".join([part for part in parts if part])

    def equation(self, left: Expression | None, sides: Iterable[Side]) -> str:
        said = [spoken(side.expression, raw=side.raw, limits=self.limits) for side in sides]
        if left is not None:
            said.insert(0, spoken(left, limits=self.limits))
        return ", equals ".join(said) if len(said) > 2 else " equals ".join(said)

    def phrase(self, phrase: Phrase) -> str:
        """Words and formulas together; signs in the words are said as well."""
        parts = [words_kept(part) if isinstance(part, str) else spoken(part, limits=self.limits) for part in phrase]
        return re.sub(r"\s+([,.])", r"\1", re.sub(r"\s+", " ", " ".join(parts))).strip(" ,")


def words_kept(text: str) -> str:
    """The words of a piece between formulas, with the comma that it begins or ends with."""
    said = words(text).rstrip(".")
    before = "," if text.lstrip().startswith((",", ";", ":", "–")) else ""
    after = "," if text.rstrip().endswith((",", ";", ":")) else "." if text.rstrip().endswith(".") else ""
    return f"{before} {said}{after}" if said else before or after


def _ended(line: str) -> str:
    """A sentence: a capital letter first, unless that is a name, and a full stop last."""
    said = re.sub(r"([,.])(?:\s*[,.])+", r"\1", line.strip(" ,."))
    first = said.partition(" ")[0]
    is_name = len(first) == 1 and said[1:].startswith(" equals")
    return f"{said if is_name else said[:1].upper() + said[1:]}." if said else ""
