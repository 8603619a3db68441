"""Expressions as rows for the little machine of a page: it works them out again where they are read, from data alone.

A row is a number, or an operation with the numbers of the rows that it takes, which come before it. machine.js has a
table of the operations; nothing that was typed becomes code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from chainrule.expression.exactness import ExactValues
from chainrule.expression.functions import Function, function_named
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    Call,
    Constant,
    E,
    Expression,
    Negation,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    UnknownCall,
)  # fmt: skip
from chainrule.expression.number_systems import FLOATS
from chainrule.expression.numerics import Rational
from chainrule.expression.walking import postorder

__all__ = ["Machine"]

ROOTS = {2: "sqrt", 3: "cbrt"}  # powers that are worked out by a root
LARGEST_ROOTED = 8

Row = float | Sequence[Any]


class Machine:
    """Rows that grow; what expressions share is a row once.

    Rows that no expression stands for:

    ["in", n]                                       input n
    ["given", a, b]                                 a where b has a value
    ["smooth", a, chosen, [sign, l, r, branch], …]  a where the relations of the branches up to the chosen one hold
    ["share", signal, local]                        their product; as "branch" nothing where that branch is not chosen
    ["adjoint", share, …]                           the sum of the shares, without those that are nothing
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.rows: list[Row] = []
        self.inputs: list[str] = []
        self.functions: dict[str, str] = {}  # how a person reads each that occurs: its name, or a template with {u}
        self._known: dict[Expression, int] = {}
        self._exact = ExactValues(limits)

    def input(self, symbol: Symbol) -> int:
        """A row for what a person puts in."""
        self.inputs.append(symbol.name)
        return self.name(symbol, self.add("in", len(self.inputs) - 1))

    def name(self, symbol: Symbol, row: int) -> int:
        """From here on the symbol means this row."""
        self._known[symbol] = row
        return row

    def add(self, operation: str, *parts: Any) -> int:
        return self._row((operation, *parts))

    def constant(self, value: float) -> int:
        return self._row(value)

    def expression(self, expression: Expression) -> int:
        """The row that has the value of an expression; KeyError for a symbol that means nothing yet."""
        for node in postorder(expression, known=self._known):
            if isinstance(node, Expression):
                self._known[node] = self._row_of(node)
        return self._known[expression]

    def relation(self, relation: Relation) -> list[Any]:
        return [relation.sign, self.expression(relation.left), self.expression(relation.right)]

    def _row(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows) - 1

    def _row_of(self, node: Expression) -> int:
        parts = [self._known[child] for child in node.children]
        match node:
            case Number(value):
                return self._number(value)
            case Constant(name):
                return self.constant(FLOATS.constant(name))
            case Symbol(name):
                raise KeyError(name)
            case Sum():
                return self.add("+", *parts)
            case Product():
                return self.add("*", *parts)
            case Quotient():
                return self.add("/", *parts)
            case Negation():
                return self.add("-", *parts)
            case Power(base, exponent):
                return self._power(base, exponent, *parts)
            case Call(function, _):
                return self._call(function, *parts)
            case UnknownCall(name):
                return self.add("unknown", name)
            case Piecewise():
                return self._pieces(node, self._known)
        assert_never(node)  # type: ignore[arg-type]

    def _call(self, function: Function, *parts: int) -> int:
        self.functions[function.name] = function.text or function.name
        return self.add(function.name, *parts)

    def _number(self, value: Rational) -> int:
        try:
            return self.constant(FLOATS.number(value))
        except OverflowError:
            return self.add("large")

    def _power(self, base: Expression, exponent: Expression, below: int, above: int) -> int:
        """What a negative base gives: "^+" and "^-" the power of its size with that sign, "^0" nothing, "^" depends.

        Halves and thirds are worked out by roots, as in evaluation.
        """
        if base is E:
            return self._call(function_named("exp"), above)
        exact = self._exact.rational(exponent)
        if exact is None:
            return self.add("^", below, above)
        if exact.denominator in ROOTS and abs(exact.numerator) < LARGEST_ROOTED:
            root = self._call(function_named(ROOTS[exact.denominator]), below)
            return self.add(_raised(exact.numerator), root, self.constant(exact.numerator))
        return self.add(_raised(exact), below, above)

    def _pieces(self, node: Piecewise, known: Mapping[Expression, int]) -> int:
        branches = [
            [known[value], [[c.sign, known[c.left], known[c.right]] for c in conditions]]
            for value, conditions in node.branches
        ]
        return self.add("pieces", branches, *([known[node.otherwise]] if node.otherwise is not None else []))


def _raised(exponent: Rational) -> str:
    if exponent.denominator % 2 == 0:
        return "^0"
    return "^-" if exponent.numerator % 2 else "^+"
