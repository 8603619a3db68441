"""chainrule derive: how the derivative of each expression is found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from chainrule.cli.arguments import ExpressionCommand, Line, RealNumber, WholeNumber, lines
from chainrule.cli.errors import CODES, exit_code, report, worst
from chainrule.cli.output import destination, look, output_options, write
from chainrule.cli.records import view_options
from chainrule.cli.showing import FORMATS, PICTURES, Wanted, derivation_of, document, failed, shown
from chainrule.cli.verifying import Verdict, summary, verified
from chainrule.errors import ChainRuleError, MissingExtraError
from chainrule.expression.limits import DEFAULT

if TYPE_CHECKING:
    from chainrule.cli.showing import Chapter, Record

__all__ = ["derive"]

T = TypeVar("T")

EXAMPLES = """\b
Examples:
  chainrule derive "sin(cos(x))"
  chainrule derive "-x^2" --order 2
  chainrule derive "x^2 y + y^3" -x x,y              by x, then by y
  chainrule derive "x^2 y + y^3" --gradient          every partial derivative
  chainrule derive "sin(x^2)" --notation lagrange    f'(g(x)) · g'(x) for dy/du · du/dx
  chainrule derive "sin(x^2)" --at x=2               the rates at x = 2, as gears
  chainrule derive "(x - 1)^4" --at x=3 --step 0.1 --steps 10
  chainrule derive "x^2 + y^2 = 25" --order 2        a relation: dy/dx, then again
  chainrule derive "x^2 + y^2 = 25" --at x=3,y=4 --tangent
  chainrule derive --file homework.txt --detail answer
  chainrule derive "e^(x^2)" "x sin x" -o page.html  a page for the browser; so with .pdf, .tex, .md, .svg
  echo "ln(sin(x))" | chainrule derive - --json"""


@click.command(cls=ExpressionCommand, epilog=EXAMPLES)
@click.argument("expressions", nargs=-1, metavar="[EXPRESSION]...")
@click.option("--file", "files", multiple=True, metavar="FILE", help="Read expressions from FILE, one a line.")
@click.option("-x", "--variable", multiple=True, metavar="NAME", help="Differentiate by NAME; by several in turn: x,y.")
@click.option("--implicit", "dependent", metavar="NAME", help="Of a relation: what depends on the variable, as in y.")
@click.option("--order", type=WholeNumber(1), default=1, metavar="N", help="Differentiate N times.")
@click.option("--gradient", is_flag=True, help="Every partial derivative, or those by the names of --variable.")
@click.option("--log", type=click.Choice(["natural", "10"]), default="natural", help="The base of log x.")
@click.option("--at", metavar="POINT", help="Value, slope and rates at a point: x=2, or a=3,x=pi/4.")
@click.option("--step", type=RealNumber(), metavar="α", help="With --at: gradient descent, by α times the slope.")
@click.option("--steps", type=WholeNumber(1), metavar="N", help="With --step: how many steps.")
@click.option("--tangent", is_flag=True, help="With --at: the tangent and the normal line there.")
@click.option("--plot", is_flag=True, help="Draw the function under the listing.")
@click.option("--picture", type=click.Choice(PICTURES), help="The derivation as an SVG picture.")
@click.option("--verify", is_flag=True, help="Ask SymPy about every step.")
@view_options()
@output_options(*FORMATS)
def derive(
    expressions: tuple[str, ...],
    files: tuple[str, ...],
    output: str | None,
    force: bool,
    **asked: Any,
) -> int:
    """Differentiate each EXPRESSION, step by step. An EXPRESSION that is - stands for the lines of standard input."""
    if not expressions and not files:
        raise click.UsageError('give an expression, as in: chainrule "sin(cos(x))"')
    appearance = {name: asked.pop(name) for name in ("format_", "ascii_", "width")}
    if asked["picture"] and output in (None, "-") and appearance["format_"] is None:
        appearance["format_"] = "svg"
    several = len(expressions) > 1 or bool(files) or "-" in expressions
    wanted = Wanted.of(look(FORMATS, output=output, **appearance), several=several, **asked)
    work = lines(expressions, files, DEFAULT.characters)
    with destination(output, force) as stream, progress(work, several, stream) as each:
        results = (_collected if wanted.whole else _streamed)(each, wanted, stream)
        if not results.done:  # an exception, so that no file is left that holds nothing
            raise click.exceptions.Exit(results.code())
    return results.code()


class Results:
    """What came of the lines so far: the exit codes, how many lines were done, and whether SymPy was missing."""

    def __init__(self) -> None:
        self.codes = {CODES.done}
        self.done = 0
        self.empty = True
        self.missing: MissingExtraError | None = None

    def of(self, line: Line, work: Callable[[], T]) -> T | Exception:
        """What the work on one line gives; where it fails that is reported, and the rest go on."""
        self.empty = False
        try:
            result = work()
        except Exception as error:
            report(error, line.place)
            self.codes.add(exit_code(error))
            return error
        self.done += 1
        return result

    def verdicts(self, derivations: Sequence[Record]) -> list[Verdict] | None:
        """What SymPy says of them; None where it is missing."""
        if self.missing is not None:
            return None
        try:
            found = [verdict for derivation in derivations for verdict in verified(derivation)]
        except MissingExtraError as error:
            self.missing = error
            return None
        self.codes |= {verdict.exit_code for verdict in found}
        return found

    def code(self) -> int:
        """The exit code of the whole, after what has to be said at the end."""
        if self.missing is not None or self.empty:
            report(self.missing or ChainRuleError("there is no expression in what was given"))
            self.codes.add(CODES.unusable)
        return worst(self.codes)


def _streamed(work: Iterable[Line], wanted: Wanted, stream: IO[Any]) -> Results:
    """Every line on its own, written as soon as it is done."""
    results, between = Results(), ""

    def told(line: Line) -> str:
        derivations = wanted.derivations(line.text)
        return shown(line, derivations, results.verdicts(derivations) if wanted.verify else None, wanted)

    for line in work:
        outcome = results.of(line, lambda line=line: told(line))  # type: ignore[misc]
        text = failed(line, outcome, wanted) if isinstance(outcome, Exception) else outcome
        stream.write(f"{between}{text}\n" if text else "")
        between = "\n" if text and wanted.apart else between
    stream.flush()  # the answers come before what is said at the end
    return results


def _collected(work: Iterable[Line], wanted: Wanted, stream: IO[Any]) -> Results:
    """All lines in one document; what SymPy says of them goes to standard error."""
    results = Results()
    chapters: list[Chapter] = []
    for line in work:
        outcome = results.of(line, lambda line=line: wanted.records(line.text))  # type: ignore[misc]
        if not isinstance(outcome, Exception):
            chapters += outcome
    if wanted.verify and chapters:
        verdicts = results.verdicts([derivation_of(chapter) for chapter in chapters])
        if verdicts:
            print(summary(verdicts, "text"), file=sys.stderr)
    if chapters:
        write(stream, document(chapters, wanted))
    return results


@contextmanager
def progress(work: Iterator[Line], several: bool, stream: IO[Any]) -> Iterator[Iterator[Line]]:
    """A bar on standard error while many lines are worked on and the output goes elsewhere."""
    if not several or not sys.stderr.isatty() or stream.isatty():
        yield work
        return
    with click.progressbar(work, label="Differentiating", show_pos=True, file=sys.stderr) as bar:
        yield iter(bar)
