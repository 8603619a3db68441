"""Which view of a record is asked for, in which medium. `Shown` comes in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from chainrule.calculus.at_point import AtPoint
from chainrule.calculus.derivation import Derivation
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import Node
from chainrule.expression.shown import Shown, ShownAtPoint
from chainrule.rendering.listing.at_point import gradient_at
from chainrule.rendering.listing.blocks import Told
from chainrule.rendering.listing.telling import gradient_blocks
from chainrule.rendering.wording import NO_SUCH_PICTURE

if TYPE_CHECKING:
    from chainrule.calculus.graphs.graph import Graph

__all__ = ["DATA", "DOCUMENTS", "FRAGMENTS", "GRAPHS", "NOTES", "PICTURES", "TELLERS", "as_dict", "bundle", "document",
           "drawn", "gradient", "notes", "picture", "plot", "show", "told_of"]  # fmt: skip

Point = object  # an AtPoint, an OnCurve, or what the `at` of a record takes

# How each kind of record is told, and how it is given as data, by the name of its class or of one that it is made from.
# A teller takes the record and the options of every view, and gives what all media take; a record that is new is a row,
# or, in a room above this one, names its functions itself.
TELLERS: Mapping[str, str] = {
    "Derivation": "chainrule.rendering.listing.telling:told_of_derivation",
    "AtPoint": "chainrule.rendering.listing.telling:told_of_point",
    "Graph": "chainrule.rendering.listing.graph:told_of_graph",
    "ImplicitDerivation": "chainrule.rendering.listing.relations:told_of_relation",
    "OnCurve": "chainrule.rendering.listing.on_curve:told_of_curve_point",
    "TangentLine": "chainrule.rendering.listing.on_curve:told_of_tangent",
    "ParametricDerivation": "chainrule.rendering.listing.curves:told_of_curve",
    "InverseDerivation": "chainrule.rendering.listing.inverse:told_of_inverse",
    "TableDerivation": "chainrule.rendering.listing.tables:told_of_table",
    "TotalDifferential": "chainrule.rendering.listing.approximation:told_of_differential",
    "LinearApproximation": "chainrule.rendering.listing.approximation:told_of_approximation",
}
DATA: Mapping[str, str] = {
    "Graph": "chainrule.rendering.media.graph_record:graph_record",
    "Derivation": "chainrule.rendering.media.record:derivation_record",
    "AtPoint": "chainrule.rendering.media.record:point_record",
    "ImplicitDerivation": "chainrule.rendering.media.relation_record:relation_record",
    "OnCurve": "chainrule.rendering.media.relation_record:curve_point_record",
    "TangentLine": "chainrule.rendering.media.relation_record:tangent_record",
    **dict.fromkeys(
        ("ParametricDerivation", "InverseDerivation", "TableDerivation", "TotalDifferential", "LinearApproximation"),
        "chainrule.rendering.media.field_records:field_record",
    ),
}
# Where an answer holds, in words.
NOTES: Mapping[str, str] = {
    "Derivation": "chainrule.rendering.listing.telling:domain_notes",
    "ImplicitDerivation": "chainrule.rendering.listing.relations:relation_notes",
}
# Where each medium lives, imported when it is asked for. A fragment is made of the blocks of one listing; a document of
# several chapters, each with its derivation, and it may be bytes.
FRAGMENTS: Mapping[str, str] = {
    "text": "chainrule.rendering.media.layout:text_listing",
    "terminal": "chainrule.rendering.media.terminal:terminal_listing",
    "latex": "chainrule.rendering.media.latex:latex_listing",
    "markdown": "chainrule.rendering.media.markdown:markdown_listing",
    "typst": "chainrule.rendering.media.typst:typst_listing",
    "html": "chainrule.rendering.page.chapters:html_listing",
    "speech": "chainrule.rendering.media.speech:speech_listing",
}
DOCUMENTS: Mapping[str, str] = {
    "latex": "chainrule.rendering.media.latex:latex_document",
    "typst": "chainrule.rendering.media.typst:typst_document",
    "pdf": "chainrule.rendering.media.pdf:pdf_document",
    "html": "chainrule.rendering.page:html_page",
}
# Pictures of a derivation as SVG, by name; each is given the derivation and a point, or None.
PICTURES: Mapping[str, str] = {
    "onion": "chainrule.rendering.pictures.onion:onion",
    "gears": "chainrule.rendering.pictures.gears:gears",
    "function": "chainrule.rendering.pictures.function:function",
}

# Views of a computational graph as a whole, by name; each is given the graph and options of its own.
GRAPHS: Mapping[str, str] = {
    "html": "chainrule.rendering.page.graph:graph_page",
    "svg": "chainrule.rendering.pictures.computation:graph_svg",
    "dot": "chainrule.rendering.pictures.computation:graph_dot",
    "tree": "chainrule.rendering.pictures.tree:graph_tree",
}


def show(
    record: object, medium: str, *, detail: str = "full", notation: str = "leibniz", at: Point = None, **options: Any
) -> str:
    """A record, or what was told of one already, as a fragment in one of the media of FRAGMENTS.

    detail     answer, brief or full
    notation   leibniz (dy/du · du/dx) or lagrange (f'(g(x)) · g'(x))
    at         a point that is told of as well: an AtPoint, or what `Derivation.at` takes
    options    what the medium knows beyond that; text: `ascii` (no character beyond ASCII), `width` (columns)
    """
    told = told_of(record, detail, notation, at)
    return _medium(FRAGMENTS, medium)(told.blocks, told.limits, **options)  # type: ignore[no-any-return]


def document(
    records: Sequence[object], medium: str, *, detail: str = "full", notation: str = "leibniz", at: Point = None,
    **options: Any,
) -> str | bytes:
    """Records as one whole document, a chapter each, in one of the media of DOCUMENTS.

    at        a point for every derivation; a record that is an AtPoint or an OnCurve has one already
    options   what the medium knows beyond that; `title`, any text
    """
    chapters = [
        told_of(record.derivation, detail, notation, record)
        if isinstance(record, ShownAtPoint)
        else told_of(record, detail, notation, at)
        for record in records
    ]
    return _medium(DOCUMENTS, medium)(chapters, **options)  # type: ignore[no-any-return]


def gradient(
    derivations: Sequence[object], medium: str, *, points: Sequence[AtPoint | None] = (), **options: Any
) -> str:
    """The answers of derivations by one variable each, side by side, as a fragment in one of the media.

    points   each derivation at a point: the numbers are told as well
    """
    found = [_derivation(record) for record in derivations]
    told = chain(gradient_blocks(found), gradient_at([point for point in points if point is not None]))
    return _medium(FRAGMENTS, medium)(told, found[0].limits, **options)  # type: ignore[no-any-return]


def as_dict(
    record: object, *, detail: str = "full", notation: str = "leibniz", at: Point = None
) -> dict[str, Any]:
    """What `--json` prints."""
    options: dict[str, Any] = {"detail": detail, "notation": notation}
    if at is not None:
        options["at"] = _point(record, at)
    return _of_its_kind(record, DATA, "data_by")(record, **options)  # type: ignore[no-any-return]


def told_of(record: object, detail: str = "full", notation: str = "leibniz", at: Point = None) -> Told:
    """A record as every medium takes it, by the row of TELLERS for its kind."""
    if isinstance(record, Told):
        return record
    options: dict[str, Any] = {"detail": detail, "notation": notation}
    if at is not None:
        options["at"] = _point(record, at)
    return cast(Told, _of_its_kind(record, TELLERS, "told_by")(record, **options))


def _point(record: object, at: Point) -> object:
    """The point that was asked for, as a record."""
    if not isinstance(at, str | Mapping):
        return at
    if not hasattr(record, "at"):
        raise TypeError(f"{type(record).__name__} has no such view")
    return record.at(at)


def picture(record: object, kind: str = "onion", *, at: Mapping[Any, Any] | None = None) -> str:
    """A complete SVG without scripts or anything from elsewhere, for light and dark pages.

    kind   one of PICTURES: onion (the layers of a composite), gears (its links and their rates), function (its graph)
    at     a point, a number for each letter: what the picture then shows there
    """
    derivation = _derivation(record)
    if kind not in PICTURES:
        raise ChainRuleError(NO_SUCH_PICTURE.format(name=kind, names=", ".join(PICTURES)))
    return _medium(PICTURES, kind)(derivation, at)  # type: ignore[no-any-return]


def drawn(graph: Graph, kind: str, **options: Any) -> str:
    """A computational graph as one of GRAPHS."""
    return _medium(GRAPHS, kind)(graph, **options)  # type: ignore[no-any-return]


def plot(record: object, **options: Any) -> str:
    """The function of a derivation for a terminal; the options are those of `chainrule.rendering.pictures.plot`."""
    from chainrule.rendering.pictures.terminal_plot import plot as drawn

    return drawn(_derivation(record), **options)


def bundle(node: Node) -> dict[str, str]:
    """An expression for a notebook."""
    from chainrule.rendering.notation.latex import latex
    from chainrule.rendering.notation.mathml import element, mathml
    from chainrule.rendering.notation.speech import spoken

    return {
        "text/html": element(mathml(node), spoken(node), block=True),
        "text/latex": f"$\\displaystyle {latex(node)}$",
        "text/plain": repr(node),
    }


def notes(record: object) -> tuple[str, ...]:
    """Where an answer holds, in words."""
    return _of_its_kind(record, NOTES)(record)  # type: ignore[no-any-return]


def _medium(table: Mapping[str, str], name: str) -> Any:
    if name not in table:
        raise ChainRuleError(f"there is no view called {name!r}; there are {', '.join(table)}")
    return _imported(table[name])


def _of_its_kind(record: object, table: Mapping[str, str], attribute: str = "") -> Any:
    """The function for records of this class: that which the class names itself, else that of the table."""
    own = getattr(record, attribute, "") if attribute and isinstance(record, Shown) else ""
    for kind in type(record).__mro__:
        if own or (kind.__name__ in table and kind.__module__.startswith("chainrule.")):
            return _imported(own or table[kind.__name__])
    raise TypeError(f"{type(record).__name__} has no such view")


def _imported(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _derivation(record: object) -> Derivation:
    if isinstance(record, Derivation):
        return record
    raise TypeError(f"{type(record).__name__} has no such view")
