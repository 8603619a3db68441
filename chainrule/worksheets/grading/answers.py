"""Answers as they were collected: CSV, also as spreadsheets write it, or JSON a line."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
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
A_SPREADSHEET = b"PK\x03\x04"  # how a file begins that is packed, as those of spreadsheets are
A_QUESTION = re.compile(r"(?:question|problem|q|no|nr)?[ .]*(\d{1,4})[.)]?")  # a column of answers to one question


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


def answers_of(
    stream: BinaryIO, *, lines_of_json: bool | None = None, variant: int | None = 1
) -> Iterator[Answer | Unusable]:
    """The answers in a file, line by line; what cannot be used is said, and the rest goes on.

    A table has a row for each answer, or a row for each student with a column for each question, headed 1, 2, 3 …

    lines_of_json   whether each line is an object; left out, it is if the file begins with {"
    variant         that of rows which name none; None where that may be any: then they cannot be used
    Raises ChainRuleError where a column is missing, and for a file that is no text.
    """
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    start = buffered.peek(5)[:5]
    if start.startswith(A_SPREADSHEET):
        raise ChainRuleError("the answers are a spreadsheet's own file; save the table as CSV, and give that")
    encoding = MARKS.get(start[:2], "utf-8-sig")
    errors = "surrogateescape" if "8" in encoding else "replace"
    text = map(_repaired, io.TextIOWrapper(buffered, encoding, errors=errors, newline=""))
    if start.removeprefix(codecs.BOM_UTF8).startswith(b'{"') if lines_of_json is None else lines_of_json:
        yield from _of_json_lines(text, variant)
    else:
        yield from _of_csv(text, variant)


def _repaired(line: str) -> str:
    """Bytes that are no UTF-8 are read as Windows wrote them."""
    if line.isascii():
        return line
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return line


def _of_csv(lines: Iterable[str], variant: int | None) -> Iterator[Answer | Unusable]:
    rest = _Counted(lines)
    delimiter, head = _head(rest)
    reader = csv.reader(chain([head], rest), delimiter=delimiter)
    columns = [_column(name) for name in next(reader, [])]
    asked = {n: int(found[1]) for n, name in enumerate(columns) if (found := A_QUESTION.fullmatch(name))}
    _check(columns, asked, variant)
    while True:
        line = rest.count + 1
        try:
            cells = [plain_cell(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            yield Unusable(line, "", str(error))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(columns, cells, strict=False))
        if "question" in columns:
            yield _answer(line, row, variant)
        else:
            for column, question in asked.items():
                answer = cells[column] if column < len(cells) else ""
                yield _answer(line, {**row, "question": question, "answer": answer}, variant)


class _Counted:
    """Lines, and how many were read so far."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines, self.count = iter(lines), 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.count += 1
        return line


def _head(lines: Iterator[str]) -> tuple[str, str]:
    """What stands between cells, and the first line that says something; sep=; says only what stands between them."""
    delimiter = ""
    for line in lines:
        if said := re.fullmatch(r'"?sep=(.)"?\s*', line):
            delimiter = said[1]
        elif line.strip():
            return delimiter or max(DELIMITERS, key=line.count), line
    return ",", ""


def _check(columns: Sequence[str], asked: Mapping[int, int], variant: int | None) -> None:
    needed = ["student"] if asked and "question" not in columns else ["student", "question", "answer"]
    for name in [*needed, *(["variant"] if variant is None else [])]:
        if name not in columns:
            there = ", ".join(filter(None, columns)) or "none"
            several = ", and there are several variants" if name == "variant" else ""
            raise ChainRuleError(f"the answers have no column {name}{several}; there are: {there[:200]}")


def _column(heading: str) -> str:
    heading = " ".join(heading.lower().split())
    return next((name for name, others in COLUMNS.items() if heading in (name, *others)), heading)


def _of_json_lines(lines: Iterable[str], variant: int | None) -> Iterator[Answer | Unusable]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            yield Unusable(number, "", "this is no line of JSON")
            continue
        if isinstance(data, dict):
            yield _answer(number, {_column(str(name)): value for name, value in data.items()}, variant)
        else:
            yield Unusable(number, "", "an answer is an object with student, variant, question and answer")


def _answer(line: int, row: Mapping[str, Any], variant: int | None) -> Answer | Unusable:
    student = _text(row.get("student")).strip()
    if not student:
        return Unusable(line, "", "there is no student")
    numbers = [_whole(row.get(name), default) for name, default in (("variant", variant), ("question", None))]
    for name, number in zip(("variant", "question"), numbers, strict=True):
        if number is None:
            given = _text(row.get(name)).strip()
            why = f"{name} is to be a whole number, not {given[:60]!r}" if given else f"there is no {name}"
            return Unusable(line, student, why)
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
