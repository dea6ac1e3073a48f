"""What one sentence turns round, whatever its neighbours say of the same act."""

from __future__ import annotations

import pytest
from support.one_clause import facts, moved

from monitor.analysis.facts.sentence_pairs import changed_sentences

# Language, act, what is said beside it, the denial, what is said in its place.
BESIDE = [
    (
        "en",
        "share",
        "We do not share your photographs.",
        "We do not share your contacts with advertisers.",
        "We share your contacts with advertisers.",
    ),
    (
        "en",
        "collect",
        "We collect your name.",
        "We do not collect your location.",
        "We collect your location.",
    ),
    (
        "fr",
        "collect",
        "Nous collectons votre nom.",
        "Nous ne collectons pas vos contacts.",
        "Nous collectons vos contacts.",
    ),
    (
        "de",
        "collect",
        "Wir erheben keine Gesundheitsdaten.",
        "Nutzungsdaten werden nicht erhoben.",
        "Nutzungsdaten werden erhoben.",
    ),
    (
        "de",
        "share",
        "Wir geben keine Fotos weiter.",
        "Keinesfalls geben wir Ihre Adresse an Händler weiter.",
        "Wir geben Ihre Adresse an Händler weiter.",
    ),
    (
        "es",
        "share",
        "No cedemos sus fotos a nadie.",
        "En ningún caso cederemos sus datos a bancos.",
        "En algunos casos cederemos sus datos a bancos.",
    ),
    (
        "ar",
        "share",
        "لا نشارك صورك مع أحد.",
        "لا نشارك بياناتك مع شركات الإعلان.",
        "نشارك بياناتك مع شركات الإعلان.",
    ),
    ("ar", "collect", "نجمع اسمك.", "لا نجمع رسائلك الخاصة.", "نجمع رسائلك الخاصة."),
    (
        "he",
        "share",
        "איננו משתפים תמונות.",
        "איננו משתפים את פרטיך עם מפרסמים.",
        "אנו משתפים את פרטיך עם מפרסמים.",
    ),
    ("he", "collect", "אנו אוספים את שמך.", "איננו אוספים הודעות.", "אנו אוספים הודעות."),
]


@pytest.mark.parametrize(
    ("language", "act", "beside", "denied", "done"), BESIDE, ids=[f"{r[0]}-{r[3]}" for r in BESIDE]
)
def test_a_denial_turns_beside_another_sentence_on_the_same_act(
    language: str, act: str, beside: str, denied: str, done: str
) -> None:
    weaker = moved(language, f"{beside} {denied}", f"{beside} {done}")
    assert facts(weaker) == {(act, "denies", "affirms"): "weaker"}
    stronger = moved(language, f"{beside} {done}", f"{beside} {denied}")
    assert facts(stronger) == {(act, "affirms", "denies"): "stronger"}
    alone = moved(language, denied, done)
    assert abs(alone.severity - weaker.severity) <= 2


TURNED = [
    (
        "es",
        "use",
        "Sus datos no se utilizarán para fines propios.",
        "Sus datos podrán utilizarse para fines propios.",
        "may",
    ),
    (
        "es",
        "transfer",
        "No se efectúan transferencias de datos fuera de Europa.",
        "Se efectúan transferencias de datos fuera de Europa.",
        "affirms",
    ),
    (
        "de",
        "transfer",
        "Eine Übermittlung in ein Drittland findet nicht statt.",
        "Eine Übermittlung in ein Drittland kann stattfinden.",
        "may",
    ),
    (
        "de",
        "sell",
        "Adressen verkaufen wir an niemanden.",
        "Adressen verkaufen wir an Händler.",
        "affirms",
    ),
    (
        "de",
        "share",
        "Über den Teilen-Knopf werden keine Daten an Dritte übertragen.",
        "Über den Teilen-Knopf werden Daten an Dritte übertragen.",
        "affirms",
    ),
    (
        "en",
        "share",
        "We no longer share your address with shops.",
        "We share your address with shops.",
        "affirms",
    ),
    (
        "de",
        "share",
        "Wir geben Ihre Daten nicht mehr an Händler weiter.",
        "Wir geben Ihre Daten an Händler weiter.",
        "affirms",
    ),
]


@pytest.mark.parametrize(
    ("language", "act", "denied", "done", "now"), TURNED, ids=[f"{r[0]}-{r[2]}" for r in TURNED]
)
def test_a_denial_turns(language: str, act: str, denied: str, done: str, now: str) -> None:
    comparison = moved(language, denied, done)
    assert facts(comparison) == {(act, "denies", now): "weaker"}
    assert not any("not mentioned" in reason for reason in comparison.reasons)


@pytest.mark.parametrize(
    ("language", "bounded"),
    [
        ("en", "We do not keep your data longer than needed."),
        ("de", "Wir speichern Ihre Daten nicht länger als nötig."),
        ("fr", "Nous ne conservons pas vos données plus longtemps que nécessaire."),
        ("es", "No conservamos sus datos más tiempo del necesario."),
        ("ar", "لا نحتفظ ببياناتك لفترة أطول من اللازم."),
    ],
)
def test_what_is_not_done_for_longer_is_done(language: str, bounded: str) -> None:
    plainly = {
        "en": "We keep your data.",
        "de": "Wir speichern Ihre Daten.",
        "fr": "Nous conservons vos données.",
        "es": "Conservamos sus datos.",
        "ar": "نحتفظ ببياناتك.",
    }
    assert not facts(moved(language, plainly[language], bounded))


def test_an_exception_goes_with_its_denial() -> None:
    beside = "No cedemos sus fotos."
    comparison = moved(
        "es",
        f"{beside} No cedemos sus datos a bancos, salvo orden judicial.",
        f"{beside} Cedemos sus datos a bancos.",
    )
    assert facts(comparison) == {("share", "denies", "affirms"): "weaker"}


def test_what_another_clause_may_say_is_not_called_unmentioned() -> None:
    comparison = moved("en", "We run a shop.", "We run a shop. We share your data with couriers.")
    assert "sharing: now stated (broader)" in comparison.reasons


def test_sentences_are_paired_with_what_became_of_them() -> None:
    before = "We keep logs. We never share photos with shops. The shop is open."
    after = "We keep logs. The shop is open. Sometimes we share photos with shops."
    assert changed_sentences(before, after) == (
        ("We never share photos with shops.", "Sometimes we share photos with shops."),
    )


def test_a_clause_written_anew_pairs_nothing() -> None:
    before = " ".join(f"Word {number} stood here." for number in range(60))
    after = " ".join(f"Word {number} stands there." for number in range(60))
    pairs = changed_sentences(before, after)
    assert len(pairs) == 120
    assert all(None in pair for pair in pairs)
