"""What a page shows around and within its document, from the bytes of invented pages.

Such parts come, go and change between two fetches, in six languages: nobody is told. A clause
that stands where they stand is told.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.extract import extract
from monitor.analysis import analyse, compare
from monitor.analysis.model import Comparison
from storage.model import ChangeClass

_QUIET = {ChangeClass.NONE, ChangeClass.LINKS_ONLY, ChangeClass.FORMATTING, ChangeClass.REORDERED}
DOCUMENTS = {
    "en": (
        "Privacy Policy",
        ("What we share", "We share your address with the companies that deliver your orders."),
        ("How long we keep it", "We keep the data of your account for 24 months."),
        ("Your rights", "You may ask us to correct or delete your data at any time."),
    ),
    "fr": (
        "Politique de confidentialité",
        ("Ce que nous partageons", "Nous transmettons votre adresse aux transporteurs."),
        ("Durée de conservation", "Nous conservons les données de votre compte pendant 24 mois."),
        ("Vos droits", "Vous pouvez demander la rectification ou l'effacement de vos données."),
    ),
    "de": (
        "Datenschutzerklärung",
        ("Was wir weitergeben", "Wir geben Ihre Anschrift an Lieferdienste weiter."),
        ("Speicherdauer", "Wir speichern die Daten Ihres Kontos 24 Monate lang."),
        ("Ihre Rechte", "Sie können jederzeit die Löschung Ihrer Daten verlangen."),
    ),
    "es": (
        "Política de privacidad",
        ("Qué compartimos", "Compartimos su dirección con las empresas de reparto."),
        ("Plazo de conservación", "Conservamos los datos de su cuenta durante 24 meses."),
        ("Sus derechos", "Usted puede pedir la rectificación o la supresión de sus datos."),
    ),
    "ar": (
        "سياسة الخصوصية",
        ("ما الذي نشاركه", "نشارك عنوانك مع الشركات التي توصل طلباتك."),
        ("مدة الاحتفاظ", "نحتفظ ببيانات حسابك لمدة 24 شهرا."),
        ("حقوقك", "يحق لك طلب تصحيح بياناتك أو حذفها في أي وقت."),
    ),
    "he": (
        "מדיניות פרטיות",
        ("מה אנו מוסרים", "אנו מוסרים את הכתובת שלכם לחברות המשלוחים."),
        ("תקופת השמירה", "אנו שומרים את נתוני החשבון שלכם במשך 24 חודשים."),
        ("הזכויות שלכם", "אתם רשאים לבקש לתקן או למחוק את המידע שלכם בכל עת."),
    ),
}
TEASERS = {
    "en": ("Keep reading", "A garden on the roof", "Bees, herbs and a bench in the sun."),
    "fr": ("À lire ensuite", "Un jardin sur le toit", "Des abeilles et un banc au soleil."),
    "de": ("Weitere Beiträge", "Ein Garten auf dem Dach", "Bienen und eine Bank in der Sonne."),
    "es": ("Sigue leyendo", "Un jardín en el tejado", "Abejas, hierbas y un banco al sol."),
    "ar": ("تابع القراءة", "حديقة على السطح", "نحل وأعشاب ومقعد في الشمس."),
    "he": ("להמשך קריאה", "גינה על הגג", "דבורים, עשבים וספסל בשמש."),
}
VIEWS = {
    "en": "{} views",
    "fr": "{} vues",
    "de": "{} Aufrufe",
    "es": "{} visitas",
    "ar": "{} مشاهدة",
    "he": "{} צפיות",
}
OUTAGES = {
    "en": "We are experiencing issues with search. A fix is on its way.",
    "fr": "Nous rencontrons actuellement une panne de la recherche.",
    "de": "Zurzeit kommt es zu Ausfällen bei der Suche.",
    "es": "Actualmente hay problemas con el buscador.",
    "ar": "نواجه حاليا عطلا في البحث.",
    "he": "יש כעת תקלה במנוע החיפוש.",
}
PARTS: dict[str, Callable[[str, int], str]] = {
    "teasers": lambda language, change: (
        "<section><h2>{0}</h2><div><a href=/a{3}><h3>{1}{3}</h3></a><p>{2}</p></div>"
        "<div><a href=/b><h3>{1} II</h3></a><p>{2}</p></div></section>"
    ).format(*TEASERS[language], change or ""),
    "views": lambda language, change: f"<p>{VIEWS[language].format(f'{12 + change},408')}</p>",
    "outage": lambda language, _: f"<div><p>{OUTAGES[language]}</p></div>",
    "clock": lambda _, change: f"<p>1{change}:44:0{change}</p>",
    "template": lambda _, change: f"<div hidden>{{{{item.name{change}}}}}</div>",
    "failed include": lambda _, __: "[an error occurred while processing this directive]",
    "cookie box": lambda _, change: (
        '<div class="site-cookie-bar"><p>We use cookies to measure visits and share data with '
        f"our {3 + change} partners.</p><a href=#>Accept all</a></div>"
    ),
}
URL = "https://nordwind.example/privacy"
PLACES = ("top", "above", "below name", "within", "end")


def page(language: str, **parts: str) -> str:
    name, *sections = DOCUMENTS[language]
    texts = [f"<h2>{heading}</h2><p>{text}</p>" for heading, text in sections]
    filler = "".join(f"<p>{text} ({number}.)</p>" for number, (_, text) in enumerate(sections * 6))
    return (
        f"<html><head><title>{name}</title></head><body>{parts.get('top', '')}<main><article>"
        f"{parts.get('above', '')}<h1>{name}</h1>{parts.get('below name', '')}{texts[0]}{filler}"
        f"{parts.get('within', '')}{texts[1]}{texts[2]}{parts.get('end', '')}"
        "</article></main></body></html>"
    )


def compared(before: str, after: str) -> Comparison:
    old, new = (
        extract(html.encode(), content_type="text/html", url=URL) for html in (before, after)
    )
    if old.comparison.masked_digest == new.comparison.masked_digest:
        new = old  # no version is recorded
    return compare(analyse(old.document), analyse(new.document))


def is_told(found: Comparison) -> bool:
    if found.change_class is ChangeClass.DATE_ONLY:
        return True
    return found.change_class not in _QUIET and found.material.value != "none"


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("language", DOCUMENTS)
def test_parts_of_a_page_come_go_and_change_unheard(language: str, kind: str) -> None:
    part = PARTS[kind]
    places = ("top",) if kind == "cookie box" else PLACES
    for place in places:
        without = page(language)
        one, other = (page(language, **{place: part(language, change)}) for change in (0, 1))
        for before, after in ((without, one), (other, without), (one, other)):
            found = compared(before, after)
            assert not is_told(found), (place, found.clause_changes)


def test_the_dates_of_posts_are_not_the_document_s() -> None:
    head, title, text = TEASERS["en"]
    posts = "".join(
        f"<div><p>{day} October 2026</p><h3><a href=/{day}>{title}</a></h3><p>{text}</p></div>"
        for day in (3, 9)
    )
    before, after = page("en"), page("en", end=f"<section><h2>{head}</h2>{posts}</section>")
    assert not is_told(compared(before, after))


@pytest.mark.parametrize("language", DOCUMENTS)
def test_clauses_in_the_places_of_such_parts_are_told(language: str) -> None:
    clause = f"<p>{DOCUMENTS[language][2][1].replace('24', '36')}</p>"
    for place in PLACES[1:]:
        part = PARTS["teasers"](language, 0) if place == "end" else ""
        before, after = page(language, **{place: part}), page(language, **{place: part + clause})
        assert is_told(compared(before, after)), place
        assert is_told(compared(after, before)), place


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "<h2>{0}</h2><p>{1}</p>",
            "<h2>{0}</h2><p>{1}</p><p>We sell your personal data to brokers.</p>",
            id="under the heading of posts",
        ),
        pytest.param("<p>We keep 30 copies.</p>", "<p>We keep 90 copies.</p>", id="a count"),
        pytest.param(
            "<p><a href=/law>These terms are governed by the laws of England.</a></p>",
            "<p><a href=/law>These terms are governed by the laws of Malta.</a></p>",
            id="a sentence that is a link",
        ),
        pytest.param(
            "<p><a href=/pass>You may give us a copy of your passport.</a></p>",
            "<p><a href=/pass>You must give us a copy of your passport.</a></p>",
            id="a duty that is a link",
        ),
        pytest.param(
            "<p>Your data are stored in Germany.</p>",
            "<p>Your data are stored in India.</p>",
            id="another country",
        ),
        pytest.param(
            "<p>We take reasonable steps to protect your data.</p>",
            "<p>We take unreasonable steps to protect your data.</p>",
            id="an opposite",
        ),
        pytest.param(
            "",
            "<h2>{0}</h2><p>{1}</p><h2>Guests</h2><p>Guests bring their own towels and soap.</p>",
            id="a section behind the posts",
        ),
        pytest.param(
            "",
            "<h2>6 Comments</h2><p>Be kind in what you write, and never insult people.</p>",
            id="a section with a number",
        ),
        pytest.param("<h2>What we sell</h2>", "<h2>What we do not sell</h2>", id="a heading"),
    ],
)
def test_small_changes_that_mean_something(before: str, after: str) -> None:
    head, _, text = TEASERS["en"]
    old, new = (page("en", end=part.format(head, text)) for part in (before, after))
    assert is_told(compared(old, new))


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("ar", "نرسل بيانات الطلبات إلى شركائنا.", "نرسل بيانات الطلبات من شركائنا."),
        ("he", "אנו מעבירים מידע לצדדים שלישיים.", "אנו מעבירים מידע מצדדים שלישיים."),
    ],
)
def test_where_data_go_to_and_come_from(language: str, before: str, after: str) -> None:
    old, new = (page(language, end=f"<p>{text}</p>") for text in (before, after))
    assert is_told(compared(old, new))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "<p>Write to privacy@nordwind.example with questions about your data.</p>",
            "<p>Write to privacy [at] nordwind [dot] example with questions about your data.</p>",
            id="a mailbox written for people",
        ),
        pytest.param(
            "<p>See how we <a href=/share>share your data</a> with partners.</p>",
            "<p>See how we <a href=/share>share your data<i>open_in_new</i></a> with partners.</p>",
            id="an icon that is a word",
        ),
        pytest.param(
            "<p><a href=/a>A garden on the roof</a> <a href=/b>Bees at work</a></p>",
            "<p><a href=/c>Ten ways to bake bread</a> <a href=/d>A walk by the sea</a></p>",
            id="links to the posts around",
        ),
        pytest.param(
            "<p>See the <a href=/a>rules</a>, the <a href=/b>list of partners</a>.</p>",
            "<p>See the <a href=/a>rules<i> (opens in a new window)</i></a>, the "
            "<a href=/b>list of partners<i> (opens in a new window)</i></a>.</p>",
            id="what is said of links",
        ),
        pytest.param(
            "<p>We keep the data of partners. We may use them.</p>",
            "<p>We keep the data of partners.<sup>2</sup> We may use them.<sup>[3]</sup></p>",
            id="marks of footnotes",
        ),
        pytest.param(
            "<p>Was this page helpful?</p>",
            "<p>Did you find what you were looking for?</p>",
            id="another question about the page",
        ),
        pytest.param(
            "<p>How would you rate this page?</p>",
            "<p>Got two minutes? Take our short survey</p>",
            id="a question that became a call",
        ),
    ],
)
def test_small_changes_that_mean_nothing(before: str, after: str) -> None:
    assert not is_told(compared(page("en", end=before), page("en", end=after)))


LISTS = (
    "<h2>Sharing</h2><p>We share these data with advertisers:</p><ul>{}</ul>"
    "<p>We never share these data with anybody:</p><ul>{}</ul>"
)
SHARED = ("<li>your favourite products</li>", "<li>the pages that you visit</li>")
KEPT = ("<li>your payment data</li>", "<li>your contacts and messages</li>")
MOVED = "<li>the location of your device</li>"


def test_an_item_in_the_opposite_list_is_told() -> None:
    shared, kept = "".join(SHARED), "".join(KEPT)
    before = page("en", end=LISTS.format(shared, kept + MOVED))
    after = page("en", end=LISTS.format(shared + MOVED, kept))
    found = compared(before, after)
    assert found.change_class is ChangeClass.SUBSTANTIVE
    assert {change.kind.value for change in found.clause_changes} == {"added", "removed"}


def test_an_item_elsewhere_in_its_list_is_not_told() -> None:
    shared, kept = "".join(SHARED), "".join(KEPT)
    before = page("en", end=LISTS.format(shared, kept + MOVED))
    after = page("en", end=LISTS.format(shared, MOVED + kept))
    assert not is_told(compared(before, after))


@pytest.mark.parametrize("linked", ["<a href=https://{0}.example/>{0}</a>", "{0} Ltd, hosting"])
def test_one_more_recipient_in_a_list_is_told(linked: str) -> None:
    names = ("Fernhollow", "Mailwhale", "Brightmeadow")
    lists = [
        "<h2>With whom we share your data</h2><p>We share your data with these companies:</p><ul>"
        + "".join(f"<li>{linked.format(name)}</li>" for name in names[:count])
        + "</ul>"
        for count in (2, 3)
    ]
    assert is_told(compared(page("en", end=lists[0]), page("en", end=lists[1])))


PURPOSES = {
    "en": ("We use your data for:", "Delivery of orders", "Sponsored offers of partners"),
    "fr": ("Nous utilisons vos données pour :", "Livraison", "Publicité comportementale"),
    "de": ("Wir nutzen Ihre Daten für:", "Lieferung", "Werbung"),
    "es": ("Utilizamos sus datos para:", "Entrega de pedidos", "Publicidad conductual"),
    "ar": ("نستخدم بياناتك للأغراض التالية:", "توصيل الطلبات", "الأخبار"),
    "he": ("אנו משתמשים במידע למטרות אלה:", "משלוח הזמנות", "פרסומת מותאמת"),
}


@pytest.mark.parametrize("language", PURPOSES)
def test_one_more_purpose_is_told_though_controls_have_its_word(language: str) -> None:
    lead, one, more = PURPOSES[language]
    before, after = (
        page(language, end=f"<p>{lead}</p><ul>{items}</ul>")
        for items in (f"<li>{one}</li>", f"<li>{one}</li><li>{more}</li>")
    )
    assert is_told(compared(before, after))
    assert is_told(compared(after, before))


NEGATED = {
    "en": ("Refunds are paid within a month.", "No Refunds are paid within a month."),
    "fr": ("Vous pouvez vous opposer.", "Vous ne pouvez pas vous opposer."),
    "de": ("Eine Löschung ist möglich.", "Keine Löschung ist möglich."),
    "es": ("Usted puede oponerse.", "Usted no puede oponerse."),
    "ar": ("يجوز لك الاعتراض على المعالجة.", "لا يجوز لك الاعتراض على المعالجة."),
    "he": ("ניתן להתנגד לעיבוד המידע.", "לא ניתן להתנגד לעיבוד המידע."),
}


@pytest.mark.parametrize("language", NEGATED)
def test_a_negation_is_told_though_a_button_has_its_word(language: str) -> None:
    before, after = (page(language, end=f"<p>{text}</p>") for text in NEGATED[language])
    assert is_told(compared(before, after))
    assert is_told(compared(after, before))


BONDS = {
    "en": "Newsletter: you agree that we pass your address on to our group.",
    "fr": "Vous acceptez que nous passions votre adresse au groupe.",
    "de": "Sie sind damit einverstanden, dass wir sie dem Konzern nennen.",
    "es": "Usted acepta que demos su correo a las empresas del grupo.",
    "ar": "بالاشتراك توافق على أن نمرر بريدك إلى شركات المجموعة.",
    "he": "בהרשמה אתם מסכימים כי נמסור את הכתובת לחברות הקבוצה.",
}
SIGNUPS = {
    "en": "Subscribe",
    "fr": "Abonnez-vous",
    "de": "Newsletter",
    "es": "Boletín",
    "ar": "اشترك",
    "he": "ידיעון",
}


@pytest.mark.parametrize("language", BONDS)
def test_what_a_reader_agrees_to_is_told_beside_a_call_to_subscribe(language: str) -> None:
    part = f"<section><h2>{SIGNUPS[language]}</h2><p>{BONDS[language]}</p></section>"
    assert is_told(compared(page(language), page(language, end=part)))


def test_what_is_done_with_data_is_told_above_the_name() -> None:
    sentence = "<p>We also disclose your contact details to advertising partners.</p>"
    assert is_told(compared(page("en"), page("en", above=sentence)))


MACHINES = {
    "en": ("Page generated on {} March 2026 at 1{}:02", "Got a minute? Take our short survey"),
    "fr": ("Page générée le {} mars 2026 à 1{}:02", "Répondez à notre courte enquête"),
    "de": ("Seite erstellt am {}.03.2026 um 1{}:02", "Nehmen Sie an unserer Umfrage teil"),
    "es": ("Página generada el {} de marzo de 2026 a las 1{}:02", "Responda a nuestra encuesta"),
    "ar": ("تم إنشاء الصفحة في {} مارس 2026 1{}:02", "شارك في استبياننا القصير"),
    "he": ("הדף נוצר ב-{}/03/2026 1{}:02", "יש לכם דקה? ענו על סקר קצר"),
}


@pytest.mark.parametrize("language", MACHINES)
def test_when_a_page_was_made_and_surveys_are_not_told(language: str) -> None:
    made, survey = MACHINES[language]
    pages = [
        page(language),
        *(page(language, end=f"<div>{made.format(day, day)}</div>") for day in (14, 15)),
        page(language, end=f"<div>{survey}</div>"),
    ]
    for before in pages:
        for after in pages:
            found = compared(before, after)
            assert not is_told(found), found.clause_changes


AGES = {
    "en": ("Updated 3 months ago", "Updated over a week ago"),
    "fr": ("Mis à jour il y a 3 mois", "Mis à jour il y a plus d'une semaine"),
    "de": ("Vor 3 Monaten aktualisiert", "Vor über einer Woche aktualisiert"),
    "es": ("Actualizado hace 3 meses", "Actualizado hace más de una semana"),
    "ar": ("آخر تحديث منذ 3 أشهر", "آخر تحديث منذ أسبوع"),
    "he": ("עודכן לפני 3 חודשים", "עודכן לפני שבוע"),
}


@pytest.mark.parametrize("language", AGES)
def test_the_age_of_a_page_says_nothing_beside_what_changed(language: str) -> None:
    plain, changed = (page(language, end=f"<p>{name}</p>") for name in ("Oak", "Elm"))
    for age in AGES[language]:
        aged = page(language, end=f"<div>{age}</div><p>Elm</p>")
        for before, after in ((plain, aged), (aged, plain)):
            found = compared(before, after)
            assert not is_told(found), found.clause_changes
    assert not is_told(compared(plain, changed))


SHARING = {
    "en": "Print | Send to a friend | Share on WhatsApp",
    "fr": "Imprimer | Envoyer à un ami | Partager sur Facebook",
    "de": "Drucken | An einen Freund senden | Per WhatsApp teilen",
    "es": "Imprimir | Enviar a un amigo | Compartir por WhatsApp",
    "ar": "طباعة | إرسال إلى صديق | مشاركة عبر واتساب",
    "he": "הדפסה | שליחה לחבר | שתפו בוואטסאפ",
}


@pytest.mark.parametrize("language", SHARING)
def test_controls_that_pass_a_page_on_share_no_data(language: str) -> None:
    found = compared(page(language), page(language, end=f"<div>{SHARING[language]}</div>"))
    assert not is_told(found), found.clause_changes


def test_how_many_liked_a_page_is_not_told() -> None:
    box = "<p>هل استفدت من هذه الصفحة؟</p><p>نعم</p><p>لا</p><p>{}٪ من المستخدمين قالوا نعم</p>"
    assert not is_told(compared(page("ar"), page("ar", end=box.format(86))))
