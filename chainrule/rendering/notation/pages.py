"""A page of text: what was written of one listing so far, so that nothing has to be written twice."""

from __future__ import annotations

from collections.abc import Container

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Node
from chainrule.expression.walking import postorder
from chainrule.expression.writing import Fence, Hole, Part, written
from chainrule.rendering.notation.text import Text

__all__ = ["Page"]

HIGH, WIDE, LONG = 60, 60, 400  # levels, parts and characters past which an expression is not put together from texts


class Page:
    """Writes expressions as `Text` does, and keeps the text of each sub-expression.

    A text is put together from those of the parts. A large expression is not, for the texts of all its parts would
    take as much room as the square of its size: it is written piece by piece, and kept alone.
    """

    def __init__(
        self, *, ascii: bool = False, whole: Container[Node] = (), letters: Container[str] = (),
        limits: Limits = DEFAULT,
    ) -> None:
        self.notation = Text(ascii=ascii, whole=whole, letters=letters)
        self.limits = limits
        self._texts: dict[Node, str] = {}
        self._longest = min(LONG, limits.printed)

    def text(self, root: Node) -> str:
        """LimitError where it is longer than `limits.printed`."""
        text = self._texts.get(root)
        if text is None:
            text = self._put_together(root)
        if text is None:
            text = self._texts[root] = written(root, self.notation, self.limits, known=self._texts.get)
        return text

    def dotted(self, root: Node, raw: frozenset[Node]) -> str:
        """`root` with a dot between all factors of the products in `raw`."""
        notation = self.notation.dotted(raw)
        if root in raw and len(raw) == 1:
            pieces = self._pieces(root, notation)
            self.limits.check("printed", sum(map(len, pieces)))
            return "".join(pieces)
        lowest = min([product.height for product in raw])  # what is lower holds none of them
        return written(
            root, notation, self.limits, known=lambda node: self.text(node) if node.height < lowest else None
        )

    def _put_together(self, root: Node) -> str | None:
        """The text of a small expression, those of its parts first; None where it turns out to be large."""
        if root.height > HIGH:
            return None
        text = ""
        for node in postorder(root, known=self._texts):
            if len(node.children) > WIDE:
                return None
            text = "".join(self._pieces(node, self.notation))
            if len(text) > self._longest:
                return None
            self._texts[node] = text
        return text

    def _pieces(self, node: Node, notation: Text) -> list[str]:
        return [part if isinstance(part, str) else self._filled(part) for part in notation.parts(node)]

    def _filled(self, part: Part) -> str:
        if isinstance(part, Hole):
            text = self.text(part.node)
            return f"({text})" if self.notation.needs_brackets(part.node, part.slot) else text
        assert isinstance(part, Fence)
        return "(" if part.opens else ")"
