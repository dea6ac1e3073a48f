"""Endpoints: every kind with what it needs, and words for what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from monitor.config import Endpoint, Rate, Watchlist
from storage.model import EndpointKind

Load = Callable[[str], Watchlist]
Problems = Callable[[str], tuple[str, ...]]

TELEGRAM = 'kind = "telegram"\nurl = "env:X"\nchat = "-100123"'
SLACK = 'kind = "slack"\nurl = "env:X"'


def table(lines: str, name: str = "e") -> str:
    return f'[[endpoint]]\nname = "{name}"\n{lines}\n'


@pytest.mark.parametrize(
    "kind", ["slack", "discord", "teams", "google-chat", "mattermost", "webhook", "apprise"]
)
def test_most_kinds_need_only_an_address(load: Load, kind: str) -> None:
    (endpoint,) = load(table(f'kind = "{kind}"\nurl = "env:X"')).endpoints
    assert endpoint == Endpoint(name="e", kind=EndpointKind(kind), url_reference="env:X")


def test_everything_that_can_be_written_is_read(load: Load) -> None:
    watchlist = load(
        table('kind = "telegram"\nurl = "env:T"\nchat = -100123\nrate = "20/1m"\nfallback = "m"')
        + table('kind = "email"\nurl = "file:smtp"\nto = "a@x.example"\nfrom = "us@x.example"', "m")
        + table('kind = "matrix"\nurl = "env:H"\nroom = "!abc:x.example"\ntoken = "env:TOKEN"', "r")
        + table('kind = "webhook"\nurl = "env:W"\nsecret = "env:S"\ncloudevents = true', "w")
    )
    telegram, mail, room, webhook = watchlist.endpoints
    assert telegram.chat == "-100123"
    assert telegram.rate == Rate(messages=20, window_seconds=60)
    assert telegram.fallback == "m"
    assert (mail.to, mail.sender) == (("a@x.example",), "us@x.example")
    assert (room.room, room.token_reference) == ("!abc:x.example", "env:TOKEN")
    assert (webhook.secret_references, webhook.cloudevents) == (("env:S",), True)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        pytest.param('kind = "slak"\nurl = "env:X"', "kind: not one of webhook, slack", id="kind"),
        pytest.param(f'{SLACK}\nsecret = "env:Y"', "secret: only a webhook is signed", id="secret"),
        pytest.param(f"{SLACK}\ncloudevents = true", "cloudevents: only a webhook", id="events"),
        pytest.param(f'{SLACK}\nchat = "-1"', "chat: only telegram has a chat", id="chat"),
        pytest.param(f'{SLACK}\nroom = "!a:b"', "room: only matrix has a room", id="room"),
        pytest.param(f'{SLACK}\ntoken = "env:T"', "token: only matrix has a token", id="token"),
        pytest.param(f'{SLACK}\nto = ["a@b.c"]', "to: only email has recipients", id="to"),
        pytest.param(f'{SLACK}\nfrom = "a@b.c"', "from: only email has a sender", id="from"),
        pytest.param(
            'kind = "telegram"\nurl = "env:X"',
            "chat: is missing: telegram needs it: chat = ",
            id="no-chat",
        ),
        pytest.param(
            'kind = "telegram"\nurl = "env:X"\nchat = "legal"', "chat: write the number", id="chat?"
        ),
        pytest.param(
            'kind = "matrix"\nurl = "env:X"\nroom = "!a:b.c"',
            'token: is missing: matrix needs it: token = "env:…"',
            id="no-token",
        ),
        pytest.param(
            'kind = "matrix"\nurl = "env:X"\ntoken = "env:T"\nroom = "#legal:b.c"',
            "room: write the internal id of the room",
            id="alias",
        ),
        pytest.param(
            'kind = "email"\nurl = "env:X"\nto = "a@b.c"',
            "from: is missing: email needs it: from = ",
            id="no-from",
        ),
        pytest.param(
            'kind = "email"\nurl = "env:X"\nfrom = "a@b.c"\nto = ["a@b.c", "A <a@b.c>"]',
            "to[2]: write a mail address",
            id="mail",
        ),
        pytest.param(f'{SLACK}\nrate = "many"', "rate: write how many messages in", id="rate"),
        pytest.param(f'{SLACK}\nrate = "0/1m"', "rate: write how many messages in", id="rate-0"),
        pytest.param(f'{SLACK}\nrate = "5/9w"', "rate: write how many messages in", id="rate-9w"),
        pytest.param(
            f'{SLACK}\nfallback = "e"', "fallback: name another endpoint than this", id="itself"
        ),
        pytest.param(
            f'{SLACK}\nfallback = "ops"', "fallback: no endpoint is called 'ops'", id="nobody"
        ),
        pytest.param(f'{SLACK}\nform = "a@b.c"', "form: unknown key; did you mean 'from'", id="?"),
    ],
)
def test_what_is_wrong_is_said_with_table_and_key(
    problems: Problems, lines: str, problem: str
) -> None:
    (found,) = problems(table(lines))
    assert found.startswith(f"watchlist.toml: endpoint[1] 'e': {problem}")


@pytest.mark.parametrize("address", ["a", "a@", "é@b.c", "a..b@c.d", "a@b c.d", "a@b.c\\nBcc: x"])
def test_what_is_no_mail_address(problems: Problems, address: str) -> None:
    lines = f'kind = "email"\nurl = "env:X"\nfrom = "a@b.c"\nto = "{address}"'
    (found,) = problems(table(lines))
    assert "to[1]: write a mail address" in found


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("20/1m", Rate(messages=20, window_seconds=60)),
        ("1/s", Rate(messages=1, window_seconds=1)),
        (" 30 / 2h ", Rate(messages=30, window_seconds=7_200)),
        ("5/1d", Rate(messages=5, window_seconds=86_400)),
    ],
)
def test_rates(load: Load, written: str, rate: Rate) -> None:
    (endpoint,) = load(table(f'{SLACK}\nrate = "{written}"')).endpoints
    assert endpoint.rate == rate


def test_two_endpoints_cannot_share_a_name(problems: Problems) -> None:
    (found,) = problems(table(SLACK) * 2)
    assert found == "watchlist.toml: endpoint[2] 'e': name: endpoint[1] 'e' has this name already"


def test_a_fallback_that_is_wrong_itself_is_not_called_unknown(problems: Problems) -> None:
    wrong = table('kind = "telegram"\nurl = "env:X"', "t")
    (found,) = problems(table(f'{SLACK}\nfallback = "t"') + wrong)
    assert "chat: is missing" in found


def test_nobody_is_warned_that_no_route_leads_to_a_fallback(load: Load) -> None:
    text = '[[route]]\nto = "e"\n' + table(f'{SLACK}\nfallback = "t"') + table(TELEGRAM, "t")
    assert not [one for one in load(text).warnings if "no route leads" in one]


def test_apprise_that_is_not_installed(problems: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)  # as Python marks what is not there
    (found,) = problems(table('kind = "apprise"\nurl = "env:X"'))
    assert "kind: apprise is an extra: pip install 'clausewatch[apprise]'" in found
