"""Nobody deletes more than the role allows, nor without knowing; what was deleted comes back."""

import pytest
from django.contrib.auth.models import User

from core.restoring import REASON, deletions
from events.models import Delegate, Delegation, Event
from participants.models import Person
from tests.admin.pages import confirm_deletion, errors_of, submit
from tests.admin.records import make_nomination
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    PersonFactory,
    TopicFactory,
)


def page_of(event: Event) -> str:
    return f"/admin/events/event/{event.pk}/change/"


def delete_row(client, delegation):
    return submit(client, page_of(delegation.event), **{"delegations-0-DELETE": "on"})


# --- Rows on another record's page ----------------------------------------------------------
@pytest.mark.parametrize(
    ("make", "kinds"),
    [
        (lambda delegation: DelegateFactory(delegation=delegation), "delegate"),
        (make_nomination, "nomination"),
    ],
)
def test_an_editor_deletes_no_delegation_with_what_is_not_theirs(signed_in, make, kinds):
    delegation = DelegationFactory()
    make(delegation)
    response = delete_row(signed_in("Editors"), delegation)
    assert errors_of(response) == {
        "delegations": [f"You may not delete all that would be deleted with it: {kinds}."]
    }
    assert Delegation.objects.exists()


def test_an_editor_deletes_a_delegation_that_takes_nothing_along(signed_in):
    delegation = DelegationFactory()
    assert delete_row(signed_in("Editors"), delegation).status_code == 302
    assert not Delegation.objects.exists()


def test_a_deletion_of_more_than_the_row_is_asked_about(admin_client):
    delegate = DelegateFactory(family_name="<b>Alimov", given_names="Rustam")
    response = delete_row(admin_client, delegate.delegation)
    content = response.content.decode()
    assert Delegate.objects.exists()
    assert "Nothing was stored yet. This would be deleted:" in content
    assert f'/admin/events/delegate/{delegate.pk}/change/">Rustam &lt;b&gt;Alimov</a>' in content
    assert confirm_deletion(admin_client, response).status_code == 302
    assert not Delegation.objects.exists()
    assert not Delegate.objects.exists()


def test_the_answer_holds_for_what_was_listed_alone(admin_client):
    delegate = DelegateFactory()
    response = delete_row(admin_client, delegate.delegation)
    DelegateFactory(delegation=delegate.delegation, family_name="Meanwhile")
    again = confirm_deletion(admin_client, response)
    assert "Meanwhile" in again.content.decode()
    assert Delegate.objects.count() == 2


def test_the_deletion_of_a_person_from_a_delegation_is_asked_about(admin_client):
    delegate = DelegateFactory()
    address = f"/admin/events/delegation/{delegate.delegation.pk}/change/"
    response = submit(admin_client, address, **{"delegates-0-DELETE": "on"})
    assert Delegate.objects.exists()
    assert confirm_deletion(admin_client, response).status_code == 302
    assert not Delegate.objects.exists()


def test_a_long_question_names_the_first_fifty(admin_client):
    delegation = DelegationFactory()
    DelegateFactory.create_batch(60, delegation=delegation)
    content = delete_row(admin_client, delegation).content.decode()
    assert content.count("<li>Delegate: ") == 49
    assert "<li>…</li>" in content


# --- Restoring ------------------------------------------------------------------------------
DELETED = "/admin/events/delegation/deleted/"


def restore_first(client, model, address: str = DELETED):
    return client.post(address, {"note": deletions(model)[0].pk}, follow=True)


def test_a_delegation_comes_back_with_all_that_went_along(admin_client):
    delegate = DelegateFactory(capacity="head", rank=3)
    delegation = delegate.delegation
    make_nomination(delegation)
    former = {model: [*model.objects.values()] for model in (Delegation, Delegate)}
    admin_client.post(f"/admin/events/delegation/{delegation.pk}/delete/", {"post": "yes"})
    assert not Delegation.objects.exists()

    response = admin_client.get(DELETED)
    assert str(delegation) in response.content.decode()
    assert "3 records were restored." in restore_first(admin_client, Delegation).content.decode()

    assert {model: [*model.objects.values()] for model in former} == former
    assert Delegation.objects.get().nomination.token_hash is None
    assert delegate.history.first().history_change_reason == REASON
    assert delegate.history.first().history_user == User.objects.get(username="admin")
    assert "Nothing deleted can be restored here." in admin_client.get(DELETED).content.decode()


def test_an_event_comes_back_with_its_agenda_and_people(admin_client):
    contribution, topic = ContributionFactory(), TopicFactory()
    delegate = DelegateFactory(delegation=contribution.delegation)
    contribution.speakers.add(delegate)
    contribution.topics.add(topic)
    event = contribution.session.event
    admin_client.post(f"/admin/events/event/{event.pk}/delete/", {"post": "yes"})
    assert not Event.objects.exists()
    restore_first(admin_client, Event, "/admin/events/event/deleted/")
    again = Event.objects.get().sessions.get().contributions.get()
    assert again == contribution
    assert [*again.topics.all()] == [topic]
    assert [*again.speakers.all()] == [delegate]


def test_who_was_deleted_before_stays_deleted(admin_client):
    gone, kept = DelegateFactory.create_batch(2, delegation=DelegationFactory())
    gone.delete()
    delegation = kept.delegation
    admin_client.post(f"/admin/events/delegation/{delegation.pk}/delete/", {"post": "yes"})
    restore_first(admin_client, Delegation)
    assert [*Delegate.objects.all()] == [kept]


def test_one_delegate_comes_back_as_speaker_too(admin_client):
    contribution = ContributionFactory()
    delegate = DelegateFactory(delegation=contribution.delegation)
    contribution.speakers.add(delegate)
    admin_client.post(f"/admin/events/delegate/{delegate.pk}/delete/", {"post": "yes"})
    restore_first(admin_client, Delegate, "/admin/events/delegate/deleted/")
    assert [*contribution.speakers.all()] == [delegate]


@pytest.mark.parametrize("taken", ["place", "person"])
def test_what_has_no_place_any_more_is_refused_with_a_sentence(admin_client, taken):
    delegate = DelegateFactory()
    delegation, person = delegate.delegation, delegate.person
    admin_client.post(f"/admin/events/delegation/{delegation.pk}/delete/", {"post": "yes"})
    if taken == "place":
        DelegationFactory(event=delegation.event, state=delegation.state)
        expected = "was not restored:"
    else:
        person.delete()
        expected = "what it belonged to (person) has been deleted too. Restore that first."
    assert expected in restore_first(admin_client, Delegation).content.decode()
    assert not Delegate.objects.exists()


def test_a_person_comes_back(admin_client):
    person = PersonFactory(email="a@b.org")
    admin_client.post(f"/admin/participants/person/{person.pk}/delete/", {"post": "yes"})
    restore_first(admin_client, Person, "/admin/participants/person/deleted/")
    assert Person.objects.get().email == "a@b.org"
    assert Person.objects.get().name_key == person.name_key


def test_the_right_to_add_all_of_it_is_asked_for(signed_in):
    delegate = DelegateFactory()
    delegate.delegation.delete()
    editors = signed_in("Editors")
    assert editors.get(DELETED).status_code == 200
    assert editors.post(DELETED, {"note": deletions(Delegation)[0].pk}).status_code == 403
    assert not Delegation.objects.exists()
    assert signed_in("Readers").get(DELETED).status_code == 403
    assert "deleted/" not in signed_in(None).get("/admin/").content.decode()


@pytest.mark.parametrize("note", ["", "x", "9" * 30, "1"])
def test_an_unknown_note_is_not_found(admin_client, note):
    assert admin_client.post(DELETED, {"note": note}).status_code == 404
