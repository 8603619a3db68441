"""chainrule graph: the computational graph of an expression or a system, its values and its adjoints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from chainrule.cli.arguments import ExpressionCommand, lines
from chainrule.cli.errors import CODES
from chainrule.cli.output import Look, destination, look, output_options, write
from chainrule.expression.limits import DEFAULT

if TYPE_CHECKING:
    from chainrule.calculus.graphs.graph import Graph

__all__ = ["graph"]

FORMATS = ("text", "latex", "markdown", "html", "speech", "typst", "pdf", "svg", "dot", "json")
DRAWN = frozenset({"svg", "dot", "html"})

EXAMPLES = """\b
Examples:
  chainrule graph "(x + y)*z"                              symbols alone
  chainrule graph "(x + y)*z" --at x=-2,y=5,z=-4           values and adjoints
  chainrule graph "q = x + y; f = q*z" --at x=-2,y=5,z=-4 --path x
  chainrule graph "x*x + sin(x)*x" --at x=2 --tangent x=1  forward mode as well
  chainrule graph "w*x + b" -x w -x b                      x is held
  chainrule graph "sigmoid(w*x + b)" --at w=1,x=2,b=-1 -o graph.html   a page to step through; so with .svg, .dot"""


@click.command(
    cls=ExpressionCommand, epilog=EXAMPLES, short_help="Draw values forward and derivatives backward, node by node."
)
@click.argument("expression")
@click.option("--at", metavar="POINT", help="A value for each input: x=2, or a=3,x=pi/4; of one input, 2.")
@click.option("-x", "--variable", "variables", multiple=True, metavar="NAME", help="An input that moves; else all do.")
@click.option("--target", metavar="NAME", help="Of a system, the definition that is the output.")
@click.option("--path", "paths", multiple=True, metavar="NAME", help="List every path from NAME to the output.")
@click.option("--tangent", metavar="DIRECTION", help="With --at, forward mode: how all moves when x=1 does.")
@click.option("--detail", type=click.Choice(["answer", "brief", "full"]), default="full", help="How much to say.")
@click.option("--layout", type=click.Choice(["layered", "graphviz"]), help="How an SVG is laid out.")
@click.option("--title", metavar="TEXT", help="Of a page or document.")
@output_options(*FORMATS)
def graph(
    expression: str,
    at: str | None,
    variables: tuple[str, ...],
    target: str | None,
    output: str | None,
    force: bool,
    **asked: Any,
) -> int:
    """Draw how EXPRESSION is worked out, forward through the values and backward through the adjoints."""
    from chainrule.calculus.graphs.graph import graph as build

    appearance = {name: asked.pop(name) for name in ("format_", "ascii_", "width")}
    seen = look(FORMATS, output=output, **appearance)
    _check(seen, asked, at)
    text = "\n".join(line.text for line in lines([expression], [], DEFAULT.characters))
    names = [name.strip() for given in variables for name in given.split(",")]
    made = build(text, at, variables=names or None, target=target)
    with destination(output, force) as stream:
        write(stream, _shown(made, seen, **asked))
    return int(CODES.done)


def _check(seen: Look, asked: dict[str, Any], at: str | None) -> None:
    if asked["tangent"] is not None and at is None:
        raise click.UsageError("--tangent goes with --at")
    if asked["layout"] is not None and seen.format != "svg":
        raise click.UsageError("--layout goes with --format svg")
    if asked["title"] is not None and seen.format not in ("html", "pdf"):
        raise click.UsageError("--title goes with --format html or pdf")
    if seen.format in DRAWN and (asked["paths"] or asked["tangent"]):
        raise click.UsageError("--path and --tangent go with a listing, such as --format text")


def _shown(
    made: Graph, seen: Look, *, paths: tuple[str, ...], tangent: str | None, detail: str, layout: str | None,
    title: str | None,
) -> str | bytes:  # fmt: skip
    from chainrule.rendering import views
    from chainrule.rendering.listing.graph import told_of_graph

    if seen.format in DRAWN:
        options = {"svg": {"layout": layout}, "html": {"title": title}}
        return views.drawn(made, seen.format, **options.get(seen.format, {}))
    asked: dict[str, Any] = {"detail": detail, "paths": paths, "tangent": tangent}
    if seen.format == "json":
        from chainrule.rendering.media.graph_record import graph_record

        return json.dumps(graph_record(made, **asked), ensure_ascii=seen.ascii, indent=2)
    told = told_of_graph(made, **asked)
    if seen.format == "pdf":
        return views.document([told], "pdf", **({} if title is None else {"title": title}))
    if seen.format != "text":
        return views.show(told, seen.format)
    listing = views.show(told, "terminal" if seen.colour else "text", ascii=seen.ascii, width=seen.width)
    return f"{made.to_tree(ascii=seen.ascii)}\n\n{listing}" if detail == "full" else listing
