"""What must hold for the wheel and for the set-up; .ci/run builds the wheel and looks inside."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ROOT = Path(__file__).parents[1]
_PACKAGES = ("crawler", "monitor", "storage")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pinned() -> dict[str, str]:
    """Canonical name -> version, of constraints.txt."""
    lines = (_ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


def test_every_data_file_of_the_packages_is_packaged(project: dict[str, Any]) -> None:
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    data = [
        path.relative_to(_ROOT)
        for package in _PACKAGES
        for path in (_ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ]
    assert data
    left_out = [
        str(path) for path in data if not any(fnmatch(path.name, pattern) for pattern in patterns)
    ]
    assert left_out == []


@pytest.mark.parametrize(
    ("package", "path"),
    [
        pytest.param("storage", "schema/m001_initial.sql", id="tables"),
        pytest.param("monitor.analysis", "lexicons/wording.toml", id="lexicons"),
        pytest.param("monitor.alerts", "schemas/webhook.schema.json", id="webhook schema"),
        pytest.param("monitor.config", "template.toml", id="watchlist template"),
        pytest.param("monitor.demo", "pages/second/naseem-privacy.html", id="demo pages"),
    ],
)
def test_data_is_found_where_the_program_looks_for_it(package: str, path: str) -> None:
    assert files(package).joinpath(path).read_text(encoding="utf-8").strip()


def test_folders_of_data_can_be_packages(project: dict[str, Any]) -> None:
    """setuptools takes a folder for a package only if its name is an identifier."""
    included = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert included == [f"{package}*" for package in _PACKAGES]
    folders = {
        part
        for package in _PACKAGES
        for path in (_ROOT / package).rglob("*")
        for part in path.relative_to(_ROOT).parts[:-1]
    }
    assert [name for name in sorted(folders) if not name.isidentifier()] == []


def test_everything_that_is_needed_is_pinned(
    project: dict[str, Any], pinned: dict[str, str]
) -> None:
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    names = _closure([Requirement(line) for line in wanted])
    assert sorted(names - pinned.keys() - {"pip", "setuptools", "wheel"}) == []


def test_nothing_is_pinned_that_nobody_needs(
    project: dict[str, Any], pinned: dict[str, str]
) -> None:
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    needed = _closure([Requirement(line) for line in wanted], everywhere=True)
    assert sorted(pinned.keys() - needed) == []


def test_no_registry_is_named() -> None:
    """Where packages come from is the machine's business."""
    for name in ("Makefile", "constraints.txt", "pyproject.toml", ".ci/run"):
        text = (_ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|index-url|find-links|trusted-host", text), name


def _closure(requirements: list[Requirement], *, everywhere: bool = False) -> set[str]:
    """Names of all packages that these lead to; ``everywhere``: on any platform."""
    found: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(requirements)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        found.add(name)
        if (name, frozenset(requirement.extras)) in seen:
            continue
        seen.add((name, frozenset(requirement.extras)))
        waiting += _required_by(name, requirement.extras, everywhere=everywhere)
    return found


def _required_by(name: str, extras: set[str], *, everywhere: bool) -> list[Requirement]:
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:  # of another platform
        return []
    requirements = [Requirement(line) for line in lines]
    return [wanted for wanted in requirements if _applies(wanted, extras, everywhere=everywhere)]


def _applies(wanted: Requirement, extras: set[str], *, everywhere: bool) -> bool:
    if wanted.marker is None:
        return True
    if everywhere and "extra" not in str(wanted.marker):
        return True
    return any(wanted.marker.evaluate({"extra": extra}) for extra in {"", *extras})
