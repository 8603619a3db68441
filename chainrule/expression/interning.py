"""Hash-consing: building a shape that exists already gives the one that exists, so `is` is equality.

The table holds nodes weakly. An entry whose node is gone stays until the table has doubled; then all of those go at
once. That is cheaper than a call for every node that dies, and keeps the table in proportion to what lives.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from weakref import ref

__all__ = ["Interned", "purge"]

ROOMY = 4_096  # entries for which no one has to clear up

_KNOWN: dict[tuple[Any, ...], ref[Any]] = {}
_LOCK = threading.RLock()  # re-entrant: a garbage collection inside the lock may drop nodes
_allowed = ROOMY


class Interned(type):
    """The metaclass of nodes.

    typed   the first field's type is part of the key, where fields may be equal without being alike: 1 == 1.0 == True
    check   refuses what is no such shape
    """

    typed = False
    check: Callable[..., None] | None = None

    def __call__(cls, *fields: Any) -> Any:
        key = (cls, type(fields[0]), *fields) if cls.typed else (cls, *fields)
        reference = _KNOWN.get(key)
        node = None if reference is None else reference()
        return cls._interned(key, fields) if node is None else node

    def _interned(cls, key: tuple[Any, ...], fields: tuple[Any, ...]) -> Any:
        """A new node under its key, unless another thread was faster."""
        if cls.check is not None:
            cls.check(*fields)
        with _LOCK:
            reference = _KNOWN.get(key)
            node = None if reference is None else reference()
            if node is None:
                node = cls._make(fields)  # type: ignore[attr-defined]
                _KNOWN[key] = ref(node)
                if len(_KNOWN) > _allowed:
                    purge()
        return node


def purge() -> int:
    """Drop the entries whose nodes are gone; how many are left.

    A key keeps the node's parts alive, so parents have to go before their parts: the last made first, and no key may be
    held on to.
    """
    global _allowed
    with _LOCK:
        keys = list(_KNOWN)
        while keys:
            key = keys.pop()
            if _KNOWN[key]() is None:
                del _KNOWN[key]
        _allowed = max(ROOMY, 2 * len(_KNOWN))
        return len(_KNOWN)
