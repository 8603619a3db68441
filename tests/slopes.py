"""Derivatives as numbers, by central differences of many digits: the calculus under test has no part in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chainrule.expression.evaluation import Program, program
from chainrule.expression.nodes import Expression, Node, Symbol
from chainrule.expression.number_systems import high_precision
from chainrule.expression.reading import parse

MANY = high_precision(220)
STEP = MANY.number(10) ** -80
JUMP = MANY.number(10) ** -40  # what moves by more over a step is too steep to be compared
LARGE = MANY.number(10) ** 100  # beside a larger number the change over a step would be lost
NEAR = MANY.number(10) ** -22  # the error of a central difference, relative to the values around it
PLACES = (-2.3, -1.42, -0.61, 0.37, 0.83, 1.71, 2.57, 4.19)  # generic, so that no kink and no pole is hit


class Waves(Mapping[Any, Callable[..., Any]]):
    """What unknown functions are here: f(u, v) = sin(a u + b v + c), and its derivatives under (name, orders)."""

    def __getitem__(self, key: Any) -> Callable[..., Any]:
        name, orders = key if isinstance(key, tuple) else (key, ())

        def wave(*arguments: Any) -> Any:
            angle, size = MANY.number(sum(map(ord, name)) % 17) / 5, MANY.number(1)
            for index, argument in enumerate(arguments):
                speed = MANY.number(7 + 3 * index) / 8
                order = orders[index] if orders else 0
                angle += speed * argument + order * MANY.constant("pi") / 2
                size *= speed**order
            return size * MANY.context.sin(angle)

        return wave

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0


def expression(text: str, **options: Any) -> Expression:
    read = parse(text, **options)
    assert isinstance(read, Expression)
    return read


def ready(*expressions: Expression) -> Program:
    return program(*expressions, arithmetic=MANY, functions=Waves())


def points(*nodes: Node) -> list[dict[str, Any]]:
    """A value for every name that occurs, several times over."""
    names = sorted({name for node in nodes for name in node.names})
    return [{name: _place(turn, index) for index, name in enumerate(names)} for turn in range(len(PLACES))]


def _place(turn: int, index: int) -> Any:
    return MANY.number(PLACES[(turn + 3 * index) % len(PLACES)]) + MANY.number(index) / 29


def values(made: Program, point: Mapping[str, Any]) -> list[Any] | None:
    """The values of all roots, or None where one has none."""
    found = made.attempt(point)
    return found if all(hasattr(value, "_mpf_") for value in found) else None


def slope(made: Program, variable: str, point: Mapping[str, Any]) -> Any | None:
    """The central difference of the first root; None where there is no value, or a slope too steep for these digits."""
    ends = [values(made, {**point, variable: point[variable] + step}) for step in (STEP, -STEP)]
    if None in ends:
        return None
    (above, *_), (below, *_) = ends
    return (above - below) / (2 * STEP) if _steady(above, below) else None


def _steady(a: Any, b: Any) -> bool:
    size = max(1, abs(a), abs(b))
    return bool(size < LARGE and abs(a - b) <= JUMP * size)


def near(a: Any, b: Any, scale: Any = 1) -> bool:
    return bool(abs(a - b) <= NEAR * max(1, abs(a), abs(b), abs(scale)))


def compared(target: Expression, variable: Symbol, result: Expression) -> int:
    """At how many points the result is the slope of the target; AssertionError where it is another number."""
    count, before, after = 0, ready(target), ready(result)
    for point in points(target, result, variable):
        found, expected = values(after, point), slope(before, variable.name, point)
        if found is None or expected is None:
            continue
        assert near(found[0], expected, 10), f"{target}: {result} is {found[0]} at {point}, not {expected}"
        count += 1
    return count


def same_value(a: Expression, b: Expression) -> int:
    """At how many points both have a value, and the same; AssertionError where the values differ."""
    count, made = 0, ready(a, b)
    for point in points(a, b):
        found, beside = (values(made, {name: value + step for name, value in point.items()}) for step in (0, STEP))
        if found is not None and beside is not None and all(map(_steady, found, beside)):
            assert near(*found, max(map(abs, found))), f"{a} is {found[0]} at {point}, but {b} is {found[1]}"
            count += 1
    return count
