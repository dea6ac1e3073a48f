"""A policy that is a PDF: versions, one alert, and what happens when its reader changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.cli import run
from support.pdf import flowed
from support.secrets import HOOK_PATH
from support.site import Site

POLICY = [
    "# Harbourline Privacy Policy",
    "Last updated: 5 March 2026",
    (
        "This policy explains what Harbourline does with the personal data of its guests and of "
        "the visitors of its site. It applies to our site, our app and our offices."
    ),
    "# Information we collect",
    "We collect your name, your e-mail address, your telephone number and your sailing licence.",
    "# Retention",
    "We delete the scan of your licence 30 days after the end of your booking.",
    "# Contact",
    "Write to privacy@harbourline.example with any question about this policy.",
]
LONGER = [line.replace("30 days", "24 months") for line in POLICY]


@dataclass
class Desk:
    folder: Path
    site: Site

    def command(self, *arguments: str) -> str:
        done = run(self.folder, *arguments)
        assert done.exit_code == 0, done.output
        return done.stdout

    def check(self) -> str:
        """The outcome of the only source."""
        (look,) = json.loads(self.command("check", "--json"))["sources"]
        return str(look["outcome"])

    def json(self, *arguments: str) -> Any:
        return json.loads(self.command(*arguments, "--json"))

    def publish(self, body: bytes) -> None:
        self.site.page("/policy.pdf", body, content_type="application/pdf")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with Site() as site:
        monkeypatch.setenv("HOOK", site.url(HOOK_PATH))
        (tmp_path / "watchlist.toml").write_text(
            '[clausewatch]\ncontact = "test@clausewatch.example"\n'
            'allow_private = ["127.0.0.0/8"]\n'
            '[[source]]\nservice = "Harbourline"\ntype = "Privacy Policy"\n'
            f'url = "{site.url("/policy.pdf")}"\n'
            '[[route]]\nto = ["hook"]\n'
            '[[endpoint]]\nname = "hook"\nkind = "webhook"\nurl = "env:HOOK"\n',
            encoding="utf-8",
        )
        site.page(HOOK_PATH, "")
        yield Desk(tmp_path, site)


def test_a_changed_clause_is_told_once_a_new_layout_or_reader_never(desk: Desk) -> None:
    desk.publish(flowed(POLICY))
    assert desk.check() == "new_version"
    desk.publish(flowed(POLICY, columns=38, rows=12, font="Helvetica", footer="Page {page}"))
    assert desk.check() in ("unchanged", "cosmetic")
    desk.publish(flowed(LONGER, columns=50))
    assert desk.check() == "new_version"
    _read_by_another(desk.folder)
    desk.command("check")
    assert [row["kind"] for row in desk.json("log")][:2] == ["technical", "update"]
    (told,) = [json.loads(request.body) for request in desk.site.asked(HOOK_PATH)]
    assert told["type"] == "policy.silent_change"
    (change,) = told["data"]["clause_changes"]
    assert change["heading_path"][-1] == "Retention"
    assert [(fact["before"], fact["after"]) for fact in change["facts"]] == [("30 day", "24 month")]
    shown = desk.json("show", "harbourline/privacy-policy")
    assert shown["updated_on"]["value"] == "2026-03-05"
    assert "notes" not in shown


def _read_by_another(folder: Path) -> None:
    """As if all texts so far were read by a program that is here no longer."""
    (database,) = folder.glob("*.db")
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE versions SET charset = 'pdftotext 22.12.0', text_digest = 'x'")
    connection.close()
