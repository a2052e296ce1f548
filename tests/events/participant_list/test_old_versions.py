"""An issued list of any schema opens, is exported and compared, whatever its columns were."""

import copy
import io
from collections.abc import Callable

import pytest

from core.stored_json import UnknownSchema
from events.models import Delegate, Event, IssuedDelegation, IssuedList
from events.participant_list import Audience, ParticipantList
from events.participant_list.issued import snapshot
from events.participant_list.issued.diff import Entry, FieldChange, changes
from events.participant_list.issued.issuing import IssuedParticipantList, draft_of, issue
from events.participant_list.issued.snapshot import (
    SCHEMAS,
    SnapshotSchema,
    read_snapshot,
    take_snapshot,
)
from events.participant_list.languages import list_languages
from events.participant_list.writers import WRITERS
from tests.stored import golden, make_conference

pytestmark = pytest.mark.django_db
STAFF = Audience.STAFF


@pytest.fixture
def event() -> Event:
    """What the golden lists were made of, as it still is."""
    return make_conference()


# --- Golden lists, and such as columns came and went since ----------------------------------
def as_written(stored: dict) -> None:
    """As the release of its schema wrote it."""


def without_columns(stored: dict) -> None:
    """From before the list had a position, a capacity and a phone, and its texts a footnote."""
    for delegation in stored["delegations"]:
        for person in delegation["people"]:
            for name in ("position", "capacity", "phone"):
                del person[name]
        for texts in delegation["listed"].values():
            for name in ("footnote", "footnote_language", "notable_roles", "is_state"):
                del texts[name]
    for around in stored["heading"]["languages"].values():
        del around["labels"]["capacity"]
        for table in around["statistics"]:
            for name in ("total", "note", "languages"):
                del table[name]
    for name in ("reference", "sample", "format"):
        del stored["heading"]["event"][name]
    del stored["heading"]["event"]["host_state"]["footnote_en"]


def with_other_columns(stored: dict) -> None:
    """From when the list had a badge and the meal of each person, and the delegation a motto."""
    for delegation in stored["delegations"]:
        for person in delegation["people"]:
            person |= {"badge": "17", "meal": "fish"}
        for texts in delegation["listed"].values():
            texts |= {"motto": "Onwards", "colours": ["white", "red"]}
    for around in stored["heading"]["languages"].values():
        around["labels"]["meal"] = {"fish": "Fish"}
        for table in around["statistics"]:
            table["colour"] = "red"
    stored["heading"]["event"]["motto"] = "Onwards"
    stored["heading"]["event"]["host_state"]["anthem"] = "Mazurek"


EDITS = [as_written, without_columns, with_other_columns]


def old_version(event: Event, schema: int, edit: Callable[[dict], None]) -> IssuedList:
    """The golden list of `schema` as a version of `event`, with its keys."""
    stored = copy.deepcopy(golden("events.IssuedList", schema))
    edit(stored)
    issued = IssuedList.objects.create(
        event=event,
        event_title=event.title,
        number=1,
        kind="final",
        as_at=event.ends,
        rows=4,
        schema=schema,
        checksum=stored["checksum"],
        heading=stored["heading"],
    )
    keys = {each.name: f"state:{each.state_id}" for each in event.delegations.exclude(state=None)}
    people = Delegate.objects.filter(delegation__event=event)
    persons = dict(people.values_list("family_name", "person"))
    for each in stored["delegations"]:
        if key := keys.get(each["listed"]["en"]["name"]):
            each["participant_key"] = key
        else:
            organisation = event.delegations.get(state=None).organisation_id
            each["participant_key"] = f"organisation:{organisation}"
        for person in each["people"]:
            person["person"] = persons[person["family_name"]]
        IssuedDelegation.objects.create(issued=issued, **each)
    return issued


@pytest.fixture(
    params=[
        pytest.param((schema, edit), id=f"{schema}-{edit.__name__}")
        for schema in SCHEMAS
        for edit in EDITS
    ]
)
def version(request, event) -> IssuedList:
    return old_version(event, *request.param)


def cells(participants: ParticipantList) -> list[dict[str, str]]:
    """The rows by the name of the column, without the keys of the database."""
    return [
        {name: cell for name, cell in row._asdict().items() if isinstance(cell, str)}
        for row in participants
    ]


# --- Promises -------------------------------------------------------------------------------
@pytest.mark.parametrize("language", list_languages())
def test_it_has_the_rows_of_today_but_for_what_it_never_knew(event, version, language):
    now = cells(ParticipantList(event, STAFF, language))
    then = cells(IssuedParticipantList(version, STAFF, language))
    assert len(then) == len(now) == 4
    missing = {"position", "capacity", "phone"} - set(version.delegations.first().people[0])
    for row, today in zip(then, now, strict=True):
        assert row == today | dict.fromkeys(missing, "")


@pytest.mark.parametrize("file_format", WRITERS)
def test_it_is_exported_in_every_format(version, file_format):
    file = io.BytesIO()
    WRITERS[file_format].write(IssuedParticipantList(version, STAFF, "both"), file)
    assert file.getvalue()


@pytest.mark.parametrize("language", list_languages())
def test_a_column_that_only_one_version_has_is_no_change(event, version, language):
    assert not changes(read_snapshot(version), take_snapshot(event), language, contact=True)


def test_what_changed_in_the_columns_of_both_is_told(event, version):
    Delegate.objects.filter(family_name="Nowak").update(institution="Parliament")
    result = changes(read_snapshot(version), take_snapshot(event), "en", contact=True)
    assert result.people_changed == [
        Entry("Ms Anna Nowak", "Poland", [FieldChange("Institution", "Ministry", "Parliament")])
    ]
    assert result.numbers == {"added": 0, "removed": 0, "changed": 1}


def test_its_pages_open_and_the_next_version_is_compared_with_it(admin_client, event, version):
    page = f"/admin/events/issuedlist/{version.pk}/"
    assert "Conference, version 1" in admin_client.get(f"{page}change/").content.decode()
    for file_format in WRITERS:
        response = admin_client.get(f"{page}participants.{file_format}")
        assert (response.status_code, bool(response.getvalue())) == (200, True)
    Delegate.objects.filter(family_name="Nowak").update(institution="Parliament")
    issuing = admin_client.get(f"/admin/events/event/{event.pk}/participants/issue/")
    following = issue(event, draft_of(event).fingerprint, "final", None, knowingly=True)
    compared = admin_client.get(f"/admin/events/issuedlist/{following.pk}/change/")
    for response in (issuing, compared):
        assert response.status_code == 200
        assert "Parliament" in response.content.decode()
    assert following.changes == {"added": 0, "removed": 0, "changed": 1}
    everything = admin_client.get(f"/admin/events/event/{event.pk}/participants/")
    assert "added 0, removed 0, changed 1" in " ".join(everything.content.decode().split())


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_golden_list_still_proves_that_it_is_whole(schema):
    stored = golden("events.IssuedList", schema)
    issued = IssuedList.objects.create(
        number=1,
        kind="final",
        as_at="2019-12-04",
        rows=4,
        schema=schema,
        checksum=stored["checksum"],
        heading=stored["heading"],
    )
    for each in stored["delegations"]:
        IssuedDelegation.objects.create(issued=issued, **each)
    assert read_snapshot(issued).checksum == issued.checksum
    IssuedDelegation.objects.filter(issued=issued, named=2).update(named=3)
    assert read_snapshot(issued).checksum != issued.checksum


# --- Schemas to come ------------------------------------------------------------------------
def test_a_schema_with_other_names_reads_by_its_functions(event, monkeypatch):
    """As if the next schema called the family name `surname`, and this one were older."""

    def rename(stored: dict) -> None:
        for delegation in stored["delegations"]:
            for person in delegation["people"]:
                person["surname"] = person["family_name"]

    version = old_version(event, 1, rename)
    for each in version.delegations.all():
        for person in each.people:
            del person["family_name"]
        each.save()
    older = SnapshotSchema(person=lambda stored: {**stored, "family_name": stored["surname"]})
    monkeypatch.setattr(snapshot, "SCHEMAS", {1: older, 2: SnapshotSchema()})
    monkeypatch.setattr(snapshot, "SCHEMA", 2)
    rows = cells(IssuedParticipantList(version, STAFF, "en"))
    assert rows == cells(ParticipantList(event, STAFF, "en"))
    assert not changes(read_snapshot(version), take_snapshot(event), "en", contact=True)


def test_a_schema_of_a_newer_release_is_not_guessed_at(event):
    version = issue(event, draft_of(event).fingerprint, "final", None, knowingly=True)
    version.schema = 99
    with pytest.raises(UnknownSchema, match="version 1 is stored with schema 99"):
        IssuedParticipantList(version, STAFF, "en")
    with pytest.raises(UnknownSchema):
        read_snapshot(version)
