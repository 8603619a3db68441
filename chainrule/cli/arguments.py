"""Arguments that are expressions: they may begin with a minus, come from lines of a file, or from standard input."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import click

from chainrule.errors import ChainRuleError

__all__ = ["ExpressionCommand", "Line", "lines"]

BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # that of UTF-8 is read by "utf-8-sig"


class ExpressionCommand(click.Command):
    """A command whose arguments are expressions: a single dash that opens no declared option opens an expression."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options, expressions = self._sorted_out(ctx, args)
        return super().parse_args(ctx, [*options, "--", *expressions])

    def _sorted_out(self, ctx: click.Context, args: Sequence[str]) -> tuple[list[str], list[str]]:
        """Options with their values, and apart from them the expressions, each in the order in which they came."""
        declared = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        takes_value = {name: not option.is_flag for option in declared for name in option.opts}
        options: list[str] = []
        expressions: list[str] = []
        rest = list(reversed(args))
        while rest:
            word = rest.pop()
            if word == "--":
                return options, expressions + rest[::-1]
            if word.startswith("--"):
                options.append(word)
                if takes_value.get(word) and rest:
                    options.append(rest.pop())
            elif word in takes_value and rest and (rest[-1] == "-" or not rest[-1].startswith("-")):
                options += [word, rest.pop()]
            else:  # also `-x` with nothing after it: the expression -x
                expressions.append(word)
        return options, expressions


@dataclass(frozen=True, slots=True)
class Line:
    """One expression to work on; `place` says where it stands, or is "" where there is no doubt."""

    text: str
    place: str = ""


def lines(expressions: Iterable[str], files: Iterable[str], longest: int) -> Iterator[Line]:
    """The expressions of the command line, then those of the files; `-` is standard input.

    Empty lines and lines that begin with # are passed over. Of a line longer than `longest`, a little more is given.
    """
    for text in expressions:
        if text == "-":
            yield from _of_stream(sys.stdin.buffer, "line", longest)
        else:
            yield Line(text)
    for name in files:
        if name == "-":
            yield from _of_stream(sys.stdin.buffer, "line", longest)
            continue
        try:
            with open(name, "rb") as stream:
                yield from _of_stream(stream, f"{name}, line", longest)
        except OSError as error:
            raise ChainRuleError(f"the file {name} cannot be read: {error.strerror}") from error


def _of_stream(stream: BinaryIO, place: str, longest: int) -> Iterator[Line]:
    assert isinstance(stream, io.BufferedReader)
    encoding = BYTE_ORDER_MARKS.get(stream.peek(2)[:2], "utf-8-sig")
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape" if "8" in encoding else "replace")
    number = 0
    try:
        while line := text.readline(longest + 2):
            number += 1
            if not line.endswith("\n"):
                _skip_rest(text, longest)
            line = _decoded(line).strip()
            if line and not line.startswith("#"):
                yield Line(line, f"{place} {number}")
    finally:
        text.detach()


def _skip_rest(text: io.TextIOWrapper, longest: int) -> None:
    while (more := text.readline(longest)) and not more.endswith("\n"):
        pass


def _decoded(line: str) -> str:
    """Bytes that are no UTF-8 are read as Windows wrote them."""
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return line
