"""References to secrets lead to secrets, or say what is missing without telling any."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from monitor.config import SecretUnavailable, load_watchlist, resolve_secret
from monitor.config.secrets import unavailable_secrets


def secret_file(folder: Path, content: bytes, mode: int = 0o600) -> str:
    path = folder / "secret"
    path.write_bytes(content)
    path.chmod(mode)
    return "file:secret"


def test_from_the_environment(tmp_path: Path) -> None:
    assert resolve_secret("env:HOOK", tmp_path, {"HOOK": " s3cret \n"}) == "s3cret"


def test_from_a_file_beside_the_watchlist(tmp_path: Path) -> None:
    assert resolve_secret(secret_file(tmp_path, b"s3cret\r\n"), tmp_path) == "s3cret"
    assert resolve_secret(f"file:{tmp_path}/secret", Path("/")) == "s3cret"


@pytest.mark.parametrize("environ", [{}, {"HOOK": ""}, {"HOOK": "  \n"}], ids=str)
def test_an_unset_variable_is_named(tmp_path: Path, environ: dict[str, str]) -> None:
    with pytest.raises(SecretUnavailable, match="environment variable HOOK is not set"):
        resolve_secret("env:HOOK", tmp_path, environ)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is not set or empty"),
        (b"s3cret\ns3cret", "more than one line"),
        (b"\xff\xfes3cret", "not UTF-8"),
        (b"s3\x00cret", "more than one line"),
    ],
    ids=["empty", "two-lines", "binary", "nul"],
)
def test_a_useless_file_says_why_and_tells_nothing(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    with pytest.raises(SecretUnavailable, match=problem) as refused:
        resolve_secret(secret_file(tmp_path, content), tmp_path)
    assert "s3cret" not in str(refused.value).replace("file secret", "")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SecretUnavailable, match="nowhere cannot be read: No such file"):
        resolve_secret("file:nowhere", tmp_path)


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o620, 0o666], ids=oct)
def test_a_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(SecretUnavailable, match="chmod 600"):
        resolve_secret(secret_file(tmp_path, b"s3cret", mode), tmp_path)


def test_a_file_open_to_its_group_is_warned_about(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert resolve_secret(secret_file(tmp_path, b"s3cret", 0o640), tmp_path) == "s3cret"
    assert "chmod 600" in caplog.text
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("reference", ["s3cret", "env:", "env:A-B", "file:", "http://x/s3cret"])
def test_what_is_no_reference_is_not_repeated(tmp_path: Path, reference: str) -> None:
    with pytest.raises(SecretUnavailable, match="write env:NAME or file:PATH") as refused:
        resolve_secret(reference, tmp_path)
    assert "s3cret" not in str(refused.value)


def test_endpoints_whose_secrets_are_not_there_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THERE", "https://hooks.example/1")
    monkeypatch.delenv("ABSENT", raising=False)
    path = tmp_path / "watchlist.toml"
    path.write_text(
        '[clausewatch]\ndatabase = "x.db"\n'
        '[[endpoint]]\nname = "good"\nkind = "slack"\nurl = "env:THERE"\n'
        '[[endpoint]]\nname = "poor"\nkind = "webhook"\nurl = "env:THERE"\nsecret = "env:ABSENT"\n',
        "utf-8",
    )
    (warning,) = unavailable_secrets(load_watchlist(path))
    assert "endpoint 'poor': environment variable ABSENT is not set" in warning
