"""Shows, teaches and runs the chain rule."""
