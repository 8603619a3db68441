"""Are the keys of problems right? The calculus under test has no part in the answer.

SymPy differentiates functions; the slope of a curve is taken from points of it beside each other, and that of functions
of which a table gives values from functions that have these values and slopes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, pairwise
from typing import Any

from slopes import MANY, near, ready, slope, values

from chainrule.errors import DomainError
from chainrule.expression.evaluation import program
from chainrule.expression.nodes import Call, Expression, Power, Quotient, Relation, Symbol, System
from chainrule.expression.reading import read
from chainrule.expression.systems import in_order
from chainrule.expression.walking import substitute
from chainrule.oracle import agrees, derivative_is_right, to_sympy
from chainrule.tutor.problems import LETTERS, Problem

BESIDE = MANY.number(10) ** -60  # how far apart the points of a curve are
ACROSS = sorted([MANY.number(n) / 8 + MANY.number(1) / 97 for n in range(-24, 41)], key=abs)
UP = [MANY.number(n) / 4 + MANY.number(1) / 89 for n in range(-48, 49)]
POINTS = 3


def key_is_right(problem: Problem, key: str | None = None) -> bool | None:
    """Whether a key, or the problem's own, is right; None where that stays open."""
    return _RIGHT[problem.kind](problem, problem.key if key is None else key)


def _derivative(problem: Problem, key: str) -> bool | None:
    return derivative_is_right(_target(problem), Symbol(problem.variable), _in_full(problem, key))


def _target(problem: Problem) -> Expression:
    node = problem.reading.node
    if isinstance(node, System):
        return _put_in(node, list(in_order(node).values())[-1])
    assert isinstance(node, Expression)
    return node


def _put_in(system: System, expression: Expression) -> Expression:
    """In terms of what is not defined."""
    for name, value in reversed(in_order(system).items()):
        expression = substitute(expression, {name: value})
    return expression


def _in_full(problem: Problem, key: str) -> Expression:
    """The key without the names that the problem defines."""
    node = problem.reading.node
    answer = _read(key, problem)
    return _put_in(node, answer) if isinstance(node, System) else answer


def _read(text: str, problem: Problem) -> Expression:
    node = read(text, variable=problem.variable, names=problem.reading.node.names, log=problem.log).node
    assert isinstance(node, Expression)
    return node


def _composite(problem: Problem, key: str) -> bool | None:
    """Its outermost operation is a function or a power of something, or a number over it; not a sum or a product."""
    target = _target(problem)
    inner = target.denominator if isinstance(target, Quotient) and target.numerator.constant else None
    return (key == "yes") == (isinstance(target, Call | Power) or (inner is not None and bool(inner.children)))


def _layers(problem: Problem, key: str) -> bool | None:
    outer, _, named = key.partition(", ")
    letter, _, inner = named.partition(" = ")
    whole = substitute(_read(outer, problem), {Symbol(letter): _read(inner, problem)})
    return agrees(whole, to_sympy(_target(problem))) if inner != problem.variable and outer != letter else False


def _choice(problem: Problem, key: str) -> bool | None:
    """It is right, and the others are not."""
    verdicts = [_derivative(problem, option) for option in problem.options]
    right = LETTERS.index(key)
    return verdicts[right] and [n for n, verdict in enumerate(verdicts) if verdict is not False] == [right]


def _mistake(problem: Problem, key: str) -> bool | None:
    """The line is the first that is wrong."""
    named: dict[str, Expression] = {}
    for number, line in enumerate(problem.options, 1):
        left, _, right = line.partition(" = ")
        rate = re.fullmatch(r"d(\w+)/d(\w+)", left)
        if rate is None:
            named[left] = _read(right, problem)
            continue
        whole = (rate[1], rate[2]) == ("y", problem.variable)
        target = _target(problem) if whole else named[rate[1]]
        if not derivative_is_right(target, Symbol(rate[2]), _read(right, problem)):
            return str(number) == key
    return False


# --- along a curve ---------------------------------------------------------------------------------------------------


def _implicit(problem: Problem, key: str) -> bool | None:
    relation = problem.reading.relation
    assert relation is not None
    made = ready(_read(key, problem))
    points = list(islice(_points(relation), POINTS))
    for x, y, rate in points:
        found = values(made, {"x": x, "y": y})
        if found is None or not near(found[0], rate):
            return False
    return True if len(points) == POINTS else None


def _points(relation: Relation) -> Iterator[tuple[Any, Any, Any]]:
    """Points of the curve of x and y, each with the slope there."""
    coarse, fine = program(relation.left, relation.right), ready(relation.left, relation.right)

    def gap(x: Any, y: Any) -> float | None:
        sides = coarse.attempt({"x": float(x), "y": float(y)})
        return sides[0] - sides[1] if all(isinstance(side, float | int) for side in sides) else None

    def height(x: Any, between: tuple[Any, Any]) -> Any:
        def difference(y: Any) -> Any:
            left, right = fine.at({"x": x, "y": y})
            return left - right

        return MANY.context.findroot(difference, between, solver="anderson")

    for x in ACROSS:
        for low, high in pairwise(UP):
            ends = gap(x, low), gap(x, high)
            if None in ends or ends[0] * ends[1] > 0:  # type: ignore[operator]
                continue
            try:
                above, y, below = (height(x + step, (low, high)) for step in (BESIDE, 0, -BESIDE))
            except (ValueError, ArithmeticError, DomainError):  # a pole, where the sign changes as well
                continue
            yield x, y, (above - below) / (2 * BESIDE)


# --- values in a table -----------------------------------------------------------------------------------------------


def _table(problem: Problem, key: str) -> bool | None:
    """The functions are straight around each place of the table, with the value and the slope that stand there."""
    head, *rows, place = problem.options
    columns = dict(zip(head.split(", "), zip(*[row.split(", ") for row in rows], strict=True), strict=True))
    places = [int(cell) for cell in columns[problem.variable]]

    def straight(name: str) -> Callable[[Any], Any]:
        known = {x: (int(v), int(s)) for x, v, s in zip(places, columns[name], columns[f"{name}'"], strict=True)}

        def function(argument: Any) -> Any:
            x = int(MANY.context.nint(argument))
            value, rate = known[x]
            return value + rate * (argument - x)

        return function

    functions: Mapping[Any, Any] = {name: straight(name) for name in ("f", "g")}
    made = program(_target(problem), arithmetic=MANY, functions=functions)
    found = slope(made, problem.variable, {problem.variable: MANY.number(int(place))})
    expected = values(ready(_read(key, problem)), {})
    return None if found is None or expected is None else near(found, expected[0])


_RIGHT: Mapping[str, Callable[[Problem, str], bool | None]] = {
    "derivative": _derivative, "composite": _composite, "layers": _layers, "choice": _choice, "mistake": _mistake,
    "implicit": _implicit, "table": _table,
}  # fmt: skip
