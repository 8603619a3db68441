"""A function with its derivative by each variable, and what they are at an exact point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chainrule.calculus.derivation import Stage, Step, differentiated, target_in
from chainrule.calculus.engine import symbols_of
from chainrule.calculus.exact_numbers import exactly_written
from chainrule.calculus.exact_points import At, Point, rate_at, value_at
from chainrule.calculus.tidying.terms import Manner
from chainrule.errors import ChainRuleError, DomainError, NameUnknownError
from chainrule.expression.domains import Condition, conditions
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression, Node, Sum, Symbol
from chainrule.expression.points import with_name
from chainrule.expression.reading import Reading, read
from chainrule.expression.shown import Shown
from chainrule.expression.walking import symbols

__all__ = ["NAMES", "PartialDerivatives", "added", "partial_derivatives", "where", "worked_out"]

NAMES = ("z", "w", "f", "F", "G", "H")  # of a quantity that depends on several, where the input has no name for it


@dataclass(frozen=True, eq=False, repr=False)
class PartialDerivatives(Shown):
    """A function with its derivative by each variable.

    reading     how the input was understood
    target      the function
    variables   by which it is differentiated, each with the others held
    stages      one for each variable
    """

    reading: Reading
    target: Expression
    variables: tuple[Symbol, ...]
    stages: tuple[Stage, ...]
    limits: Limits

    def __copy__(self) -> PartialDerivatives:
        return self

    def __deepcopy__(self, memo: object) -> PartialDerivatives:
        return self

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of every derivative."""
        return tuple(step for stage in self.stages for step in stage.steps)

    @property
    def partials(self) -> tuple[Expression, ...]:
        return tuple(stage.answer for stage in self.stages)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Where the function and its derivatives exist, as data."""
        found = [c for variable in self.variables for c in conditions(self.target, variable)]
        return tuple({(c.kind, c.relation): c for c in found}.values())

    @property
    def taken(self) -> frozenset[str]:
        """The names that mean something already."""
        return self.stages[0].taken

    def slopes_at(self, point: Point) -> tuple[At, ...]:
        """The derivatives at a point; DomainError where one of them does not exist."""
        return tuple(self._slope(stage, point) for stage in self.stages)

    def _slope(self, stage: Stage, point: Point) -> At:
        found = rate_at(self.target, stage.answer, stage.variable, point, limits=self.limits)
        if found is None:
            raise DomainError(f"there is no slope by {stage.variable.name} {where(point)}", self.target)
        return found

    def value_at(self, point: Point) -> At:
        """The value at a point; DomainError where there is none."""
        found = value_at(self.target, point, limits=self.limits)
        if found is None:
            raise DomainError(f"there is no real value {where(point)}, or one too large here", self.target)
        return found

    def named(self, at: Any) -> Any:
        """A point; a bare value is that of the only variable."""
        point = with_name(at, self.variables[0])
        if point is not at and len(self.variables) > 1:
            example = ", ".join(f"{variable.name} = …" for variable in self.variables)
            raise NameUnknownError(f"a point gives each value with its name: {example}", self.variables[0].name)
        return point

    @property
    def wanted(self) -> tuple[Symbol, ...]:
        """Every symbol that needs a value at a point."""
        return tuple(dict.fromkeys((*self.variables, *symbols(self.target))))


def where(point: Point) -> str:
    return "at " + ", ".join(f"{symbol.name} = {value}" for symbol, value in point.items())


def partial_derivatives(
    source: str | Node | Reading, variables: str | Symbol | Iterable[str | Symbol] | None, limits: Limits
) -> tuple[Reading, Expression, tuple[Symbol, ...], tuple[Stage, ...], Limits]:
    """The function that was written, differentiated by each variable."""
    asked = None if variables is None else symbols_of(variables)
    if isinstance(source, Reading):
        reading = source
    else:
        names = [symbol.name for symbol in asked or ()]
        reading = read(source, variable=names[0] if names else None, names=names, limits=limits)
    target = target_in(reading)
    if target.functions:
        raise ChainRuleError(f"{target.functions[0]} is an unknown function: write what it is")
    by = tuple(dict.fromkeys(asked or symbols(target) or [reading.variable]))
    taken = frozenset((*reading.node.names, reading.name or "", *[symbol.name for symbol in by]))
    stages: list[Stage] = []
    for variable in by:
        stages.append(differentiated(target, variable, Manner.of(target), limits, tuple(stages), taken, {}))
    return reading, target, by, tuple(stages), limits


def added(first: Expression, second: Expression) -> Expression:
    """The sum of two exact numbers, decimals as decimals."""
    return exactly_written(Sum((first, second)), Manner.of(Sum((first, second))))


def worked_out(expression: Expression) -> At:
    """The value of a sum of products of numbers."""
    found = value_at(expression, {})
    assert found is not None
    return found
