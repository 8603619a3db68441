"""Are two expressions the same? By exact normal forms, and by numbers."""
