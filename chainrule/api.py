"""The library's front door for answers alone: each function takes text or what was read before.

`read`, `parse` and `derive`, which also take both, live with the work that they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chainrule.calculus import engine
from chainrule.errors import ChainRuleError
from chainrule.expression import evaluation
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol
from chainrule.expression.reading import Reading, read
from chainrule.expression.walking import symbols

if TYPE_CHECKING:
    from chainrule.calculus.equivalence import Comparison

__all__ = ["compare", "differentiate", "evaluate", "gradient"]

Readable = str | Node | Reading


def differentiate(
    source: Readable,
    variable: str | Symbol | Iterable[str | Symbol] | None = None,
    order: int = 1,
    *,
    limits: Limits = DEFAULT,
) -> Expression:
    """The tidy derivative alone: no record is kept, and the time is linear in the number of different sub-expressions.

    source     text, an Expression, a System (its last definition is meant), or what `read` gave
    variable   by what; left out, chosen as `read` chooses it; several are taken in turn (a mixed partial derivative)
    order      how often, by each variable
    Returns one Expression, the same one as `derive(…).answer`.
    Raises ReadingError for text that cannot be read, LimitError past one of `limits`, and ChainRuleError for an
    equation, which has no derivative of its own.
    """
    by = None if variable is None else engine.symbols_of(variable)
    if by is not None:
        return engine.differentiate(_function(_node(source, by, limits)), by, order, limits=limits)
    reading = _read(source, by, limits)
    return engine.differentiate(_function(reading.node), reading.variable, order, limits=limits)


def gradient(
    source: Readable,
    variables: str | Symbol | Iterable[str | Symbol] | None = None,
    *,
    limits: Limits = DEFAULT,
) -> list[Expression]:
    """Every partial derivative by one reverse pass, whatever is shared computed once.

    source      text, an Expression, a System (its last definition is meant), or what `read` gave
    variables   names or Symbols; one that does not occur has the partial derivative 0; left out, all that occur
    Returns a list of tidy Expressions in the order of `variables`.
    Raises as `differentiate` does.
    """
    by = None if variables is None else engine.symbols_of(variables)
    target = _function(_node(source, by, limits))
    return engine.gradient(target, symbols(target) if by is None else by, limits=limits)


def evaluate(
    source: Readable,
    values: Mapping[str | Symbol, Any] | None = None,
    *,
    precision: int | None = None,
    functions: Mapping[Any, Callable[..., Any]] | None = None,
    limits: Limits = DEFAULT,
    **named: Any,
) -> Any:
    """The value at a point: `evaluate("x^2", x=3)` is 9.0.

    source      text, an Expression, a System (its last definition is meant), or what `read` gave
    values      a number for each name, in a mapping or as keywords; angles are in radians
    precision   decimal digits that have to be right; the result is then an mpmath number, else a float
    functions   what stands for an unknown function f, as a callable under "f"
    Raises DomainError where there is no real value, NameUnknownError for a name without a value or a value too many.
    """
    target = _target(_node(source, None, limits))
    return evaluation.evaluate(target, values, precision=precision, functions=functions, limits=limits, **named)


def compare(a: Readable, b: Readable, *, limits: Limits = DEFAULT) -> Comparison:
    """Whether two expressions mean the same function.

    Returns a Comparison. Its `verdict` is "same", "same-where-both-defined" (one has values at points where the other
    has none), "different" (then `witness` gives a point by name, and `values` both values there) or "undecided".
    Raises ReadingError, LimitError.
    """
    from chainrule.calculus import equivalence

    left, right = (_target(_node(side, None, limits)) for side in (a, b))
    return equivalence.compare(left, right, limits=limits)


def _node(source: Readable, variables: Sequence[Symbol] | None, limits: Limits) -> Node:
    """What is meant; of a node nothing needs to be read."""
    return source if isinstance(source, Node) else _read(source, variables, limits).node


def _read(source: Readable, variables: Sequence[Symbol] | None, limits: Limits) -> Reading:
    """The reading, where names of several letters that are asked for count as declared."""
    if isinstance(source, Reading):
        return source
    names = [symbol.name for symbol in variables or ()]
    return read(source, variable=names[0] if names else None, names=names, limits=limits)


def _function(node: Node) -> Expression:
    """What is differentiated."""
    if isinstance(node, Relation):
        raise ChainRuleError(
            "an equation has no derivative of its own: implicit(…) differentiates both sides, or take one of them"
        )
    return _target(node)


def _target(node: Node) -> Expression:
    """The expression that is meant; of a system, its last definition with the others put in."""
    if isinstance(node, Node):
        return evaluation.target_of(node)
    raise ChainRuleError(f"an expression or text is wanted here, not {type(node).__name__}")
