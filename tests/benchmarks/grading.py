"""Marking, measured: 100,000 answers to 2,000 different problems on two processes, and memory for many more.

    python tests/benchmarks/grading.py [how many answers]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import chainrule as cr
from chainrule.tutor.problems import problems
from chainrule.worksheets import Variant, Worksheet
from chainrule.worksheets.grading import Answer

PROBLEMS, PER_VARIANT = 2_000, 20


def main(count: int) -> None:
    made = problems(["chain", "product", "quotient", "power", "trigonometric"], (1, 2), PROBLEMS, 1)
    variants = [Variant(n + 1, tuple(made[PER_VARIANT * n :][:PER_VARIANT])) for n in range(PROBLEMS // PER_VARIANT)]
    sheet = Worksheet("Measured", 1, "natural", tuple(variants))
    given = [[(p.key, p.text)[n % 5 == 4] for n, p in enumerate(variant.problems)] for variant in variants]

    def rows(total: int) -> Iterator[Answer]:
        for n in range(total):
            place = n % PROBLEMS
            variant, question = divmod(place, PER_VARIANT)
            yield Answer(n + 2, f"student {n % 997}", variant + 1, question + 1, given[variant][question])

    for jobs in (2, 1):
        clock = time.perf_counter()
        if jobs > 1:
            with ProcessPoolExecutor(jobs) as pool:
                right = sum(graded.outcome.verdict == "correct" for graded in cr.grade_many(rows(count), sheet, pool))
        else:
            right = sum(graded.outcome.verdict == "correct" for graded in cr.grade_many(rows(count), sheet))
        took = time.perf_counter() - clock
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{count:,} answers, {PROBLEMS:,} problems, {jobs} processes: {count / took:,.0f} a second, "
              f"{took:.1f} s, {right:,} right, {peak} MB")  # fmt: skip
    clock = time.perf_counter()
    for _ in cr.grade_many(rows(10 * count), sheet):
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{10 * count:,} answers: {10 * count / (time.perf_counter() - clock):,.0f} a second, {peak} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
