"""Formulas, numbers and points as pictures write them: the text notation, cut where it would be too long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chainrule.calculus.at_point import AtPoint
from chainrule.calculus.derivation import Derivation
from chainrule.calculus.links import Link, chain_of
from chainrule.errors import ChainRuleError, LimitError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Node, Symbol
from chainrule.expression.writing import Writer
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Phrase
from chainrule.rendering.media.layout import in_ascii
from chainrule.rendering.notation.text import Text, letters_in
from chainrule.rendering.wording import said

__all__ = ["Subject", "equal_sign", "equations", "fitted", "number", "phrase", "point_of"]

DIGITS = 4


class Subject(NamedTuple):
    """What a picture is about: the target by its name, the chain of its first derivative, the point if there is one."""

    derivation: Derivation
    name: str
    chain: tuple[Link, ...]
    point: dict[str, float] | None

    @classmethod
    def of(cls, derivation: Derivation, at: Any) -> Subject:
        """Raises ChainRuleError where nothing was differentiated or a number is missing."""
        if not derivation.stages:
            raise ChainRuleError(wording.PICTURE_OF_NOTHING)
        name = derivation.called
        return cls(derivation, name, chain_of(derivation), point_of(derivation, at))

    @property
    def where(self) -> Phrase:
        """x = 2, y = 1"""
        return equations(self.point or {})

    @property
    def title(self) -> str:
        return f"{phrase((Symbol(self.name),))} = {fitted(self.derivation.target)}"

    @property
    def remarks(self) -> list[Phrase]:
        """What has to be said of a target that is no composite."""
        from chainrule.rendering.listing.telling import remarks

        if len(self.chain) > 1:
            return []
        stage = self.derivation.stages[0]
        inside = next((step.target for step in stage.steps[1:] if step.is_composite), None)
        more = [] if inside is None else [said(wording.PICTURE_OF_PART, target=fitted(inside))]
        return [*(sentence.phrase for sentence in remarks(stage)), *more]


def point_of(derivation: Derivation, at: Any) -> dict[str, float] | None:
    """The numbers of a point by name; `at` is what `Derivation.at` takes, or gives."""
    if at is None:
        return None
    found = at if isinstance(at, AtPoint) else derivation.at(at)
    return {symbol.name: value for symbol, value in found.values.items()}


def equations(values: Mapping[str, float], *, ascii: bool = False) -> Phrase:
    """x = 2, y = 1"""
    parts: list[str | Node] = []
    for name, value in values.items():
        parts += [", "] if parts else []
        parts += [Symbol(name), f" {equal_sign(value)} {number(value, ascii=ascii)}"]
    return tuple(parts)


def equal_sign(*values: float) -> str:
    """= where every number is written in full, else ≈."""
    return "=" if all(float(f"{value:.{DIGITS}g}") == value for value in values) else "≈"


def fitted(node: Node, width: int = 48, *, ascii: bool = False) -> str:
    """The node in the text notation, cut with an ellipsis; a huge one costs no more than a small one."""
    writer = Writer(Text(ascii=ascii, letters=letters_in(node)), Limits(printed=width))
    dots = "..." if ascii else "…"
    try:
        writer.write(node)
    except LimitError:
        return _printable("".join(writer.pieces)[: width - len(dots)] + dots, ascii=ascii)
    return _printable("".join(writer.pieces), ascii=ascii)


def number(value: float, *, ascii: bool = False) -> str:
    """A number to a few digits: 4, -0.65, 1.2·10⁶."""
    if value == 0:
        return "0"
    text = f"{value:.{DIGITS}g}"
    if "e" not in text:
        return text
    mantissa, _, exponent = text.partition("e")
    power = str(int(exponent))
    if ascii:
        return f"{mantissa}e{power}"
    return f"{mantissa}·10{power.translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def phrase(parts: Phrase, *, ascii: bool = False) -> str:
    """Words and formulas as one line of text."""
    return "".join(
        _printable(part, ascii=ascii) if isinstance(part, str) else fitted(part, ascii=ascii) for part in parts
    )


def _printable(text: str, *, ascii: bool) -> str:
    clean = text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)
    return in_ascii(clean.replace("≈", "~")) if ascii else clean
