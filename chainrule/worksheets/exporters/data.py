"""A worksheet as data, with its key: JSON, which is read again for marking, and CSV, one question a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from chainrule.errors import ChainRuleError
from chainrule.expression.limits import Limits
from chainrule.tutor.problems import KINDS, Problem
from chainrule.worksheets.sheet import Variant, Wanted, Worksheet

__all__ = ["as_text", "csv_sheet", "json_sheet", "plain_cell", "sheet_of", "sheet_record"]

VERSION = 1
COLUMNS = ("variant", "question", "topic", "level", "kind", "problem", "variable", "key")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would work out


def sheet_record(sheet: Worksheet) -> dict[str, Any]:
    """What schema.json describes."""
    return {
        "version": VERSION,
        "sheet": sheet.code,
        "title": sheet.title,
        "seed": sheet.seed,
        "log": sheet.log,
        "variants": [
            {
                "variant": variant.number,
                "questions": [_question(number, problem) for number, problem in enumerate(variant.problems, 1)],
            }
            for variant in sheet.variants
        ],
    }


def _question(number: int, problem: Problem) -> dict[str, Any]:
    return {
        "question": number,
        "topic": problem.topic,
        "level": problem.level,
        "kind": problem.kind,
        "problem": problem.text,
        "variable": problem.variable,
        "rules": sorted(problem.rules),
        "key": problem.key,
        **({"options": list(problem.options)} if problem.options else {}),
    }


def json_sheet(sheet: Worksheet, wanted: Wanted) -> str:
    """Always with the key: marking needs it."""
    return json.dumps(sheet_record(sheet), ensure_ascii=False, indent=1) + "\n"


def csv_sheet(sheet: Worksheet, wanted: Wanted) -> str:
    """One question a row, always with its key; what a spreadsheet would take for a formula is kept as text by a tab."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(COLUMNS)
    for variant in sheet.variants:
        for number, p in enumerate(variant.problems, 1):
            cells = (p.topic, p.level, p.kind, as_text(p.text), p.variable, as_text(p.key))
            writer.writerow((variant.number, number, *cells))
    return made.getvalue()


def as_text(cell: str) -> str:
    """A cell that no spreadsheet works out: where it begins like a formula, a tab stands before it."""
    return f"\t{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def plain_cell(cell: str) -> str:
    """What `as_text` was given."""
    return cell[1:] if cell.startswith("\t") and cell[1:].startswith(FORMULA_SIGNS) else cell


def sheet_of(text: str, limits: Limits) -> Worksheet:
    """The sheet in the text of a JSON file. Raises ChainRuleError that says what is amiss, LimitError."""
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ChainRuleError(f"this is no worksheet: it cannot be read as JSON ({error})") from None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ChainRuleError(f"this is no worksheet of version {VERSION}, such as is written beside each sheet")
    variants = _list(data, "variants", "the sheet")
    limits.check("questions", sum([len(_list(each, "questions", "a variant")) for each in variants]))
    seed = data.get("seed", 0)
    sheet = Worksheet(
        _of(data, "title", str, "the sheet"), seed if isinstance(seed, int | str) else 0,
        _log(data), tuple([_variant(each, _log(data)) for each in variants]),
    )  # fmt: skip
    if len({variant.number for variant in sheet.variants}) < len(sheet.variants):
        raise ChainRuleError("two variants of the sheet have the same number")
    return sheet


def _variant(data: Mapping[str, Any], log: str) -> Variant:
    number = _of(data, "variant", int, "a variant")
    questions = _list(data, "questions", f"variant {number}")
    return Variant(number, tuple([_problem(each, log, f"variant {number}, question {n}") for n, each in
                                  enumerate(questions, 1)]))  # fmt: skip


def _problem(data: Mapping[str, Any], log: str, place: str) -> Problem:
    kind = _of(data, "kind", str, place)
    if kind not in KINDS:
        raise ChainRuleError(f"{place}: there is no kind of question called {kind!r}")
    text, variable, topic = [_of(data, name, str, place) for name in ("problem", "variable", "topic")]
    options = _of({"options": [], **data}, "options", list, place)
    if not all(isinstance(option, str) for option in options):
        raise ChainRuleError(f"{place}: options is not a list of texts")
    return Problem(kind, text, variable, topic, _of(data, "level", int, place), log, tuple(options))


def _log(data: Mapping[str, Any]) -> str:
    log: str = _of(data, "log", str, "the sheet")
    if log not in ("natural", "10"):
        raise ChainRuleError(f"log is natural or 10 on a sheet, not {log!r}")
    return log


def _list(data: Mapping[str, Any], name: str, place: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = _of(data, name, list, place)
    if not all(isinstance(each, dict) for each in found):
        raise ChainRuleError(f"{place}: {name} is not a list of objects")
    return found


def _of(data: Mapping[str, Any], name: str, kind: type, place: str) -> Any:
    value = data.get(name)
    if not isinstance(value, kind):
        raise ChainRuleError(f"{place}: {name} is missing, or is not what it should be")
    return value
