"""dy/dx as part of a formula: a node like f'(x), which the listing's notations write as a fraction of differentials."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from chainrule.expression.nodes import Expression, Node, Number, Product, Symbol, UnknownCall
from chainrule.expression.writing import Hole, Part, Slot
from chainrule.rendering.juxtaposition import Edges
from chainrule.rendering.text import Text

__all__ = ["ListingText", "Rate", "rate"]

BRACKETED: frozenset[Slot] = frozenset({"base", "denominator", "numerator", "atom", "exponent"})  # where a rate is


class Rate(UnknownCall):
    """The derivative of what `name` stands for: dy/dx, or ∂y/∂x where the name depends on several symbols.

    arguments   the symbols on which it depends
    orders      how often it is differentiated by each
    """

    __slots__ = ()

    def with_children(self, children: tuple[Expression, ...]) -> Rate:
        return Rate(self.name, children, self.orders)

    @property
    def partial(self) -> bool:
        return len(self.arguments) > 1

    @property
    def by(self) -> list[tuple[Symbol, int]]:
        """The symbols that it is differentiated by, each with how often."""
        pairs = zip(self.arguments, self.orders, strict=True)
        return [(symbol, order) for symbol, order in pairs if order and isinstance(symbol, Symbol)]


def rate(name: str, by: Iterable[Symbol], others: Iterable[Symbol]) -> Rate:
    """The derivative of `name` by each symbol of `by` in turn, where it also depends on `others`."""
    orders: dict[Symbol, int] = {}
    for symbol in by:
        orders[symbol] = orders.get(symbol, 0) + 1
    for symbol in others:
        orders.setdefault(symbol, 0)
    return Rate(name, tuple(orders), tuple(orders.values()))


_BARE = {slot: kinds if slot in BRACKETED else kinds | {Rate} for slot, kinds in Text.bare.items()}


class ListingText(Text):
    """Text with rates as fractions; `raw` holds the products in which every dot is written."""

    bare = _BARE

    def __init__(
        self, *, ascii: bool = False, raw: Container[Node] = (), whole: Container[Node] = (),
        letters: Container[str] = (),
    ) -> None:
        super().__init__(ascii=ascii, whole=whole, letters=letters)
        self.raw = raw

    def unknown_call(self, node: UnknownCall) -> Iterable[Part]:
        if not isinstance(node, Rate):
            return super().unknown_call(node)
        d = "d" if not node.partial else "del " if self.ascii else "∂"
        total = sum(node.orders)
        above = f"{d.rstrip()}{self.raised(Number(total))}{d[len(d.rstrip()):]}" if total > 1 else d
        below = [f"{d}{self.symbol(s.name)}{self.raised(Number(n)) if n > 1 else ''}" for s, n in reversed(node.by)]
        return (f"{above}{self.symbol(node.name)}/{(' ' if self.ascii else '').join(below)}",)

    def product(self, node: Product) -> Iterator[Part]:
        return self.dotted_product(node) if node in self.raw else super().product(node)

    def dotted_product(self, node: Product) -> Iterator[Part]:
        for index, factor in enumerate(node.factors):
            if index:
                yield self.dot
            yield Hole(factor, "factor")

    def edges(self, factor: Expression) -> Edges:
        return Edges("apart", "apart") if isinstance(factor, Rate) else super().edges(factor)
