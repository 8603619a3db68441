"""The one differentiation engine: every sub-expression is taken apart once, and joined once its parts are done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from types import MappingProxyType
from typing import NamedTuple

from chainrule.calculus.joins import plus, times
from chainrule.calculus.rules import Rule, taken_apart
from chainrule.calculus.sharing import operations, simplified
from chainrule.calculus.splits import Split
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.calculus.tidying.terms import Manner
from chainrule.calculus.tidying.tidier import Tidier
from chainrule.errors import ChainRuleError, NameUnknownError
from chainrule.expression.collecting import collector_paused
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ONE, ZERO, Expression, Piecewise, Symbol
from chainrule.expression.reading import is_name, name_of
from chainrule.expression.walking import bottom_up, postorder

__all__ = [
    "Work", "adjoints", "differentials", "differentiate", "gradient", "in_order", "in_turn", "moving_parts",
    "pulled_back", "pushed_forward", "reverse_pass", "symbol_of", "symbols_of",
]  # fmt: skip

TEXTBOOK = 8  # operations of a value whose partial derivatives are read, not computed with
WORTH = 4
MOST_TIDIED = 20_000  # operations of all partial derivatives written out, beyond which nobody reads them


class Work(NamedTuple):
    """One sub-expression differentiated: by which rule, taken apart how, and its raw derivative."""

    rule: Rule
    split: Split
    result: Expression


def symbol_of(variable: str | Symbol) -> Symbol:
    """A variable given by its name, however it is spelt (`θ` is theta, `x_1` is x1), or as itself."""
    if isinstance(variable, Symbol):
        return variable
    if not isinstance(variable, str):
        raise TypeError(f"a variable is a name or a Symbol, not {type(variable).__name__}")
    name = name_of(variable)
    if is_name(name):
        return Symbol(name)
    hint = '; give several in turn as a list, as in ["x", "y"]' if "," in variable else ""
    raise NameUnknownError(f"a variable is one name, as in x, and not {variable!r}{hint}", variable)


def symbols_of(variables: str | Symbol | Iterable[str | Symbol]) -> list[Symbol]:
    """One variable, or several in turn."""
    if isinstance(variables, str | Symbol):
        return [symbol_of(variables)]
    if not isinstance(variables, Iterable):
        raise TypeError(f"a variable is a name or a Symbol, or several of them in a list, not {variables!r}")
    return [symbol_of(variable) for variable in variables]


def moving_parts(root: Expression, variables: Iterable[Symbol]) -> set[Expression]:
    """Every sub-expression that depends on one of the variables."""
    moving: set[Expression] = set(variables)
    for node in bottom_up(root, known=frozenset(moving)):
        if not moving.isdisjoint(node.children):
            moving.add(node)  # type: ignore[arg-type]  # below an expression there are expressions only
    return moving


def differentials(target: Expression, variable: Symbol, *, limits: Limits = DEFAULT) -> dict[Expression, Work]:
    """The work done on `target` and on every part that its rules ask for; parts come before wholes."""
    moving = moving_parts(target, (variable,))
    limits.check("nodes", len(moving))
    done: dict[Expression, Work] = {}
    for node, rule, split in in_order((target,), moving):
        done[node] = Work(rule, split, rule.join(split.roles, *[done[part].result for part in split.parts]))
    return done


def in_order(
    targets: Iterable[Expression], moving: Set[Expression]
) -> list[tuple[Expression, Rule, Split]]:
    """Whatever the rules ask for to differentiate the targets, each once, taken apart, parts before wholes."""
    order: list[tuple[Expression, Rule, Split]] = []
    seen: set[Expression] = set()
    stack: list[Expression | tuple[Expression, Rule, Split]] = list(targets)
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            order.append(top)
        elif top not in seen:
            seen.add(top)
            rule, split = taken_apart(top, moving)
            stack.append((top, rule, split))
            stack += reversed(split.parts)
    return order


def differentiate(
    expression: Expression,
    variable: str | Symbol | Iterable[str | Symbol],
    order: int = 1,
    *,
    limits: Limits = DEFAULT,
) -> Expression:
    """The tidied derivative alone, for use as a library: time linear in the number of different sub-expressions.

    variable   what to differentiate by; a sequence differentiates by each in turn
    order      how often (by each)
    Raises LimitError past `limits.order` or `limits.nodes`.
    """
    manner = Manner.of(expression)
    with collector_paused:
        for step_variable in in_turn(variable, order, limits):
            raw = differentials(expression, step_variable, limits=limits)[expression].result
            expression = Tidier(manner, limits).tidy(raw)
            if expression is ZERO:
                break
    return expression


def in_turn(variable: str | Symbol | Iterable[str | Symbol], order: int, limits: Limits) -> list[Symbol]:
    """The variable of each differentiation, in turn."""
    variables = symbols_of(variable)
    if not isinstance(order, int):
        raise TypeError(f"the order of a derivative is a whole number, not {order!r}")
    if order < 0:
        raise ChainRuleError(f"the order of a derivative is 0 or more, not {order}")
    limits.check("order", order * len(variables))
    return [symbol for symbol in variables for _ in range(order)]


def gradient(
    expression: Expression, variables: str | Symbol | Iterable[str | Symbol], *, limits: Limits = DEFAULT
) -> list[Expression]:
    """All partial derivatives by one reverse pass, in the order of `variables`; what is shared is shared.

    The local derivative of a node by a part is the join of a unit vector (see `Rule.pulled`). Each partial derivative
    has the form that a textbook prints, unless all of them together would then take more operations than the reverse
    pass needs: past `TEXTBOOK` operations of the value, at most `WORTH` times as many, the value's own included.
    """
    symbols = symbols_of(variables)
    with collector_paused:
        raw = adjoints(expression, symbols, limits=limits)
        manner, least = Manner.of(expression), operations(expression)
        shared: list[Expression] = []
        if least > TEXTBOOK:
            shared = simplified(raw, postorder(expression), manner)
            weights: dict[Expression, int] = {}
            if sum([weight(partial, weights) for partial in raw]) > MOST_TIDIED:
                return shared
        tidier = Tidier(manner, limits)
        tidy = [tidier.tidy(partial) for partial in raw]
        taken = operations(expression, *tidy)
        if least <= TEXTBOOK or taken <= WORTH * least or taken <= operations(expression, *shared):
            return tidy
        return shared


def adjoints(expression: Expression, symbols: Sequence[Symbol], *, limits: Limits = DEFAULT) -> list[Expression]:
    """The reverse pass: the adjoint of each symbol as the joins made it, untidied."""
    return pulled_back([(expression, ONE)], symbols, limits=limits)


def pulled_back(
    seeds: Sequence[tuple[Expression, Expression]], symbols: Sequence[Symbol], *, limits: Limits = DEFAULT
) -> list[Expression]:
    """The reverse pass from several outputs, each with its adjoint: what arrives at each symbol, untidied."""
    found = reverse_pass(seeds, symbols, limits=limits)
    return [found.get(symbol, ZERO) for symbol in symbols]


def reverse_pass(
    seeds: Sequence[tuple[Expression, Expression]],
    symbols: Sequence[Symbol],
    *,
    slopes: Mapping[Expression, Expression] = MappingProxyType({}),
    limits: Limits = DEFAULT,
) -> dict[Expression, Expression]:
    """The adjoint of every part that moves, untidied, from outputs with their own adjoints on.

    slopes   what is to be put for the slope of an outer function, where another form of it is known
    """
    moving = {node for output, _ in seeds for node in moving_parts(output, symbols)}
    limits.check("nodes", len(moving))
    shares: dict[Expression, list[Expression]] = {}
    for output, adjoint in seeds:
        shares.setdefault(output, []).append(adjoint)
    for node, rule, split in reversed(in_order([output for output, _ in seeds], moving)):
        adjoint = _total(shares.get(node, []))
        if isinstance(node, Piecewise):  # its branches have values in different places, so it is kept whole
            for symbol in symbols:
                local = differentials(node, symbol, limits=limits)[node].result
                shares.setdefault(symbol, []).append(times(adjoint, local))
            continue
        slope = slopes.get(split.roles["slope"]) if slopes and "slope" in split.roles else None
        if slope is not None:
            split = split._replace(roles={**split.roles, "slope": slope})
        if split.parts:
            for part, share in zip(split.parts, rule.pulled(split, adjoint), strict=True):
                shares.setdefault(part, []).append(share)
        shares[node] = [adjoint]
    return {node: _total(terms) for node, terms in shares.items()}


def pushed_forward(
    outputs: Sequence[Expression], seeds: Mapping[Symbol, Expression], *, limits: Limits = DEFAULT
) -> list[Expression]:
    """The forward pass of tangents: how fast each output moves when the symbols move so, untidied."""
    moving = {node for output in outputs for node in moving_parts(output, seeds)}
    limits.check("nodes", len(moving))
    tangents: dict[Expression, Expression] = {}
    for node, rule, split in in_order(outputs, moving):
        if isinstance(node, Symbol):
            tangents[node] = seeds.get(node, ZERO)
        elif isinstance(node, Piecewise):
            locals_ = [differentials(node, symbol, limits=limits)[node].result for symbol in seeds]
            tangents[node] = plus([times(local, seed) for local, seed in zip(locals_, seeds.values(), strict=True)])
        else:
            tangents[node] = rule.join(split.roles, *[tangents[part] for part in split.parts])
    return [tangents[output] for output in outputs]


def _total(terms: list[Expression]) -> Expression:
    return terms[0] if len(terms) == 1 else plus(terms)
