"""A server that misbehaves in every way there is a name for, over raw sockets.

    with HostileServer() as server:
        watch.add("gzip_bomb/page", server.url("gzip_bomb"))

Each behaviour is a function in one of the rooms, by its kind, and has a loopback address of its
own: requests to one host wait for each other. A function gets a :class:`Peer` per request and sends
what it likes; the connection is closed when it returns. ``robots_*`` answer /robots.txt and serve a
good page; the others have no robots.txt (404).
"""

from __future__ import annotations

from support.hostile import (
    documents,
    excess,
    headers,
    redirects,
    robots,
    silence,
    statuses,
    validators,
)
from support.hostile.peer import BEHAVIOURS, MEGABYTE
from support.hostile.server import HostileServer

ROOMS = (silence, excess, headers, statuses, redirects, documents, validators, robots)

__all__ = ["BEHAVIOURS", "MEGABYTE", "ROOMS", "HostileServer"]
