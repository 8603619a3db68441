"""Losses: a row each. Adding one is adding a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chainrule.calculus.joins import plus
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import ONE, TWO, Call, Expression, Negation, Number, Power, Quotient, Symbol
from chainrule.network.rows import named

__all__ = ["LOSSES", "Loss", "loss_named"]

Outputs = Sequence[Expression]
Define = Callable[[str, Expression], Symbol]  # a name for what is used again: its stem, its value


@dataclass(frozen=True, slots=True)
class Loss:
    """One row.

    name         as people give it
    formula      from the outputs and the targets, one of each unit
    output       the activation that the last layer has with it; "" for any
    with_logits  the name of the row that is the same by the pre-activations, and does not overflow
    cancels      whether its slope cancels that of its activation: the rate by z is p - y, prediction less target
    classes      whether the targets share 1 among them: one class of several
    probability  the activation that makes probabilities of the outputs, if they are none yet
    spellings    other ways to give it
    """

    name: str
    formula: Callable[[Outputs, Outputs, Define], Expression]
    output: str = ""
    with_logits: str = ""
    cancels: bool = False
    classes: bool = False
    probability: str = ""
    spellings: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name as it is said."""
        return self.name.replace("_", " ")

    def __reduce__(self) -> tuple[object, ...]:
        return loss_named, (self.name,)


def _call(name: str, value: Expression) -> Expression:
    return Call(function_named(name), (value,))


def _squared(outputs: Outputs, targets: Outputs, define: Define) -> Expression:
    return _sum([Power(a - y, TWO) for a, y in zip(outputs, targets, strict=True)])


def _mean_squared(outputs: Outputs, targets: Outputs, define: Define) -> Expression:
    total = _squared(outputs, targets, define)
    return total if len(outputs) == 1 else Quotient(total, Number(len(outputs)))


def _binary(outputs: Outputs, targets: Outputs, define: Define) -> Expression:
    """-y ln a - (1 - y) ln(1 - a)"""
    terms: list[Expression] = []
    for a, y in zip(outputs, targets, strict=True):
        terms += [Negation(y * _call("ln", a)), Negation((ONE - y) * _call("ln", ONE - a))]
    return _sum(terms)


def _binary_with_logits(outputs: Outputs, targets: Outputs, define: Define) -> Expression:
    """softplus(z) - y z: neither an exponential nor a logarithm is taken of what may be large or 0."""
    terms: list[Expression] = []
    for z, y in zip(outputs, targets, strict=True):
        terms += [_call("softplus", z), Negation(y * z)]
    return _sum(terms)


def _categorical(outputs: Outputs, targets: Outputs, define: Define) -> Expression:
    """The sum of -y ln p"""
    return _sum([Negation(y * _call("ln", p)) for p, y in zip(outputs, targets, strict=True)])


def _categorical_with_logits(outputs: Outputs, targets: Outputs, define: Define) -> Expression:
    """The sum of y (l - z), where l = ln(e^z1 + e^z2 + …) grows pair by pair: ln(e^l + e^z) = l + softplus(z - l)."""
    total = outputs[0]
    for number, z in enumerate(outputs[1:], 2):
        total = define(f"l{number}", total + _call("softplus", z - total))
    return _sum([y * (total - z) for z, y in zip(outputs, targets, strict=True)])


def _sum(terms: Sequence[Expression]) -> Expression:
    total: Expression = plus(terms)
    return total


LOSSES = (
    Loss("squared", _squared, spellings=("squared_error", "sse")),
    Loss("half_squared", lambda a, y, define: Quotient(_squared(a, y, define), TWO), spellings=("half_sse",)),
    Loss("mse", _mean_squared, spellings=("mean_squared", "mean_squared_error")),
    Loss("difference", lambda a, y, _: _sum([a_k - y_k for a_k, y_k in zip(a, y, strict=True)])),
    Loss("bce", _binary, "sigmoid", with_logits="bce_with_logits", cancels=True,
         spellings=("binary_cross_entropy", "log_loss", "logistic")),
    Loss("bce_with_logits", _binary_with_logits, "identity", cancels=True, probability="sigmoid",
         spellings=("binary_cross_entropy_with_logits",)),
    Loss("cross_entropy", _categorical, "softmax", with_logits="cross_entropy_with_logits", cancels=True, classes=True,
         spellings=("categorical_cross_entropy", "cce", "nll")),
    Loss("cross_entropy_with_logits", _categorical_with_logits, "identity", cancels=True, classes=True,
         probability="softmax",
         spellings=("categorical_cross_entropy_with_logits", "softmax_cross_entropy")),
)  # fmt: skip


def loss_named(name: str) -> Loss:
    """The row of this name; NameUnknownError, with the nearest one, where there is none."""
    return named(LOSSES, name, "loss")
