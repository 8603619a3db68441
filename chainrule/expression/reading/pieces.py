"""What the parser's stack holds: an expression together with where and how it was written."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Head:
    """The beginning of a call: the function, and what stands between it and its argument."""

    row: Function
    text: str
    start: int
    end: int
    spaced: bool
    power: Piece | None = None
    base: Piece | None = None


@dataclass(slots=True)
class Run:
    """A product being read from left to right; a division closes what stands before it."""

    factors: list[Piece] = field(default_factory=list)
    divided: bool = False  # the last factor is a quotient written with a sign
