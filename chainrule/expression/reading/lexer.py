"""Clean text to the terminals of the grammar: piece by piece, LaTeX included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chainrule.expression.reading import latex, wording
from chainrule.expression.reading.scanner import Token
from chainrule.expression.reading.source import LETTERS, pattern
from chainrule.expression.reading.word_scanner import LOG_BASE, SUBSCRIPT, WordScanner
from chainrule.expression.reading.words import CONSTANTS, KEYWORDS, Word, function_of

__all__ = ["Lexer"]

_PIECE = re.compile(
    rf"(?P<space>\s+)|(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<word>[{LETTERS}]+)|(?P<latex>\\[A-Za-z]+|\\.|\\$)"
    r"|(?P<root>[√∛∜])|(?P<operator>\*\*|<=|>=|==|!=|<>|:=|=<|=>|.)",
    re.DOTALL,
)
_DEGREE = r"\s*\["
_CASES = r"\s*\{\s*cases\s*\}"
_END_OF_CASES = r"\s*\\end\b"
_SIZED = r"\s*(\\[{}|]|\\[lr]vert|\\lbrace|\\rbrace|.)"
_GROUPED = rf"\s*\{{\s*([{LETTERS}0-9]+)\s*\}}"


class Lexer(WordScanner):
    """`tokens()` reads one statement and ends with the terminal $END."""

    def tokens(self) -> Iterator[Token]:
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

    def _latex(self, found: re.Match[str]) -> int:
        start, end, command, clean = found.start(), found.end(), found[0][1:], self.source.clean
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
        if command in ("begin", "end"):
            return self._environment(command, start, end)
        if command == "\\":
            following = pattern(_END_OF_CASES).match(clean, end, self.end)
            return end if following else self._put("COMMA", ",", start, end)
        if command in latex.REFUSED:
            raise self._error(start, end, latex.REFUSED[command])
        return self._latex_word(command, start, end)

    def _environment(self, command: str, start: int, end: int) -> int:
        """`\\begin{cases}` and `\\end{cases}` are a pair of brackets around branches."""
        cases = pattern(_CASES).match(self.source.clean, end, self.end)
        if cases is None:
            raise self._error(start, end, latex.REFUSED["begin"])
        return self._bracket(f"\\{command}{{cases}}", start, cases.end())

    def _latex_word(self, command: str, start: int, end: int) -> int:
        clean = self.source.clean
        letter = latex.LETTERS.get(command)
        row = function_of(command)
        if letter is not None and not (row and row.latex == f"\\{command}" and self._is_bracket(end, glued=False)):
            row = None
        if row is not None:
            if row.name == "log" and (base := pattern(LOG_BASE).match(clean, end, self.end)) is not None:
                return self._log_with_base(start, base)
            return self._function(row, start, end)
        if letter == "pi":
            return self._put("NAME", CONSTANTS["pi"], start, end)
        if letter is not None:
            subscript = None if self.frames[-1].parts else pattern(SUBSCRIPT).match(clean, end, self.end)
            if subscript is not None and subscript[0][0] != "_":
                subscript = None
            return self._letter(Word("name", letter, end - start), start, end, subscript)
        raise self._error(start, end, wording.unknown_command(command))

    def _latex_root(self, start: int, end: int) -> int:
        clean = self.source.clean
        opening = pattern(_DEGREE).match(clean, end, self.end)
        if opening is None:
            self._put("ROOT", "sqrt", start, end)
            self.frames[-1].parts = 1
            return end
        self._put("NTH_ROOT", "root", start, end)
        self.frames[-1].parts = 2
        return end

    def _sized(self, command: str, start: int, end: int) -> int:
        clean = self.source.clean
        bracket = pattern(_SIZED).match(clean, end, self.end)
        if bracket is None:
            raise self._error(start, end, wording.sized_nothing(command))
        sign, stop = bracket[1].removeprefix("\\"), bracket.end()
        if sign in ("|", "lvert", "rvert"):
            side = (
                "open"
                if command == "left" or command.endswith("l")
                else "close"
                if command == "right" or command.endswith("r")
                else ""
            )
            return self._bar(bracket.start(1), stop, side)
        if sign == ".":
            return stop
        sign = {"lbrace": "{", "rbrace": "}"}.get(sign, sign)
        if sign not in "([{)]}":
            raise self._error(start, stop, wording.sized_nothing(command))
        return self._bracket(sign, bracket.start(1), stop)

    def _grouped_word(self, start: int, end: int) -> int:
        group = pattern(_GROUPED).match(self.source.clean, end, self.end)
        if group is None:
            raise self._error(start, end, wording.unknown_command(self.source.clean[start + 1 : end]))
        word = group[1]
        row = function_of(word)
        if row is not None:
            return self._function(row, start, group.end())
        if word in KEYWORDS:
            return self._put(KEYWORDS[word], word, start, group.end())
        if word in latex.CONDITIONS:
            return self._put("IF", word, start, group.end())
        if word in CONSTANTS:
            return self._put("NAME", CONSTANTS[word], start, group.end())
        if len(word) == 1 or word in self.words.names:
            return self._name(word, start, group.end())
        raise self._error(group.start(1), group.end(1), wording.unreadable_word(word, False))
