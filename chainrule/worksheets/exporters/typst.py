"""A worksheet for the printer: in Typst, and as a PDF with tags, words for every formula, and its fonts inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Call, Node, Quotient, Relation
from chainrule.expression.writing import Hole, Notation, Part, written
from chainrule.rendering import wording_sheets as wording
from chainrule.rendering.listing.blocks import NO_MARKS, Marks, Phrase, Side
from chainrule.rendering.media.pdf import compiled
from chainrule.rendering.media.typst import Writer, typst_words
from chainrule.rendering.notation.pages import Texts
from chainrule.rendering.notation.speech import NAMELESS, Speech, tidy
from chainrule.rendering.notation.typst import TypstMath, quoted
from chainrule.worksheets.questions import Question, questions, sections, solution
from chainrule.worksheets.sheet import Variant, Wanted, Worksheet

__all__ = ["pdf_sheet", "typst_sheet"]

PREAMBLE = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 2.2cm, top: 2.4cm, bottom: 1.8cm), numbering: "1", number-align: right)
#set text(lang: "en", size: 11pt)
#show math.equation: set text(top-edge: "bounds", bottom-edge: "bounds")
#set par(spacing: 0.9em, leading: 0.7em)
#show heading.where(level: 1): it => block(below: 0.9em, text(size: 16pt, it.body))
#show heading.where(level: 2): it => block(above: 1.7em, below: 1.3em, sticky: true,
  text(size: 11pt, weight: "regular", style: "italic", it.body))
#let formula(words, body) = math.equation(alt: words, block: false, math.display(body.body))
#let rule(width) = box(width: width, baseline: 0.15em, line(length: 100%, stroke: 0.5pt))
#let person = [{name}: #box(width: 1fr, rule(100%)) #h(0.8em) {date}: #rule(3cm)]
#let part(name, head, body) = {{
  {pagebreak}
  page(header: grid(columns: (1fr, auto), column-gutter: 2em, align: bottom,
    head, text(size: 9pt, fill: luma(35%), {code} + name)), {{ counter(page).update(1); body }})
}}
#let top(title, part) = grid(columns: (1fr, auto), column-gutter: 1em, align: bottom,
  heading(level: 1, title), block(below: 0.9em, text(size: 10pt, part)))
#let keyed(variant) = heading(level: 2, text(style: "normal", strong(variant)))
#let numbered(number, body) = par(hanging-indent: 2em, [#box(width: 2em, strong(number))#body])
#let ask(number, room, given, lines, below) = block(breakable: false, width: 100%, spacing: 1.9em, {{
  numbered(number, given)
  block(inset: (left: 2em), lines)
  v(0.3em + room * 1.2em, weak: false)
  block(inset: (left: 2em), below)
}})
#let blank(label) = block(spacing: 1.7em, grid(columns: (auto, 1fr), column-gutter: 0.4em, align: (horizon, bottom),
  label, line(length: 100%, stroke: 0.5pt)))
#let ticks(abreast, ..labels) = grid(columns: (1fr,) * abreast, row-gutter: 1.1em, column-gutter: 0.6em, align: horizon,
  ..labels.pos().map(label => grid(columns: (auto, 1fr), column-gutter: 0.6em, align: horizon,
    box(width: 0.8em, height: 0.8em, stroke: 0.6pt), label)))
#let row(body) = block(spacing: 0.9em, body)
#let answer(number, body) = block(breakable: false, spacing: 1em, numbered(number, body))
#let solved(number, given, body) = {{
  block(breakable: false, above: 1.8em, below: 1em, sticky: true, numbered(number, given))
  block(inset: (left: 2em), body)
}}
#let said(body) = block(spacing: 0.8em, body)
#let step(number, label, body) = par(hanging-indent: 2em,
  [#text(fill: luma(30%))[#number #label:] #h(0.5em) #body])
#let name(body, role) = par[#h(1em) #body #h(2em) #text(fill: luma(35%), role)]
"""
Nodes: TypeAlias = "frozenset[Node]"
NONE: Nodes = frozenset()
FITS, FLAT = 100, 2  # characters of a numerator that a line has room for; a lower one is not measured
ON_NEW_PAPER = 'pagebreak(weak: true, to: "odd")'


def typst_sheet(sheet: Worksheet, wanted: Wanted) -> str:
    """All variants, each from a new page; then, if wanted, the keys one below the other, and the worked solutions."""
    pen, asked = _Pen(), [(variant, questions(variant)) for variant in sheet.variants]
    lines = [_preamble(sheet, wanted)]
    for variant, each in asked:
        lines += _part(sheet, _name(variant), pen.sheet(each), head="person")
    if wanted.key:
        lines += _part(sheet, wording.KEY, [line for variant, each in asked for line in pen.key(_name(variant), each)])
    for variant, each in asked if wanted.solutions else ():
        name = wording.PART_OF_VARIANT.format(part=wording.SOLUTIONS, variant=_name(variant))
        lines += _part(sheet, name, map(pen.solution, each))
    return "\n".join(lines) + "\n"


def _preamble(sheet: Worksheet, wanted: Wanted) -> str:
    return PREAMBLE.format(
        title=quoted(sheet.title), name=typst_words(wording.NAME), date=typst_words(wording.DATE),
        code=quoted(f"{wording.SHEET.format(code=sheet.code)} · "),
        pagebreak=ON_NEW_PAPER if wanted.two_sided else "",
    )  # fmt: skip


def _name(variant: Variant) -> str:
    return wording.VARIANT.format(number=variant.number)


def _part(sheet: Worksheet, name: str, lines: Iterable[str], *, head: str = "none") -> Iterator[str]:
    """Pages of their own, told at the top of each; counting them is left to Typst, which lays out all once then."""
    yield f"#part({quoted(name)}, {head})["
    yield f"#top({quoted(sheet.title)}, {quoted(name)})"
    yield from lines
    yield "]"


def pdf_sheet(sheet: Worksheet, wanted: Wanted) -> bytes:
    """Raises MissingExtraError where Typst is not installed."""
    return compiled(typst_sheet(sheet, wanted))


class _Written:
    """What one notation wrote so far: a sheet says most things several times, alone and as a part of others.

    notation   made for products in which every dot is written, and sub-expressions that are written in one piece
    finish     what is done with a text that is complete
    """

    def __init__(
        self, notation: Callable[[Nodes, Nodes], Notation], limits: Limits, finish: Callable[[str], str] = str
    ) -> None:
        self.notation, self.limits, self.finish = notation, limits, finish
        self._parts = Texts(notation(NONE, NONE), limits)
        self._texts: dict[tuple[Node, Nodes, Nodes], str] = {}

    def text(self, node: Node, raw: Nodes = NONE, whole: Nodes = NONE) -> str:
        text = self._texts.get((node, raw, whole))
        if text is None:
            made = self._with(node, raw, whole) if raw or whole else self._parts.text(node)
            text = self._texts[node, raw, whole] = self.finish(made)
        return text

    def _with(self, node: Node, raw: Nodes, whole: Nodes) -> str:
        lowest = min([each.height for each in (*raw, *whole)])  # what is lower holds none of them

        def known(part: Node) -> str | None:
            return self._parts.text(part) if part.height < lowest else None

        return written(node, self.notation(raw, whole), self.limits, known=known)


class OnPaper(TypstMath):
    """With (f)/(g) for a fraction that is wider than a line: no line can break in it, but beside a slash."""

    def quotient(self, node: Quotient) -> Iterable[Part]:
        if all(len(str(part)) <= FITS for part in node.children if part.height > FLAT):
            return super().quotient(node)
        return ("(", Hole(node.numerator, "enclosed"), ") slash (", Hole(node.denominator, "enclosed"), ")")


class _Pen(Writer):
    """Writes in black, and an equation in one piece: that takes a third of the time, and a sheet has thousands."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        super().__init__(limits, level=2)
        self._formulas = _Written(lambda raw, whole: OnPaper(raw=raw, whole=whole), limits)
        self._words = _Written(lambda raw, whole: Speech(raw=raw), limits, lambda said: tidy(said) or NAMELESS)

    def equation(
        self, left: Node | None, sides: Sequence[Side], marks: Marks, *, continued: bool = False
    ) -> str:
        whole = frozenset([node for node in marks if isinstance(node, Call)])
        shown = [] if left is None else [(left, NONE, NONE)]
        shown += [(side.expression, side.raw, whole) for side in sides]
        first, said = ("= ", "equals ") if continued and left is None else ("", "")
        formula = " = ".join([self._formulas.text(*each) for each in shown])
        words = " equals ".join([self._words.text(*each) for each in shown])
        return f"#formula({quoted(said + words)}, ${first}{formula}$);"

    def phrase(self, phrase: Phrase, marks: Marks = NO_MARKS) -> str:
        return "".join(
            [typst_words(part) if isinstance(part, str) else self.equation(part, (), NO_MARKS) for part in phrase]
        )

    def sheet(self, asked: Iterable[Question]) -> Iterator[str]:
        for section in sections(asked):
            yield f"#heading(level: 2, {quoted(section.instruction)})"
            for question in section.questions:
                yield self.question(question)

    def key(self, name: str, asked: Iterable[Question]) -> Iterator[str]:
        yield f"#keyed({quoted(name)})"
        for question in asked:
            yield f'#answer("{question.number}")[{self.phrase(question.key)}]'

    def question(self, question: Question) -> str:
        if question.choices:
            choices = "".join([f"[{self.phrase(choice)}]" for choice in question.choices])
            below = f"#ticks({question.abreast}){choices}"
        else:
            below = "".join([f"#blank[{self.phrase(blank)}]" for blank in question.blanks])
        lines = "".join([f"#row[{self.phrase(line)}]" for line in question.lines])
        if question.table is not None:
            lines += "".join(self.block(question.table))
        return f'#ask("{question.number}", {question.room})[{self.given(question.given)}][{lines}][{below}]'

    def given(self, given: Sequence[Relation]) -> str:
        return " #h(1.5em) ".join([self.phrase((equation,)) for equation in given])

    def solution(self, question: Question) -> str:
        self.marks = NO_MARKS
        body = "\n".join(self.lines(solution(question)))
        return f'#solved("{question.number}")[{self.given(question.given)}][\n{body}\n]'
