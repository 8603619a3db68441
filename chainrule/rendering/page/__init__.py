"""A page for the browser that needs nothing else: derivations that fold, layers that light up, a point that moves."""

from chainrule.rendering.page.chapters import html_page

__all__ = ["html_page"]
