"""A command that shows one record: the options that every such command shares, and what is written.

    @click.command(cls=ExpressionCommand)
    @click.argument("curve")
    @record_options()
    def parametric(curve: str, **shown: Any) -> int:
        return write_record(lambda: found(curve), **shown)
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chainrule.cli.output import Look, destination, look, output_options, write

if TYPE_CHECKING:
    from chainrule.expression.shown import Shown

__all__ = ["FORMATS", "fragment", "is_whole", "record_options", "view_options", "write_record", "written"]

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("text", "latex", "markdown", "html", "speech", "typst", "pdf", "json")
ALWAYS_WHOLE = frozenset({"html", "pdf"})  # formats that are a document, whatever is asked
MAY_BE_WHOLE = frozenset({"latex", "typst"})


def view_options(*, notation: bool = True) -> Callable[[F], F]:
    """--detail, --notation where the record has a use for it, --document, --title and --speak."""
    details = click.Choice(["answer", "brief", "full"])
    options = [
        click.option("--detail", type=details, default="full", help="How much to say."),
        click.option("--document", "whole", is_flag=True, help="With --format latex or typst: a whole document."),
        click.option("--title", metavar="TEXT", help="Of a page or document."),
        click.option("--speak", "format_", flag_value="speech", help="To be read aloud: --format speech."),
    ]
    if notation:
        kinds = click.Choice(["leibniz", "lagrange"])
        options.insert(1, click.option("--notation", type=kinds, default="leibniz", help="dy/dx, or f'(x)."))

    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def record_options(*, notation: bool = False, formats: tuple[str, ...] = FORMATS) -> Callable[[F], F]:
    """The options of `view_options`, then where the output goes and how it looks; `write_record` takes them all."""

    def add(command: F) -> F:
        return view_options(notation=notation)(output_options(*formats)(command))

    return add


def write_record(
    make: Callable[[], Any], *, output: str | None, force: bool, format_: str | None, ascii_: bool, width: int | None,
    whole: bool, title: str | None, formats: tuple[str, ...] = FORMATS, **view: Any,
) -> int:
    """Write the record that `make` gives, as the options of `record_options` ask; `view` is for every view."""
    wanted = look(formats, format_, output, ascii_, width)
    whole = is_whole(wanted, whole, title)
    record = make()
    if whole:
        from chainrule.rendering.views import document

        content = document([record], wanted.format, **view, **({} if title is None else {"title": title}))
    elif wanted.format == "json":
        content = json.dumps(record.to_dict(**view), ensure_ascii=wanted.ascii, indent=2)
    else:
        content = fragment(record, wanted, view)
    with destination(output, force) as stream:
        write(stream, content)
    return 0


def fragment(record: object, wanted: Look, view: dict[str, Any]) -> str:
    """A record as a piece of text in the format that was asked for."""
    from chainrule.rendering.views import show

    if wanted.format != "text":
        return show(record, wanted.format, **view)
    medium = "terminal" if wanted.colour else "text"
    return show(record, medium, ascii=wanted.ascii, width=wanted.width, **view)


def written(record: Shown, wanted: Look, **view: Any) -> str:
    """A record in the format that was asked for, or as data."""
    if wanted.format == "json":
        return json.dumps(record.to_dict(**view), ensure_ascii=wanted.ascii, indent=2)
    return fragment(record, wanted, view)


def is_whole(wanted: Look, asked: bool, title: str | None) -> bool:
    """Is it to be a whole document? The options are checked against the format."""
    if asked and wanted.format not in MAY_BE_WHOLE | ALWAYS_WHOLE:
        raise click.UsageError(f"--document goes with --format {' or '.join(sorted(MAY_BE_WHOLE))}")
    whole = asked or wanted.format in ALWAYS_WHOLE
    if title is not None and not whole:
        raise click.UsageError("--title goes with a document: --format html or pdf, or --document")
    return whole
