"""Exercises by topic and level: drawn from templates by a seed, graded by the rules that they need, never repeated."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from chainrule.calculus.derivation import derive
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.errors import ChainRuleError
from chainrule.tutor import wording

__all__ = ["LEVELS", "TOPICS", "Exercise", "Topic", "exercises"]

LEVELS = (1, 2, 3, 4)
LONGEST = 26  # operations of an answer, at the highest level
TRIES = 400  # drawings in a row that give nothing new, after which a topic has no more
BASIC = frozenset({"constant", "variable", "negation", "constant-multiple", "sum", "power"})
TABLE = BASIC | {"function", "exponential", "logarithm", "root"}


@dataclass(frozen=True)
class Exercise:
    """Something to differentiate.

    text       as it is asked; a system of definitions for graphs and neurons
    rules      the ids of the rules that its derivation needs
    """

    topic: str
    level: int
    text: str
    variable: str
    rules: frozenset[str]


class Topic(NamedTuple):
    """What an exercise of this topic is drawn from, by level, and the rules that it may need.

    In a template {a} and {b} are small numbers, {n} is an exponent, {m} one that no 3 divides, {f} a function, {s} an
    activation, {p} a polynomial; after a bar stands what to differentiate by, where that is not x.
    """

    rules: frozenset[str]
    levels: Mapping[int, tuple[str, ...]]


TOPICS: dict[str, Topic] = {
    "power": Topic(BASIC | {"root", "reciprocal"}, {
        1: ("x^{n}", "{a}x^{n}"),
        2: ("{a}x^{n} + {b}x", "x^{n} - {a}x^2 + {b}", "{a}x^{n} - {b}"),
        3: ("1/x^{n}", "{a}/x^{n} + {b}x", "x^(-{n})", "sqrt(x) + x^{n}"),
        4: ("{a}x^{n} - {b}/x^2 + sqrt(x)", "{a} sqrt(x) - x^(-{n})", "x^({m}/3) + {a}x"),
    }),
    "product": Topic(TABLE | {"product"}, {
        1: ("x^{n} {f}(x)", "x {f}(x)"),
        2: ("{a}x^{n} {f}(x)", "e^x {f}(x)", "(x^{n} + {a}) {f}(x)"),
        3: ("({p}) {f}(x)", "{a}x^{n} ln(x) + {b}x", "e^x ({p})"),
        4: ("x^{n} e^x {f}(x)", "x {f}(x) ln(x)"),
    }),
    "quotient": Topic(TABLE | {"quotient", "reciprocal"}, {
        1: ("x/(x + {a})", "({a}x + {b})/x"),
        2: ("x^{n}/(x + {a})", "({a}x + {b})/(x - {b})", "{f}(x)/x^{n}"),
        3: ("({p})/(x^2 + {a})", "{f}(x)/(x + {a})", "e^x/(x^2 + {a})"),
        4: ("{f}(x)/({p})", "({p})/e^x"),
    }),
    "chain": Topic(TABLE | {"chain", "reciprocal"}, {
        1: ("({a}x + {b})^{n}", "{f}({a}x)", "e^({a}x)"),
        2: ("{f}(x^{n})", "(x^2 + {a})^{n}", "{f}(x)^{n}", "e^(-x^{n})", "ln({p})"),
        3: ("{f}({p})^{n}", "sqrt({p})", "{f}(e^({a}x))", "e^({f}({a}x))", "1/({p})^{n}"),
        4: ("{f}({f}(x^{n}))", "e^({f}(x^{n}))", "ln({f}({p}))", "({f}({a}x) + {b})^{n}"),
    }),
    "mixed": Topic(TABLE | {"chain", "reciprocal", "product", "quotient", "general-power"}, {
        1: ("x {f}({a}x)", "x e^({a}x)"),
        2: ("x^{n} {f}({a}x)", "{f}({a}x)/x", "x^{n} e^(-{a}x)"),
        3: ("(x^2 + {a})^{n} {f}(x)", "{f}({a}x)/(x + {b})", "sqrt({p}) x^{n}"),
        4: ("x^{n} {f}(x^2 + {a})", "e^(-{a}x) {f}({b}x)", "x^({a}x)", "{f}(x^{n})/e^x"),
    }),
    "graph": Topic(TABLE | {"chain", "product", "quotient", "several-arguments"}, {
        1: ("u = {a}x + {b}; y = u^{n}",),
        2: ("u = x^{n}; v = {f}(u); y = {a}v", "u = {a}x; v = {f}(u); y = v^{n}"),
        3: ("u = x + y; f = u z|x", "u = x^2; v = {a}x; f = u v", "u = x y; f = {f}(u)|x"),
        4: ("u = x y; v = {f}(u); f = v + x|x", "u = x^2; v = {f}(x); f = u v"),
    }),
    "neuron": Topic(TABLE | {"chain", "product"}, {
        1: ("z = w x + b; a = {s}(z)|w", "z = w x + b; a = {s}(z)|b", "z = {a}x + {b}; a = {s}(z)",
            "z = w1 x1 + w2 x2; a = {s}(z)|w2"),
        2: ("z = w x + b; L = (z - t)^2|w", "z = w x + b; L = (z - t)^2|b", "z = w x + {b}; L = (z - {a})^2|w",
            "z = w1 x1 + w2 x2; L = (z - t)^2|w1"),
        3: ("z = w x + b; a = {s}(z); L = (a - t)^2|w", "z = w x + b; a = {s}(z); L = (a - t)^2|b",
            "z = w x + {b}; a = {s}(z); L = (a - t)^2|w", "z = w1 x1 + w2 x2; a = {s}(z); L = (a - t)^2|w1"),
        4: ("z = w x + b; a = {s}(z); o = v a; L = (o - t)^2|w", "z = w x + b; a = {s}(z); o = v a; L = (o - t)^2|v",
            "z = w x + b; a = {s}(z); o = v a + c; L = (o - t)^2|b", "z = w x; a = {s}(z); o = {a}a; L = (o - t)^2|w"),
    }),
}  # fmt: skip


def exercises(topic: str, level: int, seed: int | str = 0) -> Iterator[Exercise]:
    """Exercises without end, or until there are no more that differ; the same for the same seed."""
    if topic not in TOPICS:
        raise ChainRuleError(wording.NO_SUCH_TOPIC.format(topic=topic, topics=", ".join(TOPICS)))
    if level not in LEVELS:
        raise ChainRuleError(wording.NO_SUCH_LEVEL.format(level=level, levels=", ".join(map(str, LEVELS))))
    drawn = random.Random(f"{topic} {level} {seed}")
    met: set[str] = set()
    misses = 0
    while misses < TRIES:
        misses += 1
        written = _filled(drawn.choice(TOPICS[topic].levels[level]), drawn)
        if written in met:
            continue
        met.add(written)
        text, _, variable = written.partition("|")
        exercise = _graded(topic, level, text, variable or "x")
        if exercise is not None:
            misses = 0
            yield exercise


def _graded(topic: str, level: int, text: str, variable: str) -> Exercise | None:
    """The exercise, if it needs no other rules than its topic's and its answer is short enough."""
    derivation = derive(text, variable)
    rules = frozenset(step.rule for step in derivation.steps)
    fits = rules <= TOPICS[topic].rules and weight(derivation.answer) <= LONGEST * level // len(LEVELS) + 6
    return Exercise(topic, level, text, variable, rules) if fits else None


def _filled(template: str, drawn: random.Random) -> str:
    def number(low: int, high: int) -> str:
        return str(drawn.randint(low, high))

    def made(field: re.Match[str]) -> str:
        match field[1]:
            case "a" | "b":
                return number(2, 9)
            case "n":
                return number(2, 6)
            case "m":
                return drawn.choice("24578")
            case "f":
                return drawn.choice(("sin", "cos", "tan", "ln"))
            case "s":
                return drawn.choice(("sigmoid", "tanh"))
        return drawn.choice((f"x^2 + {number(1, 9)}x", f"x^3 - {number(2, 9)}x", f"{number(2, 5)}x^2 + {number(1, 9)}"))

    return re.sub(r"\{(\w)\}", made, template)
