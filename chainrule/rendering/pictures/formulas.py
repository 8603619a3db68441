"""Formulas, numbers and points as pictures write them: the text notation, cut where it would be too long."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from chainrule.calculus.derivation import Derivation
from chainrule.calculus.links import Link, links
from chainrule.errors import ChainRuleError, DomainError, LimitError, NameUnknownError
from chainrule.expression.intervals import number as exact_number
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Expression, Node, Symbol
from chainrule.expression.reading import name_of
from chainrule.expression.walking import substitute
from chainrule.expression.writing import Writer
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Phrase
from chainrule.rendering.listing.probing import has_no_slope
from chainrule.rendering.listing.teller import name_of_target
from chainrule.rendering.media.layout import in_ascii
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.notation.text import Text, letters_in
from chainrule.rendering.wording import comma_and, said

__all__ = ["Subject", "equal_sign", "equations", "fitted", "number", "phrase", "point_of", "rate_exists",
           "rate_of"]  # fmt: skip

DIGITS = 4


class Subject(NamedTuple):
    """What a picture is about: the target by its name, the chain of its first derivative, the point if there is one."""

    derivation: Derivation
    name: str
    chain: tuple[Link, ...]
    point: dict[str, float] | None

    @classmethod
    def of(cls, derivation: Derivation, at: Mapping[Any, Any] | None) -> Subject:
        """Raises ChainRuleError where nothing was differentiated or a number is missing."""
        if not derivation.stages:
            raise ChainRuleError(wording.PICTURE_OF_NOTHING)
        name = name_of_target(derivation)
        return cls(derivation, name, links(derivation.stages[0], name), point_of(derivation, at))

    @property
    def where(self) -> Phrase:
        """x = 2, y = 1"""
        return equations(self.point or {})

    @property
    def title(self) -> str:
        return f"{phrase((Symbol(self.name),))} = {fitted(self.derivation.target)}"

    @property
    def remarks(self) -> list[Phrase]:
        """What has to be said of a target that is no composite."""
        from chainrule.rendering.listing.telling import remarks

        if len(self.chain) > 1:
            return []
        stage = self.derivation.stages[0]
        inside = next((step.target for step in stage.steps[1:] if step.is_composite), None)
        more = [] if inside is None else [said(wording.PICTURE_OF_PART, target=fitted(inside))]
        return [*(sentence.phrase for sentence in remarks(stage)), *more]


def point_of(derivation: Derivation, at: Mapping[Any, Any] | None) -> dict[str, float] | None:
    """The numbers of a point by name, however the names are spelt; `at` is a mapping, or has one as `values`.

    Raises NameUnknownError for a name too many or too few, DomainError for what is no finite number.
    """
    if at is None:
        return None
    known = list(dict.fromkeys((*[v.name for v in derivation.variables], *derivation.target.names)))
    given: dict[str, float] = {}
    for key, value in _mapping(at).items():
        name = key.name if isinstance(key, Symbol) else str(key)
        name = name if name in known else name_of(name)
        if name not in known:
            raise NameUnknownError(f"there is no {key} in the expression", str(key))
        given[name] = _finite(name, value)
    missing = [name for name in known if name not in given]
    if missing:
        raise NameUnknownError(phrase(said(wording.POINT_LACKS, names=comma_and(missing))), missing[0])
    return {name: given[name] for name in known}


def rate_exists(expression: Expression, by: Symbol, point: Mapping[str, float]) -> bool:
    """Is there nothing against a slope there, such as a corner where two branches meet, which no formula shows?"""
    if any(not math.isfinite(point[name]) for name in (*expression.names, by.name)):
        return False
    numbers: dict[Expression, Expression] = {
        Symbol(name): exact_number(Fraction(point[name])) for name in expression.names if name != by.name
    }
    return not has_no_slope(substitute(expression, numbers), by, exact_number(Fraction(point[by.name])))


def _mapping(at: Any) -> Mapping[Any, Any]:
    values = at if isinstance(at, Mapping) else getattr(at, "values", None)
    if not isinstance(values, Mapping):
        raise TypeError(f"a point is a mapping from names to numbers, not {type(at).__name__}")
    return values


def _finite(name: str, value: Any) -> float:
    if isinstance(value, str | bytes) or not hasattr(value, "__float__"):
        raise TypeError(f"{name} takes a real number, not {value!r}")
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise DomainError(phrase(said(wording.POINT_OF_NO_NUMBER, name=Symbol(name))))
    return found


def equations(values: Mapping[str, float], *, ascii: bool = False) -> Phrase:
    """x = 2, y = 1"""
    parts: list[str | Node] = []
    for name, value in values.items():
        parts += [", "] if parts else []
        parts += [Symbol(name), f" {equal_sign(value)} {number(value, ascii=ascii)}"]
    return tuple(parts)


def equal_sign(*values: float) -> str:
    """= where every number is written in full, else ≈."""
    return "=" if all(float(f"{value:.{DIGITS}g}") == value for value in values) else "≈"


def fitted(node: Node, width: int = 48, *, ascii: bool = False) -> str:
    """The node in the text notation, cut with an ellipsis; a huge one costs no more than a small one."""
    writer = Writer(Text(ascii=ascii, letters=letters_in(node)), Limits(printed=width))
    dots = "..." if ascii else "…"
    try:
        writer.write(node)
    except LimitError:
        return _printable("".join(writer.pieces)[: width - len(dots)] + dots, ascii=ascii)
    return _printable("".join(writer.pieces), ascii=ascii)


def number(value: float, *, ascii: bool = False) -> str:
    """A number to a few digits: 4, -0.65, 1.2·10⁶."""
    if value == 0:
        return "0"
    text = f"{value:.{DIGITS}g}"
    if "e" not in text:
        return text
    mantissa, _, exponent = text.partition("e")
    power = str(int(exponent))
    if ascii:
        return f"{mantissa}e{power}"
    return f"{mantissa}·10{power.translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def phrase(parts: Phrase, *, ascii: bool = False) -> str:
    """Words and formulas as one line of text."""
    return "".join(
        _printable(part, ascii=ascii) if isinstance(part, str) else fitted(part, ascii=ascii) for part in parts
    )


def rate_of(name: str, by: Symbol, of: Expression) -> Expression:
    """dy/du, or ∂y/∂u where `of` has other letters too; as in the listing."""
    return rate(name, [by], [Symbol(other) for other in of.names])


def _printable(text: str, *, ascii: bool) -> str:
    clean = text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)
    return in_ascii(clean.replace("≈", "~")) if ascii else clean
