"""Clean text to tokens: splits words, pairs brackets and bars, reads numbers, LaTeX, and what is an unknown function."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from chainrule.errors import ReadingError
from chainrule.expression.functions import Function, function_named
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Number, Symbol
from chainrule.expression.reading import latex, wording
from chainrule.expression.reading.source import Source, named
from chainrule.expression.reading.words import (
    CONSTANTS,
    FOREIGN,
    KEYWORDS,
    Word,
    function_of,
    greek_name,
    parted,
    written_name,
)  # fmt: skip

__all__ = ["Lexer", "Token", "Vocabulary"]

_LETTERS = "A-Za-zα-ωΑ-Ω"
_PIECE = re.compile(
    rf"(?P<space>\s+)|(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<word>[{_LETTERS}]+)|(?P<latex>\\[A-Za-z]+|\\.|\\$)"
    r"|(?P<root>[√∛∜])|(?P<operator>\*\*|<=|>=|==|!=|<>|:=|=<|=>|.)",
    re.DOTALL,
)
_SUBSCRIPT = re.compile(rf"\d+(?:_\d+)*|_\d+(?:_\d+)*|_[{_LETTERS}]+\d*|_\{{\s*[{_LETTERS}0-9]+(?:\s*,\s*\d+)?\s*\}}")
_EXPONENT = re.compile(r"[eE]([+-]?)(\d+)")
_ORDERS = re.compile(r"('+)(?=\s*[(\[])|\^\s*\(\s*(\d+(?:\s*,\s*\d+)*)\s*\)(?=\s*[(\[])")
_POWER_THEN_BRACKET = re.compile(r"\^[({]?(-?\d+)[)}]?(?=[(\[])")
_BARE_NAME = re.compile(rf"\s*(?:\\?[{_LETTERS}]+)(?:_?\d+)?\s*[)\]}}]")
_ARGUMENTS = re.compile(rf"\s*[(\[]\s*([{_LETTERS}0-9_,\s]+?)\s*[)\]]")
_LOG_BASE = re.compile(rf"_\s*(?:(\d+)|([{_LETTERS}])|(?=\{{))")
_IDENTIFIER = re.compile(rf"[{_LETTERS}_][{_LETTERS}0-9_]*")
_OPERATORS = {
    "+": "PLUS", "-": "MINUS", "*": "TIMES", "/": "DIVIDE", "^": "POWER", "**": "POWER", "=": "EQUALS", "==": "EQUALS",
    ",": "COMMA", "<": "SIGN", ">": "SIGN", "<=": "SIGN", ">=": "SIGN", "!=": "SIGN", "=<": "SIGN", "<>": "SIGN",
}  # fmt: skip
_SIGNS = {"=<": "<=", "<>": "!=", "==": "="}
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_ENDS = frozenset(("NUMBER", "NAME", "CLOSE", "BAR_CLOSE", "PRIME"))
_USUAL_CONSTANTS = frozenset("abckmn")
_USUAL_FUNCTIONS = frozenset("fgh")
_ASKING = frozenset(("diff", "Diff", "D", "derivative", "Derivative", "differentiate"))
_AFTER_NAMES = ("", "+", "-", "*", "/", ")", ",", "]", "}", "|")
_SHOWN = 30  # digits of a number that a note spells out
_ROOTS = {"√": "sqrt", "∛": "cbrt", "∜": "4"}


class Token:
    """One terminal: its type, what it stands for, where it stands in the clean text, and whether a space is before it."""

    __slots__ = ("end", "spaced", "start", "type", "value")

    def __init__(self, type_: str, value: Any, start: int, end: int, spaced: bool) -> None:
        self.type, self.value, self.start, self.end, self.spaced = type_, value, start, end, spaced


@dataclass(slots=True)
class Vocabulary:
    """What is known of the names before reading.

    names, functions   declared
    variable           where it is given
    defined            names that a system defines as functions, f(x) = …, with their arguments
    """

    names: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    variable: str | None = None
    defined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Frame:
    """An open bracket or bar: where, which, and how many LaTeX parts (`\\frac12`) are still to come inside it."""

    bracket: str
    start: int
    parts: int = 0
    is_part: bool = False
    forced: bool = False


@dataclass
class Lexer:
    """Reads the clean text between two indices; `tokens()` ends with the token END."""

    source: Source
    start: int
    end: int
    words: Vocabulary
    limits: Limits
    used: dict[str, None] = field(default_factory=dict)  # names met, in order
    unknown: dict[str, tuple[int, int]] = field(default_factory=dict)  # unknown functions that were not declared
    notes: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def tokens(self) -> Iterator[Token]:
        self.frames = [Frame("", self.start)]
        self.previous = self.earlier = Token("", None, self.start, self.start, False)
        self.made: list[Token] = []
        self.spaced = False
        handed = 0
        clean, position, match = self.source.clean, self.start, _PIECE.match
        while position < self.end:
            found = match(clean, position, self.end)
            assert found is not None
            kind = found.lastgroup
            if kind == "space":
                self.spaced = True
                position = found.end()
                continue
            position = getattr(self, f"_{kind}")(found)
            while handed < len(self.made):
                yield self.made[handed]
                handed += 1
        if len(self.frames) > 1:
            raise self._never_closed()
        yield Token("$END", None, self.end, self.end, False)

    def before(self, token: Token) -> Token | None:
        """The token before this one."""
        index = self.made.index(token) if token in self.made else len(self.made)
        return self.made[index - 1] if index else None

    def bare_function(self, token: Token) -> Token | None:
        """The last function before this token whose argument has no brackets."""
        index = self.made.index(token) if token in self.made else len(self.made)
        for i in range(index - 1, -1, -1):
            if self.made[i].type == "FUNCTION" and self.made[i + 1].type != "OPEN":
                return self.made[i]
        return None

    def last(self, type_: str) -> Token | None:
        return next((token for token in reversed(self.made) if token.type == type_), None)

    # what every kind of piece ends in

    def _put(self, type_: str, value: Any, start: int, end: int) -> int:
        token = Token(type_, value, start, end, self.spaced)
        self.earlier, self.previous, self.spaced = self.previous, token, False
        self.made.append(token)
        frame = self.frames[-1]
        if frame.parts and type_ in ("NUMBER", "NAME"):
            frame.parts -= 1
        return end

    def _error(self, start: int, end: int, *message: str) -> ReadingError:
        return self.source.error(start, *message, end=end)

    # numbers

    def _number(self, found: re.Match[str]) -> int:
        start, end, text = found.start(), found.end(), found[0]
        clean = self.source.clean
        if end - start < 9 and text.isdigit() and not self.frames[-1].parts and not clean[end : end + 1].isalpha() and clean[end : end + 1] != ".":
            return self._put("NUMBER", Number(int(text)), start, end)
        if self.frames[-1].parts:  # \frac12 is one half
            return self._put("NUMBER", Number(int(text[0])), start, start + 1)
        following = clean[end : end + 1]
        exponent = _EXPONENT.match(clean, end, self.end)
        if exponent is not None:
            end = exponent.end()
            following = clean[end : end + 1]
        elif following in ("e", "E") and clean[end + 1 : end + 2] in ("+", "-") and not clean[end + 2 : end + 3].isspace():
            raise self._error(start, end + 2, *wording.half_a_number(clean[start : end + 2], clean[end + 1 : end + 3]))
        if (following == "." and "." in text) or (exponent and _EXPONENT.match(clean, end)) or (exponent and following == "."):
            raise self._error(start, end + 1, *wording.NOT_A_NUMBER)
        size = len(text) + (abs(int(exponent[2][:9])) if exponent else 0)
        self.limits.check("digits", size, self.source.at(start))
        self._check_letters_typed_as_digits(start, end)
        number = _exact(text, exponent)
        if exponent is not None and size < _SHOWN:
            self.notes["scientific", wording.scientific(clean[start:end], str(number))] = (start, end)
        return self._put("NUMBER", number, start, end)

    def _check_letters_typed_as_digits(self, start: int, end: int) -> None:
        """`1n(x)` and `5in(x)` are slips for ln and sin."""
        following = _IDENTIFIER.match(self.source.clean, end, self.end)
        if following is not None and self._is_bracket(following.end()):
            message = wording.digit_for_letter(self.source.clean[start : following.end()])
            if message:
                raise self._error(start, following.end(), *message)

    # words

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
        if run in _ASKING and start == self.start and self._is_bracket(end) and run not in self.words.functions:
            return self._put("DERIVATIVE", run, start, end)
        row = function_of(run)
        if row is not None and row.name == "log" and (base := _LOG_BASE.match(clean, end, self.end)) is not None:
            return self._log_with_base(start, base)
        if row is not None and clean[end : end + 1].isdigit():
            longer = re.compile(r"[A-Za-z]+\d+").match(clean, start, self.end)
            named_row = function_of(longer[0]) if longer else None
            if longer is not None and named_row is not None:
                if clean[longer.end() : longer.end() + 1].isalnum():
                    raise self._error(start, longer.end(), *wording.either_log(longer[0], run))
                return self._function(named_row, start, longer.end())
        if run.startswith("leaky") or run.startswith("Leaky"):
            longer = _IDENTIFIER.match(clean, start, self.end)
            named_row = function_of(longer[0]) if longer else None
            if longer is not None and named_row is not None:
                return self._function(named_row, start, longer.end())
        if row is not None and row.name == "log" and clean[end : end + 1] == "_":
            raise self._error(end, end + 1, *wording.NO_BASE)
        before_bracket = self._is_bracket(end, glued=False) or clean[end : end + 1] in ("^", "'")
        return self._run(run, start, end, before_bracket)

    def _plain_letter(self, run: str, start: int) -> bool:
        """One letter that cannot be anything but a name: the commonest case."""
        following = self.source.clean[start + 1 : start + 3]
        if len(run) > 1 or run == "e" or not run.isascii():
            return False
        return following[:1] in _AFTER_NAMES or (following[:1] == "^" and following[1:] != "(" and run not in _USUAL_FUNCTIONS)

    def _declared(self, start: int) -> int | None:
        """A name or function that was declared stands for itself, whatever else it could be."""
        words = self.words
        if not words.names and not words.functions:
            return None
        found = _IDENTIFIER.match(self.source.clean, start, self.end)
        if found is None:
            return None
        name, end = found[0], found.end()
        if name in words.defined and self._is_bracket(end, glued=False):
            return self._defined(name, start, end)
        if name in words.functions and (self._is_bracket(end, glued=False) or _ORDERS.match(self.source.clean, end, self.end)):
            return self._unknown_function(name, start, end)
        if name in words.names:
            return self._name(name, start, end)
        other = _canonical(name)
        return self._name(other, start, end) if other in words.names else None

    def _defined(self, name: str, start: int, end: int) -> int:
        """`f(x)` where the system says f(x) = …: the value that bears the name f."""
        found = _ARGUMENTS.match(self.source.clean, end, self.end)
        given = tuple(_canonical(part.strip()) for part in found[1].split(",")) if found else ()
        if found is None or given != self.words.defined[name]:
            raise self._error(start, end, *wording.other_argument(name, self.words.defined[name]))
        return self._name(name, start, found.end())

    def _run(self, run: str, start: int, end: int, before_bracket: bool) -> int:
        clean = self.source.clean
        self._check_word(run, start, end)
        pieces = parted(run, before_bracket)
        if pieces is None or (len(pieces) > 1 and pieces[0].kind == "function" and self._is_bracket(end)):  # coss(x)
            raise self._error(start, end, *wording.unreadable_word(run, self._is_bracket(end)))
        if len(pieces) > 1 and self._is_bracket(end) and pieces[-1].kind == "name" and not any(p.kind == "function" for p in pieces):
            self._check_called(run, start, end, pieces)
        place = start
        for word in pieces[:-1]:
            place = self._piece(word, place, place + word.length)
        last = pieces[-1]
        stop = place + last.length
        if last.kind == "function":
            assert isinstance(last.value, Function)
            return self._function(last.value, place, stop)
        subscript = _SUBSCRIPT.match(clean, stop, self.end) if stop == end else None
        if subscript is not None and self.frames[-1].parts:
            subscript = None
        if last.kind == "constant":
            if subscript is not None and last.length == 1 and self.words.variable != "e":
                raise self._error(place, subscript.end(), *wording.digits_after_constant(clean[place : subscript.end()]))
            return self._piece(last, place, stop)
        return self._letter(last, place, stop, subscript, alone=len(pieces) == 1)

    def _check_word(self, run: str, start: int, end: int) -> None:
        clean = self.source.clean
        if run in FOREIGN:
            raise self._error(start, end, *FOREIGN[run])
        if clean[end : end + 1] == "." and clean[end + 1 : end + 2].isalpha():
            attribute = _IDENTIFIER.match(clean, end + 1, self.end)
            assert attribute is not None
            raise self._error(start, attribute.end(), *wording.dotted(run, attribute[0]))
        longer = _IDENTIFIER.match(clean, start, self.end)
        if longer is not None and self._is_bracket(longer.end()):
            message = wording.digit_for_letter(longer[0])
            if message and function_of(longer[0]) is None:
                raise self._error(start, longer.end(), *message)

    def _check_called(self, run: str, start: int, end: int, pieces: list[Word]) -> None:
        """`foo(x)` is a function that nobody knows; `xy(x + 1)` is a product."""
        last = run[-1]
        if last in _USUAL_FUNCTIONS or last in self.words.functions:
            return
        if len(run) > 2 or _BARE_NAME.match(self.source.clean, end + 1) or end in self._with_comma() or self._is_empty(end):
            raise self._error(start, end, *wording.unknown_function(run, "*".join(run)))

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

    def _letter(self, word: Word, start: int, end: int, subscript: re.Match[str] | None, alone: bool) -> int:
        """One letter or Greek name: a function where its bracket says so, else a symbol with its subscript."""
        assert isinstance(word.value, str)
        name = word.value
        if subscript is not None:
            name, end = written_name(word.value, subscript[0]), subscript.end()
            if alone and subscript[0].isdigit() and name not in self.words.names:
                self.notes["one-name", wording.one_name(name, word.value, subscript[0])] = (start, end)
        clean = self.source.clean
        following = clean[end : end + 1]
        orders = _ORDERS.match(clean, end, self.end) if following in ("'", "^") else None
        if following == "'" and orders is None:
            raise self._error(end, end + 1, *wording.stray_prime(clean[start:end]))
        if following == "_":
            raise self._error(end, end + 1, *wording.stray_underscore(clean[start:end]))
        if following == "^" and orders is None and name in _USUAL_FUNCTIONS | self.words.functions:
            self._check_power_of_unknown(name, end)
        if name in self.words.functions or orders is not None and self._may_be_function(name):
            if orders is not None or self._is_bracket(end, glued=False):
                return self._unknown_function(name, start, end)
        elif self._is_unknown_call(name, start, end):
            return self._unknown_function(name, start, end)
        return self._name(name, start, end)

    def _check_power_of_unknown(self, name: str, end: int) -> None:
        power = _POWER_THEN_BRACKET.match(self.source.clean, end, self.end)
        if power is not None and name not in self.words.names and name != self.words.variable:
            message = wording.unknown_inverse(name) if power[1] == "-1" else wording.unknown_power(name)
            raise self._error(end, power.end(), *message)

    def _may_be_function(self, name: str) -> bool:
        return name not in self.words.names and name != self.words.variable and (name in _USUAL_FUNCTIONS or name not in _USUAL_CONSTANTS)

    def _is_unknown_call(self, name: str, start: int, end: int) -> bool:
        if self.previous.type == "POWER" and (self.earlier.type == "FUNCTION" or self.earlier.end == self._log_end):
            return False  # sin^n(x)
        if name in self.words.names or name == self.words.variable:
            return False
        if name in _USUAL_FUNCTIONS:
            return self._is_bracket(end, glued=False)
        if not self._is_bracket(end) or name in _USUAL_CONSTANTS or (self.words.variable is None and name == "x"):
            return False
        opener = end
        if opener in self._with_comma():
            return True
        inside = _BARE_NAME.match(self.source.clean, opener + 1)
        return inside is not None and inside[0].strip(" )]}\\") != name and not self._stands_alone(name)

    _log_end = -1

    def _stands_alone(self, name: str) -> bool:
        """Is the letter used as a variable elsewhere: without a bracket after it?"""
        if name not in self._alone:
            pattern = rf"(?<![{_LETTERS}]){re.escape(name)}(?![{_LETTERS}0-9_(\[])"
            self._alone[name] = re.search(pattern, self.source.clean[self.start : self.end]) is not None
        return self._alone[name]

    def _unknown_function(self, name: str, start: int, end: int) -> int:
        found = _ORDERS.match(self.source.clean, end, self.end)
        orders: tuple[int, ...] | int = 0
        if found is not None:
            orders = len(found[1]) if found[1] else tuple(int(order[:6]) for order in found[2].split(","))
            end = found.end()
        if name not in self.words.functions:
            self.unknown.setdefault(name, (start, end))
        self._put("UNKNOWN", (name, orders), start, end)
        return end

    def _function(self, row: Function, start: int, end: int) -> int:
        following = self.source.clean[end : end + 1]
        if following == "'":
            raise self._error(start, end + 1, *wording.known_function_primed(row.name))
        return self._put("FUNCTION", row, start, end)

    def _log_with_base(self, start: int, base: re.Match[str]) -> int:
        end = self._put("LOG", function_named("log"), start, base.start())
        if base[1]:
            self.limits.check("digits", len(base[1]), self.source.at(base.start()))
            end = self._put("NUMBER", Number(int(base[1])), base.start(1), base.end())
        elif base[2]:
            name = greek_name(base[2]) or base[2]
            constant = CONSTANTS.get(base[2])
            end = self._put("NAME", constant, base.start(2), base.end()) if constant else self._name(name, base.start(2), base.end())
        else:
            end = base.end()
        self._log_end = end
        return end

    # LaTeX

    def _latex(self, found: re.Match[str]) -> int:
        start, end, command = found.start(), found.end(), found[0][1:]
        if command in latex.IGNORED:
            self.spaced = True
            return end
        if command in latex.OPERATORS:
            return self._put(*latex.OPERATORS[command], start, end)
        if command in ("frac", "dfrac", "tfrac", "cfrac"):
            self._put("FRACTION", command, start, end)
            self.frames[-1].parts = 2
            return end
        if command == "sqrt":
            return self._latex_root(start, end)
        if command in latex.SIZES:
            return self._sized(command, start, end)
        if command in ("{", "}", "lbrace", "rbrace"):
            return self._bracket("{" if command in ("{", "lbrace") else "}", start, end)
        if command in ("lvert", "rvert", "vert"):
            return self._bar(start, end, {"l": "open", "r": "close"}.get(command[0], ""))
        if command in latex.GROUPED_WORDS:
            return self._grouped_word(start, end)
        if command in latex.REFUSED:
            raise self._error(start, end, *latex.REFUSED[command])
        return self._latex_word(command, start, end)

    def _latex_word(self, command: str, start: int, end: int) -> int:
        clean = self.source.clean
        letter = latex.LETTERS.get(command)
        row = function_of(command) if letter is None else None
        if row is not None:
            if row.name == "log" and (base := _LOG_BASE.match(clean, end, self.end)) is not None:
                return self._log_with_base(start, base)
            return self._function(row, start, end)
        if letter == "pi":
            return self._put("NAME", CONSTANTS["pi"], start, end)
        if letter is not None:
            subscript = None if self.frames[-1].parts else _SUBSCRIPT.match(clean, end, self.end)
            if subscript is not None and subscript[0][0] != "_":
                subscript = None
            return self._letter(Word("name", letter, end - start), start, end, subscript, alone=True)
        raise self._error(start, end, *wording.unknown_command(command))

    def _latex_root(self, start: int, end: int) -> int:
        clean = self.source.clean
        opening = re.compile(r"\s*\[").match(clean, end, self.end)
        if opening is None:
            self._put("ROOT", "sqrt", start, end)
            self.frames[-1].parts = 1
            return end
        self._put("NTH_ROOT", "root", start, end)
        self.frames[-1].parts = 2
        return end

    def _sized(self, command: str, start: int, end: int) -> int:
        clean = self.source.clean
        bracket = re.compile(r"\s*(\\[{}|]|\\[lr]vert|\\lbrace|\\rbrace|.)", re.DOTALL).match(clean, end, self.end)
        if bracket is None:
            raise self._error(start, end, *wording.sized_nothing(command))
        sign, stop = bracket[1].removeprefix("\\"), bracket.end()
        if sign in ("|", "lvert", "rvert"):
            side = "open" if command == "left" or command.endswith("l") else "close" if command == "right" or command.endswith("r") else ""
            return self._bar(bracket.start(1), stop, side)
        if sign == ".":
            return stop
        sign = {"lbrace": "{", "rbrace": "}"}.get(sign, sign)
        if sign not in "([{)]}":
            raise self._error(start, stop, *wording.sized_nothing(command))
        return self._bracket(sign, bracket.start(1), stop)

    def _grouped_word(self, start: int, end: int) -> int:
        group = re.compile(rf"\s*\{{\s*([{_LETTERS}0-9]+)\s*\}}").match(self.source.clean, end, self.end)
        if group is None:
            raise self._error(start, end, *wording.unknown_command(self.source.clean[start + 1 : end]))
        word = group[1]
        row = function_of(word)
        if row is not None:
            return self._function(row, start, group.end())
        if word in KEYWORDS:
            return self._put(KEYWORDS[word], word, start, group.end())
        if word in CONSTANTS:
            return self._put("NAME", CONSTANTS[word], start, group.end())
        if len(word) == 1 or word in self.words.names:
            return self._name(word, start, group.end())
        raise self._error(group.start(1), group.end(1), *wording.unreadable_word(word, False))

    # brackets, bars, roots, signs

    def _root(self, found: re.Match[str]) -> int:
        return self._put("ROOT", _ROOTS[found[0]], found.start(), found.end())

    def _operator(self, found: re.Match[str]) -> int:
        start, end, sign = found.start(), found.end(), found[0]
        if sign in "([{)]}":
            return self._bracket(sign, start, end)
        if sign == "|":
            return self._bar(start, end, "")
        if sign == "'" and self.previous.type == "CLOSE" and not self.spaced:
            return self._put("PRIME", sign, start, end)
        if sign == "%" and self.source.clean[end : end + 2] in ("pi", "e^", "e", "e ", "e*", "e)") :
            return end  # Maxima's %pi and %e
        type_ = _OPERATORS.get(sign)
        if type_ is None:
            raise self._error(start, end, *wording.stray(sign, named(self.source.text[self.source.at(start)]), self.previous.type in _ENDS))
        return self._put(type_, _SIGNS.get(sign, sign), start, end)

    def _bracket(self, sign: str, start: int, end: int) -> int:
        if sign in _PAIRS:
            frame = self.frames[-1]
            self.frames.append(Frame(sign, start, is_part=frame.parts > 0))
            return self._put("OPEN", sign, start, end)
        frame = self.frames[-1]
        if _PAIRS.get(frame.bracket) != sign:
            if frame.bracket == "|":
                raise self._error(frame.start, frame.start + 1, *wording.BAR_NEVER_CLOSED)
            raise self._error(start, end, *wording.closes_nothing(sign, frame.bracket))
        self.frames.pop()
        self._put("CLOSE", sign, start, end)
        if frame.is_part:
            self.frames[-1].parts -= 1
        return end

    def _bar(self, start: int, end: int, side: str) -> int:
        if self.source.clean[end : end + 1] == "|" and side == "" and self.previous.type == "" and self.source.clean[start:self.end].strip(" |") == "":
            raise self._error(start, end, *wording.BAR_NEVER_CLOSED)
        frame = self.frames[-1]
        closes = frame.bracket == "|" and self.previous.type in _ENDS and side != "open"
        if side == "close" and not closes:
            raise self._error(start, end, *wording.BAR_NEVER_OPENED)
        if closes:
            self.frames.pop()
            return self._put("BAR_CLOSE", "|", start, end)
        self.frames.append(Frame("|", start))
        return self._put("BAR_OPEN", "|", start, end)

    def _never_closed(self) -> ReadingError:
        frame = self.frames[-1]
        if frame.bracket == "|":
            return self._error(frame.start, frame.start + 1, *wording.BAR_NEVER_CLOSED)
        return self._error(frame.start, frame.start + 1, *wording.never_closed(frame.bracket))

    def _is_bracket(self, index: int, glued: bool = True) -> bool:
        clean = self.source.clean
        if not glued:
            while index < self.end and clean[index] == " ":
                index += 1
        return index < self.end and (clean[index] in "([" or clean.startswith("\\left(", index) or clean.startswith("\\left[", index))

    def _is_empty(self, opener: int) -> bool:
        return self.source.clean[opener + 1 : self.end].lstrip()[:1] in (")", "]")

    def _with_comma(self) -> set[int]:
        """The brackets that hold a comma of their own, found once."""
        if self._commas is None:
            self._commas = set()
            openers: list[int] = []
            for index in range(self.start, self.end):
                character = self.source.clean[index]
                if character in "([{":
                    openers.append(index)
                elif character in ")]}" and openers:
                    openers.pop()
                elif character == "," and openers:
                    self._commas.add(openers[-1])
        return self._commas

    _commas: set[int] | None = None

    def __post_init__(self) -> None:
        self._alone: dict[str, bool] = {}


def _canonical(name: str) -> str:
    return re.sub(r"_(?=\d)", "", name, count=1)


def _exact(text: str, exponent: re.Match[str] | None) -> Number:
    """The exact value of a decimal."""
    if exponent is None and "." not in text:
        return Number(int(text))
    whole, _, places = text.partition(".")
    power = int(exponent[1] + exponent[2]) if exponent else 0
    value = Fraction(int(whole + places or "0")) * Fraction(10) ** (power - len(places))
    return Number(value.numerator if value.denominator == 1 else value)


