"""Derivations as chapters of one page: the listing as steps that fold, the layers to light up, the live figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, assert_never

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.plain import shortened
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import (
    NO_MARKS,
    Answer,
    Block,
    Definitions,
    Heading,
    Line,
    Marks,
    ReadAs,
    Sentence,
    Side,
    Table,
    Told,
)  # fmt: skip
from chainrule.rendering.page.live import live_figure
from chainrule.rendering.page.markup import Pen, safe
from chainrule.rendering.page.shell import fragment_style, shell

__all__ = ["Steps", "html_listing", "html_page"]


def html_page(told: Sequence[Told], *, title: str | None = None) -> str:
    """One page with a chapter for each record, and contents where there are several.

    title   of the page, any text; left out, that of the only chapter
    """
    chapters = [_Chapter(record, index) for index, record in enumerate(told, 1)]
    several = len(chapters) > 1
    plain = title or (wording.PAGE_TITLE if several else wording.PAGE_OF_ONE.format(target=chapters[0].plain))
    heading = "" if title or several else chapters[0].heading
    body = "\n".join([chapter.html(headed=several or bool(title)) for chapter in chapters])
    navigation = _contents(chapters) if several else ""
    return shell(
        plain, body, heading=heading, navigation=navigation, styles=("derivation.css",), scripts=("derivation.js",)
    )


def html_listing(told: Iterable[Block], limits: Limits = DEFAULT) -> str:
    """A listing as a piece of HTML, for a notebook or a page of one's own; it brings its few rules of style with it."""
    kept, pen = list(told), Pen(limits)
    for block in kept:
        pen.learn(getattr(block, "marks", NO_MARKS))
    return f'<div class="chainrule">{fragment_style()}{"".join(Steps(pen, level=3).html(kept))}</div>'


def _contents(chapters: Sequence[_Chapter]) -> str:
    rows = "".join([f'<li><a href="#{chapter.id}">{chapter.heading}</a></li>' for chapter in chapters])
    return f'<nav aria-labelledby="contents"><h2 id="contents">{safe(wording.CONTENTS)}</h2><ol>{rows}</ol></nav>'


class _Chapter:
    """One record on the page."""

    def __init__(self, told: Told, number: int) -> None:
        self.id, self.told = f"d{number}", told
        self.pen = Pen(told.limits)
        self.blocks = list(told.blocks)
        for block in self.blocks:
            self.pen.learn(getattr(block, "marks", NO_MARKS))
        self.plain = f"{shortened(told.name)} = {shortened(told.subject)}"

    @property
    def heading(self) -> str:
        read = next((block for block in self.blocks if isinstance(block, ReadAs)), None)
        if read is None:
            return self.pen.math(self.told.subject, NO_MARKS)
        return self.pen.equation(read.name, [Side(read.expression)], NO_MARKS)

    def html(self, *, headed: bool) -> str:
        """The chapter as an article, with a heading of its own where the page has another."""
        heading = f'<h2 id="{self.id}-title">{self.heading}</h2>' if headed else ""
        named = f'aria-labelledby="{self.id}-title"' if headed else f'aria-label="{safe(self.plain)}"'
        steps = "".join(Steps(self.pen, level=3 if headed else 2).html(self.blocks))
        shown = self.told.figure
        figure = "" if shown is None else live_figure(shown, self.told.at, self.pen, self.id)
        bar = _bar(self.pen.layers, self.blocks)
        back = f'<p class="back"><a href="#main">{safe(wording.BACK_TO_TOP)}</a></p>' if headed else ""
        return f'<article class="derivation" id="{self.id}" {named}>{heading}{bar}{steps}{figure}{back}</article>'


def _bar(layers: Mapping[str, int], told: Sequence[Block]) -> str:
    """The layers by their letters, and the buttons that open and close all steps."""
    found = []
    for letter, colour in layers.items():
        label = safe(wording.LAYER_OF.format(letter=letter))
        found.append(
            f'<button type="button" class="chip c{colour}" data-layer="{safe(letter)}" aria-pressed="false" '
            f'aria-label="{label}">{safe(letter)}</button>'
        )
    chips = f'<span class="caption">{safe(wording.LAYERS)}</span>{"".join(found)}' if found else ""
    folds = ""
    if any(isinstance(block, Line) for block in told):
        folds = (
            f'<button type="button" class="fold" data-fold="open">{safe(wording.OPEN_ALL)}</button>'
            f'<button type="button" class="fold" data-fold="close">{safe(wording.CLOSE_ALL)}</button>'
        )
    return f'<div class="bar" role="group" aria-label="{safe(wording.CONTROLS)}">{chips}{folds}</div>'


class Steps:
    """The blocks of a listing as HTML: each line folds, and those below line 2 stand inside it."""

    def __init__(self, pen: Pen, *, level: int) -> None:
        self.pen, self.level = pen, level
        self.open: list[str] = []  # the numbers of the lines that are open
        self.marks: Marks = NO_MARKS

    def html(self, told: Iterable[Block]) -> Iterator[str]:
        for block in told:
            self.marks = getattr(block, "marks", NO_MARKS) or self.marks
            if isinstance(block, Line):
                yield from self._closed(block.number)
            elif not isinstance(block, Definitions | Table) and not self._is_inside(block):
                yield from self._closed("")
            yield from self._block(block)
        yield from self._closed("")

    def _is_inside(self, block: Block) -> bool:
        """A remark on the way stands where it is said; where an answer holds is said of the whole."""
        return isinstance(block, Sentence) and block.kind == "remark"

    def _closed(self, number: str) -> Iterator[str]:
        """Close the lines that the line with this number is not below."""
        while self.open and not number.startswith(f"{self.open[-1]}."):
            self.open.pop()
            yield "</div></details>"

    def _block(self, block: Block) -> Iterator[str]:
        pen, marks = self.pen, self.marks
        match block:
            case Line():
                yield from self._line(block)
            case Definitions():
                yield from self._definitions(block)
            case ReadAs(name, expression, about, own):
                equation = pen.equation(name, [Side(expression)], own)
                yield f'<p class="read">{safe(wording.READ_AS)}: {equation}, {pen.phrase(about, NO_MARKS)}</p>'
            case Heading(phrase):
                yield f"<h{self.level}>{pen.phrase(phrase, NO_MARKS)}</h{self.level}>"
            case Sentence(phrase, kind):
                yield f'<p class="sentence {kind}">{pen.phrase(phrase, marks)}</p>'
            case Table(head, rows):
                yield from self._table(head, rows)
            case Answer(left, expression):
                yield f'<p class="answer">{pen.equation(left, [Side(expression)], NO_MARKS)}</p>'
            case _:
                assert_never(block)

    def _line(self, line: Line) -> Iterator[str]:
        marks = line.marks or self.marks
        label = f'<span class="number">{line.number}</span> {self.pen.phrase(line.label, marks)}'
        remark = f'<span class="aside">{self.pen.phrase(line.remark, marks)}</span>' if line.remark else ""
        yield f'<details class="step" open><summary>{label}</summary><div class="told">'
        if line.sides:
            formula = self.pen.equation(line.left, line.sides, marks, continued=line.continued)
            yield f'<p class="formula">{formula}{remark}</p>'
        elif remark:
            yield f"<p>{remark}</p>"
        self.open.append(line.number)

    def _definitions(self, table: Definitions) -> Iterator[str]:
        yield '<ul class="names">'
        for row in table.rows:
            role = f' <span class="role">{self.pen.phrase(row.role, table.marks)}</span>' if row.role else ""
            formula = self.pen.equation(row.name, [Side(row.expression, row.raw)], table.marks)
            yield f"<li>{formula}{role}</li>"
        yield "</ul>"

    def _table(self, head: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
        yield '<div class="wide"><table><thead><tr>'
        for cell in head:
            written = self.pen.phrase(cell, NO_MARKS)
            yield f'<th scope="col">{written}</th>' if written else "<td></td>"
        yield "</tr></thead><tbody>"
        for row in rows:
            first, *others = [self.pen.phrase(cell, NO_MARKS) for cell in row]
            yield f'<tr><th scope="row">{first}</th>{"".join([f"<td>{cell}</td>" for cell in others])}</tr>'
        yield "</tbody></table></div>"
