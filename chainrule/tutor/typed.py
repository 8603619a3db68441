"""Text as it was typed, or pasted from a book, in the few signs that the tutor looks for."""

from __future__ import annotations

import re

__all__ = ["LONGEST", "plain"]

LONGEST = 2_000  # characters of what a student writes: past them no words and no mistakes are looked for

_PRIMES = str.maketrans({**dict.fromkeys("’‘′ʹ", "'"), "″": "''", "‴": "'''"})
_REWRITTEN = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        (r"(?<=[^\W\d_])[`´]", "'"),  # f`(x)
        (r"\\prime\b", "'"),
        (r"\^\s*+\{?+\s*+('++)\s*+\}?+", r"\1"),  # f^{'}
        (r"\\mathrm\s*+\{\s*+d\s*+\}", "d"),
        (r"\\[dt]?frac\s*+\{\s*+([d∂])\s*+\}\s*+\{\s*+[d∂]\s*+(\w++)\s*+\}", r" \1/\1\2 "),  # \frac{d}{dx}
        (r"\\[dt]?frac\s*+\{\s*+([d∂])\s*+(\w++)\s*+\}\s*+\{\s*+[d∂]\s*+(\w++)\s*+\}", r" \1\2/\1\3 "),  # \frac{dy}{dx}
        (r"\\(?:begin|end)\s*+\{(?:align|aligned|equation|gather|gathered|split|multline)\*?\}", " "),
        (r"\\\\(?:\[[^\]\n]{0,20}\])?+", "\n"),  # the end of a line
        (r" ?&(?![#\w]{1,10};)", " "),  # where lines are aligned
        (r"\\(?:tag|label)\*?\s*+\{[^{}]*+\}|\\(?:nonumber|notag|displaystyle|boxed|q?quad)(?![^\W\d_])", " "),
        (r"\\(?:text|textbf|textit|textrm|mbox)\s*+\{([^{}]*+)\}", r" \1 "),
    )
)


def plain(text: str) -> str:
    """One kind of primes, dy/dx for LaTeX's fractions, and no commands for the layout; a \\\\ ends a line."""
    text = text.translate(_PRIMES)
    if "\\" in text or "`" in text or "´" in text or "&" in text or "^" in text:
        for pattern, made in _REWRITTEN:
            text = pattern.sub(made, text)
    return text
