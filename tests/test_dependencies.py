"""Packages: pinned with hashes, installed as pinned; each that is named has its reason."""

import ast
import re
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pins(file: str) -> dict[str, str]:
    """The versions in a requirements file, but for what some machines alone need."""
    text = (ROOT / file).read_text()
    return dict(re.findall(r"^([\w.-]+)==([\w.]+) \\$", text, re.MULTILINE))


def key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(file: str) -> list[str]:
    """The packages that a short file names."""
    return re.findall(r"^[A-Za-z][\w.-]*", (ROOT / file).read_text(), re.MULTILINE)


FILES = ["requirements.txt", "requirements-dev.txt"]
PINNED = {**pins("requirements.txt"), **pins("requirements-dev.txt")}
NAMED = [*named("requirements.in"), *named("requirements-dev.in")]
REASONS = dict(
    re.findall(
        r"^\| (\w[\w.-]*) \| (\S.*) \|$", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE
    )
)
REASONS.pop("Package")


@pytest.mark.parametrize("name", PINNED)
def test_it_is_installed_as_pinned(name):
    assert version(name) == PINNED[name]


@pytest.mark.parametrize("file", FILES)
def test_every_line_is_a_version_with_its_hashes_and_no_address(file):
    text = (ROOT / file).read_text()
    packages = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)

    assert packages.pop(0) == ""
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", package) for package in packages)
    assert "://" not in text
    assert "index" not in text


def test_the_files_agree():
    tests_too = pins("requirements-dev.txt")

    assert pins("requirements.txt").items() <= tests_too.items()
    assert {key(name) for name in named("requirements.in")} <= pins("requirements.txt").keys()
    assert {key(name) for name in NAMED} <= tests_too.keys()


def test_what_the_register_imports_is_there_to_run_it():
    """Not among the packages for tests alone, nor brought along by another package."""
    imported = {
        name.split(".")[0]
        for app in ("config", "website", "events", "topics", "participants", "core")
        for path in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
        if name
    }
    installed = packages_distributions()
    needed = {distribution for name in imported for distribution in installed.get(name, ())}
    pinned = {key(name) for name in named("requirements.in")}
    assert {key(name) for name in needed} <= pinned


def test_each_has_a_reason_and_nothing_else_has():
    assert list(REASONS) == NAMED
