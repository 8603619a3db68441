"""A listing in LaTeX: the body of a document that loads amsmath, or a whole one."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import assert_never

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Node, Relation
from chainrule.expression.writing import written
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
    Told,
)  # fmt: skip
from chainrule.rendering.media.layout import in_ascii, within
from chainrule.rendering.notation.latex import Latex

__all__ = ["DOCUMENT", "equation", "latex_document", "latex_listing", "latex_words", "math", "worded"]

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
_LATEX_LETTERS = re.compile("[À-ÖØ-öø-žȘ-ț„“”«»–—‘’]+")  # what T1 has beyond ASCII
_LATEX_APART = re.compile(f"([×⊙·]|{_LATEX_LETTERS.pattern})")
_LATEX_LIGATURES = re.compile("([-`'<>?!])(?=[-`'<>])")  # two of them would become another character
_LATEX_SIGNS = {"·": "$\\cdot$", "×": r"$\times$", "⊙": r"$\odot$"}


def latex_listing(told: Iterable[Block], limits: Limits = DEFAULT) -> str:
    """The body of a document that loads amsmath."""
    return within(_lines(told, limits), limits)


def latex_document(chapters: Sequence[Told], *, title: str | None = None) -> str:
    """A whole document, ready to be compiled, with a section for each record."""
    parts = [] if title is None else [rf"\begin{{center}}\Large {latex_words(title)}\end{{center}}"]
    for told in chapters:
        heading = math(Relation("=", told.name, told.subject), told.limits)
        parts.append(rf"\section*{{$\displaystyle {heading}$}}")
        parts.append(latex_listing(told.blocks, told.limits))
    return DOCUMENT % "\n\n".join(parts)


def math(node: Node, limits: Limits, side: Side | None = None, whole: Container[Node] = ()) -> str:
    """One formula, without dollar signs."""
    return written(node, Latex(raw=side.raw if side is not None else (), whole=whole), limits)


def equation(line: Line, limits: Limits) -> str:
    """The line's formulas with the signs between them."""
    sides = [math(side.expression, limits, side, line.marks) for side in line.sides]
    if line.left is None:
        return " = ".join(sides)
    left = "" if line.continued else math(line.left, limits)
    return " = ".join([left, *sides]).strip()


def latex_words(text: str) -> str:
    """Words as they are, outside mathematical mode: nothing in them is a command.

    Letters of European languages stay, which the encoding T1 has; other characters are spelt in ASCII.
    """
    clean = "".join([character if character.isprintable() else " " for character in text])
    pieces = _LATEX_APART.split(clean)
    return "".join([_LATEX_SIGNS.get(piece) or _latex_piece(piece) for piece in pieces])


def _latex_piece(piece: str) -> str:
    kept = piece if _LATEX_LETTERS.fullmatch(piece) else in_ascii(piece)
    return _LATEX_LIGATURES.sub(r"\1{}", kept.translate(_LATEX_ESCAPES))


def worded(phrase: Phrase, limits: Limits = DEFAULT) -> str:
    """Words, and formulas between dollar signs."""
    return "".join([latex_words(part) if isinstance(part, str) else f"${math(part, limits)}$" for part in phrase])


def _lines(told: Iterable[Block], limits: Limits) -> Iterator[str]:
    listed = False
    for block in told:
        if isinstance(block, Line) is not listed:
            yield r"\end{itemize}" if listed else r"\begin{itemize}"
            listed = not listed
        yield from _block(block, limits)
    if listed:
        yield r"\end{itemize}"


def _block(block: Block, limits: Limits) -> Iterator[str]:
    match block:
        case Line():
            formula, remark = equation(block, limits), worded(block.remark, limits)
            shown = f" $\\displaystyle {formula}$" if formula else ""
            spaced = f" \\quad {remark}" if remark else ""
            yield f"\\item[{block.number}] {worded(block.label, limits)}:{shown}{spaced}"
        case Definitions():
            rows = [
                f"{math(row.name, limits)} &= {math(row.expression, limits, None, block.marks)}"
                + (f" && \\text{{{worded(row.role, limits)}}}" if row.role else "")
                for row in block.rows
            ]
            yield "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"
        case ReadAs(name, expression, about, marks):
            formula = f"{math(name, limits)} = {math(expression, limits, None, marks)}"
            yield f"{wording.READ_AS}: $\\displaystyle {formula}$, {worded(about, limits)}\\par"
        case Heading(phrase):
            yield f"\\paragraph{{{worded(phrase, limits)}}}\\mbox{{}}\\par"
        case Sentence(phrase):
            yield f"{worded(phrase, limits)}\\par"
        case Table(head, rows):
            cells = [" & ".join([worded(cell, limits) for cell in row]) for row in (head, *rows)]
            yield f"\\begin{{tabular}}{{{'r' * len(head)}}}"
            yield f"{cells[0]} \\\\ \\hline"
            yield from (f"{row} \\\\" for row in cells[1:])
            yield r"\end{tabular}\par"
        case Answer(_, expression):
            yield f"\\[{math(expression, limits)}\\]"
        case _:
            assert_never(block)
