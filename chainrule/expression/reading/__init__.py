"""Text to a Reading: what the person wrote, and how it was understood."""

from chainrule.expression.reading.reader import Note, Reading, name_of, parse, read

__all__ = ["Note", "Reading", "name_of", "parse", "read"]
