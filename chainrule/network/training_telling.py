"""A training as blocks and as data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from chainrule.expression.formulas import intervals
from chainrule.expression.nodes import Call
from chainrule.network.data import Dataset
from chainrule.network.layers import Activate
from chainrule.network.training import Training
from chainrule.rendering import wording_network as wording
from chainrule.rendering.listing.blocks import Block, Phrase, Sentence, Table, Told
from chainrule.rendering.wording import said

__all__ = ["told_of_training", "training_record"]

SHOWN = 10  # lines of the history


def told_of_training(training: Training, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """Some lines of the history (not where detail is "answer"), the loss, and how many classes are right."""
    net = training.net
    return Told(net.loss, dict(net.system.definitions)[net.loss], _blocks(training, detail), net.limits)


def _blocks(training: Training, detail: str) -> Iterator[Block]:
    history = training.history
    if detail != "answer":
        yield _table(training)
    epochs = _counted(len(history), wording.EPOCHS)
    yield Sentence(said(wording.TRAINED[training.stopped], loss=_number(training.loss), epochs=epochs))
    yield from _out_of_reach(training)
    if training.data.classes:
        yield _right(wording.RIGHT, training.accuracy(), training.data)
        if training.apart is not None:
            yield _right(wording.RIGHT_APART, training.accuracy(training.apart), training.apart)


def _out_of_reach(training: Training) -> Iterator[Sentence]:
    """What the last activation can never give, where the targets ask for it."""
    last = training.net.layers[-1]
    formula = last.row.of_u if isinstance(last, Activate) and last.row.formula else None
    if not isinstance(formula, Call):
        return
    given = intervals(formula.function)
    targets = [target for row in training.data.targets for target in row]
    least, most, low, high = min(targets), max(targets), given[0].low, given[-1].high
    beyond = [wording.BELOW.format(end=low[0])] if low is not None and least < low[0] else []
    beyond += [wording.ABOVE.format(end=high[0])] if high is not None and most > high[0] else []
    if beyond:
        yield Sentence(said(wording.OUT_OF_REACH, least=_number(least), most=_number(most),
                            activation=formula.function.name, beyond=wording.OR.join(beyond)))  # fmt: skip


def _table(training: Training) -> Table:
    history = training.history
    marks = sorted({0, len(history) - 1, *[len(history) * part // SHOWN for part in range(1, SHOWN)]})
    watched = history[0].validation is not None
    rows: list[tuple[Phrase, ...]] = []
    for epoch in [history[mark] for mark in marks]:
        cells = [str(epoch.number), _number(epoch.loss)]
        cells += [] if epoch.validation is None else [_number(epoch.validation)]
        rows.append(tuple((cell,) for cell in cells))
    return Table(tuple((head,) for head in wording.TRAINING_HEAD[: 3 if watched else 2]), tuple(rows))


def _right(sentence: str, share: float, data: Dataset) -> Sentence:
    return Sentence(said(sentence, share=f"{share:.1%}", samples=_counted(len(data), wording.SAMPLES)))


def _counted(count: int, what: tuple[str, str]) -> str:
    return f"{count:,} {what[count != 1]}"


def _number(value: float) -> str:
    return f"{value:.6g}"


def training_record(training: Training, *, detail: str = "full", notation: str = "leibniz") -> dict[str, Any]:
    """As plain data, in which a number that is not finite is None."""
    names = [symbol.name for symbol in training.net.parameters]
    history = [epoch._asdict() for epoch in training.history]
    return {
        "version": 1,
        "network": training.net.shape,
        "loss": training.loss,
        "stopped": training.stopped,
        "accuracy": training.accuracy() if training.data.classes else None,
        "history": [{name: _finite(value) for name, value in epoch.items()} for epoch in history],
        "parameters": dict(zip(names, training.parameters, strict=True)),
    }


def _finite(value: Any) -> Any:
    return value if value is None or math.isfinite(value) else None
