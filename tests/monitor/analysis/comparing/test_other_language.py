"""A document that is served in another language is told as that, not clause by clause."""

from __future__ import annotations

from itertools import permutations

import pytest

from monitor.alerts.catalogue import words_of
from monitor.alerts.stored import change_from_json
from monitor.alerts.wording import summary_words
from monitor.analysis import Analysis, analyse, compare, comparison_json
from storage.document import Document, heading, paragraph

TEXTS = {
    "en": (
        "Privacy Policy",
        "We collect your name and your e-mail address when you write to us about kites.",
        "We do not sell your data. We share it with Bluemill GmbH for hosting.",
        "We keep your data for 30 days after you close your account.",
    ),
    "de": (
        "Datenschutzerklärung",
        "Wir erheben Ihren Namen und Ihre E-Mail-Adresse, wenn Sie uns wegen Drachen schreiben.",
        "Wir verkaufen Ihre Daten nicht. Wir geben sie an die Bluemill GmbH zum Hosting weiter.",
        "Wir speichern Ihre Daten 30 Tage lang, nachdem Sie Ihr Konto geschlossen haben.",
    ),
    "fr": (
        "Politique de confidentialité",
        "Nous collectons votre nom et votre adresse e-mail lorsque vous nous écrivez.",
        "Nous ne vendons pas vos données. Nous les partageons avec Bluemill GmbH.",
        "Nous conservons vos données pendant 30 jours après la fermeture de votre compte.",
    ),
    "es": (
        "Política de privacidad",
        "Recogemos su nombre y su correo electrónico cuando nos escribe sobre cometas.",
        "No vendemos sus datos. Los compartimos con Bluemill GmbH para el alojamiento.",
        "Conservamos sus datos durante 30 días después de cerrar su cuenta.",
    ),
    "ar": (
        "سياسة الخصوصية",
        "نجمع اسمك وعنوان بريدك الإلكتروني عندما تكتب إلينا عن الطائرات الورقية.",
        "لا نبيع بياناتك. نشاركها مع شركة Bluemill للاستضافة.",
        "نحتفظ ببياناتك لمدة 30 يومًا بعد إغلاق حسابك لدينا.",
    ),
    "he": (
        "מדיניות פרטיות",
        "אנו אוספים את שמכם ואת כתובת הדואר שלכם כאשר אתם כותבים אלינו על עפיפונים.",
        "איננו מוכרים את המידע שלכם. אנו משתפים אותו עם חברת Bluemill לצורך אחסון.",
        "אנו שומרים את המידע שלכם במשך 30 יום לאחר סגירת החשבון.",
    ),
}
NAMES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "ar": "Arabic",
    "he": "Hebrew",
}


def analysed(*languages: str) -> Analysis:
    blocks = []
    for language in languages:
        title, *texts = TEXTS[language]
        blocks += [heading(title), *map(paragraph, texts)]
    return analyse(Document(blocks=tuple(blocks)))


@pytest.mark.parametrize(("before", "after"), list(permutations(TEXTS, 2)))
def test_the_language_is_told_and_nothing_else(before: str, after: str) -> None:
    found = compare(analysed(before), analysed(after))
    said = f"document is now in {NAMES[after]}, no longer in {NAMES[before]}"
    assert found.summary == f"The {said}; date not updated"
    assert found.reasons[0] == f"the {said}"
    facts = [fact for clause in found.clause_changes for fact in clause.facts]
    assert [(one.fact, one.before, one.after) for one in facts] == [("language", before, after)]
    words = words_of(after)
    change = change_from_json(comparison_json(found))
    line = "".join(one.text for one in summary_words(words, change))
    assert words.say("languages", before) in line
    assert words.say("summaries", "silent") in line


@pytest.mark.parametrize(
    ("before", "after"), [(("en",), ("en", "ar")), (("en", "he"), ("he",)), (("de",), ("de",))]
)
def test_a_language_that_was_there_before_is_none_that_came(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    assert "no longer in" not in compare(analysed(*before), analysed(*after)).summary
