"""The differentiation rules, in the order in which they are tried: each is a split and a join."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from chainrule.calculus import joins, splits
from chainrule.calculus.joins import Roles, minus, plus, times
from chainrule.calculus.splits import Split
from chainrule.expression.nodes import (
    ONE,
    ZERO,
    Call,
    Constant,
    Expression,
    Negation,
    Number,
    Piecewise,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    UnknownCall,
)

__all__ = ["BY_SHAPE", "Rule", "RULES", "taken_apart"]


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


CONSTANT = Rule("constant", "constant rule", "(c)' = 0", lambda target, moving: Split(), lambda roles: Number(0))
VARIABLE = Rule("variable", "the variable itself", "(x)' = 1", splits.of_variable, lambda roles: ONE)
NEGATION = Rule("negation", "minus sign", "(-f)' = -f'", splits.of_negation, lambda roles, d: minus(d))
CONSTANT_MULTIPLE = Rule(
    "constant-multiple", "constant multiple rule", "(c f)' = c f'", splits.of_constant_multiple,
    lambda roles, d: times(roles["constant"], d),
)  # fmt: skip
SUM = Rule(
    "sum", "sum rule", "(f + g)' = f' + g'", splits.of_sum, lambda roles, *ds: plus(ds),
    pull=lambda roles, adjoint, count: [adjoint] * count,
)  # fmt: skip
PRODUCT = Rule(
    "product", "product rule", "(f g)' = f' g + f g'", splits.of_product, joins.of_product, joins.pull_product
)
RECIPROCAL = Rule(
    "reciprocal", "constant over function", "(c/u^n)' = -n c/u^(n + 1) u'", splits.of_reciprocal, joins.of_chain
)
QUOTIENT = Rule(
    "quotient", "quotient rule", "(f/g)' = (f' g - f g')/g^2", splits.of_quotient, joins.of_quotient,
    joins.pull_quotient,
)  # fmt: skip
POWER = Rule("power", "power rule", "(u^n)' = n u^(n - 1) u'", splits.of_power, joins.of_chain)
EXPONENTIAL = Rule("exponential", "exponential rule", "(a^u)' = a^u ln(a) u'", splits.of_exponential, joins.of_chain)
GENERAL_POWER = Rule(
    "general-power", "logarithmic differentiation", "(u^v)' = u^v (v' ln(u) + v u'/u)", splits.of_general_power,
    joins.of_general_power,
)  # fmt: skip
ROOT = Rule("root", "root rule", "(√u)' = 1/(2√u) u'", splits.of_call("sqrt", "cbrt", "root"), joins.of_chain)
EXP = Rule("exponential", "exponential rule", "(exp(u))' = exp(u) u'", splits.of_call("exp"), joins.of_chain)
LOGARITHM = Rule(
    "logarithm", "logarithm to a base", "(log_b(u))' = 1/(u ln(b)) u'", splits.of_call("log", "log10", "log2"),
    joins.of_chain,
)  # fmt: skip
ABSOLUTE = Rule("absolute-value", "absolute value", "(|u|)' = sign(u) u'", splits.of_call("abs"), joins.of_chain)
FUNCTION = Rule("function", "formula sheet", "(f(u))' = f'(u) u'", splits.of_call(), joins.of_chain)
UNKNOWN = Rule("unknown-function", "unknown function", "(f(u))' = f'(u) u'", splits.of_unknown, joins.of_chain)
SEVERAL = Rule(
    "several-arguments",
    "chain rule for several arguments",
    "(f(u, v))' = f_u u' + f_v v'",
    splits.of_several,
    joins.of_several,
)
PIECEWISE = Rule(
    "piecewise", "branch by branch", "each branch is differentiated where it holds", splits.of_piecewise,
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
