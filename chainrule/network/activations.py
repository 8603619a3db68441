"""Activations: a row each. Adding one is adding a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from chainrule.expression.nodes import E, Expression, Power, Symbol
from chainrule.expression.reading import parse
from chainrule.expression.walking import substitute
from chainrule.network.rows import named

__all__ = ["ACTIVATIONS", "Activation", "activation_named"]

U = Symbol("u")


@dataclass(frozen=True, slots=True)
class Activation:
    """One row.

    name        as people give it
    formula     of the pre-activation u, in our own notation; "" where a unit's value depends on the others' too
    steepest    the largest size of its slope, in our own notation
    scale       which start of the weights suits it: "xavier" or "he"
    ends        whether the last layer of an `mlp` has it too where nothing is said; a rectifier could be off for good
    spellings   other ways to give it
    """

    name: str
    formula: str
    steepest: str = "1"
    scale: str = "xavier"
    ends: bool = True
    spellings: tuple[str, ...] = ()

    @property
    def is_identity(self) -> bool:
        return self.formula == "u"

    @property
    def of_u(self) -> Expression:
        return cast(Expression, parse(self.formula))

    def at(self, value: Expression) -> Expression:
        """The formula with `value` for u."""
        return substitute(self.of_u, {U: value})


ACTIVATIONS = (
    Activation("identity", "u", spellings=("linear", "none")),
    Activation("sigmoid", "sigmoid(u)", "1/4", spellings=("logistic",)),
    Activation("tanh", "tanh(u)"),
    Activation("relu", "relu(u)", scale="he", ends=False),
    Activation("leaky_relu", "leaky_relu(u)", scale="he", ends=False, spellings=("leakyrelu", "lrelu")),
    Activation("softplus", "softplus(u)", scale="he", ends=False),
    Activation("silu", "silu(u)", "1.0998393", scale="he", ends=False, spellings=("swish",)),
    Activation("gelu", "gelu(u)", "1.1289042", scale="he", ends=False),
    Activation("softmax", ""),
)


def activation_named(name: str) -> Activation:
    """The row of this name; NameUnknownError, with the nearest one, where there is none."""
    return named(ACTIVATIONS, name, "activation")


def exponential(value: Expression) -> Expression:
    return Power(E, value)
