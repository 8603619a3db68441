"""Ten times the size, how many times the time: nested sines, and products of many factors.

Each figure in the columns of ratios is the time for that size over the time for the size in the row above.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import perf_counter

import chainrule as cr

SIZES = (100, 1_000, 10_000, 100_000)
FREE = cr.Limits.unbounded()
STAGES = ("parse", "differentiate", "evaluate")


def nested(size: int) -> str:
    return "sin(" * size + "x" + ")" * size


def product(size: int) -> str:
    return "*".join(f"sin(x + {n})" for n in range(size))


def main() -> None:
    for name, make in (("nested sines", nested), ("a product of n factors", product)):
        print(f"{name:24}" + "".join(f"{stage:>24}" for stage in STAGES))
        before: list[float] = []
        for size in SIZES:
            seconds = measured(make(size))
            ratios = [f"× {now / then:.1f}" for now, then in zip(seconds, before, strict=False)] or [""] * len(STAGES)
            cells = [f"{now * 1e3:11.1f} ms{ratio:>10}" for now, ratio in zip(seconds, ratios, strict=True)]
            print(f"  n = {size:<18,}" + "".join(cells), flush=True)
            before = seconds
        print()


def measured(text: str) -> list[float]:
    """The best of a few rounds of each stage; small sizes get more rounds."""
    rounds = max(1, min(7, 200_000 // len(text)))
    expression = cr.parse(text, limits=FREE)
    slope = cr.differentiate(expression, "x", limits=FREE)
    work: tuple[Callable[[], object], ...] = (
        lambda: cr.parse(text, limits=FREE),
        lambda: cr.differentiate(expression, "x", limits=FREE),
        lambda: cr.evaluate(slope, x=0.5, limits=FREE),
    )
    return [min(_seconds(one) for _ in range(rounds)) for one in work]


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begin = perf_counter()
    work()
    return perf_counter() - begin


if __name__ == "__main__":
    main()
