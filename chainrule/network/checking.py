"""A gradient against finite differences, parameter by parameter."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from chainrule.errors import ChainRuleError
from chainrule.expression.limits import Limits
from chainrule.expression.shown import Shown
from chainrule.network.training import start
from chainrule.rendering import wording_network as wording
from chainrule.rendering.listing.blocks import Block, Sentence, Table, Told
from chainrule.rendering.wording import said

if TYPE_CHECKING:
    from chainrule.network.model import Network

__all__ = ["Check", "GradientCheck", "check_gradient", "check_record", "told_of_check"]

STEP, TOLERANCE, SHOWN = 1e-5, 1e-5, 12


class Check(NamedTuple):
    """A derivative, the central difference, and how far they are apart, relative to the larger (at least to 0.001)."""

    name: str
    derivative: float
    difference: float
    error: float


@dataclass(frozen=True, eq=False)
class GradientCheck(Shown):
    """The checks of all parameters, at a point drawn by the seed."""

    told_by = "chainrule.network.checking:told_of_check"
    data_by = "chainrule.network.checking:check_record"

    net: Network
    checks: tuple[Check, ...]
    tolerance: float
    seed: int

    @property
    def passed(self) -> bool:
        return all(check.error <= self.tolerance for check in self.checks)

    @property
    def worst(self) -> Check:
        return max(self.checks, key=lambda check: check.error)

    @property
    def limits(self) -> Limits:
        return self.net.limits


def check_gradient(
    net: Network, parameters: Sequence[float] | None = None, *, seed: int = 0, tolerance: float = TOLERANCE
) -> GradientCheck:
    """The compiled gradient against central differences, at parameters (or a start drawn by the seed) and data drawn.

    Raises ChainRuleError where the loss has no value there.
    """
    draw = random.Random(seed)
    at = start(net, parameters, seed)
    if parameters is None:  # biases too, for at 0 a rectifier has a corner
        at = [value or draw.uniform(-0.5, 0.5) for value in at]
    inputs = [draw.uniform(-1, 1) for _ in net.inputs]
    targets = list(_targets(net, draw))
    function: Any = net.compile()
    try:
        _, gradient = function(at, inputs, targets)
        checks = []
        for place, symbol in enumerate(net.parameters):
            losses = []
            for sign in (1, -1):
                nudged = [*at[:place], at[place] + sign * STEP, *at[place + 1 :]]
                losses.append(function(nudged, inputs, targets)[0])
            difference = (losses[0] - losses[1]) / (2 * STEP)
            scale = max(abs(difference), abs(gradient[place]), 1e-3)
            if not math.isfinite(difference - gradient[place]):
                raise OverflowError
            checks.append(Check(symbol.name, gradient[place], difference, abs(difference - gradient[place]) / scale))
    except (ValueError, ZeroDivisionError, OverflowError):
        raise ChainRuleError("the loss has no value at these parameters: draw others by another seed") from None
    return GradientCheck(net, tuple(checks), tolerance, seed)


def _targets(net: Network, draw: random.Random) -> Iterator[float]:
    """Targets as the loss wants them: shares of 1, or numbers between 0 and 1."""
    for _ in range(net.losses):
        row = [draw.uniform(0.1, 0.9) for _ in range(net.width_out)]
        total = math.fsum(row) if net.cost.classes else 1.0
        yield from [value / total for value in row]


def told_of_check(check: GradientCheck, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """The verdict, and the derivatives that are furthest from their differences."""
    net, worst = check.net, check.worst
    shown = sorted(check.checks, key=lambda one: -one.error)[: SHOWN if detail == "full" else 3]
    verdict = wording.CHECK_PASSED if check.passed else wording.CHECK_FAILED
    blocks: list[Block] = [Sentence(said(verdict, count=len(check.checks), error=f"{worst.error:.1e}",
                                         name=net.symbol(worst.name), tolerance=f"{check.tolerance:g}"))]  # fmt: skip
    if detail != "answer":
        if len(shown) < len(check.checks):
            blocks.append(Sentence(said(wording.CHECK_FURTHEST, count=len(shown))))
        rows = [
            ((net.symbol(one.name),), (f"{one.derivative:.8g}",), (f"{one.difference:.8g}",), (f"{one.error:.1e}",))
            for one in shown
        ]
        blocks.append(Table(tuple((head,) for head in wording.CHECK_HEAD), tuple(rows)))
    return Told(net.loss, dict(net.system.definitions)[net.loss], blocks, net.limits)


def check_record(check: GradientCheck, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    return {
        "version": 1,
        "network": check.net.shape,
        "passed": check.passed,
        "tolerance": check.tolerance,
        "checks": [one._asdict() for one in check.checks],
    }
