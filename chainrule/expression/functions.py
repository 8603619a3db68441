"""The formula sheet: one row a function, in our own notation. Adding a function is adding a row; no other file changes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["FORMULA_SHEET", "Function", "function_named"]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """One row of the sheet. Formulas are text in our own notation; the arguments are called u and v.

    name            as plain text writes it and reads it back
    derivatives     one partial per argument
    evaluate        the value at floats; raises ValueError or OverflowError where there is none
    mpmath          the same for mpmath numbers: the name of an mpmath function, or a formula in our own notation
    python          the same as Python source: a template with {u} (and {v}) that needs only `math`
    latex           how LaTeX writes the name (`\\sin`), or a template with {u} where it is no plain name (`\\sqrt{{{u}}}`)
    domain          conditions on the arguments, joined by " and ", or ""
    differentiable  further conditions under which the derivative exists, or ""
    spellings       other ways to type the name
    values          exact values: pairs of argument and value
    """

    name: str
    derivatives: tuple[str, ...]
    evaluate: Callable[..., float]
    mpmath: str
    python: str
    latex: str
    domain: str = ""
    differentiable: str = ""
    spellings: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def arity(self) -> int:
        return len(self.derivatives)

    def __repr__(self) -> str:
        return f"<Function {self.name}>"

    def __reduce__(self) -> tuple[object, ...]:
        return function_named, (self.name,)

    def __copy__(self) -> Function:
        return self

    def __deepcopy__(self, memo: object) -> Function:
        return self


FORMULA_SHEET: tuple[Function, ...] = (
    Function("sin", ("cos(u)",), math.sin, "sin", "math.sin({u})", r"\sin", values=(("0", "0"), ("pi", "0"))),
    Function("cos", ("-sin(u)",), math.cos, "cos", "math.cos({u})", r"\cos", values=(("0", "1"), ("pi", "-1"))),
    Function("ln", ("1/u",), math.log, "log", "math.log({u})", r"\ln", domain="u > 0", values=(("1", "0"), ("e", "1"))),
    Function("sqrt", ("1/(2*sqrt(u))",), math.sqrt, "sqrt", "math.sqrt({u})", r"\sqrt{{{u}}}", domain="u >= 0",
             differentiable="u > 0"),
)  # fmt: skip

_BY_NAME = {name: row for row in FORMULA_SHEET for name in (row.name, *row.spellings)}


def function_named(name: str) -> Function:
    """The row with this name or spelling; KeyError where there is none."""
    return _BY_NAME[name]
