"""Conditions on the same quantity, solved together: x > -1 and x > 0 is x > 0; 1 - x^2 > 0 is -1 < x < 1.

The ends of all the conditions cut the number line into points and open gaps. What holds at one number of such a
piece holds in all of it, so each condition is tried once in each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import combinations
from typing import NamedTuple, cast

from chainrule.expression.exactness import ExactValues
from chainrule.expression.functions import Function
from chainrule.expression.nodes import (
    Call,
    Expression,
    Negation,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)  # fmt: skip
from chainrule.expression.numerics import Rational, ratio
from chainrule.expression.relations import HOLDS, MIRRORED
from chainrule.expression.walking import postorder

__all__ = ["MANY", "Need", "number", "together"]

DEEP = 50  # what is nested deeper is not looked into
MANY = 40  # conditions on one quantity that are solved together
NONE = 0, 0
Polynomial = tuple[Rational, Rational, Rational]  # the numbers in front of 1, u and u^2
Piece = tuple[Rational | None, Rational | None]  # a point (equal ends) or an open gap; None where it has no end


class Need(NamedTuple):
    """One of the `alternatives` has to hold; each is about `subject`, if that is not None.

    In an alternative -1 < x < 1 the left side is itself a relation.
    """

    subject: Expression | None
    alternatives: tuple[Relation, ...]


class _Test(NamedTuple):
    """A condition `polynomial` `sign` 0 on some quantity, and the relation that says so."""

    sign: str
    polynomial: Polynomial
    relation: Relation

    def holds(self, value: Rational) -> bool:
        constant, linear, square = self.polynomial
        return HOLDS[self.sign](constant + value * (linear + value * square), 0)


def together(relations: Iterable[Relation], exact: ExactValues) -> tuple[list[Need], list[Relation]]:
    """What the relations ask, as few conditions as can be; and a few of them that exclude each other, if any do."""
    groups: dict[Expression | Relation, dict[_Test, None]] = {}
    for relation in relations:
        subject, test = _test(relation, exact) or (relation, None)
        group = groups.setdefault(subject, {})
        if test is not None:
            group[test] = None
    needs: list[Need] = []
    for subject, group in groups.items():
        tests = list(group)
        if isinstance(subject, Relation):
            needs.append(Need(None, (subject,)))
        elif len(tests) > MANY:
            needs += [Need(subject, (test.relation,)) for test in tests]
        elif pieces := _pieces(tests):
            needs += _needs(subject, pieces)
        else:
            return needs, _contradiction(tests)
    return needs, []


def _contradiction(tests: Sequence[_Test]) -> list[Relation]:
    """A pair that cannot hold together, else all."""
    several = [*((test,) for test in tests), *combinations(tests, 2), tuple(tests)]
    return [test.relation for test in next(some for some in several if not _pieces(some))]


# --- the number line in pieces ---


def _pieces(tests: Sequence[_Test]) -> list[Piece]:
    """Where all the tests hold, from left to right."""
    ends = sorted({root for test in tests for root in _roots(test.polynomial) or ()})
    line: list[Piece] = [(None, ends[0] if ends else None)]
    for index, end in enumerate(ends):
        line += [(end, end), (end, ends[index + 1] if index + 1 < len(ends) else None)]
    return [piece for piece in line if _all_hold(tests, _inside(piece))]


def _all_hold(tests: Sequence[_Test], value: Rational) -> bool:
    return all(test.holds(value) for test in tests)


def _inside(piece: Piece) -> Rational:
    low, high = piece
    if low is None:
        return 0 if high is None else high - 1
    return low + 1 if high is None else ratio(low + high, 2)


def _needs(subject: Expression, pieces: Sequence[Piece]) -> list[Need]:
    """The pieces as conditions: a few intervals, one of which has to hold it, and the points that are left out."""
    runs: list[list[Piece]] = []
    gaps: list[Relation] = []
    for piece in pieces:
        last = runs[-1][-1] if runs else None
        if last is not None and last[1] == piece[0]:
            if last[0] != last[1] and piece[0] != piece[1]:
                gaps.append(Relation("!=", subject, number(cast(Rational, piece[0]))))
            runs[-1].append(piece)
        else:
            runs.append([piece])
    intervals = [interval for run in runs if (interval := _interval(subject, run)) is not None]
    found = [Need(subject, tuple(intervals))] if intervals else []
    return found + [Need(subject, (gap,)) for gap in gaps]


def _interval(subject: Expression, run: Sequence[Piece]) -> Relation | None:
    (low, after), (before, high) = run[0], run[-1]
    if low == high and low is not None:
        return Relation("=", subject, number(low))
    from_low = Relation(">=" if low == after else ">", subject, number(low)) if low is not None else None
    if high is None:
        return from_low
    sign = "<=" if high == before else "<"
    if from_low is None:
        return Relation(sign, subject, number(high))
    left = Relation(MIRRORED[from_low.sign], from_low.right, subject)
    return Relation(sign, cast(Expression, left), number(high))


# --- what is tested ---


def _test(relation: Relation, exact: ExactValues) -> tuple[Expression, _Test] | None:
    """The quantity that a relation is about and the test on it, or None where neither side is a number."""
    sign, left, right = relation.sign, relation.left, relation.right
    value = exact.rational(right)
    if value is None:
        value, sign, left = exact.rational(left), MIRRORED[sign], right
    if value is None or exact.rational(left) is not None:
        return None
    symbol, polynomial = _polynomial_in_symbol(left, value, exact) or (left, (-value, 1, 0))
    return symbol, _Test(sign, polynomial, relation)


def _polynomial_in_symbol(left: Expression, value: Rational, exact: ExactValues) -> tuple[Symbol, Polynomial] | None:
    """left - value, or left^2 - value^2 for an absolute value, if that is a polynomial with rational roots."""
    match left:
        case Call(Function(name="abs"), (inside,)) if value >= 0:
            found = _polynomial(inside, exact)
            whole = _times(found[1], found[1]) if found is not None else None
            value *= value
        case _:
            found = _polynomial(left, exact)
            whole = found[1] if found is not None else None
    if found is None or whole is None:
        return None
    moved = (whole[0] - value, whole[1], whole[2])
    return None if _roots(moved) is None else (found[0], moved)


def _polynomial(root: Expression, exact: ExactValues) -> tuple[Symbol, Polynomial] | None:
    """The symbol and the polynomial where the expression is one of degree 2 at most, in one symbol, else None."""
    if root.height > DEEP:
        return None
    known: dict[Node, Polynomial] = {}
    symbol: Symbol | None = None
    for node in postorder(root):
        assert isinstance(node, Expression)
        value = exact.rational(node)
        made: Polynomial | None
        if isinstance(node, Symbol) and symbol in (None, node):
            symbol, made = node, (0, 1, 0)
        else:
            made = (value, *NONE) if value is not None else _made(node, known)
        if made is None:
            return None
        known[node] = made
    return None if symbol is None else (symbol, known[root])


def _made(node: Expression, known: dict[Node, Polynomial]) -> Polynomial | None:
    parts = [known[child] for child in node.children]
    match node:
        case Sum():
            return reduce(_plus, parts)
        case Negation():
            return _scaled(parts[0], -1)
        case Product():
            product: Polynomial | None = parts[0]
            for part in parts[1:]:
                product = _times(product, part) if product is not None else None
            return product
        case Power(_, Number(2)):
            return _times(parts[0], parts[0])
        case Quotient() if parts[1][0] and parts[1][1:] == NONE:
            return _scaled(parts[0], ratio(1, parts[1][0]))
        case _:
            return None


def _plus(a: Polynomial, b: Polynomial) -> Polynomial:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _scaled(a: Polynomial, by: Rational) -> Polynomial:
    return a[0] * by, a[1] * by, a[2] * by


def _times(a: Polynomial, b: Polynomial) -> Polynomial | None:
    if (a[2] and (b[1] or b[2])) or (b[2] and a[1]):
        return None
    return a[0] * b[0], a[0] * b[1] + a[1] * b[0], a[0] * b[2] + a[1] * b[1] + a[2] * b[0]


def _roots(polynomial: Polynomial) -> tuple[Rational, ...] | None:
    """The real roots, or None where they are not rational."""
    constant, linear, square = polynomial
    if not square:
        return (ratio(-constant, linear),) if linear else ()
    inside = linear**2 - 4 * square * constant
    if inside < 0:
        return ()
    root = ratio(math.isqrt(inside.numerator), math.isqrt(inside.denominator))
    if root**2 != inside:
        return None
    return ratio(-linear - root, 2 * square), ratio(-linear + root, 2 * square)


def number(value: Rational) -> Expression:
    """A rational number as an expression."""
    size = -value if value < 0 else value
    written: Expression = Number(size.numerator)
    if size.denominator != 1:
        written = Quotient(written, Number(size.denominator))
    return Negation(written) if value < 0 else written
