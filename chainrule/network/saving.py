"""Networks with their parameters as JSON: read back exactly, and refused where anything in the file was changed."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chainrule.errors import ChainRuleError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.network.describing import described_network
from chainrule.network.model import Network

__all__ = ["FORMAT", "VERSION", "load", "save"]

FORMAT, VERSION = "chainrule network", 1


def save(net: Network, parameters: Sequence[float], path: str | Path) -> None:
    """Write a file that appears when it is complete.

    Raises ChainRuleError for parameters that are not as many as the network's or not finite.
    """
    values = [float(value) for value in parameters]
    if len(values) != len(net.parameters):
        raise ChainRuleError(f"the network has {len(net.parameters)} parameters, and {len(values)} values are given")
    for symbol, value in zip(net.parameters, values, strict=True):
        if not math.isfinite(value):
            raise ChainRuleError(f"{symbol.name} is {value}, which cannot be saved")
    content = {
        "network": {
            "layers": [layer.description for layer in net.layers],
            "loss": net.cost.name,
            "inputs": len(net.inputs) // (net.batch * (net.steps or 1)),
            "batch": net.batch,
            "steps": net.steps,
            "reduction": net.reduction,
        },
        "parameters": {symbol.name: value for symbol, value in zip(net.parameters, values, strict=True)},
    }
    data = {"format": FORMAT, "version": VERSION, **content, "checksum": _checksum(content)}
    file = Path(path)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        unfinished.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise ChainRuleError(f"{file} cannot be written: {error.strerror or error}") from None


def load(path: str | Path, *, limits: Limits = DEFAULT) -> tuple[Network, list[float]]:
    """The network and its parameters, as they were saved.

    Raises ChainRuleError for a file that is none of these, of a later version, or damaged.
    """
    file = Path(path)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ChainRuleError(f"{file} cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise ChainRuleError(f"{file} is damaged: {error}") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ChainRuleError(f"{file} holds no network")
    if data.get("version") != VERSION:
        raise ChainRuleError(f"{file} is of version {data.get('version')!r}, and this program reads {VERSION}")
    content = {name: data.get(name) for name in ("network", "parameters")}
    if data.get("checksum") != _checksum(content):
        raise ChainRuleError(f"{file} is damaged: its checksum does not fit what is in it")
    described, found = content["network"], content["parameters"]
    if not (isinstance(described, dict) and isinstance(found, dict)):
        raise ChainRuleError(f"{file} is damaged: a network and its parameters are wanted in it")
    net = described_network(described, str(file), limits)
    return net, _values(net, found, file)


def _values(net: Network, found: dict[str, Any], file: Path) -> list[float]:
    names = [symbol.name for symbol in net.parameters]
    if list(found) != names or not all(isinstance(value, float) and math.isfinite(value) for value in found.values()):
        raise ChainRuleError(f"{file} is damaged: its parameters are not those of its network")
    return list(found.values())


def _checksum(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
