"""Mistakes that change the target: what is differentiated is another function than the one that was given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

from chainrule.expression.exactness import exact_value
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import ONE, Call, Expression, Negation, Power, Quotient, Sum, Symbol
from chainrule.expression.walking import substitute
from chainrule.tutor.mistakes.calculators import INSIDE
from chainrule.tutor.mistakes.facets import Anatomy

__all__ = ["misread", "transposed"]

LOGARITHMS = ("ln", "log10", "log2")
INVERSES = {"arcsin": "sin", "arccos": "cos", "arctan": "tan", "arcsec": "sec", "arccsc": "csc", "arccot": "cot",
            "arcsinh": "sinh", "arccosh": "cosh", "arctanh": "tanh"}  # fmt: skip


def misread(anatomy: Anatomy, target: Expression) -> Iterator[tuple[str, Expression]]:
    """What the target itself may be taken for, with the mistake's id."""
    match target:
        case Power(Sum() as inner, exponent) if (exact_value(exponent) or 0) not in (0, 1):
            for power in _spread(inner, lambda term: Power(term, exponent)):
                yield "A1", power
        case Call(function, (Sum() as inner,)):
            for spread in _spread(inner, lambda term: Call(function, (term,))):
                if function.name in LOGARITHMS:
                    yield "A2", spread
                if function.name != "ln":
                    yield "A3", spread
    match target:
        case Call(function, arguments) if function.name in INVERSES:
            yield "I1", Quotient(ONE, Call(function_named(INVERSES[function.name]), arguments))
        case Quotient(top, bottom) if anatomy.moves(bottom):
            yield "Q9", Quotient(bottom, top)
            if isinstance(bottom, Sum) and not anatomy.moves(top):
                for spread in _spread(bottom, lambda term: Quotient(top, term)):
                    yield "A1", spread
    facet = anatomy.facet(target)
    if anatomy.is_composite(facet):
        yield from _swapped(anatomy, target)
        if isinstance(facet.parts[0], Sum):
            for other in _other_signs(facet.parts[0]):
                yield "S5", substitute(cast(Expression, facet.outer), {INSIDE: other})


def _spread(inner: Sum, outer: Callable[[Expression], Expression]) -> list[Expression]:
    """f(a) + f(b) for f(a + b): a minus inside stays inside, or is taken outside."""
    inside = Sum(tuple(outer(term) for term in inner.terms))
    outside = Sum(tuple(-outer(term.operand) if isinstance(term, Negation) else outer(term) for term in inner.terms))
    return [inside] if inside is outside else [outside, inside]


def _swapped(anatomy: Anatomy, target: Expression) -> Iterator[tuple[str, Expression]]:
    """g(f(x)) for f(g(x))."""
    facet = anatomy.facet(target)
    inner, outer = facet.parts[0], cast(Expression, facet.outer)
    variable = anatomy.variables[0]
    if isinstance(inner, Symbol) or isinstance(target, Quotient):
        return
    found = [substitute(inner, {variable: substitute(outer, {INSIDE: variable})})]
    deeper = anatomy.facet(inner)
    if deeper.outer is not None:
        found.append(substitute(deeper.outer, {INSIDE: substitute(outer, {INSIDE: deeper.parts[0]})}))
    for swapped in dict.fromkeys(found):
        if swapped is not target:
            yield "C11", swapped


def _other_signs(inner: Sum) -> Iterator[Sum]:
    """The sum with one minus read as a plus."""
    for index, term in enumerate(inner.terms):
        if isinstance(term, Negation):
            yield Sum((*inner.terms[:index], term.operand, *inner.terms[index + 1 :]))


@cache
def _mirrored(name: str) -> str | None:
    """w12 for w21: the same weight, its two indices exchanged."""
    letters, digits = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
    if len(digits) != 2 or digits[0] == digits[1]:
        return None
    return letters + digits[::-1]


def transposed(target: Expression) -> Iterator[Expression]:
    """The target with the indices of its weights exchanged: of all of them at once, or of one."""
    names = {name: _mirrored(name) for name in target.names}
    exchanged = {Symbol(name): Symbol(other) for name, other in names.items() if other}
    if exchanged:
        yield substitute(target, cast("dict[Expression, Expression]", exchanged))
        if len(exchanged) > 1:
            for name, other in exchanged.items():
                yield substitute(target, {name: other})
