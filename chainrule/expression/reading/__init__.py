"""Text to a Reading: what the person wrote, and how it was understood."""

from chainrule.expression.reading.reader import Note, Reading, parse, read
from chainrule.expression.reading.statements import name_of

__all__ = ["Note", "Reading", "name_of", "parse", "read"]
