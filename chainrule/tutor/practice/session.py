"""Practice: problems one after the other, answers or single questions, hints on demand; apart from any terminal.

A `Session` is told lines and gives lines back, so that it runs on a terminal, on a pipe and in tests alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from chainrule.tutor import wording
from chainrule.tutor.practice.asking import Objection
from chainrule.tutor.practice.mastery import LOST, MASTERED, Event, Mastery, skills_of
from chainrule.tutor.practice.questions import headline, questions, solution
from chainrule.tutor.problems import LEVELS, Problem, problem_stream, topic_named

__all__ = ["Session"]

TRIVIAL = frozenset({"variable", "constant"})  # rules that nobody has to practise
NAMING = frozenset({"composite", "layers"})  # kinds in which nothing is differentiated: the chain rule is seen, or not
IN_A_ROW = 2  # right answers at a level, before which the next is not tried
TOPICS_AT_ONCE = 3
FEW, MANY = 3, 12  # problems of a topic among which the next is chosen; after a mistake, as long as none fits it


@dataclass
class Session:
    """A learner at work.

    topics, level   what is practised, ids of TOPICS; the level moves with the mastery
    manner          "answer" (the derivative at once), "steps" (inner and outer, or node by node, one at a time) or
                    "choice" (one of several)
    keep            what keeps each Event for good
    done            the texts of problems that are not to come again
    """

    topics: tuple[str, ...]
    level: int
    manner: str
    seed: int | str
    mastery: Mastery
    keep: Callable[[Event], None]
    done: frozenset[str] = frozenset()
    over: bool = False
    right: int = 0
    wrong: int = 0
    problem: Problem = field(init=False)

    _at: int = 0  # the question at hand
    _rungs: Iterator[str] | None = None  # the hints that are left
    _rung: str = ""  # the last of them
    _hinted: bool = False
    _missed: bool = False
    _last_wrong: str | None = None
    _fresh: bool = True  # the problem was not shown yet
    _streak: int = 0  # right answers in a row at this level
    _at_fault: frozenset[str] = frozenset()  # the rules that the last mistake belongs to

    def __post_init__(self) -> None:
        self._streams: dict[tuple[str, int], Iterator[Problem]] = {}
        self._pools: dict[tuple[str, int], list[Problem]] = {}
        self._turns: Counter[str] = Counter()
        self._next()

    # --- what is said ------------------------------------------------------------------------------------------------

    def asks(self) -> list[str]:
        """The problem and the question at hand."""
        if self.over:
            return []
        question = self.questions[self._at]
        lines = [headline(self.problem), *question.given] if self._fresh else []
        self._fresh = False
        return [*lines, question.asked]

    def told(self, line: str) -> list[str]:
        """What is answered to a line."""
        line = line.strip()
        match line.lower():
            case "":
                return []
            case "?" | "help":
                return wording.PRACTICE_HELP.splitlines()
            case "hint" | "h":
                return self._hint()
            case "back":
                self._go_to(max(self._at - 1, 0))
                return []
            case "skip":
                return self._ended("skipped", solution(self.problem))
            case "quit" | "q" | "exit":
                self.over = True
                return []
        return self._answered(line)

    def farewell(self) -> list[str]:
        """How it went."""
        return [wording.FAREWELL.format(right=self.right, wrong=self.wrong)]

    # --- the problem at hand -----------------------------------------------------------------------------------------

    def _next(self) -> None:
        """The problem that does most for what went wrong last, or else for what is not mastered yet."""
        for level in sorted(LEVELS, key=lambda level: (abs(level - self.level), level < self.level)):
            found = self._candidates(level)
            if found:
                break
        else:
            self.over = True
            return
        self.level = level
        self.problem = min(found, key=self._need)
        self._pools[self.problem.topic, level].remove(self.problem)
        self._turns[self.problem.topic] += 1
        self.questions = questions(self.problem, self.manner, self.seed)
        self._at, self._hinted, self._missed, self._fresh, self._last_wrong = 0, False, False, True, None
        self._rungs = None

    def _candidates(self, level: int) -> list[Problem]:
        """Problems of the topics that are about what went wrong last, or else that had the fewest turns.

        At the start, where nothing is known, the first will do.
        """
        wanted = TOPICS_AT_ONCE if self.mastery.skills else 1
        pools: list[list[Problem]] = []
        for topic in sorted(self.topics, key=self._distance):
            pool = self._pool(topic, level)
            pools += [pool] if pool else []
            if len(pools) == wanted:
                break
        return [problem for pool in pools for problem in pool]

    def _distance(self, topic: str) -> tuple[bool, int]:
        return self._at_fault.isdisjoint(topic_named(topic).needs), self._turns[topic]

    def _pool(self, topic: str, level: int) -> list[Problem]:
        """The next problems of a topic; those that are not chosen stay for later."""
        key = topic, level
        stream = self._streams.setdefault(key, problem_stream(topic, level, self.seed, self.done))
        pool = self._pools.setdefault(key, [])
        pool += islice(stream, max((FEW if self.mastery.skills else 1) - len(pool), 0))
        while len(pool) < MANY and not any(self._at_fault <= _skills(problem) for problem in pool):
            more = next(stream, None)
            if more is None:
                break
            pool.append(more)
        return pool

    def _need(self, problem: Problem) -> tuple[int, float, int]:
        """The less, the more it is needed: for what went wrong, for what is not mastered, for a topic's turn."""
        missing = len(self._at_fault - _skills(problem))
        return missing, self.mastery.weakest(_skills(problem)), self._turns[problem.topic]

    def _hint(self) -> list[str]:
        self._hinted = True
        self._rungs = self._rungs or iter(self._ladder())
        self._rung = next(self._rungs, self._rung)  # the last one stays
        return [wording.HINT.format(hint=self._rung)]

    def _ladder(self) -> Iterable[str]:
        """Hints for the question at hand, or for what went wrong with it."""
        ladder = self.questions[self._at].ladder
        if ladder is not None:
            return ladder()
        from chainrule.tutor.hints import hints

        return hints(self.problem.asked.reading, self.problem.asked.variable, answer=self._last_wrong)

    def _answered(self, line: str) -> list[str]:
        objection = self.questions[self._at].judge(line)
        if objection is not None:
            if self.manner == "answer" and objection.counts and self.problem.kind in ("derivative", "implicit"):
                self._rungs, self._last_wrong, self._hinted = None, line, False  # the next hints are about this mistake
            return self._objected(objection)
        self._go_to(self._at + 1)
        if self._at < len(self.questions):
            return [wording.GOOD]
        return self._ended("hinted" if self._hinted else "right", wording.CORRECT)

    def _go_to(self, question: int) -> None:
        if any(each.ladder for each in self.questions):
            self._rungs = None
        self._at = question

    def _objected(self, objection: Objection) -> list[str]:
        if objection.counts and not self._missed:
            self._record("wrong", objection.mistakes)
            self._missed = True
            self.wrong += 1
        return [*objection.said.splitlines(), wording.TRY_AGAIN]

    def _ended(self, outcome: str, said: str) -> list[str]:
        self._streak = self._streak + 1 if outcome == "right" and not self._missed else 0
        if outcome == "skipped":
            self._record(outcome)
        elif not self._missed:
            self.right += 1
            self._record(outcome)
            self._at_fault = self._at_fault if outcome == "hinted" else frozenset()
        self._move_level()
        self._next()
        return [said, wording.NO_MORE] if self.over else [said]

    def _record(self, outcome: str, mistakes: tuple[str, ...] = ()) -> None:
        problem = self.problem
        event = Event(
            problem.topic, problem.level, problem.text, problem.variable, tuple(sorted(_skills(problem))), outcome,
            mistakes, choices=self.questions[-1].choices,
        )  # fmt: skip
        self.keep(event)
        self.mastery.learn(event)
        if outcome == "wrong" and mistakes:
            self._at_fault = frozenset(skills_of(event))

    def _move_level(self) -> None:
        known = self.mastery.weakest(_skills(self.problem))
        if known >= MASTERED and self._streak >= IN_A_ROW and self.level < LEVELS[-1]:
            self.level, self._streak = self.level + 1, 0
        elif known < LOST and self.level > LEVELS[0]:
            self.level, self._streak = self.level - 1, 0


def _skills(problem: Problem) -> frozenset[str]:
    """The rules that it practises."""
    return frozenset({"chain"}) if problem.kind in NAMING else problem.rules - TRIVIAL
