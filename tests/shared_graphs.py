"""Expressions that share: diamonds, nests, random graphs, and points where they have values."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import reduce

from chainrule.calculus.graphs.graph import graph
from chainrule.errors import ChainRuleError
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import Call, Expression, Negation, Number, Power, Product, Quotient, Sum, Symbol

__all__ = ["called", "diamonds", "nested", "point_for", "random_graph"]

X = Symbol("x")
SMOOTH = ("sin", "cos", "tanh", "sigmoid", "arctan", "exp")

MADE: tuple[Callable[[Expression, Expression, random.Random], Expression], ...] = (
    lambda a, b, draw: Sum((a, b)),
    lambda a, b, draw: Sum((a, Negation(b))),
    lambda a, b, draw: Product((a, b)),
    lambda a, b, draw: called(draw.choice(SMOOTH), a),
    lambda a, b, draw: Quotient(a, Sum((Number(2), called("cos", b)))),
    lambda a, b, draw: Power(called("tanh", a), Number(draw.choice((2, 3)))),
    lambda a, b, draw: called("ln", Sum((Number(1), Power(a, Number(2))))),
    lambda a, b, draw: called("sqrt", Sum((Number(1), Power(b, Number(2))))),
)


def called(name: str, inner: Expression) -> Expression:
    return Call(function_named(name), (inner,))


def nested(depth: int) -> Expression:
    return reduce(lambda inner, _: called("sin", inner), range(depth), X)


def diamonds(count: int) -> Expression:
    """sin(u) + cos(u) of sin(u) + cos(u) …: two ways through each."""
    return reduce(lambda u, _: Sum((called("sin", u), called("cos", u))), range(count), X)


def random_graph(draw: random.Random, size: int, inputs: int = 3, reach: int = 12) -> Expression:
    """An expression of about `size` nodes, each made of two of the `reach` made last."""
    nodes: list[Expression] = [Symbol(f"x{n}") for n in range(1, inputs + 1)]
    while len(nodes) < size + inputs:
        a, b = (draw.choice(nodes[-reach:]) for _ in "ab")
        nodes.append(draw.choice(MADE)(a, b, draw))
    return Sum((nodes[-1], *nodes[-4:-1]))


def point_for(target: Expression, draw: random.Random) -> dict[str, float]:
    """Values of the inputs at which the target and its gradient have values that are no larger than 10^6."""
    while True:
        point = {name: round(draw.uniform(-1.5, 1.5), 3) for name in target.names}
        try:
            made = graph(target, point)
        except ChainRuleError:
            continue
        if all(abs(value or 0) < 1e6 for value in (made.output.value, *made.gradient.values())):
            return point
