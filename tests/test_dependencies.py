"""Packages: pinned exactly, installed as pinned, each with its reason in the docs."""

import ast
import re
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REQUIREMENTS = [
    line
    for file in ("requirements.txt", "requirements-dev.txt")
    for line in (ROOT / file).read_text().splitlines()
    if line != "-r requirements.txt"
]
REASONS = dict(
    re.findall(
        r"^\| (\w[\w.-]*) \| (\S.*) \|$", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE
    )
)
REASONS.pop("Package")


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_it_is_pinned_and_installed_as_pinned(requirement):
    name, pinned = re.fullmatch(r"([\w.-]+)==([\w.]+)", requirement).groups()
    assert version(name) == pinned


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
    pinned = {line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines()}
    assert needed <= pinned


def test_each_has_a_reason_and_nothing_else_has():
    assert list(REASONS) == [requirement.split("==")[0] for requirement in REQUIREMENTS]
