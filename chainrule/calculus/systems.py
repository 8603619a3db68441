"""Derivatives through a system of definitions: link by link, and the sum over every path from the target down.

The links are derivations of their own, by the rules as always; here they are only multiplied along paths and added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from chainrule.calculus.cancelling import cancelling
from chainrule.calculus.derivation import Derivation, Stage, Step, differentiated, record
from chainrule.calculus.joins import plus, times
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression, Symbol, System
from chainrule.expression.reading import Reading
from chainrule.expression.systems import in_order, put_in
from chainrule.expression.walking import postorder, substitute, symbols

__all__ = ["SystemDerivation", "SystemLink", "derive_system"]


class SystemLink(NamedTuple):
    """`name` depends on `by` in its definition; the stage differentiates that, everything else held constant."""

    name: Symbol
    by: Symbol
    stage: Stage

    @property
    def slope(self) -> Expression:
        return self.stage.answer


@dataclass(frozen=True, eq=False, repr=False)
class SystemDerivation(Derivation):
    """How the derivative of a definition by a variable is found through the others.

    As a Derivation it is that of the target with the definitions put in; beyond that it has

    defined       the definitions that the target depends on, each after what it uses, the target's last
    links         of every definition that moves, by every name in it that moves; the target's first
    paths         the links of each path from the target to the variable, or () where there are more than the limit
    path_count    how many there are
    """

    defined: dict[Symbol, Expression] = field(default_factory=dict)
    links: tuple[SystemLink, ...] = ()
    paths: tuple[tuple[SystemLink, ...], ...] = ()
    path_count: int = 0

    def __reduce__(self) -> tuple[object, ...]:
        return derive_system, (self.reading, self.symbol, self.variable, self.limits)

    @property
    def symbol(self) -> Symbol:
        """The target by its name."""
        return next(reversed(self.defined))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of every link, in the order of the links."""
        return tuple(step for link in self.links for step in link.stage.steps)

    @cached_property
    def products(self) -> tuple[Expression, ...]:
        """The slopes along each path, multiplied, as they are."""
        return tuple(times(*[link.slope for link in path]) for path in self.paths)

    @cached_property
    def raw(self) -> Expression:
        """The sum over the paths, before tidying."""
        total: Expression = plus(self.products)
        return total

    @cached_property
    def in_letters(self) -> Expression:
        """The sum over the paths in the letters of the system, tidied, the factors in the order of the links.

        Where a definition occurs written out (σ(z) for a), its name is put for it if that makes factors cancel.
        """
        plain = self._linked(self.raw)
        cancelled = self._linked(self.folded)
        return cancelled if weight(cancelled) < weight(self._folded(plain)) else plain

    @cached_property
    def folds(self) -> bool:
        """Are names put for what they stand for, so that factors cancel?"""
        return self.in_letters is not self._linked(self.raw)

    @cached_property
    def folded(self) -> Expression:
        """The sum over the paths with names for the definitions that are written out in it."""
        return self._folded(self.raw)

    @property
    def named_again(self) -> tuple[Symbol, ...]:
        """The names that stand in `folded` for what was written out in `raw`."""
        written = set(postorder(self.raw))
        return tuple(name for name, value in self.defined.items() if value.children and value in written)

    @property
    def cancelling(self) -> tuple[tuple[str, Expression], ...]:
        """The forms between `folded` and the answer in letters, each with what was done to get there."""
        return tuple(cancelling(self.folded, self._linked))

    @property
    def substituted(self) -> Expression:
        """The derivative in terms of what is not defined."""
        return self.stages[-1].answer

    @property
    def answer(self) -> Expression:
        """In the variable where it alone is left; else in the letters of the system, if that is shorter."""
        if not self.paths or set(symbols(self.target)) <= {self.variable}:
            return self.substituted
        return min(self.substituted, self.in_letters, key=weight)

    @property
    def partial(self) -> SystemLink | None:
        """The partial derivative, all other names held, where the target names the variable and others that move."""
        links = [link for link in self.links if link.name is self.symbol]
        direct = next((link for link in links if link.by is self.variable), None)
        return direct if len(links) > 1 else None

    def _linked(self, expression: Expression) -> Expression:
        return Tidier(Manner.of(expression, linked=True), self.limits).tidy(expression)

    def _folded(self, expression: Expression) -> Expression:
        """With names for the definitions that are written out in it."""
        meanings = {value: name for name, value in self.defined.items() if value.children}
        folded: Expression = substitute(expression, meanings)
        return folded

    def __repr__(self) -> str:
        return f"<SystemDerivation of {self.symbol.name} by {self.variable.name}: {self.answer!r}>"


def derive_system(reading: Reading, name: Symbol, variable: Symbol, limits: Limits) -> SystemDerivation:
    """The record for the definition `name` of the system that was read."""
    assert isinstance(reading.node, System)
    defined = _needed(in_order(reading.node), name, variable)
    links = _links(defined, variable, frozenset((*reading.node.names, *reading.node.functions)), limits)
    below: dict[Symbol, list[SystemLink]] = {}
    for link in links:
        below.setdefault(link.name, []).append(link)
    count = _count(defined, below, name, variable)
    paths = tuple(_paths(below, name, variable)) if count <= limits.paths else ()
    whole = record(reading, put_in(defined)[name], (variable,), limits, name.name)
    return SystemDerivation(
        reading, whole.target, whole.variables, whole.stages, limits, name.name, defined, links, paths, count
    )


def _links(
    defined: dict[Symbol, Expression], variable: Symbol, taken: frozenset[str], limits: Limits
) -> tuple[SystemLink, ...]:
    """Every definition that moves by every name in it that moves, the target's first; no letter is used twice."""
    moving = _moving(defined, variable)
    links: list[SystemLink] = []
    for name in _outside_in(defined):
        for by in symbols(defined[name]):
            if by in moving:
                earlier = tuple(link.stage for link in links)
                stage = differentiated(defined[name], by, Manner.of(defined[name]), limits, earlier, taken, {})
                links.append(SystemLink(name, by, stage))
    return tuple(links)


def _outside_in(defined: dict[Symbol, Expression]) -> list[Symbol]:
    """The defined names as they are met from the target on: what it uses, what that uses …"""
    found = dict.fromkeys([next(reversed(defined))])
    queue = list(found)
    for name in queue:
        new = [used for used in symbols(defined[name]) if used in defined and used not in found]
        found.update(dict.fromkeys(new))
        queue += new
    return queue


def _needed(definitions: dict[Symbol, Expression], target: Symbol, variable: Symbol) -> dict[Symbol, Expression]:
    """The definitions that the target depends on, itself the last; the variable stands for itself."""
    needed = {target}
    for name in reversed(definitions):
        if name is variable:
            needed.discard(name)
        elif name in needed:
            needed.update(symbols(definitions[name]))
    found = {name: value for name, value in definitions.items() if name in needed and name is not target}
    return found | {target: definitions[target]}


def _moving(definitions: dict[Symbol, Expression], variable: Symbol) -> set[Symbol]:
    """The names that depend on the variable."""
    moving = {variable}
    for name, value in definitions.items():
        if not moving.isdisjoint(symbols(value)):
            moving.add(name)
    return moving


def _count(
    definitions: dict[Symbol, Expression], below: Mapping[Symbol, list[SystemLink]], name: Symbol, variable: Symbol
) -> int:
    """How many paths lead from the name to the variable, without walking them."""
    counts = {variable: 1}
    for defined in definitions:
        counts[defined] = sum(counts.get(link.by, 0) for link in below.get(defined, ()))
    return counts.get(name, 0)


def _paths(
    below: Mapping[Symbol, list[SystemLink]], name: Symbol, variable: Symbol
) -> Iterator[tuple[SystemLink, ...]]:
    """Every path from the name to the variable, in reading order."""
    stack: list[tuple[SystemLink, ...]] = [(link,) for link in reversed(below.get(name, ()))]
    while stack:
        path = stack.pop()
        if path[-1].by is variable:
            yield path
        else:
            stack += [(*path, link) for link in reversed(below.get(path[-1].by, ()))]
