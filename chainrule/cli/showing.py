"""What is wanted of each expression, and what is written for it in each format."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from chainrule.cli.arguments import Line
from chainrule.cli.output import Look
from chainrule.cli.records import fragment, is_whole
from chainrule.cli.verifying import Verdict, summary
from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from chainrule.calculus.at_point import AtPoint
    from chainrule.calculus.curves.implicit import ImplicitDerivation
    from chainrule.calculus.curves.lines import TangentLine
    from chainrule.calculus.curves.on_curve import OnCurve
    from chainrule.calculus.derivation import Derivation
    from chainrule.expression.reading import Reading

    Record = Derivation | ImplicitDerivation
    Chapter = Record | AtPoint | OnCurve | TangentLine

__all__ = ["FORMATS", "PICTURES", "Wanted", "derivation_of", "document", "failed", "shown"]

FORMATS = ("text", "latex", "markdown", "html", "speech", "typst", "pdf", "svg", "json")
BESIDE = frozenset({"text", "latex", "markdown"})  # formats in which SymPy's verdicts stand below the derivation
PICTURES = ("onion", "gears", "function")
HEADINGS = {"latex": r"\textbf{{{}}}\par", "markdown": "**{}**", "typst": "*{}*"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for each expression: how it is read, what is done with it, how it is shown.

    variables   by what; with `gradient` by each alone, else by each in turn
    dependent   of a relation, what is differentiated, where that is given
    view        options of every view: detail, notation
    whole       all expressions make one document
    several     there may be more than one expression
    at          a point that is told of as well, with the `step` of a descent from there and how many `steps`
    title       of a document
    tangent     whether the tangent and the normal at the point are told of
    picture     which one, in the format svg
    plot        whether the function is drawn under a listing in text
    """

    variables: tuple[str, ...]
    dependent: str | None
    order: int
    gradient: bool
    log: str
    verify: bool
    view: Mapping[str, Any]
    look: Look
    whole: bool
    several: bool
    at: str | None
    step: float | None
    steps: int
    tangent: bool
    title: str | None
    picture: str | None
    plot: bool

    @classmethod
    def of(
        cls, look: Look, *, several: bool, variable: tuple[str, ...], dependent: str | None, order: int,
        gradient: bool, log: str, verify: bool, whole: bool, at: str | None, step: float | None, steps: int | None,
        tangent: bool, title: str | None, picture: str | None, plot: bool, **view: Any,
    ) -> Wanted:
        """The options together, each checked against the others."""
        variables = _names(",".join(variable) if variable else None, "--variable")
        depends = _names(dependent, "--implicit")
        if len(depends) > 1 or (depends and (len(variables) > 1 or gradient)):
            raise click.UsageError("--implicit takes one name, and is differentiated by one other")
        if picture is not None and look.format != "svg":
            raise click.UsageError("--picture is a format of its own: leave out --format, or name the file .svg")
        if look.format == "svg" and (several or gradient):
            raise click.UsageError("a picture shows one expression, and one derivative of it")
        if plot and look.format != "text":
            raise click.UsageError("--plot goes with --format text; for a file there is --picture function")
        if order > 1 and gradient:
            raise click.UsageError("--order does not go with --gradient")
        if order > 1 and len(variables) > 1:
            raise click.UsageError(
                "--order goes with one variable; of several, name each as often as is wanted: -x x,x,y"
            )
        if tangent and (at is None or step is not None or gradient or order > 1 or plot or look.format == "svg"):
            raise click.UsageError("--tangent goes with --at, and without --step, --order, --gradient or a picture")
        if step is not None and at is None:
            raise click.UsageError("--step goes with --at")
        if steps is not None and step is None:
            raise click.UsageError("--steps goes with --step")
        whole = is_whole(look, whole, title)
        return cls(
            variables, next(iter(depends), None), order, gradient, log, verify, view, look, whole, several, at, step,
            steps or 1, tangent, title, picture, plot,
        )

    def view_of(self, derivation: Record) -> dict[str, Any]:
        """The options of every view, with the point that was asked for."""
        point = None if self.tangent else self.point_of(derivation)
        return dict(self.view) if point is None else {**self.view, "at": point}

    def records(self, text: str) -> list[Chapter]:
        """The derivations, or where a point was asked for, each at that point."""
        found = self.derivations(text)
        return [self.tangent_of(d) if self.tangent else self.point_of(d) or d for d in found]

    def point_of(self, derivation: Record) -> AtPoint | OnCurve | None:
        from chainrule.calculus.derivation import Derivation

        if self.at is None:
            return None
        if isinstance(derivation, Derivation):
            return derivation.at(self.at, step=self.step, steps=self.steps)
        return derivation.at(self.at)

    def tangent_of(self, derivation: Record) -> TangentLine:
        from chainrule.calculus.curves.lines import tangent_line

        return tangent_line(derivation, self.at)

    @property
    def apart(self) -> bool:
        """Is there an empty line between one expression and the next?"""
        return self.look.format != "json" and self.view["detail"] != "answer"

    def derivations(self, text: str) -> list[Record]:
        """One derivation, or one for each partial derivative of a gradient; of a relation an implicit one."""
        from chainrule.calculus.derivation import derive
        from chainrule.expression.reading import read

        names = list(self.variables)
        declared = [*names, *([self.dependent] if self.dependent and len(self.dependent) > 1 else [])]
        reading = read(text, variable=names[0] if names else None, names=declared, log=self.log)
        if reading.relation is not None or self.dependent is not None:
            return [self._implicit(reading)]
        if self.gradient:
            defined = {name.name for name, _ in reading.system.definitions} if reading.system else set()
            each = names or sorted(set(reading.node.names) - defined) or [reading.variable.name]
            return [derive(reading, name) for name in each]
        return [derive(reading, names or None, order=self.order)]

    def _implicit(self, reading: Reading) -> ImplicitDerivation:
        from chainrule.calculus.curves.implicit import implicit

        if self.gradient or self.step is not None or self.plot or self.look.format == "svg" or len(self.variables) > 1:
            raise ChainRuleError(
                "this is a relation: it is differentiated by one variable, without --gradient, --step, --plot or "
                "a picture"
            )
        return implicit(reading, self.dependent, next(iter(self.variables), None), order=self.order)


def _names(asked: str | None, option: str) -> tuple[str, ...]:
    """The names of an option: x, or x,y."""
    from chainrule.expression.reading import is_name, name_of

    names = tuple(name_of(name.strip()) for name in asked.split(",")) if asked is not None else ()
    for name in names:
        if not is_name(name):
            raise click.UsageError(f'{option} takes a name, as in x, or several, as in x,y; not "{asked}"')
    return names


def derivation_of(chapter: Chapter) -> Record:
    """What a point or a tangent is of."""
    from chainrule.calculus.curves.implicit import ImplicitDerivation
    from chainrule.calculus.curves.lines import TangentLine
    from chainrule.calculus.derivation import Derivation

    if isinstance(chapter, Derivation | ImplicitDerivation):
        return chapter
    return chapter.source if isinstance(chapter, TangentLine) else chapter.derivation


def document(records: Sequence[Chapter], wanted: Wanted) -> str | bytes:
    """One document with a chapter for each record."""
    from chainrule.rendering.views import document as made

    options = {} if wanted.title is None else {"title": wanted.title}
    return made(records, wanted.look.format, **wanted.view, **options)


def shown(
    line: Line, derivations: Sequence[Record], verdicts: Sequence[Verdict] | None, wanted: Wanted
) -> str:
    """What is written for one line, under its place if it has one."""
    format_ = wanted.look.format
    if format_ == "json":
        return "\n".join([_data(line, derivation, verdicts, wanted) for derivation in derivations])
    between = "\n\n" if wanted.apart else "\n"
    parts: list[str] = []
    if not wanted.gradient or wanted.apart:
        parts = [_told(derivation, wanted) for derivation in derivations]
    if wanted.gradient:
        from chainrule.calculus.curves.on_curve import OnCurve
        from chainrule.rendering.views import gradient

        options = {"ascii": wanted.look.ascii, "width": wanted.look.width} if format_ == "text" else {}
        points = [point for point in map(wanted.point_of, derivations) if not isinstance(point, OnCurve)]
        parts.append(gradient(derivations, format_, points=points, **options))
    told = between.join(parts)
    if verdicts is not None and format_ in BESIDE:
        told = f"{told}\n{summary(verdicts, format_)}"
    elif verdicts is not None:
        print(summary(verdicts, "text"), file=sys.stderr)
    return _headed(line, told, wanted)


def _told(derivation: Record, wanted: Wanted) -> str:
    view = wanted.view_of(derivation)
    record = wanted.tangent_of(derivation) if wanted.tangent else derivation
    if wanted.look.format == "svg":
        return record.to_svg(wanted.picture or PICTURES[0], at=view.get("at"))
    told = fragment(record, wanted.look, view)
    return f"{told}\n\n{_plotted(derivation, wanted)}" if wanted.plot else told


def _plotted(derivation: Record, wanted: Wanted) -> str:
    """The function as a small drawing of characters."""
    columns = min(72, (wanted.look.width or 80) - 12)
    return derivation.to_plot(at=wanted.point_of(derivation), width=max(20, columns), ascii=wanted.look.ascii)


def _data(line: Line, derivation: Record, verdicts: Sequence[Verdict] | None, wanted: Wanted) -> str:
    record = wanted.tangent_of(derivation) if wanted.tangent else derivation
    data = record.to_dict(**wanted.view_of(derivation))
    if line.number is not None:
        data["line"] = line.number
    if verdicts is not None:
        data["verified"] = [verdict.as_dict() for verdict in verdicts]
    many = wanted.several or wanted.gradient
    return json.dumps(data, ensure_ascii=wanted.look.ascii, indent=None if many else 2)


def _headed(line: Line, told: str, wanted: Wanted) -> str:
    """What is shown under the place of its line; an answer alone stands beside it."""
    if not line.place:
        return told
    if wanted.look.format in HEADINGS:
        return f"{_heading(line.place, wanted.look.format)}\n\n{told}"
    return f"{line.place}: {told}" if wanted.view["detail"] == "answer" else f"{line.place}: {line.text}\n{told}"


def failed(line: Line, error: Exception, wanted: Wanted) -> str:
    """What stands in the output for a line that could not be used; "" for an expression of the command line."""
    if line.number is None:
        return ""
    if wanted.look.format == "json":
        data = {"version": 1, "line": line.number, "input": line.text, "error": str(error)}
        return json.dumps(data, ensure_ascii=wanted.look.ascii)
    said = f"{line.place}: left out, see the message"
    return _heading(said, wanted.look.format) if wanted.look.format in HEADINGS else said


def _heading(words: str, format_: str) -> str:
    from chainrule.rendering.media.latex import latex_words
    from chainrule.rendering.media.markdown import markdown_words
    from chainrule.rendering.media.typst import typst_words

    clean = {"latex": latex_words, "markdown": markdown_words, "typst": typst_words}[format_]
    return HEADINGS[format_].format(clean(words))
