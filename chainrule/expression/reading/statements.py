"""What stands around an expression: y = …, f(x) = …, d/dx …, several definitions, $…$, a full stop at the end."""

from __future__ import annotations

import re
from typing import NamedTuple

from chainrule.expression.greek import GREEK_NAMES
from chainrule.expression.reading import wording
from chainrule.expression.reading.source import LETTERS, Source, pattern
from chainrule.expression.reading.words import CONSTANTS, function_of, written_name

__all__ = ["Lead", "lead_of", "name_of", "stretches"]

_NAME = rf"\\?[{LETTERS}]+(?:_?\d+|_[{LETTERS}]+\d*|_\{{\w+\}})?(?:_[a-z]?\d+)*"
_D = r"(?:d|∂|\\partial\s*|\\mathrm\{d\}|D)\s*"
_ONE = rf"\\?[{LETTERS}](?:_?\d+)?|\\?(?:{'|'.join(sorted(GREEK_NAMES.values(), key=len, reverse=True))})"
_FRACTION = r"\\[dt]?frac\s*"
_LEADS = (
    ("asks", rf"\s*{_D}/\s*{_D}(?P<by>{_ONE})(?![{LETTERS}0-9_=]|\s*=)"),
    ("asks", rf"\s*{_FRACTION}\{{\s*{_D}\}}\s*\{{\s*{_D}(?P<by>{_ONE})\s*\}}"),
    ("asks", rf"\s*[dD]_\{{?(?P<by>{_ONE})\}}?(?=\s*[(\[{{\\]|\s+\w)"),
    ("higher", rf"\s*{_D}\^\s*[({{]?\s*(?P<order>\d+)\s*[)}}]?\s*/\s*{_D}(?:{_ONE})\s*\^"),
    ("higher", rf"\s*{_FRACTION}\{{\s*{_D}\^\s*\{{?\s*(?P<order>\w{{1,3}})\s*\}}?\s*\}}\s*\{{\s*{_D}"),
    ("derivative", rf"\s*{_D}(?P<name>{_ONE})\s*/\s*{_D}(?P<by>{_ONE})\s*=(?![=<>])"),
    ("derivative", rf"\s*{_FRACTION}\{{\s*{_D}(?P<name>{_ONE})\s*\}}\s*\{{\s*{_D}(?P<by>{_ONE})\s*\}}\s*=(?![=<>])"),
    ("derivative", rf"\s*d(?P<name>[{LETTERS}])d(?P<by>[{LETTERS}])\s*=(?![=<>])"),
    ("derivative", rf"\s*(?P<name>{_NAME})\s*'+\s*(?:\(\s*(?P<by>{_NAME})\s*\))?\s*=(?![=<>])"),
    ("function", rf"\s*(?P<name>{_NAME})\s*\(\s*(?P<by>{_NAME})(?P<more>(?:\s*,\s*{_NAME})*)\s*\)\s*=(?![=<>])"),
    ("name", rf"\s*(?P<name>{_NAME})\s*=(?![=<>])"),
)
_BEFORE, _AFTER = r"\s*d\s*(?=[(\[])", rf"(?<=[)\]])\s*/\s*d\s*(?P<by>{_ONE})\s*$"
_MARKUP = r"&\w+;|</?[A-Za-z!]+[\s>]"
_SPREADSHEET = r"=\s*[A-Z]{2,}\("
_BRANCH = rf"(?<![{LETTERS}])(?:if|otherwise|else)(?![{LETTERS}])"
_DEFINES = rf"\s*{_NAME}\s*(?:\([^()]*\)\s*)?=(?![=<>])"
_PARTS = r"(?:[^;\\]|\\.|\\$)+"
_WRAPPED = (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"))


class Lead(NamedTuple):
    """What stands before the expression: its kind, the name on the left, the variable, and where it ends."""

    kind: str = ""
    name: str | None = None
    variable: str | None = None
    start: int = 0
    end: int | None = None  # where the expression ends, if not with the statement
    name_start: int = 0
    name_end: int = 0
    arguments: tuple[str, ...] = ()


def stretches(source: Source) -> list[tuple[int, int]]:
    """Where the statements stand: parted by `;`, or by line ends if every line has an `=`; without what wraps them."""
    clean = source.clean
    if clean.isspace() or not clean:
        raise source.error(0, *wording.EMPTY)
    markup = pattern(_MARKUP).search(clean) if "<" in clean or "&" in clean else None
    if markup is not None:
        raise source.error(markup.start(), *wording.MARKUP, end=markup.end())
    if ";" not in clean and "\n" not in clean:
        return [_unwrapped(source, 0, len(clean))]
    found = _with_branches(clean, [m.span() for m in pattern(_PARTS).finditer(clean) if not m[0].isspace()])
    if not found:
        raise source.error(0, *wording.EMPTY)
    if len(found) == 1:
        start, end = found[0]
        lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", clean[start:end]) if not m[0].isspace()]
        if len(lines) > 1 and all("=" in clean[start + a : start + b] for a, b in lines):
            found = [(start + a, start + b) for a, b in lines]
    return [_unwrapped(source, *stretch) for stretch in found]


def _with_branches(clean: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A `;` between two branches parts no statements: x^2 if x < 1; 2x - 1 otherwise."""
    joined: list[tuple[int, int]] = []
    before = False
    for start, end in found:
        branch = pattern(_BRANCH).search(clean, start, end) is not None
        if before and branch and pattern(_DEFINES).match(clean, start, end) is None:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        before = branch
    return joined


def _unwrapped(source: Source, start: int, end: int) -> tuple[int, int]:
    clean = source.clean
    start, end = _trimmed(clean, start, end)
    for opening, closing in _WRAPPED:
        if (
            clean.startswith(opening, start)
            and clean.endswith(closing, start, end)
            and end - start > len(opening) + len(closing)
        ):
            start, end = _trimmed(clean, start + len(opening), end - len(closing))
            break
    if clean.endswith(".", start + 1, end) and not clean.endswith(("..", "\\right."), start, end):
        start, end = _trimmed(clean, start, end - 1)
    if clean[start : start + 1] == "=" and clean[start + 1 : start + 2] != "=":
        if pattern(_SPREADSHEET).match(clean, start, end):
            raise source.error(start, *wording.SPREADSHEET)
        start, end = _trimmed(clean, start + 1, end)
    return start, end


def _trimmed(clean: str, start: int, end: int) -> tuple[int, int]:
    while start < end and clean[start].isspace():
        start += 1
    while end > start and clean[end - 1].isspace():
        end -= 1
    return start, end


def lead_of(source: Source, start: int, end: int) -> Lead:
    """What stands before the expression of a statement; an empty Lead where nothing does."""
    clean = source.clean
    head = clean[start : min(end, start + 2000)]
    if "=" not in head and not head.startswith(("d", "D", "∂", "\\")):
        return Lead(start=start)
    before = pattern(_BEFORE).match(clean, start, end)
    after = pattern(_AFTER).search(clean, start, end) if before is not None else None
    if before is not None and after is not None:  # d(x^2)/dx
        return Lead("asks", None, _name(after["by"]), before.end(), after.start())
    for kind, lead in _LEADS:
        found = pattern(lead).match(clean, start, end)
        if found is None:
            continue
        groups = found.groupdict()
        name = _name(groups.get("name"))
        if name is not None and kind in ("name", "function") and not _is_name(groups["name"], kind):
            continue
        if kind == "higher":
            raise source.error(start, *wording.higher_order(groups["order"]), end=found.end())
        more = tuple(name_of(part) for part in re.findall(_NAME, groups.get("more") or ""))
        by = _name(groups.get("by"))
        span = found.span("name") if name else (start, start)
        return Lead(kind, name, by, found.end(), None, *span, (by, *more) if by and kind == "function" else ())
    return Lead(start=start)


def _is_name(text: str, kind: str) -> bool:
    """Not the name of a function, as in sin(x) = 0, nor a product of letters, as in xy = 1."""
    bare = text.removeprefix("\\")
    letters = bare.rstrip("_0123456789")
    return function_of(bare) is None and (kind == "name" or len(letters) == 1 or letters in GREEK_NAMES.values())


def _name(text: str | None) -> str | None:
    return name_of(text) if text else None


def is_name(text: str) -> bool:
    """Can a variable be called so? Not what names a function or a constant."""
    free = text in GREEK_NAMES.values() or function_of(text) is None
    return text.isidentifier() and text not in CONSTANTS and free


def name_of(text: str) -> str:
    """The one name of a variable however it is typed: `x_1`, `x₁` and `x1` are the same."""
    found = re.fullmatch(rf"\\?([{LETTERS}]+)((?:[_\d{{].*)?)", Source(text).clean.strip(), re.DOTALL)
    return written_name(found[1], found[2]) if found else text
