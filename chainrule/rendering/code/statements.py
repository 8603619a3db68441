"""The lines of a function: what gets a name, what stands inside, and what waits until its branch is taken.

A node that is used once is written where it is used; what is used more often, is too long, or has a name in
mathematics gets a local. Parts of a piecewise are computed only where they are asked for, as the interpreter does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Any, cast

from chainrule.errors import LimitError
from chainrule.expression.functions import Function
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import (
    Call,
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
)
from chainrule.expression.ranges import Ranges
from chainrule.expression.walking import postorder
from chainrule.expression.writing import written
from chainrule.rendering.code.identifiers import Identifiers
from chainrule.rendering.code.notation import Python, repeated

__all__ = ["FEW_LOCALS", "Statements", "laid_out"]

LONGEST = 300  # nodes written in one expression
OF_MATH = re.compile(r"math\.\w+\(\{u\}\)")
DEEPEST = 40  # brackets inside each other; CPython's own limit is 200
MOST_INDENTED = 60  # pieces inside pieces; CPython's own limit is 100
FEW_LOCALS = 250  # CPython needs longer for each beyond 255
COLUMNS = 118
FREE = Limits.unbounded()
Work = Iterator[Any]  # the work that has to be done next


class Statements:
    """Lines being written, and the names that what they compute has from then on (in `notation.named`).

    called    what nodes are called in mathematics, as identifiers; they get these names
    kept      those among them that get a local even if they are used only once
    comment   what stands above the line of a node, or None
    checked   whether a line raises OverflowError where an infinity could turn into a number again
    """

    def __init__(
        self, notation: Python, identifiers: Identifiers, called: Mapping[Expression, str], *, checked: bool
    ) -> None:
        self.notation, self.identifiers, self.called, self.checked = notation, identifiers, dict(called), checked
        self.kept: Set[Expression] = set(called)
        self.comment: Callable[[Expression], str | None] = lambda node: None
        self.locals = len(notation.named)  # how many there are before the first line
        self.lines: list[str] = []
        self.indent = 1
        self._ranges = Ranges()
        self._guarded: dict[Node, None] = {}

    def add(self, head: str, text: str = "", tail: str = "", brackets: str = "") -> None:
        """A line, of which the text in the middle may go on over several, in brackets then if not anyway."""
        self.lines += laid_out(head, text, tail, "    " * self.indent, brackets)

    def text(self, node: Node) -> str:
        """What a node is written as, once all has been computed that needs a name."""
        if type(node) is Product and node not in self.notation.named:  # most of what there is to write of a gradient
            factors = [self.notation.named.get(factor) for factor in node.factors]
            if None not in factors:
                return "*".join(cast("list[str]", factors))
        return written(node, self.notation, FREE, known=self.notation.named.get)

    def compute(self, outputs: Sequence[Expression], first: Sequence[Expression] = ()) -> None:
        """Write whatever has to stand before the outputs; `first` gives an order to what they need."""
        outcomes = [node for node in outputs if self.checked and self.may_be_infinite(node)]
        stack: list[Work] = [self._region(outputs, first, outcomes)]
        while stack:
            for inner in stack[-1]:
                stack.append(inner)
                break
            else:
                stack.pop()

    def _region(
        self, outputs: Sequence[Expression], first: Sequence[Expression] = (), wanted: Sequence[Expression] = ()
    ) -> Work:
        """Lines for what is needed whenever the outputs are; branches are regions of their own."""
        plan = Plan(outputs, first, wanted, self)
        self._guard([node for node in plan.risky if isinstance(node, Symbol) and node not in self._guarded])
        for node in plan.named:
            name = self.called.get(node) or self.identifiers.numbered("t")
            comment = self.comment(node)
            if comment is not None:
                self.add(comment)
            if node in plan.blocks:
                yield self._block(cast(Piecewise, node), name)
            else:
                self.add(f"{name} = ", self.text(node))
            self.notation.named[node] = name
            if node in plan.risky:
                self._guard([node])

    def _block(self, node: Piecewise, name: str) -> Work:
        """A piecewise whose branches need lines of their own; what they name is forgotten after them."""
        indent, known, guarded = self.indent, len(self.notation.named), len(self._guarded)
        for index, (value, conditions) in enumerate(node.branches):
            word = "if"
            if index:
                self.add("else:")
                self._step_in()
                before = len(self.lines)
                yield self._region([side for condition in conditions for side in condition.children])
                if len(self.lines) == before:
                    self.lines.pop()
                    self.indent -= 1
                    word = "elif"
            self.add(f"{word} ", " and ".join([self.text(condition) for condition in conditions]), ":")
            yield self._branch(value, name)
        self.add("else:")
        if node.otherwise is not None:
            yield self._branch(node.otherwise, name)
        else:
            self.notation.may_fail = True
            self.lines.append(f"{'    ' * (self.indent + 1)}no_value()")
        self.indent = indent
        self._forget(known, guarded)

    def _branch(self, value: Expression, name: str) -> Work:
        known, guarded = len(self.notation.named), len(self._guarded)
        self._step_in()
        yield self._region([value])
        self.add(f"{name} = ", self.text(value))
        self.indent -= 1
        self._forget(known, guarded)

    def _step_in(self) -> None:
        self.indent += 1
        if self.indent > MOST_INDENTED:
            raise LimitError("pieces inside pieces", MOST_INDENTED, "more")

    def _forget(self, known: int, guarded: int) -> None:
        while len(self.notation.named) > known:
            self.notation.named.popitem()
        while len(self._guarded) > guarded:
            self._guarded.popitem()

    def _guard(self, nodes: Sequence[Node]) -> None:
        self.refuse_infinite([self.notation.named[node] for node in nodes])
        self._guarded.update(dict.fromkeys(nodes))

    def refuse_infinite(self, names: Sequence[str]) -> None:
        """Lines that raise where one of these is infinite or not a number: only then is it not 0 less itself."""
        if names:
            self.add("if ", " or ".join([f"{name} - {name}" for name in dict.fromkeys(names)]), ":")
            self.add('    raise OverflowError("no finite number")')

    def may_be_infinite(self, node: Node) -> bool:
        if node.constant:
            return False
        span = self._ranges[node]
        return not (math.isfinite(span.low) and math.isfinite(span.high))


class Plan:
    """Which nodes of a region get a name, and how.

    named    these, children before parents
    blocks   the piecewise among them that need lines for their branches
    risky    what must not be infinite or not a number
    """

    def __init__(
        self, outputs: Sequence[Expression], first: Sequence[Expression], wanted: Sequence[Expression], made: Statements
    ) -> None:
        known = made.notation.named
        self._made = made
        self._order = list(postorder(*first, *outputs, known={**known}))
        self._uses = _uses(self._order, outputs)
        self._strict = _strict(outputs, known) if any(isinstance(node, Piecewise) for node in self._order) else None
        self.risky = dict.fromkeys(self._risky(made)) if made.checked else {}
        self._wanted = {node for node in (*self.risky, *wanted) if node not in known}
        self.named, self.blocks = self._chosen(made.kept)
        if made.locals + len(self.named) > FEW_LOCALS:
            self.named, self.blocks = self._chosen(set())

    def _chosen(self, kept: Set[Expression]) -> tuple[list[Expression], set[Node]]:
        sizes: dict[Node, int] = {}
        depths: dict[Node, int] = {}
        tangled: set[Node] = set()  # waits for its branch, and cannot stand inside an expression
        named: list[Expression] = []
        blocks: set[Node] = set()
        for node in cast("list[Expression]", self._order):
            if not node.children or node not in self._uses:
                continue
            size = 1 + sum([sizes.get(child, 1) for child in node.children])
            depth = 1 + max([depths.get(child, 0) for child in node.children])
            knotted = not tangled.isdisjoint(node.children)
            large = size > LONGEST or depth > DEEPEST
            wants = self._uses[node] > 1 or large or node in self._wanted
            if self._strict is not None and node not in self._strict:
                if wants or knotted:
                    tangled.add(node)
            elif wants or knotted or node in kept:
                named.append(node)
                size, depth = 1, 0
                if knotted:
                    blocks.add(node)
            sizes[node], depths[node] = size, depth
        return named, blocks

    def _risky(self, made: Statements) -> Iterator[Node]:
        """Where an infinity would first show of what is divided by, compared, or given to a function that hides NaN."""
        stack = list(self._judged())[::-1]
        seen: set[Node] = set()
        while stack:
            node = stack.pop()
            if node in seen or not made.may_be_infinite(node):
                continue
            seen.add(node)
            if isinstance(node, Negation) or (isinstance(node, Call) and _keeps_finite(node.function)):
                stack += reversed(node.children)
            else:
                yield node

    def _judged(self) -> Iterator[Node]:
        for node in self._order:
            match node:
                case Quotient(_, below):
                    yield below
                case Power(base, exponent) if not isinstance(exponent, Number):
                    yield base
                case Call(function, arguments) if _hides_nan(function):
                    yield from arguments
                case Piecewise(branches, _):
                    yield from [side for _, conditions in branches for c in conditions for side in c.children]


def _uses(order: Sequence[Node], outputs: Sequence[Expression]) -> dict[Node, int]:
    """How often each node is written, if none gets a name; those that are not written are left out."""
    uses: dict[Node, int] = {}
    for output in outputs:
        uses[output] = uses.get(output, 0) + 1
    for node in reversed(order):
        if node in uses:
            for part in _parts(node):
                uses[part] = uses.get(part, 0) + 1
    return uses


def _parts(node: Node) -> Iterable[Node]:
    """What is written for a node, as often as it is: a term that is taken away without its sign."""
    match node:
        case Sum(terms):
            return [term.operand if isinstance(term, Negation) else term for term in terms]
        case Call(function, arguments):
            return [a for a, twice in zip(arguments, repeated(function), strict=True) for _ in range(1 + twice)]
    return node.children


def _strict(outputs: Sequence[Expression], known: Container[Node]) -> set[Node]:
    """What is needed whichever branches are taken."""
    found: set[Node] = set()
    stack: list[Node] = list(outputs)
    while stack:
        node = stack.pop()
        if node in found or node in known:
            continue
        found.add(node)
        if isinstance(node, Piecewise):
            stack += [side for condition in node.branches[0][1] for side in condition.children]
        else:
            stack += node.children
    return found


@cache
def _hides_nan(function: Function) -> bool:
    """Whether it answers NaN with a number."""
    for place in range(function.arity):
        arguments = [1.0] * function.arity
        arguments[place] = math.nan
        try:
            value = function.evaluate(*arguments)
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        if value == value:
            return True
    return False


@cache
def _keeps_finite(function: Function) -> bool:
    """Whether a finite argument gives a finite value or an error: functions of math raise OverflowError themselves."""
    return function.name in ("min", "max", "abs", "relu") or OF_MATH.fullmatch(function.python) is not None


def laid_out(head: str, text: str, tail: str, indent: str, brackets: str) -> list[str]:
    """One line, or the text in brackets over several where that would be too long."""
    if len(indent) + len(head) + len(text) + len(tail) <= COLUMNS or not text:
        return [f"{indent}{head}{brackets[:1]}{text}{brackets[1:]}{tail}"]
    brackets = brackets or "()"
    rows, inside = [f"{indent}{head}{brackets[0]}"], f"{indent}    "
    row = ""
    for word in text.split(" "):
        if row and len(inside) + len(row) + len(word) > COLUMNS:
            rows.append(inside + row.rstrip())
            row = ""
        row += f"{word} "
    return [*rows, inside + row.rstrip(), f"{indent}{brackets[1]}{tail}"]
