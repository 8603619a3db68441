"""A listing as data: a list of blocks whose formulas are expressions, which every medium writes in its own way.

`Phrase`s are text with expressions in it; `Side`s are what a line's equals signs stand between. (Named tuples, because
making a dataclass costs five times as much, and that is felt each time the program starts.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression, Node

if TYPE_CHECKING:
    from chainrule.calculus.at_point import AtPoint
    from chainrule.calculus.derivation import Derivation

__all__ = ["Answer", "Block", "Definition", "Definitions", "Heading", "Line", "Marks", "NO_MARKS", "Phrase", "ReadAs",
           "Sentence", "Side", "Table", "Told"]  # fmt: skip

Phrase = tuple[str | Node, ...]
Marks = Mapping[Node, str]  # sub-expressions, and the letter by whose layer they are coloured
NO_MARKS: Marks = MappingProxyType({})


class Side(NamedTuple):
    """One side of an equation; in the products of `raw` every dot is written."""

    expression: Expression
    raw: frozenset[Node] = frozenset()


class ReadAs(NamedTuple):
    """How the input was understood: `name` = `expression`, and what is to be known about that."""

    name: Expression
    expression: Expression
    about: Phrase
    marks: Marks = NO_MARKS


class Heading(NamedTuple):
    phrase: Phrase


class Sentence(NamedTuple):
    """Something said between the lines; of kind "domain" where it says where the answer holds."""

    phrase: Phrase
    kind: Literal["remark", "domain", "alternative"] = "remark"


class Definition(NamedTuple):
    """A row `u = cos(x)    inner`: what a name stands for, and its part in the whole."""

    name: Expression
    expression: Expression
    role: Phrase = ()
    raw: frozenset[Node] = frozenset()


class Definitions(NamedTuple):
    rows: tuple[Definition, ...]
    marks: Marks = NO_MARKS


class Line(NamedTuple):
    """A numbered line: `number` `label`: `left` = `sides[0]` = `sides[1]` …

    Without sides it announces the lines numbered below it; without `left` its sides stand alone; where `continued`,
    `left` is what the line before began with and is not written again.
    """

    number: str
    label: Phrase
    left: Expression | None = None
    sides: tuple[Side, ...] = ()
    continued: bool = False
    remark: Phrase = ()
    marks: Marks = NO_MARKS


class Table(NamedTuple):
    """Numbers side by side; every row has as many cells as `head`. A row whose index is in `strong` stands out."""

    head: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    strong: frozenset[int] = frozenset()


class Answer(NamedTuple):
    """The answer alone, `left` = `expression`; detail "answer" writes the expression only."""

    left: Expression
    expression: Expression


Block = ReadAs | Heading | Sentence | Definitions | Line | Table | Answer


class Told(NamedTuple):
    """A record as every medium takes it.

    name, subject   what stands above it in a document: `name` = `subject`
    blocks          the listing
    figure, at      the derivation whose moving point a page shows, if any, and where it begins
    """

    name: Expression
    subject: Expression
    blocks: Iterable[Block]
    limits: Limits
    figure: Derivation | None = None
    at: AtPoint | None = None
