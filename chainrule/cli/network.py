"""chainrule network: networks explained, compiled, trained, checked, and how their gradients flow."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chainrule.cli.arguments import RealNumber, WholeNumber
from chainrule.cli.errors import CODES
from chainrule.cli.output import Look, destination, look, output_options, write
from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from chainrule.network import Network
    from chainrule.network.training import Epoch

__all__ = ["network"]

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("text", "latex", "markdown", "html", "speech", "typst", "pdf", "json")
EXAMPLES = """\b
Examples:
  chainrule network explain 2-3-1                      layer by layer, in matrices
  chainrule network explain 2-3-1 w1_12 --loss bce     the chain from the loss to one weight
  chainrule network train 2-8-1 --data xor -o xor.json
  chainrule network compile xor.json -o model.py       a file that needs nothing installed
  chainrule network flow 4-8-8-8-1 --compare sigmoid,tanh,relu,residual
  chainrule network check layers.toml                  the gradient against differences

\b
LAYERS are sizes such as 2-8-1 or 2,8,1, a .toml file (loss = "mse", then for each layer [[layers]] with its kind and
options), or a .json file that `train -o` wrote."""


@click.group(epilog=EXAMPLES, short_help="Neural networks: explained, compiled, trained, checked.")
def network() -> None:
    """Small neural networks: explained, compiled, trained, checked."""


def network_options(command: F) -> F:
    """The options that say what the network is."""
    options = (
        click.argument("layers", metavar="LAYERS"),
        click.option("--activation", metavar="NAME", help="Of the layers: tanh, sigmoid, relu …"),
        click.option("--loss", metavar="NAME", help="squared, mse, bce, cross_entropy … and with_logits."),
        click.option("--last", metavar="NAME", help="The activation of the last layer, where that is another."),
        click.option("--batch", type=WholeNumber(1), metavar="N", help="How many samples the loss is over."),
        click.option("--reduction", type=click.Choice(["mean", "sum"]), help="Of the losses of several samples."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _network(layers: str, **options: Any) -> tuple[Network, list[float] | None]:
    """The network, and its parameters where it is one that was saved."""
    from chainrule.network.describing import network_from
    from chainrule.network.saving import load

    options["output"] = options.pop("last")
    if layers.lower().endswith(".json"):
        given = next((name for name, value in options.items() if value is not None), None)
        if given:
            option = "last" if given == "output" else given
            raise ChainRuleError(f"{layers} says itself what it is: leave --{option} out")
        return load(layers)
    return network_from(layers, **options), None


def _split(asked: dict[str, Any], formats: tuple[str, ...]) -> tuple[dict[str, Any], Look, str | None, bool]:
    """What was asked of the network, and what of the output."""
    output, force = asked.pop("output"), asked.pop("force")
    appearance = {name: asked.pop(name) for name in ("format_", "ascii_", "width")}
    made = {name: asked.pop(name) for name in ("activation", "loss", "last", "batch", "reduction")}
    return made, look(formats, output=output, **appearance), output, force


def _shown(record: Any, asked: Look, detail: str) -> str | bytes:
    """A record in the format that is asked for."""
    from chainrule.rendering.views import document, show

    match asked.format:
        case "json":
            return json.dumps(record.to_dict(detail), ensure_ascii=asked.ascii, indent=2)
        case "html" | "pdf":
            return document([record], asked.format, detail=detail)
        case "text":
            medium = "terminal" if asked.colour else "text"
            return show(record, medium, detail=detail, ascii=asked.ascii, width=asked.width)
        case "svg":
            return str(record.to_svg())
    return show(record, asked.format, detail=detail)


DETAIL = click.option(
    "--detail", type=click.Choice(["answer", "brief", "full"]), default="full", help="How much to say."
)
SEED = click.option("--seed", type=WholeNumber(0), default=0, metavar="N", help="What is drawn is drawn by this.")


@network.command(short_help="How the loss depends on every weight, layer by layer.")
@network_options
@click.argument("weight", required=False)
@DETAIL
@output_options(*FORMATS)
def explain(layers: str, weight: str | None, detail: str, **asked: Any) -> int:
    """How the loss depends on every weight, layer by layer; or on one WEIGHT such as w1_12, along every path."""
    made, appearance, output, force = _split(asked, FORMATS)
    net, _ = _network(layers, **made)
    with destination(output, force) as stream:
        write(stream, _shown(net.explain(weight), appearance, detail))
    return int(CODES.done)


@network.command("compile", short_help="The network as a Python file that needs nothing installed.")
@network_options
@SEED
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of the screen.")
@click.option("--force", is_flag=True, help="Let -o replace a file that exists.")
def compile_(layers: str, seed: int, output: str | None, force: bool, **made: Any) -> int:
    """The network as a Python file that trains and predicts, and needs nothing installed."""
    import os

    from chainrule.network.standalone import standalone

    net, parameters = _network(layers, **made)
    text = standalone(net, parameters, seed=seed, file=os.path.basename(output or "model.py"))
    with destination(output, force) as stream:
        write(stream, text)
    return int(CODES.done)


TRAINING = (
    click.option("--data", required=True, metavar="DATA", help="xor, moons, spirals, iris, or a CSV file."),
    click.option("--targets", metavar="NAMES", help="The columns to predict; left out, the last."),
    click.option("--standardise", is_flag=True, help="Inputs of mean 0 and variance 1."),
    click.option("--validation", type=RealNumber(), metavar="SHARE", help="Keep this share apart and watch its loss."),
    click.option("--epochs", type=WholeNumber(1), default=200, metavar="N", help="Passes over the data."),
    click.option("--rate", type=RealNumber(), default=0.1, metavar="α", help="The learning rate."),
    click.option("--optimiser", default="sgd", metavar="NAME", help="sgd, momentum, adam."),
    click.option("--minibatch", type=WholeNumber(1), metavar="N", help="Samples a step; left out, all of them."),
    click.option("--momentum", type=RealNumber(), default=0.9, metavar="β", help="Of momentum and adam."),
    click.option("--schedule", default="constant", metavar="NAME", help="constant, linear, cosine, step, exponential."),
    click.option("--initial", metavar="NAME", help="The start of the weights: xavier, he, uniform."),
    click.option("--clip", type=RealNumber(), metavar="SIZE", help="No derivative larger than this."),
    click.option("--clip-norm", type=RealNumber(), metavar="SIZE", help="No gradient longer than this."),
    click.option("--patience", type=WholeNumber(1), metavar="N", help="Stop after N epochs without a smaller loss."),
    click.option("--goal", type=RealNumber(), metavar="LOSS", help="Stop at this loss."),
)


def training_options(command: F) -> F:
    for option in reversed(TRAINING):
        command = option(command)
    return command


@network.command()
@network_options
@training_options
@SEED
@click.option("--json", "as_json", is_flag=True, help="Print the history and the parameters as JSON.")
@click.option("-o", "--output", metavar="FILE", help="Save the trained network, as JSON.")
@click.option("--force", is_flag=True, help="Let -o replace a file that exists.")
def train(
    layers: str, data: str, targets: str | None, standardise: bool, validation: float | None, as_json: bool,
    output: str | None, force: bool, **asked: Any,
) -> int:
    """Fit the network to data, and save it."""
    import os

    from chainrule.network.data import dataset

    made = {name: asked.pop(name) for name in ("activation", "loss", "last", "batch", "reduction")}
    net, parameters = _network(layers, **made)
    if parameters is not None and asked["initial"] is None:
        asked["initial"] = parameters
    if output is not None:  # all that could go wrong with the file goes wrong before the work
        if os.path.exists(output) and not force:
            raise ChainRuleError(f"the file {output} exists already; --force replaces it")
        if os.path.isdir(output) or not os.path.isdir(os.path.dirname(output) or "."):
            raise ChainRuleError(f"the file {output} cannot be written: there is no such folder, or it is one")
    samples = dataset(data, targets.split(",") if targets else None)
    samples = samples.standardised() if standardise else samples
    if validation is not None:
        samples, asked["validation"] = samples.split(validation, asked["seed"])
    with _progress(asked["epochs"]) as progress:
        training = net.train(samples, progress=progress, **asked)
    print(json.dumps(training.to_dict(), indent=2) if as_json else training.to_text())
    if output is not None:
        training.save(output)
    return int(CODES.done)


@contextmanager
def _progress(epochs: int) -> Iterator[Callable[[Epoch], object] | None]:
    """A bar on standard error with the loss, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return

    def shown(epoch: Epoch | None) -> str:
        return f"loss {epoch.loss:.4g}" if epoch is not None else ""

    bar: Any
    with click.progressbar(length=epochs, label="Training", file=sys.stderr, item_show_func=shown) as bar:
        yield lambda epoch: bar.update(1, epoch)


@network.command(short_help="The gradient against finite differences.")
@network_options
@SEED
@DETAIL
@output_options(*FORMATS)
def check(layers: str, seed: int, detail: str, **asked: Any) -> int:
    """The gradient against finite differences; exit code 1 where they disagree."""
    made, appearance, output, force = _split(asked, FORMATS)
    net, parameters = _network(layers, **made)
    found = net.check(parameters, seed=seed)
    with destination(output, force) as stream:
        write(stream, _shown(found, appearance, detail))
    return int(CODES.done if found.passed else CODES.incorrect)


@network.command(short_help="How the rates shrink or grow from layer to layer.")
@network_options
@SEED
@DETAIL
@click.option("--compare", metavar="NAMES", help="Side by side: activations, and residual, batch_norm.")
@click.option("--scale", type=RealNumber(), default=1.0, metavar="FACTOR", help="Multiply the weights of the start.")
@click.option("--initial", metavar="NAME", help="The start of the weights: xavier, he, uniform.")
@click.option("--clip-norm", type=RealNumber(), metavar="SIZE", help="To what length the gradient would be clipped.")
@click.option("--data", metavar="DATA", help="xor, moons, spirals, iris or a CSV file; left out, drawn samples.")
@output_options(*FORMATS, "svg")
def flow(
    layers: str, seed: int, detail: str, compare: str | None, scale: float, initial: str | None,
    clip_norm: float | None, data: str | None, **asked: Any,
) -> int:
    """How large the rates are from layer to layer, and the factors that make them vanish or explode."""
    made, appearance, output, force = _split(asked, (*FORMATS, "svg"))
    options = {"data": data, "initial": initial, "scale": scale, "clip_norm": clip_norm, "seed": seed}
    if compare is not None:
        from chainrule.network.variants import compared

        record: Any = compared(layers, [name.strip() for name in compare.split(",")], made, options)
    else:
        net, parameters = _network(layers, **made)
        record = net.flow(parameters, **options)
    told = _shown(record, appearance, detail)
    if appearance.format == "text" and detail == "full":
        told = f"{told!s}\n\n{record.to_bars(width=min(80, appearance.width or 80), ascii=appearance.ascii)}"
    with destination(output, force) as stream:
        write(stream, told)
    return int(CODES.done)
