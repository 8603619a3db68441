"""The class report as a page and as a PDF, and the page for each student. Every name and answer in it is data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chainrule.rendering import wording_sheets as wording
from chainrule.rendering.listing.blocks import NO_MARKS
from chainrule.rendering.media.pdf import compiled
from chainrule.rendering.media.typst import typst_words
from chainrule.rendering.notation.typst import quoted
from chainrule.rendering.page.markup import Pen, safe
from chainrule.rendering.page.shell import shell
from chainrule.worksheets.grading.classes import ClassReport
from chainrule.worksheets.grading.many import Graded
from chainrule.worksheets.questions import questions
from chainrule.worksheets.sheet import Variant, Worksheet

__all__ = ["html_report", "pdf_report", "student_page"]

NAMED = 8  # students named for a mistake; the page has them all
PREAMBLE = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 2cm, y: 2cm), numbering: "1")
#set text(lang: "en", size: 10pt)
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): it => block(above: 1.6em, below: 0.8em, sticky: true, text(size: 12pt, it.body))
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(60%)), inset: (x: 5pt, y: 4pt), align: left + horizon)
#let share(part) = grid(columns: (3.2em, 4cm), align: horizon, [#calc.round(part * 100) %],
  box(width: 4cm, height: 0.7em, stroke: 0.4pt + luma(60%),
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
        (m.example, m.rules[0], m.rules[1], str(m.times), _names(m.students, named), m.topics[0])
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
    return shell(title, f"<p>{safe(_summary(report))}</p>{body}", styles=("worksheet.css",), scripts=())


def _table(chart: Chart) -> str:
    head = "".join([f'<th scope="col">{safe(name)}</th>' for name in chart.head])
    rows = "".join([f"<tr>{''.join([_cell(cell) for cell in row])}</tr>" for row in chart.rows])
    table = f'<div class="wide"><table class="chart"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f"<section><h2>{safe(chart.title)}</h2>{table}</section>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Share):
        percent = round(100 * cell.part)
        return f'<td class="share"><span>{percent} %</span><span class="bar" style="--part:{percent}%"></span></td>'
    return f"<td>{safe(cell)}</td>"


def student_page(sheet: Worksheet, variant: Variant, graded: Sequence[Graded]) -> str:
    """What one student is told: each question, the answer that was given, and what is to be said of it."""
    pen, told = Pen(), []
    asked = {question.number: question for question in questions(variant)}
    for row, outcome, _ in graded:
        question = asked[row.question]  # type: ignore[union-attr]  # rows without a question are not here
        given = " ".join([pen.math(equation, NO_MARKS) for equation in question.given])
        answer = f'<p>{safe(wording.YOUR_ANSWER)} <code>{safe(row.answer)}</code></p>'  # type: ignore[union-attr]
        said = "".join([f"<p>{safe(line)}</p>" for line in outcome.said.splitlines()])
        mark = safe(wording.CREDIT.format(credit=f"{outcome.credit:g}"))
        told.append(
            f'<li value="{question.number}"><p class="given">{given}</p>{answer}'
            f'<div class="feedback {outcome.verdict}">{said}<p class="credit">{mark}</p></div></li>'
        )
    total = sum([each.outcome.credit for each in graded])
    student = graded[0].row.student
    summary = wording.STUDENT_SUMMARY.format(
        credit=f"{total:g}", questions=len(variant.problems), variant=variant.number, code=sheet.code
    )  # fmt: skip
    title = f"{student}: {sheet.title}"
    body = f'<p>{safe(summary)}</p><ol class="questions">{"".join(told)}</ol>'
    return shell(title, body, styles=("worksheet.css",), scripts=())


# --- the PDF ----------------------------------------------------------------------------------------------------------


def pdf_report(report: ClassReport) -> bytes:
    """Raises MissingExtraError where Typst is not installed."""
    title = wording.REPORT_TITLE.format(title=report.title)
    parts = [PREAMBLE.format(title=quoted(title)), f"#heading(level: 1, {quoted(title)})"]
    parts.append(typst_words(_summary(report)))
    for chart in charts(report, NAMED):
        if chart.rows:
            columns = ", ".join("auto" if any(isinstance(row[n], Share) for row in chart.rows) or _is_narrow(chart, n)
                                else "1fr" for n in range(len(chart.head)))  # fmt: skip
            head = ", ".join([f"[#strong({quoted(name)})]" for name in chart.head])
            cells = ", ".join([_typst_cell(cell) for row in chart.rows for cell in row])
            parts.append(f"#heading(level: 2, {quoted(chart.title)})")
            parts.append(f"#table(columns: ({columns}), table.header({head}), {cells})")
    return compiled("\n".join(parts) + "\n")


def _is_narrow(chart: Chart, column: int) -> bool:
    return all(isinstance(row[column], str) and len(row[column]) < 22 for row in chart.rows)


def _typst_cell(cell: Cell) -> str:
    return f"share({cell.part:.4f})" if isinstance(cell, Share) else f"[{typst_words(cell)}]"
