"""What a student's lines have said so far: what letters stand for, functions, and derivatives as they were claimed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from chainrule.calculus.comparison.equivalence import compare
from chainrule.calculus.engine import differentiate
from chainrule.errors import ChainRuleError, ReadingError
from chainrule.expression.evaluation import target_of
from chainrule.expression.nodes import ONE, Expression, Node, Relation, Symbol, System, UnknownCall
from chainrule.expression.reading import is_name, name_of, parse, read
from chainrule.expression.systems import resolved
from chainrule.expression.walking import preorder, rebuilt, substitute
from chainrule.tutor import wording
from chainrule.tutor.answers import Problem
from chainrule.tutor.working.lines import NAMED, Claim
from chainrule.tutor.working.rates import Extent, Rate, with_rates_named

__all__ = ["Asked", "Notes", "Side"]

PARTS = ("u", "v", "w")  # letters whose u' is never the derivative that was asked for
SIGMOID = "sigma"  # σ'(z) is read as that of an unknown function, σ(z) is none
STANDS = "rate"  # the names by which the reader is told of derivatives


class Asked(NamedTuple):
    """A derivative that a line asks for: of what, by what, how often."""

    target: Expression
    by: Symbol
    order: int


class Side(NamedTuple):
    """An expression in a line.

    open   whether there is a derivative in it that is still to be found
    sole   the derivative that it is, where it is one and nothing else, as (x^2)'
    """

    expression: Expression
    open: bool = False
    sole: Asked | None = None


@dataclass
class Notes:
    """`letters` are in terms of the variable, `defined` as they were written, `claimed` are rates by their names.

    functions   the parameter and the body of f(u) = …; `slopes` the same of f'(u) = … as it was claimed
    """

    problem: Problem
    letters: dict[Expression, Expression] = field(default_factory=dict)
    defined: dict[Symbol, Expression] = field(default_factory=dict)
    claimed: dict[tuple[Symbol, Symbol], Expression] = field(default_factory=dict)
    functions: dict[str, tuple[Symbol, Expression]] = field(default_factory=dict)
    slopes: dict[str, tuple[Symbol, Expression]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        node = self.problem.reading.node
        if isinstance(node, System) and not self.defined:
            self.defined.update(node.definitions)
            self.letters.update(resolved(node))

    def copied(self) -> Notes:
        return replace(
            self, letters=dict(self.letters), defined=dict(self.defined), claimed=dict(self.claimed),
            functions=dict(self.functions), slopes=dict(self.slopes),
        )  # fmt: skip

    @property
    def own(self) -> Symbol:
        return self.problem.own

    @property
    def function(self) -> UnknownCall | None:
        """What the problem's own letter is in a line: y(x). None where the letter means something else."""
        problem, node = self.problem, self.problem.reading.node
        if problem.curve is not None:
            return problem.curve.function
        unknown = next((call for call in problem.unknown if call.name == self.own.name), None)
        taken = self.own.name in node.functions or self.own.name in problem.target.names or isinstance(node, System)
        return unknown or (None if taken else UnknownCall(self.own.name, (problem.variable,), (0,)))

    @property
    def rate(self) -> UnknownCall | None:
        """And its derivative: y'(x)."""
        return None if self.function is None else UnknownCall(self.own.name, (self.problem.variable,), (1,))

    def meaning(self, form: Expression, rate: Expression | None = None) -> Expression:
        """A line's expression in terms of the variable: y(x) is the function, and y'(x) its derivative, or `rate`.

        For a curve y(x) is y; where y(x) is an unknown function of the problem itself, it stays.
        """
        problem = self.problem
        if self.function is None or self.function in problem.unknown:
            return form
        value = problem.target if problem.curve is None else problem.own
        assert self.rate is not None
        return substitute(form, {self.function: value, self.rate: problem.answer if rate is None else rate})

    def note_letters(self, claims: Iterable[Claim]) -> None:
        """What the letters and functions stand for, wherever that is said: lines before it may use them, too."""
        for claim in claims:
            named = NAMED.match(claim.text)
            if named is None or claim.linked or not is_name(name_of(named[1])):
                continue
            name = Symbol(name_of(named[1]))
            if name in self.defined or name.name in self.functions or not self.is_free(name):
                continue
            with suppress(ChainRuleError):
                if named[2]:
                    self.define_function(name, Symbol(name_of(named[2])), named[3])
                else:
                    self.define(name, self.read(named[3]).expression)

    def is_free(self, name: Symbol) -> bool:
        """Can a line give a meaning to it?"""
        problem = self.problem
        given = name.name in problem.target.names or name.name in problem.reading.node.functions
        return not given and name is not problem.variable and name is not self.own

    def define(self, name: Symbol, value: Expression) -> None:
        self.defined[name], self.letters[name] = value, self.put_in(value)

    def forget_rates(self, name: Symbol) -> None:
        """What was claimed of a letter that stands for something else from now on."""
        self.claimed = {pair: value for pair, value in self.claimed.items() if name not in pair}

    def define_function(self, name: Symbol, parameter: Symbol, text: str) -> None:
        self.functions[name.name] = parameter, self.read(text, without=parameter).expression

    def put_in(self, expression: Expression) -> Expression:
        """In terms of the variable alone: letters by what they stand for, f(u) by what f does."""
        for _ in range(len(self.letters) + len(self.functions) + 1):
            applied = rebuilt(expression, self._applied) if expression.functions else expression
            after = substitute(applied, self.letters)
            if after is expression:
                break
            expression = after
        return expression

    def _applied(self, node: Expression) -> Expression | None:
        if not isinstance(node, UnknownCall) or len(node.arguments) != 1:
            return None
        order = sum(node.orders)
        if node.name in self.functions:
            parameter, body = self.functions[node.name]
        elif node.name == SIGMOID and SIGMOID not in self.problem.target.functions:
            parameter = Symbol("u")
            body = target_of(parse("sigmoid(u)"))
        else:
            return None
        if order and node.name in self.slopes:
            parameter, body = self.slopes[node.name]
            order -= 1
        if order:
            body = differentiate(body, parameter, order, limits=self.problem.limits)
        return substitute(body, {parameter: node.arguments[0]})

    # --- reading -----------------------------------------------------------------------------------------------------

    def read(self, text: str, extent: Extent = "factor", without: Symbol | None = None) -> Side:
        """An expression in a line, with the derivatives in it; `without` is a letter that stands for itself there.

        Raises ReadingError, with the place in the text as it stands without derivatives.
        """
        meanings: dict[Expression, Expression] = {}
        asked: list[Asked] = []
        opened: list[bool] = []

        def called(rate: Rate) -> str | None:
            found = self._found(rate, extent, without, asked)
            if found is None:
                return None
            name = Symbol(f"{STANDS}{len(meanings) + 1}")
            meanings[name] = found[0]
            opened.append(found[1])
            return name.name

        plain = with_rates_named(text, called, extent)
        expression = self._plain(plain, [symbol.name for symbol in meanings if isinstance(symbol, Symbol)])
        for _ in meanings:
            expression = substitute(expression, meanings)
        opened += [self._is_to_be_found(node) for node in preorder(expression)]
        sole = asked[-1] if asked and plain.strip() == f"{STANDS}1" else None
        return Side(expression, any(opened), sole)

    def _is_to_be_found(self, node: Node) -> bool:
        """Is it f'(x) of a function f that was named, or σ'(x), and the derivative was not?"""
        return (
            isinstance(node, UnknownCall) and any(node.orders) and node.name in (SIGMOID, *self.functions)
            and node.name not in self.slopes
        )  # fmt: skip

    def _plain(self, text: str, also: list[str]) -> Expression:
        problem, settings = self.problem, self.problem.reading.settings
        node, x = problem.reading.node, problem.variable
        moving = dict(self._moving())
        names = {*settings.names, *node.names, x.name, *also, *[letter.name for letter in self.defined]}
        names |= {f"d{of.name}d{by.name}" for of, by in self.claimed}
        functions = {*settings.functions, *node.functions, *self.functions}
        values: dict[Symbol, Expression] = {}
        for symbol, call in moving.items():
            if call is self.function and call not in problem.unknown and problem.curve is None:
                text = self._with_values(text, symbol.name, values)
            y = re.escape(symbol.name)
            text = re.sub(rf"(?<![^\W_]){y}\s*\(\s*{re.escape(x.name)}\s*\)", f" {symbol.name} ", text)
            if call not in problem.unknown or re.search(rf"(?<![^\W_]){y}\s*\(", text) is None:
                names.add(symbol.name)
                functions.discard(symbol.name)
        differentials = self._differentials(text)
        names = (names | {symbol.name for symbol in (*differentials, *values)}) - functions
        found = read(text, variable=x, names=names, functions=functions, log=settings.log, limits=problem.limits).node
        if isinstance(found, Relation):
            raise ReadingError(text, max(text.find("="), 0), wording.EQUATION, mend=wording.EQUATION_MEND)
        rates = {Symbol(f"d{of.name}d{by.name}"): value for (of, by), value in self.claimed.items()}
        meanings: dict[Expression, Expression] = {}
        for known in (differentials, rates, values, moving):
            meanings.update(known.items())
        return substitute(target_of(found), meanings)

    def _with_values(self, text: str, name: str, values: dict[Symbol, Expression]) -> str:
        """y(2) is the value there, and no product."""

        def value(found: re.Match[str]) -> str:
            place = parse(found[1])
            assert isinstance(place, Expression)
            called = Symbol(f"value{len(values) + 1}")
            values[called] = substitute(self.problem.target, {self.problem.variable: place})
            return f" {called.name} "

        return re.sub(rf"(?<![^\W_]){re.escape(name)}\(\s*(-?\d+(?:\.\d+)?)\s*\)", value, text)

    def _differentials(self, text: str) -> dict[Symbol, Expression]:
        """dx and dy in `2x dx + 2y dy = 0`, where only their ratio counts."""
        x, y = self.problem.variable.name, self.own.name
        if self.rate is None or "d" in self.problem.reading.node.names:
            return {}
        found = {Symbol(f"d{x}"): ONE, Symbol(f"d{y}"): self.rate}
        return {
            name: value for name, value in found.items() if re.search(rf"(?<![^\W\d_/]){name.name}\b(?!\s*/)", text)
        }

    def _moving(self) -> list[tuple[Symbol, UnknownCall]]:
        """The letters that stand for functions of the variable: y for y(x)."""
        calls = [*self.problem.unknown, *([self.function] if self.function is not None else [])]
        return [(Symbol(call.name), call) for call in dict.fromkeys(calls)]

    def _found(
        self, rate: Rate, extent: Extent, without: Symbol | None, asked: list[Asked]
    ) -> tuple[Expression, bool] | None:
        """What a derivative in a line is, and whether it is still to be found; None where it says nothing known."""
        x = self.problem.variable
        by = Symbol(rate.by) if rate.by is not None else x
        if not rate.named:
            target = self.read(rate.of, extent, without).expression
            asked.append(Asked(target, by, rate.order))
            return self.derivative(*asked[-1]), True
        of = Symbol(rate.of)
        for call in self.problem.unknown if by is x else []:
            if call.name == rate.of:
                return UnknownCall(call.name, call.arguments, (rate.order,)), False
        if rate.of in self.functions or rate.order > 1:
            return None
        if (of, by) in self.claimed:
            return self.claimed[of, by], False
        if self.rate is not None and of is self.own and by is x:
            return self.rate, True
        target_there = self.in_terms(of, by)
        return None if target_there is None else (self.derivative(target_there, by, 1), True)

    def derivative(self, target: Expression, by: Symbol, order: int) -> Expression:
        """By the variable everything that moves with it is put in; by another letter the rest stands still."""
        moving = self.put_in(target) if by is self.problem.variable else target
        return differentiate(moving, by, order, limits=self.problem.limits)

    def in_terms(self, of: Symbol, by: Symbol) -> Expression | None:
        """What a letter stands for, in terms of another one; None where it does not depend on it as written."""
        target = self.defined.get(of, self.problem.target if of is self.own and self.problem.curve is None else None)
        if target is None:
            return None
        if by.name in target.names or by is self.problem.variable:
            return target if by.name in target.names else self.put_in(target)
        meaning = self.letters.get(by)
        if meaning is None:
            return None
        outer = substitute(self.put_in(target), {meaning: by})
        return outer if by.name in outer.names else None

    def is_target(self, meaning: Expression | None) -> bool:
        """Is it the function that is to be differentiated, in whatever form?"""
        if meaning is None or self.problem.curve is not None:
            return False
        return meaning is self.problem.target or compare(meaning, self.problem.target).verdict == "same"

    def is_known(self, name: Symbol) -> bool:
        """Does it stand for something: the function, a letter or a function that was named?"""
        return name is self.own or name in self.defined or name.name in self.functions

    def is_part(self, letter: Symbol) -> bool:
        """Is u' the derivative of a piece, and not the one that was asked for?"""
        return letter is not self.own and (letter in self.letters or letter.name in PARTS)

    def is_involved(self, form: Expression) -> tuple[bool, bool]:
        """Are y(x) and y'(x) in it?"""
        nodes = set(preorder(form))
        return self.function in nodes, self.rate in nodes
