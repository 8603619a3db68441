"""A whole cold process, against `python -c pass`: time as a ratio, and peak memory.

The interpreter that runs this is the one that is measured: start it by its real path, not through a shim.
"""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median
from time import perf_counter

ROUNDS = 15
RUN = "from chainrule.cli.main import main; main()"


def main() -> None:
    rows: dict[str, tuple[list[str], dict[str, str]]] = {
        "python -c pass": ([sys.executable, "-c", "pass"], {}),
        "import chainrule": ([sys.executable, "-c", "import chainrule"], {}),
        'chainrule "sin(cos(x))", plain': ([sys.executable, "-c", RUN, "sin(cos(x))"], {"NO_COLOR": "1"}),
        'chainrule "sin(cos(x))", in colour': ([sys.executable, "-c", RUN, "sin(cos(x))"], {"FORCE_COLOR": "1"}),
        "import sympy": ([sys.executable, "-c", "import sympy"], {}),
    }
    times: dict[str, list[float]] = {name: [] for name in rows}
    memory: dict[str, int] = {}
    for _ in range(ROUNDS):  # in turn, so that a slow moment of the machine meets all of them
        for name, (command, variables) in rows.items():
            seconds, kilobytes = _run(command, variables)
            times[name].append(seconds)
            memory[name] = kilobytes
    base = median(times["python -c pass"])
    print(f"{'':40}{'time':>10}{'ratio':>8}{'memory':>10}")
    for name in rows:
        print(f"{name:40}{median(times[name]) * 1e3:7.0f} ms{median(times[name]) / base:8.1f}{memory[name] / 1024:7.0f} MB")


def _run(command: list[str], variables: dict[str, str]) -> tuple[float, int]:
    """Seconds, and the most memory resident at a time, in kilobytes."""
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")} | variables
    begin = perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed")
    return seconds, usage.ru_maxrss


if __name__ == "__main__":
    main()
