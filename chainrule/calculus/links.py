"""The links of a chain: y depends on u, u on v, v on x; what each says in letters, and what it is at a point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chainrule.calculus.derivation import Stage
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.nodes import Expression, Node, Symbol
from chainrule.expression.walking import substitute

__all__ = ["Gauge", "Link", "Measured", "links"]


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
    """A link at a point: the value of its name and the rate by what is inside; None where there is none."""

    link: Link
    value: float | None
    rate: float | None
    failed: Node | None = None  # the part that has no value there


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


class Gauge:
    """Links made ready to be measured at many points."""

    def __init__(self, chain: Iterable[Link]) -> None:
        self.links = tuple(chain)
        self._program = program(*[part for link in self.links for part in (link.whole, link.rate)])

    def at(self, point: Mapping[Symbol, float]) -> tuple[Measured, ...]:
        """Every link at a point, from the outside in; NameUnknownError for a symbol without a value."""
        found = iter(self._program.attempt(point))
        return tuple(_measured(link, next(found), next(found)) for link in self.links)


def _measured(link: Link, value: object, rate: object) -> Measured:
    lost = next((side.node for side in (value, rate) if isinstance(side, Undefined)), None)
    numbers = [float(side) if isinstance(side, int | float) else None for side in (value, rate)]
    return Measured(link, numbers[0], numbers[1], lost)
