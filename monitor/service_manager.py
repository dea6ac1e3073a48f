"""Telling systemd how the daemon is: ready, alive, stopping (the protocol of ``sd_notify(3)``).

Without a service manager that listens (``NOTIFY_SOCKET`` is not set) nothing is sent.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Mapping

logger = logging.getLogger(__name__)

_ABSTRACT = "@"  # the first letter of a socket's name that stands in no folder


class ServiceManager:
    """Datagrams to the socket that the service manager named; losing one is no failure."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        name = environ.get("NOTIFY_SOCKET", "")
        self._address = f"\0{name[1:]}" if name.startswith(_ABSTRACT) else name

    def ready(self) -> None:
        self._send("READY=1")

    def alive(self, status: str) -> None:
        """To be said more often than ``WatchdogSec``; ``status`` shows in ``systemctl status``."""
        self._send("WATCHDOG=1", f"STATUS={status}")

    def stopping(self) -> None:
        self._send("STOPPING=1")

    def _send(self, *lines: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
                sender.sendto("\n".join(lines).encode(), self._address)
        except OSError as error:
            logger.warning("the service manager cannot be told anything: %s", error.strerror)
