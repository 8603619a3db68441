"""Arguments that are expressions: they may begin with a minus, come from lines of a file, or from standard input."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import click

from chainrule.errors import ChainRuleError

__all__ = ["ExpressionCommand", "Line", "RealNumber", "WholeNumber", "is_expression", "lines", "several"]

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
            if word.startswith("--") and not _doubly_negative(word, takes_value):
                options.append(word)
                if not takes_value.get(word):
                    continue
                if rest and not (rest[-1].startswith("--") and rest[-1] in takes_value):
                    options.append(rest.pop())
                elif not ctx.resilient_parsing:  # while a line is completed, the value is what comes next
                    raise click.BadOptionUsage(word, f"{word} needs a value after it", ctx)
            elif word in takes_value and rest and (rest[-1] == "-" or not rest[-1].startswith("-")):
                options += [word, rest.pop()]
            else:  # also `-x` with nothing after it: the expression -x
                expressions.append(word)
        return options, expressions


def _doubly_negative(word: str, options: Iterable[str]) -> bool:
    """Is `--x` the expression -(-x)? Not where it is an option, or near one."""
    name = word.partition("=")[0]
    known = [option for option in (*options, "--help") if option.startswith("--")]
    from difflib import get_close_matches

    return name not in known and not get_close_matches(name, known, n=1) and is_expression(word)


def is_expression(word: str) -> bool:
    """Can it be read?"""
    from chainrule.expression.reading import read

    try:
        read(word)
    except ChainRuleError:
        return False
    return True


def several(given: Iterable[str]) -> list[str]:
    """The names in the values of an option that may be given several times, and each time several, as in a,b."""
    return [name.strip() for each in given for name in each.split(",") if name.strip()]


class RealNumber(click.FloatRange):
    """A number: 0.1, or 1/2."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        above, slash, below = str(value).partition("/")
        try:
            number = float(above) / (float(below) if slash else 1)
        except (ValueError, ZeroDivisionError):
            self.fail(f"{value} is not a number, such as 0.1 or 1/2", param, ctx)
        return super().convert(number, param, ctx)


class WholeNumber(click.IntRange):
    """A whole number of `min` or more, and of `max` at most."""

    name = "whole number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            bounds = f"of {self.min} or more" if self.max is None else f"from {self.min} to {self.max}"
            self.fail(f"{value} is not a whole number {bounds}", param, ctx)


@dataclass(frozen=True, slots=True)
class Line:
    """One expression to work on, and where it stands if that is in a file or in standard input (file "")."""

    text: str
    file: str = ""
    number: int | None = None

    @property
    def place(self) -> str:
        """In words; "" where there is no doubt."""
        if self.number is None:
            return ""
        return f"{self.file}, line {self.number}" if self.file else f"line {self.number}"


def lines(expressions: Iterable[str], files: Iterable[str], longest: int) -> Iterator[Line]:
    """The expressions of the command line, then those of the files; `-` is standard input.

    What comes after # is passed over, and so are empty lines. Of a line longer than `longest`, a little more is given.
    """
    for text in expressions:
        if text == "-":
            yield from _of_stream(sys.stdin.buffer, "", longest)
        else:
            yield Line(text)
    for name in files:
        if name == "-":
            yield from _of_stream(sys.stdin.buffer, "", longest)
            continue
        try:
            with open(name, "rb") as stream:
                yield from _of_stream(stream, name, longest)
        except OSError as error:
            raise ChainRuleError(f"the file {name} cannot be read: {error.strerror}") from error


def _of_stream(stream: BinaryIO, file: str, longest: int) -> Iterator[Line]:
    assert isinstance(stream, io.BufferedReader)
    encoding = BYTE_ORDER_MARKS.get(stream.peek(2)[:2], "utf-8-sig")
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape" if "8" in encoding else "replace")
    number = 0
    try:
        while line := text.readline(longest + 2):
            number += 1
            if not line.endswith("\n"):
                _skip_rest(text, longest)
            line = _decoded(line).partition("#")[0].strip()
            if line:
                yield Line(line, file, number)
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
