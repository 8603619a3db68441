"""The shapes of an expression, exactly as it was written.

Nodes are immutable and interned: equal structure is one object, so `is` is equality, a tree is a DAG, and sharing
costs nothing. Operators build raw nodes and nothing else; tidying is a separate act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from chainrule.expression.interning import Interned

if TYPE_CHECKING:
    from chainrule.expression.functions import Function

__all__ = [
    "Call", "Constant", "E", "Expression", "Negation", "Node", "Number", "ONE", "PI", "Piecewise", "Power", "Product",
    "Quotient", "Relation", "Shape", "Sum", "Symbol", "System", "TWO", "UnknownCall", "ZERO", "expression_of",
    "is_finite_decimal",
]  # fmt: skip


class Node(metaclass=Interned):
    """What expressions, relations and systems have in common.

    children   the expressions directly inside, in the order in which they are written
    height     0 for a leaf, else one more than the highest child
    constant   True where no symbol occurs in it
    """

    __slots__ = ("__weakref__", "children", "constant", "height")
    __match_args__: ClassVar[tuple[str, ...]] = ()
    _setters: ClassVar[tuple[Callable[[Any, Any], None], ...]] = ()
    children: tuple[Expression, ...]
    height: int
    constant: bool

    if TYPE_CHECKING:  # the metaclass takes the fields; this tells the type checker

        def __init__(self, *fields: Any) -> None: ...

    @classmethod
    def _make(cls, fields: tuple[Any, ...]) -> Self:
        node: Self = object.__new__(cls)
        for put, value in zip(cls._setters, fields, strict=True):
            put(node, value)
        children = node._inside()
        _put_children(node, children)
        if children:
            _put_height(node, 1 + max([child.height for child in children]))
            _put_constant(node, False not in [child.constant for child in children])
        else:
            _put_height(node, 0)
            _put_constant(node, cls is not Symbol)
        return node

    def __init_subclass__(cls) -> None:
        cls._setters = tuple(getattr(cls, name).__set__ for name in cls.__match_args__)

    def _inside(self) -> tuple[Expression, ...]:
        return ()

    def with_children(self, children: tuple[Expression, ...]) -> Self:
        """The same shape around other children."""
        return self

    @property
    def fields(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__match_args__)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        from chainrule.expression.walking import flattened, unflattened

        return unflattened, (flattened(self),)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all symbols in it, in order of appearance."""
        from chainrule.expression.walking import symbols

        return tuple(symbol.name for symbol in symbols(self))

    @property
    def functions(self) -> tuple[str, ...]:
        """The names of all unknown functions in it, in order of appearance."""
        from chainrule.expression.walking import unknown_functions

        return unknown_functions(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from chainrule.expression.shown import bundle_of

        return bundle_of(self)

    def __str__(self) -> str:
        from chainrule.expression.plain import plain

        return plain(self)

    def __repr__(self) -> str:
        from chainrule.expression.plain import shortened

        return f"<{type(self).__name__} {shortened(self)}>"


_put_children: Callable[[Node, Any], None] = vars(Node)["children"].__set__
_put_height: Callable[[Node, Any], None] = vars(Node)["height"].__set__
_put_constant: Callable[[Node, Any], None] = vars(Node)["constant"].__set__


class Expression(Node):
    """A closed family; every match over it ends in assert_never."""

    __slots__ = ()

    def __add__(self, other: Expression | int) -> Sum:
        return Sum((self, expression_of(other)))

    def __radd__(self, other: int) -> Sum:
        return Sum((expression_of(other), self))

    def __sub__(self, other: Expression | int) -> Sum:
        return Sum((self, Negation(expression_of(other))))

    def __rsub__(self, other: int) -> Sum:
        return Sum((expression_of(other), Negation(self)))

    def __mul__(self, other: Expression | int) -> Product:
        return Product((self, expression_of(other)))

    def __rmul__(self, other: int) -> Product:
        return Product((expression_of(other), self))

    def __truediv__(self, other: Expression | int) -> Quotient:
        return Quotient(self, expression_of(other))

    def __rtruediv__(self, other: int) -> Quotient:
        return Quotient(expression_of(other), self)

    def __pow__(self, other: Expression | int) -> Power:
        return Power(self, expression_of(other))

    def __rpow__(self, other: int) -> Power:
        return Power(expression_of(other), self)

    def __neg__(self) -> Negation:
        return Negation(self)


class Number(Expression):
    """A non-negative integer, or a finite decimal held exactly."""

    __slots__ = __match_args__ = ("value",)
    typed = True
    value: int | Fraction

    @classmethod
    def check(cls, *fields: Any) -> None:
        (value,) = fields
        if type(value) not in (int, Fraction) or value < 0:
            raise TypeError(f"a Number holds a non-negative int or Fraction, not {value!r}")
        if type(value) is Fraction and (value.denominator == 1 or not is_finite_decimal(value)):
            raise TypeError(f"{value} is not written as a decimal: build an integer or a Quotient")


class Constant(Expression):
    """A number with a name: pi or e."""

    __slots__ = __match_args__ = ("name",)
    name: str


class Symbol(Expression):
    """A variable or parameter."""

    __slots__ = __match_args__ = ("name",)
    name: str


class Sum(Expression):
    """Two or more terms; a term taken away is a Negation."""

    __slots__ = __match_args__ = ("terms",)
    terms: tuple[Expression, ...]

    @classmethod
    def check(cls, *fields: Any) -> None:
        _check_several(cls, *fields)

    def _inside(self) -> tuple[Expression, ...]:
        return self.terms

    def with_children(self, children: tuple[Expression, ...]) -> Sum:
        return Sum(children)


class Product(Expression):
    """Two or more factors."""

    __slots__ = __match_args__ = ("factors",)
    factors: tuple[Expression, ...]

    @classmethod
    def check(cls, *fields: Any) -> None:
        _check_several(cls, *fields)

    def _inside(self) -> tuple[Expression, ...]:
        return self.factors

    def with_children(self, children: tuple[Expression, ...]) -> Product:
        return Product(children)


class Quotient(Expression):
    """A fraction as written, also of two numbers."""

    __slots__ = __match_args__ = ("numerator", "denominator")
    numerator: Expression
    denominator: Expression

    def _inside(self) -> tuple[Expression, ...]:
        return (self.numerator, self.denominator)

    def with_children(self, children: tuple[Expression, ...]) -> Quotient:
        return Quotient(*children)


class Power(Expression):
    """A base to an exponent."""

    __slots__ = __match_args__ = ("base", "exponent")
    base: Expression
    exponent: Expression

    def _inside(self) -> tuple[Expression, ...]:
        return (self.base, self.exponent)

    def with_children(self, children: tuple[Expression, ...]) -> Power:
        return Power(*children)


class Negation(Expression):
    """A minus in front of something; there are no negative Numbers."""

    __slots__ = __match_args__ = ("operand",)
    operand: Expression

    def _inside(self) -> tuple[Expression, ...]:
        return (self.operand,)

    def with_children(self, children: tuple[Expression, ...]) -> Negation:
        return Negation(*children)


class Call(Expression):
    """A function of the formula sheet with its arguments."""

    __slots__ = __match_args__ = ("function", "arguments")
    function: Function
    arguments: tuple[Expression, ...]

    @classmethod
    def check(cls, *fields: Any) -> None:
        function, arguments = fields
        if len(arguments) != function.arity:
            raise TypeError(f"{function.name} takes {function.arity} arguments, not {len(arguments)}")

    def _inside(self) -> tuple[Expression, ...]:
        return self.arguments

    def with_children(self, children: tuple[Expression, ...]) -> Call:
        return Call(self.function, children)


class UnknownCall(Expression):
    """An unknown function such as f(x, y), differentiated orders[i] times by its argument i."""

    __slots__ = __match_args__ = ("name", "arguments", "orders")
    name: str
    arguments: tuple[Expression, ...]
    orders: tuple[int, ...]

    @classmethod
    def check(cls, *fields: Any) -> None:
        name, arguments, orders = fields
        if not arguments or len(arguments) != len(orders):
            raise TypeError(f"{name} needs one order for each of its arguments")

    def _inside(self) -> tuple[Expression, ...]:
        return self.arguments

    def with_children(self, children: tuple[Expression, ...]) -> UnknownCall:
        return UnknownCall(self.name, children, self.orders)


class Relation(Node):
    """Two sides and a sign between them: `=`, `!=`, `<`, `<=`, `>` or `>=`."""

    __slots__ = __match_args__ = ("sign", "left", "right")
    sign: str
    left: Expression
    right: Expression

    def _inside(self) -> tuple[Expression, ...]:
        return (self.left, self.right)

    def with_children(self, children: tuple[Expression, ...]) -> Relation:
        return Relation(self.sign, *children)


class Piecewise(Expression):
    """Branches tried in order: (value, conditions that must all hold), and what holds otherwise (or nothing)."""

    __slots__ = __match_args__ = ("branches", "otherwise")
    branches: tuple[tuple[Expression, tuple[Relation, ...]], ...]
    otherwise: Expression | None

    def _inside(self) -> tuple[Expression, ...]:
        inside: list[Expression] = []
        for value, conditions in self.branches:
            inside.append(value)
            for condition in conditions:
                inside += condition.children
        return (*inside, *([self.otherwise] if self.otherwise is not None else []))

    def with_children(self, children: tuple[Expression, ...]) -> Piecewise:
        rest = iter(children)
        branches = tuple(
            (next(rest), tuple(Relation(c.sign, next(rest), next(rest)) for c in conditions))
            for _, conditions in self.branches
        )
        return Piecewise(branches, next(rest) if self.otherwise is not None else None)


class System(Node):
    """Named definitions in the order in which they were written; the last is the target unless one is named."""

    __slots__ = __match_args__ = ("definitions",)
    definitions: tuple[tuple[Symbol, Expression], ...]

    def _inside(self) -> tuple[Expression, ...]:
        return tuple(part for definition in self.definitions for part in definition)

    def with_children(self, children: tuple[Expression, ...]) -> System:
        pairs = zip(children[::2], children[1::2], strict=True)
        return System(tuple((cast(Symbol, name), value) for name, value in pairs))


Shape = (
    Number | Constant | Symbol | Sum | Product | Quotient | Power | Negation | Call | UnknownCall | Piecewise
    | Relation | System
)  # fmt: skip
"""Every shape there is, for a match that ends in assert_never."""


def expression_of(value: Expression | int) -> Expression:
    """An integer as the expression that writes it; expressions stay as they are."""
    if isinstance(value, Expression):
        return value
    if type(value) is int:
        return Number(value) if value >= 0 else Negation(Number(-value))
    raise TypeError(f"{value!r} is neither an expression nor an integer")


def _check_several(cls: type, parts: Iterable[Expression]) -> None:
    if type(parts) is not tuple or len(parts) < 2:
        raise TypeError(f"a {cls.__name__} has a tuple of two or more parts")


def is_finite_decimal(value: int | Fraction) -> bool:
    """Whether the number can be written in full as a decimal: 1/8 can, 1/3 cannot."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


ZERO, ONE, TWO = Number(0), Number(1), Number(2)
PI, E = Constant("pi"), Constant("e")
