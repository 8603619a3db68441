"""How much work one request may ask for. Depth is not in the list: nothing recurses on the Python stack."""

from __future__ import annotations

from dataclasses import dataclass, fields

from chainrule.errors import LimitError

__all__ = ["DEFAULT", "Limits", "NAMES"]

ENOUGH = 10**18  # for those who lift the limits


@dataclass(frozen=True, slots=True)
class Limits:
    """Named limits; each is checked before the work is done.

    characters       of text that is read
    letters          of one run of letters
    nodes            different sub-expressions of an input, and of a derivative on the way to a higher order
    digits           of a number that is read or folded; below the 4,300 at which Python refuses to print
    exponent         the size of an exponent that is folded into a number
    order            of a derivative
    printed          characters of one expression when it is written out
    questions        on one worksheet
    paths            through a system of definitions that are listed one by one
    """

    characters: int = 60_000
    letters: int = 1_000
    nodes: int = 200_000
    digits: int = 4_000
    exponent: int = 10_000
    order: int = 180
    printed: int = 50_000
    questions: int = 5_000
    paths: int = 12

    @classmethod
    def unbounded(cls) -> Limits:
        """No limits but the digits that Python can print and the paths that a person reads; know what you ask."""
        return cls(**{field.name: ENOUGH for field in fields(cls) if field.name not in ("digits", "paths")})

    def check(self, name: str, met: int, position: int | None = None) -> None:
        """Raise LimitError where `met` is past the limit called `name`."""
        allowed = getattr(self, name)
        if met > allowed:
            raise LimitError(NAMES[name], allowed, met, position)


NAMES = {
    "characters": "characters read",
    "letters": "letters in one word",
    "nodes": "different sub-expressions",
    "digits": "digits of a number",
    "exponent": "the size of a folded exponent",
    "order": "the order of a derivative",
    "printed": "printed characters",
    "questions": "questions on a sheet",
    "paths": "paths that are listed",
}

DEFAULT = Limits()
