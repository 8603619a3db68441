"""The one door from a record up to its views: rendering is imported when a record is asked to show itself."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Self

from chainrule.errors import LimitError

__all__ = ["Shown", "ShownAtPoint", "bundle_of", "views"]


class Shown:
    """A record that can be shown. The views live in `chainrule.rendering.views`; none of them redoes calculus."""

    def to_text(self, detail: str = "full", **options: Any) -> str:
        """Plain text for a terminal; detail is answer, brief or full."""
        return self._view("text", detail, options)

    def to_latex(self, detail: str = "full", *, document: bool = False, **options: Any) -> str:
        """A LaTeX fragment for the body of a document that loads amsmath, or a whole `document`."""
        if document:
            return views().document([self], "latex", detail=detail, **options)  # type: ignore[no-any-return]
        return self._view("latex", detail, options)

    def to_html(self, detail: str = "full", **options: Any) -> str:
        """A whole page that needs nothing else: steps that fold, layers that light up, a point that moves."""
        return views().document([self], "html", detail=detail, **options)  # type: ignore[no-any-return]

    def to_typst(self, detail: str = "full", *, document: bool = False, **options: Any) -> str:
        """A fragment for Typst, or a whole `document`."""
        if document:
            return views().document([self], "typst", detail=detail, **options)  # type: ignore[no-any-return]
        return self._view("typst", detail, options)

    def to_pdf(self, detail: str = "full", **options: Any) -> bytes:
        """A tagged PDF; needs the extra `pdf`."""
        return views().document([self], "pdf", detail=detail, **options)  # type: ignore[no-any-return]

    def to_markdown(self, detail: str = "full", **options: Any) -> str:
        """Markdown with formulas between dollar signs."""
        return self._view("markdown", detail, options)

    def to_speech(self, detail: str = "full", **options: Any) -> str:
        """Plain words to be read aloud, a sentence a line, without a sign or a digit."""
        return self._view("speech", detail, options)

    def to_dict(self, detail: str = "full", **options: Any) -> dict[str, Any]:
        """What `--json` prints, as Python data; the schema is chainrule/rendering/media/schema.json."""
        return views().as_dict(self, detail=detail, **options)  # type: ignore[no-any-return]

    def to_svg(self, picture: str = "onion", at: Any = None) -> str:
        """A picture as a complete SVG: onion, gears or function; `at` is a number for each letter."""
        return views().picture(self, picture, at=at)  # type: ignore[no-any-return]

    def to_plot(self, at: Any = None, **options: Any) -> str:
        """The function's graph for a terminal, with the tangent at a point; options are width, height and ascii."""
        return views().plot(self, at=at, **options)  # type: ignore[no-any-return]

    def _view(self, medium: str, detail: str, options: dict[str, Any]) -> str:
        return views().show(self, medium, detail=detail, **options)  # type: ignore[no-any-return]

    def __copy__(self) -> Self:
        return self  # records do not change

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __str__(self) -> str:
        try:
            return self.to_text("brief")
        except LimitError:  # print(record) has to work in any case
            return repr(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """For a notebook: steps that fold in HTML, LaTeX for a paper made of it, and plain text."""
        page = self._view("html", "full", {})
        return {"text/html": page, "text/latex": self.to_latex(), "text/plain": self.to_text()}


class ShownAtPoint(Shown):
    """A record at a point of its `derivation`, which a document tells first."""

    derivation: Any


def views() -> Any:
    """The module that shows records, imported when it is first needed."""
    return import_module("chainrule.rendering.views")


def bundle_of(node: object) -> dict[str, str]:
    """An expression for a notebook, in HTML, LaTeX and plain text."""
    return views().bundle(node)  # type: ignore[no-any-return]
