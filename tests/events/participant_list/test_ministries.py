"""Lists that carry real trouble: each comes in as expected, cell by cell, or is refused.

The names, posts and addresses are invented; the troubles come from public bug reports and from the
shapes of real lists: see `kind` and `source` in ministries/expected.json.
"""

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from events.models import Delegate
from events.participant_list import Audience, ParticipantList
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import read_list
from events.participant_list.writers import WRITERS
from tests.factories import EventFactory

FOLDER = Path(__file__).parent / "ministries"
LISTS = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
DOCUMENTS = json.loads((FOLDER / "documents/expected.json").read_text(encoding="utf-8"))
HEADERS = {
    "position": "Position",
    "institution": "Institution",
    "email": "E-mail",
    "phone": "Phone",
    "capacity": "Capacity",
    "prefix": "Prefix",
}


@pytest.fixture(scope="module", autouse=True)
def record(django_db_setup, django_db_blocker):
    """The states and organisations of the record, for all cases at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_record", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


def norm(text: str | None) -> str:
    # A cell that a spreadsheet would run as a formula is written behind an apostrophe.
    text = re.sub(r"^'(?=[-+=@])", "", text or "")
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip(" ,;."))
    return re.sub("[ʼ’‘ʻ]", "'", text).replace("\u00ad", "").casefold()


def imported(event, path: Path) -> list[dict]:
    """The list of `event` after the import of a file, as it is exported."""
    call_command(
        "import_participants", event.slug, str(path), stdout=io.StringIO(), stderr=io.StringIO()
    )
    return exported(event)


def exported(event) -> list[dict]:
    out = io.BytesIO()
    WRITERS["csv"].write(ParticipantList(event, Audience.STAFF, "en"), out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


def check(case: dict, event, rows: list[dict]) -> None:
    left = [row for row in rows if "no names recorded" not in row["Family name"]]
    assert len(left) == len(case["people"])
    for delegation, given, family, *more in case["people"]:
        wanted = more[0] if more else {}
        row = next(
            row
            for row in left
            if (norm(row["Given names"]), norm(row["Family name"])) == (norm(given), norm(family))
        )
        left.remove(row)
        if case.get("strict"):
            assert norm(row["Delegation"]) == norm(delegation)
        for key, value in wanted.items():
            if key.endswith("_cyrillic"):
                person = Delegate.objects.get(
                    delegation__event=event, family_name=row["Family name"]
                ).person
                assert norm(getattr(person, key)) == norm(value)
                continue
            values = value if key.endswith("_any") else [value]
            assert norm(row[HEADERS[key.removesuffix("_any")]]) in map(norm, values)
    everything = " ".join(cell or "" for row in rows for cell in row.values()).casefold()
    assert not [text for text in case.get("forbid", ()) if text.casefold() in everything]
    delegations = {row["Delegation"]: row["Role"] for row in rows}
    assert set(case.get("unnamed", ())) <= delegations.keys()
    for name, role in case.get("roles", {}).items():
        assert role in delegations[name]


def try_case(case: dict, folder: Path) -> None:
    event = EventFactory()
    try:
        rows = imported(event, folder / case["file"])
    except CommandError as refused:
        assert case["expect"] == "refused" or case.get("either")
        said = str(refused).casefold()
        assert not case.get("says_any") or any(w.casefold() in said for w in case["says_any"])
        assert not Delegate.objects.filter(delegation__event=event).exists()
    else:
        assert case["expect"] == "in"
        check(case, event, rows)


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_spreadsheet_comes_in_or_is_refused(name):
    try_case(LISTS[name], FOLDER)


@pytest.mark.django_db
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_comes_in_or_is_refused(name):
    try_case(DOCUMENTS[name] | {"strict": True}, FOLDER / "documents")


def test_names_in_any_script_are_found_again_in_passport_latin():
    event = EventFactory()
    first, second = (FOLDER / f"pair-transliteration-{number}.csv" for number in (1, 2))
    assert len(imported(event, first)) == 30
    with second.open("rb") as file:
        planned = plan_import(event, read_list(file, second.name))
    unknown = [row.name for row in planned.rows if row.person is None and not row.candidates]
    assert (len(planned.rows), unknown, planned.problems) == (30, [], [])
