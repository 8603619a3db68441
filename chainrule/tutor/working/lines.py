"""From lines as students write them to claims: numbers, bullets, words and comments set aside, long lines parted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from chainrule.tutor.answers import sides_of
from chainrule.tutor.typed import LONGEST, plain
from chainrule.tutor.working.prose import SIGNS, is_prose, led_by, only_names, without_reasons

__all__ = ["AT", "DIFFERENTIAL", "NAMED", "PRIMED", "RATE", "Claim", "claims"]

NAME = r"[^\W\d_]\w*"
# What a claim may begin with: dy/dx = …, y' = … or y'(x) = …, u = … or f(x) = …; and du = … dx as a whole.
RATE = re.compile(rf"\s*(?:d|∂)\s*({NAME})\s*/\s*(?:d|∂)\s*({NAME})\s*=(?!=)(.*)", re.DOTALL)
PRIMED = re.compile(rf"\s*({NAME})\s*'\s*(?:\(\s*([^()=]+?)\s*\)\s*)?=(?!=)(.*)", re.DOTALL)
NAMED = re.compile(rf"\s*({NAME})\s*(?:\(\s*({NAME})\s*\)\s*)?=(?!=)(.*)", re.DOTALL)
DIFFERENTIAL = re.compile(rf"\s*d\s*({NAME})\s*=(?!=)\s*(\S.*?)\s*[*·]?\s*(?<![/\w])d\s*({NAME})\s*", re.DOTALL)

# How lines are numbered: 1) 1: a) Step 1: line 1, also (1) and 1. before a claim; and bullets.
_NUMBER = re.compile(r"\s*(?:\d{1,2}\s*[):]|[a-h]\)|(?:step|line)\s*\d{1,2}\s*[:.)]?)\s*(?=\S)", re.IGNORECASE)
_COUNTED = re.compile(r"\s*(?:\(\d{1,2}\)\s*|\d{1,2}\.\s+)(?=\S)")  # which could be factors
_BULLET = re.compile(r"\s*[•*▪‣●◦]\s+(?=\S)")
_DASH = re.compile(r"\s*[-–—]\s+")  # which could be a minus
_CONDITION = re.compile(  # , for x > 0; (x ≠ 0); when x >= a
    r"(?:\s*[,(\[]\s*|\s+)(?:for|when|where|with|provided)?\s*"
    rf"(?<!\w){NAME}\s*(?:[<>≠≤≥]|!=|<=|>=)\s*-?\w+\s*[)\]]?\s*$"
)
_ALWAYS = re.compile(  # , for all x; for every real number x
    rf"\s*[,(]?\s*\bfor\s+(?:all|any|every|each)(?:\s+(?:real|values?|of|numbers?))*(?:\s+{NAME})?\s*\)?\s*$"
)
# What is set aside: # …, // …, % …; $ and \( \) around formulas, a tick at the end; arrows between claims.
_COMMENT = re.compile(r"\s*(?:#|//|%).*$", re.DOTALL)
_ORNAMENT = re.compile(r"\$+|\\[()\[\]]|\s*[✓✔☑□■∎]+\s*$")
_TURNS = re.compile(rf"\s*(?:{SIGNS})\s*(?=\S)")
AT = re.compile(rf"\s*(?:at|when|for|if)\s+{NAME}\s*=(?!=)", re.IGNORECASE)
_CLAIM = (  # let u =, dy/dx =, f'(x) :=
    rf"(?:(?:let|set|put|where|with|for)\s+)?(?:(?:d|∂)\s*{NAME}\s*/\s*(?:d|∂)\s*)?"
    rf"{NAME}\s*'*\s*(?:\([^()=]*\)\s*)?:?=(?!=)"
)
_PARTS = re.compile(  # a comma, a semicolon or a word between two claims
    r"\s*(?:[,;]\s*(?:and|so|then|where|with|for|hence|thus|therefore)?|\s(?:and|where|with|for|so|then))\s+"
    rf"(?=(?:the\s+(?:inner|outer|inside|outside)\s+(?:function\s+|part\s+)?)?{_CLAIM})",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\s*+([u-w])('?)\s*=[^=]*[^\s=+\-*/^·×(]\s+(?=([u-w])\2\s*=(?!=)[^=]*$)")  # u = x^2 v = sin x
_DEFINED = re.compile(rf"(\s*{NAME}\s*'*(?:\(\s*{NAME}\s*\))?\s*):=")


class Claim(NamedTuple):
    """A statement in a line of working.

    shown      as it is quoted
    text       without words, numbers and comments; "" where there is nothing else
    linked     whether it goes on with the equation before it, as `= 2x` does
    """

    shown: str
    text: str
    linked: bool = False


def claims(lines: Iterable[str], names: Iterable[str] = ()) -> list[Claim]:
    """What the lines say, one after the other: `let u = x^2 and v = sin x` are two claims, `y' = a = b` too.

    names   of the problem, which are never taken for words
    """
    typed = [part for line in lines for part in plain(line).splitlines()]
    kept = [line.strip() for line in typed if line.strip()]
    for sign in (_DASH, _COUNTED):
        matches = [sign.match(line) for line in kept]
        bare = [line[found.end() :] for line, found in zip(kept, matches, strict=True) if found is not None]
        if len(kept) == len(bare) > 1 and any(map(_begins, bare)):
            kept = bare
    known = frozenset(names)
    return [claim for line in kept for claim in _of_line(line, known)]


def _begins(text: str) -> bool:
    """Is it a letter, or a derivative, with what it is?"""
    start = led_by(text)
    return any(pattern.match(text, start) is not None for pattern in (RATE, PRIMED, NAMED))


def _of_line(line: str, names: frozenset[str]) -> Iterator[Claim]:
    branches = re.search(r"\bif\b", line) is not None and re.match(r"\s*if\s+(?:we|you)\b", line, re.IGNORECASE) is None
    if branches or len(line) > LONGEST:
        yield Claim(line, line)
        return
    text = _ORNAMENT.sub(" ", _COMMENT.sub("", _unnumbered(line)))
    if AT.match(text):  # at x = 2: y' = 12
        yield Claim(line, text)
        return
    parts = [part for turn in _TURNS.split(text) for part in _PARTS.split(turn)]
    found = [piece for part in parts for piece in _spaced(part) if piece.strip()]
    made: list[str] = []
    for index, part in enumerate(found):
        bare = _bare(part, names)
        piece = index > 0 and not made[-1] and not is_prose(found[index - 1], names)  # outer: u^4 -> 4u^3
        made.append("" if piece and "=" not in bare else bare)
    if not any(made):
        yield Claim(line, "")
        return
    only = sum(map(bool, made)) == 1
    for part in filter(None, made):
        steps = _steps(part)
        for index, step in enumerate(steps):
            yield Claim(line if only and len(steps) == 1 else step, step, index > 0)


def _spaced(part: str) -> list[str]:
    """`u = x^2 v = sin x`, where nothing but a space stands between the two."""
    first = _SPACED.match(part)
    return [part] if first is None or first[1] == first[3] else [part[: first.end()], part[first.end() :]]


def _unnumbered(line: str) -> str:
    for sign in (_BULLET, _NUMBER, _COUNTED):
        found = sign.match(line)
        if found is not None and (sign is not _COUNTED or _begins(line[found.end() :])):
            line = line[found.end() :]
    return line


def _bare(text: str, names: frozenset[str]) -> str:
    """Without the words before and after it; "" where nothing is left, or only something that has been named."""
    lead = ""
    while True:
        before = text
        text = _DEFINED.sub(r"\1=", text.strip())
        end = led_by(text, names)
        text, lead = text[end:], f"{lead} {text[:end]}"
        text = without_reasons(_CONDITION.sub("", _ALWAYS.sub("", text)), names)
        if text == before:
            break
    nothing = is_prose(text, names) or _CONDITION.fullmatch(f" {text}") is not None
    return "" if nothing or ("=" not in text and only_names(lead)) else text.strip(" ,;")


def _steps(text: str) -> list[str]:
    """`y' = a = b` as y' = a and y' = b; `a = b = c` as a = b and b = c."""
    first, *others = sides_of(text)
    if len(others) < 2:
        return [text]
    if _begins(f"{first} = 0"):
        return [f"{first.strip()} = {other.strip()}" for other in others]
    sides = [side.strip() for side in (first, *others)]
    if not sides[0]:
        return [f"= {side}" for side in sides[1:]]
    return [f"{one} = {other}" for one, other in pairwise(sides)]
