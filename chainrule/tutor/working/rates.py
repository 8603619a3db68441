"""Derivatives written inside a line: dy/dx, u', d/dx sin x, (x^2)', each replaced by a name that can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from chainrule.expression.reading import name_of

__all__ = ["EXTENTS", "Extent", "Rate", "with_rates_named"]

Extent = Literal["factor", "term", "rest"]
EXTENTS: tuple[Extent, ...] = ("factor", "term", "rest")  # how far d/dx reaches: not all write the brackets

_NAME = r"[^\W\d_]\w*"
# dy/dx, inside a line; d/dx or D_x before what it is applied to; the d of d(…)/dx, and its /dx; u'', y'(x); the
# primes behind a bracket; the name of a function before one
_RATE = re.compile(rf"(?<![^\W_])(?:d|∂)\s*({_NAME})\s*/\s*(?:d|∂)\s*({_NAME})")
_ASKED = re.compile(rf"(?<![^\W_])(?:(?:d|∂)\s*/\s*(?:d|∂)\s*({_NAME})|D_\{{?({_NAME})\}}?)\s*")
_OVER = re.compile(r"(?<![^\W_])d\s*(?=[(\[])")
_BY = re.compile(rf"\s*/\s*d\s*({_NAME})")
_PRIMED = re.compile(rf"([^\W\d_](?:_?\d+)?)\s*('+)(?:\s*\(\s*({_NAME})\s*\))?")
_PRIMES = re.compile(r"\s*('+)")
_CALLED = re.compile(rf"(?:\\?{_NAME})\s*$")
LONGEST, LONGEST_NAME = 1_000, 20  # characters of a line in which derivatives are looked for, and of a function's name
OPENING, CLOSING = "([{", ")]}"


class Rate(NamedTuple):
    """A derivative as it was written.

    of     a name, or the text of what is to be differentiated
    by     the name by which; None where a prime leaves that open
    """

    of: str
    by: str | None
    order: int = 1
    named: bool = False


def with_rates_named(text: str, name: Callable[[Rate], str | None], extent: Extent) -> str:
    """The text with every derivative in it replaced by what `name` calls it; None leaves it as it is.

    A line that is too long to be a student's is left as it is.
    """
    done = ""
    if len(text) > LONGEST:
        return text
    while True:
        found = _first(text, extent)
        if found is None:
            return done + text
        rate, start, end = found
        called = name(rate)
        if called is None:
            done, text = done + text[:end], text[end:]
        else:
            done, text = f"{done}{text[:start]} {_times(done + text[:start])}{called} ", text[end:]


def _times(before: str) -> str:
    """The sign that is not written in `sin x du/dx`, where it is no part of what stands inside; none behind `ln`."""
    return "* " if re.search(r"(?:(?<![^\W\d_])[^\W_]|[)\]}])\s*$", before) else ""


def _first(text: str, extent: Extent) -> tuple[Rate, int, int] | None:
    """The first derivative in the text, with where it stands."""
    return min(_all(text, extent), key=lambda found: (found[1], -found[2]), default=None)


def _all(text: str, extent: Extent) -> Iterator[tuple[Rate, int, int]]:
    found = _RATE.search(text)
    if found is not None:
        yield Rate(name_of(found[1]), name_of(found[2]), named=True), found.start(), found.end()
    found = _PRIMED.search(text)
    if found is not None:
        by = name_of(found[3]) if found[3] else None
        yield Rate(name_of(found[1]), by, len(found[2]), named=True), found.start(), found.end()
    found = _ASKED.search(text)
    if found is not None:
        end = _reach(text, found.end(), extent)
        if text[found.end() : end].strip():
            yield Rate(text[found.end() : end].strip(), name_of(found[1] or found[2])), found.start(), end
    found = _OVER.search(text)
    closed = None if found is None else _closing(text, found.end())
    by_whom = None if closed is None else _BY.match(text, closed)
    if found is not None and closed is not None and by_whom is not None:
        yield Rate(text[found.end() : closed], name_of(by_whom[1])), found.start(), by_whom.end()
    yield from _primed_brackets(text)


def _primed_brackets(text: str) -> Iterator[tuple[Rate, int, int]]:
    """(x^2)', and sin(x)', which is (sin(x))'."""
    if "'" not in text:
        return
    opened: list[int] = []
    for place, character in enumerate(text):
        if character in OPENING:
            opened.append(place)
        elif character in CLOSING and opened:
            start, primes = opened.pop(), _PRIMES.match(text, place + 1)
            if primes is not None:
                called = _CALLED.search(text, max(0, start - LONGEST_NAME), start)
                begin = start if called is None else called.start()
                yield Rate(text[begin : place + 1], None, len(primes[1])), begin, primes.end()


def _closing(text: str, start: int) -> int | None:
    """Behind the bracket that closes the one at `start`; None where none does."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in OPENING) - (text[place] in CLOSING)
        if not depth:
            return place + 1
    return None


def _reach(text: str, start: int, extent: Extent) -> int:
    """Where ends what d/dx is followed by."""
    if extent == "factor" and text[start : start + 1] in tuple(OPENING):
        closed = _closing(text, start) or len(text)
        power = re.compile(r"\s*\^\s*(?:\w+|(?=[({]))").match(text, closed)
        if power is None:
            return closed
        return power.end() if power[0].strip()[-1] != "^" else _closing(text, power.end()) or len(text)
    stops = {"factor": "+-−*·×=,", "term": "+-−=,", "rest": "=,"}[extent]
    depth = 0
    for place in range(start, len(text)):
        character = text[place]
        before = text[start:place].rstrip()
        stops_here = character in stops and before and (character not in "+-−" or before[-1] not in "^*·×/")
        if not depth and (character in CLOSING or stops_here):
            return place
        depth += (character in OPENING) - (character in CLOSING)
    return len(text)
