"""Lists as ministries send them: each file is read as expected, or refused with its sentence."""

from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from events.participant_list import ParticipantListError
from events.participant_list.readers import find_columns, read_people, read_tables
from tests.events.participant_list.awkward.make import FILES

FOLDER = Path(__file__).parent / "awkward"
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))


def read(name: str) -> dict:
    """What the readers make of a file, in the form of expected.yaml."""
    found = {"people": [], "unnamed": [], "errors": [], "skipped": [], "unknown": []}
    try:
        with (FOLDER / name).open("rb") as file:
            tables = read_tables(file, name)
        for table in tables:
            columns = find_columns(table)
            reading = read_people(table, columns)
            found["people"] += [said(row) for row in reading.people]
            found["unnamed"] += [
                {"row": row.row, "delegation": row.delegation} for row in reading.unnamed
            ]
            found["errors"] += map(str, reading.errors)
            found["skipped"] += map(list, reading.skipped)
            found["unknown"] += map(columns.title, columns.unknown)
    except ParticipantListError as error:
        return {"message": str(error)}
    return {what: rows for what, rows in found.items() if rows}


def said(row) -> dict:
    """What the file says of a person: its columns, no others."""
    fields = asdict(row)
    del fields["sheet"]
    return {name: value for name, value in fields.items() if value not in (None, ())}


@pytest.mark.parametrize("name", EXPECTED)
def test_it_is_read_or_refused_as_expected(name):
    assert read(name) == EXPECTED[name]


def test_each_file_is_made_here_and_has_its_expectation():
    there = {path.name for path in FOLDER.iterdir() if path.suffix not in (".py", ".yaml")}
    assert there - {"__pycache__"} == set(FILES) == set(EXPECTED)
    assert len(FILES) >= 40


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".csv", ".txt"))])
def test_the_script_makes_the_file_that_is_there(name):
    content = FILES[name]()
    # A workbook holds the time at which it was made.
    assert content.startswith(b"PK") or content == (FOLDER / name).read_bytes()
