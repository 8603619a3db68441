"""Systems of definitions: which come first, which one is meant, and what each name stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import Expression, Symbol, System
from chainrule.expression.walking import substitute, symbols

__all__ = ["cycle", "in_order", "put_in", "resolved", "target_name"]


def in_order(system: System) -> dict[Symbol, Expression]:
    """The definitions, each after those that it uses, else in the order in which they were written.

    Raises ChainRuleError where definitions use each other in a circle.
    """
    uses = {name: symbols(value) for name, value in system.definitions}
    circle = cycle(uses)
    if circle:
        raise ChainRuleError(f"{' and '.join(name.name for name in circle)} are defined by each other")
    values = dict(system.definitions)
    done: dict[Symbol, Expression] = {}
    stack = [name for name, _ in reversed(system.definitions)]
    while stack:
        name = stack[-1]
        missing = [used for used in uses[name] if used in values and used not in done]
        if missing and name not in done:
            stack += reversed(missing)
        else:
            done.setdefault(name, values[name])
            stack.pop()
    return done


def cycle(uses: Mapping[Symbol, Iterable[Symbol]]) -> list[Symbol]:
    """Names that use each other in a circle, in the order in which one leads to the next; [] where none do."""
    finished: set[Symbol] = set()
    for start in uses:
        path: dict[Symbol, None] = {}
        stack: list[tuple[Symbol, bool]] = [(start, True)]
        while stack:
            name, enters = stack.pop()
            if not enters:
                finished.add(name)
                del path[name]
            elif name in path:
                found = list(path)
                return found[found.index(name) :]
            elif name not in finished:
                path[name] = None
                stack.append((name, False))
                stack += [(used, True) for used in uses[name] if used in uses]
    return []


def target_name(system: System) -> Symbol:
    """The definition that is meant: the last one that no other uses."""
    used = {symbol for name, value in system.definitions for symbol in symbols(value) if symbol is not name}
    free = [name for name, _ in system.definitions if name not in used]
    return free[-1] if free else system.definitions[-1][0]


def resolved(system: System) -> dict[Expression, Expression]:
    """What each name stands for, the definitions that it uses put in."""
    return put_in(in_order(system))


def put_in(definitions: Mapping[Symbol, Expression]) -> dict[Expression, Expression]:
    """The definitions, each put into those after it."""
    known: dict[Expression, Expression] = {}
    for name, value in definitions.items():
        known[name] = substitute(value, known)
    return known
