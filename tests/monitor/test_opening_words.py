"""The first telling words of a clause, for one line."""

from __future__ import annotations

import pytest

from monitor.opening_words import LETTERS, opening_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We share it with partners.", "We share it with partners"),
        ("(a) We share it with Bluemill. Ask us why.", "We share it with Bluemill"),
        ("4.2 Sharing with partners", "Sharing with partners"),
        ("3.5 million people", "3.5 million people"),
        ("U.S. residents may ask us.", "U.S. residents may ask us"),
        ("- Your name", "Your name"),
        ("Kite lists. Your kites can be seen by all.", "Kite lists. Your kites can be seen by all"),
        ("We ask, e.g. by mail, what you want.", "We ask, e.g. by mail, what you want"),
        (
            "We keep letters of people who flew kites with us for as long as the law demands it.",
            "We keep letters of people who flew kites with us for as long as…",
        ),
        (
            "We keep the letters of all people who fly kites with us at sea, and we keep drawings.",
            "We keep the letters of all people who fly kites with us at sea…",
        ),
        (
            "Nous conservons les lettres des personnes qui achètent des cerfs-volants, et après.",
            "Nous conservons les lettres des personnes qui achètent des…",
        ),
        (
            "Wir verkaufen die Daten, die Sie uns bei der Anmeldung mitgeteilt haben, nicht.",
            "Wir verkaufen die Daten, die Sie uns bei der Anmeldung… nicht…",
        ),
        (
            "Conservamos las cartas de las personas que vuelan cometas con nosotros siempre.",
            "Conservamos las cartas de las personas que vuelan cometas con…",
        ),
        (
            "ب) نحتفظ برسائل الأشخاص الذين يطيرون طائراتهم الورقية معنا ما دام القانون يطلب ذلك.",
            "نحتفظ برسائل الأشخاص الذين يطيرون طائراتهم الورقية معنا ما دام…",
        ),
        (
            "א. אנו שומרים את מכתביהם של אנשים שמעיפים איתנו עפיפונים, כל עוד החוק דורש זאת.",
            "אנו שומרים את מכתביהם של אנשים שמעיפים איתנו עפיפונים…",
        ),
        ("Bluemill Ltd |  |  | Hosting", "Bluemill Ltd | Hosting"),
        ("— | |", ""),
        ("x" * 200, "x" * LETTERS + "…"),
    ],
)
def test_the_first_words(text: str, expected: str) -> None:
    assert opening_words(text) == expected


def test_an_endless_word_is_not_cut_between_a_letter_and_its_mark() -> None:
    assert opening_words("e\u0301" * 40, 9) == "e\u0301" * 5 + "…"
