"""What notations have to know about names: their letter and subscript, and which functions take a power on the name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from chainrule.expression.greek import GREEK_LETTERS, GREEK_NAMES
from chainrule.expression.nodes import Call, Node, Number, Power, Symbol

__all__ = ["ACCENTS", "Layered", "ascii_name", "differential_of", "is_layered", "layered", "name_parts",
           "name_takes_power"]  # fmt: skip

ACCENTS = {"hat": "\u0302", "bar": "\u0304"}  # y_hat is written ŷ
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_NAME = re.compile(r"(?P<stem>[^\W\d_]+)_?(?P<subscript>\w*)")
_LOWER, _UPPER = ([name for name in GREEK_LETTERS if name.islower() is low] for low in (True, False))
_LAYERED = re.compile(
    rf"(?P<stem>[a-z]|{'|'.join(_LOWER)}|(?:[A-Z]|{'|'.join(_UPPER)})(?=[a-z]?\d+_(?:_|$)))"
    r"(?P<gate>(?:(?<=[bwuzBWUZ])|(?<=elta))[a-z])?(?P<layer>\d+)_(?P<indices>\d*(?:_[a-z]?\d+)*)"
)
_MATRICES = "wu"  # whose entries have a row and a column


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


class Layered(NamedTuple):
    """A name with the layer that it belongs to, which is written raised and in brackets: a⁽²⁾₁, for a² is a square.

    stem      the letter, Greek as such; capital for an entry of a matrix
    gate      the gate of a recurrent cell to which it belongs, or ""
    layer     digits
    indices   the unit; of a weight the row and the column; then, after t or s, a time step or a sample
    """

    stem: str
    gate: str
    layer: str
    indices: tuple[str, ...]


@lru_cache(maxsize=4096)
def layered(name: str) -> Layered | None:
    """What the name says, if it has a layer: W⁽¹⁾₁₂ for w1_12 (row 1, column 2), W⁽¹⁾₁,₁₂ for w1_1_12, W⁽¹⁾ for W1_.

    Capitals are whole matrices only, `W1_`; at a time step those are `H1__t3`.
    """
    match = _LAYERED.fullmatch(name)
    if match is None:
        return None
    stem, indices = match["stem"], tuple(index for index in match["indices"].split("_") if index)
    if stem in _MATRICES and (len(indices) > 1 or len("".join(indices)) == 2):
        stem = stem.upper()
    return Layered(GREEK_LETTERS.get(stem, stem), match["gate"] or "", match["layer"], indices)


def is_layered(node: Node) -> bool:
    return isinstance(node, Symbol) and layered(node.name) is not None


def ascii_name(name: str) -> str:
    """The name without a character beyond ASCII: theta_1 for θ₁; letters of other alphabets by their number."""
    plain = "".join(GREEK_NAMES.get(letter, letter) for letter in name.translate(_SUBSCRIPTS))
    if layered(name) is not None:
        plain = plain.replace("__", "_").rstrip("_")
    return plain.encode("ascii", "backslashreplace").decode()


def name_takes_power(node: Power) -> bool:
    """Whether it is written like sin²(x): a function with a name of letters, to a whole power from the second on."""
    base, exponent = node.base, node.exponent
    if not (isinstance(base, Call) and isinstance(exponent, Number) and isinstance(exponent.value, int)):
        return False
    row = base.function
    name = row.text or row.name
    return "{u}" not in row.latex and name.isalpha() and name.isascii() and exponent.value > 1
