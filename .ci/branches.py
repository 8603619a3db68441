"""Which share of the branches in some folders the tests take, from SlipCover's JSON report.

    branches.py REPORT FOLDER...

Fails below 98 % in one of them, and names the branches there that were not taken.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

WANTED = 0.98


def main(report: str, *folders: str) -> int:
    files = json.loads(Path(report).read_text())["files"]
    worst = 1.0
    for folder in folders:
        inside = {name: data for name, data in files.items() if name.startswith(f"{folder}/")}
        taken = sum(len(data["executed_branches"]) for data in inside.values())
        missing = [f"{name}:{start}" for name, data in inside.items() for start, _ in data["missing_branches"]]
        share = taken / (taken + len(missing)) if taken else 0.0
        worst = min(worst, share)
        print(f"{folder}: {share:.2%} of {taken + len(missing)} branches")
        if share < WANTED:
            print("not taken, one branch or both:", *missing, sep="\n  ")
    return int(worst < WANTED)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
