"""One word that came or went and changed what a clause promises."""

from __future__ import annotations

import pytest
from support.one_clause import facts, moved

from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison
from storage.document import Document, heading, paragraph

TEXT = {
    "What we collect": "We collect your name, your email address and your orders.",
    "How we share data": "We share your personal data only with service providers.",
    "How long we keep it": "We keep your orders for 30 days, then they are deleted.",
    "Your rights": "You have the right to access, correct and delete your data.",
    "Sale": "We may sell your personal information to partners.",
    "Disputes": "The courts of Dublin have exclusive jurisdiction over these terms.",
}


SAID = {
    "right": "the right to deletion",
    "deletion": "deletion",
    "limit": 'limit "only" dropped',
    "dispute": "arbitration added",
}


def compared(before: str, after: str) -> Comparison:
    versions = []
    for old, new in (("", ""), (before, after)):
        blocks = [heading("Privacy of Nordwind", 1)]
        for name, text in TEXT.items():
            blocks += [heading(name), paragraph(text.replace(old, new) if old else text)]
        versions.append(analyse(Document(blocks=tuple(blocks)), language="en"))
    return compare(*versions)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            ", correct and delete", "", ("right", "delete", None, "weaker"), id="right removed"
        ),
        pytest.param(
            "and your orders",
            "your precise location and your orders",
            ("data", None, "precise location", "broader"),
            id="new data",
        ),
        pytest.param(
            ", then they are deleted",
            "",
            ("deletion", "deleted", None, "weaker"),
            id="deletion dropped",
        ),
        pytest.param(
            "only with service providers",
            "with service providers and advertisers",
            ("limit", "only", None, "weaker"),
            id="only dropped",
        ),
        pytest.param(
            "The courts of Dublin have exclusive jurisdiction over these terms.",
            "All disputes under these terms go to binding arbitration.",
            ("dispute", None, "arbitration", "weaker"),
            id="arbitration",
        ),
    ],
)
def test_a_word_that_alters_a_promise_is_a_fact(
    before: str, after: str, expected: tuple[str, str | None, str | None, str]
) -> None:
    comparison = compared(before, after)
    facts = [
        (fact.fact, fact.before, fact.after, fact.direction)
        for change in comparison.clause_changes
        for fact in change.facts
    ]
    assert expected in facts
    assert comparison.material.value == "material"
    assert SAID.get(expected[0], '"precise location"') in comparison.summary


def test_news_in_the_readers_favour_rank_lower_and_stay_material() -> None:
    better = compared("We may sell", "We will never sell")
    worse = compared("personal data only with", "personal data with anyone and")
    assert better.material.value == "material"
    assert better.severity < worse.severity + 10
    assert better.severity <= 70


def test_a_fact_is_told_once() -> None:
    reasons = compared("30 days", "24 months").reasons
    assert [reason for reason in reasons if reason.startswith("retention")] == [
        "retention: 30 days -> 24 months (longer)"
    ]


EXCEPTED = [
    ("en", "Retention", "We delete it in 60 days, {}backups.", "including ", "except "),
    (
        "fr",
        "Durée de conservation",
        "Nous les effaçons sous 60 jours, {}.",
        "copies",
        "sauf copies",
    ),
    ("de", "Speicherdauer", "Wir löschen sie in 60 Tagen, {}Kopien.", "auch ", "außer "),
    ("es", "Plazos de conservación", "Los eliminamos en 60 días, {}copias.", "y las ", "salvo "),
    ("ar", "مدة الاحتفاظ", "نحذفها خلال 60 يوما، {} النسخ.", "مع", "باستثناء"),
    ("he", "תקופת שמירה", "המידע יימחק תוך 60 ימים, {} גיבויים.", "לרבות", "למעט"),
]


@pytest.mark.parametrize(("language", "name", "text", "old", "new"), EXCEPTED, ids=str)
def test_an_exception_to_a_deletion_is_no_good_news(
    language: str, name: str, text: str, old: str, new: str
) -> None:
    versions = [
        analyse(
            Document(blocks=(heading("1", 1), heading(name), paragraph(text.format(said)))),
            language=language,
        )
        for said in (old, new)
    ]
    found = [fact for one in compare(*versions).clause_changes for fact in one.facts]
    assert [(one.fact, one.direction) for one in found] == [("exception", "weaker")]


GONE = [
    ("ar", "حقوقكم", "لكم حق الولوج إليها وحق التعرض عليها.", " وحق التعرض عليها", "object"),
    ("he", "זכויות", "לך זכות לעיין במידע, לייצא אותו ולתקנו.", ", לייצא אותו", "portability"),
    ("he", "זכויות", "לך זכות לבקש עיון במידע או את מחיקתו.", " או את מחיקתו", "deletion"),
]


@pytest.mark.parametrize(("language", "name", "text", "gone", "right"), GONE, ids=str)
def test_a_right_in_another_of_its_words(
    language: str, name: str, text: str, gone: str, right: str
) -> None:
    versions = [
        analyse(
            Document(blocks=(heading("1", 1), heading(name), paragraph(said))), language=language
        )
        for said in (text, text.replace(gone, ""))
    ]
    assert f"no longer the right to {right}" in compare(*versions).summary


LONG = {
    "en": ("We collect the result of your check, which is {} data. ", "biometric"),
    "fr": ("Nous collectons le résultat du contrôle, soit des données {}. ", "biométriques"),
    "de": ("Wir erheben das Ergebnis der Prüfung, das {} Daten enthält. ", "biometrische"),
    "es": ("Recopilamos el resultado del control, que son datos {}. ", "biométricos"),
    "ar": ("نجمع نتيجة الفحص وهي من البيانات {}. ", "البيومترية"),
    "he": ("אנו אוספים את תוצאת הבדיקה, שהיא מידע {}. ", "ביומטרי"),
}


@pytest.mark.parametrize("language", LONG)
def test_data_of_a_special_kind_are_told_of_much_new_text(language: str) -> None:
    sentence, name = LONG[language]
    before = sentence.format("")
    other = " ".join(f"{word}{number}" for number, word in enumerate(before.split() * 5))
    found = moved(language, before, f"{before}{sentence.format(name)}{other}.")
    assert ("data", None, name) in facts(found)
    assert f'"{name}" added' in found.summary


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Nous collectons votre nom.", "Nous collectons votre nom selon cette politique."),
        ("es", "Recopilamos su nombre.", "Recopilamos su nombre según esta política."),
    ],
)
def test_a_policy_is_no_political_opinion(language: str, before: str, after: str) -> None:
    assert not facts(moved(language, before, after))


def test_of_a_long_exception_the_first_part_is_quoted() -> None:
    kept = "We do not keep your messages"
    found = moved("en", f"{kept} unless you have asked us to do so, and (ii) we may.", f"{kept}.")
    assert '"unless you have asked us to do so"' in found.summary
