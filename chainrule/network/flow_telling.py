"""Gradient flow as blocks and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chainrule.expression.evaluation import evaluate
from chainrule.network.activations import activation_named
from chainrule.network.flow import Flow, GradientFlow
from chainrule.network.recurrent import CELLS
from chainrule.rendering import wording_network as wording
from chainrule.rendering.listing.blocks import Block, Phrase, Sentence, Table, Told
from chainrule.rendering.notation.text import text
from chainrule.rendering.wording import said

__all__ = ["flow_record", "flows_record", "number", "told_of_flow", "told_of_flows"]


def number(value: float) -> str:
    """To three digits: 0.0123, 4.57e-06."""
    return f"{value:.3g}"


def told_of_flow(flow: GradientFlow, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """detail "answer" is the verdict alone, "brief" the table too, "full" what made it so and what helps."""
    net = flow.net
    return Told(net.loss, dict(net.system.definitions)[net.loss], _blocks(flow, detail), net.limits)


def _blocks(flow: GradientFlow, detail: str) -> Iterator[Block]:
    if detail != "answer":
        yield Sentence(said(wording.FLOW, title=flow.title, shape=flow.net.shape))
        yield _table(flow)
    dead = next((row.name for row in flow.rows if not row.size), None)
    times = 0.0 if dead else flow.left if flow.verdict == "exploding" else 1 / flow.left
    verdict = wording.FLOW_VERDICTS[flow.verdict]
    yield Sentence(said(verdict, times=number(times), share=number(flow.left), name=dead))
    if detail == "full" and dead:
        yield Sentence(said(wording.FLOW_REMEDIES[flow.verdict]))
    elif detail == "full":
        yield from _causes(flow)
    if flow.clipped is not None:
        kept = flow.clipped >= 1
        yield Sentence(said(wording.FLOW_NOT_CLIPPED if kept else wording.FLOW_CLIPPED, share=number(flow.clipped)))


def _kinds(flow: GradientFlow) -> list[str]:
    return [kind for kind in wording.FLOW_FACTORS if any(kind in row.factors for row in flow.rows)]


def _table(flow: GradientFlow) -> Table:
    kinds, bounded = _kinds(flow), flow.bound is not None
    head = [*wording.FLOW_HEAD, *kinds, *[wording.FLOW_BOUND] * bounded]
    rows: list[tuple[Phrase, ...]] = []
    for index, row in enumerate(flow.rows):
        cells: list[Phrase] = [(row.name,), (number(row.size),), (number(row.factor) if index else "",)]
        cells += [(number(row.factors[kind]) if kind in row.factors else "",) for kind in kinds]
        cells += [(number(row.bound) if row.bound is not None else "",)] * bounded
        rows.append(tuple(cells))
    return Table(tuple((name,) for name in head), tuple(rows))


def _causes(flow: GradientFlow) -> Iterator[Sentence]:
    products = []
    for kind in _kinds(flow):
        template = wording.FLOW_PRODUCT if kind in wording.FLOW_PLURAL else wording.FLOW_PRODUCT_OF_ONE
        products.append(template.format(kind=kind, value=number(flow.product(kind))))
    if products:
        yield Sentence(said(wording.FLOW_MADE_BY, factors="; ".join(products)))
    steep = [activation_named(name) for name in _activations(flow)]
    falling = next((row for row in steep if row.formula and evaluate(row.steepest) < 1), None)
    if falling is not None and flow.bound is not None:
        count = sum(row.bound is not None for row in flow.rows)
        yield Sentence(said(wording.FLOW_SLOPES_BOUND, activation=falling.name, steepest=falling.steepest, count=count,
                            bound=number(flow.bound)))  # fmt: skip
    if any("connection" in row.factors for row in flow.rows):
        yield Sentence(said(wording.FLOW_CONNECTION))
    if any("gate" in row.factors for row in flow.rows):
        yield Sentence(said(wording.FLOW_GATE))
    if flow.verdict == "vanishing" and any("gate" in row.factors for row in flow.rows):
        yield Sentence(said(wording.FLOW_GATE_REMEDY))
    elif wording.FLOW_REMEDIES[flow.verdict]:
        yield Sentence(said(wording.FLOW_REMEDIES[flow.verdict]))


def _activations(flow: GradientFlow) -> list[str]:
    cells = {row.name: row.gates[0].activation for row in CELLS if len(row.gates) == 1}
    names = [part.row or cells.get(part.kind, "") for part in flow.net.parts]
    return [name for name in dict.fromkeys(names) if name]


def told_of_flows(flows: Flow, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """The sizes side by side, what is left of each at the end, and the verdicts."""
    first = flows.flows[0]
    blocks: list[Block] = [Sentence(said(wording.FLOWS))]
    longest = max(len(flow.rows) for flow in flows.flows)
    head: list[Phrase] = [("",), *[(flow.title,) for flow in flows.flows]]
    rows: list[tuple[Phrase, ...]] = []
    for index in range(longest):
        sizes = [(number(flow.rows[index].size) if index < len(flow.rows) else "",) for flow in flows.flows]
        named = max(flows.flows, key=lambda flow: len(flow.rows)).rows[index].name
        rows.append(((named,), *sizes))
    rows.append(((wording.FLOWS_LEFT,), *[(number(flow.left),) for flow in flows.flows]))
    rows.append(((wording.FLOWS_VERDICT,), *[(flow.verdict,) for flow in flows.flows]))
    blocks.append(Table(tuple(head), tuple(rows), frozenset({longest, longest + 1})))
    return Told(first.net.loss, dict(first.net.system.definitions)[first.net.loss], blocks, first.limits)


def flow_record(flow: GradientFlow, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """As plain data."""
    rows = [
        {"name": text(row.name, ascii=True), "size": row.size, "factors": row.factors, "bound": row.bound}
        for row in flow.rows
    ]
    return {"version": 1, "network": flow.net.shape, "title": flow.title, "verdict": flow.verdict, "left": flow.left,
            "clipped": flow.clipped, "rows": rows}  # fmt: skip


def flows_record(flows: Flow, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    return {"version": 1, "flows": [flow_record(flow) for flow in flows.flows]}
