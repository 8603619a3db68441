"""Many expressions rewritten at once, whatever they share once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from chainrule.expression.nodes import Expression, Node
from chainrule.expression.walking import postorder

__all__ = ["rewritten"]


def rewritten(
    roots: Sequence[Expression],
    change: Callable[[Expression, Expression], Expression],
    done: dict[Node, Expression] | None = None,
) -> dict[Node, Expression]:
    """Every node under the roots with what `change(node, the node around its rewritten children)` makes of it.

    done   what is known already, and filled on the way
    """
    done = {} if done is None else done
    for node in cast("list[Expression]", list(postorder(*roots, known=dict(done)))):
        children = tuple([done[child] for child in node.children])
        same = node if children == node.children else node.with_children(children)
        done[node] = change(node, same)
    return done
