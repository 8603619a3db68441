"""Hash-consing: building a shape that exists already gives the one that exists, so `is` is equality.

Each class has a table of its living nodes by their fields. The table holds them weakly, so it does not grow in a long
run; an entry goes when its node does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from weakref import KeyedRef

__all__ = ["Interned", "typed_key"]

_LOCK = threading.RLock()  # re-entrant: a garbage collection inside the lock may drop nodes
_Table = dict[Any, "KeyedRef[Any, Any]"]


class Interned(type):
    """The metaclass of nodes: `_known` is the table, `key` makes a key of the fields where they are not one already."""

    _known: _Table
    _forget: Callable[[KeyedRef[Any, Any]], None]
    key: Callable[[tuple[Any, ...]], Any] | None = None
    check: Callable[..., None] | None = None  # refuses what is no such shape

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
        super().__init__(name, bases, namespace)
        known: _Table = {}
        cls._known = known

        def forget(reference: KeyedRef[Any, Any]) -> None:
            if known.get(reference.key) is reference:  # a new node may have taken the place
                del known[reference.key]

        cls._forget = forget

    def __call__(cls, *fields: Any) -> Any:
        key = fields if cls.key is None else cls.key(fields)
        reference = cls._known.get(key)
        node = None if reference is None else reference()
        return cls._interned(key, fields) if node is None else node

    def _interned(cls, key: Any, fields: tuple[Any, ...]) -> Any:
        """A new node under its key, unless another thread was faster."""
        if cls.check is not None:
            cls.check(*fields)
        with _LOCK:
            reference = cls._known.get(key)
            node = None if reference is None else reference()
            if node is None:
                node = cls._make(fields)  # type: ignore[attr-defined]
                cls._known[key] = KeyedRef(node, cls._forget, key)
        return node


def typed_key(fields: tuple[Any, ...]) -> tuple[Any, ...]:
    """For fields that may be equal without being alike: 1 == 1.0 == True."""
    return (type(fields[0]), *fields)
