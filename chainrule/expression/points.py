"""Points as people give them: `x = 2, a = 1/3`, or values by name; exact, and never evaluated as code."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from numbers import Rational
from typing import Any

from chainrule.errors import DomainError, NameUnknownError, ReadingError
from chainrule.expression.evaluation import program
from chainrule.expression.exactness import exact_value
from chainrule.expression.nodes import Expression, Negation, Node, Number, Quotient, Symbol, is_finite_decimal
from chainrule.expression.reading import is_name, name_of, read

__all__ = ["check_names", "constant_in", "entries", "float_of", "number_given", "number_written", "point_of",
           "read_within", "with_name"]  # fmt: skip

EXAMPLE = "x = 2, or a = 3, x = pi/4"


def point_of(given: str | Mapping[Any, Any]) -> dict[Symbol, Expression]:
    """A value for each name.

    given   text such as "a = 3, x = pi/4", or a mapping from names or Symbols to numbers, text or constant Expressions
    Raises ReadingError for text that is no point, with its place; NameUnknownError for a name that is none or is given
    twice; TypeError for a value that is no number.
    """
    if not isinstance(given, str | Mapping):
        raise TypeError(f"a point is text such as {EXAMPLE}, or a mapping, not {type(given).__name__}")
    if isinstance(given, str):
        pairs = _typed(given)
    else:
        pairs = ((_name(key), number_given(_name(key), value)) for key, value in given.items())
    point: dict[Symbol, Expression] = {}
    for name, value in pairs:
        if Symbol(name) in point:
            raise NameUnknownError(f"{name} is given twice", name)
        point[Symbol(name)] = value
    return point


def with_name(given: Any, name: Symbol) -> Any:
    """A point as `point_of` takes it: a bare value is that of `name`."""
    bare = not isinstance(given, Mapping) and not (isinstance(given, str) and "=" in given)
    return {name: given} if bare else given


def check_names(
    point: Mapping[Symbol, Expression],
    wanted: Sequence[Symbol],
    hint: Callable[[Sequence[Symbol]], str] = lambda missing: "",
) -> None:
    """Raise NameUnknownError unless the point has a value for each symbol wanted, and for no other.

    hint   what else is known of the missing ones, to be told at the end
    """
    unknown = next((symbol.name for symbol in point if symbol not in wanted), None)
    if unknown is not None:
        names = ", ".join(symbol.name for symbol in wanted)
        raise NameUnknownError(f"there is no {unknown} here, only {names or 'numbers'}", unknown)
    missing = [symbol for symbol in wanted if symbol not in point]
    if missing:
        example = ", ".join(f"{symbol.name} = …" for symbol in missing)
        raise NameUnknownError(f"a value is missing: give {example} as well{hint(missing)}", missing[0].name)


def number_written(value: int | float | Fraction) -> Expression:
    """A number as an Expression: a decimal where it is finite, as floats are when they are printed, else a fraction."""
    exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    size = abs(exact)
    written: Expression
    if size.denominator == 1:
        written = Number(size.numerator)
    elif is_finite_decimal(size):
        written = Number(size)
    else:
        written = Quotient(Number(size.numerator), Number(size.denominator))
    return Negation(written) if exact < 0 else written


def float_of(symbol: Symbol, value: Expression) -> float:
    """The value given for a symbol, as a float; DomainError where it is none."""
    try:
        number = float(program(value).at({})[0])
    except DomainError:
        raise DomainError(f"the value given for {symbol.name} is no real number, or one too large", value) from None
    if number == 0 and exact_value(value):
        raise DomainError(f"the value given for {symbol.name} is too small for a number here", value)
    return number


def _typed(text: str) -> Iterator[tuple[str, Expression]]:
    """The pairs of a text, parted by commas or semicolons outside brackets."""
    for start, end in entries(text):
        if not text[start:end].strip() and start:
            continue  # a comma at the end
        found = re.compile(r"\s*([^=]*?)\s*=(?!=)").match(text, start, end)
        if found is None or not found[1]:
            raise ReadingError(text, start, "a value is given with its name", mend=f"write {EXAMPLE}", end=end)
        name = name_of(found[1])
        if not is_name(name):
            finding = f"{found[1]} is no name"
            raise ReadingError(text, found.start(1), finding, mend=f"write {EXAMPLE}", end=found.end(1))
        yield name, constant_in(text, found.end(), end, name)


def entries(text: str, between: str = ",;") -> Iterator[tuple[int, int]]:
    """Where the entries of a list stand, parted by one of these characters outside brackets."""
    start = depth = 0
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character in between and depth <= 0:
            yield start, index
            start = index + 1
    yield start, len(text)


def constant_in(text: str, start: int, end: int, name: str, example: str = EXAMPLE) -> Expression:
    """The value that stands in a stretch of the text: a number, or an expression of numbers."""
    piece = text[start:end]
    if not piece.strip():
        raise ReadingError(text, start, f"the value of {name} is missing", mend=f"write {example}", end=end)
    value = read_within(text, start, end)
    if not isinstance(value, Expression) or not value.constant or value.functions:
        first = start + len(piece) - len(piece.lstrip())
        raise ReadingError(text, first, f"the value of {name} is no number", mend=f"write {example}", end=end)
    return value


def read_within(text: str, start: int, end: int, **options: Any) -> Node:
    """What stands in a stretch of the text; the options are those of `read`, and errors tell the place in the whole."""
    try:
        return read(text[start:end], **options).node
    except ReadingError as error:
        about = {"expectation": error.expectation, "mend": error.mend, "end": min(start + error.end, len(text))}
        raise ReadingError(text, start + error.position, error.finding, **about) from None  # type: ignore[arg-type]


def _name(key: Any) -> str:
    if isinstance(key, Symbol):
        return key.name
    name = name_of(key) if isinstance(key, str) else ""
    if not is_name(name):
        raise NameUnknownError(f"{key!r} is no name", str(key))
    return name


def number_given(name: str, value: Any) -> Expression:
    """The number that is given as the value of something; text, a number or a constant Expression."""
    if isinstance(value, str):
        return constant_in(value, 0, len(value), name)
    if isinstance(value, Expression) and value.constant:
        return value
    if isinstance(value, bool) or not isinstance(value, Rational | float):
        raise TypeError(f"{name} takes a number, not {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise DomainError(f"{name} takes a number, not {value!r}")
    return number_written(value if isinstance(value, float) else Fraction(value))
