"""Mistakes and their diagnosis: a catalogue of rows, and the search for those that lead to an answer."""
