"""The formula sheet as people read it: each function with its derivative and where both exist, after the operations.

The local derivatives of the operations are asked of the calculus, not written here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from chainrule.calculus.engine import gradient
from chainrule.errors import NameUnknownError
from chainrule.expression.domains import conditions
from chainrule.expression.formulas import ARGUMENTS, derivatives
from chainrule.expression.functions import FORMULA_SHEET, POLES, Function, function_named
from chainrule.expression.nodes import (
    ZERO,
    Call,
    Expression,
    Negation,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)
from chainrule.rendering.notation.latex import latex, latex_escaped
from chainrule.rendering.notation.text import text

__all__ = ["sheet"]

X, Y = Symbol("x"), Symbol("y")
OPERATIONS: dict[str, Expression] = {
    "+": Sum((X, Y)),
    "-": Sum((X, Negation(Y))),
    "*": Product((X, Y)),
    "/": Quotient(X, Y),
    "^": Power(X, Y),
}
VERTICAL = r"\vert "  # a bar would end the cell
EVERYWHERE = "everywhere"
MORE = {"^": " (and more for whole y)"}
NOT_AT_POLES = POLES, POLES.replace("u", "v")
SPELT = {"×": "*", "·": "*", "÷": "/", "−": "-", "**": "^"}


@dataclass(frozen=True, slots=True)
class Row:
    """What is differentiated, and by which names; a derivative that is None has no formula."""

    name: str
    target: Expression
    variables: tuple[Symbol, ...]
    derivatives: tuple[Expression | None, ...]

    def needs(self, kind: str) -> list[Relation]:
        """The conditions on the names under which it exists, or its derivative does."""
        return [found.relation for found in conditions(self.target) if found.kind == kind]


def sheet(names: Sequence[str] = (), medium: str = "text", *, ascii: bool = False, width: int | None = None) -> str:
    """The formula sheet, or the rows that are named, in text, markdown, latex or json.

    Text that is wider than `width` has a line for each cell, not columns.
    Raises NameUnknownError, which names the nearest row, for one that is not there.
    """
    rows = [_row(name) for name in names] or [*map(_operation, OPERATIONS), *map(_function, FORMULA_SHEET)]
    if medium == "json":
        return json.dumps({"version": 1, "formulas": [_data(row) for row in rows]}, ensure_ascii=ascii, indent=2)
    into = MEDIA[medium]
    if medium == "text":
        into = Medium(partial(text, ascii=ascii), str, str, partial(_columns, width=width))
    tables: dict[str, list[Row]] = {}
    for row in rows:
        tables.setdefault("|".join(_headings(row)), []).append(row)
    return "\n\n".join(into.draw(_headings(rows[0]), [_cells(row, into) for row in rows]) for rows in tables.values())


# --- rows ------------------------------------------------------------------------------------------------------------


def _row(name: str) -> Row:
    name = SPELT.get(name, name)
    if name in OPERATIONS:
        return _operation(name)
    try:
        return _function(function_named(name))
    except KeyError:
        raise NameUnknownError(_unknown(name), name) from None


def _operation(name: str) -> Row:
    return Row(name, OPERATIONS[name], (X, Y), tuple(gradient(OPERATIONS[name], [X, Y])))


def _function(function: Function) -> Row:
    variables = ARGUMENTS[: function.arity]
    return Row(function.name, Call(function, variables), variables, derivatives(function))


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    names = [row.name for row in FORMULA_SHEET]
    spellings = [spelling for row in FORMULA_SHEET for spelling in row.spellings]
    near = get_close_matches(name, names, n=1) or get_close_matches(name, spellings, n=1)
    return f"the formula sheet has no {name}" + (f"; did you mean {near[0]}?" if near else "")


# --- cells -----------------------------------------------------------------------------------------------------------


def _headings(row: Row) -> list[str]:
    by = [f"by {symbol.name}" for symbol in row.variables] if len(row.variables) > 1 else ["derivative"]
    what = "function" if isinstance(row.target, Call) else "operation"
    return ["name", what, *by, "exists where", "differentiable only where"]


def _cells(row: Row, medium: Medium) -> list[str]:
    derivatives = [medium.formula(medium.write(derivative)) if derivative else "" for derivative in row.derivatives]
    exists, also = (_joined(row.needs(kind), medium.write) for kind in ("exists", "derivative exists"))
    where = medium.formula(exists) if exists else EVERYWHERE
    needs = [where + MORE.get(row.name, ""), medium.formula(also) if also else ""]
    return [medium.name(row.name), medium.formula(medium.write(row.target)), *derivatives, *needs]


def _joined(relations: Sequence[Relation], write: Callable[[Node], str]) -> str:
    """Conditions as one writes them: -1 ≤ u and u ≤ 1 as -1 ≤ u ≤ 1."""
    said = ""
    for before, relation in zip((None, *relations), relations, strict=False):
        written = _without_poles(relation.left, write) if str(relation) in NOT_AT_POLES else write(relation)
        if before is not None and before.right is relation.left and before.sign[0] == relation.sign[0] == "<":
            said += written.removeprefix(write(relation.left))
        else:
            said += f", {written}" if said else written
    return said


def _without_poles(condition: Expression, write: Callable[[Node], str]) -> str:
    (name,) = condition.names
    return ", ".join([write(Relation("!=", Symbol(name), ZERO)), *(write(Negation(Number(n))) for n in (1, 2)), "..."])


# --- media -----------------------------------------------------------------------------------------------------------


def _columns(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> str:
    lines = [headings, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    if width is not None and sum(widths) + 2 * (len(widths) - 1) > width:
        return "\n\n".join(_stacked(headings, row) for row in rows)
    rule = ["-" * size for size in widths]
    return "\n".join(
        "  ".join(cell.ljust(size) for cell, size in zip(line, widths, strict=True)).rstrip()
        for line in (headings, rule, *rows)
    )


def _stacked(headings: Sequence[str], row: Sequence[str]) -> str:
    first, *rest = (f"{heading}: {cell}" for heading, cell in zip(headings, row, strict=True) if cell)
    return "\n  ".join((first.removeprefix("name: "), *rest))


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (headings, ["---"] * len(headings), *rows))


def _tabular(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    body = " \\\\\n".join(" & ".join(line) for line in (headings, *rows))
    return f"\\begin{{tabular}}{{{'l' * len(headings)}}}\n{body}\n\\end{{tabular}}"


def _data(row: Row) -> dict[str, Any]:
    by_name = zip(row.variables, row.derivatives, strict=True)
    data: dict[str, Any] = {
        "name": row.name,
        "formula": str(row.target),
        "derivatives": {symbol.name: str(derivative) if derivative else None for symbol, derivative in by_name},
        "exists": [str(relation) for relation in row.needs("exists")],
        "differentiable": [str(relation) for relation in row.needs("derivative exists")],
    }
    if isinstance(row.target, Call):
        function = row.target.function
        data |= {"range": function.range, "spellings": list(function.spellings)}
    return data


@dataclass(frozen=True, slots=True)
class Medium:
    """How one medium writes a node, sets a formula and a name in a cell, and draws a table."""

    write: Callable[[Node], str]
    formula: Callable[[str], str]
    name: Callable[[str], str]
    draw: Callable[[Sequence[str], Sequence[Sequence[str]]], str]


MEDIA = {
    "text": Medium(text, str, str, partial(_columns, width=None)),
    "markdown": Medium(latex, lambda cell: f"${cell.replace('|', VERTICAL)}$", lambda name: f"`{name}`", _markdown),
    "latex": Medium(latex, lambda cell: f"${cell}$", lambda name: f"$\\mathtt{{{latex_escaped(name)}}}$", _tabular),
}
