"""Losses compiled with their gradients: one reverse pass of the engine, written out as straight-line Python.

Every function takes the parameters as one flat sequence `p`, in the order in which they are given here; a row of
inputs and a row of targets are flat sequences too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from chainrule.calculus.engine import reverse_pass, symbols_of
from chainrule.errors import NameUnknownError
from chainrule.expression.collecting import collector_paused
from chainrule.expression.evaluation import target_of
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ZERO, Call, Expression, Node, Symbol, System
from chainrule.expression.systems import target_name
from chainrule.expression.walking import postorder
from chainrule.rendering.code.functions import (
    CompiledFunction,
    Readable,
    check_names,
    definitions_of,
    levelled,
    made,
    node_of,
    renamed,
)
from chainrule.rendering.code.lowering import slopes_by_value
from chainrule.rendering.code.source import SourceFile
from chainrule.rendering.code.stable import recognised
from chainrule.rendering.code.training import WRITERS, stem

__all__ = ["GradientProgram", "gradient_program"]

@dataclass(frozen=True)
class Lowered:
    """What is computed for a loss and its gradient, or for outputs, and what parts of them are called."""

    called: Mapping[Expression, str]
    loss: Expression = ZERO
    gradient: Sequence[Expression] = ()
    outputs: Sequence[Expression] = ()


@dataclass(frozen=True, eq=False)
class GradientProgram:
    """A loss, ready to be written as functions; made by `gradient_program`.

    Each method gives a compiled function with `.source`; `source()` gives one file with several of them.
    """

    loss: Expression
    parameters: tuple[Symbol, ...]
    inputs: tuple[Symbol, ...]
    targets: tuple[Symbol, ...]
    outputs: tuple[Expression, ...]
    definitions: Mapping[Expression, str]
    formulas: Mapping[str, Expression]
    title: str
    remarks: Mapping[str, str]
    limits: Limits = DEFAULT

    def gradient(self) -> CompiledFunction:
        """f(p, x, y) -> (loss, gradient): floats, the gradient a list in the order of the parameters."""
        return self._compiled("gradient")

    def batch_gradient(self, *, mean: bool = True) -> CompiledFunction:
        """f(p, inputs, targets) -> (loss, gradient): rows of inputs and of targets; their mean, or their sum."""
        return self._compiled("batch_gradient" if mean else "batch_gradient_sum")

    def epoch(self) -> CompiledFunction:
        """f(p, inputs, targets, rate) -> (mean loss, new parameters): gradient descent, one row after another."""
        return self._compiled("epoch")

    def predict(self) -> CompiledFunction:
        """f(p, x) -> the outputs, a list of floats."""
        return self._compiled("predict")

    def source(self, *names: str) -> str:
        """One file with these functions: gradient, batch_gradient, batch_gradient_sum, epoch, predict."""
        file = SourceFile()
        with collector_paused:
            for name in names:
                WRITERS[name](self, file)
        return file.text()

    def lowered(self, seed: Expression) -> Lowered:
        """The loss and its gradient times `seed`, which the reverse pass starts with: so it is multiplied in once."""
        steady = recognised([self.loss, *self.definitions])
        loss, called = steady[self.loss], renamed(self.definitions, steady)
        slopes = slopes_by_value([node for node in steady.values() if isinstance(node, Call)])
        adjoints = reverse_pass(loss, self.parameters, seed=seed, slopes=slopes, limits=self.limits)
        for node, name in _backwards(called):
            adjoint = adjoints.get(node, ZERO)
            if adjoint.children:
                called.setdefault(adjoint, f"d_{name}")
        gradient = [adjoints.get(parameter, ZERO) for parameter in self.parameters]
        done, names = levelled([loss, *gradient], called, self.limits)
        return Lowered(names, done[0], done[1:])

    def only_outputs(self) -> Lowered:
        """The outputs alone."""
        steady = recognised([*self.outputs, *self.definitions])
        outputs = [steady[output] for output in self.outputs]
        done, names = levelled(outputs, renamed(self.definitions, steady), self.limits)
        return Lowered(names, outputs=done)

    def _compiled(self, name: str) -> CompiledFunction:
        return cast(CompiledFunction, made(self.source(name), name))


def gradient_program(
    loss: Readable,
    parameters: Iterable[str | Symbol],
    inputs: Iterable[str | Symbol] = (),
    targets: Iterable[str | Symbol] = (),
    *,
    outputs: Sequence[Readable] = (),
    remarks: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT,
) -> GradientProgram:
    """The loss made ready to be compiled with its gradient by the parameters.

    loss         an expression, or a system of definitions whose target it is; the code bears the names defined there
    parameters   what the gradient is by, in order; likewise `inputs` and `targets`, which are held constant
    outputs      what `predict` gives, in terms of parameters and inputs (or of names that are defined)
    remarks      comments, each by the name of the definition above whose line it stands
    Raises NameUnknownError for a symbol that is none of these or is given twice, LimitError past `limits.nodes`.
    """
    by, given, wanted = (tuple(symbols_of(names)) for names in (parameters, inputs, targets))
    every = [*by, *given, *wanted]
    if len(set(every)) < len(every):
        twice = next(symbol.name for place, symbol in enumerate(every) if symbol in every[:place])
        raise NameUnknownError(f"{twice} is given twice", twice)
    with collector_paused:
        node = node_of(loss, every, limits)
        definitions = definitions_of([node])
        meanings = {name: value for value, name in definitions.items()}
        shown = [_meant(node_of(output, every, limits), meanings) for output in outputs]
        target = meanings[target_name(node).name] if isinstance(node, System) else target_of(node)
        check_names(postorder(target, *shown), every)
    formulas = {name.name: value for name, value in node.definitions} if isinstance(node, System) else {}
    title = definitions.get(target, "L")
    return GradientProgram(
        target, by, given, wanted, tuple(shown), definitions, formulas, title, remarks or {}, limits
    )


def _backwards(called: Mapping[Expression, str]) -> list[tuple[Expression, str]]:
    """The last block of definitions first: a2_1, a2_2, z2_1, z2_2, …"""
    blocks: dict[str, list[tuple[Expression, str]]] = {}
    for node, name in called.items():
        blocks.setdefault(stem(name), []).append((node, name))
    return [pair for block in reversed(blocks.values()) for pair in block]


def _meant(output: Node, meanings: Mapping[str, Expression]) -> Expression:
    target = target_of(output)
    return meanings.get(target.name, target) if isinstance(target, Symbol) else target
