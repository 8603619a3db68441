"""The links of a chain as gears in a row, x drives u, u drives y, each with its rate; below them the product."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chainrule.calculus.derivation import Derivation
from chainrule.calculus.links import Gauge, Link
from chainrule.calculus.probing import rate_exists
from chainrule.expression.nodes import Symbol
from chainrule.rendering import wording
from chainrule.rendering.notation.rates import rate_of
from chainrule.rendering.pictures.drawing import FORMULA, SMALL, TITLE, WORDS, Drawing, shaded, text_width, wrapped
from chainrule.rendering.pictures.formulas import (
    Subject,
    equal_sign,
    equations,
    fitted,
    number,
    phrase,
)
from chainrule.rendering.wording import said

__all__ = ["gears"]

SHOWN, HALF = 7, 3  # links; of more, so many at each end are shown
SLOT, RADIUS, SMALLEST, LARGEST, TOOTH = 168.0, 36.0, 28.0, 46.0, 6.0
MARGIN, ROW, GAP = 24.0, 34.0, 28.0
WIDTH = 640.0  # of the words, at least
LONG = 34  # characters of a formula in the table


class Rated(NamedTuple):
    """A link with what is written at it; at a point `value` and `slope` are numbers, or None where there is none.

    speed   how fast its gear turns if the variable's turns once: the product of the rates so far; nan where unknown
    """

    link: Link
    value: float | None = None
    slope: float | None = None
    speed: float = 1.0


def gears(derivation: Derivation, at: Mapping[Any, Any] | None = None) -> str:
    """The picture as SVG; with a point, each gear has its value and its rate there."""
    subject = Subject.of(derivation, at)
    rated = _rated(subject)
    shown, left_out = _some(rated)
    title = phrase(said(wording.PICTURED["gears"], name=Symbol(subject.name), target=fitted(derivation.target)))
    table = [_row(one, measured=subject.point is not None) for one in shown]
    if left_out:
        table.insert(HALF, (wording.PICTURE_LEAVES_OUT[1].format(count=left_out), "", ""))
    product = _product(subject, rated, left_out)
    drawing = Drawing("gears", title, "; ".join(filter(None, (*[_spoken(row) for row in table], *product))) + ".")
    columns = _columns(table)
    width = max(WIDTH, SLOT * (len(shown) + 1 + bool(left_out)), sum(columns) + 2 * GAP)
    width = max([width, *(text_width(line, FORMULA) for line in product)])
    y = drawing.lines(MARGIN, MARGIN + TITLE, wrapped(title, TITLE, width), TITLE, "heading") - 6
    notes = [line for note in _notes(subject) for line in wrapped(phrase(note), WORDS, width)]
    y = drawing.lines(MARGIN, y, notes, WORDS, "quiet")
    _gears(drawing, subject, shown, left_out, y + LARGEST + 6)
    y = _table(drawing, table, columns, y + 2 * LARGEST + 84)
    if product:
        drawing.shape("line", "arrow", x1=MARGIN, y1=y - ROW + 16, x2=MARGIN + width, y2=y - ROW + 16)
    for line in product:
        drawing.text(MARGIN, y + 14, line)
        y += ROW - 4
    return drawing.finished(width + 2 * MARGIN, y + MARGIN / 2)


def _rated(subject: Subject) -> list[Rated]:
    """The links from the variable outwards, with their numbers."""
    if subject.point is None:
        return [Rated(link) for link in reversed(subject.chain)]
    point = {Symbol(name): value for name, value in subject.point.items()}
    measured, inside, speed = [], subject.point, 1.0
    for found in reversed(Gauge(subject.chain).at(point)):
        exists = found.value is not None and rate_exists(found.link.outer, found.link.inside, inside)
        rate = found.rate if exists else None
        speed *= math.nan if rate is None else rate
        measured.append(Rated(found.link, found.value, rate, speed))
        inside = {**subject.point, found.link.name.name: math.nan if found.value is None else found.value}
    return measured


def _some(rated: Sequence[Rated]) -> tuple[list[Rated], int]:
    if len(rated) <= SHOWN:
        return list(rated), 0
    return [*rated[:HALF], *rated[-HALF:]], len(rated) - 2 * HALF


def _notes(subject: Subject) -> list[Any]:
    if subject.point is not None:
        return [*subject.remarks, said(wording.GEARS_AT_POINT, point=subject.where)]
    if len(subject.chain) == 1:
        return list(subject.remarks)
    return [said(wording.GEARS_WITHOUT_POINT, variable=subject.chain[-1].inside)]


# --- the row of gears ------------------------------------------------------------------------------------------------


def _gears(drawing: Drawing, subject: Subject, shown: Sequence[Rated], left_out: int, y: float) -> None:
    """A gear for the variable and one for each link, an arrow with the rate between neighbours."""
    count, variable = len(shown) + 1, shown[0].link.inside
    place = MARGIN + SLOT / 2
    value = None if subject.point is None else subject.point[variable.name]
    radius = _gear(drawing, place, y, variable, value, 1.0, 0, count)
    for index, one in enumerate(shown, start=1):
        if left_out and index == HALF + 1:
            drawing.text(place + SLOT - (SLOT - 2 * RADIUS) / 2, y + 6, "…", 30, "quiet", "middle")
            place, radius = place + SLOT, 0.0
        size = _size(one.speed)
        start, end = place + radius + TOOTH + 5, place + SLOT - size - TOOTH - 6
        _arrow(drawing, start, end, y)
        drawing.text((start + end) / 2, y - 12, _factor(one, subject), SMALL + 1, "formula", "middle")
        place += SLOT
        radius = _gear(drawing, place, y, one.link.name, one.value, one.speed, index, count)


def _size(speed: float) -> float:
    """The smaller, the faster it turns; bounded on both sides."""
    if math.isnan(speed):
        return RADIUS
    return min(LARGEST, max(SMALLEST, RADIUS / math.sqrt(math.sqrt(max(abs(speed), 1e-9)))))


def _factor(one: Rated, subject: Subject) -> str:
    if one.slope is not None:
        return f"× {number(one.slope)}"
    return "" if subject.point is not None else fitted(rate_of(one.link.name.name, one.link.inside, one.link.outer), 12)


def _gear(
    drawing: Drawing, x: float, y: float, name: Symbol, value: float | None, speed: float, index: int, count: int
) -> float:
    """One gear with its letter, its value below and an arrow for the way it turns; gives its radius."""
    radius = _size(speed)
    kind = "core" if index == 0 else f"gear layer{shaded(count - 1 - index, count)}"
    drawing.shape("path", kind, d=_toothed(x, y, radius))
    drawing.shape("circle", "gear hub", cx=x, cy=y, r=17)
    drawing.text(x, y + 6, ((fitted(name, 8), "letter"),), FORMULA, "formula", "middle")
    if value is not None:
        drawing.text(x, y + LARGEST + 32, phrase(equations({name.name: value})), FORMULA - 2, "formula", "middle")
    if speed and not math.isnan(speed):
        _turn(drawing, x, y, (radius + 17) / 2, clockwise=speed > 0)
    return radius


def _toothed(x: float, y: float, radius: float) -> str:
    """The outline of a gear."""
    teeth = max(8, round(radius / 3.2))
    step, points = 2 * math.pi / teeth, []
    for tooth in range(teeth):
        for part, reach in ((-0.30, 0), (-0.17, TOOTH), (0.17, TOOTH), (0.30, 0)):
            angle, far = (tooth + part) * step, radius + reach
            points.append(f"{x + far * math.cos(angle):.1f} {y + far * math.sin(angle):.1f}")
    return f"M{' L'.join(points)}Z"


def _turn(drawing: Drawing, x: float, y: float, radius: float, *, clockwise: bool) -> None:
    """A bent arrow over the hub."""
    way = 1 if clockwise else -1
    dx, dy = radius * 0.77, radius * 0.64
    tip_x, tip_y = x + way * dx, y - dy
    bend = f"A{radius:.1f} {radius:.1f} 0 0 {int(clockwise)} {tip_x:.1f} {tip_y:.1f}"
    drawing.shape("path", "arrow", d=f"M{x - way * dx:.1f} {tip_y:.1f} {bend}")
    drawing.shape(
        "path", "tip",
        d=f"M{tip_x + way * 4:.1f} {tip_y + 5:.1f} L{tip_x - way * 5:.1f} {tip_y + 1.5:.1f} "
          f"L{tip_x + way * 3:.1f} {tip_y - 5:.1f}Z",
    )  # fmt: skip


def _arrow(drawing: Drawing, start: float, end: float, y: float) -> None:
    drawing.shape("line", "arrow", x1=start, y1=y, x2=end - 7, y2=y)
    drawing.shape("path", "tip", d=f"M{end:.1f} {y:.1f} L{end - 9:.1f} {y - 5:.1f} L{end - 9:.1f} {y + 5:.1f}Z")


# --- what is written below -------------------------------------------------------------------------------------------


def _row(one: Rated, *, measured: bool) -> tuple[str, str, str]:
    """u = x², du/dx = 2x, what that is at the point in words."""
    link = one.link
    slope = f"{fitted(rate_of(link.name.name, link.inside, link.outer))} = {fitted(link.slope, LONG)}"
    if not measured:
        return f"{fitted(link.name)} = {fitted(link.outer, LONG)}", slope, ""
    if one.slope is None:
        words, turns = wording.GEAR_WITHOUT_RATE, ""
    elif one.slope == 0:
        words, turns = wording.GEAR_STANDS_STILL, ""
    else:
        words = wording.GEAR_TURNS if one.slope > 0 else wording.GEAR_TURNS_BACK
        turns = number(abs(one.slope))
    told = phrase(said(words, name=link.name, inside=link.inside, rate=turns))
    return f"{fitted(link.name)} = {fitted(link.outer, LONG)}", slope, told


def _spoken(row: tuple[str, str, str]) -> str:
    return ", ".join(cell for cell in row if cell)


def _columns(table: Sequence[tuple[str, str, str]]) -> list[float]:
    sizes = FORMULA, FORMULA, WORDS
    full = [row for row in table if row[1]]
    return [max(text_width(row[n], size) for row in full) for n, size in enumerate(sizes)]


def _table(drawing: Drawing, table: Sequence[tuple[str, str, str]], columns: Sequence[float], y: float) -> float:
    for outer, slope, told in table:
        drawing.text(MARGIN, y, outer, FORMULA if slope else WORDS, "formula" if slope else "quiet")
        drawing.text(MARGIN + columns[0] + GAP, y, slope)
        drawing.text(MARGIN + columns[0] + columns[1] + 2 * GAP, y, told, WORDS, "quiet")
        y += ROW
    return y


def _product(subject: Subject, rated: Sequence[Rated], left_out: int) -> list[str]:
    """dy/dx = dy/du · du/dx, the rates in letters, and at a point their numbers: a line each, as in the listing."""
    links = [one.link for one in reversed(rated)]
    whole = fitted(rate_of(subject.name, links[-1].inside, subject.derivation.target))
    names = _between([fitted(rate_of(link.name.name, link.inside, link.outer)) for link in links], left_out)
    answer = fitted(subject.derivation.stages[0].answer, 72)
    lines = [f"{whole} = {names}", f"{whole} = {answer}"] if len(links) > 1 else []  # one link alone has said it
    slopes = [one.slope for one in reversed(rated)]
    known = [slope for slope in slopes if slope is not None]
    if subject.point is not None and len(known) == len(slopes):
        numbers = [number(slope) if slope >= 0 else f"({number(slope)})" for slope in known]
        sign, total = equal_sign(*known, math.prod(known)), number(math.prod(known))
        factors = _between(numbers, left_out) if len(numbers) > 1 else whole
        lines.append(f"{phrase(said(wording.PICTURED_AT, point=subject.where))}: {factors} {sign} {total}")
    return lines


def _between(factors: Sequence[str], left_out: int) -> str:
    return " · ".join(factors if not left_out else [*factors[:HALF], "…", *factors[-HALF:]])
