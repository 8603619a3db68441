"""What a class and each student are told: last answers count, topics are rules, every page has every question."""

from __future__ import annotations

import pytest

from chainrule.rendering import wording_sheets as wording
from chainrule.tutor.mistakes.wording import SAID
from chainrule.tutor.problems import Problem, own_problem
from chainrule.worksheets import Variant, Worksheet, worksheet
from chainrule.worksheets.grading import Answer, ClassReport, class_report, grade_many
from chainrule.worksheets.grading.feedback import Feedback
from chainrule.worksheets.grading.reports import Chart, Share, _width, csv_report
from chainrule.worksheets.grading.tally import title_of, topic_of

SHEET = Worksheet("A test", 0, "natural", (Variant(1, tuple([
    Problem("derivative", text, "x") for text in ("sin(x^2)", "x^3", "ln(√x)")
])),))  # fmt: skip


def marked(*answers: Answer) -> ClassReport:
    return class_report(grade_many(answers, SHEET), SHEET)


def test_the_last_answer_to_a_question_counts() -> None:
    report = marked(Answer(2, "Ann", 1, 1, "cos(x^2)"), Answer(3, "Ann", 1, 1, "2x cos(x^2)"),
                    Answer(4, "Ann", 1, 1, "cos(x^2) 2x"))  # fmt: skip
    assert report.answers == report.items[0].answers == report.topics[0].answers == 1
    assert (report.items[0].share, report.mistakes, report.students[0].credit) == (1.0, (), 1.0)
    assert [(flag.line, flag.why) for flag in report.flags] == [
        (3, "this question was answered on line 2 already; the last answer counts")
    ]


def test_a_student_with_two_variants_is_flagged() -> None:
    sheet = worksheet(["power"], 2, variants=2)
    answers = [Answer(2, "Ann", 1, 1, "x"), Answer(3, "Ann", 2, 2, "x"), Answer(4, "Ann", 2, 1, "x")]
    flags = class_report(grade_many(answers, sheet), sheet).flags
    assert [(flag.line, flag.why) for flag in flags if "variant" in flag.why] == [
        (3, "the same student has answers to variant 1; is the variant right?")
    ]


def test_what_to_repeat_is_a_rule() -> None:
    sheet = worksheet(["choice"], 1, seed=1)
    [problem] = sheet.variants[0].problems
    wrong = [Answer(2, letter, 1, 1, letter) for letter in "abcd" if letter != problem.key]
    report = class_report(grade_many(wrong, sheet), sheet)
    assert [topic.topic for topic in report.topics] == [title_of(problem.record.steps[0].rule)]
    assert report.mistakes
    assert "Multiple choice" not in {made.repeat for made in report.mistakes}
    families = {id[0] for id in SAID}
    assert families - set(wording.REPEAT) == {"N", "B"}  # slips with any rule, and networks


@pytest.mark.parametrize(
    ("text", "topic"),
    [("x^2 + y^2 = 25", "Implicit differentiation"), ("u = x^2; y = sin(u)", "Computational graphs"),
     ("4sin(x^2)", "Chain rule"), ("3x^2 + 1", "Power rule"), ("f(x)", "Problems of your own")],
)  # fmt: skip
def test_an_own_problem_has_the_topic_of_its_rule(text: str, topic: str) -> None:
    assert title_of(topic_of(own_problem(text))) == topic


def test_names_are_in_the_order_of_a_class_list() -> None:
    report = marked(*[Answer(n, name, 1, 1, "x") for n, name in enumerate(("Zoe", "ben", "Äda", "Adb"))])
    assert [student.student for student in report.students] == ["Äda", "Adb", "ben", "Zoe"]


def test_a_report_shows_nothing_for_nothing() -> None:
    shown = marked(Answer(2, "Ann", 1, 1, "2x cos(x^2)")).to_html()
    assert "\ufffd" not in shown
    assert "<td></td>" in shown


def test_a_report_as_a_table() -> None:
    report = marked(Answer(2, "=Ann", 1, 1, "2x cos(x^2)"), Answer(3, "=Ann", 1, 2, "x"))
    assert csv_report(report).splitlines() == ["student,variant,right,marks,of,share", "\t=Ann,1,1,1,3,0.3333"]


def test_the_widths_of_columns_follow_what_is_in_them() -> None:
    head, cells = ("a", "b", "a heading of many words", "d"), ("1", "x" * 30, "", Share(0.5))
    chart = Chart("", head, [cells, ("2", "", "", Share(0))])
    assert [_width(chart, column) for column in range(4)] == ["auto", "42fr", "12fr", "auto"]


# --- the page for a student -------------------------------------------------------------------------------------------


def test_a_page_has_every_question_with_what_was_to_be_read() -> None:
    sheet = worksheet(["choice", "mistake", "table"], 3, seed=2)
    told = Feedback(sheet)
    for graded in grade_many([Answer(2, "Ann <b>", 1, 1, "2x)"), Answer(3, "Ann <b>", 1, 1, "a")], sheet):
        told.add(graded)
    [(name, page)] = told.pages()
    assert name == "001-ann-b.html"
    assert "Ann &lt;b&gt;" in page
    assert page.count("<li value=") == 3
    assert page.count("There is no answer.") == 2
    assert page.count('class="tick"') == 4
    assert "(5)" in page
    assert page.count("<table>") == 1
    assert "2x)" not in page  # the last answer counts
    assert "Skip to the questions" in page
    assert "Skip to the report" in marked(Answer(2, "Ann", 1, 1, "x")).to_html()


def test_the_place_in_an_unreadable_answer_keeps_its_column() -> None:
    told = Feedback(SHEET)
    for graded in grade_many([Answer(2, "Ann", 1, 1, "2x + )")], SHEET):
        told.add(graded)
    [(_, page)] = told.pages()
    assert "<pre>  2x + )\n       ^</pre>" in page


@pytest.mark.parametrize(
    ("name", "file"),
    [("Äda Björk-O'Neil", "ada-bjork-o-neil"), ("微 分", "微-分"), ("../..", "student"), ("x" * 99, "x" * 40)],
)
def test_names_of_files(name: str, file: str) -> None:
    told = Feedback(SHEET)
    for graded in grade_many([Answer(2, name, 1, 1, "x")], SHEET):
        told.add(graded)
    assert [name for name, _ in told.pages()] == [f"001-{file}.html"]
