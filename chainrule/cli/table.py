"""chainrule table: a slope from a table of values."""

from __future__ import annotations

import sys
from typing import Any

import click

from chainrule.cli.arguments import ExpressionCommand, WholeNumber
from chainrule.cli.records import record_options, write_record
from chainrule.errors import ChainRuleError

__all__ = ["table"]

EXAMPLES = """\b
Examples:
  chainrule table "f(g(x))" "f(2)=3, f'(2)=-1, g(1)=2, g'(1)=5" --at x=1
  chainrule table "f(x)/g(x)" --file values.csv --at 2      rows under the head x,f,f',g,g'
  chainrule table "x^2 f(x)" - --at 3 < values.csv"""


@click.command(cls=ExpressionCommand, epilog=EXAMPLES, short_help="Find the slope of f(g(x)) from a table of values.")
@click.argument("function")
@click.argument("values", required=False)
@click.option("--file", metavar="FILE", help="Read the values from FILE: entries, or rows under a head.")
@click.option("--at", required=True, metavar="POINT", help="Where: x=1, or 1.")
@click.option("--order", type=WholeNumber(1), default=1, metavar="N", help="Of the derivative.")
@click.option("-x", "--variable", metavar="NAME", help="Differentiate by NAME.")
@record_options(notation=True)
def table(
    function: str, values: str | None, file: str | None, at: str, order: int, variable: str | None, **shown: Any
) -> int:
    """Find the slope of a FUNCTION such as "f(g(x))" from VALUES such as "f(2)=3, f'(2)=-1", step by step.

    VALUES that are - stand for standard input.
    """
    if (values is None) is (file is None):
        raise click.UsageError("give the values, as in: \"f(2)=3, f'(2)=-1\", or --file with them")
    from chainrule.calculus.tables import from_table

    text = values if values not in (None, "-") else _read(file)
    return write_record(lambda: from_table(function, text, at, order=order, variable=variable), **shown)


def _read(file: str | None) -> str:
    try:
        if file in (None, "-"):
            return sys.stdin.read()
        with open(file or "", encoding="utf-8-sig") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise ChainRuleError(f"the file {file or '-'} cannot be read: {reason}") from error
