"""The differentiation rules: each takes a target apart (split) and puts the parts' derivatives together (join).

This is the only place where calculus is written. A join is linear in the derivatives and uses nothing but operators and
its roles, so the same join runs on expressions, on floats and on mpmath numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from chainrule.errors import ChainRuleError
from chainrule.expression.functions import Function, function_named
from chainrule.expression.nodes import (
    ONE,
    ZERO,
    Call,
    Constant,
    E,
    Expression,
    Negation,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    UnknownCall,
    expression_of,
)
from chainrule.expression.walking import postorder

__all__ = ["BY_SHAPE", "Rule", "RULES", "Split", "plus", "taken_apart", "times"]

Roles = Mapping[str, Any]
FEW_FACTORS = 8  # up to here the product rule is written out flat; beyond, factor pairs are joined in a tournament


class Split(NamedTuple):
    """A target taken apart.

    parts   the sub-expressions to differentiate, in the order in which join takes their derivatives
    roles   what a reader is told of, by name: base, exponent, slope, factors …
    inner   for a composite, the place (child indices) of its inner function in the target
    """

    parts: tuple[Expression, ...] = ()
    roles: Roles = MappingProxyType({})
    inner: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of differentiation.

    statement   the rule in our own notation
    split       takes a target apart, or gives None where the rule does not apply
    join        puts the parts' derivatives together; linear in them
    pull        what each part gets of an adjoint: the adjoint times the join of a unit vector, and that is how it is
                worked out unless a rule of many parts knows a way that shares work
    """

    id: str
    name: str
    statement: str
    split: Callable[[Expression, Set[Expression]], Split | None]
    join: Callable[..., Any]
    pull: Callable[[Roles, Any, int], Sequence[Any]] | None = None

    def pulled(self, split: Split, adjoint: Any) -> Sequence[Any]:
        """The share of `adjoint` that goes to each part."""
        count = len(split.parts)
        if self.pull is not None:
            return self.pull(split.roles, adjoint, count)
        units = [[ONE if i == index else ZERO for i in range(count)] for index in range(count)]
        return [times(adjoint, self.join(split.roles, *unit)) for unit in units]


def taken_apart(target: Expression, moving: Set[Expression]) -> tuple[Rule, Split]:
    """The first rule that applies, and what it makes of the target; `moving` holds what depends on the variable."""
    moves = target in moving or not moving.isdisjoint(target.children)
    for rule in BY_SHAPE[type(target)] if moves else (CONSTANT,):
        split = rule.split(target, moving)
        if split is not None:
            return rule, split
    raise AssertionError(f"no rule for {target!r}")


# --- joins -----------------------------------------------------------------------------------------------------------


def times(*factors: Any) -> Any:
    """A product of expressions, or of numbers; a factor of one is not written, and a factor of zero is all there is."""
    if ZERO in factors:
        return ZERO
    kept = [factor for factor in factors if factor is not ONE]
    if len(kept) < 2:
        return kept[0] if kept else ONE
    return Product(tuple(kept)) if isinstance(kept[0], Expression) else math.prod(kept)


def plus(terms: Sequence[Any]) -> Any:
    """A sum of expressions, or of numbers; what is zero is not written."""
    kept = [term for term in terms if term is not ZERO]
    if len(kept) < 2:
        return kept[0] if kept else ZERO
    return Sum(tuple(kept)) if isinstance(kept[0], Expression) else sum(kept)


def minus(term: Any) -> Any:
    return term if term is ZERO else -term


def _join_chain(roles: Roles, inner: Any) -> Any:
    return times(roles["slope"], inner)


def _join_several(roles: Roles, *inners: Any) -> Any:
    return plus([times(slope, inner) for slope, inner in zip(roles["slopes"], inners, strict=True)])


def _join_product(roles: Roles, *derivatives: Any) -> Any:
    factors = roles["factors"]
    if len(factors) <= FEW_FACTORS:
        return plus([times(*factors[:i], d, *factors[i + 1 :]) for i, d in enumerate(derivatives)])
    pairs = list(zip(factors, derivatives, strict=True))
    while len(pairs) > 1:
        odd = pairs[len(pairs) & ~1 :]
        couples = zip(pairs[::2], pairs[1::2], strict=False)
        pairs = [(times(f, g), plus([times(df, g), times(f, dg)])) for (f, df), (g, dg) in couples] + odd
    return pairs[0][1]


def _pull_product(roles: Roles, adjoint: Any, count: int) -> list[Any]:
    """Each factor gets the product of the others, made of what stands before it and what stands after it."""
    before, after = [ONE], [ONE]
    for factor in roles["factors"]:
        before.append(times(before[-1], factor))
    for factor in reversed(roles["factors"]):
        after.append(times(factor, after[-1]))
    return [times(adjoint, before[i], after[count - 1 - i]) for i in range(count)]


def _join_quotient(roles: Roles, top: Any, bottom: Any) -> Any:
    u, v = roles["numerator"], roles["denominator"]
    return plus([times(top, v), minus(times(u, bottom))]) / v**2


def _join_general_power(roles: Roles, base: Any, exponent: Any) -> Any:
    u, v, logarithm = roles["base"], roles["exponent"], roles["logarithm"]
    return times(roles["power"], plus([times(exponent, logarithm), times(v, base if base is ZERO else base / u)]))


# --- splits ----------------------------------------------------------------------------------------------------------


def _split_variable(target: Expression, moving: Set[Expression]) -> Split | None:
    return Split() if isinstance(target, Symbol) else None


def _split_negation(target: Expression, moving: Set[Expression]) -> Split | None:
    return Split((target.operand,)) if isinstance(target, Negation) else None


def _split_constant_multiple(target: Expression, moving: Set[Expression]) -> Split | None:
    """`9x^2`, `a x sin(x)`, `x/3`: what does not move stands in front."""
    match target:
        case Product(factors):
            still = [f for f in factors if f not in moving]
            if not still:
                return None
            part = times(*[f for f in factors if f in moving])
            return Split((part,), {"constant": times(*still), "function": part})
        case Quotient(top, bottom) if bottom not in moving:
            return Split((top,), {"constant": ONE / bottom, "function": top})
    return None


def _split_sum(target: Expression, moving: Set[Expression]) -> Split | None:
    """Terms that do not move vanish, and are not belaboured."""
    if not isinstance(target, Sum):
        return None
    parts = tuple(term for term in target.terms if term in moving)
    return Split(parts, {"constants": tuple(term for term in target.terms if term not in moving)})


def _split_product(target: Expression, moving: Set[Expression]) -> Split | None:
    return Split(target.factors, {"factors": target.factors}) if isinstance(target, Product) else None


def _split_reciprocal(target: Expression, moving: Set[Expression]) -> Split | None:
    """`c/u` and `c/u^n` with a number n: outer is c/u^n, for the student's eye sees a fraction."""
    if not isinstance(target, Quotient) or target.numerator in moving:
        return None
    constant, base, exponent = target.numerator, target.denominator, ONE
    place: tuple[int, ...] = (1,)
    match base:
        case Power(inner, Number() as degree):
            base, exponent, place = inner, degree, (1, 0)
    slope = -Quotient(times(exponent, constant), Power(base, _shifted(exponent, 1)))
    return Split((base,), {"constant": constant, "base": base, "exponent": exponent, "slope": slope}, place)


def _split_quotient(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Quotient):
        return None
    u, v = target.children
    return Split((u, v), {"numerator": u, "denominator": v})


def _split_power(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Power) or target.exponent in moving:
        return None
    base, exponent = target.children
    lowered = _shifted(exponent, -1)
    slope = times(exponent, base if lowered is ONE else Power(base, lowered))
    return Split((base,), {"base": base, "exponent": exponent, "slope": slope}, (0,))


def _split_exponential(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Power) or target.base in moving:
        return None
    base, exponent = target.children
    slope = target if base is E else times(target, Call(function_named("ln"), (base,)))
    return Split((exponent,), {"base": base, "exponent": exponent, "slope": slope}, (1,))


def _split_general_power(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Power):
        return None
    u, v = target.children
    return Split((u, v), {"base": u, "exponent": v, "power": target, "logarithm": Call(function_named("ln"), (u,))})


def _split_call(*names: str) -> Callable[[Expression, Set[Expression]], Split | None]:
    """A function of the formula sheet (only those named, if any) with one moving argument."""

    def split(target: Expression, moving: Set[Expression]) -> Split | None:
        if not isinstance(target, Call) or (names and target.function.name not in names):
            return None
        movers = [i for i, argument in enumerate(target.arguments) if argument in moving]
        if len(movers) > 1:
            return None
        roles = {"function": target.function, "slope": _slope(target, movers[0])}
        return Split((target.arguments[movers[0]],), roles, (movers[0],))

    return split


def _split_several(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, Call | UnknownCall):
        return None
    movers = [i for i, argument in enumerate(target.arguments) if argument in moving]
    slopes = tuple(_slope(target, i) for i in movers)
    return Split(tuple(target.arguments[i] for i in movers), {"slopes": slopes})


def _split_unknown(target: Expression, moving: Set[Expression]) -> Split | None:
    if not isinstance(target, UnknownCall):
        return None
    movers = [i for i, argument in enumerate(target.arguments) if argument in moving]
    if len(movers) > 1:
        return None
    return Split((target.arguments[movers[0]],), {"slope": _slope(target, movers[0])}, (movers[0],))


def _split_piecewise(target: Expression, moving: Set[Expression]) -> Split | None:
    """Every branch on its own; a branch on a single point has its slope found by a limit, not by a rule."""
    if not isinstance(target, Piecewise):
        return None
    from chainrule.calculus.piecewise import branches_to_join

    parts, choose = branches_to_join(target, moving)
    return Split(parts, {"choose": choose})


# --- small parts -----------------------------------------------------------------------------------------------------


Laid = tuple[tuple[Expression, tuple[int, ...]], ...]


@cache
def _partials(function: Function) -> tuple[Laid | None, ...]:
    """The row's partials, each read once and laid out as a list of nodes with the places of their children.

    The arguments come first in the list, so that filling them in is one loop. None where the row has no partial.
    """
    from chainrule.expression.reading import parse

    letters = ("u", "v")[: function.arity]
    partials: list[Laid | None] = []
    for text in function.derivatives:
        if not text:
            partials.append(None)
            continue
        places: dict[Node, int] = {Symbol(letter): index for index, letter in enumerate(letters)}
        rows: list[tuple[Expression, tuple[int, ...]]] = []
        for node in postorder(parse(text, names=letters), known=dict(places)):
            rows.append((cast(Expression, node), tuple(places[child] for child in node.children)))
            places[node] = len(places)
        partials.append(tuple(rows))
    return tuple(partials)


def _slope(target: Call | UnknownCall, index: int) -> Expression:
    """The partial derivative of the outer function by argument `index`, with the arguments left inside."""
    if isinstance(target, UnknownCall):
        orders = tuple(order + (i == index) for i, order in enumerate(target.orders))
        return UnknownCall(target.name, target.arguments, orders)
    partial = _partials(target.function)[index]
    if partial is None:
        which = ("first", "second")[index]
        raise ChainRuleError(
            f"the {which} argument of {target.function.name} has to be constant: there is no formula by it"
        )
    filled = list(target.arguments)
    for node, inside in partial:
        filled.append(node.with_children(tuple([filled[place] for place in inside])) if inside else node)
    return filled[-1]


def _shifted(exponent: Expression, by: int) -> Expression:
    """exponent + by, folded where the exponent is a number or a fraction of numbers, else written out."""
    match exponent:
        case Number(value) if value + by >= 0:
            return Number(value + by)
        case Number(value):
            return Negation(Number(-(value + by)))
        case Negation(Number(value)) if value >= by:
            return Negation(Number(value - by))
        case Quotient(Number(int() as p), Number(int() as q)) if q:
            return _signed_fraction(p + by * q, q)
        case Negation(Quotient(Number(int() as p), Number(int() as q))) if q:
            return _signed_fraction(by * q - p, q)
    return exponent + expression_of(by) if by > 0 else exponent - expression_of(-by)


def _signed_fraction(p: int, q: int) -> Expression:
    fraction = Quotient(Number(abs(p)), Number(q))
    return fraction if p >= 0 else Negation(fraction)


# --- the rules, in the order in which they are tried -----------------------------------------------------------------

CONSTANT = Rule("constant", "constant rule", "(c)' = 0", lambda target, moving: Split(), lambda roles: Number(0))
VARIABLE = Rule("variable", "the variable itself", "(x)' = 1", _split_variable, lambda roles: ONE)
NEGATION = Rule("negation", "minus sign", "(-f)' = -f'", _split_negation, lambda roles, d: minus(d))
CONSTANT_MULTIPLE = Rule(
    "constant-multiple", "constant multiple rule", "(c f)' = c f'", _split_constant_multiple,
    lambda roles, d: times(roles["constant"], d),
)  # fmt: skip
SUM = Rule(
    "sum", "sum rule", "(f + g)' = f' + g'", _split_sum, lambda roles, *ds: plus(ds),
    pull=lambda roles, adjoint, count: [adjoint] * count,
)  # fmt: skip
PRODUCT = Rule("product", "product rule", "(f g)' = f' g + f g'", _split_product, _join_product, _pull_product)
RECIPROCAL = Rule(
    "reciprocal", "constant over function", "(c/u^n)' = -n c/u^(n + 1) u'", _split_reciprocal, _join_chain
)
QUOTIENT = Rule("quotient", "quotient rule", "(f/g)' = (f' g - f g')/g^2", _split_quotient, _join_quotient)
POWER = Rule("power", "power rule", "(u^n)' = n u^(n - 1) u'", _split_power, _join_chain)
EXPONENTIAL = Rule("exponential", "exponential rule", "(a^u)' = a^u ln(a) u'", _split_exponential, _join_chain)
GENERAL_POWER = Rule(
    "general-power", "logarithmic differentiation", "(u^v)' = u^v (v' ln(u) + v u'/u)", _split_general_power,
    _join_general_power,
)  # fmt: skip
ROOT = Rule("root", "root rule", "(√u)' = 1/(2√u) u'", _split_call("sqrt", "cbrt", "root"), _join_chain)
EXP = Rule("exponential", "exponential rule", "(exp(u))' = exp(u) u'", _split_call("exp"), _join_chain)
LOGARITHM = Rule(
    "logarithm", "logarithm to a base", "(log_b(u))' = 1/(u ln(b)) u'", _split_call("log", "log10", "log2"), _join_chain
)
ABSOLUTE = Rule("absolute-value", "absolute value", "(|u|)' = sign(u) u'", _split_call("abs"), _join_chain)
FUNCTION = Rule("function", "formula sheet", "(f(u))' = f'(u) u'", _split_call(), _join_chain)
UNKNOWN = Rule("unknown-function", "unknown function", "(f(u))' = f'(u) u'", _split_unknown, _join_chain)
SEVERAL = Rule(
    "several-arguments",
    "chain rule for several arguments",
    "(f(u, v))' = f_u u' + f_v v'",
    _split_several,
    _join_several,
)
PIECEWISE = Rule(
    "piecewise", "branch by branch", "each branch is differentiated where it holds", _split_piecewise,
    lambda roles, *ds: roles["choose"](*ds),
)  # fmt: skip

RULES = (
    CONSTANT, VARIABLE, NEGATION, CONSTANT_MULTIPLE, SUM, PRODUCT, RECIPROCAL, QUOTIENT, POWER, EXPONENTIAL,
    GENERAL_POWER, ROOT, EXP, LOGARITHM, ABSOLUTE, FUNCTION, UNKNOWN, SEVERAL, PIECEWISE,
)  # fmt: skip

# Which rules can apply to which shape, so that a target is not shown to those that cannot.
BY_SHAPE: dict[type[Expression], tuple[Rule, ...]] = {
    Symbol: (VARIABLE,),
    Constant: (CONSTANT,),
    Number: (CONSTANT,),
    Negation: (NEGATION,),
    Sum: (SUM,),
    Product: (CONSTANT_MULTIPLE, PRODUCT),
    Quotient: (CONSTANT_MULTIPLE, RECIPROCAL, QUOTIENT),
    Power: (POWER, EXPONENTIAL, GENERAL_POWER),
    Call: (ROOT, EXP, LOGARITHM, ABSOLUTE, FUNCTION, SEVERAL),
    UnknownCall: (UNKNOWN, SEVERAL),
    Piecewise: (PIECEWISE,),
}
