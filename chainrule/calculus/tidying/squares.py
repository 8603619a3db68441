"""sin(u)² + cos(u)² = 1 and its kin, where that makes a bracket shorter: an act of its own, to be shown as such."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from chainrule.calculus.tidying.term_arithmetic import Term
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import TWO, Call, Expression, Negation, Power, Sum

__all__ = ["IDENTITIES", "squares_added"]

IDENTITIES = (("sin", "cos", 1), ("cosh", "sinh", -1), ("sec", "tan", -1), ("csc", "cot", -1))  # a² + s b² = 1
MOST_TERMS = 12  # of a bracket that is looked into


def squares_added(expression: Expression, tidier: Tidier) -> tuple[Expression, Expression | None]:
    """A tidied expression with the squares in one of its brackets added up, and which sum is 1; else as it is."""
    number, powers = tidier.term(expression)
    for bracket, exponent in powers.items():
        if not isinstance(bracket, Sum) or exponent != 1 or len(bracket.terms) > MOST_TERMS:
            continue
        rows = [tidier.term(term) for term in bracket.terms]
        for form in (rows, _multiplied_out(rows, tidier)):
            added, identity = _added(form)
            shorter = tidier.tidy(tidier.sum_written(tidier.collected(added)))
            if identity is not None and tidier.weight(shorter) < tidier.weight(bracket):
                rest = tidier.term_written(number, {base: e for base, e in powers.items() if base is not bracket})
                return tidier.tidy(shorter * rest), identity
    return expression, None


def _added(rows: Sequence[Term]) -> tuple[list[Term], Expression | None]:
    """The rows with each pair c·a²·rest, s·c·b²·rest made one, c·rest; and a² + s·b² of the last one."""
    rows, used = list(rows), None
    for identity in IDENTITIES:
        while (pair := _pair(rows, identity)) is not None:
            first, second, one, used = pair
            rows = [row for row in rows if row is not first and row is not second] + [one]
    return rows, used


def _pair(rows: Sequence[Term], identity: tuple[str, str, int]) -> tuple[Term, Term, Term, Expression] | None:
    name, other, sign = identity
    for first, second in permutations(rows, 2):
        if first[0] * sign != second[0]:
            continue
        for base, exponent in first[1].items():
            if isinstance(base, Call) and base.function.name == name and exponent == 2:
                rest = {b: e for b, e in first[1].items() if b is not base}
                beside = Call(function_named(other), base.arguments)
                if second[1] == {**rest, beside: 2}:
                    squares = Power(base, TWO), Power(beside, TWO)
                    whole = Sum(squares if sign > 0 else (squares[0], Negation(squares[1])))
                    return first, second, (first[0], rest), whole
    return None


def _multiplied_out(rows: Sequence[Term], tidier: Tidier) -> list[Term]:
    """The rows with brackets in them, and squares of brackets, multiplied out, like ones collected."""
    out: list[Term] = []
    for number, powers in rows:
        brackets: list[Sum] = []
        for base, exponent in powers.items():
            if isinstance(base, Sum) and isinstance(exponent, int) and 1 <= exponent <= 2:
                brackets += [base] * exponent
        opened: list[Term] = [(number, {base: e for base, e in powers.items() if base not in brackets})]
        for bracket in brackets:
            opened = [tidier.merged(a, tidier.term(term)) for a in opened for term in bracket.children]
        out += opened
    return tidier.collected(out)
