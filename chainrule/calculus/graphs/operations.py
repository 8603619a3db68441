"""One node of a graph on its own: its formula in letters for its parts, and its local derivatives by each of them.

Nodes of the same shape share one `Operation`, so the rules are asked once for each shape, however large the graph is.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeGuard

from chainrule.calculus.engine import adjoints, differentials
from chainrule.calculus.joins import FEW_FACTORS
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.expression.domains import conditions
from chainrule.expression.evaluation import Program, Undefined, program
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    ZERO,
    Call,
    E,
    Expression,
    Negation,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    UnknownCall,
)
from chainrule.expression.number_systems import Arithmetic

__all__ = ["Measure", "Operation", "Operations", "label_of"]


class Measure(NamedTuple):
    """An operation at values of its parts.

    value   of its formula, or Undefined
    rates   of its local derivatives: a number or Undefined, None for a part that passes nothing on
    sides   of each condition for a derivative, both sides: numbers or Undefined
    """

    value: Any
    rates: tuple[Any, ...]
    sides: tuple[tuple[Relation, Any, Any], ...]


@dataclass(frozen=True, eq=False)
class Operation:
    """The formula of a node, its parts replaced by places, and its local derivatives.

    locals    by each place, in the places; None where nothing is passed on: what is held, or only chooses a branch
    corners   what has to hold for the local derivatives to exist, of a piecewise with the branch that asks it
    chosen    of a piecewise which branch is chosen, else 0
    """

    formula: Expression
    places: tuple[Symbol, ...]
    locals: tuple[Expression | None, ...]
    corners: tuple[tuple[int, Relation], ...] = ()
    chosen: Expression = ZERO
    _programs: dict[Arithmetic, Program] = field(default_factory=dict, repr=False)

    def measured(self, parts: Sequence[Any], arithmetic: Arithmetic) -> Measure:
        """Value and rates where the parts have these values; a part that is Undefined matters only if it is asked."""
        made = self._programs.get(arithmetic)
        if made is None:
            ends = [side for _, relation in self.corners for side in relation.children]
            slopes = [local for local in self.locals if local is not None]
            roots = (self.formula, self.chosen, *slopes, *ends)
            made = self._programs[arithmetic] = program(*roots, arithmetic=arithmetic)
        found = iter(made.attempt(dict(zip(self.places, parts, strict=True))))
        value, chosen = next(found), next(found)
        rates = tuple([None if local is None else next(found) for local in self.locals])
        sides = [(index, relation, next(found), next(found)) for index, relation in self.corners]
        asked = [row[1:] for row in sides if isinstance(chosen, Undefined) or row[0] <= chosen]
        return Measure(value, rates, tuple(asked))


class Operations:
    """The operations of one graph, each shape once.

    named   nodes that have a name of their own, and so stay whole
    """

    def __init__(self, named: Container[Expression] = (), limits: Limits = DEFAULT) -> None:
        self.named, self.limits = named, limits
        self._known: dict[tuple[Expression, tuple[bool, ...]], Operation] = {}
        self._places: list[Symbol] = []

    def parts(self, node: Expression) -> tuple[Expression, ...]:
        """The parts of a node as a book draws them: `a - y` has the parts a and y, `x^2` and `log_2(x)` only x."""
        return tuple([part for part, _ in self._slots(node) if part is not None])

    def in_letters(self, node: Expression, letters: Iterable[Expression]) -> Expression:
        """The node with letters for its parts."""
        rest = iter(letters)
        children = []
        for child, (part, negated) in zip(node.children, self._slots(node), strict=True):
            letter = child if part is None else next(rest)
            children.append(Negation(letter) if negated else letter)
        return node.with_children(tuple(children)) if children and not node.constant else node

    def of(self, node: Expression, moves: Sequence[bool]) -> Operation:
        """The operation of a node; `moves` says which of its parts depend on a variable."""
        while len(self._places) < len(moves):
            self._places.append(Symbol(f"#{len(self._places)}"))  # no name that can be typed
        places = tuple(self._places[: len(moves)])
        key = (self.in_letters(node, places), tuple(moves))
        if key not in self._known:
            self._known[key] = self._made(key[0], places, moves)
        return self._known[key]

    def _slots(self, node: Expression) -> list[tuple[Expression | None, bool]]:
        """For each child the part that it is, or None for what belongs to the operation; and whether it is negated."""
        if node.constant:
            return [(None, False)] * len(node.children)
        match node:
            case Sum(terms):
                return [(t.operand, True) if self._subtracts(t) else (t, False) for t in terms]
            case Power() | Call() | UnknownCall():
                return [(None if child.constant else child, False) for child in node.children]
        return [(child, False) for child in node.children]

    def _subtracts(self, term: Expression) -> TypeGuard[Negation]:
        return isinstance(term, Negation) and term not in self.named

    def _made(self, formula: Expression, places: tuple[Symbol, ...], moves: Sequence[bool]) -> Operation:
        moving = [place for place, moved in zip(places, moves, strict=True) if moved]
        corners: list[tuple[int, Relation]] = []
        chosen: Expression = ZERO
        if isinstance(formula, Piecewise):
            values = {value for value, _ in formula.branches} | {formula.otherwise}
            moving = [place for place in moving if place in values]
            slopes = [differentials(formula, place, limits=self.limits)[formula].result for place in moving]
            numbered = list(enumerate(formula.branches))
            corners = [(i, Relation("!=", *c.children)) for i, (_, group) in numbered for c in group]
            chosen = Piecewise(tuple([(Number(i), group) for i, (_, group) in numbered]), Number(len(numbered)))
        else:
            slopes = adjoints(formula, moving, limits=self.limits)
            asked = moving if isinstance(formula, Call | Power) else []
            found = [condition for place in asked for condition in conditions(formula, place)]
            corners = [(0, condition.relation) for condition in found if condition.kind == "derivative exists"]
        if len(places) <= FEW_FACTORS:
            slopes = [Tidier(Manner.of(formula), self.limits).tidy(slope) for slope in slopes]
        by = dict(zip(moving, slopes, strict=True))
        return Operation(formula, places, tuple([by.get(p) for p in places]), tuple(dict.fromkeys(corners)), chosen)


def label_of(node: Expression) -> str:
    """The sign of an operation, as it stands in a drawn node: +, ×, sin, ^2; of a leaf what it says."""
    if node.constant or not node.children:
        return str(node)
    match node:
        case Sum(terms):
            return "−" if len(terms) == 2 and isinstance(terms[1], Negation) else "+"
        case Product():
            return "×"
        case Quotient():
            return "÷"
        case Negation():
            return "−"
        case Power(base, exponent) if exponent.constant:
            return f"^{exponent}" if not exponent.children else f"^({exponent})"
        case Power(base, _):
            return "exp" if base is E else f"{base}^" if base.constant and not base.children else "^"
        case Call(function, arguments):
            text = (function.text or function.name).replace("({u})", "")
            text = text.removesuffix("{u}").replace("{u}", "·")
            return text.replace("{v}", str(arguments[-1]) if arguments[-1].constant else "·")
        case UnknownCall(name, _, orders):
            return name + ("′" * orders[0] if len(orders) == 1 else "")
    return "cases"
