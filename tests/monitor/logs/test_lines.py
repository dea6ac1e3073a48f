"""What a log record looks like, for people and for programs."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.logs.facts import facts
from monitor.logs.lines import TEXT_FORMAT, JsonLines, TextLines
from monitor.logs.redaction import learn_secret
from monitor.logs.setup import LogFormat, log_for_machines, log_for_people, redact_what_escapes
from storage.errors import OperationError

SECRET = "https://receiver.example/in/zq81zq81zq81zq81zq81"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Any:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        with contextlib.suppress(OSError):
            handler.close()
    root.setLevel(level)


def record(message: str, *args: object, **known: Any) -> logging.LogRecord:
    made = logging.getLogger("monitor.x").makeRecord(
        "monitor.x", logging.WARNING, "x.py", 1, message, args, known.pop("exc_info", None)
    )
    made.__dict__.update(known)
    return made


def failed() -> Any:
    learn_secret(SECRET)
    try:
        int(f"cannot post to {SECRET}")
    except ValueError:
        return sys.exc_info()


def test_a_program_reads_the_event_and_its_facts() -> None:
    said = json.loads(
        JsonLines().format(record("%s: %s", "acme", "ok", **facts("source.looked_at", status=200)))
    )
    assert said.pop("at").endswith("+00:00")
    assert said == {
        "level": "warning",
        "logger": "monitor.x",
        "event": "source.looked_at",
        "message": "acme: ok",
        "status": 200,
    }


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines(TEXT_FORMAT)], ids=["json", "text"])
def test_tracebacks_facts_and_messages_are_without_secrets(formatter: logging.Formatter) -> None:
    known = facts("x", url=SECRET) | {"exc_info": failed(), "trace": f"File x: {SECRET}"}
    line = formatter.format(record("no answer from %s", SECRET, **known))
    assert "zq81zq81" not in line
    assert "ValueError: invalid literal for int() with base 10: 'cannot post to [redacted]" in line


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines(TEXT_FORMAT)], ids=["json", "text"])
def test_what_a_page_said_stays_on_its_line(formatter: logging.Formatter) -> None:
    line = formatter.format(record("%s", "soft_404\n2026 ERROR forged \x1b[2J\u202e"))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert "\u202e" not in line


def test_a_log_file_may_be_moved_away(tmp_path: Path) -> None:
    file = tmp_path / "x.log"
    log_for_machines(LogFormat.JSON, file)
    logger = logging.getLogger("monitor.x")
    logger.warning("one %s", SECRET)
    file.rename(tmp_path / "x.log.1")
    logger.warning("two")
    assert json.loads((tmp_path / "x.log.1").read_text())["message"].startswith("one")
    assert json.loads(file.read_text())["message"] == "two"


def test_a_log_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OperationError, match="correct --log-file"):
        log_for_machines(LogFormat.TEXT, tmp_path / "nowhere" / "x.log")


def test_a_full_disk_does_not_repeat_the_record_elsewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log_for_machines(LogFormat.TEXT, Path("/dev/full"))
    logging.getLogger("monitor.x").warning("said once")
    assert capsys.readouterr().err == ""


def test_people_read_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    log_for_people(logging.WARNING, dated=False)
    logging.getLogger("monitor.x").warning("the clock was set back")
    assert capsys.readouterr().err == "clausewatch: the clock was set back\n"


def test_what_nothing_catches_is_without_secrets(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    redact_what_escapes()
    sys.excepthook(*failed())
    threading.excepthook(threading.ExceptHookArgs([*failed(), None]))
    said = capsys.readouterr().err
    assert said.count("ValueError: invalid literal") == said.count("to [redacted]") == 2
    assert "zq81zq81" not in said
