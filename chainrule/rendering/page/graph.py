"""A computational graph as one page: forward through the values, backward through the adjoints, each node closely, each
path, and other inputs tried at once. The script only runs rows of numbers; every word and formula is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chainrule.calculus.graphs.graph import Graph, GraphEdge, GraphNode, GraphPath
from chainrule.errors import LimitError
from chainrule.expression.nodes import Expression, Product, Symbol, System
from chainrule.rendering import wording_graph_page as wording
from chainrule.rendering.listing.blocks import NO_MARKS, Side
from chainrule.rendering.notation.text import text
from chainrule.rendering.page.graph_drawing import Letters, drawing, shown
from chainrule.rendering.page.graph_rows import GraphRows
from chainrule.rendering.page.markup import Pen, safe
from chainrule.rendering.page.shell import data_element, shell
from chainrule.rendering.pictures.formulas import fitted
from chainrule.rendering.wording import ARROW, IS_OR_ARE, READ_AS, comma_and

__all__ = ["DRAWN", "LISTED", "graph_page"]

DRAWN = 250  # nodes; of a larger graph the page has the table only
LISTED = 5_000  # nodes on a page
READ, LONG = 400, 160  # characters of an expression that is repeated whole at the top, and in the heading
MOST_TYPED = 24  # characters
PLAIN = re.compile(r"-?(\d+(\.\d+)?|pi|e)([*/](\d+|pi|e))*")  # values that the field can show as they were given


def graph_page(graph: Graph, *, title: str | None = None) -> str:
    """A whole page in one file, for a graph with or without values.

    title   of the page, any text; left out, "The computational graph of …"
    Raises LimitError for more nodes than a page can list.
    """
    if len(graph.nodes) > LISTED:
        raise LimitError("nodes on a page", LISTED, len(graph.nodes))
    page, plain = _Page(graph), title or wording.TITLE.format(target=_plain(graph))
    return shell(
        plain, page.html(), heading="" if title else page.heading(), skip=wording.SKIP, styles=("graph.css",),
        scripts=("machine.js", "graph.js"),
    )  # fmt: skip


def _plain(graph: Graph) -> str:
    """What the graph is of: f = (x + y)z, or of a system the target alone."""
    name, whole = fitted(graph.output.name), graph.output.whole
    return f"{name} = {fitted(whole)}" if graph.output.parts and not isinstance(graph.reading.node, System) else name


class _Page:
    def __init__(self, graph: Graph) -> None:
        self.graph, self.rows, self.letters = graph, GraphRows(graph), Letters(graph)
        self.pen = Pen(graph.limits)
        self.index = {node.id: position for position, node in enumerate(graph.nodes)}
        self.edges = {(edge.whole, edge.slot): position for position, edge in enumerate(graph.edges)}
        self.paths: list[tuple[str, list[int], int]] = []  # each as text, its edges, the row of its product
        self.unknown = self.letters.unknown
        self.drawn = len(graph.nodes) <= DRAWN

    def html(self) -> str:
        parts = [
            f'<article class="graph" aria-label="{safe(_plain(self.graph))}">',
            self._read(), self._inputs(), self._controls(), self._picture(),
            f'<div class="pair">{self._table()}{self._details()}</div>', self._paths(),
            f'<p class="keys">{safe(wording.KEYS)}</p>',
        ]  # fmt: skip
        return "".join([*parts, data_element(self._data()), "</article>"])  # the paths have added rows

    def heading(self) -> str:
        output = self.graph.output
        if isinstance(self.graph.reading.node, System) or not output.parts:
            formula = self.pen.math(output.name, NO_MARKS)
        elif len(fitted(output.whole, LONG)) == LONG:
            formula = safe(_plain(self.graph))
        else:
            formula = self.pen.equation(output.name, [Side(output.whole)], NO_MARKS)
        return safe(wording.TITLE).format(target=formula)

    # --- the top -----------------------------------------------------------------------------------------------------

    def _read(self) -> str:
        """The definitions of a system; an expression stands in the heading."""
        node = self.graph.reading.node
        if not isinstance(node, System) or len(node.definitions) > DRAWN:
            return ""
        if any(len(fitted(meaning, READ)) == READ for _, meaning in node.definitions):
            return ""
        pairs = [self.pen.equation(name, [Side(meaning)], NO_MARKS) for name, meaning in node.definitions]
        equations = [f'<span class="equation">{pair}</span>' for pair in pairs]
        return f'<p class="read">{safe(READ_AS)}: {", ".join(equations)}</p>'

    def _inputs(self) -> str:
        graph = self.graph
        if self.unknown:
            names = "".join(map(str, comma_and(self.unknown)))
            told = wording.UNKNOWN.format(names=names, is_or_are=IS_OR_ARE[len(self.unknown) > 1])
            return f'<p class="sentence">{safe(told)}</p>'
        if not graph.inputs:
            return ""
        fields = "".join([self._field(node, position) for position, node in enumerate(graph.inputs)])
        return (
            f'<section class="inputs" aria-labelledby="inputs"><h2 id="inputs">{safe(wording.INPUTS)}</h2>'
            f'<p class="sentence">{safe(wording.INPUTS_HOW)}</p><div class="fields">{fields}</div></section>'
        )

    def _field(self, node: GraphNode, position: int) -> str:
        name = fitted(node.name)
        held = "" if node.whole in self.graph.variables else f' <span class="held">{safe(wording.HELD)}</span>'
        return (
            f'<p class="field"><label for="input-{position}">{safe(wording.INPUT.format(name=name))}</label>'
            f'<input id="input-{position}" type="text" inputmode="text" autocomplete="off" spellcheck="false" size="9" '
            f'value="{self._given(node)}" aria-describedby="said-{position}">{held}'
            f'<span class="said" id="said-{position}" role="alert"></span></p>'
        )

    def _given(self, node: GraphNode) -> str:
        """A value as the field shows it and the script can read it."""
        if self.graph.values is None or not isinstance(node.whole, Symbol):
            return ""
        exact = re.sub(r"-\(([^()]*)\)", r"-\1", str(self.graph.values[node.whole]))
        return exact if PLAIN.fullmatch(exact) and len(exact) < MOST_TYPED else repr(node.value)

    def _controls(self) -> str:
        buttons = "".join([
            f'<button type="button" data-go="{go}">{safe(words)}</button>' for go, words in wording.BUTTONS.items()
        ])  # fmt: skip
        count = wording.COUNT.format(step=0, count=len(self._forward()) + len(self.graph.reverse))
        return (
            f'<div class="bar steps" role="group" aria-label="{safe(wording.STEPS)}">{buttons}'
            f'<span class="count">{safe(count)}</span></div>'
            f'<p class="now" aria-live="polite">{safe(wording.HOW)}</p>'
        )

    # --- the drawing and single nodes --------------------------------------------------------------------------------

    def _picture(self) -> str:
        if not self.drawn:
            told = wording.TOO_LARGE.format(count=f"{len(self.graph.nodes):,}", most=DRAWN)
            return f'<p class="sentence">{safe(told)}</p>'
        zoom = "".join([
            f'<button type="button" data-zoom="{way}">{safe(words)}</button>' for way, words in wording.ZOOM.items()
        ])  # fmt: skip
        legend = (
            f'<p class="legend"><span class="value">{safe(wording.LEGEND_VALUE)}</span>'
            f'<span class="adjoint">{safe(wording.LEGEND_ADJOINT)}</span><span>{safe(wording.LEGEND_LOCAL)}</span></p>'
        )
        return (
            f"{drawing(self.graph, self.rows, self.pen, self.letters)}"
            f'<div class="bar zoom" role="group" aria-label="{safe(wording.ZOOMING)}">{zoom}{legend}</div>'
        )

    def _details(self) -> str:
        if not self.drawn:
            return ""
        details = "".join([self._detail(node) for node in self.graph.nodes])
        return (
            f'<section class="closely" aria-labelledby="closely"><h2 id="closely">{safe(wording.CLOSELY)}</h2>'
            f'<p class="sentence none">{safe(wording.CLOSELY_HOW)}</p>{details}</section>'
        )

    def _detail(self, node: GraphNode) -> str:
        """Value, incoming signal, and for each part the local derivative and the product of the two."""
        pen, said = self.pen, []
        if node.kind != "constant" and not self.unknown:
            said.append(f'<p>{safe(wording.VALUE)} {self._slot(self.rows.value[node.id], node.value, "value why")}</p>')
        total = self.letters.total(node)
        if node.id in self.rows.adjoint and total is not None:
            adjoint = self._equals(self.rows.adjoint[node.id], node.adjoint)
            said.append(f"<p>{safe(wording.SIGNAL)} {pen.math(total, NO_MARKS)} {adjoint}</p>")
            above, below = self.graph.above[node.id], self.graph.below[node.id]
            if len(above) > 1:
                said.append(self._products(above, wording.COLLECTED, wording.COLLECTED_COLUMNS))
            if below:
                said.append(self._products(below, wording.PASSED_ON, wording.PASSED_COLUMNS))
        else:
            told = wording.CONSTANT if node.kind == "constant" else wording.NO_SIGNAL
            said.append(f'<p class="sentence">{safe(told)}</p>')
        heading = self.letters.equation(node, pen)
        return f'<div class="detail" id="{node.id}"><h3>{heading}</h3>{"".join(said)}</div>'

    def _products(self, edges: Iterable[GraphEdge], caption: str, columns: Sequence[str]) -> str:
        """A row for each edge: signal times local derivative; named after its part, or in COLLECTED after its whole."""
        shown_columns = columns[::2][:2] if self.unknown else columns  # without numbers the formula alone
        head = "".join([f'<th scope="col">{safe(column)}</th>' for column in shown_columns])
        body = []
        for edge in edges:
            name = self.graph.by_id(edge.whole if caption is wording.COLLECTED else edge.part).name
            slot, local, derivative = (edge.whole, edge.slot), edge.local, self.letters.local(edge)
            assert local is not None
            formula = self.pen.equation(derivative, [Side(local)], NO_MARKS)
            signal = self.rows.adjoint.get(edge.whole)
            cells = [formula] if self.unknown else [
                "" if signal is None else self._slot(signal, edge.signal, "adjoint"),
                formula,
                self._slot(self.rows.local[slot], edge.rate, "value"),
                self._slot(self.rows.share[slot], edge.contribution, "adjoint"),
            ]
            said = "".join([f"<td>{cell}</td>" for cell in cells])
            body.append(f'<tr><th scope="row">{self.pen.math(name, NO_MARKS)}</th>{said}</tr>')
        return (
            f'<div class="wide"><table><caption>{safe(caption)}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(body)}</tbody></table></div>"
        )

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self) -> str:
        columns = wording.TABLE_COLUMNS[:: 2 if self.unknown else 1]  # without numbers there are no values
        head = "".join([f'<th scope="col">{safe(column)}</th>' for column in columns])
        body = "".join([self._table_row(node) for node in self.graph.nodes if node.kind != "constant"])
        return (
            f'<section aria-labelledby="table"><h2 id="table">{safe(wording.TABLE)}</h2><div class="wide">'
            f'<table class="passes"><caption>{safe(wording.TABLE_HOW)}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div></section>"
        )

    def _table_row(self, node: GraphNode) -> str:
        name = self.letters.equation(node, self.pen)
        total, row = self.letters.total(node), self.rows.adjoint.get(node.id)
        adjoint = ""
        if total is not None and row is not None:
            adjoint = f"{self.pen.math(total, NO_MARKS)} {self._equals(row, node.adjoint)}"
        if self.drawn:
            name = (
                f'<button type="button" class="open" data-open="{self.index[node.id]}" aria-expanded="false" '
                f'aria-controls="{node.id}">{name}</button>'
            )
        value = self._slot(self.rows.value[node.id], node.value, "value why")
        cells = "".join([f"<td>{cell}</td>" for cell in ([] if self.unknown else [value]) + [adjoint]])
        return f'<tr data-node="{self.index[node.id]}"><th scope="row">{name}</th>{cells}</tr>'

    def _equals(self, row: int, value: float | None) -> str:
        """= −4, where there are numbers."""
        return "" if self.unknown else f'<span class="adjoint">= {self._slot(row, value)}</span>'

    def _slot(self, row: int, value: float | None, kind: str = "") -> str:
        """A place for the number of a row; of kind "why" it also says why there is none."""
        if self.unknown:
            return ""
        named = f' class="{kind}"' if kind else ""
        return f'<span{named} data-row="{row}">{shown(value)}</span>'

    # --- paths -------------------------------------------------------------------------------------------------------

    def _paths(self) -> str:
        moving = [node for node in self.graph.inputs if node.whole in self.graph.variables and node.parts == ()]
        groups = "".join([self._paths_from(node) for node in moving if node is not self.graph.output])
        if not groups:
            return ""
        return (
            f'<section class="paths" aria-labelledby="paths"><h2 id="paths">{safe(wording.PATHS)}</h2>'
            f'<p class="sentence">{safe(wording.PATHS_HOW)}</p>{groups}</section>'
        )

    def _paths_from(self, node: GraphNode) -> str:
        graph, pen = self.graph, self.pen
        count, total = graph.path_count(node.name), self.letters.total(node)  # type: ignore[arg-type]  # a Symbol
        names = {"name": fitted(node.name), "output": fitted(graph.output.name)}
        heading = "" if total is None else pen.math(total, NO_MARKS)
        if not count:
            return f"<h3>{heading}</h3><p>{safe(wording.NO_PATH.format(**names))}</p>"
        if count > graph.limits.paths:
            return f"<h3>{heading}</h3><p>{safe(wording.MANY_PATHS.format(count=f'{count:,}', **names))}</p>"
        found = graph.paths(node.name)  # type: ignore[arg-type]
        items = "".join([f"<li>{self._path(path, total)}</li>" for path in found])
        row = self.rows.adjoint[node.id]
        together = f"<p>{safe(wording.ALL_PATHS)} {heading} {self._equals(row, node.adjoint)}</p>"
        return f"<h3>{heading}</h3><ul>{items}</ul>{together if len(found) > 1 else ''}"

    def _path(self, path: GraphPath, total: Expression | None) -> str:
        """A button x → q → f, and ∂f/∂q · ∂q/∂x = z · 1 = −4."""
        graph, factors = self.graph, [self.letters.local(edge) or edge.local for edge in reversed(path.edges)]
        stops = [graph.by_id(path.edges[0].part), *[graph.by_id(edge.whole) for edge in path.edges]]
        told = ARROW.join([text(stop.name) for stop in stops])
        row = self.rows.product(path.edges)
        self.paths.append((told, [self.edges[edge.whole, edge.slot] for edge in path.edges], row))
        known = tuple([factor for factor in factors if factor is not None])
        chain = Product(known) if len(known) > 1 else known[0]
        sides = [Side(side, frozenset((side,))) for side in dict.fromkeys((chain, path.product))]
        formula = self.pen.equation(None, sides, NO_MARKS)
        return (
            f'<button type="button" class="path" aria-pressed="false" data-path="{len(self.paths) - 1}" '
            f'aria-label="{safe(wording.PATH.format(path=told))}">{safe(told)}</button> '
            f'<span class="formula">{formula} {self._equals(row, path.rate)}</span>'
        )

    # --- data for the script -----------------------------------------------------------------------------------------

    def _forward(self) -> list[int]:
        return [self.index[node.id] for node in self.graph.nodes if node.parts]

    def _data(self) -> Mapping[str, Any]:
        """Rows, and who is who by their places in the lists: nodes as [name, equation, rate, row of value, of adjoint],
        edges as [part, whole, formula, rate, row of local, of share], paths as [name, edges, row]; -1 is no row.
        """
        graph, rows = self.graph, self.rows
        return {
            "rows": rows.machine.rows,
            "functions": rows.machine.functions,
            "nodes": [self._node_data(node) for node in graph.nodes],
            "edges": [list(self._edge_data(edge)) for edge in graph.edges],
            "inputs": [self.index[node.id] for node in graph.inputs],
            "output": self.index[graph.output.id],
            "forward": self._forward(),
            "reverse": [self.index[step.node.id] for step in graph.reverse],
            "variables": [self.index[node.id] for node in graph.inputs if node.id in rows.adjoint],
            "paths": self.paths,
            "words": wording.SCRIPT,
        }

    def _node_data(self, node: GraphNode) -> list[Any]:
        total = self.letters.total(node)
        return [
            fitted(node.name), self.letters.told(node), "" if total is None else text(total),
            self.rows.value[node.id], self.rows.adjoint.get(node.id, -1),
        ]  # fmt: skip

    def _edge_data(self, edge: GraphEdge) -> Iterator[Any]:
        slot = (edge.whole, edge.slot)
        yield self.index[edge.part]
        yield self.index[edge.whole]
        local, derivative = edge.local, self.letters.local(edge)
        yield "" if local is None else fitted(local)
        yield "" if local is None else fitted(local) if derivative is None else text(derivative)
        yield self.rows.local.get(slot, -1)
        yield self.rows.share.get(slot, -1)
