"""A list prints each name in its own script, and what is missing in the other one."""

import io

import pytest

from events.models import Delegate, ParticipantImport
from events.participant_list import Audience, ListByName, ParticipantList
from events.participant_list.columns import chosen_columns, columns_for, offered_columns
from events.participant_list.errors import UnknownColumn
from events.participant_list.fields import RUSSIAN
from events.participant_list.importing.apply import apply_import
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import read_list
from events.participant_list.issued.issuing import IssuedParticipantList, draft_of, issue
from events.participant_list.writers import csv, xlsx
from events.participant_list.writers.document import document_of
from participants.models import Person
from participants.scripts import TWINS
from tests.factories import DelegationFactory, EventFactory, PublicDelegateFactory

pytestmark = pytest.mark.django_db

# Given names, family name, position, institution; then the same in Cyrillic letters.
BOTH = ("Nurlan", "Akhmetov", "Director", "Ministry", "Нурлан", "Ахметов", "Директор", "МВД")
LATIN = ("Jan", "Nowak", "Minister", "", "", "", "", "")
CYRILLIC = ("", "", "", "", "Олим", "Юсупов", "Советник", "")
FIELDS = ("given_names", "family_name", "position", "institution")
IN_RUSSIAN = ("given_names_cyrillic", "family_name_cyrillic", "position_ru", "institution_ru")


@pytest.fixture
def event():
    """With people in both scripts, in Latin alone and in Cyrillic alone, all of them public."""
    delegation = DelegationFactory(
        event=EventFactory(), state__name_en="Poland", state__name_ru="Польша"
    )
    for rank, values in enumerate((BOTH, LATIN, CYRILLIC)):
        named = dict(zip((*FIELDS, *IN_RUSSIAN), values, strict=True))
        PublicDelegateFactory(
            delegation=delegation,
            rank=rank,
            **{f"person__{name}": text for name, text in named.items()},
        )
    return delegation.event


PRINTED = {
    "en": [
        ("Nurlan", "Akhmetov", "Director", "Ministry"),
        ("Jan", "Nowak", "Minister", ""),
        ("Олим", "Юсупов", "Советник", ""),
    ],
    "ru": [
        ("Нурлан", "Ахметов", "Директор", "МВД"),
        ("Jan", "Nowak", "Minister", ""),
        ("Олим", "Юсупов", "Советник", ""),
    ],
    "both": [
        ("Nurlan / Нурлан", "Akhmetov / Ахметов", "Director / Директор", "Ministry / МВД"),
        ("Jan", "Nowak", "Minister", ""),
        ("Олим", "Юсупов", "Советник", ""),
    ],
}


def printed(participants) -> list[tuple[str, ...]]:
    return [tuple(getattr(row, name) for name in FIELDS) for row in participants if row.is_person]


# --- Rows -----------------------------------------------------------------------------------
@pytest.mark.parametrize("language", PRINTED)
@pytest.mark.parametrize("audience", Audience)
def test_a_list_prints_what_is_in_its_language_and_else_the_other(event, audience, language):
    assert printed(ParticipantList(event, audience, language)) == PRINTED[language]
    assert sorted(printed(ListByName(event, audience, language))) == sorted(PRINTED[language])


@pytest.mark.parametrize("language", PRINTED)
def test_an_issued_version_prints_the_same_whatever_changes_later(event, language):
    version = issue(event, draft_of(event).fingerprint, "final", None, knowingly=True)
    Delegate.objects.update(family_name="Later", family_name_cyrillic="Позже", position_ru="")
    participants = IssuedParticipantList(version, Audience.STAFF, language)
    assert printed(participants) == PRINTED[language]


def test_a_name_is_never_put_together_from_two_scripts(event):
    Delegate.objects.filter(family_name="Akhmetov").update(given_names="")
    first = next(iter(ParticipantList(event, Audience.PUBLIC, "en")))
    assert (first.given_names, first.family_name) == ("", "Akhmetov")


def test_nobody_has_a_name_in_a_script_who_has_none(event):
    assert [str(each) for each in Delegate.objects.order_by("rank")] == [
        *("Nurlan Akhmetov", "Jan Nowak", "Олим Юсупов"),
    ]
    assert str(Person.objects.get(family_name_cyrillic="Юсупов")) == "Олим Юсупов"


def test_names_in_cyrillic_alone_are_sorted_among_the_others(event):
    people = Delegate.objects.order_by("name_sort_key")
    assert [each.full_name.split()[1] for each in people] == ["Akhmetov", "Nowak", "Юсупов"]


# --- Documents ------------------------------------------------------------------------------
def test_a_document_in_both_languages_has_one_name_under_the_other(event):
    document = document_of(ParticipantList(event, Audience.STAFF, "both"), None, "pdf")
    first, second, third = document.sections[0].delegations[0].people
    assert (first.name.split()[-1], first.family_name) == ("Nurlan", "AKHMETOV")
    assert first.lines == ["Нурлан АХМЕТОВ", "Director / Директор", "Ministry / МВД"]
    assert (second.family_name, second.lines) == ("NOWAK", ["Minister"])
    assert (third.family_name, third.lines) == ("ЮСУПОВ", ["Советник"])


# --- Columns --------------------------------------------------------------------------------
def test_staff_may_choose_the_columns_in_russian_and_the_public_may_not(event):
    for audience in (Audience.STAFF, Audience.STAFF_WITHOUT_CONTACT):
        assert not {column.name for column in columns_for(audience)} & {*RUSSIAN}
        assert {*RUSSIAN} <= {column.name for column in offered_columns(audience)}
    with pytest.raises(UnknownColumn):
        chosen_columns(["family_name_cyrillic"], Audience.PUBLIC)


@pytest.mark.parametrize("language", PRINTED)
@pytest.mark.parametrize("writer", [csv, xlsx])
@pytest.mark.parametrize("all_columns", [False, True])
def test_what_is_exported_changes_nothing_when_it_is_imported(event, writer, language, all_columns):
    columns = offered_columns(Audience.STAFF) if all_columns else None
    file = io.BytesIO()
    writer.write(ParticipantList(event, Audience.STAFF, language), file, columns)
    file.seek(0)
    name = f"list.{writer.__name__.rpartition('.')[2]}"
    plan = plan_import(event, read_list(file, name))
    assert [row.kind for row in plan.rows] == ["same"] * 3
    assert plan.changes_nothing


@pytest.mark.parametrize(("language", "all_columns"), [("both", False), ("en", True), ("ru", True)])
def test_another_event_gets_all_that_the_file_has(event, language, all_columns):
    columns = offered_columns(Audience.STAFF) if all_columns else None
    file = io.BytesIO()
    csv.write(ParticipantList(event, Audience.STAFF, language), file, columns)
    file.seek(0)
    Delegate.objects.all().delete()
    Person.objects.all().delete()
    read = read_list(file, "list.csv")
    record = ParticipantImport(event=event, file_name="list.csv")
    apply_import(record, lambda: plan_import(event, read))
    said = {
        tuple(getattr(each, name) for name in (*FIELDS, *IN_RUSSIAN))
        for each in Delegate.objects.all()
    }
    if (language, all_columns) == ("ru", True):
        # A list in Russian has what is in Latin only where there is nothing else.
        expected = {("",) * 4 + BOTH[4:], LATIN, CYRILLIC}
    else:
        expected = {BOTH, LATIN, CYRILLIC}
    assert said == expected
    for delegate in Delegate.objects.select_related("person"):
        assert all(getattr(delegate, name) == getattr(delegate.person, name) for name in TWINS)
