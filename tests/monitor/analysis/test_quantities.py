"""Numbers with units, and what they govern."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.analysis.clauses.classifying import classify_blocks
from monitor.analysis.quantities.finding import find_quantities, quantities_in
from storage.document import heading, paragraph
from storage.model import Category


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "We keep logs for 30 days.", ("retention", 30, "day")),
        ("en", "retained for thirty (30) calendar days", ("retention", 30, "day")),
        ("en", "Backups are deleted after twenty-four months.", ("retention", 24, "month")),
        ("en", "deleted within a month", ("retention", 1, "month")),
        ("en", "stored for 1,825 days", ("retention", 1825, "day")),
        ("en", "kept for 1.5 years", ("retention", 1.5, "year")),
        ("en", "We respond to requests within 45 days.", ("deadline", 45, "day")),
        ("en", "We will give you 14 days' prior notice.", ("notice", 14, "day")),
        ("en", "a 24-hour window", ("period", 24, "hour")),
        ("en", "not directed to children under 13", ("age", 13, "year")),
        ("en", "You must be at least eighteen years old.", ("age", 18, "year")),
        ("en", "a fine of $1,250.50", ("amount", 1250.5, "$")),
        ("ar", "نحتفظ بالبيانات لمدة 24 شهرًا", ("retention", 24, "month")),
        ("ar", "نحتفظ بها ٣٠ يومًا", ("retention", 30, "day")),
        ("ar", "نحتفظ بها ۳۰ یوم", ("retention", 30, "day")),
        ("ar", "نحذفها خلال ثلاثين يومًا", ("retention", 30, "day")),
        ("ar", "نحذفها بعد خمسة وأربعين يوما", ("retention", 45, "day")),
        ("ar", "نحتفظ بالنسخ الاحتياطية شهرين", ("retention", 2, "month")),
        ("ar", "تُحذف بعد يومان", ("retention", 2, "day")),
        ("ar", "نرد على طلبك خلال ١٥ يومًا", ("deadline", 15, "day")),
        ("ar", "بإشعار مسبق مدته أسبوعان", ("notice", 2, "week")),
        ("ar", "للأطفال دون سن ١٣", ("age", 13, "year")),
        ("ar", "الأطفال دون الثالثة عشرة", ("age", 13, "year")),
        ("ar", "رسوم قدرها 50 ريالًا", ("fee", 50, "SAR")),
        ("he", "המידע נשמר למשך 24 חודשים", ("retention", 24, "month")),
        ("he", "נשמר שנתיים", ("retention", 2, "year")),
        ("he", "נמחק תוך יומיים", ("retention", 2, "day")),
        ("he", "גיבויים נשמרים חודשיים", ("retention", 2, "month")),
        ("he", "נמחק תוך שלושים יום", ("retention", 30, "day")),
        ("he", "נמחק לאחר עשרים וארבעה חודשים", ("retention", 24, "month")),
        ("he", "נמחק ב30 ימים", ("retention", 30, "day")),
        ("he", "נשיב לפנייה תוך 14 ימי עסקים", ("deadline", 14, "business day")),
        ("he", "בהודעה מראש של 30 יום", ("notice", 30, "day")),
        ("he", "ילדים מתחת לגיל 16", ("age", 16, "year")),
        ("he", "עליך להיות בן 21 לפחות", ("age", 21, "year")),
        ("he", "מיועדת לבנות 16 ומעלה", ("age", 16, "year")),
        ("he", "המידע יימחק בתום עשור", ("retention", 10, "year")),
        ("he", "נודיע על כך חודש מראש", ("notice", 1, "month")),
        ("ar", "بإشعار مسبق مدته شهر", ("notice", 1, "month")),
        ("he", 'פיצוי של 10,000 ש"ח', ("amount", 10000, "ILS")),
        ("fr", "Nous conservons vos données pendant trois ans.", ("retention", 3, "year")),
        ("fr", "supprimées après quatre-vingt-dix jours", ("retention", 90, "day")),
        ("fr", "les enfants de moins de 15 ans", ("age", 15, "year")),
        (
            "de",
            "Die Daten werden nach vierundzwanzig Monaten gelöscht.",
            ("retention", 24, "month"),
        ),
        ("de", "Kinder unter 16 Jahren", ("age", 16, "year")),
        ("es", "Conservamos los datos durante treinta y seis meses.", ("retention", 36, "month")),
        ("es", "menores de 14 años", ("age", 14, "year")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_quantity_and_what_it_governs(
    language: str, text: str, expected: tuple[str, float, str]
) -> None:
    found = quantities_in(text, language)
    assert [(one.kind, one.value, one.unit) for one in found] == [expected]
    assert found[0].text in text


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("ar", "تبقى السجلات مئة وعشرين يومًا", 120, "day"),
        ("ar", "تبقى السجلات مائة وخمسة عشر يومًا", 115, "day"),
        ("ar", "تُحفظ ثلاثمئة وخمسة وستين يومًا", 365, "day"),
        ("ar", "تُحفظ ثلاث مئة وستين يوما", 360, "day"),
        ("ar", "تُحفظ مئتي يوم", 200, "day"),
        ("ar", "تُحفظ أربعمائة يوم", 400, "day"),
        ("ar", "تُحفظ ألف وخمسمئة يوم", 1500, "day"),
        ("ar", "خلال أربع وعشرين ساعة", 24, "hour"),
        ("he", "הרישומים נשמרים מאה ושמונים ימים", 180, "day"),
        ("he", "הרישומים נשמרים שלוש מאות שישים וחמישה ימים", 365, "day"),
        ("he", "הרישומים נשמרים מאתיים יום", 200, "day"),
        ("he", "הרישומים נשמרים ארבע מאות יום", 400, "day"),
        ("he", "הרישומים נשמרים אלף יום", 1000, "day"),
        ("he", "הרישומים נשמרים שנים עשר חודשים", 12, "month"),
        ("en", "logs stay for one hundred and twenty days", 120, "day"),
        ("en", "logs stay for three hundred sixty-five (365) days", 365, "day"),
        ("en", "logs stay for a thousand days", 1000, "day"),
        ("fr", "pendant cent vingt jours", 120, "day"),
        ("fr", "pendant cent quatre-vingts jours", 180, "day"),
        ("fr", "pendant dix-huit mois", 18, "month"),
        ("fr", "pendant soixante et onze jours", 71, "day"),
        ("fr", "pendant quatre-vingt-dix-sept jours", 97, "day"),
        ("de", "nach einhundertzwanzig Tagen", 120, "day"),
        ("de", "nach dreihundertfünfundsechzig Tagen", 365, "day"),
        ("de", "nach siebenunddreißig Monaten", 37, "month"),
        ("es", "durante ciento veinte días", 120, "day"),
        ("es", "durante trescientos sesenta y cinco días", 365, "day"),
        ("es", "durante veintisiete meses", 27, "month"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_numbers_in_several_words_are_one_number(
    language: str, text: str, value: float, unit: str
) -> None:
    assert [(one.value, one.unit) for one in quantities_in(text, language)] == [(value, unit)]


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("ar", "نحتفظ بها نصف سنة", 6, "month"),
        ("ar", "نحتفظ بها سنة ونصف", 1.5, "year"),
        ("ar", "نحتفظ بها سنتين ونصف", 2.5, "year"),
        ("ar", "نحتفظ بها ٥٫٥ سنوات", 5.5, "year"),
        ("he", "הקבצים נשמרים חצי שנה", 6, "month"),
        ("he", "הקבצים נשמרים שנה וחצי", 1.5, "year"),
        ("he", "הקבצים נשמרים שנתיים וחצי", 2.5, "year"),
        ("he", "הקבצים נמחקים לאחר רבעון", 3, "month"),
        ("he", "הקבצים נמחקים לאחר עשור", 10, "year"),
        ("en", "files stay for half a year", 6, "month"),
        ("en", "files stay for a year and a half", 1.5, "year"),
        ("en", "files stay for two and a half years", 2.5, "year"),
        ("en", "files stay for two decades", 20, "year"),
        ("fr", "pendant un an et demi", 1.5, "year"),
        ("fr", "pendant deux trimestres", 6, "month"),
        ("de", "nach einem halben Jahr", 6, "month"),
        ("de", "nach anderthalb Jahren", 1.5, "year"),
        ("es", "durante medio año", 6, "month"),
        ("es", "durante un año y medio", 1.5, "year"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_halves_and_units_of_several_others(
    language: str, text: str, value: float, unit: str
) -> None:
    assert [(one.value, one.unit) for one in quantities_in(text, language)] == [(value, unit)]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("ar", "بين ثلاثين وستين يومًا", [30, 60]),
        ("ar", "بين خمسة وعشرة أيام", [5, 10]),
        ("he", "בין שלושים לשישים יום", [30, 60]),
        ("he", "בין חמישה ועשרה ימים", [5, 10]),
        ("en", "between thirty and sixty days", [30, 60]),
        ("en", "between five and ten days", [5, 10]),
        ("en", "two and thirty days", [2, 30]),
        ("fr", "entre trente et soixante jours", [30, 60]),
        ("de", "zwischen dreißig und sechzig Tagen", [30, 60]),
        ("es", "entre treinta y sesenta días", [30, 60]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_two_numbers_with_and_between_them_stay_two(
    language: str, text: str, values: list[float]
) -> None:
    assert [one.value for one in quantities_in(text, language)] == values


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "Effective 12 March 2031", id="date"),
        pytest.param("en", "Regulation 2016/679, Article 13", id="law"),
        pytest.param("en", "chapter 7 of 2031", id="numbers"),
        pytest.param("ar", "في عام 2031", id="ar-year"),
        pytest.param("he", "בשנת 2031", id="he-year"),
        pytest.param("en", "once a year", id="frequency"),
        pytest.param("en", "13", id="number-alone"),
    ],
)
def test_no_quantity_where_nothing_is_measured(language: str, text: str) -> None:
    assert quantities_in(text, language) == ()


def test_a_range_gives_both_ends() -> None:
    found = quantities_in("Logs are kept for 30 to 90 days.", "en")
    assert [(one.value, one.unit) for one in found] == [(30, "day"), (90, "day")]


def test_the_nearest_words_decide_in_one_sentence() -> None:
    found = quantities_in("We keep logs 90 days and answer requests in 30 days.", "en")
    assert [(one.kind, one.value) for one in found] == [("retention", 90), ("deadline", 30)]


def test_the_heading_decides_where_the_sentence_is_silent() -> None:
    blocks = [heading("Policy", 1), heading("Retention"), paragraph("Door camera: 2 weeks.")]
    paths = [(), ("Policy",), ("Policy", "Retention")]
    clauses = classify_blocks(blocks, ["en"] * 3, paths)
    found = find_quantities(blocks, clauses)
    assert [(one.kind, one.value, one.unit, one.block) for one in found] == [
        ("retention", 2, "week", 2)
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "You can send ten messages per day.", id="en"),
        pytest.param("fr", "Vous recevez des crédits par jour.", id="fr"),
        pytest.param("de", "Sie können zehn Nachrichten pro Tag senden.", id="de"),
        pytest.param("es", "Puede enviar mensajes por día.", id="es"),
    ],
)
def test_how_often_is_not_how_long(language: str, text: str) -> None:
    assert not quantities_in(text, language)


def test_the_date_of_a_request_begins_a_period_and_does_not_govern_it() -> None:
    found = quantities_in("تُحذف البيانات من خوادمنا ومن النسخ خلال ٣٠ يوماً من تاريخ الطلب.", "ar")
    assert [(one.kind, one.value) for one in found] == [("retention", 30)]


def test_a_report_to_the_authority_has_a_deadline() -> None:
    found = quantities_in("Über die Meldung entscheiden wir binnen 72 Stunden.", "de")
    assert [(one.kind, one.value, one.unit) for one in found] == [("deadline", 72, "hour")]


def test_a_section_is_no_age() -> None:
    found = quantities_in("Für Kinder unter 13 Jahren schreiben Sie uns über §12.", "de")
    assert [(one.kind, one.value) for one in found] == [("age", 13)]


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("de", "binnen eines Monats", 1, "month"),
        ("de", "innerhalb zweier Wochen", 2, "week"),
        ("de", "vor Ablauf dreier Jahre", 3, "year"),
        ("de", "binnen Monatsfrist", 1, "month"),
        ("de", "eine 30-tägige Frist", 30, "day"),
        ("de", "eine sechsmonatige Frist", 6, "month"),
        ("de", "nach einem Dutzend Tagen", 12, "day"),
        ("fr", "pendant septante-deux heures", 72, "hour"),
        ("fr", "pendant huitante et un jours", 81, "day"),
        ("fr", "pendant octante jours", 80, "day"),
        ("fr", "pendant nonante-neuf jours", 99, "day"),
        ("fr", "dans une dizaine de semaines", 10, "week"),
        ("fr", "sous huitaine", 8, "day"),
        ("fr", "deux douzaines d'années", 24, "year"),
        ("es", "en una quincena", 15, "day"),
        ("es", "en una decena de días", 10, "day"),
        ("es", "dos docenas de meses", 24, "month"),
        ("en", "for a dozen weeks", 12, "week"),
        ("en", "for three dozen days", 36, "day"),
        ("ar", "في غضون يومي عمل", 2, "business day"),
        ("ar", "في غضون ساعتي عمل", 2, "hour"),
        ("he", "בתוך תריסר שבועות", 12, "week"),
        ("he", "בתוך שתי יממות", 2, "day"),
    ],
)
def test_lengths_of_time_in_forms_of_a_language(
    language: str, text: str, value: float, unit: str
) -> None:
    assert [(one.value, one.unit) for one in quantities_in(text, language)] == [(value, unit)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "une quinzaine de partenaires"),
        ("fr", "des dizaines de jours"),
        ("es", "la segunda quincena de mayo"),
        ("en", "dozens of days"),
        ("de", "am Ende des Monats"),
        ("de", "eine ganztägige Erreichbarkeit"),
        ("ar", "نرسل ملخصا بشكل يومي"),
    ],
)
def test_what_only_looks_like_a_length_of_time(language: str, text: str) -> None:
    assert quantities_in(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We keep your recordings permanently."),
        ("en", "Chats are stored without any time limit."),
        ("de", "Ihre Chats speichern wir unbegrenzt."),
        ("de", "Ihre Chats werden dauerhaft gespeichert."),
        ("de", "Wir bewahren Ihre Chats für immer auf."),
        ("fr", "Nous conservons vos messages de façon illimitée."),
        ("fr", "Nous conservons vos messages sans limite de durée."),
        ("fr", "Nous conservons définitivement vos messages."),
        ("es", "Guardamos sus mensajes por tiempo ilimitado."),
        ("es", "Guardamos sus mensajes para siempre."),
        ("ar", "نحتفظ برسائلك بصفة دائمة."),
        ("ar", "نحتفظ برسائلك دون سقف زمني."),
        ("he", "אנו שומרים את ההודעות לזמן בלתי מוגבל."),
        ("he", "אנו שומרים את ההודעות לתמיד."),
    ],
)
def test_what_is_kept_for_good(language: str, text: str) -> None:
    assert [(one.kind, one.unit) for one in quantities_in(text, language)] == [
        ("retention", "unlimited")
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "If your account is permanently closed, we keep no copy."),
        ("en", "We never keep your recordings permanently."),
        ("en", "Recordings are permanently deleted from storage."),
        ("de", "Die Chats werden dauerhaft gelöscht."),
        ("de", "Wir haften unbegrenzt bei Vorsatz."),
        ("de", "Wir speichern Ihre Chats nicht dauerhaft."),
        ("fr", "Vos messages sont définitivement supprimés."),
        ("es", "No guardamos sus mensajes para siempre."),
        ("ar", "لا نحتفظ برسائلك بشكل دائم."),
        ("he", "ההודעות נמחקות לצמיתות."),
    ],
)
def test_what_is_not_kept_for_good(language: str, text: str) -> None:
    assert quantities_in(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Stored data are encrypted; any breach is notified within 72 hours."),
        (
            "es",
            "Los datos se guardan cifrados. Le notificaremos toda brecha en un plazo de 72 horas.",
        ),
        ("fr", "Données stockées chiffrées. Toute violation est notifiée dans les 72 heures."),
        ("de", "Wir speichern verschlüsselt. Eine Verletzung melden wir binnen 72 Stunden."),
        ("ar", "تُحفظ البيانات مشفرة. نخطرك بأي خرق خلال 72 ساعة."),
        ("he", "המידע נשמר מוצפן. נודיע על כל פרצה תוך 72 שעות."),
    ],
)
def test_a_breach_has_a_deadline_whatever_its_clause_keeps(language: str, text: str) -> None:
    blocks = (paragraph(text),)
    clause = replace(
        classify_blocks(blocks, (language,), ((),))[0],
        categories=(Category.RETENTION, Category.SECURITY),
    )
    assert [one.kind for one in find_quantities(blocks, (clause,))] == ["deadline"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Storage period: unlimited"),
        ("de", "Aufbewahrungsdauer: unbegrenzt"),
        ("fr", "Conservation : illimitée"),
        ("es", "Conservación: indefinida"),
        ("ar", "مدة التخزين: غير محدودة"),
        ("he", "משך השמירה: ללא הגבלה"),
    ],
)
def test_a_label_that_says_how_long_something_is_kept(language: str, text: str) -> None:
    assert [(one.kind, one.unit) for one in quantities_in(text, language)] == [
        ("retention", "unlimited")
    ]
