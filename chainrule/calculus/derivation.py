"""derive(): the record of how a derivative was found. Everything that people see is a view of it.

A `Derivation` has one `Stage` for each differentiation (order 2 has two); a stage has a tree of `Step`s, the raw
result, and the recorded rewrites that make it tidy. Steps are built when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from chainrule.calculus.engine import Work, differentials, in_turn, moving_parts, symbols_of
from chainrule.calculus.rules import Rule, taken_apart
from chainrule.calculus.splits import Split
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import Rewrite, Tidier
from chainrule.errors import ChainRuleError, NameUnknownError, ReadingError
from chainrule.expression.domains import Condition, conditions
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol, System
from chainrule.expression.ranges import Ranges
from chainrule.expression.reading import Reading, read
from chainrule.expression.shown import Shown, views
from chainrule.expression.systems import resolved, target_name
from chainrule.expression.walking import replaced

if TYPE_CHECKING:
    from chainrule.calculus.at_point import AtPoint

__all__ = ["Derivation", "FromDerivation", "Stage", "Step", "derive", "differentiated", "record", "target_in"]

LETTERS = "uvwpqrs"
NAMES = ("y", "f", "z", "F", "G", "H")  # for a target that has none


@dataclass(slots=True, eq=False, repr=False)
class Step:
    """One application of a rule.

    id         "1.1", "1.2" … stage and step in reading order, the same on every run
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
    stage: Stage | None = None

    @property
    def roles(self) -> dict[str, Any]:
        return dict(self.split.roles)

    @property
    def is_composite(self) -> bool:
        return self.outer is not None

    def __reduce__(self) -> tuple[object, ...]:
        return _step_again, (self.stage, self.id)

    def __copy__(self) -> Step:
        return self

    def __deepcopy__(self, memo: object) -> Step:
        return self

    def __repr__(self) -> str:
        return f"<Step {self.id} {self.rule}: {self.target!r} by {self.variable.name}>"


@dataclass(frozen=True, eq=False, repr=False)
class Stage:
    """One differentiation of `target` by `variable`: the work, the raw result, its tidying and the tidy answer.

    earlier   the stages before this one, whose letters are not used again
    taken     names that no letter may have: those of the input
    given     what the input defines, with its own letters for that
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
    given: Mapping[Expression, Symbol] = field(default_factory=dict)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step in reading order; the first is the whole target."""
        return tuple(_steps(self))

    def __reduce__(self) -> tuple[object, ...]:
        manner, limits = self.tidier.manner, self.tidier.limits
        return differentiated, (self.target, self.variable, manner, limits, self.earlier, self.taken, self.given)

    def __copy__(self) -> Stage:
        return self

    def __deepcopy__(self, memo: object) -> Stage:
        return self

    def __repr__(self) -> str:
        return f"<Stage {len(self.earlier) + 1}: {self.target!r} by {self.variable.name}: {self.answer!r}>"

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

    def __reduce__(self) -> tuple[object, ...]:
        return record, (self.reading, self.target, self.variables, self.limits, self.name)

    @property
    def variable(self) -> Symbol:
        return self.variables[0] if self.variables else self.reading.variable

    @property
    def order(self) -> int:
        return len(self.variables)

    @property
    def taken(self) -> Set[str]:
        """The names that mean something already."""
        node = self.reading.node
        return self.stages[0].taken if self.stages else {*node.names, *node.functions}

    @cached_property
    def called(self) -> str:
        """What the target is called: by the name that the input gives it, else y, or f where y is in use."""
        if self.name is not None:
            return self.name
        named = [note.span for note in self.reading.notes if note.code == "derivative-named"]
        taken = self.taken | {letter for start, end in named for letter in self.reading.text[start:end]}
        return next(name for name in chain(NAMES, (f"y_{n}" for n in count(1))) if name not in taken)

    def at(
        self, point: str | Mapping[Any, Any] | None = None, *, step: float | None = None, steps: int = 1, **named: Any
    ) -> AtPoint:
        """The derivation at a point: `at(x=2)`, `at({"x": 2})`, `at("a = 3, x = pi/4")`, `at("pi/4")`.

        point   a bare value is that of the variable
        step    the α of a descent x - α f'(x) from there, repeated `steps` times
        Returns an AtPoint: the links with their values and rates, the value, the slope, a nudge, the descent.
        Raises NameUnknownError for a name without a value or a value too many, ReadingError for text that is no point.
        """
        from chainrule.calculus.at_point import at_point
        from chainrule.expression.points import point_of, with_name

        given: Any = named if point is None else with_name(point, self.variable)
        return at_point(self, {**point_of(given), **named} if named and point is not None else given, step, steps)

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


class FromDerivation(Shown):
    """A record that is drawn from one derivation, whose reading, limits, variable and steps are its own."""

    derivation: Derivation

    @property
    def reading(self) -> Reading:
        return self.derivation.reading

    @property
    def limits(self) -> Limits:
        return self.derivation.limits

    @property
    def variable(self) -> Symbol:
        return self.derivation.variable

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the derivation."""
        return self.derivation.steps


def derive(
    source: str | Node | Reading | Mapping[str, str | Expression],
    variable: str | Symbol | Iterable[str | Symbol] | None = None,
    *,
    order: int = 1,
    target: str | None = None,
    names: Sequence[str] = (),
    functions: Sequence[str] = (),
    limits: Limits = DEFAULT,
) -> Derivation:
    """Differentiate and record how.

    source     text in the language of the README, or an expression, or what `read` gave, or definitions by name
    variable   by what; left out, the one that the input names, else its only letter, else x, t or the first;
               several are taken in turn (a mixed partial derivative)
    order      how often, by each variable; 0 leaves the function as it is
    target     for a system, the definition to differentiate (default: the last that no other uses)
    Raises ReadingError, LimitError; NameUnknownError for a target that the system does not define, or for a variable
    that is no name.
    """
    by = None if variable is None else symbols_of(variable)
    if isinstance(source, Reading):
        reading = source
    else:
        reading = read(source, variable=by[0] if by else None, names=names, functions=functions, limits=limits)
    expression = target_in(reading, target)
    variables = tuple(in_turn(reading.variable if by is None else by, order, limits))
    if not isinstance(reading.node, System):
        if any(variable.name == reading.name for variable in variables):
            raise ChainRuleError(f"{reading.name} is what is differentiated here, and not what it is differentiated by")
        return record(reading, expression, variables, limits, reading.name)
    name = Symbol(target) if target else target_name(reading.node)
    if len(variables) == 1 and variables[0] is not name:
        from chainrule.calculus.systems import derive_system

        return derive_system(reading, name, variables[0], limits)
    whole = name if variables[:1] == (name,) else expression
    return record(reading, whole, variables, limits, name.name)


def record(
    reading: Reading, target: Expression, variables: tuple[Symbol, ...], limits: Limits, name: str | None
) -> Derivation:
    """The record, with the work done; a pickled one does it again."""
    taken = frozenset((*reading.node.names, *reading.node.functions, reading.name or "", *[v.name for v in variables]))
    given = _given(reading, target)
    done: list[Stage] = []
    current, manner = target, Manner.of(target)
    for by in variables:
        done.append(differentiated(current, by, manner, limits, tuple(done), taken, given))
        current = done[-1].answer
    return Derivation(reading, target, variables, tuple(done), limits, name)


def differentiated(
    target: Expression,
    variable: Symbol,
    manner: Manner,
    limits: Limits,
    earlier: tuple[Stage, ...],
    taken: frozenset[str],
    given: Mapping[Expression, Symbol],
) -> Stage:
    """One differentiation; the fields of a Stage say what the arguments are."""
    work = differentials(target, variable, limits=limits)
    tidier = Tidier(manner, limits)
    answer = tidier.tidy(work[target].result)
    raw, rewrites = work[target].result, tuple(tidier.record)
    return Stage(target, variable, work, raw, rewrites, answer, tidier, earlier, taken, given)


def _step_again(stage: Stage, id: str) -> Step:
    return next(step for step in stage.steps if step.id == id)


def _given(reading: Reading, target: Expression) -> dict[Expression, Symbol]:
    """What a system defines, the definitions put in, with its own letters; the first where two mean the same."""
    given: dict[Expression, Symbol] = {}
    if isinstance(reading.node, System):
        for name, meaning in resolved(reading.node).items():
            if isinstance(name, Symbol) and meaning.children and meaning is not target:
                given.setdefault(meaning, name)
    return given


def target_in(reading: Reading, name: str | None = None) -> Expression:
    """The expression that was written; of a system the definition of this name, or its last, the others put in."""
    match reading.node:
        case Expression():
            return reading.node
        case System():
            meanings, asked = resolved(reading.node), Symbol(name) if name else target_name(reading.node)
            if asked not in meanings:
                raise NameUnknownError(f"there is no definition of {asked.name} here", asked.name)
            return meanings[asked]
        case Relation():
            raise ReadingError(
                reading.text,
                max(reading.text.find("="), 0),
                "this is an equation, and to differentiate it one side has to be chosen",
                mend="implicit(…) differentiates both; for a function, write it alone or as y = …",
            )
    raise TypeError(f"{reading.node!r} cannot be differentiated")


# --- the tree of steps -----------------------------------------------------------------------------------------------


def _steps(stage: Stage) -> Iterator[Step]:
    """The steps in reading order; what was differentiated before is referred to, not done again."""
    numbers, letters, number = count(1), _letters(stage), len(stage.earlier) + 1
    seen: dict[tuple[Expression, Symbol], Step] = {}
    stack: list[tuple[Expression, Symbol, Work, Step | None]] = [
        (stage.target, stage.variable, stage.work[stage.target], None)
    ]
    while stack:
        target, variable, work, parent = stack.pop()
        step = Step(
            f"{number}.{next(numbers)}", work.rule.id, work.rule, work.split, target, variable, work.result,
            parent=parent, stage=stage,
        )  # fmt: skip
        if parent is not None:
            parent.substeps.append(step)
        parts: list[tuple[Expression, Symbol, Work, Step | None]] = []
        earlier = seen.get((target, variable))
        if earlier is not None and target.children:
            step.same_as = earlier
        else:
            seen[target, variable] = step
            if work.split.inner is not None and work.split.parts[0] is not variable:
                outer_work = _make_composite(step, stage.given.get(work.split.parts[0]) or next(letters))
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
    outer = replaced(step.target, step.split.inner, letter)
    step.rule, step.outer, step.inner, step.letter = "chain", outer, step.split.parts[0], letter
    rule, split = taken_apart(outer, moving_parts(outer, (letter,)))
    return Work(rule, split, split.roles["slope"])


def _letters(stage: Stage) -> Iterator[Symbol]:
    """u, v, w … for the layers, never one that occurs in the input or in an earlier stage, never one twice."""
    taken = {*stage.taken, *stage.target.names, *stage.target.functions}
    taken.update(step.letter.name for before in stage.earlier for step in before.steps if step.letter is not None)
    names = chain(LETTERS, (f"u_{n}" for n in count(1)))
    return (Symbol(name) for name in names if name not in taken)
