"""A time limit for one piece of work, in any thread of any process: no answer holds up the others."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import TypeVar

__all__ = ["TimeIsUp", "within_time"]

T = TypeVar("T")


class TimeIsUp(BaseException):
    """Raised in the thread whose work took too long; no handler of Exceptions on the way keeps it."""


def within_time(seconds: float, work: Callable[[], T]) -> T:
    """What the work gives. Raises TimeIsUp, between two steps of Python, once it has taken so many seconds."""
    thread, lock, done = threading.get_ident(), threading.Lock(), False

    def stop() -> None:
        with lock:
            if not done:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TimeIsUp))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        return work()
    finally:
        timer.cancel()
        with lock:
            done = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None)
