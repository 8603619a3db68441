"""Gradient flow as bars, on one logarithmic scale: for a terminal, and as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence

from chainrule.network.flow import GradientFlow
from chainrule.network.flow_telling import number
from chainrule.rendering import wording_network as wording
from chainrule.rendering.notation.text import text
from chainrule.rendering.pictures.drawing import FORMULA, SMALL, TITLE, Drawing, shaded, text_width

__all__ = ["bars", "flow_picture"]

DECADES = 3  # that are shown at least
MARGIN, BAR, ROW, LONGEST = 24.0, 16.0, 26.0, 320.0


def _scale(flows: Sequence[GradientFlow]) -> tuple[float, float]:
    """The exponents of ten where the bars begin and end."""
    sizes = [math.log10(row.size) for flow in flows for row in flow.rows if row.size > 0]
    high = math.ceil(max(sizes, default=0.0))
    return min(math.floor(min(sizes, default=0.0)), high - DECADES) - 0.5, high


def _share(size: float, scale: tuple[float, float]) -> float:
    low, high = scale
    return 0.0 if size <= 0 else (math.log10(size) - low) / (high - low)


def bars(flows: Sequence[GradientFlow], *, width: int = 60, ascii: bool = False) -> str:
    """A line for each layer of each flow; a bar that is one longer is a fixed factor larger."""
    scale, mark = _scale(flows), "#" if ascii else "█"
    lines = []
    for flow in flows:
        names = [text(row.name, ascii=ascii) for row in flow.rows]
        room = max(map(len, names))
        longest = max(8, width - room - 12)
        lines += [flow.title] if len(flows) > 1 else []
        for name, row in zip(names, flow.rows, strict=True):
            long = max(1, round(longest * _share(row.size, scale)))
            lines.append(f"{name.ljust(room)}  {mark * long} {number(row.size)}")
    return "\n".join(lines)


def flow_picture(flows: Sequence[GradientFlow]) -> str:
    """A complete SVG: a group of bars for each flow."""
    scale = _scale(flows)
    title = wording.FLOW_PICTURE.format(titles=", ".join(flow.title for flow in flows))
    told = "; ".join(
        f"{flow.title}: " + ", ".join(f"{text(row.name)} {number(row.size)}" for row in flow.rows) for flow in flows
    )
    drawing = Drawing("flow", title, told)
    room = max(text_width(text(row.name), FORMULA) for flow in flows for row in flow.rows) + MARGIN
    y = drawing.lines(MARGIN, MARGIN + TITLE, [title], TITLE, "heading")
    for flow in flows:
        drawing.text(MARGIN, y + SMALL, f"{flow.title}: {flow.verdict}", SMALL, "quiet")
        y += ROW
        for index, row in enumerate(flow.rows):
            drawing.text(MARGIN, y + BAR - 2, text(row.name), FORMULA)
            long = max(2.0, LONGEST * _share(row.size, scale))
            shade = shaded(index, len(flow.rows))
            drawing.shape("rect", f"shell layer{shade}", x=room, y=y, width=long, height=BAR)
            drawing.text(room + long + 8, y + BAR - 3, number(row.size), SMALL, "quiet")
            y += ROW
        y += ROW / 2
    return drawing.finished(max(room + LONGEST + 90, text_width(title, TITLE) + 2 * MARGIN), y + MARGIN / 2)
