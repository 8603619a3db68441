"""Expressions compiled to a Python function, whose source is a file of its own."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, cast

from chainrule.calculus.engine import symbols_of
from chainrule.errors import ChainRuleError, NameUnknownError
from chainrule.expression.collecting import collector_paused
from chainrule.expression.evaluation import target_of
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Symbol, System
from chainrule.expression.plain import shortened
from chainrule.expression.reading import Reading, parse
from chainrule.expression.systems import resolved
from chainrule.expression.walking import postorder, symbols
from chainrule.rendering.code.identifiers import Identifiers, remark
from chainrule.rendering.code.lowering import Lowering, slopes_by_value
from chainrule.rendering.code.notation import Python, math_names
from chainrule.rendering.code.rewriting import rewritten
from chainrule.rendering.code.source import SourceFile
from chainrule.rendering.code.stable import recognised, scaled
from chainrule.rendering.code.statements import Statements, laid_out

__all__ = ["CompiledFunction", "Readable", "check_names", "checked_name", "compile_function", "definitions_of",
           "levelled", "made", "node_of", "renamed"]  # fmt: skip

Readable = str | Node | Reading
MOST_FORMULAS = 8  # written above the lines


class _Manner(NamedTuple):
    name: str
    several: bool
    checked: bool
    limits: Limits


class CompiledFunction(Protocol):
    """A Python function made of expressions; `source` is its text, which needs nothing but `math`."""

    source: str
    __name__: str

    def __call__(self, *values: float) -> Any: ...


def compile_function(
    outputs: Readable | Sequence[Readable],
    arguments: str | Symbol | Iterable[str | Symbol] | None = None,
    *,
    name: str = "f",
    checked: bool = True,
    limits: Limits = DEFAULT,
) -> CompiledFunction:
    """A Python function of `arguments`, as source (`.source`) and ready to be called.

    outputs     one expression (text, an Expression, a System, of which the last definition is meant, or what `read`
                gave), and the function returns a float; or a sequence of them, and it returns a tuple of floats
    arguments   the names of what the function takes, in order; left out, all symbols in order of appearance
    name        what the function is called
    checked     False leaves out the lines that keep infinities from going on unnoticed

    What is shared is computed once. For floats it gives what `evaluate` gives, within rounding, and a value too where
    only the way there is too large for a float (1/(1 + e^-x) at -800). Where there is no value it raises ValueError,
    ZeroDivisionError or OverflowError, as `math` does.
    Raises ReadingError for text that cannot be read, NameUnknownError for a symbol that is no argument, for an unknown
    function and for a name that is given twice, LimitError past `limits.nodes`.
    """
    several = not isinstance(outputs, str | Node | Reading)
    sources = cast("Sequence[Readable]", outputs if several else [outputs])
    by = None if arguments is None else _arguments(arguments)
    with collector_paused:
        nodes = [node_of(source, by, limits) for source in sources]
        if by is None:
            by = list(dict.fromkeys(symbol for node in nodes for symbol in symbols(target_of(node))))
        source = _source(nodes, by, _Manner(checked_name(name), several, checked, limits))
    return cast(CompiledFunction, made(source, name))


def checked_name(name: str) -> str:
    if not name.isascii() or not name.isidentifier() or keyword.iskeyword(name):
        raise ChainRuleError(f"a Python function cannot be called {name!r}")
    return name


def made(source: str, name: str) -> Any:
    """The function of that name in a source of ours, which it bears as `.source`."""
    scope: dict[str, Any] = {"__name__": "chainrule.compiled"}
    exec(compile(source, f"<{name}>", "exec"), scope)
    scope[name].source = source
    return scope[name]


def renamed(called: Mapping[Expression, str], of: Mapping[Node, Expression]) -> dict[Expression, str]:
    """The names for what the nodes have become; the first of two that have become the same is kept."""
    names: dict[Expression, str] = {}
    for node, name in called.items():
        if of[node].children:
            names.setdefault(of[node], name)
    return names


def levelled(
    roots: Sequence[Expression], called: Mapping[Expression, str], limits: Limits
) -> tuple[list[Expression], dict[Expression, str]]:
    """What Python computes for the roots, recognised before, and what parts of that are called in mathematics."""
    of: dict[Node, Expression] = {node: node for node in (*roots, *called)}
    order = list(postorder(*of))
    slopes = slopes_by_value(order)
    if not slopes.keys().isdisjoint(order):
        order = _through(of, rewritten(order, lambda node, same: slopes.get(node, same)))
    even = scaled(order)
    if even:
        order = _through(of, even)
    lowered = Lowering(order, limits).of
    of = {node: lowered[value] for node, value in of.items()}
    return [of[root] for root in roots], renamed(called, of)


def _through(of: dict[Node, Expression], rewriting: Mapping[Node, Expression]) -> list[Node]:
    """What the nodes have become is rewritten once more; its nodes, children before parents."""
    of.update([(node, rewriting[value]) for node, value in of.items()])
    return list(postorder(*of.values()))


def _source(nodes: Sequence[Node], by: Sequence[Symbol], written: _Manner) -> str:
    targets = [target_of(node) for node in nodes]
    definitions = definitions_of(nodes)
    steady = recognised([*targets, *definitions])
    outputs, called = levelled([steady[target] for target in targets], renamed(definitions, steady), written.limits)
    below = list(postorder(*outputs))
    written.limits.check("nodes", len(below))
    check_names(below, by)
    notation = Python()
    identifiers = Identifiers({*math_names(below), written.name})
    notation.named.update((symbol, identifiers.fresh(symbol.name)) for symbol in by)
    signature = laid_out(f"def {written.name}", ", ".join(notation.named.values()), ":", "", "()")
    needed = set(below)
    spelt = {node: identifiers.fresh(name) for node, name in called.items() if node in needed}
    statements = Statements(notation, identifiers, spelt, checked=written.checked)
    statements.compute(outputs, list(spelt))
    _return(statements, outputs, written.several)
    formulas = [f"    {remark(shortened(target, 100))}" for target in targets[:MOST_FORMULAS]]
    if len(targets) > MOST_FORMULAS:
        formulas.append(f"    # … {len(targets):,} in all")
    file = SourceFile()
    file.add(notation, [*signature, *formulas, *statements.lines])
    return file.text()


def check_names(nodes: Iterable[Node], arguments: Iterable[Symbol]) -> None:
    """Whether whatever occurs is given."""
    given = set(arguments)
    for node in nodes:
        if isinstance(node, Symbol) and node not in given:
            raise NameUnknownError(f"{node.name} is not among the arguments", node.name)


def definitions_of(nodes: Sequence[Node]) -> dict[Expression, str]:
    """What the definitions of systems stand for, by name."""
    found: dict[Expression, str] = {}
    for node in nodes:
        if isinstance(node, System):
            for name, value in resolved(node).items():
                found.setdefault(value, cast(Symbol, name).name)
    return found


def _arguments(arguments: str | Symbol | Iterable[str | Symbol]) -> list[Symbol]:
    found = symbols_of(arguments)
    for symbol in found:
        if found.count(symbol) > 1:
            raise NameUnknownError(f"{symbol.name} is given twice", symbol.name)
    return found


def node_of(source: Readable, by: Sequence[Symbol] | None, limits: Limits) -> Node:
    if isinstance(source, Reading):
        return source.node
    if isinstance(source, str):
        return parse(source, names=[symbol.name for symbol in by or ()], limits=limits)
    if isinstance(source, Node):
        return source
    raise TypeError(f"an expression or text is wanted here, not {type(source).__name__}")


def _return(statements: Statements, outputs: Sequence[Expression], several: bool) -> None:
    texts = [statements.text(output) for output in outputs]
    if statements.checked:
        pairs = zip(outputs, texts, strict=True)
        statements.refuse_infinite([text for output, text in pairs if statements.may_be_infinite(output)])
    if several:
        statements.add("return ", ", ".join(texts) + "," * (len(texts) == 1), "", "()")
    else:
        statements.add("return ", texts[0])
