"""An answer, read in its problem's context: its names, its functions, and what it calls its own derivative."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from chainrule.calculus.comparison.equivalence import Comparison
from chainrule.calculus.engine import differentiate, symbol_of
from chainrule.errors import ReadingError
from chainrule.expression.evaluation import target_of
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import Expression, Node, Relation, Symbol, System, UnknownCall
from chainrule.expression.reading import Reading, is_name, name_of, read
from chainrule.expression.systems import resolved
from chainrule.expression.walking import preorder, substitute, symbols
from chainrule.tutor import wording
from chainrule.tutor.comparing import compared

if TYPE_CHECKING:
    from chainrule.calculus.curves.implicit import ImplicitDerivation
    from chainrule.tutor.curves import Curve

__all__ = [
    "Problem", "has_own_rate", "members", "problem_of", "read_answer", "refuse_other_rate", "refuse_unfound",
    "sides_of",
]  # fmt: skip

_EQUALS = re.compile(r"(?<![<>=!:])=(?![=>])")
_NAME = r"[^\W\d_]\w*+"
_LEAD = re.compile(  # dy/dx, d/dx, y', f'(x), y: what an answer may begin with; never backtracks, however long the text
    rf"\s*+(?:(?:d|∂)\s*+(?:{_NAME})?+\s*+/\s*+(?:d|∂)\s*+{_NAME}"
    rf"|({_NAME})\s*+'*+\s*+(?:\(\s*+{_NAME}\s*+\))?+)?+\s*+"
)
_ITS_RATE = re.compile(  # dy/dx, y', y'(x)
    rf"\s*+(?:d\s*+{_NAME}\s*+/\s*+d\s*+{_NAME}|{_NAME}\s*+'\s*+(?:\(\s*+{_NAME}\s*+\))?+)\s*+"
)
_LEIBNIZ = re.compile(  # dy/dx, d^2y/dx^2: the order, of what, by what
    rf"\s*+(?:d|∂)(\s*+(?:\^\s*+\{{?+\d\}}?+|[²³]))?+\s*+({_NAME})\s*+/\s*+(?:d|∂)\s*+({_NAME})"
)
_PRIMED = re.compile(rf"\s*+{_NAME}\s*+'\s*+(?:'|\(\s*+-?+\d)")  # y'', y'(2)


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be differentiated, and by what.

    target   the function alone, the definitions of a system put in; of a relation, left - right
    curve    how a relation gives the derivative; None where the problem is a function
    """

    reading: Reading
    target: Expression
    variable: Symbol
    limits: Limits
    curve: ImplicitDerivation | None = None

    @cached_property
    def answer(self) -> Expression:
        """The derivative, tidied; of a relation, in terms of both its letters."""
        if self.curve is not None:
            return self.curve.answer
        return differentiate(self.target, self.variable, limits=self.limits)

    @property
    def own(self) -> Symbol:
        """What the function is called; of a relation, the letter that depends on the other."""
        if self.curve is not None:
            return self.curve.dependent
        node = self.reading.node
        return node.definitions[-1][0] if isinstance(node, System) else Symbol(self.reading.name or "y")

    @cached_property
    def known(self) -> dict[Expression, Expression]:
        """What an answer may say instead: the names that the problem defines, its own name, y and y' for y(x)."""
        if self.curve is not None:
            return {self.curve.function: self.curve.dependent}
        node, letters = self.reading.node, set(symbols(self.target))
        known = resolved(node) if isinstance(node, System) else {}
        own = Symbol(self.reading.name or "y")
        if own not in letters and own.name not in node.functions:
            known.setdefault(own, self.target)
        for call in self.unknown:
            known[Symbol(call.name)] = call
            known[self.rate_of(call.name)] = UnknownCall(call.name, call.arguments, (1,))
        return known

    @cached_property
    def unknown(self) -> list[UnknownCall]:
        """The unknown functions of the variable alone, as y(x), each of which is y to an answer."""
        calls = [node for node in preorder(self.target) if isinstance(node, UnknownCall)]
        return [call for call in calls if call.arguments == (self.variable,) and not any(call.orders)]

    def rate_of(self, name: str) -> Symbol:
        """What the rate of an unknown function is called while an answer is read."""
        return Symbol(f"d{name}d{self.variable.name}")

    def compared(self, right: Expression, answer: Expression) -> Comparison:
        """Two expressions beside each other, at the places where the function is smooth, or on the curve."""
        return compared(self.target, right, answer) if self.on is None else self.on.compared(right, answer)

    @cached_property
    def on(self) -> Curve | None:
        """The curve of a relation, with its points."""
        if self.curve is None:
            return None
        from chainrule.tutor.curves import Curve

        return Curve(self.curve)


def problem_of(
    source: str | Node | Reading, variable: str | Symbol | None, names: Iterable[str] = (),
    functions: Iterable[str] = (), limits: Limits = DEFAULT,
) -> Problem:
    """A problem from text, or from what was read before; raises as `derive` does, and for a relation as `implicit`."""
    by = None if variable is None else symbol_of(variable)
    if isinstance(source, Reading):
        reading = source
    else:
        reading = read(source, variable=by, names=names, functions=functions, limits=limits)
    turned = by is not None and reading.name == by.name  # x = y^2, by x: what is defined does not depend on itself
    if isinstance(reading.node, Relation) or turned:
        from chainrule.calculus.curves.implicit import implicit

        curve = implicit(reading, None, by, limits=limits)
        return Problem(curve.reading, curve.relation.left - curve.relation.right, curve.variable, limits, curve)
    return Problem(reading, target_of(reading.node), by or reading.variable, limits)


def sides_of(text: str) -> list[str]:
    """What stands between the equals signs; those in brackets and in the conditions of branches part nothing."""
    if re.search(r"\bif\b", text):
        return [text]
    sides, start, depth = [], 0, 0
    for found in re.finditer(rf"[(\[{{]|[)\]}}]|{_EQUALS.pattern}", text):
        if found[0] == "=" and depth <= 0:
            sides.append(text[start : found.start()])
            start = found.end()
        depth += (found[0] in "([{") - (found[0] in ")]}")
    return [*sides, text[start:]]


def members(text: str) -> list[str]:
    """What is said to be equal in `dy/dx = a = b`, or in `a = b`: a and b. One alone where that is no chain."""
    first, *others = sides_of(text)
    while len(others) > 1 and _ITS_RATE.fullmatch(others[0]):  # dy/dx = y' = …
        text = others.pop(0) + "=" + others[0]
    lead = _LEAD.fullmatch(first)
    if lead is not None and lead[1] is not None and not is_name(name_of(lead[1])):  # sin(x) = …
        lead = None
    if not others or (lead is not None and len(others) == 1):
        return [text]
    return [first, *others] if lead is None else others


def has_own_rate(problem: Problem, texts: Iterable[str]) -> bool:
    """Does dy/dx or y' stand in one of them, of the very function that was to be differentiated?"""
    if any(call.name == problem.own.name for call in problem.unknown):
        return False
    y, x = re.escape(problem.own.name), re.escape(problem.variable.name)
    rate = re.compile(rf"(?<![^\W_])d\s*{y}\s*/\s*d\s*{x}(?!\w)|{y}\s*'")
    return any(rate.search(text) is not None for text in texts)


def read_answer(problem: Problem, given: str | Node | Reading) -> Expression:
    """The answer, in terms of what the problem is in terms of; ReadingError where it cannot be read."""
    if isinstance(given, Reading):
        given = given.node
    node = given if isinstance(given, Node) else _read(problem, given)
    text = str(given)
    if isinstance(node, Relation):
        raise ReadingError(text, max(text.find("="), 0), wording.EQUATION, mend=wording.EQUATION_MEND)
    answer = substitute(target_of(node), problem.known)
    calls = [part for part in preorder(answer) if isinstance(part, UnknownCall) and any(part.orders)]
    if any(call.name not in problem.target.functions for call in calls if problem.curve is None):  # σ'(z)
        raise ReadingError(text, 0, wording.UNFOUND, mend=wording.UNFOUND_MEND, end=len(text))
    rate = problem.rate_of(problem.own.name)
    if problem.curve is not None and (rate.name in answer.names or problem.own.name in answer.functions):
        raise ReadingError(text, 0, wording.UNFOUND, mend=wording.UNSOLVED_MEND, end=len(text))
    return answer


def refuse_other_rate(problem: Problem, text: str) -> None:
    """Raise ReadingError for dx/dy = …, y'' = …, y'(2) = … in an answer: that is not what was asked for."""
    first, *others = sides_of(text)
    rate = _LEIBNIZ.match(first)
    if not others or (rate is None and _PRIMED.match(first) is None):
        return
    if rate is not None and not rate[1]:
        own, x = problem.own, problem.variable
        taken = {x.name, own.name, *[name.name for name in problem.known if isinstance(name, Symbol)]}
        if name_of(rate[2]) not in taken - {own.name} and name_of(rate[3]) not in taken - {x.name}:
            return
    asked = f"d{problem.own.name}/d{problem.variable.name}"
    finding = wording.OTHER_RATE.format(found=first.strip(), asked=asked)
    raise ReadingError(text, 0, finding, mend=wording.OTHER_RATE_MEND, end=len(first))


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
    for name in [problem.own.name] if problem.curve is not None else [call.name for call in problem.unknown]:
        y, x, rate = re.escape(name), re.escape(problem.variable.name), problem.rate_of(name).name
        text = _with_rates(text, y, x, rate)
        names.add(rate)
        if problem.curve is not None:  # y(x) is y, and y(x + y) is a product
            text = re.sub(rf"(?<![A-Za-z]){y}\s*\(\s*{x}\s*\)", f" {name} ", text)
        elif re.search(rf"(?<![A-Za-z]){y}\s*'?\s*\(", text) is None:
            functions.discard(name)
    return read(
        text, variable=problem.variable, names=names, functions=functions, log=settings.log, limits=problem.limits
    ).node


def _with_rates(text: str, y: str, x: str, rate: str) -> str:
    """dy/dx and y' as one name, where they do not begin an equation."""
    text = re.sub(rf"(?<![A-Za-z])d\s*{y}\s*/\s*d\s*{x}(?![A-Za-z=]|\s*=)", rate, text)
    begins = "" if len(y) == 1 else "(?<![A-Za-z])"  # fg' is f times g'
    return re.sub(rf"{begins}{y}\s*'(?!\s*\(|')(?!\s*=)", f" {rate} ", text)
