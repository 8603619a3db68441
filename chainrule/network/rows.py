"""Looking a row up by its name or another spelling of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from chainrule.errors import NameUnknownError

__all__ = ["named"]


class Row(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def spellings(self) -> tuple[str, ...]: ...


Named = TypeVar("Named", bound=Row)


def named(rows: Iterable[Named], name: str, what: str) -> Named:
    """The row of this name, whatever the case and the signs between words; `what` is said where there is none.

    Raises NameUnknownError, with the nearest name.
    """
    if not isinstance(name, str):
        raise TypeError(f"{what} is given by its name, not as {name!r}")
    found = {_plain(spelling): row for row in rows for spelling in (row.name, *row.spellings)}
    row = found.get(_plain(name))
    if row is not None:
        return row
    from difflib import get_close_matches

    near = get_close_matches(_plain(name), found, n=1)
    names = ", ".join(dict.fromkeys(row.name for row in found.values()))
    mend = f"did you mean {found[near[0]].name}? There are " if near else "there are "
    raise NameUnknownError(f"there is no {what} called {name!r}; {mend}{names}", name)


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")
