"""The notation of Python, for expressions that are lowered: every shape stands for an operation of Python's."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from chainrule.errors import DomainError, NameUnknownError
from chainrule.expression.functions import Function
from chainrule.expression.nodes import (
    Call,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    UnknownCall,
)
from chainrule.expression.writing import BARE, Hole, Notation, Part, Slot, template_pieces

__all__ = ["Python", "helper_source", "math_names", "repeated"]

NO_VALUE = 'def no_value():\n    raise ValueError("no branch holds here")'
_MATH = re.compile(r"\bmath\.(\w+)")


class Python(Notation):
    """How each shape is written.

    named     what nodes are called that have been given a name; they are written so, without brackets
    imports   the names of `math` that were written
    helpers   the functions of numerics.py that were written, each after those that it needs
    """

    bare: Mapping[Slot, frozenset[type[Node]]] = {
        **BARE,
        "first factor": BARE["first factor"] | {Negation, Product},
        "side": BARE["argument"],
    }
    signs = MappingProxyType({"=": "=="})

    def __init__(self) -> None:
        self.named: dict[Node, str] = {}
        self.imports: dict[str, None] = {}
        self.helpers: dict[Callable[..., Any], None] = {}
        self.may_fail = False

    def known(self, node: Node) -> str | None:
        return self.named.get(node)

    def needs_brackets(self, node: Node, slot: Slot) -> bool:
        return type(node) not in self.bare[slot] and node not in self.named

    def number(self, node: Number) -> str:
        try:
            return repr(float(node.value))
        except OverflowError:
            raise DomainError("a number is too large for a float", node) from None

    def constant(self, name: str) -> str:
        self.imports[name] = None
        return name

    def power(self, node: Power) -> Iterable[Part]:
        match node.exponent:
            case Number(int() as whole):
                return (Hole(node.base, "base"), f"**{whole}")
            case Negation(Number(int() as whole)):
                return (Hole(node.base, "base"), f"**-{whole}")
        self.imports["pow"] = None
        return ("pow", *self.arguments((node.base, node.exponent)))

    def call(self, node: Call) -> Iterator[Part]:
        """The row's template filled in, `min(min(a, b), c)` as one call."""
        row, arguments = node.function, node.arguments
        for need in row.python_needs:
            self.helpers.setdefault(need)
        if row.name in ("min", "max"):
            yield row.name
            yield from self.arguments(self._flat(node))
            return
        values = dict(zip("uv", arguments, strict=False))
        before = ""
        for text, field in template_pieces(row.python):
            plain = _MATH.sub(self._imported, text)
            yield plain
            before = plain or before
            if field is not None:
                yield Hole(values[field], "argument" if before.endswith(("(", ", ")) else "atom")

    def _flat(self, call: Call) -> tuple[Expression, ...]:
        """The arguments of nested calls of one row, from the left."""
        rest: list[Expression] = []
        node: Expression = call
        while isinstance(node, Call) and node.function is call.function and node not in self.named:
            rest.append(node.arguments[1])
            node = node.arguments[0]
        return (node, *reversed(rest))

    def _imported(self, found: re.Match[str]) -> str:
        self.imports[found[1]] = None
        return found[1]

    def unknown_call(self, node: UnknownCall) -> Iterable[Part]:
        raise NameUnknownError(f"{node.name} is an unknown function: it has no value", node.name)

    def piecewise(self, node: Piecewise) -> Iterator[Part]:
        for value, conditions in node.branches:
            yield Hole(value, "side")
            yield " if "
            for index, condition in enumerate(conditions):
                if index:
                    yield " and "
                yield from self.relation(condition)
            yield " else "
        if node.otherwise is None:
            self.may_fail = True
            yield "no_value()"
        else:
            yield Hole(node.otherwise, "side")


def repeated(row: Function) -> tuple[bool, ...]:
    """Which arguments stand more than once in the row's template, and so need a name."""
    fields = [field for _, field in template_pieces(row.python)]
    return tuple(fields.count(letter) > 1 for letter in "uv"[: row.arity])


def math_names(nodes: Iterable[Node]) -> set[str]:
    """Every name that may be written for these nodes, beside those of people."""
    rows = {node.function for node in nodes if isinstance(node, Call)}
    found = {"pow", "pi", "e", "exp", "sqrt", "cbrt"}
    for row in rows:
        found.update(re.findall(r"(?<!\{)\b[A-Za-z_]\w*", row.python))
        found.update(need.__name__ for need in row.python_needs)
    return found


def helper_source(function: Callable[..., Any]) -> str:
    """The source of a function of numerics.py, without the types."""
    import ast

    (tree,) = ast.parse(inspect.getsource(function)).body
    assert isinstance(tree, ast.FunctionDef)
    tree.returns = None
    for argument in tree.args.args:
        argument.annotation = None
    return ast.unparse(tree)

