"""What the parser does at each rule of the grammar: nodes exactly as written, and notes on their reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.expression.functions import FORMULA_SHEET, Function, function_named
from chainrule.expression.nodes import (
    PI,
    TWO,
    Call,
    E,
    Negation,
    Number,
    Piecewise,
    Relation,
    Symbol,
    UnknownCall,
)  # fmt: skip
from chainrule.expression.reading import constants, remarks, wording
from chainrule.expression.reading.pieces import Head, Piece, Run
from chainrule.expression.reading.products import ProductBuilder
from chainrule.expression.reading.scanner import Token

__all__ = ["ACTIONS", "Builder"]

_NAMES = frozenset(row.name for row in FORMULA_SHEET)
_INVERSES = {name: f"arc{name}" for name in _NAMES if f"arc{name}" in _NAMES}


class Builder(ProductBuilder):
    """The actions of the grammar; `notes` and `asked_variable` are what they leave besides the node."""

    asked_variable: Symbol | None = None

    # whole statements

    def relation(self, left: Piece, sign: Token, right: Piece) -> Piece:
        return Piece(
            Relation("=", left.node, right.node), "relation", left.start, right.end, left.spaced, (left, right)
        )

    def primed(self, group: Piece, prime: Token) -> Piece:
        return group

    def asked(self, word: Token, opening: Token, target: Piece, closing: Token) -> Piece:
        return target

    def asked_by(self, word: Token, opening: Token, target: Piece, comma: Token, name: Token, closing: Token) -> Piece:
        if not isinstance(name.value, Symbol):
            raise self.error(name.start, name.end, wording.NOT_A_VARIABLE)
        self.asked_variable = name.value
        return target

    # branches

    def piecewise(self, branches: list[Piece]) -> Piece:
        return self._branches(branches, None)

    def piecewise_else(self, branches: list[Piece], comma: Token, otherwise: Piece, word: Token | None = None) -> Piece:
        return self._branches(branches, otherwise)

    def first_branch(self, branch: Piece) -> list[Piece]:
        return [branch]

    def next_branch(self, branches: list[Piece], comma: Token, branch: Piece) -> list[Piece]:
        branches.append(branch)
        return branches

    def branch(self, value: Piece, word: Token, conditions: list[Piece]) -> list[Piece]:
        return [value, *conditions]

    def both(self, conditions: list[Piece], word: Token, more: list[Piece]) -> list[Piece]:
        conditions += more
        return conditions

    def condition(self, left: Piece, sign: Token, right: Piece) -> list[Piece]:
        return [
            Piece(
                Relation(sign.value, left.node, right.node),
                "relation",
                left.start,
                right.end,
                left.spaced,
                (left, right),
            )
        ]

    def chained(self, conditions: list[Piece], sign: Token, right: Piece) -> list[Piece]:
        conditions += self.condition(conditions[-1].parts[1], sign, right)
        return conditions

    def _branches(self, branches: list[Any], otherwise: Piece | None) -> Piece:
        parts: list[Piece] = []
        for value, *conditions in branches:
            parts.append(value)
            for condition in conditions:
                parts += condition.parts
        rows = tuple((value.node, tuple(condition.node for condition in conditions)) for value, *conditions in branches)
        if otherwise is not None:
            parts.append(otherwise)
        node = Piecewise(rows, None if otherwise is None else otherwise.node)
        return Piece(node, "piecewise", parts[0].start, parts[-1].end, parts[0].spaced, tuple(parts), fixed=False)

    # single things

    def number(self, token: Token) -> Piece:
        return Piece(token.value, "number", token.start, token.end, token.spaced)

    def name(self, token: Token) -> Piece:
        return Piece(
            token.value, "name", token.start, token.end, token.spaced, fixed=not isinstance(token.value, Symbol)
        )

    def group(self, opening: Token, inner: Piece, closing: Token) -> Piece:
        piece = Piece(inner.node, "group", opening.start, closing.end, opening.spaced, (), inner.fixed)
        piece.parts, piece.size = inner.parts, inner.size
        return piece

    def absolute(self, opening: Token, inner: Piece, closing: Token) -> Piece:
        node = Call(function_named("abs"), (inner.node,))
        return Piece(node, "abs", opening.start, closing.end, opening.spaced, (inner,))

    def fraction(self, word: Token, numerator: Piece, denominator: Piece) -> Piece:
        piece = self._quotient(numerator, denominator)
        piece.form, piece.start, piece.spaced = "fraction", word.start, word.spaced
        return piece

    def root(self, sign: Token, inner: Piece) -> Piece:
        if sign.value == "4":
            degree = Piece(Number(4), "number", sign.start, sign.end, False)
            return self._made(function_named("root"), [inner, degree], sign.start, inner.end, sign.spaced, "root")
        return self._made(function_named(sign.value), [inner], sign.start, inner.end, sign.spaced, "root")

    def nth_root(self, sign: Token, degree: Piece, inner: Piece) -> Piece:
        row = function_named("root")
        if degree.node is TWO:
            return self._made(function_named("sqrt"), [inner], sign.start, inner.end, sign.spaced, "call")
        if degree.node is Number(3):
            return self._made(function_named("cbrt"), [inner], sign.start, inner.end, sign.spaced, "call")
        return self._made(row, [inner, degree], sign.start, inner.end, sign.spaced, "call")

    def unknown_call(self, token: Token, opening: Token, arguments: list[Piece], closing: Token) -> Piece:
        name, orders = token.value
        if isinstance(orders, int):
            orders = (orders, *([0] * (len(arguments) - 1)))
            if orders[0] and len(arguments) > 1:
                raise self.error(token.start, token.end, wording.prime_of_several(name, len(arguments)))
        elif len(orders) != len(arguments):
            raise self.error(token.start, token.end, wording.wrong_orders(name, len(orders), len(arguments)))
        node = UnknownCall(name, tuple([argument.node for argument in arguments]), orders)
        return Piece(node, "unknown", token.start, closing.end, token.spaced, tuple(arguments), fixed=False)

    # functions

    def first_argument(self, argument: Piece) -> list[Piece]:
        return [argument]

    def next_argument(self, arguments: list[Piece], comma: Token, argument: Piece) -> list[Piece]:
        arguments.append(argument)
        return arguments

    def head(self, token: Token) -> Head:
        return Head(token.value, self.source.clean[token.start : token.end], token.start, token.end, token.spaced)

    def head_to_power(self, token: Token, sign: Token, power: Piece) -> Head:
        return self.head(token)._replace(power=power, end=power.end)

    def head_with_base(self, token: Token, base: Piece) -> Head:
        return self.head(token)._replace(base=base, end=base.end)

    def head_with_base_to_power(self, token: Token, base: Piece, sign: Token, power: Piece) -> Head:
        return self.head(token)._replace(base=base, power=power, end=power.end)

    def negative_number(self, sign: Token, number: Token) -> Piece:
        return self._negated(sign, self.number(number))

    def call(self, head: Head, opening: Token, arguments: list[Piece], closing: Token) -> Piece:
        return self._call(head, arguments, closing.end)

    def first_bare(self, factor: Piece) -> list[Piece]:
        return [factor]

    def next_bare(self, factors: list[Piece], factor: Piece) -> list[Piece]:
        factors.append(factor)
        return factors

    def bare_call(self, head: Head, factors: list[Piece]) -> Piece | list[Piece]:
        """`sin 2x`: the argument goes on up to a space. A space makes two readings, unless `sin` was glued on."""
        count = next((i for i in range(1, len(factors)) if self._parts_from(factors[i - 1], factors[i])), len(factors))
        argument = self._bare_argument(factors[:count])
        call = self._call(head, [argument], argument.end)
        if argument.form == "power" and head.power is None:
            text, inner = self.source.quoted(head.start, argument.end), self.text(argument)
            self.note("bare-power", remarks.bare_power(text, head.row.name, inner), head.start, argument.end)
        if count == len(factors):
            return call
        if factors[0].spaced:
            whole = self.source.quoted(head.start, factors[-1].end)
            name, first, rest = (
                head.text,
                self.text(argument),
                self.source.quoted(factors[count].start, factors[-1].end),
            )
            readings = f"{name}({first})*{rest}", f"{name}({first}*{rest})"
            raise self.error(head.start, factors[-1].end, wording.two_readings(whole, *readings))
        return [call, *factors[count:]]

    def call_of_call(self, head: Head, argument: Piece | list[Piece]) -> Piece | list[Piece]:
        """`ln sin x`: a function of a function; what `sinx y` leaves over stays beside it."""
        inner, *rest = argument if isinstance(argument, list) else [argument]
        call = self._call(head, [inner], inner.end)
        return [call, *rest] if rest else call

    def _bare_argument(self, factors: list[Piece]) -> Piece:
        run = Run([factors[0]])
        for factor in factors[1:]:
            self.beside(run, factor)
        return self.finished_product(run)

    def _parts_from(self, before: Piece, after: Piece) -> bool:
        """Does a space between two factors of a bare argument mean something? Beside a word such as `pi` it must."""
        words = (
            self.source.clean[piece.start : piece.start + 2]
            for piece in (before, after)
            if piece.form in ("name", "power")
        )
        needed = any((word.isalpha() and len(word) == 2) or word.startswith("\\") for word in words)
        return after.spaced and not needed and before.node is not PI

    def _call(self, head: Head, arguments: list[Piece], end: int) -> Piece:
        row = head.row
        if head.base is not None:
            row, arguments = self._with_base(head.base, arguments)
        elif row.name == "log" and len(arguments) == 1:
            row = function_named("ln" if self.log == "natural" else "log10")
            self.note("log", remarks.NATURAL_LOG if self.log == "natural" else remarks.LOG_10, head.start, end)
        elif row.name == "root" and len(arguments) == 1:
            row = function_named("sqrt")
        elif head.text.lower() == "lg":
            self.note("lg", remarks.LG, head.start, end)
        power = head.power
        if power is None:
            return self._made(row, arguments, head.start, end, head.spaced)
        if isinstance(power.node, Negation) and power.node.operand is Number(1):
            inverse = _INVERSES.get(row.name)
            if inverse is None:
                raise self.error(head.start, head.end, wording.unknown_inverse(row.name))
            self.note("inverse", remarks.inverse(row.name, inverse), head.start, end)
            return self._made(function_named(inverse), arguments, head.start, end, head.spaced)
        if len(arguments) == 1:
            self.note(
                "power-of-function",
                remarks.squared(row.name, self.source.clean[power.start : power.end].strip("(){}[]")),
                head.start,
                end,
            )
        piece = self._power(self._made(row, arguments, head.start, end, head.spaced), power)
        piece.form, piece.spaced = "call", head.spaced
        return piece

    def _with_base(self, base: Piece, arguments: list[Piece]) -> tuple[Function, list[Piece]]:
        if base.node is E:
            return function_named("ln"), arguments
        if base.node in (TWO, Number(10)):
            return function_named("log2" if base.node is TWO else "log10"), arguments
        return function_named("log"), [*arguments, base]

    def _made(
        self, row: Function, arguments: list[Piece], start: int, end: int, spaced: bool, form: str = "call"
    ) -> Piece:
        """A call of a function of the sheet: with as many arguments as it takes, and a value where all is constant."""
        if row.name in ("min", "max") and len(arguments) > 2:
            first = self._made(row, arguments[:2], start, arguments[1].end, spaced)
            for argument in arguments[2:-1]:
                first = self._made(row, [first, argument], start, argument.end, spaced)
            arguments = [first, arguments[-1]]
        if len(arguments) != row.arity:
            decimal = len(arguments) == row.arity + 1 and all(self._at_comma(a) for a in arguments[-2:])
            raise self.error(start, end, wording.wrong_count(row.name, row.arity, len(arguments), decimal))
        node = Call(row, tuple([argument.node for argument in arguments]))
        piece = Piece(node, form, start, end, spaced, tuple(arguments))
        if piece.fixed and piece.size <= constants.SMALL:
            condition = constants.violated(row, node)
            if condition:
                raise self.error(start, end, wording.no_value(self.text(piece), row.name, condition))
        return piece

    def _at_comma(self, piece: Piece) -> bool:
        return any(
            c.isdigit()
            for c in self.source.clean[piece.start : piece.end][:1] + self.source.clean[piece.end - 1 : piece.end]
        )


_NO_ACTIONS = ("note", "error", "text", "asked_variable")
ACTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(Builder, name) for name in dir(Builder) if not name.startswith("_") and name not in _NO_ACTIONS
}
