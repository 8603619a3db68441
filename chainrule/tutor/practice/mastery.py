"""What a learner masters, told from the answers so far.

The model is Bayesian Knowledge Tracing (Corbett and Anderson, 1995): a skill is mastered or not, with a probability
that starts at START. An answer is evidence: who has mastered a skill slips with probability SLIP, who has not guesses
right with probability GUESS, or one in so many where there are answers to choose from. After it there is a chance
LEARN that the skill was learnt by this very problem. A skill is a rule of differentiation. A right answer is
evidence for every rule that the problem needs; a wrong one against the rules that the diagnosed mistakes belong to,
or where nothing is known, against all of them. A right answer after hints tells nothing, though it may have taught
something. Nothing is more certain than CERTAIN.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["LOST", "MASTERED", "Event", "Mastery", "skills_of"]

START, SLIP, GUESS, LEARN = 0.3, 0.1, 0.05, 0.15
CERTAIN = 0.98  # no more than this, so that a few wrong answers are noticed
MASTERED, LOST = 0.95, 0.25  # from here the next level is tried, and from here the one before
POWERS = ("power", "reciprocal", "root")
FAMILIES = {  # the rules that a mistake belongs to, by the letter of its id
    "C": ("chain", "links"), "P": POWERS, "M": ("product",), "Q": ("quotient", "reciprocal"),
    "E": ("exponential", "logarithm", "ln", "general-power"), "K": ("constant-multiple", "constant"),
    "S": ("sum", "negation"), "B": ("chain", "links", "paths"),
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One answer to one problem.

    rules      the rules that the problem needs
    outcome    "right", "wrong", "hinted" (right, after hints) or "skipped"
    mistakes   the ids of the best diagnosis of a wrong answer
    choices    how many answers there were to choose from; 0 where there were none
    """

    topic: str
    level: int
    text: str
    variable: str
    rules: tuple[str, ...]
    outcome: str
    mistakes: tuple[str, ...] = ()
    at: float = 0.0
    choices: int = 0


@dataclass
class Mastery:
    """The probability that each skill is mastered."""

    skills: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Mastery:
        found = cls()
        for event in events:
            found.learn(event)
        return found

    def of_skill(self, skill: str) -> float:
        return self.skills.get(skill, START)

    def learn(self, event: Event) -> None:
        """Take an answer into account."""
        if event.outcome == "skipped":
            return
        guess = max(GUESS, 1 / event.choices) if event.choices > 0 else GUESS
        for skill in skills_of(event):
            known = self.of_skill(skill)
            if event.outcome == "right":
                known = known * (1 - SLIP) / (known * (1 - SLIP) + (1 - known) * guess)
            elif event.outcome == "wrong":
                known = known * SLIP / (known * SLIP + (1 - known) * (1 - guess))
            self.skills[skill] = min(known + (1 - known) * LEARN, CERTAIN)

    def weakest(self, rules: Iterable[str]) -> float:
        """How well the least mastered of some rules is mastered."""
        return min((self.of_skill(rule) for rule in rules), default=1.0)


def skills_of(event: Event) -> list[str]:
    """The skills that an answer says something about."""
    if event.outcome != "wrong":
        return sorted(event.rules)
    at_fault = {rule for id in event.mistakes for rule in _rules_of(id)}
    return sorted(at_fault & set(event.rules)) or sorted(event.rules)


def _rules_of(id: str) -> Iterable[str]:
    """The rules that a mistake belongs to: a wrong derivative of a function to that function alone."""
    from chainrule.tutor.mistakes.catalogue import SLOPES

    functions = {function for row in SLOPES if row.id == id for function in row.functions.split()}
    return POWERS if "power" in functions else functions or FAMILIES.get(id[:1], ())
