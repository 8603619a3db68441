"""chainrule approximate: the linear approximation of a function at a point."""

from __future__ import annotations

from typing import Any

import click

from chainrule.cli.arguments import ExpressionCommand
from chainrule.cli.records import record_options, write_record

__all__ = ["approximate"]

EXAMPLES = """\b
Examples:
  chainrule approximate "sqrt(x)" --at x=4
  chainrule approximate "sqrt(x)" --at 4 --to 4.1            the estimate beside the true value
  chainrule approximate "x^2 y" --at x=1,y=2 --to x=1.1      the tangent plane"""


@click.command(
    cls=ExpressionCommand, epilog=EXAMPLES, short_help="Find the linear approximation of a function at a point."
)
@click.argument("function")
@click.option("--at", required=True, metavar="POINT", help="The point: x=4, or 4; several variables by name.")
@click.option("--to", metavar="POINT", help="Compare with the function at a place nearby.")
@click.option("-x", "--variable", metavar="NAMES", help="The variables that change: x, or x,y.")
@record_options(notation=True)
def approximate(function: str, at: str, to: str | None, variable: str | None, **shown: Any) -> int:
    """Find the linear approximation of a FUNCTION at a point, step by step."""
    from chainrule.calculus.approximation import linear_approximation

    names = None if variable is None else variable.split(",")
    return write_record(lambda: linear_approximation(function, at, to, variables=names), **shown)
