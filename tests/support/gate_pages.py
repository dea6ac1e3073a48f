"""Pages for the quality gate, composed from what real sites say: each kind in six languages.

``bad_pages("soft_404", "he", 200)`` gives so many varied pages, the same at every run; each says
what the gate should call it. ``good_pages`` gives documents of which none may be refused.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ar", "he", "fr", "de", "es")
PHRASES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "gate_phrases.toml").read_text("utf-8")
)
_BRANDS = ("Orlanda", "Tavik", "Bellmoor", "Quindex", "Sorrelio", "Havnet", "Mirado", "Plenor")
_ENDINGS = ("com", "io", "example", "net", "co", "org")
_MARKS = (
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>',
    "<script>window._pxAppId='PX{id}';</script><div id=px-captcha></div>",
    "<script>var dd={{'host':'geo.captcha-delivery.com'}}</script>",
    '<iframe src="/_Incapsula_Resource?SWUDNSAI=31&xinfo={id}"></iframe>',
    '<div class="h-captcha" data-sitekey="{id}"></div>',
    '<div class="g-recaptcha" data-sitekey="{id}"></div>',
    '<script>window.gokuProps={{"key":"{id}"}};</script><script src="challenge.js"></script>',
    "<script>window.KPSDK={{}};KPSDK.now=1;</script>",
    "",
    "",
    "",
    "",
)
HEADERS = (
    (("Server", "cloudflare"), ("cf-mitigated", "challenge")),
    (("Server", "DDoS-Guard"), ("Set-Cookie", "__ddg1_=abc; path=/")),
    (("x-datadome", "protected"), ("Set-Cookie", "datadome=x; path=/")),
    (("Set-Cookie", "_abck=1~-1; path=/"), ("Server", "AkamaiGHost")),
    (("Set-Cookie", "incap_ses_1=a; path=/"), ("X-Iinfo", "1-2-0 0CNN")),
    (("x-amzn-waf-action", "captcha"),),
    (("x-kpsdk-ct", "0abc"),),
    (("Server", "nginx"),),
    (),
    (),
)
_STYLE = "<style>body{font:16px sans-serif}.c{max-width:40em;margin:auto}</style>"


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePage:
    """``previous``: the page that stood before. ``asked``: the language of a source's rule."""

    body: bytes
    reasons: tuple[str, ...]
    headers: tuple[tuple[str, str], ...] = ()
    previous: bytes | None = None
    asked: str | None = None
    content_type: str = "text/html; charset=utf-8"


class _Writer:
    """One page's random choices in one language."""

    def __init__(self, language: str, seed: str) -> None:
        self.language = language
        self.random = random.Random(seed)
        self.words = PHRASES[language]
        brand = self.random.choice(_BRANDS)
        host = f"www.{brand.lower()}.{self.random.choice(_ENDINGS)}"
        self.slots = {
            "brand": brand,
            "host": host,
            "url": f"https://{host}/legal/{self.random.randint(1, 99)}",
            "mail": f"privacy@{host[4:]}",
            "ip": ".".join(str(self.random.randint(1, 254)) for _ in range(4)),
            "id": f"{self.random.getrandbits(64):016x}",
            "n": str(self.random.randint(11, 980)),
            "age": self.random.choice(("16", "18", "21")),
            "name": self.random.choice(self.words["names"]),
        }

    def fill(self, text: str) -> str:
        return text.format(**self.slots)

    def pick(self, phrases: list[str]) -> str:
        return self.fill(self.random.choice(phrases))

    def some(self, phrases: list[str], least: int, most: int) -> list[str]:
        count = min(len(phrases), self.random.randint(least, most))
        return [self.fill(phrase) for phrase in self.random.sample(phrases, count)]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def page(self, title: str, inner: str, *, head: str = "", noise: bool = True) -> bytes:
        """Around ``inner``: one of several layouts, often with the furniture of a site."""
        rtl = ' dir="rtl"' if self.language in ("ar", "he") else ""
        lang = f' lang="{self.language}"' if self.chance(0.7) else ""
        layout = self.random.choice(_LAYOUTS)
        top = bottom = ""
        if noise and self.chance(0.5):
            links = "".join(f'<a href="#">{name}</a> ' for name in self.words["nav"])
            top = self.random.choice(
                (
                    f"<nav>{links}</nav>",
                    f"<header>{links}</header>",
                    f'<div class="m">{links}</div>',
                )
            )
        if noise and self.chance(0.5):
            bottom = f"<footer>{' '.join(self.some(self.words['footer'], 1, 3))}</footer>"
        if noise and self.chance(0.2):
            bottom += f'<div class="cookie-bar">{self.words["banner"]}</div>'
        text = (
            f"<!doctype html><html{lang}{rtl}><head><meta charset=utf-8><title>{title}</title>"
            f"{_STYLE if self.chance(0.5) else ''}{head}</head><body>"
            f"{top}{layout.replace('@', inner)}{bottom}</body></html>"
        )
        return text.encode()

    def policy(self, least: int = 10, most: int = 40, *, title: str | None = None) -> bytes:
        """A document of ``least`` to ``most`` sentences."""
        name = self.slots["name"]
        count = self.random.randint(least, most)
        heads = [*self.words["heads"]]
        self.random.shuffle(heads)
        parts = [f"<h1>{name}</h1>"]
        for index in range(count):
            if index % 4 == 1:
                parts.append(f"<h2>{heads[index // 4 % len(heads)]}</h2>")
            self.slots["n"] = str(self.random.randint(11, 980))
            parts.append(f"<p>{self.pick(self.words['policy'])}</p>")
        return self.page(
            title if title is not None else f"{name} | {self.slots['brand']}", "".join(parts)
        )


_LAYOUTS = (
    "@",
    "<main>@</main>",
    '<div id="app"><div class="c">@</div></div>',
    "<center><table width=600><tr><td>@</td></tr></table></center>",
    '<div class="wrap"><section class="hero">@</section></div>',
    "<article>@</article>",
)


def _spoken(writer: _Writer, kind: str, *, head: str = "", tail: str = "") -> bytes:
    """A page of one of the kinds that consist of what they say."""
    said = writer.words[kind]
    lines = (
        [writer.pick(said["main"]), *writer.some(said["extra"], 0, 2)]
        if said["extra"]
        else [writer.pick(said["main"])]
    )
    title = writer.pick(said["titles"])
    tag = writer.random.choice(("h1", "h2", "p", "div"))
    inner = f"<{tag}>{lines[0]}</{tag}>" + "".join(f"<p>{line}</p>" for line in lines[1:])
    buttons = writer.some(said.get("buttons", []), 1, 3)
    inner += "".join(
        writer.random.choice(
            (f"<button>{label}</button>", f'<a role="button" href="#">{label}</a>')
        )
        for label in buttons
    )
    return writer.page(title, inner + tail, head=head)


def _challenge(writer: _Writer) -> GatePage:
    mark = writer.fill(writer.random.choice(_MARKS))
    return GatePage(
        body=_spoken(writer, "challenge", tail=mark),
        reasons=("challenge",),
        headers=writer.random.choice(HEADERS),
    )


def _login(writer: _Writer) -> GatePage:
    form = writer.random.choice(
        (
            "<form><input name=u><input type=password name=p></form>",
            "<form action=/login><input type=email><input type=password></form>",
            "<form action=/sso/saml><input type=email name=user></form>",
        )
    )
    return GatePage(body=_spoken(writer, "login_wall", tail=form), reasons=("login_wall",))


def _shell(writer: _Writer) -> GatePage:
    said = writer.words["empty_shell"]
    line = writer.pick(said["main"])
    root = writer.random.choice(("root", "app", "__next", "__nuxt", "main"))
    hint = f"<noscript>{line}</noscript>" if writer.chance(0.5) else f"<p>{line}</p>"
    inner = (
        f'<div id="{root}"></div>{hint}<script src="/static/main.{writer.slots["id"]}.js"></script>'
    )
    return GatePage(
        body=writer.page(writer.pick(said["titles"]), inner, noise=writer.chance(0.3)),
        reasons=("empty_shell",),
    )


def _other(writer: _Writer) -> GatePage:
    lines = writer.some(writer.words["other"], 3, 8) * writer.random.randint(1, 4)
    inner = "".join(
        f"<h2>{line}</h2>" if index % 3 == 0 else f"<p>{line}</p>"
        for index, line in enumerate(lines)
    )
    title = writer.random.choice(("{brand}", "{host}", "{brand} - {age}")).format(**writer.slots)
    return GatePage(
        body=writer.page(title, inner), reasons=("other_page",), previous=writer.policy(25, 60)
    )


def _collapsed(writer: _Writer) -> GatePage:
    whole = writer.policy(40, 70)
    text = whole.decode()
    start = text.index("<h1>")
    cut = text[: start + int((text.index("</body>") - start) * writer.random.uniform(0.05, 0.11))]
    if writer.chance(0.5):
        cut = cut[: cut.rindex("<")] + "</body></html>"
    return GatePage(body=cut.encode(), reasons=("collapsed",), previous=whole)


def _wrong_language(writer: _Writer) -> GatePage:
    served = writer.random.choice([one for one in LANGUAGES if one != writer.language])
    other = _Writer(served, writer.slots["id"])
    asked = writer.language if writer.chance(0.5) else None
    return GatePage(
        body=other.policy(12, 40),
        reasons=("wrong_language",),
        previous=None if asked else writer.policy(20, 40),
        asked=asked,
    )


def _mojibake(writer: _Writer) -> GatePage:
    text = writer.policy(20, 40).decode().replace("'", "’").replace(" - ", " — ")
    if writer.language == "en":
        text = text.replace("; ", " – ").replace(", and", " — and").replace(" so ", " “so” ")
    ways: dict[str, tuple[Callable[[str], str], ...]] = {
        "en": (_as("utf-8", "cp1252"), _as("cp1252", "utf-8")),
        "ar": (
            _as("utf-8", "cp1252"),
            _as("utf-8", "latin-1"),
            _as("cp1256", "cp1252"),
            _as("utf-8", "cp1256"),
            _as("cp1256", "utf-8"),
            _as("utf-8", "cp1255"),
        ),
        "he": (
            _as("utf-8", "cp1252"),
            _as("utf-8", "latin-1"),
            _as("cp1255", "cp1252"),
            _as("utf-8", "cp1255"),
            _as("cp1255", "utf-8"),
            _as("utf-8", "cp1256"),
        ),
    }
    latin = (
        _as("utf-8", "cp1252"),
        _as("utf-8", "latin-1"),
        _as("cp1252", "utf-8"),
        _as("utf-8", "mac-roman"),
        _twice,
    )
    way = writer.random.choice(ways.get(writer.language, latin))
    return GatePage(body=way(text).encode(), reasons=("mojibake",))


def _as(written: str, read: str) -> Callable[[str], str]:
    def garble(text: str) -> str:
        return text.encode(written, "replace").decode(read, "replace")

    return garble


def _twice(text: str) -> str:
    once = _as("utf-8", "cp1252")
    return once(once(text))


def _plain(kind: str, reason: str) -> Callable[[_Writer], GatePage]:
    def make(writer: _Writer) -> GatePage:
        return GatePage(body=_spoken(writer, kind), reasons=(reason,))

    return make


BAD: dict[str, Callable[[_Writer], GatePage]] = {
    "challenge": _challenge,
    "soft_404": _plain("soft_404", "soft_404"),
    "error_page": _plain("error_page", "error_page"),
    "login_wall": _login,
    "consent_wall": _plain("consent_wall", "consent_wall"),
    "empty_shell": _shell,
    "geo_block": _plain("blocked", "geo_block"),
    "age_gate": _plain("age_gate", "age_gate"),
    "parked_domain": _plain("parked", "parked_domain"),
    "region_choice": _plain("region_choice", "region_choice"),
    "other_page": _other,
    "collapsed": _collapsed,
    "wrong_language": _wrong_language,
    "mojibake": _mojibake,
}


def bad_pages(kind: str, language: str, count: int) -> Iterator[GatePage]:
    """``count`` pages of a kind of BAD."""
    for number in range(count):
        yield BAD[kind](_Writer(language, f"{kind}-{language}-{number}"))


# --- documents, of which none may be refused ---


def _short(writer: _Writer) -> bytes:
    return writer.policy(7, 10)


def _under_a_brand(writer: _Writer) -> bytes:
    return writer.policy(8, 25, title=writer.slots["brand"])


def _with_login_form(writer: _Writer) -> bytes:
    form = '<form class="top"><input name=u><input type=password><button>Log in</button></form>'
    return writer.policy(8, 25).replace(b"<body>", b"<body>" + form.encode(), 1)


def _with_a_banner(writer: _Writer) -> bytes:
    said = writer.words["consent_wall"]
    buttons = "".join(f"<button>{label}</button>" for label in said["buttons"][:3])
    banner = f'<div role="dialog" class="cmp"><p>{writer.pick(said["main"])}</p>{buttons}</div>'
    text = writer.policy(12, 40).decode()
    place = "<body>" if writer.chance(0.5) else "</body>"
    together = "<body>" + banner if place == "<body>" else banner + "</body>"
    return text.replace(place, together, 1).encode()


def _about_cookies(writer: _Writer) -> bytes:
    """A document that says much of what walls and error pages say."""
    name = writer.pick(writer.words["names"])
    lines = [
        *writer.some(writer.words["policy"], 6, 9),
        *writer.some(writer.words["consent_wall"]["extra"], 1, 3),
        *writer.some(writer.words["login_wall"]["extra"], 1, 2),
        *writer.some(writer.words["empty_shell"]["main"][:3], 1, 1),
        *writer.some(writer.words["soft_404"]["main"], 1, 1),
    ]
    first, *rest = lines
    writer.random.shuffle(rest)
    inner = f"<h1>{name}</h1>" + "".join(f"<p>{line}</p>" for line in (first, *rest))
    return writer.page(f"{name} - {writer.slots['brand']}", inner)


def _table(writer: _Writer) -> bytes:
    """A list of sub-processors: hardly a sentence."""
    rows = "".join(
        f"<tr><td>{brand} {kind}</td><td>{task}</td><td>{place}</td></tr>"
        for brand in writer.random.sample(_BRANDS, 6)
        for kind, task, place in (("GmbH", "Hosting", "DE"), ("Inc.", "E-mail", "US"))
    )
    name = {
        "en": "Sub-processors",
        "fr": "Sous-traitants",
        "de": "Auftragsverarbeiter",
        "es": "Subencargados",
        "ar": "المعالجون من الباطن",
        "he": "מעבדי משנה",
    }[writer.language]
    intro = writer.pick(writer.words["policy"][1:2])
    return writer.page(
        f"{name} | {writer.slots['brand']}", f"<h1>{name}</h1><p>{intro}</p><table>{rows}</table>"
    )


def _imprint(writer: _Writer) -> bytes:
    name = {
        "en": "Imprint",
        "fr": "Mentions légales",
        "de": "Impressum",
        "es": "Aviso legal",
        "ar": "إشعار قانوني",
        "he": "הודעה משפטית",
    }[writer.language]
    lines = "<br>".join(
        (
            f"{writer.slots['brand']} Ltd.",
            "14 Quay Street",
            "4012 Norhaven",
            writer.slots["mail"],
            "+49 221 5550",
            f"VAT {writer.slots['n']}77",
        )
    )
    return writer.page(name, f"<h1>{name}</h1><p>{lines}</p>")


GOOD: dict[str, Callable[[_Writer], bytes]] = {
    "short": _short,
    "brand_title": _under_a_brand,
    "login_form": _with_login_form,
    "banner": _with_a_banner,
    "talks_of_walls": _about_cookies,
    "table": _table,
    "imprint": _imprint,
}


def good_pages(kind: str, language: str, count: int) -> Iterator[bytes]:
    """``count`` documents of a kind of GOOD."""
    for number in range(count):
        yield GOOD[kind](_Writer(language, f"good-{kind}-{language}-{number}"))
