"""Which relation is meant, and which of its letters depends on which."""

from __future__ import annotations

from typing import NamedTuple

from chainrule.calculus.solving import USUAL_CONSTANTS
from chainrule.errors import ChainRuleError, NameUnknownError, ReadingError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol, System, UnknownCall
from chainrule.expression.reading import Reading, read
from chainrule.expression.walking import preorder, substitute, symbols

__all__ = ["Tie", "tie"]

DEPENDENT = ("y", "z", "r", "w", "v", "u")  # what usually depends, the likeliest first
VARIABLE = ("x", "t", "theta", "s", "u")  # what it usually depends on


class Tie(NamedTuple):
    """A relation, its dependent variable and the variable; `note` says how they were chosen, where they were."""

    reading: Reading
    relation: Relation
    dependent: Symbol
    variable: Symbol
    note: str | None = None


def tie(source: str | Node | Reading, dependent: Symbol | None, variable: Symbol | None, limits: Limits) -> Tie:
    """The relation that is meant, with the roles of its letters, given or chosen.

    Raises ReadingError for what is no equation, NameUnknownError where the dependent variable does not occur.
    """
    names = [symbol.name for symbol in (dependent, variable) if symbol is not None]
    by = variable.name if variable is not None else None
    reading = source if isinstance(source, Reading) else read(source, variable=by, names=names, limits=limits)
    relation = _relation(reading)
    found = [*symbols(relation), *_functions_of_one(relation)]
    chosen = dependent, variable
    if dependent is None:
        surface = {"x", "y", "z"} <= {symbol.name for symbol in found}  # there z usually depends on x and y
        named = reading.name if reading.name != "x" or Symbol("y") not in found else None  # y = …
        usual = (*([named] if named else []), *(["z"] if surface else []), *DEPENDENT)
        dependent = _first(found, usual, {variable} if variable is not None else {Symbol("x")})
    if dependent is None:
        raise ReadingError(reading.text, 0, _only(found), mend=MEND, end=len(reading.text))
    if variable is None:
        variable = _first(found, VARIABLE, {dependent}) or Symbol("x" if dependent.name != "x" else "t")
    if dependent is variable:
        raise NameUnknownError(f"{dependent.name} cannot depend on itself: name two letters", dependent.name)
    relation = _plain(relation, dependent, variable)
    if dependent not in symbols(relation):
        names = [symbol.name for symbol in found]
        raise NameUnknownError(_without(dependent, relation, names), dependent.name)
    picked = dependent if chosen[0] is None else variable if chosen[1] is None else None
    free = [symbol for symbol in found if symbol not in chosen]
    note = f"{dependent.name} is taken to depend on {variable.name}" if picked is not None and len(free) > 1 else None
    return Tie(reading, relation, dependent, variable, note)


MEND = "write a relation of two letters, such as x^2 + y^2 = 25"


def _only(found: list[Symbol]) -> str:
    if not found:
        return "there is no letter in it"
    return f"there is no letter in it but {found[0].name}, and so nothing that depends on it"


def _without(dependent: Symbol, relation: Relation, names: list[str]) -> str:
    from chainrule.expression.plain import shortened

    there = ", ".join(dict.fromkeys(names))
    return f"there is no {dependent.name} in {shortened(relation)}" + (f", only {there}" if there else "")


def _relation(reading: Reading) -> Relation:
    match reading.node:
        case Relation("=", _, _):
            return reading.node
        case Relation():
            raise ReadingError(reading.text, 0, "an inequality ties no derivative", mend="write = for its border")
        case Expression() if reading.name is not None:  # y = x^2
            return Relation("=", Symbol(reading.name), reading.node)
        case System():
            raise ReadingError(
                reading.text, 0, "these are definitions, and one relation is wanted", mend="derive differentiates them",
                end=len(reading.text),
            )
    raise ReadingError(
        reading.text, 0, "this is no equation: it has no = in it", mend=MEND, end=len(reading.text)
    )


def _first(found: list[Symbol], usual: tuple[str, ...], without: set[Symbol]) -> Symbol | None:
    """The likeliest of the letters found: a usual one, else the first that is no usual constant, else the first."""
    left = [symbol for symbol in dict.fromkeys(found) if symbol not in without]
    by_name = {symbol.name: symbol for symbol in left}
    likely = next((by_name[name] for name in usual if name in by_name), None)
    free = sorted((symbol for symbol in left if symbol.name not in USUAL_CONSTANTS), key=lambda symbol: symbol.name)
    return likely or next(iter(free), None) or next(iter(left), None)


def _functions_of_one(relation: Relation) -> list[Symbol]:
    """The names of unknown functions of one bare letter: of y(x)."""
    calls = [node for node in preorder(relation) if isinstance(node, UnknownCall)]
    return [Symbol(call.name) for call in calls if isinstance(call.arguments[0], Symbol) and call.orders == (0,)]


def _plain(relation: Relation, dependent: Symbol, variable: Symbol) -> Relation:
    """y(x) is y."""
    if dependent.name not in relation.functions:
        return relation
    plain = substitute(relation, {UnknownCall(dependent.name, (variable,), (0,)): dependent})
    if dependent.name in plain.functions:
        raise ChainRuleError(
            f"{dependent.name} stands here for a function of something other than {variable.name}: write it as "
            f"{dependent.name} or {dependent.name}({variable.name}) everywhere"
        )
    return plain
