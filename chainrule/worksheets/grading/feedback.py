"""A page for each student: every question of the sheet, the answer that was given, and what is to be said of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from chainrule.rendering import wording_sheets as wording
from chainrule.rendering.page.markup import safe
from chainrule.rendering.page.shell import shell
from chainrule.worksheets.exporters.html import QuestionWriter
from chainrule.worksheets.grading.answers import Answer
from chainrule.worksheets.grading.many import Graded
from chainrule.worksheets.grading.outcomes import Outcome
from chainrule.worksheets.grading.tally import by_name
from chainrule.worksheets.questions import Question, questions
from chainrule.worksheets.sheet import Variant, Worksheet

__all__ = ["Feedback", "student_page"]

LONGEST = 40  # characters of a student's name in the name of a file
NOTHING = Outcome("missing", 0.0, said=wording.MISSING)


class Feedback:
    """What was marked, kept by student and variant until a page is made of it; the last answer to a question counts."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._kept: dict[tuple[str, int], dict[int, tuple[str, Outcome]]] = {}

    def add(self, graded: Graded) -> None:
        row, outcome, problem = graded
        if isinstance(row, Answer) and problem is not None:
            self._kept.setdefault((row.student, row.variant), {})[row.question] = row.answer, outcome

    def pages(self) -> Iterator[tuple[str, str]]:
        """The name of a file and the page for it, for each student, in the order of their names."""
        variants = {variant.number: variant for variant in self.sheet.variants}
        order = sorted(self._kept, key=lambda each: (by_name(each[0]), each[1]))
        for index, (student, number) in enumerate(order, 1):
            page = student_page(self.sheet, variants[number], student, self._kept[student, number])
            yield f"{index:03}-{_in_a_file_name(student)}.html", page


def _in_a_file_name(student: str) -> str:
    """Letters and digits alone, without accents."""
    plain = [c for c in unicodedata.normalize("NFKD", student.lower()) if not unicodedata.combining(c)]
    return "-".join(re.findall(r"[^\W_]+", "".join(plain)))[:LONGEST].strip("-") or "student"


def student_page(
    sheet: Worksheet, variant: Variant, student: str, marked: Mapping[int, tuple[str, Outcome]]
) -> str:
    """What one student is told; `marked` has answers and what came of them, by the number of the question."""
    writer = QuestionWriter()
    told = [_told(writer, question, *marked.get(question.number, ("", NOTHING))) for question in questions(variant)]
    total = sum([outcome.credit for _, outcome in marked.values()])
    summary = wording.STUDENT_SUMMARY.format(
        credit=f"{total:g}", questions=len(variant.problems), variant=variant.number, code=sheet.code
    )  # fmt: skip
    body = f'<p>{safe(summary)}</p><ol class="questions">{"".join(told)}</ol>'
    title = f"{student}: {sheet.title}"
    return shell(title, body, skip=wording.SKIP, styles=("worksheet.css",), scripts=())


def _told(writer: QuestionWriter, question: Question, answer: str, outcome: Outcome) -> str:
    asked = "".join(writer.asked(question))
    given = f"<p>{safe(wording.YOUR_ANSWER)} <code>{safe(answer)}</code></p>" if answer.strip() else ""
    mark = safe(wording.CREDIT.format(credit=f"{outcome.credit:g}"))
    said = "".join(_paragraphs(outcome.said.splitlines()))
    return (
        f'<li value="{question.number}">{asked}{given}'
        f'<div class="feedback {outcome.verdict}">{said}<p class="credit">{mark}</p></div></li>'
    )


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """A paragraph for each line; the answer with a caret under the place where it went wrong keeps its columns."""
    before = ""
    for line in [*lines, ""]:
        if line.strip(" ^") == "" and "^" in line:
            yield f"<pre>{safe(before)}\n{safe(line)}</pre>"
            before = ""
            continue
        if before:
            yield f"<p>{safe(before)}</p>"
        before = line
