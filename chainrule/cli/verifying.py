"""--verify: what SymPy says about every step and about the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainrule.cli.errors import CODES

if TYPE_CHECKING:
    from chainrule.calculus.derivation import Derivation

__all__ = ["Verdict", "told", "verified"]

WORDS = {True: "agrees", False: "disagrees", None: "undecided"}
EXIT_CODES = {True: CODES.done, False: CODES.incorrect, None: CODES.undecided}
OPENING = {"text": "SymPy on every step:", "markdown": "\n**SymPy on every step:**\n", "latex": r"\par SymPy on every step:\par"}
LINE = {"text": "  {0}  {1}: {2}", "markdown": "- {0} {1}: {2}", "latex": r"{0} {1}: {2}\par"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What SymPy says about one step, or about an answer; `agrees` is None where it could not decide."""

    step: str
    rule: str
    agrees: bool | None

    @property
    def exit_code(self) -> int:
        return int(EXIT_CODES[self.agrees])

    def as_dict(self) -> dict[str, str]:
        return {"step": self.step, "rule": self.rule, "verdict": WORDS[self.agrees]}


def verified(derivation: Derivation) -> list[Verdict]:
    """Every step, and the answer of every stage. Raises MissingExtraError where SymPy is not installed."""
    from chainrule.oracle import derivative_is_right

    found = []
    for stage in derivation.stages:
        for step in stage.steps:
            right = derivative_is_right(step.target, step.variable, step.result)
            found.append(Verdict(step.id, step.rule, right))
        right = derivative_is_right(stage.target, stage.variable, stage.answer)
        found.append(Verdict("answer", f"by {stage.variable.name}", right))
    return found


def told(verdicts: Sequence[Verdict], format_: str) -> str:
    """A line for each verdict, and how many of them agree."""
    lines = [LINE[format_].format(verdict.step, verdict.rule, WORDS[verdict.agrees]) for verdict in verdicts]
    agreed = sum(verdict.agrees is True for verdict in verdicts)
    return "\n".join((OPENING[format_], *lines, f"SymPy agrees with {agreed} of {len(verdicts)}."))
