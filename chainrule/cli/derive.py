"""chainrule derive: how the derivative of each expression is found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

import click

from chainrule.cli.arguments import ExpressionCommand, Line, lines
from chainrule.cli.errors import CODES, exit_code, report, worst
from chainrule.cli.output import Look, destination, look, output_options
from chainrule.cli.verifying import Verdict, told, verified
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for each expression: how it is read, what is done with it, how it is shown."""

    variables: tuple[str, ...]
    order: int
    log: str
    verify: bool
    view: dict[str, str]
    look: Look


@click.command(cls=ExpressionCommand, epilog=EXAMPLES)
@click.argument("expressions", nargs=-1, metavar="[EXPRESSION]...")
@click.option("--file", "files", multiple=True, metavar="FILE", help="Read expressions from FILE, one a line.")
@click.option("-x", "--variable", metavar="NAME", help="Differentiate by NAME; by several in turn: x,y.")
@click.option("--order", type=click.IntRange(1), default=1, metavar="N", help="Differentiate N times.")
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
    view = {"detail": detail, "notation": notation}
    wanted = Wanted(_variables(variable), order, log, verify, view, look(output=output, **appearance))
    several = len(expressions) > 1 or bool(files) or "-" in expressions
    work = lines(expressions, files, DEFAULT.characters)
    head, tail = _around(document, wanted.look.format)
    with destination(output, force) as stream, progress(work, several, stream) as shown:
        stream.write(head)
        code = _each(shown, wanted, stream, several)
        stream.write(tail)
    return code


def _around(document: bool, format_: str) -> tuple[str, str]:
    """What comes before and after the derivations in the output."""
    if not document:
        return "", ""
    if format_ != "latex":
        raise click.UsageError("--document goes with --format latex")
    from chainrule.rendering.markup import DOCUMENT

    head, _, tail = DOCUMENT.partition("%s")
    return head, tail


def _each(work: Iterator[Line], wanted: Wanted, stream: TextIO, several: bool) -> int:
    """Every line on its own: one that fails is reported, and the rest go on."""
    codes = {CODES.done}
    between = ""
    for line in work:
        try:
            derivation = _derivation(line.text, wanted)
            verdicts = verified(derivation) if wanted.verify else None
            shown = _shown(derivation, verdicts, wanted, several)
        except Exception as error:
            report(error, line.place)
            codes.add(exit_code(error))
            continue
        stream.write(f"{between}{shown}\n")
        between = "\n" if wanted.look.format != "json" and wanted.view["detail"] != "answer" else ""
        codes |= {verdict.exit_code for verdict in verdicts or ()}
    return worst(codes)


def _derivation(text: str, wanted: Wanted) -> Derivation:
    from chainrule.calculus.derivation import derive as derived
    from chainrule.expression.reading import read

    variables = list(wanted.variables)
    reading = read(text, variable=variables[0] if variables else None, names=variables, log=wanted.log)
    return derived(reading, variables or None, order=wanted.order)


def _variables(asked: str | None) -> tuple[str, ...]:
    """The names of --variable: x, or x,y."""
    from chainrule.expression.reading import name_of

    names = tuple(name_of(name.strip()) for name in asked.split(",")) if asked is not None else ()
    for name in names:
        if not name.isidentifier():
            raise click.UsageError(f"--variable takes a name, as in x, or several, as in x,y; not {asked}")
    return names


def _shown(derivation: Derivation, verdicts: Sequence[Verdict] | None, wanted: Wanted, several: bool) -> str:
    look = wanted.look
    said = "" if verdicts is None or look.format == "json" else f"\n{told(verdicts, look.format)}"
    match look.format:
        case "json":
            data = derivation.to_dict(**wanted.view)
            if verdicts is not None:
                data["verified"] = [verdict.as_dict() for verdict in verdicts]
            return json.dumps(data, ensure_ascii=look.ascii, indent=None if several else 2)
        case "latex":
            return derivation.to_latex(**wanted.view) + said
        case "markdown":
            return derivation.to_markdown(**wanted.view) + said
        case _ if look.colour:
            from chainrule.rendering.terminal import coloured

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
