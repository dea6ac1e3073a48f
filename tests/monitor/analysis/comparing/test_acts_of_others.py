"""What is done with no data, or by the reader: no collection, sale or sharing of the company's."""

from __future__ import annotations

import pytest

from monitor.analysis.model import Polarity
from monitor.analysis.statements.finding import statements_in

AFFIRMS, DENIES, MAY = Polarity.AFFIRMS, Polarity.DENIES, Polarity.MAY

OTHER_THINGS = [
    ("en", "We collect a processing fee of two dollars."),
    ("en", "We do not collect parcels at your door."),
    ("fr", "Nous ne collectons pas la taxe de séjour."),
    ("fr", "Nous recueillons votre consentement."),
    ("de", "Wir erheben keine Bearbeitungsgebühr."),
    ("de", "Für Mahnungen werden keine Kosten erhoben."),
    ("de", "Der Verein erhebt Klage."),
    ("es", "No recogemos los paquetes en su casa."),
    ("es", "No recabamos su consentimiento."),
    ("ar", "لا نجمع أي رسوم من الزوار."),
    ("ar", "نجمع تبرعات للمدارس."),
    ("he", "איננו אוספים חבילות."),
    ("he", "אנו אוספים תרומות."),
]

OF_THE_READER = [
    ("de", "Sie dürfen Fotos nicht verkaufen."),
    ("de", "Fotos dürfen Sie nicht verkaufen."),
    ("de", "Der Kunde darf seine Kennwörter nicht an Dritte weitergeben."),
    ("de", "Seine Kennwörter darf der Kunde nicht weitergeben."),
    ("en", "The customer may not share its keys with third parties."),
    ("fr", "Le client ne peut pas céder ses clés à des tiers."),
    ("es", "El cliente no podrá ceder sus claves a terceros."),
    ("ar", "لا يجوز للعميل بيع المحتوى."),
    ("ar", "لا يجوز لك مشاركة كلمة المرور مع الغير."),
    ("he", "אסור ללקוח למסור את הסיסמה לאחרים."),
]

OURS = [
    ("en", "We do not collect payment data.", "collect", DENIES),
    ("en", "We collect your name without your consent.", "collect", AFFIRMS),
    ("de", "Wir erheben keine Zahlungsdaten.", "collect", DENIES),
    ("de", "Ihre Daten dürfen wir nicht verkaufen.", "sell", DENIES),
    ("de", "Unsere Partner dürfen Ihre Daten nicht verkaufen.", "sell", DENIES),
    ("fr", "Nous ne collectons pas vos données de paiement.", "collect", DENIES),
    ("es", "No recogemos datos de pago.", "collect", DENIES),
    ("ar", "لا نجمع بيانات الدفع.", "collect", DENIES),
    ("ar", "لا يجوز لنا بيع بياناتك.", "sell", DENIES),
    ("he", "איננו אוספים פרטי תשלום.", "collect", DENIES),
]


@pytest.mark.parametrize(("language", "text"), [*OTHER_THINGS, *OF_THE_READER], ids=str)
def test_nothing_is_said_of_data_of_ours(language: str, text: str) -> None:
    acts = {one.act for one in statements_in(text, language)}
    assert acts.isdisjoint({"collect", "sell", "share"})


@pytest.mark.parametrize(("language", "text", "act", "polarity"), OURS, ids=str)
def test_an_act_of_ours_with_data_stays_one(
    language: str, text: str, act: str, polarity: Polarity
) -> None:
    assert (act, polarity) in {(one.act, one.polarity) for one in statements_in(text, language)}


def test_a_negation_of_another_clause_denies_nothing() -> None:
    said = statements_in("Wir geben Daten weiter, sofern Sie dem nicht widersprechen.", "de")
    assert ("share", AFFIRMS) in {(one.act, one.polarity) for one in said}
    closed = statements_in("Wir geben Daten, wenn wir sie haben, nicht weiter.", "de")
    assert ("share", DENIES) in {(one.act, one.polarity) for one in closed}
