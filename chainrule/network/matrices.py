"""Matrices with the formula that makes them and all their entries; shapes are checked where they are put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chainrule.calculus.joins import plus, times
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import ONE, Expression, Negation, Product, Sum, Symbol
from chainrule.rendering.notation.matrices import Hadamard, transposed

__all__ = ["Entries", "Matrix", "named_matrix", "ones"]

Entries = tuple[tuple[Expression, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """rows × columns of expressions, and the formula for all of them.

    shapes   how the shapes went together: (3×2)(2×1) + (3×1)
    """

    formula: Expression
    entries: Entries
    shapes: str

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.entries), len(self.entries[0])

    @property
    def size(self) -> str:
        """3×2"""
        return "×".join(map(str, self.shape))

    @property
    def T(self) -> Matrix:  # noqa: N802  # as it is written
        return self.made(transposed(self.formula), tuple(zip(*self.entries, strict=True)))

    def made(self, formula: Expression, entries: Sequence[Sequence[Expression]], shapes: str = "") -> Matrix:
        kept = tuple(map(tuple, entries))
        return Matrix(formula, kept, shapes or f"({len(kept)}×{len(kept[0])})")

    def called(self, formula: Expression) -> Matrix:
        return replace(self, formula=formula)

    def __matmul__(self, other: Matrix) -> Matrix:
        """The product; the columns of the left have to be as many as the rows of the right."""
        if self.shape[1] != other.shape[0]:
            raise ChainRuleError(
                f"a {self.size} matrix cannot be multiplied by a {other.size} one: "
                f"{self.shape[1]} columns meet {other.shape[0]} rows"
            )
        columns = list(zip(*other.entries, strict=True))
        entries = [[_dot(row, column) for column in columns] for row in self.entries]
        factors = [factor for side in (self, other) for factor in _factors(side.formula)]
        return self.made(Product(tuple(factors)), entries, f"{self._in_product()}{other._in_product()}")

    def __add__(self, other: Matrix) -> Matrix:
        return self._with(other, lambda a, b: plus([*_terms(a), *_terms(b)]), "+")

    def __sub__(self, other: Matrix) -> Matrix:
        return self._with(other, lambda a, b: plus([*_terms(a), Negation(b)]), "-")

    def __mul__(self, other: Matrix) -> Matrix:
        """Entry by entry."""
        return self._with(other, times, "⊙")

    def scaled(self, by: Callable[[Expression], Expression]) -> Matrix:
        """A number times it, or it by a number: formula and entries alike."""
        return Matrix(by(self.formula), tuple(tuple(map(by, row)) for row in self.entries), self.shapes)

    def _with(self, other: Matrix, join: Callable[[Expression, Expression], Expression], sign: str) -> Matrix:
        if self.shape != other.shape:
            raise ChainRuleError(f"{self.size} and {other.size} matrices cannot be put together entry by entry")
        pairs = zip(self.entries, other.entries, strict=True)
        entries = [[join(a, b) for a, b in zip(*rows, strict=True)] for rows in pairs]
        left, right = [side.shapes if sign == "+" else side._in_product(" + ", " - ") for side in (self, other)]
        return self.made(_formula(self.formula, other.formula, sign), entries, f"{left} {sign} {right}")

    def _in_product(self, *loose: str) -> str:
        """Its shapes as part of a product: those of what is added (or multiplied entry by entry) as one."""
        return f"({self.size})" if any(sign in self.shapes for sign in loose or (" ",)) else self.shapes


def named_matrix(formula: Expression, entries: Sequence[Sequence[Expression]]) -> Matrix:
    """A matrix that has a name."""
    return Matrix(formula, tuple(map(tuple, entries)), f"({len(entries)}×{len(entries[0])})")


def ones(rows: int) -> Matrix:
    """A column of ones: a matrix times it is the sum of its columns."""
    return named_matrix(Symbol("ones"), [[ONE]] * rows)


def _dot(row: Sequence[Expression], column: Sequence[Expression]) -> Expression:
    total: Expression = plus([times(a, b) for a, b in zip(row, column, strict=True)])
    return total


def _factors(formula: Expression) -> tuple[Expression, ...]:
    return formula.factors if type(formula) is Product else (formula,)


def _terms(formula: Expression) -> tuple[Expression, ...]:
    return formula.terms if isinstance(formula, Sum) else (formula,)


def _formula(left: Expression, right: Expression, sign: str) -> Expression:
    if sign == "⊙":
        return Hadamard(
            tuple(f for side in (left, right) for f in (side.factors if isinstance(side, Hadamard) else (side,)))
        )
    return Sum((*_terms(left), *(_terms(right) if sign == "+" else (Negation(right),))))
