"""What a class makes of a sheet: marks, how hard each question was, the mistakes that came most and who made them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from chainrule.tutor.mistakes.wording import SAID
from chainrule.tutor.problems import TOPICS
from chainrule.worksheets.grading.answers import Unusable
from chainrule.worksheets.grading.many import Graded
from chainrule.worksheets.sheet import Worksheet

__all__ = ["ClassReport", "Flagged", "Item", "MistakeMade", "StudentMarks", "Tally", "TopicMarks", "class_report"]

MOST_FLAGS = 1_000  # rows for the teacher that are kept
MOST_NAMES = 200  # students that are named for one mistake


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


def class_report(graded: Iterable[Graded], sheet: Worksheet) -> ClassReport:
    """The report of what `grade_many` gives."""
    tally = Tally(sheet)
    for each in graded:
        tally.add(each)
    return tally.report()


class Tally:
    """Counts rows as they come; of several answers of a student to one question the last counts."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.answers = 0
        self.credits: dict[str, dict[tuple[int, int], float]] = {}
        self.of_questions: dict[int, list[float]] = {}  # answers, right ones, credit
        self.of_topics: dict[str, list[float]] = {}
        self.made: dict[str, Counter[str]] = {}
        self.made_by: dict[str, dict[str, None]] = {}
        self.made_in: dict[int, Counter[str]] = {}
        self.examples: dict[str, str] = {}
        self.flags: list[Flagged] = []

    def add(self, graded: Graded) -> None:
        row, outcome, problem = graded
        if outcome.flag and len(self.flags) < MOST_FLAGS:
            question, answer = (None, "") if isinstance(row, Unusable) else (row.question, row.answer)
            self.flags.append(Flagged(row.line, row.student, question, answer, outcome.flag))
        if isinstance(row, Unusable) or problem is None:
            return
        self.answers += 1
        self.credits.setdefault(row.student, {})[row.variant, row.question] = outcome.credit
        counted = self.of_questions.setdefault(row.question, [0, 0, 0.0])
        for index, more in enumerate((1, outcome.verdict == "correct", outcome.credit)):
            counted[index] += more
        self.of_topics.setdefault(problem.topic, [0, 0.0])[0] += 1
        self.of_topics[problem.topic][1] += outcome.credit
        for id in outcome.mistakes:
            self.made.setdefault(id, Counter())[problem.topic] += 1
            self.made_by.setdefault(id, {})[row.student] = None
            self.made_in.setdefault(row.question, Counter())[id] += 1
            self.examples.setdefault(id, outcome.did)

    def report(self) -> ClassReport:
        mistakes = sorted(self.made, key=lambda id: (-self.made[id].total(), id))
        topics = [TopicMarks(title_of(id), int(count), credit) for id, (count, credit) in self.of_topics.items()]
        return ClassReport(
            self.sheet.title, self.sheet.code, self.answers,
            tuple([self._student(name) for name in sorted(self.credits, key=str.casefold)]),
            tuple([self._item(number) for number in sorted(self.of_questions)]),
            tuple([self._mistake(id) for id in mistakes]),
            tuple(sorted(topics, key=lambda topic: topic.share)), tuple(self.flags),
        )  # fmt: skip

    def _student(self, name: str) -> StudentMarks:
        credits = self.credits[name]
        variants = tuple(sorted({variant for variant, _ in credits}))
        questions = len(self.sheet.variants[0].problems) * len(variants)
        return StudentMarks(name, variants, sum(c == 1 for c in credits.values()), sum(credits.values()), questions)

    def _item(self, number: int) -> Item:
        answers, right, credit = self.of_questions[number]
        problem = self.sheet.variants[0].problems[number - 1]
        most = self.made_in.get(number, Counter()).most_common(1)
        mistake = most[0][0] if most else ""
        return Item(number, title_of(problem.topic), problem.level, int(answers), int(right), credit, mistake)

    def _mistake(self, id: str) -> MistakeMade:
        topics = tuple(title_of(topic) for topic, _ in self.made[id].most_common())
        students = tuple(sorted(self.made_by[id], key=str.casefold))[:MOST_NAMES]
        return MistakeMade(id, self.made[id].total(), students, topics, self.examples[id])


_TITLES: Mapping[str, str] = {topic.id: topic.title for topic in TOPICS}


def title_of(topic: str) -> str:
    """What a topic is called; one of somebody's own is called what it is called."""
    return _TITLES.get(topic, topic)
