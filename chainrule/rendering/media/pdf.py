"""A PDF by Typst: tagged, with words for every formula, fonts inside, the same bytes for the same records."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import Any

from chainrule.errors import ChainRuleError, MissingExtraError
from chainrule.rendering.listing.blocks import Told
from chainrule.rendering.media.typst import typst_document

__all__ = ["pdf_document"]

STANDARD = "ua-1"  # for readers that speak: Typst refuses the document where a formula lacks its words


def pdf_document(chapters: Sequence[Told], **options: Any) -> bytes:
    """A PDF with a section for each record; the options are those of `typst_document`.

    Raises MissingExtraError where Typst is not installed.
    """
    source = typst_document(chapters, **options)
    try:
        import typst
    except ImportError:
        raise MissingExtraError("Typst, which makes PDFs,", "pdf") from None
    with tempfile.TemporaryDirectory() as root:  # an empty one: the document can read no file
        compiled: Any = typst.compile  # its types want the root as bytes where the source is
        try:
            made: bytes = compiled(source.encode(), root=root, format="pdf", pdf_standards=[STANDARD], timestamp=0)
        except typst.TypstError as error:
            raise ChainRuleError(f"Typst could not make the PDF: {error}") from error
        return made
