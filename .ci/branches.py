"""The coverage of branches in some folders, from coverage.py's JSON report: branches.py REPORT FOLDER..."""

from __future__ import annotations

import json
import sys
from pathlib import Path

WANTED = 0.98


def main(report: str, *folders: str) -> int:
    files = json.loads(Path(report).read_text())["files"]
    worst = 1.0
    for folder in folders:
        summaries = [data["summary"] for name, data in files.items() if name.startswith(f"{folder}/")]
        total = sum(summary["num_branches"] for summary in summaries)
        share = sum(summary["covered_branches"] for summary in summaries) / total if total else 0.0
        worst = min(worst, share)
        print(f"{folder}: {share:.2%} of {total} branches")
    return int(worst < WANTED)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
