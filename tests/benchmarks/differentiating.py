"""Reading, differentiating and writing, against SymPy.

Both work on the same expressions, and neither has met any of them before: every round has a share of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter
from typing import Any

import sympy
from corpus import corpus
from sympy.parsing.sympy_parser import convert_xor, parse_expr, standard_transformations

import chainrule as cr

ROUNDS, SHARE = 9, 40
X = sympy.Symbol("x")
NAMES = {"x": X, "e": sympy.E, "ln": sympy.log, "arctan": sympy.atan}
TRANSFORMATIONS = (*standard_transformations, convert_xor)


def sympy_read(text: str) -> Any:
    return parse_expr(text, local_dict=NAMES, transformations=TRANSFORMATIONS)


def main() -> None:
    texts = corpus(SHARE * (ROUNDS + 1))
    shares = [texts[start : start + SHARE] for start in range(0, len(texts), SHARE)]
    print(f"{'':52}{'chainrule':>12}{'SymPy':>12}{'ratio':>8}")
    _compared(
        "parse, derive, full listing as text / parse, diff, str",
        lambda text: cr.derive(text).to_text(),
        lambda text: str(sympy.diff(sympy_read(text), X)),
        shares,
    )
    _compared("parse alone", cr.parse, sympy_read, shares)
    _compared(
        "differentiate alone, tidied, on parsed expressions",
        lambda parsed: cr.differentiate(parsed, "x"),
        lambda parsed: sympy.diff(parsed, X),
        shares,
        prepare=(cr.parse, sympy_read),
    )


def _compared(
    what: str,
    ours: Callable[[Any], object],
    theirs: Callable[[Any], object],
    shares: list[list[str]],
    prepare: tuple[Callable[[str], Any], Callable[[str], Any]] = (str, str),
) -> None:
    """Median times of both for one expression; the first share warms up what is made once a process."""
    times: tuple[list[float], list[float]] = ([], [])
    for share in shares:
        for work, ready, into in zip((ours, theirs), prepare, times, strict=True):
            sympy.core.cache.clear_cache()
            into.append(_seconds(work, [ready(text) for text in share]))
    mine, other = (median(measured[1:]) / SHARE for measured in times)
    print(f"{what:54}{mine * 1e6:7.0f} µs{other * 1e6:9.0f} µs{other / mine:8.1f}")


def _seconds(work: Callable[[Any], object], inputs: Iterable[Any]) -> float:
    begin = perf_counter()
    for one in inputs:
        work(one)
    return perf_counter() - begin


if __name__ == "__main__":
    main()
