"""chainrule worksheet: problems from a seed, as a sheet with as many variants as there are students."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from chainrule.cli.arguments import WholeNumber, lines, several
from chainrule.cli.errors import CODES, report
from chainrule.cli.output import destination, look, output_options, write
from chainrule.errors import ChainRuleError
from chainrule.expression.limits import DEFAULT

__all__ = ["worksheet"]

FORMATS = ("markdown", "pdf", "typst", "latex", "html", "json", "csv")
PAGED = ("pdf", "typst", "latex")
EXAMPLES = """\b
Examples:
  chainrule worksheet --topic chain --count 5
  chainrule worksheet --topic chain --count 12 --variants 30 --seed 7 --title "4 December" -o sheet.pdf
  chainrule worksheet --topic product,quotient --level 2,3 --solutions -o sheet.html
  chainrule worksheet --problems mine.txt --count 6 --key -o sheet.tex

\b
Topics: power, product, quotient, chain, mixed (chain with others), exponential, logarithm, trigonometric, inverse,
partial, multivariable, graph, neuron, implicit, table (of values), composite (or not?), layers (name outer and inner),
choice (of four), mistake (find the wrong line).

\b
Beside sheet.pdf the same sheet is written as sheet.json, with its key, for marking."""


@click.command(epilog=EXAMPLES, short_help="Make a worksheet, with its key and worked solutions.")
@click.option("--topic", "topics", multiple=True, metavar="NAME", help="What the problems are about; several: a,b.")
@click.option("--count", type=WholeNumber(0), metavar="N", help="How many problems are made (10).")
@click.option("--level", "levels", multiple=True, metavar="1-4", help="How hard; several: 1,2. In chain, the links.")
@click.option("--variants", type=WholeNumber(1), default=1, metavar="N", help="Sheets of equal difficulty.")
@click.option("--seed", default="0", metavar="TEXT", help="The same seed gives the same sheet (0).")
@click.option("--title", metavar="TEXT", help="What stands at the top.")
@click.option("--problems", "files", multiple=True, metavar="FILE", help="Your own problems, a line each.")
@click.option("--log", type=click.Choice(["natural", "10"]), default="natural", help="The base of log x.")
@click.option("--key", is_flag=True, help="With the answers.")
@click.option("--solutions", is_flag=True, help="With the answers and how they are found.")
@click.option("--two-sided", is_flag=True, help="Each variant on paper of its own, printed on both sides.")
@output_options(*FORMATS, text=False)
def worksheet(
    topics: Sequence[str], count: int | None, levels: Sequence[str], variants: int, seed: str, title: str | None,
    files: Sequence[str], log: str, key: bool, solutions: bool, two_sided: bool,
    output: str | None, force: bool, format_: str | None,
) -> int:
    """Make a worksheet with its key, and with worked solutions where they are wanted."""
    from chainrule.worksheets import worksheet as made

    asked = look(FORMATS, format_, output, ascii_=False, width=None)
    if two_sided and asked.format not in PAGED:
        raise click.UsageError(f"--two-sided goes with --format {', '.join(PAGED)}")
    own = _own(files, log)
    if count is None:
        count = 0 if own and not topics else 10
    if not count and not own:
        raise click.UsageError("a sheet needs problems: --count 1 or more, or --problems FILE")
    sheet = made(
        several(topics), count, int(seed) if seed.lstrip("-").isdecimal() else seed, variants=variants,
        level=_levels(levels), title=title, own=own, log=log,
    )  # fmt: skip
    beside, record = _beside(output, asked.format), sheet.to_json()
    if beside is not None and _holds(beside, record):  # it was written beside another format of the same sheet
        beside = None
    with destination(output, force) as stream, destination(beside, force) if beside else nullcontext() as data:
        write(stream, sheet.export(asked.format, key=key, solutions=solutions, two_sided=two_sided))
        if data is not None:
            write(data, record)
    return int(CODES.done)


def _levels(given: Sequence[str]) -> list[int] | None:
    levels = several(given)
    for level in levels:
        if level not in ("1", "2", "3", "4"):
            raise click.UsageError(f"--level takes 1, 2, 3 or 4, or several, as in 1,2; not {level}")
    return [int(level) for level in levels] or None


def _own(files: Sequence[str], log: str) -> list[str]:
    """The problems in the files; what cannot be used is reported, line by line, and no sheet is made without it."""
    from chainrule.tutor.problems import own_problem

    found, failed = [], False
    for line in lines((), files, DEFAULT.characters):
        try:
            own_problem(line.text, log=log)
        except ChainRuleError as error:
            report(error, line.place)
            failed = True
        found.append(line.text)
    if failed:
        raise click.exceptions.Exit(CODES.unusable)
    if files and not found:
        raise ChainRuleError("there is no problem in what was given")
    return found


def _beside(output: str | None, format_: str) -> str | None:
    """The name of the data beside a printed sheet."""
    if output in (None, "-") or format_ == "json":
        return None
    assert output is not None
    return f"{os.path.splitext(output)[0]}.json"


def _holds(name: str, text: str) -> bool:
    try:
        return Path(name).read_text(encoding="utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False
