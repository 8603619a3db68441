"""The forward and the reverse pass in numbers: values from the inputs up, adjoints from the output down.

Both passes are made with many digits, twice: a number on which two precisions do not agree is 0, or there is none. So
the cosine of pi/2 is 0, and 1 - sigmoid(30) has all its digits. Floats serve where they are exact, and in graphs so
large that nobody looks at single digits, unless a corner or the edge of a domain comes close.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from chainrule.calculus.graphs.operations import Operation
from chainrule.calculus.tidying.terms import Rational, rational
from chainrule.errors import DomainError
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.nodes import (
    ZERO,
    Expression,
    Negation,
    Number,
    Piecewise,
    Product,
    Relation,
    Sum,
    Symbol,
)
from chainrule.expression.number_systems import FLOATS, Arithmetic, high_precision
from chainrule.expression.plain import shortened
from chainrule.expression.relations import HOLDS

__all__ = ["Gate", "PassError", "Passes", "numbers_at", "through"]

DIGITS = 40, 80
NOISE = 1e-20  # below this a number on which two precisions do not agree is 0, above one over it a pole
AGREE = 1e-3
CLOSE = 1e-9  # sides of a condition that floats do not tell apart for sure
MANY = 5_000  # nodes, beyond which floats will do
EXACT = Number, Symbol, Sum, Product, Negation  # floats that are given as such stay exact through these

Numbers = tuple[Any, ...]  # one number, in each of the arithmetics
Why = Literal["value", "large", "slope", "corner", "branches", "adjoint"]


class Gate(NamedTuple):
    """A node to be computed: a leaf has no operation; `parts` are places in the list of gates."""

    expression: Expression
    operation: Operation | None = None
    parts: tuple[int, ...] = ()
    moves: bool = False


class PassError(Exception):
    """The gate at `index` has no value, no local derivative by its part at `slot`, or no adjoint.

    parts   the values of its parts, None for one that has none
    """

    def __init__(self, index: int, why: Why, parts: Sequence[float | None], slot: int = 0) -> None:
        super().__init__(index, why, parts, slot)
        self.index, self.why, self.parts, self.slot = index, why, parts, slot


class Passes(NamedTuple):
    """What both passes found, for each gate; None where nothing is asked or nothing is passed on.

    rates   by each of its parts
    """

    values: list[float | None]
    rates: list[tuple[float | None, ...]]
    adjoints: list[float | None]


def through(gates: Sequence[Gate], output: int, given: Mapping[Symbol, Expression]) -> Passes:
    """Both passes, at a value for every symbol; raises PassError."""
    exact = [rational(value) for value in given.values()]
    simple = None not in exact and all(isinstance(gate.expression, EXACT) for gate in gates)
    if (simple and all(_is_float(value) for value in exact if value is not None)) or len(gates) > MANY:
        try:
            return _Pass(gates, output, given, (FLOATS,)).found()
        except PassError:
            pass
    return _Pass(gates, output, given, tuple(high_precision(digits) for digits in DIGITS)).found()


def _is_float(value: Rational) -> bool:
    try:
        return Fraction(float(value)) == value
    except OverflowError:
        return False


def numbers_at(expressions: Sequence[Expression], point: Mapping[Symbol, Expression]) -> list[float]:
    """Values with many digits, rounded; DomainError where one has none. What two precisions do not agree on is 0."""
    arithmetics = tuple(high_precision(digits) for digits in DIGITS)
    rows = []
    for arithmetic in arithmetics:
        given = {symbol: program(value, arithmetic=arithmetic).at({})[0] for symbol, value in point.items()}
        rows.append(program(*expressions, arithmetic=arithmetic).attempt(given))
    found = []
    for expression, column in zip(expressions, zip(*rows, strict=True), strict=True):
        number = settled(column, arithmetics)
        if isinstance(number, Undefined):
            raise DomainError(f"{shortened(expression)} has no real value here, or one too large", expression)
        found.append(float(number[-1]))
    return found


def settled(found: Sequence[Any], arithmetics: Sequence[Arithmetic]) -> Numbers | Undefined:
    """What the precisions agree on."""
    last = found[-1]
    if isinstance(last, Undefined) or len(found) == 1:
        return last if isinstance(last, Undefined) else (last,)
    first, size = found[0], abs(last)
    unsure = isinstance(first, Undefined) or abs(last - first) > AGREE * size
    if unsure and size < NOISE:
        return tuple(arithmetic.number(0) for arithmetic in arithmetics)
    if unsure and size > 1 / NOISE:
        return Undefined(ZERO, too_large=False)
    if math.isinf(float(last)):
        return Undefined(ZERO, too_large=True)
    return (last if isinstance(first, Undefined) else first, last)


class _Pass:
    def __init__(
        self, gates: Sequence[Gate], output: int, given: Mapping[Symbol, Expression],
        arithmetics: tuple[Arithmetic, ...],
    ) -> None:  # fmt: skip
        self.gates, self.output, self.given, self.arithmetics = gates, output, given, arithmetics
        self.values: list[Numbers | Undefined] = []
        self.rates: list[tuple[Numbers | Undefined | None, ...]] = []
        self.cornered: dict[int, Why] = {}

    def found(self) -> Passes:
        for index, gate in enumerate(self.gates):
            self._compute(index, gate)
        if isinstance(self.values[self.output], Undefined):
            self._blame(self.output)
        adjoints = self._adjoints() if self.gates[self.output].moves else [None] * len(self.gates)
        return Passes(
            [_number(value) for value in self.values],
            [tuple([_number(rate) for rate in rates]) for rates in self.rates],
            [_number(adjoint) for adjoint in adjoints],
        )

    # --- forward ---

    def _compute(self, index: int, gate: Gate) -> None:
        if gate.operation is None:
            leaf = self.given[gate.expression] if isinstance(gate.expression, Symbol) else gate.expression
            found = [program(leaf, arithmetic=arithmetic).attempt({})[0] for arithmetic in self.arithmetics]
            self.values.append(self._settled(found))
            self.rates.append(())
            return
        parts = [self.values[part] for part in gate.parts]
        measures = [
            gate.operation.measured([p if isinstance(p, Undefined) else p[turn] for p in parts], arithmetic)
            for turn, arithmetic in enumerate(self.arithmetics)
        ]
        value = self._settled([measure.value for measure in measures])
        self.values.append(value)
        columns = zip(*[measure.rates for measure in measures], strict=True)
        self.rates.append(tuple([None if rates[0] is None else self._settled(rates) for rates in columns]))
        for rows in zip(*[measure.sides for measure in measures], strict=False):
            relation: Relation = rows[0][0]
            left, right = (self._settled([row[side] for row in rows]) for side in (1, 2))
            if isinstance(left, Undefined) or isinstance(right, Undefined):
                continue
            if not HOLDS[relation.sign](left[-1], right[-1]):
                self.cornered.setdefault(index, "branches" if isinstance(gate.expression, Piecewise) else "corner")
            elif left[-1] != right[-1] and self._unsure(left[-1], right[-1]):
                raise self._error(index, "corner")

    def _error(self, index: int, why: Why, slot: int = 0) -> PassError:
        return PassError(index, why, [_number(self.values[part]) for part in self.gates[index].parts], slot)

    def _unsure(self, left: Any, right: Any) -> bool:
        return len(self.arithmetics) == 1 and abs(left - right) <= CLOSE * max(1, abs(left), abs(right))

    def _settled(self, found: Sequence[Any]) -> Numbers | Undefined:
        return settled(found, self.arithmetics)

    def _blame(self, index: int) -> None:
        """Raise for the first gate below that has no value of its own making."""
        while True:
            lost = [part for part in self.gates[index].parts if isinstance(self.values[part], Undefined)]
            if not lost or isinstance(self.gates[index].expression, Piecewise):
                break
            index = lost[0]
        value = self.values[index]
        raise self._error(index, "large" if isinstance(value, Undefined) and value.too_large else "value")

    # --- reverse ---

    def _adjoints(self) -> list[Numbers | Undefined | None]:
        """Each gate's adjoint: the sum of what the wholes pass on; None for what does not move.

        What a piecewise does not choose is not reached, and need have no derivative.
        """
        gates = self.gates
        shares: list[list[Numbers]] = [[] for _ in gates]
        shares[self.output].append(tuple(arithmetic.number(1) for arithmetic in self.arithmetics))
        adjoints: list[Numbers | Undefined | None] = [None] * len(gates)
        for index in range(self.output, -1, -1):
            gate = gates[index]
            if not gate.moves:
                continue
            adjoint = self._settled(self._sum(shares[index]))
            if isinstance(adjoint, Undefined) or not self._is_number(adjoint):
                raise self._error(index, "adjoint")
            adjoints[index] = adjoint
            if not shares[index]:
                continue
            if index in self.cornered:
                raise self._error(index, self.cornered[index])
            for slot, (part, rate) in enumerate(zip(gate.parts, self.rates[index], strict=False)):
                if isinstance(rate, Undefined):
                    raise self._error(index, "slope", slot)
                if rate is not None and (rate[-1] or not isinstance(gate.expression, Piecewise)):
                    shares[part].append(tuple([a * r for a, r in zip(adjoint, rate, strict=True)]))
        return adjoints

    def _sum(self, shares: list[Numbers]) -> list[Any]:
        nothing = [arithmetic.number(0) for arithmetic in self.arithmetics]
        return [sum(column) for column in zip(*shares, strict=True)] if shares else nothing

    def _is_number(self, numbers: Numbers) -> bool:
        return math.isfinite(float(numbers[-1]))


def _number(numbers: Numbers | Undefined | None) -> float | None:
    return None if numbers is None or isinstance(numbers, Undefined) else float(numbers[-1])
