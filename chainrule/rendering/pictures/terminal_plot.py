"""The function with its point and tangent in a terminal, drawn by plotille in Braille dots, or in ASCII characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

from chainrule.calculus.derivation import Derivation
from chainrule.errors import ChainRuleError, MissingExtraError
from chainrule.rendering import wording
from chainrule.rendering.pictures.formulas import fitted, number
from chainrule.rendering.pictures.graph import Graph, graph_of, marks

__all__ = ["plot"]

NARROWEST, LOWEST = 24, 6  # columns and lines below which nothing can be seen
DOTS = 2, 4  # in a Braille character, across and down
CURVE, TANGENT = "*", "."  # where there are no dots
POINTS = {False: "●", True: "o"}
BESIDE = 5  # columns between two numbers below the axis, at least
DASH = 3  # positions of the tangent that are drawn, and then left out

Put = Callable[[float, float], None]


def plot(
    derivation: Derivation, *, at: Mapping[Any, Any] | None = None, width: int = 60, height: int = 15,
    ascii: bool = False,
) -> str:
    """The graph as text, `width` columns and `height` lines with title and axes; below it a line on the point.

    at      a number for each letter: the point, with the tangent there
    ascii   no character beyond ASCII
    Raises MissingExtraError without plotille, ChainRuleError where it would be too small or there is nothing to draw.
    """
    try:
        from plotille import Canvas
    except ImportError:
        raise MissingExtraError(wording.TERMINAL_PLOTS, "pictures") from None
    if width < NARROWEST or height < LOWEST:
        raise ChainRuleError(wording.PLOT_TOO_SMALL.format(width=NARROWEST, height=LOWEST))
    graph = graph_of(derivation, at, 2 * width + 1)
    samples, lines = graph.samples, height - 3
    labels = _labels(graph, lines, ascii)
    beside = max(len(label) for label in labels.values())
    letter = fitted(graph.symbol, 12, ascii=ascii)
    columns = width - beside - len(letter) - 2
    canvas = Canvas(columns, lines, samples.left, samples.low, samples.right, samples.high)
    _draw(canvas, graph, ascii, columns, lines)
    drawn = canvas.plot(linesep="\n").replace("\u2800", " ").split("\n")
    bar, corner, dash = ("|", "+", "-") if ascii else ("│", "└", "─")
    rows = [f"{labels.get(n, ''):>{beside}}{bar}{row.rstrip()}" for n, row in enumerate(drawn)]
    across = _across(graph, columns, ascii)
    below = [f"{'':{beside}}{corner}{dash * columns} {letter}", f"{'':{beside + 1}}{across}".rstrip()]
    told = [told for told in (graph.told_of_point(ascii=ascii), graph.told_of_tangent(ascii=ascii)) if told]
    if len(told) > 1:
        told[0] = f"{POINTS[ascii]} {told[0]}"
    return "\n".join([graph.title(ascii=ascii), *rows, *below, *(["; ".join(told)] if told else [])])


def _labels(graph: Graph, lines: int, ascii: bool) -> dict[int, str]:
    """Numbers beside the lines that they belong to, counted from the top."""
    samples = graph.samples
    per_line = (samples.high - samples.low) / lines
    found: dict[int, str] = {}
    for mark in marks(samples.low, samples.high, max(2, lines // 2)):
        line = min(lines - 1, max(0, int((mark - samples.low) / per_line)))
        found[lines - 1 - line] = f"{number(mark, ascii=ascii)} "
    return found


def _across(graph: Graph, columns: int, ascii: bool) -> str:
    """The numbers below the axis where they belong."""
    samples, row = graph.samples, ""
    for mark in marks(samples.left, samples.right, max(2, columns // BESIDE)):
        text = number(mark, ascii=ascii)
        column = round((mark - samples.left) / (samples.right - samples.left) * columns)
        start = min(max(0, column - len(text) // 2), columns + 2 - len(text))
        if start > len(row) or not row:
            row = f"{row:{start}}{text}"
    return row


def _draw(canvas: Any, graph: Graph, ascii: bool, columns: int, lines: int) -> None:
    """The tangent below, the curve over it, the point on top."""
    samples = graph.samples
    across, down = (1, 1) if ascii else DOTS
    steps = (samples.right - samples.left) / (columns * across), (samples.high - samples.low) / (lines * down)
    edge = samples.right - steps[0] / 4, samples.high - steps[1] / 4  # what lies on the edge is inside

    def put(marker: str | None) -> Put:
        return lambda x, y: canvas.point(min(x, edge[0]), min(y, edge[1]), marker=marker)

    tangent = list(_along(graph.tangent, steps))
    _each(put(TANGENT if ascii else None), [p for n, p in enumerate(tangent) if ascii or n // DASH % 2 == 0])
    for piece in samples.pieces():
        _each(put(CURVE if ascii else None), _along(piece, steps))
    if graph.where is not None and graph.value is not None:
        put(POINTS[ascii])(graph.where, graph.value)


def _each(put: Put, points: Iterable[tuple[float, float]]) -> None:
    for x, y in points:
        put(x, y)


def _along(piece: list[tuple[float, float]], steps: tuple[float, float]) -> Iterable[tuple[float, float]]:
    """Points on the line, one for each dot that it goes through."""
    yield from piece[:1]
    for (x0, y0), (x1, y1) in pairwise(piece):
        count = max(1, round(max(abs(x1 - x0) / steps[0], abs(y1 - y0) / steps[1])))
        for n in range(1, count + 1):
            yield x0 + (x1 - x0) * n / count, y0 + (y1 - y0) * n / count
