"""Is a wrong answer the right one, rounded? It is if other numbers, which are written with these decimals when they are
rounded or cut off, make it right: 0.33x for x/3, 2.718^x for e^x.

Those numbers are looked for by Gauss and Newton's method at more points than there are decimals, to many digits.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import count
from typing import Any

from chainrule.calculus.comparison.stand_ins import Smooth
from chainrule.calculus.engine import differentiate
from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import Program, Undefined, program
from chainrule.expression.nodes import Expression, Number, Symbol
from chainrule.expression.number_systems import high_precision
from chainrule.expression.walking import postorder, preorder, substitute, symbols

__all__ = ["is_rounded"]

DIGITS = 60
MANY, LARGE = 6, 400  # decimals, and nodes of an answer, past which nothing is looked for
MORE = 4  # points more than there are decimals
TRIES, ROUNDS = 60, 12
FAR = 20  # units of a decimal's last digit: a number that strays so far was never rounded to it
VANISHES = 10.0**-35  # a relative difference that is none
SPANS = ((0.3, 1.3), (1.1, 2.9), (-1.2, -0.2), (2.0, 5.0), (-3.0, -1.0), (0.04, 0.16))

Point = dict[str, Any]


def is_rounded(right: Expression, answer: Expression, text: str, points: Iterable[Point] | None = None) -> bool:
    """Can the decimals of the answer be rounded from numbers that make it right?

    text     the answer as it was typed, for the digits that were written
    points   where the two are compared; left out, anywhere
    """
    decimals = [node for node in preorder(answer) if isinstance(node, Number) and Fraction(node.value).denominator > 1]
    if not 0 < len(decimals) <= MANY or sum(1 for _ in postorder(answer, right)) > LARGE:
        return False
    letters: dict[Expression, Symbol] = {node: Symbol(f"□{index}") for index, node in enumerate(decimals)}
    unknown = [letters[node] for node in decimals]
    open_answer = substitute(answer, dict(letters.items()))
    names = [symbol.name for symbol in dict.fromkeys((*symbols(right), *symbols(answer)))]
    arithmetic = high_precision(DIGITS)
    try:
        slopes = [differentiate(open_answer, letter) for letter in unknown]
        made = program(right, open_answer, *slopes, arithmetic=arithmetic, functions=Smooth(arithmetic))
        written = [arithmetic.number(Fraction(node.value)) for node in decimals]
        typed = [_places(Fraction(node.value), text) for node in decimals]
        units = [arithmetic.number(Fraction(1, 10**places)) for places in typed]
        found = _solved(made, [letter.name for letter in unknown], written, units, list(_some(names, points)))
    except (ChainRuleError, ArithmeticError):
        return False
    if found is None or all(abs(a - b) <= VANISHES for a, b in zip(found, written, strict=True)):
        return False
    return all(_is_written(*each) for each in zip(found, written, units, typed, strict=True))


def _is_written(number: Any, decimal: Any, unit: Any, places: int) -> bool:
    """Does the number give the decimal, rounded, or cut off behind two digits or more?"""
    gap = abs(number) - abs(decimal)
    return bool(2 * abs(gap) <= unit or (places > 1 and 0 <= gap < unit))


def _places(value: Fraction, text: str) -> int:
    """How many digits were written behind the point."""
    typed = [number for number in re.findall(r"\d*\.\d+", text) if Fraction(number) == value]
    least = next(places for places in count(1) if (value * 10**places).denominator == 1)
    return max([least, *[len(number.partition(".")[2]) for number in typed]])


def _some(names: Sequence[str], points: Iterable[Point] | None) -> Iterator[Point]:
    if points is not None:
        yield from points
        return
    drawn = random.Random("chainrule.tutor.rounded")
    for index in range(TRIES if names else 1):
        low, high = SPANS[index % len(SPANS)]
        yield {name: Fraction(round(drawn.uniform(low, high) * 2**20), 2**20) for name in names}


def _solved(
    made: Program, unknown: list[str], start: list[Any], units: list[Any], points: list[Point]
) -> list[Any] | None:
    """The numbers near the start that make both sides equal at all the points; None where none are found."""
    numbers = list(start)
    wanted = len(unknown) + MORE if len(points) > 1 else 1
    for _ in range(ROUNDS):
        rows: list[list[Any]] = []
        gaps: list[Any] = []
        for point in points:
            right, given, *slopes = made.attempt({**point, **dict(zip(unknown, numbers, strict=True))})
            if any(isinstance(value, Undefined) for value in (right, given, *slopes)):
                continue
            scale = max(abs(right), abs(given)) or made.arithmetic.number(1)
            gaps.append((right - given) / scale)
            rows.append([slope / scale for slope in slopes])
            if len(rows) == wanted:
                break
        if len(rows) < wanted:
            return None
        if all(abs(gap) <= VANISHES for gap in gaps):
            return numbers
        step = _least_squares(rows, gaps, made.arithmetic.number(10) ** (-DIGITS // 2))
        numbers = [number + change for number, change in zip(numbers, step, strict=True)]
        if any(abs(number - near) > FAR * unit for number, near, unit in zip(numbers, start, units, strict=True)):
            return None
    return None


def _least_squares(rows: list[list[Any]], gaps: list[Any], damping: Any) -> list[Any]:
    """The smallest change that closes the gaps best: (JᵀJ + damping) x = Jᵀ gaps, by elimination."""
    size = range(len(rows[0]))
    table = [
        [sum(row[i] * row[j] for row in rows) + (damping if i == j else 0) for j in size]
        + [sum(row[i] * gap for row, gap in zip(rows, gaps, strict=True))]
        for i in size
    ]
    for i in size:
        pivot = max(range(i, len(table)), key=lambda k: abs(table[k][i]))
        table[i], table[pivot] = table[pivot], table[i]
        for k in range(i + 1, len(table)):
            share = table[k][i] / table[i][i]
            table[k] = [a - share * b for a, b in zip(table[k], table[i], strict=True)]
    found: list[Any] = []
    for row in reversed(table):
        i = len(table) - 1 - len(found)
        known = sum(a * b for a, b in zip(row[i + 1 : -1], reversed(found), strict=True))
        found.append((row[-1] - known) / row[i])
    return found[::-1]
