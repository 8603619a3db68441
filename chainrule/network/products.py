"""Y = X W, samples in rows: the rates by both factors, entry by entry and as products of matrices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Symbol
from chainrule.expression.shown import Shown
from chainrule.network.layers import check_count
from chainrule.network.matrices import Matrix, named_matrix
from chainrule.rendering import wording_network as wording
from chainrule.rendering.listing.blocks import Block, Line, Phrase, Sentence, Side, Told
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.notation.text import text
from chainrule.rendering.wording import said

__all__ = ["MatrixProduct", "matrix_product", "product_record", "told_of_product"]

LOSS = "L"


@dataclass(frozen=True, eq=False)
class MatrixProduct(Shown):
    """A product of two matrices on the way to a loss.

    x, w, y        the factors and Y = X W
    by_y           ∂L/∂Y, as given
    by_x, by_w     ∂L/∂Y Wᵀ and Xᵀ ∂L/∂Y
    """

    told_by = "chainrule.network.products:told_of_product"
    data_by = "chainrule.network.products:product_record"

    x: Matrix
    w: Matrix
    y: Matrix
    by_y: Matrix
    limits: Limits = DEFAULT

    @property
    def by_x(self) -> Matrix:
        return self.by_y @ self.w.T

    @property
    def by_w(self) -> Matrix:
        return self.x.T @ self.by_y


def matrix_product(samples: int, inputs: int, outputs: int, *, limits: Limits = DEFAULT) -> MatrixProduct:
    """X of so many samples (rows) and inputs (columns) times W of so many inputs and outputs, towards a loss L."""
    sizes = {"samples": samples, "inputs": inputs, "outputs": outputs}
    for what, size in sizes.items():
        check_count(size, what)
    limits.check("nodes", samples * inputs * outputs)
    x, w, y = _named("x", samples, inputs), _named("w", inputs, outputs), _named("y", samples, outputs)
    rates = [[rate(LOSS, [entry], [Symbol("")]) for entry in row if isinstance(entry, Symbol)] for row in y.entries]
    return MatrixProduct(x, w, y, named_matrix(_rate_by(y), rates), limits)


def _named(letter: str, rows: int, columns: int) -> Matrix:
    between = "" if max(rows, columns) < 10 else "_"
    entries = [[Symbol(f"{letter}_{row}{between}{column}") for column in range(1, columns + 1)]
               for row in range(1, rows + 1)]  # fmt: skip
    return named_matrix(Symbol(letter.upper()), entries)


def _rate_by(matrix: Matrix) -> Expression:
    assert isinstance(matrix.formula, Symbol)
    return rate(LOSS, [matrix.formula], [Symbol("")])


def told_of_product(product: MatrixProduct, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """The product, its rates, and where the transposes come from; without the last where detail is not "full"."""
    blocks: list[Block] = []
    x, w, y, value = product.x, product.w, product.y, product.x @ product.w
    if detail == "full":
        blocks.append(Sentence(said(wording.PRODUCT, x=x.formula, w=w.formula)))
    blocks.append(_line(1, said(wording.FORWARD_PRODUCT), y.formula, value))
    if detail == "full":
        blocks.append(Sentence(said(wording.PRODUCT_ENTRY, left=y.entries[0][0], right=value.entries[0][0])))
    found = ((x, product.by_x, w, wording.PRODUCT_BY_X), (w, product.by_w, x, wording.PRODUCT_BY_W))
    for number, (factor, rates, other, why) in enumerate(found, 2):
        if detail == "full":
            entry = rate(LOSS, [Symbol(str(factor.entries[0][0]))], [Symbol("")])
            blocks.append(Sentence(said(why, entry=factor.entries[0][0], other=other.formula, rate=entry,
                                        terms=rates.entries[0][0])))  # fmt: skip
        blocks.append(_line(number, said(wording.RATE_BY, name=factor.formula), _rate_by(factor), rates))
    if detail == "answer":
        blocks = blocks[1:]
    return Told(y.formula, value.formula, blocks, product.limits)


def _line(number: int, label: Phrase, name: Expression, value: Matrix) -> Line:
    shapes = wording.SHAPES.format(shapes=value.shapes, size=value.size)
    return Line(str(number), label, name, (Side(value.formula),), remark=(shapes,))


def product_record(product: MatrixProduct, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """As plain data: the entries of every matrix, row by row."""
    matrices = {name: getattr(product, name) for name in ("x", "w", "y", "by_y", "by_x", "by_w")}
    return {"version": 1, **{name: _entries(matrix) for name, matrix in matrices.items()}}


def _entries(matrix: Matrix) -> list[list[str]]:
    return [[text(entry, ascii=True) for entry in row] for row in matrix.entries]
