"""Derivatives of several outputs: Jacobian and Hessian, and their products with a vector, which need no matrix.

All of them are the two passes of the engine, begun with other seeds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chainrule.calculus.engine import MOST_TIDIED, gradient, pulled_back, pushed_forward
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.expression.collecting import collector_paused
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Sum, Symbol

__all__ = ["hessian", "jacobian", "jvp", "vjp"]

Matrix = list[list[Expression]]


def jacobian(outputs: Sequence[Expression], variables: Sequence[Symbol], *, limits: Limits = DEFAULT) -> Matrix:
    """A row for each output, a column for each variable; one reverse pass a row."""
    return [gradient(output, variables, limits=limits) for output in outputs]


def hessian(expression: Expression, variables: Sequence[Symbol], *, limits: Limits = DEFAULT) -> Matrix:
    """Every second partial derivative: the Jacobian of the gradient, each pair of variables worked out once."""
    rows: Matrix = []
    for index, slope in enumerate(gradient(expression, variables, limits=limits)):
        rest = gradient(slope, variables[index:], limits=limits)
        rows.append([*[rows[earlier][index] for earlier in range(index)], *rest])
    return rows


def jvp(
    outputs: Sequence[Expression], direction: Mapping[Symbol, Expression], *, limits: Limits = DEFAULT
) -> list[Expression]:
    """How fast each output moves when the variables move so: the Jacobian times a vector, by one forward pass."""
    with collector_paused:
        return _tidied(pushed_forward(outputs, direction, limits=limits), outputs, limits)


def vjp(
    outputs: Sequence[Expression], weights: Sequence[Expression], variables: Sequence[Symbol],
    *, limits: Limits = DEFAULT,
) -> list[Expression]:  # fmt: skip
    """The weighted outputs by each variable: a vector times the Jacobian, by one reverse pass."""
    with collector_paused:
        seeds = list(zip(outputs, weights, strict=True))
        return _tidied(pulled_back(seeds, variables, limits=limits), outputs, limits)


def _tidied(raw: list[Expression], outputs: Sequence[Expression], limits: Limits) -> list[Expression]:
    weights: dict[Expression, int] = {}
    if sum([weight(slope, weights) for slope in raw]) > MOST_TIDIED:
        return raw
    written: Node = outputs[0] if len(outputs) == 1 else Sum(tuple(outputs))
    tidier = Tidier(Manner.of(written), limits)
    return [tidier.tidy(slope) for slope in raw]
