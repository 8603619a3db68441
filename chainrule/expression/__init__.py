"""What was written: the shapes of expressions, the functions they may call, how text is read into them."""
