from __future__ import annotations

import pytest

from crawler.extract.charset import decode

AR = "<p>نحن لا نبيع بياناتكم الشخصية لأي جهة، ونحتفظ بها لمدة محددة في القانون.</p>"
HE = "<p>איננו מוכרים מידע אישי לצדדים שלישיים ואיננו מעבירים אותו אלא על פי דין.</p>"
FR = "<p>Les données à caractère personnel sont conservées trois ans après la clôture.</p>"
RU = "<p>Мы не продаём ваши персональные данные третьим лицам и храним их три года.</p>"


@pytest.mark.parametrize(
    ("text", "encoding", "label", "expected"),
    [
        pytest.param(AR, "cp1256", "utf-8", "cp1256", id="arabic labelled utf-8"),
        pytest.param(AR, "cp1256", "iso-8859-1", "cp1256", id="arabic labelled latin-1"),
        pytest.param(AR, "cp1256", "windows-1252", "cp1256", id="arabic labelled windows-1252"),
        pytest.param(AR, "cp1256", None, "cp1256", id="arabic without a label"),
        pytest.param(AR, "utf-8", "windows-1256", "utf-8", id="utf-8 labelled windows-1256"),
        pytest.param(AR, "iso-8859-6", "iso-8859-6", "iso8859-6", id="iso-8859-6"),
        pytest.param(AR, "utf-16", "text", "utf-16-le", id="utf-16 with a mark"),
        pytest.param(HE, "cp1255", "utf-8", "cp1255", id="hebrew labelled utf-8"),
        pytest.param(HE, "cp1255", None, "cp1255", id="hebrew without a label"),
        pytest.param(HE, "iso-8859-8", "iso-8859-8-i", "iso8859-8", id="iso-8859-8-i"),
        pytest.param(HE, "cp862", "dos-862", "cp862", id="dos-862"),
        pytest.param(FR, "cp1252", "utf-8", "cp1252", id="french labelled utf-8"),
        pytest.param(FR, "cp1252", "iso-8859-1", "cp1252", id="latin-1 is windows-1252"),
        pytest.param(FR, "utf-8-sig", "iso-8859-1", "utf-8", id="mark wins over label"),
        pytest.param(RU, "cp1251", "windows-1251", "cp1251", id="another script, labelled"),
    ],
)
def test_text_is_read_whatever_the_label_says(
    text: str, encoding: str, label: str | None, expected: str
) -> None:
    label_header = f"text/html; charset={label}" if label else "text/html"
    assert decode(text.encode(encoding), label_header) == (text, expected)


def test_a_label_inside_the_document_counts() -> None:
    body = f'<meta charset="iso-8859-8-i">{HE}'.encode("iso-8859-8")
    assert HE in decode(body)[0]


def test_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    body = AR.encode() * 5 + b"\xff" + AR.encode()
    text, name = decode(body)
    assert name == "utf-8"
    assert text.count("\ufffd") == 1


@pytest.mark.parametrize("label", ["no-such-charset", "utf-16", "x" * 40, "hex", "idna"])
def test_an_impossible_label_is_not_believed(label: str) -> None:
    assert decode(FR.encode("cp1252"), f"text/html; charset={label}")[0] == FR


def test_undefined_bytes_of_an_iso_page_are_read_from_the_wider_page() -> None:
    body = HE.encode("iso-8859-8") + "“€”".encode("cp1255")
    assert decode(body, "text/html; charset=iso-8859-8")[0].endswith("“€”")
