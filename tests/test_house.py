"""Habits of the whole project that a reader relies on."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1]
APPS = ("bench", "config", "core", "events", "participants", "topics", "website")
# Names that Django looks for, one in each model, form or command.
DJANGOS_OWN = {"Command", "Media", "Meta"}


def _class_names(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node.name


def test_a_class_name_is_used_once():
    places = defaultdict(list)
    for app in APPS:
        for file in (PROJECT / app).rglob("*.py"):
            if "migrations" not in file.parts:
                for name in _class_names(file):
                    places[name].append(str(file.relative_to(PROJECT)))
    repeated = {
        name: files for name, files in places.items() if len(files) > 1 and name not in DJANGOS_OWN
    }
    assert repeated == {}
