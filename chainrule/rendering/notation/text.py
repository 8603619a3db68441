"""What a person reads in a terminal: 6(2x + 1)², -2x e^(-x²), 1/(2√x). It reads back with the same meaning."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice, repeat
from typing import cast

from chainrule.expression.functions import FORMULA_SHEET
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    Call,
    Constant,
    Expression,
    Negation,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    UnknownCall,
)  # fmt: skip
from chainrule.expression.walking import preorder
from chainrule.expression.writing import BARE, Hole, Notation, Part, Slot, decimal, written
from chainrule.rendering.notation.juxtaposition import FUNCTION_LETTERS, Edge, Edges, gaps
from chainrule.rendering.notation.names import ascii_name, name_parts, name_takes_power
from chainrule.rendering.notation.rates import Rate, bare_with_rates

__all__ = ["Text", "letters_in", "text"]

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
CALLED = frozenset((*FUNCTION_LETTERS, *[row.text for row in FORMULA_SHEET if len(row.text) == 1]))  # by a bracket
_APART, _NUMBER, _BRACKET = Edges("apart", "apart"), Edges("number", "number"), Edges("bracket", "bracket")
_CALL, _UNKNOWN = Edges("call", "call"), Edges("unknown", "unknown")
_SMALL = 40  # sub-expressions that a pair of bars may hold


def text(
    node: Node, *, ascii: bool = False, dotted: bool = False, whole: Container[Node] = (), limits: Limits = DEFAULT
) -> str:
    """`node` as a person reads it.

    ascii    no character beyond ASCII
    dotted   `node` is a raw product: write a dot between all its factors
    whole    sub-expressions to be written in one piece: (sin(x))² where sin(x) is among them, else sin²(x)
    """
    notation = Text(ascii=ascii, raw=(node,) if dotted else (), whole=whole, letters=letters_in(node))
    return written(node, notation, limits)


_BARE: Mapping[Slot, frozenset[type[Node]]] = bare_with_rates({
    **BARE,
    "factor": BARE["factor"] | {Product},
    "numerator": BARE["numerator"] - {Quotient},
    "base": BARE["atom"] | {UnknownCall},
}, bracketed={"base", "denominator", "numerator", "atom", "exponent"})


class Text(Notation):
    """The notation of `text`: factors side by side, powers raised, Greek letters and roots as one writes them."""

    bare = _BARE

    def __init__(
        self, *, ascii: bool = False, raw: Container[Node] = (), whole: Container[Node] = (),
        letters: Container[str] = (),
    ) -> None:
        self.ascii = ascii
        self.raw = raw
        self.whole = whole
        self.letters = letters  # that are names here, so that no function is written so
        self.dot = " * " if ascii else " · "
        self.signs = {} if ascii else {"<=": "≤", ">=": "≥", "!=": "≠"}

    def dotted(self, raw: Container[Node]) -> Text:
        """The same notation, with a dot between all the factors of these products."""
        return Text(ascii=self.ascii, raw=raw, whole=self.whole, letters=self.letters)

    def needs_brackets(self, node: Node, slot: Slot) -> bool:
        if slot == "base" and isinstance(node, Call):
            return not self.name(node).startswith("|")
        if slot == "numerator" and isinstance(node, Product) and isinstance(node.factors[-1], Rate):
            return True  # else x · dy/dx/y
        return type(node) not in self.bare[slot]

    def symbol(self, name: str) -> str:
        return ascii_name(name) if self.ascii else _spelt(name)

    def constant(self, name: str) -> str:
        return self.symbol(name)

    def call(self, node: Call) -> Iterable[Part]:
        name = self.name(node)
        if "{" in name:
            return self.filled(name, node.arguments)
        return (name, *self.arguments(node.arguments))

    def name(self, call: Call) -> str:
        """The function's name, or its template, as this notation writes it."""
        row = call.function
        name = row.text or row.name
        if (self.ascii and not name.isascii()) or name in self.letters:
            return row.name
        if name.startswith("|") and not fits_between_bars(call):
            return row.name
        if "{v}" in name and not self.is_short(call.arguments[1]):
            return row.name
        return name

    def is_short(self, index: Expression) -> bool:
        """Whether it can be the base of a logarithm, written low: an integer or one letter."""
        match index:
            case Number(value):
                return isinstance(value, int)
            case Symbol(name):
                return len(self.symbol(name)) == 1
            case _:
                return False

    def power(self, node: Power) -> Iterable[Part]:
        raised = self.raised(node.exponent)
        if not raised:
            return super().power(node)
        if name_takes_power(node) and node.base not in self.whole:
            call = cast(Call, node.base)
            return (self.name(call) + raised, *self.arguments(call.arguments))
        return (Hole(node.base, "base"), raised)

    def raised(self, exponent: Expression) -> str:
        """An integer exponent as it is written after its base, "" for any other."""
        size = exponent.operand if isinstance(exponent, Negation) else exponent
        if not (isinstance(size, Number) and isinstance(size.value, int)):
            return ""
        return self.superscript(decimal(size.value) if size is exponent else "-" + decimal(size.value))

    def superscript(self, digits: str) -> str:
        if self.ascii:
            return f"^({digits})" if digits.startswith("-") else f"^{digits}"
        return digits.translate(_SUPERSCRIPT)

    def product(self, node: Product) -> Iterator[Part]:
        if node in self.raw or Product in map(type, node.factors):
            between: Iterator[str] = chain(("",), repeat(self.dot))
        else:
            between = gaps(map(self.edges, node.factors), self.dot)
        for gap, factor in zip(between, node.factors, strict=False):
            yield gap
            yield Hole(factor, "factor")

    def unknown_call(self, node: UnknownCall) -> Iterable[Part]:
        return (self.rate(node),) if isinstance(node, Rate) else super().unknown_call(node)

    def rate(self, node: Rate) -> str:
        """dy/dx, d²y/dx², ∂²f/∂y∂x."""
        d = "d" if not node.partial else "del " if self.ascii else "∂"
        total = sum(node.orders)
        above = f"{d.rstrip()}{self.superscript(str(total))}{d[len(d.rstrip()):]}" if total > 1 else d
        below = [f"{d}{self.symbol(s.name)}{self.superscript(str(n)) if n > 1 else ''}" for s, n in reversed(node.by)]
        return f"{above}{self.symbol(node.name)}/{(' ' if self.ascii else '').join(below)}"

    def edges(self, factor: Expression) -> Edges:
        """How a factor begins and ends, as it is written in this notation."""
        match factor:
            case Rate():
                return _APART
            case Number():
                return _NUMBER
            case Symbol(name) | Constant(name):
                return _edges_of_name(self.symbol(name), self.ascii)
            case Call(arguments=(inner, *_)):
                name = self.name(factor)
                left: Edge = "bar" if name.startswith("|") else "root" if name.endswith("{u}") else "call"
                if left == "root" and not self.needs_brackets(inner, "atom"):
                    return Edges(left, "function letter" if is_function_letter(inner) else "root")
                return Edges(left, "call")
            case UnknownCall():
                return _UNKNOWN
            case Sum():
                return _BRACKET
            case Power():
                return self.edges_of_power(factor)
            case _:
                return _APART

    def edges_of_power(self, node: Power) -> Edges:
        raised = self.raised(node.exponent)
        if name_takes_power(node) and node.base not in self.whole:
            return _CALL
        if self.needs_brackets(node.base, "base"):
            left, _, letter = Edges("bracket" if isinstance(node.base, Sum) else "group", "raised")
        else:
            left, _, letter = self.edges(node.base)
        last = node.base if raised else node.exponent
        if raised and left != "number" and not self.ascii:
            return Edges(left, "function letter" if is_function_letter(last) else "raised", letter)
        return Edges("name" if left == "letter" else left, "function letter" if is_function_letter(last) else "caret")


@lru_cache(maxsize=1024)
def _spelt(name: str) -> str:
    """Greek as letters, and a subscript of digits written low."""
    stem, subscript = name_parts(name)
    if not subscript or (len(stem) == 1 and subscript.isdecimal()):
        return stem + subscript.translate(_SUBSCRIPT)
    return name


@lru_cache(maxsize=1024)
def _edges_of_name(name: str, ascii: bool) -> Edges:
    stem, subscript = (name, "") if ascii else name_parts(name)
    if len(stem) > 1:
        return Edges("name", "name")
    right: Edge = "raised" if subscript else "function letter" if stem in CALLED else "letter"
    return Edges("letter", right, stem)


def letters_in(node: Node) -> frozenset[str]:
    """The letters that names of symbols and unknown functions are written with."""
    return frozenset([name_parts(part.name)[0] for part in preorder(node) if isinstance(part, Symbol | UnknownCall)])


def is_function_letter(node: Expression) -> bool:
    return isinstance(node, Symbol) and node.name in FUNCTION_LETTERS


def fits_between_bars(call: Call) -> bool:
    """Whether the argument is small and has no bars of its own, so that it is plain which bar closes which."""
    nodes = list(islice(preorder(call), _SMALL))
    bars = [node for node in nodes if isinstance(node, Call) and node.function is call.function]
    return len(nodes) < _SMALL and bars == [call]
