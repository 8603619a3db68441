"""Working, line by line: what a line claims, whether it follows, and why not."""
