"""Plain calculator text: explicit `*` and brackets, so that it reads back as the very same expression."""

from __future__ import annotations

from chainrule.errors import LimitError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Node
from chainrule.expression.writing import Notation, Writer, written

__all__ = ["plain", "shortened"]

PLAIN = Notation()


def plain(node: Node, limits: Limits = DEFAULT) -> str:
    """What `str` gives: parse(plain(e), names=e.names, functions=e.functions) is e."""
    return written(node, PLAIN, limits)


def shortened(node: Node, width: int = 60) -> str:
    """Plain text cut to `width` characters with an ellipsis at the end; a huge node costs no more than a small one."""
    writer = Writer(PLAIN, Limits(printed=width))
    try:
        writer.write(node)
    except LimitError:
        return "".join(writer.pieces)[: width - 1] + "…"
    return "".join(writer.pieces)
