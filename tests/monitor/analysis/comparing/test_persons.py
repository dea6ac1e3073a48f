"""The company became the reader, or back: who pays, owns, may or is liable."""

from __future__ import annotations

import pytest

from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison, FactChange
from storage.document import Document, heading, paragraph
from storage.model import Material


def compared(language: str, before: str, after: str) -> Comparison:
    old, new = (
        analyse(
            Document(title=None, blocks=(heading("1"), paragraph(text))),
            language=language,
        )
        for text in (before, after)
    )
    return compare(old, new)


def facts(comparison: Comparison) -> list[FactChange]:
    return [fact for change in comparison.clause_changes for fact in change.facts]


@pytest.mark.parametrize(
    ("language", "name", "before", "after"),
    [
        pytest.param(
            "de",
            "who pays",
            "Das Porto für Umtausch tragen wir.",
            "Das Porto für Umtausch tragen Sie.",
            id="de-pays",
        ),
        pytest.param(
            "de",
            "who pays",
            "Das Porto geht zu unseren Lasten.",
            "Das Porto geht zu Ihren Lasten.",
            id="de-burden",
        ),
        pytest.param(
            "de",
            "who owns",
            "Die Bilder bleiben unser Eigentum.",
            "Die Bilder bleiben Ihr Eigentum.",
            id="de-owns",
        ),
        pytest.param(
            "de",
            "who may",
            "Wir dürfen den Tarif jederzeit ändern.",
            "Sie dürfen den Tarif jederzeit ändern.",
            id="de-may",
        ),
        pytest.param(
            "de",
            "who is liable",
            "Für Schäden haften wir.",
            "Für Schäden haften Sie.",
            id="de-liable",
        ),
        pytest.param(
            "fr",
            "who pays",
            "Le port est à notre charge.",
            "Le port est à votre charge.",
            id="fr-pays",
        ),
        pytest.param(
            "fr",
            "who pays",
            "Les taxes sont payées par nous.",
            "Les taxes sont payées par vous.",
            id="fr-paid-by",
        ),
        pytest.param(
            "fr",
            "who owns",
            "Les images sont notre propriété.",
            "Les images sont votre propriété.",
            id="fr-owns",
        ),
        pytest.param(
            "fr",
            "who pays",
            "Il nous appartient de payer la taxe.",
            "Il vous appartient de payer la taxe.",
            id="fr-duty",
        ),
        pytest.param(
            "es",
            "who pays",
            "El porte corre a nuestro cargo.",
            "El porte corre a su cargo.",
            id="es-pays",
        ),
        pytest.param(
            "es",
            "who owns",
            "Las fotos son de nuestra propiedad.",
            "Las fotos son de su propiedad.",
            id="es-owns",
        ),
        pytest.param(
            "en",
            "who pays",
            "Items are sent back at our expense.",
            "Items are sent back at your expense.",
            id="en-pays",
        ),
        pytest.param(
            "en", "who owns", "We own the pictures.", "You own the pictures.", id="en-owns"
        ),
        pytest.param(
            "en",
            "who may",
            "We may end the plan at any time.",
            "You may end the plan at any time.",
            id="en-may",
        ),
        pytest.param(
            "ar", "who pays", "تعاد السلع على حسابنا.", "تعاد السلع على حسابك.", id="ar-pays"
        ),
        pytest.param(
            "ar", "who pays", "نتحمل تكاليف الشحن.", "تتحملون تكاليف الشحن.", id="ar-bears"
        ),
        pytest.param("ar", "who owns", "الصور ملك لنا.", "الصور ملك لكم.", id="ar-owns"),
        pytest.param(
            "ar", "who may", "يحق لنا إنهاء الاشتراك.", "يحق لك إنهاء الاشتراك.", id="ar-may"
        ),
        pytest.param(
            "ar", "who is liable", "مسؤوليتنا محدودة.", "مسؤوليتك محدودة.", id="ar-liable"
        ),
        pytest.param(
            "he", "who pays", "המוצר יוחזר על חשבוננו.", "המוצר יוחזר על חשבונך.", id="he-pays"
        ),
        pytest.param(
            "he", "who pays", "נישא בעלויות המשלוח.", "תישאו בעלויות המשלוח.", id="he-bears"
        ),
        pytest.param("he", "who owns", "התמונות הן רכושנו.", "התמונות הן רכושכם.", id="he-owns"),
        pytest.param(
            "he", "who may", "אנו רשאים לסיים את המנוי.", "אתם רשאים לסיים את המנוי.", id="he-may"
        ),
    ],
)
def test_who_is_told_with_the_words(language: str, name: str, before: str, after: str) -> None:
    there, back = compared(language, before, after), compared(language, after, before)
    assert there.material is back.material is Material.MATERIAL
    assert [fact.fact for fact in facts(there)] == [name]
    assert [fact.fact for fact in facts(back)] == [name]
    (fact,) = facts(there)
    assert fact.before in before
    assert fact.after in after
    assert name in there.summary.lower()
    assert f'"{fact.before}" -> "{fact.after}"' in there.summary


@pytest.mark.parametrize(
    ("language", "company", "customer"),
    [
        ("en", "Return postage is paid by the seller.", "Return postage is paid by the buyer."),
        ("fr", "Les frais sont payés par le vendeur.", "Les frais sont payés par le client."),
        ("de", "Die Kosten trägt der Verkäufer.", "Die Kosten trägt der Käufer."),
        ("es", "Los gastos los paga el vendedor.", "Los gastos los paga el comprador."),
        ("ar", "يتحمل البائع مصاريف الشحن.", "يتحمل المشتري مصاريف الشحن."),
        ("he", "דמי המשלוח יחולו על הספק.", "דמי המשלוח יחולו על הקונה."),
        ("he", "העמלה תנוכה מהנהג.", "העמלה תנוכה מהנוסע."),
    ],
)
def test_which_party_pays_is_told(language: str, company: str, customer: str) -> None:
    for before, after, direction in (
        (company, customer, "weaker"),
        (customer, company, "stronger"),
    ):
        found = compared(language, before, after)
        assert [(fact.fact, fact.direction) for fact in facts(found)] == [("who pays", direction)]
        assert found.material is Material.MATERIAL
        assert "who pays:" in found.summary.lower()


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "The tenant chooses the colour.", "The landlord chooses the colour."),
        ("ar", "يختار العميل اللون.", "يختار المتجر اللون."),
        ("he", "הלקוח בוחר את הצבע.", "החנות בוחרת את הצבע."),
    ],
)
def test_one_party_in_place_of_the_other_is_material(
    language: str, before: str, after: str
) -> None:
    found = compared(language, before, after)
    assert [fact.fact for fact in facts(found)] == ["person"]
    assert found.material is Material.MATERIAL


def test_who_has_to_pay_now_is_worse_off_and_who_need_not_is_better_off() -> None:
    before, after = "Refunds are sent at our cost.", "Refunds are sent at your cost."
    assert facts(compared("en", before, after))[0].direction == "weaker"
    assert facts(compared("en", after, before))[0].direction == "stronger"
    assert compared("en", before, after).severity > compared("en", after, before).severity


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param(
            "en",
            "We do not pay the return postage.",
            "You do not pay the return postage.",
            id="denied",
        ),
        pytest.param("de", "Dann tragen wir das Porto.", "Das Porto tragen dann Sie.", id="moved"),
        pytest.param("he", "התיק מנוהל אצל שלנו.", "התיק מנוהל אצל שלך.", id="he"),
        pytest.param(
            "fr", "La page porte notre nom.", "La page porte votre nom.", id="nothing of the kind"
        ),
    ],
)
def test_what_is_said_of_whom_is_not_guessed(language: str, before: str, after: str) -> None:
    found = compared(language, before, after)
    assert found.material is not Material.NONE
    assert [fact.fact for fact in facts(found)] == ["person"]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param("en", "This applies to our site.", "This applies to the site.", id="en-the"),
        pytest.param("en", "Keep your account safe.", "Keep the account safe.", id="en-your"),
        pytest.param("de", "Schützen Sie Ihr Konto.", "Schützen Sie das Konto.", id="de-das"),
        pytest.param("fr", "Ouvrez votre dossier.", "Ouvrez le dossier.", id="fr-le"),
        pytest.param("he", "התקנון חל על האתר שלנו.", "התקנון חל על האתר.", id="he-nobody"),
    ],
)
def test_a_possessive_for_an_article_stays_a_small_word(
    language: str, before: str, after: str
) -> None:
    assert compared(language, before, after).material is Material.NONE


def test_a_passive_speaks_of_the_same_persons() -> None:
    found = compared("en", "We will write to you.", "You will be written to by us.")
    assert facts(found) == []


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param(
            "de",
            "Sie können Ihre Bilder im Archiv behalten.",
            "Du kannst deine Bilder im Archiv behalten.",
            id="de",
        ),
        pytest.param(
            "fr",
            "Vous pouvez garder vos images dans la galerie.",
            "Tu peux garder tes images dans la galerie.",
            id="fr",
        ),
        pytest.param(
            "es",
            "Usted puede guardar sus fotos en la galería.",
            "Puedes guardar tus fotos en la galería.",
            id="es",
        ),
        pytest.param("ar", "نحفظ الصور في معرضك لمدة.", "نحفظ الصور في معرضكم لمدة.", id="ar"),
        pytest.param("he", "התמונות נשמרות בגלריה שלך.", "התמונות נשמרות בגלריה שלכם.", id="he"),
        pytest.param("ar", "ما لم توافقي على ذلك.", "ما لم توافقوا على ذلك.", id="ar-verb"),
        pytest.param("he", "תוכלי לסגור את הגלריה.", "תוכלו לסגור את הגלריה.", id="he-verb"),
    ],
)
def test_the_reader_called_otherwise_is_the_reader(language: str, before: str, after: str) -> None:
    assert compared(language, before, after).material is Material.NONE


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        pytest.param(
            "de",
            "Der Mieter schuldet dem Vermieter den Betrag.",
            "Dem Mieter schuldet der Vermieter den Betrag.",
            id="de",
        ),
        pytest.param(
            "en",
            "The sum is paid by the tenant to the landlord.",
            "The sum is paid to the tenant by the landlord.",
            id="en",
        ),
        pytest.param(
            "es",
            "La suma pasa por el banco a la tienda.",
            "La suma pasa a el banco por la tienda.",
            id="es",
        ),
    ],
)
def test_small_words_that_change_places_turn_a_sentence_round(
    language: str, before: str, after: str
) -> None:
    assert compared(language, before, after).material is not Material.NONE
