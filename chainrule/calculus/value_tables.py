"""Values of functions of which no more is known: f(2) = 3, f'(2) = -1. Read from text, from rows, from mappings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chainrule.calculus.exact_numbers import exactly_written
from chainrule.errors import ChainRuleError, ReadingError
from chainrule.expression.nodes import Expression, UnknownCall
from chainrule.expression.points import constant_in, entries, number_given, read_within
from chainrule.expression.reading import is_name, name_of
from chainrule.expression.reading.words import function_of

__all__ = ["Values", "settled", "values_of"]

Values = Mapping[UnknownCall, Expression]
EXAMPLE = "f(2) = 3, f'(2) = -1"
NOTHING = frozenset({"", "-", "–", "—", "?", "n/a", "nan", "none", "null"})  # cells in which no value stands
PRIMES = "'′’"
_HEAD = re.compile(rf"\s*(?P<name>[^\W\d_]\w*)\s*(?P<primes>[{PRIMES}]*)\s*(?:\(\s*(?P<by>\w+)\s*\))?\s*$")
_NAMED = re.compile(rf"\s*(?P<name>[^\W\d_]\w*)\s*[{PRIMES}]*\s*\(")
_RULED = re.compile(r"^[\s|:+-]+$")  # the line under the head of a Markdown table


def values_of(given: Any) -> dict[UnknownCall, Expression]:
    """The table as a mapping from f(2), f'(2) … to exact values.

    given   text such as "f(2) = 3, f'(2) = -1"; or rows, as text or as lists, under a head "x, f, f', g"; or such rows
            as mappings; or a mapping {"f(2)": 3} or {"f'": {2: -1}}
    Raises ReadingError for what is no table, with its place; ChainRuleError where two values contradict each other.
    """
    if isinstance(given, str):
        pairs = _typed(given) if "=" in given else _rows(_cells(given), given)
    elif isinstance(given, Mapping):
        pairs = _mapped(given)
    elif isinstance(given, Sequence):
        pairs = _rows(_as_rows(given), None)
    else:
        raise TypeError(f"a table is text such as {EXAMPLE}, a mapping, or rows, not {type(given).__name__}")
    table: dict[UnknownCall, Expression] = {}
    for call, value in pairs:
        exact = exactly_written(value)
        if table.setdefault(call, exact) is not exact:
            raise ChainRuleError(f"the table gives {call} twice, as {table[call]} and as {exact}")
    if not table:
        raise ChainRuleError(f"the table has no values; write {EXAMPLE}")
    return table


def settled(call: UnknownCall) -> UnknownCall:
    """The call as it stands in a table, its arguments worked out."""
    return UnknownCall(call.name, tuple([exactly_written(argument) for argument in call.arguments]), call.orders)


# --- entries ---------------------------------------------------------------------------------------------------------


def _typed(text: str) -> Iterator[tuple[UnknownCall, Expression]]:
    """f(2) = 3, f'(2) = -1"""
    for start, end in entries(text, ",;\n"):
        if not text[start:end].strip():
            continue
        middle = text.find("=", start, end)
        if middle < 0:
            raise ReadingError(text, start, "here is no value", mend=f"write {EXAMPLE}", end=end)
        call = _call(text, start, middle)
        yield call, constant_in(text, middle + 1, end, str(call), EXAMPLE)


def _call(text: str, start: int, end: int) -> UnknownCall:
    """What stands left of an equals sign: f(2) or f'(2)."""
    head = _NAMED.match(text, start, end)
    if head is not None:
        _check_name(head["name"], text, head.start("name"))
    call = read_within(text, start, end, functions=[head["name"]]) if head is not None else None
    if not isinstance(call, UnknownCall) or not all(argument.constant for argument in call.arguments):
        finding = "a table has values at numbers"
        raise ReadingError(text, start, finding, mend=f"write {EXAMPLE}", end=end)
    return settled(call)


def _check_name(name: str, text: str, start: int) -> None:
    if function_of(name) is not None:
        finding = f"{name} is a function that is known"
        raise ReadingError(text, start, finding, mend="a table is for others, such as f and g", end=start + len(name))


def _mapped(given: Mapping[Any, Any]) -> Iterator[tuple[UnknownCall, Expression]]:
    """{"f(2)": 3} or {"f'": {2: -1}}"""
    for key, value in given.items():
        if isinstance(key, UnknownCall):
            yield settled(key), number_given(str(key), value)
        elif isinstance(value, Mapping):
            for argument, one in value.items():
                call = _headed(str(key), argument)
                yield call, number_given(str(call), one)
        else:
            call = _call(str(key), 0, len(str(key)))
            yield call, number_given(str(call), value)


def _headed(head: str, argument: Any) -> UnknownCall:
    """The call of a column, f' or f'(x), at an argument."""
    found = _HEAD.match(head)
    if found is None or not is_name(name_of(found["name"])):
        _check_name(head.strip(PRIMES + " "), head, 0)
        raise ReadingError(head, 0, f"{head} is no function", mend="write f, f', g …", end=len(head))
    place = number_given(found["name"], argument)
    return settled(UnknownCall(found["name"], (place,), (len(found["primes"]),)))


# --- rows ------------------------------------------------------------------------------------------------------------


def _cells(text: str) -> list[list[Any]]:
    """The cells of lines that are parted by bars, tabs, semicolons, commas or spaces."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not _RULED.match(line)]
    between = next((mark for mark in "|\t;," if lines and all(mark in line for line in lines)), None)
    return [[cell.strip() for cell in (line.strip("|") if between == "|" else line).split(between)] for line in lines]


def _as_rows(given: Sequence[Any]) -> list[list[Any]]:
    """Rows that are mappings, with a head of their keys."""
    if given and all(isinstance(row, Mapping) for row in given):
        head = list(dict.fromkeys(key for row in given for key in row))
        return [head, *[[row.get(key, "") for key in head] for row in given]]
    return [list(row) for row in given if isinstance(row, Iterable) and not isinstance(row, str)]


def _rows(rows: list[list[Any]], text: str | None) -> Iterator[tuple[UnknownCall, Expression]]:
    """Rows under a head x, f, f', g; or columns beside one."""
    if rows and len(rows) > 1 and len({len(row) for row in rows}) == 1 and not _is_head(rows[0]):
        rows = [list(column) for column in zip(*rows, strict=True)]
    if len(rows) < 2 or not _is_head(rows[0]):
        finding = "this is no table of values"
        mend = f"write {EXAMPLE}, or rows under a head such as x, f, f'"
        raise ReadingError(text, 0, finding, mend=mend, end=len(text)) if text else ChainRuleError(f"{finding}; {mend}")
    head = [str(cell) for cell in rows[0]]
    for row in rows[1:]:
        if len(row) > len(head):
            raise ChainRuleError(f"the row {', '.join(map(str, row))} has more cells than the head")
        for name, cell in zip(head[1:], row[1:], strict=False):
            if not _is_nothing(cell):
                call = _headed(name, row[0])
                yield call, number_given(str(call), cell)


def _is_head(row: Sequence[Any]) -> bool:
    return len(row) > 1 and all(isinstance(cell, str) and _HEAD.match(cell) for cell in row)


def _is_nothing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in NOTHING)


