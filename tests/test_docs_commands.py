"""Every command and every option is documented, and nothing is documented that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from monitor.cli import cli

DOCS = Path(__file__).parents[1] / "docs" / "commands.md"
_HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)
_OPTION = re.compile(r"--[a-z][a-z-]*")


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command below ``group`` under its full name; groups too."""
    context = click.Context(group, info_name="clausewatch")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        full = f"{path} {name}".strip()
        yield full, command
        if isinstance(command, click.Group):
            yield from commands(command, full)


def sections() -> dict[str, str]:
    """Heading -> what stands below it, up to the next heading of any level."""
    parts = _HEADING.split(DOCS.read_text("utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def options(command: click.Command) -> list[str]:
    """The long names of a command's options, without --help."""
    return [
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
        if name.startswith("--")
    ]


COMMANDS = [("clausewatch", cli), *commands(cli)]


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_a_command_is_documented_with_every_option(name: str, command: click.Command) -> None:
    text = sections().get(name)
    assert text is not None, f"docs/commands.md has no heading '{name}'"
    bullets = "\n".join(line for line in text.splitlines() if line.startswith("* "))
    missing = [option for option in options(command) if f"`{option}" not in bullets]
    assert not missing, f"the section '{name}' of docs/commands.md does not explain {missing}"


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_no_option_is_documented_that_is_not_there(name: str, command: click.Command) -> None:
    bullets = [line for line in sections()[name].splitlines() if line.startswith("* `--")]
    named = {option for line in bullets for option in _OPTION.findall(line.partition(":")[0])}
    assert named <= set(options(command))


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_a_command_says_what_it_is_for(name: str, command: click.Command) -> None:
    assert command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"
