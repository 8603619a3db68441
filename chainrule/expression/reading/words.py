"""Runs of letters: which are known words, and how the others part into letters and functions.

A run of letters is a known word, or a product of one to three letters, or letters before one function (`xsin`), or one
function before at most two letters (`sinx`). Anything else has no one reading, and is refused.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from chainrule.expression.functions import FORMULA_SHEET, Function
from chainrule.expression.greek import GREEK_LETTERS, GREEK_NAMES
from chainrule.expression.nodes import PI, E, Expression

__all__ = [
    "CONSTANTS", "FOREIGN", "KEYWORDS", "MODULES", "Word", "function_of", "greek_name", "known_functions",
    "meant_function", "nearest", "parted", "written_name",
]  # fmt: skip

CONSTANTS: dict[str, Expression] = {"e": E, "pi": PI, "Pi": PI, "PI": PI}
KEYWORDS = {"if": "IF", "and": "AND", "otherwise": "OTHERWISE", "else": "ELSE"}
MODULES = frozenset(
    ("np", "numpy", "math", "Math", "sympy", "sp", "sym", "cmath", "mpmath", "torch", "jnp", "tf", "scipy")
)
FOREIGN: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(("nan", "NaN", "NAN"), ("NaN is not a number here", "", "")),
    **dict.fromkeys(("inf", "Inf", "INF", "infinity", "Infinity", "infty", "oo"), ("infinity is not a number", "", "")),
    **dict.fromkeys(("lim", "limit", "Limit"), ("limits are not read here: this tool differentiates", "", "")),
    **dict.fromkeys(("int", "integrate", "integral", "Integral"), ("an integral: this tool differentiates", "", "")),
    **dict.fromkeys(("sum", "Sum", "prod"), ("sums over an index are not read here", "", "write the terms out")),
    **dict.fromkeys(("factorial", "fact"), ("a factorial has no derivative here", "", "write gamma(n + 1) for n!")),
    "sine": ("sine is spelt sin here", "", "write sin(x)"),
    "cosine": ("cosine is spelt cos here", "", "write cos(x)"),
    "tangent": ("tangent is spelt tan here", "", "write tan(x)"),
    **dict.fromkeys(("None", "True", "False", "null", "true", "false", "undefined"), ("this is no number", "", "")),
}  # fmt: skip
_SHORTEST = 3  # a shorter function name than this is only split off where it is ln or lg
_SPLIT_OFF = ("ln", "lg")
_LONGEST = 12


class Word(NamedTuple):
    """One piece of a run: what kind it is, what it stands for, and how many characters it takes."""

    kind: str  # "function", "constant" or "name"
    value: Function | Expression | str
    length: int


@cache
def known_functions() -> dict[str, Function]:
    """Every spelling of every function."""
    table: dict[str, Function] = {}
    for row in FORMULA_SHEET:
        for spelling in (row.name, *row.spellings, row.text):
            if spelling:
                table[spelling] = row
    return table


def function_of(word: str) -> Function | None:
    """The function that this whole word names, in any case where that is clear."""
    table = known_functions()
    if word in table:
        return table[word]
    small = word.lower()
    return table.get(small) if len(small) >= _SHORTEST or small in _SPLIT_OFF else None


def greek_name(run: str) -> str | None:
    """The name of a Greek letter, typed as a letter or spelt out; None for other words."""
    return GREEK_NAMES.get(run) or (run if run in GREEK_LETTERS else None)


def written_name(run: str, subscript: str) -> str:
    """The one name of a letter and its subscript: `x_2`, `x₂` and `x2` are the same."""
    letter = GREEK_NAMES.get(run, run)
    digits = subscript.removeprefix("_").replace("{", "").replace("}", "").replace(" ", "").replace(",", "_")
    return letter + (digits if digits[:1].isdigit() else f"_{digits}" if digits else "")


def parted(run: str, before_bracket: bool) -> list[Word] | None:
    """The pieces of a run of letters, or None where it has no one reading."""
    whole = _whole(run, before_bracket)
    if whole is not None:
        return [whole]
    for size in range(min(len(run) - 1, _LONGEST), 1, -1):  # letters before one function: the longest name wins
        row = _split_off(run[-size:])
        if row is not None:
            rest = None if _hides_function(run[:-size]) else _letters(run[:-size])
            return [*rest, Word("function", row, size)] if rest else None
    for size in range(min(len(run) - 1, _LONGEST), 1, -1):  # one function before a name or two letters
        row = _split_off(run[:size])
        if row is not None:
            either = run[0] == "a" and _split_off(run[1:size]) is not None  # asinx: arcsin(x), or a*sin(x)?
            rest = None if either or _hides_function(run[size:]) else _letters(run[size:], most=2)
            return [Word("function", row, size), *rest] if rest else None
    return _letters(run)


def _hides_function(letters: str) -> bool:
    size = len(letters)
    return (
        any(_split_off(letters[i:j]) for i in range(size - 1) for j in range(i + 2, size + 1))
        if size < _LONGEST
        else True
    )


def _whole(run: str, before_bracket: bool) -> Word | None:
    if run in CONSTANTS:
        return Word("constant", CONSTANTS[run], len(run))
    name, row = greek_name(run), function_of(run)
    if row is not None and (before_bracket or name is None):
        return Word("function", row, len(run))
    if name == "pi":
        return Word("constant", PI, len(run))
    return Word("name", name, len(run)) if name else None


def _split_off(word: str) -> Function | None:
    if (len(word) < _SHORTEST and word.lower() not in _SPLIT_OFF) or greek_name(word):
        return None
    return function_of(word)


def _letters(run: str, most: int = 3) -> list[Word] | None:
    """A product of a few letters, or one Greek name; None where a letter run hides `pi`, or is too long."""
    if name := greek_name(run):
        return [Word("constant", PI, len(run)) if name == "pi" else Word("name", name, len(run))]
    if len(run) > most and not all(letter in GREEK_NAMES for letter in run):
        pieces = [_letter(letter) for letter in run if letter in GREEK_NAMES]
        return None if not pieces or len(run) - len(pieces) > most else [_letter(letter) for letter in run]
    if "pi" in run:
        return None
    return [_letter(letter) for letter in run]


def _letter(letter: str) -> Word:
    if letter == "π":
        return Word("constant", PI, 1)
    if letter in CONSTANTS:
        return Word("constant", CONSTANTS[letter], 1)
    return Word("name", GREEK_NAMES.get(letter, letter), 1)


def nearest(word: str) -> str | None:
    """The known function that this word was probably meant to be."""
    names = [name for name in known_functions() if len(name) > 1]
    import difflib

    small = word.lower()
    for name in difflib.get_close_matches(small, names, n=3, cutoff=0.66):
        ends_alike = (small[0], small[-1]) == (name[0], name[-1])
        if ends_alike or difflib.SequenceMatcher(None, small, name).ratio() > 0.74:
            return known_functions()[name].name
    return None


def meant_function(word: str) -> str | None:
    """The function that is meant where a digit or a capital I was typed for a letter: `l0g`, `In`, `5in`."""
    typed = word.replace("0", "o").replace("1", "l").replace("5", "s").replace("I", "l")
    row = function_of(typed) or function_of(word.replace("1", "i"))
    return row.name if row is not None and typed != word else None
