"""For every test: golden files, and no secret in what it leaves behind. How the suite is run.

Many tests wait for a process that they started, so with ``-n auto`` there is a worker more than
there are cores. Those that start the most processes come first: none of them is left for the end,
when the other workers have nothing to do. Every worker reads all test files, each from another end:
a file that pytest has to compile, which takes longer than most of its tests, is then compiled by
whoever comes to it first and found ready by the others.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from support.secrets import find_leaks, leaks_in_folder

# Hundreds of commands are started, and none shall compile the packages anew: they are compiled once
# also where the environment asks Python to keep nothing.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

_FIRST = ("e2e", "soak")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite expected.json files; read the diff"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False  # xdist's: files of many tests first, whatever they cost


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected is never garbage: it is searched for none, neither now nor later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The first worker reads forwards, the second backwards, the third from the middle."""
    report = yield
    if isinstance(collector, pytest.Directory) and report.result:
        found = report.result
        match os.environ.get("PYTEST_XDIST_WORKER", "gw0"):
            case "gw0":
                pass
            case "gw1":
                found.reverse()
            case _:
                found[:] = found[len(found) // 2 :] + found[: len(found) // 2]
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    first = tuple(str(config.rootpath / "tests" / name) + os.sep for name in _FIRST)

    def place(item: pytest.Item) -> tuple[bool, str]:
        path = str(item.path)
        return not path.startswith(first), path

    items.sort(key=place)


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A secret in what a test printed, logged or left in its folder fails it."""
    report = yield
    leaks = [f"in {title}, {leak}" for title, said in report.sections for leak in find_leaks(said)]
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    if call.when == "teardown" and isinstance(folder, Path):
        leaks += leaks_in_folder(folder)
    if leaks:
        report.outcome = "failed"
        report.longrepr = "\n".join(["a secret leaked:", *leaks])
    return report
