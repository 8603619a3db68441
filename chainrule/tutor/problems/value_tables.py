"""A table of values of f, g and their derivatives, for problems in which those functions are unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainrule.calculus.tables import from_table
from chainrule.errors import ChainRuleError
from chainrule.tutor.problems.drawing import Draw

if TYPE_CHECKING:
    from chainrule.tutor.problems.problem import Problem

__all__ = ["table_of_values"]

VALUES = 4  # rows of a table


def table_of_values(problem: Problem, draw: Draw) -> tuple[str, ...] | None:
    """A head, rows of values of f, g and their derivatives, and a place; None where a value is missing then."""
    places = range(1, VALUES + 1)
    columns = [draw.shuffled(places), *[[_slope_drawn(draw) for _ in places] for _ in range(2)], draw.shuffled(places)]
    f, slope_of_f, slope_of_g, g = columns
    rows = [f"{x}, {f[x - 1]}, {slope_of_f[x - 1]}, {g[x - 1]}, {slope_of_g[x - 1]}" for x in places]
    table, place = ("x, f, f', g, g'", *rows), str(1 + draw.below(2))
    try:
        from_table(problem.reading, "\n".join(table), place, variable=problem.variable)
    except ChainRuleError:
        return None
    return (*table, place)


def _slope_drawn(draw: Draw) -> int:
    return (draw.below(5) + 1) * (-1 if draw.below(3) == 0 else 1)
