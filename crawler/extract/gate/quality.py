"""The quality gate: whether this is the document, or what a server showed in its place.

Reasons are stable words: ``challenge``, ``consent_wall``, ``login_wall``, ``soft_404``,
``error_page``, ``geo_block``, ``age_gate``, ``parked_domain``, ``region_choice``,
``redirect_stub``, ``empty_shell``, ``empty_text``, ``mojibake``, ``wrong_language``,
``select_missed``. What only a comparison with the current version tells, ``collapsed``,
``other_page`` and ``markup_shown``, is in :mod:`crawler.extract.gate.succession`.

Short pages are asked what they say (:mod:`crawler.extract.gate.concepts`), where they say it, and
what stands beside it: a password field, a button to accept, the mark of a vendor. A text that is a
document by its heading or its words is only refused for what its title says.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.extract.gate.concepts import LEXICON, scores
from crawler.extract.gate.language import speaks
from crawler.extract.gate.likeness import DOCUMENT, HOME, examples
from crawler.extract.gate.model import Own, PageSignals
from crawler.extract.gate.mojibake import is_mojibake
from crawler.extract.gate.reading import names_document, reads_like_a_document
from crawler.extract.model import Quality
from crawler.extract.normalise import fold_words

_LONGEST = 700  # words: a longer page is judged by its comparison alone
_TALKATIVE = 450  # words: consent walls explain themselves at length
_SHORT = 250  # words: longest page that may be a challenge, an error or another wall
BRIEF = 120  # words: from here on one remark is not what the page is about
TINY = 60  # words: a shell, a stub
_HARDLY = 4  # words: no sentence
_BARE = 25  # words: hardly more than the furniture of a site
_REMARK = 6  # words: less is a greeting
_NEARLY = 40  # words: with furniture, as many as a document has
_WALL_OPENING = 45  # words in which a wall asks for consent
_LABELS = 400  # words on buttons
_SAID = 60  # words in which a page says what it is
_POINT = 4.0  # log-odds that a point is worth
LIKELY = 6.0  # log-odds from which examples alone tell
_LIKELY_WORDY = 18.0  # the same, of a page that says more: most of its words are in no example
_LIKELY_NAMED = 16.0  # the same, of a page under the name of a document
_CONTRADICTED = 12.0  # log-odds with which documents and home pages speak against points
_CONTRADICTED_LONG = 4.0  # the same, where the page says more than a line
GUESS = 1.0  # log-odds
_ENOUGH = 2  # points
_PLENTY = 4  # points, for a page that says much
_CERTAIN = 7  # points, for a page under the name of a document
_CERTAIN_OF_TEXT = 10  # the same, where it says more than a line or two
_TWICE = 6  # points, said at once in two ways
_COUNTRIES = 7  # points, for a list of countries to follow
_FEW = 15  # words under the name of a document
_NEVER = 99  # points, more than any page has
_FIRST = 8  # words in which a document names itself
_OPENING_NAME = 4  # the same, of a text without a heading
_LEAST_FOR_LANGUAGE = 30

# The more special comes first: it wins where two are as clear.
_ORDER = (
    "challenge",
    "geo_block",
    "age_gate",
    "parked_domain",
    "region_choice",
    "soft_404",
    "error_page",
    "login_wall",
    "redirect_stub",
    "empty_shell",
    "consent_wall",
)
_BRIEF_KINDS = ("redirect_stub", "empty_shell", "parked_domain")  # in few words, or outright
_SPECIAL = {"geo_block": 6, "age_gate": 2, "parked_domain": 1, "region_choice": 1}
_ASKING = ("consent_wall", "login_wall", "age_gate")  # by something to press
_MISSING = ("soft_404", "error_page", "challenge")


def judge(
    *,
    text: str,
    title: str | None,
    words: int,
    raw_text: str,
    page: PageSignals,
    language: str | None,
) -> Quality:
    """Judge one page by itself; ``text`` is the comparison text, ``raw_text`` the text as shown."""
    reasons: list[str] = []
    guess = None
    if page.select_missed:
        reasons.append("select_missed")
    else:
        found, guess = _not_the_document(text, title, words, page)
        reasons += [found] if found else []
    if is_mojibake(raw_text):
        reasons = ["mojibake"]  # what garbled words seem to say tells nothing
    elif language and not reasons and words >= _LEAST_FOR_LANGUAGE and not speaks(text, language):
        reasons.append("wrong_language")
    return Quality(ok=not reasons, reasons=tuple(reasons), guess=guess)


def _not_the_document(
    text: str, title: str | None, words: int, page: PageSignals
) -> tuple[str | None, str | None]:
    """What the page is instead of the document, and what it would be if it were not."""
    if not words:
        spoken = _of_its_own(text, title, words, page)
        return spoken if spoken is not None and spoken[0] else (_nothing(title, page), None)
    words = max(words - page.teasers, 1)
    if words > _LONGEST:
        return None, None
    own = _of_its_own(text, title, words, page)
    if own is not None:
        return own
    found = "empty_shell" if _awaits_a_script(words, page) else _without_text(words, page)
    if found:
        return found, None
    found, guess = _of_all(text, title, words, page)
    if page.own is not None and not page.own.password_field and _size(page.own) >= _FEW:
        # Only a box beside it asks.
        found = "other_page" if found == "login_wall" else found
        guess = None if guess == "login_wall" else guess
    return found, guess


def _size(own: Own) -> int:
    return sum(line.count(" ") + 1 for line in own.lines)


def _of_its_own(
    text: str, title: str | None, words: int, page: PageSignals
) -> tuple[str | None, str | None] | None:
    """What the message alone tells, without the boxes beside it; None where it tells nothing."""
    own = page.own
    if own is None or not own.lines:
        return None
    said = " ".join(own.lines)
    rest = replace(
        page,
        own=None,
        said=said,
        beside="",
        titled=own.titled,
        unsaid=False,
        password_field=own.password_field,
        buttons=own.buttons,
    )
    left = max(words - page.said.count(" ") + said.count(" "), 1)
    left = min(left, said.count(" ") + 1) if own.over else left
    found, guess = _of_all(text, title, left, rest)
    if found or own.titled or _is_document(said, title, left, rest):
        return found, guess
    return None


def _of_all(
    text: str, title: str | None, words: int, page: PageSignals
) -> tuple[str | None, str | None]:
    is_document = _is_document(page.said or text, title, words, page)
    if is_document and page.beside:
        is_document = _is_document(page.beside, title, words, page)
    found, guess = _judged(text, title, words, page, is_document=is_document)
    if _is_yet_to_come(found, page):
        # A heading alone may be the message, where no script is to put anything under it.
        return _unsaid(page) if page.empty_root or not guess else guess, None
    if page.beside and "consent_wall" in (found, guess):
        return _beside_the_strip(text, title, words, page) or (found, guess)
    return found, guess


def _without_text(words: int, page: PageSignals) -> str | None:
    """What a page is of which nothing is left between menus, footers, goods and headlines."""
    if page.said:
        return None
    if page.scripts and words <= BRIEF and not _guarded(page):
        return "empty_shell"
    if not page.teasers:
        return None
    return "other_page" if page.leads_on else "empty_text"


def _awaits_a_script(words: int, page: PageSignals) -> bool:
    """A place for the text is empty, and what stands around it is no message."""
    if not (page.scripts and page.empty_root and words <= _BARE) or page.refresh or _guarded(page):
        return False
    return kind_of(page.said) in (None, "empty_shell")


def _is_yet_to_come(found: str | None, page: PageSignals) -> bool:
    """Nothing is said but what the page is called, which may sound like a wall, or "loading"."""
    if _guarded(page) or (found and (found != "consent_wall" or scores(page.said)[found])):
        return False
    is_loading = page.scripts and page.said.count(" ") < _HARDLY
    return page.unsaid or (is_loading and scores(page.said)["empty_shell"] > 0)


def _unsaid(page: PageSignals) -> str:
    """What a page is that says nothing but what it is called."""
    if page.leads_on:
        return "other_page"
    return "empty_shell" if page.scripts else "empty_text"


def _guarded(page: PageSignals) -> bool:
    """By something that says itself why no document is here."""
    return page.password_field or page.challenged or page.vendor_mark


def _beside_the_strip(
    text: str, title: str | None, words: int, page: PageSignals
) -> tuple[str | None, str | None] | None:
    """What a page is that asks for cookies besides; None where that is all that it does."""
    size = len(page.beside.split())
    silent = not scores(page.beside)["consent_wall"]
    if page.teasers and not page.challenged and size < _BARE and silent:
        # The strip of a site that shows all its goods and links: no wall, and no document.
        named = page.titled or names_document(title)
        if named or (size < _REMARK and page.scripts):
            return None if named else "empty_shell", None
    left = max(words - len(page.said.split()) + size, 1)
    labels = [label for label in page.buttons.split("  ") if not _agrees(label)]
    rest = replace(page, said=page.beside, beside="", buttons=f" {'  '.join(labels)} ")
    is_document = _is_document(page.beside, title, words, page)
    found, guess = _judged(text, title, left, rest, is_document=is_document)
    if "consent_wall" in (found, guess) or _is_part_of_it(found, page, is_document=is_document):
        return None
    like = examples().weigh(page.beside)
    rival = like["consent_wall"]
    clear = found and size >= _REMARK
    clear = clear and (found != "empty_shell" or like[str(found)] > rival + LIKELY)
    if clear or (found and scores(page.beside)[found]):
        return found, guess
    if found or size < _BARE:
        return None
    if size >= _NEARLY and (like[DOCUMENT] > rival + _LIKELY_NAMED or silent):
        return None, guess
    return (None, guess) if like[HOME] > rival or is_document or page.titled else None


def _is_part_of_it(found: str | None, page: PageSignals, *, is_document: bool) -> bool:
    """Whether what stands beside the strip is of the same wall.

    It says nothing, or asks to accept or to pay to read without advertising: who has paid signs in.
    """
    if found == "login_wall" and not page.password_field:
        return "advertising" in LEXICON.found(page.beside.split())
    if page.beside.count(" ") >= _BARE or is_document or page.challenged:
        return False
    return not any(scores(page.beside).values())


def _judged(
    text: str, title: str | None, words: int, page: PageSignals, *, is_document: bool
) -> tuple[str | None, str | None]:
    said = page.said or text
    if is_document and words > _SHORT:
        found = _document_in_doubt(text, title, words, page)
        if found == "consent_wall" and _is_like_a_document(_everything(said, title, page)):
            found = None  # a strip with buttons hangs over it
        return found, None
    points = _points(said, title, words, page)
    like = examples().weigh(_everything(said, title, page))
    weight = {kind: _POINT * points[kind] + like[kind] for kind in _ORDER}
    is_brief = said.count(" ") < _NEARLY
    kinds = [kind for kind in _ORDER if is_brief or kind not in _BRIEF_KINDS or points[kind]]
    if page.challenged and "empty_shell" in kinds:
        kinds.remove("empty_shell")  # the check needs the scripts, not the page
    kind = max(kinds, key=lambda kind: (weight[kind], -_ORDER.index(kind)))
    rival = max(like[DOCUMENT], like[HOME])
    margin = LIKELY if words <= _NEARLY else _LIKELY_WORDY
    margin = GUESS if points[kind] or words <= _BARE else margin
    unasked = kind in _ASKING and words > _BARE and like[kind] < rival and not _asks(kind, page)
    guess = kind if words <= _SHORT and weight[kind] > rival + margin and not unasked else None
    if page.titled and words <= _FEW and not points[kind]:
        guess = None  # hardly more than the name of a document
    if is_document:
        return _document_after_all(text, title, words, page, like, kind), guess
    lead = like[kind] - rival
    named = page.titled or names_document(title) or like[HOME] > like[DOCUMENT]
    return _wall(kind, points[kind], lead, words, page, guess, named=named), guess


def kind_of(said: str, *, least: float = GUESS) -> str | None:
    """What folded ``said`` tells by its words alone; ``least``: log-odds that examples must tell.

    None for what is as likely a document or another page of the site.
    """
    points = scores(said)
    like = examples().weigh(said)
    weight = {kind: _POINT * points[kind] + like[kind] for kind in _ORDER}
    kind = max(_ORDER, key=lambda kind: (weight[kind], -_ORDER.index(kind)))
    margin = least if said.count(" ") < _BARE else _LIKELY_WORDY
    margin = GUESS if points[kind] else margin
    return kind if weight[kind] > max(like[DOCUMENT], like[HOME]) + margin else None


def _is_like_a_document(text: str) -> bool:
    like = examples().weigh(text)
    return like[DOCUMENT] > like["consent_wall"]


def _wall(
    kind: str,
    points: int,
    lead: float,
    words: int,
    page: PageSignals,
    guess: str | None,
    *,
    named: bool,
) -> str | None:
    """What a page is that reads like no document; ``lead`` over documents and home pages.

    ``named``: its title or first heading is the name of a document, or it is like a home page.
    """
    if kind in _ASKING and (words > _BARE or page.titled) and not _asks(kind, page):
        least = _PLENTY if words <= TINY and not page.titled else _CERTAIN
        sure = kind == "login_wall" and points >= least and lead >= _LIKELY_NAMED
        return kind if sure else None  # it speaks of such things, and asks for none
    said = min(words, page.said.count(" ") + 1)  # without menus
    if kind == "region_choice" and page.places and not page.titled:
        return kind
    if points >= _enough(kind, words, page):
        clear = words <= _BARE or points >= (_CERTAIN if said > TINY else _TWICE)
        clear = clear or (said <= TINY and not named)
        allowed = _CONTRADICTED if clear else _CONTRADICTED_LONG
        if page.titled:
            allowed = 0.0  # a document about such things speaks of them as clearly
        return kind if lead > -allowed else None
    likely = LIKELY if said <= TINY else _LIKELY_WORDY
    if words <= BRIEF and lead >= (_LIKELY_NAMED if page.titled else likely):
        return kind
    may_be_shell = page.scripts and words <= _BARE and not (page.titled or page.listed)
    if may_be_shell and lead > -LIKELY:
        return guess or "empty_shell"
    return None


def _asks(kind: str, page: PageSignals) -> bool:
    if kind == "consent_wall" and page.titled:
        return _offers_consent(page)
    return page.password_field or bool(page.buttons.strip())


def _document_after_all(
    text: str,
    title: str | None,
    words: int,
    page: PageSignals,
    like: dict[str, float],
    kind: str,
) -> str | None:
    """What is said against a text that reads like a document; walls are full of their words."""
    found = _document_in_doubt(text, title, words, page)
    named = names_document(title) or names_document(" ".join(page.said.split()[:_OPENING_NAME]))
    if found and not (named and found == "consent_wall" and like[found] < like[DOCUMENT]):
        return found
    if page.headed or page.titled or words > _SHORT or kind != "consent_wall":
        return None
    if names_document(title) and not page.buttons.strip():
        return None  # it asks for nothing
    return kind if like[kind] >= like[DOCUMENT] + _LIKELY_NAMED else None


def _everything(said: str, title: str | None, page: PageSignals) -> str:
    """What is compared with the examples; many documents have a line for those without scripts."""
    noscript = "" if _says_much(page) else page.noscript
    return " ".join((fold_words(title or ""), said, _labels(page), noscript))


def _labels(page: PageSignals) -> str:
    """The buttons, without the one to sign in that every page of a site has in its head."""
    if page.password_field or "sign_in" not in LEXICON.found(page.buttons.split()):
        return page.buttons
    labels = page.buttons.split("  ")
    return "  ".join(label for label in labels if "sign_in" not in LEXICON.found(label.split()))


def _says_much(page: PageSignals) -> bool:
    """More than a shell does."""
    return page.listed or page.said.count(" ") >= _NEARLY


def _is_document(text: str, title: str | None, words: int, page: PageSignals) -> bool:
    if page.challenged and words <= BRIEF:
        return False
    size = len(text.split())
    return page.headed or reads_like_a_document(text, words if size >= _NEARLY else size, title)


def _document_in_doubt(text: str, title: str | None, words: int, page: PageSignals) -> str | None:
    """What may be said of a text that reads like a document all the same."""
    is_named = names_document(title) or words > _SHORT
    said = {} if is_named else scores(fold_words(title or ""))
    for kind in _MISSING:
        if said.get(kind) and not page.headed:
            return kind
    names_itself = names_document(title) and names_document(" ".join(text.split()[:_FIRST]))
    if page.headed or names_itself or words > _TALKATIVE:
        return None
    opening = scores(" ".join(text.split()[:_WALL_OPENING]))
    if opening["consent_wall"] >= _ENOUGH and _offers_consent(page):
        return "consent_wall"
    if opening["login_wall"] >= _ENOUGH and page.password_field and words <= BRIEF:
        return "login_wall"
    return None


def _nothing(title: str | None, page: PageSignals) -> str:
    said = scores(fold_words(title or ""))
    if page.challenged or page.vendor_mark or said["challenge"]:
        return "challenge"
    for kind in _MISSING:
        if said[kind]:
            return kind
    if not page.empty_root and (page.asked or _offers_consent(page)):
        return "consent_wall"  # a vendor's box, which is no text, and nothing under it
    return "empty_shell" if page.scripts or page.empty_root or page.noscript else "empty_text"


def _enough(kind: str, words: int, page: PageSignals) -> int:
    """The points that a page of so many words must have to be called so."""
    if page.titled and words > _FEW and not _guarded(page):
        return _CERTAIN if words < _NEARLY else _CERTAIN_OF_TEXT
    if kind == "consent_wall":
        return _ENOUGH if words <= _TALKATIVE else _NEVER
    if words > _SHORT:
        return _NEVER
    return _ENOUGH if words <= BRIEF else _PLENTY


def _points(text: str, title: str | None, words: int, page: PageSignals) -> dict[str, int]:
    points = dict.fromkeys(_ORDER, 0)
    said = scores(" ".join(text.split()[:_SAID]))
    for kind, count in said.items():
        points[kind] += count
    folded_title = fold_words(title or "")
    for kind, count in scores(folded_title).items():
        points[kind] += min(count, 3) if kind != "parked_domain" or points[kind] else 0
    for kind, bonus in _SPECIAL.items():
        points[kind] += bonus if points[kind] and not page.titled else 0
    if page.places and not page.titled:
        points["region_choice"] += _COUNTRIES
    _weigh_walls(points, words, page)
    _weigh_shells(points, words, page)
    if page.challenged:
        points["challenge"] += 4
    elif page.vendor_mark and words <= BRIEF and not page.titled:
        points["challenge"] += 2
    return points


def _weigh_walls(points: dict[str, int], words: int, page: PageSignals) -> None:
    """Walls are known by what they ask for, too."""
    if page.titled:  # a short document about cookies or accounts
        points["consent_wall"] = points["login_wall"] = 0
        return
    if points["consent_wall"] and not page.buttons.strip():
        points["consent_wall"] -= 2
    elif points["consent_wall"] and _offers_consent(page):
        points["consent_wall"] += 2
    if page.password_field and words <= _SHORT and (points["login_wall"] or words <= TINY):
        points["login_wall"] += 4


def _weigh_shells(points: dict[str, int], words: int, page: PageSignals) -> None:
    """A shell has hardly any words of its own, and a place that a script fills."""
    if words > TINY:
        points["empty_shell"] = points["redirect_stub"] = 0
        return
    if page.refresh:
        points["redirect_stub"] += 4 if points["redirect_stub"] else 2
    if page.noscript and not _says_much(page) and scores(page.noscript)["empty_shell"]:
        points["empty_shell"] += 2
    if page.scripts and (page.empty_root or (words <= _HARDLY and not page.titled)):
        points["empty_shell"] += 2


def _agrees(label: str) -> bool:
    return "consent_button" in LEXICON.found(label.split())


def _offers_consent(page: PageSignals) -> bool:
    return "consent_button" in LEXICON.found(page.buttons.split()[:_LABELS])
