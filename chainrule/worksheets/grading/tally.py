"""From marked answers to the report of a class: what counts of each student, by question, topic and mistake."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from chainrule.rendering import wording_sheets as wording
from chainrule.tutor.problems import OWN, TOPICS, Problem
from chainrule.worksheets.grading.answers import Answer, Unusable
from chainrule.worksheets.grading.classes import ClassReport, Flagged, Item, MistakeMade, StudentMarks, TopicMarks
from chainrule.worksheets.grading.many import Graded
from chainrule.worksheets.grading.outcomes import Outcome
from chainrule.worksheets.sheet import Worksheet

__all__ = ["Tally", "by_name", "class_report", "title_of", "topic_of"]

MOST_FLAGS = 1_000  # rows for the teacher that are kept
MOST_NAMES = 200  # students that are named for one mistake


def class_report(graded: Iterable[Graded], sheet: Worksheet) -> ClassReport:
    """The report of what `grade_many` gives."""
    tally = Tally(sheet)
    for each in graded:
        tally.add(each)
    return tally.report()


class Counted(NamedTuple):
    """An answer that counts: the line on which it stands, and what came of it."""

    line: int
    outcome: Outcome


class Tally:
    """Counts rows as they come; of several answers of a student to one question the last counts."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.last: dict[str, dict[tuple[int, int], Counted]] = {}  # by student, and by variant and question
        self.flags: list[Flagged] = []

    def add(self, graded: Graded) -> None:
        row, outcome, problem = graded
        if isinstance(row, Unusable) or problem is None:
            self._flag(row, outcome.flag)
            return
        answers = self.last.setdefault(row.student, {})
        place = row.variant, row.question
        before = answers.pop(place, None)
        if before is not None and before.outcome != outcome:
            self._flag(row, wording.FLAG_TWICE.format(line=before.line))
        if answers and before is None and not any(variant == row.variant for variant, _ in answers):
            self._flag(row, wording.FLAG_VARIANTS.format(variant=next(iter(answers))[0]))
        answers[place] = Counted(row.line, outcome)
        self._flag(row, outcome.flag)

    def _flag(self, row: Answer | Unusable, why: str) -> None:
        if why and len(self.flags) < MOST_FLAGS:
            question, answer = (None, "") if isinstance(row, Unusable) else (row.question, row.answer)
            self.flags.append(Flagged(row.line, row.student, question, answer, why))

    def report(self) -> ClassReport:
        sums, topics = Sums(), dict[Problem, str]()
        for student, answers in self.last.items():
            for (variant, question), counted in answers.items():
                problem = self.sheet.question(variant, question)
                topic = topics.get(problem) or topics.setdefault(problem, topic_of(problem))
                sums.add(student, question, topic, counted.outcome)
        return ClassReport(
            self.sheet.title, self.sheet.code, sum(map(len, self.last.values())),
            tuple([self._student(name) for name in sorted(self.last, key=by_name)]),
            tuple([self._item(number, sums) for number in sorted(sums.of_questions)]),
            tuple(sums.mistakes()), tuple(sums.topics()), tuple(self.flags),
        )  # fmt: skip

    def _student(self, name: str) -> StudentMarks:
        credits = {place: counted.outcome.credit for place, counted in self.last[name].items()}
        variants = tuple(sorted({variant for variant, _ in credits}))
        questions = len(self.sheet.variants[0].problems) * len(variants)
        return StudentMarks(name, variants, sum(c == 1 for c in credits.values()), sum(credits.values()), questions)

    def _item(self, number: int, sums: Sums) -> Item:
        answers, right, credit = sums.of_questions[number]
        problem = self.sheet.variants[0].problems[number - 1]
        most = sums.made_in.get(number, Counter()).most_common(1)
        mistake = most[0][0] if most else ""
        return Item(number, title_of(problem.topic), problem.level, int(answers), int(right), credit, mistake)


class Sums:
    """What all answers that count come to: by question, by topic, and by mistake."""

    def __init__(self) -> None:
        self.of_questions: dict[int, list[float]] = {}  # answers, right ones, credit
        self.of_topics: dict[str, list[float]] = {}  # answers, credit
        self.made: dict[str, Counter[str]] = {}
        self.made_by: dict[str, dict[str, None]] = {}
        self.made_in: dict[int, Counter[str]] = {}
        self.examples: dict[str, str] = {}

    def add(self, student: str, question: int, topic: str, outcome: Outcome) -> None:
        _added(self.of_questions, question, (1, outcome.verdict == "correct", outcome.credit))
        _added(self.of_topics, topic, (1, outcome.credit))
        for id in outcome.mistakes:
            self.made.setdefault(id, Counter())[topic] += 1
            self.made_by.setdefault(id, {})[student] = None
            self.made_in.setdefault(question, Counter())[id] += 1
            self.examples.setdefault(id, outcome.did)

    def topics(self) -> list[TopicMarks]:
        """The weakest first."""
        found = [TopicMarks(title_of(id), int(count), credit) for id, (count, credit) in self.of_topics.items()]
        return sorted(found, key=lambda topic: (topic.share, topic.topic))

    def mistakes(self) -> list[MistakeMade]:
        """The most frequent first."""
        return [self._mistake(id) for id in sorted(self.made, key=lambda id: (-self.made[id].total(), id))]

    def _mistake(self, id: str) -> MistakeMade:
        topics = tuple(title_of(topic) for topic, _ in self.made[id].most_common())
        students = tuple(sorted(self.made_by[id], key=by_name))[:MOST_NAMES]
        return MistakeMade(id, self.made[id].total(), students, topics, self.examples[id])


def _added(sums: dict[Any, list[float]], key: object, more: Sequence[float]) -> None:
    counted = sums.setdefault(key, [0.0] * len(more))
    for index, each in enumerate(more):
        counted[index] += each


def by_name(name: str) -> tuple[str, str]:
    """Names as a list of them has them: accents and capitals count only between names that are else the same."""
    letters = [c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)]
    return "".join(letters).casefold(), name


_TITLES: Mapping[str, str] = {topic.id: topic.title for topic in TOPICS}


def title_of(topic: str) -> str:
    """What a topic is called; one that is not known is called what it is called."""
    return wording.OWN if topic == OWN else _TITLES.get(topic, topic)


def topic_of(problem: Problem) -> str:
    """What it is about; where only the way of asking is a topic, the first rule of its derivation that is one."""
    if problem.topic == OWN and problem.kind in _TITLES:
        return problem.kind
    if problem.topic == OWN and "links" in problem.rules:
        return "graph"
    if problem.kind in ("choice", "mistake") or problem.topic == OWN:
        return next((step.rule for step in problem.record.steps if step.rule in _TITLES), problem.topic)
    return problem.topic
