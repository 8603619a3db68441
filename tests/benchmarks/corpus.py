"""Expressions as textbooks have them, made by a seeded generator so that no two are alike."""

from __future__ import annotations

import random

__all__ = ["corpus"]

INNER = ("{a}*x + {b}", "x^2 + {b}", "{a}*x^3 - x", "sqrt(x)", "{a}*x", "x^2", "1 - x^2", "ln(x)", "e^x", "cos(x)",
         "sin({a}*x)")  # fmt: skip
OUTER = ("sin({0})", "cos({0})", "tan({0})", "e^({0})", "ln({0})", "sqrt({0})", "({0})^{n}", "arctan({0})", "1/({0})",
         "({0})^(-{n})")  # fmt: skip
WHOLE = ("{0}", "{a}*{0}", "{0} + {b}*x^{n}", "x^{n} - {a}*{0}", "x*({0})", "({0})/x", "({0})*({1})", "({0})/({1})",
         "{0} + {1}")  # fmt: skip


def corpus(count: int, seed: int = 1) -> list[str]:
    """`count` different expressions in x that chainrule and SymPy read alike; the same ones for the same seed."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        parts = [_filled(chance, chance.choice(OUTER), [_filled(chance, chance.choice(INNER))]) for _ in range(2)]
        found[_filled(chance, chance.choice(WHOLE), parts)] = None
    return list(found)


def _filled(chance: random.Random, template: str, parts: list[str] | None = None) -> str:
    return template.format(*(parts or []), a=chance.randint(2, 9), b=chance.randint(1, 9), n=chance.randint(2, 6))
