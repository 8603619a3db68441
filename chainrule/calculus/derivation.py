"""derive(): the record of how a derivative was found. Everything that people see is a view of it.

A `Derivation` has one `Stage` for each differentiation (order 2 has two); a stage has a tree of `Step`s, the raw
result, and the recorded rewrites that make it tidy. Steps are built when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from typing import Any

from chainrule.calculus.engine import Work, differentials, in_turn, moving_parts
from chainrule.calculus.rules import Rule, Split, taken_apart
from chainrule.calculus.terms import Manner
from chainrule.calculus.tidying import Rewrite, Tidier
from chainrule.errors import ChainRuleError, NameUnknownError
from chainrule.expression.domains import Condition, conditions
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol, System
from chainrule.expression.ranges import Ranges
from chainrule.expression.reading import Reading, read
from chainrule.expression.shown import Shown, views
from chainrule.expression.walking import resolved

__all__ = ["Derivation", "Stage", "Step", "derive"]

LETTERS = "uvwpqrs"


@dataclass(slots=True, eq=False, repr=False)
class Step:
    """One application of a rule.

    id         "1", "2" … in reading order, the same on every run
    rule       the rule's id; "chain" for a composite whose inner function is not the bare variable
    target     what is differentiated, by `variable`
    outer      for a composite, the outer function of `letter` (else None)
    inner      for a composite, the inner function that `letter` stands for (else None)
    roles      what the rule took the target apart into, by name
    result     the raw derivative, as the rule's join made it
    substeps   for "chain": the outer function by its letter, then the inner by the variable; else the parts
    same_as    the step that has already done the same work, or None
    """

    id: str
    rule: str
    applied: Rule
    split: Split
    target: Expression
    variable: Symbol
    result: Expression
    outer: Expression | None = None
    inner: Expression | None = None
    letter: Symbol | None = None
    substeps: list[Step] = field(default_factory=list)
    same_as: Step | None = None
    parent: Step | None = None

    @property
    def roles(self) -> dict[str, Any]:
        return dict(self.split.roles)

    @property
    def is_composite(self) -> bool:
        return self.outer is not None

    def __repr__(self) -> str:
        return f"<Step {self.id} {self.rule}: {self.target!r} by {self.variable.name}>"


@dataclass(frozen=True, eq=False)
class Stage:
    """One differentiation of `target` by `variable`: the work, the raw result, its tidying and the tidy answer.

    earlier   the stages before this one, whose letters are not used again
    taken     names that no letter may have: those of the input
    """

    target: Expression
    variable: Symbol
    work: dict[Expression, Work]
    raw: Expression
    rewrites: tuple[Rewrite, ...]
    answer: Expression
    tidier: Tidier = field(repr=False)
    earlier: tuple[Stage, ...] = field(default=(), repr=False)
    taken: frozenset[str] = frozenset()

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step in reading order; the first is the whole target."""
        return tuple(_steps(self))

    def tidied(self, expression: Expression) -> Expression:
        """A step's result in the form in which the answer is printed."""
        return self.tidier.tidy(expression)


@dataclass(frozen=True, eq=False, repr=False)
class Derivation(Shown):
    """How a derivative was found; see the module's first lines."""

    reading: Reading
    target: Expression
    variables: tuple[Symbol, ...]
    stages: tuple[Stage, ...]
    limits: Limits
    name: str | None = None  # what the input calls the target

    @property
    def variable(self) -> Symbol:
        return self.variables[0]

    @property
    def order(self) -> int:
        return len(self.variables)

    @property
    def answer(self) -> Expression:
        return self.stages[-1].answer if self.stages else self.target

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step in reading order, over all stages."""
        return tuple(step for stage in self.stages for step in stage.steps)

    @property
    def notes(self) -> tuple[str, ...]:
        """Where the answer holds, in words."""
        return views().notes(self)  # type: ignore[no-any-return]

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Where the target and its derivative exist, as data."""
        single = len(set(self.variables)) == 1
        return tuple(conditions(self.target, self.variable if single else None, self.ranges))

    @cached_property
    def ranges(self) -> Ranges:
        """The ranges of sub-expressions, as far as they were asked for."""
        return Ranges()

    def __repr__(self) -> str:
        by = ", ".join(symbol.name for symbol in self.variables)
        return f"<Derivation of {self.target!r} by {by}: {self.answer!r}>"


def derive(
    source: str | Node | Reading,
    variable: str | Symbol | Sequence[str | Symbol] | None = None,
    *,
    order: int = 1,
    target: str | None = None,
    names: Sequence[str] = (),
    functions: Sequence[str] = (),
    limits: Limits = DEFAULT,
) -> Derivation:
    """Differentiate and record how.

    source     text in the language of the README, or an expression, or what `read` gave
    variable   by what; left out, the one that the input names, else its only letter, else x, t or the first;
               several are taken in turn (a mixed partial derivative)
    order      how often, by each variable
    target     for a system, the definition to differentiate (default: the last)
    Raises ReadingError, LimitError; NameUnknownError for a target that the system does not define.
    """
    first = variable if isinstance(variable, str | Symbol) or variable is None else variable[0]
    if isinstance(source, Reading):
        reading = source
    else:
        name = first.name if isinstance(first, Symbol) else first
        reading = read(source, variable=name, names=names, functions=functions, limits=limits)
    chosen = variable if variable is not None else reading.variable
    assert chosen is not None
    expression = _target(reading, target)
    done: list[Stage] = []
    current = expression
    manner = Manner.of(expression)
    variables = tuple(in_turn(chosen, order, limits))
    taken = frozenset((*reading.node.names, *reading.node.functions, reading.name or "", *[v.name for v in variables]))
    for by in variables:
        done.append(_stage(current, by, manner, limits, tuple(done), taken))
        current = done[-1].answer
    name = reading.name
    if isinstance(reading.node, System):
        name = target or reading.node.definitions[-1][0].name
    return Derivation(reading, expression, variables, tuple(done), limits, name)


def _stage(
    target: Expression,
    variable: Symbol,
    manner: Manner,
    limits: Limits,
    earlier: tuple[Stage, ...],
    taken: frozenset[str],
) -> Stage:
    work = differentials(target, variable, limits=limits)
    tidier = Tidier(manner, limits)
    answer = tidier.tidy(work[target].result)
    return Stage(target, variable, work, work[target].result, tuple(tidier.record), answer, tidier, earlier, taken)


def _target(reading: Reading, name: str | None) -> Expression:
    match reading.node:
        case Expression():
            return reading.node
        case System(definitions):
            meanings, asked = resolved(reading.node), Symbol(name) if name else definitions[-1][0]
            if asked not in meanings:
                raise NameUnknownError(f"there is no definition of {asked.name} here", asked.name)
            return meanings[asked]
        case Relation():
            raise ChainRuleError(
                "this is an equation, and to differentiate it one side has to be chosen; "
                "write the function alone, or as y = …"
            )
    raise TypeError(f"{reading.node!r} cannot be differentiated")


# --- the tree of steps -----------------------------------------------------------------------------------------------


def _steps(stage: Stage) -> Iterator[Step]:
    """The steps in reading order; what was differentiated before is referred to, not done again."""
    numbers, letters = count(1), _letters(stage)
    seen: dict[tuple[Expression, Symbol], Step] = {}
    stack: list[tuple[Expression, Symbol, Work, Step | None]] = [
        (stage.target, stage.variable, stage.work[stage.target], None)
    ]
    while stack:
        target, variable, work, parent = stack.pop()
        step = Step(
            str(next(numbers)), work.rule.id, work.rule, work.split, target, variable, work.result, parent=parent
        )
        if parent is not None:
            parent.substeps.append(step)
        parts: list[tuple[Expression, Symbol, Work, Step | None]] = []
        earlier = seen.get((target, variable))
        if earlier is not None and target.children:
            step.same_as = earlier
        else:
            seen[target, variable] = step
            if work.split.inner is not None and work.split.parts[0] is not variable:
                outer_work = _make_composite(step, next(letters))
                assert step.outer is not None
                assert step.letter is not None
                parts.append((step.outer, step.letter, outer_work, step))
            if work.split.inner is None or work.split.parts[0] is not variable:
                parts += [(part, variable, stage.work[part], step) for part in work.split.parts]
        yield step
        stack += reversed(parts)


def _make_composite(step: Step, letter: Symbol) -> Work:
    """Name the outer function with a letter of its own; give the work on it alone."""
    assert step.split.inner is not None
    outer = _replaced(step.target, step.split.inner, letter)
    step.rule, step.outer, step.inner, step.letter = "chain", outer, step.split.parts[0], letter
    rule, split = taken_apart(outer, moving_parts(outer, (letter,)))
    return Work(rule, split, split.roles["slope"])


def _replaced(target: Expression, place: Sequence[int], by: Expression) -> Expression:
    """`target` with the sub-expression at `place` (at most a few levels down) replaced."""
    if not place:
        return by
    children = list(target.children)
    children[place[0]] = _replaced(children[place[0]], place[1:], by)
    return target.with_children(tuple(children))


def _letters(stage: Stage) -> Iterator[Symbol]:
    """u, v, w … for the layers, never one that occurs in the input or in an earlier stage, never one twice."""
    taken = {*stage.taken, *stage.target.names, *stage.target.functions}
    taken.update(step.letter.name for before in stage.earlier for step in before.steps if step.letter is not None)
    names = chain(LETTERS, (f"u_{n}" for n in count(1)))
    return (Symbol(name) for name in names if name not in taken)
