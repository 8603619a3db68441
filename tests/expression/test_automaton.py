"""The grammar has no conflicts, and its tables are kept where only the user can reach them."""

import json
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import lark
import pytest

from chainrule.expression.reading import automaton as tables
from chainrule.expression.reading.builder import ACTIONS


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A process that has no automaton yet, and an empty folder for its tables."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(tables, "_ready", [])
    return tmp_path / "chainrule"


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    class Unused(lark.lexer.Lexer):
        def __init__(self, conf: object) -> None: ...

        def lex(self, *unused: object) -> object: ...

    with caplog.at_level(logging.DEBUG, logger=lark.logger.name):
        lark.Lark(tables._grammar(), parser="lalr", lexer=Unused, debug=True)
    assert "conflict" not in caplog.text.lower()


def test_every_action_of_the_grammar_is_there_and_none_is_left_over() -> None:
    asked = {name for name, _, _ in tables.made(tables._grammar())["rules"] if name}
    assert asked == set(ACTIONS)


def test_tables_are_kept_privately_and_used_again(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tables.automaton(ACTIONS)
    (kept,) = fresh.iterdir()
    if os.name == "posix":
        assert stat.S_IMODE(fresh.stat().st_mode) == 0o700
    monkeypatch.setattr(tables, "_ready", [])
    monkeypatch.setattr(tables, "made", None)  # asking Lark again would fail
    assert tables.automaton(ACTIONS).states == first.states
    assert json.loads(kept.read_text(encoding="utf-8"))["grammar"] == tables._grammar()


@pytest.mark.parametrize("spoilt", ["", "{", "[]", "{}", '{"grammar": "another"}', "\x00\xff"])
def test_spoilt_tables_are_made_afresh(fresh: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str) -> None:
    good = tables.automaton(ACTIONS)
    (kept,) = fresh.iterdir()
    kept.write_bytes(spoilt.encode("latin-1"))
    monkeypatch.setattr(tables, "_ready", [])
    assert len(tables.automaton(ACTIONS).states) == len(good.states)
    assert len(json.loads(kept.read_bytes())["states"]) == len(good.states)


def test_a_folder_that_cannot_be_written_is_no_matter(fresh: Path) -> None:
    fresh.write_text("a file where the folder should be")
    assert tables.automaton(ACTIONS).states


def test_lark_is_not_imported_once_the_tables_are_there(fresh: Path) -> None:
    code = "import sys; from chainrule.expression.reading import parse; parse('x sin x'); print('lark' in sys.modules)"
    for needed in ("True", "False"):
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert run.stdout.strip() == needed
