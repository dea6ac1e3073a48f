"""Where a delivery goes: addresses completed as each chat wants them."""

from __future__ import annotations

import pytest

from monitor.alerts.addressing import UnfitAddress, address
from storage.model import EndpointKind

ID = "msg_0a1b"


@pytest.mark.parametrize(
    ("kind", "url", "completed"),
    [
        pytest.param("slack", "https://s.example/T/B/x", "https://s.example/T/B/x", id="slack"),
        pytest.param(
            "discord",
            "https://d.example/api/webhooks/1/x",
            "https://d.example/api/webhooks/1/x?wait=true",
            id="discord",
        ),
        pytest.param(
            "discord",
            "https://d.example/api/webhooks/1/x?wait=false&thread_id=7",
            "https://d.example/api/webhooks/1/x?thread_id=7&wait=true",
            id="discord-thread",
        ),
        pytest.param(
            "teams",
            "https://t.example:443/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sig=a%2Bb",
            "https://t.example:443/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sig=a%2Bb",
            id="teams",
        ),
        pytest.param(
            "google-chat",
            "https://c.example/v1/spaces/A/messages?key=k%3D&token=t",
            f"https://c.example/v1/spaces/A/messages?key=k%3D&token=t&requestId={ID}",
            id="google-chat",
        ),
        pytest.param(
            "telegram",
            "https://t.example/bot1:x",
            "https://t.example/bot1:x/sendMessage",
            id="telegram",
        ),
        pytest.param(
            "telegram",
            "https://t.example/own/bot1:x/sendMessage",
            "https://t.example/own/bot1:x/sendMessage",
            id="telegram-whole",
        ),
    ],
)
def test_what_is_posted_to(kind: str, url: str, completed: str) -> None:
    assert address(EndpointKind(kind), url, delivery_id=ID) == ("POST", completed)


@pytest.mark.parametrize(
    "base",
    ["https://m.example", "https://m.example/", "https://m.example/_matrix/client/v3"],
)
def test_matrix_puts_with_the_delivery_as_transaction(base: str) -> None:
    found = address(EndpointKind.MATRIX, base, delivery_id=ID, room="!a/b:m.example")
    room = "%21a%2Fb%3Am.example"
    path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{ID}"
    assert found == ("PUT", f"https://m.example{path}")


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("telegram", "https://api.telegram.org/123:s3cret"),
        ("matrix", "https://m.example/s3cret"),
        ("email", "smtp://u:s3cret@m.example"),
        ("discord", "https://[s3cret/"),
    ],
)
def test_what_cannot_be_an_address_is_said_without_it(kind: str, url: str) -> None:
    with pytest.raises(UnfitAddress) as error:
        address(EndpointKind(kind), url, delivery_id=ID)
    assert "s3cret" not in str(error.value)
