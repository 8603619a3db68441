"""The LALR automaton of grammar/expression.lark: Lark makes its tables, once; here they are kept and run.

The tables are plain data and stay in a private folder of the user's, so that Lark, whose import costs more than a whole
reading, is only needed where they are not there yet. Whatever goes wrong with that folder, the tables are made afresh.
"""

from __future__ import annotations

import json
import os
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

__all__ = ["Automaton", "Rejection", "automaton", "made"]

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_FOLDERS = (_PACKAGE, os.path.dirname(_PACKAGE))  # an installed package, a checkout

Action = Callable[..., Any]


class Rejection(Exception):  # noqa: N818 - not an error of its own: the reader words it
    """No statement goes on like this: the token, and the terminals that could have stood there."""

    def __init__(self, token: Any, expected: frozenset[str]) -> None:
        self.token, self.expected = token, expected
        super().__init__(token.type)


class Automaton:
    """Shift and reduce with a stack of its own, and the actions inside: depth is no matter.

    states   a state's steps: terminal to the next state, or to ~rule; nonterminal to the next state
    rules    (action, length, origin): the action makes one value of the last `length` ones; None passes the only one on
    """

    def __init__(self, tables: dict[str, Any], actions: Mapping[str, Action]) -> None:
        self.start: int = tables["start"]
        self.states: list[dict[str, int]] = tables["states"]
        self.rules = [(actions[name] if name else None, length, origin) for name, length, origin in tables["rules"]]

    def run(self, tokens: Iterable[Any], builder: Any) -> Any:
        """What the actions make of the tokens, the last of which is the end; Rejection where there is no way on."""
        table, rules = self.states, self.rules
        state = self.start
        states, values = [state], []
        for token in tokens:
            terminal = token.type
            while True:
                step = table[state].get(terminal)
                if step is None:
                    raise Rejection(token, frozenset(name for name in table[state] if not name.islower()))
                if step >= 0:
                    state = step
                    states.append(state)
                    values.append(token)
                    break
                action, length, origin = rules[~step]
                if action is None:
                    if origin == "start":
                        return values[0]
                    state = states[-1] = table[states[-2]][origin]
                    continue
                made = action(builder, *values[-length:])
                if origin == "start":
                    return made
                del values[-length:], states[-length:]
                values.append(made)
                state = table[states[-1]][origin]
                states.append(state)
        raise AssertionError("the last token is the end of the text")


_ready: list[Automaton] = []


def automaton(actions: Mapping[str, Action]) -> Automaton:
    """The automaton, made once a process."""
    if not _ready:
        grammar = _grammar()
        _ready.append(_kept(grammar, actions) or Automaton(_made_and_kept(grammar), actions))
    return _ready[0]


def _grammar() -> str:
    paths = [os.path.join(folder, "grammar", "expression.lark") for folder in _FOLDERS]
    with open(next(path for path in paths if os.path.isfile(path)), encoding="utf-8") as file:
        return file.read()


def _file(grammar: str) -> str:
    """Where the tables of this grammar are kept: in a folder that only the user may read and write."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    return os.path.join(home, "chainrule", f"grammar-{zlib.crc32(grammar.encode()):08x}.json")


def _kept(grammar: str, actions: Mapping[str, Action]) -> Automaton | None:
    try:
        with open(_file(grammar), encoding="utf-8") as file:
            tables = json.load(file)
        return Automaton(tables, actions) if tables["grammar"] == grammar else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _made_and_kept(grammar: str) -> dict[str, Any]:
    tables = made(grammar)
    target = _file(grammar)
    passing = f"{target}.{os.getpid()}.{threading.get_ident()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        with open(passing, "x", encoding="utf-8") as file:
            json.dump(tables, file)
        os.replace(passing, target)
    return tables


def made(grammar: str) -> dict[str, Any]:
    """The tables as Lark makes them, as plain data."""
    import lark

    class Unused(lark.lexer.Lexer):
        """Our own lexer feeds the automaton; Lark is only asked for the tables."""

        def __init__(self, conf: Any) -> None: ...

        def lex(self, *unused: Any) -> Iterator[lark.Token]:
            return iter(())

    data, memo = lark.Lark(grammar, parser="lalr", lexer=Unused).memo_serialize([lark.grammar.Rule])
    parser = data["parser"]["parser"]
    numbers = {number: index for index, number in enumerate(memo)}
    rules = [(row["alias"] or "", len(row["expansion"]), row["origin"]["name"]) for row in memo.values()]
    places = {state: index for index, state in enumerate(parser["states"])}
    states = [
        {
            parser["tokens"][symbol]: places[target] if kind == 0 else ~numbers[target["@"]]
            for symbol, (kind, target) in steps.items()
        }
        for steps in parser["states"].values()
    ]
    return {"grammar": grammar, "start": places[parser["start_states"]["start"]], "rules": rules, "states": states}
