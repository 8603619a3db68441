"""chainrule check: is an answer right, and if it is not, which mistake leads to exactly that answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from chainrule.cli.arguments import ExpressionCommand, lines
from chainrule.cli.errors import CODES
from chainrule.cli.output import destination, look, output_options, write
from chainrule.expression.limits import DEFAULT

if TYPE_CHECKING:
    from chainrule.tutor.marking import Mark
    from chainrule.tutor.working.checking import Working

__all__ = ["FORMATS", "check"]

FORMATS = ("text", "latex", "markdown", "speech", "typst", "json")
EXIT_CODES = {
    "correct": CODES.done, "incorrect": CODES.incorrect, "unfinished": CODES.incorrect, "undecided": CODES.undecided,
    "unreadable": CODES.unusable,
}  # fmt: skip
EXAMPLES = """\b
Examples:
  chainrule check "sin(x^2)" "cos(x^2)"
  chainrule check "sin(x^2)" "cos(x^2)" --solution            with the derivative at the end
  chainrule check "x^2 y" "2xy" -x x --json
  chainrule check "x^2 + y^2 = 25" "dy/dx = -x/y"             the slope of a curve
  chainrule check "(2x+1)^3" "3(2x+1)^2 * 2 = 6(2x+1)^2"      a chain: its last member is the answer
  chainrule check "sin(x^2)" "u = x^2" "du/dx = 2x" "dy/du = cos(u)" "dy/dx = 2x cos(x^2)"

\b
Exit codes: 0 the answer is right; 1 it is wrong, or working stops short; 2 it could not be read; 3 a limit was reached;
4 undecided."""


@click.command(cls=ExpressionCommand, epilog=EXAMPLES, short_help="Mark an answer, and say which mistake leads to it.")
@click.argument("expression", metavar="EXPRESSION")
@click.argument("answers", nargs=-1, required=True, metavar="ANSWER...")
@click.option("-x", "--variable", metavar="NAME", help="Differentiate by NAME.")
@click.option("--log", type=click.Choice(["natural", "10"]), default="natural", help="The base of log x.")
@click.option("--detail", type=click.Choice(["answer", "brief", "full"]), default="full", help="How much to say.")
@click.option("--solution", is_flag=True, help="End with the derivative.")
@output_options(*FORMATS)
def check(
    expression: str, answers: tuple[str, ...], variable: str | None, log: str, detail: str, solution: bool,
    output: str | None, force: bool, **appearance: Any,
) -> int:
    """Mark the ANSWER to `differentiate EXPRESSION`, and say which mistake leads to it.

    EXPRESSION may be an equation such as x^2 + y^2 = 25; then dy/dx is asked for, and compared on the curve. Several
    ANSWERs are the lines of one working. An ANSWER that is - stands for the lines of standard input.
    """
    from chainrule.cli.records import written

    asked = look(FORMATS, output=output, **appearance)
    given = [line.text for line in lines(answers, (), DEFAULT.characters)] or [""]
    record = _marked(expression, given, variable, log, solution)
    with destination(output, force) as stream:
        write(stream, written(record, asked, detail=detail))
    return int(EXIT_CODES[record.verdict])


def _marked(expression: str, given: list[str], variable: str | None, log: str, solution: bool) -> Mark | Working:
    from chainrule.expression.reading import read
    from chainrule.tutor.marking import check as mark
    from chainrule.tutor.working.checking import check_working

    problem = read(expression, variable=variable, names=[variable] if variable else [], log=log)
    if len(given) == 1:
        return mark(problem, given[0], variable, solution=solution)
    return check_working(problem, given, variable)
