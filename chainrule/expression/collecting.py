"""The cyclic garbage collector paused while one large graph is built.

Nodes hold no cycles, so counting references frees them all. The collector would walk every living node again and again
as their number grows, which makes the building of a large graph take half as long again, and time no longer linear.
"""

from __future__ import annotations

import gc
import threading
from types import TracebackType

__all__ = ["collector_paused"]


class _Paused:
    """A context that can be entered again inside itself and by several threads; the last one out lets it go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._was_on = False

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._was_on = gc.isenabled()
                gc.disable()
            self._inside += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and self._was_on:
                gc.enable()


collector_paused = _Paused()
