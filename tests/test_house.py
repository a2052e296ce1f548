"""Habits of the whole project that a reader relies on."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from docs.rooms import PICTURE, draw, rooms

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


# Methods of Django and functions of simple_history that send no signals: history, search and kept
# pages would not hear of what they write.
SILENT = re.compile(r"\.bulk_(create|update)\(|\bbulk_(create|update)_with_history\(")
# They write what no public page is made of, or announce at the end that everything has changed.
MAY_BE_SILENT = {
    "core/bulk.py",
    "events/models/participant_import.py",
    "events/participant_list/issued/issuing.py",
    "events/record/loading.py",
    "events/sample/loading.py",
    "participants/models/merge.py",
    # For migrations, after which every process begins anew.
    "participants/migrations/_by_script.py",
    "website/search/index.py",
}


def test_public_content_is_written_in_bulk_by_one_module():
    silent = {
        str(file.relative_to(PROJECT))
        for app in set(APPS) - {"bench"}
        for file in (PROJECT / app).rglob("*.py")
        if SILENT.search(file.read_text(encoding="utf-8"))
    }
    assert silent <= MAY_BE_SILENT


def test_the_picture_of_the_rooms_is_up_to_date():
    """`make rooms` draws it anew. It cannot be drawn where rooms import each other in a circle."""
    assert PICTURE.read_text(encoding="utf-8") == draw(rooms())
