"""Other readings of an answer: 1/2x is read as (1/2)*x, and may have been meant as 1/(2x)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from chainrule.errors import ReadingError
from chainrule.expression.reading import Reading

__all__ = ["other_readings"]

_FOR_ANOTHER = re.compile(r"; for (.+) write the brackets$")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_TWO = re.compile(r"^write (.+) or (.+)$")

# By the code of the reader's note: what the stretch that it is about may have been meant as.
_OTHERWISE: Mapping[str, Callable[[str], str]] = {
    "minus": lambda text: re.sub(r"^\s*(-[^^]+)(\^.*)$", r"(\1)\2", text),
    "tower": lambda text: "({})^{}".format(*text.rsplit("^", 1)),
    "root": lambda text: re.sub(r"^√(.+)$", r"√(\1)", text),
}


def other_readings(text: str, reading: Reading | ReadingError) -> Iterator[str]:
    """The text with brackets where somebody else would read them, or points for decimal commas."""
    if isinstance(reading, ReadingError):
        if _DECIMAL_COMMA.search(text):
            yield _DECIMAL_COMMA.sub(".", text)
        two = _TWO.match(reading.mend)
        if two and reading.text == text and reading.position is not None:
            for meant in two.groups():
                yield f"{text[: reading.position]}({meant}){text[reading.end :]}"
        return
    for note in reading.notes:
        start, end = note.span
        found = _FOR_ANOTHER.search(note.text)
        meant = found[1] if found else _OTHERWISE.get(note.code, str)(text[start:end])
        if meant != text[start:end]:
            yield f"{text[:start]}({meant}){text[end:]}"
