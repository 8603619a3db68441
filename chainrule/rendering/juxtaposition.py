"""How factors stand side by side: 2x, x sin(x), 3(x + 1), and where only a dot will do: 3 · 2, e^u · (-2x)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from chainrule.expression.functions import FORMULA_SHEET
from chainrule.expression.greek import GREEK

__all__ = ["FUNCTION_LETTERS", "Edge", "Edges", "gaps"]

Edge = Literal[
    "number",  # 2
    "letter",  # x
    "function letter",  # f, which a bracket would turn into a call
    "name",  # loss, theta where letters are spelled
    "raised",  # ends in a raised exponent or an index: x², x₁
    "caret",  # has an exponent on the line: x^n
    "bracket",  # (x + 1), and powers of it
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
_ALWAYS_DOTTED: frozenset[Edge] = frozenset({"number", "bar", "apart"})  # on the right of another factor
FUNCTION_LETTERS = ("f", "g", "h")
_APART = "de"  # a differential, a constant
_WORDS = {word.lower() for row in FORMULA_SHEET for word in (row.name, *row.spellings)} | set(GREEK)


def gaps(factors: Iterable[Edges], dot: str) -> Iterator[str]:
    """What is written before each factor; before the first, nothing."""
    before: Edge | None = None
    run = ""  # the letters that touch
    for left, right, letter in factors:
        gap = "" if before is None else _gap(before, left, dot)
        if not gap and run and letter and not _may_touch(run + letter):
            gap = " "
        yield gap
        run = run * (not gap) + letter if right == "letter" else ""
        before = right


def _gap(before: Edge, after: Edge, dot: str) -> str:
    if after in _TOUCHING.get(before, ()):
        return ""
    if before == "apart" or after in _ALWAYS_DOTTED or (before, after) in _DOTTED:
        return dot
    return " "


def _may_touch(letters: str) -> bool:
    """Whether letters written without a space are read as a product again, and not as a word."""
    ends = (letters[start:].lower() for start in range(len(letters) - 1))
    return len(letters) <= 3 and not set(letters) & set(_APART) and not any(end in _WORDS for end in ends)
