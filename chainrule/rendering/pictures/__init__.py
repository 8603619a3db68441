"""Pictures of a derivation: its layers, its links and their rates, its graph; as SVG, and as a plot in a terminal."""

from chainrule.rendering.pictures.terminal_plot import plot
from chainrule.rendering.views import PICTURES, picture

__all__ = ["PICTURES", "picture", "plot"]
