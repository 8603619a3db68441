"""read and parse: from text to a Reading, which says what was written and how it was understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chainrule.errors import LimitError, ReadingError
from chainrule.expression.collecting import collector_paused
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol, System
from chainrule.expression.reading import remarks, wording
from chainrule.expression.reading.automaton import Rejection, automaton
from chainrule.expression.reading.builder import ACTIONS, Builder
from chainrule.expression.reading.lexer import Lexer
from chainrule.expression.reading.pieces import Piece
from chainrule.expression.reading.rejected import rejected
from chainrule.expression.reading.scanner import Vocabulary
from chainrule.expression.reading.source import Source
from chainrule.expression.reading.statements import Lead, is_name, lead_of, name_of, stretches
from chainrule.expression.reading.words import CONSTANTS, Word, function_of, parted
from chainrule.expression.systems import cycle, target_name
from chainrule.expression.walking import postorder, symbols

__all__ = ["Note", "Reading", "parse", "read"]


@dataclass(frozen=True, slots=True)
class Note:
    """How something was read where others read it otherwise: a stable code, a sentence, its stretch of the text."""

    code: str
    text: str
    span: tuple[int, int]


class Settings(NamedTuple):
    """What a reading was asked with: enough to make it again."""

    variable: str | None
    names: tuple[str, ...]
    functions: tuple[str, ...]
    limits: Limits
    log: str = "natural"


@dataclass(frozen=True, repr=False)
class Reading:
    """What was written and how it was understood.

    text       as typed; for a node that was handed over, its plain text
    node       the Expression, Relation or System
    variable   what to differentiate by: given, or named by the input, or chosen (then a note says so)
    name       the name on the left-hand side (`y` of `y = x^2`), or None
    notes      how the input was read where others read it otherwise
    """

    text: str
    node: Node
    variable: Symbol
    name: str | None
    notes: tuple[Note, ...]
    settings: Settings = field(repr=False)
    written: tuple[Source, Piece] | None = field(repr=False, compare=False)

    @property
    def expression(self) -> Expression | None:
        return self.node if isinstance(self.node, Expression) else None

    @property
    def relation(self) -> Relation | None:
        return self.node if isinstance(self.node, Relation) else None

    @property
    def system(self) -> System | None:
        return self.node if isinstance(self.node, System) else None

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= 60 else f"{self.text[:59]}…"
        return f"<Reading {text!r}: {self.node!r} by {self.variable.name}>"

    def span(self, place: tuple[int, ...] = ()) -> tuple[int, int]:
        """The stretch of `text` in which the sub-expression at a place (a path of child indices) was written."""
        again = self if self.written is not None else _read_text(self.text, self.settings)
        assert again.written is not None
        source, piece = again.written
        for index in place:
            piece = piece.parts[index]
        return source.span(piece.start, piece.end)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.text if self.written is not None else self.node, self.settings)

    def __copy__(self) -> Reading:
        return self

    def __deepcopy__(self, memo: object) -> Reading:
        return self


def read(
    text: str | Node | Mapping[str, str | Expression],
    *,
    variable: str | Symbol | None = None,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    log: str = "natural",
    limits: Limits = DEFAULT,
) -> Reading:
    """Read what a person typed; nothing in it is ever evaluated.

    text        as typed, or a node, or the definitions of a system by name: {"u": "x^2", "y": "sin(u)"}
    variable    what to differentiate by, where the caller knows
    names       declared names, which may have several letters
    functions   declared names of unknown functions
    log         what log x means where no base is written: "natural" or "10"
    Raises ReadingError (with the place, and where possible the mend) or LimitError.
    """
    by = variable.name if isinstance(variable, Symbol) else variable
    settings = Settings(by, tuple(sorted(set(names))), tuple(sorted(set(functions))), limits, log)
    return _again(_as_statements(text) if isinstance(text, Mapping) else text, settings)


def parse(
    text: str | Node,
    *,
    variable: str | Symbol | None = None,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    log: str = "natural",
    limits: Limits = DEFAULT,
) -> Node:
    """The Expression, Relation or System alone; see `read`."""
    return read(text, variable=variable, names=names, functions=functions, log=log, limits=limits).node


def _as_statements(definitions: Mapping[str, str | Expression]) -> str:
    """Definitions given by name, as they would be typed."""
    for name, value in definitions.items():
        if not is_name(name_of(name)):
            raise ReadingError(name, 0, f"a definition has a name such as u or z1, not {name!r}", end=len(name))
        text = str(value)
        if ";" in text or "\n" in text or "=" in text:
            place = next(index for index, character in enumerate(text) if character in ";\n=")
            raise ReadingError(text, place, f"{name} is to be one expression", mend="give each definition an entry")
    return "; ".join(f"{name} = {value}" for name, value in definitions.items())


def _again(text: str | Node, settings: Settings) -> Reading:
    if isinstance(text, Node):
        return _read_node(text, settings)
    if not isinstance(text, str):
        raise TypeError(f"read takes text or an expression, not {type(text).__name__}")
    return _read_text(text, settings)


def _read_node(node: Node, settings: Settings) -> Reading:
    from chainrule.expression.plain import shortened

    try:
        text = str(node)
    except LimitError:
        text = shortened(node)
    names = [symbol.name for symbol in symbols(node)]
    if isinstance(node, System):
        defined = {name.name for name, _ in node.definitions}
        names = [name for name in names if name not in defined]
    variable, notes = _variable(settings.variable, names, (0, len(text)), isinstance(node, Relation))
    declared = Settings(settings.variable, node.names, node.functions, settings.limits)
    return Reading(text, node, variable, None, notes, declared, None)


def _read_text(text: str, settings: Settings) -> Reading:
    settings.limits.check("characters", len(text), settings.limits.characters)
    with collector_paused:
        return _read_source(Source(text), settings)


def _read_source(source: Source, settings: Settings) -> Reading:
    statements = stretches(source)
    leads = [lead_of(source, start, end) for start, end in statements]
    reader = _Reader(source, settings)
    piece, name, by = (
        reader.system(statements, leads) if len(statements) > 1 else reader.single(statements[0], leads[0])
    )
    reader.check_size(piece)
    span = source.span(piece.start, piece.end)
    given = settings.variable or by or ("t" if name == "x" and not reader.used else None)  # x = 2, by t
    variable, chosen = _variable(given, list(reader.used), span, piece.form == "relation")
    notes = (*reader.notes(), *chosen)
    return Reading(source.text, piece.node, variable, name, notes, settings, (source, piece))


def _variable(
    given: str | None, names: list[str], span: tuple[int, int], related: bool = False
) -> tuple[Symbol, tuple[Note, ...]]:
    """The variable: given, else the only name, else x, else t, else the alphabetically first, with a note."""
    if given is not None:
        return Symbol(given if given in names else name_of(given)), ()
    if len(names) < 2:
        return Symbol(names[0] if names else "x"), ()
    name = next((usual for usual in ("x", "t") if usual in names), min(names))
    others = () if related else tuple(sorted(other for other in names if other != name))
    return Symbol(name), (Note("variable", remarks.chosen_variable(name, others), span),)


class _Reader:
    """One text on its way: parses its statements and gathers names and notes."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self.source, self.settings = source, settings
        self.builder = Builder(source, settings.limits, settings.log)
        self.used: dict[str, None] = {}
        self.unknown: dict[str, tuple[int, int]] = {}

    def single(self, stretch: tuple[int, int], lead: Lead) -> tuple[Piece, str | None, str | None]:
        """One statement: its piece, the name on its left, the variable that it names."""
        start, end = stretch[0], lead.end or stretch[1]
        if lead.start >= end:
            raise self.source.error(max(end - 1, 0), *wording.after("EQUALS", "=", ""))
        if lead.kind == "name" and not _names_alone(lead.name or ""):
            lead = Lead(start=start)
        names = (lead.name,) if lead.kind == "name" and lead.name else ()
        piece = self.parsed(lead.start, end, self.vocabulary(names, lead.variable, {}))
        if lead.name is not None and piece.form == "relation":
            raise self.source.error(self.source.clean.index("=", piece.parts[0].end), *wording.TWO_EQUALS)
        by = lead.variable or (self.builder.asked_variable.name if self.builder.asked_variable else None)
        if lead.kind == "asks":
            self._check_asked(piece, lead, start)
        if lead.kind == "function" and lead.name in self.unknown:
            raise self.source.error(
                lead.name_start, *wording.defined_by_itself(lead.name or ""), end=lead.name_end
            )
        if lead.kind == "derivative":
            shown = self.source.quoted(start, lead.start).removesuffix("=").strip()
            self.builder.note("derivative-named", remarks.derivative_named(shown), start, lead.start)
            return piece, None, by
        if lead.kind == "name" and (lead.name in self.used or lead.name == self.settings.variable):
            left = Piece(Symbol(lead.name), "name", lead.name_start, lead.name_end, False, fixed=False)
            node = Relation("=", left.node, piece.node)
            return Piece(node, "relation", start, piece.end, False, (left, piece)), None, by
        return piece, lead.name, by

    def system(self, statements: list[tuple[int, int]], leads: list[Lead]) -> tuple[Piece, None, None]:
        """Several definitions in any order, each in terms of names and of the others."""
        for (start, end), lead in zip(statements, leads, strict=True):
            if lead.kind not in ("name", "function"):
                taken = re.match(r"\s*(\w+)\s*=(?!=)", self.source.clean[start:end])
                if taken is not None and function_of(taken[1]) is not None:
                    raise self.source.error(start, *wording.function_as_name(taken[1]), end=start + taken.end(1))
                raise self.source.error(start, *wording.NOT_DEFINITIONS, end=end)
        vocabulary = self.vocabulary(
            tuple(lead.name for lead in leads if lead.name),
            None,
            {lead.name: lead.arguments for lead in leads if lead.name and lead.arguments},
        )
        defined: set[str] = set()
        parts: list[Piece] = []
        free: dict[str, None] = {}
        for (_, end), lead in zip(statements, leads, strict=True):
            name, span = lead.name or "", (lead.name_start, lead.name_end)
            if name in defined:
                raise self.source.error(span[0], *wording.defined_twice(name), end=span[1])
            self.used = {}
            piece = self.parsed(lead.start, end, vocabulary)
            if name in self.used:
                raise self.source.error(piece.start, *wording.defined_by_itself_here(name), end=piece.end)
            free.update(self.used)
            defined.add(name)
            parts += [Piece(Symbol(name), "name", *span, False, fixed=False), piece]
        self.used = {name: None for name in free if name not in defined}
        system = System(tuple([(parts[i].node, parts[i + 1].node) for i in range(0, len(parts), 2)]))
        self._check_circle(system, parts)
        target = target_name(system)
        inner = [name.name for name, _ in system.definitions if name is not target]
        self.builder.note("definitions", remarks.definitions_put_in(inner), statements[0][0], statements[-2][1])
        return Piece(system, "system", parts[0].start, parts[-1].end, False, tuple(parts)), None, None

    def _check_circle(self, system: System, parts: list[Piece]) -> None:
        circle = cycle({name: symbols(value) for name, value in system.definitions})
        if circle:
            place = next(value for name, value in zip(parts[::2], parts[1::2], strict=True) if name.node is circle[0])
            around = wording.defined_by_each_other([name.name for name in circle])
            raise self.source.error(place.start, *around, end=place.end)

    def vocabulary(self, names: tuple[str, ...], by: str | None, defined: dict[str, tuple[str, ...]]) -> Vocabulary:
        settings = self.settings
        return Vocabulary(
            frozenset((*settings.names, *names)), frozenset(settings.functions), settings.variable or by, defined
        )

    def parsed(self, start: int, end: int, words: Vocabulary) -> Piece:
        """The piece of the expression between two places of the clean text."""
        lexer = Lexer(self.source, start, end, words, self.settings.limits)
        try:
            piece: Piece = automaton(ACTIONS).run(lexer.tokens(), self.builder)
        except Rejection as rejection:
            raise rejected(self.source, lexer, rejection) from None
        self.used.update(lexer.used)
        self.unknown.update(lexer.unknown)
        both = next((name for name in lexer.unknown if name in lexer.used), None)
        if both is not None:
            start, end = lexer.unknown[both]
            raise self.source.error(start, *wording.function_and_letter(both), end=end)
        if not words.defined and len(words.names) <= 1 + len(self.settings.names):
            self.builder.notes.update(lexer.notes)
        return piece

    def notes(self) -> tuple[Note, ...]:
        spans = dict(self.builder.notes)
        if self.unknown:
            spans["unknown-function", remarks.unknown(list(self.unknown))] = min(self.unknown.values())
        found = [Note(code, text, self.source.span(*span)) for (code, text), span in spans.items()]
        if self.source.stripped:
            place = self.source.stripped[0]
            found.append(Note("stripped", remarks.STRIPPED, (place, place + 1)))
        return tuple(sorted(found, key=lambda note: note.span))

    def check_size(self, piece: Piece) -> None:
        if piece.size > self.settings.limits.nodes:
            self.settings.limits.check("nodes", sum(1 for _ in postorder(piece.node)))

    def _check_asked(self, piece: Piece, lead: Lead, start: int) -> None:
        """`d/dx (x^2) + 3` could end after the bracket; `d/dx x^2 + 3` is read as a whole, with a note."""
        sign = "∂" if "∂" in (head := self.source.clean[start : lead.start]) or "\\partial" in head else "d"
        asked = f"{sign}/{sign}{lead.variable}"
        if piece.form in ("sum", "product", "quotient"):
            if piece.form == "sum" and piece.parts[0].form == "group":
                raise self.source.error(start, *wording.asked_and_more(asked), end=piece.end)
            self.builder.note("asked", remarks.whole_asked(asked), start, piece.end)


def _names_alone(name: str) -> bool:
    """Is the left-hand side of a lone `… = …` a name? `y` and `loss` are, `xy` is a product and `e` a constant."""
    if name in CONSTANTS:
        return False
    return not name.isalpha() or len(name) == 1 or parted(name, False) in (None, [Word("name", name, len(name))])
