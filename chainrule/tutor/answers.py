"""An answer, read in its problem's context: its names, its functions, and what it calls its own derivative."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from chainrule.calculus.engine import differentiate, symbol_of
from chainrule.errors import ChainRuleError, ReadingError
from chainrule.expression.evaluation import target_of
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol, System, UnknownCall
from chainrule.expression.reading import Reading, read
from chainrule.expression.systems import resolved
from chainrule.expression.walking import preorder, substitute, symbols
from chainrule.tutor import wording

__all__ = ["Problem", "problem_of", "read_answer", "refuse_unfound"]

RATE = "dydx"  # what the rate of an unknown function is called while an answer is read


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be differentiated, and by what.

    target   the function alone; the definitions of a system are put in
    """

    reading: Reading
    target: Expression
    variable: Symbol
    limits: Limits

    @cached_property
    def answer(self) -> Expression:
        """The derivative, tidied."""
        return differentiate(self.target, self.variable, limits=self.limits)

    @cached_property
    def known(self) -> dict[Expression, Expression]:
        """What an answer may say instead: the names that the problem defines, its own name, y and y' for y(x)."""
        node, letters = self.reading.node, set(symbols(self.target))
        known = resolved(node) if isinstance(node, System) else {}
        own = Symbol(self.reading.name or "y")
        if own not in letters and own.name not in node.functions:
            known.setdefault(own, self.target)
        for call in self.unknown:
            known[Symbol(call.name)] = call
            known[Symbol(RATE)] = UnknownCall(call.name, call.arguments, (1,))
        return known

    @cached_property
    def unknown(self) -> list[UnknownCall]:
        """The unknown functions of the variable alone, as y(x); at most one of them is y to an answer."""
        calls = [node for node in preorder(self.target) if isinstance(node, UnknownCall)]
        return [call for call in calls if call.arguments == (self.variable,) and not any(call.orders)][:1]


def problem_of(
    source: str | Node | Reading, variable: str | Symbol | None, names: Iterable[str] = (),
    functions: Iterable[str] = (), limits: Limits = DEFAULT,
) -> Problem:
    """A problem from text, or from what was read before; raises as `derive` does."""
    by = None if variable is None else symbol_of(variable)
    if isinstance(source, Reading):
        reading = source
    else:
        reading = read(source, variable=by, names=names, functions=functions, limits=limits)
    if isinstance(reading.node, Relation):
        raise ChainRuleError("this is an equation; to be marked, a problem is a function or a system of definitions")
    return Problem(reading, target_of(reading.node), by or reading.variable, limits)


def read_answer(problem: Problem, given: str | Node | Reading) -> Expression:
    """The answer, in terms of what the problem is in terms of; ReadingError where it cannot be read."""
    if isinstance(given, Reading):
        given = given.node
    node = given if isinstance(given, Node) else _read(problem, given)
    if isinstance(node, Relation):
        text = str(given)
        raise ReadingError(text, max(text.find("="), 0), wording.EQUATION, mend=wording.EQUATION_MEND)
    return substitute(target_of(node), problem.known)


def refuse_unfound(problem: Problem, text: str) -> None:
    """Raise ReadingError for d/dx(…) in an answer: it would be read as letters, and is still to be found."""
    x = re.escape(problem.variable.name)
    found = re.search(rf"(?<![^\W_])d\s*(?:\([^()]*\)\s*)?/\s*d\s*{x}(?![^\W_])", text)
    if found is not None and "d" not in problem.reading.node.names:
        raise ReadingError(text, found.start(), wording.UNFOUND, mend=wording.UNFOUND_MEND, end=found.end())


def _read(problem: Problem, text: str) -> Node:
    asked = re.match(rf"\s*d\s*/\s*d\s*{re.escape(problem.variable.name)}\s*=(?!=)", text)
    if asked is not None:  # d/dx = … as an answer to d/dx?
        text = " " * asked.end() + text[asked.end() :]
    refuse_unfound(problem, text)
    settings = problem.reading.settings
    names = {*settings.names, *problem.reading.node.names, problem.variable.name}
    functions = {*settings.functions, *problem.reading.node.functions}
    for call in problem.unknown:
        text, bare = _with_rates(text, call.name, problem.variable.name)
        names.add(RATE)
        if bare:
            functions.discard(call.name)
    return read(
        text, variable=problem.variable, names=names, functions=functions, log=settings.log, limits=problem.limits
    ).node


def _with_rates(text: str, name: str, variable: str) -> tuple[str, bool]:
    """dy/dx and y' as one name; and whether y stands alone, without (x)."""
    y, x = re.escape(name), re.escape(variable)
    text = re.sub(rf"(?<![A-Za-z])d\s*{y}\s*/\s*d\s*{x}(?![A-Za-z=]|\s*=)", RATE, text)
    text = re.sub(rf"(?<![A-Za-z]){y}\s*['′](?!\s*\(|['′])(?!\s*=)", f" {RATE} ", text)
    text = re.sub(rf"(?<![A-Za-z])d{y}d{x}(?![A-Za-z])(?!\s*=)", RATE, text)
    return text, re.search(rf"(?<![A-Za-z]){y}\s*['′]?\s*\(", text) is None
