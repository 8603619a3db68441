"""What all pieces of the text have in common when they become tokens; numbers, brackets, bars and signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from chainrule.errors import ReadingError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Number
from chainrule.expression.reading import remarks, wording
from chainrule.expression.reading.source import LETTERS, Source, named, pattern

__all__ = ["IDENTIFIER", "Frame", "Scanner", "Token", "Vocabulary"]

IDENTIFIER = rf"[{LETTERS}_][{LETTERS}0-9_]*"
_EXPONENT = r"[eE]([+-]?)(\d+)"
_OPERATORS = {
    "+": "PLUS", "-": "MINUS", "*": "TIMES", "/": "DIVIDE", "^": "POWER", "**": "POWER", "=": "EQUALS", "==": "EQUALS",
    ",": "COMMA", ";": "COMMA", "<": "SIGN", ">": "SIGN", "<=": "SIGN", ">=": "SIGN", "!=": "SIGN", "=<": "SIGN",
    "<>": "SIGN",
}  # fmt: skip
_CASES = "\\begin{cases}"
_SIGNS = {"=<": "<=", "<>": "!=", "==": "="}
_PAIRS = {"(": ")", "[": "]", "{": "}", _CASES: "\\end{cases}"}
_BEFORE_CONDITION = r"\s*\\(?:text|mathrm|textrm)\s*\{"
_COLUMN = r"\s*&"
_ENDS = frozenset(("NUMBER", "NAME", "CLOSE", "BAR_CLOSE", "PRIME"))
_SHOWN = 30  # digits of a number that a note spells out
_ROOTS = {"√": "sqrt", "∛": "cbrt", "∜": "4"}


class Token:
    """One terminal: its type, what it stands for, its stretch of the clean text, and whether a space is before it."""

    __slots__ = ("end", "spaced", "start", "type", "value")

    def __init__(self, type_: str, value: Any, start: int, end: int, spaced: bool) -> None:
        self.type, self.value, self.start, self.end, self.spaced = type_, value, start, end, spaced


class Vocabulary(NamedTuple):
    """What is known of the names before reading.

    names, functions   declared
    variable           where it is given
    defined            names that a system defines as functions, f(x) = …, with their arguments
    """

    names: frozenset[str]
    functions: frozenset[str]
    variable: str | None
    defined: Mapping[str, tuple[str, ...]]


class Frame:
    """An open bracket or bar: where, which, and how many LaTeX parts (`\\frac12`) are still to come inside it."""

    __slots__ = ("bracket", "is_part", "parts", "start")

    def __init__(self, bracket: str, start: int, is_part: bool = False) -> None:
        self.bracket, self.start, self.is_part, self.parts = bracket, start, is_part, 0


class Scanner:
    """Makes tokens of the clean text between two indices.

    made      the tokens so far
    used      the names met, in order
    unknown   unknown functions that were not declared, with their stretches
    notes     how something was read: (code, sentence) to its stretch
    """

    def __init__(self, source: Source, start: int, end: int, words: Vocabulary, limits: Limits) -> None:
        self.source, self.start, self.end, self.words, self.limits = source, start, end, words, limits
        self.used: dict[str, None] = {}
        self.unknown: dict[str, tuple[int, int]] = {}
        self.notes: dict[tuple[str, str], tuple[int, int]] = {}
        self.made: list[Token] = []
        self.frames = [Frame("", start)]
        self.spaced = False
        self.previous = self.earlier = Token("", None, start, start, False)
        self._commas: set[int] | None = None

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

    def _error(self, start: int, end: int, message: wording.Message) -> ReadingError:
        return self.source.error(start, *message, end=end)

    # numbers

    def _number(self, found: re.Match[str]) -> int:
        start, end, text = found.start(), found.end(), found[0]
        clean = self.source.clean
        if (
            end - start < 9
            and text.isdigit()
            and not self.frames[-1].parts
            and not clean[end : end + 1].isalpha()
            and clean[end : end + 1] != "."
        ):
            return self._put("NUMBER", Number(int(text)), start, end)
        if self.frames[-1].parts and text[0] != ".":  # \frac12 is one half
            return self._put("NUMBER", Number(int(text[0])), start, start + 1)
        following = clean[end : end + 1]
        exponent = pattern(_EXPONENT).match(clean, end, self.end)
        if exponent is not None:
            end = exponent.end()
            following = clean[end : end + 1]
        elif (
            following in ("e", "E")
            and clean[end + 1 : end + 2] in ("+", "-")
            and not clean[end + 2 : end + 3].isspace()
        ):
            raise self._error(start, end + 2, wording.half_a_number(clean[start : end + 2], clean[end + 1 : end + 3]))
        if (
            (following == "." and "." in text)
            or (exponent and pattern(_EXPONENT).match(clean, end))
            or (exponent and following == ".")
        ):
            raise self._error(start, end + 1, wording.NOT_A_NUMBER)
        size = len(text) + (int(exponent[2].lstrip("0")[:9] or "0") if exponent else 0)
        self.limits.check("digits", size, self.source.at(start))
        self._check_letters_typed_as_digits(start, end)
        number = _exact(text, exponent)
        if exponent is not None and size < _SHOWN:
            self.notes["scientific", remarks.scientific(clean[start:end], str(number))] = (start, end)
        return self._put("NUMBER", number, start, end)

    def _check_letters_typed_as_digits(self, start: int, end: int) -> None:
        """`1n(x)` and `5in(x)` are slips for ln and sin."""
        following = pattern(IDENTIFIER).match(self.source.clean, end, self.end)
        if following is not None and self._is_bracket(following.end()):
            message = wording.digit_for_letter(self.source.clean[start : following.end()])
            if message:
                raise self._error(start, following.end(), message)

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
        if self.frames[-1].bracket == _CASES and sign in "&,":
            return self._column(sign, start, end)
        if sign == "%" and self.source.clean[end : end + 2] in ("pi", "e^", "e", "e ", "e*", "e)"):
            return end  # Maxima's %pi and %e
        type_ = _OPERATORS.get(sign)
        if type_ is None:
            raise self._error(
                start,
                end,
                wording.stray(sign, named(self.source.text[self.source.at(start)]), self.previous.type in _ENDS),
            )
        return self._put(type_, _SIGNS.get(sign, sign), start, end)

    def _column(self, sign: str, start: int, end: int) -> int:
        """Inside cases an & stands before the condition, where no word does; a comma before it means nothing."""
        following = pattern(_BEFORE_CONDITION if sign == "&" else _COLUMN).match(self.source.clean, end, self.end)
        if following is not None:
            return end
        return self._put("IF" if sign == "&" else "COMMA", sign, start, end)

    def _bracket(self, sign: str, start: int, end: int) -> int:
        if sign in _PAIRS:
            frame = self.frames[-1]
            self.frames.append(Frame(sign, start, is_part=frame.parts > 0))
            return self._put("OPEN", sign, start, end)
        frame = self.frames[-1]
        if _PAIRS.get(frame.bracket) != sign:
            if frame.bracket == "|":
                raise self._error(frame.start, frame.start + 1, wording.BAR_NEVER_CLOSED)
            raise self._error(start, end, wording.closes_nothing(sign, frame.bracket))
        self.frames.pop()
        self._put("CLOSE", sign, start, end)
        if frame.is_part:
            self.frames[-1].parts -= 1
        return end

    def _bar(self, start: int, end: int, side: str) -> int:
        if (
            self.source.clean[end : end + 1] == "|"
            and side == ""
            and self.previous.type == ""
            and self.source.clean[start : self.end].strip(" |") == ""
        ):
            raise self._error(start, end, wording.BAR_NEVER_CLOSED)
        frame = self.frames[-1]
        closes = frame.bracket == "|" and side != "open" and (side == "close" or self.previous.type in _ENDS)
        if side == "close" and not closes:
            raise self._error(start, end, wording.BAR_NEVER_OPENED)
        if closes:
            self.frames.pop()
            return self._put("BAR_CLOSE", "|", start, end)
        self.frames.append(Frame("|", start))
        return self._put("BAR_OPEN", "|", start, end)

    def _never_closed(self) -> ReadingError:
        frame = self.frames[-1]
        if frame.bracket == "|":
            return self._error(frame.start, frame.start + 1, wording.BAR_NEVER_CLOSED)
        return self._error(frame.start, frame.start + 1, wording.never_closed(frame.bracket))

    def _is_bracket(self, index: int, glued: bool = True) -> bool:
        clean = self.source.clean
        if not glued:
            while index < self.end and clean[index] == " ":
                index += 1
        return index < self.end and (
            clean[index] in "([" or clean.startswith("\\left(", index) or clean.startswith("\\left[", index)
        )

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


def _exact(text: str, exponent: re.Match[str] | None) -> Number:
    """The exact value of a decimal."""
    if exponent is None and "." not in text:
        return Number(int(text))
    whole, _, places = text.partition(".")
    power = int(exponent[1] + exponent[2]) if exponent else 0
    value = Fraction(int(whole + places or "0")) * Fraction(10) ** (power - len(places))
    return Number(value.numerator if value.denominator == 1 else value)
