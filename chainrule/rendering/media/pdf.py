"""A PDF by Typst: tagged, with words for every formula, fonts inside, the same bytes for the same records."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import Any

from chainrule.errors import ChainRuleError, MissingExtraError
from chainrule.rendering.listing.blocks import Told
from chainrule.rendering.media.typst import typst_document

__all__ = ["compiled", "pdf_document"]

MISSING = "could not be displayed"  # what Typst says of a character that no font has
STANDARD = "ua-1"  # for readers that speak: Typst refuses the document where a formula lacks its words


def pdf_document(chapters: Sequence[Told], **options: Any) -> bytes:
    """A PDF with a section for each record; the options are those of `typst_document`.

    Raises MissingExtraError where Typst is not installed.
    """
    return compiled(typst_document(chapters, **options))


def compiled(source: str) -> bytes:
    """The PDF that a whole document in Typst makes.

    Where no font that is there has a character, as may be with a title in Chinese, the standard does not allow the
    PDF; then it is made without, still tagged, and shows a box in its place.
    """
    try:
        import typst
    except ImportError:
        raise MissingExtraError("Typst, which makes PDFs,", "pdf") from None
    compile: Any = typst.compile  # its types want the root as bytes where the source is
    options = {"format": "pdf", "timestamp": 0}
    with tempfile.TemporaryDirectory() as root:  # an empty one: the document can read no file
        try:
            return compile(source.encode(), root=root, pdf_standards=[STANDARD], **options)  # type: ignore[no-any-return]
        except typst.TypstError as error:
            if MISSING not in str(error):
                raise ChainRuleError(f"Typst could not make the PDF: {error}") from error
        return compile(source.encode(), root=root, **options)  # type: ignore[no-any-return]
