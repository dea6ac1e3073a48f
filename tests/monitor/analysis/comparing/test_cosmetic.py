"""What means nothing, and what looks as if it did."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from monitor.analysis import Analysis, compare
from storage.document import Block, Link, heading, list_item, paragraph, table_row

Make = Callable[..., Analysis]

TEXT = [
    heading("Privacy of Nordwind", 1),
    heading("What we collect"),
    paragraph("We collect your name and your postal address when you order."),
    heading("How we share data"),
    paragraph("We share your orders with the carrier that delivers them."),
    heading("Your rights"),
    paragraph("You may ask for a copy of your data at any time."),
]


def material(old: Analysis, new: Analysis) -> str:
    return compare(old, new).material.value


@pytest.mark.parametrize(
    "added",
    [
        pytest.param([list_item(block.text) for block in TEXT[1::2]], id="contents as a list"),
        pytest.param(
            [paragraph("What we collect How we share data Your rights")], id="contents in a line"
        ),
        pytest.param([paragraph("Back to top")], id="furniture"),
        pytest.param([paragraph("العودة إلى الأعلى")], id="arabic furniture"),
        pytest.param([paragraph("חזרה למעלה")], id="hebrew furniture"),
        pytest.param(
            [paragraph("Imprint and press", (Link(start=0, end=17, href="/press"),))], id="menu"
        ),
        pytest.param(
            [heading("Was this article helpful?"), paragraph("Tell us what was missing in it.")],
            id="feedback widget",
        ),
        pytest.param([paragraph("© 2026 Nordwind. All rights reserved.")], id="copyright line"),
        pytest.param([TEXT[2]], id="a sentence said twice"),
        pytest.param([paragraph("—"), paragraph("* * *")], id="no words"),
    ],
)
def test_page_furniture_means_nothing(analysis_of: Make, added: Sequence[Block]) -> None:
    old, new = analysis_of(TEXT), analysis_of([*TEXT, *added])
    assert material(old, new) == "none"
    assert material(new, old) == "none"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Ask [email protected] now.", "Ask it@nordwind.example now.", id="mailbox"),
        pytest.param("© 2024 Nordwind, made by us.", "© 2025 Nordwind, made by us.", id="year"),
        pytest.param(
            "We recieve your orders in writing.", "We receive your orders in writing.", id="slip"
        ),
        pytest.param(
            "See http://nordwind.example/a for this.",
            "See https://nordwind.example/b for this.",
            id="address",
        ),
        pytest.param(
            "We don't ask for your age.",
            "We do not ask for your age.",
            id="contraction",
        ),
        pytest.param("3. Scope of these terms", "4. Scope of these terms", id="number"),
    ],
)
def test_wording_that_means_nothing(analysis_of: Make, before: str, after: str) -> None:
    old = analysis_of([*TEXT, paragraph(before)])
    new = analysis_of([*TEXT, paragraph(after)])
    assert material(old, new) == "none"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "We do not share your data; ask [email protected] about it.",
            "We share your data; ask [email protected] about it.",
            id="a negation beside a hidden mailbox",
        ),
        pytest.param(
            "We keep your orders for 30 days.", "We keep your orders for 36 days.", id="a number"
        ),
        pytest.param(
            "We may share your data with others.",
            "We must share your data with others.",
            id="a modal",
        ),
        pytest.param(
            "Before 1 March 2025 you may object to the sharing of your data.",
            "Before 1 June 2025 you may object to the sharing of your data.",
            id="a date that a clause speaks of",
        ),
    ],
)
def test_small_wording_that_means_much(analysis_of: Make, before: str, after: str) -> None:
    old = analysis_of([*TEXT, paragraph(before)])
    new = analysis_of([*TEXT, paragraph(after)])
    assert material(old, new) != "none"


def test_a_name_replaced_everywhere_is_a_rename(analysis_of: Make) -> None:
    old = [paragraph(f"Rule {n}: the Orchid app shares your data kindly.") for n in "abcd"]
    new = [paragraph(f"Rule {n}: the Tulip app shares your data kindly.") for n in "abcd"]
    comparison = compare(analysis_of(old), analysis_of(new))
    assert comparison.material.value == "none"
    assert "rename only (4)" in comparison.reasons


def test_a_denial_that_vanishes_everywhere_is_no_rename(analysis_of: Make) -> None:
    old = [paragraph(f"Rule {n}: we do not share your data.") for n in "abcd"]
    new = [paragraph(f"Rule {n}: we do share your data.") for n in "abcd"]
    assert material(analysis_of(old), analysis_of(new)) == "material"


def test_one_act_replaced_by_another_everywhere_is_no_rename(analysis_of: Make) -> None:
    old = [paragraph(f"Rule {n}: we may share your personal data.") for n in "abcd"]
    new = [paragraph(f"Rule {n}: we may sell your personal data.") for n in "abcd"]
    assert material(analysis_of(old), analysis_of(new)) == "material"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "Each party may end these terms at any time.",
            "I.2.a. Each party may end these terms at any time.",
            id="letters and figures",
        ),
        pytest.param("2.5 Do not harm others.", "(e) Do not harm others.", id="another style"),
        pytest.param("7.4 Le client paie.", "7.3 Le client paie.", id="without a mark"),
        pytest.param(
            "8.6 Your content. We keep it here. 8.7 Monitoring. We may look at it.",
            "9.6 Your content. We keep it here. 9.7 Monitoring. We may look at it.",
            id="parts of one block",
        ),
        pytest.param(
            "22. Disputes. Opt out as subsections 14 and 15 say.",
            "Disputes. Opt out as subsections 13 and 14 say.",
            id="number and references at once",
        ),
        pytest.param(
            "Droit d'accès (article 15 du RGPD).", "Droit d'accès (art. 15 du RGPD).", id="art."
        ),
        pytest.param("١. نجمع اسمك وعنوانك.", "٢. نجمع اسمك وعنوانك.", id="arabic figures"),
        pytest.param("2-نجمع اسمك وعنوانك.", "3-نجمع اسمك وعنوانك.", id="arabic dash"),
    ],
)
def test_another_number_means_nothing(analysis_of: Make, before: str, after: str) -> None:
    old = analysis_of([*TEXT, paragraph(before)])
    new = analysis_of([*TEXT, paragraph(after)])
    assert material(old, new) == "none"
    assert material(new, old) == "none"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("30-day notice is given.", "60-day notice is given.", id="days"),
        pytest.param("3.5 million users agreed.", "4.5 million users agreed.", id="millions"),
        pytest.param("U.S. residents may object.", "Residents may object.", id="country"),
        pytest.param(
            "We keep it. 30 Days later it is gone.",
            "We keep it. 60 Days later it is gone.",
            id="count",
        ),
    ],
)
def test_a_number_that_counts_something_is_no_numbering(
    analysis_of: Make, before: str, after: str
) -> None:
    old = analysis_of([*TEXT, paragraph(before)])
    new = analysis_of([*TEXT, paragraph(after)])
    assert material(old, new) != "none"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "You may object here at any time.",
            "You may object here (opens in a new window) at any time.",
            id="en",
        ),
        pytest.param(
            "Vous pouvez vous opposer ici à tout moment.",
            "Vous pouvez vous opposer ici (ouvre une nouvelle fenêtre) à tout moment.",
            id="fr",
        ),
        pytest.param(
            "Sie können hier widersprechen.",
            "Sie können hier (öffnet in einem neuen Fenster) widersprechen.",
            id="de",
        ),
        pytest.param(
            "يمكنك الاعتراض هنا في أي وقت.",
            "يمكنك الاعتراض هنا (يفتح في نافذة جديدة) في أي وقت.",
            id="ar",
        ),
        pytest.param(
            "ניתן להתנגד כאן בכל עת.", "ניתן להתנגד כאן (נפתח בחלון חדש) בכל עת.", id="he"
        ),
        pytest.param(
            "We rely on model clauses (which can be found here) for this.",
            "We rely on model clauses for this.",
            id="pointer",
        ),
    ],
)
def test_what_is_said_of_a_link_means_nothing(analysis_of: Make, before: str, after: str) -> None:
    old = analysis_of([*TEXT, paragraph(before)])
    new = analysis_of([*TEXT, paragraph(after)])
    assert material(old, new) == "none"
    assert material(new, old) == "none"


def test_a_line_that_states_a_date_may_be_worded_anew(analysis_of: Make) -> None:
    before = "Cette Politique des cookies a été mise à jour le 17 janvier 2022."
    after = "Cette Politique relative aux cookies a été mise à jour le 16 juin 2025."
    old = analysis_of([*TEXT, paragraph(before)], updated="17 janvier 2022")
    new = analysis_of([*TEXT, paragraph(after)], updated="16 juin 2025")
    assert compare(old, new).change_class.value == "date_only"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "Write to errata2025 (at) nordwind.example to delete it.",
            "Write to errata2026 (at) nordwind.example to delete it.",
            id="hidden mailbox",
        ),
        pytest.param(
            "Dr. Ada Lind, privacy@nordwind.example (e-mail)",
            "Dr. Sofia Maria Krebs, privacy@nordwind.example (e-mail)",
            id="another officer",
        ),
        pytest.param(
            "Cancel by a letter to Nordwind, 34 N. Harbour Blvd, Suite 17, Lowtown, UT 84043.",
            "Cancel by a letter to Nordwind, 108 S River Parkway Suite 39 Uptown, UT 84095.",
            id="american address",
        ),
        pytest.param(
            "Nordwind Ltd 10 HARBOUR TERRACE D02 T380 IRELAND",
            "Nordwind Ltd 10 HARBOUR TERRACE D02 T380 IRELAND DUBLIN 2, D02T380",
            id="irish address",
        ),
    ],
)
def test_who_can_be_reached_is_contact_and_minor(
    analysis_of: Make, before: str, after: str
) -> None:
    old = analysis_of([*TEXT, paragraph(before)])
    new = analysis_of([*TEXT, paragraph(after)])
    comparison = compare(old, new)
    assert comparison.material.value == "minor"
    assert [category.value for category in comparison.categories] == ["contact"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            ("_acme", "Analytics", "2 years", ".nordwind.example"),
            ("_acme", "Analytics", "2 years", ".nordwind.example, shop.nordwind.example"),
            "minor",
            id="one more site",
        ),
        pytest.param(
            ("_acme", "Session cookie", "session", ".nordwind.example"),
            ("_acme", "Counts visitors for our partners", "session", ".nordwind.example"),
            "material",
            id="another purpose",
        ),
    ],
)
def test_rows_of_cookies(
    analysis_of: Make, before: tuple[str, ...], after: tuple[str, ...], expected: str
) -> None:
    table = [
        heading("List of cookies"),
        table_row(("Cookie", "Purpose", "Duration", "Site"), header=True),
    ]
    old = analysis_of([*TEXT, *table, table_row(before)])
    new = analysis_of([*TEXT, *table, table_row(after)])
    comparison = compare(old, new)
    assert comparison.material.value == expected
    assert [category.value for category in comparison.categories] == ["cookies"]


PARTS = [
    "Lost kites. We look for a kite that was lost for as long as the wind allows us to.",
    "Found kites. Whoever finds a kite may keep it until the owner of it has been found.",
    "Torn kites. We share the address of the owner with the tailor who mends the kite.",
]


def test_a_block_that_was_split_and_changed_is_told_for_the_change(analysis_of: Make) -> None:
    parts = [f"11.{number} {text}" for number, text in enumerate(PARTS, 1)]
    whole = f"{' '.join(parts)} 11.4 Old kites. We may sell a kite that nobody asked for."
    rest = "11.4 Old kites. We may sell any kite that nobody has asked for in ten years."
    old = analysis_of([*TEXT, heading("Kites"), paragraph(whole)])
    new = analysis_of([*TEXT, heading("Kites"), *map(paragraph, parts), paragraph(rest)])
    for before, after in ((old, new), (new, old)):
        (change,) = compare(before, after).clause_changes
        moved = "".join(text for sign, text in change.diff if sign != "=")
        assert "ten years" in moved
        assert not any(part in moved for part in parts)


def test_a_block_that_was_split_and_grew_is_told_for_what_came(analysis_of: Make) -> None:
    parts = [f"11.{number} {text}" for number, text in enumerate(PARTS, 1)]
    whole = f"{' '.join(parts)} 11.4 Old kites. We may sell a kite that nobody asked for."
    rest = (
        "11.4 Old kites. Those that nobody has asked for in ten years are sold by auction in May, "
        "or burnt on the beach when no bidder comes; of the money one half is kept for paper, "
        "string and glue, while schools of our valley receive all else before Christmas."
    )
    old = analysis_of([*TEXT, heading("Kites"), paragraph(whole)])
    new = analysis_of([*TEXT, heading("Kites"), *map(paragraph, parts), paragraph(rest)])
    for before, after in ((old, new), (new, old)):
        changes = compare(before, after).clause_changes
        apart = [change for change in changes if not (change.before and change.after)]
        told = [change for change in apart if change.weight > 1]
        assert len(apart) == len(PARTS)
        assert all("Old kites" in f"{change.before}{change.after}" for change in told)
