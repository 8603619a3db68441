"""The same values by ways that do not overflow: functions of the sheet, exponentials divided by their largest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, cast

from chainrule.expression.exactness import exact_value
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import (
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
    expression_of,
)
from chainrule.expression.walking import postorder, substitute
from chainrule.rendering.code.rewriting import rewritten

__all__ = ["recognised", "scaled"]

FORMS = (
    ("1/(1 + e^(-u))", "sigmoid(u)"),
    ("1/(1 + e^u)", "sigmoid(-u)"),
    ("e^u/(1 + e^u)", "sigmoid(u)"),
    ("v/(1 + e^(-u))", "v*sigmoid(u)"),
    ("v/(1 + e^u)", "v*sigmoid(-u)"),
    ("(e^u - e^(-u))/(e^u + e^(-u))", "tanh(u)"),
    ("(e^(2*u) - 1)/(e^(2*u) + 1)", "tanh(u)"),
    ("ln(1 + e^u)", "softplus(u)"),
    ("ln(sigmoid(u))", "-softplus(-u)"),
    ("ln(1 - sigmoid(u))", "-softplus(u)"),
    ("ln(e^u/v)", "u - ln(v)"),
    ("ln(e^u)", "u"),
)
"""What is recognised and what is computed instead, equal wherever both have a value; tried in this order."""

PLACES = (Symbol("u"), Symbol("v"))


def recognised(roots: Sequence[Expression]) -> dict[Node, Expression]:
    """Every node under the roots with the forms above put in."""
    return rewritten(postorder(*roots), _recognised)


def _recognised(node: Expression, same: Expression) -> Expression:
    if type(same) not in (Call, Quotient):  # no form is of another shape
        return same
    if isinstance(same, Call) and same.function.name == "exp":
        return Power(E, same.arguments[0])
    for pattern, instead in _forms().get(_kind(same), ()):
        found = _matched(pattern, same)
        if found is not None:
            return _recognised(node, substitute(instead, found))
    return same


@cache
def _forms() -> dict[object, list[tuple[Expression, Expression]]]:
    """The table read, by the shape at the top; sums of two are also met the other way round."""
    from chainrule.expression.reading import parse

    forms: dict[object, list[tuple[Expression, Expression]]] = {}
    for before, after in FORMS:
        pattern, instead = cast(Expression, parse(before)), cast(Expression, parse(after))
        turned = rewritten(postorder(pattern), _turned)[pattern]
        forms.setdefault(_kind(pattern), []).extend((one, instead) for one in dict.fromkeys((pattern, turned)))
    return forms


def _turned(_: Expression, same: Expression) -> Expression:
    return Sum(same.terms[::-1]) if isinstance(same, Sum) else same


def _kind(node: Expression) -> object:
    return node.function if isinstance(node, Call) else type(node)


def _matched(pattern: Expression, node: Expression) -> dict[Expression, Expression] | None:
    """What u and v stand for where the node is of the pattern's form."""
    found: dict[Expression, Expression] = {}
    stack: list[tuple[Node, Node]] = [(pattern, node)]
    while stack:
        wanted, given = stack.pop()
        if wanted in PLACES:
            if found.setdefault(cast(Expression, wanted), cast(Expression, given)) is not given:
                return None
        elif wanted.children:
            if _kind(cast(Expression, wanted)) is not _kind(cast(Expression, given)):
                return None
            if len(wanted.children) != len(given.children):
                return None
            stack += zip(wanted.children, given.children, strict=True)
        elif wanted is not given:
            return None
    return found


# --- exponentials over their sum -------------------------------------------------------------------------------------


class Scale(NamedTuple):
    """A value is what is computed for it, times e^(times * shift)."""

    shift: Expression
    times: int


def scaled(order: Sequence[Node]) -> dict[Node, Expression]:
    """Every node, given children before parents: logarithms of sums of exponentials, and what is divided by such sums,
    with the largest exponent taken out. ln(e^a + e^b) = m + ln(e^(a - m) + e^(b - m)) with m = max(a, b).
    """
    shifts = _shifts(order)
    return Scaling(shifts, order).values if shifts else {}


class Scaling:
    def __init__(self, shifts: dict[Expression, Expression], order: Sequence[Node]) -> None:
        self._shifts = shifts
        self._shift_of: dict[Expression, Expression] = {}  # of each exponential, that of the first sum it is in
        for total, shift in shifts.items():
            for term in map(_unsigned, cast(Sum, total).terms):
                if isinstance(term, Power):
                    self._shift_of.setdefault(term, shift)
        self._scales: dict[Expression, Scale] = {}  # of original nodes
        self.bodies: dict[Node, Expression] = {}
        rewritten(order, self._body, self.bodies)
        self.values: dict[Node, Expression] = {node: self._value(cast(Expression, node)) for node in self.bodies}

    def _value(self, node: Expression) -> Expression:
        """The node itself, its scale multiplied in."""
        scale, body = self._scales.get(node), self.bodies[node]
        if scale is None:
            return body
        return body * Power(E, _times(scale.times, scale.shift))

    def _body(self, node: Expression, same: Expression) -> Expression:
        scale = self._scale(node)
        if scale is not None:
            if scale.times:
                self._scales[node] = scale
            if node in self._shift_of:
                return _shifted(node, scale.shift)
            if isinstance(node, Sum):
                return Sum(tuple([self._term(term, scale, node in self._shifts) for term in node.terms]))
            return same
        if isinstance(node, Call) and node.function.name == "ln":
            inside = self._scales.get(node.arguments[0])
            if inside is not None:
                return _times(inside.times, inside.shift) + same
        if any(child in self._scales for child in node.children):
            return node.with_children(tuple([self._value(child) for child in node.children]))
        return same

    def _term(self, term: Expression, scale: Scale, afresh: bool) -> Expression:
        return _shifted(term, scale.shift) if afresh or _is_number(term) else self.bodies[term]

    def _scale(self, node: Expression) -> Scale | None:
        """The scale with which a node can be computed; None where what is inside has to be multiplied out first."""
        own = self._shifts.get(node) or self._shift_of.get(node)
        if own is not None:
            return Scale(own, 1)
        scales = [self._scales.get(child) for child in node.children]
        found = next((scale for scale in scales if scale is not None), None)
        if found is None or any(scale is not None and scale.shift is not found.shift for scale in scales):
            return None
        powers = [0 if scale is None else scale.times for scale in scales]
        match node:
            case Negation():
                return found
            case Sum(terms):
                plain = {power for term, power in zip(terms, powers, strict=True) if not _is_number(term)}
                return found if len(plain) == 1 and (found.times == 1 or not any(map(_is_number, terms))) else None
            case Product():
                return Scale(found.shift, sum(powers))
            case Quotient():
                return Scale(found.shift, powers[0] - powers[1])
            case Power(_, exponent) if type(exact_value(exponent)) is int and not powers[1]:
                return Scale(found.shift, powers[0] * cast(int, exact_value(exponent)))
        return None


def _shifts(order: Sequence[Node]) -> dict[Expression, Expression]:
    """The sums of exponentials that a logarithm or a division asks for, each with its largest exponent."""
    shifts: dict[Expression, Expression] = {}
    for node in [node for node in order if type(node) in (Call, Quotient)]:
        match node:
            case Call(function, (Sum() as total,)) if function.name == "ln":
                pass
            case Quotient(_, Sum() as total):
                pass
            case Quotient(_, Power(Sum() as total, _)):
                pass
            case _:
                continue
        exponents = [_exponent(term) for term in total.terms]
        if total not in shifts and None not in exponents and not total.constant:
            largest, *others = cast("list[Expression]", exponents)
            for other in others:
                largest = Call(function_named("max"), (largest, other))
            shifts[total] = largest
    return shifts


def _exponent(term: Expression) -> Expression | None:
    """z of a term e^z, 0 of a positive number."""
    match _unsigned(term):
        case Power(base, exponent) if base is E:
            return exponent
        case Number(value) if value:
            return ZERO
    return None


def _shifted(term: Expression, shift: Expression) -> Expression:
    """The term over e^shift."""
    match term:
        case Negation(operand):
            return Negation(_shifted(operand, shift))
        case Power(_, exponent):
            return Power(E, exponent - shift)
        case Number(value) if value == 1:
            return Power(E, Negation(shift))
    return term * Power(E, Negation(shift))


def _is_number(term: Expression) -> bool:
    return isinstance(_unsigned(term), Number)


def _unsigned(term: Expression) -> Expression:
    return term.operand if isinstance(term, Negation) else term


def _times(count: int, shift: Expression) -> Expression:
    return shift if count == 1 else Negation(shift) if count == -1 else expression_of(count) * shift
