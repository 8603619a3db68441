"""How far the adjoints of a graph are from what others find: differences of values, and SymPy's own derivatives."""

from __future__ import annotations

from collections.abc import Mapping

from chainrule.calculus.graphs.graph import graph
from chainrule.expression.evaluation import program
from chainrule.expression.nodes import Expression
from chainrule.expression.number_systems import high_precision
from chainrule.oracle import to_sympy

__all__ = ["against_differences", "against_sympy"]

MANY = high_precision(60)
STEP = MANY.number(10) ** -20


def against_differences(target: Expression, point: Mapping[str, float]) -> float:
    """The largest difference to a central difference quotient of the value, relative to it (from 1 down: to 1)."""
    made = program(target, arithmetic=MANY)
    here = {name: MANY.number(value) for name, value in point.items()}
    worst = 0.0
    for name, adjoint in graph(target, dict(point)).gradient.items():
        above, below = (made.at({**here, name: here[name] + side * STEP})[0] for side in (1, -1))
        worst = max(worst, _apart(adjoint, float((above - below) / (2 * STEP))))
    return worst


def against_sympy(target: Expression, point: Mapping[str, float]) -> float:
    """The largest relative difference to SymPy's derivative, worked out with many digits."""
    import sympy

    whole = to_sympy(target)
    letters = {symbol.name: symbol for symbol in whole.free_symbols}
    values = {letters[name]: sympy.Rational(str(value)) for name, value in point.items() if name in letters}
    worst = 0.0
    for name, adjoint in graph(target, dict(point)).gradient.items():
        slope = sympy.diff(whole, letters[name]) if name in letters else sympy.Integer(0)
        worst = max(worst, _apart(adjoint, float(slope.evalf(30, subs=values))))
    return worst


def _apart(found: float | None, expected: float) -> float:
    assert found is not None
    return abs(found - expected) / (abs(expected) or 1.0)
