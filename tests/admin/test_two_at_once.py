"""Two editors of one record: the second is told, nothing is overwritten and nothing breaks."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client

from events.models import Delegation, Event
from tests.admin.pages import errors_of, form_of, submit
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    PersonFactory,
    StateFactory,
    TopicFactory,
)

TOLD = "Somebody else has changed this record since you opened the page."


def test_the_second_to_save_is_told_and_nothing_is_overwritten(admin_client):
    event = EventFactory(title_en="As opened", city_en="Warsaw")
    event.topics.add(TopicFactory())
    address = f"/admin/events/event/{event.pk}/change/"
    opened = form_of(admin_client.get(address))
    submit(admin_client, address, title_en="By the first")

    told = admin_client.post(address, opened | {"city_en": ["Cracow"]})

    (sentence,) = errors_of(told)["__all__"]
    assert sentence.startswith(TOLD)
    assert "Title, in English" in sentence
    assert "City, in English" in sentence
    assert "Venue" not in sentence
    event.refresh_from_db()
    assert (event.title_en, event.city_en) == ("By the first", "Warsaw")

    typed = form_of(told)
    assert (typed["title_en"], typed["city_en"]) == (["As opened"], ["Cracow"])
    assert admin_client.post(address, typed).status_code == 302
    event.refresh_from_db()
    assert (event.title_en, event.city_en) == ("As opened", "Cracow")


def test_a_choice_of_several_counts_too(admin_client):
    event = EventFactory()
    address = f"/admin/events/event/{event.pk}/change/"
    opened = form_of(admin_client.get(address))
    event.topics.add(TopicFactory())

    assert TOLD in str(errors_of(admin_client.post(address, opened)))
    assert event.topics.count() == 1


def test_it_is_told_at_the_row_that_somebody_else_has_changed(admin_client):
    delegation = DelegationFactory()
    for name in ("Alimov", "Brandt"):
        DelegateFactory(delegation=delegation, person__family_name=name, position="As opened")
    address = f"/admin/events/delegation/{delegation.pk}/change/"
    opened = form_of(admin_client.get(address))
    changed = delegation.delegates.get(family_name="Brandt")
    changed.position = "By the first"
    changed.save()

    told = admin_client.post(address, opened | {"delegates-0-position": "By the second"})

    assert TOLD in str(errors_of(told)["delegates-1-__all__"])
    positions = delegation.delegates.order_by("family_name").values_list("position", flat=True)
    assert list(positions) == ["As opened", "By the first"]


def test_contact_data_count_for_those_who_see_them(signed_in):
    person = PersonFactory(email="old@example.org")
    client = signed_in("Protocol")
    address = f"/admin/participants/person/{person.pk}/change/"
    opened = form_of(client.get(address))
    person.email = "new@example.org"
    person.save()

    assert TOLD in str(errors_of(client.post(address, opened)))
    person.refresh_from_db()
    assert person.email == "new@example.org"


def test_editors_of_different_records_do_not_meet(admin_client):
    first, second = EventFactory(), EventFactory()
    opened = form_of(admin_client.get(f"/admin/events/event/{second.pk}/change/"))
    submit(admin_client, f"/admin/events/event/{first.pk}/change/", title_en="Renamed")

    answer = admin_client.post(f"/admin/events/event/{second.pk}/change/", opened)

    assert answer.status_code == 302
    assert Event.objects.get(pk=first.pk).title_en == "Renamed"


@pytest.fixture
def meeting_before_saving():
    """Both editors have been checked before either is saved, where the database lets them."""
    barrier = Barrier(2, timeout=1)

    def wait(**kwargs):
        # SQLite lets the second one in only when the first has finished.
        with suppress(BrokenBarrierError):
            barrier.wait()

    pre_save.connect(wait, sender=Delegation)
    yield
    pre_save.disconnect(wait, sender=Delegation)


@pytest.mark.django_db(transaction=True)
def test_the_same_state_is_added_once(meeting_before_saving):
    event, state = EventFactory(), StateFactory()
    address = f"/admin/events/event/{event.pk}/change/"
    answers = []

    def add(client: Client):
        try:
            values = form_of(client.get(address)) | {"delegations-0-state": state.pk}
            answers.append(client.post(address, values))
        finally:
            connection.close()

    editors = [Client(), Client()]
    for number, client in enumerate(editors):
        client.force_login(User.objects.create_superuser(f"editor{number}"))
    threads = [Thread(target=add, args=[client]) for client in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (refused,) = [answer for answer in answers if answer.status_code == 200]
    assert "This state already has a delegation at the event." in refused.content.decode()
    assert Delegation.objects.count() == 1
