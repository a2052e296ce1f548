"""What is open in a list before it is issued, and what a version keeps of it."""

import pytest

from events.models import Delegate, IssuedList
from events.participant_list.errors import StillOpen
from events.participant_list.issued.issuing import draft_of, issue
from events.participant_list.issued.open_points import find_open_points, in_text, without_head
from events.participant_list.issued.snapshot import read_snapshot
from participants.models import DistinctPersons
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
COMPLETE = {"position": "Director", "institution": "Ministry"}


@pytest.fixture
def event():
    """In order: a head of a state's delegation, confirmed, with a post."""
    event = EventFactory(corrections_contact="office@example.org")
    poland = DelegationFactory(event=event, state__name_en="Poland")
    DelegateFactory(
        delegation=poland, given_names="Anna", family_name="Nowak", capacity="head", **COMPLETE
    )
    return event


def open_in(event) -> dict[str, list[str]]:
    """By kind: whom it is about."""
    return {
        str(point.kind): [each.name or each.of for each in point.found]
        for point in find_open_points(event)
    }


def add(event, **values) -> Delegate:
    values = {"delegation": event.delegations.first(), "given_names": "Jan", **COMPLETE, **values}
    return DelegateFactory(**{"family_name": "Lis", **values})


def test_a_list_in_order_has_no_open_points(event):
    assert open_in(event) == {}
    add(event)
    assert open_in(event) == {}


def test_what_stands_in_one_script_or_language_is_not_missing(event):
    russian = {"given_names_cyrillic": "Иван", "family_name_cyrillic": "Сидоров"}
    jobs = {"position": "", "institution": "", "position_ru": "Министр", "institution_ru": "МВД"}
    add(event, given_names="", family_name="", person=PersonFactory(**russian), **russian, **jobs)
    assert open_in(event) == {}
    Delegate.objects.filter(family_name_cyrillic="Сидоров").update(position_ru="уточняется")
    assert open_in(event) == {"filler": ["Иван Сидоров"]}


@pytest.mark.parametrize("answer", ["cancelled", "nobody_comes"])
def test_a_delegation_that_does_not_come_leaves_nothing_open(event, answer):
    absent = DelegationFactory(event=event, participation=answer)
    add(event, delegation=absent, position="TBC")
    DelegationFactory(event=event, participation=answer)
    assert open_in(event) == {}
    assert without_head(event) == []


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"status": "nominated"}, "not_confirmed"),
        ({"position": ""}, "no_position"),
        ({"institution": ""}, "no_institution"),
        ({"position": "TBC"}, "filler"),
        ({"institution": "уточняется"}, "filler"),
        ({"family_name": "Iвaнoв"}, "mixed_script"),
    ],
)
def test_it_names_a_person_of_whom_something_is_open(event, values, kind):
    delegate = add(event, **values)
    assert open_in(event) == {kind: [delegate.full_name]}
    # Who does not take part is not looked at.
    for status in ("withdrawn", "absent"):
        Delegate.objects.filter(pk=delegate.pk).update(status=status)
        assert open_in(event) == {}


def test_tbc_in_the_place_of_a_name_is_a_filler(event):
    add(event, given_names="", family_name="TBC")
    assert open_in(event) == {"filler": ["TBC"]}


@pytest.mark.parametrize(
    ("values", "kind"),
    [({"status": "cancelled"}, "cancelled"), ({"corrections_contact": ""}, "no_contact")],
)
def test_it_looks_at_the_event(event, values, kind):
    for name, value in values.items():
        setattr(event, name, value)
    event.save()
    assert open_in(event) == {kind: []}


def test_a_state_without_a_head_is_asked_about_and_an_organisation_is_told(event):
    Delegate.objects.update(capacity="delegate")
    office = OrganisationDelegationFactory(event=event, organisation__name_en="ICMPD")
    DelegateFactory(delegation=office, **COMPLETE)
    empty = DelegationFactory(event=event, state__name_en="Austria")
    assert open_in(event) == {
        "nobody": ["Austria"],
        "no_head": ["Poland"],
        "no_head_of_organisation": ["ICMPD"],
    }
    assert [point.is_asked for point in find_open_points(event)] == [True, True, False]
    assert [str(point.kind) for point in without_head(event)] == [
        "no_head",
        "no_head_of_organisation",
    ]
    # A head who has withdrawn leads nobody.
    DelegateFactory(delegation=empty, capacity="head", status="withdrawn")
    assert open_in(event)["nobody"] == ["Austria"]


def test_the_same_person_twice_is_told_and_namesakes_told_apart_are_not(event):
    person = Delegate.objects.get().person
    austria = DelegationFactory(event=event, state__name_en="Austria")
    again = DelegateFactory(delegation=austria, person=person, capacity="head", **COMPLETE)
    assert open_in(event) == {"twice": [again.full_name, "Anna Nowak"]}
    namesake = PersonFactory(given_names=person.given_names, family_name=person.family_name)
    Delegate.objects.filter(pk=again.pk).update(person=namesake)
    assert list(open_in(event)) == ["twice"]
    DistinctPersons.objects.tell_apart(person, namesake, None)
    assert open_in(event) == {}


def test_it_asks_the_same_for_many_as_for_few(event, django_assert_max_num_queries):
    for number in range(20):
        add(event, family_name=f"Lis{number}", person=PersonFactory(family_name="Same"))
        DelegationFactory(event=event)
    with django_assert_max_num_queries(4):
        assert set(open_in(event)) == {"nobody", "twice"}


# --- Issuing ----------------------------------------------------------------------------------
def test_a_final_list_with_open_points_is_issued_only_knowingly(event):
    add(event, status="nominated")
    add(event, family_name="Kot", status="nominated")
    seen = draft_of(event).fingerprint
    with pytest.raises(StillOpen):
        issue(event, seen, "final", None)
    assert not IssuedList.objects.exists()
    issued = issue(event, seen, "final", None, knowingly=True)
    assert read_snapshot(issued).open_points == {"not_confirmed": 2}
    assert in_text(read_snapshot(issued).open_points) == [("People who are not confirmed", 2)]


def test_a_provisional_list_and_what_is_only_told_need_no_tick(event):
    office = OrganisationDelegationFactory(event=event)
    DelegateFactory(delegation=office, **COMPLETE)
    assert issue(event, draft_of(event).fingerprint, "final", None).number == 1
    add(event, status="nominated")
    assert issue(event, draft_of(event).fingerprint, "provisional", None).number == 2


def test_a_point_that_opened_meanwhile_is_shown_first(event):
    seen = draft_of(event).fingerprint
    event.corrections_contact = ""
    event.save()
    assert draft_of(event).fingerprint != seen
