"""Which language a whole page is in, as far as the quality gate must know: coarse and cheap."""

from __future__ import annotations

import re

_SAMPLE = 20_000  # characters
_SCRIPT_SHARE = 0.5  # of the letters: the language of the page
_PRESENT_SHARE = 0.1  # of the letters: the language is on the page
_CLEAR = 3  # times as many hits as the expected language
_LEAST_HITS = 12
_FEW_HITS = 4  # enough of a short text that has hardly any of another language
_SCRIPTS = {
    "ar": re.compile("[\u0620-\u064a\u0671-\u06d3]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "el": re.compile("[\u0370-\u03ff]"),
}
_ARABIC = _SCRIPTS["ar"]
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]")  # letters that Arabic has not
_PERSIAN_SHARE = 0.04
READ = frozenset(("ar", "he", "en", "fr", "de", "es"))  # of these the words of documents are known
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u04ff\u05d0-\u05ea\u0620-\u06d3]")
_LETTERS = re.compile(r"[^\W\d_]")
# Hardly one of them is a word of another of these languages, but that Portuguese has some of
# Spanish beside its own.
_FREQUENT = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to your you we our or that with for this are not is by any may if",
        "fr": "les des et nous vous votre vos une du que pour dans est sur aux le au par ou qui",
        "de": "der die und das wir sie ihre nicht ist zu oder von mit den für wird werden auf eine"
        " bei",
        "es": "los las el que su sus una por para con nos usted del puede como y tu tus al se",
        "ca": "els amb són dels aquesta aquest pels vostres nostres nostra vostra podeu també quan"
        " hem seva seves perquè fins dades més quins quines heu sense després drets tractament",
        "it": "di che il della per dei non sono nostro nostri gli nel alla delle più dal sul suoi"
        " tuoi degli",
        "nl": "het een van wij uw voor niet zijn worden dat aan op door ook naar onze om deze wordt"
        " je",
        "pl": "oraz nie się jest przez lub że dla są które może także jego ich nas tych jako pod"
        " w z na do jakie tym",
        "pt": "não uma em ao você são também pelo pela nosso nossa nossos seus seu sua suas os um"
        " da ou dados com às pode que para por como se sem é neste nesta deste desta ele ela nas",
        "sv": "och att som för är av eller till på din dina inte vår ditt våra vid från hur",
        "tr": "ve bir için bu ile veya olarak olan bizim sizin tarafından kadar gibi daha her ya",
    }.items()
}


def main_language(text: str) -> str:
    """ISO 639-1, or "" when the page does not tell. ``text`` is folded.

    ar he en fr de es, and, so that they are taken for none of these: ca it nl pl pt sv tr, fa for
    Persian and its like, el for Greek and ru for Cyrillic letters.
    """
    sample = text[:_SAMPLE]
    shares = _script_shares(sample)
    for language, share in shares.items():
        if share >= _SCRIPT_SHARE:
            is_persian = language == "ar" and _is_much_of(_PERSIAN, _ARABIC, sample)
            return "fa" if is_persian else language
    hits = _hits(sample)
    best = max(hits, key=lambda language: hits[language])
    others = sorted(hits.values())[-2]
    if hits[best] >= _LEAST_HITS:
        return best if hits[best] > 2 * others else ""
    return best if hits[best] >= _FEW_HITS and hits[best] > _FEW_HITS * others else ""


def _is_much_of(letters: re.Pattern[str], script: re.Pattern[str], sample: str) -> bool:
    return len(letters.findall(sample)) > _PERSIAN_SHARE * len(script.findall(sample))


def speaks(text: str, language: str) -> bool:
    """``text`` is, at least in part, in ``language``; True when nothing tells."""
    expected = language.lower()[:2]
    sample = text[:_SAMPLE]
    shares = _script_shares(sample)
    if expected in shares:
        return shares[expected] >= _PRESENT_SHARE
    if max(shares.values()) > 1 - _PRESENT_SHARE:
        return expected not in _FREQUENT and expected not in ("zh", "ja", "ko")
    if expected not in _FREQUENT:
        return True
    hits = _hits(sample)
    if max(shares.values()) >= _SCRIPT_SHARE:  # names and addresses are Latin in every language
        return hits[expected] >= _FEW_HITS
    best = max(hits.values())
    return best < _LEAST_HITS or hits[expected] * _CLEAR >= best


def _script_shares(sample: str) -> dict[str, float]:
    if _OTHER_SCRIPT.search(sample) is None:
        return dict.fromkeys(_SCRIPTS, 0.0)  # as of most pages, without counting all letters
    letters = len(_LETTERS.findall(sample)) or 1
    return {
        language: len(script.findall(sample)) / letters for language, script in _SCRIPTS.items()
    }


def _hits(sample: str) -> dict[str, int]:
    words = sample.split()
    return {
        language: sum(map(frequent.__contains__, words)) for language, frequent in _FREQUENT.items()
    }
