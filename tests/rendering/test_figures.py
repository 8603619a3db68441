"""Numbers as they are shown."""

from __future__ import annotations

import math

import pytest

from chainrule.rendering.listing.figures import figure
from chainrule.rendering.notation.text import text


@pytest.mark.parametrize(
    ("value", "shown"),
    [(16.0, "16"), (-2.0, "-2"), (0.0, "0"), (-0.0, "0"), (0.75680249, "0.7568"), (-2.6145744, "-2.6146"),
     (1234567.0, "1234567"), (123456.789, "123460"), (0.5, "0.5"), (1e-9, "10⁻⁹"), (-1.25e-9, "-1.25 · 10⁻⁹"),
     (5.32048e11, "5.3205 · 10¹¹"), (0.00012345678, "0.00012346")],
)  # fmt: skip
def test_figures(value: float, shown: str) -> None:
    assert text(figure(value)) == shown


def test_more_digits_where_they_matter() -> None:
    assert text(figure(0.759411659, 9)) == "0.759411659"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_figure(value: float) -> None:
    with pytest.raises(ValueError, match="no figure"):
        figure(value)
