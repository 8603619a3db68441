"""How it is learnt: marking with a diagnosis of the mistake, working line by line, hints and practice."""
