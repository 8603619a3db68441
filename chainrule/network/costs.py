"""What a gradient costs, in operations: additions, multiplications, divisions, powers and calls, each counted once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING, NamedTuple

from chainrule.expression.nodes import Expression, Node, Product, Sum, Symbol
from chainrule.expression.walking import postorder, symbols

if TYPE_CHECKING:
    from chainrule.network.explaining import Explanation

__all__ = ["Costs", "costs_of", "operations"]

MOST_NAMES = 2_000  # for which the cost of each derivative by itself is counted


class Costs(NamedTuple):
    """Operations, beyond those of the forward pass where it says so.

    forward      the loss
    reverse      all derivatives by one reverse pass, beyond the forward pass, whose values are there
    separately   each derivative worked out by itself, beyond the forward pass; None for a large network
    nudging      every parameter nudged in turn, and the loss worked out again
    """

    forward: int
    reverse: int
    separately: int | None
    nudging: int


def operations(*values: Expression, known: Iterable[Node] = ()) -> int:
    """How many operations it takes to work these out, what is shared once; `known` need not be worked out."""
    given = known if isinstance(known, Set) else set(known)
    return sum(_own(node) for node in postorder(*values, known=given) if node not in given)


def _own(node: Node) -> int:
    if isinstance(node, Sum | Product):
        return len(node.children) - 1
    return 1 if node.children else 0


def costs_of(explanation: Explanation) -> Costs:
    """Of the reverse pass as it is told, in which every δ is worked out once."""
    net = explanation.net
    values = [value for _, value in net.system.definitions]
    known = set(postorder(*values))
    forward = operations(*values)
    gradient = explanation.gradient
    reverse = operations(*explanation.definitions.values(), *gradient.values(), known=known)
    separately = None
    if len(explanation.definitions) <= MOST_NAMES:
        separately = sum(_by_itself(explanation, gradient.values(), known))
    return Costs(forward, reverse, separately, forward * (len(net.parameters) + 1))


def _by_itself(explanation: Explanation, entries: Iterable[Expression], known: set[Node]) -> Iterator[int]:
    """For each derivative, the operations of all the definitions that lead to it, and its own."""
    definitions = explanation.definitions
    own = {name: operations(value, known=known) for name, value in definitions.items()}
    above: dict[Symbol, frozenset[Symbol]] = {}
    for name, value in definitions.items():  # in order: what a δ uses comes before it
        used = [symbol for symbol in symbols(value) if symbol in definitions]
        above[name] = frozenset(used).union(*[above[symbol] for symbol in used])
    shared: dict[frozenset[Symbol], int] = {}  # all weights of one unit need the same
    for entry in entries:
        direct = frozenset([symbol for symbol in symbols(entry) if symbol in definitions])
        if direct not in shared:
            shared[direct] = sum(own[name] for name in direct.union(*[above[symbol] for symbol in direct]))
        yield operations(entry, known=known) + shared[direct]
