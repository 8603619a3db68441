"""The links of a chain: y depends on u, u on v, v on x; what each says in letters, and what it is at a point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple

from chainrule.calculus.derivation import Derivation, Stage
from chainrule.calculus.systems import SystemDerivation
from chainrule.expression.domains import conditions
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.nodes import ZERO, Expression, Relation, Symbol
from chainrule.expression.number_systems import FLOATS, Arithmetic
from chainrule.expression.ranges import Ranges, always
from chainrule.expression.relations import HOLDS
from chainrule.expression.systems import put_in
from chainrule.expression.walking import substitute

__all__ = ["Gauge", "Link", "Measured", "chain_of", "links"]


POLE = 10**25  # of numbers with many digits: what is larger is a pole, and one over it is zero


class Link(NamedTuple):
    """One link, from the outside in.

    name      what it gives: y, then the letters of the layers
    inside    what it is given: the letter of the next layer, last the variable
    outer     its function of `inside`
    slope     the derivative of `outer` by `inside`, tidied, in `inside`
    whole     `outer` in terms of the variable
    rate      `slope` in terms of the variable
    """

    name: Symbol
    inside: Symbol
    outer: Expression
    slope: Expression
    whole: Expression
    rate: Expression


class Measured(NamedTuple):
    """A link at a point: the value of its name and the rate by what is inside; None where there is none.

    smooth   False where the function has a corner or an end there, and so no slope
    """

    link: Link
    value: float | None
    rate: float | None
    smooth: bool = True


def links(stage: Stage, name: str) -> tuple[Link, ...]:
    """The chain from `name` down to the variable, with the letters of the listing; one link if it is no composite."""
    found: list[Link] = []
    step = stage.steps[0]
    while step.letter is not None and step.outer is not None:
        outer, inner = step.substeps
        slope = stage.tidied(outer.result)
        rate = substitute(slope, {step.letter: inner.target})
        found.append(Link(Symbol(name), step.letter, step.outer, slope, step.target, rate))
        name, step = step.letter.name, inner
    slope = stage.tidied(step.result)
    found.append(Link(Symbol(name), stage.variable, step.target, slope, step.target, slope))
    return tuple(found)


def chain_of(derivation: Derivation) -> tuple[Link, ...]:
    """The links of a derivation: of a system with one path its definitions, else the layers of the listing."""
    if isinstance(derivation, SystemDerivation) and len(derivation.paths) == 1:
        known = put_in(derivation.defined)
        return tuple(
            Link(link.name, link.by, link.stage.target, link.slope, known[link.name], substitute(link.slope, known))
            for link in derivation.paths[0]
        )
    return links(derivation.stages[0], derivation.called)


class Gauge:
    """Links made ready to be measured at many points."""

    def __init__(self, chain: Iterable[Link], arithmetic: Arithmetic = FLOATS) -> None:
        self.links = tuple(chain)
        inner = [*[link.whole for link in self.links[1:]], *[link.inside for link in self.links[-1:]]]
        self._asked = [_for_a_slope(link, inside) for link, inside in zip(self.links, inner, strict=True)]
        parts = [part for link in self.links for part in (link.whole, link.rate)]
        found = Ranges()
        self._never_zero = [always(Relation("!=", part, ZERO), found) is True for part in parts]
        sides = [side for asked in self._asked for relation in asked for side in relation.children]
        self._program = program(*parts, *sides, arithmetic=arithmetic)

    def at(self, point: Mapping[Symbol, Any]) -> tuple[Measured, ...]:
        """Every link at a point, from the outside in; NameUnknownError for a symbol without a value."""
        found = iter([_real(value) for value in self._program.attempt(point)])
        beyond = iter(self._never_zero)  # 0 where there can be none is a number too small for floats
        flat = [None if next(beyond) and value == 0 else value for value in islice(found, 2 * len(self.links))]
        pairs = list(zip(flat[::2], flat[1::2], strict=True))
        smooth = [[_holds(r.sign, next(found), next(found)) for r in asked] for asked in self._asked]
        return tuple(
            Measured(link, value, rate if all(held) else None, all(held))
            for link, (value, rate), held in zip(self.links, pairs, smooth, strict=True)
        )


def _for_a_slope(link: Link, inside: Expression) -> list[Relation]:
    """What has to hold for the link's function to have a slope: u != 0 for |u|, with what u stands for in its place."""
    asked = [c.relation for c in conditions(link.outer, link.inside) if c.kind == "derivative exists"]
    return [substitute(relation, {link.inside: inside}) for relation in asked]


def _holds(sign: str, left: float | None, right: float | None) -> bool:
    return left is not None and right is not None and bool(HOLDS[sign](left, right))


def _real(value: Any) -> float | None:
    """As a float; None where there is no value, or what is beyond all that many digits can tell from a pole."""
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, Undefined) or abs(value) > POLE:
        return None
    return 0.0 if abs(value) < 1 / POLE else float(value)
