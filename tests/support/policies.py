"""Invented services in English, Arabic and Hebrew with some versions each, really understood.

    with History(tmp_path) as history:
        publish(history)

leaves them in a watchlist and database as `clausewatch check` would, with changes and alerts.
"""

from __future__ import annotations

from datetime import UTC, datetime

from support.history import History

from monitor.alerts.outbox import Outbox
from monitor.understanding import Understanding, understand

ENGLISH = """# Privacy policy

Last updated: 1 March 2024

## Sharing

We do not sell your personal data. We share it with the companies in this table.

## Sub-processors

| Company | Purpose | Country |
| --- | --- | --- |
| Fernhollow Hosting Ltd | Hosting of all data | Ireland |
| Mailwhale Inc. | Sending of mail | Canada |

## How long we keep data

We keep account data for 30 days after you close your account.
"""
ENGLISH_2 = (
    ENGLISH.replace("1 March 2024", "5 May 2024")
    .replace("| Sending of mail | Canada |", "| Sending of mail and text messages | Canada |")
    .replace("\n## How long", "| Brightmeadow Ads GmbH | Advertising | Germany |\n\n## How long")
)
ENGLISH_3 = ENGLISH_2.replace("30 days", "24 months").replace("do not sell", "may sell")

ARABIC = """# سياسة الخصوصية

تاريخ النفاذ: 9 ديسمبر 2024

## مشاركة البيانات

لا نشارك بياناتك الشخصية مع المعلنين أو مع أي طرف ثالث.

## مدة الاحتفاظ

نحتفظ بسجل موقعك الجغرافي لمدة 30 يومًا ثم نحذفه.

## الشركات التي تعالج البيانات

| الشركة | الغرض | البلد |
| --- | --- | --- |
| Fernhollow Hosting Ltd | استضافة البيانات | أيرلندا |
"""
ARABIC_2 = (
    ARABIC.replace("لا نشارك", "قد نشارك")
    .replace("30 يومًا", "24 شهرًا")
    .replace("استضافة البيانات", "استضافة البيانات ونسخها")
)

HEBREW = """# מדיניות פרטיות

עודכן לאחרונה: 5 במאי 2024

## מסירת מידע

איננו מוכרים את המידע האישי שלכם ואיננו מעבירים אותו לצדדים שלישיים לצורכי שיווק.

## שמירת מידע

לאחר סגירת החשבון נמחק את המידע האישי שלכם בתוך 30 ימים.
"""
HEBREW_2 = HEBREW.replace("ואיננו מעבירים", "אך אנו רשאים להעביר").replace("30 ימים", "24 חודשים")

KEYS = ("marl/privacy-policy", "salam/privacy-policy", "tapuz/privacy-policy")
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def publish(history: History) -> None:
    """The three services, understood; the third version of the first is silent."""
    marl = history.source("marl/privacy-policy", service="Marl Notes", tags=("vendor",))
    for text, day in ((ENGLISH, "01-10"), (ENGLISH_2, "02-10"), (ENGLISH_3, "03-10")):
        history.version(marl, text, at=f"2026-{day}T10:00:00Z")
    salam = history.source("salam/privacy-policy", service="سلام توصيل", language="ar")
    for text, day in ((ARABIC, "01-11"), (ARABIC_2, "03-11")):
        history.version(salam, text, at=f"2026-{day}T10:00:00Z")
    tapuz = history.source("tapuz/privacy-policy", service="תפוז בריאות", language="he")
    for text, day in ((HEBREW, "01-12"), (HEBREW_2, "03-12")):
        history.version(tapuz, text, at=f"2026-{day}T10:00:00Z")
    understood(history)


def understood(history: History) -> Understanding:
    """Analyse and compare what was recorded by hand, as a crawl does afterwards."""
    with history.db.transaction():
        history.db.execute("DELETE FROM parties")
        history.db.execute("DELETE FROM analyses")
    done = understand(history.db, Outbox(routes=(), clock=lambda: NOW), clock=lambda: NOW)
    assert not done.problems
    return done
