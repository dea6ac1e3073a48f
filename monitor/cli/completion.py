"""``clausewatch completion``: the script with which a shell completes commands and names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

PROGRAM = "clausewatch"
VARIABLE = "_CLAUSEWATCH_COMPLETE"  # what click looks for


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script for SHELL: commands, options, sources, versions, categories, endpoints.

    \b
    bash  clausewatch completion bash > ~/.local/share/bash-completion/completions/clausewatch
    zsh   clausewatch completion zsh > ~/.zfunc/_clausewatch   (a folder of your fpath)
    fish  clausewatch completion fish > ~/.config/fish/completions/clausewatch.fish
    """  # noqa: D301  click marks what it must not wrap with the character \b
    known = get_completion_class(shell)
    assert known is not None, "click knows the three"
    made = known(ctx.find_root().command, {}, PROGRAM, VARIABLE)
    # Not made.source(): for bash it starts a shell to see how old it is.
    click.echo(made.source_template % made.source_vars())
