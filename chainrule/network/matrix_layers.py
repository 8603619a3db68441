"""Each kind of layer in matrices: its forward lines and its reverse lines, a row each in FORWARD and REVERSE."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chainrule.expression.functions import function_named
from chainrule.expression.nodes import ONE, Call, Expression, Number, Quotient, Symbol, UnknownCall
from chainrule.expression.walking import postorder
from chainrule.network.activations import activation_named
from chainrule.network.building import Part
from chainrule.network.matrices import Matrix, named_matrix, ones
from chainrule.network.naming import unit

if TYPE_CHECKING:
    from chainrule.network.explaining import Equation, ReversePass

__all__ = ["FORWARD", "Flow", "REVERSE", "line_of", "total"]

Flow = list["Matrix | None"]  # the rates by what comes out, at each time step; None where nothing reads it
Forward = Callable[["ReversePass", Part], list["Equation"]]
Reverse = Callable[["ReversePass", Part, Flow, bool], Flow]


def line_of(part: Part, name: Matrix, value: Matrix) -> Equation:
    from chainrule.network.explaining import Equation

    return Equation("forward", part, name, value)


# --- dense -----------------------------------------------------------------------------------------------------------


def _dense(told: ReversePass, part: Part) -> list[Equation]:
    """Z = W X + b"""
    weights = told.weights("w", part)
    lines = []
    for given, out in zip(part.inputs.rows, part.outputs.rows, strict=True):
        value = weights @ told.named(given)
        if "b" in part.vectors:
            value += told.spread(told.column("b", part))
        lines.append(line_of(part, told.named(out), value))
    return lines


def _dense_reverse(told: ReversePass, part: Part, flow: Flow, below: bool) -> Flow:
    """∂L/∂W = δ Xᵀ, ∂L/∂b = δ, and Wᵀ δ goes on down."""
    weights, deltas = told.weights("w", part), []
    for out, rates in zip(part.outputs.rows, flow, strict=True):
        assert rates is not None
        deltas.append(told.delta(part, told.named(out), rates))
    if len(deltas) == 1:
        told.trace("layer", deltas[0])
    inputs = [told.named(given) for given in part.inputs.rows]
    told.learn("weights", part, weights, total([d @ x.T for d, x in zip(deltas, inputs, strict=True)]))
    if "b" in part.vectors:
        told.learn("biases", part, told.column("b", part), total([told.summed(delta) for delta in deltas]))
    down: Flow = [weights.T @ delta for delta in deltas] if below else []
    if len(deltas) == 1 and below:
        told.trace("weights", weights.T @ deltas[0])
    return down


def total(matrices: Sequence[Matrix]) -> Matrix:
    """Their sum."""
    first, *rest = matrices
    for matrix in rest:
        first += matrix
    return first


# --- activations -----------------------------------------------------------------------------------------------------


def _activation(told: ReversePass, part: Part) -> list[Equation]:
    row = activation_named(part.row)
    lines = []
    for given, out in zip(part.inputs.rows, part.outputs.rows, strict=True):
        z, a = told.named(given), told.named(out)
        value = told.applied(row, z) if row.formula else z.made(UnknownCall("softmax", (z.formula,), (0,)), a.entries)
        lines.append(line_of(part, a, value))
    return lines


def _activation_reverse(told: ReversePass, part: Part, flow: Flow, below: bool) -> Flow:
    """Entry by entry times the slope; a softmax, whose units share one sum, sends that back as well."""
    row = activation_named(part.row)
    found: Flow = []
    for given, out, rates in zip(part.inputs.rows, part.outputs.rows, flow, strict=True):
        assert rates is not None
        a = told.named(out)
        if row.formula:
            found.append(rates * told.slope(row, told.named(given)))
        else:
            every = ones(a.shape[0])
            found.append(a * (rates - every @ (every.T @ (a * rates))))
        if len(flow) == 1:
            told.trace("slopes", total([matrix for matrix in found if matrix is not None]), part.row)
    return found


# --- residual connections --------------------------------------------------------------------------------------------


def _residual(told: ReversePass, part: Part) -> list[Equation]:
    lines = [line for inner in part.inner for line in FORWARD[inner.kind](told, inner)]
    inside = part.inner[-1].outputs
    for given, made, out in zip(part.inputs.rows, inside.rows, part.outputs.rows, strict=True):
        lines.append(line_of(part, told.named(out), told.named(given) + told.named(made)))
    return lines


def _residual_reverse(told: ReversePass, part: Part, flow: Flow, below: bool) -> Flow:
    """The rates go both ways: unchanged along the connection, and through the layers inside."""
    rates: Flow = []
    for out, value in zip(part.outputs.rows, flow, strict=True):
        assert value is not None
        found = told.rates_by("signal", part, told.named(out), value)
        rates.append(found)
        if len(flow) == 1:
            told.trace("layer", found)
    with told.inside():
        inner = told.through(part.inner, rates, last=not below)
    sums = [_both(outer, inside) for outer, inside in zip(rates, inner, strict=True)] if below else []
    if len(sums) == 1:
        told.trace("connection", sums[0])
    return list(sums)


def _both(left: Matrix | None, right: Matrix | None) -> Matrix:
    """The sum of what is there."""
    return total([matrix for matrix in (left, right) if matrix is not None])


# --- batch normalisation ---------------------------------------------------------------------------------------------


def _batch_norm(told: ReversePass, part: Part) -> list[Equation]:
    """Mean and variance of each unit over the samples, the units brought to 0 and 1, then scaled and shifted."""
    z, (level, root) = told.named(part.inputs.rows[0]), _normalised(told, part)
    mean, variance = _of_units("mu", part), _of_units("v", part)
    centred = z - told.spread(mean)
    return [
        line_of(part, mean, told.summed(z).scaled(_over(told.net.batch))),
        line_of(part, variance, told.summed(centred * centred).scaled(_over(told.net.batch))),
        line_of(part, level, centred * told.spread(root)),
        line_of(part, told.named(part.outputs.rows[0]),
              told.spread(told.column("gamma", part)) * level + told.spread(told.column("beta", part))),
    ]  # fmt: skip


def _batch_norm_reverse(told: ReversePass, part: Part, flow: Flow, below: bool) -> Flow:
    """Mean and variance depend on every sample too, so each takes its share back."""
    (value,) = flow
    assert value is not None
    rates = told.rates_by("signal", part, told.named(part.outputs.rows[0]), value)
    level, root = _normalised(told, part)
    gamma = told.column("gamma", part)
    told.learn("weights", part, gamma, told.summed(rates * level))
    told.learn("biases", part, told.column("beta", part), told.summed(rates))
    over = _over(told.net.batch)
    mean, share = told.spread(told.summed(rates)), told.spread(told.summed(rates * level))
    if not below:
        return []
    down = told.spread(gamma * root) * (rates - mean.scaled(over) - (level * share).scaled(over))
    told.trace("normalisation", down)
    return [down]


def _normalised(told: ReversePass, part: Part) -> tuple[Matrix, Matrix]:
    """N, and the column 1/√(v + ε)."""
    variance, epsilon = _of_units("v", part), _epsilon(told, part)
    root = variance.scaled(lambda v: Quotient(ONE, Call(function_named("sqrt"), (v + epsilon,))))
    return told.units("n", part), root


def _epsilon(told: ReversePass, part: Part) -> Number:
    """What was added to the variance, as the definition has it."""
    definition = dict(told.net.system.definitions)[unit("n", part.index, 1, "_s1")]
    return next(node for node in postorder(definition) if isinstance(node, Number))


def _of_units(stem: str, part: Part) -> Matrix:
    """A number for each unit, as a column."""
    entries = [[unit(stem, part.index, number)] for number in range(1, part.outputs.width + 1)]
    return named_matrix(Symbol(f"{stem}{part.index}_"), entries)


def _over(count: int) -> Callable[[Expression], Expression]:
    return lambda value: Quotient(value, Number(count))


FORWARD: dict[str, Forward] = {
    "dense": _dense, "activation": _activation, "residual": _residual, "batch_norm": _batch_norm,
}  # fmt: skip
REVERSE: dict[str, Reverse] = {
    "dense": _dense_reverse, "activation": _activation_reverse, "residual": _residual_reverse,
    "batch_norm": _batch_norm_reverse,
}  # fmt: skip
