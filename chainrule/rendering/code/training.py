"""The functions that a gradient program is written as: gradient, batch, epoch of gradient descent, prediction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from chainrule.expression.nodes import ONE, Expression, Node, Symbol
from chainrule.expression.plain import shortened
from chainrule.expression.walking import postorder, symbols
from chainrule.rendering.code.identifiers import Identifiers, remark
from chainrule.rendering.code.notation import Python, math_names
from chainrule.rendering.code.source import SourceFile
from chainrule.rendering.code.statements import FEW_LOCALS, Statements, laid_out

if TYPE_CHECKING:
    from chainrule.rendering.code.gradients import GradientProgram, Lowered

__all__ = ["WRITERS", "stem"]

MOST_UNPACKED = 200  # parameters that become locals; p[k] is faster than unpacking more
MOST_IN_HEAD = 12  # inputs and targets that are unpacked in the head of a loop
MOST_SUMMED = 100  # parameters whose derivatives are summed up in locals
RATE, SHARE = Symbol("learning rate"), Symbol("one over the number of rows")  # names that nobody can type
_STEM = re.compile(r"(d_)?[^\W\d_]+\d*")


def stem(name: str) -> str:
    """What the names of one block have in common: a1 of a1_1, a1_2, …"""
    found = _STEM.match(name)
    return name if found is None else found[0]


class Writing:
    """One function being written: its arguments, its parameters by name, and the statements."""

    def __init__(self, program: GradientProgram, lowered: Lowered, name: str, arguments: Sequence[str]) -> None:
        self.program, self.lowered = program, lowered
        below = list(postorder(lowered.loss, *lowered.gradient, *lowered.outputs))
        program.limits.check("nodes", len(below))
        self.identifiers = Identifiers({*math_names(below), *WRITERS, *arguments, "p"})
        self.notation = Python()
        self.statements = Statements(self.notation, self.identifiers, {}, checked=False)
        self.statements.lines += laid_out(f"def {name}", ", ".join(arguments), ":", "", "()")
        self.statements.locals = len(arguments)
        self._block = ""
        needed = set(below)
        self._called = {node: name for node, name in lowered.called.items() if node in needed}

    def _start(self) -> None:
        """Now that the arguments have their names, the definitions get theirs."""
        self.statements.called.update((node, self.identifiers.fresh(name)) for node, name in self._called.items())
        self.statements.kept = {self.lowered.loss} if self.statements.indent == 1 else set()
        self.statements.comment = self._comment

    def _comment(self, node: Expression) -> str | None:
        """The formula, above the first of a block."""
        name = self._called.get(node)
        if name is None:
            return None
        text = self.program.remarks.get(name)
        if text is None and stem(name) != self._block:
            text = self._formula(name)
        self._block = stem(name)
        return remark(text) if text else None

    def _formula(self, name: str) -> str:
        """As it is defined, with the definitions that stand inside it: a = tanh(z), z = w*x + b."""
        formulas, nodes = self.program.formulas, {called: node for node, called in self._called.items()}
        if name not in formulas:
            return f"∂{self.program.title}/∂{name.removeprefix('d_')}"
        shown, waiting = [], [name]
        while waiting:
            defined = waiting.pop()
            shown.append(f"{defined} = {shortened(formulas[defined], 90)}")
            inside = [symbol for symbol in symbols(formulas[defined]) if symbol.name in formulas]
            waiting += [symbol.name for symbol in inside if nodes.get(symbol.name) not in self.notation.named]
        return ", ".join(shown[:3])

    def unpack(self, symbols: Sequence[Symbol], source: str, most: int = MOST_UNPACKED) -> bool:
        """Names for what a sequence holds: locals if they are few, else places in it; whether they are locals."""
        statements = self.statements
        if len(symbols) <= most and statements.locals + len(symbols) <= FEW_LOCALS:
            names = self.name(symbols)
            if names:
                statements.add("", ", ".join(names) + "," * (len(names) == 1), f" = {source}")
            return True
        statements.add(f"if len({source}) != {len(symbols)}:")
        statements.add(f'    raise ValueError("{len(symbols)} numbers are wanted here")')
        self.notation.named.update((symbol, f"{source}[{place}]") for place, symbol in enumerate(symbols))
        return False

    def name(self, symbols: Iterable[Symbol]) -> list[str]:
        names: dict[Node, str] = {symbol: self.identifiers.fresh(symbol.name) for symbol in symbols}
        self.notation.named.update(names)
        self.statements.locals += len(names)
        return list(names.values())

    def loop(self) -> None:
        """The head of a loop over rows of inputs and targets; short rows are unpacked in it."""
        statements, rows = self.statements, (self.program.inputs, self.program.targets)
        few = sum(map(len, rows)) <= MOST_IN_HEAD
        if few:
            heads = [f"({', '.join(names)}{',' * (len(names) == 1)})" for names in map(self.name, rows)]
        else:
            heads = [self.identifiers.fresh("row"), self.identifiers.fresh("wanted")]
        statements.add(f"for {', '.join(heads)} in zip(inputs, targets, strict=True):")
        statements.indent += 1
        if not few:
            for symbols, head in zip(rows, heads, strict=True):
                self.unpack(symbols, head)

    def compute(self, outputs: Sequence[Expression]) -> list[str]:
        self._start()
        self.statements.compute(outputs, list(self._called))
        return [self.statements.text(output) for output in outputs]

    def parameters(self, source: str = "parameters") -> bool:
        if len(self.program.parameters) > MOST_UNPACKED:
            self.statements.add(f"p = {source}")
            return self.unpack(self.program.parameters, "p")
        return self.unpack(self.program.parameters, source)


def _gradient(program: GradientProgram, file: SourceFile) -> None:
    lowered = program.lowered(ONE)
    writing = Writing(program, lowered, "gradient", ("parameters", "inputs", "targets"))
    writing.parameters()
    writing.unpack(program.inputs, "inputs")
    writing.unpack(program.targets, "targets")
    loss, *slopes = writing.compute([lowered.loss, *lowered.gradient])
    writing.statements.add(f"return {loss}, ", ", ".join(slopes), "", "[]")
    file.add(writing.notation, writing.statements.lines)


def _batch(mean: bool) -> Callable[[GradientProgram, SourceFile], None]:
    def write(program: GradientProgram, file: SourceFile) -> None:
        lowered = program.lowered(SHARE if mean else ONE)
        name = "batch_gradient" if mean else "batch_gradient_sum"
        writing = Writing(program, lowered, name, ("parameters", "inputs", "targets"))
        statements, total, share = writing.statements, writing.identifiers.fresh("total"), "share"
        writing.parameters()
        if mean:
            share = writing.notation.named[SHARE] = writing.identifiers.fresh("share")
            statements.add(f"{share} = 1.0/len(inputs)")
        sums = _sums(writing)
        statements.add(f"{total} = 0.0")
        writing.loop()
        loss, *slopes = writing.compute([lowered.loss, *lowered.gradient])
        statements.add(f"{total} += {loss}")
        for sum_, slope in zip(sums, slopes, strict=True):
            statements.add(f"{sum_} += ", slope)
        statements.indent -= 1
        whole = f"{total}*{share}" if mean else total
        if len(sums) > MOST_SUMMED:
            statements.add(f"return {whole}, {sums[0].partition('[')[0]}")
        else:
            statements.add(f"return {whole}, ", ", ".join(sums), "", "[]")
        file.add(writing.notation, statements.lines)

    return write


def _sums(writing: Writing) -> list[str]:
    """Where the derivatives are summed up, at nought to begin with."""
    parameters, statements = writing.program.parameters, writing.statements
    if len(parameters) > MOST_SUMMED:
        whole = writing.identifiers.fresh("g")
        statements.add(f"{whole} = [0.0]*{len(parameters)}")
        return [f"{whole}[{place}]" for place in range(len(parameters))]
    sums = [writing.identifiers.fresh(f"g_{symbol.name}") for symbol in parameters]
    statements.locals += len(sums)
    for start in range(0, len(sums), 10):
        statements.add(f"{' = '.join(sums[start : start + 10])} = 0.0")
    return sums


def _epoch(program: GradientProgram, file: SourceFile) -> None:
    lowered = program.lowered(RATE)
    writing = Writing(program, lowered, "epoch", ("parameters", "inputs", "targets", "rate"))
    statements, total = writing.statements, writing.identifiers.fresh("total")
    writing.notation.named[RATE] = "rate"
    unpacked = writing.parameters("list(parameters)" if len(program.parameters) > MOST_UNPACKED else "parameters")
    statements.add(f"{total} = 0.0")
    writing.loop()
    loss, *_ = writing.compute([lowered.loss, *lowered.gradient])
    statements.add(f"{total} += {loss}")
    steps = _steps(writing)
    places = [writing.notation.named[symbol] for symbol in program.parameters]
    for place, step in zip(places, steps, strict=True):
        statements.add(f"{place} -= ", step)
    statements.indent -= 1
    if unpacked:
        statements.add(f"return {total}/len(inputs), ", ", ".join(places), "", "[]")
    else:
        statements.add(f"return {total}/len(inputs), p")
    file.add(writing.notation, statements.lines)


def _steps(writing: Writing) -> list[str]:
    """What is taken off each parameter; where that depends on one that changes before, it gets a name first."""
    statements, named, changing = writing.statements, writing.notation.named, set(writing.program.parameters)
    known: set[Node] = set(named) - changing
    steps = []
    for slope in writing.lowered.gradient:
        text = statements.text(slope)
        if slope not in named and not changing.isdisjoint(postorder(slope, known=known)):
            name = writing.identifiers.numbered("t")
            statements.add(f"{name} = ", text)
            text = name
        steps.append(text)
    return steps


def _predict(program: GradientProgram, file: SourceFile) -> None:
    lowered = program.only_outputs()
    writing = Writing(program, lowered, "predict", ("parameters", "inputs"))
    writing.parameters()
    writing.unpack(program.inputs, "inputs")
    texts = writing.compute(lowered.outputs)
    writing.statements.add("return ", ", ".join(texts), "", "[]")
    file.add(writing.notation, writing.statements.lines)


WRITERS: dict[str, Callable[[GradientProgram, SourceFile], None]] = {
    "gradient": _gradient,
    "batch_gradient": _batch(mean=True),
    "batch_gradient_sum": _batch(mean=False),
    "epoch": _epoch,
    "predict": _predict,
}
"""What can be written, by the name that it has in the file."""
