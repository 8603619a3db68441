"""Generated gradients against torch, jax and micrograd, in double precision: pip install -e ".[bench]".

The same networks as in `generated`, one sample. torch runs eagerly; jax is jitted, and its result is waited for. Times
of calls are of the processor, times of compiling on the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import generated

SIZES = ((2, 2, 1), (2, 8, 1), (4, 16, 3), (16, 16, 5), (16, 32, 10), (60, 50, 10), (64, 64, 10))
XOR = ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]])
Matrices = tuple[list[list[float]], list[float], list[list[float]], list[float]]


def matrices(sizes: tuple[int, int, int], p: list[float]) -> Matrices:
    """The flat parameters as the weights and biases of both layers."""
    ins, hidden, outs = sizes
    first, second = ins * hidden, (ins + 1) * hidden
    third = second + hidden * outs
    rows = [p[k : k + ins] for k in range(0, first, ins)], [p[k : k + hidden] for k in range(second, third, hidden)]
    return rows[0], p[first:second], rows[1], p[third:]


def torch_gradient(sizes: tuple[int, int, int], p: list[float], x: list[float], y: list[float]) -> Callable[[], Any]:
    import torch

    torch.set_num_threads(1)
    parts = [torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in matrices(sizes, p)]
    w1, b1, w2, b2 = parts
    inputs, targets = torch.tensor(x, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)

    def work() -> Any:
        loss = ((torch.tanh(w2 @ torch.tanh(w1 @ inputs + b1) + b2) - targets) ** 2).sum()
        return loss, torch.autograd.grad(loss, parts)

    return work


def jax_loss(parts: Any, x: Any, y: Any) -> Any:
    import jax.numpy as jnp

    w1, b1, w2, b2 = parts
    return ((jnp.tanh(w2 @ jnp.tanh(w1 @ x + b1) + b2) - y) ** 2).sum()


def jax_gradient(
    sizes: tuple[int, int, int], p: list[float], x: list[float], y: list[float]
) -> tuple[Callable[[], Any], float]:
    """The work, and how many seconds it took to compile."""
    import jax

    jax.config.update("jax_enable_x64", True)
    parts = tuple(jax.numpy.array(part) for part in matrices(sizes, p))
    inputs, targets = jax.numpy.array(x), jax.numpy.array(y)

    def compile_it() -> Any:
        jax.clear_caches()
        return jax.jit(jax.value_and_grad(jax_loss)).lower(parts, inputs, targets).compile()

    compiled = compile_it()
    return lambda: jax.block_until_ready(compiled(parts, inputs, targets)), best(compile_it)


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """Seconds on the clock, for others use several threads; the best of a few rounds."""
    found = []
    for _ in range(rounds):
        begin = perf_counter()
        work()
        found.append(perf_counter() - begin)
    return min(found)


def flat(slopes: Any) -> list[float]:
    return [float(one) for part in slopes for one in part.reshape(-1)]


def main() -> None:
    print(f"{'sizes':>12}{'parameters':>12}{'generated':>12}{'torch':>12}{'jax':>12}{'to compile':>12}{'jax':>8}")
    for sizes in SIZES:
        p, x, y = generated.point(sizes)
        ours = generated.program(sizes).gradient()
        seconds = best(lambda: generated.program(sizes).gradient())  # noqa: B023
        torch_work = torch_gradient(sizes, p, x, y)
        jax_work, jax_seconds = jax_gradient(sizes, p, x, y)
        for loss, slopes in (torch_work(), jax_work()):
            generated.check(ours(p, x, y), (loss.item(), flat(slopes)), 1e-10)
        mine, torchs, jaxs = generated.side_by_side(lambda: ours(p, x, y), torch_work, jax_work)  # noqa: B023
        print(
            f"{'-'.join(map(str, sizes)):>12}{len(p):12,}{mine * 1e6:9.1f} µs"
            f"{torchs / mine:10.2f} ×{jaxs / mine:10.2f} ×{seconds:10.2f} s{jax_seconds:6.2f} s",
            flush=True,
        )
    print("\nan epoch of XOR, 2-8-1, four steps of gradient descent: times the generated one")
    for line in epochs():
        print(line)


def epochs() -> Iterator[str]:
    import jax
    import torch
    from micrograd.nn import MLP

    sizes = (2, 8, 1)
    p = generated.point(sizes)[0]
    ours = generated.program(sizes).epoch()
    network = MLP(2, [8, 1])
    tensors = [torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in matrices(sizes, p)]
    w1, b1, w2, b2 = tensors
    rows = list(zip(*XOR, strict=True))
    samples = [[torch.tensor(part, dtype=torch.float64) for part in row] for row in rows]
    jaxes = [[jax.numpy.array(part) for part in row] for row in rows]
    parts = tuple(jax.numpy.array(part) for part in matrices(sizes, p))
    step = jax.jit(
        lambda parts, x, y: jax.tree.map(lambda a, g: a - 0.1 * g, parts, jax.grad(jax_loss)(parts, x, y))
    )

    def by_micrograd() -> None:
        for x, (y,) in zip(*XOR, strict=True):
            loss = (network(x) - y) ** 2
            network.zero_grad()
            loss.backward()
            for parameter in network.parameters():
                parameter.data -= 0.01 * parameter.grad

    def by_torch() -> None:
        for x, y in samples:
            loss = ((torch.tanh(w2 @ torch.tanh(w1 @ x + b1) + b2) - y) ** 2).sum()
            slopes = torch.autograd.grad(loss, tensors)
            with torch.no_grad():
                for tensor, slope in zip(tensors, slopes, strict=True):
                    tensor -= 0.1 * slope

    def by_jax() -> None:
        now = parts
        for x, y in jaxes:
            now = step(now, x, y)
        jax.block_until_ready(now)

    by_jax()
    works = (lambda: ours(p, *XOR, 0.1), by_micrograd, by_torch, by_jax)
    mine, *others = generated.side_by_side(*works)
    for name, seconds in zip(("micrograd", "torch", "jax, a jitted step"), others, strict=True):
        yield f"    {name:20}{seconds / mine:8.1f} ×"


if __name__ == "__main__":
    main()
