"""The live figure of a chapter: graph, point and tangent, and every rate, for each place of a slider.

No function is evaluated in the browser: all places are measured here, and the script looks them up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chainrule.calculus.at_point import AtPoint, without_corners
from chainrule.calculus.derivation import Derivation
from chainrule.calculus.links import Gauge, Link, Measured, chain_of
from chainrule.calculus.sampling import Samples
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import Product, Symbol
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import NO_MARKS, Side
from chainrule.rendering.notation.rates import Rate, rate_of
from chainrule.rendering.notation.text import text
from chainrule.rendering.page.markup import DIGITS, Pen, number, safe
from chainrule.rendering.page.shell import data_element
from chainrule.rendering.pictures.graph import Graph, graph_of, marks

__all__ = ["live_figure"]

CURVE, PLACES = 201, 81  # positions on the curve, and of the slider
WIDTH, HEIGHT, LEFT, BOTTOM, ROOM = 640.0, 360.0, 52.0, 34.0, 12.0
MOST_LINKS = 8  # rows of the table


class Frame(NamedTuple):
    """From the numbers of the graph to places on the drawing."""

    samples: Samples

    def x(self, value: float) -> float:
        s = self.samples
        return LEFT + (value - s.left) / (s.right - s.left) * (WIDTH - LEFT - ROOM)

    def y(self, value: float) -> float:
        s = self.samples
        return HEIGHT - BOTTOM - (value - s.low) / (s.high - s.low) * (HEIGHT - BOTTOM - ROOM)


def live_figure(derivation: Derivation, at: AtPoint | None, pen: Pen, prefix: str) -> str:
    """The figure, or "" where there is nothing to see: no derivative was taken, no numbers, or too many."""
    if not derivation.stages:
        return ""
    try:
        return _figure(derivation, at, pen, prefix)
    except ChainRuleError:
        return ""


def _figure(derivation: Derivation, at: AtPoint | None, pen: Pen, prefix: str) -> str:
    graph = graph_of(derivation, at, CURVE)  # type: ignore[arg-type]  # a point as everywhere
    chain = chain_of(derivation)
    xs = _places(graph)
    others = {Symbol(name): value for name, value in graph.others.items()}
    gauge = Gauge(chain)
    points = [{**others, graph.symbol: x} for x in xs]
    rows = [without_corners(gauge.at(point), point) for point in points]
    start = _start(graph, xs, rows)
    shown = chain if len(chain) <= MOST_LINKS else ()
    parts = (
        f'<figure class="live" aria-label="{safe(wording.LIVE)}">',
        _drawing(graph, rows[start], xs[start], prefix),
        _slider(graph, xs, start, prefix),
        f'<p class="now" aria-live="polite">{safe(_told(graph, xs[start], rows[start]))}</p>',
        _rates(shown, rows[start], derivation, pen) if shown else "",
        data_element(_data(graph, shown or chain[:1], xs, rows)),
        "</figure>",
    )
    return "".join(parts)


# --- the places ------------------------------------------------------------------------------------------------------


def _places(graph: Graph) -> list[float]:
    """Round numbers from one side of the window to the other, and the point that was asked for."""
    s = graph.samples
    rough = (s.right - s.left) / (PLACES - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * part for part in (1, 2, 2.5, 5, 10) if power * part >= rough * (1 - 1e-9))
    first, last = math.ceil(s.left / step - 1e-9), math.floor(s.right / step + 1e-9)
    places = {float(f"{index * step:.10g}") for index in range(first, last + 1)}
    return sorted(places | ({graph.where} if graph.where is not None else set()))


def _start(graph: Graph, xs: Sequence[float], rows: Sequence[Sequence[Measured]]) -> int:
    """Where the slider stands first: at the point, else near 1, where there is a slope that is not 0."""
    if graph.where is not None:
        return xs.index(graph.where)
    fit = [i for i, row in enumerate(rows) if row[0].value is not None and all(link.rate for link in row)]
    return min(fit or range(len(xs)), key=lambda index: abs(xs[index] - 1))


def _slope(row: Sequence[Measured]) -> float | None:
    """The product of the rates."""
    rates = [link.rate for link in row]
    if row[0].value is None or None in rates:
        return None
    product = math.prod(value for value in rates if value is not None)
    return product if math.isfinite(product) else None


# --- what is drawn ---------------------------------------------------------------------------------------------------


def _drawing(graph: Graph, row: Sequence[Measured], x: float, prefix: str) -> str:
    frame, s = Frame(graph.samples), graph.samples
    right, top, bottom = WIDTH - ROOM, ROOM, HEIGHT - BOTTOM
    grid = [
        f'<line class="grid" x1="{frame.x(m):.1f}" y1="{top}" x2="{frame.x(m):.1f}" y2="{bottom}"/>'
        f'<text x="{frame.x(m):.1f}" y="{bottom + 20}" text-anchor="middle">{number(m)}</text>'
        for m in marks(s.left, s.right, 9)
    ] + [
        f'<line class="grid" x1="{LEFT}" y1="{frame.y(m):.1f}" x2="{right}" y2="{frame.y(m):.1f}"/>'
        f'<text x="{LEFT - 6}" y="{frame.y(m) + 4:.1f}" text-anchor="end">{number(m)}</text>'
        for m in marks(s.low, s.high, 6)
    ]
    curve = " ".join(
        "M" + " L".join(f"{frame.x(a):.1f} {frame.y(b):.1f}" for a, b in piece) for piece in s.pieces() if piece
    )
    tangent, point = _tangent(graph, row, x), _point(graph, row, x)
    label = safe(wording.LIVE_GRAPH.format(title=graph.title()))
    return (
        f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{label}">'
        f'<clipPath id="{prefix}-clip"><rect x="{LEFT}" y="{top}" width="{right - LEFT}" height="{bottom - top}"/>'
        f"</clipPath>{''.join(grid)}"
        f'<rect class="frame" x="{LEFT}" y="{top}" width="{right - LEFT}" height="{bottom - top}"/>'
        f'<g clip-path="url(#{prefix}-clip)"><path class="curve" d="{curve}"/>{tangent}{point}</g></svg>'
    )


def _tangent(graph: Graph, row: Sequence[Measured], x: float) -> str:
    frame, s, slope, value = Frame(graph.samples), graph.samples, _slope(row), row[0].value
    if slope is None or value is None:
        return '<line class="tangent" visibility="hidden"/>'
    ends = [(frame.x(end), frame.y(value + slope * (end - x))) for end in (s.left, s.right)]
    (x1, y1), (x2, y2) = [(a, max(-1e5, min(1e5, b))) for a, b in ends]
    return f'<line class="tangent" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _point(graph: Graph, row: Sequence[Measured], x: float) -> str:
    frame, value = Frame(graph.samples), row[0].value
    if value is None:
        return '<circle class="point" r="6" visibility="hidden"/>'
    y = max(-1e5, min(1e5, frame.y(value)))
    return f'<circle class="point" r="6" cx="{frame.x(x):.1f}" cy="{y:.1f}"/>'


# --- what is said ----------------------------------------------------------------------------------------------------


def _slider(graph: Graph, xs: Sequence[float], start: int, prefix: str) -> str:
    name = text(graph.symbol)
    label = safe(wording.LIVE_SLIDER.format(variable=name))
    return (
        f'<p class="slide"><label for="{prefix}-x">{label}</label>'
        f'<input id="{prefix}-x" type="range" min="0" max="{len(xs) - 1}" step="1" value="{start}" '
        f'aria-valuetext="{safe(name)} = {number(xs[start])}">'
        f'<output for="{prefix}-x">{safe(name)} = {number(xs[start])}</output></p>'
    )


def _told(graph: Graph, x: float, row: Sequence[Measured]) -> str:
    """What the point shows, in a sentence; the script fills in the same templates."""
    value, slope = row[0].value, _slope(row)
    template = wording.LIVE_NO_VALUE if value is None else wording.LIVE_NO_SLOPE
    if value is not None and slope is not None:
        template = wording.LIVE_GROWS if slope > 0 else wording.LIVE_FALLS if slope < 0 else wording.LIVE_LEVEL
    return template.format(
        variable=text(graph.symbol), name=text(graph.name), place=number(x), value=number(value),
        rate=number(None if slope is None else abs(slope)),
    )  # fmt: skip


def _rates(chain: Sequence[Link], row: Sequence[Measured], derivation: Derivation, pen: Pen) -> str:
    """Every link from the inside out with its value and its rate, and the product of the rates."""
    body: list[str] = []
    for index in reversed(range(len(chain))):
        link, measured = chain[index], row[index]
        name = pen.equation(link.name, [Side(link.outer)], NO_MARKS)
        slope = pen.math(_link_rate(link), NO_MARKS)
        body.append(
            f'<tr><th scope="row">{name}</th><td data-value="{index}">{number(measured.value)}</td>'
            f'<td>{slope}</td><td data-rate="{index}">{number(measured.rate)}</td></tr>'
        )
    total = rate_of(derivation.called, derivation.variable, derivation.target)
    product = Product(tuple(map(_link_rate, chain))) if len(chain) > 1 else None
    sides = [Side(product, frozenset((product,)))] if product is not None else []
    whole = pen.equation(total, sides, NO_MARKS)
    slope = number(_slope(row))
    body.append(f'<tr class="total"><th scope="row" colspan="3">{whole}</th><td data-slope>{slope}</td></tr>')
    head = "".join([f'<th scope="col">{safe(word)}</th>' for word in wording.LIVE_COLUMNS])
    return (
        f'<div class="wide"><table class="rates"><caption>{safe(wording.LIVE_RATES)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _link_rate(link: Link) -> Rate:
    return rate_of(link.name.name, link.inside, link.outer)


def _data(
    graph: Graph, chain: Sequence[Link], xs: Sequence[float], rows: Sequence[Sequence[Measured]]
) -> Mapping[str, object]:
    s = graph.samples
    return {
        "xs": xs,
        "values": [[_short(row[index].value) for row in rows] for index in range(len(chain))],
        "rates": [[_short(row[index].rate) for row in rows] for index in range(len(chain))],
        "slopes": [_short(_slope(row)) for row in rows],
        "window": [s.left, s.right, s.low, s.high],
        "frame": [LEFT, WIDTH - ROOM, HEIGHT - BOTTOM, ROOM],
        "names": {"variable": text(graph.symbol), "name": text(graph.name)},
        "words": {
            "grows": wording.LIVE_GROWS, "falls": wording.LIVE_FALLS, "level": wording.LIVE_LEVEL,
            "noSlope": wording.LIVE_NO_SLOPE, "noValue": wording.LIVE_NO_VALUE, "none": wording.NOTHING,
        },
    }  # fmt: skip


def _short(value: float | None) -> float | None:
    """Few digits, for there are many numbers."""
    return None if value is None else float(f"{value:.{DIGITS}g}")
