"""Command groups that import a command only when it is called.

``clausewatch --help`` and the query commands must start at once; Scrapy, sqlite-utils, pydantic
and httpx cost between 0.1 and 0.6 s each to import.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.exits import INTERRUPTED, READER_GONE
from storage.errors import ClauseWatchError, OperationError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Failure(click.ClickException):
    """An error of ours on its way out: one line on stderr, and its exit code."""

    def __init__(self, error: ClauseWatchError) -> None:
        super().__init__(str(error))
        self.exit_code = error.exit_code  # type: ignore[misc]  # click reads the instance

    def show(self, file: Any = None) -> None:
        from monitor.cli.output import wrapped_message  # noqa: PLC0415  only when it fails
        from monitor.cli.terminal import neutral_lines  # noqa: PLC0415
        from monitor.logs.redaction import redacted  # noqa: PLC0415

        said = redacted(neutral_lines(self.message))
        click.echo(wrapped_message(f"clausewatch: {said}"), file=file, err=file is None)


class LazyGroup(click.Group):
    """A group whose ``table`` maps a command's name to (``module:attribute``, its short help)."""

    def __init__(
        self, *args: Any, table: dict[str, tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table = table or {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [*self.commands, *self.table]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return super().get_command(ctx, cmd_name)
        module, attribute = self.table[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """The list of commands; what is in the table is not imported for it."""
        listed = [(name, own.get_short_help_str(70)) for name, own in self.commands.items()]
        listed += [(name, text) for name, (_, text) in self.table.items()]
        with formatter.section("Commands"):
            formatter.write_dl(listed)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of commands with their help; what is in the table is not imported for it."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  only when asked

        named = {name: own.get_short_help_str() for name, own in self.commands.items()}
        named |= {name: text for name, (_, text) in self.table.items()}
        found = [
            CompletionItem(name, help=text)
            for name, text in named.items()
            if name.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:
        """Errors of ours and a full disk become a line; Ctrl-C and a closed pipe are quiet."""
        try:
            return super().invoke(ctx)
        except ClauseWatchError as error:
            raise Failure(error) from error
        except KeyboardInterrupt:
            click.echo("clausewatch: interrupted", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _discard_stdout()
            ctx.exit(READER_GONE)
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            _discard_stdout()
            raise Failure(
                OperationError(f"{error.strerror}: what was written is not whole; make room")
            ) from error


def _discard_stdout() -> None:
    """Nobody takes it any more; what is still buffered must not fail again when Python ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
