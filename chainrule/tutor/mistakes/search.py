"""Which mistakes lead to exactly this answer? The derivation is run with one or two rules swapped, on floats.

At one point every sub-expression has a value and a right derivative. A mistake gives its place another derivative, and
the joins above, which are linear, carry the difference up: so each single mistake costs one join, wherever it is. For
two mistakes the answer is carried down instead: what would the derivative of a part have to be for the whole to give
this answer? Whatever fits at the first point is run again at the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from chainrule.calculus.rules import Rule
from chainrule.calculus.splits import Split
from chainrule.expression.nodes import Expression
from chainrule.tutor.mistakes.calculators import Calculator, Numbers
from chainrule.tutor.mistakes.catalogue import SHEET, Mistake
from chainrule.tutor.mistakes.facets import Anatomy, Facet
from chainrule.tutor.mistakes.misreadings import misread
from chainrule.tutor.mistakes.swaps import Swap, swaps

__all__ = ["EXACTLY", "FAILED", "NEAR", "Altered", "Search", "close"]

REGROUPED = ("group", "constant-in-factor", "constant-over", "over-power")  # facets with parts of their own making
NEAR = 1e-7  # of the values at the first point, where differences of differences are taken
EXACTLY = 1e-9  # likewise, where nothing but rounding comes between
UNCHANGED = Rule("misread", "", "", lambda target, moving: None, lambda roles, rate: rate)
TAKEN_FOR = {id: Swap((SHEET[id],), None, lambda h, rate: rate) for id in SHEET}
FAILED = (ArithmeticError, ValueError, TypeError)


class Altered(NamedTuple):
    """A derivation with mistakes in it: a swap at this facet, or none; and the parts that are altered themselves."""

    facet: Facet
    swap: Swap | None
    below: tuple[tuple[int, Altered], ...] = ()

    @property
    def mistakes(self) -> tuple[tuple[Mistake, Facet], ...]:
        """What was made where, from the outside in; what several parts share, once."""
        found: list[tuple[Mistake, Facet]] = []
        stack, seen = [self], set[int]()
        while stack:
            altered = stack.pop()
            if id(altered) not in seen:
                seen.add(id(altered))
                if altered.swap is not None:
                    found += [(mistake, altered.facet) for mistake in altered.swap.mistakes]
                stack += [part for _, part in reversed(altered.below)]
        return tuple(found)

    def rate(self, calculator: Calculator) -> Any:
        """The wrong derivative that this gives."""
        rates: dict[int, Any] = {}
        stack = [self]
        while stack:
            altered = stack[-1]
            missing = [part for _, part in altered.below if id(part) not in rates]
            stack += missing
            if not missing:
                rates[id(stack.pop())] = altered._joined(calculator, {i: rates[id(part)] for i, part in altered.below})
        return rates[id(self)]

    def _joined(self, calculator: Calculator, known: Mapping[int, Any]) -> Any:
        rates = [known[i] if i in known else calculator.rate(part) for i, part in enumerate(self.facet.parts)]
        if self.swap is None:
            return calculator.joined(self.facet, rates)
        return calculator.quantity(self.swap.work(calculator, self.facet, rates))


class Way(NamedTuple):
    """A facet with the swaps that make one mistake, and those that make two."""

    facet: Facet
    ones: tuple[Swap, ...]
    twos: tuple[Swap, ...]


Single = tuple[float, Altered]


class Search:
    """All mistakes in the derivatives of some expressions by the same variables, at one point."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers, self.anatomy = numbers, numbers.anatomy
        self._ways: dict[Expression, tuple[Way, ...]] = {}
        self._ruled: dict[Expression, tuple[Way, ...]] = {}
        self._ids: dict[Expression, dict[frozenset[str], tuple[Facet, Swap]]] = {}
        self._own: dict[Expression, list[Single]] = {}
        self._singles: dict[Expression, list[Single]] = {}
        self._rates: dict[Facet, tuple[float, list[float], list[float]]] = {}

    def singles(self, target: Expression) -> list[Single]:
        """Every derivative of the target with one mistake in it."""
        stack = [target]
        while stack:
            top = stack[-1]
            missing = [part for part in self.anatomy.facet(top).parts if part not in self._singles]
            if missing and top not in self._singles:
                stack += missing
                continue
            stack.pop()
            if top not in self._singles:
                self._singles[top] = self._own_singles(top) + list(self._passed_on(top))
        return self._singles[target]

    def doubles(self, target: Expression, wanted: float) -> Iterator[Altered]:
        """Every derivation of the target with two mistakes that gives what is wanted."""
        stack: list[tuple[Expression, float, tuple[tuple[Facet, int], ...]]] = [(target, wanted, ())]
        self.singles(target)
        while stack:
            part, needed, above = stack.pop()
            for found in self._doubles_here(part, needed):
                yield _below(found, above)
            first = self.anatomy.facet(part)
            for facet in self.anatomy.facets(part):
                right, rates, shares = self._right(facet)
                for index, inner in enumerate(facet.parts):
                    twice = facet is not first and (facet.kind not in REGROUPED or inner in first.parts)
                    if shares[index] and inner.children and not twice:
                        wanted = rates[index] + (needed - right) / shares[index]
                        stack.append((inner, wanted, (*above, (facet, index))))

    # --- the same mistake everywhere ---------------------------------------------------------------------------------

    def repeated(self, target: Expression) -> list[Single]:
        """The derivatives with one mistake made wherever it can be made, where that is in several places."""
        places = self._places(target)
        return [self._everywhere(target, frozenset((id,))) for id, count in places.items() if count > 1]

    def repeated_with_another(self, target: Expression) -> Iterator[Single]:
        """As above, with another mistake made wherever that can be made; common ones, for much can come of two."""
        places = {id: count for id, count in self._places(target).items() if SHEET[id].rarity == 0}
        for one, other in combinations(places, 2):
            if places[one] > 1 or places[other] > 1:
                yield self._everywhere(target, frozenset((one, other)))

    def _places(self, target: Expression) -> dict[str, int]:
        """In how many places each mistake can be made."""
        found: dict[str, int] = {}
        stack, seen = [target], {target}
        while stack:
            part = stack.pop()
            for ids in self._by_ids(part):
                if len(ids) == 1:
                    (id,) = ids
                    found[id] = found.get(id, 0) + 1
            inside = [inner for inner in self.anatomy.facet(part).parts if inner not in seen]
            seen.update(inside)
            stack += inside
        return found

    def _by_ids(self, target: Expression) -> dict[frozenset[str], tuple[Facet, Swap]]:
        """For each mistake, and for two at once, the first swap that makes it here; what is misread is misread once."""
        if target not in self._ids:
            found: dict[frozenset[str], tuple[Facet, Swap]] = {}
            for way in self._ways_of_rules(target):
                for swap in (*way.twos, *way.ones):
                    found.setdefault(frozenset(mistake.id for mistake in swap.mistakes), (way.facet, swap))
            self._ids[target] = found
        return self._ids[target]

    def _everywhere(self, target: Expression, ids: frozenset[str]) -> Single:
        done: dict[Expression, Single] = {}
        stack = [target]
        while stack:
            part = stack[-1]
            facet, swap = self._first_of(part, ids)
            missing = [inner for inner in facet.parts if inner not in done]
            stack += missing
            if not missing:
                done[stack.pop()] = self._with_parts(facet, swap, [done[inner] for inner in facet.parts])
        return done[target]

    def _first_of(self, target: Expression, ids: frozenset[str]) -> tuple[Facet, Swap | None]:
        """What makes these mistakes here, or one of them; else what is right."""
        here = self._by_ids(target)
        asked = (ids, *[frozenset((id,)) for id in sorted(ids)])
        return next((here[some] for some in asked if some in here), (self.anatomy.facet(target), None))

    def _with_parts(self, facet: Facet, swap: Swap | None, inside: Sequence[Single]) -> Single:
        rates = [rate for rate, _ in inside]
        below = [(index, part) for index, (_, part) in enumerate(inside) if part.swap is not None or part.below]
        rate = self.numbers.joined(facet, rates) if swap is None else self._worked(swap, facet, rates)
        return rate, Altered(facet, swap, tuple(below))

    # --- one mistake -------------------------------------------------------------------------------------------------

    def _ways_of(self, target: Expression) -> tuple[Way, ...]:
        if target not in self._ways:
            misread = [Way(facet, (TAKEN_FOR[facet.kind],), ()) for facet in _misread_facets(self.anatomy, target)]
            self._ways[target] = (*self._ways_of_rules(target), *misread)
        return self._ways[target]

    def _ways_of_rules(self, target: Expression) -> tuple[Way, ...]:
        """The same without what the target may be taken for."""
        if target not in self._ruled:
            self._ruled[target] = tuple([self._way(facet) for facet in self.anatomy.facets(target)])
        return self._ruled[target]

    def _way(self, facet: Facet) -> Way:
        found = tuple(swaps(self.anatomy, facet))
        ones, twos = ([swap for swap in found if (len(swap.mistakes) > 1) == several] for several in (False, True))
        return Way(facet, tuple(ones), tuple(twos))

    def _own_singles(self, target: Expression) -> list[Single]:
        if target not in self._own:
            found: list[Single] = []
            for way in self._ways_of(target):
                _, rates, _ = self._right(way.facet)
                found += [(self._worked(swap, way.facet, rates), Altered(way.facet, swap)) for swap in way.ones]
            self._own[target] = [single for single in found if single[0] - single[0] == 0]
        return self._own[target]

    def _passed_on(self, target: Expression) -> Iterator[Single]:
        """What the mistakes in the parts make of the whole."""
        first = self.anatomy.facet(target)
        for way in self._ways_of(target):
            facet = way.facet
            if facet is not first and facet.kind not in REGROUPED:
                continue
            right, rates, shares = self._right(facet)
            for index, part in enumerate(facet.parts):
                if facet is not first and (part in self._singles or not part.children):
                    continue
                inside = self._singles[part] if facet is first else self._own_singles(part)
                share, rate = shares[index], rates[index]
                for value, altered in inside:
                    whole = right + share * (value - rate)
                    if whole - whole == 0:
                        yield whole, Altered(facet, None, ((index, altered),))

    def _right(self, facet: Facet) -> tuple[float, list[float], list[float]]:
        """The right derivative of a facet's target, those of its parts, and the share that each of those has in it."""
        if facet not in self._rates:
            rates = [self.numbers.rate(part) for part in facet.parts]
            count = len(rates)
            if facet.rule is UNCHANGED:
                shares = [1.0]
            else:
                units = [[float(i == index) for i in range(count)] for index in range(count)]
                shares = [self.numbers.joined(facet, unit) for unit in units]
            right = self.numbers.rate(facet.target) if facet.rule is not UNCHANGED else rates[0]
            self._rates[facet] = right, rates, shares
        return self._rates[facet]

    def _worked(self, swap: Swap, facet: Facet, rates: Sequence[float]) -> float:
        try:
            return float(swap.work(self.numbers, facet, rates))
        except FAILED:
            return float("nan")

    # --- two mistakes ------------------------------------------------------------------------------------------------

    def _doubles_here(self, target: Expression, needed: float) -> Iterator[Altered]:
        """Two mistakes of which one at least is made at the target itself, or in two of its parts."""
        if needed - needed != 0:
            return
        for way in self._ways_of(target):
            _, rates, _ = self._right(way.facet)
            for swap in way.twos:
                if close(self._worked(swap, way.facet, rates), needed):
                    yield Altered(way.facet, swap)
            for swap in way.ones:
                for index, part in enumerate(way.facet.parts):
                    if not self._uses(swap, way.facet, rates, index):
                        continue
                    given = list(rates)
                    for value, altered in self.singles(part):
                        given[index] = value
                        if close(self._worked(swap, way.facet, given), needed):
                            yield Altered(way.facet, swap, ((index, altered),))
            if way.facet is self.anatomy.facet(target) or way.facet.kind in REGROUPED:
                yield from self._in_two_parts(way.facet, needed)

    def _uses(self, swap: Swap, facet: Facet, rates: list[float], index: int) -> bool:
        """Does the derivative of this part matter at all?"""
        moved = list(rates)
        moved[index] = rates[index] * 1.0625 + 0.03125
        return self._worked(swap, facet, moved) != self._worked(swap, facet, rates)

    def _inside(self, part: Expression) -> list[Single]:
        """The mistakes in a part; of one that only a regrouping made, those at itself."""
        return self._singles[part] if part in self._singles else self._own_singles(part)

    def _in_two_parts(self, facet: Facet, needed: float) -> Iterator[Altered]:
        right, rates, shares = self._right(facet)
        if len(rates) < 2 or right - right != 0:
            return
        moved = [
            sorted(
                ((share * (value - rate), altered) for value, altered in self._inside(part)),
                key=lambda single: single[0],
            )
            for part, rate, share in zip(facet.parts, rates, shares, strict=True)
        ]
        scale = max(abs(needed), abs(right), 1e-30)
        for i in range(len(rates)):
            for j in range(i + 1, len(rates)):
                keys = [difference for difference, _ in moved[j]]
                for difference, altered in moved[i]:
                    rest = needed - right - difference
                    place = bisect_left(keys, rest - NEAR * scale)
                    while place < len(keys) and keys[place] <= rest + NEAR * scale:
                        yield Altered(facet, None, ((i, altered), (j, moved[j][place][1])))
                        place += 1


def _misread_facets(anatomy: Anatomy, target: Expression) -> list[Facet]:
    """The target taken for something else; the facet's kind is the mistake's id."""
    if not anatomy.moves(target):
        return []
    return [Facet(id, target, UNCHANGED, Split((other,))) for id, other in misread(anatomy, target)]


def _below(found: Altered, above: Sequence[tuple[Facet, int]]) -> Altered:
    for facet, index in reversed(above):
        found = Altered(facet, None, ((index, found),))
    return found


def close(a: float, b: float, near: float = NEAR) -> bool:
    """Equal but for rounding; false where either has no value."""
    return abs(a - b) <= near * max(abs(a), abs(b))
