"""LaTeX (with amsmath): fractions built up, brackets as tall as what they hold, names of several letters upright."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import cast
from unicodedata import normalize

from chainrule.expression.greek import GREEK_NAMES
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    Call,
    Expression,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    UnknownCall,
)
from chainrule.expression.writing import BARE, Hole, Notation, Part, Slot, written
from chainrule.rendering.notation.juxtaposition import FUNCTION_LETTERS
from chainrule.rendering.notation.names import differential_of, name_parts, name_takes_power
from chainrule.rendering.notation.rates import Rate, bare_with_rates

__all__ = ["Latex", "latex", "latex_escaped"]

_BARE: Mapping[Slot, frozenset[type[Node]]] = bare_with_rates({
    **BARE,
    "first factor": BARE["factor"] | {Product, Quotient},
    "factor": BARE["factor"] | {Product, Quotient},
    "base": BARE["atom"] | {UnknownCall},
}, bracketed={"base", "atom"})
_HATS = {"\u0302": r"\hat", "\u0304": r"\bar"}
_BACKSLASHED = {character: "\\" + character for character in "#$%&_{}"}
_ESCAPES = str.maketrans({**_BACKSLASHED, "\\": r"\backslash{}", "^": r"\hat{}", "~": r"\sim{}"})


def latex(
    node: Node,
    *,
    dotted: bool = False,
    whole: Container[Node] = (),
    marks: Mapping[Node, str] | None = None,
    limits: Limits = DEFAULT,
) -> str:
    r"""`node` in LaTeX's mathematical mode, without dollar signs.

    dotted   `node` is a raw product: write a dot between all its factors
    whole    sub-expressions to be written in one piece: (\sin(x))^{2} where \sin(x) is among them, else \sin^{2}(x)
    marks    colours (of xcolor) of sub-expressions
    """
    return written(node, Latex(raw=(node,) if dotted else (), whole=marks or whole), limits, marks)


class Latex(Notation):
    """The notation of `latex`."""

    bare = _BARE
    tall_brackets = (r"\left(", r"\right)")
    tall = frozenset({r"\frac{", r"\begin{cases} "})
    semicolon = r", \quad "
    words = (r" & \text{if } ", r" \text{ and } ", r" & \text{otherwise}")
    signs = MappingProxyType({"<=": r"\le", ">=": r"\ge", "!=": r"\ne"})

    def __init__(self, *, raw: Container[Node] = (), whole: Container[Node] = ()) -> None:
        self.raw = raw  # the products in which every dot is written
        self.whole = whole

    def mark(self, name: str) -> tuple[str, str]:
        return rf"{{\color{{{name}}}", "}"

    def needs_brackets(self, node: Node, slot: Slot) -> bool:
        if slot == "base" and isinstance(node, Call):
            return not node.function.latex.startswith(r"\left|")
        return super().needs_brackets(node, slot)

    def symbol(self, name: str) -> str:
        """A letter with its subscript, and the primes or the order of a derivative: y'', y^{(4)}."""
        stem, _, order = name.partition("^")
        letter = stem.rstrip("'")
        return self.letter(letter) + stem[len(letter) :] + (f"^{{{order}}}" if order else "")

    def letter(self, name: str) -> str:
        stem, subscript = name_parts(name)
        plain = normalize("NFD", stem)
        if len(plain) == 2 and plain[1] in _HATS:
            return f"{_HATS[plain[1]]}{{{self.letter(plain[0])}}}"
        if stem in GREEK_NAMES:
            letter = "\\" + GREEK_NAMES[stem]
        elif differential_of(stem):
            letter = f"d{self.letter(differential_of(stem))}"
        else:
            letter = stem if len(stem) == 1 and stem.isalnum() else upright(stem)
        if not subscript:
            return letter
        parts = [part if part.isdecimal() or len(part) == 1 else upright(part) for part in subscript.split("_") if part]
        return f"{letter}_{{{','.join(parts)}}}"

    def constant(self, name: str) -> str:
        return self.symbol(name)

    def quotient(self, node: Quotient) -> Iterable[Part]:
        return (r"\frac{", Hole(node.numerator, "enclosed"), "}{", Hole(node.denominator, "enclosed"), "}")

    def power(self, node: Power) -> Iterable[Part]:
        base, exponent = node.base, node.exponent
        if name_takes_power(node) and base not in self.whole:
            call = cast(Call, base)
            return (call.function.latex, "^{", Hole(exponent, "exponent"), "}", *self.arguments(call.arguments))
        if isinstance(exponent, Quotient) and not any(child.children for child in exponent.children):
            over, under = exponent.children
            return (Hole(base, "base"), "^{", Hole(over, "atom"), "/", Hole(under, "atom"), "}")
        return (Hole(base, "base"), "^{", Hole(exponent, "enclosed"), "}")

    def call(self, node: Call) -> Iterable[Part]:
        row = node.function
        if "{u}" in row.latex:
            return self.filled(row.latex, node.arguments)
        return (row.latex, *self.arguments(node.arguments))

    def unknown_call(self, node: UnknownCall) -> Iterable[Part]:
        return (self.rate(node),) if isinstance(node, Rate) else super().unknown_call(node)

    def rate(self, node: Rate) -> str:
        """dy/dx, built up as a fraction of differentials."""
        d = r"\partial " if node.partial else "d"
        total = sum(node.orders)
        above = f"{d.rstrip()}^{{{total}}} " if total > 1 else d
        below = [f"{d}{self.symbol(s.name)}{f'^{{{n}}}' if n > 1 else ''}" for s, n in reversed(node.by)]
        return rf"\frac{{{above}{self.symbol(node.name)}}}{{{' '.join(below)}}}"

    def orders(self, orders: tuple[int, ...]) -> str:
        if len(orders) == 1:
            return super().orders(orders)
        return f"^{{({','.join(map(str, orders))})}}" if any(orders) else ""

    def product(self, node: Product) -> Iterator[Part]:
        yield Hole(node.factors[0], "first factor")
        for left, right in pairwise(node.factors):
            yield r" \cdot " if node in self.raw else self.between(left, right)
            yield Hole(right, "factor")

    def between(self, left: Expression, right: Expression) -> str:
        if self.misleads(left, right):
            return r" \cdot "
        if any(isinstance(side, Symbol) and len(name_parts(side.name)[0]) > 1 for side in (left, right)):
            return r" \, "
        return "" if isinstance(left, Number) else " "

    def misleads(self, left: Expression, right: Expression) -> bool:
        """Whether the two side by side would look like something else, or like a mistake."""
        return (
            isinstance(left, Product | Rate)
            or isinstance(right, Product | Rate)
            or begins_with_digit(right)
            or (isinstance(left, Number) and isinstance(right, Quotient))
            or (isinstance(left, UnknownCall) and isinstance(right, UnknownCall))
            or (isinstance(left, Symbol) and left.name in FUNCTION_LETTERS and isinstance(right, Sum))
            or any(self.needs_brackets(side, "factor") and not isinstance(side, Sum) for side in (left, right))
        )

    def piecewise(self, node: Piecewise) -> Iterator[Part]:
        yield r"\begin{cases} "
        for index, (value, conditions) in enumerate(node.branches):
            yield r" \\ " if index else ""
            yield Hole(value, "side")
            yield self.words[0]
            yield from self.conditions(conditions)
        if node.otherwise is not None:
            yield r" \\ "
            yield Hole(node.otherwise, "side")
            yield self.words[2]
        yield r" \end{cases}"


def begins_with_digit(factor: Expression) -> bool:
    first = factor.base if isinstance(factor, Power) else factor
    return isinstance(first, Number)


def upright(name: str) -> str:
    return rf"\mathrm{{{latex_escaped(name)}}}"


def latex_escaped(text: str) -> str:
    """Text as it is, in mathematical mode: nothing in it is a command."""
    return text.translate(_ESCAPES)
