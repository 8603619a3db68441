"""A computational graph as a listing: what is read, both passes as tables, the gradient, and the paths asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chainrule.calculus.graphs.graph import Graph, GraphEdge, GraphNode
from chainrule.calculus.joins import times
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.errors import ChainRuleError, LimitError
from chainrule.expression.nodes import ONE, Expression, Negation, Relation, Sum, Symbol, System
from chainrule.expression.walking import substitute
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Block, Heading, Phrase, ReadAs, Sentence, Table, Told
from chainrule.rendering.listing.figures import figure
from chainrule.rendering.listing.telling import DETAILS, NOTATIONS
from chainrule.rendering.notation.rates import Rate, rate
from chainrule.rendering.wording import comma_and, joined, said

__all__ = ["adjoint_of", "graph_blocks", "told_of_graph"]

MOST_OPERATIONS = 60  # of a partial derivative that is written out
LONGEST = 400  # of an expression that is read back
MOST_DIGITS = 24  # of a value that is read back as it was given
MOST_EDGES = 12  # of one node that are written out in the reverse pass


def told_of_graph(
    graph: Graph, *, detail: str = "full", notation: str = "leibniz", paths: Sequence[str] = (),
    tangent: str | None = None,
) -> Told:  # fmt: skip
    """A graph as every medium takes it.

    paths     names whose paths to the output are listed
    tangent   a direction such as "x = 1", for the forward mode
    """
    if detail not in DETAILS:
        raise ChainRuleError(f"detail is answer, brief or full, not {detail!r}")
    if notation not in NOTATIONS:
        raise ChainRuleError(f"notation is leibniz or lagrange, not {notation!r}")
    told = graph_blocks(graph, detail=detail, paths=paths, tangent=tangent)
    return Told(graph.output.name, _subject(graph), told, graph.limits)


def graph_blocks(
    graph: Graph, *, detail: str = "full", paths: Sequence[str] = (), tangent: str | None = None
) -> Iterator[Block]:
    """The blocks one by one, so that a medium can stop at a limit."""
    if detail != "answer":
        yield _read_as(graph)
    if detail == "full":
        if graph.forward:
            yield Heading(said(wording.FORWARD_PASS))
            yield _forward(graph)
        if len(graph.reverse) > 1:
            yield Heading(said(wording.REVERSE_PASS))
            yield Sentence(said(wording.REVERSE_RULE, output=graph.output.name))
            yield _reverse(graph)
    yield from _gradient(graph)
    for name in paths:
        yield from _paths(graph, name)
    if tangent is not None:
        yield from _tangents(graph, tangent)


def adjoint_of(graph: Graph, node: GraphNode) -> Rate:
    """∂f/∂q, the adjoint of a node; df/dq where nothing moves beside q."""
    assert isinstance(node.name, Symbol)
    others = () if node.id in graph.alone else (*graph.variables, Symbol(""))
    return rate(str(graph.output.name), [node.name], others)


def _read_as(graph: Graph) -> ReadAs | Sentence:
    """q = x + y, at …; of an input or a constant alone its name, once."""
    where = said(wording.GRAPH_SYMBOLIC) if graph.values is None else said(wording.GRAPH_AT, point=_point(graph))
    about = [where, *[(note.text,) for note in graph.reading.notes if note.code not in ("variable", "definitions")]]
    name, subject, told = graph.output.name, _subject(graph), joined(about, "; ")
    return Sentence((f"{wording.READ_AS}: ", name, ", ", *told)) if subject == name else ReadAs(name, subject, told)


def _subject(graph: Graph) -> Expression:
    """What the output is: as it was defined; in the names of its parts where written out it would be long."""
    node, name = graph.reading.node, graph.output.name
    written = dict(node.definitions) if isinstance(node, System) else {}
    whole = written.get(name, graph.output.whole) if isinstance(name, Symbol) else graph.output.whole
    return whole if weight(whole) <= LONGEST else graph.output.expression


def _point(graph: Graph) -> Phrase:
    values = graph.values or {}
    shown = [Relation("=", node.name, _given(node, values)) for node in graph.inputs]
    return comma_and(shown) or (wording.NO_INPUTS,)


def _given(node: GraphNode, values: Mapping[Symbol, Expression]) -> Expression:
    """As it was given, 1/3 or pi/4; where that is long, as a figure."""
    assert isinstance(node.name, Symbol)
    given = values[node.name]
    return given if node.value is None or len(str(given)) <= MOST_DIGITS else figure(node.value)


def _number(value: float | None) -> Phrase:
    return (wording.NOTHING,) if value is None else (figure(value),)


def _forward(graph: Graph) -> Table:
    """Each node, its formula in the names of its parts, its value."""
    head: list[Phrase] = [(wording.NODE,), (wording.FORMULA,)]
    head += [(wording.VALUE,)] if graph.values is not None else []
    rows = []
    for step in graph.forward:
        given = graph.values is not None and step.node.kind == "input"
        formula: Phrase = (wording.GIVEN if given else wording.INPUT,) if step.node.kind == "input" else (step.formula,)
        rows.append(((step.node.name,), formula, *([_number(step.value)] if graph.values is not None else [])))
    return Table(tuple(head), tuple(rows), frozenset([len(rows) - 1]))


def _reverse(graph: Graph) -> Table:
    """Each adjoint as the sum of signal times local derivative over the edges above, in letters and in numbers."""
    at = graph.values is not None
    head: list[Phrase] = [(wording.ADJOINT,), (wording.SIGNAL_TIMES_LOCAL,)]
    head += [(wording.IN_NUMBERS,), (wording.VALUE,)] if at else []
    rows: list[tuple[Phrase, ...]] = []
    for step in graph.reverse:
        shares = _shown(step.contributions)
        letters: Phrase = (_sum([_share(graph, edge) for edge in shares], step.contributions),) if shares else (ONE,)
        row: list[Phrase] = [(adjoint_of(graph, step.node),), letters]
        if at:
            row += [_numbers(shares, step.contributions), _number(step.adjoint)]
        rows.append(tuple(row))
    strong = [index for index, step in enumerate(graph.reverse) if step.node.name in graph.variables]
    return Table(tuple(head), tuple(rows), frozenset(strong))


def _shown(edges: Sequence[GraphEdge]) -> Sequence[GraphEdge]:
    return edges if len(edges) <= MOST_EDGES else edges[:MOST_EDGES]


def _sum(terms: Sequence[Expression], of: Sequence[GraphEdge]) -> Expression:
    if len(of) > len(terms):
        terms = [*terms, Symbol("…")]
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _share(graph: Graph, edge: GraphEdge) -> Expression:
    """∂f/∂q · z; of an edge to the output the local derivative alone, for the signal there is 1."""
    local = edge.local
    assert local is not None
    whole = graph.by_id(edge.whole)
    local = substitute(local, {whole.expression: whole.name})  # a(1 - a) for σ(z)(1 - σ(z))
    signal: Expression = ONE if edge.whole == graph.output.id else adjoint_of(graph, whole)
    if isinstance(local, Negation):
        return Negation(times(signal, local.operand))
    share: Expression = times(signal, local)
    return share


def _numbers(shares: Sequence[GraphEdge], of: Sequence[GraphEdge]) -> Phrase:
    """-4 · 1 + 3 · 2"""
    pairs = [(edge.signal, edge.rate) for edge in shares if edge.signal is not None and edge.rate is not None]
    written = _products(pairs)
    if len(of) > len(shares):
        written.append(("…",))
    return joined(written, wording.PLUS) if written else (ONE,)


def _gradient(graph: Graph) -> Iterator[Sentence]:
    """Every partial derivative, in the inputs and as a number."""
    if not graph.variables:
        return
    nodes = [graph.node(symbol) for symbol in graph.variables]
    try:
        partials: Sequence[Expression] = list(graph.partials.values())
    except (ChainRuleError, LimitError):
        partials = []
    for node, partial in zip(nodes, partials, strict=False):
        sides: list[Expression] = [adjoint_of(graph, node)]
        if weight(partial) <= MOST_OPERATIONS:
            sides.append(partial)
        plain = partial.operand if isinstance(partial, Negation) else partial
        if node.adjoint is not None and (len(sides) < 2 or plain.children or not plain.constant):
            sides.append(figure(node.adjoint))
        if len(sides) > 1:
            yield Sentence(joined(sides, wording.EQUALS))
        else:
            yield Sentence(said(wording.LONG_PARTIAL, rate=sides[0], count=f"{weight(partial):,}"))


def _paths(graph: Graph, name: str) -> Iterator[Sentence]:
    """Each path with its product; past the limit how many there are."""
    node, count = graph.node(name), graph.path_count(name)
    if count > graph.limits.paths:
        yield Sentence(said(wording.TOO_MANY_PATHS, count=f"{count:,}", name=node.name, output=graph.output.name,
                            limit=graph.limits.paths))  # fmt: skip
        return
    if not count:
        yield Sentence(said(wording.NO_PATH_UP, name=node.name, output=graph.output.name))
        return
    found = graph.paths(name)
    template = wording.PATH_IN_GRAPH if count == 1 else wording.PATHS_IN_GRAPH
    yield Sentence(said(template, name=node.name, output=graph.output.name, count=count))
    for path in found:
        way = joined([node.name, *[graph.by_id(edge.whole).name for edge in path.edges]], wording.ARROW)
        rates = [edge.rate for edge in path.edges if edge.rate is not None]
        numbers: list[Phrase] = []
        if path.rate is not None and rates:
            factors = [figure(value) for value in reversed(rates)]
            numbers = [_chained(factors, wording.DOT), *[(figure(path.rate),)][: len(rates) > 1]]
        yield Sentence((wording.INDENT, *way, ": ", *joined([path.product, *numbers], wording.EQUALS)))
    if count > 1 and node.adjoint is not None:
        total = [figure(path.rate) for path in found if path.rate is not None]
        rate_of_node, sum_of = adjoint_of(graph, node), _chained(total, wording.PLUS)
        yield Sentence(said(wording.PATHS_ADD, rate=rate_of_node, sum=sum_of, number=figure(node.adjoint)))


def _tangents(graph: Graph, direction: str) -> Iterator[Block]:
    """Forward mode: the tangent of every node that moves."""
    found = graph.tangents(direction)
    yield Heading(said(wording.TANGENTS))
    yield Sentence(said(wording.TANGENT_RULE))
    rows = []
    for node in graph.nodes:
        if isinstance(node.name, Symbol) and node.adjoint is not None:
            parts = [edge for edge in graph.below[node.id] if edge.rate is not None]
            tangents = [found[str(graph.by_id(edge.part).name)] for edge in parts]
            terms = _products([(e.rate or 0.0, t) for e, t in zip(parts, tangents, strict=True)][:MOST_EDGES])
            if len(parts) > len(terms):
                terms.append(("…",))
            made: Phrase = joined(terms, wording.PLUS) if terms else (wording.GIVEN,)
            rows.append(((node.name,), made, (figure(found[str(node.name)]),)))
    yield Table(((wording.NODE,), (wording.RATE_TIMES_TANGENT,), (wording.TANGENT,)), tuple(rows))


def _bracketed(part: Expression, *, first: bool = True) -> Phrase:
    """A factor or term; in brackets where a minus would follow a sign."""
    return (part,) if first or not isinstance(part, Negation) else ("(", part, ")")


def _chained(parts: Sequence[Expression], sign: str, *, first: bool = True) -> Phrase:
    """Numbers with a sign between them: -4 · (-2); not `first` where a sign stands before them."""
    return joined([_bracketed(part, first=first and index == 0) for index, part in enumerate(parts)], sign)


def _products(pairs: Sequence[tuple[float, float]]) -> list[Phrase]:
    """2 · 3, then (-1) · 4, to be joined by plus signs."""
    return [
        _chained([figure(a), figure(b)], wording.DOT, first=index == 0) for index, (a, b) in enumerate(pairs)
    ]
