"""An explanation as blocks, which every medium writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chainrule.calculus import engine
from chainrule.calculus.comparison.equivalence import compare
from chainrule.calculus.joins import plus
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import ONE, Expression, Negation, Number, Product, Quotient, Symbol, UnknownCall
from chainrule.expression.plain import plain
from chainrule.network.activations import U, activation_named
from chainrule.network.building import Part
from chainrule.network.costs import costs_of
from chainrule.network.explaining import Equation, Explanation, letter_of, slope_of
from chainrule.network.losses import LOSSES, Loss
from chainrule.network.recurrent import CELLS
from chainrule.rendering import wording_network as wording
from chainrule.rendering.listing.blocks import Block, Heading, Line, Phrase, Sentence, Side, Table, Told
from chainrule.rendering.notation.matrices import transposed
from chainrule.rendering.notation.rates import Rate
from chainrule.rendering.wording import comma_and, joined, said

__all__ = ["explanation_record", "told_of_explanation"]

DETAILS = ("answer", "brief", "full")
LONG = 60  # operations of a loss that is still written out
FEW = 5  # terms that are


def told_of_explanation(explanation: Explanation, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """detail "answer" gives the rates by weights and biases alone, "brief" every line, "full" why as well."""
    if detail not in DETAILS:
        raise ChainRuleError(f"detail is answer, brief or full, not {detail!r}")
    net = explanation.net
    return Told(net.loss, dict(net.system.definitions)[net.loss], _Listing(explanation).blocks(detail), net.limits)


class _Listing:
    def __init__(self, explanation: Explanation) -> None:
        self.explanation, self.net, self.parts = explanation, explanation.net, list(_all(explanation.net.parts))
        self.first_reverse = len(explanation.forward) + 2
        self.many = self.net.batch > 1

    def blocks(self, detail: str) -> Iterator[Block]:
        full, explanation, net = detail == "full", self.explanation, self.net
        if detail == "answer":
            yield from self._lines([line for line in explanation.reverse if line.parameters], 1, {})
            return
        yield Sentence(said(wording.NETWORK, shape=net.shape, count=len(net.parameters), loss=net.cost.title))
        yield Heading(said(wording.FORWARD))
        if self.many and full:
            yield Sentence(said(wording.CAPITALS, count=net.batch))
        yield from self._lines(explanation.forward, 1, {})
        yield self._loss()
        yield Heading(said(wording.REVERSE_OF_BATCH if self.many else wording.REVERSE, loss=net.loss))
        if full:
            yield from self._about_the_loss()
            yield from self._slopes()
        yield from self._lines(explanation.reverse, self.first_reverse, self._uses() if full else {})
        if full:
            yield Heading(said(wording.WHY))
            yield from self._why()
            yield Heading(said(wording.COST))
            yield self._costs()

    # --- lines -------------------------------------------------------------------------------------------------------

    def _lines(self, equations: Sequence[Equation], start: int, uses: dict[Expression, list[str]]) -> Iterator[Line]:
        for number, equation in enumerate(equations, start):
            name, value = equation.name.formula, equation.value
            alone = value.shapes == f"({value.size})"
            remark = value.size if alone else wording.SHAPES.format(shapes=value.shapes, size=value.size)
            if lines := uses.get(name):
                used = wording.USED_ONCE if len(lines) == 1 else wording.USED_AGAIN
                remark += "".join([str(part) for part in said(used, lines=comma_and(lines))])
            yield Line(str(number), _label(equation), name, (Side(value.formula),), remark=(remark,))

    def _uses(self) -> dict[Expression, list[str]]:
        """The lines of the reverse pass that use each matrix which was named in it."""
        found: dict[Expression, list[str]] = {}
        for number, equation in enumerate(self.explanation.reverse, self.first_reverse):
            for used in _inside(equation.value.formula):
                if used in found:
                    found[used].append(str(number))
            if not equation.parameters:
                found[equation.name.formula] = []
        return found

    def _loss(self) -> Line:
        """L = …, or in words where that is long."""
        net, number, label = self.net, str(self.first_reverse - 1), said(wording.LOSS)
        value = dict(net.system.definitions)[net.loss]
        if net.losses > 1:
            remark = said(wording.LOSS_IN_WORDS[net.reduction], count=net.losses)
            return Line(number, label, net.loss, (Side(value),) if net.losses < FEW else (), remark=remark)
        if weight(value) > LONG:
            return Line(number, label, net.loss, remark=(net.cost.title,))
        return Line(number, label, net.loss, (Side(value),))

    # --- why ---------------------------------------------------------------------------------------------------------

    def _slopes(self) -> Iterator[Sentence]:
        """The slope of each activation that the reverse pass goes through."""
        through = self.parts[:-1] if self.net.cost.cancels else self.parts
        names = [name for part in through for name in _activations(part)]
        for name in dict.fromkeys(names):
            row = activation_named(name)
            if row.formula:
                slope = UnknownCall(letter_of(row), (U,), (1,))
                yield Sentence(said(wording.SLOPE, name=slope, slope=slope_of(row)))

    def _about_the_loss(self) -> Iterator[Sentence]:
        net, cost = self.net, self.net.cost
        a, other, y = Symbol("a_1"), Symbol("a_2"), Symbol("y_1")
        if cost.cancels and cost.probability:
            textbook = next(row for row in LOSSES if row.with_logits == cost.name)
            if _are_same(textbook, cost, net.width_out):
                yield Sentence(said(wording.SAME_AS_LOGITS, name=cost.title, textbook=textbook.title,
                                    outputs=f"a = {cost.probability}(z)"))  # fmt: skip
        elif cost.cancels and cost.classes:
            targets = plus([Symbol(f"y_{number}") for number in range(1, net.width_out + 1)])
            yield Sentence(said(
                wording.CANCELS_SOFTMAX, loss=net.loss, first=a, rate=Negation(Quotient(y, a)), own=a * (ONE - a),
                other=Negation(a * other), total=Product((a, targets)) - y,
            ))  # fmt: skip
        elif cost.cancels:
            rate = engine.differentiate(cost.formula([a], [y], lambda stem, _: Symbol(stem)), a)
            yield Sentence(said(wording.CANCELS_SIGMOID, loss=net.loss, first=a, rate=rate, slope=a * (ONE - a)))
        if net.losses > 1:
            both = self.many and net.losses > net.batch
            of, whole = wording.OF_BOTH if both else wording.OF_BATCH if self.many else wording.OF_TIME
            yield Sentence(said(wording.SHARED[net.reduction], count=net.losses, of=of, whole=whole,
                                share=Quotient(ONE, Number(net.losses))))  # fmt: skip

    def _why(self) -> Iterator[Sentence]:
        """Where the transposes come from, told by one dense layer; what is shared; what is used again."""
        dense = [part for part in self.parts if part.kind == "dense"]
        if dense:
            yield from self._transposes(max(dense[1:] or dense, key=lambda part: part.outputs.width))
        if self.many:
            yield Sentence(said(wording.BATCH_ADDS))
        if any(len(part.outputs.rows) > 1 for part in self.parts):
            yield Sentence(said(wording.TIME_ADDS))
        if any(part.kind == "residual" for part in self.parts):
            yield Sentence(said(wording.RESIDUAL))
        if any(part.kind == "batch_norm" for part in self.parts):
            yield Sentence(said(wording.NORMALISED))
        yield Sentence(said(wording.REUSED))

    def _transposes(self, part: Part) -> Iterator[Sentence]:
        weights, inputs, outputs = part.matrices["w"], part.inputs.rows[-1][0], part.outputs.rows[-1][0]
        column = min(2, len(inputs))
        value, entry = inputs[column - 1], weights[0][column - 1]
        deltas = [Symbol(f"delta{z.name[1:]}") for z in outputs if isinstance(z, Symbol)]
        yield Sentence(said(wording.WHY_OUTER, row=1, column=column, pre=outputs[0], weight=entry, value=value,
                            delta=deltas[0], loss=self.net.loss))  # fmt: skip
        if part is not self.parts[0]:
            shown = list(zip(weights, deltas, strict=True))[:FEW]
            terms = joined([row[column - 1] * delta for row, delta in shown], " + ")
            matrix = Symbol(f"W{part.index}_")
            yield Sentence(said(wording.WHY_TRANSPOSE, value=value, column=column, matrix=matrix,
                                terms=(*terms, " + …") if len(weights) > FEW else terms,
                                transposed=transposed(matrix)))  # fmt: skip

    # --- what it costs -----------------------------------------------------------------------------------------------

    def _costs(self) -> Table:
        costs = costs_of(self.explanation)
        rows = [
            (wording.COST_FORWARD, costs.forward),
            (wording.COST_REVERSE.format(count=len(self.net.parameters)), costs.forward + costs.reverse),
            (wording.COST_SEPARATE, None if costs.separately is None else costs.forward + costs.separately),
            (wording.COST_NUDGED, costs.nudging),
        ]
        told = [(what, f"{number:,}", f"{number / costs.forward:.1f}") for what, number in rows if number is not None]
        head, *lines = [tuple((cell,) for cell in row) for row in (wording.COST_HEAD, *told)]
        return Table(head, tuple(lines), frozenset({1}))


def _label(equation: Equation) -> Phrase:
    kind = equation.kind
    if kind in wording.RATES:
        return said(wording.RATES[kind])
    if kind in wording.RATES_BY:
        by = equation.name.formula
        return said(wording.RATES_BY[kind], name=by.arguments[0] if isinstance(by, Rate) else by)
    return said(wording.LAYER, number=equation.part.index if equation.part else 0)


def _are_same(textbook: Loss, cost: Loss, width: int) -> bool:
    """Whether the engine finds the two forms of a loss the same, for so many units (three stand for more)."""
    from chainrule.network.model import mlp

    units = min(width, 3)
    forms = [mlp([1, units], loss=row.name).loss_of_preactivations for row in (textbook, cost)]
    return compare(*forms).verdict in ("same", "same-where-both-defined")


def _activations(part: Part) -> list[str]:
    """The activations inside a part."""
    cell = next((row for row in CELLS if row.name == part.kind), None)
    if part.row:
        return [part.row]
    return [gate.activation for gate in cell.gates] if cell else []


def _inside(formula: Expression) -> set[Expression]:
    """The formulas in a formula; a rate is one thing."""
    found: set[Expression] = set()
    stack = [formula]
    while stack:
        node = stack.pop()
        found.add(node)
        if not isinstance(node, Rate):
            stack += node.children
    return found


def _all(parts: Sequence[Part]) -> Iterator[Part]:
    """Every part, those inside a residual connection before it."""
    for part in parts:
        yield from _all(part.inner)
        yield part


def explanation_record(explanation: Explanation, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """As plain data: the definitions, the derivative by each parameter in their names, and what it costs."""
    net, limits = explanation.net, explanation.limits
    return {
        "version": 1,
        "network": net.shape,
        "loss": net.cost.name,
        "parameters": [symbol.name for symbol in net.parameters],
        "forward": [{"name": name.name, "value": plain(value, limits)} for name, value in net.system.definitions],
        "reverse": [{"name": name.name, "value": plain(v, limits)} for name, v in explanation.definitions.items()],
        "gradient": {symbol.name: plain(explanation.gradient[symbol], limits) for symbol in net.parameters},
        "operations": costs_of(explanation)._asdict(),
    }
