"""Expressions as Python source: straight-line functions that need `math` and nothing else."""
