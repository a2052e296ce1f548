"""A person at all events, and a correction that lists of events ahead take over."""

import datetime

import pytest
from django.utils import timezone

from events.models import Delegate, Event
from events.staff import person_lists
from tests.admin.pages import form_of, seen_in, submit
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    EventFactory,
    NominationFactory,
    PersonFactory,
)


@pytest.fixture
def person():
    return PersonFactory(
        prefix="Ms", given_names="Anna", family_name="Nowak", position="Director", email="a@b.org"
    )


def delegate_at(person, days: int | None, **values) -> Delegate:
    """A delegate at a planned event so many days ahead; None is one without dates."""
    event = values.pop("event", {})
    starts = timezone.localdate() + datetime.timedelta(days) if days is not None else None
    if starts is None:
        event = {"follows": EventFactory(), "dates_note_en": "after the conference"}
    planned = EventFactory(**{"status": "planned", "starts": starts} | event)
    return DelegateFactory(person=person, delegation__event=planned, **values)


def page(person, end: str = "change/") -> str:
    return f"/admin/participants/person/{person.pk}/{end}"


def messages_of(client, person) -> str:
    return seen_in(client.get(page(person)))


# --- Corrections ----------------------------------------------------------------------------
def test_a_corrected_name_is_offered_to_lists_of_events_ahead(signed_in, person):
    client = signed_in("Protocol")
    ahead, undated = delegate_at(person, 10), delegate_at(person, None)
    past = [
        delegate_at(person, -1),
        DelegateFactory(person=person),
        delegate_at(person, 5, event={"status": "cancelled"}),
        delegate_at(person, 6, status="withdrawn"),
    ]
    submit(client, page(person), family_name="Kowalska", position="Minister")
    shown = messages_of(client, person)
    assert "2 lists of events ahead still show this person’s former data." in shown
    listing = client.get(page(person, "lists/"))
    told = seen_in(listing)
    assert "Family name: Nowak → Kowalska" in told
    assert "Position: Director → Minister" in told
    values = form_of(listing)
    assert set(values["take"]) == {
        f"{each.pk}-{name}" for each in (ahead, undated) for name in ("family_name", "position")
    }
    values["take"] = [f"{ahead.pk}-family_name"]
    client.post(page(person, "lists/"), values)
    ahead.refresh_from_db()
    undated.refresh_from_db()
    assert (ahead.family_name, ahead.position) == ("Kowalska", "Director")
    assert undated.family_name == "Nowak"
    # It stands in its new place of the list, and the history says who and why.
    again = Delegate(family_name="Kowalska", given_names="Anna", person=person)
    again.take_snapshot()
    assert bytes(ahead.name_sort_key) == bytes(again.name_sort_key)
    version = ahead.history.first()
    assert version.history_user.username == "protocol"
    assert version.history_change_reason == "Corrected as the record of the person says"
    for delegate in past:
        delegate.refresh_from_db()
        assert delegate.family_name == "Nowak"


def test_what_was_written_for_one_list_is_not_ticked(signed_in, person):
    client = signed_in("Protocol")
    delegate_at(person, 10, position="Chair of the session", institution="Ministry")
    submit(client, page(person), position="Minister")
    # The list never said what the person said: no message, and nothing ticked.
    assert "former data" not in messages_of(client, person)
    listing = client.get(page(person, "lists/"))
    assert "may have been written for this list on purpose" in seen_in(listing)
    # An institution that the person does not name is nobody's correction.
    assert "Institution" not in seen_in(listing)
    assert "take" not in form_of(listing)


def test_of_a_person_whose_history_lacks_its_beginning_all_is_taken_as_former(signed_in, person):
    client = signed_in("Protocol")
    delegate = delegate_at(person, 10)
    person.history.all().delete()
    submit(client, page(person), position="Minister")
    assert form_of(client.get(page(person, "lists/")))["take"] == [f"{delegate.pk}-position"]


def test_nothing_chosen_and_a_list_that_changed_meanwhile_store_nothing(signed_in, person):
    client = signed_in("Protocol")
    delegate = delegate_at(person, 10)
    submit(client, page(person), position="Minister")
    values = form_of(client.get(page(person, "lists/")))
    answer = client.post(page(person, "lists/"), values | {"take": []})
    assert "Nothing was chosen" in seen_in(answer)
    Delegate.objects.update(position="Deputy")
    answer = client.post(page(person, "lists/"), values)
    assert answer.status_code == 409
    assert "have changed since you opened this page" in seen_in(answer)
    delegate.refresh_from_db()
    assert delegate.position == "Deputy"


@pytest.mark.parametrize("take", ["", "x", "9" * 40 + "-position", "1-pk", "\0"])
def test_wrong_choices_change_nothing(signed_in, person, take):
    client = signed_in("Protocol")
    delegate = delegate_at(person, 10)
    submit(client, page(person), position="Minister")
    values = form_of(client.get(page(person, "lists/"))) | {"take": [take]}
    assert client.post(page(person, "lists/"), values).status_code in (200, 302, 400)
    delegate.refresh_from_db()
    assert delegate.position == "Director"


def test_the_list_shows_the_correction_and_an_unaltered_person_offers_nothing(signed_in, person):
    client = signed_in("Protocol")
    delegate_at(person, 10)
    submit(client, page(person), email="new@example.org")
    assert "Lists of events ahead" not in messages_of(client, person)
    assert "No list of an event ahead" in seen_in(client.get(page(person, "lists/")))


def test_a_merge_offers_the_lists_of_the_one_that_went(signed_in, person):
    client = signed_in("Protocol")
    twin = PersonFactory(given_names="Ana", family_name="Novak")
    delegate_at(twin, 10)
    address = f"/admin/participants/person/{person.pk}/merge/{twin.pk}/"
    client.post(address, form_of(client.get(address)))
    shown = messages_of(client, person)
    assert "1 list of an event ahead still shows this person’s former data." in shown
    assert "Lists of events ahead that differ: 1" in shown
    assert "Family name: Novak → Nowak" in seen_in(client.get(page(person, "lists/")))


def test_a_reader_is_neither_told_nor_let_in(signed_in, person):
    delegate_at(person, 10, position="Deputy")
    client = signed_in("Editors")
    assert "Lists of events ahead" not in messages_of(client, person)
    assert client.get(page(person, "lists/")).status_code == 403
    assert client.post(page(person, "lists/")).status_code == 403


# --- All events of a person -------------------------------------------------------------------
def test_the_page_shows_all_events_with_capacity_status_and_links(signed_in, person):
    past = DelegateFactory(
        person=person, capacity="head", status="attended", delegation__state__name_en="Poland"
    )
    talk = ContributionFactory(session__event=past.delegation.event, title_en="Labour migration")
    talk.speakers.add(past)
    ahead = delegate_at(person, 10)
    nomination = NominationFactory(contact_email="A@B.org")
    client = signed_in("Protocol")
    html = client.get(page(person)).content.decode()
    shown = seen_in(client.get(page(person)))
    assert "Poland head of delegation attended Anna Nowak, Director Labour migration" in shown
    for address in (
        f"/admin/events/delegate/{past.pk}/change/",
        f"/admin/events/delegate/{ahead.pk}/change/",
        f"/admin/events/contribution/{talk.pk}/change/",
        f"/admin/events/event/{past.delegation.event_id}/participants/",
        f"/admin/events/nomination/{nomination.pk}/change/",
    ):
        assert f'href="{address}"' in html
    # The latest stands first.
    first, second = (html.index(f"/delegate/{each.pk}/") for each in (ahead, past))
    assert first < second


def test_it_shows_what_is_recorded_in_the_other_script_alone(signed_in):
    director = {"family_name_cyrillic": "Новак", "position_ru": "Директор"}
    person = PersonFactory(given_names="", family_name="", **director)
    delegate_at(person, 10)
    assert "Новак, Директор" in messages_of(signed_in("Protocol"), person)


def test_it_shows_no_contact_point_to_who_sees_no_contact_data(signed_in, person):
    nomination = NominationFactory(contact_email=person.email)
    html = signed_in("Editors").get(page(person)).content.decode()
    assert f"/nomination/{nomination.pk}/" not in html
    assert "This person is on no list." in html


def test_the_number_of_queries_does_not_grow_with_the_events(
    signed_in, person, django_assert_max_num_queries, monkeypatch
):
    client = signed_in("Protocol")
    for days in range(6):
        delegate = delegate_at(person, days, position="Deputy")
        talk = ContributionFactory(session__event=delegate.delegation.event)
        talk.speakers.add(delegate)
    with django_assert_max_num_queries(20):
        client.get(page(person))
    monkeypatch.setattr(person_lists, "SHOWN", 4)
    assert "The latest 4 of 6 are shown." in seen_in(client.get(page(person)))


def test_the_page_that_adds_a_person_shows_no_events(signed_in):
    client = signed_in("Protocol")
    assert "Events of this person" not in seen_in(client.get("/admin/participants/person/add/"))


def test_an_event_is_over_the_day_after_its_last(db):
    today = timezone.localdate()
    for days in (-3, 0):
        EventFactory(
            status="planned",
            title_en=f"ends {days}",
            starts=today - datetime.timedelta(5),
            ends=today + datetime.timedelta(days),
        )
    assert [each.title for each in Event.objects.not_over(today)] == ["ends 0"]
