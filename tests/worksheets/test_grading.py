"""Marking: answers from every kind of file, credit by the rule, other readings flagged, a report."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import islice
from typing import Any

import distributed
import pytest

import chainrule as cr
from chainrule.tutor.problems import Problem
from chainrule.worksheets import Variant, Worksheet, worksheet
from chainrule.worksheets.grading import Answer, Unusable, answers_of, class_report, credit, grade_many, marks, outcome
from chainrule.worksheets.grading.marks import WRITERS
from chainrule.worksheets.grading.time_limit import TimeIsUp, within_time


def problem(text: str, kind: str = "derivative", log: str = "natural", options: tuple[str, ...] = ()) -> Problem:
    return Problem(kind, text, "x", log=log, options=options)


SHEET = Worksheet("A test", 0, "natural", (Variant(1, (problem("sin(x^2)"), problem("x^3"), problem("ln(√x)"))),))

# --- one answer -------------------------------------------------------------------------------------------------------

OUTCOMES = [
    ("sin(x^2)", "2x cos(x^2)", "correct", 1.0, "", ()),
    ("sin(x^2)", "dy/dx = cos(x^2)*2x", "correct", 1.0, "", ()),
    ("sin(x^2)", "cos(x^2)", "incorrect", 0.5, "", ("C1",)),
    ("sin(3x^2)", "-cos(3x^2)", "incorrect", 0.25, "", ("C1", "T2")),
    ("x^2", "x^2", "incorrect", 0.0, "", ("N1",)),
    ("x^2", "17 - x^7", "incorrect", 0.0, "", ()),
    ("x^-1", "-1*x^-2", "correct", 1.0, "untidy", ()),
    ("x^2", "", "missing", 0.0, "", ()),
    ("x^2", "   ", "missing", 0.0, "", ()),
    ("x^2", "=2*x", "correct", 1.0, "", ()),
    ("-x^3/3", "-x^2", "correct", 1.0, "", ()),
    ("x^2", "2x)", "unreadable", 0.0, "", ()),
    ("x^2", "__import__('os').system('x')", "unreadable", 0.0, "", ()),
    ("x^2", "x" * 5_000, "undecided", 0.0, "", ()),
    ("ln(√x)", "1/2x", "incorrect", 0.5, "other-reading", ("N5",)),
    ("e^(2x)", "2e^2x", "unreadable", 0.0, "other-reading", ()),
    ("2√x", "x^-1/2", "incorrect", None, "other-reading", None),
    ("x^2/2", "√x^2", "unreadable", 0.0, "other-reading", ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "answer", "verdict", "marks", "remark", "mistakes"), OUTCOMES)
def test_an_answer(
    text: str, answer: str, verdict: str, marks: float | None, remark: str, mistakes: tuple[str, ...] | None
) -> None:
    found = outcome(problem(text), answer)
    assert (found.verdict, found.remark) == (verdict, remark)
    assert found.credit == (marks if marks is not None else found.credit)
    assert mistakes is None or tuple(sorted(found.mistakes)) == mistakes
    assert found.said
    assert bool(found.flag) == (verdict in ("unreadable", "undecided") or remark == "other-reading")


def test_what_log_means_is_kept() -> None:
    assert outcome(problem("log(x)", log="10"), "1/(x ln(10))").verdict == "correct"
    assert outcome(problem("log(x)"), "1/x").verdict == "correct"
    assert outcome(problem("x*ln(10)*log(x) - x", log="10"), "ln(10)*log(x)").verdict == "correct"


OTHER_KINDS = [
    ("composite", "sin(x^2)", "yes", "correct"), ("composite", "sin(x^2)", " Not composite.", "incorrect"),
    ("composite", "x sin(x)", "No", "correct"), ("composite", "x sin(x)", "maybe", "unreadable"),
    ("layers", "sin(x^2)", "sin(u), u = x^2", "correct"),
    ("layers", "sin(x^2)", "outer: sin(u); inner: x^2", "correct"),
    ("layers", "sin(x^2)", "y = sin(t) with t = x^2", "correct"), ("layers", "sin(x^2)", "sin(x^2), x", "incorrect"),
    ("layers", "sin(x^2)", "u, u = sin(x^2)", "incorrect"), ("layers", "sin(x^2)", "cos(u), u = x^2", "incorrect"),
    ("layers", "sin(x^2)", "sin(u^2), u = x", "incorrect"), ("layers", "sin(x^2)", "sin(u)", "unreadable"),
    ("layers", "sin(x^2)", "sin(u, u = x)", "unreadable"),
    ("layers", "(2x + 1)^6", "u^6, u = 2x + 1", "correct"), ("layers", "(2x + 1)^6", "u^3, u = (2x + 1)^2", "correct"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "answer", "verdict"), OTHER_KINDS)
def test_other_kinds_of_questions(kind: str, text: str, answer: str, verdict: str) -> None:
    assert outcome(problem(text, kind), answer).verdict == verdict


def test_a_choice_is_a_letter_and_a_wrong_one_is_explained() -> None:
    asked = problem("sin(x^2)", "choice", options=("cos(x^2)", "2*x*cos(x^2)", "cos(2*x)"))
    found = [outcome(asked, answer) for answer in ("B", "a)", "d", "a, b")]
    assert [each.verdict for each in found] == ["correct", "incorrect", "unreadable", "unreadable"]
    assert found[1].mistakes == ("C1",)


def test_a_mistake_is_the_number_of_a_line() -> None:
    lines = ("y = sin(u)", "u = x^2", "dy/du = cos(u)", "du/dx = x^2", "dy/dx = cos(x^2)*x^2")
    asked = problem("sin(x^2)", "mistake", options=lines)
    typed = ("4", "line 4", "(4): du/dx = 2x", "5", "the fourth", "6", "2x")
    found = [outcome(asked, answer).verdict for answer in typed]
    assert found == ["correct", "correct", "correct", "incorrect", "unreadable", "unreadable", "unreadable"]


IMPLICIT = [
    ("x^2 + y^2 = 25", "-x/y", "correct"), ("x^2 + y^2 = 25", "dy/dx = -2x/(2y)", "correct"),
    ("x^2 + y^2 = 25", "-x y/(25 - x^2)", "correct"),  # the same on the curve alone
    ("x^2 + y^2 = 25", "x/y", "incorrect"), ("x^2 + y^2 = 25", "-2x/y", "incorrect"),
    ("x^2 + y^2 = 25", "-x/z", "unreadable"), ("x^2 + y^2 = 25", "-x/y)", "unreadable"),
    ("x y = 1", "-y/x", "correct"), ("x y = 1", "-1/x^2", "correct"), ("x y = 1", "-x/y", "incorrect"),
    ("e^(x y) = x + 9y", "(1 - y*(x + 9y))/(x*(x + 9y) - 9)", "correct"),
]  # fmt: skip


def test_a_wrong_slope_of_a_curve_is_explained() -> None:
    found = outcome(problem("x^2 + y^2 = 25", "implicit"), "x/y")
    assert (found.verdict, found.credit, found.mistakes) == ("incorrect", 0.5, ("S3",))
    assert "yours 0.75" in found.said


@pytest.mark.parametrize(("text", "answer", "verdict"), IMPLICIT)
def test_a_slope_of_a_curve_is_compared_on_the_curve(text: str, answer: str, verdict: str) -> None:
    assert outcome(problem(text, "implicit"), answer).verdict == verdict


def test_a_slope_from_a_table_is_a_number() -> None:
    asked = problem("f(g(x))", "table", options=("x, f, f', g, g'", "2, 1, 7, 3, 5", "3, 2, 4, 1, 6", "2"))
    assert asked.key == "20"
    found = [outcome(asked, answer).verdict for answer in ("20", "y' = 4*5", "35", "x", "40/2")]
    assert found == ["correct", "correct", "incorrect", "unreadable", "correct"]


@pytest.mark.parametrize(
    ("verdict", "mistakes", "marks"),
    [("correct", (), 1.0), ("incorrect", ("C1",), 0.5), ("incorrect", ("C1", "P1"), 0.25), ("incorrect", (), 0.0),
     ("incorrect", ("N2",), 0.0), ("incorrect", ("a", "b", "c"), 0.0), ("undecided", (), 0.0), ("missing", (), 0.0)],
)  # fmt: skip
def test_the_rule_for_credit(verdict: str, mistakes: tuple[str, ...], marks: float) -> None:
    assert credit(verdict, mistakes) == marks


# --- files ------------------------------------------------------------------------------------------------------------

ROWS = [Answer(2, "Çelik", 1, 2, "3x^2"), Answer(3, "Ann", 1, 1, "-x^2")]
TEXT = "student,variant,question,answer\nÇelik,1,2,3x^2\nAnn,1,1,-x^2\n"
FILES = [
    TEXT.encode(),
    TEXT.encode("utf-8-sig"),
    TEXT.encode("utf-16"),
    TEXT.encode("cp1252"),
    TEXT.replace(",", ";").encode(),
    TEXT.replace(",", "\t").encode(),
    TEXT.replace("\n", "\r\n").encode(),
    TEXT.replace("student", '"Student"').replace("variant", "VERSION").replace("question", "No").encode(),
    "Name;Question;Variant;Answer\nÇelik;2;1;3x^2\nAnn;1.0;1;\t-x^2\n".encode(),
]


def read(data: bytes, **options: Any) -> list[Answer | Unusable]:
    return list(answers_of(io.BytesIO(data), **options))


@pytest.mark.parametrize("data", FILES)
def test_answers_from_a_table(data: bytes) -> None:
    assert read(data) == ROWS


def test_answers_from_lines_of_json() -> None:
    lines = ['{"student": "Ann", "variant": 1, "question": 2, "answer": "x"}', "", "nonsense", "3",
             '{"student": "Ben", "question": "1", "answer": 5}', '{"question": 1}',
             '{"student": "C", "question": "x"}']  # fmt: skip
    assert read("\n".join(lines).encode(), lines_of_json=True) == [
        Answer(1, "Ann", 1, 2, "x"), Unusable(3, "", "this is no line of JSON"),
        Unusable(4, "", "an answer is an object with student, variant, question and answer"),
        Answer(5, "Ben", 1, 1, "5"),
        Unusable(6, "", "there is no student"), Unusable(7, "C", "question is to be a whole number, not 'x'"),
    ]  # fmt: skip


def test_lines_that_cannot_be_used_are_told_apart() -> None:
    data = b'student,question,answer\n,1,x\nAnn,one,x\n\n"Ben","1","a ""quoted"", answer\nin two lines"\nCid,1\n'
    assert read(data) == [
        Unusable(2, "", "there is no student"), Unusable(3, "Ann", "question is to be a whole number, not 'one'"),
        Answer(5, "Ben", 1, 1, 'a "quoted", answer\nin two lines'), Answer(7, "Cid", 1, 1, ""),
    ]  # fmt: skip
    with pytest.raises(cr.ChainRuleError, match="no column answer"):
        read(b"student,question\nAnn,1\n")
    with pytest.raises(cr.ChainRuleError, match="no column student"):
        read(b"")


WIDE = [Answer(2, "Ann", 2, 1, "yes"), Answer(2, "Ann", 2, 3, "-x^2"), Answer(3, "Ben", 1, 1, ""),
        Answer(3, "Ben", 1, 3, "3x")]  # fmt: skip


@pytest.mark.parametrize("heads", ["1;3", "Q1;Q 3", "Question 1;3.", "no. 1;problem 3"])
def test_a_row_for_each_student(heads: str) -> None:
    assert read(f"Name;Variant;{heads};Comment\nAnn;2;yes;\t-x^2;well\nBen;1;;3x\n".encode()) == WIDE


def test_what_spreadsheets_write_before_the_table() -> None:
    assert read(b"sep=;\r\n\r\nstudent;question;answer\r\nAnn;1;x, y\r\n") == [Answer(4, "Ann", 1, 1, "x, y")]
    quoted = b'student,question,"answer\n"\nAnn,1,x\n'  # a heading in two lines
    assert read(quoted) == [Answer(3, "Ann", 1, 1, "x")]
    with pytest.raises(cr.ChainRuleError, match="save the table as CSV"):
        read(b"PK\x03\x04\x14\x00")


def test_where_there_are_several_variants_each_row_names_one() -> None:
    data = b"student,variant,question,answer\nAnn,,1,x\nBen,2,1,x\n"
    assert read(data, variant=None) == [Unusable(2, "Ann", "there is no variant"), Answer(3, "Ben", 2, 1, "x")]
    assert read(data, variant=7)[0] == Answer(2, "Ann", 7, 1, "x")
    with pytest.raises(cr.ChainRuleError, match="no column variant, and there are several variants"):
        read(b"student,question,answer\nAnn,1,x\n", variant=None)


def test_lines_of_json_are_known_by_how_they_begin() -> None:
    line = '{"student": "Ann", "question": 1, "answer": "x"}\n'
    assert read(line.encode()) == read(line.encode("utf-8-sig")) == [Answer(1, "Ann", 1, 1, "x")]


@pytest.mark.parametrize(
    ("text", "answer", "meant"),
    [("x^2/4", "0,5x", "0.5x"), ("x^2/4", "0,25x", None), ("x^2", "2x", None)],
)
def test_a_decimal_comma_is_flagged_where_the_answer_is_right_with_a_point(
    text: str, answer: str, meant: str | None
) -> None:
    made = outcome(problem(text), answer)
    assert (made.remark == "other-reading") is (meant is not None)
    if meant is not None:
        assert (made.verdict, made.credit, made.flag) == ("unreadable", 0.0, f"right if it is read as {meant}")


def test_a_decimal_comma_in_a_value() -> None:
    [problem] = worksheet(["table"], 1, seed=3).variants[0].problems
    assert outcome(problem, f"{problem.key},0").flag == f"right if it is read as {problem.key}.0"
    assert outcome(problem, "1000,5").flag == "cannot be read"


# --- many -------------------------------------------------------------------------------------------------------------


def rows(count: int) -> Iterator[Answer]:
    for number in range(count):
        answer = ("2x cos(x^2)", "3x^2", "cos(x^2)")[number % 7 % 3]
        yield Answer(number + 2, f"student {number % 30}", 1, number % 3 + 1, answer)


def test_results_come_in_the_order_of_the_rows_whoever_works() -> None:
    here = [(g.row, g.outcome) for g in grade_many(rows(100), SHEET)]
    assert [row.line for row, _ in here] == list(range(2, 102))
    with ThreadPoolExecutor(2) as pool:
        assert [(g.row, g.outcome) for g in grade_many(rows(100), SHEET, pool)] == here
    with ProcessPoolExecutor(2) as pool:
        assert [(g.row, g.outcome) for g in grade_many(rows(100), SHEET, pool)] == here


def test_equal_answers_are_marked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    marked: list[tuple[Any, ...]] = []
    real = outcome
    monkeypatch.setattr("chainrule.worksheets.grading.many.outcome", lambda *task: marked.append(task) or real(*task))
    assert sum(1 for _ in grade_many(rows(10_000), SHEET)) == 10_000
    assert len(marked) == len(set(marked)) <= 9


def test_rows_are_asked_for_as_results_are_taken() -> None:
    taken = 0

    def counted() -> Iterator[Answer]:
        nonlocal taken
        for row in rows(1_000_000):
            taken += 1
            yield row

    assert len(list(islice(grade_many(counted(), SHEET), 10))) == 10
    assert taken <= 10_000


def test_what_is_no_question_is_said() -> None:
    asked = [Answer(2, "Ann", 5, 1, "x"), Answer(3, "Ann", 1, 9, "x"), Unusable(4, "Ben", "no number")]
    found = list(grade_many(asked, SHEET))
    assert [graded.outcome.flag for graded in found] == [
        "there is no question 1 on variant 5", "there is no question 9 on variant 1", "no number"
    ]  # fmt: skip
    assert all(graded.problem is None for graded in found)


def slow(problem: Problem, answer: str) -> Any:
    while answer == "slow":
        pass
    if answer == "broken":
        raise ValueError("as a test")
    return outcome(problem, answer)


def test_one_answer_costs_only_its_own_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chainrule.worksheets.grading.many.outcome", slow)
    answers = [Answer(n, "Ann", 1, 2, answer) for n, answer in enumerate(("3x^2", "slow", "broken", "3x^2"), 2)]
    found = [graded.outcome for graded in grade_many(answers, SHEET, time_limit=0.2)]
    assert [each.verdict for each in found] == ["correct", "unmarked", "unmarked", "correct"]
    assert "time limit" in found[1].flag
    assert "ValueError" in found[2].flag


class Broken(Executor):
    """Loses whatever it is given; after the first it takes nothing more."""

    def __init__(self) -> None:
        self.taken = 0

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        self.taken += 1
        if self.taken > 1:
            raise RuntimeError("no more")
        future: Future[Any] = Future()
        future.set_exception(OSError("the worker is gone"))
        return future


def test_a_lost_worker_costs_what_it_was_given() -> None:
    answers = [Answer(n, "Ann", 1, 2, f"{n}x^2") for n in range(1, 40)]
    found = [graded.outcome.verdict for graded in grade_many(answers, SHEET, Broken())]
    assert found[:16] == ["unmarked"] * 16
    assert "unmarked" not in found[16:]


def test_the_time_limit() -> None:
    assert within_time(5, lambda: 7) == 7
    started = time.monotonic()
    with pytest.raises(TimeIsUp):
        within_time(0.1, lambda: slow(problem("x"), "slow"))
    assert time.monotonic() - started < 5
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(within_time(5, lambda: 8)))
    thread.start()
    thread.join()
    assert found == [8]


def test_on_a_cluster() -> None:
    local = {"n_workers": 1, "threads_per_worker": 2, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(**local) as cluster, distributed.Client(cluster) as client:
        found = [g.outcome for g in grade_many(rows(50), SHEET, client.get_executor())]
    assert found == [g.outcome for g in grade_many(rows(50), SHEET)]


# --- marks and reports ------------------------------------------------------------------------------------------------

HOSTILE = ["=1+1", "<script>alert(1)</script>", '"; DROP', "a\nb", "#read(\"x\")", "@SUM(A1)", "数学",
           "\x07bell", "C" * 300]  # fmt: skip


def hostile() -> list[Any]:
    answers = [Answer(n, name, 1, 1, "=2*x" if n % 2 else name) for n, name in enumerate(HOSTILE, 2)]
    answers += [Answer(n, "Ann", 1, n % 3 + 1, "cos(x^2)") for n in range(20, 26)]
    return list(grade_many([*answers, Unusable(30, "Zoe", "no number")], SHEET))


def test_marks_as_csv_read_back_and_begin_no_formula() -> None:
    graded = hostile()
    found = list(csv.DictReader(io.StringIO("".join(map(str, WRITERS["csv"](graded))))))
    assert [row["student"].removeprefix("\t") for row in found] == [each.row.student for each in graded]
    assert [row["answer"].removeprefix("\t") for row in found[:-1]] == [each.row.answer for each in graded[:-1]]
    assert not [cell for row in found for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]


def test_marks_as_json() -> None:
    graded = hostile()
    whole = json.loads("".join(map(str, WRITERS["json"](graded))))
    lines = [json.loads(line) for line in "".join(map(str, WRITERS["jsonl"](graded))).splitlines()]
    assert whole["marks"] == lines
    assert [line["answer"] for line in lines[:-1]] == [each.row.answer for each in graded[:-1]]
    assert json.loads("".join(map(str, WRITERS["json"]([])))) == {"version": 1, "marks": []}


def test_marks_as_a_spreadsheet_are_text() -> None:
    graded = hostile()
    made = [b"".join(WRITERS["xlsx"](graded)) for _ in range(2)]  # type: ignore[arg-type]
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as book:
        pages = {name: book.read(name).decode() for name in book.namelist()}
    assert "<f>" not in pages["xl/worksheets/sheet1.xml"]
    assert any("=2*x" in page for page in pages.values())


def test_more_marks_than_a_spreadsheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST_ROWS", 3)
    assert list(WRITERS["xlsx"](grade_many(rows(3), SHEET)))
    with pytest.raises(cr.ChainRuleError, match="more than 3 marks"):
        list(WRITERS["xlsx"](grade_many(rows(4), SHEET)))


def test_the_report_of_a_class() -> None:
    report = class_report(hostile(), SHEET)
    assert len(report.students) == len(HOSTILE) + 1
    assert sum(report.spread) == len(report.students)
    ann = next(student for student in report.students if student.student == "Ann")
    assert (ann.right, ann.credit, ann.questions) == (0, 0.5, 3)
    assert {made.id: made.students for made in report.mistakes}["C1"] == ("Ann",)
    assert report.mistakes == tuple(sorted(report.mistakes, key=lambda made: -made.times))
    assert [item.question for item in report.items] == [1, 2, 3]
    assert report.flags[-1].why == "no number"
    shown = report.to_html()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
    assert report.to_pdf().startswith(b"%PDF-")


def test_a_report_of_nothing() -> None:
    report = class_report([], SHEET)
    assert (report.mean, report.students, report.answers) == (0.0, (), 0)
    assert "0 students" in report.to_html()


def test_a_generated_sheet_is_marked_right_by_its_own_key() -> None:
    sheet = worksheet((), 30, seed=11, level=(1, 2))
    answers = [Answer(n, "Ann", 1, n, p.key) for n, p in enumerate(sheet.variants[0].problems, 1)]
    assert {graded.outcome.verdict for graded in grade_many(answers, sheet)} == {"correct"}
