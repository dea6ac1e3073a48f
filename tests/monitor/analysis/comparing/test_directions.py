"""Which way a fact moved, in six languages: invented sentences before and after."""

from __future__ import annotations

import pytest
from support.one_clause import moved

from monitor.analysis import Comparison

# What moved, before, after, which way it went.
Row = tuple[str, str, str, str]

TABLE: dict[str, list[Row]] = {
    "en": [
        (
            "exception",
            "We do not share your data with third parties.",
            "We do not share your data with third parties, except with advertisers.",
            "weaker",
        ),
        (
            "retention",
            "We keep your data for 30 days.",
            "We keep your data for 24 months.",
            "longer",
        ),
        (
            "retention",
            "We store log files for two years.",
            "We store log files for six weeks.",
            "shorter",
        ),
        (
            "age",
            "Our service is not meant for children under 16 years of age.",
            "Our service is not meant for children under 13 years of age.",
            "weaker",
        ),
        (
            "notice",
            "We will give you 30 days' notice before changes of this policy.",
            "We will give you 7 days' notice before changes of this policy.",
            "shorter",
        ),
        (
            "sell",
            "We do not sell your personal data.",
            "We may sell your personal data.",
            "weaker",
        ),
        (
            "share",
            "We share your personal data with advertisers.",
            "We never share your personal data with advertisers.",
            "stronger",
        ),
        (
            "share",
            "We may share your data with our partners.",
            "We will share your data with our partners.",
            "broader",
        ),
        (
            "consent",
            "We send you advertising only with your prior consent.",
            "We send you advertising unless you opt out.",
            "weaker",
        ),
        (
            "limit",
            "We use your location only for the delivery of your order.",
            "We use your location for the delivery of your order.",
            "weaker",
        ),
        (
            "party",
            "We share your orders with Google Analytics.",
            "We share your orders with Google Analytics and Mixpanel.",
            "broader",
        ),
        (
            "right",
            "You have the right to access, correct and delete your data.",
            "You have the right to access and correct your data.",
            "weaker",
        ),
    ],
    "fr": [
        (
            "exception",
            "Nous ne partageons pas vos données avec des tiers.",
            "Nous ne partageons pas vos données avec des tiers, sauf avec des annonceurs.",
            "weaker",
        ),
        (
            "retention",
            "Nous conservons vos données pendant 30 jours.",
            "Nous conservons vos données pendant 24 mois.",
            "longer",
        ),
        (
            "retention",
            "Nous conservons les journaux pendant deux ans.",
            "Nous conservons les journaux pendant six semaines.",
            "shorter",
        ),
        (
            "age",
            "Notre service n'est pas destiné aux enfants de moins de 16 ans.",
            "Notre service n'est pas destiné aux enfants de moins de 13 ans.",
            "weaker",
        ),
        (
            "notice",
            "Nous vous informerons 30 jours avant toute modification de cette politique.",
            "Nous vous informerons 7 jours avant toute modification de cette politique.",
            "shorter",
        ),
        (
            "sell",
            "Nous ne vendons pas vos données personnelles.",
            "Nous pouvons vendre vos données personnelles.",
            "weaker",
        ),
        (
            "share",
            "Nous partageons vos données personnelles avec des annonceurs.",
            "Nous ne partageons jamais vos données personnelles avec des annonceurs.",
            "stronger",
        ),
        (
            "share",
            "Nous pouvons partager vos données avec nos partenaires.",
            "Nous partageons vos données avec nos partenaires.",
            "broader",
        ),
        (
            "consent",
            "Nous vous envoyons de la publicité uniquement avec votre consentement préalable.",
            "Nous vous envoyons de la publicité sauf si vous vous y opposez.",
            "weaker",
        ),
        (
            "limit",
            "Nous utilisons votre position uniquement pour livrer votre commande.",
            "Nous utilisons votre position pour livrer votre commande.",
            "weaker",
        ),
        (
            "party",
            "Nous partageons vos commandes avec Google Analytics.",
            "Nous partageons vos commandes avec Google Analytics et Mixpanel.",
            "broader",
        ),
        (
            "right",
            "Vous avez un droit d'accès, de rectification et d'effacement de vos données.",
            "Vous avez un droit d'accès et de rectification de vos données.",
            "weaker",
        ),
    ],
    "de": [
        (
            "exception",
            "Wir geben Ihre Daten nicht an Dritte weiter.",
            "Wir geben Ihre Daten nicht an Dritte weiter, außer an Werbepartner.",
            "weaker",
        ),
        (
            "retention",
            "Wir speichern Ihre Daten 30 Tage lang.",
            "Wir speichern Ihre Daten 24 Monate lang.",
            "longer",
        ),
        (
            "retention",
            "Wir bewahren Protokolle zwei Jahre auf.",
            "Wir bewahren Protokolle sechs Wochen auf.",
            "shorter",
        ),
        (
            "age",
            "Unser Dienst richtet sich nicht an Kinder unter 16 Jahren.",
            "Unser Dienst richtet sich nicht an Kinder unter 13 Jahren.",
            "weaker",
        ),
        (
            "notice",
            "Wir informieren Sie 30 Tage vor einer Änderung dieser Erklärung.",
            "Wir informieren Sie 7 Tage vor einer Änderung dieser Erklärung.",
            "shorter",
        ),
        (
            "sell",
            "Wir verkaufen Ihre personenbezogenen Daten nicht.",
            "Wir können Ihre personenbezogenen Daten verkaufen.",
            "weaker",
        ),
        (
            "share",
            "Wir geben Ihre personenbezogenen Daten an Werbepartner weiter.",
            "Wir geben Ihre personenbezogenen Daten niemals an Werbepartner weiter.",
            "stronger",
        ),
        (
            "share",
            "Wir können Ihre Daten an unsere Partner weitergeben.",
            "Wir werden Ihre Daten an unsere Partner weitergeben.",
            "broader",
        ),
        (
            "consent",
            "Wir senden Ihnen Werbung nur mit Ihrer vorherigen Einwilligung.",
            "Wir senden Ihnen Werbung, sofern Sie nicht widersprechen.",
            "weaker",
        ),
        (
            "limit",
            "Wir verwenden Ihren Standort ausschließlich zur Lieferung Ihrer Bestellung.",
            "Wir verwenden Ihren Standort zur Lieferung Ihrer Bestellung.",
            "weaker",
        ),
        (
            "party",
            "Wir teilen Ihre Bestellungen mit Google Analytics.",
            "Wir teilen Ihre Bestellungen mit Google Analytics und Mixpanel.",
            "broader",
        ),
        (
            "right",
            "Sie haben das Recht auf Auskunft, Berichtigung und Löschung Ihrer Daten.",
            "Sie haben das Recht auf Auskunft und Berichtigung Ihrer Daten.",
            "weaker",
        ),
    ],
    "es": [
        (
            "exception",
            "No compartimos sus datos con terceros.",
            "No compartimos sus datos con terceros, excepto con anunciantes.",
            "weaker",
        ),
        (
            "retention",
            "Conservamos sus datos durante 30 días.",
            "Conservamos sus datos durante 24 meses.",
            "longer",
        ),
        (
            "retention",
            "Conservamos los registros durante dos años.",
            "Conservamos los registros durante seis semanas.",
            "shorter",
        ),
        (
            "age",
            "Nuestro servicio no está dirigido a menores de 16 años.",
            "Nuestro servicio no está dirigido a menores de 13 años.",
            "weaker",
        ),
        (
            "notice",
            "Le avisaremos con 30 días de antelación de los cambios de esta política.",
            "Le avisaremos con 7 días de antelación de los cambios de esta política.",
            "shorter",
        ),
        (
            "sell",
            "No vendemos sus datos personales.",
            "Podemos vender sus datos personales.",
            "weaker",
        ),
        (
            "share",
            "Compartimos sus datos personales con anunciantes.",
            "Nunca compartimos sus datos personales con anunciantes.",
            "stronger",
        ),
        (
            "share",
            "Podemos compartir sus datos con nuestros socios.",
            "Compartiremos sus datos con nuestros socios.",
            "broader",
        ),
        (
            "consent",
            "Le enviamos publicidad solo con su consentimiento previo.",
            "Le enviamos publicidad salvo que usted se oponga.",
            "weaker",
        ),
        (
            "limit",
            "Usamos su ubicación únicamente para entregar su pedido.",
            "Usamos su ubicación para entregar su pedido.",
            "weaker",
        ),
        (
            "party",
            "Compartimos sus pedidos con Google Analytics.",
            "Compartimos sus pedidos con Google Analytics y Mixpanel.",
            "broader",
        ),
        (
            "right",
            "Usted tiene derecho de acceso, rectificación y supresión de sus datos.",
            "Usted tiene derecho de acceso y rectificación de sus datos.",
            "weaker",
        ),
    ],
    "ar": [
        (
            "exception",
            "لا نشارك بياناتك مع أطراف ثالثة.",
            "لا نشارك بياناتك مع أطراف ثالثة باستثناء المعلنين.",
            "weaker",
        ),
        (
            "retention",
            "نحتفظ ببياناتك لمدة 30 يومًا.",
            "نحتفظ ببياناتك لمدة 24 شهرًا.",
            "longer",
        ),
        (
            "retention",
            "نحتفظ بالسجلات لمدة سنتين.",
            "نحتفظ بالسجلات لمدة ستة أسابيع.",
            "shorter",
        ),
        (
            "age",
            "خدمتنا غير موجهة للأطفال دون سن 16 عامًا.",
            "خدمتنا غير موجهة للأطفال دون سن 13 عامًا.",
            "weaker",
        ),
        (
            "notice",
            "سنخطرك قبل 30 يومًا من أي تعديل على هذه السياسة.",
            "سنخطرك قبل 7 أيام من أي تعديل على هذه السياسة.",
            "shorter",
        ),
        (
            "sell",
            "نحن لا نبيع بياناتك الشخصية.",
            "قد نبيع بياناتك الشخصية.",
            "weaker",
        ),
        (
            "share",
            "نشارك بياناتك الشخصية مع المعلنين.",
            "لا نشارك بياناتك الشخصية مع المعلنين.",
            "stronger",
        ),
        (
            "share",
            "قد نشارك بياناتك مع شركائنا.",
            "سوف نشارك بياناتك مع شركائنا.",
            "broader",
        ),
        (
            "consent",
            "نرسل إليك الإعلانات فقط بعد موافقتك المسبقة.",
            "نرسل إليك الإعلانات ما لم تعترض على ذلك.",
            "weaker",
        ),
        (
            "limit",
            "نستخدم موقعك فقط لتوصيل طلبك.",
            "نستخدم موقعك لتوصيل طلبك.",
            "weaker",
        ),
        (
            "party",
            "نشارك طلباتك مع Google Analytics.",
            "نشارك طلباتك مع Google Analytics و Mixpanel.",
            "broader",
        ),
        (
            "right",
            "لك الحق في الوصول إلى بياناتك وتصحيحها وحذفها.",
            "لك الحق في الوصول إلى بياناتك وتصحيحها.",
            "weaker",
        ),
    ],
    "he": [
        (
            "exception",
            "איננו משתפים את המידע שלך עם צדדים שלישיים.",
            "איננו משתפים את המידע שלך עם צדדים שלישיים, למעט מפרסמים.",
            "weaker",
        ),
        (
            "retention",
            "אנו שומרים את המידע שלך למשך 30 ימים.",
            "אנו שומרים את המידע שלך למשך 24 חודשים.",
            "longer",
        ),
        (
            "retention",
            "אנו שומרים את יומני הרישום למשך שנתיים.",
            "אנו שומרים את יומני הרישום למשך שישה שבועות.",
            "shorter",
        ),
        (
            "age",
            "השירות שלנו אינו מיועד לילדים מתחת לגיל 16.",
            "השירות שלנו אינו מיועד לילדים מתחת לגיל 13.",
            "weaker",
        ),
        (
            "notice",
            "נודיע לך 30 ימים לפני כל שינוי במדיניות זו.",
            "נודיע לך 7 ימים לפני כל שינוי במדיניות זו.",
            "shorter",
        ),
        (
            "sell",
            "איננו מוכרים את המידע האישי שלך.",
            "אנו עשויים למכור את המידע האישי שלך.",
            "weaker",
        ),
        (
            "share",
            "אנו משתפים את המידע האישי שלך עם מפרסמים.",
            "איננו משתפים את המידע האישי שלך עם מפרסמים.",
            "stronger",
        ),
        (
            "share",
            "אנו עשויים לשתף את המידע שלך עם שותפינו.",
            "אנו משתפים את המידע שלך עם שותפינו.",
            "broader",
        ),
        (
            "consent",
            "אנו שולחים לך פרסומות רק בהסכמתך מראש.",
            "אנו שולחים לך פרסומות אלא אם תתנגד לכך.",
            "weaker",
        ),
        (
            "limit",
            "אנו משתמשים במיקום שלך רק לצורך משלוח ההזמנה.",
            "אנו משתמשים במיקום שלך לצורך משלוח ההזמנה.",
            "weaker",
        ),
        (
            "party",
            "אנו משתפים את ההזמנות שלך עם Google Analytics.",
            "אנו משתפים את ההזמנות שלך עם Google Analytics ועם Mixpanel.",
            "broader",
        ),
        (
            "right",
            "יש לך זכות לעיין במידע שלך, לתקן אותו ולמחוק אותו.",
            "יש לך זכות לעיין במידע שלך ולתקן אותו.",
            "weaker",
        ),
    ],
}

TURNED = {
    "longer": "shorter",
    "shorter": "longer",
    "weaker": "stronger",
    "stronger": "weaker",
    "broader": "narrower",
}
CASES = [
    pytest.param(language, *row, id=f"{language}-{number}-{row[0]}-{row[3]}")
    for language, rows in TABLE.items()
    for number, row in enumerate(rows)
]


def facts(comparison: Comparison) -> set[tuple[str, str]]:
    return {
        (one.fact, one.direction) for change in comparison.clause_changes for one in change.facts
    }


@pytest.mark.parametrize(("language", "fact", "before", "after", "direction"), CASES)
def test_which_way_a_fact_moved(
    language: str, fact: str, before: str, after: str, direction: str
) -> None:
    comparison = moved(language, before, after)
    assert (fact, direction) in facts(comparison)
    assert comparison.material.value == "material"


@pytest.mark.parametrize(("language", "fact", "before", "after", "direction"), CASES)
def test_the_way_back_is_the_other_way(
    language: str, fact: str, before: str, after: str, direction: str
) -> None:
    comparison = moved(language, after, before)
    assert (fact, TURNED[direction]) in facts(comparison)
    assert comparison.material.value == "material"


def test_an_exception_of_what_is_done_is_in_favour_of_the_reader() -> None:
    comparison = moved(
        "en",
        "We share your data with our partners.",
        "We share your data with our partners, except your health data.",
    )
    assert ("exception", "stronger") in facts(comparison)


@pytest.mark.parametrize(
    ("language", "fact", "summary"),
    [
        ("en", "retention", "Retention: 30 days -> 24 months; date not updated"),
        ("ar", "retention", "Retention: 30 days -> 24 months; date not updated"),
        ("he", "age", "Age: 16 years -> 13 years; date not updated"),
        ("de", "consent", "Rights: consent opt-in -> opt-out; date not updated"),
    ],
)
def test_the_summary_says_what_moved(language: str, fact: str, summary: str) -> None:
    row = next(row for row in TABLE[language] if row[0] == fact)
    assert moved(language, row[1], row[2]).summary == summary
