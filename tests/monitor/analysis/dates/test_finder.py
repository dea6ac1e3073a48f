"""The shapes in which dates are written, in six languages and four calendars."""

from __future__ import annotations

import pytest

from monitor.analysis.dates.finder import find_dates
from monitor.analysis.dates.letters import Folded

# text, then for each date in it: the words, the calendar, the first reading
SHAPES = [
    ("28th December 2022", [("28th December 2022", "gregorian", (2022, 12, 28))]),
    ("Dec. 8, 2022", [("Dec. 8, 2022", "gregorian", (2022, 12, 8))]),
    ("May the 4th, 2023", [("May the 4th, 2023", "gregorian", (2023, 5, 4))]),
    ("2024 March 5", [("2024 March 5", "gregorian", (2024, 3, 5))]),
    ("Effective:July 27, 2026", [("July 27, 2026", "gregorian", (2026, 7, 27))]),
    ("May 9, 202448 min read", [("May 9, 2024", "gregorian", (2024, 5, 9))]),
    ("25/Mar/2003", [("25/Mar/2003", "gregorian", (2003, 3, 25))]),
    ("05-Mar-24", [("05-Mar-24", "gregorian", (2024, 3, 5))]),
    ("15 Mar '24", [("15 Mar '24", "gregorian", (2024, 3, 15))]),
    ("January 2022", [("January 2022", "gregorian", (2022, 1, 0))]),
    ("04 - 2021.", [("04 - 2021", "gregorian", (2021, 4, 0))]),
    ("02/25, 2025 by us", [("02/25, 2025", "gregorian", (2025, 2, 25))]),
    ("14\\.01\\.15", [("14\\.01\\.15", "gregorian", (2015, 1, 14))]),
    ("2024-03-05T10:11:12", [("2024-03-05", "gregorian", (2024, 3, 5))]),
    ("2.Juli 2013", [("2.Juli 2013", "gregorian", (2013, 7, 2))]),
    ("5. Jänner 2021", [("5. Jänner 2021", "gregorian", (2021, 1, 5))]),
    ("1er janvier 2023", [("1er janvier 2023", "gregorian", (2023, 1, 1))]),
    (
        "le22.12.22 mis à jour30.06.23",
        [
            ("22.12.22", "gregorian", (2022, 12, 22)),
            ("30.06.23", "gregorian", (2023, 6, 30)),
        ],
    ),
    ("du27 décembre2019", [("27 décembre2019", "gregorian", (2019, 12, 27))]),
    ("1.º de enero de 2024", [("1.º de enero de 2024", "gregorian", (2024, 1, 1))]),
    ("2 de setiembre del 2024", [("2 de setiembre del 2024", "gregorian", (2024, 9, 2))]),
    ("23 de noviembre de  2015", [("23 de noviembre de  2015", "gregorian", (2015, 11, 23))]),
    ("١٥ يناير ٢٠٢٤", [("١٥ يناير ٢٠٢٤", "gregorian", (2024, 1, 15))]),
    ("5 اغسطس 2024م", [("5 اغسطس 2024م", "gregorian", (2024, 8, 5))]),
    ("تموز / يوليو 2026", [("تموز / يوليو 2026", "gregorian", (2026, 7, 0))]),
    (
        "٣ كانون الثاني/يناير ٢٠٢٤",
        [
            ("٣ كانون الثاني/يناير ٢٠٢٤", "gregorian", (2024, 1, 3)),
        ],
    ),
    ("الأول من يناير 2024", [("الأول من يناير 2024", "gregorian", (2024, 1, 1))]),
    ("جويلية 2026", [("جويلية 2026", "gregorian", (2026, 7, 0))]),
    (
        "1 يوليو 2025 (5 محرم 1447 هـ)",
        [
            ("1 يوليو 2025", "gregorian", (2025, 7, 1)),
            ("5 محرم 1447 هـ", "hijri", (1447, 1, 5)),
        ],
    ),
    (
        "2025/11/07مـ | ١٤٤٧/٠٥/١٦هـ",
        [
            ("2025/11/07مـ", "gregorian", (2025, 11, 7)),
            ("١٤٤٧/٠٥/١٦هـ", "hijri", (1447, 5, 16)),
        ],
    ),
    ("۱۵ فروردین ۱۴۰۳", [("۱۵ فروردین ۱۴۰۳", "jalali", (1403, 1, 15))]),
    ("1403/01/15 ه‍.ش", [("1403/01/15 ه‍.ش", "jalali", (1403, 1, 15))]),
    ("מ־\u206819 ביוני 2017\u2069", [("19 ביוני 2017", "gregorian", (2017, 6, 19))]),
    ("ה-5 למרץ 2024", [("5 למרץ 2024", "gregorian", (2024, 3, 5))]),
    ("1 במאי 018", [("1 במאי 018", "gregorian", (2018, 5, 1))]),
    ("01/12/24", [("01/12/24", "gregorian", (2024, 12, 1))]),
    ("ט״ו בשבט תשפ״ד", [("ט״ו בשבט תשפ״ד", "hebrew", (5784, 11, 15))]),
    ("24 Adar II 5784", [("24 Adar II 5784", "hebrew", (5784, 13, 24))]),
]


@pytest.mark.parametrize(("text", "expected"), SHAPES, ids=[text for text, _ in SHAPES])
def test_a_written_date_is_found_whole(
    text: str, expected: list[tuple[str, str, tuple[int, int, int]]]
) -> None:
    folded = Folded(text)
    found = [
        (text[slice(*folded.place(date.start, date.end))], date.calendar.value, date.readings[0])
        for date in find_dates(folded)
    ]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "192.168.1.20",
        "1.2.3.2024",
        "Regulation (EU) 2016/679",
        "Act No. 480/2004",
        "+972-54-6880474",
        "12:30:45",
        "1234567890",
        "you may 30 times",
        "13/13/2013",
        "32 January",
    ],
)
def test_numbers_that_are_no_date(text: str) -> None:
    assert find_dates(Folded(text)) == []


def test_day_and_month_stay_open_where_both_could_be() -> None:
    (date,) = find_dates(Folded("03/04/2024"))
    assert date.readings == ((2024, 4, 3), (2024, 3, 4))
    assert date.is_open
    (same,) = find_dates(Folded("04/04/2024"))
    assert not same.is_open
