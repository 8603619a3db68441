"""In which formats a worksheet is written. A format is a row: adding one is adding a row and its function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from chainrule.worksheets.sheet import Wanted, Worksheet

__all__ = ["EXPORTERS", "Exporter", "export"]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: how names of its files end, and the function that makes one of a sheet and what is wanted with it."""

    format: str
    ending: str
    place: str


EXPORTERS: Mapping[str, Exporter] = {
    row.format: row
    for row in (
        Exporter("pdf", ".pdf", "chainrule.worksheets.exporters.typst:pdf_sheet"),
        Exporter("typst", ".typ", "chainrule.worksheets.exporters.typst:typst_sheet"),
        Exporter("latex", ".tex", "chainrule.worksheets.exporters.latex:latex_sheet"),
        Exporter("markdown", ".md", "chainrule.worksheets.exporters.markdown:markdown_sheet"),
        Exporter("html", ".html", "chainrule.worksheets.exporters.html:html_sheet"),
        Exporter("json", ".json", "chainrule.worksheets.exporters.data:json_sheet"),
        Exporter("csv", ".csv", "chainrule.worksheets.exporters.data:csv_sheet"),
    )
}


def export(sheet: Worksheet, format: str, wanted: Wanted) -> str | bytes:
    """The sheet in a format of EXPORTERS. Raises ChainRuleError for one that there is not."""
    if format not in EXPORTERS:
        raise ChainRuleError(f"there is no format called {format!r}; there are {', '.join(EXPORTERS)}")
    module, _, name = EXPORTERS[format].place.partition(":")
    made: str | bytes = getattr(import_module(module), name)(sheet, wanted)
    return made
