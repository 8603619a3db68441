"""MathML Core: what a browser shows and can be searched, styled layer by layer, and read aloud."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from html import escape
from types import MappingProxyType
from typing import cast
from unicodedata import normalize

from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    Call,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Relation,
    Symbol,
    System,
    UnknownCall,
)
from chainrule.expression.writing import Hole, Part, Slot, decimal, template_pieces, written
from chainrule.rendering.notation.latex import Latex
from chainrule.rendering.notation.matrices import Transposed
from chainrule.rendering.notation.names import layered, name_parts, name_takes_power
from chainrule.rendering.notation.rates import Rate

__all__ = ["MathML", "element", "mathml", "printable"]

APPLIED = "<mo>\u2061</mo>"  # between a function's name and its bracket
TIMES = "<mo>\u2062</mo>"  # between factors that stand side by side
DOT = "<mo>⋅</mo>"
NEGATIVE = '<mo form="prefix">−</mo>'
FRACTION = "<mfrac><mrow>"
CASES = "<mtable>"


def mathml(
    node: Node,
    *,
    raw: Container[Node] = (),
    whole: Container[Node] = (),
    marks: Mapping[Node, str] | None = None,
    limits: Limits = DEFAULT,
) -> str:
    """`node` as the children of a `<math>` element.

    raw     products in which every dot is written
    whole   sub-expressions to be written in one piece: (sin(x))² where sin(x) is among them, else sin²(x)
    marks   letters of layers; what bears one stands in `<mrow class="layer" data-layer="u">`
    """
    return written(node, MathML(raw=raw, whole=marks or whole), limits, marks)


def element(inside: str, label: str, *, block: bool = False) -> str:
    """A whole `<math>` element; `label` is what is read aloud for it."""
    display = ' display="block"' if block else ""
    return f'<math{display} aria-label="{escape(printable(label))}"><mrow>{inside}</mrow></math>'


class MathML(Latex):
    """The notation of `mathml`; where factors need a dot is as in LaTeX."""

    brackets = ('<mo stretchy="false">(</mo>', '<mo stretchy="false">)</mo>')
    tall_brackets = ("<mo>(</mo>", "<mo>)</mo>")
    tall = frozenset({FRACTION, CASES})
    minus, plus, comma, semicolon = "<mo>−</mo>", "<mo>+</mo>", "<mo>,</mo>", '<mo>;</mo><mspace width="1em"/>'
    entrywise = "<mo>⊙</mo>"
    signs = MappingProxyType({"<=": "≤", ">=": "≥", "!=": "≠", "<": "&lt;", ">": "&gt;"})

    def mark(self, name: str) -> tuple[str, str]:
        layer = f' class="layer" data-layer="{escape(printable(name))}"' if name else ""
        return f"<mrow{layer}>", "</mrow>"

    def needs_brackets(self, node: Node, slot: Slot) -> bool:
        if slot == "base" and isinstance(node, Call) and "{u}" in node.function.mathml:
            return node.function.name != "abs"
        return super().needs_brackets(node, slot)

    def parts(self, node: Node) -> Iterable[Part]:
        if isinstance(node, Negation):
            return (NEGATIVE, Hole(node.operand, "operand"))
        return super().parts(node)

    # --- atoms -------------------------------------------------------------------------------------------------------

    def number(self, node: Number) -> str:
        return f"<mn>{decimal(node.value)}</mn>"

    def letter(self, name: str) -> str:
        with_layer = layered(name)
        if with_layer is not None:
            stem, gate, layer, indices = with_layer
            low = self.comma.join([_subscript(part) for part in ([gate] if gate else []) + list(indices)])
            high = f"<mrow>{self.brackets[0]}<mn>{layer}</mn>{self.brackets[1]}</mrow>"
            letter = self.letter(stem)
            return f"<msubsup>{letter}<mrow>{low}</mrow>{high}</msubsup>" if low else f"<msup>{letter}{high}</msup>"
        stem, subscript = name_parts(name)
        plain = normalize("NFC", stem)
        letter = f"<mi>{escape(printable(plain))}</mi>"
        if not subscript:
            return letter
        parts = [_subscript(part) for part in subscript.split("_") if part]
        return f"<msub>{letter}<mrow>{self.comma.join(parts)}</mrow></msub>"

    def symbol(self, name: str) -> str:
        """A letter with its subscript, and the primes or the order of a derivative."""
        stem, _, order = name.partition("^")
        letter = stem.rstrip("'")
        written = self.letter(letter) + "<mo>′</mo>" * (len(stem) - len(letter))
        return f"<msup>{written}<mrow>{_subscript(order.strip('()'))}</mrow></msup>" if order else written

    # --- shapes ------------------------------------------------------------------------------------------------------

    def quotient(self, node: Quotient) -> Iterable[Part]:
        over, under = node.children
        return (FRACTION, Hole(over, "enclosed"), "</mrow><mrow>", Hole(under, "enclosed"), "</mrow></mfrac>")

    def transpose(self, node: Transposed) -> Iterable[Part]:
        return ("<msup><mrow>", Hole(node.base, "matrix"), "</mrow><mo>⊤</mo></msup>")

    def power(self, node: Power) -> Iterable[Part]:
        base, exponent = node.children
        if name_takes_power(node) and base not in self.whole:
            call = cast(Call, base)
            raised = ("<msup>", self.function(call), "<mrow>", Hole(exponent, "enclosed"), "</mrow></msup>", APPLIED)
            return (*raised, *self.arguments(call.arguments))
        return ("<msup><mrow>", Hole(base, "base"), "</mrow><mrow>", Hole(exponent, "enclosed"), "</mrow></msup>")

    def call(self, node: Call) -> Iterable[Part]:
        template = node.function.mathml
        if "{u}" in template:
            return self.filled(template, node.arguments)
        return (self.function(node), APPLIED, *self.arguments(node.arguments))

    def function(self, call: Call) -> str:
        row = call.function
        name = row.text if row.text and "{" not in row.text else row.name
        return row.mathml or f"<mi>{escape(name)}</mi>"

    def filled(self, template: str, arguments: tuple[Expression, ...]) -> Iterator[Part]:
        values = dict(zip("uv", arguments, strict=False))
        for text, field in template_pieces(template):
            yield text
            if field is not None:
                yield Hole(values[field], "enclosed")

    def unknown_call(self, node: UnknownCall) -> Iterable[Part]:
        if isinstance(node, Rate):
            return (self.rate(node),)
        name = self.symbol(node.name)
        if len(node.orders) == 1:
            name += "<mo>′</mo>" * node.orders[0]
        elif any(node.orders):
            orders = self.comma.join(f"<mn>{order}</mn>" for order in node.orders)
            left, right = self.brackets
            name = f"<msup>{name}<mrow>{left}{orders}{right}</mrow></msup>"
        return (name, APPLIED, *self.arguments(node.arguments))

    def rate(self, node: Rate) -> str:
        """dy/dx, built up as a fraction of differentials."""
        d = "<mo>∂</mo>" if node.partial else "<mi>d</mi>"
        total = sum(node.orders)
        above = (f"<msup>{d}<mn>{total}</mn></msup>" if total > 1 else d) + self.symbol(node.name)
        below = [
            d + (f"<msup>{self.symbol(s.name)}<mn>{order}</mn></msup>" if order > 1 else self.symbol(s.name))
            for s, order in reversed(node.by)
        ]
        return f"<mfrac><mrow>{above}</mrow><mrow>{''.join(below)}</mrow></mfrac>"

    def product(self, node: Product) -> Iterator[Part]:
        yield Hole(node.factors[0], "first factor")
        for left, right in zip(node.factors, node.factors[1:], strict=False):
            yield DOT if node in self.raw or self.misleads(left, right) else self.side_by_side(left, right)
            yield Hole(right, "factor")

    def side_by_side(self, left: Expression, right: Expression) -> str:
        """Nothing that is seen, but a little room beside names of several letters and functions."""
        letters = any(isinstance(side, Symbol) and len(name_parts(side.name)[0]) > 1 for side in (left, right))
        named = isinstance(right, Call) and not right.function.mathml and not isinstance(left, Number)
        return TIMES + ('<mspace width="0.17em"/>' if letters or named else "")

    def piecewise(self, node: Piecewise) -> Iterator[Part]:
        yield f"<mrow><mo>{{</mo>{CASES}"
        for value, conditions in node.branches:
            yield "<mtr><mtd>"
            yield Hole(value, "side")
            yield "</mtd><mtd><mtext>if\u00a0</mtext>"
            for index, condition in enumerate(conditions):
                yield "<mtext>\u00a0and\u00a0</mtext>" if index else ""
                yield from self.relation(condition)
            yield "</mtd></mtr>"
        if node.otherwise is not None:
            yield "<mtr><mtd>"
            yield Hole(node.otherwise, "side")
            yield "</mtd><mtd><mtext>otherwise</mtext></mtd></mtr>"
        yield "</mtable></mrow>"

    def relation(self, node: Relation) -> Iterable[Part]:
        sign = f"<mo>{self.signs.get(node.sign, node.sign)}</mo>"
        return (Hole(node.left, "side"), sign, Hole(node.right, "side"))

    def system(self, node: System) -> Iterator[Part]:
        for index, (name, value) in enumerate(node.definitions):
            yield self.semicolon if index else ""
            yield Hole(name, "side")
            yield "<mo>=</mo>"
            yield Hole(value, "side")


def _subscript(part: str) -> str:
    return f"<mn>{escape(part)}</mn>" if part.isdecimal() else f"<mi>{escape(printable(part))}</mi>"


def printable(text: str) -> str:
    """Without characters that XML does not hold."""
    return "".join([character if character.isprintable() else "\ufffd" for character in text]) or "\ufffd"
