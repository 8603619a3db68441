"""The class report as a page, as a PDF and as a table of marks. Every name and answer in it is data."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from chainrule.rendering import wording_sheets as wording
from chainrule.rendering.media.pdf import compiled
from chainrule.rendering.media.typst import typst_words
from chainrule.rendering.notation.typst import quoted
from chainrule.rendering.page.markup import safe
from chainrule.rendering.page.shell import shell
from chainrule.worksheets.exporters.data import as_text
from chainrule.worksheets.grading.classes import ClassReport

__all__ = ["REPORTS", "csv_report", "html_report", "pdf_report"]

NAMED = 8  # students named for a mistake; the page has them all
TOGETHER = 12  # rows of a table that stay on one page
SHORT, WIDEST = 12, 50  # characters of a column that takes its own width, and that is given no more room
PREAMBLE = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 2cm, y: 2cm), numbering: "1")
#set text(lang: "en", size: 10pt)
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): it => block(above: 1.6em, below: 0.8em, sticky: true, text(size: 12pt, it.body))
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(60%)), inset: (x: 5pt, y: 4pt), align: left + horizon)
#let share(part) = grid(columns: (3.2em, 3cm), align: horizon, [#calc.round(part * 100) %],
  box(width: 3cm, height: 0.7em, stroke: 0.4pt + luma(60%),
    box(width: part * 100%, height: 100%, fill: rgb("#0b5394"))))
"""


class Share(NamedTuple):
    """A number from 0 to 1, shown in per cent and as a bar."""

    part: float


Cell = str | Share


class Chart(NamedTuple):
    """A table with a heading; its shares are drawn as bars."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def charts(report: ClassReport, named: int) -> Iterator[Chart]:
    """What the report shows, in order; what there is nothing of is left out."""
    yield Chart(wording.TOPICS_TO_REPEAT, wording.TOPIC_COLUMNS,
                [(t.topic, str(t.answers), Share(t.share)) for t in report.topics])  # fmt: skip
    yield Chart(wording.MISTAKES, wording.MISTAKE_COLUMNS, [
        (m.example, m.rules[0], m.rules[1], str(m.times), _names(m.students, named), m.repeat)
        for m in report.mistakes
    ])  # fmt: skip
    yield Chart(wording.ITEMS, wording.ITEM_COLUMNS, [
        (str(i.question), i.topic, str(i.level or "–"), str(i.answers), Share(i.share),
         next((m.rules[0] for m in report.mistakes if m.id == i.mistake), ""))
        for i in report.items
    ])  # fmt: skip
    whole = max(1, len(report.students))
    yield Chart(wording.SPREAD, wording.SPREAD_COLUMNS, [
        (wording.TENTHS[tenth], str(count), Share(count / whole)) for tenth, count in enumerate(report.spread)
    ])  # fmt: skip
    yield Chart(wording.STUDENTS, wording.STUDENT_COLUMNS, [
        (s.student, ", ".join(map(str, s.variants)), str(s.right), f"{s.credit:g} / {s.questions}", Share(s.share))
        for s in report.students
    ])  # fmt: skip
    yield Chart(wording.TO_LOOK_AT, wording.FLAG_COLUMNS, [
        (str(f.line), f.student, str(f.question or ""), f.answer[:200], f.why) for f in report.flags
    ])  # fmt: skip


def _names(students: Sequence[str], named: int) -> str:
    more = len(students) - named
    shown = ", ".join(students[:named])
    return wording.AND_MORE.format(names=shown, count=more) if more > 0 else shown


def _summary(report: ClassReport) -> str:
    return wording.SUMMARY.format(
        students=len(report.students), answers=report.answers, mean=round(100 * report.mean), code=report.code
    )  # fmt: skip


# --- the page ---------------------------------------------------------------------------------------------------------


def html_report(report: ClassReport) -> str:
    body = "".join([_table(chart) for chart in charts(report, len(report.students)) if chart.rows])
    title = wording.REPORT_TITLE.format(title=report.title)
    body = f"<p>{safe(_summary(report))}</p>{body}"
    return shell(title, body, skip=wording.SKIP_TO_REPORT, styles=("worksheet.css",), scripts=())


def _table(chart: Chart) -> str:
    head = "".join([f'<th scope="col">{safe(name)}</th>' for name in chart.head])
    rows = "".join([f"<tr>{''.join([_cell(cell) for cell in row])}</tr>" for row in chart.rows])
    table = f'<div class="wide"><table class="chart"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f"<section><h2>{safe(chart.title)}</h2>{table}</section>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Share):
        percent = round(100 * cell.part)
        return f'<td class="share"><span>{percent} %</span><span class="bar" style="--part:{percent}%"></span></td>'
    return f"<td>{safe(cell) if cell else ''}</td>"


# --- the PDF ----------------------------------------------------------------------------------------------------------


def pdf_report(report: ClassReport) -> bytes:
    """Raises MissingExtraError where Typst is not installed."""
    title = wording.REPORT_TITLE.format(title=report.title)
    parts = [PREAMBLE.format(title=quoted(title)), f"#heading(level: 1, {quoted(title)})"]
    parts.append(typst_words(_summary(report)))
    for chart in charts(report, NAMED):
        if chart.rows:
            widths = ", ".join([_width(chart, column) for column in range(len(chart.head))])
            head = ", ".join([f"[#strong({quoted(name)})]" for name in chart.head])
            cells = ", ".join([_typst_cell(cell) for row in chart.rows for cell in row])
            parts.append(f"#heading(level: 2, {quoted(chart.title)})")
            together = "false" if len(chart.rows) <= TOGETHER else "true"
            parts.append(f"#block(breakable: {together}, table(columns: ({widths}), table.header({head}), {cells}))")
    return compiled("\n".join(parts) + "\n")


def _width(chart: Chart, column: int) -> str:
    """As wide as a bar or a short text is; long texts share what is left, the longer the more."""
    cells = [row[column] for row in chart.rows]
    if any(isinstance(cell, Share) for cell in cells):
        return "auto"
    longest = max([len(cell) for cell in cells if isinstance(cell, str)])
    return "auto" if max(longest, len(chart.head[column])) <= SHORT else f"{min(WIDEST, longest + SHORT)}fr"


def _typst_cell(cell: Cell) -> str:
    return f"share({cell.part:.4f})" if isinstance(cell, Share) else f"[{typst_words(cell)}]"


# --- the table --------------------------------------------------------------------------------------------------------


def csv_report(report: ClassReport) -> str:
    """The marks of each student, a student a row."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(wording.MARKS_COLUMNS)
    for s in report.students:
        variants = " ".join(map(str, s.variants))
        writer.writerow((as_text(s.student), variants, s.right, f"{s.credit:g}", s.questions, f"{s.share:.4f}"))
    return made.getvalue()


REPORTS: Mapping[str, Callable[[ClassReport], str | bytes]] = {  # by how the name of the file ends
    ".html": html_report,
    ".htm": html_report,
    ".pdf": pdf_report,
    ".csv": csv_report,
}
