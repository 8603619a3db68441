"""From what was written to what Python computes: constants folded, small powers multiplied out, values used again.

The result is an expression too, in which every shape stands for one operation on floats. Values change by no more than
rounding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

from chainrule.errors import DomainError
from chainrule.expression import formulas
from chainrule.expression.evaluation import evaluate
from chainrule.expression.exactness import ExactValues
from chainrule.expression.functions import function_named
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import (
    ONE,
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
)
from chainrule.expression.points import number_written
from chainrule.expression.walking import postorder, substitute
from chainrule.rendering.code.rewriting import rewritten

__all__ = ["Lowering", "slopes_by_value"]

MINUS_ONE = Negation(ONE)
WIDEST = 200  # terms of one sum; CPython's own limit is near a thousand
MULTIPLIED_OUT = 3  # powers up to here are written as products
ROOTED = 8  # powers of roots below here are powers of math's own roots, as the interpreter has it


class Lowering:
    """What Python computes for each node, given children before parents: `of[node]`."""

    def __init__(self, order: Sequence[Node], limits: Limits = DEFAULT) -> None:
        self._exact = ExactValues(limits)
        self._limits = limits
        self._folds = True
        self._constants: dict[Expression, Expression] = {}
        self.of: dict[Node, Expression] = {}
        rewritten(order, self._lowered, self.of)
        self.of.update((node, self._settled(value)) for node, value in self.of.items() if node.constant)

    def _lowered(self, node: Expression, same: Expression) -> Expression:
        if node.constant and self._folds:
            return node
        if True in [child.constant for child in same.children]:
            children = tuple([self._settled(child) for child in same.children])
            if children != same.children:
                same = same.with_children(children)
        match same:
            case Sum(terms) if len(terms) > WIDEST:
                return _narrow(Sum, terms)
            case Product(factors) if MINUS_ONE in factors and len(factors) > 1:
                return _without_signs(factors)
            case Product((Negation(Number() as first), *others)):
                return Negation(_narrow(Product, (first, *others)))
            case Product(factors) if len(factors) > WIDEST:
                return _narrow(Product, factors)
            case Power(base, exponent):
                return self._power(base, exponent, cast(Power, node))
        return same

    def _settled(self, node: Expression) -> Expression:
        """A constant folded to the float nearest to its value; where it has none, Python will say so."""
        if not (node.constant and node.children and self._folds):
            return node
        found = self._constants.get(node)
        if found is None:
            found = self._constants[node] = self._folded(node)
        return found

    def _folded(self, node: Expression) -> Expression:
        exact = self._exact.rational(node)
        try:
            value = float(exact if exact is not None else evaluate(node, precision=25, limits=self._limits))
        except (OverflowError, DomainError):
            return self._unfolded(node)
        if math.isinf(value):
            return self._unfolded(node)
        return number_written(int(value) if value.is_integer() else value)

    def _unfolded(self, node: Expression) -> Expression:
        self._folds = False
        found = rewritten(postorder(node), self._lowered)[node]
        self._folds = True
        return found

    def _power(self, base: Expression, exponent: Expression, written: Power) -> Expression:
        if written.base is E:
            return Call(function_named("exp"), (exponent,))
        exact = self._exact.rational(written.exponent)
        if exact is None:
            return Power(base, exponent)
        above, below = exact.numerator, exact.denominator
        if below == 1:
            return _whole_power(base, above)
        if below <= 3 and abs(above) < ROOTED:
            return _whole_power(Call(function_named("sqrt" if below == 2 else "cbrt"), (base,)), above)
        if below % 2 == 0:
            return Power(base, exponent)
        size = Power(Call(function_named("abs"), (base,)), exponent)
        return size if above % 2 == 0 else Product((Call(function_named("sign"), (base,)), size))


def _without_signs(factors: Sequence[Expression]) -> Expression:
    """A product without its factors -1: their sign stands before it, which changes no value."""
    others = [factor for factor in factors if factor is not MINUS_ONE]
    whole = ONE if not others else others[0] if len(others) == 1 else _narrow(Product, others)
    return Negation(whole) if (len(factors) - len(others)) % 2 else whole


def _whole_power(base: Expression, exponent: int) -> Expression:
    if 2 <= exponent <= MULTIPLIED_OUT:
        return Product((base,) * exponent)
    if abs(exponent) == 1:
        return base if exponent == 1 else Quotient(ONE, base)
    return Power(base, number_written(exponent))


def _narrow(kind: type[Sum] | type[Product], parts: Sequence[Expression]) -> Expression:
    """The same, from the left, in pieces that are not too wide."""
    whole: Expression = kind(tuple(parts[:WIDEST]))
    for start in range(WIDEST, len(parts), WIDEST):
        whole = kind((whole, *parts[start : start + WIDEST]))
    return whole


def slopes_by_value(order: Sequence[Node]) -> dict[Expression, Expression]:
    """Derivatives that follow from a value computed anyway: 1 - tanh(u)^2 for sech(u)^2, where there is tanh(u)."""
    found: dict[Expression, Expression] = {}
    for node in order:
        if isinstance(node, Call) and node.function.by_value and not node.constant:
            derivative = cast(Expression, formulas.derivatives(node.function)[0])
            slope = substitute(derivative, {formulas.ARGUMENTS[0]: node.arguments[0]})
            found[slope] = substitute(formulas.by_value(node.function), {formulas.VALUE: node})
    return found
