"""The library's front door for answers alone: each function takes text or what was read before.

`read`, `parse` and `derive`, which also take both, live with the work that they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chainrule.calculus import engine
from chainrule.errors import ChainRuleError, NameUnknownError
from chainrule.expression import evaluation
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol, System
from chainrule.expression.points import point_of
from chainrule.expression.reading import Reading, read
from chainrule.expression.systems import resolved
from chainrule.expression.walking import symbols

if TYPE_CHECKING:
    from chainrule.calculus.comparison.equivalence import Comparison

__all__ = ["compare", "differentiate", "evaluate", "gradient", "hessian", "jacobian", "jvp", "vjp"]

Readable = str | Node | Reading
Outputs = Readable | Sequence[Readable]
Values = str | Mapping[Any, Any] | None


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
    from chainrule.calculus.comparison import equivalence

    left, right = (_target(_node(side, None, limits)) for side in (a, b))
    return equivalence.compare(left, right, limits=limits)


def jacobian(
    outputs: Outputs,
    variables: str | Symbol | Iterable[str | Symbol] | None = None,
    values: Values = None,
    *,
    limits: Limits = DEFAULT,
) -> list[list[Any]]:
    """Every partial derivative of several outputs: a row for each output, a column for each variable.

    outputs     text, Expressions or readings, one or several; of a system, the definitions that no other uses
    variables   names or Symbols; left out, all that occur
    values      a value for each name, as text or in a mapping: then the entries are floats, else tidy Expressions
    Raises as `differentiate` does; NameUnknownError for a value that is missing or too many; DomainError where a value
    does not exist.
    """
    from chainrule.calculus import jacobians

    targets, by = _outputs(outputs, variables, limits)
    rows = jacobians.jacobian(targets, by, limits=limits)
    found = iter(_at([entry for row in rows for entry in row], targets, values))
    return [[next(found) for _ in row] for row in rows]


def hessian(
    source: Readable,
    variables: str | Symbol | Iterable[str | Symbol] | None = None,
    values: Values = None,
    *,
    limits: Limits = DEFAULT,
) -> list[list[Any]]:
    """Every second partial derivative: row by row, by the first variable and then by each. See `jacobian`."""
    from chainrule.calculus import jacobians

    targets, by = _outputs(source, variables, limits)
    if len(targets) > 1:
        raise ChainRuleError("a Hessian is that of one output: choose one of the definitions")
    rows = jacobians.hessian(targets[0], by, limits=limits)
    found = iter(_at([entry for row in rows for entry in row], targets, values))
    return [[next(found) for _ in row] for row in rows]


def jvp(
    outputs: Outputs, direction: Mapping[Any, Any] | str, values: Values = None, *, limits: Limits = DEFAULT
) -> list[Any]:
    """Forward mode: the Jacobian times a vector, without the matrix.

    direction   how fast each variable moves: numbers, text such as "2" or an Expression, by name
    Returns how fast each output moves, as Expressions, or as floats where there are `values`. See `jacobian`.
    """
    from chainrule.calculus import jacobians

    moves = _direction(direction)
    targets, _ = _outputs(outputs, list(moves), limits)
    found = jacobians.jvp(targets, moves, limits=limits)
    return _at(found, [*targets, *moves.values()], values)


def vjp(
    outputs: Outputs,
    weights: Sequence[Any],
    variables: str | Symbol | Iterable[str | Symbol] | None = None,
    values: Values = None,
    *,
    limits: Limits = DEFAULT,
) -> list[Any]:
    """Reverse mode: a vector times the Jacobian, without the matrix.

    weights   one for each output: numbers, text, or Expressions
    Returns one entry for each variable, as Expressions, or as floats where there are `values`. See `jacobian`.
    """
    from chainrule.calculus import jacobians

    targets, by = _outputs(outputs, variables, limits)
    seeds = [_amount(weight) for weight in weights]
    if len(seeds) != len(targets):
        raise ChainRuleError(f"each output takes a weight: there are {len(targets)} outputs and {len(seeds)} weights")
    found = jacobians.vjp(targets, seeds, by, limits=limits)
    return _at(found, [*targets, *seeds], values)


def _outputs(
    outputs: Outputs, variables: str | Symbol | Iterable[str | Symbol] | None, limits: Limits
) -> tuple[list[Expression], list[Symbol]]:
    """What is differentiated, and by what."""
    by = None if variables is None else engine.symbols_of(variables)
    several = [outputs] if isinstance(outputs, str | Node | Reading) else list(outputs)
    targets = [target for one in several for target in _targets(_node(one, by, limits))]
    if not targets:
        raise ChainRuleError("an output is missing: give at least one expression")
    return targets, list(dict.fromkeys(s for t in targets for s in symbols(t))) if by is None else by


def _targets(node: Node) -> list[Expression]:
    """The expression, or of a system the definitions that no other uses, the others put in."""
    if not isinstance(node, System):
        return [_target(node)]
    used = {symbol for _, value in node.definitions for symbol in symbols(value)}
    meanings = resolved(node)
    return [meanings[name] for name, _ in node.definitions if name not in used] or [_target(node)]


def _direction(direction: Mapping[Any, Any] | str) -> dict[Symbol, Expression]:
    if isinstance(direction, str):
        return point_of(direction)
    return {engine.symbol_of(name): _amount(amount) for name, amount in direction.items()}


def _amount(amount: Any) -> Expression:
    """A number, text, or an expression, as an Expression."""
    if isinstance(amount, str | Node | Reading):
        return _target(_node(amount, None, DEFAULT))
    return point_of({"x": amount})[Symbol("x")]


def _at(found: list[Expression], of: Sequence[Expression], values: Values) -> list[Any]:
    """The entries as they are, or at a point as floats; every name of what they come from needs a value there."""
    if values is None:
        return found
    from chainrule.calculus.graphs.passes import numbers_at

    point, names = point_of(values), dict.fromkeys(symbol for one in of for symbol in symbols(one))
    unknown = next((symbol.name for symbol in point if symbol not in names), None)
    if unknown is not None:
        raise NameUnknownError(f"there is no {unknown} here", unknown)
    missing = [symbol.name for symbol in names if symbol not in point]
    if missing:
        raise NameUnknownError(f"a value is missing: give {', '.join(f'{name} = …' for name in missing)}", missing[0])
    numbers_at(of, point)  # a derivative is none where the function has no value
    return numbers_at(found, point)


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
