"""Two ways to work out a derivation with mistakes in it: on floats at a point, and on expressions.

A rule's join, right or wrong, uses operators and what a calculator gives it, so that one row of the catalogue serves
both: the search runs it on floats, a few thousand times, and what fits is run on expressions once, to be compared
exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from chainrule.calculus.comparison.stand_ins import Smooth
from chainrule.calculus.engine import Work, differentials
from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import Program, Undefined, program
from chainrule.expression.functions import Function, function_named
from chainrule.expression.nodes import Call, Constant, Expression, Number, Piecewise, Power, Symbol, expression_of
from chainrule.expression.number_systems import FLOATS
from chainrule.expression.walking import bottom_up, substitute

if TYPE_CHECKING:
    from chainrule.tutor.mistakes.facets import Anatomy, Facet

__all__ = ["INSIDE", "Calculator", "Formulas", "Here", "Numbers", "Workshop"]

INSIDE = Symbol("□")  # stands for what is inside an outer function; nobody can type it
NONE = math.nan  # the value of what has none


class Calculator(Protocol):
    """What a join needs beside its own operators; numbers and formulas are both called quantities here."""

    def value(self, part: Expression) -> Any:
        """The quantity that an expression is."""

    def rate(self, part: Expression) -> Any:
        """Its derivative, by the right rules."""

    def of(self, outer: Expression, inside: Any) -> Any:
        """An outer function, written with INSIDE, of a quantity."""

    def joined(self, facet: Facet, rates: Sequence[Any]) -> Any:
        """The right derivative of a facet's target, from the derivatives of its parts."""

    def quantity(self, number: Any) -> Any:
        """What a join gave, which may be a bare whole number, as a quantity."""

    def power(self, base: Any, exponent: Any) -> Any: ...
    def ln(self, quantity: Any) -> Any: ...
    def here(self, facet: Facet, slope: Expression | None) -> Here: ...


class Here:
    """What the joins of a facet are told: its facts as quantities, by name, and the outer function with its slope."""

    def __init__(self, calculator: Calculator, facet: Facet, slope: Expression | None) -> None:
        self.calculator, self.facet, self.formula = calculator, facet, slope
        for name, fact in facet.facts.items():
            setattr(self, name, calculator.value(fact))
        for name, fact in facet.rates.items():
            setattr(self, name, calculator.rate(fact))
        if slope is not None:
            self.slope = calculator.of(slope, self.u)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    def slope_at(self, inside: Any) -> Any:
        assert self.formula is not None
        return self.calculator.of(self.formula, inside)

    def f_at(self, inside: Any) -> Any:
        return self.calculator.of(cast(Expression, self.facet.outer), inside)


class Workshop:
    """What is made once and used at every point: operations of nodes, and programs of outer functions."""

    def __init__(self) -> None:
        self._made: Program = program(functions=Smooth(FLOATS))
        self._operations: dict[Expression, Any] = {}
        self._programs: dict[Expression, Program] = {}

    def operation(self, node: Expression) -> Any:
        if node not in self._operations:
            self._operations[node] = self._made.operation(node)
        return self._operations[node]

    def calling(self, function: Function) -> Callable[..., Any]:
        return self._made.arithmetic.call(function)

    def program(self, outer: Expression) -> Program:
        if outer not in self._programs:
            self._programs[outer] = program(outer, functions=Smooth(FLOATS))
        return self._programs[outer]


class Numbers:
    """A calculator on floats, at a point; what has no value there is NaN. Each sub-expression is worked out once."""

    def __init__(self, anatomy: Anatomy, point: Mapping[Symbol, float], workshop: Workshop | None = None) -> None:
        self.anatomy, self.point = anatomy, point
        self.values: dict[Any, float] = dict(point)
        self.rates: dict[Expression, float] = {}
        self.workshop = Workshop() if workshop is None else workshop
        self._names = {symbol.name: value for symbol, value in point.items()}
        self._roles: dict[Facet, dict[str, Any]] = {}
        self._here: dict[tuple[Facet, Expression | None], Here] = {}
        self._outer: dict[tuple[Expression, float], float] = {}

    def value(self, part: Expression) -> float:
        values = self.values
        if part not in values:
            for node in bottom_up(part, known=values):
                values[node] = self._worked_out(cast(Expression, node))
        return values[part]

    def _worked_out(self, node: Expression) -> float:
        match node:
            case Number(value):
                return float(value)
            case Constant(name):
                return FLOATS.constant(name)
            case Symbol():
                return NONE
            case Piecewise():
                return self._attempted(self.workshop.program(node))
        values = self.values
        try:
            found = self.workshop.operation(node)(*[values[child] for child in node.children])
        except (ArithmeticError, ValueError, TypeError):
            return NONE
        return found if found - found == 0 else NONE

    def _attempted(self, made: Program) -> float:
        names = self._names
        if not names.keys() >= made.names.keys():
            names = {**dict.fromkeys(made.names, NONE), **names}
        try:
            (found,) = made.attempt(names)
        except ChainRuleError:
            return NONE
        return NONE if isinstance(found, Undefined) else float(found)

    def rate(self, part: Expression) -> float:
        rates = self.rates
        stack = [part]
        while stack:
            target = stack[-1]
            if target in rates:
                stack.pop()
                continue
            facet = self.anatomy.facet(target)
            missing = [inner for inner in facet.parts if inner not in rates]
            if missing:
                stack += missing
                continue
            stack.pop()
            rates[target] = self.joined(facet, [rates[inner] for inner in facet.parts])
        return rates[part]

    def joined(self, facet: Facet, rates: Sequence[float]) -> float:
        roles = self._roles.get(facet)
        if roles is None:
            roles = self._roles[facet] = {name: self._role(role) for name, role in facet.split.roles.items()}
        if isinstance(facet.target, Piecewise):
            return self._chosen(facet, rates)
        try:
            found = facet.rule.join(roles, *rates)
        except (ArithmeticError, ValueError):
            return NONE
        return float(found.value) if isinstance(found, Number) else float(found)

    def _chosen(self, facet: Facet, rates: Sequence[float]) -> float:
        """The rate of the branch that holds here: branches are joined as formulas, with letters for their rates."""
        letters = [Symbol(f"{INSIDE.name}{index}") for index in range(len(rates))]
        self._names.update(zip([letter.name for letter in letters], rates, strict=True))
        try:
            return self._attempted(self.workshop.program(facet.rule.join(self._roles[facet], *letters)))
        except ChainRuleError:
            return NONE

    def _role(self, role: Any) -> Any:
        if isinstance(role, Expression):
            return self.value(role)
        return tuple([self.value(part) for part in role]) if isinstance(role, tuple) else role

    def of(self, outer: Expression, inside: float) -> float:
        if inside - inside != 0:
            return NONE
        key = outer, inside
        if key not in self._outer:
            self._names[INSIDE.name] = inside
            self._outer[key] = self._attempted(self.workshop.program(outer))
        return self._outer[key]

    def quantity(self, number: Any) -> float:
        return float(number)

    def power(self, base: float, exponent: float) -> float:
        if base < 0 and exponent != int(exponent):
            return NONE
        return float(base**exponent)

    def ln(self, quantity: float) -> float:
        return math.log(quantity)

    def here(self, facet: Facet, slope: Expression | None) -> Here:
        key = facet, slope
        if key not in self._here:
            self._here[key] = Here(self, facet, slope)
        return self._here[key]


class Formulas:
    """A calculator on expressions: quantities are formulas, and so is what comes of them."""

    def __init__(self, anatomy: Anatomy) -> None:
        self.anatomy = anatomy
        self._rates: list[dict[Expression, Work]] = [{} for _ in anatomy.variables]

    def value(self, part: Expression) -> Expression:
        return part

    def rate(self, part: Expression) -> Expression:
        for variable, known in zip(self.anatomy.variables, self._rates, strict=True):
            if part not in known:
                known.update(differentials(part, variable))
        found = [known[part].result for known in self._rates]
        return sum(found[1:], found[0])

    def joined(self, facet: Facet, rates: Sequence[Expression]) -> Expression:
        return expression_of(facet.rule.join(facet.split.roles, *rates))

    def of(self, outer: Expression, inside: Expression) -> Expression:
        return substitute(outer, {INSIDE: inside})

    def quantity(self, number: Any) -> Expression:
        return expression_of(number)

    def power(self, base: Expression, exponent: Expression | int) -> Expression:
        return Power(base, expression_of(exponent))

    def ln(self, quantity: Expression) -> Expression:
        return Call(function_named("ln"), (quantity,))

    def here(self, facet: Facet, slope: Expression | None) -> Here:
        return Here(self, facet, slope)

