"""Practice: exercises one after the other, answers or single questions, hints on demand; apart from any terminal.

A `Session` is told lines and gives lines back, so that it runs on a terminal, on a pipe and in tests alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from chainrule.calculus.derivation import Derivation, derive
from chainrule.calculus.engine import differentiate
from chainrule.calculus.systems import SystemDerivation
from chainrule.errors import ChainRuleError, ReadingError
from chainrule.expression.evaluation import target_of
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.reading import read
from chainrule.expression.systems import put_in
from chainrule.expression.walking import substitute
from chainrule.rendering.notation.text import text
from chainrule.tutor import wording
from chainrule.tutor.answers import Problem, problem_of
from chainrule.tutor.choices import Choices, choices
from chainrule.tutor.comparing import compared
from chainrule.tutor.exercises import LEVELS, Exercise, exercises
from chainrule.tutor.hints import Hints, hints
from chainrule.tutor.marking import marked
from chainrule.tutor.mastery import LOST, MASTERED, Event, Mastery
from chainrule.tutor.wording_mistakes import SAID

__all__ = ["Objection", "Question", "Session", "statistics", "statistics_text"]

MOST_FREQUENT = 5  # mistakes that statistics name
TRIVIAL = frozenset({"variable", "constant"})  # rules that nobody has to practise
CANDIDATES = 6  # among which the next exercise is chosen


class Objection(NamedTuple):
    """What is said to an answer that is not right; it `counts` as wrong unless it could not be read."""

    said: str
    mistakes: tuple[str, ...] = ()
    counts: bool = True


@dataclass(frozen=True)
class Question:
    """One thing that is asked: in words, and how an answer to it is judged; None where it is right."""

    asked: str
    judge: Callable[[str], Objection | None]


@dataclass
class Session:
    """A learner at work.

    topics, level   what is practised; the level moves with the mastery
    manner          "answer" (the derivative at once), "steps" (inner and outer, or node by node, one at a time) or
                    "choice" (one of several)
    keep            what keeps each Event for good
    done            exercises that are not to come again, as text and variable
    """

    topics: tuple[str, ...]
    level: int
    manner: str
    seed: int
    mastery: Mastery
    keep: Callable[[Event], None]
    done: set[tuple[str, str]] = field(default_factory=set)
    over: bool = False
    right: int = 0
    wrong: int = 0

    _at: int = 0  # the question at hand
    _hinted: int = 0
    _missed: bool = False
    _last_wrong: str | None = None
    _fresh: bool = True  # the exercise was not shown yet

    def __post_init__(self) -> None:
        self._streams: dict[tuple[str, int], Iterator[Exercise]] = {}
        self._pools: dict[tuple[str, int], list[Exercise]] = {}
        self._last: tuple[str, ...] = ()
        self._next()

    # --- what is said ------------------------------------------------------------------------------------------------

    def asks(self) -> list[str]:
        """The exercise and the question at hand."""
        if self.over:
            return []
        exercise = self.exercise
        lines = [wording.EXERCISE.format(text=exercise.text, variable=exercise.variable)] if self._fresh else []
        self._fresh = False
        return [*lines, *self.questions[self._at].asked.splitlines()]

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
                self._at = max(self._at - 1, 0)
                return []
            case "skip":
                return self._ended("skipped", [wording.DERIVATIVE_IS.format(answer=text(self.problem.answer))])
            case "quit" | "q" | "exit":
                self.over = True
                return []
        return self._answered(line)

    def farewell(self) -> list[str]:
        """How it went."""
        return [wording.FAREWELL.format(right=self.right, wrong=self.wrong)]

    # --- the exercise at hand ----------------------------------------------------------------------------------------

    def _next(self) -> None:
        """The exercise that does most for what is not mastered yet, first of all for what went wrong last."""
        for level in sorted(LEVELS, key=lambda level: (abs(level - self.level), level < self.level)):
            found = [exercise for topic in self.topics for exercise in self._candidates(topic, level)]
            if found:
                break
        else:
            self.over = True
            return
        self.level = level
        self.exercise = min(found, key=self._need)
        self._pools[self.exercise.topic, level].remove(self.exercise)
        self.done.add((self.exercise.text, self.exercise.variable))
        self.problem: Problem = problem_of(self.exercise.text, self.exercise.variable)
        self.questions = tuple(_questions(self.problem, self.manner, self.seed))
        self._hints: Hints | None = None
        self._at, self._hinted, self._missed, self._fresh, self._last_wrong = 0, 0, False, True, None

    def _candidates(self, topic: str, level: int) -> list[Exercise]:
        """The next few exercises of a topic; those that are not chosen stay for later."""
        if (topic, level) not in self._streams:
            self._streams[topic, level] = exercises(topic, level, self.seed)
        pool = self._pools.setdefault((topic, level), [])
        fresh = (one for one in self._streams[topic, level] if (one.text, one.variable) not in self.done)
        pool += islice(fresh, CANDIDATES - len(pool))
        return pool

    def _need(self, exercise: Exercise) -> tuple[bool, float]:
        return not set(self._last) <= exercise.rules, self.mastery.weakest(exercise.rules - TRIVIAL)

    def _hint(self) -> list[str]:
        if self._hints is None:
            self._hints = hints(self.problem.reading, self.problem.variable, answer=self._last_wrong)
        self._hinted += 1
        return [wording.HINT.format(hint=self._hints[min(self._hinted, len(self._hints)) - 1])]

    def _answered(self, line: str) -> list[str]:
        objection = self.questions[self._at].judge(line)
        if objection is not None:
            if self.manner == "answer" and objection.counts:  # the next hints are about this mistake
                self._hints, self._last_wrong, self._hinted = None, line, 0
            return self._objected(objection)
        self._at += 1
        if self._at < len(self.questions):
            return [wording.GOOD]
        outcome = "hinted" if self._hinted else "right"
        return self._ended(outcome, [wording.CORRECT])

    def _objected(self, objection: Objection) -> list[str]:
        if objection.counts and not self._missed:
            self._record("wrong", objection.mistakes)
            self._missed = True
            self.wrong += 1
        return [*objection.said.splitlines(), wording.TRY_AGAIN]

    def _ended(self, outcome: str, said: list[str]) -> list[str]:
        if outcome != "skipped" and not self._missed:
            self.right += 1
            self._record(outcome)
        elif outcome == "skipped":
            self._record(outcome)
        self._move_level()
        self._next()
        return said

    def _record(self, outcome: str, mistakes: tuple[str, ...] = ()) -> None:
        exercise = self.exercise
        event = Event(
            exercise.topic, exercise.level, exercise.text, exercise.variable, tuple(sorted(exercise.rules - TRIVIAL)),
            outcome, mistakes,
        )  # fmt: skip
        self.keep(event)
        self.mastery.learn(event)
        self._last = tuple(rule for rule in event.rules if self.mastery.of_skill(rule) < 0.5) if mistakes else ()

    def _move_level(self) -> None:
        known = self.mastery.weakest(self.exercise.rules - TRIVIAL)
        if known >= MASTERED and self.level < LEVELS[-1]:
            self.level += 1
        elif known < LOST and self.level > LEVELS[0]:
            self.level -= 1


# --- questions -------------------------------------------------------------------------------------------------------


def _questions(problem: Problem, manner: str, seed: int) -> Iterator[Question]:
    if manner == "choice":
        yield _chosen(choices(problem.reading, problem.variable, seed=seed))
        return
    if manner == "steps":
        derivation = derive(problem.reading, problem.variable)
        if isinstance(derivation, SystemDerivation):
            yield from _node_by_node(problem, derivation)
        elif derivation.steps[0].is_composite:
            yield from _layer_by_layer(problem, derivation)
    yield Question(wording.ASK_ANSWER.format(variable=problem.variable.name), lambda line: _judged_whole(problem, line))


def _judged_whole(problem: Problem, line: str) -> Objection | None:
    try:
        mark = marked(problem, line)
    except ChainRuleError as error:  # past a limit
        return Objection(str(error), counts=False)
    if mark.verdict == "correct":
        return None
    mistakes = mark.diagnoses[0].mistakes if mark.diagnoses else ()
    return Objection(mark.feedback, mistakes, mark.verdict == "incorrect")


def _chosen(asked: Choices) -> Question:
    lines = [f"{letter}) {text(option.answer)}" for letter, option in zip("abcdefgh", asked.options, strict=False)]

    def judge(line: str) -> Objection | None:
        letter = line.strip().lower().rstrip(")")
        index = "abcdefgh".find(letter) if len(letter) == 1 else -1
        if not 0 <= index < len(asked.options):
            return Objection(wording.CHOOSE_LETTER, counts=False)
        diagnosis = asked.options[index].diagnosis
        if diagnosis is None:
            return None
        said = (wording.SEEMS.format(did=diagnosis.did), wording.HINT.format(hint=diagnosis.hint))
        return Objection("\n".join(said), diagnosis.mistakes)

    return Question("\n".join((*lines, wording.ASK_LETTER)), judge)


def _layer_by_layer(problem: Problem, derivation: Derivation) -> Iterator[Question]:
    """Inner, outer, and their derivatives; every pair of inner and outer that gives the function is right."""
    letter = derivation.steps[0].letter or Symbol("u")
    chosen: dict[str, Expression] = {}
    names = {"letter": letter.name, "variable": problem.variable.name}

    def inner(found: Expression) -> str | None:
        if found is problem.variable or not found.children or found.constant or _same(problem, found, problem.target):
            return wording.NO_INNER
        chosen["inner"] = found
        return None

    def outer(found: Expression) -> str | None:
        if letter.name not in found.names or problem.variable.name in found.names:
            return wording.NO_OUTER.format(**names)
        whole = substitute(found, {letter: chosen["inner"]})
        if not _same(problem, whole, problem.target):
            return wording.NOT_THE_WHOLE.format(**names, whole=text(whole))
        chosen["outer"] = found
        return None

    def slope(found: Expression) -> str | None:
        return _slope_of(chosen["outer"], letter, found)

    def rate(found: Expression) -> str | None:
        return _slope_of(chosen["inner"], problem.variable, found)

    asked = (wording.ASK_INNER, inner), (wording.ASK_OUTER, outer), (wording.ASK_SLOPE, slope), (wording.ASK_RATE, rate)
    for template, judge in asked:
        yield Question(template.format(**names), _judging(problem, judge, [letter.name]))


def _node_by_node(problem: Problem, derivation: SystemDerivation) -> Iterator[Question]:
    """Along the first path: the local gradient at each node, then the signal that arrives at the next."""
    if not derivation.paths:
        return
    known = put_in(derivation.defined)
    letters = problem.reading.node.names
    arrived: Expression | None = None
    for link in derivation.paths[0]:
        names = {"name": link.name.name, "by": link.by.name, "target": derivation.paths[0][0].name.name}
        local = _equals(problem, link.slope, known, wording.NOT_LOCAL)
        yield Question(wording.ASK_LOCAL.format(**names), _judging(problem, local, letters))
        first, arrived = arrived is None, link.slope if arrived is None else arrived * link.slope
        if len(derivation.paths) == 1 and link.by is not problem.variable and not first:
            signal = _equals(problem, arrived, known, wording.NOT_SIGNAL)
            yield Question(wording.ASK_SIGNAL.format(**names), _judging(problem, signal, letters))


Known = Mapping[Expression, Expression]


def _equals(problem: Problem, right: Expression, known: Known, otherwise: str) -> Callable[[Expression], str | None]:
    """Is it the same as what is right, with the definitions put in?"""

    def judge(found: Expression) -> str | None:
        return None if _same(problem, substitute(found, known), substitute(right, known)) else otherwise

    return judge


def _judging(
    problem: Problem, judge: Callable[[Expression], str | None], names: Iterable[str]
) -> Callable[[str], Objection | None]:
    """A judge of expressions as one of what is typed."""

    def judging(line: str) -> Objection | None:
        try:
            said = judge(target_of(read(line, variable=problem.variable, names=names).node))
        except ChainRuleError as error:
            return Objection(error.drawn() if isinstance(error, ReadingError) else str(error), counts=False)
        return None if said is None else Objection(said)

    return judging


def _slope_of(target: Expression, by: Symbol, found: Expression) -> str | None:
    return None if compared(target, differentiate(target, by), found).verdict.startswith("same") else wording.NOT_SLOPE


def _same(problem: Problem, a: Expression, b: Expression) -> bool:
    return compared(problem.target, a, b).verdict.startswith("same")


# --- statistics ------------------------------------------------------------------------------------------------------


def statistics(events: list[Event]) -> dict[str, Any]:
    """What a history says: answers by outcome and topic, how far each rule is mastered, the most frequent mistakes."""
    outcomes: dict[str, dict[str, int]] = {}
    mistakes: dict[str, int] = {}
    for event in events:
        by_topic = outcomes.setdefault(event.topic, {})
        by_topic[event.outcome] = by_topic.get(event.outcome, 0) + 1
        for id in event.mistakes:
            mistakes[id] = mistakes.get(id, 0) + 1
    mastery = Mastery.of(events)
    return {
        "version": 1,
        "answers": len(events),
        "topics": outcomes,
        "mastery": {skill: round(mastery.skills[skill], 3) for skill in sorted(mastery.skills)},
        "mistakes": dict(sorted(mistakes.items(), key=lambda pair: (-pair[1], pair[0]))),
    }


def statistics_text(found: Mapping[str, Any]) -> str:
    """The same in words."""
    if not found["answers"]:
        return wording.STATS_EMPTY
    lines = [wording.STATS_HEAD.format(answers=found["answers"])]
    for topic, outcomes in found["topics"].items():
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        lines.append(wording.STATS_TOPIC.format(topic=topic, outcomes=told))
    lines.append(wording.STATS_MASTERY)
    lines += [wording.STATS_SKILL.format(skill=skill, mastery=known) for skill, known in found["mastery"].items()]
    if found["mistakes"]:
        lines.append(wording.STATS_MISTAKES)
    for id, count in islice(found["mistakes"].items(), MOST_FREQUENT):
        if id in SAID:
            lines.append(wording.STATS_MISTAKE.format(count=count, wrong=SAID[id].wrong, right=SAID[id].right))
    return "\n".join(lines)
