"""chainrule grade: from a sheet and its answers to marks, a report and a page for each student."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import chainrule as cr

Run = Callable[..., Any]
ANSWERS = "Student;Variant;Question;Answer\nAnn;1;1;2x cos(x^2)\nBen;2;1;cos(x^2)\nCid <b>;1;1;2x)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sheet = cr.worksheet((), 0, own=["sin(x^2)"], variants=2)
    (tmp_path / "sheet.json").write_text(sheet.to_json(), encoding="utf-8")
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8-sig")
    return tmp_path


def test_marks_on_the_screen(run: Run, folder: Path) -> None:
    outcome = run("grade", str(folder / "sheet.json"), str(folder / "answers.csv"))
    rows = list(csv.DictReader(outcome.out.splitlines()))
    assert outcome.code == 0
    assert [(row["student"], row["verdict"], row["credit"]) for row in rows] == [
        ("Ann", "correct", "1.0"), ("Ben", "incorrect", "0.5"), ("Cid <b>", "unreadable", "0.0")
    ]  # fmt: skip
    assert "line 4: Cid <b>:" in outcome.err
    assert rows[1]["mistakes"] == "C1"


@pytest.mark.parametrize("ending", [".csv", ".json", ".jsonl", ".xlsx"])
def test_files(run: Run, folder: Path, ending: str) -> None:
    marks, report, pages = folder / f"marks{ending}", folder / "report.html", folder / "pages"
    arguments = ("grade", str(folder / "sheet.json"), str(folder / "answers.csv"), "-o", str(marks),
                 "--report", str(report), "--feedback", str(pages))  # fmt: skip
    assert run(*arguments).code == 0
    assert marks.stat().st_size > 200
    assert "Class report" in report.read_text(encoding="utf-8")
    assert [path.name for path in sorted(pages.iterdir())] == ["001-ann.html", "002-ben.html", "003-cid-b.html"]
    assert "How fast does" in (pages / "002-ben.html").read_text(encoding="utf-8")
    again = run(*arguments)
    assert again.code == 2
    assert "exists already" in again.err
    assert run(*arguments, "--force").code == 0


def test_standard_input_json_and_a_pdf(run: Run, folder: Path) -> None:
    outcome = run("grade", str(folder / "sheet.json"), "-", "--json", "--report", str(folder / "r.pdf"),
                  stdin=ANSWERS.encode())  # fmt: skip
    assert [row["credit"] for row in json.loads(outcome.out)["marks"]] == [1.0, 0.5, 0.0]
    assert (folder / "r.pdf").read_bytes().startswith(b"%PDF-")


def test_lines_that_cannot_be_used_are_named(run: Run, folder: Path) -> None:
    answers = b"student,variant,question,answer\nAnn,1,1,x\nBen,1,7,x\nCid,1,y,x\n"
    outcome = run("grade", str(folder / "sheet.json"), "-", stdin=answers)
    assert outcome.code == 2
    assert "line 3: Ben: there is no question 7 on variant 1" in outcome.err
    assert "line 4: Cid: question is to be a whole number" in outcome.err
    assert len(outcome.out.splitlines()) == 4


def test_pages_are_written_all_or_none(run: Run, folder: Path) -> None:
    pages = folder / "pages"
    pages.mkdir()
    (pages / "mine.txt").write_text("mine", encoding="utf-8")
    arguments = ("grade", str(folder / "sheet.json"), str(folder / "answers.csv"), "--feedback", str(pages))
    refused = run(*arguments)
    assert (refused.code, refused.out) == (2, "")  # before anything is marked
    assert run(*arguments, "--force").code == 0
    assert sorted(path.name for path in pages.iterdir())[-1] == "mine.txt"
    assert len([*pages.iterdir()]) == 4
    assert [path.name for path in folder.iterdir() if ".part" in path.name] == []
    (folder / "file").write_text("", encoding="utf-8")
    assert "there is a file of that name" in run(*arguments[:-1], str(folder / "file"), "--force").err


def test_the_marks_alone(run: Run, folder: Path) -> None:
    report = folder / "class.CSV"
    assert run("grade", str(folder / "sheet.json"), str(folder / "answers.csv"), "--report", str(report)).code == 0
    assert [row["marks"] for row in csv.DictReader(report.open())] == ["1", "0.5", "0"]


def test_a_variant_left_out_is_no_variant(run: Run, folder: Path) -> None:
    outcome = run("grade", str(folder / "sheet.json"), "-", stdin=b"student,question,answer\nAnn,1,x\n")
    assert (outcome.code, outcome.out) == (2, "")
    assert "no column variant" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.json", "answers.csv"), "cannot be read"),
        (("answers.csv", "answers.csv"), "this is no worksheet"),
        (("sheet.json", "nowhere.csv"), "cannot be read"),
        (("sheet.json", "sheet.json"), "no column"),
        (("sheet.json", "answers.csv", "--report", "report.doc"), "--report takes"),
        (("sheet.json", "answers.csv", "-o", "marks.doc"), "no ending that says a format"),
        (("sheet.json", "answers.csv", "--time-limit", "0"), "time-limit"),
    ],
)
def test_what_is_refused_leaves_nothing(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    options = () if "-o" in arguments else ("-o", "marks.csv")
    outcome = run("grade", *arguments, *options)
    assert outcome.code == 2
    assert said in outcome.err
    assert sorted(folder.iterdir()) == before
