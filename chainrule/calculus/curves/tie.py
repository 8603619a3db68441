"""Which relation is meant, and which of its letters depends on which."""

from __future__ import annotations

from typing import NamedTuple

from chainrule.calculus.curves.solving import USUAL_CONSTANTS
from chainrule.errors import ChainRuleError, NameUnknownError, ReadingError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol, System, UnknownCall
from chainrule.expression.reading import Reading, name_of, read
from chainrule.expression.walking import preorder, substitute, symbols

__all__ = ["Tie", "reading_of", "tie"]

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
    reading = _turned(reading_of(source, dependent, variable, limits), limits)
    relation = _relation(reading)
    found = [*symbols(relation), *_functions_of_one(relation)]
    chosen = dependent, variable
    named = _alone(reading, relation)
    if dependent is None and named is not variable and (named is not Symbol("x") or Symbol("y") not in found):
        dependent = named
    if dependent is None:
        surface = {"x", "y", "z"} <= {symbol.name for symbol in found}  # there z usually depends on x and y
        usual = ("z", *DEPENDENT) if surface else DEPENDENT
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


def reading_of(
    source: str | Node | Reading, dependent: Symbol | None, variable: Symbol | None, limits: Limits
) -> Reading:
    """Read with the names that are known. A single letter is not declared, so that y(x) stays y(x)."""
    if isinstance(source, Reading):
        return source
    names = [s.name for s in (dependent, variable) if s is not None and len(s.name) > 1]
    return read(source, variable=variable, names=names, limits=limits)


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


def _alone(reading: Reading, relation: Relation) -> Symbol | None:
    """The letter that stands alone on the left."""
    if reading.name is not None:
        return Symbol(reading.name)
    return relation.left if isinstance(relation.left, Symbol) else None


def _turned(reading: Reading, limits: Limits) -> Reading:
    """F(x, y) = 0, which reads as a definition of F, as 0 = F(x, y), which does not."""
    head, _, value = reading.text.partition("=")
    arguments = [name_of(part.strip()) for part in head.partition("(")[2].rpartition(")")[0].split(",")]
    if reading.name is None or not arguments[0] or not set(arguments).isdisjoint(reading.node.names):
        return reading
    settings = reading.settings
    functions = {*settings.functions, reading.name}
    return read(f"{value} = {head}", variable=settings.variable, functions=functions, limits=limits)


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
