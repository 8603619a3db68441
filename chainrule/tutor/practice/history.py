"""The history: a file with a line of JSON for each answer, written and flushed to the disk at once.

A session that is killed loses nothing but what was not answered. A last line that was cut off is passed over.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from chainrule.errors import ChainRuleError
from chainrule.tutor import wording
from chainrule.tutor.practice.mastery import Event

__all__ = ["append", "history_path", "read_history"]


def history_path(given: str | None) -> Path:
    """The file of the history: as given, or where the system keeps a user's data."""
    if given is not None:
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return Path(data) / "chainrule" / "practice.jsonl"


def append(path: Path, event: Event) -> None:
    """Keep an answer for good."""
    line = json.dumps({**asdict(event), "at": event.at or round(time.time(), 1)}, ensure_ascii=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as stream:
            stream.seek(0, os.SEEK_END)
            if stream.tell() and not _ends_a_line(path):
                stream.write(b"\n")  # after a line that was cut off
            stream.write(f"{line}\n".encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise ChainRuleError(wording.HISTORY_NOT_WRITTEN.format(path=path, reason=error.strerror)) from error


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) == b"\n"


def read_history(path: Path) -> list[Event]:
    """The answers so far, the oldest first; lines that are no answers are passed over."""
    try:
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ChainRuleError(wording.HISTORY_NOT_READ.format(path=path, reason=error.strerror)) from error
    found = []
    for line in lines:
        try:
            found.append(_event(json.loads(line)))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            continue
    return found


def _event(data: Mapping[str, Any]) -> Event:
    return Event(
        str(data["topic"]), int(data["level"]), str(data["text"]), str(data["variable"]),
        tuple(map(str, data["rules"])), str(data["outcome"]), tuple(map(str, data["mistakes"])), float(data["at"]),
        int(data.get("choices", 0)),
    )  # fmt: skip
