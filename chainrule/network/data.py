"""Data to train on: from CSV files, computed, or shipped by a package; every complaint names file, line and column."""

from __future__ import annotations

import csv
import gzip
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainrule.errors import ChainRuleError, MissingExtraError, NameUnknownError

if TYPE_CHECKING:
    from chainrule.network.model import Network

__all__ = ["DATASETS", "Dataset", "dataset", "read_csv"]

Rows = tuple[tuple[float, ...], ...]
IRIS = "plotly", "package_data/datasets/iris.csv.gz"
UNUSED = ("species_id",)  # what the package adds to the measurements


@dataclass(frozen=True)
class Dataset:
    """Samples: a row of inputs and a row of targets each.

    names     of the inputs
    classes   where the targets are classes, their names; a row of targets is then the place of one
    source    where it came from, as messages say it
    """

    inputs: Rows
    targets: Rows
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    source: str = "the data"

    def __len__(self) -> int:
        return len(self.inputs)

    def for_network(self, net: Network) -> Dataset:
        """With as many targets as the network has: a class as 0 or 1, or as a 1 among zeros.

        Raises ChainRuleError where the widths are not those of the network.
        """
        given, wanted = len(self.inputs[0]), len(net.inputs) // net.batch
        if given != wanted:
            raise ChainRuleError(f"{self.source} has {given} inputs in a row, and the network takes {wanted}")
        outputs, width = len(net.targets) // net.batch, len(self.targets[0])
        if not self.classes:
            if width != outputs:
                raise ChainRuleError(f"{self.source} has {width} targets in a row, and the network gives {outputs}")
            return self
        count = len(self.classes)
        if outputs == count:
            places = range(count)
            return replace(self, targets=tuple(tuple(float(p == place) for p in places) for (place,) in self.targets))
        if outputs == 1 and count == 2:
            return self
        raise ChainRuleError(
            f"{self.source} has {count} classes ({', '.join(self.classes[:5])}), which takes {count} outputs"
            f"{' or one' if count == 2 else ''}, and the network gives {outputs}"
        )

    def split(self, share: float, seed: int = 0) -> tuple[Dataset, Dataset]:
        """Two sets, the second with this share of the samples, drawn by the seed."""
        if not 0 < share < 1:
            raise ChainRuleError(f"the share of a split is between 0 and 1, not {share}")
        order = list(range(len(self)))
        random.Random(seed).shuffle(order)
        cut = len(order) - max(1, round(share * len(order)))
        if cut < 1:
            raise ChainRuleError(f"{self.source} has too few samples to be split")
        return self._only(sorted(order[:cut])), self._only(sorted(order[cut:]))

    def standardised(self) -> Dataset:
        """With inputs of mean 0 and variance 1, column by column; a column that never changes becomes 0."""
        columns = []
        for column in zip(*self.inputs, strict=True):
            mean = math.fsum(column) / len(column)
            spread = math.sqrt(math.fsum([(value - mean) ** 2 for value in column]) / len(column))
            columns.append([(value - mean) / spread if spread else 0.0 for value in column])
        return replace(self, inputs=tuple(zip(*columns, strict=True)))

    def _only(self, places: Iterable[int]) -> Dataset:
        kept = list(places)
        inputs, targets = [tuple(rows[place] for place in kept) for rows in (self.inputs, self.targets)]
        return replace(self, inputs=inputs, targets=targets)


# --- from a file -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cell:
    text: str
    line: int
    column: str


def read_csv(path: str | Path, targets: str | Sequence[str] | None = None) -> Dataset:
    """Samples from a file with a line of names first; cells are parted by commas, semicolons or tabs.

    targets   the names of the columns that are to be predicted; left out, the last one. One column of words is classes.
    Raises ChainRuleError with the file, the line and the column for what is no number, and where columns are missing.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ChainRuleError(f"{file} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ChainRuleError(f"{file} is not text in UTF-8") from None
    return _from_text(text, str(file), targets)


def _from_text(text: str, source: str, targets: str | Sequence[str] | None) -> Dataset:
    lines = text.splitlines(keepends=True)  # or the lines of a quoted cell would become one number
    first = next((line for line in lines if line.strip()), "")
    delimiter = next((sign for sign in ",;\t" if sign in first), ",")
    rows = _rows(lines, delimiter, source)
    head = next(rows, None)
    if head is None:
        raise ChainRuleError(f"{source} is empty")
    names = [cell.text.strip() for cell in head]
    if all(_is_number(name) for name in names):
        raise ChainRuleError(f"{source}, line {head[0].line}: a first line with the names of the columns is wanted")
    wanted = _columns(names, targets, source)
    inputs, labels = [], []
    for row in rows:
        if len(row) != len(names):
            raise ChainRuleError(f"{source}, line {row[0].line}: {len(names)} cells are wanted, and it has {len(row)}")
        cells = [replace(cell, column=name) for cell, name in zip(row, names, strict=True)]
        inputs.append(tuple(_number(cell, source) for cell in cells if cell.column not in wanted))
        labels.append([cell for cell in cells if cell.column in wanted])
    if not inputs:
        raise ChainRuleError(f"{source} has no line of data below the names")
    numbers, classes = _targets(labels, source)
    return Dataset(tuple(inputs), numbers, tuple(name for name in names if name not in wanted), classes, source)


def _rows(lines: Sequence[str], delimiter: str, source: str) -> Iterator[list[_Cell]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield [_Cell(cell, reader.line_num, "") for cell in row]
    except csv.Error as error:
        raise ChainRuleError(f"{source}, line {reader.line_num}: {error}") from None


def _columns(names: Sequence[str], targets: str | Sequence[str] | None, source: str) -> list[str]:
    """The target columns; what is not there is refused with the nearest name."""
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        raise ChainRuleError(f"{source} has two columns called {twice!r}")
    if len(names) < 2:
        raise ChainRuleError(f"{source} has one column; inputs and targets are wanted")
    wanted = [names[-1]] if targets is None else [targets] if isinstance(targets, str) else list(targets)
    for name in wanted:
        if name not in names:
            from difflib import get_close_matches

            near = get_close_matches(name, names, n=1, cutoff=0.5)
            mend = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
            raise NameUnknownError(f"{source} has no column {name!r}; {mend}", name)
    if len(wanted) == len(names):
        raise ChainRuleError(f"{source} has no column left for inputs")
    return wanted


def _number(cell: _Cell, source: str) -> float:
    if _is_number(cell.text):
        return float(cell.text)
    shown = f"{cell.text.strip()[:30]!r} is no number" if cell.text.strip() else "the cell is empty"
    raise ChainRuleError(f"{source}, line {cell.line}, column {cell.column}: {shown}")


def _is_number(text: str) -> bool:
    try:
        return "_" not in text and math.isfinite(float(text))
    except ValueError:
        return False


def _targets(rows: Sequence[Sequence[_Cell]], source: str) -> tuple[Rows, tuple[str, ...]]:
    """The targets as numbers; one column of words as classes, in the order in which they appear."""
    if len(rows[0]) == 1 and not any(_is_number(row[0].text) for row in rows):
        empty = next((row[0] for row in rows if not row[0].text.strip()), None)
        if empty is not None:
            _number(empty, source)
        classes = list(dict.fromkeys(row[0].text.strip() for row in rows))
        return tuple((float(classes.index(row[0].text.strip())),) for row in rows), tuple(classes)
    return tuple(tuple(_number(cell, source) for cell in row) for row in rows), ()


# --- computed, and shipped -------------------------------------------------------------------------------------------


def xor() -> Dataset:
    """Whether exactly one of two inputs is 1: no straight line parts it."""
    inputs = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
    return Dataset(inputs, tuple((float(a != b),) for a, b in inputs), ("x1", "x2"), ("equal", "different"), "xor")


def moons(count: int = 100, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Two half circles that reach into each other, with normal noise."""
    draw = random.Random(seed)
    rows, targets = [], []
    for index in range(count):
        angle, lower = math.pi * draw.random(), index % 2
        x, y = math.cos(angle), math.sin(angle)
        x, y = (1 - x, 0.5 - y) if lower else (x, y)
        rows.append((x + draw.gauss(0, noise), y + draw.gauss(0, noise)))
        targets.append((float(lower),))
    return Dataset(tuple(rows), tuple(targets), ("x1", "x2"), ("upper", "lower"), "moons")


def spirals(count: int = 100, noise: float = 0.02, seed: int = 0, turns: float = 1.5) -> Dataset:
    """Two arms of a spiral around each other, with normal noise."""
    draw = random.Random(seed)
    rows, targets = [], []
    for index in range(count):
        along, arm = math.sqrt(draw.random()), index % 2
        angle = 2 * math.pi * turns * along + math.pi * arm
        rows.append((along * math.cos(angle) + draw.gauss(0, noise), along * math.sin(angle) + draw.gauss(0, noise)))
        targets.append((float(arm),))
    return Dataset(tuple(rows), tuple(targets), ("x1", "x2"), ("first", "second"), "spirals")


def iris() -> Dataset:
    """Fisher's measurements of 150 irises of three species (1936), from the package of the extra `data`."""
    package, place = IRIS
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise MissingExtraError("plotly, which ships the iris data,", "data")
    file = Path(next(iter(found.submodule_search_locations)), place)
    try:
        lines = list(csv.reader(gzip.decompress(file.read_bytes()).decode().splitlines()))
    except OSError:
        raise ChainRuleError(f"this version of {package} ships no iris data") from None
    kept = [place for place, name in enumerate(lines[0]) if name not in UNUSED]
    return _from_text("\n".join(",".join(line[place] for place in kept) for line in lines), "iris", None)


DATASETS: dict[str, Callable[..., Dataset]] = {"xor": xor, "moons": moons, "spirals": spirals, "iris": iris}


def dataset(source: Any, targets: str | Sequence[str] | None = None) -> Dataset:
    """What people give as data: a Dataset, the name of one in DATASETS, a CSV file, or (inputs, targets) as rows."""
    if isinstance(source, Path) or (isinstance(source, str) and source not in DATASETS):
        if isinstance(source, str) and not Path(source).suffix and not Path(source).exists():
            raise NameUnknownError(f"there is no data called {source!r}: there are {', '.join(DATASETS)}, "
                                   "or give a CSV file", source)  # fmt: skip
        return read_csv(source, targets)
    if targets is not None:
        raise ChainRuleError("targets are the columns of a CSV file; this data says itself what they are")
    if isinstance(source, Dataset):
        return source
    if isinstance(source, str):
        return DATASETS[source]()
    try:
        inputs, wanted = source
        rows = [_row(row, "inputs") for row in inputs], [_row(row, "targets") for row in wanted]
    except (TypeError, ValueError):
        raise TypeError("data is a Dataset, its name, a CSV file, or rows of inputs and rows of targets") from None
    if len(rows[0]) != len(rows[1]) or not rows[0]:
        raise ChainRuleError(f"{len(rows[0])} rows of inputs and {len(rows[1])} rows of targets do not go together")
    for kept, what in zip(rows, ("inputs", "targets"), strict=True):
        for number, (row, first) in enumerate(zip_longest(kept, [], fillvalue=kept[0]), 1):
            if len(row) != len(first):
                raise ChainRuleError(f"row {number} of the {what} has {len(row)} numbers, the first has {len(first)}")
    return Dataset(tuple(rows[0]), tuple(rows[1]))


def _row(row: Any, what: str) -> tuple[float, ...]:
    numbers = tuple(float(value) for value in (row if isinstance(row, Iterable) else [row]))
    if not all(map(math.isfinite, numbers)):
        raise ChainRuleError(f"the {what} hold a number that is not finite: {numbers}")
    return numbers
