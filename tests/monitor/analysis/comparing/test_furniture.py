"""What a site puts around its document, and what only looks like that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from monitor.analysis import Analysis, Comparison, compare
from storage.document import Block, Link, heading, list_item, paragraph

Make = Callable[..., Analysis]

TEXTS = {
    "en": ("Your rights", "You may ask us for a copy of your personal data at any time."),
    "fr": ("Vos droits", "Vous pouvez demander une copie de vos données personnelles."),
    "de": ("Ihre Rechte", "Sie können eine Kopie Ihrer personenbezogenen Daten verlangen."),
    "es": ("Sus derechos", "Usted puede pedir una copia de sus datos personales."),
    "ar": ("حقوقك", "يمكنك أن تطلب نسخة من بياناتك الشخصية في أي وقت."),
    "he": ("הזכויות שלך", "באפשרותך לבקש עותק של המידע האישי שלך בכל עת."),
}


def around(analysis_of: Make, language: str, added: Sequence[Block]) -> list[Comparison]:
    """The page with and without ``added`` at its end, both ways."""
    title, text = TEXTS[language]
    page = [heading("Nordwind", 1), heading(title), paragraph(text)]
    here = analysis_of(page, language=language)
    there = analysis_of([*page, *added], language=language)
    return [compare(here, there), compare(there, here)]


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "More apps by Nordwind", "Tide Tables Pro Free with one purchase View in App Store"),
        ("fr", "Autres applications", "Marées Pro Gratuit avec un achat Voir dans l'App Store"),
        ("de", "Weitere Apps", "Gezeiten Pro Einmaliger Kauf Im App Store ansehen"),
        ("es", "Otras aplicaciones", "Mareas Pro Una sola compra Ver en App Store"),
        ("ar", "المزيد من تطبيقات المطور", "جداول المد شراء لمرة واحدة عرض في App Store"),
        ("he", "אפליקציות נוספות מהמפתח", "לוח הגאות רכישה חד פעמית הצג ב App Store"),
    ],
)
def test_a_list_of_other_products_is_an_advertisement(
    analysis_of: Make, language: str, title: str, text: str
) -> None:
    for comparison in around(analysis_of, language, [heading(title), paragraph(text)]):
        assert comparison.material.value == "none"
        assert not comparison.silent
        assert comparison.categories == ()


@pytest.mark.parametrize(
    ("language", "call", "text"),
    [
        (
            "en",
            "Start free today",
            "Your garden has never looked greener than with our sprinklers.",
        ),
        ("fr", "Commencez maintenant", "Votre jardin n'a jamais été aussi vert qu'avec nous."),
        ("de", "Jetzt entdecken", "Ihr Garten war noch nie so grün wie mit unseren Regnern."),
        ("es", "Empieza hoy", "Su jardín nunca ha estado tan verde como con nosotros."),
        ("ar", "ابدأ الآن", "حديقتك لم تكن خضراء هكذا من قبل مع مرشاتنا الجديدة."),
        ("he", "התחילו עכשיו", "הגינה שלכם מעולם לא הייתה ירוקה יותר מאשר איתנו."),
    ],
)
def test_a_block_that_invites_is_an_advertisement(
    analysis_of: Make, language: str, call: str, text: str
) -> None:
    for comparison in around(analysis_of, language, [paragraph(text), paragraph(call)]):
        assert comparison.material.value == "none"


@pytest.mark.parametrize(
    "added",
    [
        pytest.param(
            [paragraph("Start free today"), paragraph("We share your data with advertisers.")],
            id="sharing beside a call",
        ),
        pytest.param(
            [heading("Free trial"), paragraph("After 7 days you shall pay the agreed fee.")],
            id="a duty beside a call",
        ),
        pytest.param(
            [heading("Prices"), paragraph("Subscribe now"), paragraph("One year costs $ 90.")],
            id="a price beside a call",
        ),
    ],
)
def test_a_call_does_not_hide_what_stands_beside_it(
    analysis_of: Make, added: Sequence[Block]
) -> None:
    for comparison in around(analysis_of, "en", added):
        assert comparison.material.value != "none"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please switch on JavaScript, or your browser will not show the pictures here."),
        ("fr", "Veuillez activer JavaScript, sinon votre navigateur ne montre pas les images."),
        ("de", "Bitte schalten Sie JavaScript ein, sonst zeigt Ihr Browser keine Bilder."),
        ("es", "Active JavaScript, o su navegador no mostrará las imágenes de esta página."),
        ("ar", "يرجى تفعيل جافا سكريبت كي يعرض متصفحك الصور على هذه الصفحة."),
        ("he", "נא להפעיל JavaScript אחרת הדפדפן שלך לא יציג כאן את התמונות."),
    ],
)
def test_a_notice_about_the_browser_is_none_about_data(
    analysis_of: Make, language: str, text: str
) -> None:
    for comparison in around(analysis_of, language, [paragraph(text)]):
        assert comparison.material.value == "none"


def test_a_notice_in_another_language_is_no_part_of_the_document(analysis_of: Make) -> None:
    title, text = TEXTS["fr"]
    page = [heading("Nordwind", 1), heading(title), paragraph(text)]
    notice = paragraph("If you are a store owner please switch the lock off in the admin panel.")
    old = analysis_of(page, language="fr")
    new = analysis_of([*page, notice], languages=["fr", "fr", "fr", "en"])
    fresh = compare(old, analysis_of([*page, notice], languages=["fr"] * 4))
    assert fresh.material.value != "none"  # it is the language that tells
    spoken = analysis_of(page, language="fr")
    object.__setattr__(new, "languages", spoken.languages)
    assert compare(old, new).material.value == "none"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "For orders before 7 May 2014 the older version applies. Show previous version."),
        ("de", "Für Kunden vor dem 07.05.2014 gilt die ältere Fassung. Ältere Fassung anzeigen."),
        ("he", "ללקוחות לפני 7 במאי 2014 תקפה גרסה קודמת. להצגה לחצו כאן."),
    ],
)
def test_a_pointer_to_an_older_version_is_none_about_this_one(
    analysis_of: Make, language: str, text: str
) -> None:
    for comparison in around(analysis_of, language, [paragraph(text)]):
        assert comparison.material.value == "none"


def linked(text: str, name: str, href: str) -> Block:
    start = text.index(name)
    return paragraph(text, (Link(start=start, end=start + len(name), href=href),))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            linked("See the Data Center for your choices.", "Data Center", "/choices"),
            linked("See the Choice Center for your choices.", "Choice Center", "/choices#top"),
            id="another name of the same link",
        ),
        pytest.param(
            paragraph('You may use the link "Do Not Sell My Info" on the settings page.'),
            paragraph('You may use the link "Do Not Sell My Personal Data" on the settings page.'),
            id="another name of a button",
        ),
        pytest.param(
            paragraph("More about your rights can be found here here"),
            paragraph("More about your rights can be found here"),
            id="a word said twice",
        ),
        pytest.param(
            paragraph("Your posts must follow our Rules at Rules as they stand."),
            paragraph("Your posts must follow our Rules as they stand."),
            id="a word said twice with another between",
        ),
        pytest.param(
            paragraph("You must [let us show your posts][posts] to guests."),
            paragraph("You must let us show your posts to guests."),
            id="a link of broken Markdown",
        ),
        pytest.param(
            paragraph("We collect your address when you use the site www.nordwindshop.fr :"),
            paragraph("We collect your address when you use the site www.nordwind.fr :"),
            id="the address of the site itself",
        ),
        pytest.param(
            linked("Terms | Privacy | Cookies", "Terms", "/t"),
            linked("Terms | Privacy | Cookies | Terms for drivers", "Terms", "/t"),
            id="menu in a line",
        ),
    ],
)
def test_names_and_numbers_that_lead_to_the_same_place(
    analysis_of: Make, before: Block, after: Block
) -> None:
    old = analysis_of([heading("Your rights"), before])
    assert compare(old, analysis_of([heading("Your rights"), after])).material.value == "none"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            linked("We share data with Acme Ads.", "Acme Ads", "/acme"),
            linked("We share data with Bolt Media.", "Bolt Media", "/bolt"),
            id="a link to another recipient",
        ),
        pytest.param(
            paragraph("You may cancel at https://nordwind.example/account at any time."),
            paragraph("You may cancel at https://nordwind.example/settings/leave at any time."),
            id="where a right is exercised",
        ),
        pytest.param(
            paragraph("We keep your orders for 30 days, see section 4."),
            paragraph("We keep your orders for 36 days, see section 4."),
            id="a number that is no section",
        ),
        pytest.param(
            paragraph("Address: Mill Lane 3, Leeds"),
            paragraph("Address: Hill Lane 8, Leeds"),
            id="the address of the controller",
        ),
        pytest.param(
            paragraph("כתובת: האט 40, תל אביב"),
            paragraph("כתובת: הא 40, תל אביב"),
            id="hebrew address",
        ),
    ],
)
def test_names_and_numbers_that_lead_elsewhere(
    analysis_of: Make, before: Block, after: Block
) -> None:
    old = analysis_of([heading("Your rights"), before])
    assert compare(old, analysis_of([heading("Your rights"), after])).material.value != "none"


@pytest.mark.parametrize(
    ("language", "gone", "kept"),
    [
        ("en", "The right to withdraw your consent", "The right to a copy of your data"),
        ("ar", "الحق في سحب الموافقة في أي وقت", "الحق في الحصول على نسخة من بياناتك"),
        ("he", "הזכות לחזור בך מהסכמתך", "הזכות לקבל עותק של המידע שלך"),
    ],
)
def test_a_right_set_as_a_heading_is_a_right(
    analysis_of: Make, language: str, gone: str, kept: str
) -> None:
    page = [heading(TEXTS[language][0]), heading(kept, 3), heading(gone, 3), heading("Nordwind")]
    old = analysis_of(page, language=language)
    new = analysis_of([page[0], page[1], page[3]], language=language)
    assert compare(old, new).material.value == "material"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "The data controller is Nordwind Ltd., Mill Lane 3, Leeds.",
            "The data controller is Nordwind Inc., 12 Harbour Street, Boston.",
            id="en",
        ),
        pytest.param(
            "Le responsable du traitement est Nordwind SA, 3 rue du Moulin, Lyon.",
            "Le responsable du traitement est Nordwind SAS, 9 rue du Port, Nantes.",
            id="fr",
        ),
        pytest.param(
            "Our office at Mill Lane 3, Leeds LS1 4AP handles requests about sharing of data.",
            "Our office at Hill Road 8, York YO1 7HH handles requests about sharing of data.",
            id="an address within a sentence",
        ),
    ],
)
def test_another_controller_or_address_is_contact(
    analysis_of: Make, before: str, after: str
) -> None:
    top = [heading("With whom we share data"), paragraph("We share data with carriers.")]
    old = analysis_of([*top, list_item(before)])
    comparison = compare(old, analysis_of([*top, list_item(after)]))
    assert [category.value for category in comparison.categories] == ["contact"]
