"""What changed from one version to the next: each case alone, in the words of the list."""

import pytest

from events.models import Event
from events.participant_list.issued.diff import Entry, FieldChange, changes
from events.participant_list.issued.snapshot import Snapshot, take_snapshot
from tests.factories import DelegateFactory, DelegationFactory, EventFactory, PersonFactory


@pytest.fixture
def event(db) -> Event:
    event = EventFactory(title_en="Conference", title_ru="Конференция")
    poland = DelegationFactory(event=event, state__name_en="Poland", state__name_ru="Польша")
    DelegationFactory(event=event, state__name_en="Austria", state__name_ru="Австрия")
    DelegateFactory(
        delegation=poland,
        person=PersonFactory(email="anna@example.org"),
        given_names="Anna",
        family_name="Nowak",
    )
    DelegateFactory(delegation=poland, given_names="Jan", family_name="Zima", status="nominated")
    return event


@pytest.fixture
def before(event) -> Snapshot:
    return take_snapshot(event)


def found(before, event, language="en", contact=True):
    return changes(before, take_snapshot(Event.objects.get(pk=event.pk)), language, contact=contact)


def of(event, name: str):
    return event.delegations.get(state__name_en=name)


def delegate(event, family_name: str):
    return of(event, "Poland").delegates.get(family_name=family_name)


def edit(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def test_nothing_changed(event, before):
    assert not found(before, event)


def test_a_person_is_added_and_one_removed(event, before):
    delegate(event, "Zima").delete()
    DelegateFactory(
        delegation=of(event, "Austria"), prefix="Dr", given_names="Eva", family_name="Gruber"
    )
    result = found(before, event)
    assert result
    assert result.people_added == [Entry("Dr Eva Gruber", "Austria")]
    assert result.people_removed == [Entry("Jan Zima", "Poland")]
    assert result.people_changed == []
    assert not result.reordered


def test_a_person_changes_field_by_field(event, before):
    edit(
        delegate(event, "Zima"),
        family_name="Zimová",
        status="confirmed",
        capacity="expert",
        position="Adviser",
    )
    (entry,) = found(before, event).people_changed
    assert (entry.name, entry.of) == ("Jan Zimová", "Poland")
    assert entry.fields == [
        FieldChange("Family name", "Zima", "Zimová"),
        FieldChange("Capacity", "delegate", "expert"),
        FieldChange("Position", "", "Adviser"),
        FieldChange("Status", "nominated", "confirmed"),
    ]


def test_it_speaks_russian(event, before):
    edit(delegate(event, "Zima"), status="withdrawn")
    (entry,) = found(before, event, "ru").people_changed
    assert entry.of == "Польша"
    assert entry.fields == [FieldChange("Статус", "заявлен", "отозван")]


def test_contact_data_is_told_only_to_those_who_may_see_it(event, before):
    edit(delegate(event, "Nowak").person, email="new@example.org")
    (entry,) = found(before, event).people_changed
    assert entry.fields == [FieldChange("E-mail", "anna@example.org", "new@example.org")]
    assert not found(before, event, contact=False)


def test_a_person_moves_to_another_delegation(event, before):
    edit(delegate(event, "Zima"), delegation=of(event, "Austria"))
    result = found(before, event)
    assert (result.people_added, result.people_removed) == ([], [])
    assert result.people_changed == [
        Entry("Jan Zima", "Austria", [FieldChange("Delegation", "Poland", "Austria")])
    ]


def test_a_person_entered_anew_is_the_same(event, before):
    """As after a merge of two records: the name is the same, the record is another."""
    delegate(event, "Zima").delete()
    DelegateFactory(
        delegation=of(event, "Poland"), given_names="Jan", family_name="Zima", status="nominated"
    )
    assert not found(before, event)


def test_delegations_are_added_removed_and_changed(event, before):
    of(event, "Austria").delete()
    DelegationFactory(event=event, state__name_en="Italy")
    edit(of(event, "Poland"), role="host", name_as_of_event_en="Republic of Poland")
    result = found(before, event)
    assert result.delegations_added == [Entry("Italy")]
    assert result.delegations_removed == [Entry("Austria")]
    assert result.delegations_changed == [
        Entry(
            "Republic of Poland",
            fields=[
                FieldChange("Name", "Poland", "Republic of Poland"),
                FieldChange("Role", "participating", "host"),
            ],
        )
    ]
    # Those who are in it are not told of one by one.
    assert result.people_changed == []


def test_a_delegation_entered_anew_is_the_same(event, before):
    austria = of(event, "Austria")
    state = austria.state
    austria.delete()
    DelegationFactory(event=event, state=state)
    assert not found(before, event)


def test_the_event_changes(event, before):
    edit(event, title_en="Ministerial conference", corrections_contact="office@example.org")
    result = found(before, event)
    assert result.event == [
        FieldChange("Title", "Conference", "Ministerial conference"),
        FieldChange("Contact for corrections", "", "office@example.org"),
    ]


def test_another_order_is_told(event, before):
    edit(delegate(event, "Zima"), rank=1)
    assert found(before, event).reordered
    edit(delegate(event, "Zima"), rank=None)
    assert not found(before, event).reordered
    event.list_order = Event.ListOrder.MANUAL
    event.save()
    edit(of(event, "Poland"), position=1)
    assert found(before, event).reordered


def test_it_compares_long_lists(event, before):
    person = before.delegations[1].people[0]
    many = [{**person, "person": number, "family_name": str(number)} for number in range(20_000)]
    for place, people in enumerate((many, many[::-1])):
        before.delegations[place].people[:] = people
    assert not changes(before, before, "en", contact=True)
