"""Slips of the pen in six languages against one word that carries the meaning."""

from __future__ import annotations

import pytest

from monitor.analysis import analyse, compare
from storage.document import Document, heading, paragraph

TEXTS = {
    "en": (
        "We collect your personal information and share your "
        "account with the carrier who delivers your order."
    ),
    "fr": (
        "Nous collectons vos données personnelles et partageons votre adresse "
        "avec le transporteur qui livre votre commande à domicile."
    ),
    "de": (
        "Wir erheben Ihre persönlichen Daten und geben Ihre Adresse an "
        "den Spediteur weiter, der Ihre Bestellung außerhalb der Zeiten liefert."
    ),
    "es": (
        "Recopilamos sus datos personales y compartimos su dirección con "
        "el transportista que entrega su pedido en la región."
    ),
    "ar": (
        "نجمع بياناتك الشخصية عند استخدام الموقع ونشارك عنوانك مع شركة النقل "
        "التي توصل طلبك إلى المنزل، وهذه السياسة تشرح الإجراءات الأساسية في اليوم."
    ),
    "he": (
        "אנו אוספים מידע אישי בעת שימוש באתר ומשתפים את הכתובת "
        "שלך עם חברת ההובלה כדי להגן על אתר החברה ועל המשתמשים."
    ),
    "en-rights": (
        "We do not share your data with partners and you "
        "may object within 30 days unless Acme must keep it."
    ),
    "en-rights-more": (
        "We only use your data with your consent and never sell it now; all of it will be deleted."
    ),
    "fr-rights": (
        "Nous ne partageons jamais vos données et vous pouvez vous opposer "
        "sous 30 jours, sauf si la société Acme doit les conserver."
    ),
    "de-rights": (
        "Wir geben Ihre Daten nicht weiter und Sie dürfen binnen "
        "30 Tagen widersprechen, Ihre Daten werden nur auf Antrag gelöscht."
    ),
    "es-rights": (
        "No vendemos sus datos y usted puede oponerse "
        "en 30 días; solo los conservamos con su permiso."
    ),
    "ar-rights": (
        "لا نبيع بياناتك ولن نشاركها إلا بموافقتك، ويجوز لك "
        "الاعتراض خلال 30 يومًا، ونحذفها بعد ذلك فقط عند الطلب."
    ),
    "he-rights": (
        "איננו מוכרים מידע ולא נשתף אותו ללא הסכמתך, אתה "
        "רשאי להתנגד תוך 30 ימים ונשמור רק את הנדרש."
    ),
}

SLIPS = [
    ("en", "collect", "colect"),
    ("en", "personal", "personnal"),
    ("en", "information", "infromation"),
    ("en", "share", "shre"),
    ("en", "account", "acount"),
    ("en", "carrier", "carier"),
    ("en", "order.", "ordr."),
    ("en", "share your", "share you"),
    ("en", "who", "whoo"),
    ("en", "delivers", "delivers the"),
    ("en", "with the", "with"),
    ("en", "personal", "Personal"),
    ("en", "share", "shaer"),
    ("en", "with", "wiht"),
    ("en", "and", "adn"),
    ("fr", "données", "donnees"),
    ("fr", "personnelles", "personelles"),
    ("fr", "adresse", "addresse"),
    ("fr", "partageons", "partageosn"),
    ("fr", "à", "a"),
    ("fr", "commande", "comande"),
    ("fr", "transporteur", "transpoteur"),
    ("fr", "avec", "aveec"),
    ("fr", "collectons", "colectons"),
    ("fr", "avec le", "avec"),
    ("de", "persönlichen", "personlichen"),
    ("de", "Adresse", "Addresse"),
    ("de", "außerhalb", "ausserhalb"),
    ("de", "Bestellung", "Bestelung"),
    ("de", "liefert.", "leifert."),
    ("de", "erheben", "ereben"),
    ("de", "Daten", "Datten"),
    ("de", "persönlichen", "persoenlichen"),
    ("es", "dirección", "direccion"),
    ("es", "personales", "personles"),
    ("es", "compartimos", "comparitmos"),
    ("es", "datos", "dattos"),
    ("es", "pedido", "pedio"),
    ("es", "región.", "region."),
    ("es", "Recopilamos", "Recopilammos"),
    ("es", "con el", "con"),
    ("ar", "استخدام", "إستخدام"),
    ("ar", "الإجراءات", "الاجراءات"),
    ("ar", "الأساسية", "الاساسية"),
    ("ar", "إلى", "الى"),
    ("ar", "السياسة", "السياسه"),
    ("ar", "الشخصية", "الشخصيه"),
    ("ar", "بياناتك", "بيانتك"),
    ("ar", "الموقع", "موقع"),
    ("ar", "عنوانك", "عنونك"),
    ("ar", "المنزل،", "المنززل،"),
    ("ar", "شركة", "الشركة"),
    ("ar", "توصل", "توصلل"),
    ("ar", "طلبك", "طبلك"),
    ("ar", "استخدام", "الاستخدام"),
    ("ar", "النقل", "نقل"),
    ("ar", "عنوانك", "وعنوانك"),
    ("he", "באתר", "בהאתר"),
    ("he", "מידע", "המידע"),
    ("he", "שימוש", "השימוש"),
    ("he", "אישי", "אישיי"),
    ("he", "אוספים", "אוספם"),
    ("he", "הכתובת", "כתובת"),
    ("he", "חברת", "החברת"),
    ("he", "ומשתפים", "משתפים"),
    ("he", "ההובלה", "הובלה"),
    ("he", "המשתמשים.", "המשתמשם."),
    ("he", "להגן", "להגם"),
    ("he", "באתר", "באתרר"),
    ("he", "כדי", "כדיי"),
    ("he", "מידע", "ומידע"),
    ("he", "הכתובת", "הכותבת"),
]

MEANT = [
    ("en-rights", "do not", "do"),
    ("en-rights", "may", "must"),
    ("en-rights", "may", "can"),
    ("en-rights", "30", "36"),
    ("en-rights", "30", "3"),
    ("en-rights", "Acme", "Acne"),
    ("en-rights", "unless", "when"),
    ("en-rights", "must", "may"),
    ("en-rights", "partners", "parents"),
    ("en-rights", "object", "agree"),
    ("en-rights", "do not", "now"),
    ("en-rights", "not", "never"),
    ("en-rights", "Acme", "Nordwind"),
    ("en-rights", "share", "sell"),
    ("en-rights-more", "We only", "We"),
    ("en-rights-more", "never", "ever"),
    ("en-rights-more", "and never", "and"),
    ("en-rights-more", "will", "may"),
    ("en-rights-more", "with", "without"),
    ("en-rights-more", "deleted.", "detected."),
    ("en-rights-more", "all", "some"),
    ("en-rights-more", "now;", "not;"),
    ("fr-rights", "Nous ne", "Nous"),
    ("fr-rights", "jamais", "toujours"),
    ("fr-rights", "pouvez", "devez"),
    ("fr-rights", "30", "60"),
    ("fr-rights", "Acme", "Acmé SA"),
    ("fr-rights", "sauf", "même"),
    ("fr-rights", "doit", "peut"),
    ("fr-rights", "partageons jamais", "partageons"),
    ("fr-rights", "partageons", "vendons"),
    ("de-rights", "Daten nicht", "Daten"),
    ("de-rights", "dürfen", "müssen"),
    ("de-rights", "30", "90"),
    ("de-rights", "werden nur", "werden"),
    ("de-rights", "nicht", "nun"),
    ("de-rights", "Ihre", "keine Ihrer"),
    ("es-rights", "No vendemos", "Vendemos"),
    ("es-rights", "puede", "debe"),
    ("es-rights", "30", "13"),
    ("es-rights", "días; solo", "días;"),
    ("es-rights", "conservamos con", "conservamos sin"),
    ("es-rights", "vendemos", "cedemos"),
    ("ar-rights", "لا نبيع", "نبيع"),
    ("ar-rights", "ولن", "وقد"),
    ("ar-rights", "نشاركها إلا", "نشاركها"),
    ("ar-rights", "ويجوز", "ويجب"),
    ("ar-rights", "30", "٦٠"),
    ("ar-rights", "ذلك فقط", "ذلك"),
    ("ar-rights", "لا", "قد"),
    ("ar-rights", "بعد", "قبل"),
    ("ar-rights", "نبيع", "نتيح"),
    ("he-rights", "איננו", "אנו"),
    ("he-rights", "ולא", "ואז"),
    ("he-rights", "ללא", "עם"),
    ("he-rights", "רשאי", "חייב"),
    ("he-rights", "30", "60"),
    ("he-rights", "ונשמור רק", "ונשמור"),
    ("he-rights", "ולא נשתף", "ונשתף"),
    ("he-rights", "איננו", "אנחנו"),
]


def material(name: str, before: str, after: str) -> str:
    versions = []
    for text in (TEXTS[name], TEXTS[name].replace(before, after, 1)):
        blocks = (heading("Nordwind", 1), heading("A"), paragraph(text))
        versions.append(analyse(Document(blocks=blocks), language=name[:2]))
    return compare(*versions).material.value


@pytest.mark.parametrize(
    ("name", "before", "after"), SLIPS, ids=lambda value: value.replace(" ", "_")
)
def test_a_slip_means_nothing(name: str, before: str, after: str) -> None:
    assert before in TEXTS[name]
    assert material(name, before, after) == "none"


@pytest.mark.parametrize(
    ("name", "before", "after"), MEANT, ids=lambda value: value.replace(" ", "_")
)
def test_a_word_that_carries_the_meaning_is_no_slip(name: str, before: str, after: str) -> None:
    assert before in TEXTS[name]
    assert material(name, before, after) != "none"
