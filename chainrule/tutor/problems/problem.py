"""A problem: what is asked, how it is read, its key, and the rules that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chainrule.calculus.derivation import Derivation, Step, derive
from chainrule.calculus.systems import SystemDerivation
from chainrule.expression.evaluation import target_of
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Call, Expression
from chainrule.expression.reading import Reading, read
from chainrule.tutor.answers import Problem as Asked
from chainrule.tutor.answers import problem_of as asked_of
from chainrule.tutor.problems import judging
from chainrule.tutor.problems.drawing import Draw
from chainrule.tutor.problems.judging import LETTERS, Judgement

if TYPE_CHECKING:
    from chainrule.calculus.curves.implicit import ImplicitDerivation
    from chainrule.calculus.tables import TableDerivation
    from chainrule.tutor.working.checking import Working

    Record = Derivation | ImplicitDerivation | TableDerivation

__all__ = ["KINDS", "OWN", "Kind", "Problem", "own_problem"]

OWN = "own"  # the topic of a problem that somebody wrote


@dataclass(frozen=True)
class Problem:
    """One question, as plain data that can be written down and read again.

    kind       how it is asked and answered: a row of KINDS
    text       the function as typed
    variable   what it is differentiated by
    topic      a row of TOPICS, or OWN
    level      1 to 4; 0 for one that somebody wrote
    log        what log x means in it: "natural" or "10"
    options    what there is to choose from, or the lines of a solution in which one is wrong, or a table of values
    """

    kind: str
    text: str
    variable: str
    topic: str = OWN
    level: int = 0
    log: str = "natural"
    options: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[Problem], tuple[Any, ...]]:
        """The data alone: what was worked out of it stays here, where a worker of another process cannot use it."""
        return Problem, tuple([getattr(self, each.name) for each in fields(self)])

    @cached_property
    def reading(self) -> Reading:
        return read(self.text, variable=self.variable, log=self.log)

    @cached_property
    def asked(self) -> Asked:
        """What is to be differentiated, as the tutor marks answers to it and gives hints."""
        return asked_of(self.reading, self.variable)

    @cached_property
    def record(self) -> Any:
        """How it is solved."""
        return KINDS[self.kind].solve(self)

    @cached_property
    def key(self) -> str:
        """The right answer as text that reads back."""
        return KINDS[self.kind].key(self)

    @cached_property
    def choices(self) -> tuple[Expression, ...]:
        """What there is to choose from, where the options are expressions."""
        return tuple([target_of(read(option, names=self.asked.target.names).node) for option in self.options])

    @cached_property
    def working(self) -> Working:
        """The lines of a solution in which one is wrong, each judged."""
        from chainrule.tutor.working.checking import check_working

        return check_working(self.reading, self.options, self.variable)

    def expression(self, text: str, names: Iterable[str] = ()) -> Expression:
        """What is typed about it, in its variable, its log, and these names. Raises ReadingError."""
        return target_of(read(text.strip(), variable=self.variable, names=names, log=self.log).node)

    def judged(self, answer: str) -> Judgement:
        """What there is to be said of an answer; ReadingError or LimitError for one that cannot be used."""
        return KINDS[self.kind].judge(self, answer)

    @cached_property
    def rules(self) -> frozenset[str]:
        """The rules that its derivation applies; for the formula sheet, the names of the functions.

        A system adds "links" where the chain rule joins its definitions, "paths" where several paths are added.
        """
        rules = {_rule(step) for step in self.record.steps}
        if isinstance(self.record, SystemDerivation):
            rules |= {"links"} if any(len(path) > 1 for path in self.record.paths) else set()
            rules |= {"paths"} if self.record.path_count > 1 else set()
        return frozenset(rules)

    @cached_property
    def depth(self) -> int:
        """How many links the chain rule joins, at the deepest place."""
        depths: dict[str, int] = {}
        for step in self.record.steps:
            above = depths[step.parent.id] if step.parent is not None else 0
            depths[step.id] = above + step.is_composite
        return max(depths.values(), default=0)


def _rule(step: Step) -> str:
    if step.rule == "function" and isinstance(step.target, Call):
        return step.target.function.name
    return step.rule


@dataclass(frozen=True, slots=True)
class Kind:
    """How a problem is asked and answered.

    solve     the record that shows how
    key       the right answer, as text
    judge     what there is to be said of an answer
    options   what the problem needs beside its function, or None if that cannot be made of this one
    given     whether it cannot be solved without them
    """

    id: str
    solve: Callable[[Problem], Record]
    key: Callable[[Problem], str]
    judge: Callable[[Problem, str], Judgement]
    options: Callable[[Problem, Draw], tuple[str, ...] | None] = lambda problem, draw: ()
    given: bool = False


def _derived(problem: Problem) -> Derivation:
    return derive(problem.reading, problem.variable)


def _implicit(problem: Problem) -> ImplicitDerivation:
    from chainrule.calculus.curves.implicit import implicit

    return implicit(problem.reading, None, problem.variable)


def _from_table(problem: Problem) -> TableDerivation:
    from chainrule.calculus.tables import from_table

    *rows, place = problem.options
    return from_table(problem.reading, "\n".join(rows), place, variable=problem.variable)


def _answer(problem: Problem) -> str:
    return str(problem.record.answer)


def _composite_or_not(problem: Problem) -> str:
    return "yes" if problem.record.steps[0].is_composite else "no"


def _choices(problem: Problem, draw: Draw) -> tuple[str, ...] | None:
    from chainrule.tutor.problems.choices import MANY, as_options

    options = as_options(problem.asked, draw)
    return options if len(options) == MANY else None


def _right_choice(problem: Problem) -> str:
    """The letter of the right choice."""
    return LETTERS[problem.options.index(str(problem.asked.answer))]


def _table(problem: Problem, draw: Draw) -> tuple[str, ...] | None:
    from chainrule.tutor.problems.value_tables import table_of_values

    return table_of_values(problem, draw)


def _solution_with_a_mistake(problem: Problem, draw: Draw) -> tuple[str, ...] | None:
    from chainrule.tutor.problems.wrong_lines import lines_with_a_mistake

    return lines_with_a_mistake(problem, draw)


def _wrong_line(problem: Problem) -> str:
    """The number of the line that does not follow."""
    found = problem.working.first_wrong
    return str(found + 1) if found is not None else "0"


def _outer_and_inner(problem: Problem) -> str:
    step = problem.record.steps[0]
    assert step.letter is not None
    return f"{step.outer}, {step.letter.name} = {step.inner}"


KINDS: Mapping[str, Kind] = {  # in the order in which a sheet asks
    kind.id: kind
    for kind in (
        Kind("composite", _derived, _composite_or_not, judging.composite),
        Kind("layers", _derived, _outer_and_inner, judging.layers),
        Kind("choice", _derived, _right_choice, judging.choice, _choices),
        Kind("mistake", _derived, _wrong_line, judging.mistake, _solution_with_a_mistake),
        Kind("derivative", _derived, _answer, judging.derivative),
        Kind("implicit", _implicit, _answer, judging.implicit),
        Kind("table", _from_table, _answer, judging.table, _table, given=True),
    )
}


def own_problem(text: str, *, log: str = "natural", limits: Limits = DEFAULT) -> Problem:
    """A problem that somebody wrote: a function as it is typed, by the variable that it names, as in d/dy (x^2 y), a
    system such as u = x^2; y = sin(u), or an equation of two letters, to be differentiated implicitly.

    Raises ReadingError for text that is none of these, and whatever its derivative raises.
    """
    asked = asked_of(read(text, log=log, limits=limits), None, limits=limits)
    kind = "derivative" if asked.curve is None else "implicit"
    problem = Problem(kind, text, asked.variable.name, log=log)
    assert isinstance(problem.record.answer, Expression)
    return problem
