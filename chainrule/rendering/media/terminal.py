"""A listing in a terminal: each layer in a colour of its own. Only here and in the command line is Rich imported."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.rendering.listing.blocks import Block
from chainrule.rendering.media.layout import BEGINS, ENDS, NAMED, Layout

__all__ = ["terminal_listing"]

COLOURS = ("cyan", "magenta", "yellow", "green", "blue", "red")  # of the layers, from the outside in
_TOKEN = re.compile(f"({BEGINS}[^{NAMED}]*{NAMED}|{ENDS})")
_NUMBER = re.compile(r"^\d+(\.\d+)* (?=[^:\n]*:)", re.MULTILINE)


def terminal_listing(
    told: Iterable[Block], limits: Limits = DEFAULT, *, ascii: bool = False, width: int | None = None
) -> str:
    """The text listing with colours, as a terminal takes it; without them it reads the same."""
    from rich.console import Console
    from rich.text import Text

    layout = Layout(ascii=ascii, width=width, marked=True, limits=limits)
    shown = Text()
    open_marks: list[str | None] = []
    colours: dict[str, str] = {}
    for piece in _TOKEN.split(layout.text(told)):
        if piece.startswith(BEGINS):
            name = piece[1:-1]
            open_marks.append(colours.setdefault(name, COLOURS[len(colours) % len(COLOURS)]) if name else None)
        elif piece == ENDS:
            open_marks.pop()
        else:
            shown.append(piece, open_marks[-1] if open_marks else None)
    shown.highlight_regex(_NUMBER, "bold")
    console = Console(force_terminal=True, markup=False, highlight=False, soft_wrap=True, color_system="standard")
    with console.capture() as capture:
        console.print(shown, end="")
    return capture.get()
