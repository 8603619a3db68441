"""Names for Python: what people called things, made safe, and no two of them ever the same."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from chainrule.rendering.notation.names import ascii_name

__all__ = ["Identifiers", "remark"]

BUILT_IN = ("abs", "float", "int", "len", "max", "min", "range", "round", "sum", "zip", "complex", "enumerate", "math",
            "OverflowError", "ValueError", "no_value")  # fmt: skip
WIDEST_REMARK = 110


class Identifiers:
    """Hands out identifiers; a name once given is never given again."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = {*keyword.kwlist, *BUILT_IN, *reserved}
        self._counts: dict[str, int] = {}

    def fresh(self, wanted: str) -> str:
        """`wanted` if it will do, else the nearest that does: lambda_ for lambda, theta for θ."""
        name = re.sub(r"\W", "_", ascii_name(wanted), flags=re.ASCII)
        if not name[:1].isalpha():
            name = f"v{name}"
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def numbered(self, letter: str) -> str:
        """The next of t1, t2, …"""
        number = self._counts[letter] = self._counts.get(letter, 0) + 1
        while f"{letter}{number}" in self._taken:
            number = self._counts[letter] = number + 1
        self._taken.add(f"{letter}{number}")
        return f"{letter}{number}"


def remark(text: str) -> str:
    """A comment on one line, whatever the text holds."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return f"# {shown if len(shown) <= WIDEST_REMARK else shown[: WIDEST_REMARK - 1] + '…'}"
