"""Every benchmark, one table each: python tests/benchmarks/run.py [NAME]... of the names in BENCHMARKS.

Times are ratios of two things measured side by side in this run, for only those mean something on another machine.
"""

from __future__ import annotations

import sys

import differentiating
import generated
import gradients
import mistakes
import peers
import scaling
import starting

BENCHMARKS = {"differentiating": differentiating, "starting": starting, "scaling": scaling,
              "gradients": gradients, "generated": generated, "peers": peers, "mistakes": mistakes}  # fmt: skip


def main(names: list[str]) -> None:
    for name in names or BENCHMARKS:
        print(f"\n{name}: {BENCHMARKS[name].__doc__.splitlines()[0]}\n")
        BENCHMARKS[name].main()


if __name__ == "__main__":
    main(sys.argv[1:])
