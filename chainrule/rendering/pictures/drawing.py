"""A drawing as SVG: shapes and text in light and dark, named for screen readers, with nothing from elsewhere in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring
from zlib import crc32

__all__ = ["ACCENT", "BACKGROUND", "CORE", "FORMULA", "INK", "LAYERS", "LINE", "QUIET", "SANS", "SERIF", "SMALL",
           "TITLE", "WORDS", "Drawing", "scoped", "shaded", "text_width", "wrapped"]  # fmt: skip

BACKGROUND = "#ffffff", "#14181f"
INK = "#14202e", "#f1f4f8"
QUIET = "#36414d", "#ccd4de"
LINE = "#2f5f95", "#86b4e8"
ACCENT = "#7d2f00", "#ffbf8f"
CORE = "#ffe3bd", "#6b430f"
LAYERS = (
    ("#eef4fb", "#19232f"), ("#dfeaf7", "#1d2b3d"), ("#d0e1f4", "#22334b"), ("#c1d7f0", "#263b59"),
    ("#b2ceec", "#2b4367"), ("#a9c8ea", "#2f4a72"), ("#9fc2e8", "#33517d"), ("#97bce5", "#375787"),
)  # fmt: skip

FORMULA, WORDS, SMALL, TITLE = 18, 14, 13, 19  # font sizes
SERIF = "'STIX Two Text','Cambria Math',Cambria,'Times New Roman',serif"
SANS = "system-ui,'Segoe UI',Helvetica,Arial,sans-serif"
PLAIN = {
    "text": f"font-family:{SANS}",
    ".formula": f"font-family:{SERIF}",
    ".letter,.heading": "font-weight:bold",
    ".shell,.gear,.core": "stroke-width:1.5",
    ".gap": "stroke-dasharray:5 4",
    ".arrow": "fill:none;stroke-width:2",
    ".still": "stroke-dasharray:3 4",
}

# How wide characters are, in the size of the font, in the widest of the usual fonts.
_NARROW, _WIDE = frozenset("iljtfrI.,;:'|!()[] ·′"), frozenset("mwMWOQ→—…%@")
_WIDTHS = {"narrow": 0.40, "wide": 1.0, "capital": 0.76, "other": 0.66}


def text_width(text: str, size: float) -> float:
    """About how wide the text will be; rather too wide than too narrow."""
    width = 0.0
    for character in text:
        if character in _NARROW:
            width += _WIDTHS["narrow"]
        elif character in _WIDE:
            width += _WIDTHS["wide"]
        elif character.isupper():
            width += _WIDTHS["capital"]
        else:
            width += 1.05 if ord(character) > 0x2FFF else _WIDTHS["other"]
    return width * size


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines that fit, broken at spaces."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shaded(index: int, count: int) -> int:
    """Which shade of LAYERS layer `index` of `count` has: the outermost the palest."""
    return round(index * (len(LAYERS) - 1) / max(1, count - 1)) if count > 1 else 2


class Drawing:
    """An SVG that grows; its size is set when it is known."""

    def __init__(
        self, kind: str, title: str, description: str, styled: Callable[[str, int], str] = lambda scope, mode: ""
    ) -> None:
        """`styled` gives further rules for a scope, for light pages (0) and for dark ones (1)."""
        mark = f"chainrule-{kind}-{crc32(f'{title}{description}'.encode(errors='replace')):08x}"
        self.root = Element("svg", {
            "xmlns": "http://www.w3.org/2000/svg", "id": mark, "role": "img",
            "aria-labelledby": f"{mark}-title {mark}-desc",
        })  # fmt: skip
        SubElement(self.root, "title", {"id": f"{mark}-title"}).text = title
        SubElement(self.root, "desc", {"id": f"{mark}-desc"}).text = description
        SubElement(self.root, "style").text = _style(f"#{mark}", styled)
        self._page = self.shape("rect", "page", x=0, y=0, rx=10)

    def shape(self, tag: str, kind: str, **attributes: float | str) -> Element:
        return SubElement(self.root, tag, {"class": kind, **_written(attributes)})

    def text(
        self, x: float, y: float, text: str | Sequence[tuple[str, str]], size: float = FORMULA, kind: str = "formula",
        anchor: str = "start",
    ) -> None:
        """A line of text; of several pieces each has its own kind."""
        attributes = {"class": kind, **_written({"x": x, "y": y, "font-size": size, "text-anchor": anchor})}
        element = SubElement(self.root, "text", attributes)
        if isinstance(text, str):
            element.text = text
            return
        for piece, own in text:
            SubElement(element, "tspan", {"class": own} if own else {}).text = piece

    def lines(self, x: float, y: float, lines: Iterable[str], size: float, kind: str, anchor: str = "start") -> float:
        """Several lines of text under each other; gives the y below them."""
        for line in lines:
            self.text(x, y, line, size, kind, anchor)
            y += 1.5 * size
        return y

    def finished(self, width: float, height: float) -> str:
        for element in (self.root, self._page):
            element.attrib.update(_written({"width": width, "height": height}))
        self.root.set("viewBox", f"0 0 {_short(width)} {_short(height)}")
        return tostring(self.root, encoding="unicode")


def scoped(scope: str, names: str, rule: str) -> str:
    """A rule for what these selectors find in the scope alone."""
    return f"{','.join(f'{scope} {name}' for name in names.split(','))}{{{rule}}}"


def _style(scope: str, styled: Callable[[str, int], str]) -> str:
    """The style of a drawing, for its own elements alone: colours for light pages, and for dark ones."""
    plain = "".join(scoped(scope, names, rule) for names, rule in PLAIN.items())
    light, dark = (_colours(scope, mode) + styled(scope, mode) for mode in (0, 1))
    return f"{plain}{light}@media (prefers-color-scheme:dark){{{dark}}}"


def _colours(scope: str, mode: int) -> str:
    rules = [
        (".page", f"fill:{BACKGROUND[mode]}"),
        ("text", f"fill:{INK[mode]}"),
        (".quiet", f"fill:{QUIET[mode]}"),
        (".letter", f"fill:{ACCENT[mode]}"),
        (".shell,.gear,.core", f"stroke:{LINE[mode]}"),
        (".core", f"fill:{CORE[mode]}"),
        (".hub", f"fill:{BACKGROUND[mode]}"),
        (".arrow", f"stroke:{LINE[mode]}"),
        (".tip", f"fill:{LINE[mode]}"),
        *((f".layer{index}", f"fill:{pair[mode]}") for index, pair in enumerate(LAYERS)),
    ]
    return "".join(scoped(scope, names, rule) for names, rule in rules)


def _written(attributes: dict[str, float | str]) -> dict[str, str]:
    return {name.replace("_", "-"): v if isinstance(v, str) else _short(v) for name, v in attributes.items()}


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
