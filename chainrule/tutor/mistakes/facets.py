"""The ways in which a student may look at one expression: as a composite, a power, a product of two, a fraction …

The rule that applies gives the first facet; the others are views under which other rules, or other mistakes, apply.
Each has the parts that are differentiated, and facts by name that the joins of mistakes use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import cast

from chainrule.calculus.joins import times
from chainrule.calculus.rules import PRODUCT, QUOTIENT, Rule, taken_apart
from chainrule.calculus.splits import Split
from chainrule.expression.nodes import (
    ONE,
    ZERO,
    Call,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)
from chainrule.expression.walking import bottom_up, replaced
from chainrule.tutor.mistakes.calculators import INSIDE, Formulas

__all__ = ["Anatomy", "Facet"]

Facts = Mapping[str, Expression]
NOTHING: Facts = MappingProxyType({})
OVER = Rule("constant-over", QUOTIENT.name, QUOTIENT.statement, QUOTIENT.split,
            lambda roles, d: QUOTIENT.join(roles, ZERO, d))  # fmt: skip
ROOTS = {"sqrt": 2, "cbrt": 3}


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """One view of a target.

    kind      which mistakes can be made with it: a kind of the catalogue
    rule      the right rule, with its split: `parts` are what it asks the derivatives of
    facts     expressions that joins use, by name; `rates` those of which they use the derivative
    outer     for a composite, the outer function of INSIDE, and `slope` its derivative by INSIDE
    """

    kind: str
    target: Expression
    rule: Rule
    split: Split
    facts: Facts = field(default_factory=dict)
    rates: Facts = field(default_factory=dict)
    outer: Expression | None = None
    slope: Expression | None = None

    @property
    def parts(self) -> tuple[Expression, ...]:
        return self.split.parts


@dataclass(eq=False)
class Anatomy:
    """Expressions taken apart for differentiation by `variables` (several: all of them move at once).

    among_others   whether other letters occur beside them, as weights and inputs do in a network
    """

    variables: tuple[Symbol, ...]
    among_others: bool = False
    moving: set[Expression] = field(default_factory=set)
    _first: dict[Expression, Facet] = field(default_factory=dict)
    _all: dict[Expression, tuple[Facet, ...]] = field(default_factory=dict)
    _known: set[Node] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.moving.update(self.variables)
        self._known.update(self.variables)

    @cached_property
    def formulas(self) -> Formulas:
        """The calculator on expressions for these variables."""
        return Formulas(self)

    def moves(self, expression: Expression) -> bool:
        if expression not in self._known:
            for node in bottom_up(expression, known=self._known):
                self._known.add(node)
                if not self.moving.isdisjoint(node.children):
                    self.moving.add(cast(Expression, node))
        return expression in self.moving

    def facet(self, target: Expression) -> Facet:
        """The facet of the rule that applies."""
        if target not in self._first:
            self.moves(target)
            for node in bottom_up(target, known=self._first):  # some facets look at those further in
                if node in self.moving or node is target:
                    self._first[node] = self._made(node, *taken_apart(node, self.moving))
        return self._first[target]

    def facets(self, target: Expression) -> tuple[Facet, ...]:
        """Every facet, that of the right rule first."""
        if target not in self._all:
            first = self.facet(target)
            self._all[target] = (first, *self._others(target, first))
        return self._all[target]

    def is_composite(self, facet: Facet) -> bool:
        """Is what is inside more than a variable?"""
        return facet.outer is not None and facet.parts[0] not in self.variables

    def _made(self, target: Expression, rule: Rule, split: Split) -> Facet:
        facts: dict[str, Expression] = {}
        if split.inner is not None:
            return self._composite(target, rule, split)
        match rule.id:
            case "constant-multiple":
                facts = {"c": split.roles["constant"], "u": split.parts[0]}
                facts |= _as_power(split.parts[0])
            case "negation":
                facts = _power_facts(self.facet(split.parts[0]))
            case "product" if len(split.parts) == 2:
                facts = {"u": split.parts[0], "v": split.parts[1]}
            case "quotient":
                facts = {"u": split.parts[0], "v": split.parts[1]}
            case "general-power":
                facts = {"u": split.parts[0], "v": split.parts[1], "f": target}
        return Facet(rule.id, target, rule, split, facts, self._firsts(split.parts[0]) if split.parts else NOTHING)

    def _composite(self, target: Expression, rule: Rule, split: Split) -> Facet:
        assert split.inner is not None
        outer = replaced(target, split.inner, INSIDE)
        _, of_outer = taken_apart(outer, {INSIDE, outer, *_between(outer, split.inner)})
        inner = split.parts[0]
        facts: dict[str, Expression] = {"u": inner, "f": target, "x": self.variables[0]}
        match target:
            case Power(_, exponent) if split.inner == (0,):
                facts |= {"n": exponent}
            case Power(base, _):
                facts |= {"a": base}
            case Quotient(top, _):
                facts |= {"c": top, "n": Negation(split.roles["exponent"])}
            case Call(function, _) if function.name in ROOTS:
                facts |= {"n": Quotient(ONE, Number(ROOTS[function.name]))}
            case Call(function, arguments) if function.name in ("log", "log2", "log10"):
                facts |= {"b": arguments[1] if len(arguments) > 1 else _base(function.name)}
            case Call(function, _) if function.name == "exp":
                facts |= {"a": E}
        rates = dict(self._firsts(inner))
        if inner.children:
            deeper = self.facet(inner)
            if self.is_composite(deeper) and not self._is_shift(deeper.parts[0]):
                rates["deepest"] = deeper.parts[0]
        return Facet("composite", target, rule, split, facts, rates, outer, of_outer.roles["slope"])

    def _is_shift(self, inner: Expression) -> bool:
        """x + 3, whose derivative of 1 is not to be seen."""
        return isinstance(inner, Sum) and [term for term in inner.terms if self.moves(term)] == [self.variables[0]]

    def _firsts(self, inner: Expression) -> Facts:
        """Of a sum whose bracket may get lost: its first moving term."""
        if not isinstance(inner, Sum):
            return NOTHING
        moving = [term for term in inner.terms if self.moves(term)]
        return {"first": moving[0]} if len(moving) > 1 else NOTHING

    def _others(self, target: Expression, first: Facet) -> Iterator[Facet]:
        match target:
            case Product(factors):
                moving = [factor for factor in factors if self.moves(factor)]
                if first.kind == "constant-multiple" and factors[0] not in self.moving and len(factors) > 2:
                    moving = [times(*factors[: factors.index(moving[0]) + 1]), *moving[1:]]
                    if len(moving) == 2:
                        yield _two_factors("constant-in-factor", target, moving, 1)
                elif first.kind == "product" and len(moving) > 2:
                    for cut in range(1, len(moving)):
                        yield _two_factors("group", target, moving, cut)
            case Quotient(top, bottom) if top not in self.moving and bottom in self.moving:
                split = Split((bottom,), {"numerator": top, "denominator": bottom})
                yield Facet("constant-over", target, OVER, split, {"c": top, "v": bottom})
                if first.parts != (bottom,):  # the rule looks through a power there; a student need not
                    slope = -Quotient(top, Power(bottom, Number(2)))
                    roles = {"constant": top, "base": bottom, "exponent": ONE, "slope": slope}
                    yield replace(self._composite(target, first.rule, Split((bottom,), roles, (1,))), kind="over-power")


def _two_factors(kind: str, target: Expression, factors: list[Expression], cut: int) -> Facet:
    u, v = times(*factors[:cut]), times(*factors[cut:])
    return Facet(kind, target, PRODUCT, Split((u, v), {"factors": (u, v)}), {"u": u, "v": v})


def _as_power(function: Expression) -> Facts:
    """The number n of a power of the bare variable, c x^n."""
    match function:
        case Power(Symbol() as base, exponent) if exponent.constant:
            return {"base": base, "n": exponent}
    return NOTHING


def _power_facts(facet: Facet) -> dict[str, Expression]:
    """c, x and n of c x^n."""
    return {name: facet.facts[name] for name in ("c", "base", "n")} if "base" in facet.facts else {}


def _base(name: str) -> Expression:
    return Number(2 if name == "log2" else 10)


def _between(outer: Expression, place: tuple[int, ...]) -> list[Expression]:
    found = []
    for index in place:
        outer = outer.children[index]
        found.append(outer)
    return found

