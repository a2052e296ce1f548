"""Every JSON that is stored carries its schema number, and its shape is that of a golden file."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.db.models.functions import Cast
from django.test import Client

from core.stored_json import StoredJSONField, UnknownSchema
from events.models import Delegate, IssuedList, ListPreset, ParticipantImport
from events.participant_list.issued.issuing import draft_of, issue
from events.participant_list.issued.snapshot import SCHEMA, SCHEMAS
from participants.merge import merge
from participants.models import DistinctPersons
from tests.admin.pages import form_of
from tests.events.participant_list.lists import file_of
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    PersonFactory,
)
from tests.stored import GOLDEN, check_shape, golden, golden_schemas, make_conference, shape

APPS = ("core", "participants", "topics", "events", "website")
ISSUED = "events.IssuedList"
# What `IssuedList.schema` tells how to read.
OF_ISSUED = {
    f"{ISSUED}.heading",
    *(f"events.IssuedDelegation.{name}" for name in ("listed", "places", "people")),
}


# --- One of each, stored by the code that always stores it ----------------------------------
def issue_twice(client):
    event = make_conference()
    issue(event, draft_of(event).fingerprint, "provisional", None)
    Delegate.objects.filter(family_name="Nowak").update(position="Minister")
    issue(event, draft_of(event).fingerprint, "final", None, knowingly=True)


def decide(client) -> str:
    """Upload a list, say what its columns mean and what is meant; return the preview's address."""
    event = make_conference()
    rows = [("", "Jan", "Kowalski"), ("Polend", "Eva", "Maier"), ("Austria", "Otto", "Wagner")]
    file = SimpleUploadedFile("list.csv", file_of(*rows))
    address = f"/admin/events/event/{event.pk}/participants/import/"
    columns = client.post(address, {"file": file}, follow=True)
    values = form_of(columns) | {"belongs_to": "Poland"}
    preview = client.post(columns.request["PATH_INFO"], values, follow=True)
    address = preview.request["PATH_INFO"]
    key = preview.context["plan"].rows[0].key
    client.post(address, {f"row-{key}": "leave_out", "unknown-0": "leave_out"})
    return address


def import_list(client):
    address = decide(client)
    client.post(address, {"all": "keep_missing"})
    for _press in ("keeps what follows from the decisions", "applies"):
        client.post(address, form_of(client.get(address)) | {"apply": "1"})
    assert ParticipantImport.objects.get().state == "applied"


def keep_preset(client):
    columns = {"columns_0": "phone", "columns_1": "family_name"}
    client.post("/admin/events/listpreset/add/", {"name_en": "Buses", **columns})
    assert ListPreset.objects.filter(slug="buses").exists()


def erase_one(client):
    person = DelegateFactory().person
    client.post(f"/admin/participants/person/{person.pk}/erase/")


def merge_two(client):
    kept = PersonFactory(family_name="Kept")
    removed = PersonFactory(family_name="Removed", email="removed@example.org")
    delegation = DelegationFactory()
    DelegateFactory(delegation=delegation, person=kept)
    speaker = DelegateFactory(delegation=delegation, person=removed)
    contribution = ContributionFactory(session__event=delegation.event, delegation=delegation)
    contribution.speakers.set([speaker])
    DelegateFactory(person=removed)
    DistinctPersons.objects.tell_apart(removed, PersonFactory())
    merge(kept, removed, taken=["email"])


# By the name of the field: what stores it, and which of its mappings have data as keys.
STORED = {
    f"{ISSUED}.changes": (issue_twice, set()),
    "events.Erasure.numbers": (erase_one, {"content"}),
    "events.ListPreset.columns": (keep_preset, set()),
    "events.ParticipantImport.columns": (decide, {"content"}),
    "events.ParticipantImport.decisions": (
        decide,
        {"rows", "values", "cells", "participants", "complete", "missing", "capacities"},
    ),
    "events.ParticipantImport.numbers": (import_list, set()),
    "participants.PersonMerge.removed": (merge_two, {"fields"}),
    "participants.PersonMerge.steps": (merge_two, {"fields", "values"}),
}


def json_fields() -> dict[str, models.JSONField]:
    """Those of our models by name, without the copies that histories have."""
    return {
        f"{model._meta.label}.{field.name}": field
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.JSONField) and not hasattr(model, "history_type")
    }


def newest(model: type[models.Model], name: str) -> Any:
    """What the database holds in this field of the newest record."""
    held = model.objects.annotate(held=Cast(name, models.TextField()))
    return json.loads(held.order_by("-pk").values_list("held", flat=True)[0])


@pytest.fixture
def staff(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("officer"))
    return client


# --- Promises -------------------------------------------------------------------------------
def test_every_json_has_its_schema():
    with_schema = {name for name, f in json_fields().items() if isinstance(f, StoredJSONField)}
    assert with_schema == set(STORED)
    assert set(json_fields()) - with_schema == OF_ISSUED


def test_every_schema_has_its_golden_file():
    for name in STORED:
        assert golden_schemas(name) == list(range(1, json_fields()[name].schema + 1)), name
    assert golden_schemas(ISSUED) == list(SCHEMAS) == list(range(1, SCHEMA + 1))
    assert {path.name for path in GOLDEN.iterdir()} == {*STORED, ISSUED}


@pytest.mark.parametrize("name", STORED)
def test_it_is_stored_as_in_the_golden_file(staff, name):
    field, (store, maps) = json_fields()[name], STORED[name]
    store(staff)
    check_shape(name, newest(field.model, field.name), maps)


@pytest.mark.parametrize("name", STORED)
def test_every_schema_reads_as_the_newest(name):
    field, (_store, maps) = json_fields()[name], STORED[name]
    present = field.read(golden(name, field.schema))
    maps = {"" if each == "content" else each for each in maps}
    for schema in range(1, field.schema + 1):
        assert shape(field.read(golden(name, schema)), maps) == shape(present, maps)


@pytest.mark.django_db
def test_an_issued_list_is_stored_as_in_the_golden_file():
    event = make_conference()
    version = issue(event, draft_of(event).fingerprint, "provisional", None)
    names = ("participant_key", "listed", "places", "named", "people")
    written = {
        "schema": version.schema,
        "checksum": version.checksum,
        "heading": newest(IssuedList, "heading"),
        "delegations": list(version.delegations.order_by("pk").values(*names)),
    }
    check_shape(ISSUED, written, {"capacity", "status", "open"})


# --- The field ------------------------------------------------------------------------------
def test_the_number_stands_beside_the_content(db):
    preset = ListPreset.objects.create(name_en="Buses", columns=["phone"])
    assert newest(ListPreset, "columns") == {"schema": 1, "content": ["phone"]}
    ListPreset.objects.filter(pk=preset.pk).update(columns=["email"])
    assert ListPreset.objects.get(pk=preset.pk).columns == ["email"]
    ListPreset.objects.bulk_update([preset], ["columns"])
    assert ListPreset.objects.values_list("columns", flat=True).get(pk=preset.pk) == ["phone"]
    held = ListPreset.objects.filter(columns__content__0="phone", pk=preset.pk)
    assert held.values_list("columns__schema", flat=True).get() == 1


def test_an_older_schema_reads_by_its_function():
    field = StoredJSONField(schema=2, older={1: lambda names: {"columns": names}})
    assert field.read({"schema": 1, "content": ["phone"]}) == {"columns": ["phone"]}
    assert field.read({"schema": 2, "content": {"columns": []}}) == {"columns": []}


def test_a_newer_schema_is_no_guess():
    with pytest.raises(UnknownSchema, match="schema 3, which this release does not know"):
        StoredJSONField(schema=2, older={1: list}).read({"schema": 3, "content": []})


def test_a_schema_without_a_way_to_read_it_is_found_by_the_checks():
    field = StoredJSONField(schema=3, older={1: list})
    field.set_attributes_from_name("columns")
    field.model = ListPreset
    (error,) = [each for each in field.check() if each.id == "core.E001"]
    assert "each schema from 1 to 2" in error.msg


def test_a_migration_keeps_the_number_alone():
    *_, kwargs = StoredJSONField(schema=2, older={1: list}).deconstruct()
    assert kwargs == {"schema": 2}
