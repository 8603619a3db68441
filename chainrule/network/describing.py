"""Networks from descriptions, as files hold them: every option is checked by name before anything is made of it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chainrule.errors import ChainRuleError, NameUnknownError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.network.building import Layer
from chainrule.network.layers import LAYERS, check_depth
from chainrule.network.model import Network, mlp, sequential

__all__ = ["described_network", "network_from", "read_toml", "sizes_in"]

OPTIONS = ("loss", "inputs", "batch", "steps", "reduction")
_SIZES = re.compile(r"\d+(?:\s*[-,]\s*\d+)*")


def network_from(text: str, *, limits: Limits = DEFAULT, **options: Any) -> Network:
    """A network from what is typed for it: sizes such as 2-8-1 or 2,8,1, or the name of a TOML file.

    options   of `mlp` for sizes, of `sequential` for a file, where they replace what the file says; None is left out
    """
    given = {name: value for name, value in options.items() if value is not None}
    sizes = sizes_in(text, limits)
    if sizes:
        return mlp(sizes, limits=limits, **given)
    if text.lower().endswith(".toml"):
        misplaced = next((name for name in ("activation", "output") if name in given), None)
        if misplaced:
            option = "last" if misplaced == "output" else misplaced
            raise ChainRuleError(f"{text} names its own activations: leave --{option} out")
        return described_network({**read_toml(text), **given}, text, limits)
    raise ChainRuleError(f"{text!r} are no layers: write sizes such as 2-8-1, or the name of a .toml or .json file")


def sizes_in(text: str, limits: Limits = DEFAULT) -> list[int]:
    """The numbers of units in 2-8-1 or 2,8,1; empty where it is something else. LimitError for too many digits."""
    if not _SIZES.fullmatch(text.strip()):
        return []
    numbers: list[str] = re.findall(r"\d+", text)
    limits.check("digits", max(map(len, numbers)))
    return [int(number) for number in numbers]


def read_toml(path: str | Path) -> dict[str, Any]:
    import tomllib

    file = Path(path)
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ChainRuleError(f"{file} cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise ChainRuleError(f"{file}: {error}") from None


def described_network(data: Mapping[str, Any], source: str, limits: Limits = DEFAULT) -> Network:
    """A network from `layers` (each with its kind and options), `loss`, `inputs`, `batch`, `steps`, `reduction`."""
    _check_names(data, ("layers", *OPTIONS), source)
    layers = _layers(data.get("layers"), source)
    try:
        return sequential(layers, limits=limits, **{name: data[name] for name in OPTIONS if data.get(name) is not None})
    except TypeError as error:
        raise ChainRuleError(f"{source}: {error}") from None


def _layers(listed: Any, source: str, depth: int = 0) -> list[Layer]:
    check_depth(depth)
    if not isinstance(listed, Sequence) or isinstance(listed, str) or not listed:
        raise ChainRuleError(f"{source} lists no layers")
    return [_layer(entry, f"{source}, layer {number}", depth) for number, entry in enumerate(listed, 1)]


def _layer(entry: Any, where: str, depth: int) -> Layer:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("kind"), str):
        raise ChainRuleError(f'{where}: a kind is wanted, such as kind = "dense"')
    options = {name: value for name, value in entry.items() if name != "kind" and value is not None}
    kind = entry["kind"]
    if kind not in LAYERS:
        raise NameUnknownError(f"{where}: there is no kind {kind!r}{_mend(kind, LAYERS)}", kind)
    make = LAYERS[kind]
    if kind == "residual":
        _check_names(options, ("layers",), where)
        return make(_layers(options.get("layers"), where, depth + 1))
    _check_names(options, tuple(inspect.signature(make).parameters), where)
    wrong = next((name for name, value in options.items() if not isinstance(value, int | float | str | bool)), None)
    if wrong:
        raise ChainRuleError(f"{where}: {wrong} is one value, not {options[wrong]!r}")
    try:
        return make(**options)
    except (TypeError, ValueError, ChainRuleError) as error:
        raise ChainRuleError(f"{where}: {error}") from None


def _check_names(data: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    wrong = next((name for name in data if name not in known), None)
    if wrong is not None:
        raise NameUnknownError(f"{where}: there is no option {wrong!r}{_mend(wrong, known)}", str(wrong))


def _mend(name: str, known: Any) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(known)}"
