"""Where the output goes and how it may look: a terminal, a pipe or a file; colour; the characters it can show."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, TypeVar

import click

from chainrule.cli.arguments import WholeNumber
from chainrule.errors import ChainRuleError

__all__ = ["BINARY", "Look", "destination", "look", "output_options", "write"]

F = TypeVar("F", bound=Callable[..., Any])
BINARY = frozenset({"pdf", "xlsx"})  # formats that no screen shows
SUFFIXES = {".txt": "text", ".tex": "latex", ".md": "markdown", ".json": "json", ".html": "html", ".htm": "html",
            ".typ": "typst", ".pdf": "pdf", ".svg": "svg", ".dot": "dot", ".csv": "csv", ".jsonl": "jsonl",
            ".xlsx": "xlsx"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How output is to look.

    format   one of those that the command offers
    colour   whether Rich may colour it
    ascii    whether it has to do with ASCII characters
    width    columns, or None where lines are not to be broken
    """

    format: str
    colour: bool
    ascii: bool
    width: int | None


def output_options(*formats: str, text: bool = True) -> Callable[[F], F]:
    """The options that every command shares; the first of its formats is what it writes unless asked.

    text   whether it writes text, which may be in ASCII and of any width
    """

    def add(command: F) -> F:
        for option in reversed(_options(formats)[: None if text else -2]):
            command = option(command)
        return command

    return add


def _options(formats: tuple[str, ...]) -> tuple[Callable[[F], F], ...]:
    choice, asked = click.Choice(formats), "How the output is written; left out, as the name of -o FILE ends."
    return (
        click.option("--format", "format_", type=choice, help=asked),
        click.option("--json", "format_", flag_value="json", type=choice, help="Short for --format json."),
        click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of the screen."),
        click.option("--force", is_flag=True, help="Let -o replace a file that exists."),
        click.option("--ascii", "ascii_", is_flag=True, help="Use ASCII characters alone: x^2 for x²."),
        click.option("--width", type=WholeNumber(20), metavar="COLUMNS", help="Break lines at this width."),
    )


def look(formats: tuple[str, ...], format_: str | None, output: str | None, ascii_: bool, width: int | None) -> Look:
    """What was asked for, together with what the output can do."""
    on_screen = output in (None, "-")
    terminal = on_screen and sys.stdout.isatty()
    if format_ is None:
        format_ = _format_of(output, formats)
    if format_ in BINARY and terminal:
        raise click.UsageError(f"a terminal cannot show {format_.upper()}: write it to a file with -o FILE.{format_}")
    colour = on_screen and (terminal or bool(os.environ.get("FORCE_COLOR")))
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        colour = False
    if width is None and terminal:
        width = max(20, os.get_terminal_size(sys.stdout.fileno()).columns or 80)
    return Look(format_, colour, ascii_ or (on_screen and not _shows_mathematics(sys.stdout)), width)


def _format_of(output: str | None, formats: tuple[str, ...]) -> str:
    """The format that the name of the output asks for; the first where there is no name, or it has no ending."""
    ending = os.path.splitext(output or "")[1].lower()
    found = SUFFIXES.get(ending, formats[0])
    if ending and (ending not in SUFFIXES or found not in formats):
        known = ", ".join(suffix for suffix, format_ in SUFFIXES.items() if format_ in formats and suffix != ".htm")
        raise click.UsageError(f"{ending} is no ending that says a format: there are {known}; or choose with --format")
    return found


def _shows_mathematics(stream: Any) -> bool:
    try:
        "x² · √u ∂".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextmanager
def destination(path: str | None, force: bool) -> Iterator[IO[Any]]:
    """The stream to write to. A file appears under its name when all of it is written, or not at all."""
    if path in (None, "-"):
        yield sys.stdout
        return
    assert path is not None
    if path.endswith(("/", os.sep)):
        raise ChainRuleError(f"the file {path} cannot be written: that is the name of a folder")
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


def write(stream: IO[Any], content: str | bytes) -> None:
    """Text, with a last line end, or bytes as they are."""
    if isinstance(content, str):
        stream.write(content if content.endswith("\n") else f"{content}\n")
        return
    stream.flush()
    stream.buffer.write(content)  # type: ignore[attr-defined]  # what `destination` gives is text over bytes


def _opened(path: str, asked_for: str, mode: str) -> IO[Any]:
    try:
        return open(path, mode, encoding="utf-8")
    except FileNotFoundError as error:
        folder = os.path.dirname(asked_for)
        raise ChainRuleError(f"the file {asked_for} cannot be written: there is no folder {folder}") from error
    except OSError as error:
        raise ChainRuleError(f"the file {asked_for} cannot be written: {error.strerror}") from error
