"""The function with its point and tangent as a chart, drawn by pygal and put into the same frame as other pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring

from chainrule.calculus.derivation import Derivation
from chainrule.calculus.sampling import Piece
from chainrule.errors import MissingExtraError
from chainrule.rendering import wording
from chainrule.rendering.pictures.drawing import (
    ACCENT,
    BACKGROUND,
    FORMULA,
    LINE,
    QUIET,
    SANS,
    SERIF,
    TITLE,
    WORDS,
    Drawing,
    scoped,
    text_width,
    wrapped,
)  # fmt: skip
from chainrule.rendering.pictures.formulas import fitted, number, phrase
from chainrule.rendering.pictures.graph import Graph, graph_of, marks
from chainrule.rendering.wording import said

__all__ = ["function"]

WIDTH, HEIGHT, MOST = 720, 460, 9
MARGIN, KEY = 20.0, 34.0
COUNT = 401  # positions, more than one for every two units of width
DROPPED = frozenset(("desc", "title"))  # of single values
GRID = "#d3dae3", "#343e4c"
PLAIN = {
    ".axis text": "font-size:13px",
    ".axis.x text,.titles text": "text-anchor:middle",
    ".axis.y text": "text-anchor:end",
    ".titles text": f"font-family:{SERIF};font-size:17px;font-style:italic",
    ".background": "fill:none",
    ".nofill": "fill:none",
    ".guide": "stroke-width:0.8",
    ".axis .axis": "stroke-width:1.6",
    ".curve": "stroke-width:2.5;stroke-linejoin:round",
    ".tangent": "stroke-width:2;stroke-dasharray:8 5",
    ".point": "stroke-width:2",
}
COLOURS = {
    ".guide": ("stroke", GRID),
    ".axis .axis": ("stroke", QUIET),
    ".plot .background": ("stroke", GRID),
    ".curve": ("stroke", LINE),
    ".lone": ("fill", LINE),
    ".tangent": ("stroke", ACCENT),
    ".point": ("fill", ACCENT),
    ".point .dot": ("stroke", BACKGROUND),
}


def function(derivation: Derivation, at: Mapping[Any, Any] | None = None) -> str:
    """The chart as SVG; with a point, the point and the tangent there. MissingExtraError without pygal."""
    try:
        import pygal
    except ImportError:
        raise MissingExtraError(wording.CHARTS, "pictures") from None
    graph = graph_of(derivation, at, COUNT)
    chart = pygal.XY(_configuration(pygal, graph))
    series = list(_series(graph))
    for _, points, options in series:
        chart.add("", points, **options)
    return _framed(chart.render(is_unicode=True), graph, [kind for kind, _, _ in series])


def _configuration(pygal: Any, graph: Graph) -> Any:
    samples = graph.samples
    style = pygal.style.Style(font_family=SANS, label_font_size=13, major_label_font_size=13, title_font_size=15)
    return pygal.Config(
        width=WIDTH, height=HEIGHT, style=style, js=[], css=["file://style.css", "file://graph.css"], no_prefix=True,
        disable_xml_declaration=True, show_legend=False, show_dots=False, explicit_size=True, margin=20,
        x_title=fitted(graph.symbol, 12), y_title=fitted(graph.name, 12), show_x_guides=True, dots_size=6,
        xrange=(samples.left, samples.right), range=(samples.low, samples.high),
        x_labels=marks(samples.left, samples.right, MOST), y_labels=marks(samples.low, samples.high, MOST),
        x_value_formatter=number, value_formatter=number, truncate_label=-1,
    )  # fmt: skip


def _series(graph: Graph) -> Iterator[tuple[str, Piece, dict[str, Any]]]:
    """Each unbroken piece as a series of its own, then the tangent, then the point, each with the kind of its style."""
    for piece in graph.samples.pieces():
        if len(piece) > 1:
            yield "curve", piece, {}
        else:
            yield "lone", piece, {"show_dots": True, "dots_size": 4, "stroke": False}
    if graph.tangent:
        yield "tangent", graph.tangent, {}
    if graph.where is not None and graph.value is not None:
        yield "point", [(graph.where, graph.value)], {"show_dots": True, "stroke": False}


def _framed(svg: str, graph: Graph, kinds: Sequence[str]) -> str:
    """pygal's shapes in a drawing of ours: without its script and style, with a heading and a key."""
    title = phrase(said(wording.PICTURED["function"], name=graph.name, target=fitted(graph.derivation.target)))
    told = [part for part in (graph.title(), graph.told_of_point(), graph.told_of_tangent()) if part]
    drawing = Drawing("function", title, "; ".join(told) + ".", styled)
    y = drawing.lines(MARGIN, MARGIN + TITLE, wrapped(graph.title(), TITLE, WIDTH - MARGIN), TITLE, "heading")
    y = _key(drawing, graph, y - 4)
    chart = SubElement(drawing.root, "g", {"transform": f"translate(0 {y - 8:.1f})"})
    chart.extend([child for child in fromstring(svg) if _tag(child) == "g"])
    for element in reversed(list(chart.iter())):  # children before parents, so that what is left empty goes too
        element.tag = _tag(element)
        for child in [child for child in element if _dropped(child)]:
            element.remove(child)
        numbered = element.get("class", "").split(" serie-")
        if len(numbered) > 1:
            element.set("class", kinds[int(numbered[1].split()[0])])
    return drawing.finished(WIDTH, y + HEIGHT)


def _key(drawing: Drawing, graph: Graph, y: float) -> float:
    """What the point and the broken line are; gives the y below."""
    x = MARGIN
    if graph.told_of_point():
        drawing.shape("circle", "point", cx=x + 8, cy=y - 5, r=6)
        drawing.text(x + 22, y, graph.told_of_point())
        x += text_width(graph.told_of_point(), FORMULA) + 48
    if graph.tangent:
        drawing.shape("line", "tangent", x1=x, y1=y - 5, x2=x + 34, y2=y - 5)
        x += 44
    if graph.told_of_tangent():
        drawing.text(x, y, graph.told_of_tangent(), WORDS, "quiet")
        y += KEY - 8
    return y


def styled(scope: str, mode: int) -> str:
    """The style of a chart within a drawing: in the light mode what does not change too."""
    rules = {} if mode else dict(PLAIN)
    colours = [(names, f"{what}:{pair[mode]}") for names, (what, pair) in COLOURS.items()]
    return "".join(scoped(scope, names, rule) for names, rule in (*rules.items(), *colours))


def _dropped(element: Element) -> bool:
    """What only scripts would use, and groups with nothing in them."""
    tag = _tag(element)
    return tag in DROPPED or element.get("class") == "tooltip" or (tag == "g" and len(element) == 0)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
