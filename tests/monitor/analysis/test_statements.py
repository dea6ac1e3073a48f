"""Polarity of acts: denied, allowed, affirmed; and consent."""

from __future__ import annotations

import pytest

from monitor.analysis.model import Polarity
from monitor.analysis.statements.finding import statements_in

DENIES, MAY, AFFIRMS = Polarity.DENIES, Polarity.MAY, Polarity.AFFIRMS


@pytest.mark.parametrize(
    ("language", "text", "act", "polarity"),
    [
        ("en", "We do not sell your data.", "sell", DENIES),
        ("en", "We never share it.", "share", DENIES),
        ("en", "Your data is not sold.", "sell", DENIES),
        ("en", "We don't sell or rent data.", "sell", DENIES),
        ("en", "Under no circumstances do we sell data.", "sell", DENIES),
        ("en", "We may not share your data.", "share", DENIES),
        ("en", "Acme does not share data except in the following cases:", "share", DENIES),
        ("en", "We may sell your data.", "sell", MAY),
        ("en", "We might collect, use and share data.", "share", MAY),
        ("en", "We share your data.", "share", AFFIRMS),
        ("en", "We will transfer your data.", "transfer", AFFIRMS),
        ("en", "We do not transfer it to third parties.", "share", DENIES),
        ("en", "We may transfer data to partners in other countries.", "transfer", MAY),
        ("he", "איננו מעבירים אותו לצדדים שלישיים לצורכי שיווק.", "share", DENIES),
        ("he", "לא נעביר מידע מחוץ לישראל.", "transfer", DENIES),
        ("ar", "لا ننقل بياناتك إلى أطراف ثالثة.", "share", DENIES),
        ("en", "We not only share data.", "share", AFFIRMS),
        ("ar", "نحن لا نبيع بياناتك.", "sell", DENIES),
        ("ar", "لن نشارك بياناتك.", "share", DENIES),
        ("ar", "لا يتم بيع البيانات.", "sell", DENIES),
        ("ar", "لا تشارك الشركة بياناتك إلا في الحالات التالية", "share", DENIES),
        ("ar", "قد نبيع بياناتك.", "sell", MAY),
        ("ar", "يجوز لنا مشاركة البيانات.", "share", MAY),
        ("ar", "نشارك بياناتك.", "share", AFFIRMS),
        ("ar", "نقوم بجمع الاسم.", "collect", AFFIRMS),
        ("he", "לא נמכור את המידע.", "sell", DENIES),
        ("he", "איננו מוכרים מידע.", "sell", DENIES),
        ("he", "אנחנו אינם מוכרים מידע.", "sell", DENIES),
        ("he", "אין אנו משתפים מידע.", "share", DENIES),
        ("he", "אנו עשויים לשתף מידע.", "share", MAY),
        ("he", "אנו אוספים מידע.", "collect", AFFIRMS),
        ("fr", "Nous ne vendons pas vos données.", "sell", DENIES),
        ("fr", "Nous pouvons partager vos données.", "share", MAY),
        ("fr", "Nous collectons votre nom.", "collect", AFFIRMS),
        ("de", "Wir verkaufen Ihre Daten nicht.", "sell", DENIES),
        ("de", "Wir geben keine Daten weiter.", "share", DENIES),
        ("de", "Wir können Daten teilen.", "share", MAY),
        ("de", "Wir erheben Daten.", "collect", AFFIRMS),
        ("fr", "Aucune donnée n'est vendue.", "sell", DENIES),
        ("fr", "Vos données ne sont jamais cédées à des tiers.", "share", DENIES),
        ("de", "Eine Weitergabe an Dritte ist ausgeschlossen.", "share", DENIES),
        ("de", "Eine Weitergabe an Dritte kann erfolgen.", "share", MAY),
        ("de", "Eine Weitergabe an Dritte erfolgt zu Werbezwecken.", "share", AFFIRMS),
        ("es", "Sus datos no serán cedidos a terceros.", "share", DENIES),
        ("es", "No vendemos sus datos.", "sell", DENIES),
        ("es", "Podemos compartir sus datos.", "share", MAY),
        ("es", "Recopilamos datos.", "collect", AFFIRMS),
        ("en", "We ask for your consent first.", "consent", AFFIRMS),
        ("en", "You can opt out of it.", "consent", MAY),
        ("ar", "بعد موافقتك الصريحة", "consent", AFFIRMS),
        ("he", "רק לאחר הסכמתך", "consent", AFFIRMS),
    ],
    ids=str,
)
def test_what_is_said_of_an_act(language: str, text: str, act: str, polarity: Polarity) -> None:
    said = [one for one in statements_in(text, language) if one.act == act]
    assert [one.polarity for one in said] == [polarity]
    assert said[0].text in text


def test_another_clause_has_its_own_polarity() -> None:
    said = statements_in("We do not sell data but we may share it.", "en")
    assert [(one.act, one.polarity) for one in said] == [("sell", DENIES), ("share", MAY)]


def test_negation_ends_with_the_sentence() -> None:
    said = statements_in("We do not sell data. We share it.", "en")
    assert [(one.act, one.polarity) for one in said] == [("sell", DENIES), ("share", AFFIRMS)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "Information that you share with friends.", id="reader-acts"),
        pytest.param("en", "The share price fell.", id="noun"),
        pytest.param("de", "Die Daten, die Sie teilen.", id="de-reader-acts"),
        pytest.param("en", "If you do not want your photo shared", id="conditional"),
        pytest.param("ar", "بيع المنتجات", id="ar-noun"),
    ],
)
def test_no_statement_about_what_others_do(language: str, text: str) -> None:
    assert not [one for one in statements_in(text, language) if one.polarity is not AFFIRMS]
    assert not [one for one in statements_in(text, language) if one.act in ("share", "sell")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "You must not use the app to harass people.", id="reader must not"),
        pytest.param("en", "You may share your photos with friends.", id="reader may"),
        pytest.param("en", "Do not share your password.", id="order"),
        pytest.param("en", "Please don't use this form for support.", id="polite order"),
        pytest.param("en", "Nordwind may not use the logo of a shop.", id="no data"),
        pytest.param("en", "We have no obligation to keep your content.", id="no obligation"),
        pytest.param(
            "en", "If you do not consent to our use of cookies, some features fail.", id="if"
        ),
        pytest.param("en", "The trade mark may not be copied.", id="trade mark"),
        pytest.param("en", "Your profile will be visible to members.", id="profile"),
        pytest.param("fr", "Vous ne pouvez pas utiliser l'application.", id="fr reader"),
        pytest.param("fr", "Une taxe de vente peut vous être facturée.", id="fr sales tax"),
        pytest.param(
            "fr", "Nous n'avons aucune obligation de conserver vos contenus.", id="fr none"
        ),
        pytest.param("de", "Du darfst die App nicht nutzen.", id="de reader"),
        pytest.param("es", "Usted no debe utilizar la aplicación.", id="es reader"),
        pytest.param("ar", "لا يجوز للمستخدم استخدام التطبيق.", id="ar reader"),
        pytest.param("he", "המשתמש לא רשאי להשתמש באתר.", id="he reader"),
    ],
)
def test_what_readers_do_and_what_is_no_data_is_not_said(language: str, text: str) -> None:
    assert not statements_in(text, language)


@pytest.mark.parametrize(
    ("language", "text", "act", "polarity"),
    [
        ("en", "We do not use your photos for adverts.", "use", DENIES),
        ("en", "We do not use it.", "use", DENIES),
        ("en", "Your messages are not used to train models.", "use", DENIES),
        ("en", "The information you give us will not be shared.", "share", DENIES),
        ("en", "Nothing is shared with anybody.", "share", DENIES),
        ("fr", "Nous n'utilisons pas vos données.", "use", DENIES),
        ("fr", "Vos données ne peuvent pas être vendues.", "sell", DENIES),
        (
            "fr",
            "Vos données ne sont transmises à des tiers que si la loi le veut.",
            "share",
            AFFIRMS,
        ),
        ("fr", "Aucune donnée n'est vendue, sachant que la loi le défend.", "sell", DENIES),
        ("fr", "Vos données ne sont pas vendues, alors que d'autres le font.", "sell", DENIES),
        ("de", "Wir verwenden Ihre Standortdaten nicht.", "use", DENIES),
        ("es", "No utilizamos su ubicación.", "use", DENIES),
        ("ar", "لا نستخدم بياناتك في الإعلانات.", "use", DENIES),
        ("ar", "لا نستخدمها في الإعلانات.", "use", DENIES),
        ("he", "איננו משתמשים במידע לפרסום.", "use", DENIES),
        ("he", "איננו משתמשים בו.", "use", DENIES),
    ],
    ids=str,
)
def test_what_is_done_with_data(language: str, text: str, act: str, polarity: Polarity) -> None:
    said = [one for one in statements_in(text, language) if one.act == act]
    assert [one.polarity for one in said] == [polarity]


def test_what_is_sold_may_be_no_data() -> None:
    assert not statements_in("We do not sell products to children.", "en")
    assert statements_in("We do not sell personal data with our products.", "en")
    assert not statements_in("Nous ne vendons pas nos services aux mineurs.", "fr")


@pytest.mark.parametrize(
    "text",
    [
        "مش بنبيع بياناتك لأي حد.",
        "إحنا مش بنبيع بياناتك الشخصية لأي طرف تالت.",
        "ما نبيع بياناتك، هذا مو عملنا.",
        "ما راح نبيع بياناتك الشخصية.",
        "ما منبيع بياناتك لأحد.",
        "مو بنبيع بياناتك.",
    ],
    ids=["eg", "eg-we", "gulf", "gulf-will", "levant", "iraq"],
)
def test_spoken_arabic_denies_selling(text: str) -> None:
    sold = [one for one in statements_in(text, "ar") if one.act == "sell"]
    assert [one.polarity for one in sold] == [Polarity.DENIES]


def test_what_is_resold_is_sold() -> None:
    found = statements_in("Aucune donnée personnelle n'est revendue à des tiers.", "fr")
    assert [(one.act, one.polarity) for one in found] == [("sell", Polarity.DENIES)]


@pytest.mark.parametrize(
    ("language", "text", "act", "polarity"),
    [
        ("ar", "لا نطلب منك رسومًا ونبيع بياناتك.", "sell", AFFIRMS),
        ("ar", "لا نطلب منك رسومًا ولا نبيع بياناتك.", "sell", DENIES),
        ("ar", "لن ننشر صورك، ونقوم بجمع أسماء أصدقائك.", "collect", AFFIRMS),
        ("ar", "لا نبيع بياناتك ولا نشاركها.", "share", DENIES),
        ("ar", "لا نبيع ولا نشارك بياناتك.", "share", DENIES),
        ("ar", "لا نبيع ونشارك بياناتك.", "share", AFFIRMS),
        ("ar", "لا نبيع بياناتك أو نشاركها.", "share", DENIES),
        ("ar", "لا نقوم ببيع بياناتك ومشاركتها.", "share", DENIES),
        ("ar", "قد نجمع بياناتك ونشاركها مع شركائنا.", "share", MAY),
        ("ar", "الشركة لا تطلب رسومًا وتبيع بياناتك.", "sell", AFFIRMS),
        ("ar", "لا تطلب الجمعية رسومًا والشركة تبيع بياناتك.", "sell", AFFIRMS),
        ("ar", "لا نخاطب من هم دون سن الرشد، ونجمع بياناتهم.", "collect", AFFIRMS),
        ("he", "איננו גובים תשלום, ומוכרים את המידע.", "sell", AFFIRMS),
        ("he", "איננו גובים תשלום, ואיננו מוכרים את המידע.", "sell", DENIES),
        ("he", "איננו גובים תשלום, ואנו מוכרים את המידע.", "sell", AFFIRMS),
        ("he", "לא נגבה תשלום ונמכור את המידע.", "sell", AFFIRMS),
        ("he", "לא נמכור ולא נשתף את המידע.", "share", DENIES),
        ("he", "לא נמכור או נשתף את המידע.", "share", DENIES),
        ("he", "לא נמכור ונשתף את המידע.", "share", DENIES),
        ("he", "לא נוכל למכור ולשתף את המידע.", "share", DENIES),
        ("he", "לא ננצל את המידע ולא נמכור אותו, ונשתף אותו עם ספקים.", "share", AFFIRMS),
        ("en", "Nordwind does not charge fees and sells your data.", "sell", AFFIRMS),
        ("en", "We do not rent and sell your data.", "sell", DENIES),
        ("en", "The app never rents and sells your data.", "sell", DENIES),
        ("fr", "Nous ne facturons rien et vendons vos données.", "sell", AFFIRMS),
        ("fr", "Nous ne facturons rien et ne vendons pas vos données.", "sell", DENIES),
        ("de", "Wir verlangen kein Geld und verkaufen Ihre Daten.", "sell", AFFIRMS),
        ("de", "Wir werden Ihre Daten nicht nutzen und verkaufen.", "sell", DENIES),
        ("de", "Wir verlangen kein Geld und verkaufen Ihre Daten nicht.", "sell", DENIES),
        ("es", "No le cobramos y vendemos sus datos.", "sell", AFFIRMS),
        ("es", "No le cobramos ni vendemos sus datos.", "sell", DENIES),
    ],
    ids=str,
)
def test_a_verb_that_and_puts_into_a_clause_of_its_own(
    language: str, text: str, act: str, polarity: Polarity
) -> None:
    said = [one for one in statements_in(text, language) if one.act == act]
    assert [one.polarity for one in said] == [polarity]


@pytest.mark.parametrize(
    ("language", "text", "act", "polarity"),
    [
        ("he", "אסור לנו למכור את המידע.", "sell", DENIES),
        ("he", "מותר לנו למכור את המידע.", "sell", MAY),
        ("he", "חל איסור על החברה למכור את המידע.", "sell", DENIES),
        ("he", "החברה נמנעת ממסירת המידע לצד שלישי.", "share", DENIES),
        ("he", "החברה התחייבה שלא למכור את המידע.", "sell", DENIES),
        ("he", "החברה לא תהיה רשאית להשתמש בתמונות שלך.", "use", DENIES),
        ("he", "עובדינו לא יהיו רשאים להשתמש במידע.", "use", DENIES),
        ("he", "שמורה לנו הזכות למכור את המידע.", "sell", MAY),
        ("ar", "يُحظر علينا بيع بياناتك.", "sell", DENIES),
        ("ar", "يُسمح لنا ببيع بياناتك.", "sell", MAY),
        ("ar", "لا يُسمح لنا ببيع بياناتك.", "sell", DENIES),
        ("ar", "نمتنع عن بيع بياناتك.", "sell", DENIES),
        ("ar", "تمتنع الشركة عن بيع بياناتك.", "sell", DENIES),
        ("ar", "لايجوز لنا بيع بياناتك.", "sell", DENIES),
        ("ar", "لن يكون لنا الحق في بيع بياناتك.", "sell", DENIES),
        ("ar", "لنا الحق في بيع بياناتك.", "sell", MAY),
        ("ar", "لن تقوم الجمعية بإفشاء بياناتك.", "share", DENIES),
        ("en", "We are prohibited from selling your data.", "sell", DENIES),
        ("en", "We refrain from selling your data.", "sell", DENIES),
        ("en", "Our partners are forbidden to share your data.", "share", DENIES),
        ("en", "We shall not be entitled to sell your data.", "sell", DENIES),
        ("en", "We reserve the right to sell your data.", "sell", MAY),
        ("fr", "Nous nous abstenons de vendre vos données.", "sell", DENIES),
        ("fr", "La société s'interdit de vendre vos données.", "sell", DENIES),
        ("fr", "La société ne sera pas autorisée à vendre vos données.", "sell", DENIES),
        ("fr", "Nous nous réservons le droit de vendre vos données.", "sell", MAY),
        ("de", "Es ist uns untersagt, Ihre Daten zu verkaufen.", "sell", DENIES),
        ("de", "Es ist uns gestattet, Ihre Daten zu verkaufen.", "sell", MAY),
        ("de", "Der Anbieter wird nicht berechtigt sein, Ihre Daten zu verkaufen.", "sell", DENIES),
        ("es", "Nos está prohibido vender sus datos.", "sell", DENIES),
        ("es", "La empresa se abstiene de vender sus datos.", "sell", DENIES),
        ("es", "La empresa no estará autorizada a vender sus datos.", "sell", DENIES),
    ],
    ids=str,
)
def test_what_the_company_is_forbidden_or_permitted(
    language: str, text: str, act: str, polarity: Polarity
) -> None:
    said = [one for one in statements_in(text, language) if one.act == act]
    assert [one.polarity for one in said] == [polarity]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "يُحظر عليك بيع بياناتك لغيرك."),
        ("ar", "لا يُسمح لك ببيع بياناتك."),
        ("ar", "لك الحق في نقل بياناتك."),
        ("he", "אסור לך למכור את המידע."),
        ("he", "מותר לך להעביר את המידע."),
        ("he", "יש לך זכות להעביר את המידע."),
        ("en", "You are prohibited from selling data."),
        ("en", "You have the right to transfer your data."),
        ("fr", "Il vous est interdit de vendre des données."),
        ("es", "Le está prohibido vender datos."),
    ],
    ids=str,
)
def test_what_the_reader_is_forbidden_or_permitted_is_not_said(language: str, text: str) -> None:
    assert not statements_in(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We keep your personal data safe and confidential."),
        ("en", "We keep you informed of what we do with your data."),
        ("en", "We retain the right to change this policy."),
        ("he", "אנו שומרים על פרטיותך."),
        ("he", "המדידה מצרפית ושומרת פרטיות."),
        ("he", "אנו שומרים לעצמנו את הזכות לשנות את המדיניות."),
        ("ar", "نحتفظ بالحق في تعديل هذه السياسة."),
        ("ar", "نحفظ سرية بياناتك."),
        ("fr", "Nous conservons la confidentialité de vos données."),
        ("es", "Conservamos el derecho a modificar esta política."),
        ("de", "Die Vertraulichkeit Ihrer Daten wird gewahrt."),
    ],
)
def test_to_keep_a_secret_or_a_right_is_no_storing(language: str, text: str) -> None:
    assert "retain" not in {one.act for one in statements_in(text, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We keep your data for two years in a secure place."),
        ("he", "אנו שומרים את המידע שלך במשך שנתיים."),
        ("he", "המידע נשמר על שרתים מאובטחים."),
        ("ar", "نحتفظ ببياناتك لمدة سنتين."),
        ("fr", "Nous conservons vos données pendant deux ans."),
        ("es", "Conservamos sus datos durante dos años."),
        ("de", "Wir speichern Ihre Daten zwei Jahre lang."),
    ],
)
def test_to_keep_data_is_storing(language: str, text: str) -> None:
    assert "retain" in {one.act for one in statements_in(text, language)}
