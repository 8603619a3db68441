"""The layers of a composite as shells inside each other, the outer function outside, each with its letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chainrule.calculus.derivation import Derivation
from chainrule.calculus.links import Gauge, Link
from chainrule.expression.nodes import Symbol
from chainrule.rendering import wording
from chainrule.rendering.pictures.drawing import FORMULA, SMALL, TITLE, WORDS, Drawing, shaded, text_width, wrapped
from chainrule.rendering.pictures.formulas import Subject, equal_sign, equations, fitted, number, phrase
from chainrule.rendering.wording import joined, layer_role, said

__all__ = ["onion"]

SHOWN = 8  # layers; of more, the first and the last are shown
FIRST, LAST = 4, 3
STRIP, SIDE, BELOW, MARGIN = 42.0, 16.0, 14.0, 24.0
CORE = 44.0  # the height of the innermost
LEAST = 400.0  # width of the words


class Shell(NamedTuple):
    """What is written on one shell; `left_out` is how many layers it stands for, 0 for one of its own."""

    pieces: tuple[tuple[str, str], ...]
    role: str
    left_out: int = 0

    @property
    def formula(self) -> str:
        return "".join(text for text, _ in self.pieces)

    @property
    def width(self) -> float:
        beside = text_width(self.role, SMALL) + 26 if self.role else 0
        return text_width(self.formula, FORMULA) + 2 * beside + 34


def onion(derivation: Derivation, at: Mapping[Any, Any] | None = None) -> str:
    """The picture as SVG; with a point, each layer has its value there."""
    subject = Subject.of(derivation, at)
    shells = _shells(subject)
    core = fitted(subject.chain[-1].inside)
    if subject.point is not None:
        core = phrase(equations({subject.chain[-1].inside.name: subject.point[subject.chain[-1].inside.name]}))
    title = phrase(said(wording.PICTURED["onion"], name=Symbol(subject.name), target=fitted(derivation.target)))
    drawing = Drawing("onion", title, _described(subject, shells))
    inner = max(text_width(core, FORMULA) + 40, 90.0)
    widths = [inner]
    for shell in reversed(shells):
        widths.insert(0, max(widths[0] + 2 * SIDE, shell.width))
    width = max(widths[0], LEAST)
    y = drawing.lines(MARGIN, MARGIN + TITLE, wrapped(title, TITLE, width), TITLE, "heading") - 6
    y = drawing.lines(MARGIN, y, _notes(subject, width), WORDS, "quiet") - 4
    bottom = _draw(drawing, shells, widths, MARGIN + width / 2, y)
    _draw_core(drawing, core, inner, MARGIN + width / 2, y + STRIP * len(shells))
    return drawing.finished(width + 2 * MARGIN, bottom + MARGIN)


def _shells(subject: Subject) -> list[Shell]:
    count = len(subject.chain)
    values: list[float | None] = [None] * count
    if subject.point is not None:
        numbers = {Symbol(name): value for name, value in subject.point.items()}
        values = [measured.value for measured in Gauge(subject.chain).at(numbers)]
    shells = [_shell(link, _role(index, count), values[index]) for index, link in enumerate(subject.chain)]
    if count <= SHOWN:
        return shells
    left_out = count - FIRST - LAST
    gap = Shell(((wording.PICTURE_LEAVES_OUT[0].format(count=left_out), "quiet"),), "", left_out)
    return [*shells[:FIRST], gap, *shells[-LAST:]]


def _shell(link: Link, role: str, value: float | None) -> Shell:
    equals = "" if value is None else f" {equal_sign(value)} {number(value)}"
    return Shell(((fitted(link.name), "letter"), (f" = {fitted(link.outer)}{equals}", "")), role)


def _role(index: int, count: int) -> str:
    return layer_role(index, count) if count > 1 else ""


def _notes(subject: Subject, width: float) -> list[str]:
    """What is said under the title: the point, what is not composite, how the letters hang together."""
    notes = [] if subject.point is None else [said(wording.PICTURED_AT, point=subject.where)]
    notes += subject.remarks
    if len(subject.chain) > 1:
        notes.append(_story(subject))
    return [line for note in notes for line in wrapped(phrase(note), WORDS, width)]


def _story(subject: Subject) -> tuple[Any, ...]:
    steps = [said(wording.ONION_DEPENDS, name=link.name, inside=link.inside) for link in subject.chain]
    if len(steps) > SHOWN:
        steps = [*steps[:FIRST], ("…",), *steps[-LAST:]]
    return said(wording.ONION_FROM_OUTSIDE, chain=joined(steps))


def _described(subject: Subject, shells: list[Shell]) -> str:
    """The same in words, for those who cannot see it."""
    rows = [f"{shell.formula} ({shell.role})" if shell.role else shell.formula for shell in shells]
    said_too = [phrase(note) for note in subject.remarks]
    return ". ".join(["; ".join(rows), *[text.rstrip(".") for text in said_too]]) + "."


def _draw(drawing: Drawing, shells: list[Shell], widths: list[float], middle: float, y: float) -> float:
    """The shells from the outside in; gives the y of the lowest edge."""
    height = STRIP * len(shells) + CORE + BELOW * len(shells)
    bottom = y + height
    for index, (shell, width) in enumerate(zip(shells, widths, strict=False)):
        kind = "shell gap" if shell.left_out else "shell"
        radius = min(CORE / 2 + BELOW * (len(shells) - index), STRIP + 14)
        drawing.shape(
            "rect", f"{kind} layer{shaded(index, len(shells))}", x=middle - width / 2, y=y, width=width, height=height,
            rx=radius,
        )  # fmt: skip
        kind = "quiet" if shell.left_out else "formula"
        drawing.text(middle, y + 28, shell.pieces, SMALL + 1 if shell.left_out else FORMULA, kind, "middle")
        if shell.role:
            drawing.text(middle + width / 2 - 20, y + 27, shell.role, SMALL, "quiet", "end")
        y, height = y + STRIP, height - STRIP - BELOW
    return bottom


def _draw_core(drawing: Drawing, core: str, width: float, middle: float, y: float) -> None:
    drawing.shape("rect", "core", x=middle - width / 2, y=y, width=width, height=CORE, rx=CORE / 2)
    drawing.text(middle, y + 28, ((core, "letter"),), FORMULA, "formula", "middle")
