"""How the chain rule is learnt: problems, marking, mistakes and hints."""
