"""What is undertaken for the reader, chosen for them, or given up before a court."""

from __future__ import annotations

import pytest
from support.one_clause import facts, moved

# --- what is done for the reader, and what is chosen for them ---------------------------------

WEAKER = [
    ("ar", "notify", "سنبلغك بكل تغيير في هذه الشروط.", "قد نبلغك بكل تغيير في هذه الشروط."),
    ("ar", "ask", "يجب علينا طلب موافقتك أولًا.", "يجوز لنا طلب موافقتك أولًا."),
    ("he", "ask", "הנהלת האתר חייבת לבקש את הסכמתך.", "הנהלת האתר רשאית לבקש את הסכמתך."),
    ("he", "notify", "נודיע לך על כל שינוי בתנאים.", "אנו עשויים להודיע לך על כל שינוי בתנאים."),
    ("en", "notify", "We will notify you of a breach.", "We may notify you of a breach."),
    ("en", "ask", "We must ask for your consent first.", "We may ask for your consent first."),
    ("fr", "notify", "Nous vous informerons.", "Nous pouvons vous informer."),
    ("de", "notify", "Wir werden Sie informieren.", "Wir können Sie informieren."),
    ("es", "notify", "Le avisaremos de los cambios.", "Podremos avisar de los cambios."),
    ("ar", "consent", "الرسائل الدعائية معطلة افتراضيًا.", "الرسائل الدعائية مفعّلة افتراضيًا."),
    ("he", "consent", "דיוור פרסומי כבוי כברירת מחדל.", "דיוור פרסומי מופעל כברירת מחדל."),
    ("en", "consent", "Adverts are off by default.", "Adverts are on by default."),
    (
        "fr",
        "consent",
        "La publicité est désactivée par défaut.",
        "La publicité est activée par défaut.",
    ),
    ("de", "consent", "Das ist standardmäßig deaktiviert.", "Das ist standardmäßig aktiviert."),
    ("es", "consent", "Todo está desactivado por defecto.", "Todo está activado por defecto."),
]


@pytest.mark.parametrize(("language", "fact", "before", "after"), WEAKER, ids=str)
def test_a_promise_that_is_less_sure_is_weaker(
    language: str, fact: str, before: str, after: str
) -> None:
    comparison = moved(language, before, after)
    assert facts(comparison)[fact, "affirms", "may"] == "weaker"
    assert comparison.material.value == "material"
    back = moved(language, after, before)
    assert facts(back)[fact, "may", "affirms"] == "stronger"


@pytest.mark.parametrize(
    ("language", "fact", "before", "after"),
    [
        ("ar", "secure", "نلتزم بتطبيق التدابير اللازمة.", "لا نلتزم بتطبيق التدابير اللازمة."),
        ("he", "leave", "ניתן להסיר את עצמך מהרשימה.", "לא ניתן להסיר את עצמך מהרשימה."),
        ("ar", "leave", "يمكنك إلغاء الاشتراك.", "لا يمكنك إلغاء الاشتراك."),
        ("en", "leave", "You can unsubscribe.", "You cannot unsubscribe."),
        ("en", "notify", "We will notify you.", "We will not notify you."),
    ],
    ids=str,
)
def test_a_promise_that_is_taken_back(language: str, fact: str, before: str, after: str) -> None:
    told = facts(moved(language, before, after))
    assert {way for (one, _, to), way in told.items() if (one, to) == (fact, "denies")} == {
        "weaker"
    }


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param("en", "You must notify us.", "You may notify us.", id="reader-notifies"),
        pytest.param(
            "en",
            "Encryption is on by default.",
            "Encryption is off by default.",
            id="encryption-no-choice",
        ),
        pytest.param(
            "ar",
            "نحذفها دون مقابل، ونبلغك بذلك.",
            "نحذفها لقاء أجر، ونبلغك بذلك.",
            id="without-is-of-another-clause",
        ),
        pytest.param(
            "en", "We will notify you soon.", "We will notify you promptly.", id="as-sure-as-before"
        ),
    ],
)
def test_what_is_no_weaker_promise(language: str, before: str, after: str) -> None:
    told = {fact for fact, _, _ in facts(moved(language, before, after))}
    assert told.isdisjoint({"notify", "consent"})


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("ar", "نرسل صورك إلى شركائنا بموافقتك.", "نرسل صورك إلى شركائنا دون موافقتك."),
        ("he", "נמסור את הצילומים רק בהסכמתך.", "נמסור את הצילומים גם בלי הסכמתך."),
        ("en", "We share photos with your consent.", "We share photos without your consent."),
        (
            "fr",
            "Nous partageons tout avec votre accord.",
            "Nous partageons tout sans votre accord.",
        ),
        ("es", "Compartimos sus fotos con su permiso.", "Compartimos sus fotos sin su permiso."),
    ],
    ids=str,
)
def test_without_consent_is_not_with_it(language: str, before: str, after: str) -> None:
    assert facts(moved(language, before, after))["consent", "affirms", "denies"] == "weaker"


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("ar", "لا نراسلك إلا بعد موافقتك الصريحة.", "نراسلك ما لم تطلب منا خلاف ذلك."),
        ("he", "נשלח לך עלון רק אם נתת הסכמה.", "נשלח לך עלון אלא אם ביקשת אחרת."),
    ],
    ids=str,
)
def test_from_opt_in_to_opt_out(language: str, before: str, after: str) -> None:
    assert facts(moved(language, before, after))["consent", "affirms", "may"] == "weaker"


# --- before a court ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "fact", "before", "after"),
    [
        ("he", "waiver", "הלקוח אינו מוותר על תובענה ייצוגית.", "הלקוח מוותר על תובענה ייצוגית."),
        ("en", "waiver", "You do not waive a jury trial.", "You waive a jury trial."),
        ("de", "waiver", "Sie verzichten nicht auf Klagen.", "Sie verzichten auf Klagen."),
    ],
    ids=str,
)
def test_a_waiver_that_was_denied(language: str, fact: str, before: str, after: str) -> None:
    comparison = moved(language, before, after)
    assert facts(comparison)[fact, "denies", "affirms"] == "weaker"
    assert [one.value for one in comparison.categories][:1] == ["dispute"]
    assert comparison.summary.startswith("Disputes: waiving rights was denied, now stated")
    assert facts(moved(language, after, before))[fact, "affirms", "denies"] == "stronger"


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("ar", "يحق لك الانضمام إلى دعوى جماعية.", "لا يحق لك الانضمام إلى دعوى جماعية."),
        ("ar", "ويجوز المشاركة في الدعاوى الجماعية.", "ولا يجوز المشاركة في الدعاوى الجماعية."),
        ("he", "ניתן להצטרף לתובענה ייצוגית.", "לא ניתן להצטרף לתובענה ייצוגית."),
        ("en", "Class actions are open to you.", "No class actions are open to you."),
    ],
    ids=str,
)
def test_a_class_action_that_is_no_longer_open(language: str, before: str, after: str) -> None:
    comparison = moved(language, before, after)
    told = facts(comparison)
    assert {direction for (fact, _, _), direction in told.items() if fact == "class action"} == {
        "weaker"
    }
    assert "share" not in {fact for fact, _, _ in told}
    assert [one.value for one in comparison.categories][:1] == ["dispute"]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "ar",
            "تنظر المحاكم في كل نزاع. ويحق لك رفع دعوى جماعية.",
            "يُحال كل نزاع إلى التحكيم، وتتنازل عن اللجوء إلى القضاء.",
        ),
        (
            "en",
            "The courts decide any dispute. You may join a class action.",
            "Arbitration decides any dispute. You waive your day in court.",
        ),
    ],
    ids=["ar", "en"],
)
def test_arbitration_and_a_waiver_come_first(language: str, before: str, after: str) -> None:
    comparison = moved(language, before, after)
    told = facts(comparison)
    assert {way for (fact, _, _), way in told.items() if fact == "dispute"} == {"weaker"}
    assert comparison.summary.startswith("Disputes: arbitration, a waiver of rights added")


def test_a_waiver_that_is_denied_takes_nothing() -> None:
    told = facts(
        moved(
            "en",
            "The courts of Oslo decide any dispute.",
            "The courts of Oslo decide any dispute. You do not waive any right.",
        )
    )
    assert {way for (fact, _, _), way in told.items() if fact == "dispute"} == {"stronger"}


# --- how a summary says it --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "before", "after", "said"),
    [
        (
            "he",
            "לא נמסור את המידע לאיש, למעט לרואי החשבון שלנו.",
            "לא נמסור את המידע לאיש.",
            'exception "למעט לרואי החשבון שלנו" dropped',
        ),
        (
            "ar",
            "نستخدم موقعك للتوصيل فقط.",
            "نستخدم موقعك للتوصيل.",
            'limit "only" dropped',
        ),
        (
            "ar",
            "يحق لك تصحيح بياناتك وسحب موافقتك.",
            "يحق لك تصحيح بياناتك.",
            "no longer the right to withdraw",
        ),
        ("he", "כל סכסוך יידון בבית המשפט.", "כל סכסוך יידון בפני בורר.", "arbitration added"),
    ],
    ids=["exception", "limit", "right", "arbitration"],
)
def test_a_summary_says_what_a_function_word_means(
    language: str, before: str, after: str, said: str
) -> None:
    assert said in moved(language, before, after).summary
