"""chainrule grade: the answers of a class marked, with a report on the class and a page for each student."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from chainrule.cli.arguments import RealNumber, WholeNumber
from chainrule.cli.errors import CODES
from chainrule.cli.output import destination, look, output_options, write
from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from chainrule.worksheets import Worksheet
    from chainrule.worksheets.grading import Graded

__all__ = ["grade"]

FORMATS = ("csv", "json", "jsonl", "xlsx")
EXAMPLES = """\b
Examples:
  chainrule grade sheet.json answers.csv
  chainrule grade sheet.json answers.csv -o marks.xlsx --report report.html --feedback pages
  chainrule grade sheet.json answers.jsonl -o marks.csv --report report.pdf --jobs 2

\b
The answers have a column each for student, variant, question and answer; or for student, variant, 1, 2, 3 …, a row
for each student (CSV with commas, semicolons or tabs); or they are JSON, one object a line. A mark is 1 for a right
answer, a half where one mistake explains a wrong one, a quarter where two do, else 0; what you have to look at is in
the column flag."""


@click.command(epilog=EXAMPLES, short_help="Mark the answers to a worksheet, and report on the class.")
@click.argument("sheet", metavar="SHEET.json")
@click.argument("answers", metavar="ANSWERS")
@click.option("--report", metavar="FILE", help="A report of the class: .html, .pdf, or .csv for the marks alone.")
@click.option("--feedback", metavar="FOLDER", help="A page for each student.")
@click.option("--jobs", type=WholeNumber(1), default=1, metavar="N", help="Mark on N processes.")
@click.option("--time-limit", type=RealNumber(0, min_open=True), metavar="SECONDS", help="For one answer (5).")
@output_options(*FORMATS, text=False)
def grade(
    sheet: str, answers: str, report: str | None, feedback: str | None, jobs: int, time_limit: float | None,
    output: str | None, force: bool, format_: str | None,
) -> int:
    """Mark the ANSWERS to a sheet that `chainrule worksheet` made; ANSWERS that are - are standard input."""
    from chainrule.worksheets.grading import TIME_LIMIT, Tally, answers_of, grade_many
    from chainrule.worksheets.grading.feedback import Feedback
    from chainrule.worksheets.grading.marks import WRITERS
    from chainrule.worksheets.grading.reports import REPORTS

    asked = look(FORMATS, format_, output, ascii_=False, width=None)
    ending = os.path.splitext(report or "report.html")[1].lower()
    if ending not in REPORTS:
        raise click.UsageError(f"--report takes a file whose name ends in {', '.join(REPORTS)}, not {report}")
    made, folder = _sheet(sheet), _free(feedback, force)
    only = made.variants[0].number if len(made.variants) == 1 else None
    tally, told, amiss = Tally(made), Feedback(made), Amiss()
    watchers = [tally.add, amiss.add, *([told.add] if folder else [])]
    with ExitStack() as stack:
        marks = stack.enter_context(destination(output, force))
        page = stack.enter_context(destination(report, force)) if report else None
        stream = stack.enter_context(_opened(answers))
        rows = answers_of(stream, lines_of_json=answers.endswith((".jsonl", ".ndjson")) or None, variant=only)
        graded = grade_many(rows, made, stack.enter_context(_executor(jobs)), time_limit=time_limit or TIME_LIMIT)
        for piece in WRITERS[asked.format](_watched(_shown(graded, answers, marks), watchers)):
            write(marks, piece) if isinstance(piece, bytes) else marks.write(piece)
        marks.flush()
        if page is not None:
            write(page, REPORTS[ending](tally.report()))
        if folder is not None:
            _fill(folder, told.pages())
    return int(CODES.unusable if amiss.lines else CODES.done)


def _watched(graded: Iterable[Graded], watchers: Iterable[Callable[[Graded], None]]) -> Iterator[Graded]:
    for each in graded:
        for watcher in watchers:
            watcher(each)
        yield each


class Amiss:
    """Says on standard error which lines could not be used, and which answers could not be read."""

    def __init__(self) -> None:
        self.lines = 0

    def add(self, graded: Graded) -> None:
        row, outcome, problem = graded
        self.lines += problem is None
        if problem is None or outcome.verdict in ("unreadable", "unmarked"):
            who = f"{row.student}: " if row.student else ""
            said = f"line {row.line}: {who}{outcome.flag if problem is None else outcome.said.splitlines()[-1]}"
            encoding = sys.stderr.encoding or "ascii"
            clean = "".join(c if c.isprintable() else "\ufffd" for c in said)
            print(clean.encode(encoding, "replace").decode(encoding), file=sys.stderr)


def _free(name: str | None, force: bool) -> Path | None:
    """The folder for the pages of the students. Raises ChainRuleError where there is something in it already."""
    if name is None:
        return None
    folder = Path(name)
    if folder.exists() and not folder.is_dir():
        raise ChainRuleError(f"the folder {name} cannot be made: there is a file of that name")
    if folder.exists() and any(folder.iterdir()) and not force:
        raise ChainRuleError(f"the folder {name} exists already, with files in it; --force adds to them")
    return folder


def _fill(folder: Path, pages: Iterable[tuple[str, str]]) -> None:
    """All pages are written beside the folder first, so that it gets all of them, or none."""
    draft = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    try:
        draft.mkdir(parents=True)
        for name, page in pages:
            (draft / name).write_text(f"{page}\n", encoding="utf-8")
        folder.mkdir(exist_ok=True)
        for path in sorted(draft.iterdir()):
            os.replace(path, folder / path.name)
    except OSError as error:
        raise ChainRuleError(f"the folder {folder} cannot be written: {error.strerror}") from error
    finally:
        rmtree(draft, ignore_errors=True)


def _sheet(name: str) -> Worksheet:
    from chainrule.worksheets import Worksheet

    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ChainRuleError(f"the file {name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise ChainRuleError(f"the file {name} is no worksheet: it is not text") from None
    return Worksheet.from_json(text)


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with open(name, "rb") as stream:
            yield stream
    except OSError as error:
        raise ChainRuleError(f"the file {name} cannot be read: {error.strerror}") from error


@contextmanager
def _executor(jobs: int) -> Iterator[Executor | None]:
    if jobs == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        yield pool


def _shown(graded: Iterator[Graded], answers: str, marks: Any) -> Iterator[Graded]:
    """With a bar on standard error, where that is a terminal and the marks go elsewhere."""
    if answers == "-" or not sys.stderr.isatty() or marks.isatty():
        yield from graded
        return
    with open(answers, "rb") as stream:
        count = sum(1 for _ in stream)
    with click.progressbar(graded, length=count, label="Marking", show_pos=True, file=sys.stderr) as bar:
        yield from bar
