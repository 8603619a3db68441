"""chainrule formulas: the formula sheet, with the local derivatives of the operations beside the functions."""

from __future__ import annotations

from typing import Any

import click

from chainrule.cli.output import destination, look, output_options

__all__ = ["formulas"]

FORMATS = ("text", "latex", "markdown", "json")
EXAMPLES = """\b
Examples:
  chainrule formulas
  chainrule formulas sin arctan "*"
  chainrule formulas --format markdown -o formulas.md"""


@click.command(epilog=EXAMPLES, short_help="Print the derivative of every function that is known.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@output_options(*FORMATS)
def formulas(names: tuple[str, ...], output: str | None, force: bool, **appearance: Any) -> int:
    """Print the derivative of every function that is known, and where it exists.

    Each NAME is a function or one of + - * / ^, and leaves the others out.
    """
    from chainrule.rendering.sheet import sheet

    asked = look(FORMATS, output=output, **appearance)
    text = sheet(names, asked.format, ascii=asked.ascii, width=asked.width)
    with destination(output, force) as stream:
        stream.write(f"{text}\n")
    return 0
