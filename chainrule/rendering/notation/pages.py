"""A page of text: what was written of one listing so far, so that nothing has to be written twice."""

from __future__ import annotations

from collections.abc import Container

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Node, Product
from chainrule.expression.writing import OPEN, Hole, Notation, Part, written
from chainrule.rendering.notation.text import Text

__all__ = ["Page", "Texts"]

HIGH, WIDE, LONG = 60, 60, 400  # levels, parts and characters past which an expression is not put together from texts


class Texts:
    """Writes expressions in a notation whose brackets do not grow, and keeps the text of each sub-expression.

    A text is put together from those of the parts. A large expression is not, for the texts of all its parts would
    take as much room as the square of its size: it is written piece by piece, and kept alone.
    """

    def __init__(self, notation: Notation, limits: Limits = DEFAULT) -> None:
        self.notation, self.limits = notation, limits
        self.opens, self.closes = notation.brackets
        self._texts: dict[Node, str] = {}
        self._longest = min(LONG, limits.printed)

    def text(self, root: Node) -> str:
        """LimitError where it is longer than `limits.printed`."""
        text = self._texts.get(root)
        if text is None:
            text = self._put_together(root) or written(root, self.notation, self.limits, known=self._texts.get)
            self._texts[root] = text
        return text

    def _put_together(self, root: Node) -> str | None:
        """The text of a small expression, those of its parts first; None where it turns out to be large."""
        if root.height > HIGH:
            return None
        texts, parts_of = self._texts, self.notation.parts
        stack = [(root, tuple(parts_of(root)))]
        while stack:
            node, parts = stack[-1]
            if len(node.children) > WIDE:
                return None
            for part in parts:
                if type(part) is Hole and part.node not in texts:
                    if part.node.children:
                        stack.append((part.node, tuple(parts_of(part.node))))
                    else:
                        texts[part.node] = self.notation.atom(part.node)
            if stack[-1][0] is node:
                stack.pop()
                text = texts[node] = "".join([part if type(part) is str else self._filled(part) for part in parts])
                if len(text) > self._longest:
                    return None
        return texts[root]

    def _filled(self, part: Part) -> str:
        if type(part) is Hole:
            text = self._texts.get(part.node) or self.text(part.node)
            return f"{self.opens}{text}{self.closes}" if self.notation.needs_brackets(part.node, part.slot) else text
        return self.opens if part is OPEN else self.closes


class Page(Texts):
    """Writes expressions as `text` does."""

    notation: Text

    def __init__(
        self, *, ascii: bool = False, whole: Container[Node] = (), letters: Container[str] = (),
        limits: Limits = DEFAULT,
    ) -> None:
        super().__init__(Text(ascii=ascii, whole=whole, letters=letters), limits)

    def dotted(self, root: Node, raw: frozenset[Node]) -> str:
        """`root` with a dot between all factors of the products in `raw`."""
        if isinstance(root, Product) and raw == {root}:
            factors = [self._filled(Hole(factor, "factor")) for factor in root.factors]
            self.limits.check("printed", sum(map(len, factors)))
            return self.notation.dot.join(factors)
        lowest = min([product.height for product in raw])  # what is lower holds none of them

        def known(node: Node) -> str | None:
            return self.text(node) if node.height < lowest else None

        return written(root, self.notation.dotted(raw), self.limits, known=known)
