"""One sentence or line at a time: what is the document's own date, and what is not."""

from __future__ import annotations

import pytest

from monitor.analysis.dates import find_stated_dates
from monitor.analysis.model import StatedDates
from monitor.analysis.text.languages import block_languages
from storage.document import Block, heading, list_item, paragraph, table_row


def dates_of(*blocks: Block) -> StatedDates:
    return find_stated_dates(blocks, block_languages(blocks))


def values(*blocks: Block) -> tuple[str | None, str | None]:
    """(effective, updated) of a document."""
    found = dates_of(*blocks)
    return (
        found.effective_on.value if found.effective_on else None,
        found.updated_on.value if found.updated_on else None,
    )


STATED = [
    ("Effective Date: 5 March 2024", "2024-03-05", None),
    (
        "This policy was last updated on March 5th, 2024 and is effective from April 1, 2024.",
        "2024-04-01",
        "2024-03-05",
    ),
    ("This policy was revised and is effective as of 8 April 2024.", "2024-04-08", "2024-04-08"),
    ("Last Updated/Effective Date: June 30, 2023", "2023-06-30", "2023-06-30"),
    ("Acme Privacy Policy. Last revised: 2024.03.05", None, "2024-03-05"),
    ("Date of entry into force: 12.05.2026", "2026-05-12", None),
    ("These terms enter into force on 12 May 2026.", "2026-05-12", None),
    ("(Last modified 3 Feb 2021)", None, "2021-02-03"),
    ("5 March 2024 (last updated)", None, "2024-03-05"),
    ("Stand: März 2021", None, "2021-03"),
    ("Stand: 2021", None, "2021"),
    ("Letzte Aktualisierung: 3.4.2023", None, "2023-04-03"),
    ("Diese Datenschutzerklärung ist aktuell gültig und hat den Stand Mai 2018.", None, "2018-05"),
    ("Diese AGB treten am 1. Juni 2022 in Kraft.", "2022-06-01", None),
    ("Diese Bedingungen gelten ab dem 1. Juni 2022.", "2022-06-01", None),
    ("Gültig ab: 01.06.2022", "2022-06-01", None),
    ("Zuletzt geändert am 1. Juni 2022", None, "2022-06-01"),
    ("Dernière mise à jour : 1er mars 2023", None, "2023-03-01"),
    ("Les présentes conditions entrent en vigueur le 1er mars 2023.", "2023-03-01", None),
    ("Date d'entrée en vigueur : 3 février 2022", "2022-02-03", None),
    ("Version en vigueur au 3 février 2022", "2022-02-03", None),
    ("Mis à jour le 03/02/2022", None, "2022-02-03"),
    (
        "La présente politique a été mise à jour pour la dernière fois en juin 2023.",
        None,
        "2023-06",
    ),
    ("Última actualización: 5 de marzo de 2024", None, "2024-03-05"),
    ("Fecha de entrada en vigor: 5 de marzo de 2024", "2024-03-05", None),
    ("Esta política fue actualizada por última vez el 5 de marzo del 2024.", None, "2024-03-05"),
    ("Esta política entra en vigor el 5 de marzo de 2024.", "2024-03-05", None),
    ("Vigente desde el 5 de marzo de 2024", "2024-03-05", None),
    ("آخر تحديث: ٥ مارس ٢٠٢٤", None, "2024-03-05"),
    ("تاريخ آخر تحديث: 5 آذار/مارس 2024", None, "2024-03-05"),
    ("تم تحديث سياسة الخصوصية هذه آخر مرة في 5 مارس 2024.", None, "2024-03-05"),
    ("تسري هذه السياسة اعتبارًا من 5 مارس 2024.", "2024-03-05", None),
    ("تدخل هذه الشروط حيز التنفيذ بتاريخ 1 كانون الثاني 2024", "2024-01-01", None),
    ("النسخة المؤرخة في 4 فيفري 2022", None, "2022-02-04"),
    ("وفقا للقانون المؤرخ في 5 مايو 2018 بشأن حماية البيانات", None, None),
    ("تاريخ السريان: 1445/09/15 هـ", "2024-03-25", None),
    ("تاريخ السريان: ١٥ رمضان ١٤٤٥هـ الموافق ٢٥ مارس ٢٠٢٤م", "2024-03-25", None),
    ("تاريخ النفاذ: 01/03/2024", "2024-03-01", None),
    ("سارية المفعول من تاريخ 1 يونيه 2024م", "2024-06-01", None),
    (
        "تمت مراجعة سياسة خصوصية المنصة وأصبحت سارية اعتبارًا من 8 أبريل 2024.",
        "2024-04-08",
        "2024-04-08",
    ),
    ("עודכן לאחרונה: 5 במרץ 2024", None, "2024-03-05"),
    ("עדכון אחרון: מרץ 2024", None, "2024-03"),
    ("מדיניות זו נכנסת לתוקף ביום 5.3.2024", "2024-03-05", None),
    ("בתוקף מיום 05/03/2024", "2024-03-05", None),
    ("תקנון זה בתוקף החל מ-5 במרץ 2024.", "2024-03-05", None),
    ('תאריך תחילה: ט"ו בשבט תשפ"ד', "2024-01-25", None),
    ("המדיניות עודכנה לאחרונה בתאריך 05.03.24", None, "2024-03-05"),
    ("מועד עדכון אחרון: 5 למרץ 2024", None, "2024-03-05"),
    ("נוסח זה תקף מיום 1 ביוני 2024", "2024-06-01", None),
    ("Version 2.3 dated 5 March 2024", None, "2024-03-05"),
    ("Last Updated: 20240305", None, "2024-03-05"),
    ("Last updated 5/13/24", None, "2024-05-13"),
    ("Last updated on: Tuesday, 5th of March, 2024", None, "2024-03-05"),
    ("LAST UPDATED MARCH 5, 2024", None, "2024-03-05"),
    ("Last Updated:March 5,2024.", None, "2024-03-05"),
    ("Policy last reviewed and updated: 05 Mar 2024", None, "2024-03-05"),
    ("Posted: March 5, 2024; Effective: April 5, 2024", "2024-04-05", "2024-03-05"),
    ("Revision date: 5-Mar-2024", None, "2024-03-05"),
    ("We last updated this Privacy Notice on March 5, 2024.", None, "2024-03-05"),
    ("The date this privacy policy was last updated is March 5, 2024.", None, "2024-03-05"),
    (
        "These Terms were last modified on 5 March 2024. Archived versions: 3 May 2020.",
        None,
        "2024-03-05",
    ),
    ("Updated March 2024", None, "2024-03"),
    ("Datenschutzerklärung (Stand 05/2018)", None, "2018-05"),
    ("Version: 1.0 | Stand: 12. Mai 2021 | Seite 3", None, "2021-05-12"),
    ("נכון לתאריך 5.3.2024", None, "2024-03-05"),
    ("اخر تحديث 5/13/2024", None, "2024-05-13"),
    ("Fecha de última revisión: marzo de 2024", None, "2024-03"),
    ("Versión 2 - mayo 2024", None, "2024-05"),
    ("v3.1 – May 2024", None, "2024-05"),
    ("الإصدار 2.0 - مايو 2024", None, "2024-05"),
    ("الإصدار الثاني – مايو 2024", None, "2024-05"),
    ("آخر تحديث: 2024م — نراجعها كل سنة", None, "2024"),
    ("Last updated: 2024 | All rights reserved", None, "2024"),
    (
        "This policy was updated on 5 May 2024 and is effective as of that date.",
        "2024-05-05",
        "2024-05-05",
    ),
    (
        "Esta política entra en vigor el 5 de mayo de 2024 y se actualizó esta misma fecha.",
        "2024-05-05",
        "2024-05-05",
    ),
    ("תקנון זה עודכן ביום 5.5.2024 ונכנס לתוקף מתאריך זה", "2024-05-05", "2024-05-05"),
    ("تم تحديث هذه السياسة في 5 مايو 2024 وتسري من هذا التاريخ", "2024-05-05", "2024-05-05"),
    (
        "Updated on 5 May 2024; the previous version was effective until that date.",
        None,
        "2024-05-05",
    ),
    ("Dernière révision : juillet 2024 · Statut : textes légaux à relire", None, "2024-07"),
    ("Terms of Use of Acme Web Services Europe (Stand: 08.2024)", None, "2024-08"),
    ("تاريخ الإصدار: 25/02/2024 | تاريخ المراجعة القادمة: 25/02/2026", None, "2024-02-25"),
    ("Version 5 May 2024", None, "2024-05-05"),
    ("Stand: 05/24", None, "2024-05"),
    ("Diese AGB sind ab dem 5. Mai 2024 gültig.", "2024-05-05", None),
    ("Diese Richtlinie ist seit dem 5. Mai 2024 in Kraft.", "2024-05-05", None),
    ("Diese Datenschutzerklärung wurde im Mai 2024 erstellt.", None, "2024-05"),
    ("Tag des Inkrafttretens: 5. Mai 2024", "2024-05-05", None),
    ("Redaktionsstand: Mai 2024", None, "2024-05"),
    ("Date of effect: 5 May 2024", "2024-05-05", None),
    ("Conditions valables à compter du 5 mai 2024", "2024-05-05", None),
    ("أخر تحديت لسياسة الخصوصية، 5 ماي 2024", None, "2024-05-05"),
    ("عُدّلت بتاريخ 5 مايو 2024", None, "2024-05-05"),
    ("מדיניות זו נכנסה לתוקפה ביום 5.5.2024", "2024-05-05", None),
    ("נכון למאי 2024", None, "2024-05"),
    ("עודכן לאחרונה: 5 ביול' 2024", None, "2024-07-05"),
    ("Stand: 5. Feber 2024", None, "2024-02-05"),
    (
        "تسري هذه السياسة اعتبارًا من 5 مايو 2024، وتحل محل كل ما نشرناه قبلها على هذا الموقع.",
        "2024-05-05",
        None,
    ),
]


@pytest.mark.parametrize(
    ("line", "effective", "updated"), STATED, ids=[f"{n:02}" for n in range(len(STATED))]
)
def test_a_date_that_a_document_states(
    line: str, effective: str | None, updated: str | None
) -> None:
    assert values(heading("-"), paragraph("."), paragraph(line), paragraph(".")) == (
        effective,
        updated,
    )


NOT_STATED = [
    "The GDPR, effective May 25, 2018, gives you rights.",
    "Effective January 1, 2020, the California Consumer Privacy Act gives residents rights.",
    "The previous version of this policy, effective 1 May 2020, is archived.",
    "© 2024 Acme. All rights reserved.",
    "As of January 1, 2024 we have received no national security letters.",
    "Our new Privacy Policy will take effect on 1 May 2030. Read the upcoming version.",
    "These Terms replace the terms dated 3 March 2020.",
    "The Terms of Service in effect from 1 May 2020 to 3 June 2021 are here.",
    "Law No. 25 of 2022 came into force on 1 January 2023.",
    "Die DSGVO gilt ab dem 25. Mai 2018.",
    "La loi du 6 janvier 1978 modifiée le 20 juin 2018",
    "La Ley Orgánica 3/2018, de 5 de diciembre de 2018, entró en vigor el 7 de diciembre de 2018.",
    "صدر نظام حماية البيانات الشخصية ويسري اعتبارًا من 14 سبتمبر 2023",
    "תיקון 13 לחוק הגנת הפרטיות נכנס לתוקף ביום 14.8.2025",
    "בתוקף מיום 1.2.2024 ועד יום 31.12.2024",
    "Tarif gültig ab 1. Februar 2024 bis zum 31. März 2024",
    "Our prices are effective from 1 January 2024",
    "Das TTDSG gilt seit dem 1. Dezember 2021.",
    "Standard Contractual Clauses approved on 4 June 2021",
    "ISO 27001 certificate valid from 5 May 2023",
    "الأسعار سارية اعتبارا من 1 يناير 2024",
    "המחירים בתוקף מיום 1.1.2024",
    "Effective May 5, 2023, people who live in that state may ask us for a copy.",
    "© Acme, 5 May 2023",
    "Our policy has changed since March 5, 2024",
    "You must be born before 1 January 2006. Our subscription began on 3 March 2023.",
    "This Agreement is effective as of the date you click accept. Copyright 2024.",
    "آخرین به‌روزرسانی: ۱۵ فروردین ۱۴۰۳",
    "ساري المفعول من 1/1/2024 حتى 31/12/2024",
    "Effective from 1 January 2024 until 31 December 2024",
    "The Data Protection Act 2018 applies from 25 May 2018.",
    "Addendum effective 1 March 2024: ...",
    "Effective date: [DATE]",
]


@pytest.mark.parametrize("line", NOT_STATED, ids=[f"{n:02}" for n in range(len(NOT_STATED))])
def test_a_date_that_is_not_the_documents(line: str) -> None:
    assert values(heading("-"), paragraph("."), paragraph(line), paragraph(".")) == (None, None)


def test_a_label_on_the_line_above() -> None:
    assert values(heading("Terms"), paragraph("Last updated:"), paragraph("3 May 2023")) == (
        None,
        "2023-05-03",
    )
    assert values(
        heading("سياسة"), paragraph("تاريخ السريان"), paragraph("٣ مايو ٢٠٢٣ - نسخة أولى")
    ) == ("2023-05-03", None)


def test_a_label_in_the_cell_beside_it() -> None:
    assert values(table_row(["Effective date", "3 May 2023"]), table_row(["Owner", "Ann"])) == (
        "2023-05-03",
        None,
    )


def test_a_bare_date_near_the_title_counts_only_where_nothing_is_labelled() -> None:
    bare = [heading("Terms", 1), paragraph("jueves, 3 de mayo de 2023"), paragraph("Text.")]
    assert values(*bare) == (None, "2023-05-03")
    labelled = paragraph("En vigor desde el 1 de junio de 2023.")
    assert values(*bare, labelled) == ("2023-06-01", None)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Vienna, July 2024", "2024-07"),
        ("4 July 2024 (View archived versions)", "2024-07-04"),
        ("Privacy policy (June 2022)", "2022-06"),
        ("Le 9 décembre 2019", "2019-12-09"),
        ("[1] May 2026", "2026-05-01"),
    ],
)
def test_a_bare_date_may_have_a_place_or_a_remark(line: str, value: str) -> None:
    assert values(heading("-", 1), paragraph(line), paragraph("Text.")) == (None, value)


@pytest.mark.parametrize(
    "line",
    [
        "Berlin, den 5. Mai 2024",
        "Fait à Paris, le 5 mai 2024",
        "Ciudad Real, a 5 de mayo de 2024",
        "Datenschutzerklärung vom 5. Mai 2024",
        "Privacy Policy – 5 May 2024",
        "מדיניות פרטיות – 5 במאי 2024",
    ],
)
def test_a_bare_date_may_follow_a_place_or_the_name_of_the_document(line: str) -> None:
    assert values(heading("Acme"), paragraph(line), paragraph(".")) == (None, "2024-05-05")


@pytest.mark.parametrize(
    "line", ["Archived policy – 5 May 2024", "Verordnung vom 5. Mai 2024", "Acme – 5 May 2024"]
)
def test_a_name_of_something_else_dates_nothing(line: str) -> None:
    assert values(heading("Acme"), paragraph(line), paragraph(".")) == (None, None)


def test_the_day_above_the_title_is_what_day_it_is() -> None:
    today = paragraph("יום שלישי, ספטמבר 5, 2023")
    assert values(today, heading("תנאי שימוש"), paragraph(".")) == (None, None)
    assert values(heading("תנאי שימוש"), today, paragraph(".")) == (None, "2023-09-05")


def test_a_log_of_one_date_speaks_of_this_version() -> None:
    line = paragraph("This is version 1 of our policy, effective 5 May 2024.")
    assert values(heading("Policy"), heading("Version history", 2), line) == ("2024-05-05", None)


def test_an_item_that_lost_its_day_is_refused() -> None:
    assert values(heading("-", 1), list_item("Juni 2017", ordered=True)) == (None, None)


def test_a_bare_date_in_the_middle_is_no_date_of_the_document() -> None:
    middle = [paragraph("Text.")] * 20
    assert values(*middle, paragraph("3 May 2023"), *middle) == (None, None)


def test_a_line_with_a_clock_is_a_byline() -> None:
    assert values(heading("News", 1), paragraph("2018-02-07 08:58:38")) == (None, None)


def test_the_newest_row_of_a_version_table_and_of_a_list_of_versions() -> None:
    rows = [table_row(row) for row in (["1.0", "3 May 2021"], ["2.0", "4 June 2023"])]
    table = [table_row(["Version", "Effective date"], header=True), *rows]
    assert values(heading("Notice"), *table) == ("2023-06-04", None)
    versions = [list_item("Version 1, 3 May 2021"), list_item("Version 2, 4 June 2023")]
    assert values(heading("Notice"), *versions) == (None, "2023-06-04")


def test_the_end_of_an_earlier_version_is_no_row_of_a_log() -> None:
    rows = [list_item("Version applicable jusqu'au 5 mars 2024"), list_item("3 mai 2020")]
    log = heading("Historique des versions", 2)
    assert values(heading("CGU"), log, rows[0]) == (None, None)
    assert values(heading("CGU"), log, *rows) == (None, "2020-05-03")


def test_the_first_line_of_a_long_page_is_its_title_and_not_the_heading_of_a_log() -> None:
    blocks = [heading("Privacy Policy: summary of changes", 1), paragraph("Effective: 1 May 2025")]
    text = [paragraph("We keep your data safe.") for _ in range(80)]
    assert values(*blocks, *text) == ("2025-05-01", None)


def test_a_table_of_other_things_has_no_versions() -> None:
    table = [
        table_row(["Cookie", "Date"], header=True),
        table_row(["sid", "3 May 2021"]),
        table_row(["lang", "4 June 2023"]),
    ]
    assert values(heading("Cookies"), *table) == (None, None)


def test_the_first_of_two_equally_sure_dates_counts() -> None:
    assert values(
        paragraph("Last updated: 4 June 2023"),
        paragraph("Text."),
        paragraph("Last updated: 3 May 2021"),
    ) == (None, "2023-06-04")


def test_the_words_are_given_as_they_stand() -> None:
    found = dates_of(heading("תקנון"), paragraph("תקף החל מ־\u206819 ביוני 2017\u2069."))
    assert found.effective_on is not None
    assert found.effective_on.text == "19 ביוני 2017"
    assert found.effective_on.label == "תקף החל מ"
    assert found.effective_on.block == 1
    assert found.effective_on.precision == "day"


def test_a_month_of_another_calendar_is_refused() -> None:
    assert values(heading("سياسة"), paragraph("آخر تحديث: رمضان 1445 هـ")) == (None, None)


def test_a_day_that_does_not_exist_is_refused() -> None:
    assert values(paragraph("Last updated: 31 February 2023")) == (None, None)
