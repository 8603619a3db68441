"""Which view of a record is asked for: text, latex, markdown, or data. `Shown` comes in here."""

from __future__ import annotations

from typing import Any

from chainrule.calculus.derivation import Derivation
from chainrule.calculus.term_arithmetic import weight
from chainrule.errors import ChainRuleError
from chainrule.rendering.layout import Layout
from chainrule.rendering.listing import blocks, domain_notes

__all__ = ["as_dict", "notes", "show"]


def show(
    record: object,
    medium: str,
    *,
    detail: str = "full",
    notation: str = "leibniz",
    ascii: bool = False,
    width: int | None = None,
    document: bool = False,
) -> str:
    """A record in a medium: "text", "latex" or "markdown".

    detail     answer, brief or full
    notation   leibniz (dy/du · du/dx) or lagrange (f'(g(x)) · g'(x))
    ascii      text without a character beyond ASCII
    width      columns of text; None does not break lines
    document   LaTeX as a whole document
    """
    derivation = _derivation(record)
    derivation.limits.check("printed", weight(derivation.answer))  # each operation takes a character at least
    told = blocks(derivation, detail=detail, notation=notation)  # type: ignore[arg-type]
    limits = derivation.limits
    match medium:
        case "text":
            return Layout(ascii=ascii, width=width, limits=limits).text(told)
        case "latex":
            from chainrule.rendering import markup

            return (markup.latex_document if document else markup.latex_listing)(told, limits)
        case "markdown":
            from chainrule.rendering.markup import markdown_listing

            return markdown_listing(told, limits)
    raise ChainRuleError(f"there is no view called {medium!r}")


def as_dict(record: object, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """What `--json` prints."""
    from chainrule.rendering.record import derivation_record

    return derivation_record(_derivation(record), detail=detail, notation=notation)


def notes(record: object) -> tuple[str, ...]:
    """Where an answer holds, in words."""
    return domain_notes(_derivation(record))


def _derivation(record: object) -> Derivation:
    if isinstance(record, Derivation):
        return record
    raise TypeError(f"{type(record).__name__} has no such view")


