"""chainrule derive: how the derivative of each expression is found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

import click

from chainrule.cli.arguments import ExpressionCommand, Line, WholeNumber, lines
from chainrule.cli.errors import CODES, exit_code, report, worst
from chainrule.cli.output import Look, destination, look, output_options
from chainrule.cli.verifying import Verdict, told, verified
from chainrule.errors import ChainRuleError, MissingExtraError
from chainrule.expression.limits import DEFAULT

if TYPE_CHECKING:
    from chainrule.calculus.derivation import Derivation

__all__ = ["derive"]

EXAMPLES = """\b
Examples:
  chainrule derive "sin(cos(x))"
  chainrule derive "-x^2" --order 2
  chainrule derive "x^2 y + y^3" -x x,y              by x, then by y
  chainrule derive "sin(x^2)" --notation lagrange    f'(g(x)) · g'(x) for dy/du · du/dx
  chainrule derive --file homework.txt --detail answer
  chainrule derive "e^(x^2)" --format latex --document -o slope.tex
  echo "ln(sin(x))" | chainrule derive - --json"""


BOLD = {"latex": r"\textbf{{{}}}\par", "markdown": "**{}**"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for each expression: how it is read, what is done with it, how it is shown."""

    variables: tuple[str, ...]
    order: int
    log: str
    verify: bool
    view: dict[str, Any]
    look: Look


@click.command(cls=ExpressionCommand, epilog=EXAMPLES)
@click.argument("expressions", nargs=-1, metavar="[EXPRESSION]...")
@click.option("--file", "files", multiple=True, metavar="FILE", help="Read expressions from FILE, one a line.")
@click.option("-x", "--variable", metavar="NAME", help="Differentiate by NAME; by several in turn: x,y.")
@click.option("--order", type=WholeNumber(1), default=1, metavar="N", help="Differentiate N times.")
@click.option("--detail", type=click.Choice(["answer", "brief", "full"]), default="full", help="How much to say.")
@click.option("--notation", type=click.Choice(["leibniz", "lagrange"]), default="leibniz", help="dy/dx, or f'(x).")
@click.option("--log", type=click.Choice(["natural", "10"]), default="natural", help="The base of log x.")
@click.option("--document", is_flag=True, help="With --format latex: a whole document, to be compiled.")
@click.option("--verify", is_flag=True, help="Ask SymPy about every step.")
@output_options
def derive(
    expressions: tuple[str, ...],
    files: tuple[str, ...],
    variable: str | None,
    order: int,
    detail: str,
    notation: str,
    log: str,
    document: bool,
    verify: bool,
    output: str | None,
    force: bool,
    **appearance: Any,
) -> int:
    """Differentiate each EXPRESSION, step by step. An EXPRESSION that is - stands for the lines of standard input."""
    if not expressions and not files:
        raise click.UsageError('give an expression, as in: chainrule "sin(cos(x))"')
    view: dict[str, Any] = {"detail": detail, "notation": notation}
    variables = _variables(variable)
    if order > 1 and len(variables) > 1:
        raise click.UsageError("--order goes with one variable; of several, name each as often as is wanted: -x x,x,y")
    wanted = Wanted(variables, order, log, verify, view, look(output=output, **appearance))
    several = len(expressions) > 1 or bool(files) or "-" in expressions
    work = lines(expressions, files, DEFAULT.characters)
    head, tail = _around(document, wanted.look.format)
    with destination(output, force) as stream, progress(work, several, stream) as shown:
        stream.write(head)
        code, done = _each(shown, wanted, stream, several)
        stream.write(tail)
        if not done:  # an exception, so that no file is left that holds nothing
            raise click.exceptions.Exit(code)
    return code


def _around(document: bool, format_: str) -> tuple[str, str]:
    """What comes before and after the derivations in the output."""
    if not document:
        return "", ""
    if format_ != "latex":
        raise click.UsageError("--document goes with --format latex")
    from chainrule.rendering.media.latex import DOCUMENT

    head, _, tail = DOCUMENT.partition("%s")
    return head, tail


def _each(work: Iterator[Line], wanted: Wanted, stream: TextIO, several: bool) -> tuple[int, int]:
    """Every line on its own: one that fails is reported, and the rest go on. The exit code, and how many were done."""
    codes, done, between = {CODES.done}, 0, ""
    empty, missing = True, None
    for line in work:
        empty, verdicts = False, None
        try:
            derivation = _derivation(line.text, wanted)
            try:
                verdicts = verified(derivation) if wanted.verify and missing is None else None
            except MissingExtraError as error:
                missing = error
            shown = _headed(line, _shown(derivation, verdicts, wanted, several, line.number), wanted)
            done += 1
        except Exception as error:
            report(error, line.place)
            codes.add(exit_code(error))
            shown = _failed(line, error, wanted)
        stream.write(f"{between}{shown}\n" if shown else "")
        between = "\n" if shown and wanted.look.format != "json" and wanted.view["detail"] != "answer" else between
        codes |= {verdict.exit_code for verdict in verdicts or ()}
    if missing is not None or empty:
        stream.flush()  # the answers come first
        report(missing or ChainRuleError("there is no expression in what was given"))
        codes.add(CODES.unusable)
    return worst(codes), done


def _headed(line: Line, shown: str, wanted: Wanted) -> str:
    """What is shown under the place of its line; an answer alone stands beside it."""
    if not line.place or wanted.look.format == "json":
        return shown
    if wanted.look.format == "text":
        return f"{line.place}: {shown}" if wanted.view["detail"] == "answer" else f"{line.place}: {line.text}\n{shown}"
    return f"{BOLD[wanted.look.format].format(_escaped(line.place, wanted.look.format))}\n\n{shown}"


def _failed(line: Line, error: Exception, wanted: Wanted) -> str:
    """What stands in the output for a line that could not be used; "" for an expression of the command line."""
    if line.number is None:
        return ""
    if wanted.look.format == "json":
        return json.dumps({"version": 1, "line": line.number, "input": line.text, "error": str(error)},
                          ensure_ascii=wanted.look.ascii)  # fmt: skip
    said = f"{line.place}: left out, see the message"
    return said if wanted.look.format == "text" else BOLD[wanted.look.format].format(_escaped(said, wanted.look.format))


def _escaped(words: str, format_: str) -> str:
    from chainrule.rendering.media.latex import latex_words
    from chainrule.rendering.media.markdown import markdown_words

    return latex_words(words) if format_ == "latex" else markdown_words(words)


def _derivation(text: str, wanted: Wanted) -> Derivation:
    from chainrule.calculus.derivation import derive as derived
    from chainrule.expression.reading import read

    variables = list(wanted.variables)
    reading = read(text, variable=variables[0] if variables else None, names=variables, log=wanted.log)
    return derived(reading, variables or None, order=wanted.order)


def _variables(asked: str | None) -> tuple[str, ...]:
    """The names of --variable: x, or x,y."""
    from chainrule.expression.reading import is_name, name_of

    names = tuple(name_of(name.strip()) for name in asked.split(",")) if asked is not None else ()
    for name in names:
        if not is_name(name):
            raise click.UsageError(f'--variable takes a name, as in x, or several, as in x,y; not "{asked}"')
    return names


def _shown(
    derivation: Derivation, verdicts: Sequence[Verdict] | None, wanted: Wanted, several: bool, number: int | None
) -> str:
    look = wanted.look
    said = "" if verdicts is None or look.format == "json" else f"\n{told(verdicts, look.format)}"
    match look.format:
        case "json":
            data = derivation.to_dict(**wanted.view) | ({} if number is None else {"line": number})
            if verdicts is not None:
                data["verified"] = [verdict.as_dict() for verdict in verdicts]
            return json.dumps(data, ensure_ascii=look.ascii, indent=None if several else 2)
        case "latex":
            return derivation.to_latex(**wanted.view) + said
        case "markdown":
            return derivation.to_markdown(**wanted.view) + said
        case _ if look.colour:
            from chainrule.rendering.media.terminal import coloured

            return coloured(derivation, ascii=look.ascii, width=look.width, **wanted.view) + said
        case _:
            return derivation.to_text(ascii=look.ascii, width=look.width, **wanted.view) + said


@contextmanager
def progress(work: Iterator[Line], several: bool, stream: TextIO) -> Iterator[Iterator[Line]]:
    """A bar on standard error while many lines are worked on and the output goes elsewhere."""
    if not several or not sys.stderr.isatty() or stream.isatty():
        yield work
        return
    with click.progressbar(work, label="Differentiating", show_pos=True, file=sys.stderr) as bar:
        yield iter(bar)
