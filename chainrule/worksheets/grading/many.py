"""Many answers marked: equal ones once, on any executor, in the order in which they came, in bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import partial
from itertools import islice
from typing import NamedTuple, TypeAlias

from chainrule.errors import ChainRuleError
from chainrule.rendering import wording_sheets as wording
from chainrule.tutor.problems import Problem
from chainrule.worksheets.grading.answers import Answer, Unusable
from chainrule.worksheets.grading.outcomes import Outcome, outcome
from chainrule.worksheets.grading.time_limit import TimeIsUp, within_time
from chainrule.worksheets.sheet import Worksheet

__all__ = ["Graded", "TIME_LIMIT", "grade_many"]

TIME_LIMIT = 5.0  # seconds for one answer
ROWS = 2_000  # that are looked through at a time, to find what is to be marked
AHEAD = 3  # times so many are read ahead of the row that is handed out
TOGETHER = 16  # answers that are sent to a worker at a time
KEPT = 50_000  # outcomes that are kept, in case the same answer comes again
SLOW = Outcome("unmarked", 0.0, said=wording.UNDECIDED, flag=wording.FLAG_TIME)
LOST = Outcome("unmarked", 0.0, said=wording.UNDECIDED, flag=wording.FLAG_LOST)

Task: TypeAlias = tuple[Problem, str]
Row: TypeAlias = "Answer | Unusable"


class Graded(NamedTuple):
    """A row with what comes of it; `problem` is None where there is no such question."""

    row: Answer | Unusable
    outcome: Outcome
    problem: Problem | None


class _Batch(NamedTuple):
    rows: list[Row]
    tasks: list[Task | None]
    sent: list[tuple[list[Task], Future[list[Outcome]] | None]]


def grade_many(
    rows: Iterable[Answer | Unusable], sheet: Worksheet, executor: Executor | None = None, *,
    time_limit: float = TIME_LIMIT,
) -> Iterator[Graded]:
    """Mark answers to a sheet, one after the other, in their order.

    rows         Answers, as `answers_of` reads them; what was Unusable is handed through
    executor     any of concurrent.futures, or Dask's `client.get_executor()`; None marks here, as rows are asked for
    time_limit   seconds for one answer; one that takes longer has the verdict "unmarked", and the rest go on
    Equal answers to equal problems are marked once. A few thousand rows are held at a time, however many there are.
    """
    known: dict[Task, Outcome] = {}
    waiting: deque[_Batch] = deque()
    rest = iter(rows)
    while True:
        chunk = list(islice(rest, ROWS))
        if chunk:
            waiting.append(_sent(chunk, sheet, known, waiting, executor, time_limit))
        while waiting and (not chunk or executor is None or len(waiting) >= AHEAD):
            yield from _done(waiting.popleft(), known, time_limit)
        if not chunk:
            return
        for task in [*islice(known, max(0, len(known) - KEPT))]:
            del known[task]


def _sent(
    rows: list[Row], sheet: Worksheet, known: dict[Task, Outcome], waiting: Iterable[_Batch],
    executor: Executor | None, time_limit: float,
) -> _Batch:
    """What is new in these rows, on its way to be marked."""
    tasks = [_task(row, sheet) for row in rows]
    on_the_way = {task for batch in waiting for group, _ in batch.sent for task in group}
    new = [task for task in dict.fromkeys(tasks) if task is not None and task not in known and task not in on_the_way]
    sent: list[tuple[list[Task], Future[list[Outcome]] | None]] = []
    for start in range(0, len(new), TOGETHER):
        group = new[start : start + TOGETHER]
        sent.append((group, _submitted(executor, group, time_limit)))
    return _Batch(rows, tasks, sent)


def _submitted(executor: Executor | None, group: list[Task], time_limit: float) -> Future[list[Outcome]] | None:
    if executor is None:
        return None
    try:
        return executor.submit(_outcomes, group, time_limit)
    except RuntimeError:  # a pool that has lost a worker takes nothing more: the rest is marked here
        return None


def _task(row: Row, sheet: Worksheet) -> Task | None:
    if isinstance(row, Unusable):
        return None
    try:
        return sheet.question(row.variant, row.question), row.answer.strip()
    except ChainRuleError:
        return None


def _outcomes(tasks: Sequence[Task], time_limit: float) -> list[Outcome]:
    """What comes of each, in a worker; whatever happens to one costs only that one."""
    return [_outcome(task, time_limit) for task in tasks]


def _outcome(task: Task, time_limit: float) -> Outcome:
    try:
        return within_time(time_limit, partial(outcome, *task))
    except TimeIsUp:
        return SLOW
    except (MemoryError, RecursionError):
        return LOST
    except Exception as error:
        return LOST._replace(flag=wording.FLAG_DEFECT.format(name=type(error).__name__, why=error))


def _done(batch: _Batch, known: dict[Task, Outcome], time_limit: float) -> Iterator[Graded]:
    """The rows of a batch, once all of it is marked."""
    for group, future in batch.sent:
        known.update(zip(group, _collected(group, future, time_limit), strict=True))
    for row, task in zip(batch.rows, batch.tasks, strict=True):
        if task is not None:
            yield Graded(row, known.get(task) or _outcome(task, time_limit), task[0])
        elif isinstance(row, Unusable):
            yield Graded(row, Outcome("unreadable", 0.0, flag=row.why), None)
        else:
            why = wording.NO_SUCH_QUESTION.format(variant=row.variant, question=row.question)
            yield Graded(row, Outcome("unreadable", 0.0, flag=why), None)


def _collected(group: list[Task], future: Future[list[Outcome]] | None, time_limit: float) -> list[Outcome]:
    if future is None:
        return _outcomes(group, time_limit)
    try:
        return future.result()
    except Exception:  # the worker itself is lost, and with it what it was given
        return [LOST] * len(group)
