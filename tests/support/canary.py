"""A socket on this machine that nobody may reach, and how to spell its address."""

from __future__ import annotations

import json
import selectors
import socket
import threading
from pathlib import Path
from typing import Self

import pytest

FAKE_DNS = Path(__file__).parent / "fake_dns"


def give_names(
    patch: pytest.MonkeyPatch, folder: Path, answers: dict[str, list[list[str]]]
) -> None:
    """Processes begun from here on resolve these names so, and no others."""
    file = folder / "names.json"
    file.write_text(json.dumps(answers))
    patch.setenv("CLAUSEWATCH_TEST_NAMES", str(file))
    patch.setenv("PYTHONPATH", str(FAKE_DNS))


class Canary:
    """Listens at 127.0.0.1 and ::1. ``hits`` are connections, whatever was said on them."""

    def __init__(self, port: int = 0) -> None:
        self._closing = threading.Event()
        self._selector = selectors.DefaultSelector()
        self.hits = 0
        self.port = port
        for host, family in (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)):
            listener = socket.create_server((host, self.port), family=family, backlog=128)
            self.port = listener.getsockname()[1]
            self._selector.register(listener, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        self._selector.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            for key, _ in self._selector.select(0.1):
                assert isinstance(key.fileobj, socket.socket)
                connection, _ = key.fileobj.accept()
                self.hits += 1
                connection.close()


# Hosts, as they stand in a URL; a port follows each.
LOOPBACK = (
    "127.0.0.1",
    "127.0.0.01",
    "127.0.0.1.",
    "127.0.1",
    "127.1",
    "127.1.",
    "2130706433",
    "02130706433",
    "0x7f000001",
    "0X7F000001",
    "0x7f.1",
    "0x7f.0.0.1",
    "0x7f.0x0.0x0.0x1",
    "0177.0.0.1",
    "0177.1",
    "00000177.0.0.1",
    "017700000001",
    "0177.0x0.0.1",
    "6425673729",  # 2130706433 + 2**32
    "0x17f000001",
    "0",
    "00",
    "0x0",
    "0.0.0.0",
    "0.0",
    "[::]",
    "[::1]",
    "[0::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::FFFF:7F00:0001]",
    "[::ffff:0:127.0.0.1]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::127.0.0.1]",
    "[2002:7f00:1::]",
    "[2002:7f00:0001::1]",
    "[2001:0:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",  # Teredo: the last bits are 127.0.0.1, inverted
    "[2606:4700::5efe:7f00:1]",
    "[fe80::5efe:127.0.0.1]",
    "[fe80::1%25lo]",
    "[fe80::1%lo]",
    "[::1%25lo]",
    "[::1%1]",
    "[v1.::1]",
    "[127.0.0.1]",
    "[localhost]",
    "localhost",
    "LOCALHOST",
    "LocalHost.",
    "localhost.localdomain",
    "printer.localhost",
    "ip6-localhost",
    "127.0.0.1.nip.example",
    "points-home.example",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "ｌｏｃａｌｈｏｓｔ",
    "loc\u00adalhost",
    "①②⑦.⓪.⓪.①",
    "１２７.０.０.１",
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "١٢٧.٠.٠.١",
    "۱۲۷.0.0.1",
    "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "%6cocalhost",
    "user@127.0.0.1",
    "user:word@127.0.0.1",
    "@127.0.0.1",
    ":@127.0.0.1",
    "example.org@127.0.0.1",
    "example.org:80@127.0.0.1",
    "example.org%23@127.0.0.1",
    "example.org\\@127.0.0.1",
    "127.0.0.1\\@example.org",
    "127.0.0.1\t",
    "127.0.0\n.1",
    "127.0.0.1\x00.example.org",
    " 127.0.0.1",
)
ELSEWHERE = (
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[fd00:ec2::254]",
    "metadata.example",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "10.0.0.1",
    "10.1",
    "012.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "192.168.257",
    "3232235777",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[100::1]",
    "[2001:db8::1]",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "intranet.example",
)
SPELLINGS = LOOPBACK + ELSEWHERE

NAMES: dict[str, list[list[str]]] = {
    "localhost.localdomain": [["127.0.0.1"]],
    "printer.localhost": [["::1"]],
    "ip6-localhost": [["::1"]],
    "127.0.0.1.nip.example": [["127.0.0.1"]],
    "points-home.example": [["::ffff:127.0.0.1"]],
    "metadata.example": [["169.254.169.254"]],
    "intranet.example": [["10.20.30.40", "fd00::5"]],
}
