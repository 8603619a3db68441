"""What notations have to know about names: their letter and subscript, and which functions take a power on the name."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from chainrule.expression.greek import GREEK_LETTERS, GREEK_NAMES
from chainrule.expression.nodes import Call, Number, Power

__all__ = ["ACCENTS", "ascii_name", "differential_of", "name_parts", "name_takes_power"]

ACCENTS = {"hat": "\u0302", "bar": "\u0304"}  # y_hat is written ŷ
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_NAME = re.compile(r"(?P<stem>[^\W\d_]+)_?(?P<subscript>\w*)")


@lru_cache(maxsize=1024)
def name_parts(name: str) -> tuple[str, str]:
    """The stem, Greek as a letter, and the subscript or "": ("θ", "1") for theta_1, ("w", "1_12") for w1_12.

    Letters belong to the stem unless an underscore parts them: ("x", "max") for x_max, ("loss", "") for loss. A hat or
    a bar stands on its letter: ("ŷ", "") for y_hat.
    """
    match = _NAME.fullmatch(name.translate(_SUBSCRIPTS))
    if match is None:
        return name, ""
    stem, subscript = GREEK_LETTERS.get(match["stem"], match["stem"]), match["subscript"]
    if stem.startswith("d") and stem[1:] in GREEK_LETTERS:
        stem = f"d{GREEK_LETTERS[stem[1:]]}"
    if subscript in ACCENTS and len(stem) == 1:
        return normalize("NFC", stem + ACCENTS[subscript]), ""
    return stem, subscript


def differential_of(stem: str) -> str:
    """The letter x of a differential dx, or "" for any other name."""
    return stem[1] if len(stem) == 2 and stem[0] == "d" and stem[1].isalpha() else ""


def ascii_name(name: str) -> str:
    """The name without a character beyond ASCII: theta_1 for θ₁; letters of other alphabets by their number."""
    plain = "".join(GREEK_NAMES.get(letter, letter) for letter in name.translate(_SUBSCRIPTS))
    return plain.encode("ascii", "backslashreplace").decode()


def name_takes_power(node: Power) -> bool:
    """Whether it is written like sin²(x): a function with a name of letters, to a whole power from the second on."""
    base, exponent = node.base, node.exponent
    if not (isinstance(base, Call) and isinstance(exponent, Number) and isinstance(exponent.value, int)):
        return False
    row = base.function
    name = row.text or row.name
    return "{u}" not in row.latex and name.isalpha() and name.isascii() and exponent.value > 1
