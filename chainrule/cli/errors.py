"""What a person is told when something cannot be done, and the exit code that goes with it."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

from chainrule.errors import ChainRuleError, LimitError, ReadingError

__all__ = ["CODES", "exit_code", "report", "worst"]

CODES = SimpleNamespace(
    done=0, incorrect=1, unusable=2, limit=3, undecided=4, interrupted=130, broken_pipe=141
)
WORST_FIRST = (CODES.unusable, CODES.limit, CODES.incorrect, CODES.undecided, CODES.done)


def exit_code(error: Exception) -> int:
    """The exit code that an error leads to."""
    return int(CODES.limit if isinstance(error, LimitError) else CODES.unusable)


def worst(codes: set[int]) -> int:
    """The one exit code of several pieces of work."""
    return int(next(code for code in WORST_FIRST if code in codes or code == CODES.done))


def report(error: Exception, place: str = "") -> None:
    """Say on standard error what went wrong, and where in the input."""
    if "CHAINRULE_DEBUG" in os.environ and not isinstance(error, ChainRuleError):
        raise error
    text = f"{place}: {_said(error)}" if place and not isinstance(error, ReadingError) else _said(error)
    heading = f"{place}:\n" if place and isinstance(error, ReadingError) else ""
    encoding = sys.stderr.encoding or "ascii"
    print((heading + text).encode(encoding, "replace").decode(encoding), file=sys.stderr)


def _said(error: Exception) -> str:
    match error:
        case ReadingError():
            return error.drawn()
        case LimitError():
            return f"Stopped early: {error}"
        case ChainRuleError():
            return str(error)
        case OSError():
            return f"{error.filename}: {error.strerror}" if error.filename else str(error)
        case _:
            return (
                f"This is a defect of chainrule, not of what you typed: {type(error).__name__}: {error}\n"
                "Set CHAINRULE_DEBUG=1 to see where it comes from, and please report it."
            )
