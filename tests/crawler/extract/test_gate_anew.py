"""What a page says that the document before did not say, and what a line says at a first look."""

from __future__ import annotations

import pytest

from crawler.extract import Extraction, PreviousText, extract, judge_against

NAME = "Corbel Ferries"
CLAUSES = (
    "We keep your name, your cabin and your card for two years.",
    "You may ask us to erase your personal data at any time.",
    "We share booking data with the harbour and with our insurer.",
)
# A line that stands in place of the document, and the reason.
LINES = {
    "en": ("Oops, nothing lives at this spot.", "soft_404"),
    "fr": ("Rien par ici, il n'y a plus rien à lire.", "soft_404"),
    "de": ("Hier ist leider gar nichts.", "soft_404"),
    "es": ("Por aquí no hay nada de nada.", "soft_404"),
    "ar": ("وصلت إلى مكان فارغ، لا شيء هنا.", "soft_404"),
    "he": ("אין כאן כלום, לצערנו.", "soft_404"),
}
LANGUAGES = pytest.mark.parametrize("language", LINES)


def _read(body: str, title: str = NAME) -> Extraction:
    page = f"<!doctype html><title>{title}</title><body>{body}</body>"
    return extract(page.encode(), content_type="text/html; charset=utf-8")


def _framed(inner: str) -> str:
    menu = "".join(f"<a href=/{label}>{label}</a> " for label in ("Tickets", "Decks", "Crew"))
    slogan = f"<p>{NAME}, from quay to quay</p>"
    return f"<div>{menu}<button>Sign in</button></div><div>{inner}{slogan}</div>"


def _policy(clauses: tuple[str, ...] = CLAUSES, name: str = "Privacy policy") -> str:
    return f"<h1>{name}</h1>" + "".join(f"<p>{clause}</p>" for clause in clauses * 8)


def _before(body: str) -> PreviousText:
    read = _read(body, title=f"Privacy policy - {NAME}")
    assert read.quality.ok
    return PreviousText(
        words=read.words, comparison_text=read.comparison.text, title=read.document.title
    )


@LANGUAGES
def test_the_frame_of_a_site_does_not_drown_what_a_page_says(language: str) -> None:
    said, reason = LINES[language]
    quality = judge_against(_read(_framed(f"<p>{said}</p>")), _before(_framed(_policy())))
    assert quality.reasons == (reason,)


@LANGUAGES
def test_a_line_that_sounds_like_a_message_is_held_at_a_first_look(language: str) -> None:
    said, reason = LINES[language]
    quality = judge_against(_read(f"<p>{said}</p>"), None)
    assert quality.reasons == (reason,)


def test_a_few_words_under_the_name_of_a_document_are_one() -> None:
    note = "<h1>Privacy policy</h1><p>We keep no data, and nothing of yours is here.</p>"
    assert judge_against(_read(note), None).ok


@pytest.mark.parametrize(
    "place",
    [
        "<main></main>",
        "<main aria-busy=true><i class=bar></i><i class=bar></i></main>",
        "<article><legal-text doc=7></legal-text></article>",
    ],
    ids=["main", "bars", "element"],
)
def test_an_empty_place_for_the_text_is_a_shell(place: str) -> None:
    page = _framed(f"{place}<script src=/app.js></script>")
    assert _read(page).quality.reasons == ("empty_shell",)
    assert judge_against(_read(page), _before(_framed(_policy()))).reasons == ("empty_shell",)


def test_an_open_dialog_after_which_the_page_is_called_is_the_message() -> None:
    dialog = (
        "<dialog open><h1>Biscuits first</h1><p>Our partners want to measure your visit with"
        " cookies. Nothing loads before you agree.</p><a class=btn href=#>Agree</a></dialog>"
    )
    read = _read(_framed(dialog), title="Biscuits first")
    assert judge_against(read, _before(_framed(_policy()))).reasons == ("consent_wall",)


INFORMAL = (
    "Hello! Here is who gets to see your details, and how to tell us to stop.",
    "Our server notes the page and the time, and forgets it after ten days.",
    "We save your nickname and what you bought, and wipe it when you leave us.",
    "Ask for a copy and we send one within a month, and never charge you for it.",
)


def test_a_document_rewritten_in_words_of_its_own_is_held_for_one_look() -> None:
    rewritten = _read(_framed(_policy(INFORMAL, "You and us")), title=f"You and us - {NAME}")
    quality = judge_against(rewritten, _before(_framed(_policy())))
    assert (quality.reasons, quality.lifts_after) == (("other_page",), 1)


def test_news_of_an_agreement_is_held() -> None:
    news = (
        "<h1>Corbel and the council sign a ten-year agreement</h1><p>Wick, 6 November. Ferries will"
        " run every twenty minutes from December, instead of every hour. Passengers have waited"
        " long enough, said director Ada Quill at the ceremony.</p><p>Notes to editors: founded in"
        " 1987, the company carries 62,000 passengers a day and employs 1,150 people.</p>"
    )
    read = _read(_framed(news), title="Corbel and the council sign a ten-year agreement")
    quality = judge_against(read, _before(_framed(_policy())))
    assert quality.reasons == ("other_page",)


def test_quotes_and_spaces_read_with_the_cyrillic_table() -> None:
    text = "Like every website,\u00a0we use cookies \u2014 \u201cyours\u201d stay with us.\u00a0 "
    garbled = (text * 6).encode().decode("cp1251", "replace")
    assert _read(f"<h1>Privacy policy</h1><p>{garbled}</p>").quality.reasons == ("mojibake",)


@pytest.mark.parametrize(
    ("written", "read", "text"),
    [
        ("latin-1", "mac_roman", "La protección de datos también recogió más términos ficción. "),
        ("cp850", "latin-1", "La política también recogió más años de atención y suscripción. "),
        ("cp1255", "cp1253", "אנו אוספים מידע על הלקוחות של החנות, ולא מוסרים את זה או אחר. "),
    ],
    ids=["macintosh", "dos", "hebrew_as_greek"],
)
def test_bytes_of_one_table_read_with_another(written: str, read: str, text: str) -> None:
    garbled = (text * 8).encode(written).decode(read, "replace")
    assert _read(f"<h1>{garbled[:30]}</h1><p>{garbled}</p>").quality.reasons == ("mojibake",)


def test_accents_hyphens_and_signs_in_their_places_are_none() -> None:
    text = (
        "ÖsterReich · l'«entité» d'État · ¿Qué es l·l? ¡Sí! 1ª vez, Daten\u00adschutz, 5 §§ ±2 °C. "
    )
    assert _read(_policy((text * 3, *CLAUSES))).quality.ok


def test_one_text_under_two_titles_is_judged_under_each() -> None:
    line = "We keep no data of yours at all"
    text = f"<h1>Privacy</h1><p>{line}</p>"
    assert [_read(text, title).quality.ok for title in (NAME, line, NAME)] == [True, False, True]
