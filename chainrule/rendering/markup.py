"""A listing in LaTeX, as the body of a document or a whole one, and in Markdown with formulas between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import assert_never

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Product, UnknownCall
from chainrule.expression.writing import Hole, Part, Slot, written
from chainrule.rendering import wording
from chainrule.rendering.blocks import (
    Answer,
    Block,
    Definitions,
    Heading,
    Line,
    Phrase,
    ReadAs,
    Sentence,
    Side,
)  # fmt: skip
from chainrule.rendering.latex import Latex
from chainrule.rendering.layout import in_ascii, within
from chainrule.rendering.rates import Rate

__all__ = ["DOCUMENT", "latex_document", "latex_listing", "markdown_listing"]

DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\setlength{\parindent}{0pt}
\allowdisplaybreaks
\begin{document}
\raggedright
%s
\end{document}
"""
_LATEX_SPECIAL = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
                  **{character: "\\" + character for character in "#$%&_{}"}}  # fmt: skip
_LATEX_ESCAPES = str.maketrans(_LATEX_SPECIAL)
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#$|~])")


class ListingLatex(Latex):
    """LaTeX with rates as fractions; `raw` holds the products in which every dot is written."""

    def __init__(self, *, raw: Container[Node] = (), whole: Container[Node] = ()) -> None:
        super().__init__(whole=whole)
        self.raw = raw

    def needs_brackets(self, node: Node, slot: Slot) -> bool:
        if isinstance(node, Rate):
            return slot in ("base", "atom")
        return super().needs_brackets(node, slot)

    def unknown_call(self, node: UnknownCall) -> Iterable[Part]:
        if not isinstance(node, Rate):
            return super().unknown_call(node)
        d = r"\partial " if node.partial else "d"
        total = sum(node.orders)
        above = f"{d.rstrip()}^{{{total}}} " if total > 1 else d
        below = [f"{d}{self.symbol(s.name)}{f'^{{{n}}}' if n > 1 else ''}" for s, n in reversed(node.by)]
        return (rf"\frac{{{above}{self.symbol(node.name)}}}{{{' '.join(below)}}}",)

    def symbol(self, name: str) -> str:
        stem, _, order = name.partition("^")
        letter = stem.rstrip("'")
        return super().symbol(letter) + stem[len(letter) :] + (f"^{{{order}}}" if order else "")

    def product(self, node: Product) -> Iterator[Part]:
        if node not in self.raw:
            yield from super().product(node)
            return
        yield Hole(node.factors[0], "first factor")
        for factor in node.factors[1:]:
            yield r" \cdot "
            yield Hole(factor, "factor")

    def misleads(self, left: Expression, right: Expression) -> bool:
        return isinstance(left, Rate) or isinstance(right, Rate) or super().misleads(left, right)


def latex_listing(blocks: Iterable[Block], limits: Limits = DEFAULT) -> str:
    """The body of a document that loads amsmath."""
    return within(_latex_lines(blocks, limits), limits)


def latex_document(blocks: Iterable[Block], limits: Limits = DEFAULT) -> str:
    """A whole document, ready to be compiled."""
    return DOCUMENT % latex_listing(blocks, limits)


def markdown_listing(blocks: Iterable[Block], limits: Limits = DEFAULT) -> str:
    """Lines of Markdown whose formulas are LaTeX between dollar signs."""
    return within(_markdown_lines(blocks, limits), limits)


# --- formulas --------------------------------------------------------------------------------------------------------


def _math(node: Node, limits: Limits, side: Side | None = None, whole: Container[Node] = ()) -> str:
    return written(node, ListingLatex(raw=side.raw if side is not None else (), whole=whole), limits)


def _equation(line: Line, limits: Limits) -> str:
    """The line's formulas with the signs between them."""
    sides = [_math(side.expression, limits, side, line.marks) for side in line.sides]
    if line.left is None:
        return " = ".join(sides)
    left = "" if line.continued else _math(line.left, limits)
    return " = ".join([left, *sides]).strip()


def _latex_phrase(phrase: Phrase, limits: Limits) -> str:
    return "".join(
        [latex_words(part) if isinstance(part, str) else f"${_math(part, limits)}$" for part in phrase]
    )


def latex_words(text: str) -> str:
    """Words as they are, outside mathematical mode: nothing in them is a command."""
    return in_ascii(text).translate(_LATEX_ESCAPES)


def _markdown_phrase(phrase: Phrase, limits: Limits) -> str:
    return "".join([markdown_words(part) if isinstance(part, str) else f"${_math(part, limits)}$" for part in phrase])


def markdown_words(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)


# --- LaTeX -----------------------------------------------------------------------------------------------------------


def _latex_lines(blocks: Iterable[Block], limits: Limits) -> Iterator[str]:
    listed = False
    for block in blocks:
        if isinstance(block, Line) is not listed:
            yield r"\end{itemize}" if listed else r"\begin{itemize}"
            listed = not listed
        yield from _latex_block(block, limits)
    if listed:
        yield r"\end{itemize}"


def _latex_block(block: Block, limits: Limits) -> Iterator[str]:
    match block:
        case Line():
            formula, remark = _equation(block, limits), _latex_phrase(block.remark, limits)
            shown = f" $\\displaystyle {formula}$" if formula else ""
            spaced = f" \\quad {remark}" if remark else ""
            yield f"\\item[{block.number}] {_latex_phrase(block.label, limits)}:{shown}{spaced}"
        case Definitions():
            rows = [
                f"{_math(row.name, limits)} &= {_math(row.expression, limits, None, block.marks)}"
                + (f" && \\text{{{_latex_phrase(row.role, limits)}}}" if row.role else "")
                for row in block.rows
            ]
            yield "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"
        case ReadAs(name, expression, about, marks):
            formula = f"{_math(name, limits)} = {_math(expression, limits, None, marks)}"
            yield f"{wording.READ_AS}: $\\displaystyle {formula}$, {_latex_phrase(about, limits)}\\par"
        case Heading(phrase):
            yield f"\\paragraph{{{_latex_phrase(phrase, limits)}}}\\mbox{{}}\\par"
        case Sentence(phrase):
            yield f"{_latex_phrase(phrase, limits)}\\par"
        case Answer(_, expression):
            yield f"\\[{_math(expression, limits)}\\]"
        case _:
            assert_never(block)


# --- Markdown --------------------------------------------------------------------------------------------------------


def _markdown_lines(blocks: Iterable[Block], limits: Limits) -> Iterator[str]:
    before: type[Block] | None = None
    for block in blocks:
        if before is not None and not (before is type(block) is Line):
            yield ""
        yield from _markdown_block(block, limits)
        before = type(block)


def _markdown_block(block: Block, limits: Limits) -> Iterator[str]:
    match block:
        case Line():
            formula, remark = _equation(block, limits), _markdown_phrase(block.remark, limits)
            shown = f" ${formula}$" if formula else ""
            yield f"- **{block.number}** {_markdown_phrase(block.label, limits)}:{shown}{' ' if remark else ''}{remark}"
        case Definitions():
            for row in block.rows:
                formula = f"{_math(row.name, limits)} = {_math(row.expression, limits, None, block.marks)}"
                yield f"- ${formula}$" + (f" ({_markdown_phrase(row.role, limits)})" if row.role else "")
        case ReadAs(name, expression, about, marks):
            formula = f"{_math(name, limits)} = {_math(expression, limits, None, marks)}"
            yield f"**{wording.READ_AS}:** ${formula}$, {_markdown_phrase(about, limits)}"
        case Heading(phrase):
            yield f"### {_markdown_phrase(phrase, limits)}"
        case Sentence(phrase):
            yield _markdown_phrase(phrase, limits)
        case Answer(_, expression):
            yield f"${_math(expression, limits)}$"
        case _:
            assert_never(block)
