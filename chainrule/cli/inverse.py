"""chainrule inverse: the slope of an inverse function."""

from __future__ import annotations

from typing import Any

import click

from chainrule.cli.arguments import ExpressionCommand
from chainrule.cli.records import record_options, write_record

__all__ = ["inverse"]

EXAMPLES = """\b
Examples:
  chainrule inverse "x^3 + x" 2                   where the function has the value 2
  chainrule inverse "x^3 - 3x" 2 --input 2        of the places with this value, x = 2
  chainrule inverse "x^3 + x"                     in terms of x
  chainrule inverse "sin(x)" 1/2"""


@click.command(cls=ExpressionCommand, epilog=EXAMPLES, short_help="Find the slope of an inverse function.")
@click.argument("function")
@click.argument("value", required=False)
@click.option("--input", "at_input", metavar="NUMBER", help="Where the function has the value; else it is found.")
@click.option("-x", "--variable", metavar="NAME", help="The variable of the function.")
@record_options(notation=True)
def inverse(function: str, value: str | None, at_input: str | None, variable: str | None, **shown: Any) -> int:
    """Find the slope of the inverse of a FUNCTION at a VALUE of it, step by step."""
    from chainrule.calculus.curves.inverse import inverse_slope

    return write_record(lambda: inverse_slope(function, value, at_input=at_input, variable=variable), **shown)
