"""Stands in for the system's resolver in a process that is begun with this folder on PYTHONPATH.

``CLAUSEWATCH_TEST_NAMES`` is a JSON file: per name a list of answers, each a list of addresses. One
answer after the other is given; the last one again and again. Addresses, in whatever spelling the C
library knows, and localhost are left to the system; every other name is unknown. Nothing is asked
of a network.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from pathlib import Path
from typing import Any

_LOCK = threading.Lock()
_SYSTEM = socket.getaddrinfo
_ANSWERS: dict[str, list[list[str]]] = (
    json.loads(Path(os.environ["CLAUSEWATCH_TEST_NAMES"]).read_text())
    if "CLAUSEWATCH_TEST_NAMES" in os.environ
    else {}
)


def answer(host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
    name = (host or "").rstrip(".").lower()
    with _LOCK:
        answers = _ANSWERS.get(name)
        now = None if answers is None else answers[0]
        if answers and len(answers) > 1:
            del answers[0]
    if now is not None:
        return [entry for address in now for entry in _SYSTEM(address, port, *args, **kwargs)]
    if name != "localhost":
        kwargs["flags"] = kwargs.get("flags", 0) | socket.AI_NUMERICHOST
    return _SYSTEM(host, port, *args, **kwargs)


if _ANSWERS:
    socket.getaddrinfo = answer  # type: ignore[assignment]
