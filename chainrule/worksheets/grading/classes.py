"""What a class makes of a sheet: marks, how hard each question was, the mistakes that came most and who made them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from chainrule.rendering import wording_sheets as wording
from chainrule.tutor.mistakes.wording import SAID

__all__ = ["ClassReport", "Flagged", "Item", "MistakeMade", "StudentMarks", "TopicMarks"]


class StudentMarks(NamedTuple):
    """One student: the variants seen, right answers, credit, and how many questions there are."""

    student: str
    variants: tuple[int, ...]
    right: int
    credit: float
    questions: int

    @property
    def share(self) -> float:
        return self.credit / self.questions if self.questions else 0.0


class Item(NamedTuple):
    """One question over all variants; its difficulty is the share of right answers. `mistake` came most, or is ""."""

    question: int
    topic: str
    level: int
    answers: int
    right: int
    credit: float
    mistake: str

    @property
    def share(self) -> float:
        return self.right / self.answers if self.answers else 0.0


class MistakeMade(NamedTuple):
    """A mistake: how often, by whom, in which topics (the most frequent first), and an example in words."""

    id: str
    times: int
    students: tuple[str, ...]
    topics: tuple[str, ...]
    example: str

    @property
    def repeat(self) -> str:
        """What to repeat: the rule that the mistake is about; of a slip with any rule, where it was made most."""
        return wording.REPEAT.get(self.id[0], self.topics[0])

    @property
    def rules(self) -> tuple[str, str]:
        """The wrong rule that it amounts to, and the right one."""
        return SAID[self.id].wrong, SAID[self.id].right


class TopicMarks(NamedTuple):
    topic: str
    answers: int
    credit: float

    @property
    def share(self) -> float:
        return self.credit / self.answers if self.answers else 0.0


class Flagged(NamedTuple):
    """A row that the teacher has to look at, and why."""

    line: int
    student: str
    question: int | None
    answer: str
    why: str


@dataclass(frozen=True)
class ClassReport:
    """The whole; students in the order of their names, mistakes the most frequent first, topics the weakest first."""

    title: str
    code: str
    answers: int
    students: tuple[StudentMarks, ...]
    items: tuple[Item, ...]
    mistakes: tuple[MistakeMade, ...]
    topics: tuple[TopicMarks, ...]
    flags: tuple[Flagged, ...]

    @property
    def mean(self) -> float:
        """The mean share of the marks, from 0 to 1."""
        return sum([student.share for student in self.students]) / len(self.students) if self.students else 0.0

    @property
    def spread(self) -> tuple[int, ...]:
        """How many students have 0 to under 10 %, 10 to under 20 % …, 90 % and more."""
        counts = Counter(min(9, int(student.share * 10 + 1e-9)) for student in self.students)
        return tuple(counts[tenth] for tenth in range(10))

    def to_html(self) -> str:
        """One page that needs nothing else."""
        from chainrule.worksheets.grading.reports import html_report

        return html_report(self)

    def to_pdf(self) -> bytes:
        """A tagged PDF; needs the extra `pdf`."""
        from chainrule.worksheets.grading.reports import pdf_report

        return pdf_report(self)

    def __repr__(self) -> str:
        return f"<ClassReport {self.code} {self.title!r}: {len(self.students)} students, {self.answers} answers>"
