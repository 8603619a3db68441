"""One object for one structure, in a table that does not grow, with the collector out of the way."""

from __future__ import annotations

import gc
import threading

from chainrule.expression import interning
from chainrule.expression.collecting import collector_paused
from chainrule.expression.nodes import Expression, Number, Power, Sum, Symbol

X = Symbol("x")


def test_what_is_gone_leaves_the_table() -> None:
    gc.collect()
    before = interning.purge()
    node: Expression = X
    for n in range(20_000):
        node = Sum((node, Number(n + 10**9)))
    assert interning.purge() >= 40_000
    del node
    assert interning.purge() <= before + 100


def test_the_table_clears_itself_up_in_a_long_run() -> None:
    interning.purge()
    sizes = []
    for n in range(60_000):
        Power(X, Number(n + 10**12))
        sizes.append(len(interning._KNOWN))
    assert max(sizes) < 3 * (interning.ROOMY + interning.purge())


def test_threads_get_the_same_node() -> None:
    found: list[list[Expression]] = [[] for _ in range(4)]

    def work(into: list[Expression]) -> None:
        into += [Power(X, Number(n + 7 * 10**12)) for n in range(3_000)]

    threads = [threading.Thread(target=work, args=(into,)) for into in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(a is b is c is d for a, b, c, d in zip(*found, strict=True))


def test_the_collector_is_paused_and_goes_on() -> None:
    assert gc.isenabled()
    with collector_paused:
        assert not gc.isenabled()
        with collector_paused:
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused:
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_an_error_lets_it_go_on() -> None:
    try:
        with collector_paused:
            raise KeyError
    except KeyError:
        pass
    assert gc.isenabled()
