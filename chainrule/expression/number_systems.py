"""The numbers that expressions are evaluated on: floats, or mpmath numbers of any precision."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import cache, partial
from typing import Any, Protocol

from chainrule.expression.functions import Function
from chainrule.expression.numerics import Rational

__all__ = ["Arithmetic", "FLOATS", "Floats", "HighPrecision", "high_precision"]

LARGEST = 100_000  # in bits: past 2^100,000 a number of high precision counts as too large
LARGEST_ARGUMENT = {
    "exp": 17, "expm1": 17, "sinh": 17, "cosh": 17, "gamma": 14, "loggamma": 30, "digamma": 30, "psi": 10, "si": 20,
    "ci": 20, "erf": 20,
}  # fmt: skip  # in bits: mpmath would take too long beyond


class Arithmetic(Protocol):
    """What a program needs to know of the numbers it runs on."""

    def number(self, value: Any) -> Any: ...
    def constant(self, name: str) -> Any: ...
    def call(self, function: Function) -> Callable[..., Any]: ...
    def exponential(self, exponent: Any) -> Any: ...
    def raised(self, size: Any, exponent: Any, exact: Rational | None) -> Any:
        """A positive number to a power."""

    def passes(self, value: Any) -> bool:
        """Whether a result is a number, and not too large."""


class Floats:
    def number(self, value: Any) -> float:
        return float(value)

    def constant(self, name: str) -> float:
        return {"pi": math.pi, "e": math.e}[name]

    def call(self, function: Function) -> Callable[..., float]:
        return function.evaluate

    def exponential(self, exponent: float) -> float:
        return math.exp(exponent)

    def raised(self, size: float, exponent: float, exact: Rational | None) -> float:
        if exact is not None and exact.denominator == 2 and abs(exact.numerator) < 8:
            return float(math.sqrt(size) ** exact.numerator)
        if exact is not None and exact.denominator == 3 and abs(exact.numerator) < 8:
            return float(math.cbrt(size) ** exact.numerator)
        return float(size**exponent)

    def passes(self, value: Any) -> bool:
        return bool(value - value == 0)


class HighPrecision:
    """mpmath numbers with so many decimal digits, in a context of their own."""

    def __init__(self, digits: int) -> None:
        import mpmath

        self.context = mpmath.MPContext()
        self.context.dps = digits

    def number(self, value: Any) -> Any:
        if isinstance(value, Fraction):
            return self.context.mpf(value.numerator) / value.denominator
        return self.context.make_mpf(value._mpf_) if hasattr(value, "_mpf_") else self.context.mpf(value)

    def constant(self, name: str) -> Any:
        return +getattr(self.context, name)

    def call(self, function: Function) -> Callable[..., Any]:
        if function.mpmath:
            work: Callable[..., Any] = getattr(self.context, function.mpmath)
            bits = LARGEST_ARGUMENT.get(function.mpmath)
            return work if bits is None else partial(self._guarded, work, bits)
        if function.generic:
            return lambda *arguments: self.context.mpf(function.evaluate(*arguments))
        return _by_definition(function, self)

    def _guarded(self, work: Callable[..., Any], bits: int, *arguments: Any) -> Any:
        if self.context.mag(arguments[0]) > bits:
            raise OverflowError
        return work(*arguments)

    def exponential(self, exponent: Any) -> Any:
        return self._guarded(self.context.exp, LARGEST_ARGUMENT["exp"], exponent)

    def raised(self, size: Any, exponent: Any, exact: Rational | None) -> Any:
        if abs(exponent) * max(1, abs(self.context.mag(size))) > LARGEST:  # only then look closely
            return self.exponential(exponent * self.context.log(size))
        return size**exponent

    def passes(self, value: Any) -> bool:
        if not hasattr(value, "_mpf_") or not self.context.isfinite(value):
            return False
        if value and self.context.mag(value) > LARGEST:
            raise OverflowError
        return True


FLOATS = Floats()


@cache
def high_precision(digits: int) -> HighPrecision:
    return HighPrecision(digits)


@cache
def _by_definition(function: Function, arithmetic: Arithmetic) -> Callable[..., Any]:
    """A row's definition as a function of its arguments; where it has no value, the errors are Python's."""
    from chainrule.expression.evaluation import Undefined, program
    from chainrule.expression.formulas import definition

    meaning = definition(function)
    assert meaning is not None
    made = program(meaning, arithmetic=arithmetic)

    def value(*arguments: Any) -> Any:
        (found,) = made.attempt(dict(zip("uv", arguments, strict=False)))
        if isinstance(found, Undefined):
            raise OverflowError if found.too_large else ValueError
        return found

    return value
