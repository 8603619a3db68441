"""The command `chainrule`: which command is meant, and what happens when one fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

import chainrule
from chainrule.cli.arguments import is_expression
from chainrule.cli.errors import CODES, exit_code, report

__all__ = ["chainrule_command", "main"]

EXAMPLES = """\b
Examples:
  chainrule "sin(cos(x))"                   how the derivative is found, step by step
  chainrule "-x^2 sin x" --detail brief     one line for each rule
  chainrule "x^2 y" -x y                    a partial derivative
  chainrule parametric "x = cos(t); y = sin(t)"
  chainrule graph "(x + y)*z" --at x=-2,y=5,z=-4
                                            values forward, derivatives backward
  chainrule check "sin(x^2)" "cos(x^2)"     is it right, and if not, what went wrong?
  chainrule hint "sin(x^2)"                 hints, from a question to the whole step
  chainrule practice                        problems, with hints and a diagnosis of what goes wrong
  chainrule worksheet --topic chain         problems for a class
  chainrule formulas                        the functions, with their derivatives
  chainrule network explain 2-3-1           backpropagation, layer by layer
  chainrule derive --help                   every option

\b
Exit codes: 0 done; 1 an answer was checked and is wrong; 2 the input could not be used; 3 a limit was reached;
4 undecided."""


COMMANDS = (
    "derive", "check", "hint", "practice", "worksheet", "grade", "parametric", "inverse", "table", "approximate",
    "differential", "graph", "network", "formulas", "completion",
)  # fmt: skip


class Commands(click.Group):
    """The commands, each in a file of its own name, which is imported when it is asked for.

    The first argument may be an expression: then `derive` is meant.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"chainrule.cli.{cmd_name}"), cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args[:1] == ["help"] or args == ["-h"]:  # nobody differentiates -h, and then leaves it at that
            args = [*args[1:], "--help"]
        if args and args[0] not in COMMANDS and args[0] not in ("--help", "--version"):
            if not ctx.resilient_parsing:
                self._refuse_misspelt(ctx, args[0])
            args = ["derive", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[click.shell_completion.CompletionItem]:
        found = super().shell_complete(ctx, incomplete)
        derive = self.get_command(ctx, "derive") if incomplete.startswith("-") else None
        return found if derive is None else found + derive.shell_complete(ctx, incomplete)

    def _refuse_misspelt(self, ctx: click.Context, word: str) -> None:
        """A first word near a command's name was meant as one, unless it happens to be an expression."""
        if len(word) < 4 or not word.isalpha():
            return
        from difflib import get_close_matches

        near = get_close_matches(word.lower(), COMMANDS, n=1)
        if near and not is_expression(word):
            raise click.UsageError(f"there is no command {word}. Did you mean: chainrule {near[0]}", ctx)


@click.group(cls=Commands, epilog=EXAMPLES, context_settings={"max_content_width": 100})
@click.version_option(chainrule.__version__, prog_name="chainrule")
def chainrule_command() -> None:
    """Derivatives step by step, as a teacher would write them on the board.

    `chainrule EXPRESSION` is short for `chainrule derive EXPRESSION`.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with one of the exit codes of `chainrule --help`; never with a traceback."""
    try:
        code = chainrule_command.main(arguments, prog_name="chainrule", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = CODES.unusable
    except (KeyboardInterrupt, click.Abort):
        code = CODES.interrupted
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python's own last flush is quiet
        code = CODES.broken_pipe
    except Exception as error:
        report(error)
        code = exit_code(error)
    sys.exit(code)


if __name__ == "__main__":
    main()
