"""How a listing is put on a page: plain text, a terminal, Markdown, LaTeX, data."""
