"""What a learner masters, told from the answers so far, and the history that is kept of them.

The model is Bayesian Knowledge Tracing (Corbett and Anderson, 1995): a skill is mastered or not, with a probability
that starts at START. An answer is evidence: who has mastered a skill slips with probability SLIP, who has not guesses
right with probability GUESS. After it there is a chance LEARN that the skill was learnt by this very exercise. A skill
is a rule of differentiation. A right answer is evidence for every rule that the exercise needs; a wrong one against
the rules that the diagnosed mistakes belong to, or where nothing is known, against all of them. A right answer after
hints tells nothing, though it may have taught something. Nothing is more certain than CERTAIN.

The history is a file with a line of JSON for each answer, written and flushed to the disk at once: a session that is
killed loses nothing but what was not answered. A last line that was cut off is passed over.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from chainrule.errors import ChainRuleError
from chainrule.tutor import wording

__all__ = ["Event", "LOST", "MASTERED", "Mastery", "append", "history_path", "read_history", "skills_of"]

START, SLIP, GUESS, LEARN = 0.3, 0.1, 0.05, 0.15
CERTAIN = 0.98  # no more than this, so that a few wrong answers are noticed
MASTERED, LOST = 0.85, 0.25  # from here the next level is tried, and from here the one before
FAMILIES = {  # the rules that a mistake belongs to, by the letter of its id
    "C": ("chain",), "P": ("power", "reciprocal", "root"), "M": ("product",), "Q": ("quotient", "reciprocal"),
    "E": ("exponential", "logarithm", "general-power"), "T": ("function",), "I": ("function",),
    "K": ("constant-multiple", "constant"), "S": ("sum", "negation"), "B": ("chain", "several-arguments"),
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One answer to one exercise.

    rules      the rules that the exercise needs
    outcome    "right", "wrong", "hinted" (right, after hints) or "skipped"
    mistakes   the ids of the best diagnosis of a wrong answer
    """

    topic: str
    level: int
    text: str
    variable: str
    rules: tuple[str, ...]
    outcome: str
    mistakes: tuple[str, ...] = ()
    at: float = 0.0


@dataclass
class Mastery:
    """The probability that each skill is mastered."""

    skills: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Mastery:
        found = cls()
        for event in events:
            found.learn(event)
        return found

    def of_skill(self, skill: str) -> float:
        return self.skills.get(skill, START)

    def learn(self, event: Event) -> None:
        """Take an answer into account."""
        if event.outcome == "skipped":
            return
        for skill in skills_of(event):
            known = self.of_skill(skill)
            if event.outcome == "right":
                known = known * (1 - SLIP) / (known * (1 - SLIP) + (1 - known) * GUESS)
            elif event.outcome == "wrong":
                known = known * SLIP / (known * SLIP + (1 - known) * (1 - GUESS))
            self.skills[skill] = min(known + (1 - known) * LEARN, CERTAIN)

    def weakest(self, rules: Iterable[str]) -> float:
        """How well the least mastered of some rules is mastered."""
        return min((self.of_skill(rule) for rule in rules), default=1.0)


def skills_of(event: Event) -> list[str]:
    """The skills that an answer says something about."""
    if event.outcome != "wrong":
        return sorted(event.rules)
    families = {rule for id in event.mistakes for rule in FAMILIES.get(id[:1], ())}
    return sorted(families & set(event.rules)) or sorted(event.rules)


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
    )  # fmt: skip
