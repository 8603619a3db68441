"""Mastery grows with right answers, falls with wrong ones where they belong; the history survives being cut off."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

import pytest

import chainrule as cr
from chainrule.tutor.mastery import START, Event, Mastery, append, history_path, read_history, skills_of


def event(outcome: str, mistakes: tuple[str, ...] = (), rules: tuple[str, ...] = ("chain", "power")) -> Event:
    return Event("chain", 1, "(2x+1)^3", "x", rules, outcome, mistakes, 1.0)


def test_evidence() -> None:
    right = Mastery.of([event("right")])
    wrong = Mastery.of([event("wrong", ("C1",))])
    assert right.of_skill("chain") > START > wrong.of_skill("chain")
    assert wrong.of_skill("power") == START
    assert Mastery.of([event("skipped")]).skills == {}
    assert START < Mastery.of([event("hinted")]).of_skill("chain") < right.of_skill("chain")
    assert Mastery.of([event("right")] * 5).weakest(("chain", "power")) > 0.95
    assert all(0 < known < 1 for known in Mastery.of([event("wrong")] * 50).skills.values())


@pytest.mark.parametrize(
    ("mistakes", "skills"), [(("C1",), ["chain"]), (("P1", "C1"), ["chain", "power"]), ((), ["chain", "power"]),
                             (("Q1",), ["chain", "power"])],
)  # fmt: skip
def test_a_wrong_answer_tells_of_the_rules_that_its_mistakes_belong_to(
    mistakes: tuple[str, ...], skills: list[str]
) -> None:
    assert skills_of(event("wrong", mistakes)) == skills


def test_the_history_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "history.jsonl"
    assert read_history(path) == []
    append(path, event("right"))
    append(path, event("wrong", ("C1",)))
    assert read_history(path) == [event("right"), event("wrong", ("C1",))]


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


def test_a_mistake_without_a_name_says_nothing() -> None:
    assert skills_of(event("wrong", ("",))) == ["chain", "power"]


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
