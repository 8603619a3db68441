"""From topics, levels and a seed to problems: outlines first, which all variants share, then the numbers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count as counting

from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ZERO, Number, Relation
from chainrule.expression.walking import postorder
from chainrule.tutor.problems.drawing import Draw, filled, opened
from chainrule.tutor.problems.problem import KINDS, Problem
from chainrule.tutor.problems.slots import LEVELS, SLOTS
from chainrule.tutor.problems.topics import TOPICS, Topic, topic_named

__all__ = ["Outline", "Seen", "outlines", "problem_of", "problem_stream", "problems"]

USUAL_LEVELS = (1, 2, 3)
LONGEST = {1: 40, 2: 60, 3: 90, 4: 140}  # characters of an answer, by level
LARGEST = 999  # number in an answer
TRIES = 300  # before an outline is given up
ELSEWHERE = 8  # tries after which a problem may be one that another variant has
OTHERWISE = 60  # tries after which another template of the topic and level is taken
WINDOW = 4  # neighbouring places at which a problem has to have a value
PLACES = [n / 40 for n in range(-4, 8)] + [n / 4 for n in range(1, 25)] + [-n / 4 for n in range(1, 25)]
BESIDE = 0.75  # the value of the letters that are held


@dataclass(frozen=True, slots=True)
class Outline:
    """What one question asks, the same for every variant: of equal difficulty, with other numbers.

    shape    the template, in which only small choices are left
    pick     which of its variables, where several may be asked for
    words    what the choices depend on
    """

    topic: Topic
    level: int
    shape: str
    pick: int
    words: tuple[object, ...]


class Seen:
    """What a sheet has already: no two of its problems are alike, nor have the same answer."""

    def __init__(self, avoiding: Container[str] = ()) -> None:
        self.avoiding = avoiding
        self.problems: set[Problem] = set()
        self.known: set[object] = set()

    def has(self, problem: Problem) -> bool:
        """Whether the problem, or one that is like it, is there already."""
        if problem in self.problems or problem.text in self.avoiding:  # without a look inside
            return True
        return not self.known.isdisjoint(_marks(problem))

    def add(self, problem: Problem) -> None:
        self.problems.add(problem)
        self.known.update(_marks(problem))


def _marks(problem: Problem) -> list[object]:
    """What two problems that are alike have in common."""
    tables = problem.options if problem.kind == "table" else ()  # with other values it is another problem
    marks: list[object] = [(problem.reading.node, problem.variable, tables)]
    if problem.kind == "derivative":
        marks.append(problem.record.stages[-1].answer)  # of a system, with its definitions put in
    elif problem.kind == "implicit":
        marks.append(problem.record.answer)
    return marks


def problems(
    topics: Iterable[str] = (),
    level: int | Iterable[int] | None = None,
    count: int = 10,
    seed: int | str = 0,
    *,
    log: str = "natural",
    avoiding: Container[str] = (),
    limits: Limits = DEFAULT,
) -> list[Problem]:
    """So many different problems, the easier ones first.

    topics     ids of rows of TOPICS, taken in turn; none: all of them
    level      1 to 4, or several, taken in turn (in the topic chain, how many links); left out, 1 to 3
    seed       the same seed gives the same problems, on every machine and in every version of Python
    log        what log x is to mean, which problems keep
    avoiding   texts of problems that are not to come again
    Raises NameUnknownError for a topic that there is not, LimitError for more than `limits.questions`, and
    ChainRuleError for a level that there is not or where a topic has no more problems.
    """
    seen = Seen(avoiding)
    return [problem_of(outline, seen, log=log) for outline in outlines(topics, level, count, seed, limits=limits)]


def problem_stream(topic: str, level: int, seed: int | str = 0, avoiding: Container[str] = ()) -> Iterator[Problem]:
    """The problems of a topic and level one by one, each made when it is asked for, until there are no more.

    They are those that `problems` gives for that topic and level alone; its other arguments and errors are as there.
    """
    seen = Seen(avoiding)
    for outline in _deck(topic_named(topic), _levels(level)[0], seed):
        problem = _drawn(outline, seen)
        if problem is None:
            return
        yield problem


def outlines(
    topics: Iterable[str], level: int | Iterable[int] | None, count: int, seed: int | str, *, limits: Limits = DEFAULT
) -> list[Outline]:
    """What each of `count` questions asks; topics and levels take turns; easier ones come first."""
    if count < 0:
        raise ChainRuleError(f"the number of questions is 0 or more, not {count}")
    limits.check("questions", count)
    rows = [topic_named(name) for name in ([topics] if isinstance(topics, str) else topics)] or list(TOPICS)
    levels = _levels(level)
    turns = [(rows[n % len(rows)], levels[n // len(rows) % len(levels)]) for n in range(count)]
    decks: dict[tuple[str, int], Iterator[Outline]] = {}
    found = []
    for topic, at_level in turns:
        deck = decks.setdefault((topic.id, at_level), _deck(topic, at_level, seed))
        found.append(next(deck))
    order = list(KINDS)
    return sorted(found, key=lambda outline: (order.index(outline.topic.kind), outline.level))


def _levels(level: int | Iterable[int] | None) -> list[int]:
    levels = list(USUAL_LEVELS if level is None else [level] if isinstance(level, int) else level)
    for each in levels:
        if each not in LEVELS:
            raise ChainRuleError(f"a level is 1, 2, 3 or 4, not {each}")
    return levels or list(USUAL_LEVELS)


def _deck(topic: Topic, level: int, seed: int | str) -> Iterator[Outline]:
    """One outline after the other: every template has its turn before one comes again."""
    templates = Draw(seed, topic.id, level).shuffled(topic.templates[level - 1])
    shapes: set[str] = set()
    for turn in counting():
        words = (seed, topic.id, level, turn)
        draw = Draw(*words)
        shape = ""
        for _ in range(20):
            shape = opened(templates[turn % len(templates)], SLOTS, draw)
            if shape not in shapes:
                break
        shapes.add(shape)
        yield Outline(topic, level, shape, draw.below(60), words)


def problem_of(
    outline: Outline, seen: Seen, *, variant: object = "", like: Problem | None = None,
    beside: Container[str] = (), log: str = "natural",
) -> Problem:
    """The problem with its numbers, for one variant; it is not in `seen`, and then is.

    like     the same question of another variant, which has as many steps
    beside   the texts that other variants have, which are avoided as long as there is anything else
    """
    problem = _drawn(outline, seen, variant, like, beside, log)
    if problem is None:
        raise ChainRuleError(
            f"the topic {outline.topic.id} has no more different problems at level {outline.level}; "
            "ask for fewer, or for more topics or levels"
        )
    return problem


def _drawn(
    outline: Outline, seen: Seen, variant: object = "", like: Problem | None = None,
    beside: Container[str] = (), log: str = "natural",
) -> Problem | None:
    """The same, or None where there is no more."""
    for attempt in range(TRIES):
        draw = Draw(*outline.words, variant, attempt)
        shape = outline.shape
        if attempt > OTHERWISE:
            shape = opened(draw.choice(outline.topic.templates[outline.level - 1]), SLOTS, draw)
        problem = _made(outline, filled(shape, SLOTS, draw), log)
        if problem.text in beside and attempt < ELSEWHERE:
            continue
        given = KINDS[problem.kind].given
        if given:
            problem = _with_options(problem, draw) or problem
        like_it = like if attempt <= OTHERWISE else None
        if (given and not problem.options) or not _is_wanted(problem, outline.topic, seen, like_it):
            continue
        complete = problem if given else _with_options(problem, draw)  # this costs more than all the rest
        if complete is not None:
            seen.add(complete)
            return complete
    return None


def _with_options(problem: Problem, draw: Draw) -> Problem | None:
    options = KINDS[problem.kind].options(problem, draw)
    if options is None:
        return None
    return replace(problem, options=options) if options else problem


def _is_wanted(problem: Problem, topic: Topic, seen: Seen, like: Problem | None) -> bool:
    """Whether it is new, fit, and has as many steps as the one that it is to be like."""
    if seen.has(problem) or (like is not None and len(problem.record.steps) != len(like.record.steps)):
        return False
    return is_fit(problem, topic)


def _made(outline: Outline, text: str, log: str) -> Problem:
    topic = outline.topic
    present = [name for name in topic.by if _is_in(name, text)] if len(topic.by) > 1 else topic.by
    return Problem(topic.kind, text, present[outline.pick % len(present)], topic.id, outline.level, log)


def _is_in(name: str, text: str) -> bool:
    """Does the letter stand in what a template gave, on its own?"""
    return re.search(rf"(?<![a-z]){name}(?![a-z0-9(])", text) is not None


# --- what is fit for a sheet ------------------------------------------------------------------------------------------


def is_fit(problem: Problem, topic: Topic) -> bool:
    """Whether it needs the topic's rules and no other, its answer is short, and its function exists on an interval."""
    rules = problem.rules
    if not rules <= topic.needs | topic.may or (topic.needs and rules.isdisjoint(topic.needs)):
        return False
    if topic.deep and problem.depth != problem.level:
        return False
    return _is_short(problem) and exists(problem)


def _is_short(problem: Problem) -> bool:
    answer = problem.record.answer
    numbers = [node.value for node in postorder(answer) if isinstance(node, Number)]
    return answer is not ZERO and max(numbers, default=0) <= LARGEST and len(str(answer)) <= LONGEST[problem.level]


def exists(problem: Problem) -> bool:
    """Whether the function and its derivative have values at several places side by side."""
    if problem.reading.relation is not None:
        return _is_a_curve(problem.reading.relation)
    if problem.kind == "table":  # which has an answer, and so a value
        return True
    record = problem.record
    made = program(record.target, record.answer)
    values = dict.fromkeys(made.names, BESIDE)
    row = 0
    for place in PLACES:
        values[problem.variable] = place
        row = 0 if any(isinstance(value, Undefined) for value in made.attempt(values)) else row + 1
        if row == WINDOW:
            return True
    return False


def _is_a_curve(relation: Relation) -> bool:
    """Whether its sides change places somewhere: then they are equal along a curve in between, not at a point alone."""
    made = program(relation.left, relation.right)
    signs = set()
    for x in PLACES[12:]:
        for y in PLACES[12:]:
            left, right = made.attempt({**dict.fromkeys(made.names, BESIDE), "x": x, "y": y})
            if not isinstance(left, Undefined) and not isinstance(right, Undefined) and left != right:
                signs.add(left > right)
            if len(signs) == 2:
                return True
    return False
