"""chainrule completion: the script that makes a shell complete commands and options."""

from __future__ import annotations

import click

__all__ = ["completion"]

SHELLS = ("bash", "zsh", "fish")

EXAMPLES = """\b
To switch it on for good:
  bash   chainrule completion bash >> ~/.bashrc
  zsh    chainrule completion zsh >> ~/.zshrc
  fish   chainrule completion fish > ~/.config/fish/completions/chainrule.fish"""


@click.command(epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(ctx.find_root().command, {}, "chainrule", "_CHAINRULE_COMPLETE").source())
