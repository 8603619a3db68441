"""Marks as files: CSV, JSON, JSON a line, and XLSX. Whatever was typed stays text in all of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from chainrule.errors import ChainRuleError, MissingExtraError
from chainrule.rendering.notation.mathml import printable
from chainrule.worksheets.exporters.data import as_text
from chainrule.worksheets.grading.answers import Unusable
from chainrule.worksheets.grading.many import Graded

__all__ = ["WRITERS", "mark_record"]

# The columns, and how many characters wide they are in a spreadsheet.
COLUMNS = {"line": 6, "student": 24, "variant": 8, "question": 9, "topic": 14, "answer": 30, "verdict": 12, "credit": 7,
           "remark": 14, "mistakes": 10, "did": 40, "flag": 40}  # fmt: skip
LONGEST, MOST_ROWS = 32_767, 1_048_575  # characters of a cell of a spreadsheet, and rows below the heading


def mark_record(graded: Graded) -> dict[str, Any]:
    """One row of marks, by column."""
    row, outcome, problem = graded
    asked = {} if isinstance(row, Unusable) else row._asdict()
    return {
        "line": row.line,
        "student": row.student,
        "variant": asked.get("variant"),
        "question": asked.get("question"),
        "topic": problem.topic if problem is not None else None,
        "answer": asked.get("answer"),
        "verdict": outcome.verdict,
        "credit": outcome.credit,
        "remark": outcome.remark,
        "mistakes": list(outcome.mistakes),
        "did": outcome.did,
        "flag": outcome.flag,
    }


def _cells(graded: Graded) -> list[Any]:
    record = mark_record(graded)
    return [" ".join(value) if isinstance(value, list) else value for value in record.values()]


def csv_marks(marks: Iterable[Graded]) -> Iterator[str]:
    """A line for each row; what a spreadsheet would take for a formula is kept as text by a tab before it."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(COLUMNS)
    for graded in marks:
        yield line.getvalue()
        line.seek(0)
        line.truncate()
        writer.writerow([as_text(cell) if isinstance(cell, str) else cell for cell in _cells(graded)])
    yield line.getvalue()


def json_lines_marks(marks: Iterable[Graded]) -> Iterator[str]:
    for graded in marks:
        yield json.dumps(mark_record(graded), ensure_ascii=False) + "\n"


def json_marks(marks: Iterable[Graded]) -> Iterator[str]:
    yield '{"version": 1, "marks": ['
    between = "\n"
    for graded in marks:
        yield between + json.dumps(mark_record(graded), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def xlsx_marks(marks: Iterable[Graded]) -> Iterator[bytes]:
    """A workbook of one sheet, in which every text is text. Raises MissingExtraError where XlsxWriter is missing."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise MissingExtraError("XlsxWriter, which writes spreadsheets,", "spreadsheet") from None
    made = io.BytesIO()
    book = Workbook(made, {"in_memory": True, "constant_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes for the same marks
    page = book.add_worksheet("Marks")
    page.freeze_panes(1, 0)
    strong = book.add_format({"bold": True})
    for column, (name, width) in enumerate(COLUMNS.items()):
        page.set_column(column, column, width)
        page.write_string(0, column, name, strong)
    number = 0
    for number, graded in enumerate(marks, 1):
        if number > MOST_ROWS:
            raise ChainRuleError(f"a spreadsheet has no room for more than {MOST_ROWS:,} marks; write them as .csv")
        for column, cell in enumerate(_cells(graded)):
            if isinstance(cell, str):
                page.write_string(number, column, printable(cell)[:LONGEST])
            elif cell is not None:
                page.write_number(number, column, cell)
    page.autofilter(0, 0, number, len(COLUMNS) - 1)
    book.close()
    yield made.getvalue()


WRITERS: Mapping[str, Callable[[Iterable[Graded]], Iterator[str | bytes]]] = {
    "csv": csv_marks,
    "json": json_marks,
    "jsonl": json_lines_marks,
    "xlsx": xlsx_marks,
}
