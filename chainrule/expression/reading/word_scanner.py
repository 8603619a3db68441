"""The words of the text: names, functions of the sheet, unknown functions, logarithms with a base."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from chainrule.expression.functions import Function, function_named
from chainrule.expression.nodes import Number, Symbol
from chainrule.expression.reading import remarks, wording
from chainrule.expression.reading.scanner import IDENTIFIER, Scanner
from chainrule.expression.reading.source import LETTERS, pattern
from chainrule.expression.reading.words import (
    CONSTANTS,
    FOREIGN,
    KEYWORDS,
    Word,
    function_of,
    greek_name,
    known_functions,
    parted,
    written_name,
)  # fmt: skip

__all__ = ["LOG_BASE", "SUBSCRIPT", "WordScanner"]

SUBSCRIPT = rf"\d+(?:_[a-z]?\d+)*|_\d+(?:_\d+)*|_[{LETTERS}]+\d*|_\{{\s*[{LETTERS}0-9]+(?:\s*,\s*\d+)?\s*\}}"
_ORDERS = r"('+)(?=\s*[(\[])|\^\s*\(\s*(\d+(?:\s*,\s*\d+)*)\s*\)(?=\s*[(\[])"
_POWER_THEN_BRACKET = r"\^[({]?(-?\d+)[)}]?(?=[(\[])"
_BARE_NAME = rf"\s*(?:\\?[{LETTERS}]+)(?:_?\d+)?\s*[)\]}}]"
_ARGUMENTS = rf"\s*[(\[]\s*([{LETTERS}0-9_,\s]+?)\s*[)\]]"
LOG_BASE = rf"_\s*(?:(\d+)|([{LETTERS}])|(?=\{{))"
_USUAL_CONSTANTS = frozenset("abckmn")
_USUAL_FUNCTIONS = frozenset("fgh")
_ASKING = frozenset(("diff", "Diff", "D", "derivative", "Derivative", "differentiate"))
_IN_NAMES = tuple("0123456789_")
_AFTER_NAMES = ("", "+", "-", "*", "/", ")", ",", "]", "}", "|")


class WordScanner(Scanner):
    """Reads runs of letters, with what is glued to them: subscripts, primes, orders."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._alone: dict[str, bool] = {}
        self._log_end = -1

    def _word(self, found: re.Match[str]) -> int:
        start, clean = found.start(), self.source.clean
        if self._plain_letter(found[0], start):
            return self._name(found[0], start, start + 1)
        declared = self._declared(start)
        if declared is not None:
            return declared
        run, end = found[0], found.end()
        if self.frames[-1].parts:
            run, end = run[0], start + 1
        self.limits.check("letters", len(run), self.source.at(start))
        if run in KEYWORDS and run not in self.words.names:
            return self._put(KEYWORDS[run], run, start, end)
        if run in _ASKING and self._asks(run, start, end):
            return self._put("DERIVATIVE", run, start, end)
        row = function_of(run)
        base = pattern(LOG_BASE).match(clean, end, self.end) if row is not None and row.name == "log" else None
        if base is not None:
            return self._log_with_base(start, base)
        longer = pattern(IDENTIFIER).match(clean, start, self.end) if clean[end : end + 1] in _IN_NAMES else None
        if longer is not None and (whole := self._with_digits(run, longer)) is not None:
            return whole
        if row is not None and row.name == "log" and clean[end : end + 1] == "_":
            raise self._error(end, end + 1, wording.NO_BASE)
        raised = clean[end : end + 1] in ("^", "'") and greek_name(run) is None
        before_bracket = raised or self._is_bracket(end, glued=False)
        return self._run(run, start, end, before_bracket)

    def _asks(self, run: str, start: int, end: int) -> bool:
        """Is this diff(…) or D(…) around the whole statement? Inside an expression diff(…) is refused."""
        if not self._is_bracket(end) or run in self.words.functions:
            return False
        if start > self.start and len(run) > 1:
            raise self._error(start, end, wording.misplaced(run, "DERIVATIVE"))
        return start == self.start

    def _with_digits(self, run: str, longer: re.Match[str]) -> int | None:
        """Functions whose name goes on after its letters: log2, atan2, leaky_relu."""
        for size in range(len(longer[0]), len(run), -1):
            row = known_functions().get(longer[0][:size].lower())
            if row is not None:
                end = longer.start() + size
                if size < len(longer[0]):
                    raise self._error(longer.start(), longer.end(), wording.either_log(longer[0][:size], run))
                return self._function(row, longer.start(), end)
        return None

    def _plain_letter(self, run: str, start: int) -> bool:
        """One letter that cannot be anything but a name: the commonest case."""
        following = self.source.clean[start + 1 : start + 3]
        if len(run) > 1 or run == "e" or not run.isascii():
            return False
        return following[:1] in _AFTER_NAMES or (
            following[:1] == "^" and following[1:] != "(" and run not in _USUAL_FUNCTIONS
        )

    def _declared(self, start: int) -> int | None:
        """A name or function that was declared stands for itself, whatever else it could be."""
        words = self.words
        if not words.names and not words.functions:
            return None
        found = pattern(IDENTIFIER).match(self.source.clean, start, self.end)
        if found is None:
            return None
        name, end = found[0], found.end()
        if name in words.defined and self._is_bracket(end, glued=False):
            return self._defined(name, start, end)
        if name in words.functions and (
            self._is_bracket(end, glued=False) or self._orders(end)
        ):
            return self._unknown_function(name, start, end)
        if function_of(name) is not None and self._is_bracket(end):
            return None  # gamma(x) is a call, gamma*(x) a product
        known = next((spelt for spelt in (name, _canonical(name)) if spelt in words.names), None)
        return None if known is None else self._name(known, start, end)

    def _defined(self, name: str, start: int, end: int) -> int:
        """`f(x)` where the system says f(x) = …: the value that bears the name f."""
        found = pattern(_ARGUMENTS).match(self.source.clean, end, self.end)
        given = tuple(_canonical(part.strip()) for part in found[1].split(",")) if found else ()
        if found is None or given != self.words.defined[name]:
            raise self._error(start, end, wording.other_argument(name, self.words.defined[name]))
        return self._name(name, start, found.end())

    def _run(self, run: str, start: int, end: int, before_bracket: bool) -> int:
        clean = self.source.clean
        self._check_word(run, start, end)
        pieces = parted(run, before_bracket)
        if pieces is not None and len(pieces) > 1:
            self._note_letters(run, pieces, start, end)
        if pieces is None or (len(pieces) > 1 and pieces[0].kind == "function" and self._is_bracket(end)):  # coss(x)
            raise self._error(start, end, wording.unreadable_word(run, self._is_bracket(end)))
        if (
            len(pieces) > 1
            and self._is_bracket(end)
            and pieces[-1].kind == "name"
            and not any(p.kind == "function" for p in pieces)
        ):
            self._check_called(run, start, end)
        place = start
        for word in pieces[:-1]:
            place = self._piece(word, place, place + word.length)
        last = pieces[-1]
        stop = place + last.length
        if last.kind == "function":
            assert isinstance(last.value, Function)
            return self._function(last.value, place, stop)
        subscript = pattern(SUBSCRIPT).match(clean, stop, self.end) if stop == end else None
        if subscript is not None and self.frames[-1].parts:
            subscript = None
        if last.kind == "constant":
            if subscript is not None and self.words.variable != "e":
                raise self._error(place, subscript.end(), wording.digits_after_constant(clean[place : subscript.end()]))
            return self._piece(last, place, stop)
        return self._letter(last, place, stop, subscript)

    def _note_letters(self, run: str, pieces: list[Word], start: int, end: int) -> None:
        """Products of letters that may have been meant otherwise: dx, xex, xx."""
        if any(word.kind == "function" for word in pieces) or not run.isascii() or len(run) > len(pieces):
            return
        if len(run) == 2 and run[0] == "d":
            self.notes["differential", remarks.differential(run)] = (start, end)
        elif "e" in run[:-1]:
            letters, _, rest = run.partition("e")
            self.notes["euler-beside", remarks.euler_beside(run, letters, rest)] = (start, end)
        elif any(one == other for one, other in pairwise(run)):
            self.notes["twice", remarks.twice(run)] = (start, end)

    def _check_word(self, run: str, start: int, end: int) -> None:
        clean = self.source.clean
        if run in FOREIGN:
            raise self._error(start, end, FOREIGN[run])
        if clean[end : end + 1] == "." and clean[end + 1 : end + 2].isalpha():
            attribute = pattern(IDENTIFIER).match(clean, end + 1, self.end)
            assert attribute is not None
            raise self._error(start, attribute.end(), wording.dotted(run, attribute[0]))
        longer = pattern(IDENTIFIER).match(clean, start, self.end)
        if longer is not None and self._is_bracket(longer.end()):
            message = wording.digit_for_letter(longer[0])
            if message and function_of(longer[0]) is None:
                raise self._error(start, longer.end(), message)

    def _check_called(self, run: str, start: int, end: int) -> None:
        """`foo(x)` is a function that nobody knows; `xy(x + 1)` is a product."""
        last = run[-1]
        if last in _USUAL_FUNCTIONS or last in self.words.functions:
            return
        if (
            len(run) > 2
            or pattern(_BARE_NAME).match(self.source.clean, end + 1)
            or end in self._with_comma()
            or self._is_empty(end)
        ):
            raise self._error(start, end, wording.unknown_function(run, "*".join(run)))

    def _piece(self, word: Word, start: int, end: int) -> int:
        if word.kind == "name":
            assert isinstance(word.value, str)
            return self._name(word.value, start, end)
        if word.kind == "function":
            assert isinstance(word.value, Function)
            return self._function(word.value, start, end)
        return self._put("NAME", word.value, start, end)

    def _name(self, name: str, start: int, end: int) -> int:
        self.used.setdefault(name)
        return self._put("NAME", Symbol(name), start, end)

    def _letter(self, word: Word, start: int, end: int, subscript: re.Match[str] | None) -> int:
        """One letter or Greek name: a function where its bracket says so, else a symbol with its subscript."""
        assert isinstance(word.value, str)
        name = word.value
        if subscript is not None:
            name, end = written_name(word.value, subscript[0]), subscript.end()
            if subscript[0].isdigit() and name not in self.words.names:
                self.notes["one-name", remarks.one_name(name, word.value, subscript[0])] = (start, end)
        clean = self.source.clean
        following = clean[end : end + 1]
        orders = self._orders(end) if following in ("'", "^") else None
        if following == "'" and orders is None:
            raise self._error(end, end + 1, wording.stray_prime(clean[start:end]))
        if following == "_":
            raise self._error(end, end + 1, wording.stray_underscore(clean[start:end]))
        if following == "^" and orders is None and name in _USUAL_FUNCTIONS | self.words.functions:
            self._check_power_of_unknown(name, end)
        if name in self.words.functions or (orders is not None and self._may_be_function(name)):
            if orders is not None or self._is_bracket(end, glued=False):
                return self._unknown_function(name, start, end)
        elif self._is_unknown_call(name, end):
            return self._unknown_function(name, start, end)
        return self._name(name, start, end)

    def _check_power_of_unknown(self, name: str, end: int) -> None:
        power = pattern(_POWER_THEN_BRACKET).match(self.source.clean, end, self.end)
        if power is not None and name not in self.words.names and name != self.words.variable:
            message = wording.unknown_inverse(name) if power[1] == "-1" else wording.unknown_power(name)
            raise self._error(end, power.end(), message)

    def _may_be_function(self, name: str) -> bool:
        return (
            name not in self.words.names
            and name != self.words.variable
            and (name in _USUAL_FUNCTIONS or name not in _USUAL_CONSTANTS)
        )

    def _is_unknown_call(self, name: str, end: int) -> bool:
        if self.previous.type == "POWER" and (self.earlier.type == "FUNCTION" or self.earlier.end == self._log_end):
            return False  # sin^n(x)
        if name in self.words.names or name == self.words.variable:
            return False
        if name in _USUAL_FUNCTIONS:
            return self._is_bracket(end, glued=False)
        if not self._is_bracket(end) or name in _USUAL_CONSTANTS or (self.words.variable is None and name == "x"):
            return False
        if end in self._with_comma():
            return True
        inside = pattern(_BARE_NAME).match(self.source.clean, end + 1)
        return inside is not None and inside[0].strip(" )]}\\") != name and not self._stands_alone(name)

    def _stands_alone(self, name: str) -> bool:
        """Is the letter used as a variable elsewhere: without a bracket after it?"""
        if name not in self._alone:
            pattern = rf"(?<![{LETTERS}]){re.escape(name)}(?![{LETTERS}0-9_'(\[])"
            self._alone[name] = re.search(pattern, self.source.clean[self.start : self.end]) is not None
        return self._alone[name]

    def _unknown_function(self, name: str, start: int, end: int) -> int:
        found = self._orders(end)
        orders: tuple[int, ...] | int = 0
        if found is not None:
            orders = len(found[1]) if found[1] else tuple(self._order(order) for order in found[2].split(","))
            end = found.end()
        if name not in self.words.functions:
            self.unknown.setdefault(name, (start, end))
        self._put("UNKNOWN", (name, orders), start, end)
        return end

    def _orders(self, end: int) -> re.Match[str] | None:
        """Primes, or orders such as ^(2), before a bracket; a raised ² is a power."""
        found = pattern(_ORDERS).match(self.source.clean, end, self.end)
        raised = found is not None and found[2] and self.source.text[self.source.at(end)] != "^"
        return None if raised else found

    def _order(self, digits: str) -> int:
        self.limits.check("digits", len(digits.strip()))
        order = int(digits)
        self.limits.check("order", order)
        return order

    def _function(self, row: Function, start: int, end: int) -> int:
        following = self.source.clean[end : end + 1]
        if following == "'":
            raise self._error(start, end + 1, wording.known_function_primed(row.name))
        return self._put("FUNCTION", row, start, end)

    def _log_with_base(self, start: int, base: re.Match[str]) -> int:
        end = self._put("LOG", function_named("log"), start, base.start())
        if base[1]:
            self.limits.check("digits", len(base[1]), self.source.at(base.start()))
            end = self._put("NUMBER", Number(int(base[1])), base.start(1), base.end())
        elif base[2]:
            name = greek_name(base[2]) or base[2]
            constant = CONSTANTS.get(base[2])
            end = (
                self._put("NAME", constant, base.start(2), base.end())
                if constant
                else self._name(name, base.start(2), base.end())
            )
        else:
            end = base.end()
        self._log_end = end
        return end


def _canonical(name: str) -> str:
    return re.sub(r"_(?=\d)", "", name, count=1)
