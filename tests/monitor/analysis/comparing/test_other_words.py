"""Words that look like a slip of another and are not: other acts, countries, names, joints."""

from __future__ import annotations

import pytest

from monitor.analysis import analyse, compare
from monitor.analysis.sameness.other_word import is_other_word
from monitor.analysis.sameness.spelling import is_slip
from storage.document import Document, heading, paragraph

TITLES = {"ar": "مشاركة البيانات", "he": "מסירת מידע", "en": "Sharing of data", "de": "Weitergabe"}


def material(language: str, before: str, after: str) -> str:
    versions = [
        analyse(
            Document(title=None, blocks=(heading(TITLES[language]), paragraph(text))),
            language=language,
        )
        for text in (before, after)
    ]
    return compare(*versions).material.value


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param("he", "נמסור את הרשימה לסוכנים.", "נמכור את הרשימה לסוכנים.", id="he-sell"),
        pytest.param("he", "הפרטים יימסרו לסוכנים.", "הפרטים יימכרו לסוכנים.", id="he-sold"),
        pytest.param("he", "השרתים עומדים באירלנד.", "השרתים עומדים באיסלנד.", id="he-country"),
        pytest.param("he", "הגיבוי נשלח לאוסטריה.", "הגיבוי נשלח לאוסטרליה.", id="he-longer"),
        pytest.param("he", "הרשימה בידי חברת מרגוע.", "הרשימה בידי חברת מרגוש.", id="he-company"),
        pytest.param("ar", "خوادمنا في أيرلندا.", "خوادمنا في أيسلندا.", id="ar-country"),
        pytest.param(
            "ar", "نرسل القائمة إلى شركة بدور.", "نرسل القائمة إلى شركة بدون.", id="ar-company"
        ),
        pytest.param("ar", "نتيح القوائم لوكلائنا.", "نبيح القوائم لوكلائنا.", id="ar-consonant"),
        pytest.param(
            "en",
            "Backups go to Austria at night.",
            "Backups go to Australia at night.",
            id="en-country",
        ),
        pytest.param(
            "de", "Kopien liegen in Slowenien.", "Kopien liegen in Slowakien.", id="de-country"
        ),
    ],
)
def test_another_word_is_told(language: str, before: str, after: str) -> None:
    assert material(language, before, after) != "none"
    assert material(language, after, before) != "none"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("נמסור את הרשימה לסוכנים.", "נמכור את הרשימה לסוכנים."),
        ("אנו מוסרים את הפרטים לסוכנים.", "אנו מוכרים את הפרטים לסוכנים."),
    ],
)
def test_what_was_handed_over_and_is_sold_is_material(before: str, after: str) -> None:
    assert material("he", before, after) == "material"


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        pytest.param("מוסרים", "מוכרים", "he", id="acts"),
        pytest.param("ואירלנד", "ואיסלנד", "he", id="glued letters"),
        pytest.param("sell", "share", "en", id="english acts"),
        pytest.param("Niger", "Nigeria", "en", id="countries"),
    ],
)
def test_other_words(one: str, other: str, language: str) -> None:
    assert is_other_word([one], [other], language)
    assert is_other_word([other], [one], language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        pytest.param("share", "shre", "en", id="a slip of an act"),
        pytest.param("נמכור", "נימכור", "he", id="a vowel too many"),
        pytest.param("Austria", "Austia", "en", id="a slip of a country"),
        pytest.param("UK", "United Kingdom", "en", id="another number of words"),
    ],
)
def test_no_other_words(one: str, other: str, language: str) -> None:
    assert not is_other_word(one.split(), other.split(), language)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("תשלום", "תשלוס", False, id="hebrew consonant"),
        pytest.param("אחריותנו", "אחריויתנו", True, id="hebrew vowel too many"),
        pytest.param("שלהם", "שלהן", True, id="hebrew nasals"),
        pytest.param("ההתקשרות", "ההתקשררות", True, id="hebrew doubled"),
        pytest.param("نستعمل", "نستعجل", False, id="arabic consonant"),
        pytest.param("المسؤولية", "المسئولية", True, id="arabic hamza"),
        pytest.param("المستخدمين", "المستخدمون", True, id="arabic vowel"),
        pytest.param("المستخدمين", "المتسخدمين", True, id="arabic swapped"),
        pytest.param("والاستثمارات", "والاستعمارات", False, id="arabic consonant in a long word"),
    ],
)
def test_consonants_of_arabic_and_hebrew_are_no_slips(one: str, other: str, *, same: bool) -> None:
    assert is_slip([one], [other]) is same
    assert is_slip([other], [one]) is same


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param(
            "en",
            "We share it with your consent or upon notice.",
            "We share it with your consent and upon notice.",
            id="en",
        ),
        pytest.param(
            "de",
            "Nur mit Ihrem Wunsch oder per Gesetz.",
            "Nur mit Ihrem Wunsch und per Gesetz.",
            id="de",
        ),
        pytest.param(
            "he", "נמסור רק באישורך או באישור ההורה.", "נמסור רק באישורך וגם באישור ההורה.", id="he"
        ),
        pytest.param(
            "ar", "نرسلها بطلبك أو بقرار المحكمة.", "نرسلها بطلبك و بقرار المحكمة.", id="ar"
        ),
    ],
)
def test_or_that_became_and_is_told(language: str, before: str, after: str) -> None:
    assert material(language, before, after) != "none"
    assert material(language, after, before) != "none"


def test_other_small_words_are_not_told() -> None:
    assert material("en", "We keep it in the files.", "We keep it on the files.") == "none"
    assert material("en", "We keep names or ages.", "We keep the names or the ages.") == "none"


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param("es", "El uso es lícito.", "El uso es ilícito.", id="es-licit"),
        pytest.param("es", "Se hará legalmente.", "Se hará ilegalmente.", id="es-legally"),
        pytest.param(
            "en", "The employer bears the risk.", "The employee bears the risk.", id="en-employer"
        ),
        pytest.param("es", "Lo asume el empleador.", "Lo asume el empleado.", id="es-employer"),
        pytest.param(
            "de",
            "Das Geld nimmt die Seilblick GmbH an.",
            "Das Geld nimmt die Seilblock GmbH an.",
            id="de-company",
        ),
        pytest.param(
            "fr",
            "La société Verdanis SARL tient le livre.",
            "La société Verdanix SARL tient le livre.",
            id="fr-company",
        ),
        pytest.param(
            "es",
            "El libro lo lleva Norteco S.L. en persona.",
            "El libro lo lleva Nortego S.L. en persona.",
            id="es-company",
        ),
    ],
)
def test_a_letter_more_or_another_one_makes_the_opposite_or_somebody_else(
    language: str, before: str, after: str
) -> None:
    old, new = (
        analyse(Document(title=None, blocks=(heading("1"), paragraph(text))), language=language)
        for text in (before, after)
    )
    assert compare(old, new).material.value != "none"
    assert compare(new, old).material.value != "none"


def test_a_swap_in_the_name_of_a_company_stays_a_slip() -> None:
    old, new = (
        analyse(Document(title=None, blocks=(heading("1"), paragraph(text))), language="de")
        for text in (
            "Das Geld nimmt die Seilblick GmbH an.",
            "Das Geld nimmt die Seilblikc GmbH an.",
        )
    )
    assert compare(old, new).material.value == "none"
