"""Terms of contracts: whose law, which courts, how many, what a term means, who must, how much."""

from __future__ import annotations

import pytest
from support.one_clause import facts, moved

from storage.model import Material

LAWS = [
    ("en", "This agreement is governed by the laws of the State of {}.", "Ohio", "Nevada"),
    ("fr", "Ces conditions sont régies par le droit {}.", "français", "belge"),
    ("de", "Für diesen Vertrag gilt {} Recht.", "deutsches", "schweizerisches"),
    ("es", "Este contrato se rige por la ley {}.", "española", "chilena"),
    ("ar", "تخضع هذه الشروط لقوانين {}.", "مصر", "الأردن"),
    ("he", "על הסכם זה יחולו דיני {}.", "ישראל", "קפריסין"),
]
COURTS = [
    ("en", "Disputes are decided by the courts of {}.", "Utrecht", "Breda"),
    ("fr", "Les litiges relèvent des tribunaux de {}.", "Lyon", "Nantes"),
    ("de", "Gerichtsstand für alle Streitigkeiten ist {}.", "Bremen", "Kassel"),
    ("es", "Los litigios se someten a los tribunales de {}.", "Vigo", "Lugo"),
    ("ar", "تختص محاكم {} بالنزاعات الناشئة عن هذه الشروط.", "دمشق", "حلب"),
    ("he", "סמכות השיפוט הבלעדית בסכסוכים היא לבתי המשפט ב{}.", "חיפה", "נצרת"),
]
COUNTS = [
    ("en", "You may make up to {} requests per hour.", "5,000", "500"),
    ("fr", "Vous pouvez publier jusqu'à {} annonces par mois.", "40", "10"),
    ("de", "Sie dürfen höchstens {} Anzeigen pro Monat schalten.", "40", "10"),
    ("es", "Puede publicar hasta {} anuncios al mes.", "40", "10"),
    ("ar", "يمكنك نشر حتى {} إعلانا في الشهر.", "40", "10"),
    ("he", "ניתן לפרסם עד {} מודעות לחודש.", "40", "10"),
]
DUTIES = [
    ("en", "The agent {} obtain a permit before the visit.", "must", "should"),
    ("fr", "L'agent {} obtenir un permis avant la visite.", "doit", "peut"),
    ("de", "Der Makler {} vor dem Besuch eine Erlaubnis haben.", "muss", "sollte"),
    ("es", "El agente {} obtener un permiso antes de la visita.", "debe", "puede"),
    ("ar", "{} على الوكيل الحصول على تصريح قبل الزيارة.", "يجب", "يجوز"),
    ("he", "הסוכן {} להשיג היתר לפני הביקור.", "חייב", "רשאי"),
]
OPPOSITES = [
    ("en", "Members may ask for a {} refund of the deposit.", "full", "partial"),
    ("en", "Unused vouchers are {} when the shop closes.", "refunded", "forfeited"),
]
MEANINGS = [
    ("en", '"Content" means {} that you upload.', "any data, text or files", "any files"),
    ("fr", "« Contenu » désigne {} que vous publiez.", "les textes et images", "les textes"),
    ("de", '"Inhalte" bezeichnet {}, die Sie hochladen.', "Texte und Bilder", "Texte"),
    ("es", "«Contenido» significa {} que usted sube.", "textos e imágenes", "textos"),
    ("ar", "«المحتوى» يعني {} التي ترفعها.", "المقالات والتعليقات", "المقالات"),
    ("he", '"תוכן" פירושו {} שהעלית.', "טקסטים ותמונות", "טקסטים"),
]


def told(language: str, template: str, old: str, new: str) -> dict[str, str]:
    comparison = moved(language, template.format(old), template.format(new))
    assert comparison.material is Material.MATERIAL, comparison
    return {name: direction for (name, _, _), direction in facts(comparison).items()}


@pytest.mark.parametrize(("language", "template", "old", "new"), LAWS, ids=str)
def test_another_law(language: str, template: str, old: str, new: str) -> None:
    assert told(language, template, old, new) == {"governing law": "changed"}


@pytest.mark.parametrize(("language", "template", "old", "new"), COURTS, ids=str)
def test_other_courts(language: str, template: str, old: str, new: str) -> None:
    assert told(language, template, old, new) == {"courts": "changed"}


@pytest.mark.parametrize(("language", "template", "old", "new"), COUNTS, ids=str)
def test_another_number(language: str, template: str, old: str, new: str) -> None:
    assert told(language, template, old, new) == {"number": "lower"}
    assert told(language, template, new, old) == {"number": "higher"}


@pytest.mark.parametrize(("language", "template", "old", "new"), [*DUTIES, *OPPOSITES], ids=str)
def test_another_duty(language: str, template: str, old: str, new: str) -> None:
    assert "wording" in told(language, template, old, new)


@pytest.mark.parametrize(("language", "template", "old", "new"), MEANINGS, ids=str)
def test_another_meaning(language: str, template: str, old: str, new: str) -> None:
    assert "definition" in told(language, template, old, new)


def test_a_number_that_bounds_nothing_is_wording() -> None:
    comparison = moved("en", "We were 40 people in the beginning.", "We were 45 people then.")
    assert comparison.material is not Material.MATERIAL


def test_only_in_what_readers_may_do_takes_something_from_them() -> None:
    before = "You may sue us in the courts where you live."
    after = "You may sue us only in the courts where you live."
    assert facts(moved("en", before, after)) == {("limit", None, "only"): "weaker"}


def test_what_was_done_with_consent_is_done() -> None:
    before = "With your permission, we collect the location of your device."
    found = facts(moved("en", before, "We collect the location of your device."))
    assert found[("consent", "affirms", None)] == "weaker"


def test_keeping_out_of_arbitration_is_no_harm() -> None:
    before = "Claims go to arbitration. You may opt out of arbitration by letter."
    found = facts(moved("en", before, "Claims go to arbitration. Write to us by letter."))
    assert "stronger" not in found.values()


def test_within_what_time_something_is_done_is_no_retention() -> None:
    text = "Data are deleted on request. We answer a ticket within {}, at the latest."
    found = facts(moved("en", text.format("2 hours"), text.format("3 days")))
    assert {name for name, _, _ in found} == {"deadline"}


@pytest.mark.parametrize(
    ("language", "text", "old", "new"),
    [
        ("en", "Claims expire after {}.", "three years", "one year"),
        ("de", "Ansprüche verfallen nach {}.", "drei Jahren", "einem Jahr"),
        ("fr", "Les réclamations expirent après {}.", "trois ans", "un an"),
        ("es", "Las reclamaciones caducan a los {}.", "tres años", "dos años"),
    ],
    ids=str,
)
def test_claims_that_expire_are_no_retention(language: str, text: str, old: str, new: str) -> None:
    found = facts(moved(language, text.format(old), text.format(new)))
    assert "retention" not in {name for name, _, _ in found}
