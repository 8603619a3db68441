"""Named rewrites into the form that a textbook prints. Each is an identity where both sides are defined.

A raw derivative is a DAG. Every node of it is tidied once, parts before wholes; nested products (and nested sums) that
nobody else shares are opened into one list first, so that time stays linear in the number of nodes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from chainrule.calculus.tidying.forms import Forms
from chainrule.calculus.tidying.known_values import known_value
from chainrule.calculus.tidying.terms import Manner, Rational, as_power, exact, number_written, power_written, rational
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ONE, Call, Expression, Negation, Node, Power, Product, Quotient, Sum
from chainrule.expression.numerics import rational_power
from chainrule.expression.walking import occurrences

__all__ = ["Rewrite", "Tidier", "tidied"]


MOST_READ = 1_500  # different sub-expressions, beyond which the choice among forms is not worth its time


class Rewrite(NamedTuple):
    """One recorded act of tidying: the names of what was done, and the sub-expression before and after."""

    names: tuple[str, ...]
    before: Expression
    after: Expression


def tidied(expression: Expression, manner: Manner | None = None, *, limits: Limits = DEFAULT) -> Expression:
    """The form that a textbook prints; `manner` says how the student writes (default: as the expression itself)."""
    return Tidier(manner or Manner.of(expression), limits).tidy(expression)


class Tidier(Forms):
    """One act of tidying over one shared graph. `record` lists the rewrites in the order in which they were made."""

    def __init__(self, manner: Manner, limits: Limits = DEFAULT) -> None:
        super().__init__(manner, limits)
        self.record: list[Rewrite] = []
        self._done: dict[Expression, Expression] = {}

    def tidy(self, root: Expression) -> Expression:
        if not root.children or root in self._done:
            return self._done.get(root, root)
        counts = occurrences(root)
        self.comparing = len(counts) <= MOST_READ
        done = self._done
        stack: list[tuple[Expression, list[tuple[Expression, int]]]] = [(root, self._opened(root, counts))]
        while stack:
            node, leaves = stack[-1]
            missing = [(leaf, self._opened(leaf, counts)) for leaf, _ in leaves if leaf.children and leaf not in done]
            if missing:
                stack += reversed(missing)
                continue
            stack.pop()
            if node not in done:
                self.names = []
                done[node] = after = self._rebuilt(node, leaves)
                if after is not node:
                    self.record.append(Rewrite(tuple(dict.fromkeys(self.names)) or ("order",), node, after))
        return done.get(root, root)

    # --- one node ----------------------------------------------------------------------------------------------------

    def _opened(self, root: Expression, counts: dict[Node, int]) -> list[tuple[Expression, int]]:
        """The parts to tidy first, each with its sign (in a sum) or its exponent (in a product)."""
        if not root.children or rational(root) is not None:
            return []
        if isinstance(root, Sum):
            return _opened_sum(root, counts)
        if isinstance(root, Product | Quotient | Negation) or _whole_power(root) is not None:
            return _opened_product(root, counts)
        return [(child, 1) for child in root.children]

    def _rebuilt(self, node: Expression, leaves: list[tuple[Expression, int]]) -> Expression:
        if not leaves:
            number = rational(node) if node.children else None
            return node if number is None else number_written(number, self.manner)
        done = self._done.get
        parts = [(done(leaf, leaf), number) for leaf, number in leaves]
        match node:
            case Sum():
                return self.sum(parts)
            case Product() | Quotient() | Negation():
                return self.product(parts)
            case Power() if _whole_power(node) is not None:
                return self.product(parts)
            case Power():
                return self._power(parts[0][0], parts[1][0])
        inside = tuple([part for part, _ in parts])
        return self._call(Call(node.function, inside)) if isinstance(node, Call) else node.with_children(inside)

    # --- powers and calls --------------------------------------------------------------------------------------------

    def _power(self, base: Expression, exponent: Expression) -> Expression:
        value = rational(exponent)
        if base is ONE:
            self.names.append("a power of one")
            return ONE
        if value is None:
            return power_written(base, exponent, self.manner)
        return self._rational_power(base, value)

    def _rational_power(self, base: Expression, exponent: Rational) -> Expression:
        number = rational(base)
        if number is not None and number >= 0:
            power = Fraction(exponent)
            value = rational_power(Fraction(number), power.numerator, power.denominator, 3 * self.limits.digits)
            if value is not None:
                self.names.append("exact root")
                return number_written(exact(value), self.manner)
        return power_written(base, exponent, self.manner)

    def _call(self, call: Call) -> Expression:
        base, exponent = as_power(call)
        if base is not call and not isinstance(exponent, Expression):
            return self._rational_power(base, exponent)
        value = known_value(call)
        if value is not None:
            self.names.append("exact value")
            return value
        return call if base is call else power_written(base, exponent, self.manner)


# --- opening nested products and sums --------------------------------------------------------------------------------


def _opened_sum(root: Sum, counts: dict[Node, int]) -> list[tuple[Expression, int]]:
    leaves: list[tuple[Expression, int]] = []
    work: list[tuple[Expression, int]] = [(root, 1)]
    while work:
        node, sign = work.pop()
        if isinstance(node, Sum) and (node is root or counts.get(node, 1) == 1):
            work += [(term, sign) for term in reversed(node.terms)]
        elif isinstance(node, Negation) and counts.get(node, 1) == 1:
            work.append((node.operand, -sign))
        else:
            leaves.append((node, sign))
    return leaves


def _opened_product(root: Expression, counts: dict[Node, int]) -> list[tuple[Expression, int]]:
    leaves: list[tuple[Expression, int]] = []
    work: list[tuple[Expression, int]] = [(root, 1)]
    while work:
        node, exponent = work.pop()
        mine = node is root or counts.get(node, 1) == 1
        match node:
            case Product(factors) if mine:
                work += [(factor, exponent) for factor in reversed(factors)]
            case Quotient(top, bottom) if mine:
                work += [(bottom, -exponent), (top, exponent)]
            case Negation(operand) if mine:
                leaves.append((_MINUS_ONE, exponent))
                work.append((operand, exponent))
            case Power(base, _) if mine and (whole := _whole_power(node)) is not None:
                leaves.append((base, exponent * whole))
            case _:
                leaves.append((node, exponent))
    return leaves


def _whole_power(node: Expression) -> int | None:
    if isinstance(node, Power):
        value = rational(node.exponent)
        if isinstance(value, int):
            return value
    return None


_MINUS_ONE = Negation(ONE)
