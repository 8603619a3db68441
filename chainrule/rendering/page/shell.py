"""The frame of every page: one file that asks for nothing from anywhere, with its font, its look and its script inside.

The font is a subset of Noto Sans Math (its licence lies beside it), made with fonttools from the file of that name:
pyftsubset noto-sans-math.woff2 --flavor=woff2 --layout-features='ssty,dtls,flac,ccmp,mark,mkmk' --unicodes=… with the
letters (plain, Greek, mathematical italic), digits and signs that notation/mathml.py writes; the glyphs that grow are
kept.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from chainrule.rendering import wording
from chainrule.rendering.notation.mathml import printable

__all__ = ["data_element", "fragment_style", "shell"]

HERE = "chainrule.rendering.page"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; img-src data:"
FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="generator" content="chainrule">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<a class="skip" href="#main">{skip}</a>
<header class="top"><h1>{heading}</h1>{navigation}</header>
<main id="main" tabindex="-1">
{body}
</main>
<script>
{script}
</script>
</body>
</html>
"""


def shell(
    title: str, body: str, *, heading: str = "", navigation: str = "", skip: str = wording.SKIP,
    styles: Iterable[str], scripts: Iterable[str],
) -> str:  # fmt: skip
    """A whole page.

    title        text, as it is
    heading      the same as HTML, where it is more than text
    skip         what the link says that leads past the top
    styles       names of CSS files in this folder, after base.css
    scripts      names of JavaScript files in this folder, after base.js
    """
    title = escape(printable(title))
    style = "\n".join([_font(), *[_file(name) for name in ("base.css", *styles)]])
    return FRAME.format(
        policy=POLICY, title=title, style=style, skip=escape(skip), heading=heading or title,
        navigation=navigation, body=body, script="\n".join([_file(name) for name in ("base.js", *scripts)]),
    )  # fmt: skip


def fragment_style() -> str:
    """The style of a piece of a page that stands in somebody else's page: it touches nothing outside."""
    return f"<style>{_file('fragment.css')}</style>"


def data_element(data: Mapping[str, Any]) -> str:
    """Data for the script, where nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return f'<script type="application/json">{safe}</script>'


@cache
def _file(name: str) -> str:
    return resources.files(HERE).joinpath(name).read_text("utf-8").strip()


@cache
def _font() -> str:
    encoded = b64encode(resources.files(HERE).joinpath("noto-sans-math.woff2").read_bytes()).decode("ascii")
    return (
        '@font-face{font-family:"Page Math";font-display:block;'
        f'src:url("data:font/woff2;base64,{encoded}") format("woff2")}}'
    )
