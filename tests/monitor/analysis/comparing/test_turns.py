"""Sentences that gained or lost a negation, opposites, bans, and words in another order."""

from __future__ import annotations

import pytest
from support.one_clause import Moved, moved

from monitor.analysis import Comparison
from storage.model import Material


def facts(comparison: Comparison) -> list[Moved]:
    return [
        (one.fact, one.before, one.after)
        for change in comparison.clause_changes
        for one in change.facts
    ]


def directions(comparison: Comparison) -> set[str]:
    return {one.direction for change in comparison.clause_changes for one in change.facts}


# Language, what it is about, what is denied, what is said.
ABOUT = [
    (
        "en",
        "automatic renewal",
        "The plan is not renewed automatically.",
        "The plan is renewed automatically.",
    ),
    (
        "fr",
        "automatic renewal",
        "Il ne se renouvelle pas automatiquement.",
        "Il se renouvelle automatiquement.",
    ),
    (
        "de",
        "automatic renewal",
        "Das Abo verlängert sich nicht stillschweigend.",
        "Das Abo verlängert sich stillschweigend.",
    ),
    (
        "es",
        "automatic renewal",
        "El plan no se renueva automáticamente.",
        "El plan se renueva automáticamente.",
    ),
    ("ar", "automatic renewal", "لا يتجدد العقد تلقائيا.", "يتجدد العقد تلقائيا."),
    ("he", "automatic renewal", "החוזה אינו מתחדש אוטומטית.", "החוזה מתחדש אוטומטית."),
    ("en", "refunds", "Tickets are non-refundable.", "Tickets are refundable."),
    ("ar", "refunds", "التذاكر غير قابلة للاسترداد.", "التذاكر قابلة للاسترداد."),
    ("he", "encryption", "הקבצים אינם מוצפנים.", "הקבצים מוצפנים."),
    ("es", "profiling", "No elaboramos perfiles de nadie.", "Elaboramos perfiles de usted."),
]

WORSE = {"automatic renewal", "profiling"}

# What is denied, what is said, and what it is to readers that it is said.
DIRECTED = [
    ("en", "We do not listen to calls.", "We listen to calls.", "weaker"),
    ("fr", "Nous n'exigeons pas votre adresse.", "Nous exigeons votre adresse.", "weaker"),
    ("de", "Wir zeichnen Anrufe nicht auf.", "Wir zeichnen Anrufe auf.", "changed"),
    ("de", "Wir überwachen Anrufe nicht.", "Wir überwachen Anrufe.", "weaker"),
    ("es", "No leemos sus mensajes.", "Leemos sus mensajes.", "weaker"),
    ("ar", "لا نراقب المكالمات.", "نراقب المكالمات.", "weaker"),
    ("he", "איננו מקליטים שיחות.", "אנו מקליטים שיחות.", "weaker"),
    ("en", "We do not accept returns.", "We accept returns.", "stronger"),
    ("fr", "Nous n'acceptons pas les retours.", "Nous acceptons les retours.", "stronger"),
    ("es", "No aceptamos devoluciones usadas.", "Aceptamos devoluciones usadas.", "stronger"),
    ("de", "Sie dürfen Bilder nicht verkaufen.", "Sie dürfen Bilder verkaufen.", "stronger"),
    ("en", "You cannot decline a bonus.", "You can decline a bonus.", "stronger"),
]

# Nothing is known of what they are about: the words are quoted.
QUOTED = [
    ("fr", "Le prix ne comprend pas la livraison.", "Le prix comprend la livraison."),
    ("de", "Für Zusatzkosten gibt es keine Grenze.", "Für Zusatzkosten gibt es eine Grenze."),
    ("de", "Der Preis enthält nicht den Versand.", "Der Preis enthält den Versand."),
    ("es", "El precio no incluye el envío.", "El precio incluye el envío."),
    ("ar", "لا يشمل السعر التوصيل.", "يشمل السعر التوصيل."),
    ("he", "המחיר אינו כולל משלוח.", "המחיר כולל משלוח."),
    ("en", "You may not be billed twice.", "You may be billed twice."),
]

OPPOSITES = [
    ("en", "The grant is revocable.", "The grant is irrevocable.", "revocable", "irrevocable"),
    (
        "de",
        "Sie erteilen eine widerrufliche Lizenz.",
        "Sie erteilen eine unwiderrufliche Lizenz.",
        "widerrufliche",
        "unwiderrufliche",
    ),
    ("fr", "L'assurance inclut le vol.", "L'assurance exclut le vol.", "inclut", "exclut"),
    ("fr", "Il est interdit de copier.", "Il est permis de copier.", "interdit", "permis"),
    ("es", "El uso es lícito aquí.", "El uso es ilícito aquí.", "lícito", "ilícito"),
    ("ar", "النسخ ممنوع هنا.", "النسخ مسموح هنا.", "ممنوع", "مسموح"),
]

BANS = [
    ("en", "The Buyer may withdraw within nine days.", "The Buyer may not withdraw."),
    ("de", "Kunden können binnen neun Tagen widersprechen.", "Kunden können nicht widersprechen."),
    ("fr", "Vous pouvez vous opposer sous 9 jours.", "Vous ne pouvez pas vous opposer."),
    ("es", "Usted puede oponerse en 9 días.", "Usted no puede oponerse."),
    ("ar", "يحق لك الاعتراض خلال 9 أيام.", "لا يحق لك الاعتراض."),
    ("he", "הנך רשאי להתנגד תוך 9 ימים.", "אינך רשאי להתנגד."),
]

STYLE = [
    ("en", "You can, at any time, close it.", "You can close it at any time."),
    (
        "fr",
        "Vous pouvez à tout moment fermer votre compte.",
        "Vous pouvez fermer votre compte à tout moment.",
    ),
    (
        "de",
        "Sie können Ihr Konto jederzeit schließen.",
        "Sie können jederzeit Ihr Konto schließen.",
    ),
    (
        "es",
        "Puede, en cualquier momento, borrar sus datos.",
        "Puede borrar sus datos en cualquier momento.",
    ),
    ("ar", "يمكنك في أي وقت إغلاق حسابك.", "يمكنك إغلاق حسابك في أي وقت."),
    ("he", "באפשרותך בכל עת לסגור את החשבון.", "באפשרותך לסגור את החשבון בכל עת."),
]


@pytest.mark.parametrize(("language", "about", "denied", "said"), ABOUT, ids=str)
def test_a_negation_is_told_with_what_it_is_about(
    language: str, about: str, denied: str, said: str
) -> None:
    comparison = moved(language, denied, said)
    assert facts(comparison)[0] == (about, "denies", "affirms")
    assert f"{about}: was denied, now stated" in comparison.summary.casefold()
    assert comparison.material is Material.MATERIAL
    better, worse = ("weaker", "stronger") if about in WORSE else ("stronger", "weaker")
    assert directions(comparison) == {better}
    back = moved(language, said, denied)
    assert facts(back)[0] == (about, "affirms", "denies")
    assert directions(back) == {worse}


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "We delete advertising after notice.", "We delete advertising without notice."),
        ("ar", "نحذف أي إعلان بعد إعلام صاحبه.", "نحذف أي إعلان دون إعلام صاحبه."),
        ("he", "נסיר פרסומת לאחר התראה לבעליה.", "נסיר פרסומת ללא התראה לבעליה."),
        ("de", "Wir löschen Werbung nach Vorwarnung.", "Wir löschen Werbung ohne Vorwarnung."),
    ],
)
def test_what_is_done_without_another_thing_is_not_denied(
    language: str, before: str, after: str
) -> None:
    assert "advertising" not in {name for name, _, _ in facts(moved(language, before, after))}


@pytest.mark.parametrize(("language", "denied", "said"), QUOTED, ids=str)
def test_a_negation_is_told_in_its_words(language: str, denied: str, said: str) -> None:
    for before, after, name in (
        (denied, said, "negation removed"),
        (said, denied, "negation added"),
    ):
        comparison = moved(language, before, after)
        ((fact, was, now),) = facts(comparison)
        assert fact == name
        assert was
        assert was in before
        assert now
        assert now in after
        assert f'{name}: "{was}" -> "{now}"' in comparison.summary.casefold() or not was.islower()
        assert comparison.material is Material.MATERIAL
        assert directions(comparison) == {"changed"}


@pytest.mark.parametrize(("language", "denied", "said", "direction"), DIRECTED, ids=str)
def test_what_is_worse_for_readers_is_weaker(
    language: str, denied: str, said: str, direction: str
) -> None:
    other = {"weaker": "stronger", "stronger": "weaker", "changed": "changed"}[direction]
    assert direction in directions(moved(language, denied, said))
    assert other in directions(moved(language, said, denied))


@pytest.mark.parametrize(("language", "before", "after", "was", "now"), OPPOSITES, ids=str)
def test_an_opposite_is_told(language: str, before: str, after: str, was: str, now: str) -> None:
    comparison = moved(language, before, after)
    assert ("wording", was, now) in facts(comparison)
    assert comparison.material is Material.MATERIAL


@pytest.mark.parametrize(("language", "right", "ban"), BANS, ids=str)
def test_a_right_that_becomes_a_ban(language: str, right: str, ban: str) -> None:
    comparison = moved(language, right, ban)
    assert facts(comparison)[0][0] == "right denied"
    assert comparison.clause_changes[0].facts[0].direction == "weaker"
    assert "right denied" in comparison.summary.casefold()
    given = moved(language, ban, right)
    assert given.clause_changes[0].facts[0].direction == "stronger"
    assert comparison.severity > given.severity


@pytest.mark.parametrize(("language", "before", "after"), STYLE, ids=str)
def test_an_adverb_elsewhere_is_style(language: str, before: str, after: str) -> None:
    comparison = moved(language, before, after)
    assert comparison.material is Material.NONE
    assert comparison.summary == "Wording only: word order"


def test_another_order_is_minor_unless_it_says_to_whom() -> None:
    order = moved("en", "After use, the logs are kept safe.", "The logs are kept safe after use.")
    assert order.material is not Material.MATERIAL
    assert not facts(order)
    whom = moved(
        "fr",
        "Les données sont transmises de nos partenaires à nous.",
        "Les données sont transmises de nous à nos partenaires.",
    )
    assert whom.material is Material.MATERIAL


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We not merely store but also protect files.", "We store and also protect files."),
        ("You may be charged again.", "You may be charged later again."),
    ],
)
def test_nothing_is_turned(before: str, after: str) -> None:
    assert not facts(moved("en", before, after))


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Copies are made without charge.", "Copies are made for a fee."),
        ("fr", "Les copies sont faites sans frais.", "Les copies sont faites à titre onéreux."),
        ("es", "Las copias se hacen sin coste.", "Las copias se hacen de pago."),
        ("ar", "تقدم النسخ بدون رسوم.", "تقدم النسخ برسوم."),
        ("he", "ההעתקים ניתנים ללא תשלום.", "ההעתקים ניתנים בתשלום."),
    ],
)
def test_what_costs_something_now_is_no_denial(language: str, before: str, after: str) -> None:
    comparison = moved(language, before, after)
    assert comparison.material is Material.MATERIAL
    assert not [name for name, _, _ in facts(comparison) if name.startswith("negation")]
    assert "stronger" not in directions(comparison)


def test_settings_for_tracking_are_no_tracking() -> None:
    comparison = moved(
        "en", "We respect the tracking settings.", "We do not respect the tracking settings."
    )
    assert {one[0] for one in facts(comparison)} == {"negation added"}
    assert directions(comparison) == {"weaker"}


def test_free_in_other_words_is_no_negation_that_went() -> None:
    assert not facts(moved("en", "There is no charge for it.", "This is free of charge."))


@pytest.mark.parametrize(
    ("language", "better", "worse"),
    [
        ("ar", "المتجر مسؤول عن الأضرار.", "المتجر غير مسؤول عن الأضرار."),
        ("ar", "لا نصل إلى جهات الاتصال.", "نصل إلى جهات الاتصال."),
        ("ar", "لن تُستخدم في قرارات آلية بحق المستأجر.", "قد تُستخدم في قرارات آلية بحق المستأجر."),
        ("he", "החנות אחראית לנזק ישיר.", "החנות אינה אחראית לנזק ישיר."),
        ("he", "איננו מגבילים את אחריותנו לנזק.", "אנו מגבילים את אחריותנו לנזק."),
        ("he", "המצלמות אינן מקליטות קול.", "המצלמות מקליטות קול."),
    ],
)
def test_what_the_company_does_or_answers_for_is_weighed(
    language: str, better: str, worse: str
) -> None:
    assert directions(moved(language, better, worse)) == {"weaker"}
    assert directions(moved(language, worse, better)) == {"stronger"}


def test_what_readers_answer_for_is_not_weighed() -> None:
    comparison = moved("he", "הלקוח אחראי לנזק ישיר.", "הלקוח אינו אחראי לנזק ישיר.")
    assert directions(comparison) == {"changed"}


UNRELATED = [
    # Another sentence in place of one.
    ("en", "Use Nordwind at your own risk.", "Do not use Nordwind in place of a doctor's advice."),
    # What denies came with what it denies.
    (
        "en",
        "Nordwind may include advertising.",
        "If you use Nordwind without a paid subscription, Nordwind may include advertising.",
    ),
    (
        "fr",
        "Nordwind affiche de la publicité.",
        "Si vous utilisez Nordwind sans abonnement payant, Nordwind affiche de la publicité.",
    ),
    (
        "de",
        "Nordwind zeigt Werbung.",
        "Wenn Sie Nordwind ohne bezahltes Abo nutzen, zeigt Nordwind Werbung.",
    ),
    (
        "es",
        "Nordwind muestra anuncios.",
        "Si utiliza Nordwind sin una suscripción de pago, Nordwind muestra anuncios.",
    ),
    (
        "ar",
        "قد يعرض نوردويند إعلانات.",
        "إذا كنت تستخدم نوردويند دون اشتراك مدفوع، فقد يعرض نوردويند إعلانات.",
    ),
    (
        "he",
        "נורדווינד עשויה להציג פרסומות.",
        "אם משתמשים בנורדווינד ללא מינוי בתשלום, נורדווינד עשויה להציג פרסומות.",
    ),
]


@pytest.mark.parametrize(("language", "before", "after"), UNRELATED, ids=str)
def test_sentences_that_say_other_things_turn_nothing(
    language: str, before: str, after: str
) -> None:
    for one, other in ((before, after), (after, before)):
        comparison = moved(language, one, other)
        assert not any(name.startswith("negation") for name, _, _ in facts(comparison))


def test_whole_words_are_quoted() -> None:
    said = moved("en", "You're our guest, you may bring pets.", "You're our guest, no pets.")
    assert '"re our' not in said.summary
