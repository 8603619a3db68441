"""What the rules do with an expression: split, join, derive, tidy, compare."""
