"""What a graph shows, whoever draws it: the function where it is defined, point and tangent, the marks on the axes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from chainrule.calculus.derivation import Derivation
from chainrule.calculus.probing import rate_exists
from chainrule.calculus.sampling import Curve, Piece, Samples, clipped, sampled
from chainrule.errors import DomainError, NameUnknownError
from chainrule.expression.nodes import Symbol
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Phrase
from chainrule.rendering.pictures.formulas import equal_sign, equations, fitted, number, phrase, point_of
from chainrule.rendering.wording import comma_and, said

__all__ = ["Graph", "graph_of", "marks"]

UNASKED = (1.0, 0.0), (2.0, 1.0), (0.5, 0.0), (-1.0, 0.0)  # other letters without a point: the first, and the step


class Graph(NamedTuple):
    """A function in its window, ready to be drawn.

    name, symbol     the letters of the axes
    samples          the function
    others           the numbers of the other letters
    where            the position of interest, or None
    value, slope     what the function and its derivative are there; None where they are not
    """

    derivation: Derivation
    name: Symbol
    symbol: Symbol
    samples: Samples
    others: dict[str, float]
    where: float | None = None
    value: float | None = None
    slope: float | None = None

    @property
    def tangent(self) -> Piece:
        """The tangent as far as it lies in the window; empty where there is none."""
        if self.where is None or self.value is None or self.slope is None:
            return []
        s = self.samples
        ends = [(x, self.value + self.slope * (x - self.where)) for x in (s.left, self.where, s.right)]
        return next(clipped(ends, s.low, s.high), [])

    def title(self, *, ascii: bool = False) -> str:
        """y = a sin(x), with a = 1"""
        whole = f"{fitted(self.name, ascii=ascii)} = {fitted(self.derivation.target, 40, ascii=ascii)}"
        if not self.others:
            return whole
        return f"{whole}, {phrase(said(wording.PICTURED_WITH, point=equations(self.others)), ascii=ascii)}"

    def told_of_tangent(self, *, ascii: bool = False) -> str:
        """Where the point is, and the tangent's slope; "" without a point."""
        if self.where is None:
            return ""
        here = equations({self.symbol.name: self.where})
        if self.value is None or self.slope is None:
            return phrase(said(wording.GRAPH_WITHOUT_TANGENT, point=here), ascii=ascii)
        slope = f"{'≈ ' if equal_sign(self.slope) == '≈' else ''}{number(self.slope, ascii=ascii)}"
        return phrase(said(wording.GRAPH_TANGENT, point=here, slope=slope), ascii=ascii)

    def told_of_point(self, *, ascii: bool = False) -> str:
        """(x = 2, y ≈ 0.91); "" where there is no such point."""
        if self.where is None or self.value is None:
            return ""
        point: Phrase = equations({self.symbol.name: self.where, self.name.name: self.value})
        return phrase(point, ascii=ascii)


def graph_of(derivation: Derivation, at: Mapping[Any, Any] | None, count: int) -> Graph:
    """The function of a derivation, ready to be drawn; without a point other letters are 1, or what has a graph.

    Raises NameUnknownError for unknown functions and for a point that lacks a number, DomainError where there is
    nothing to draw.
    """
    target, symbol = derivation.target, derivation.variable
    if target.functions:
        names = comma_and(list(target.functions))
        verb = wording.IS_OR_ARE[len(target.functions) > 1]
        told = phrase(said(wording.GRAPH_OF_UNKNOWN, functions=names, is_or_are=verb))
        raise NameUnknownError(told, next(iter(target.functions)))
    point = point_of(derivation, at)
    where = None if point is None else point[symbol.name]
    samples, others = _seen(derivation, point, count)
    graph = Graph(derivation, Symbol(derivation.called), symbol, samples, others, where)
    if where is None:
        return graph
    value, slope = Curve(derivation, symbol, others)(where), None
    if derivation.stages and rate_exists(target, symbol, {**others, symbol.name: where}):
        slope = Curve(derivation.stages[0].answer, symbol, others)(where)
    return graph._replace(value=value, slope=slope)


def _seen(
    derivation: Derivation, point: Mapping[str, float] | None, count: int
) -> tuple[Samples, dict[str, float]]:
    """The samples, and the numbers of the other letters: those of the point, else some with which there is a graph."""
    target, symbol = derivation.target, derivation.variable
    needed = [name for name in target.names if name != symbol.name]
    where = None if point is None else point[symbol.name]
    if point is not None:
        tried = [{name: point[name] for name in needed}]
    else:
        starts = UNASKED if needed else UNASKED[:1]
        tried = [{name: first + n * step for n, name in enumerate(needed)} for first, step in starts]
    for others in tried:
        samples = sampled(derivation, symbol, where, count, others)
        if not samples.empty:
            return samples, others
    place = phrase(equations({symbol.name: where or 0.0}))
    raise DomainError(wording.GRAPH_OF_NOTHING.format(target=fitted(target), place=place), target)


def marks(low: float, high: float, most: int) -> list[float]:
    """At most so many round numbers between two: multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * part for part in (1, 2, 5, 10) if power * part >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 12 - math.floor(math.log10(step))) + 0.0 for index in range(first, last + 1)]
