"""A listing in Typst: a fragment, or a whole document with a colour for each layer and words for each formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Node
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
    Told,
)  # fmt: skip
from chainrule.rendering.media.layout import within
from chainrule.rendering.notation.speech import spoken
from chainrule.rendering.notation.typst import quoted, typst

__all__ = ["Writer", "typst_document", "typst_listing", "typst_words"]

LAYERS = ("layera", "layerb", "layerc", "layerd", "layere", "layerf")
COLOURS = ("#0b5394", "#8a3a00", "#6a1b9a", "#1b5e20", "#9c1458", "#00585f")
PREAMBLE = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 2.2cm, y: 2.4cm), numbering: "1")
#set text(lang: "en", size: 11pt)
#set par(spacing: 0.8em)
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): it => block(above: 1.8em, below: 1em, sticky: true, it)
#let formula(words, body) = math.equation(alt: words, block: false, math.display(body.body))
#let tall(body) = {{ set text(top-edge: "bounds", bottom-edge: "bounds"); set par(leading: 0.7em); body }}
#let said(body) = block(spacing: 0.95em, tall(body))
#show table.cell: tall
#let step(number, label, body) = block(breakable: false, spacing: 0.95em, grid(
  columns: (2.8em, 10em, 1fr), column-gutter: 0.6em, align: horizon, strong(number), label, tall(body)))
#let name(body, role) = block(inset: (left: 3.4em), spacing: 0.75em, grid(
  columns: 2, column-gutter: 2em, align: horizon, tall(body), text(fill: luma(35%), role)))
"""
FRAGMENT = """#let formula(words, body) = math.equation(alt: words, block: false, math.display(body.body))
#let step(number, label, body) = block[#strong(number) #label: #body]
#let name(body, role) = block[#body #role]
#let said(body) = block(body)
"""


def typst_listing(told: Iterable[Block], limits: Limits = DEFAULT) -> str:
    """A fragment: it brings its few definitions with it, and may be included in any document."""
    return within((FRAGMENT + _layer_functions(), *Writer(limits).lines(told)), limits)


def typst_document(chapters: Sequence[Told], *, title: str | None = None) -> str:
    """A whole document, with a section for each record; the same text for the same records."""
    parts = [PREAMBLE.format(title=quoted(title or wording.PAGE_TITLE)) + _layer_functions()]
    parts.append(f"#heading(level: 1, {quoted(title or wording.PAGE_TITLE)})")
    for told in chapters:
        writer = Writer(told.limits, level=3)
        heading = writer.equation(told.name, (Side(told.subject),), NO_MARKS)
        parts.append(f"#heading(level: 2)[{heading}]")
        parts.append(within(writer.lines(told.blocks), told.limits))
    return "\n".join(parts) + "\n"


def typst_words(text: str) -> str:
    """Words as they are, in a place for markup: nothing in them is a command."""
    return f"#{quoted(text)};" if text else ""


def _layer_functions() -> str:
    """One function for the colour of each layer, to be called in formulas."""
    rows = [
        f'#let {name}(body) = text(fill: rgb("{colour}"), $body$)' for name, colour in zip(LAYERS, COLOURS, strict=True)
    ]
    return "\n".join(rows) + "\n"


class Writer:
    """Writes the blocks of one listing; letters of layers get their colours in the order in which they come."""

    def __init__(self, limits: Limits, *, level: int = 2) -> None:
        self.limits, self.level = limits, level
        self.layers: dict[str, str] = {}
        self.marks: Marks = NO_MARKS  # of the lines before, which hold until there are others

    def lines(self, told: Iterable[Block]) -> Iterator[str]:
        for block in told:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Line():
                yield self.line(block)
            case Definitions(rows, marks):
                for row in rows:
                    equation = self.equation(row.name, (Side(row.expression, row.raw),), marks)
                    yield f"#name[{equation}][{self.phrase(row.role, marks)}]"
            case ReadAs(name, expression, about, marks):
                equation = self.equation(name, (Side(expression),), marks)
                yield f"#said[{typst_words(wording.READ_AS + ': ')}{equation}{typst_words(', ')}{self.phrase(about)}]"
            case Heading(phrase):
                yield f"#heading(level: {self.level})[{self.phrase(phrase)}]"
            case Sentence(phrase):
                yield f"#said[{self.phrase(phrase)}]"
            case Table(head, rows):
                cells = [f"[{self.phrase(cell)}]" for row in rows for cell in row]
                top = ", ".join([f"[{self.phrase(cell)}]" for cell in head])
                look = f"columns: {len(head)}, align: right + horizon, stroke: 0.4pt"
                yield f"#table({look}, table.header({top}), {', '.join(cells)})"
            case Answer(left, expression):
                yield f"{self.equation(left, (Side(expression),), NO_MARKS)}\n"
            case _:
                assert_never(block)

    def line(self, line: Line) -> str:
        self.marks = marks = line.marks or self.marks
        left = None if line.continued else line.left
        shown = self.equation(left, line.sides, marks, continued=line.continued) if line.sides else ""
        remark = f" {self.phrase(line.remark, marks)}" if line.remark else ""
        return f"#step({quoted(line.number)})[{self.phrase(line.label, marks)}][{shown}{remark}]"

    def equation(
        self, left: Node | None, sides: Sequence[Side], marks: Marks, *, continued: bool = False
    ) -> str:
        """`left = side = side`, in pieces between which a line may break."""
        pieces = [] if left is None else [self.formula(left, marks)]
        for index, side in enumerate(sides):
            equals = bool(index or left is not None or continued)
            pieces.append(self.formula(side.expression, marks, raw=side.raw, equals=equals))
        return " ".join(pieces)

    def formula(
        self, node: Node, marks: Marks = NO_MARKS, *, raw: frozenset[Node] = frozenset(), equals: bool = False
    ) -> str:
        """One formula with what is read aloud for it."""
        inside = typst(node, raw=raw, marks=self.coloured(marks), limits=self.limits)
        words = spoken(node, raw=raw, limits=self.limits)
        sign, said = ("= ", "equals ") if equals else ("", "")
        return f"#formula({quoted(said + words)}, ${sign}{inside}$);"

    def coloured(self, marks: Marks) -> Mapping[Node, str]:
        for name in marks.values():
            if name:
                self.layers.setdefault(name, LAYERS[len(self.layers) % len(LAYERS)])
        return {node: self.layers.get(name, "") for node, name in marks.items()}

    def phrase(self, phrase: Phrase, marks: Marks = NO_MARKS) -> str:
        return "".join([typst_words(part) if isinstance(part, str) else self.formula(part, marks) for part in phrase])
