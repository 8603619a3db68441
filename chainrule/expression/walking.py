"""Ways through an expression without recursion: depth is data, and each shared node is visited once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from chainrule.expression import nodes
from chainrule.expression.nodes import Expression, Node, Symbol, UnknownCall

__all__ = ["at", "bottom_up", "flattened", "occurrences", "postorder", "preorder", "rebuilt", "replaced", "substitute",
           "symbols", "unflattened", "unknown_functions"]  # fmt: skip

N = TypeVar("N", bound=Node)


def postorder(*roots: Node, known: Container[Any] = ()) -> Iterator[Node]:
    """Every node below the roots once, children before parents; nodes in `known` are passed over."""
    seen: set[Node] = set()
    stack: list[tuple[Node | None, Iterator[Node]]] = [(None, iter(roots))]
    while stack:
        node, rest = stack[-1]
        for child in rest:
            if child not in seen and child not in known:
                seen.add(child)
                if child.children:
                    stack.append((child, iter(child.children)))
                    break
                yield child
        else:
            stack.pop()
            if node is not None:
                yield node


def bottom_up(root: Node, known: Container[Any] = ()) -> list[Node]:
    """Every node once, the lowest first, so that children come before parents; nodes in `known` are passed over.

    Where the order does not matter further, this takes half the time of `postorder`.
    """
    if root in known:
        return []
    seen, found, stack = {root}, [], [root]
    while stack:
        node = stack.pop()
        found.append(node)
        for child in reversed(node.children):
            if child not in seen and child not in known:
                seen.add(child)
                stack.append(child)
    found.sort(key=_height)
    return found


_height = attrgetter("height")


def preorder(root: Node) -> Iterator[Node]:
    """Every node once, in the order in which it is first met when reading."""
    seen: set[Node] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            yield node
            stack.extend(reversed(node.children))


def rebuilt(root: N, change: Callable[[Expression], Expression | None]) -> N:
    """`root` with every node replaced, bottom up, by what `change` makes of it; None keeps the node."""
    done: dict[Node, Any] = {}
    for node in bottom_up(root):
        children = tuple([done[child] for child in node.children])
        same = node if children == node.children else node.with_children(children)
        changed = change(same) if isinstance(same, Expression) else None
        done[node] = same if changed is None else changed
    return done[root]  # type: ignore[no-any-return]


def substitute(root: N, values: Mapping[Expression, Expression]) -> N:
    """`root` with sub-expressions replaced, all at once; what was put in is not looked at again."""
    done: dict[Any, Any] = dict(values)
    for node in bottom_up(root, known=values):
        children = tuple([done[child] for child in node.children])
        done[node] = node if children == node.children else node.with_children(children)
    return done[root]  # type: ignore[no-any-return]


def symbols(root: Node) -> tuple[Symbol, ...]:
    """The symbols in it, in order of appearance."""
    return tuple(node for node in preorder(root) if isinstance(node, Symbol))


def unknown_functions(root: Node) -> tuple[str, ...]:
    """The names of unknown functions in it, in order of appearance."""
    return tuple(dict.fromkeys(node.name for node in preorder(root) if isinstance(node, UnknownCall)))


def occurrences(root: Node) -> dict[Node, int]:
    """How many parents each node of the DAG has (the root: none), a repeated child counted each time."""
    counts: dict[Node, int] = {root: 0}
    stack = [root]
    while stack:
        for child in stack.pop().children:
            before = counts.get(child, 0)
            counts[child] = before + 1
            if not before and child.children:
                stack.append(child)
    return counts


def at(root: Node, place: tuple[int, ...]) -> Node:
    """The node at a place, a path of child indices from the root."""
    node = root
    for index in place:
        node = node.children[index]
    return node


def replaced(target: Expression, place: Sequence[int], by: Expression) -> Expression:
    """`target` with the sub-expression at `place` (a few levels down, for this recurses) replaced."""
    if not place:
        return by
    children = list(target.children)
    children[place[0]] = replaced(children[place[0]], place[1:], by)
    return target.with_children(tuple(children))


def flattened(root: Node) -> list[tuple[str, tuple[Any, ...]]]:
    """Pickle's form: shapes in post-order, children given by their index, so that depth does not recurse."""
    order = {node: index for index, node in enumerate(dict.fromkeys(_with_relations(root)))}
    return [(type(node).__name__, tuple(_packed(field, order) for field in node.fields)) for node in order]


def unflattened(rows: list[tuple[str, tuple[Any, ...]]]) -> Node:
    """The node that `flattened` took apart."""
    built: list[Node] = []
    for name, fields in rows:
        built.append(getattr(nodes, name)(*[_unpacked(field, built) for field in fields]))
    return built[-1]


def _with_relations(root: Node) -> Iterator[Node]:
    """Post-order in which the conditions of a piecewise come before it, as nodes of their own."""
    for node in postorder(root):
        if isinstance(node, nodes.Piecewise):
            yield from dict.fromkeys(condition for _, conditions in node.branches for condition in conditions)
        yield node


def _packed(field: Any, order: Mapping[Node, int]) -> Any:
    if isinstance(field, Node):
        return ("node", order[field])
    if isinstance(field, tuple):
        return ("tuple", tuple(_packed(part, order) for part in field))
    return ("value", field)


def _unpacked(field: Any, built: list[Node]) -> Any:
    kind, value = field
    if kind == "node":
        return built[value]
    if kind == "tuple":
        return tuple(_unpacked(part, built) for part in value)
    return value
