"""Tidying: named rewrites into the form that a textbook prints, in floors, terms first."""
