"""How factors stand side by side: 2x, x sin(x), 3(x + 1), and where only a dot will do: 3 · 2, e^u · (-2x)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

__all__ = ["FUNCTION_LETTERS", "Edge", "Edges", "gaps"]

Edge = Literal[
    "number",  # 2
    "letter",  # x
    "function letter",  # f, which a bracket would turn into a call
    "name",  # loss, theta where letters are spelled
    "raised",  # ends in a raised exponent or an index: x², x₁
    "caret",  # has an exponent on the line: x^n
    "bracket",  # (x + 1), and powers of it
    "group",  # (xy)², which a letter before it would turn into a call
    "call",  # sin(x), σ(z), sin²(x)
    "unknown",  # f'(x)
    "root",  # √x
    "bar",  # |x|
    "apart",  # what is not written beside another factor without a dot: (-x), (1/y)
]


class Edges(NamedTuple):
    """How a factor begins and how it ends; `letter` is the one that it begins with, where that is all there is before
    its exponent."""

    left: Edge
    right: Edge
    letter: str = ""


_TOUCHING: dict[Edge, frozenset[Edge]] = {
    "number": frozenset({"letter", "function letter", "name", "bracket", "unknown", "root", "bar"}),
    "letter": frozenset({"letter", "bracket", "root"}),
    "raised": frozenset({"letter", "bracket", "root"}),
    "bracket": frozenset({"bracket"}),
    "call": frozenset({"bracket"}),
    "unknown": frozenset({"bracket"}),
}
_DOTTED = frozenset({("function letter", "bracket"), ("unknown", "unknown")})
_ALWAYS_DOTTED: frozenset[Edge] = frozenset({"number", "bar", "group", "apart"})  # on the right of another factor
FUNCTION_LETTERS = ("f", "g", "h")
_APART = frozenset("de")  # a differential, a constant


def gaps(factors: Iterable[Edges], dot: str) -> Iterator[str]:
    """What is written before each factor; before the first, nothing."""
    before: Edge | None = None
    run = ""  # the letters that touch
    for left, right, letter in factors:
        gap = "" if before is None else _gap(before, left, dot)
        if not gap and ((letter and run and not _may_touch(run + letter)) or (left == "bracket" and len(run) > 2)):
            gap = " "
        yield gap
        run = run * (not gap) + letter if right == "letter" else ""
        before = right


@cache
def _gap(before: Edge, after: Edge, dot: str) -> str:
    if after in _TOUCHING.get(before, ()):
        return ""
    if before == "apart" or after in _ALWAYS_DOTTED or (before, after) in _DOTTED:
        return dot
    return " "


@lru_cache(maxsize=4096)
def _may_touch(letters: str) -> bool:
    """Whether letters written without a space are read as a product again, and not as a word."""
    from chainrule.expression.reading.words import FOREIGN, KEYWORDS, MODULES, parted  # late: reading is heavy

    if set(letters) & _APART or letters in FOREIGN or letters in KEYWORDS or letters in MODULES:
        return False
    return len(parted(letters, before_bracket=False) or ()) == len(letters)
