"""What the numbers of a network are called, as books call them.

`w1_12` is the weight of layer 1 in row 1, column 2: to its unit 1, from unit 2 of the layer below. `b1_2`, `z1_2` and
`a1_2` are the bias, the pre-activation and the activation of unit 2. Where a layer has ten units or more on a side,
row and column are parted: `w1_1_12`. A time step and a sample of a minibatch come last: `h1_2_t3`, `z1_2_s5`.
"""

from __future__ import annotations

from chainrule.expression.nodes import Symbol

__all__ = ["entry", "matrix", "place", "unit", "vector"]


def place(time: int | None, sample: int | None) -> str:
    """The end of a name at a time step, of a sample; either may be None."""
    return (f"_t{time}" if time else "") + (f"_s{sample}" if sample else "")


def unit(stem: str, layer: int, number: int, at: str = "") -> Symbol:
    return Symbol(f"{stem}{layer}_{number}{at}")


def entry(stem: str, layer: int, row: int, column: int, shape: tuple[int, int]) -> Symbol:
    """An entry of a matrix of so many rows and columns, counted from 1."""
    between = "" if max(shape) < 10 else "_"
    return Symbol(f"{stem}{layer}_{row}{between}{column}")


def matrix(stem: str, layer: int, rows: int, columns: int) -> tuple[tuple[Symbol, ...], ...]:
    """All entries, row by row."""
    shape = rows, columns
    return tuple(
        tuple(entry(stem, layer, row, column, shape) for column in range(1, columns + 1)) for row in range(1, rows + 1)
    )


def vector(stem: str, layer: int, length: int) -> tuple[Symbol, ...]:
    return tuple(unit(stem, layer, number) for number in range(1, length + 1))
