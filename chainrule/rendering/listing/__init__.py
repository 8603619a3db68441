"""What is told of a derivation, in which order: blocks of formulas and words, for every medium the same."""
