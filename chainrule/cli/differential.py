"""chainrule differential: the total differential of a function."""

from __future__ import annotations

from typing import Any

import click

from chainrule.cli.arguments import ExpressionCommand
from chainrule.cli.records import record_options, write_record

__all__ = ["differential"]

EXAMPLES = """\b
Examples:
  chainrule differential "x^2 y"
  chainrule differential "x^2 y" --at x=1,y=2 --change dx=0.1,dy=-0.05
  chainrule differential "A = pi r^2" --at r=3 --change dr=0.01"""


@click.command(
    cls=ExpressionCommand, epilog=EXAMPLES, short_help="Find the total differential, and what a small change does."
)
@click.argument("function")
@click.option("--at", metavar="POINT", help="At a point: x=1,y=2.")
@click.option("--change", metavar="CHANGES", help="With --at: how much each variable changes: dx=0.1,dy=-0.05.")
@click.option("-x", "--variable", metavar="NAMES", help="The variables that change: x, or x,y.")
@record_options(notation=True)
def differential(function: str, at: str | None, change: str | None, variable: str | None, **shown: Any) -> int:
    """Find the total differential of a FUNCTION, and what it says of a small change, step by step."""
    from chainrule.calculus.differential import total_differential

    names = None if variable is None else variable.split(",")
    return write_record(lambda: total_differential(function, names, at=at, change=change), **shown)
