"""Text to a Reading: what the person wrote, and how it was understood."""

from chainrule.expression.reading.reader import Note, Reading, parse, read
from chainrule.expression.reading.statements import is_name, name_of

__all__ = ["Note", "Reading", "is_name", "name_of", "parse", "read"]
