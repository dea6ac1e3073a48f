"""The one line, and what is counted as news: invented policies before and after."""

from __future__ import annotations

import pytest

from monitor.alerts.catalogue import words_of
from monitor.alerts.model import ChangeContent
from monitor.alerts.runs import plain_text
from monitor.alerts.safe_text import FSI, PDI
from monitor.alerts.stored import change_from_json
from monitor.alerts.wording import summary_words
from monitor.analysis import Comparison, analyse, compare, comparison_json
from storage.document import Block, Document, heading, paragraph, table_row

FIRST = (heading("Privacy of Nordwind", 1), paragraph("Nordwind runs a shop for kites."))


def compared(before: list[Block], after: list[Block], language: str = "en") -> Comparison:
    old, new = (
        analyse(Document(blocks=(*FIRST, *blocks)), language=language) for blocks in (before, after)
    )
    return compare(old, new)


def clause(title: str, *texts: str) -> list[Block]:
    return [heading(title), *(paragraph(text) for text in texts)]


def test_recipients_of_several_rows_are_named_together() -> None:
    title = [heading("Our list of sub-processors"), table_row(["Name", "Service"], header=True)]
    rows = [table_row([name, "Hosting"]) for name in ("Bluemill Ltd", "Sandbank Pay Inc", "Ostkai")]
    said = compared(title, [*title, *rows]).summary
    assert said == "Sub-processors added: Bluemill, Sandbank Pay, Ostkai; date not updated"


def test_verbs_of_one_category_stand_together() -> None:
    keep = "We keep orders as long as the law on taxes demands that we keep them."
    gone = "Backups of our servers are kept until the year after the next has ended."
    come = "Letters of the lawyers who act for us are stored until a case has ended."
    before = clause("How long we keep data", keep, gone, "We keep backups.")
    after = clause("How long we keep data", keep, "We keep backups.", come)
    assert compared(before, after).summary == (
        'Retention removed: "Backups of our servers are kept until the year after the next…" '
        "(also 1 added); date not updated"
    )


RULES = [
    ("en", "Rules", "Visitors must leave before sunset."),
    ("fr", "Règles", "Les visiteurs doivent partir avant le coucher du soleil."),
    ("de", "Regeln", "Besucher müssen vor Sonnenuntergang gehen."),
    ("es", "Reglas", "Los visitantes deben irse antes de la puesta del sol."),
    ("ar", "القواعد", "على الزوار المغادرة قبل غروب الشمس."),
    ("he", "כללים", "על המבקרים לעזוב לפני השקיעה."),
]


@pytest.mark.parametrize(("language", "title", "text"), RULES, ids=[row[0] for row in RULES])
def test_a_clause_of_which_no_fact_is_told_is_quoted(language: str, title: str, text: str) -> None:
    """In the summary, and in the line that a reader of that language gets."""
    added = compared(clause(title), clause(title, text), language)
    assert added.summary == f'Other text added: "{text[:-1]}"; date not updated'
    removed = compared(clause(title, text), clause(title), language)
    assert removed.summary == f'Other text removed: "{text[:-1]}"; date not updated'
    for found in (added, removed):
        change = change_from_json(comparison_json(found))
        assert text[:-1] in plain_text(summary_words(words_of(language), change))
        assert f"{FSI}{text[:-1]}{PDI}" in plain_text(summary_words(words_of("de"), change))


def test_of_a_clause_reworded_in_many_places_the_longest_is_quoted() -> None:
    before = "Guests may fly kites here from dawn to dusk and ask the warden for string."
    after = (
        "All guests may fly kites on the north beach while the lifeguards are there, and in autumn "
        "ask the warden for string."
    )
    found = compared(clause("Rules", before), clause("Rules", after))
    assert found.summary == (
        'Other text reworded: "here from dawn to dusk and" -> "on the north beach while the '
        'lifeguards…"; date not updated'
    )
    change = change_from_json(comparison_json(found))
    assert said(change, "de") == (
        "Sonstiges: geändert (here from dawn to dusk and → on the north beach while the "
        "lifeguards…); Datum nicht aktualisiert"
    )


def test_the_same_words_are_told_once() -> None:
    before, after = (
        [
            *clause("Writing to us", f"Write to Nordwind, {street}."),
            *clause("Rules", f"Kites: {street}."),
        ]
        for street in ("12 Gull Lane", "7 Heron Street")
    )
    assert compared(before, after).summary.count("Heron") == 1


def test_equal_facts_of_two_categories_are_two() -> None:
    """What was denied of selling and of sharing."""
    texts = "We {} sell personal data.", "We {} share personal data with third parties."
    before, after = (
        [block for text in texts for block in clause("A", text.format(said))]
        for said in ("do not", "may")
    )
    assert compared(before, after).summary == (
        "Sale: selling was denied, now possible; sharing: was denied, now possible; date not "
        "updated"
    )


def test_a_quotation_does_not_end_within_and_does_not_turn_our_words_round() -> None:
    text = 'שלחו דוא"ל אל "מורה העפיפונים" <!channel>.'
    found = compared(clause("כללים"), clause("כללים", text), "he")
    assert found.summary == (
        "Other text added: \"שלחו דוא״ל אל 'מורה העפיפונים' <!channel>\"; date not updated"
    )
    change = change_from_json({**comparison_json(found), "summary": found.summary})
    runs = summary_words(words_of("en"), change)
    assert [one.text for one in runs if one.isolated] == [
        "\"שלחו דוא״ל אל 'מורה העפיפונים' <!channel>\""
    ]


def said(change: ChangeContent, language: str) -> str:
    return "".join(one.text for one in summary_words(words_of(language), change))


def test_a_new_denial_is_not_told_as_if_it_were_done() -> None:
    after = clause("Selling of data", "We do not sell your personal data to anybody.")
    assert compared([], after).summary == "Sale: selling now denied; date not updated"


@pytest.mark.parametrize(
    ("language", "use", "denial"),
    [
        (
            "en",
            "We use cookies of Bluemill Analytics to understand how visitors use our site.",
            "We never sell your data to advertisers.",
        ),
        (
            "he",
            "אנו משתמשים בשירות Bluemill Analytics כדי לספור ביקורים.",
            "איננו מוכרים את המידע שלך למפרסמים.",
        ),
        (
            "ar",
            "نستخدم خدمة Bluemill Analytics لعد الزيارات.",
            "ولا نبيع بياناتك للمعلنين.",
        ),
    ],
)
def test_who_is_named_beside_a_denial_of_sale_is_sold_nothing(
    language: str, use: str, denial: str
) -> None:
    before = [paragraph(denial)]
    said = compared(before, [*before, paragraph(f"{use} {denial}")], language).summary
    assert said.startswith(("Use", "Cookies", "Sub-processors", "Sharing"))
    assert "sale" not in said.lower()


def test_a_period_that_is_gone_is_named() -> None:
    before = clause("How long we keep data", "We keep log files for 90 days on our servers.")
    after = clause("How long we keep data", "We keep log files while we need them on our servers.")
    assert (
        compared(before, after).summary == "Retention: 90 days no longer stated; date not updated"
    )


def test_a_denial_of_sale_that_went_is_news_and_loud() -> None:
    text = "We collect your name, your address, your orders and all that you write to us."
    before = [*clause("What we collect", text), *clause("Sale", "We do not sell your data.")]
    after = clause("What we collect", text.replace("write to us", "write to our shop and to us"))
    found = compared(before, after)
    assert "sale" in found.categories
    assert found.severity >= 65
    assert found.summary.startswith("Sale: selling no longer denied")


def test_a_denial_of_sale_that_stands_elsewhere_is_no_loss() -> None:
    kept = clause("Your rights", "You may object. We do not sell your personal data.")
    before = [*clause("Sale", "We never sell your data to anybody else."), *kept]
    facts = [fact for one in compared(before, kept).clause_changes for fact in one.facts]
    assert not [fact for fact in facts if fact.fact == "sell"]


def test_an_age_that_is_still_stated_is_no_fact() -> None:
    before = clause(
        "Children", "You must be 18 years old. If you are under 18, please leave us now."
    )
    after = clause("Children", "You must be 18 years old. We close accounts of younger people.")
    facts = [fact for one in compared(before, after).clause_changes for fact in one.facts]
    assert not [fact for fact in facts if fact.fact == "age"]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param(
            "en",
            "We will not use your data for advertising by e-mail unless you agree in the settings.",
            "We will use your data for advertising by e-mail only if you agree in the settings.",
            id="en",
        ),
        pytest.param(
            "fr",
            "Vos données ne sont partagées avec nos partenaires que si vous y consentez.",
            "Vos données sont partagées avec nos partenaires uniquement si vous y consentez.",
            id="fr",
        ),
        pytest.param(
            "ar",
            "لا نشارك بياناتك مع شركائنا إلا إذا وافقت على ذلك في الإعدادات.",
            "نشارك بياناتك مع شركائنا فقط إذا وافقت على ذلك في الإعدادات.",
            id="ar",
        ),
        pytest.param(
            "he",
            "לא נשתף את המידע שלך עם שותפינו אלא אם תסכים לכך בהגדרות.",
            "נשתף את המידע שלך עם שותפינו רק אם תסכים לכך בהגדרות.",
            id="he",
        ),
    ],
)
def test_not_unless_is_only_if(language: str, before: str, after: str) -> None:
    found = compared(clause("1", before), clause("1", after), language)
    facts = [fact for one in found.clause_changes for fact in one.facts]
    assert not [fact for fact in facts if fact.before == "denies" or fact.after == "denies"]
    assert found.severity < 65


def test_data_named_in_a_denial_are_not_collected() -> None:
    before = clause("What we collect", "We collect your name and your e-mail address.")
    after = clause(
        "What we collect",
        "We collect your name and your e-mail address. We do not collect your passport.",
    )
    facts = [fact for one in compared(before, after).clause_changes for fact in one.facts]
    assert [fact.fact for fact in facts] == ["collect"]


def test_a_way_to_pay_is_no_loud_recipient() -> None:
    text = "You can pay the price of a kite by card"
    before = clause("Prices and payment", f"{text}.")
    after = clause("Prices and payment", f"{text} or through Stripe when you order from our shop.")
    assert compared(before, after).severity < 65


def test_an_exception_is_judged_by_its_own_sentence() -> None:
    before = clause(
        "How we use data",
        "We may use your orders to train our models, unless you have switched that off in the "
        "settings. We do not use your photos for that with any other shop.",
    )
    after = clause(
        "How we use data",
        "We may use your orders to train our models. We do not use your photos for that with "
        "any shop.",
    )
    facts = [fact for one in compared(before, after).clause_changes for fact in one.facts]
    assert [(fact.before, fact.direction) for fact in facts] == [
        ("unless you have switched that off in the settings", "weaker")
    ]


def test_words_that_changed_beside_the_date_are_not_denied() -> None:
    old, new = (
        [paragraph(f"Last updated: {day} May 2026"), *clause("The shop", text)]
        for day, text in (("4", "We sell kites in our shop."), ("18", "We sell kites in the shop."))
    )
    found = compared(old, new)
    assert found.change_class.value == "date_only"
    assert found.summary.startswith("The date changed; besides wording only: small words; updated")


def test_nothing_but_the_date() -> None:
    old, new = (
        [paragraph(f"Last updated: {day} May 2026"), *clause("The shop", "It sells kites.")]
        for day in ("4", "18")
    )
    assert compared(old, new).summary.startswith("Only the date changed; updated")
