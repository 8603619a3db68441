"""Mistakes in the finished answer: what was meant is another expression than the one that was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from chainrule.calculus.joins import times
from chainrule.expression.nodes import Call, Expression, Negation, Power, Product, Quotient, Sum
from chainrule.expression.walking import preorder, substitute, symbols
from chainrule.tutor.mistakes.catalogue import SHEET, Mistake
from chainrule.tutor.mistakes.facets import Anatomy

__all__ = ["meant"]

SELDOM = SHEET["N5"]._replace(rarity=2)  # where brackets around a sum are lost
MANY = 40  # meanings of one answer, past which no more are thought of


def meant(answer: Expression, target: Expression, anatomy: Anatomy) -> Iterator[tuple[Mistake, Expression]]:
    """What may have been meant by the answer, with the mistake in writing it."""
    yield SHEET["S3"], answer.operand if isinstance(answer, Negation) else -answer
    for letter in symbols(answer):
        if letter not in symbols(target):
            for inner in _inners(target, anatomy):
                yield SHEET["N4"], substitute(answer, {letter: inner})
    count = 0
    for node in preorder(answer):
        for mistake, other in _read_otherwise(node):
            count += 1
            if count > MANY:
                return
            yield mistake, substitute(answer, {cast(Expression, node): other})


def _inners(target: Expression, anatomy: Anatomy) -> list[Expression]:
    """What a letter such as u may stand for: whatever moves and is more than a variable, the target itself left out."""
    inside = [cast(Expression, node) for node in preorder(target) if node.children and node is not target]
    return [node for node in inside if anatomy.moves(node)]


def _read_otherwise(node: object) -> Iterator[tuple[Mistake, Expression]]:
    yield from _brackets_lost(node)
    yield from _power_moved(node)


def _brackets_lost(node: object) -> Iterator[tuple[Mistake, Expression]]:
    match node:
        case Product(factors):
            for index, factor in enumerate(factors[:-1]):
                if isinstance(factor, Quotient | Power):
                    yield from _factors_caught(factors[:index], factor, factors[index + 1 :])
        case Quotient(Product(factors), bottom):
            if isinstance(first := factors[0], Quotient):  # a/b*c/d for a/(b*c)/d …
                yield SHEET["N5"], Quotient(first.numerator, times(first.denominator, *factors[1:], bottom))
            if isinstance(last := factors[-1], Power):  # a*b^c/d for a*b^(c/d)
                yield SHEET["N7"], times(*factors[:-1], Power(last.base, Quotient(last.exponent, bottom)))
        case Quotient(Quotient(top, bottom), lower):  # a/b/c for a/(b/c)
            yield SHEET["N5"], Quotient(top, Quotient(bottom, lower))
        case Quotient(Power(base, exponent), lower):  # a^b/c for a^(b/c)
            yield SHEET["N7"], Power(base, Quotient(exponent, lower))
        case Sum(terms):
            yield from _caught_by_power(terms)
            yield from _caught_by_slash(terms)


def _factors_caught(
    before: tuple[Expression, ...], factor: Quotient | Power, after: tuple[Expression, ...]
) -> Iterator[tuple[Mistake, Expression]]:
    """a/b*c for a/(b*c), and a^b*c for a^(b*c): of several factors that follow, more and more are caught."""
    for count in range(1, len(after) + 1):
        caught, rest = after[:count], after[count:]
        match factor:
            case Quotient(top, bottom):
                yield SHEET["N5"], times(*before, Quotient(top, times(bottom, *caught)), *rest)
            case Power(base, exponent):
                yield SHEET["N7"], times(*before, Power(base, times(exponent, *caught)), *rest)


def _power_moved(node: object) -> Iterator[tuple[Mistake, Expression]]:
    match node:
        case Power(Call(function, (inside,)), exponent):  # f(x)^2 for f(x^2)
            yield SHEET["N8"], Call(function, (Power(inside, exponent),))
            if isinstance(inside, Product):
                yield SHEET["N8"], Call(function, (times(*inside.factors[:-1], Power(inside.factors[-1], exponent)),))
        case Call(function, (Power(inside, exponent),)):
            yield SHEET["N8"], Power(Call(function, (inside,)), exponent)
        case Call(function, (Product(factors),)) if isinstance(factors[-1], Power):
            inside, exponent = factors[-1].children
            yield SHEET["N8"], Power(Call(function, (times(*factors[:-1], inside),)), exponent)


def _caught_by_slash(terms: tuple[Expression, ...]) -> Iterator[tuple[Mistake, Expression]]:
    """a/b + c for a/(b + c), and for (a + b)/c."""
    first, *others = terms
    if isinstance(first, Quotient):
        yield SELDOM, Quotient(first.numerator, Sum((first.denominator, *others)))
    *before, last = terms
    match last:
        case Quotient(top, bottom):
            yield SELDOM, Quotient(Sum((*before, top)), bottom)
        case Negation(Quotient(top, bottom)):
            yield SELDOM, Quotient(Sum((*before, -top)), bottom)


def _caught_by_power(terms: tuple[Expression, ...]) -> Iterator[tuple[Mistake, Expression]]:
    """a^b + c for a^(b + c)."""
    first, *others = terms
    match first:
        case Power(base, exponent):
            yield SHEET["N7"], Power(base, Sum((exponent, *others)))
        case Product(factors) if isinstance(factors[-1], Power):
            base, exponent = factors[-1].children
            yield SHEET["N7"], times(*factors[:-1], Power(base, Sum((exponent, *others))))
