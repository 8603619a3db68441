"""Formulas in plain words, as a teacher says them aloud: sine of x squared, one over x, dee y by dee u."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from types import MappingProxyType

from chainrule.expression.greek import GREEK_NAMES
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    Call,
    Constant,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    System,
    UnknownCall,
)
from chainrule.expression.writing import BARE, Hole, Part, Slot, decimal, template_pieces, written
from chainrule.rendering.notation.matrices import Hadamard, Matrices, Transposed
from chainrule.rendering.notation.names import differential_of, layered, name_parts, name_takes_power
from chainrule.rendering.notation.rates import Rate

__all__ = ["NAMELESS", "Speech", "number_words", "spoken", "tidy", "words"]

_SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_PARTS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth",
          10: "tenth"}  # fmt: skip
NAMELESS = "a sign"  # what is said of a name without letters
_RAISED = {"2": "squared", "3": "cubed"}
_ACCENTS = {"\u0302": " hat", "\u0304": " bar"}
_SIGNS = {
    "=": "equals", "!=": "is not", "<": "is less than", ">": "is greater than", "<=": "is at most", ">=": "is at least",
}  # fmt: skip
_BOUND: frozenset[type[Node]] = frozenset({Number, Constant, Symbol, Call, UnknownCall, Rate})  # said in one breath


def spoken(node: Node, *, raw: Container[Node] = (), limits: Limits = DEFAULT) -> str:
    """`node` in words: letters, spaces, commas, apostrophes and hyphens, and nothing else.

    raw   products in which "times" is said between all factors
    """
    return tidy(written(node, Speech(raw=raw), limits)) or NAMELESS


def tidy(text: str) -> str:
    """Single spaces, and none before a comma or full stop."""
    return re.sub(r"\s+([,.])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,")


class Speech(Matrices):
    """The notation of `spoken`."""

    brackets = tall_brackets = (" open bracket ", " close bracket ")
    minus, plus, comma, semicolon = " minus ", " plus ", " and ", ", "
    entrywise = " times entry by entry "
    signs = MappingProxyType(_SIGNS)

    def __init__(self, *, raw: Container[Node] = ()) -> None:
        self.raw = raw

    # --- which parts need an audible bracket -------------------------------------------------------------------------

    def needs_brackets(self, node: Node, slot: Slot) -> bool:
        if slot in ("factor", "first factor"):
            open_ended = isinstance(node, Quotient) and not _is_fraction(node)
            return open_ended or isinstance(node, Sum | Negation | Piecewise | Hadamard)
        if slot in ("argument", "atom"):
            return not _is_short(node)
        if slot == "denominator":
            return not (_is_short(node) or isinstance(node, Power))
        if slot == "exponent":
            return not (_is_short(node) or (isinstance(node, Negation) and _is_short(node.operand)))
        if slot == "base":  # the square root of x squared would be two things
            return not isinstance(node, Number | Constant | Symbol)
        if slot in ("operand", "term", "first term") and isinstance(node, Quotient):
            return isinstance(node.numerator, Sum | Negation)
        if slot == "operand":
            return isinstance(node, Sum | Negation | Piecewise)
        return type(node) not in BARE[slot] and not isinstance(node, Rate | Transposed | Hadamard)

    # --- atoms -------------------------------------------------------------------------------------------------------

    def number(self, node: Number) -> str:
        return f" {number_words(decimal(node.value))} "

    def symbol(self, name: str) -> str:
        stem, _, order = name.partition("^")
        letter = stem.rstrip("'")
        primes = " prime" * (len(stem) - len(letter))
        higher = f" with {number_words(order.strip('()'))} primes" if order else ""
        return f" {_name(letter)}{primes}{higher} "

    def constant(self, name: str) -> str:
        return f" {_name(name)} "

    # --- shapes ------------------------------------------------------------------------------------------------------

    def parts(self, node: Node) -> Iterable[Part]:
        if isinstance(node, Negation):
            return (self.minus, Hole(node.operand, "operand"))
        return super().parts(node)

    def sum(self, node: Sum) -> Iterator[Part]:
        yield Hole(node.terms[0], "first term")
        for term in node.terms[1:]:
            negative = isinstance(term, Negation)
            yield self.minus if negative else self.plus
            yield Hole(term.operand, "operand", term) if isinstance(term, Negation) else Hole(term, "term")

    def product(self, node: Product) -> Iterator[Part]:
        yield Hole(node.factors[0], "first factor")
        for left, right in zip(node.factors, node.factors[1:], strict=False):
            beside = isinstance(left, Number | Symbol | Constant) and _begins_with_letter(right)
            yield " " if beside and node not in self.raw else " times "
            yield Hole(right, "factor")

    def quotient(self, node: Quotient) -> Iterable[Part]:
        over, under = node.children
        if _is_fraction(node):
            assert isinstance(over, Number)
            assert isinstance(under, Number)
            return (f" {_fraction(int(over.value), int(under.value))} ",)
        between = ", all over " if isinstance(over, Sum | Negation) else " over "
        return (Hole(over, "enclosed"), between, Hole(under, "denominator"))

    def transpose(self, node: Transposed) -> Iterable[Part]:
        return (Hole(node.base, "matrix"), " transposed ")

    def power(self, node: Power) -> Iterable[Part]:
        base, exponent = node.children
        raised = _raised(exponent)
        if name_takes_power(node) and isinstance(base, Call) and raised:
            return (f" {_function(base)} {raised} of ", *self.arguments(base.arguments))
        if raised:
            return (Hole(base, "base"), f" {raised} ")
        return (Hole(base, "base"), " to the power ", Hole(exponent, "exponent"))

    def call(self, node: Call) -> Iterable[Part]:
        template = node.function.spoken
        if "{u}" in template:
            return self.filled(template, node.arguments)
        return (f" {_function(node)} of ", *self.arguments(node.arguments))

    def arguments(self, arguments: tuple[Expression, ...]) -> Iterator[Part]:
        for index, argument in enumerate(arguments):
            yield self.comma if index else ""
            yield Hole(argument, "argument")

    def filled(self, template: str, arguments: tuple[Expression, ...]) -> Iterator[Part]:
        values = dict(zip("uv", arguments, strict=False))
        for text, field in template_pieces(template):
            yield f" {text} "
            if field is not None:
                yield Hole(values[field], "argument")

    def unknown_call(self, node: UnknownCall) -> Iterable[Part]:
        if isinstance(node, Rate):
            return (self.rate(node),)
        name = self.symbol(node.name)
        if len(node.orders) == 1:
            name += " prime " * node.orders[0]
        elif any(node.orders):
            turns = [f"{_times(n)} by argument {number_words(str(i))}" for i, n in enumerate(node.orders, 1) if n]
            name += f" differentiated {' and '.join(turns)}, "
        return (name, " of ", *self.arguments(node.arguments))

    def rate(self, node: Rate) -> str:
        d = "partial" if node.partial else "dee"
        total = sum(node.orders)
        above = f"{d} {_order(total)} {self.symbol(node.name)}"
        below = [f"{d} {self.symbol(symbol.name)} {_order(order)}" for symbol, order in reversed(node.by)]
        return f" {above} by {' '.join(below)} "

    def piecewise(self, node: Piecewise) -> Iterator[Part]:
        for index, (value, conditions) in enumerate(node.branches):
            yield ", " if index else ""
            yield Hole(value, "side")
            yield " if "
            for place, condition in enumerate(conditions):
                yield " and " if place else ""
                yield from self.relation(condition)
        if node.otherwise is not None:
            yield ", and "
            yield Hole(node.otherwise, "side")
            yield " otherwise"

    def relation(self, node: Relation) -> Iterable[Part]:
        return (Hole(node.left, "side"), f" {_SIGNS[node.sign]} ", Hole(node.right, "side"))

    def system(self, node: System) -> Iterator[Part]:
        for index, (name, value) in enumerate(node.definitions):
            yield ", " if index else ""
            yield Hole(name, "side")
            yield " equals "
            yield Hole(value, "side")


def _is_short(node: Node) -> bool:
    """Can it be said after "of" without a doubt where it ends?"""
    match node:
        case Product((Number(), Symbol() | Constant())):
            return True
        case Power(base, exponent):
            return not base.children and bool(_raised(exponent))
        case Quotient():
            return _is_fraction(node)
    return type(node) in _BOUND


def _begins_with_letter(node: Expression) -> bool:
    return isinstance(node, Symbol | Constant) or (isinstance(node, Power) and isinstance(node.base, Symbol | Constant))


def _is_fraction(node: Quotient) -> bool:
    """One half, two thirds: a fraction of small whole numbers."""
    match node:
        case Quotient(Number(int(over)), Number(int(under))):
            return 0 < over < under and under in _PARTS
    return False


def _fraction(over: int, under: int) -> str:
    part = _PARTS[under]
    if over == 1:
        return f"one {part}"
    return f"{number_words(str(over))} {'halves' if part == 'half' else part + 's'}"


def _raised(exponent: Expression) -> str:
    return _RAISED.get(decimal(exponent.value), "") if isinstance(exponent, Number) else ""


def _function(call: Call) -> str:
    return call.function.spoken or call.function.name.replace("_", " ")


def _order(order: int) -> str:
    return "" if order == 1 else _RAISED.get(str(order)) or f"to the power {number_words(str(order))}"


def _times(order: int) -> str:
    return {1: "once", 2: "twice"}.get(order) or f"{number_words(str(order))} times"


@lru_cache(maxsize=1024)
def _name(name: str) -> str:
    with_layer = layered(name)
    if with_layer is not None:
        stem, gate, layer, indices = with_layer
        apart = stem.isupper() and len(indices) == 1  # row and column
        units = [" ".join(index) if apart else re.sub(r"(?<=[a-z])(?=\d)", " ", index) for index in indices]
        return words(f"layer {layer} {stem} {gate} {' '.join(units)}")
    stem, subscript = name_parts(name)
    inside = differential_of(stem)
    plain = unicodedata.normalize("NFD", f"dee {inside}" if inside else stem)
    known = {**_ACCENTS, **GREEK_NAMES}
    letters = "".join([known.get(c) or (c if c.isascii() else f" {_called(c)} ") for c in plain])
    return words(f"{letters} {subscript.replace('_', ' ')}")


def _called(character: str) -> str:
    return re.sub(r"[^a-z ]", " ", unicodedata.name(character, "sign").lower())


# --- numbers and words -----------------------------------------------------------------------------------------------


def number_words(digits: str) -> str:
    """A number in words: twelve, one hundred and five, zero point two five; very long ones digit by digit."""
    whole, _, after = digits.partition(".")
    said = _whole(int(whole)) if len(whole) <= 6 else " ".join([_SMALL[int(digit)] for digit in whole])
    return f"{said} point {' '.join([_SMALL[int(digit)] for digit in after])}" if after else said


def _whole(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    if value < 100:
        return _TENS[value // 10] + (f"-{_SMALL[value % 10]}" if value % 10 else "")
    size, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    rest = value % size
    joined = " and " if rest and rest < 100 else " "
    return f"{_whole(value // size)} {name}" + (f"{joined}{_whole(rest)}" if rest else "")


_WORDS = {
    "·": " times ", "×": " by ", "⊙": " entry by entry ", "*": " times ", "→": " to ", "∂": " partial ",
    "–": ", ", "—": ", ", "…": " and so on",
    ";": ",", ":": ",", "(": ", ", ")": ", ", "=": " equals ", "+": " plus ", "/": " over ", "′": " prime ",
    "≠": " is not ", "≤": " is at most ", "≥": " is at least ", "<": " is less than ", ">": " is greater than ",
    "σ": " sigma ", "²": " squared ", "³": " cubed ", "∞": " infinity ", "√": " the square root of ",
    "^": " to the power ", "|": " bar ", "’": "'", "%": " per cent ", "?": ".", "!": ".",
    "“": " ", "”": " ", "‘": " ",
}  # fmt: skip
_LISTED = re.compile(r"(?<=\d)-(?=\d)")  # 2-3-1, the numbers of units
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_MINUS = re.compile(r"(?<![A-Za-z])[-−](?=[\sA-Za-z\d])|[−]")
_REST = re.compile(r"[^A-Za-z ,.'\-]")


def words(text: str) -> str:
    """Words of the wording without a sign or a digit: 2.1 is two point one, → is to, ∂ is partial."""
    said = "".join([_WORDS.get(c) or (f" {GREEK_NAMES[c]} " if c in GREEK_NAMES else c) for c in text])
    said = _LISTED.sub(", ", said)
    said = _NUMBER.sub(lambda found: f" {_numbered(found.group())} ", said)
    said = _MINUS.sub(" minus ", said)
    said = "".join([c if c.isascii() or c == "−" else f" {_called(c)} " for c in said])
    return re.sub(r"(, )*,(?= *[,.])", "", tidy(_REST.sub(" ", said)))


def _numbered(digits: str) -> str:
    """A number, or the number of a step: 2.1.3 is two point one point three."""
    if digits.count(".") < 2:
        return number_words(digits)
    return " point ".join([number_words(part) for part in digits.split(".")])
