"""Expressions among options: each in its place, whatever it begins with; and the lines of files."""

from __future__ import annotations

import io
import re

import click
import pytest

from chainrule.cli.arguments import ExpressionCommand, Line, RealNumber, WholeNumber, lines
from chainrule.errors import ChainRuleError


@click.command(cls=ExpressionCommand)
@click.argument("expressions", nargs=-1)
@click.option("-x", "--variable")
@click.option("-o", "--output")
@click.option("--order", type=int)
@click.option("--json", is_flag=True)
def command(**given: object) -> None:
    """A command to try the arguments on."""


CASES = [
    (["-x^2"], ("-x^2",), {}),
    (["-x^2", "--order", "2"], ("-x^2",), {"order": 2}),
    (["--order", "2", "-x^2"], ("-x^2",), {"order": 2}),
    (["--order=2", "-o*x"], ("-o*x",), {"order": 2}),
    (["-sin(x)", "x", "-cos(x)"], ("-sin(x)", "x", "-cos(x)"), {}),
    (["x^2", "-x", "y"], ("x^2",), {"variable": "y"}),
    (["-x"], ("-x",), {}),
    (["-x", "--json"], ("-x",), {"json": True}),
    (["-x", "-x^2"], ("-x", "-x^2"), {}),
    (["-o", "-", "-x"], ("-x",), {"output": "-"}),
    (["-"], ("-",), {}),
    (["-2"], ("-2",), {}),
    (["--", "--x", "-x", "y"], ("--x", "-x", "y"), {}),
    (["--json", "--", "-x"], ("-x",), {"json": True}),
    (["-xy"], ("-xy",), {}),
    (["--x"], ("--x",), {}),
    (["--2", "--json"], ("--2",), {"json": True}),
]


@pytest.mark.parametrize(("arguments", "expressions", "options"), CASES)
def test_a_minus_opens_an_expression_unless_it_opens_an_option(
    arguments: list[str], expressions: tuple[str, ...], options: dict[str, object]
) -> None:
    given = command.make_context("command", arguments).params
    assert given.pop("expressions") == expressions
    assert {name: value for name, value in given.items() if value} == options


@pytest.mark.parametrize("arguments", [["x", "--ordre", "2"], ["x", "--order"], ["x", "--order", "two"]])
def test_an_option_that_is_not_there_is_refused(arguments: list[str]) -> None:
    with pytest.raises(click.UsageError):
        command.make_context("command", arguments)


@pytest.mark.parametrize("arguments", [["x", "--output"], ["--output", "--json", "x"], ["--order", "--output", "x"]])
def test_a_value_that_was_left_out_is_asked_for(arguments: list[str]) -> None:
    with pytest.raises(click.BadOptionUsage, match=r"--o[a-z]+ needs a value after it"):
        command.make_context("command", arguments)


BYTES = [
    (b"x^2\nsin(x)\n", ["x^2", "sin(x)"], [1, 2]),
    (b"x^2\r\n\r\nsin(x)", ["x^2", "sin(x)"], [1, 3]),
    (b"x^2\rsin(x)\r", ["x^2", "sin(x)"], [1, 2]),
    (b"# powers\n\n  x^2  \n", ["x^2"], [3]),
    (b"x^2  # a power\n", ["x^2"], [1]),
    (b"\xef\xbb\xbfx^2\n", ["x^2"], [1]),
    ("x²\nπx".encode(), ["x²", "πx"], [1, 2]),
    ("x²\nπx".encode("utf-16"), ["x²", "πx"], [1, 2]),
    ("x²\nx·y".encode("cp1252"), ["x²", "x·y"], [1, 2]),
    (b"", [], []),
    (b"1234567890+1234\nx", ["1234567890+1", "x"], [1, 2]),
]


@pytest.mark.parametrize(("content", "texts", "numbers"), BYTES)
def test_lines_of_any_file(
    content: bytes, texts: list[str], numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))
    found = list(lines(["-"], [], longest=10))
    assert found == [Line(text, "", number) for text, number in zip(texts, numbers, strict=True)]


def test_files_are_named_in_their_places(tmp_path: object) -> None:
    path = f"{tmp_path}/sheet.txt"
    with open(path, "w") as stream:
        stream.write("x\n\ny\n")
    assert list(lines(["z"], [path], longest=10)) == [
        Line("z"),
        Line("x", path, 1),
        Line("y", path, 3),
    ]
    assert Line("y", path, 3).place == f"{path}, line 3"


@pytest.mark.parametrize("name", ["no such file", "/"])
def test_a_file_that_cannot_be_read_is_named(name: str) -> None:
    with pytest.raises(ChainRuleError, match=f"the file {name} cannot be read"):
        list(lines([], [name], longest=10))


NUMBERS = [
    (RealNumber(), "0.1", 0.1),
    (RealNumber(), "-1/2", -0.5),
    (RealNumber(), "1/0", "1/0 is not a number, such as 0.1 or 1/2"),
    (RealNumber(), "fast", "fast is not a number"),
    (RealNumber(0, min_open=True), "0", "0.0 is not in the range x>0"),
    (WholeNumber(1, 4), "4", 4),
    (WholeNumber(1, 4), "1,2", "1,2 is not a whole number from 1 to 4"),
    (WholeNumber(20), "10", "10 is not a whole number of 20 or more"),
]


@pytest.mark.parametrize(("kind", "text", "found"), NUMBERS)
def test_numbers_and_what_is_none(kind: click.ParamType, text: str, found: float | str) -> None:
    if not isinstance(found, str):
        assert kind.convert(text, None, None) == found
        return
    with pytest.raises(click.BadParameter, match=re.escape(found)):
        kind.convert(text, None, None)
