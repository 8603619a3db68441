"""dy/dx as part of a formula: a node like f'(x), which notations write as a fraction of differentials."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from chainrule.expression.nodes import Expression, Node, Symbol, UnknownCall
from chainrule.expression.walking import symbols
from chainrule.expression.writing import Slot

__all__ = ["Rate", "bare_with_rates", "rate", "rate_of"]


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


def rate_of(name: str, by: Symbol, meaning: Expression) -> Rate:
    """The derivative by one symbol of the name that stands for `meaning`: what else that depends on is held."""
    return rate(name, [by], symbols(meaning))


def bare_with_rates(
    bare: Mapping[Slot, frozenset[type[Node]]], bracketed: Container[Slot]
) -> dict[Slot, frozenset[type[Node]]]:
    """A notation's table of what stands without brackets, with rates: those have none except in the slots named."""
    return {slot: kinds if slot in bracketed else kinds | {Rate} for slot, kinds in bare.items()}
