"""A worksheet for the printer: in Typst, and as a PDF with tags, words for every formula, and its fonts inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Call, Node, Relation
from chainrule.rendering import wording_sheets as wording
from chainrule.rendering.listing.blocks import NO_MARKS, Marks, Phrase, Side
from chainrule.rendering.media.pdf import compiled
from chainrule.rendering.media.typst import Writer, typst_words
from chainrule.rendering.notation.speech import spoken
from chainrule.rendering.notation.typst import quoted, typst
from chainrule.worksheets.questions import Question, questions, sections, solution
from chainrule.worksheets.sheet import Variant, Worksheet

__all__ = ["pdf_sheet", "typst_sheet"]

PREAMBLE = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 2.2cm, top: 2cm, bottom: 1.8cm), footer: context {{
  set text(size: 9pt, fill: luma(35%))
  grid(columns: (1fr, auto), {foot} + state("part").get(), counter(page).display())
}})
#set text(lang: "en", size: 11pt, top-edge: "bounds", bottom-edge: "bounds")
#set par(spacing: 0.9em, leading: 0.7em)
#show heading.where(level: 1): it => block(below: 0.9em, text(size: 16pt, it.body))
#show heading.where(level: 2): it => block(above: 1.7em, below: 1.3em, sticky: true,
  text(size: 11pt, weight: "regular", style: "italic", it.body))
#let formula(words, body) = math.equation(alt: words, block: false, math.display(body.body))
#let rule(width) = box(width: width, baseline: 0.15em, line(length: 100%, stroke: 0.5pt))
#let begins(part) = {{ pagebreak(weak: true); counter(page).update(1); state("part", "").update(part) }}
#let top(title, part) = grid(columns: (1fr, auto), column-gutter: 1em, align: bottom,
  heading(level: 1, title), block(below: 0.9em, text(size: 10pt, part)))
#let person(name, date) = block(below: 1.4em, [#name: #box(width: 1fr, rule(100%)) #h(1.2em) #date: #rule(3.4cm)])
#let numbered(number, body) = par(hanging-indent: 2em, [#box(width: 2em, strong(number))#body])
#let ask(number, room, given, lines, below) = block(breakable: false, width: 100%, spacing: 1.9em, {{
  numbered(number, given)
  block(inset: (left: 2em), lines)
  v(0.3em + room * 1.2em, weak: false)
  block(inset: (left: 2em), below)
}})
#let blank(label) = block(spacing: 1.1em, grid(columns: (auto, 1fr), column-gutter: 0.4em, align: (horizon, bottom),
  label, line(length: 100%, stroke: 0.5pt)))
#let tick(label) = box(inset: (right: 1.6em, y: 0.3em),
  [#box(width: 0.8em, height: 0.8em, baseline: 0.08em, stroke: 0.6pt) #label])
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


def typst_sheet(sheet: Worksheet, *, key: bool, solutions: bool) -> str:
    """All variants, each from a new page; then, if wanted, the key and the worked solutions of each."""
    foot = f"{wording.SHEET.format(code=sheet.code)} · "
    parts, pen = [PREAMBLE.format(title=quoted(sheet.title), foot=quoted(foot))], _Pen()
    for variant in sheet.variants:
        parts += _asked(sheet, variant, pen)
    for variant in sheet.variants if key else ():
        parts += _begun(sheet, variant, wording.KEY)
        parts += [f'#answer("{q.number}")[{pen.phrase(q.key)}]' for q in questions(variant)]
    for variant in sheet.variants if solutions else ():
        parts += _begun(sheet, variant, wording.SOLUTIONS)
        parts += [pen.solution(question) for question in questions(variant)]
    return "\n".join(parts) + "\n"


def pdf_sheet(sheet: Worksheet, *, key: bool, solutions: bool) -> bytes:
    """Raises MissingExtraError where Typst is not installed."""
    return compiled(typst_sheet(sheet, key=key, solutions=solutions))


def _begun(sheet: Worksheet, variant: Variant, what: str = "") -> Iterator[str]:
    """A new page with its heading."""
    part = wording.VARIANT.format(number=variant.number)
    if what:
        part = wording.PART_OF_VARIANT.format(part=what, variant=part)
    yield f"#begins({quoted(part)})"
    yield f"#top({quoted(sheet.title)}, {quoted(part)})"


def _asked(sheet: Worksheet, variant: Variant, pen: _Pen) -> Iterator[str]:
    yield from _begun(sheet, variant)
    yield f"#person({quoted(wording.NAME)}, {quoted(wording.DATE)})"
    for section in sections(variant):
        yield f"#heading(level: 2, {quoted(section.instruction)})"
        for question in section.questions:
            yield pen.question(question)



class _Pen(Writer):
    """Writes in black, and an equation in one piece: that takes a third of the time, and a sheet has thousands.

    What was written once, as dy/dx on every line, is kept.
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        super().__init__(limits, level=2)
        self._written: dict[tuple[Node, frozenset[Node], frozenset[Node]], tuple[str, str]] = {}

    def written(
        self, node: Node, raw: frozenset[Node] = frozenset(), whole: frozenset[Node] = frozenset()
    ) -> tuple[str, str]:
        """A formula, and what is read aloud for it."""
        key = node, raw, whole
        if key not in self._written:
            formula = typst(node, raw=raw, whole=whole, limits=self.limits)
            self._written[key] = formula, spoken(node, raw=raw, limits=self.limits)
        return self._written[key]

    def equation(
        self, left: Node | None, sides: Sequence[Side], marks: Marks, *, continued: bool = False
    ) -> str:
        whole = frozenset([node for node in marks if isinstance(node, Call)])
        pairs = [] if left is None else [self.written(left)]
        pairs += [self.written(side.expression, side.raw, whole) for side in sides]
        first, said = ("= ", "equals ") if continued and left is None else ("", "")
        formula, words = " = ".join([pair[0] for pair in pairs]), " equals ".join([pair[1] for pair in pairs])
        return f"#formula({quoted(said + words)}, ${first}{formula}$);"

    def phrase(self, phrase: Phrase, marks: Marks = NO_MARKS) -> str:
        return "".join(
            [typst_words(part) if isinstance(part, str) else self.equation(part, (), NO_MARKS) for part in phrase]
        )

    def question(self, question: Question) -> str:
        if question.choices:
            below = "".join([f"#tick[{self.phrase(choice)}]" for choice in question.choices])
        else:
            below = "".join([f"#blank[{self.phrase(blank)}]" for blank in question.blanks])
        lines = "".join([f"#row[{self.phrase(line)}]" for line in question.lines])
        return f'#ask("{question.number}", {question.room})[{self.given(question.given)}][{lines}][{below}]'

    def given(self, given: Sequence[Relation]) -> str:
        return " #h(1.5em) ".join([self.phrase((equation,)) for equation in given])

    def solution(self, question: Question) -> str:
        self.marks = NO_MARKS
        body = "\n".join(self.lines(solution(question.problem)))
        return f'#solved("{question.number}")[{self.given(question.given)}][\n{body}\n]'
