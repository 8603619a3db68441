"""Worksheets: made from a seed, printed in many formats, collected, marked, and what the class makes of them."""

from chainrule.worksheets.exporters import EXPORTERS, Exporter
from chainrule.worksheets.sheet import Variant, Worksheet, worksheet

__all__ = ["EXPORTERS", "Exporter", "Variant", "Worksheet", "worksheet"]
