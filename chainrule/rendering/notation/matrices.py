"""Matrix formulas: Wᵀ and a ⊙ b as nodes that notations write; a product of matrices is a product, W⁽¹⁾ a symbol.

They are for formulas that are told, and never differentiated: the calculus works on their entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from chainrule.expression.nodes import Expression, Node, Power, Product, Symbol
from chainrule.expression.writing import Hole, Notation, Part, Slot

__all__ = ["Hadamard", "Matrices", "Transposed", "bare_with_matrices", "transposed"]


class Transposed(Power):
    """A matrix with rows and columns exchanged."""

    __slots__ = ()

    def with_children(self, children: tuple[Expression, ...]) -> Transposed:
        return Transposed(*children)


class Hadamard(Product):
    """A product entry by entry."""

    __slots__ = ()

    def with_children(self, children: tuple[Expression, ...]) -> Hadamard:
        return Hadamard(children)


def transposed(matrix: Expression) -> Transposed:
    return Transposed(matrix, Symbol("T"))


def bare_with_matrices(bare: Mapping[Slot, frozenset[type[Node]]]) -> dict[Slot, frozenset[type[Node]]]:
    """A notation's table of what stands without brackets: Wᵀ where a power does, a ⊙ b as a term of a sum."""
    sums = ("alone", "side", "first term", "term", "operand", "argument", "enclosed")
    return {
        slot: kinds | ({Transposed} if Power in kinds else set()) | ({Hadamard} if slot in sums else set())
        for slot, kinds in bare.items()
    }


class Matrices(Notation):
    """What a notation writes for them; `entrywise` is the sign between factors."""

    entrywise = " ⊙ "

    def parts(self, node: Node) -> Iterable[Part]:
        if isinstance(node, Hadamard):
            return self.hadamard(node)
        if isinstance(node, Transposed):
            return self.transpose(node)
        return super().parts(node)

    def hadamard(self, node: Hadamard) -> Iterator[Part]:
        for index, factor in enumerate(node.factors):
            yield self.entrywise if index else ""
            yield Hole(factor, "operand")

    def transpose(self, node: Transposed) -> Iterable[Part]:
        return (Hole(node.base, "matrix"), "ᵀ")
