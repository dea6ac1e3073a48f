"""A page that goes on under another name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.cli import answer, run
from support.pages import policy
from support.site import Site

WATCHLIST = """
[clausewatch]
allow_private = ["127.0.0.0/8"]
contact = "test@clausewatch.example"
[[source]]
service = "{service}"
type = "Privacy Policy"
url = "{url}"
{more}
"""


class Folder:
    """A folder with one page in its watchlist."""

    def __init__(self, path: Path, site: Site) -> None:
        self.path = path
        self.url = site.url("/privacy")

    def check(self, service: str, more: str = "") -> tuple[str, str]:
        """The one source that is looked at, and what is said beside."""
        text = WATCHLIST.format(service=service, url=self.url, more=more)
        (self.path / "watchlist.toml").write_text(text, encoding="utf-8")
        done = run(self.path, "check", "--once", "--json")
        (look,) = answer(done)["sources"]
        said = [line for line in done.stderr.splitlines() if "key =" in line]
        return look["source"], " ".join(said)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with Site() as site:
        site.page("/privacy", policy())
        yield Folder(tmp_path, site)


def test_a_renamed_service_is_told_of_and_a_key_goes_on_with_its_history(folder: Folder) -> None:
    assert folder.check("Larkfield") == ("larkfield/privacy-policy", "")
    key, said = folder.check("Meadow")
    assert key == "meadow/privacy-policy"
    assert "watched as larkfield/privacy-policy until now: its history begins anew" in said
    assert 'write key = "larkfield/privacy-policy"' in said
    listed = run(folder.path, "sources")
    assert 'write key = "larkfield/privacy-policy"' in listed.stderr
    key, said = folder.check("Meadow", 'key = "larkfield/privacy-policy"')
    assert (key, said) == ("larkfield/privacy-policy", "")
    shown = answer(run(folder.path, "sources", "show", key, "--json"))
    assert (shown["service"], shown["version"]) == ("Meadow", 1)
    assert run(folder.path, "sources").stderr == ""


def test_another_page_of_a_removed_service_is_no_renamed_one(folder: Folder) -> None:
    folder.check("Larkfield")
    folder.url += "?other"
    assert folder.check("Meadow") == ("meadow/privacy-policy", "")
