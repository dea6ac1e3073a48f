"""The names that ship are those of the CLDR."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

from support import cldr_names

from monitor.analysis.dates.calendars import LOCALES
from monitor.analysis.text.cldr import countries_in, months_of, weekdays_of

ROOT = Path(__file__).parents[3]


def test_names_are_those_of_the_cldr(golden: Callable[[Path, object], None]) -> None:
    said = subprocess.run(
        [sys.executable, cldr_names.__file__],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    with as_file(files("monitor.analysis.text") / "cldr_names.json") as shipped:
        golden(shipped, json.loads(said.stdout))


def test_names_are_read_apart() -> None:
    assert months_of("en")[1][:3] == ["Jan", "Feb", "Mar"]
    assert [len(row) for code in LOCALES for row in months_of(code)] == [12] * 4 * len(LOCALES)
    assert [len(row) for code in LOCALES for row in weekdays_of(code)] == [7] * 2 * len(LOCALES)
    assert countries_in("de")["IE"] == "Irland"
    assert countries_in("fr")["EU"] == "Union européenne"
