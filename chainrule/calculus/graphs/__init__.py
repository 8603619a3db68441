"""Computational graphs: nodes, local derivatives, forward and reverse passes, paths."""
