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

    python {file} predict {example}
        what it gives for one row of inputs{given}
    python {file} train data.csv
        learns from rows of inputs and targets, and prints the parameters
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
        try:
            loss, parameters = epoch(parameters, inputs, targets, rate)
        except (ValueError, ZeroDivisionError, OverflowError):
            loss = math.nan
        if not all(map(math.isfinite, [loss, *parameters])):
            raise SystemExit(f"epoch {{number}}: a number is not finite any more; a smaller rate may help")
        if number == 1 or number % max(1, epochs // 10) == 0:
            print(f"epoch {{number}}: loss {{loss:.6g}}")
    return parameters


def number_of(text, where):
    """A finite number; ends the program, with the place, for what is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SystemExit(f"{{where}}: {{text.strip()!r}} is no number")
    return value


def is_name(text):
    try:
        float(text)
    except ValueError:
        return bool(text.strip())
    return False


def rows_of(path):
    """The numbers of a CSV file; a first line of names is passed over."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            lines = [line.strip().split(",") for line in file]
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{{path}} cannot be read: {{error}}") from None
    rows = []
    for number, cells in enumerate(lines, 1):
        if cells == [""] or (number == 1 and all(map(is_name, cells))):
            continue
        where = f"{{path}}, line {{number}}"
        if len(cells) != INPUTS + TARGETS:
            raise SystemExit(f"{{where}}: {{INPUTS}} inputs and {{TARGETS}} targets are wanted, parted by commas")
        rows.append([number_of(cell, where) for cell in cells])
    if not rows:
        raise SystemExit(f"{{path}} has no rows")
    return rows


if __name__ == "__main__":
    import sys

    task, *given = sys.argv[1:] or [""]
    if task == "predict" and len(given) == INPUTS:
        print(*predict(PARAMETERS, [number_of(text, "inputs") for text in given]))
    elif task == "train" and len(given) == 1:
        print("PARAMETERS =", train(PARAMETERS, rows_of(given[0])))
    elif not task:
        print(__doc__)
    else:
        raise SystemExit(__doc__)
'''
LOGITS = ": logits, of which {probability} makes probabilities"


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
    probability = net.cost.probability
    logits = LOGITS.format(probability=probability) if probability else ""
    head = HEAD.format(
        given=logits, shape=net.shape, count=len(values), loss=net.cost.title, file=safe, example=example
    )
    source = net.program.source("gradient", "epoch", "predict")
    if not source.startswith("import math\n"):  # which the main part needs in any case
        source = "import math\n" + ("" if source.startswith("from math") else "\n\n") + source
    return f"{head}\n{source}{MAIN.format(inputs=inputs, targets=targets, parameters=shown)}"
