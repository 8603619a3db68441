"""Worksheets, measured: a class's PDF, how the time grows with the problems, and 10,000 keys.

    python tests/benchmarks/worksheets.py [how many keys]

Times are of the processor (all threads together) and of the clock. Keys are checked by SymPy; those of curves by the
slope between neighbouring points, those of tables with functions that have the values given (tests/keys.py).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import chainrule as cr
from chainrule.tutor.problems import LEVELS, TOPICS, problems
from chainrule.tutor.problems.generation import exists

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from keys import key_is_right  # beside the tests, which ask the same of fewer

T = TypeVar("T")
ON_A_SHEET = 12


def timed(what: str, work: Callable[[], T]) -> T:
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    print(f"{what:<58}{time.process_time() - processor:7.2f} s processor {time.perf_counter() - clock:7.2f} s clock")
    return made


def a_class() -> None:
    topics = ["chain", "product", "quotient", "trigonometric"]
    cr.worksheet(["chain"], 1).to_pdf(solutions=True)  # what is imported and read once
    for name in (["chain"], topics):
        sheet = timed(f"30 variants of {ON_A_SHEET}, {', '.join(name)}",
                      lambda name=name: cr.worksheet(name, ON_A_SHEET, 7, variants=30))  # fmt: skip
        made = timed("  as PDF with key and worked solutions", lambda sheet=sheet: sheet.to_pdf(solutions=True))
        print(f"  {len(made):,} bytes")


def growing() -> None:
    for variants in (25, 50, 125, 250):
        sheet = timed(f"{variants * ON_A_SHEET:,} problems", lambda n=variants: cr.worksheet(seed=1, count=ON_A_SHEET,
                                                                                           variants=n))  # fmt: skip
        del sheet


def keys(wanted: int) -> None:
    """Every topic at every level, sheet by sheet: within the rules, different, with a value, and with the right key."""
    met, right, doubtful, repeated = 0, 0, [], 0
    for seed in range(-(-wanted // (len(TOPICS) * len(LEVELS) * ON_A_SHEET))):
        for topic in TOPICS:
            for level in LEVELS:
                sheet = problems([topic.id], level, ON_A_SHEET, seed)
                repeated += ON_A_SHEET - len({(p.reading.node, p.variable, p.options) for p in sheet})
                for problem in sheet:
                    assert problem.rules <= topic.needs | topic.may, problem
                    assert exists(problem), problem
                    verdict = key_is_right(problem)
                    met += 1
                    right += verdict is True
                    if verdict is not True:
                        doubtful.append((verdict, problem.text, problem.key))
    print(f"{met:,} problems of {len(TOPICS)} topics, right are the keys of {right:,}; repeated on a sheet: {repeated}")
    for row in doubtful:
        print("  ", *row)


if __name__ == "__main__":
    a_class()
    growing()
    keys(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
