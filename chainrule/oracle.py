"""SymPy as the oracle: is what we say right? The only file that imports it, and only when asked."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, assert_never

from chainrule.errors import ChainRuleError, MissingExtraError
from chainrule.expression.evaluation import Undefined, program
from chainrule.expression.functions import Function
from chainrule.expression.nodes import (
    Call,
    Constant,
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
    UnknownCall,
)  # fmt: skip
from chainrule.expression.walking import postorder

__all__ = ["agrees", "derivative_is_right", "solution_is_right", "to_sympy"]

# rows that SymPy calls otherwise; a function of SymPy and its arguments
NAMED: dict[str, Callable[..., Any]] = {
    "arcsin": lambda s, u: s.asin(u), "arccos": lambda s, u: s.acos(u), "arctan": lambda s, u: s.atan(u),
    "arcsec": lambda s, u: s.asec(u), "arccsc": lambda s, u: s.acsc(u), "arccot": lambda s, u: s.pi / 2 - s.atan(u),
    "arcsinh": lambda s, u: s.asinh(u), "arccosh": lambda s, u: s.acosh(u), "arctanh": lambda s, u: s.atanh(u),
    "arcsech": lambda s, u: s.asech(u), "arccsch": lambda s, u: s.asinh(1 / u), "arccoth": lambda s, u: s.atanh(1 / u),
    "ln": lambda s, u: s.log(u), "log10": lambda s, u: s.log(u, 10), "log2": lambda s, u: s.log(u, 2),
    "log1p": lambda s, u: s.log(1 + u), "expm1": lambda s, u: s.exp(u) - 1, "cbrt": lambda s, u: s.real_root(u, 3),
    "root": lambda s, u, v: s.real_root(u, v), "abs": lambda s, u: s.Abs(u), "sign": lambda s, u: s.sign(u),
    "step": lambda s, u: s.Heaviside(u, 0), "min": lambda s, u, v: s.Min(u, v), "max": lambda s, u, v: s.Max(u, v),
    "sigmoid": lambda s, u: 1 / (1 + s.exp(-u)), "relu": lambda s, u: s.Max(u, 0),
    "leaky_relu": lambda s, u: s.Max(u, 0) + s.Min(u, 0) / 100, "softplus": lambda s, u: s.log(1 + s.exp(u)),
    "silu": lambda s, u: u / (1 + s.exp(-u)), "gelu": lambda s, u: u * (1 + s.erf(u / s.sqrt(2))) / 2,
    "trigamma": lambda s, u: s.polygamma(1, u), "digamma": lambda s, u: s.polygamma(0, u),
}  # fmt: skip
WANTED, FEWEST = 8, 3  # points at which values are compared
KNOWN_BITS = 100
RELATIONS = {"=": "Eq", "!=": "Ne", "<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge"}


def to_sympy(expression: Node) -> Any:
    """The expression as SymPy's, over real symbols; an odd root is SymPy's real_root."""
    sympy = _sympy()
    done: dict[Node, Any] = {}
    for node in postorder(expression):
        assert isinstance(node, Expression | Relation)
        done[node] = _translated(sympy, node, done)
    return done[expression]


def agrees(expression: Expression, other: Any, where: Any = 0) -> bool | None:
    """Whether ours and SymPy's expression are equal where both, and `where`, are real; None if that stays open.

    SymPy expands their difference; if that leaves something, both are worked out at several points.
    """
    sympy = _sympy()
    try:
        ours = to_sympy(expression)
        if sympy.expand(ours - other) == 0:
            return True
        return _agree_at_points(sympy, ours, other, sympy.sympify(where), _fits(expression))
    except (ArithmeticError, AttributeError, NotImplementedError, RecursionError, TypeError, ValueError):
        return None


def derivative_is_right(target: Expression, variable: Symbol, result: Expression, order: int = 1) -> bool | None:
    """Whether SymPy finds the same derivative; None where it cannot tell."""
    sympy = _sympy()
    try:
        ours = to_sympy(target)
        theirs = sympy.diff(ours, sympy.Symbol(variable.name, real=True), order)
    except (ArithmeticError, AttributeError, NotImplementedError, RecursionError, TypeError, ValueError):
        return None
    return agrees(result, theirs, where=ours)


def solution_is_right(relation: Relation, dependent: Symbol, variable: Symbol, answer: Expression) -> bool | None:
    """Whether `answer` is minus the one partial derivative of left - right over the other; None if that stays open."""
    gap = to_sympy(relation.left - relation.right)
    by, of = to_sympy(variable), to_sympy(dependent)
    return agrees(answer, -gap.diff(by) / gap.diff(of), gap)


def _sympy() -> Any:
    try:
        import sympy
    except ImportError:
        raise MissingExtraError("SymPy", "verify") from None
    return sympy


def _translated(sympy: Any, node: Node, done: dict[Node, Any]) -> Any:
    assert isinstance(node, Expression | Relation)
    parts = [done[child] for child in node.children]
    match node:
        case Number(value):
            exact = Fraction(value)
            return sympy.Rational(exact.numerator, exact.denominator)
        case Constant(name):
            return {"pi": sympy.pi, "e": sympy.E}[name]
        case Symbol(name):
            return sympy.Symbol(name, real=True)
        case Sum():
            return sympy.Add(*parts)
        case Product():
            return sympy.Mul(*parts)
        case Quotient():
            return parts[0] / parts[1]
        case Negation():
            return -parts[0]
        case Power():
            return _power(sympy, *parts)
        case Call(function, _):
            return _called(sympy, function, parts)
        case UnknownCall(name, _, orders):
            return _unknown(sympy, name, orders, parts)
        case Relation(sign, _, _):
            return getattr(sympy, RELATIONS[sign])(*parts)
        case Piecewise():
            return _piecewise(sympy, node, done)
    assert_never(node)  # type: ignore[arg-type]


def _power(sympy: Any, base: Any, exponent: Any) -> Any:
    if isinstance(exponent, sympy.Rational) and exponent.q % 2 and exponent.q > 1:
        return sympy.real_root(base, exponent.q) ** exponent.p
    return base**exponent


def _called(sympy: Any, function: Function, parts: list[Any]) -> Any:
    if function.name in NAMED:
        return NAMED[function.name](sympy, *parts)
    return getattr(sympy, function.name)(*parts)


def _unknown(sympy: Any, name: str, orders: tuple[int, ...], parts: list[Any]) -> Any:
    dummies = [sympy.Dummy(real=True) for _ in parts]
    call = sympy.Function(name)(*dummies)
    for dummy, order in zip(dummies, orders, strict=True):
        call = sympy.diff(call, dummy, order) if order else call
    return sympy.Subs(call, dummies, parts).doit()


def _piecewise(sympy: Any, node: Piecewise, done: dict[Node, Any]) -> Any:
    pairs = []
    for value, conditions in node.branches:
        relations = [getattr(sympy, RELATIONS[c.sign])(done[c.left], done[c.right]) for c in conditions]
        pairs.append((done[value], sympy.And(*relations)))
    if node.otherwise is not None:
        pairs.append((done[node.otherwise], True))
    return sympy.Piecewise(*pairs)


def _fits(expression: Expression) -> Callable[[dict[Any, Any]], bool]:
    """Whether what is met on the way to a value fits into a float: more could keep SymPy busy for ever."""
    try:
        made = program(expression)
    except ChainRuleError:
        return lambda point: True

    def fits(point: dict[Any, Any]) -> bool:
        known = {letter.name: float(place) for letter, place in point.items()}
        (value,) = made.attempt({name: known.get(name, 1.0) for name in expression.names})
        return not (isinstance(value, Undefined) and value.too_large)

    return fits


def _agree_at_points(
    sympy: Any, ours: Any, theirs: Any, where: Any, fits: Callable[[dict[Any, Any]], bool]
) -> bool | None:
    """Whether the values agree at points where both are real, taken at fixed places in several ranges."""
    sides = (ours, theirs, where)
    letters = sorted(set().union(*[side.free_symbols for side in sides]), key=lambda letter: letter.name)
    met = 0
    for turn in range(40):
        point = {letter: _place(sympy, turn, number) for number, letter in enumerate(letters)}
        if not fits(point):
            continue
        left, right, guard = (_real(sympy, side.subs(point)) for side in sides)
        if left is None or right is None or guard is None:
            continue
        if abs(left - right) > sympy.Float(10) ** -20 * max(1, abs(left), abs(right)):
            return False
        met += 1
        if met >= WANTED or not letters:
            return True
    return True if met >= FEWEST else None


def _place(sympy: Any, turn: int, number: int) -> Any:
    low, high = ((0, 1), (-1, 1), (1, 4), (-4, 4), (2, 9))[turn % 5]
    share = sympy.Rational((turn * 37 + number * 53 + 11) % 101, 101)
    return low + (high - low) * share


def _real(sympy: Any, value: Any) -> Any:
    """The value with so many digits that two can be compared; None where it is not real, or not known so well."""
    number = sympy.N(value.doit(), 40, maxn=200)
    known = number.is_Rational or (number.is_Float and number._prec > KNOWN_BITS)
    return number if known else None
