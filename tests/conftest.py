"""Fixtures for every test: golden files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite expected.json files; read the diff"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, object], None]:
    """``golden(expected_json_path, value)``: equal to the file, or rewrites it when asked to."""

    def check(expected: Path, value: object) -> None:
        actual = json.loads(json.dumps(value, ensure_ascii=False))
        if request.config.getoption("--update-golden"):
            expected.write_text(
                json.dumps(actual, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
        assert expected.exists(), f"{expected} is missing: run pytest --update-golden and read it"
        assert actual == json.loads(expected.read_text(encoding="utf-8"))

    return check
