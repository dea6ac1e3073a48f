"""``--log-format`` and ``--log-file`` of the commands that run unattended."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from monitor.logs.redaction import learn_proxies
from monitor.logs.setup import LogFormat, log_for_machines


def logging_options(*, always: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Sets logging up before a command is called.

    Without either option it is left as it is for people, unless records are ``always`` wanted.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option(
            "--log-format",
            type=click.Choice([one.value for one in LogFormat]),
            help="Log records as text lines or as one JSON object a line.",
        )
        @click.option(
            "--log-file",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Append log records here, not to stderr; the file may be rotated at any time.",
        )
        @functools.wraps(command)
        def with_logging(
            *args: Any, log_format: str | None, log_file: Path | None, **known: Any
        ) -> Any:
            learn_proxies(os.environ)
            if always or log_format or log_file:
                log_for_machines(LogFormat(log_format or LogFormat.TEXT), log_file)
                root = logging.getLogger()
                root.setLevel(min(root.level, logging.INFO))
            return command(*args, **known)

        return with_logging

    return decorate
