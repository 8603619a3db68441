"""chainrule hint: hints for finding a derivative, from a question to the whole step."""

from __future__ import annotations

from typing import Any

import click

from chainrule.cli.arguments import ExpressionCommand, WholeNumber
from chainrule.cli.check import FORMATS
from chainrule.cli.output import destination, look, output_options, write

__all__ = ["hint"]

EXAMPLES = """\b
Examples:
  chainrule hint "(3x^2+1)^5"                          every hint, the least telling first
  chainrule hint "(3x^2+1)^5" --up-to 2                the first two
  chainrule hint "x^2 + y^2 = 25"                      the slope of a curve
  chainrule hint "sin(x^2)" --after "cos(x^2)"         first about the mistake in an answer"""


@click.command(cls=ExpressionCommand, epilog=EXAMPLES, short_help="Print hints, from a question to the whole step.")
@click.argument("expression", metavar="EXPRESSION")
@click.option("-x", "--variable", metavar="NAME", help="Differentiate by NAME.")
@click.option("--log", type=click.Choice(["natural", "10"]), default="natural", help="The base of log x.")
@click.option("--after", "answer", metavar="ANSWER", help="A wrong answer that the first hints are about.")
@click.option("--up-to", "count", type=WholeNumber(1), metavar="N", help="The first N hints alone.")
@output_options(*FORMATS)
def hint(
    expression: str, variable: str | None, log: str, answer: str | None, count: int | None, output: str | None,
    force: bool, **appearance: Any,
) -> int:
    """Print hints for differentiating EXPRESSION, from a question to the whole step."""
    from chainrule.cli.records import written
    from chainrule.expression.reading import read
    from chainrule.tutor.hints import hints

    asked = look(FORMATS, output=output, **appearance)
    problem = read(expression, variable=variable, names=[variable] if variable else [], log=log)
    found = hints(problem, variable, answer=answer)
    with destination(output, force) as stream:
        write(stream, written(found.first(count), asked))
    return 0
