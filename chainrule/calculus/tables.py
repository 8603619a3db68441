"""A derivative in unknown functions, with values from a table put in step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from chainrule.calculus.derivation import Derivation, FromDerivation, derive
from chainrule.calculus.exact_points import At, complete_point, holds, value_at
from chainrule.calculus.value_tables import Values, settled, values_of
from chainrule.errors import ChainRuleError, DomainError, NameUnknownError
from chainrule.expression.domains import conditions
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol, UnknownCall
from chainrule.expression.points import with_name
from chainrule.expression.reading import Reading, read
from chainrule.expression.walking import preorder, rebuilt, substitute, symbols

__all__ = ["Lookup", "TableDerivation", "Worked", "from_table"]


class Lookup(NamedTuple):
    """What one look at the table gives: the entries that are used, and the expression with them put in."""

    entries: tuple[tuple[UnknownCall, Expression], ...]
    after: Expression


class Worked(NamedTuple):
    """An expression at the point: with the numbers put in, after each look at the table, and its value."""

    put_in: Expression
    lookups: tuple[Lookup, ...]
    value: At


@dataclass(frozen=True, eq=False, repr=False)
class TableDerivation(FromDerivation):
    """How the slope of a combination of functions is found of which only values are known.

    derivation   in terms of the unknown functions
    table        what is known of them
    point        a value for each symbol
    slope        the derivative at the point
    value        the combination itself there, or None where the table does not say
    missing      the entries that its value would need
    """

    derivation: Derivation
    table: Values
    point: dict[Symbol, Expression]
    slope: Worked
    value: Worked | None
    missing: tuple[UnknownCall, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        return from_table, (self.derivation, dict(self.table), dict(self.point))

    @property
    def answer(self) -> Expression:
        """The derivative at the point, exact."""
        return self.slope.value.exact

    def __repr__(self) -> str:
        where = ", ".join(f"{symbol.name} = {value}" for symbol, value in self.point.items())
        return f"<TableDerivation of {self.derivation.target!r} at {where}: {self.answer!r}>"


def from_table(
    source: str | Node | Reading | Derivation,
    table: Any,
    at: Any,
    *,
    order: int = 1,
    variable: str | Symbol | None = None,
    limits: Limits = DEFAULT,
) -> TableDerivation:
    """The slope of something like f(g(x)) from values such as f(2) = 3, f'(2) = -1, g(1) = 2, g'(1) = 5.

    source   in terms of f, g, h and of whatever else the table gives values of
    table    text such as "f(2) = 3, f'(2) = -1"; rows under a head "x, f, f', g", as text or lists; or a mapping
    at       where: a number, or text such as "x = 1"
    order    of the derivative; the second needs values of f''
    Returns a TableDerivation. Its `answer` is exact; its `value` is that of the combination itself, if the table says.
    Raises NameUnknownError for an entry that is needed and missing, ChainRuleError for entries that contradict each
    other, DomainError where there is no slope, as in f(x)/g(x) with g(1) = 0; else as `derive` does.
    """
    values = values_of(table)
    if isinstance(source, Derivation):
        derivation = source
    else:
        if not isinstance(source, Reading):
            names = sorted({call.name for call in values})
            source = read(source, variable=variable, functions=names, limits=limits)
        derivation = derive(source, variable, order=order, limits=limits)
    if not derivation.target.functions:
        raise ChainRuleError("no unknown function stands here: with a formula, derive it and look at the point")
    return _looked_up(derivation, values, _point(derivation, at))


def _point(derivation: Derivation, at: Any) -> dict[Symbol, Expression]:
    wanted = tuple(dict.fromkeys((*derivation.variables, *symbols(derivation.target))))
    return complete_point(with_name(at, derivation.variable), wanted)


def _looked_up(derivation: Derivation, table: Values, point: dict[Symbol, Expression]) -> TableDerivation:
    missing: list[UnknownCall] = []
    slope = _worked(derivation.answer, table, point, missing)
    if missing:
        raise _missing(missing)
    _check_slope(derivation, table, point)
    if slope is None:
        raise DomainError(f"there is no slope {_where(point)}: {_put_in(derivation.answer, point)}", derivation.answer)
    value = _worked(derivation.target, table, point, missing)
    return TableDerivation(derivation, table, point, slope, value, tuple(missing))


def _missing(calls: list[UnknownCall]) -> NameUnknownError:
    first, *more = [str(call) for call in calls]
    if more:
        names = f"{', '.join((first, *more[:-1]))} and {more[-1]}"
        return NameUnknownError(f"{names} are needed and not in the table", first)
    return NameUnknownError(f"{first} is needed and not in the table", first)


def _where(point: dict[Symbol, Expression]) -> str:
    return "at " + ", ".join(f"{symbol.name} = {value}" for symbol, value in point.items())


def _worked(
    expression: Expression, table: Values, point: dict[Symbol, Expression], missing: list[UnknownCall]
) -> Worked | None:
    """The expression at the point; None where it has no value, or where the table does not say, and what is missing."""
    put_in = _put_in(expression, point)
    lookups = tuple(_lookups(put_in, table, missing))
    found = None if missing else value_at(lookups[-1].after if lookups else put_in, {})
    return None if found is None else Worked(put_in, lookups, found)


def _put_in(expression: Expression, point: dict[Symbol, Expression]) -> Expression:
    return _settled(substitute(expression, dict(point.items())))


def _lookups(expression: Expression, table: Values, missing: list[UnknownCall]) -> Iterator[Lookup]:
    """From the inside out: what can be looked up is put in, until nothing is left or something is missing."""
    while calls := [node for node in preorder(expression) if isinstance(node, UnknownCall) and not _around(node)]:
        missing += [call for call in calls if call not in table]
        if missing:
            return
        entries = tuple([(call, table[call]) for call in calls])
        expression = _settled(substitute(expression, dict(entries)))
        yield Lookup(entries, expression)


def _around(call: UnknownCall) -> bool:
    """Is an unknown function inside it?"""
    return any(argument.functions for argument in call.arguments)


def _settled(expression: Expression) -> Expression:
    """With the arguments of unknown functions worked out, where they are numbers."""

    def change(node: Expression) -> Expression | None:
        return settled(node) if isinstance(node, UnknownCall) and not _around(node) else None

    return rebuilt(expression, change)


def _check_slope(derivation: Derivation, table: Values, point: dict[Symbol, Expression]) -> None:
    """DomainError where the combination has no value, or a corner."""
    for condition in conditions(derivation.target, derivation.variable):
        missing: list[UnknownCall] = []
        sides = [_put_in(side, point) for side in condition.relation.children]
        looked = [([side, *[lookup.after for lookup in _lookups(side, table, missing)]])[-1] for side in sides]
        if not missing and not holds(Relation(condition.relation.sign, looked[0], looked[1]), {}):
            what = "value" if condition.kind == "exists" else "slope"
            met = [f"{side} is {found}" for side, found in zip(sides, looked, strict=True) if side.functions]
            needed = f"it needs {condition.relation}, and {' and '.join(met)}"
            raise DomainError(f"there is no {what} {_where(point)}: {needed}", condition.part)
