"""chainrule parametric: the slope of a curve that is given by a parameter."""

from __future__ import annotations

from typing import Any

import click

from chainrule.cli.arguments import ExpressionCommand, WholeNumber
from chainrule.cli.records import record_options, write_record

__all__ = ["parametric"]

EXAMPLES = """\b
Examples:
  chainrule parametric "x = cos(t); y = sin(t)"
  chainrule parametric "x = cos(t); y = sin(t)" --order 2 --at t=pi/4
  chainrule parametric "x = a cos(t); y = b sin(t)" --at a=2,b=1,t=pi/4
  chainrule parametric "r = 1 + cos(theta)" --at pi/2        in polar coordinates
  chainrule parametric "x = t^2; y = t^3" --at 0             a cusp"""


@click.command(
    cls=ExpressionCommand, epilog=EXAMPLES, short_help="Find dy/dx of a curve such as x = cos(t); y = sin(t)."
)
@click.argument("curve")
@click.option("--parameter", metavar="NAME", help="The parameter; left out, the only letter that is not defined, or t.")
@click.option("--order", type=WholeNumber(1), default=1, metavar="N", help="Of the derivative: 2 for d²y/dx².")
@click.option("--at", metavar="POINT", help="A value of the parameter, as in t=pi/4 or pi/4, or of every letter.")
@record_options(notation=True)
def parametric(curve: str, parameter: str | None, order: int, at: str | None, **shown: Any) -> int:
    """Find dy/dx of a CURVE such as "x = cos(t); y = sin(t)", step by step."""
    from chainrule.calculus.curves.parametric import parametric as found

    return write_record(lambda: found(curve, parameter, order=order, at=at), **shown)
