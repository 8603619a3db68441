"""A network as a Python file of its own: its functions, its parameters, and a main part that trains and predicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chainrule.errors import ChainRuleError
from chainrule.network.training import start

if TYPE_CHECKING:
    from chainrule.network.model import Network

__all__ = ["standalone"]

HEAD = '''"""A network {shape}: {count} parameters, loss {loss}. It needs Python and nothing else.

    python {file} predict {example}       what it gives for one row of inputs
    python {file} train data.csv          learns from rows of inputs and targets, and prints the parameters
"""
'''
MAIN = '''

INPUTS, TARGETS, LINE = {inputs}, {targets}, 100
PARAMETERS = [
{parameters}
]


def train(parameters, rows, epochs=500, rate=0.1):
    """Gradient descent, a step for each row; gives the new parameters."""
    inputs, targets = [row[:INPUTS] for row in rows], [row[INPUTS:] for row in rows]
    for number in range(1, epochs + 1):
        loss, parameters = epoch(parameters, inputs, targets, rate)
        if number == 1 or number % max(1, epochs // 10) == 0:
            print(f"epoch {{number}}: loss {{loss:.6g}}")
    return parameters


def rows_of(path):
    """The numbers of a CSV file; a first line of names is passed over."""
    with open(path, encoding="utf-8") as file:
        lines = [line.strip().split(",") for line in file if line.strip()]
    rows = []
    for number, cells in enumerate(lines, 1):
        try:
            rows.append([float(cell) for cell in cells])
        except ValueError:
            if number > 1:
                raise SystemExit(f"{{path}}, line {{number}}: there is a cell that is no number") from None
            continue
        if len(cells) != INPUTS + TARGETS:
            raise SystemExit(f"{{path}}, line {{number}}: {{INPUTS}} inputs and {{TARGETS}} targets are wanted")
    if not rows:
        raise SystemExit(f"{{path}} has no rows")
    return rows


if __name__ == "__main__":
    import sys

    task, *given = sys.argv[1:] or [""]
    if task == "predict" and len(given) == INPUTS:
        print(*predict(PARAMETERS, [float(value) for value in given]))
    elif task == "train" and len(given) == 1:
        print("PARAMETERS =", train(PARAMETERS, rows_of(given[0])))
    else:
        print(__doc__)
'''


def standalone(
    net: Network, parameters: Sequence[float] | None = None, *, file: str = "model.py", seed: int = 0
) -> str:
    """The text of the file; the parameters are those given, or a start of the weights drawn by the seed.

    Raises ChainRuleError for a network over a minibatch, which does not predict row by row.
    """
    if net.batch > 1:
        raise ChainRuleError("a file of its own is for a network of one row at a time: leave batch= out")
    values = start(net, parameters, seed)
    shown = "\n".join(f"    {value!r},  # {name.name}" for value, name in zip(values, net.parameters, strict=True))
    inputs, targets = len(net.inputs), len(net.targets)
    safe = "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in file)
    example = " ".join(["1"] * inputs)
    head = HEAD.format(shape=net.shape, count=len(values), loss=net.cost.title, file=safe, example=example)
    source = net.program.source("gradient", "epoch", "predict")
    return f"{head}\n{source}{MAIN.format(inputs=inputs, targets=targets, parameters=shown)}"
