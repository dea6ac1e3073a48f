"""The promise: pages change, and exactly the right words arrive, once and signed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook
from support.cli import run
from support.secrets import HOOK_PATH, SIGNING_SECRET
from support.site import Asked, Site

ENGLISH = """<!doctype html><html lang="en"><head><title>Privacy Policy | Harbourline</title></head>
<body><nav><a href="/">Home</a><a href="/shop">Shop</a></nav><main>
<h1>Harbourline Privacy Policy</h1>
<p>Harbourline rents sailing boats. This policy explains what we do with the personal data of our
guests and visitors, and it applies to our site, our app and our offices in the harbour.</p>
<h2>Information we collect</h2>
<p>We collect your name, your e-mail address, your telephone number and your sailing licence.</p>
<h2>Retention</h2>
<p>We keep booking records as long as tax law asks us to.</p>
<p>We delete the scan of your licence 14 days after the end of your booking.</p>
<h2>Contact</h2><p>Write to privacy@harbourline.example with any question about this policy.</p>
</main><footer>Harbourline, Pier 4</footer></body></html>"""

ARABIC = """<!doctype html><html lang="ar" dir="rtl"><head><title>سياسة الخصوصية</title></head>
<body><header><a href="/">الرئيسية</a></header><article>
<h1>سياسة الخصوصية لمنصة نخيل</h1>
<p>تاريخ السريان: 5 مارس 2025</p>
<p>تشرح هذه السياسة كيف تتعامل منصة نخيل لتوصيل التمور مع البيانات الشخصية لعملائها وزوارها.</p>
<h2>البيانات التي نجمعها</h2>
<p>نجمع اسمك ورقم هاتفك وعنوان التوصيل وسجل طلباتك عندما تستخدم المنصة.</p>
<h2>حقوقك</h2>
<p>يحق لك طلب نسخة من بياناتك أو تصحيحها أو حذفها في أي وقت.</p>
</article></body></html>"""

HEBREW = """---
title: מדיניות הפרטיות של גלבוע רכיבה
---

מדיניות זו מסבירה איך גלבוע רכיבה, בית ספר לרכיבה על אופניים, מטפלת במידע האישי של התלמידים.

## המידע שאנו אוספים

אנו אוספים את שמך, את כתובת הדואר האלקטרוני שלך ואת מועדי השיעורים שהזמנת.

## שיתוף מידע

אנו משתפים את המידע האישי שלך עם הצדדים הבאים:

- חברת הסליקה שלנו, לצורך התשלום

## אבטחה

אנו מצפינים את המידע ומגבילים את הגישה אליו לעובדים מורשים בלבד.
"""

BILINGUAL = """<!doctype html><html><head><title>الخصوصية Privacy</title></head><body><div>
<h1>سياسة الخصوصية</h1>
<p>توضح هذه السياسة كيف يستخدم تطبيق سُلّم معلومات المتعلمين الذين يدرسون اللغات معنا.</p>
<h2>بيع البيانات</h2>
<p>نحن لا نبيع بياناتك الشخصية لأي طرف ثالث.</p>
<h1>Privacy Policy</h1>
<p>This policy explains how the Sullam app uses the information of people who learn languages.</p>
<h2>Sale of data</h2>
<p>We do not sell your personal data to any third party.</p>
</div></body></html>"""

FRENCH = """<!doctype html><html lang="fr"><head><title>Confidentialité</title></head><body><main>
<h1>Politique de confidentialité de Verrerie Montclar</h1>
<p>La présente politique décrit comment la Verrerie Montclar traite les données de ses clients.</p>
<h2>Sécurité</h2>
<p>Nous protégeons vos donnés par des mesures techniques et organisationelles appropriées.</p>
</main></body></html>"""

PAGES = {
    "/en": ("Harbourline", ENGLISH, "text/html; charset=utf-8"),
    "/ar": ("Nakheel", ARABIC, "text/html; charset=utf-8"),
    "/he.md": ("Gilboa", HEBREW, "text/markdown; charset=utf-8"),
    "/two": ("Sullam", BILINGUAL, "text/html; charset=utf-8"),
    "/fr": ("Montclar", FRENCH, "text/html; charset=utf-8"),
}
EDITS = {
    "/en": ("<p>We delete the scan of your licence 14 days after the end of your booking.</p>", ""),
    "/ar": ("5 مارس 2025", "١٢ يناير ٢٠٢٦"),
    "/he.md": ("לצורך התשלום\n", "לצורך התשלום\n- Brightlane Ads Ltd., לצורך פרסום מותאם אישית\n"),
    "/two": ("We do not sell", "We may sell"),
    "/fr": ("vos donnés", "vos données"),
}


@dataclass
class Desk:
    """A watchlist in a folder, the site that it watches, and the commands."""

    folder: Path
    site: Site

    def command(self, *arguments: str) -> str:
        done = run(self.folder, *arguments)
        assert done.exit_code == 0, done.output
        return done.stdout

    def check(self) -> None:
        """As people run it: a process of its own, in the folder of the watchlist."""
        done = subprocess.run(
            [sys.executable, "-m", "monitor.cli", "check"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def json(self, *arguments: str) -> Any:
        return json.loads(self.command(*arguments, "--json"))

    def publish(self, path: str, text: str) -> None:
        self.site.page(path, text, content_type=PAGES[path][2])

    @property
    def arrived(self) -> list[Asked]:
        return self.site.asked(HOOK_PATH)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    site = Site()
    monkeypatch.setenv("HOOK", site.url(HOOK_PATH))
    monkeypatch.setenv("HOOK_SECRET", SIGNING_SECRET)
    try:
        desk = Desk(tmp_path, site)
        lines = ["[clausewatch]", 'contact = "test@clausewatch.example"']
        lines.append('allow_private = ["127.0.0.0/8"]')
        for path, (service, text, _) in PAGES.items():
            desk.publish(path, text)
            lines += ["[[source]]", f'service = "{service}"', 'type = "Privacy Policy"']
            lines.append(f'url = "{site.url(path)}"')
        lines += ["[[route]]", 'to = ["hook"]', "[[endpoint]]", 'name = "hook"']
        lines += ['kind = "webhook"', 'url = "env:HOOK"', 'secret = "env:HOOK_SECRET"']
        (tmp_path / "watchlist.toml").write_text("\n".join(lines), encoding="utf-8")
        site.page(HOOK_PATH, "")
        yield desk
    finally:
        site.close()


def _edit_all(desk: Desk) -> None:
    for path, (old, new) in EDITS.items():
        text = PAGES[path][1]
        assert text.count(old) == 1
        desk.publish(path, text.replace(old, new))


def test_what_changed_is_told_once_signed_and_right(desk: Desk) -> None:
    first = desk.json("check")
    assert {look["outcome"] for look in first["sources"]} == {"new_version"}
    again = desk.json("check")
    assert {look["outcome"] for look in again["sources"]} == {"same_body"}
    assert len(desk.json("log")) == len(PAGES)
    assert desk.arrived == []

    _edit_all(desk)
    desk.check()
    desk.command("check")

    told = {}
    for request in desk.arrived:
        payload = Webhook(SIGNING_SECRET).verify(request.body, dict(request.headers))
        data = payload["data"]
        assert data["source"]["service"] not in told
        assert re.fullmatch("[0-9a-f]{64}", data["chain_sha256"])
        told[data["source"]["service"]] = (payload["type"], data)
    assert {service: event for service, (event, _) in told.items()} == {
        "Harbourline": "policy.silent_change",
        "Nakheel": "policy.date_changed",
        "Gilboa": "policy.silent_change",
        "Sullam": "policy.silent_change",
    }
    _retention_was_removed(told["Harbourline"][1])
    _date_advanced(told["Nakheel"][1])
    _recipient_was_added(told["Gilboa"][1])
    _sale_was_turned_round(told["Sullam"][1])
    (typo,) = [row for row in desk.json("log") if row["source"].startswith("montclar")][:1]
    assert (typo["class"], typo["material"]) == ("substantive", "none")


def _retention_was_removed(data: dict[str, Any]) -> None:
    assert "retention" in data["categories"]
    (change,) = data["clause_changes"]
    assert (change["kind"], change["after"]) == ("removed", None)
    assert "14 days" in change["before"]


def _date_advanced(data: dict[str, Any]) -> None:
    assert data["class"] == "date_only"
    assert data["effective"] == {"status": "changed", "old": "2025-03-05", "new": "2026-01-12"}


def _recipient_was_added(data: dict[str, Any]) -> None:
    assert data["material"] == "material"
    assert {"sharing", "subprocessors"} & set(data["categories"])
    assert any("Brightlane" in name for name in data["parties"]["added"])


def _sale_was_turned_round(data: dict[str, Any]) -> None:
    assert data["material"] == "material"
    assert data["categories"] == ["sale"]
    (change,) = data["clause_changes"]
    assert [fact["direction"] for fact in change["facts"] if fact["fact"] == "sell"] == ["weaker"]
    assert any("only the English text changed" in reason for reason in data["reasons"])
