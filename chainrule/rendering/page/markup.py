"""Pieces of a page: words, formulas with what is read aloud for them, equations that may break at their signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node
from chainrule.expression.writing import written
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import NO_MARKS, Marks, Phrase, Side
from chainrule.rendering.notation.mathml import MathML, element, printable
from chainrule.rendering.notation.speech import spoken

__all__ = ["COLOURS", "DIGITS", "Pen", "number", "safe"]

MARKUP = 20  # characters of markup that may stand for one that is seen
COLOURS = 6  # of layers; more layers begin again
DIGITS = 5  # of a number that is shown
EQUALS = "<mo>=</mo>"


class Coloured(MathML):
    """MathML in which each layer has the number of its colour."""

    colours: Mapping[str, int] = {}

    def mark(self, name: str) -> tuple[str, str]:
        if not name:
            return "<mrow>", "</mrow>"
        colour = self.colours.get(name, 0)
        return f'<mrow class="layer c{colour}" data-layer="{safe(name)}">', "</mrow>"


class Pen:
    """Writes the formulas of one derivation; `layers` are the letters that have a colour."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = replace(limits, printed=MARKUP * limits.printed)
        self.layers: dict[str, int] = {}

    def learn(self, marks: Marks) -> None:
        """Give every letter of the marks a colour, in the order in which they come."""
        for name in marks.values():
            if name:
                self.layers.setdefault(name, len(self.layers) % COLOURS)

    def inside(self, side: Side, marks: Marks) -> str:
        """The children of a `<math>` element."""
        notation = Coloured(raw=side.raw, whole=marks)
        notation.colours = self.layers
        return written(side.expression, notation, self.limits, marks)

    def math(self, node: Node, marks: Marks, *, raw: frozenset[Node] = frozenset(), block: bool = False) -> str:
        side = Side(node, raw)  # type: ignore[arg-type]  # a relation is written in the same way
        return element(self.inside(side, marks), spoken(node, raw=raw, limits=self.limits), block=block)

    def equality(self, left: Expression, right: Expression) -> str:
        """`left = right` in one piece."""
        inside = f"{self.inside(Side(left), NO_MARKS)}{EQUALS}{self.inside(Side(right), NO_MARKS)}"
        return element(inside, f"{spoken(left, limits=self.limits)} equals {spoken(right, limits=self.limits)}")

    def equation(self, left: Node | None, sides: Sequence[Side], marks: Marks, *, continued: bool = False) -> str:
        """`left = side = side`, in pieces that a narrow page puts below each other."""
        pieces = [] if left is None or continued else [self.math(left, marks)]
        for index, side in enumerate(sides):
            inside, label = self.inside(side, marks), spoken(side.expression, raw=side.raw, limits=self.limits)
            if index or left is not None:
                inside, label = EQUALS + inside, f"equals {label}"
            pieces.append(element(inside, label))
        return "".join([f'<span class="piece">{piece}</span>' for piece in pieces])

    def phrase(self, phrase: Phrase, marks: Marks) -> str:
        return "".join([words(part) if isinstance(part, str) else self.math(part, marks) for part in phrase])


def words(text: str) -> str:
    """Words as they are: nothing in them is markup."""
    return escape(printable(text), quote=False)


def safe(text: str) -> str:
    """Text in an attribute, or anywhere else: no quote ends it, and a file can hold it."""
    return escape(printable(text))


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float | None) -> str:
    """As the scripts write numbers: 4, −0.65364, 1.2·10⁻⁹."""
    if value is None:
        return safe(wording.NOTHING)
    mantissa, _, exponent = f"{value + 0.0:.{DIGITS}g}".partition("e")
    raised = f"·10{str(int(exponent)).translate(_RAISED)}" if exponent else ""
    return mantissa.replace("-", "−") + raised
