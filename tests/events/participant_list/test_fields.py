"""The table of fields is complete: every field of a delegate and a person has its rules.

Whoever adds a field to a model, or takes one out of a loop, is told here what is missing.
"""

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models

from events.models import Delegate, ParticipantImport, SenderWord
from events.models.delegation import snapshot_fields
from events.nominations import nominees
from events.nominations.forms import NomineeForm
from events.participant_list import Audience, ParticipantList, Row
from events.participant_list.columns import COLUMNS, columns_for
from events.participant_list.fields import (
    COLUMN_FIELDS,
    COMPARED,
    FIELDS,
    FIELDS_BY_NAME,
    LINES,
    OF_DELEGATE,
    OF_PERSON,
    RUSSIAN,
    SNAPSHOT,
    Access,
    Field,
    Kept,
    names_of,
)
from events.participant_list.importing.apply import apply_import
from events.participant_list.issued.issuing import IssuedParticipantList, draft_of, issue
from events.participant_list.readers import ReadRow
from participants.models import Person
from participants.scripts import CYRILLIC, NAMES
from tests.events.participant_list.lists import full_delegate, plan, read, value_for
from tests.factories import DelegateFactory, DelegationFactory, EventFactory, NominationFactory

# Why a field of a model is no field of a list.
NOT_ON_LISTS = {
    "id": "the key",
    "delegation": "whose list it is: said by the delegation's own columns",
    "person": "whom the register means: found by the import",
    "rank": "places people in the list; the officer gives it, no file has it",
    "basis": "staff and contact points record it by itself, as a decision",
    "basis_on": "goes with the basis",
    "basis_by": "goes with the basis",
    "basis_how": "goes with the basis",
    "basis_withdrawn_on": "goes with the basis",
    "basis_withdrawn_how": "goes with the basis",
    "language": "in which language we write to a person; no list has it",
    "state": "whom the person represents: taken from the delegation",
    "organisation": "as the state",
    "sample": "set by the loader of sample data, taken from the event",
    "erased_on": "written by an erasure, on a day and by nobody else",
    "search_text": "computed from the names",
    "name_key": "computed from the names",
    "name_sort_key": "computed from the names",
    "match_key": "computed from the names",
    "match_key_other": "computed from the names",
    "match_key_cyrillic": "computed from the names",
}
# Why a contact point does not enter a field of a list.
NOT_NOMINATED = {"status": "follows from what the contact point does, and from staff"}
# Why a field of a delegate may change while a contact point looks at it.
NOT_SHOWN_TO_CONTACT_POINTS = {
    **dict.fromkeys(("delegation", "person", "name_sort_key"), "does not change by itself"),
    **dict.fromkeys(("rank", "basis_on", "basis_by", "basis_how"), "not shown in the form"),
    "basis_withdrawn_how": "goes with the day of withdrawal, which is shown",
}
# Why a field of a delegate or a person stands on no page of the admin.
NOT_IN_ADMIN = {
    field.name: "not entered by people"
    for model in (Delegate, Person)
    for field in model._meta.concrete_fields
    if field.primary_key or not field.editable
}

ENTERED = [field for field in FIELDS if field.nominated]
KEPT = [field for field in FIELDS if field.kept is not Kept.NOWHERE]
OF_PEOPLE = [field for field in KEPT if field.kept is not Kept.DELEGATION]

by_name = pytest.mark.parametrize("field", OF_PEOPLE, ids=lambda field: field.name)


def concrete(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


# --- The table and the models ---------------------------------------------------------------
def test_every_field_of_the_models_is_in_the_table_or_has_a_reason_not_to_be():
    in_models = concrete(Delegate) | concrete(Person)
    assert in_models - set(COMPARED) == set(NOT_ON_LISTS)


def test_every_field_is_kept_where_the_table_says():
    delegate, person = concrete(Delegate), concrete(Person)
    assert set(names_of(FIELDS, Kept.DELEGATE)) <= delegate - person
    assert set(OF_PERSON) <= person - delegate
    assert set(SNAPSHOT) == set(snapshot_fields()) <= delegate & person
    assert not set(names_of(FIELDS, Kept.NOWHERE)) & (delegate | person)


@by_name
def test_a_snapshot_is_as_long_as_what_it_is_taken_from(field):
    lengths = {each.max_length for each in (field.delegate_field, field.person_field) if each}
    assert len(lengths) == 1
    assert field.choices or field.max_length in lengths


@by_name
def test_the_choices_are_those_of_the_model(field):
    kept = field.delegate_field or field.person_field
    assert (kept.choices or None) == (field.choices and field.choices.choices)


def test_names_are_unique_and_short_enough_to_be_remembered_for_a_sender():
    most = SenderWord._meta.get_field("meaning").max_length
    assert len(FIELDS_BY_NAME) == len(FIELDS)
    assert all(len(field.name) <= most for field in FIELDS)


def test_no_two_fields_have_the_same_header():
    headers = [header for field in FIELDS for header in field.headers]
    assert len(set(headers)) == len(headers)


def test_the_names_are_there():
    assert {*NAMES, *CYRILLIC, "prefix"} <= set(FIELDS_BY_NAME)
    assert [f"{name}_cyrillic" for name in NAMES] == list(CYRILLIC)


def test_contact_data_is_what_the_admin_takes_for_it():
    contact = {field.name for field in FIELDS if field.access is Access.CONTACT}
    assert contact == set(Person.contact_fields)


# --- Rows and columns -----------------------------------------------------------------------
def test_a_row_has_a_cell_for_each_column():
    columns = tuple(column.name for column in COLUMNS)
    assert Row._fields == (*columns, "listed", "is_person", "delegate")
    assert columns == tuple(field.name for field in COLUMN_FIELDS)


def test_the_documentation_names_every_column():
    docs = (settings.BASE_DIR / "docs" / "participant-lists.md").read_text()
    table = docs.partition("| column | holds |")[2].partition("\n\n")[0]
    named = [name for row in table.splitlines()[2:] for name in row.split("|")[1].split(",")]
    assert [name.strip() for name in named] == [str(column.header) for column in COLUMNS]


def test_the_columns_of_the_delegation_come_first():
    of_delegation = names_of(COLUMN_FIELDS, Kept.DELEGATION)
    assert tuple(field.name for field in COLUMN_FIELDS[: len(of_delegation)]) == of_delegation


def test_a_row_has_the_lines_that_stand_under_a_name(db):
    delegate = full_delegate(DelegationFactory(), 1)
    (row,) = ParticipantList(delegate.delegation.event, Audience.STAFF, "en")
    assert row.lines == [getattr(delegate, name) for name in LINES] != []


@pytest.mark.parametrize("audience", Audience)
def test_a_list_reads_what_its_audience_sees_and_no_more(db, audience):
    event = EventFactory()
    full_delegate(
        DelegationFactory(event=event), 1, status="attended", basis="consent", basis_on=event.starts
    )
    (row,) = ParticipantList(event, audience, "en")
    # What is in Russian is printed in the columns beside, for everybody.
    seen = {column.name for column in columns_for(audience)} | {*RUSSIAN}
    assert {name for name in Row._fields[:-3] if getattr(row, name)} == seen


def test_an_issued_list_has_all_cells(db):
    event = EventFactory()
    full_delegate(DelegationFactory(event=event), 1)
    issued = issue(event, draft_of(event).fingerprint, "final", None, knowingly=True)
    (kept,) = IssuedParticipantList(issued, Audience.STAFF, "en")
    (row,) = ParticipantList(event, Audience.STAFF, "en")
    assert kept[:-3] == row[:-3]
    assert all(row[:-3])


# --- Snapshot -------------------------------------------------------------------------------
def test_a_delegate_keeps_what_the_person_is_on_the_day(db):
    person = Person.objects.create(**{name: value_for(name, 1) for name in SNAPSHOT})
    delegate = DelegateFactory(person=person)
    for name in SNAPSHOT:
        setattr(person, name, value_for(name, 2))
    person.save()
    delegate.refresh_from_db()
    assert {name: getattr(delegate, name) for name in SNAPSHOT} == {
        name: value_for(name, 1) for name in SNAPSHOT
    }


# --- Reading and importing ------------------------------------------------------------------
def cells(fields: list[Field], number: int) -> list[str]:
    """What a file has in the columns of `fields`."""
    words = {"delegation": "Poland", "type": "State", "role": "participating"}
    values = (words.get(field.name) or value_for(field.name, number) for field in fields)
    return [
        str(field.choices(value).label) if field.choices and field.name not in words else value
        for field, value in zip(fields, values, strict=True)
    ]


@pytest.fixture
def event(db):
    event = EventFactory()
    DelegationFactory(event=event, state__name_en="Poland")
    return event


def test_a_reader_knows_every_field_by_its_label(event):
    header = [str(field.label) for field in KEPT]
    (row,) = read(cells(KEPT, 1), header=header).people
    assert [getattr(row, field.name) for field in OF_PEOPLE] == [
        value_for(field.name, 1) for field in OF_PEOPLE
    ]
    assert (row.delegation, row.type, row.role) == ("Poland", "state", "participating")


def test_a_row_that_was_read_has_every_field_that_is_kept():
    row = ReadRow("Sheet", 2)
    assert all(getattr(row, field.name) is None for field in KEPT)


@by_name
def test_what_a_file_says_otherwise_is_planned_and_applied(event, field):
    delegate = full_delegate(event.delegations.get(), 1)
    header = ["Delegation", *(str(each.label) for each in OF_PEOPLE)]
    row = ["Poland", *cells(OF_PEOPLE, 1)]
    row[1 + OF_PEOPLE.index(field)] = cells([field], 2)[0]

    def make_plan():
        return plan(event, row, header=header)

    planned = make_plan()
    assert [change.field for change in planned.rows[0].changes] == [field.name]
    apply_import(ParticipantImport(event=event, file_name="list.csv"), make_plan)
    delegate = Delegate.objects.select_related("person").get(pk=delegate.pk)
    kept = delegate if field.name in OF_DELEGATE else delegate.person
    assert getattr(kept, field.name) == planned.rows[0].changes[0].new


# --- Nominations ----------------------------------------------------------------------------
def test_a_contact_point_enters_every_field_or_there_is_a_reason():
    assert {field.name for field in OF_PEOPLE if not field.nominated} == set(NOT_NOMINATED)


@pytest.fixture
def nomination(db):
    return NominationFactory()


def form_for(nomination, number: int, delegate=None) -> NomineeForm:
    data = {field.name: value_for(field.name, number) for field in ENTERED}
    form = NomineeForm(data, delegation=nomination.delegation, delegate=delegate)
    assert form.is_valid(), form.errors
    return form


def stored(delegate: Delegate) -> dict:
    delegate = Delegate.objects.select_related("person").get(pk=delegate.pk)
    of_person = {
        f"person.{name}": getattr(delegate.person, name) for name in (*SNAPSHOT, *OF_PERSON)
    }
    return of_person | {name: getattr(delegate, name) for name in OF_DELEGATE if name != "status"}


def entered(number: int) -> dict:
    values = {f"person.{name}": value_for(name, number) for name in (*SNAPSHOT, *OF_PERSON)}
    return values | {name: value_for(name, number) for name in OF_DELEGATE if name != "status"}


def test_what_a_contact_point_enters_and_changes_is_stored(nomination):
    delegate = nominees.add(nomination, form_for(nomination, 1).cleaned_data)
    assert stored(delegate) == entered(1)
    nominees.change(delegate, form_for(nomination, 2, delegate).cleaned_data)
    assert stored(delegate) == entered(2)


def test_the_form_shows_what_is_stored_each_field_once(nomination):
    delegate = nominees.add(nomination, form_for(nomination, 1).cleaned_data)
    form = NomineeForm(delegation=nomination.delegation, delegate=delegate)
    shown = [*form.on_list, *form.for_organisers, *form.in_russian]
    assert {field.name: field.value() for field in shown} == {
        field.name: value_for(field.name, 1) for field in ENTERED
    }
    assert len(shown) == len(ENTERED) == len(form.fields) - 1


@pytest.mark.parametrize("field", Delegate._meta.concrete_fields, ids=lambda field: field.name)
def test_the_fingerprint_of_a_nominee_changes_with_all_that_is_shown(db, field):
    delegate = full_delegate(DelegationFactory(), 1)
    before = nominees.fingerprint_of(delegate)
    setattr(delegate, field.attname, "something else")
    changes = nominees.fingerprint_of(delegate) != before
    assert changes != (field.name in NOT_SHOWN_TO_CONTACT_POINTS)


@pytest.mark.parametrize("name", OF_PERSON)
def test_and_with_what_is_known_of_the_person(nomination, name):
    delegate = nominees.add(nomination, form_for(nomination, 1).cleaned_data)
    before = nominees.fingerprint_with_person(delegate)
    setattr(delegate.person, name, value_for(name, 2))
    assert nominees.fingerprint_with_person(delegate) != before


@by_name
def test_a_public_text_that_changes_is_nominated_anew(nomination, field):
    delegate = nominees.add(nomination, form_for(nomination, 1).cleaned_data)
    delegate.status = Delegate.Status.CONFIRMED
    delegate.save()
    if field.nominated:
        values = form_for(nomination, 1, delegate).cleaned_data
        nominees.change(delegate, values | {field.name: value_for(field.name, 2)})
        is_public = field.access is Access.PUBLIC
        assert delegate.status == ("nominated" if is_public else "confirmed")


# --- The admin ------------------------------------------------------------------------------
@pytest.mark.parametrize("model", [Delegate, Person])
def test_every_field_stands_on_its_page_in_the_admin(model):
    shown = flatten_fieldsets(admin.site.get_model_admin(model).fieldsets)
    assert concrete(model) - set(shown) == concrete(model) & set(NOT_IN_ADMIN)
    assert len(set(shown)) == len(shown)
