"""The tables of a watchlist as pydantic reads them: one model per table, keys as people write them.

Unknown keys are errors. Messages say what to write; they never repeat a value, which may be a
secret in the wrong place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawler.addresses import Network
from crawler.extract.ignored import check_pattern
from monitor.config.cron import check_cron
from monitor.config.secrets import check_reference
from monitor.config.slugs import slug
from monitor.config.units import parse_duration, parse_size
from storage.model import Category

_DAY = 86_400
_LAST_PORT = 65_535
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_REGION = re.compile(r"[A-Z]{2}", re.ASCII)
_CATEGORY = re.compile(r"[^\W\d_][\w-]{0,39}")
_CONTACT = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")


def _between(low: float, high: float, words: str) -> Callable[[object], float]:
    def parse(value: object) -> float:
        seconds = parse_duration(value)
        if not low <= seconds <= high:
            raise ValueError(f"write a duration {words}")
        return seconds

    return parse


def _whole_seconds(value: object) -> int:
    seconds = parse_duration(value)
    if not 1 <= seconds <= 366 * _DAY:
        raise ValueError("write a duration from 1s to 366d")
    return int(seconds)


def _confirm(value: object) -> int | None:
    if value is False:
        return None
    try:
        return _whole_seconds(value)
    except ValueError:
        raise ValueError('write a duration such as "1h", or false for no second look') from None


def _leads(value: object) -> tuple[int, ...]:
    """Whole days before a date, the longest first; () for no reminders."""
    if value is False:
        return ()
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not listed:
        raise ValueError('write how long before, such as ["30d", "7d", "1d"], or false')
    days = [parse_duration(one) / _DAY for one in listed]
    if any(not day.is_integer() or not 1 <= day <= 366 for day in days):  # noqa: PLR2004 - said below
        raise ValueError('write whole days from "1d" to "366d"')
    return tuple(sorted({int(day) for day in days}, reverse=True))


def _kept_for(value: object) -> float | None:
    """Seconds; None: for good."""
    if value == "all":
        return None
    try:
        seconds = parse_duration(value)
    except ValueError:
        seconds = 0.0
    if not 30 * _DAY <= seconds <= 36_600 * _DAY:
        raise ValueError('write a duration of at least "30d", or "all"')
    return seconds


def _body_size(value: object) -> int:
    size = parse_size(value)
    if not 1_000 <= size <= 1_000_000_000:  # noqa: PLR2004 - said in the message
        raise ValueError("write a size from 1kB to 1GB")
    return size


def _network(value: object) -> Network:
    how = 'write a network such as "127.0.0.0/8" or "fd00::/8"'
    if not isinstance(value, str):
        raise ValueError(how)  # noqa: TRY004 - pydantic collects ValueError
    try:
        network = ip_network(value)
    except ValueError as error:
        if "host bits" in str(error):
            meant = ip_network(value, strict=False)
            raise ValueError(f'has bits beyond its prefix: write "{meant}"') from None
        raise ValueError(how) from None
    if network.prefixlen == 0:
        raise ValueError("this is every address there is: name the networks you mean")
    return network


def _listed(value: object) -> object:
    """A lone string stands for a list of one."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError('write a name in "quotes", on one line')
    return value.strip()


def _slugged_name(value: object) -> str:
    name = _name(value)
    if not slug(name):
        raise ValueError("write a name with at least one letter or digit")
    return name


def _web_url(value: object) -> str:
    how = 'write an address such as "https://example.org/privacy"'
    if not isinstance(value, str) or not value.isprintable() or " " in value:
        raise ValueError(how)
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError(how) from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(how)
    if parts.username is not None or parts.password is not None:
        raise ValueError("take the user name and password out: the watchlist is no place for them")
    return value


def _selector(value: object) -> str:
    if isinstance(value, str):
        try:
            LexborHTMLParser("<p>").css(value)
        except SelectolaxError:
            pass
        else:
            return value
    raise ValueError('write a CSS selector such as "main article"')


def _pattern(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("write a regular expression")
    check_pattern(value)
    return value


def _matching(pattern: re.Pattern[str], how: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(how)
        return value

    return check


def _no_anomaly(value: object) -> object:
    return None if value is False else value


def _js(value: object) -> object:
    if isinstance(value, bool) or value == "auto":
        return value
    raise ValueError('write true, false or "auto"')


def _absolute_path(value: object) -> str:
    if not isinstance(value, str) or not value.startswith("/") or not value.isprintable():
        raise ValueError('write the whole path of the browser, such as "/usr/bin/chromium"')
    return value


def _listening(value: object) -> tuple[str, int]:
    """An address of this machine with its port: a name could lead anywhere."""
    host, _, port = value.rpartition(":") if isinstance(value, str) else ("", "", "")
    try:
        address = ip_address(host.removeprefix("[").removesuffix("]"))
        number = int(port)
    except ValueError:
        number = -1
    if not 0 <= number <= _LAST_PORT:
        raise ValueError('write an address and a port, such as "127.0.0.1:9464"')
    return str(address), number


def _key(value: object) -> str:
    parts = value.split("/") if isinstance(value, str) else []
    if len(parts) != 2 or any(not part or slug(part) != part for part in parts):  # noqa: PLR2004
        raise ValueError('write a key such as "gtg-crm/privacy-policy-ar": lower case, one slash')
    return "/".join(parts)


def _category_name(value: object) -> str:
    name = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
    if not _CATEGORY.fullmatch(name) or name != name.casefold():
        raise ValueError('write one word in lower case such as "biometrics" or "face_scans"')
    if name == Category.OTHER:
        raise ValueError("other is what no category says: name another")
    return name


def _terms(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(language, terms) in the order of the file."""
    from monitor.analysis.clauses.lexicon_extension import is_term  # noqa: PLC0415 - 0.2 s

    if not isinstance(value, dict) or not value:
        raise ValueError('write the words of each language: { en = ["face scan"], he = ["…"] }')
    found = []
    for language, listed in value.items():
        if not _LANGUAGE.fullmatch(language):
            raise ValueError(f'{language!r}: write an ISO 639 code such as "ar" or "he"')
        words = _listed(listed)
        if not isinstance(words, tuple) or not words:
            raise ValueError(f'{language}: write a list of words such as ["face scan"]')
        for place, term in enumerate(words, 1):
            if not isinstance(term, str) or not is_term(term):
                raise ValueError(f'{language}[{place}]: write words such as "face scan"')
        found.append((language, words))
    return tuple(found)


ByValue = Field(strict=False)  # a member of a closed set, written as its text
Listed = BeforeValidator(_listed)
Name = Annotated[str, BeforeValidator(_name)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_listed)]
Leads = Annotated[tuple[int, ...], BeforeValidator(_leads)]
Reference = Annotated[str, BeforeValidator(check_reference)]
Language = Annotated[
    str, BeforeValidator(_matching(_LANGUAGE, 'write an ISO 639 code such as "ar" or "he"'))
]


class Table(BaseModel):
    """A TOML table: strict types, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class AnomalyTable(Table):
    share: Annotated[float, Field(gt=0, le=1)] = 0.3
    at_least: Annotated[int, Field(ge=1)] = 20


class SettingsTable(Table):
    database: Name = "clausewatch.db"
    contact: (
        Annotated[
            str,
            BeforeValidator(_matching(_CONTACT, "write a mail or web address in plain ASCII")),
        ]
        | None
    ) = None
    timeout: Annotated[float, BeforeValidator(_between(1, 600, "from 1s to 10m"))] = 30.0
    delay: Annotated[float, BeforeValidator(_between(0, 3_600, "from 0s to 1h"))] = 2.0
    max_body: Annotated[int, BeforeValidator(_body_size)] = 10_000_000
    allow_private: Annotated[
        tuple[Annotated[Any, BeforeValidator(_network)], ...], BeforeValidator(_listed)
    ] = ()
    host_budget: Annotated[int, Field(ge=1, le=1_000_000)] = 1_000
    keep_log: Annotated[float | None, BeforeValidator(_kept_for)] = None
    anomaly: Annotated[AnomalyTable | None, BeforeValidator(_no_anomaly)] = AnomalyTable()
    remind: Leads = (30, 7, 1)
    heartbeat: Reference | None = None
    metrics: Annotated[tuple[str, int], BeforeValidator(_listening)] | None = None
    chromium: Annotated[str, BeforeValidator(_absolute_path)] | None = None


class SourceTable(Table):
    service: Annotated[str, BeforeValidator(_slugged_name)]
    type: Annotated[str, BeforeValidator(_slugged_name)]
    url: Annotated[str, BeforeValidator(_web_url)]
    key: Annotated[str, BeforeValidator(_key)] | None = None
    language: Language | None = None
    region: (
        Annotated[
            str, BeforeValidator(_matching(_REGION, 'write a country code such as "SA" or "IL"'))
        ]
        | None
    ) = None
    every: Annotated[int, BeforeValidator(_whole_seconds)] | None = None
    cron: Annotated[str, BeforeValidator(check_cron)] | None = None
    tags: Names = ()
    select: Annotated[
        tuple[Annotated[str, BeforeValidator(_selector)], ...], BeforeValidator(_listed)
    ] = ()
    remove: Annotated[
        tuple[Annotated[str, BeforeValidator(_selector)], ...], BeforeValidator(_listed)
    ] = ()
    ignore: Annotated[
        tuple[Annotated[str, BeforeValidator(_pattern)], ...], BeforeValidator(_listed)
    ] = ()
    js: Annotated[bool | Literal["auto"], BeforeValidator(_js)] = "auto"
    confirm: Annotated[int | None, BeforeValidator(_confirm)] = 3_600
    keep: Literal["versions", "all"] = "versions"
    remind: Leads | None = None


class CategoryTable(Table):
    name: Annotated[str, BeforeValidator(_category_name)]
    terms: Annotated[Any, BeforeValidator(_terms)]
    weight: Annotated[int, Field(ge=0, le=100)] | None = None
