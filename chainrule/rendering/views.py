"""Which view of a record is asked for, in which medium. `Shown` comes in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from chainrule.calculus.derivation import Derivation
from chainrule.calculus.term_arithmetic import weight
from chainrule.errors import ChainRuleError
from chainrule.rendering.listing.telling import blocks, domain_notes
from chainrule.rendering.wording import NO_SUCH_PICTURE

__all__ = ["DOCUMENTS", "FRAGMENTS", "PICTURES", "as_dict", "document", "notes", "picture", "plot", "show"]

# Where each medium lives, imported when it is asked for. A fragment is made of the blocks of one listing; a document of
# several chapters, each with its derivation, and it may be bytes.
FRAGMENTS: Mapping[str, str] = {
    "text": "chainrule.rendering.media.layout:text_listing",
    "latex": "chainrule.rendering.media.latex:latex_listing",
    "markdown": "chainrule.rendering.media.markdown:markdown_listing",
}
DOCUMENTS: Mapping[str, str] = {
    "latex": "chainrule.rendering.media.latex:latex_document",
}
# Pictures of a derivation as SVG, by name; each is given the derivation and a point, or None.
PICTURES: Mapping[str, str] = {
    "onion": "chainrule.rendering.pictures.onion:onion",
    "gears": "chainrule.rendering.pictures.gears:gears",
    "function": "chainrule.rendering.pictures.function:function",
}


def show(record: object, medium: str, *, detail: str = "full", notation: str = "leibniz", **options: Any) -> str:
    """A record as a fragment in one of the media of FRAGMENTS.

    detail     answer, brief or full
    notation   leibniz (dy/du · du/dx) or lagrange (f'(g(x)) · g'(x))
    options    what the medium knows beyond that; text: `ascii` (no character beyond ASCII), `width` (columns)
    """
    derivation = _derivation(record)
    derivation.limits.check("printed", weight(derivation.answer))  # each operation takes a character at least
    told = blocks(derivation, detail=detail, notation=notation)
    return _medium(FRAGMENTS, medium)(told, derivation.limits, **options)  # type: ignore[no-any-return]


def document(
    records: Sequence[object], medium: str, *, detail: str = "full", notation: str = "leibniz", **options: Any
) -> str | bytes:
    """Records as one whole document, a chapter each, in one of the media of DOCUMENTS."""
    derivations = [_derivation(record) for record in records]
    for derivation in derivations:
        derivation.limits.check("printed", weight(derivation.answer))
    make = _medium(DOCUMENTS, medium)
    return make(derivations, detail=detail, notation=notation, **options)  # type: ignore[no-any-return]


def as_dict(record: object, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """What `--json` prints."""
    from chainrule.rendering.media.record import derivation_record

    return derivation_record(_derivation(record), detail=detail, notation=notation)


def picture(record: object, kind: str = "onion", *, at: Mapping[Any, Any] | None = None) -> str:
    """A complete SVG without scripts or anything from elsewhere, for light and dark pages.

    kind   one of PICTURES: onion (the layers of a composite), gears (its links and their rates), function (its graph)
    at     a point, a number for each letter: what the picture then shows there
    """
    derivation = _derivation(record)
    if kind not in PICTURES:
        raise ChainRuleError(NO_SUCH_PICTURE.format(name=kind, names=", ".join(PICTURES)))
    return _medium(PICTURES, kind)(derivation, at)  # type: ignore[no-any-return]


def plot(record: object, **options: Any) -> str:
    """The function of a derivation for a terminal; the options are those of `chainrule.rendering.pictures.plot`."""
    from chainrule.rendering.pictures.terminal_plot import plot as drawn

    return drawn(_derivation(record), **options)


def notes(record: object) -> tuple[str, ...]:
    """Where an answer holds, in words."""
    return domain_notes(_derivation(record))


def _medium(table: Mapping[str, str], name: str) -> Any:
    if name not in table:
        raise ChainRuleError(f"there is no view called {name!r}; there are {', '.join(table)}")
    module, _, function = table[name].partition(":")
    return getattr(import_module(module), function)


def _derivation(record: object) -> Derivation:
    if isinstance(record, Derivation):
        return record
    raise TypeError(f"{type(record).__name__} has no such view")
