"""Where the output goes and how it may look: a terminal, a pipe or a file; colour; the characters it can show."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TextIO, TypeVar

import click

from chainrule.errors import ChainRuleError

__all__ = ["Look", "destination", "look", "output_options"]

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("text", "latex", "markdown", "json")


@dataclass(frozen=True, slots=True)
class Look:
    """How output is to look.

    format   text, latex, markdown or json
    colour   whether Rich may colour it
    ascii    whether it has to do with ASCII characters
    width    columns, or None where lines are not to be broken
    """

    format: str
    colour: bool
    ascii: bool
    width: int | None


def output_options(command: F) -> F:
    """The options that every command shares."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="How the output is written."),
    click.option("--json", "format_", flag_value="json", type=click.Choice(FORMATS), help="Short for --format json."),
    click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of the screen."),
    click.option("--force", is_flag=True, help="Let -o replace a file that exists."),
    click.option("--ascii", "ascii_", is_flag=True, help="Use ASCII characters alone: x^2 for x²."),
    click.option("--width", type=click.IntRange(20), metavar="COLUMNS", help="Break lines at this width."),
)


def look(format_: str, output: str | None, ascii_: bool, width: int | None) -> Look:
    """What was asked for, together with what the output can do."""
    on_screen = output in (None, "-")
    terminal = on_screen and sys.stdout.isatty()
    colour = on_screen and (terminal or bool(os.environ.get("FORCE_COLOR")))
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        colour = False
    if width is None and terminal:
        width = max(20, os.get_terminal_size(sys.stdout.fileno()).columns or 80)
    return Look(format_, colour, ascii_ or (on_screen and not _shows_mathematics(sys.stdout)), width)


def _shows_mathematics(stream: TextIO) -> bool:
    try:
        "x² · √u ∂".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextmanager
def destination(path: str | None, force: bool) -> Iterator[TextIO]:
    """The stream to write to. A file appears under its name when all of it is written, or not at all."""
    if path in (None, "-"):
        yield sys.stdout
        return
    assert path is not None
    target = os.path.realpath(path)
    exists = os.path.exists(target)
    if exists and not os.path.isfile(target):
        with _opened(path, path, "w") as stream:  # a device, say: it cannot be replaced, and need not be
            yield stream
        return
    if exists and not force:
        raise ChainRuleError(f"the file {path} exists already; --force replaces it")
    draft = f"{target}.{os.getpid()}.part"
    try:
        with _opened(draft, path, "x") as stream:
            yield stream
        os.replace(draft, target)
    finally:
        with suppress(OSError):
            os.remove(draft)


def _opened(path: str, asked_for: str, mode: str) -> TextIO:
    try:
        return open(path, mode, encoding="utf-8")  # type: ignore[return-value]  # the caller closes it
    except OSError as error:
        raise ChainRuleError(f"the file {asked_for} cannot be written: {error.strerror}") from error
