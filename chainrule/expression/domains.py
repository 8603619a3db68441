"""Where an expression has a value and where a derivative: conditions as data, without those that always hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chainrule.errors import DomainError, NameUnknownError
from chainrule.expression import formulas
from chainrule.expression.evaluation import program
from chainrule.expression.exactness import ExactValues
from chainrule.expression.formulas import Kind
from chainrule.expression.functions import Function
from chainrule.expression.intervals import number
from chainrule.expression.nodes import (
    ONE,
    ZERO,
    Call,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)  # fmt: skip
from chainrule.expression.numerics import Rational, ratio
from chainrule.expression.ranges import Ranges, always
from chainrule.expression.relations import HOLDS, MIRRORED
from chainrule.expression.walking import postorder, substitute

__all__ = ["Condition", "conditions", "impossible", "solved"]

CLOSE = 1e-9  # numbers nearer to each other than this are not told apart by floats
DEEP = 50  # constants nested deeper are not worked out
BOTH = {frozenset({">=", "!="}): ">", frozenset({">", "!="}): ">", frozenset({">", ">="}): ">",
        frozenset({"<=", "!="}): "<", frozenset({"<", "!="}): "<", frozenset({"<", "<="}): "<"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """`relation` has to hold, or else `part` has no value (kind "exists") or no derivative ("derivative exists")."""

    relation: Relation
    part: Expression
    kind: Kind


Kept = dict[tuple[Kind, Expression, Node], Condition]  # by its two sides, or by its left side and the relation


def conditions(expression: Node, variable: Symbol | None = None, found: Ranges | None = None) -> list[Condition]:
    """What must hold, in reading order, each once, without what always holds; what never holds is there.

    Inside the branches of a piecewise nothing is asked. With a variable given, u^n asks nothing if n is another letter.
    `found` keeps the ranges of sub-expressions for the next question.
    """
    parts = [part for part in _read(expression) if _may_ask(part)]
    if not parts:
        return []
    found = Ranges() if found is None else found
    moves = _mover(expression, variable)
    kept: Kept = {}
    seen: set[tuple[Kind, Relation]] = set()
    for part in parts:
        for kind, relation in _asked(part, found.exact, moves):
            if kind == "derivative exists" and not moves(part):
                continue
            truth = _of_numbers(relation, found) if part.constant else always(relation, found)
            if truth:
                continue
            for simple in [relation] if truth is False else _simplified(relation, kind, found.exact, seen):
                if simple is relation or not _known(simple, found):
                    _keep(kept, Condition(simple, part, kind))
    return [c for c in kept.values() if c.kind == "exists" or not _settled(c, kept)]


def impossible(expression: Node) -> Condition | None:
    """The first condition that no point meets, as in 1/0 or ln(-1), or None."""
    found = Ranges()
    return next((c for c in conditions(expression) if c.kind == "exists" and _never(c.relation, found)), None)


def _never(relation: Relation, found: Ranges) -> bool:
    return _known(relation, found) is False


def _known(relation: Relation, found: Ranges) -> bool | None:
    """Whether a relation holds whatever its symbols are, or never; None where that depends, or is not known."""
    return _of_numbers(relation, found) if relation.constant else always(relation, found)


def _of_numbers(relation: Relation, found: Ranges) -> bool | None:
    """Whether a relation without symbols holds: exactly, or else by floats unless the sides are too close to tell."""
    known = always(relation, found)
    if known is not None or relation.height > DEEP:
        return known
    try:
        left, right = program(relation.left, relation.right).at({})
    except (DomainError, NameUnknownError):
        return None
    close = abs(left - right) <= CLOSE * max(1, abs(left), abs(right))
    return None if close else HOLDS[relation.sign](left, right)


def _keep(kept: Kept, new: Condition) -> None:
    key = (new.kind, new.relation.left, new.relation.right)
    old = kept.get(key)
    if old is None:
        kept[key] = new
        return
    if old.relation.sign == new.relation.sign:
        return
    sign = BOTH.get(frozenset({old.relation.sign, new.relation.sign}))
    if sign is None:
        kept.setdefault((new.kind, new.relation.left, new.relation), new)
    elif sign != old.relation.sign:
        kept[key] = Condition(Relation(sign, new.relation.left, new.relation.right), old.part, new.kind)


def _settled(condition: Condition, kept: Kept) -> bool:
    """Whether a condition for the derivative follows from the one for the value."""
    relation = condition.relation
    value = kept.get(("exists", relation.left, relation.right))
    if value is None:
        return False
    return value.relation.sign == relation.sign or (relation.sign == "!=" and value.relation.sign in "<>")


def _mover(root: Node, variable: Symbol | None) -> Callable[[Node], bool]:
    """Says of a part whether it depends on the variable, or on any symbol; looked into when it is first asked."""
    moving: set[Node] = set()

    def moves(part: Node) -> bool:
        if variable is None or part.constant:
            return not part.constant
        if not moving:
            moving.add(variable)
            moving.update(node for node in postorder(root, known=(variable,)) if not moving.isdisjoint(node.children))
        return part in moving

    return moves


def _read(root: Node) -> Iterator[Expression]:
    """Every sub-expression once in reading order, a piecewise's branches left out."""
    seen: set[Node] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            if isinstance(node, Expression):
                yield node
            if not isinstance(node, Piecewise):
                stack.extend(reversed(node.children))


def _may_ask(part: Expression) -> bool:
    """A quick look: could this ask for anything?"""
    match part:
        case Call(function):
            return bool(function.domain or function.differentiable or function.name == "root")
        case Power(base, exponent):
            return base is not E and not (isinstance(exponent, Number) and isinstance(exponent.value, int))
        case Quotient(_, denominator):
            return not isinstance(denominator, Number) or denominator is ZERO
        case _:
            return False


def _asked(part: Expression, exact: ExactValues, moves: Callable[[Node], bool]) -> Iterator[tuple[Kind, Relation]]:
    match part:
        case Quotient(_, denominator):
            yield "exists", Relation("!=", denominator, ZERO)
        case Power(base, exponent) if base is not E:
            yield from _asked_by_power(base, exact.rational(exponent), moves(exponent), not exponent.constant)
        case Call(Function(name="root"), (base, index)):
            value = exact.rational(index)
            yield "exists", Relation("!=", index, ZERO)
            yield from _asked_by_power(base, ratio(1, value) if value else None, moves(index), not index.constant)
        case Call(function, arguments):
            sides = dict(zip(formulas.ARGUMENTS, arguments, strict=False))
            for kind, relation in formulas.conditions(function):
                yield kind, substitute(relation, sides)  # type: ignore[arg-type]
        case _:
            pass


def _asked_by_power(
    base: Expression, exact: Rational | None, moves: bool, varies: bool
) -> Iterator[tuple[Kind, Relation]]:
    if exact is None:
        if moves:
            yield "exists", Relation(">", base, ZERO)
        elif not varies:
            yield "exists", Relation(">=", base, ZERO)
            yield "derivative exists", Relation(">", base, ZERO)
    elif exact.denominator % 2 == 0:
        yield "exists", Relation(">" if exact < 0 else ">=", base, ZERO)
        yield "derivative exists", Relation(">", base, ZERO)
    elif exact < 1 and exact != 0:
        yield ("exists" if exact < 0 else "derivative exists"), Relation("!=", base, ZERO)


# --- simpler conditions ---


def _simplified(relation: Relation, kind: Kind, exact: ExactValues, seen: set[tuple[Kind, Relation]]) -> list[Relation]:
    """The same as simpler conditions: x^2*y != 0 says x != 0 and y != 0; 2*x > 0 says x > 0; x - 2 > 0 says x > 2.

    What was seen before is left out, for it was said then.
    """
    todo, done = [relation], []
    while todo:
        current = todo.pop()
        if (kind, current) in seen:
            continue
        seen.add((kind, current))
        simpler = _simpler(current, exact)
        if simpler is None:
            done.append(solved(current, exact))
        else:
            todo += reversed(simpler)
    return done


def _simpler(relation: Relation, exact: ExactValues) -> list[Relation] | None:
    sign, left = relation.sign, relation.left
    if relation.right is not ZERO:
        return None
    match left:
        case Negation(operand):
            return [Relation(MIRRORED[sign], operand, ZERO)]
        case Product(factors):
            constants = {factor: value for factor in factors if (value := exact.rational(factor)) is not None}
            if sign == "!=":
                return None if 0 in constants.values() else [
                    Relation(sign, factor, ZERO) for factor in factors if factor not in constants
                ] or None  # fmt: skip
            if len(constants) == len(factors) - 1 and all(constants.values()):
                [rest] = [factor for factor in factors if factor not in constants]
                flips = sum(constants.get(factor, 1) < 0 for factor in factors) % 2
                return [Relation(MIRRORED[sign] if flips else sign, rest, ZERO)]
        case Power(base, Number(int(power))) if sign == ">" and power > 0:
            return [Relation(">" if power % 2 else "!=", base, ZERO)]
        case Power(base, exponent) if sign == "!=" and base is not E and (exact.rational(exponent) or 0) > 0:
            return [Relation(sign, base, ZERO)]
        case Quotient(numerator, denominator) if sign == "!=" or (exact.rational(denominator) or 0) > 0:
            return [Relation(sign, numerator, ZERO)]
        case Call(Function(zeros="u = 0"), (argument, *_)) if sign == "!=":
            return [Relation(sign, argument, ZERO)]
        case Call(Function(name="sqrt"), (argument,)) if sign == ">":
            return [Relation(sign, argument, ZERO)]
        case Call(Function(name="abs"), (argument,)) if sign == ">":
            return [Relation("!=", argument, ZERO)]
        case Call(Function(name="ln" | "log10" | "log2"), (argument,)):  # where it has a value: that is asked beside
            return [Relation(sign, argument, ONE)]
    return None


def solved(relation: Relation, exact: ExactValues | None = None) -> Relation:
    """The relation solved for its symbol where its left side is linear in one, as x < 1/2 for 1 - 2*x > 0."""
    exact = ExactValues() if exact is None else exact
    right = exact.rational(relation.right)
    if right is None and exact.rational(relation.left) is not None:
        return _mirrored(solved(_mirrored(relation), exact))
    linear = _linear(relation.left, exact) if right is not None else None
    if linear is None or right is None:
        return relation
    symbol, slope, constant = linear
    value = ratio(right - constant, slope)
    return Relation(relation.sign if slope > 0 else MIRRORED[relation.sign], symbol, number(value))


def _mirrored(relation: Relation) -> Relation:
    return Relation(MIRRORED[relation.sign], relation.right, relation.left)


def _linear(expression: Expression, exact: ExactValues) -> tuple[Symbol, Rational, Rational] | None:
    """symbol, a and b where the expression is a*symbol + b with a symbol once and exact numbers."""
    found: Symbol | None = None
    slope: Rational = 0
    constant: Rational = 0
    for term in expression.terms if isinstance(expression, Sum) else (expression,):
        value = exact.rational(term)
        if value is not None:
            constant += value
            continue
        factor: Rational = 1
        if isinstance(term, Negation):
            factor, term = -factor, term.operand
        if isinstance(term, Quotient) and (over := exact.rational(term.denominator)):
            factor, term = ratio(factor, over), term.numerator
        if isinstance(term, Product) and len(term.factors) == 2 and (times := exact.rational(term.factors[0])):
            factor, term = factor * times, term.factors[1]
        if not isinstance(term, Symbol) or found is not None:
            return None
        found, slope = term, factor
    return (found, slope, constant) if found is not None else None
