"""--verify: what SymPy says about every step and about the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from chainrule.cli.errors import CODES

if TYPE_CHECKING:
    from chainrule.calculus.curves.implicit import ImplicitDerivation
    from chainrule.calculus.derivation import Derivation

__all__ = ["Verdict", "summary", "verified"]

WORDS = {True: "agrees", False: "disagrees", None: "undecided"}
EXIT_CODES = {"agrees": CODES.done, "disagrees": CODES.incorrect, "undecided": CODES.undecided}
OPENING = {
    "text": "SymPy on every step:",
    "markdown": "\n**SymPy on every step:**\n",
    "latex": r"\par SymPy on every step:\par",
}
LINE = {
    "text": "  {step}  {rule}, {target} by {variable}: {verdict}",
    "markdown": "- {step} {rule}, `{target}` by `{variable}`: {verdict}",
    "latex": r"{step} {rule}, \verb|{target}| by \verb|{variable}|: {verdict}\par",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What SymPy says about one step: that it agrees, disagrees, or could not decide (undecided).

    Steps are numbered as in the data: stage and step, or the stage alone for its answer; "solved" is the solution of a
    relation.
    """

    step: str
    rule: str
    target: str
    variable: str
    verdict: str

    @property
    def exit_code(self) -> int:
        return int(EXIT_CODES[self.verdict])

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def verified(derivation: Derivation | ImplicitDerivation) -> list[Verdict]:
    """Every step, and the answer of every stage. Raises MissingExtraError where SymPy is not installed."""
    from chainrule.calculus.curves.implicit import ImplicitDerivation
    from chainrule.expression.plain import shortened
    from chainrule.oracle import derivative_is_right

    found = []
    for number, stage in enumerate(derivation.stages, 1):
        asked = [(step.id, step.rule, step.target, step.variable, step.result) for step in stage.steps]
        asked.append((f"{number}", "answer", stage.target, stage.variable, stage.answer))
        for name, rule, target, variable, result in asked:
            word = WORDS[derivative_is_right(target, variable, result)]
            found.append(Verdict(name, rule, shortened(target), variable.name, word))
    if isinstance(derivation, ImplicitDerivation):
        found.append(_solution(derivation))
    return found


def _solution(derivation: ImplicitDerivation) -> Verdict:
    """What SymPy says of the first derivative for which the relation was solved."""
    from chainrule.expression.plain import shortened
    from chainrule.oracle import solution_is_right

    relation, dependent, variable = derivation.relation, derivation.dependent, derivation.variable
    word = WORDS[solution_is_right(relation, dependent, variable, derivation.solved.answer)]
    return Verdict("solved", "solution", shortened(relation), variable.name, word)


def summary(verdicts: Sequence[Verdict], format_: str) -> str:
    """A line for each verdict, and how many of them agree."""
    format_ = format_ if format_ in LINE else "text"
    lines = [LINE[format_].format(**verdict.as_dict()) for verdict in verdicts]
    agreed = sum(verdict.verdict == "agrees" for verdict in verdicts)
    return "\n".join((OPENING[format_], *lines, f"SymPy agrees with {agreed} of {len(verdicts)}."))
