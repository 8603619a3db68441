"""A listing as plain text: labels in one column, formulas in the next, at any width, in ASCII where asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from chainrule.errors import LimitError
from chainrule.expression.limits import DEFAULT, NAMES, Limits
from chainrule.expression.nodes import Call, Expression, Node
from chainrule.expression.writing import written
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import (
    NO_MARKS,
    Answer,
    Block,
    Definitions,
    Heading,
    Line,
    Marks,
    Phrase,
    ReadAs,
    Sentence,
    Side,
    Table,
)  # fmt: skip
from chainrule.rendering.notation.names import ascii_name
from chainrule.rendering.notation.pages import Page
from chainrule.rendering.notation.text import Text, letters_in

__all__ = ["BEGINS", "ENDS", "Layout", "Marked", "NAMED", "WHOLE", "in_ascii", "text_listing", "within"]

COLUMN = 19  # where formulas begin
ROLE_COLUMN = 16  # where a role begins, unless a formula is long
WHOLE = 2  # expressions of the greatest length may stand in a listing
GAP = 4  # at least before a role
BEGINS, NAMED, ENDS = "\ue000", "\ue001", "\ue002"  # private characters: a mark's beginning, its name's end, its end
_MARKS = re.compile(f"{BEGINS}[^{NAMED}]*{NAMED}|{ENDS}")
_SPELT = {"·": "*", "×": "x", "⊙": "(*)", "−": "-", "√": "sqrt ", "≤": "<=", "≥": ">=", "≠": "!=", "→": "->",
          "…": "...", "′": "'", "∂": "del ", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"}  # fmt: skip
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def text_listing(
    blocks: Iterable[Block], limits: Limits = DEFAULT, *, ascii: bool = False, width: int | None = None
) -> str:
    """The listing as plain text.

    ascii   no character beyond ASCII
    width   columns of text; None does not break lines
    """
    return Layout(ascii=ascii, width=width, limits=limits).text(blocks)


class Marked(Text):
    """Text in which the beginning and end of every mark can be found again."""

    def mark(self, name: str) -> tuple[str, str]:
        return f"{BEGINS}{name}{NAMED}", ENDS


class Layout:
    """Writes blocks as text; `marked` leaves private characters where a colour begins and ends."""

    def __init__(
        self, *, ascii: bool = False, width: int | None = None, marked: bool = False, limits: Limits = DEFAULT
    ) -> None:
        self.ascii, self.width, self.marked, self.limits = ascii, width, marked, limits
        self._begin(frozenset())

    def _begin(self, letters: frozenset[str]) -> None:
        """A listing begins; with these letters, which are names in it, no function is written."""
        self._letters = letters
        self._plain = Page(ascii=self.ascii, letters=letters, limits=self.limits)
        self._pages: dict[frozenset[Node], Page] = {frozenset(): self._plain}
        self._marks, self._page = NO_MARKS, self._plain

    def text(self, blocks: Iterable[Block]) -> str:
        return within((line for block in blocks for line in self.lines(block)), self.limits)

    def lines(self, block: Block) -> list[str]:
        match block:
            case Line():
                return self.line(block)
            case Definitions():
                return self.definitions(block)
            case ReadAs(name, expression, about, marks):
                self._begin(letters_in(expression))
                formula = self.formula(Side(expression), marks)
                return self.wrapped(f"{wording.READ_AS}: {self.written(name)} = {formula}, {self.phrase(about)}", 2)
            case Heading(phrase):
                return ["", *self.wrapped(self.phrase(phrase), 0)]
            case Sentence(phrase):
                return self.wrapped(self.phrase(phrase), 2)
            case Table():
                return self.table(block)
            case Answer(_, expression):
                return [self.written(expression)]
        assert_never(block)

    def line(self, line: Line) -> list[str]:
        label = f"{line.number} {self.phrase(line.label)}:"
        remark = self.phrase(line.remark)
        chunks = [f"= {self.formula(side, line.marks)}" for side in line.sides]
        if line.left is not None and not line.continued:
            chunks.insert(0, self.coloured(line.left, line.marks))
        elif line.left is None and chunks:
            chunks[0] = chunks[0][2:]
        whole = " ".join(chunks)
        gap = (" " * GAP if whole else "") if remark else ""
        one = f"{padded(label, COLUMN - 1)} {whole}{gap}{remark}"
        if self.width is None or visible(one) <= self.width:
            return [one]
        if line.left is not None and not line.continued:
            chunks[:2] = [" ".join(chunks[:2])]
        below = [f"    {chunk}" for chunk in (*chunks, remark) if chunk]
        return [*self.wrapped(label, 2), *[row for chunk in below for row in self.wrapped(chunk, 6)]]

    def definitions(self, table: Definitions) -> list[str]:
        marks = table.marks
        rows = [
            (f"  {self.coloured(row.name, marks)} = {self.formula(Side(row.expression), marks)}", self.phrase(row.role))
            for row in table.rows
        ]
        widest = max((visible(formula) for formula, role in rows if role), default=0)
        column = max(ROLE_COLUMN, min(widest, 2 * COLUMN) + GAP)
        lines: list[str] = []
        for formula, role in rows:
            row = f"{padded(formula, column)}{role}" if role else formula
            if self.width is not None and visible(row) > self.width:
                row = f"{formula}  {role}".rstrip()
            lines += self.wrapped(row, 6)
        return lines

    def table(self, table: Table) -> list[str]:
        """Columns as wide as their widest cell, numbers under each other; cut into lists where that is too wide."""
        rows = [[self.phrase(cell) for cell in row] for row in (table.head, *table.rows)]
        widths = [max(map(visible, column)) for column in zip(*rows, strict=True)]
        if self.width is not None and sum(widths) + 2 * len(widths) > self.width:
            head, *others = rows
            told = ["  " + ", ".join(f"{h}: {c}" for h, c in zip(head, row, strict=True)) for row in others]
            return [line for row in told for line in self.wrapped(row, 4)]
        return ["  " + "  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]

    # --- pieces ------------------------------------------------------------------------------------------------------

    def written(self, node: Node) -> str:
        """A node without marks."""
        return self._plain.text(node)

    def coloured(self, node: Expression, marks: Marks) -> str:
        return self.formula(Side(node), marks) if self.marked else self.written(node)

    def formula(self, side: Side, marks: Marks) -> str:
        if self.marked:
            notation = Marked(ascii=self.ascii, raw=side.raw, whole=marks, letters=self._letters)
            return written(side.expression, notation, self.limits, marks)
        page = self._page_with(marks)
        return page.dotted(side.expression, side.raw) if side.raw else page.text(side.expression)

    def _page_with(self, marks: Marks) -> Page:
        """Where the calls that are marked are written in one piece; lines that share the marks share the page."""
        if marks is not self._marks:
            whole = frozenset([node for node in marks if isinstance(node, Call)])
            if whole not in self._pages:
                self._pages[whole] = Page(ascii=self.ascii, whole=whole, letters=self._letters, limits=self.limits)
            self._marks, self._page = marks, self._pages[whole]
        return self._page

    def phrase(self, phrase: Phrase) -> str:
        return "".join([self._said(part) if isinstance(part, str) else self.written(part) for part in phrase])

    def _said(self, text: str) -> str:
        clean = text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)
        return in_ascii(clean) if self.ascii else clean

    def wrapped(self, line: str, indent: int) -> list[str]:
        """The line broken at spaces, what follows indented; a word that is too long stays whole."""
        if self.width is None or visible(line) <= self.width:
            return [line]
        return list(_broken(line, self.width, " " * indent))


def within(lines: Iterable[str], limits: Limits) -> str:
    """The lines as one text; LimitError as soon as it is longer than a few of the longest expressions may be."""
    kept: list[str] = []
    allowed = length = WHOLE * limits.printed
    for line in lines:
        length -= len(line) + 1
        if length < 0:
            raise LimitError(NAMES["printed"], allowed, "more")
        kept.append(line)
    return "\n".join(kept)


def _broken(line: str, width: int, indent: str) -> Iterator[str]:
    start = re.match(" *", line)
    row = start.group() if start else ""
    taken, empty = len(row), True
    for word in line.split():
        size = visible(word)
        if not empty and taken + 1 + size > width:
            yield row
            row, taken, empty = indent, len(indent), True
        row = f"{row}{word}" if empty else f"{row} {word}"
        taken += size + (not empty)
        empty = False
    yield row


def visible(text: str) -> int:
    return len(_MARKS.sub("", text)) if BEGINS in text else len(text)


def padded(text: str, width: int) -> str:
    return text + " " * (width - visible(text))


def in_ascii(text: str) -> str:
    """Words without a character beyond ASCII: signs spelt, exponents after ^, letters by their names."""
    if text.isascii():
        return text
    text = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda match: "^" + match.group().translate(_RAISED), text)
    return ascii_name("".join(_SPELT.get(character, character) for character in text))
