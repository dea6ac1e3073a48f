"""Tokens of single requests, and lines that only look like them."""

from __future__ import annotations

import pytest

from crawler.extract.masks import masked
from storage.trace_ids import is_trace_line


@pytest.mark.parametrize(
    "line",
    [
        "Reference #18.4b1d2c33.1700000123.9f8e7d",
        "Error reference #A1b2C3d4",
        "Cloudflare Ray ID: 8c2f1a9b3d4e5f60",
        "Your consent ID: QwErTy123+uio== Date: 3 Nov 2026 10:00",
        "Request-ID 7f3e9a21-55aa",
        "Identifiant de la session : a1b2c3d4e5",
        "ID de consentement : Zx81+Yw92==",
        "Ihre Einwilligungs-ID: Zx81+Yw92== vom 3.11.2026",
        "Referenznummer: 18.4b1d2c33",
        "Su ID de consentimiento: Zx81+Yw92==",
        "Identificador de la solicitud: 7f3e9a21",
        "معرّف الموافقة: Zx81+Yw92==",
        "الرقم المرجعي: 184b1d2c33",
        "מזהה ההסכמה שלך: Zx81".replace(" שלך", "") + "+Yw92==",
        "מספר אסמכתא: 184b1d2c33",
    ],
)
def test_a_token_of_a_request_is_masked(line: str) -> None:
    assert is_trace_line(line)
    assert masked(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "We keep the request ID for 30 days.",
        "Session ID: kept until you close the browser",
        "Reference # is printed on your invoice of 2026",
        "Consent ID | 12 months | remembers your choice",
        "We collect your consent ID, request ID and device identifiers for 12 months.",
        "Wir speichern die Sitzungs-ID 30 Tage lang.",
        "נשמור את מזהה ההסכמה 12 חודשים.",
        "نحتفظ بمعرف الموافقة 12 شهرًا.",
        "Our consent ID Zx81+Yw92== is stored so that we can prove to whom we sold which data.",
    ],
)
def test_what_is_said_of_such_tokens_is_a_clause(line: str) -> None:
    assert not is_trace_line(line)
    assert masked(line) != ""
