"""Formulas in Typst's mathematical mode. Names stand in quotes, so that nothing in them can become code."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import cast

from chainrule.expression.greek import GREEK_NAMES
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    Call,
    Expression,
    Negation,
    Node,
    Piecewise,
    Power,
    Product,
    Quotient,
    Relation,
    System,
    UnknownCall,
)
from chainrule.expression.writing import Hole, Part, Slot, template_pieces, written
from chainrule.rendering.notation.latex import Latex
from chainrule.rendering.notation.matrices import Transposed
from chainrule.rendering.notation.names import layered, name_parts, name_takes_power
from chainrule.rendering.notation.rates import Rate

__all__ = ["TypstMath", "quoted", "typst"]

# Operators that Typst has, each with the room around it that it needs.
OPERATORS = frozenset({
    "arccos", "arcsin", "arctan", "cos", "cosh", "cot", "coth", "csc", "csch", "exp", "ln", "log", "max", "min", "sec",
    "sech", "sin", "sinc", "sinh", "tan", "tanh",
})  # fmt: skip
TEMPLATES = {
    "sqrt": "sqrt({u})", "cbrt": "root(3, {u})", "root": "root({v}, {u})", "abs": "abs({u})",
    "log": "log_({v})({u})", "polygamma": "ψ^(({u}))({v})",
}  # fmt: skip
NAMES = {"log10": "log_10", "log2": "log_2", "trigamma": "ψ_1", "loggamma": "ln Γ"}


def typst(
    node: Node,
    *,
    raw: Container[Node] = (),
    whole: Container[Node] = (),
    marks: Mapping[Node, str] | None = None,
    limits: Limits = DEFAULT,
) -> str:
    """`node` in mathematical mode, without dollar signs.

    raw     products in which every dot is written
    whole   sub-expressions to be written in one piece
    marks   names of one-argument functions that the document defines, for what bears them
    """
    return written(node, TypstMath(raw=raw, whole=marks or whole), limits, marks)


def quoted(text: str) -> str:
    """Text as a string of Typst's: no character in it ends it or is a command."""
    clean = text if text.isprintable() else "".join([c if c.isprintable() else "\ufffd" for c in text])
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


class TypstMath(Latex):
    """The notation of `typst`; where factors need a dot is as in LaTeX."""

    brackets = tall_brackets = ("(", ")")
    tall = frozenset()
    minus, plus, comma, semicolon = "-", "+", ", ", "; quad "
    entrywise = " dot.o "
    signs = MappingProxyType({"<=": "≤", ">=": "≥", "!=": "≠"})

    def mark(self, name: str) -> tuple[str, str]:
        return (f"{name}(", ")") if name else ("", "")

    def needs_brackets(self, node: Node, slot: Slot) -> bool:
        if slot == "base" and isinstance(node, Call):
            return node.function.name != "abs"
        return super().needs_brackets(node, slot)

    def parts(self, node: Node) -> Iterable[Part]:
        if isinstance(node, Negation):
            return ("-", Hole(node.operand, "operand"))
        return super().parts(node)

    def letter(self, name: str) -> str:
        with_layer = layered(name)
        if with_layer is not None:
            stem, gate, layer, indices = with_layer
            low = ", ".join([part if part.isdecimal() else quoted(part) for part in (gate, *indices) if part])
            return f"{self.letter(stem)}^(({layer}))" + (f"_({low})" if low else "")
        stem, subscript = name_parts(name)
        one = len(stem) == 1 and (stem in GREEK_NAMES or (stem.isascii() and stem.isalpha()))
        letter = stem if one else quoted(stem)
        if not subscript:
            return letter
        parts = [part if part.isdecimal() else quoted(part) for part in subscript.split("_") if part]
        return f"{letter}_({', '.join(parts)})"

    def symbol(self, name: str) -> str:
        stem, _, order = name.partition("^")
        letter = stem.rstrip("'")
        return self.letter(letter) + "'" * (len(stem) - len(letter)) + (f"^({quoted(order)})" if order else "")

    def quotient(self, node: Quotient) -> Iterable[Part]:
        return ("frac(", Hole(node.numerator, "enclosed"), ", ", Hole(node.denominator, "enclosed"), ")")

    def transpose(self, node: Transposed) -> Iterable[Part]:
        return ('class("normal", ', Hole(node.base, "matrix"), ")^tack.b")

    def power(self, node: Power) -> Iterable[Part]:
        base, exponent = node.children
        if name_takes_power(node) and base not in self.whole:
            call = cast(Call, base)
            raised = (self.function(call), "^(", Hole(exponent, "enclosed"), ")")
            return (*raised, *self.arguments(call.arguments))
        return (Hole(base, "base"), "^(", Hole(exponent, "enclosed"), ")")

    def call(self, node: Call) -> Iterable[Part]:
        template = TEMPLATES.get(node.function.name)
        if template is not None:
            return self.filled(template, node.arguments)
        return (self.function(node), *self.arguments(node.arguments))

    def function(self, call: Call) -> str:
        row = call.function
        if row.name in OPERATORS or row.name in NAMES:
            return NAMES.get(row.name, row.name)
        name = row.text if row.text and "{" not in row.text else row.name
        return name if len(name) == 1 else f"op({quoted(name)})"

    def filled(self, template: str, arguments: tuple[Expression, ...]) -> Iterator[Part]:
        values = dict(zip("uv", arguments, strict=False))
        for text, field in template_pieces(template):
            yield text
            if field is not None:
                yield Hole(values[field], "enclosed")

    def unknown_call(self, node: UnknownCall) -> Iterable[Part]:
        if isinstance(node, Rate):
            return (self.rate(node),)
        return (self.symbol(node.name) + self.orders(node.orders), *self.arguments(node.arguments))

    def orders(self, orders: tuple[int, ...]) -> str:
        if len(orders) == 1:
            return "'" * orders[0]
        return f"^(({', '.join(map(str, orders))}))" if any(orders) else ""

    def rate(self, node: Rate) -> str:
        d = "∂" if node.partial else "d"
        total = sum(node.orders)
        above = f"{d}^({total})" if total > 1 else d
        below = [f"{d} {self.symbol(s.name)}{f'^({n})' if n > 1 else ''}" for s, n in reversed(node.by)]
        return f"frac({above} {self.symbol(node.name)}, {' '.join(below)})"

    def product(self, node: Product) -> Iterator[Part]:
        yield Hole(node.factors[0], "first factor")
        for left, right in zip(node.factors, node.factors[1:], strict=False):
            yield " ⋅ " if node in self.raw or self.misleads(left, right) else " "
            yield Hole(right, "factor")

    def piecewise(self, node: Piecewise) -> Iterator[Part]:
        yield "cases("
        for index, (value, conditions) in enumerate(node.branches):
            yield ", " if index else ""
            yield Hole(value, "side")
            yield ' & "if " '
            for place, condition in enumerate(conditions):
                yield ' " and " ' if place else ""
                yield from self.relation(condition)
        if node.otherwise is not None:
            yield ", "
            yield Hole(node.otherwise, "side")
            yield ' & "otherwise"'
        yield ")"

    def relation(self, node: Relation) -> Iterable[Part]:
        return (Hole(node.left, "side"), f" {self.signs.get(node.sign, node.sign)} ", Hole(node.right, "side"))

    def system(self, node: System) -> Iterator[Part]:
        for index, (name, value) in enumerate(node.definitions):
            yield " quad " if index else ""
            yield Hole(name, "side")
            yield " = "
            yield Hole(value, "side")
