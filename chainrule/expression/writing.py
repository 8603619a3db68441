"""How an expression becomes text: one iterative writer, and notations that say how each shape is written.

A notation answers with parts: text as it stands, holes to be filled by sub-expressions, and fences (brackets). The
writer fills the holes depth first, puts brackets where the hole's slot asks for them, and stops at the printing limit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from string import Formatter
from types import MappingProxyType
from typing import Literal, NamedTuple, assert_never, cast

from chainrule.errors import LimitError
from chainrule.expression.limits import DEFAULT, NAMES, Limits
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
    Shape,
    Sum,
    Symbol,
    System,
    UnknownCall,
)  # fmt: skip

__all__ = ["BARE", "CLOSE", "OPEN", "Hole", "Notation", "Part", "Slot", "Writer", "decimal", "written"]

Known = Callable[[Node], str | None]  # what a node is written as, where that is known
Slot = Literal["alone", "side", "first term", "term", "operand", "first factor", "factor", "numerator", "denominator",
               "base", "exponent", "argument", "enclosed", "atom", "matrix"]  # fmt: skip

_ATOMS: frozenset[type[Node]] = frozenset({Number, Constant, Symbol})
_CALLS: frozenset[type[Node]] = _ATOMS | {Call, UnknownCall}
_TIGHT: frozenset[type[Node]] = _CALLS | {Power}
_TERMS: frozenset[type[Node]] = _TIGHT | {Product, Quotient}
_LOOSE: frozenset[type[Node]] = _TERMS | {Sum, Negation}

BARE: Mapping[Slot, frozenset[type[Node]]] = {
    "alone": _LOOSE | {Piecewise, Relation, System},
    "side": _LOOSE | {Relation},  # -1 < x < 1
    "argument": _LOOSE,
    "first term": _TERMS | {Negation},
    "term": _TERMS,
    "operand": _TERMS,
    "numerator": _TERMS,
    "first factor": _TIGHT | {Quotient},
    "factor": _TIGHT,
    "denominator": _TIGHT,
    "base": _CALLS,
    "exponent": _ATOMS,
    "atom": _ATOMS,
    "enclosed": _LOOSE,
    "matrix": _CALLS,
}
"""The shapes that stand in each slot without brackets, in a notation that is written along a line."""

OPENING = ("(", "[", "{", "|")  # a place in a template that comes after one of these may hold anything


class Hole(NamedTuple):
    """A sub-expression to be written here; `whole` is the node that it stands for, where that is another."""

    node: Node
    slot: Slot
    whole: Node | None = None


class Fence(NamedTuple):
    """A bracket; how it looks depends on what turns out to be inside."""

    opens: bool


class Mark(NamedTuple):
    """Here begins what bears the mark called `name`; None ends the innermost one."""

    name: str | None


OPEN, CLOSE = Fence(True), Fence(False)
Part = str | Hole | Fence | Mark


class Notation:
    """How each shape is written along a line, as plain calculator text; other notations say where they differ.

    brackets       a pair
    tall_brackets  the pair around something that holds a tall piece
    tall           the pieces that are tall
    minus, plus    the signs; `minus` is also written between terms, with spaces around it
    comma          between arguments
    """

    bare: Mapping[Slot, frozenset[type[Node]]] = BARE
    brackets = ("(", ")")
    tall_brackets = ("(", ")")
    tall: frozenset[str] = frozenset()
    minus = "-"
    plus = "+"
    comma = ", "
    semicolon = "; "
    words = (" if ", " and ", " otherwise")
    signs: Mapping[str, str] = MappingProxyType({})

    def needs_brackets(self, node: Node, slot: Slot) -> bool:
        return type(node) not in self.bare[slot]

    def mark(self, name: str) -> tuple[str, str]:
        """What is written before and after a sub-expression that bears this mark."""
        return "", ""

    def parts(self, node: Node) -> Iterable[Part]:
        """What `node` is written as; a wide shape answers part by part, so that a short look at it is cheap."""
        shape: Shape = node  # type: ignore[assignment]  # there are no others, so the last line is never reached
        match shape:
            case Number():
                return (self.number(shape),)
            case Symbol():
                return (self.symbol(shape.name),)
            case Constant():
                return (self.constant(shape.name),)
            case Sum():
                return self.sum(shape)
            case Product():
                return self.product(shape)
            case Negation():
                return (self.minus, Hole(shape.operand, "operand"))
            case Power():
                return self.power(shape)
            case Quotient():
                return self.quotient(shape)
            case Call():
                return self.call(shape)
            case UnknownCall():
                return self.unknown_call(shape)
            case Piecewise():
                return self.piecewise(shape)
            case Relation():
                return self.relation(shape)
            case System():
                return self.system(shape)
        assert_never(shape)

    def atom(self, node: Node) -> str:
        """What a node without children is written as: one piece."""
        (text,) = cast(Iterable[str], self.parts(node))
        return text

    def number(self, node: Number) -> str:
        return decimal(node.value)

    def symbol(self, name: str) -> str:
        return name

    def constant(self, name: str) -> str:
        return name

    def sum(self, node: Sum) -> Iterator[Part]:
        yield Hole(node.terms[0], "first term")
        for term in node.terms[1:]:
            if isinstance(term, Negation):
                yield f" {self.minus} "
                yield Hole(term.operand, "operand", term)
            else:
                yield f" {self.plus} "
                yield Hole(term, "term")

    def product(self, node: Product) -> Iterator[Part]:
        before: Expression | None = None
        for factor in node.factors:
            if before is not None:
                yield self.between(before, factor)
            yield Hole(factor, "factor" if before is not None else "first factor")
            before = factor

    def between(self, left: Expression, right: Expression) -> str:
        """What is written between two neighbouring factors."""
        return "*"

    def quotient(self, node: Quotient) -> Iterable[Part]:
        return (Hole(node.numerator, "numerator"), "/", Hole(node.denominator, "denominator"))

    def power(self, node: Power) -> Iterable[Part]:
        return (Hole(node.base, "base"), "^", Hole(node.exponent, "exponent"))

    def call(self, node: Call) -> Iterable[Part]:
        return (node.function.name, *self.arguments(node.arguments))

    def unknown_call(self, node: UnknownCall) -> Iterable[Part]:
        return (self.symbol(node.name) + self.orders(node.orders), *self.arguments(node.arguments))

    def orders(self, orders: tuple[int, ...]) -> str:
        """How often an unknown function is differentiated: f'(x), but f^(1,0)(x, y)."""
        if len(orders) == 1:
            return "'" * orders[0]
        return f"^({','.join(map(str, orders))})" if any(orders) else ""

    def arguments(self, arguments: tuple[Expression, ...]) -> Iterator[Part]:
        yield OPEN
        for index, argument in enumerate(arguments):
            if index:
                yield self.comma
            yield Hole(argument, "argument")
        yield CLOSE

    def filled(self, template: str, arguments: tuple[Expression, ...]) -> Iterator[Part]:
        """A row's template, |{u}| or √{u}: after an opening bracket stands anything, elsewhere a letter or number."""
        values = dict(zip("uv", arguments, strict=False))
        before = ""
        for text, field in template_pieces(template):
            yield text
            before = text or before
            if field is not None:
                yield Hole(values[field], "enclosed" if before.endswith(OPENING) else "atom")

    def piecewise(self, node: Piecewise) -> Iterator[Part]:
        for index, (value, conditions) in enumerate(node.branches):
            if index:
                yield self.comma
            yield Hole(value, "side")
            yield self.words[0]
            yield from self.conditions(conditions)
        if node.otherwise is not None:
            yield self.comma
            yield Hole(node.otherwise, "side")
            yield self.words[2]

    def conditions(self, conditions: tuple[Relation, ...]) -> Iterator[Part]:
        for index, condition in enumerate(conditions):
            if index:
                yield self.words[1]
            yield from self.relation(condition)

    def relation(self, node: Relation) -> Iterable[Part]:
        return (Hole(node.left, "side"), f" {self.signs.get(node.sign, node.sign)} ", Hole(node.right, "side"))

    def system(self, node: System) -> Iterator[Part]:
        for index, (name, value) in enumerate(node.definitions):
            if index:
                yield self.semicolon
            yield Hole(name, "side")
            yield " = "
            yield Hole(value, "side")


class Writer:
    """Fills the holes, deepest first, without recursion and in linear time; what is written piles up in `pieces`.

    known   what was written in this notation before, and need not be written again
    """

    def __init__(
        self,
        notation: Notation,
        limits: Limits = DEFAULT,
        marks: Mapping[Node, str] | None = None,
        known: Known | None = None,
    ) -> None:
        self.notation = notation
        self.limits = limits
        self.marks = marks or {}
        self.known = known
        self.pieces: list[str] = []
        self._length = 0
        self._tall = 0  # how many tall pieces so far
        self._fences: list[tuple[int, int]] = []  # of each open bracket: its index, and the tall pieces before it
        self._marks: list[str] = []  # those that are open

    def write(self, root: Node) -> None:
        stack: list[Iterator[Part]] = [iter((Hole(root, "alone"),))]
        while stack:
            for part in stack[-1]:
                if isinstance(part, str):
                    self._put(part)
                elif isinstance(part, Hole):
                    if self.marks or not self._at_once(part):
                        stack.append(self._filling(part))
                        break
                elif isinstance(part, Fence):
                    self._fence(part)
                else:
                    self._mark(part)
            else:
                stack.pop()

    def _at_once(self, hole: Hole) -> bool:
        """Write what is one piece: an atom, or what was written before."""
        text = self.known(hole.node) if self.known is not None else None
        if text is None:
            if hole.node.children:
                return False
            text = self.notation.atom(hole.node)
        if self.notation.needs_brackets(hole.node, hole.slot):
            self._fence(OPEN)
            self._put(text)
            self._fence(CLOSE)
        else:
            self._put(text)
        return True

    def _filling(self, hole: Hole) -> Iterator[Part]:
        """The parts of what fills a hole, with its brackets and, inside them, its mark."""
        parts = self.notation.parts(hole.node)
        mark = self.marks.get(hole.whole or hole.node) if self.marks else None
        bracketed = self.notation.needs_brackets(hole.node, hole.slot)
        if mark is not None:
            parts = chain((Mark(mark),), parts, (Mark(None),))
        if bracketed:
            parts = chain((OPEN,), parts, (CLOSE,))
        return iter(parts)

    def _put(self, piece: str) -> None:
        self._length += len(piece)
        if self._length > self.limits.printed:
            raise LimitError(NAMES["printed"], self.limits.printed, "more")
        self._tall += piece in self.notation.tall
        self.pieces.append(piece)

    def _fence(self, fence: Fence) -> None:
        """Write a bracket; only when it closes is it known how tall the pair has to be."""
        left, right = self.notation.brackets
        if fence.opens:
            self._fences.append((len(self.pieces), self._tall))
            self._put(left)
            return
        index, before = self._fences.pop()
        if self._tall > before:
            self.pieces[index], right = self.notation.tall_brackets
        self._put(right)

    def _mark(self, mark: Mark) -> None:
        if mark.name is not None:
            self._marks.append(mark.name)
            self._put(self.notation.mark(mark.name)[0])
        else:
            self._put(self.notation.mark(self._marks.pop())[1])


def written(
    node: Node,
    notation: Notation,
    limits: Limits = DEFAULT,
    marks: Mapping[Node, str] | None = None,
    known: Known | None = None,
) -> str:
    """`node` in a notation; LimitError where it would be longer than `limits.printed`, before memory is spent."""
    writer = Writer(notation, limits, marks, known)
    writer.write(node)
    return "".join(writer.pieces)


@lru_cache(maxsize=256)
def template_pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    """A template cut into (text, the name of the place after it or None)."""
    return tuple((text, field) for text, field, _, _ in Formatter().parse(template))


def decimal(value: int | Fraction) -> str:
    """An integer, or a finite decimal in full: 0.1 for 1/10."""
    if isinstance(value, int):
        return _digits(value)
    twos = (value.denominator & -value.denominator).bit_length() - 1
    fives = round(math.log(value.denominator >> twos, 5))
    places = max(twos, fives)
    digits = _digits(value.numerator * 10**places // value.denominator).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"


def _digits(value: int) -> str:
    length = int(value.bit_length() * math.log10(2))  # exact, or one too few
    if length > DEFAULT.digits:  # which no one lifts: Python itself refuses to print much more
        raise LimitError(NAMES["digits"], DEFAULT.digits, length)
    return str(value)
