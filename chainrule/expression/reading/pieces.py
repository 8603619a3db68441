"""What the parser's stack holds: an expression together with where and how it was written."""

from __future__ import annotations

from typing import NamedTuple

from chainrule.expression.functions import Function
from chainrule.expression.nodes import Node

__all__ = ["Head", "Piece", "Run"]


class Piece:
    """A node and how it was written.

    start, end   its stretch of the clean text, brackets included
    form         how it was written: number, name, group, power, …
    parts        the pieces of the node's children, in their order
    spaced       a space stands before it
    size, fixed  how many pieces it is made of; whether it holds no name, so that its value is known
    """

    size: int
    fixed: bool

    __slots__ = ("end", "fixed", "form", "node", "parts", "size", "spaced", "start")

    def __init__(
        self,
        node: Node,
        form: str,
        start: int,
        end: int,
        spaced: bool,
        parts: tuple[Piece, ...] = (),
        fixed: bool | None = None,
    ) -> None:
        self.node, self.form, self.start, self.end, self.spaced, self.parts = node, form, start, end, spaced, parts
        if parts:
            self.size = 1 + sum([part.size for part in parts])
            self.fixed = all(part.fixed for part in parts) if fixed is None else fixed
        else:
            self.size, self.fixed = 1, fixed is not False


class Head(NamedTuple):
    """The beginning of a call: the function, and what stands between it and its argument."""

    row: Function
    text: str
    start: int
    end: int
    spaced: bool
    power: Piece | None = None
    base: Piece | None = None


class Run:
    """A product being read from left to right; `divided` where its last factor is a quotient written with a sign."""

    __slots__ = ("divided", "factors")

    def __init__(self, factors: list[Piece], divided: bool = False) -> None:
        self.factors, self.divided = factors, divided
