"""Many expressions rewritten at once, whatever they share once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from chainrule.expression.nodes import Expression, Node

__all__ = ["rewritten"]


def rewritten(
    order: Iterable[Node],
    change: Callable[[Expression, Expression], Expression],
    done: dict[Node, Expression] | None = None,
) -> dict[Node, Expression]:
    """Every node with what `change(node, the node around its rewritten children)` makes of it; leaves stay.

    order   the nodes, children before parents
    done    where it is put, with what is known already
    """
    done = {} if done is None else done
    for node in cast("Iterable[Expression]", order):
        if not node.children:
            done[node] = node
            continue
        children = tuple([done[child] for child in node.children])
        done[node] = change(node, node if children == node.children else node.with_children(children))
    return done
