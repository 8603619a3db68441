"""Partial credit, by a rule that a teacher can read out.

1 for a right answer, also an untidy one; a half where exactly one mistake explains the answer, a quarter where two do,
nothing where the mistakes leave nothing of the rule (the function copied, integrated, or differentiated twice), where
nothing explains it, and where there is no answer. What a teacher has to look at counts nothing until then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["CREDIT", "NOTHING_SHOWN", "credit"]

CREDIT: Mapping[str, float] = {"correct": 1.0}  # by verdict; other verdicts count nothing but for what explains them
EXPLAINED: Mapping[int, float] = {1: 0.5, 2: 0.25}  # by the number of mistakes that explain a wrong answer
NOTHING_SHOWN = frozenset({"N1", "N2", "N3"})  # mistakes that no rule was applied in


def credit(verdict: str, mistakes: Sequence[str]) -> float:
    """The share of a question's mark, from 0 to 1; `mistakes` are those of the best explanation."""
    if verdict == "incorrect" and not NOTHING_SHOWN.intersection(mistakes):
        return EXPLAINED.get(len(mistakes), 0.0)
    return CREDIT.get(verdict, 0.0)
