"""chainrule worksheet: every option, the files that it writes, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chainrule.worksheets import EXPORTERS, Worksheet

Run = Callable[..., Any]


def test_a_sheet_on_the_screen(run: Run) -> None:
    outcome = run("worksheet", "--topic", "chain", "--count", "3", "--seed", "7", "--title", "Monday")
    assert outcome.code == 0
    assert outcome.out.startswith("# Monday\n")
    assert outcome.out.count("**") == 6
    assert outcome.out == run("worksheet", "--topic=chain", "--count=3", "--seed=7", "--title=Monday").out
    assert "Key" not in outcome.out
    assert "Key" in run("worksheet", "--topic", "chain", "--count", "1", "--key").out


@pytest.mark.parametrize("format", list(EXPORTERS))
def test_a_file_with_its_data_beside_it(run: Run, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"sheet{EXPORTERS[format].ending}"
    outcome = run("worksheet", "--topic", "power,chain", "--count", "4", "--level", "1,2", "--variants", "2",
                  "--solutions", "-o", str(path))  # fmt: skip
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    sheet = Worksheet.from_json((tmp_path / "sheet.json").read_text(encoding="utf-8"))
    assert [len(variant.problems) for variant in sheet.variants] == [4, 4]
    assert {problem.level for problem in sheet.variants[0].problems} == {1, 2}
    assert sorted(tmp_path.iterdir()) == sorted({path, tmp_path / "sheet.json"})


def test_nothing_is_replaced_unasked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sheet.json").write_text("mine", encoding="utf-8")
    target = tmp_path / "sheet.md"
    refused = run("worksheet", "--count", "1", "-o", str(target))
    assert refused.code == 2
    assert "exists already" in refused.err
    assert not target.exists()
    assert (tmp_path / "sheet.json").read_text(encoding="utf-8") == "mine"
    assert run("worksheet", "--count", "1", "-o", str(target), "--force").code == 0
    assert json.loads((tmp_path / "sheet.json").read_text(encoding="utf-8"))["version"] == 1


def test_one_sheet_in_several_formats(run: Run, tmp_path: Path) -> None:
    def made(ending: str, *more: str) -> Any:
        return run("worksheet", "--count", "2", *more, "-o", str(tmp_path / f"sheet{ending}"))

    assert [made(ending).code for ending in (".md", ".tex", ".typ")] == [0, 0, 0]  # the data beside it is the same
    other = made(".html", "--seed", "2")
    assert "sheet.json exists already" in other.err
    assert not (tmp_path / "sheet.html").exists()


def test_a_folder_that_there_is_not(run: Run, tmp_path: Path) -> None:
    outcome = run("worksheet", "--count", "1", "-o", str(tmp_path / "new" / "sheet.md"))
    assert outcome.code == 2
    assert f"there is no folder {tmp_path / 'new'}" in outcome.err


def test_each_variant_on_paper_of_its_own(run: Run) -> None:
    assert r"\ifodd" in run("worksheet", "--count", "1", "--two-sided", "--format", "latex").out
    refused = run("worksheet", "--count", "1", "--two-sided")
    assert (refused.code, refused.out) == (2, "")
    assert "--two-sided goes with --format pdf, typst, latex" in refused.err


def test_problems_of_ones_own(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("x^2 sin x\n# a remark\n\nlog(x)\n", encoding="utf-8")
    outcome = run("worksheet", "--problems", str(path), "--log", "10", "--json")
    data = json.loads(outcome.out)
    questions = data["variants"][0]["questions"]
    assert [question["problem"] for question in questions] == ["x^2 sin x", "log(x)"]
    assert questions[1]["key"] == "1/(x*ln(10))"
    mixed = json.loads(run("worksheet", "--problems", str(path), "--count", "3", "--json").out)
    assert len(mixed["variants"][0]["questions"]) == 5


REFUSED = [
    (("--topic", "chian"), 2, "did you mean chain?"),
    (("--level", "5"), 2, "--level takes 1, 2, 3 or 4"),
    (("--level", "x"), 2, "--level takes"),
    (("--count", "-1"), 2, "whole number"),
    (("--count", "0"), 2, "a sheet needs problems"),
    (("--count", "100000"), 3, "the limit on questions on a sheet"),
    (("--problems", "nowhere.txt"), 2, "cannot be read"),
    (("--topic", "composite", "--level", "1", "--count", "3000"), 2, "no more different problems"),
    (("-o", "sheet.doc"), 2, "no ending that says a format"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED)
def test_what_is_refused(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    outcome = run("worksheet", *arguments)
    assert outcome.code == code
    assert said in outcome.err
    assert outcome.out == ""


def test_every_line_that_cannot_be_used_is_named(run: Run) -> None:
    outcome = run("worksheet", "--problems", "-", stdin=b"x^2)\nx^2 + y^2 = 25\nsin x = 3\n")
    assert outcome.code == 2
    assert "line 1:" in outcome.err
    assert "line 3:" in outcome.err
    assert "line 2" not in outcome.err
    assert outcome.out == ""
