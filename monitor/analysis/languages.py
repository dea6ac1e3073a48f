"""Which language a block is in, and which way a document runs.

Scripts decide first. Within the Latin script the everyday words of each language are counted, with
words that headings of policies use; within the Arabic script the letters that Arabic lacks. A short
block that says too little takes the language of its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.analysis.model import Direction
from storage.document import Block

_SAMPLE = 4000  # characters of a block that are read
_CLEAR = 2  # evidence from which a block speaks for itself
_RTL_SHARE = 0.3  # share of right-to-left letters from which a block is of that script
_MIXED_SHARE = 0.15  # share of words that the other direction needs to make a document mixed

# One class per script; names and product words in Latin letters stand inside all of them.
_SCRIPTS = {
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]+"),
    "arabic": re.compile(r"[\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+"),
    "hebrew": re.compile(r"[\u05d0-\u05f2\ufb1d-\ufb4f]+"),
    "other": re.compile(r"[\u0370-\u052f\u0900-\u0e7f\u1100-\u11ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+"),
}
_RTL = frozenset({"arabic", "hebrew"})
_OTHERS = (
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("uk", re.compile(r"[іїєґ]")),
    ("ru", re.compile(r"[\u0400-\u052f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ko", re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)

# Languages in Arabic letters by the letters and words they do not share with Arabic.
_ARABIC_SCRIPT = (
    ("ur", re.compile(r"[ٹڈڑےںھ]")),
    ("ckb", re.compile(r"[ێۆڵڕ]")),
    ("fa", re.compile(r"[پچژگ]|(?<!\w)(?:است|که|از|را|این|می|شما|برای|های|خود|شود)(?!\w)")),
)
_ARABIC_WORDS = re.compile(r"(?<!\w)(?:في|من|على|إلى|عن|التي|الذي|أو|هذه|هذا|أن|ال\w+)(?!\w)")

_WORDS = {
    "en": "the of and to in is you your we our us that this for with are be by or not may will have "
    "has on as at from it its any other such when how what who which can if an information data "
    "privacy policy terms use service services contact rights security about collect share please "
    "their these those do does must shall last updated effective changes account children "
    "third parties personal cookies cookie advertising introduction agreement law transfers",
    "fr": "le la les de des du un une et en que qui pour dans sur avec par est sont nous vous vos nos "
    "votre notre au aux ce cette ces ou ne pas plus leur leurs être avoir peut si il elle données "
    "confidentialité politique droits utilisation informations sécurité collecte conservation "
    "contactez quelles comment mentions légales mise jour dernière partage personnelles cookies "
    "finalités traitement responsable d l qu n s conditions générales",
    "de": "der die das und ist von zu den mit für auf dem des ein eine einer eines im in nicht sich "
    "wir sie ihre ihr ihnen unsere unser uns werden wird oder bei nach aus an auch als kann können "
    "durch über zum zur daten datenschutz datenschutzerklärung rechte verarbeitung zweck "
    "speicherdauer weitergabe sicherheit kontakt verantwortlicher nutzung wie welche was dienste "
    "rechtsgrundlage einwilligung personenbezogene personenbezogener stand gültig ab kinder cookies",
    "es": "el la los las de del y en que un una por para con se su sus es son no lo al como más o "
    "nuestro nuestra nuestros nuestras usted le les ha este esta estos si puede ser sobre datos "
    "privacidad política derechos uso seguridad información contacto conservación qué cómo quién "
    "personales tratamiento finalidad responsable condiciones servicio servicios última "
    "actualización vigente aviso cambios menores cookies compartir terceros",
    "it": "il lo la gli le di del della dei delle e che un una per con non si sono è nel nella dati "
    "personali informativa trattamento nostro nostra suo sua diritti come quali cookie",
    "pt": "o a os as do da dos das e que um uma para com não se são é em no na nos seus suas dados "
    "pessoais privacidade política você nosso nossa direitos como informações uso",
    "nl": "de het een en van in is op te dat die voor met zijn niet aan wij u uw onze ons worden "
    "gegevens persoonsgegevens privacyverklaring rechten welke hoe bij of om",
    "tr": "ve bir bu için ile olarak veya kişisel verilerin gizlilik veri sizin bizim olan da de",
}  # fmt: skip
_BY_WORD: dict[str, tuple[str, ...]] = {}
for _language, _line in _WORDS.items():
    for _word in _line.split():
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _language)

_LETTERS = (
    ("de", re.compile(r"ß|\b\w+(?:ung|ungen|keit|heit|schaft)\b")),
    ("es", re.compile(r"[ñ¿¡]|\b\w+(?:ción|ciones|dad|dades)\b")),
    ("fr", re.compile(r"œ|[çèêùû]|\b[dlqn]['’]\w")),
    ("pt", re.compile(r"[ãõ]")),
    ("en", re.compile(r"\b\w+(?:ing|ings|'s|’s)\b")),
)


@dataclass(frozen=True, slots=True)
class _Evidence:
    script: str  # "" where there are no letters
    language: str  # the best guess, "" where nothing tells
    strength: int


def detect_language(text: str, default: str = "") -> str:
    """ISO 639-1 of ar he en fr de es (others are named where their script or words tell).

    ``default`` is returned where the text says too little, and wins over weak evidence.
    """
    evidence = _weigh(text)
    if not evidence.language or (default and evidence.strength < _CLEAR):
        return default
    return evidence.language


def block_languages(blocks: Sequence[Block], hint: str | None = None) -> tuple[str, ...]:
    """One language per block. ``hint`` is the language that the source is said to have."""
    evidence = [_weigh(block.text) for block in blocks]
    prior = _priors(evidence, hint)
    before = _last_clear(evidence)
    after = _last_clear(evidence[::-1])[::-1]
    return tuple(
        _settle(one, (earlier, later), prior)
        for one, earlier, later in zip(evidence, before, after, strict=True)
    )


def text_direction(blocks: Sequence[Block]) -> Direction:
    """The way most words run; mixed where a good part runs the other way."""
    words: Counter[bool] = Counter()
    for block in blocks:
        script = _script(block.text[:_SAMPLE])
        if script:
            words[script in _RTL] += block.text.count(" ") + 1
    total = words.total()
    share = words[True] / total if total else 0.0
    if share >= 1 - _MIXED_SHARE:
        return Direction.RTL
    return Direction.LTR if share <= _MIXED_SHARE else Direction.MIXED


def _weigh(text: str) -> _Evidence:
    sample = text[:_SAMPLE]
    match _script(sample):
        case "hebrew":
            return _Evidence("hebrew", "he", _CLEAR)
        case "arabic":
            return _Evidence("arabic", _of_arabic_script(sample), _CLEAR)
        case "latin":
            return _of_latin_script(sample.lower())
        case "other":
            named = (name for name, letters in _OTHERS if letters.search(sample.lower()))
            return _Evidence("other", next(named, ""), _CLEAR)
        case _:
            return _Evidence("", "", 0)


def _script(text: str) -> str:
    if text.isascii():
        return "latin" if _SCRIPTS["latin"].search(text) else ""
    counts = {
        script: sum(map(len, letters.findall(text))) for script, letters in _SCRIPTS.items()
    }
    total = sum(counts.values())
    for script in ("hebrew", "arabic", "other"):
        if counts[script] and counts[script] >= _RTL_SHARE * total:
            return script
    return "latin" if counts["latin"] else ""


def _of_arabic_script(text: str) -> str:
    for language, signs in _ARABIC_SCRIPT:
        count = len(signs.findall(text))
        if count >= _CLEAR and count > len(_ARABIC_WORDS.findall(text)):
            return language
    return "ar"


def _of_latin_script(text: str) -> _Evidence:
    scores: Counter[str] = Counter()
    for word in _SCRIPTS["latin"].findall(text):
        for language in _BY_WORD.get(word, ()):
            scores[language] += 1
    for language, signs in _LETTERS:
        found = len(signs.findall(text))
        if found:
            scores[language] += found
    ranked = scores.most_common(2)
    if not ranked:
        return _Evidence("latin", "", 0)
    margin = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0)
    return _Evidence("latin", ranked[0][0] if margin else "", margin)


def _priors(evidence: Sequence[_Evidence], hint: str | None) -> dict[str, str]:
    """The main language of each script in the document, and of all ("")."""
    votes: dict[str, Counter[str]] = {}
    for one in evidence:
        if one.language:
            for key in (one.script, ""):
                votes.setdefault(key, Counter())[one.language] += one.strength
    if hint:
        votes.setdefault("", Counter())[hint] += 1
        script = {"ar": "arabic", "fa": "arabic", "ur": "arabic", "he": "hebrew"}.get(hint, "latin")
        votes.setdefault(script, Counter())[hint] += 1
    return {script: counts.most_common(1)[0][0] for script, counts in votes.items()}


def _last_clear(evidence: Sequence[_Evidence]) -> list[dict[str, str]]:
    """For each block the language of the last clear block before it, per script and of all."""
    lasts: list[dict[str, str]] = []
    current: dict[str, str] = {}
    for one in evidence:
        lasts.append(current)
        if one.language and one.strength >= _CLEAR:
            current = {**current, one.script: one.language, "": one.language}
    return lasts


def _settle(
    one: _Evidence, around: tuple[dict[str, str], dict[str, str]], prior: dict[str, str]
) -> str:
    if one.language and one.strength >= _CLEAR:
        return one.language
    before, after = (side.get(one.script, "") for side in around)
    near = before if before == after or not after else (after if not before else "")
    if near:
        return near
    if one.language and one.language in (before, after):
        return one.language
    return prior.get(one.script, one.language)
