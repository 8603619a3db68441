"""The value of an expression at a point, on floats or on mpmath numbers: a program made once, run at many points."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce
from typing import Any, assert_never

from chainrule.errors import ChainRuleError, DomainError, NameUnknownError
from chainrule.expression.collecting import collector_paused
from chainrule.expression.exactness import ExactValues, exact_value
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    Call,
    Constant,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    System,
    UnknownCall,
    expression_of,
)  # fmt: skip
from chainrule.expression.number_systems import FLOATS, Arithmetic, high_precision
from chainrule.expression.numerics import Rational
from chainrule.expression.relations import HOLDS
from chainrule.expression.systems import resolved, target_name
from chainrule.expression.walking import postorder

__all__ = ["Program", "Undefined", "evaluate", "exact_value", "program", "target_of"]

Names = Mapping[Any, Any]  # a value for each name or Symbol
Unknown = Mapping[Any, Callable[..., Any]]  # what f is under "f", its derivatives under ("f", (1,)) …
NO_VALUE = (ValueError, ZeroDivisionError, OverflowError)


def evaluate(
    expression: Node | str,
    values: Names | None = None,
    *,
    precision: int | None = None,
    functions: Unknown | None = None,
    limits: Limits = DEFAULT,
    **named: Any,
) -> Any:
    """The value at a point: a float, or an mpmath number with so many right decimal digits.

    Raises DomainError where there is no real value, NameUnknownError for a name without a value or a value too many.
    """
    if isinstance(expression, str):
        from chainrule.expression.reading import parse

        return evaluate(parse(expression), values, precision=precision, functions=functions, limits=limits, **named)
    target = target_of(expression)
    with collector_paused:
        made = program(target, functions=functions, limits=limits)
        beyond = set() if target is expression else set(expression.names)
        given = _given({**(values or {}), **named}, beyond | set(made.names))
        if precision is None:
            return made.at(given)[0]
    limits.check("digits", precision)
    return _precisely(target, given, precision, functions, limits)


def _given(values: Names, known: set[str]) -> dict[str, Any]:
    """The values by name, however the names are spelt: `θ` is theta, `x_1` is x1."""
    given: dict[str, Any] = {}
    for key, value in values.items():
        name = _name(key)
        if name not in known:
            from chainrule.expression.reading import name_of

            name = name_of(name)
        if name not in known:
            raise NameUnknownError(f"there is no {_name(key)} in the expression", _name(key))
        if name in given:
            raise NameUnknownError(f"{name} is given twice", name)
        _check_number(name, value)
        given[name] = value
    return given


def _check_number(name: str, value: Any) -> None:
    try:
        number = None if isinstance(value, str | bytes) else float(value)
    except OverflowError:  # an integer for mpmath, or said later to be too large
        return
    except (TypeError, ValueError):
        number = None
    if number is None:
        raise TypeError(f"{name} takes a real number, not {value!r}")
    if math.isnan(number):
        raise DomainError(f"{name} is not a number")


def target_of(node: Node) -> Expression:
    """The expression that is meant: of a system the last definition that no other uses, with the others put in."""
    if isinstance(node, Expression):
        return node
    if not isinstance(node, System):
        raise ChainRuleError("an equation has no value of its own: evaluate one of its sides")
    return resolved(node)[target_name(node)]


def _precisely(target: Expression, given: Names, precision: int, functions: Unknown | None, limits: Limits) -> Any:
    """More and more digits until two rounds agree to the number asked for."""
    import mpmath

    digits, before = precision + 10, None
    for _ in range(6):
        arithmetic = high_precision(digits)
        value = program(target, arithmetic=arithmetic, functions=functions, limits=limits).at(given)[0]
        if before is not None and abs(value - before) <= abs(value) * arithmetic.number(Fraction(1, 10**precision)):
            break
        before, digits = value, 2 * digits
    with mpmath.workdps(precision):
        return +mpmath.mp.make_mpf(value._mpf_)


# --- programs ---


@dataclass(frozen=True, slots=True)
class Undefined:
    """Stands for a value that does not exist, until it is known whether a piecewise asks for it."""

    node: Node
    too_large: bool


class Program:
    """Expressions made ready for many points: one instruction a node, shared nodes once, children before parents."""

    def __init__(
        self, roots: Sequence[Expression], arithmetic: Arithmetic, functions: Unknown | None, limits: Limits
    ) -> None:
        self.arithmetic, self.functions = arithmetic, {} if functions is None else functions
        self.nodes: list[Node] = list(postorder(*roots))
        index = {node: position for position, node in enumerate(self.nodes)}
        self.roots = [index[root] for root in roots]
        self.names: dict[str, int] = {}
        self.start: list[Any] = [None] * len(self.nodes)
        self.instructions: list[tuple[int, Callable[..., Any], list[int]]] = []
        self.lazy = False
        self._exact = ExactValues(limits)
        for position, node in enumerate(self.nodes):
            match node:
                case Number(value):
                    self.start[position] = self._constant(node, arithmetic.number, value)
                case Constant(name):
                    self.start[position] = arithmetic.constant(name)
                case Symbol(name):
                    self.names[name] = position
                case Expression():
                    self.lazy |= isinstance(node, Piecewise)
                    children = [index[child] for child in node.children]
                    self.instructions.append((position, self.operation(node), children))

    def at(self, values: Names) -> list[Any]:
        """The values of the roots, where each name has the value given; DomainError where one has none."""
        registers = self._filled(values)
        (self._run_lazily if self.lazy else self._run)(registers)
        for position in self.roots:
            self._raise_if_undefined(registers[position])
        return [registers[position] for position in self.roots]

    def attempt(self, values: Names) -> list[Any]:
        """As `at`, with an Undefined in the place of each root that has no value; a name may stand for one, too."""
        registers = self._filled(values)
        self._run_lazily(registers)
        return [registers[position] for position in self.roots]

    def _filled(self, values: Names) -> list[Any]:
        registers = self.start.copy()
        given = {_name(key): value for key, value in values.items()}
        for name, position in self.names.items():
            if name not in given:
                raise NameUnknownError(f"{name} has no value", name)
            value = given[name]
            if not isinstance(value, Undefined):
                value = self._constant(self.nodes[position], self.arithmetic.number, value)
            registers[position] = value
        return registers

    def _constant(self, node: Node, make: Callable[[Any], Any], value: Any) -> Any:
        try:
            made = make(value)
            if self.arithmetic.passes(made):
                return made
        except OverflowError:
            pass
        raise _no_value(node, too_large=True)

    def _run(self, registers: list[Any]) -> None:
        passes, position = self.arithmetic.passes, 0
        try:
            for position, operation, children in self.instructions:
                value = registers[position] = operation(*[registers[child] for child in children])
                if not passes(value):
                    raise _no_value(self.nodes[position], too_large=_is_infinite(value))
        except NO_VALUE as error:
            raise _no_value(self.nodes[position], isinstance(error, OverflowError)) from None

    def _run_lazily(self, registers: list[Any]) -> None:
        """As above, but what does not exist is an error only if it is asked for."""
        passes = self.arithmetic.passes
        undefined = {position for position in self.names.values() if isinstance(registers[position], Undefined)}
        for position, operation, children in self.instructions:
            parts = [registers[child] for child in children]
            if undefined and not undefined.isdisjoint(children) and not isinstance(self.nodes[position], Piecewise):
                value = next(part for part in parts if isinstance(part, Undefined))
            else:
                try:
                    value = operation(*parts)
                    if not isinstance(value, Undefined) and not passes(value):
                        value = Undefined(self.nodes[position], _is_infinite(value))
                except NO_VALUE as error:
                    value = Undefined(self.nodes[position], isinstance(error, OverflowError))
            if isinstance(value, Undefined):
                undefined.add(position)
            registers[position] = value

    def _raise_if_undefined(self, value: Any) -> None:
        if isinstance(value, Undefined):
            raise _no_value(value.node, value.too_large)

    def operation(self, node: Expression) -> Callable[..., Any]:
        """What makes the value of a node from the values of its children."""
        match node:
            case Sum():
                return _sum
            case Product():
                return _product
            case Quotient():
                return operator.truediv
            case Negation():
                return operator.neg
            case Power(base, exponent):
                return self._power(base, exponent)
            case Call(function, _):
                return self.arithmetic.call(function)
            case UnknownCall(name, _, orders):
                return self._unknown(name, orders)
            case Piecewise():
                return partial(_chosen, node)
            case Number() | Constant() | Symbol():
                raise AssertionError("a leaf is no operation")
        assert_never(node)  # type: ignore[arg-type]

    def _power(self, base: Expression, exponent: Expression) -> Callable[[Any, Any], Any]:
        if base is E:
            return partial(_exponential, self.arithmetic.exponential)
        exact = self._exact.rational(exponent)
        if exact is not None and exact.denominator == 1 and 0 <= exact <= 64:
            return partial(_small_power, int(exact))
        return partial(_power, self.arithmetic.raised, exact)

    def _unknown(self, name: str, orders: tuple[int, ...]) -> Callable[..., Any]:
        try:
            return self.functions[name if not any(orders) else (name, orders)]
        except KeyError:
            raise NameUnknownError(f"{name} is an unknown function: it has no value", name) from None


def program(
    *expressions: Expression,
    arithmetic: Arithmetic = FLOATS,
    functions: Unknown | None = None,
    limits: Limits = DEFAULT,
) -> Program:
    """The expressions made ready for evaluation at many points; what they share is worked out once."""
    with collector_paused:
        return Program([expression_of(expression) for expression in expressions], arithmetic, functions, limits)


def _name(key: Any) -> str:
    return key.name if isinstance(key, Symbol) else str(key)


def _no_value(node: Node, too_large: bool) -> DomainError:
    from chainrule.expression.plain import shortened

    words = "is too large for a number here" if too_large else "has no real value here"
    return DomainError(f"{shortened(node)} {words}", node)


def _is_infinite(value: Any) -> bool:
    return bool(isinstance(value, float) and math.isinf(value))


# --- operations ---


def _sum(first: Any, *others: Any) -> Any:
    return sum(others, first)


def _product(*factors: Any) -> Any:
    return reduce(operator.mul, factors)


def _exponential(exponential: Callable[[Any], Any], _: Any, exponent: Any) -> Any:
    return exponential(exponent)


def _small_power(exponent: int, base: Any, _: Any) -> Any:
    return base**exponent


def _power(raised: Callable[..., Any], exact: Rational | None, base: Any, exponent: Any) -> Any:
    """The real power: x^(p/q) with odd q is the real root, 0^0 is 1, other powers of negative numbers do not exist."""
    if base > 0:
        return raised(base, exponent, exact)
    if base == 0:
        if exponent < 0:
            raise ZeroDivisionError
        return base * 0 + (1 if exponent == 0 else 0)
    if exact is None:
        exact = int(exponent) if exponent == int(exponent) else None
    if exact is None or exact.denominator % 2 == 0:
        raise ValueError("no real power")
    size = raised(-base, exponent, exact)
    return -size if exact.numerator % 2 else size


def _chosen(node: Piecewise, *parts: Any) -> Any:
    """The value of the first branch whose conditions hold."""
    rest = iter(parts)
    for _, conditions in node.branches:
        value, sides = next(rest), [(next(rest), next(rest)) for _ in conditions]
        lost = next((side for pair in sides for side in pair if isinstance(side, Undefined)), None)
        if lost is not None:
            return lost
        if all(HOLDS[c.sign](*pair) for c, pair in zip(conditions, sides, strict=True)):
            return value
    return next(rest, Undefined(node, too_large=False))
