"""A listing as data: a list of blocks whose formulas are expressions, which every medium writes in its own way.

`Phrase`s are text with expressions in it; `Side`s are what a line's equals signs stand between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from chainrule.expression.nodes import Expression, Node

__all__ = ["Answer", "Block", "Definition", "Definitions", "Heading", "Line", "Marks", "Phrase", "ReadAs", "Sentence",
           "Side"]  # fmt: skip

Phrase = tuple[str | Node, ...]
Marks = Mapping[Node, str]  # sub-expressions, and the letter by whose layer they are coloured


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation; in the products of `raw` every dot is written."""

    expression: Expression
    raw: frozenset[Node] = frozenset()


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How the input was understood: `name` = `expression`, and what is to be known about that."""

    name: Expression
    expression: Expression
    about: Phrase
    marks: Marks = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something said between the lines; of kind "domain" where it says where the answer holds."""

    phrase: Phrase
    kind: Literal["remark", "domain", "alternative"] = "remark"


@dataclass(frozen=True, slots=True)
class Definition:
    """A row `u = cos(x)    inner`: what a name stands for, and its part in the whole."""

    name: Expression
    expression: Expression
    role: Phrase = ()
    raw: frozenset[Node] = frozenset()


@dataclass(frozen=True, slots=True)
class Definitions:
    rows: tuple[Definition, ...]
    marks: Marks = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
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
    marks: Marks = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer alone, `left` = `expression`; detail "answer" writes the expression only."""

    left: Expression
    expression: Expression


Block = ReadAs | Heading | Sentence | Definitions | Line | Answer
