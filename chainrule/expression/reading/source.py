"""The text as typed beside the text as the lexer sees it: Unicode spelt in the few characters of the language."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from chainrule.errors import ReadingError
from chainrule.expression.greek import GREEK_NAMES

__all__ = ["LETTERS", "Source", "named", "pattern"]

LETTERS = "A-Za-zα-ωΑ-Ω"  # inside a character class of a regular expression

_SAME = {
    **dict.fromkeys("×·∙⋅∗•✕⨯\u2062", "*"), **dict.fromkeys("÷∕⁄", "/"), **dict.fromkeys("−–—‐‑‒﹣", "-"),
    **dict.fromkeys("′’ʹ‘", "'"), "″": "''", "‴": "'''", "ˆ": "^", "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=",
    "≠": "!=", "∣": "|", "µ": "μ", "Ω": "Ω", "ϕ": "φ", "ϵ": "ε", "ϑ": "θ", "ϱ": "ρ", "ς": "σ", "ℎ": "h", "ℯ": "e",
    "ⅇ": "e", "ⅆ": "d", "∆": "Δ", "\u2061": " ", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_KEPT = frozenset("√∛∜∂")
_FRACTIONS = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
    "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅑": "1/9", "⅒": "1/10",
}  # fmt: skip
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸᵃᵇᵏᵐᵗ", "0123456789+-()nixyabkmt", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₙₓₐₑᵢⱼₖₘₜ", "0123456789nxaeijkmt", strict=True))
_SUBSCRIPT_LETTERS = {"ₛ": "s", "ₜ": "t"}  # of samples and time steps
_LOW, _HIGH = "[₀₁₂₃₄₅₆₇₈₉]+", "[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
_INDEXED = (  # W⁽¹⁾₁₂ is w1_12, for layers of a network stand in brackets; x₁,ₜ₂ is x1_t2
    rf"(?P<letter>[{LETTERS}])(?P<gate>(?<=[bwuzBWUZ])[a-z])?"
    rf"(?:⁽(?P<layer>{_HIGH})⁾(?P<units>{_LOW}(?:,[ₛₜ]?{_LOW})*)|(?P<places>(?:{_LOW},)?[ₛₜ]{_LOW}(?:,[ₛₜ]?{_LOW})*))"
)
_ACCENTS = {"\u0302": "_hat ", "\u0304": "_bar "}  # ŷ is y_hat, x̄ is x_bar; the space ends the name
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f")


def named(character: str) -> str:
    """A character as a message names it: in quotes, beyond ASCII with its code point."""
    code = ord(character)
    if 32 < code < 127:
        return f"'{character}'"
    shown = f"'{character}' " if character.isprintable() and not unicodedata.combining(character) else ""
    return f"{shown}(U+{code:04X})"


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A regular expression, compiled when it is first needed: at start-up most are not."""
    return re.compile(text, re.DOTALL)


class Source:
    """The text as typed, the `clean` text that the lexer reads, and the way back from one to the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stripped: list[int] = []
        self.positions: list[int] | None = None
        self.clean = text if text.isascii() else self._cleaned()

    def at(self, index: int) -> int:
        """The place in the typed text of an index into the clean text."""
        return index if self.positions is None else self.positions[index]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the clean text as a stretch of the typed text."""
        return (start, end) if self.positions is None else (self.positions[start], self.positions[max(end - 1, 0)] + 1)

    def quoted(self, start: int, end: int, longest: int = 40) -> str:
        """The typed text between two indices, cut where it is long."""
        left, right = self.span(start, end)
        piece = self.text[left : min(right, left + 2 * longest)].strip()
        return piece if len(piece) <= longest else piece[: longest - 1] + "…"

    def error(
        self, start: int, finding: str, expectation: str = "", mend: str = "", end: int | None = None
    ) -> ReadingError:
        left, right = self.span(start, start + 1 if end is None else end)
        if start >= len(self.clean):
            left = right = len(self.text)
        return ReadingError(self.text, left, finding, expectation=expectation, mend=mend, end=right)

    def _cleaned(self) -> str:
        pieces: list[str] = []
        positions: list[int] = []
        script: str = ""  # "^" or "_" while in a run of superscripts or subscripts
        indexed = {found.start(): found for found in pattern(_INDEXED).finditer(self.text)}
        passed = 0
        for index, character in enumerate(self.text):
            if index in indexed and not script:
                piece, passed = _indexed_name(indexed[index]), indexed[index].end()
                pieces.append(piece)
                positions += [min(index + place, passed - 1) for place in range(len(piece))]
            if index < passed:
                continue
            kind = "^" if character in _SUPERSCRIPTS else "_" if character in _SUBSCRIPTS else ""
            piece = ""
            if script == "^" and kind != "^":
                piece = ")"
            if kind and kind != script:
                piece += "^(" if kind == "^" else "_"
            script = kind
            piece += self._spelt(index, character, pieces)
            pieces.append(piece)
            positions += [index] * len(piece)
        if script == "^":
            pieces.append(")")
            positions.append(len(self.text) - 1)
        positions.append(len(self.text))
        self.positions = positions
        return "".join(pieces)

    def _spelt(self, index: int, character: str, before: list[str]) -> str:
        """One character in the characters of the language, or an error that names it."""
        if character.isascii():
            return character
        for table in (_SAME, _SUPERSCRIPTS, _SUBSCRIPTS):
            if character in table:
                return table[character]
        if character in GREEK_NAMES or character in _KEPT:
            return character
        if character in _FRACTIONS:
            if before and before[-1][-1:].isdigit():
                whole, fraction = self.text[index - 1], _FRACTIONS[character]
                finding = f"{whole}{character} has two readings: {whole} + {fraction} and {whole}*({fraction})"
                raise ReadingError(self.text, index, finding, mend="write one of them")
            return f"({_FRACTIONS[character]})"
        accented = unicodedata.normalize("NFD", character)
        if len(accented) == 2 and accented[0].isascii() and accented[1] in _ACCENTS:
            return accented[0] + _ACCENTS[accented[1]]
        if character in _ACCENTS and before and before[-1].isascii() and before[-1].isalpha():
            return _ACCENTS[character]
        if character in _INVISIBLE:
            self.stripped.append(index)
            return ""
        if unicodedata.category(character) == "Zs":
            return " "
        if "\U0001d400" <= character <= "\U0001d7ff" or "\uff01" <= character <= "\uff5e":
            plain = unicodedata.normalize("NFKC", character)
            plain = _SAME.get(plain, plain)
            if plain.isascii() or plain in GREEK_NAMES:
                return plain
        raise _refused(self.text, index, character)


def _indexed_name(found: re.Match[str]) -> str:
    """w1_12 for W⁽¹⁾₁₂, h1_2_t3 for h⁽¹⁾₂,ₜ₃, x1_t2 for x₁,ₜ₂, L_s1 for Lₛ₁."""
    scripts = {**_SUPERSCRIPTS, **_SUBSCRIPTS, **_SUBSCRIPT_LETTERS, ",": "_"}
    parts = [found[part] or "" for part in ("layer", "units", "places")]
    layer, units, places = ["".join([scripts[sign] for sign in part]) for part in parts]
    letter = found["letter"].lower() if layer and found["letter"] in "WU" else found["letter"]
    after = f"{layer}_{units}" if layer else places if places[:1].isdigit() else f"_{places}"
    return f"{GREEK_NAMES.get(letter, letter)}{found['gate'] or ''}{after}"


_MEANT = {
    "∫": ("an integral: this tool differentiates", ""),
    "∑": ("sums over an index are not read here", "write the terms out with +"),
    "∏": ("products over an index are not read here", "write the factors out with *"),
    "±": ("± stands for two expressions", "write one of them, with + or with -"),
    "∓": ("∓ stands for two expressions", "write one of them, with + or with -"),
    "∞": ("infinity is not a number here", ""),
    "°": ("degrees are not read here: angles are in radians", "for 30° write pi/6"),
    "…": ("an ellipsis says nothing definite", "write all terms out"),
    **dict.fromkeys("“”„«»", ("quotation marks are no part of an expression", "leave them out")),
}
_LOOKALIKES = dict(zip("хХуУеЕоОрРсСаАвВкКмМнНтТѕіјԁӏο", "xXyYeEoOpPcCaABBKKMMHHTTsijdlo", strict=True))


def _refused(text: str, index: int, character: str) -> ReadingError:
    what = named(character)
    if character in _MEANT:
        finding, mend = _MEANT[character]
        return ReadingError(text, index, f"{what}: {finding}", mend=mend)
    if character in _LOOKALIKES:
        meant = _LOOKALIKES[character]
        return ReadingError(
            text, index, f"this is {what.split('(')[-1].rstrip(')')}, not the letter {meant}", mend=f"type {meant}"
        )
    if unicodedata.combining(character) or unicodedata.category(character) == "Mn":
        return ReadingError(text, index, f"an accent {what} stands on the character before it", mend="leave it out")
    name = unicodedata.name(character, "").lower()
    shown = f"{what}, {name}," if name else what
    return ReadingError(text, index, f"the character {shown} is no part of the language",
                        expectation="numbers, letters, Greek letters and + - * / ^ ( )")  # fmt: skip
