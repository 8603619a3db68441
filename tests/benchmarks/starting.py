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
LEFT_OUT = ("FORCE_COLOR", "NO_COLOR", "TERM", "PYTHONDONTWRITEBYTECODE")
RUN = "from chainrule.cli.main import main; main()"
ROWS: dict[str, tuple[list[str], dict[str, str]]] = {
    "python -c pass": (["pass"], {}),
    "import chainrule": (["import chainrule"], {}),
    'chainrule "sin(cos(x))", plain': ([RUN, "sin(cos(x))"], {}),
    'chainrule "sin(cos(x))", in colour': ([RUN, "sin(cos(x))"], {"FORCE_COLOR": "1"}),
    "chainrule practice, the first problem": ([RUN, "practice", "--history", os.devnull], {}),
    "import sympy": (["import sympy"], {}),
}
PEAK = """
try:
    exec({code!r})
finally:
    import sys
    with open("/proc/self/status") as status:
        print(next(line.split()[1] for line in status if line.startswith("VmHWM")), file=sys.stderr)
"""


def main() -> None:
    seconds: dict[str, list[float]] = {name: [] for name in ROWS}
    for _ in range(ROUNDS):  # in turn, so that a slow moment of the machine meets all of them
        for name, (arguments, variables) in ROWS.items():
            begin = perf_counter()
            _run(arguments, variables)
            seconds[name].append(perf_counter() - begin)
    base = median(seconds["python -c pass"])
    print(f"{'':40}{'time':>10}{'ratio':>8}{'memory':>10}")
    for name, (arguments, variables) in ROWS.items():
        time = median(seconds[name])
        print(f"{name:40}{time * 1e3:7.0f} ms{time / base:8.1f}{_megabytes(arguments, variables):>10}")


def _megabytes(arguments: list[str], variables: dict[str, str]) -> str:
    """The most memory resident at a time, where the system tells."""
    if not os.path.exists("/proc/self/status"):
        return "?"
    code, *rest = arguments
    return f"{int(_run([PEAK.format(code=code), *rest], variables).stderr) / 1024:.0f} MB"


def _run(arguments: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in LEFT_OUT} | variables
    command = [sys.executable, "-c", *arguments]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=True)  # fmt: skip


if __name__ == "__main__":
    main()
