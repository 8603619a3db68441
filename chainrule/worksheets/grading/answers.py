"""Answers as they were collected: CSV, also as spreadsheets write it, or JSON a line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from chainrule.errors import ChainRuleError
from chainrule.worksheets.exporters.data import plain_cell

__all__ = ["Answer", "COLUMNS", "Unusable", "answers_of"]

COLUMNS: Mapping[str, tuple[str, ...]] = {  # and what else they are called
    "student": ("name", "pupil"),
    "variant": ("sheet", "version"),
    "question": ("number", "problem", "no", "nr"),
    "answer": ("response", "result"),
}
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # the byte order marks of UTF-16; that of UTF-8 has a codec
DELIMITERS = ",;\t"


class Answer(NamedTuple):
    """One answer, as it was given.

    line      of the file, from 1
    variant   the number on the student's sheet
    """

    line: int
    student: str
    variant: int
    question: int
    answer: str


class Unusable(NamedTuple):
    """A line that says no answer to a question: whose it is, as far as that is known, and why."""

    line: int
    student: str
    why: str


def answers_of(stream: BinaryIO, *, lines_of_json: bool = False) -> Iterator[Answer | Unusable]:
    """The answers in a file, line by line; what cannot be used is said, and the rest goes on.

    Raises ChainRuleError where a column is missing.
    """
    text = _decoded(stream)
    yield from (_of_json_lines(text) if lines_of_json else _of_csv(text))


def _decoded(stream: BinaryIO) -> Iterable[str]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    encoding = MARKS.get(buffered.peek(2)[:2], "utf-8-sig")
    text = io.TextIOWrapper(buffered, encoding, errors="surrogateescape" if "8" in encoding else "replace", newline="")
    return map(_repaired, text)


def _repaired(line: str) -> str:
    """Bytes that are no UTF-8 are read as Windows wrote them."""
    if line.isascii():
        return line
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return line


def _of_csv(lines: Iterable[str]) -> Iterator[Answer | Unusable]:
    rest = iter(lines)
    head = next(rest, "")
    while head and not head.strip():
        head = next(rest, "")
    delimiter = max(DELIMITERS, key=head.count)
    names = [_column(name) for name in next(csv.reader([head], delimiter=delimiter), [])]
    for name in ("student", "question", "answer"):
        if name not in names:
            there = ", ".join(filter(None, names)) or "none"
            raise ChainRuleError(f"the answers have no column {name}; there are: {there}")
    reader = csv.reader(rest, delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unusable(reader.line_num + 1, "", str(error))
            continue
        if any(cell.strip() for cell in cells):
            yield _answer(reader.line_num + 1, {n: plain_cell(c) for n, c in zip(names, cells, strict=False)})


def _column(heading: str) -> str:
    heading = heading.strip().lower()
    return next((name for name, others in COLUMNS.items() if heading in (name, *others)), heading)


def _of_json_lines(lines: Iterable[str]) -> Iterator[Answer | Unusable]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            yield Unusable(number, "", "this is no line of JSON")
            continue
        if isinstance(data, dict):
            yield _answer(number, {_column(str(name)): value for name, value in data.items()})
        else:
            yield Unusable(number, "", "an answer is an object with student, variant, question and answer")


def _answer(line: int, row: Mapping[str, Any]) -> Answer | Unusable:
    student = _text(row.get("student")).strip()
    if not student:
        return Unusable(line, "", "there is no student")
    numbers = [_whole(row.get(name), default) for name, default in (("variant", 1), ("question", None))]
    for name, number in zip(("variant", "question"), numbers, strict=True):
        if number is None:
            return Unusable(line, student, f"{name} is to be a whole number, not {_text(row.get(name))!r}")
    return Answer(line, student, numbers[0] or 0, numbers[1] or 0, _text(row.get("answer")))


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _whole(value: Any, default: int | None) -> int | None:
    """A whole number, as a spreadsheet may write it, too: 3, "3" or "3.0"."""
    text = _text(value).strip()
    if not text:
        return default
    text = text.removesuffix(".0").removesuffix(",0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
