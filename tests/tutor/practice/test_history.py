"""The history survives being cut off, and what cannot be used is said."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, replace
from pathlib import Path

import pytest

import chainrule as cr
from chainrule.tutor.practice.history import append, history_path, read_history
from chainrule.tutor.practice.mastery import Event


def event(outcome: str, mistakes: tuple[str, ...] = ()) -> Event:
    return Event("chain", 1, "(2x+1)^3", "x", ("chain", "power"), outcome, mistakes, 1.0)


def test_the_history_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "history.jsonl"
    assert read_history(path) == []
    append(path, event("right"))
    append(path, event("wrong", ("C1",)))
    assert read_history(path) == [event("right"), event("wrong", ("C1",))]


def test_choices_are_kept_and_older_histories_have_none(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    append(path, replace(event("right"), choices=4))
    without = {name: value for name, value in asdict(event("wrong")).items() if name != "choices"}
    path.write_text(path.read_text() + json.dumps(without) + "\n")
    assert [each.choices for each in read_history(path)] == [4, 0]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_killed_session_loses_no_answer(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "history.jsonl"
    append(path, event("right"))
    append(path, event("wrong"))
    path.write_bytes(path.read_bytes()[:-cut])
    append(path, event("hinted"))
    found = read_history(path)
    assert found[0] == event("right")
    assert found[-1] == event("hinted")
    assert len(found) == (3 if cut == 1 else 2)


def test_lines_that_are_no_answers_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    endless = json.dumps({**asdict(event("right")), "level": math.inf}).encode()
    path.write_bytes(b'null\n[1]\n{"topic": 1}\n\xff\xfe\n' + endless + b"\n" + b"[" * 100_000 + b"\n")
    assert read_history(path) == []


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(cr.ChainRuleError, match="cannot be read"):
        read_history(tmp_path)
    with pytest.raises(cr.ChainRuleError, match="cannot be written"):
        append(tmp_path, event("right"))


def test_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert history_path(None) == Path("/data/chainrule/practice.jsonl")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/me")
    assert history_path(None) == Path("/home/me/.local/share/chainrule/practice.jsonl")
    assert history_path("here") == Path("here")
