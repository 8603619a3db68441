"""Choices from a seed, the same on every machine and in every version of Python, and templates filled by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from random import Random
from typing import TypeVar

__all__ = ["Draw", "Filling", "filled", "opened"]

T = TypeVar("T")
Filling = Sequence[str] | Callable[["Draw"], str]
_SLOT = re.compile(r"\{(\w+)\}")


class Draw:
    """A stream of choices. What it depends on is the words that it is made from, and `Random.random`, whose numbers
    are the same in every version of Python."""

    def __init__(self, *words: object) -> None:
        digest = sha256("\x1f".join(map(str, words)).encode("utf-8", "surrogatepass")).digest()
        self._random = Random(int.from_bytes(digest, "big"))

    def below(self, count: int) -> int:
        """A whole number from 0 to count - 1."""
        return int(self._random.random() * count)

    def choice(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        rest = list(options)
        return [rest.pop(self.below(len(rest))) for _ in options]


def opened(template: str, slots: Mapping[str, Filling], draw: Draw) -> str:
    """The template with the slots that are made, not listed, filled by templates."""

    def fill(match: re.Match[str]) -> str:
        filling = slots[match[1]]
        return filling(draw) if callable(filling) else match[0]

    return _SLOT.sub(fill, template)


def filled(template: str, slots: Mapping[str, Filling], draw: Draw) -> str:
    """The template with each `{slot}` filled, also those that a filling brings along; ± becomes + or -.

    Of a slot with several fillings none is taken twice, so that x^{n} + x^{n} has two different exponents.
    """
    taken: dict[str, list[str]] = {}

    def fill(match: re.Match[str]) -> str:
        filling = slots[match[1]]
        assert not callable(filling)
        used = taken.setdefault(match[1], [])
        left = [option for option in filling if option not in used] or list(filling)
        used.append(draw.choice(left))
        return used[-1]

    while "{" in template:
        template = _SLOT.sub(fill, template)
    return re.sub("±", lambda _: "+-"[draw.below(2)], template)
