"""The page of a delegation: its delegates, of whom one at most is the head."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Delegate, Delegation
from tests.admin.pages import confirm_deletion, errors_of, form_of, submit
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    StateFactory,
)

ADD = "/admin/events/delegation/add/"


def page(delegation: Delegation) -> str:
    return f"/admin/events/delegation/{delegation.pk}/change/"


def capacities(delegation: Delegation) -> dict[str, str]:
    return dict(delegation.delegates.values_list("family_name", "capacity"))


@pytest.fixture
def headed():
    """A delegation with its head in the first row and a delegate in the second."""
    delegation = DelegationFactory()
    DelegateFactory(delegation=delegation, capacity="head", person__family_name="Alimov")
    DelegateFactory(delegation=delegation, person__family_name="Brandt")
    return delegation


def test_it_adds_a_delegate_with_what_is_known_of_the_person(admin_client):
    delegation = DelegationFactory()
    person = PersonFactory(prefix="Dr", position="Director", institution="Border Service")
    response = submit(
        admin_client,
        page(delegation),
        **{"delegates-0-person": person.pk, "delegates-0-position": "Acting Director"},
    )
    assert response.status_code == 302
    delegate = delegation.delegates.get()
    assert (delegate.prefix, delegate.family_name) == ("Dr", person.family_name)
    assert (delegate.position, delegate.institution) == ("Acting Director", "Border Service")


def test_it_changes_a_delegate_and_never_the_person(admin_client):
    delegate, other = DelegateFactory(), PersonFactory()
    submit(
        admin_client,
        page(delegate.delegation),
        **{"delegates-0-status": "attended", "delegates-0-person": other.pk},
    )
    stored = Delegate.objects.get()
    assert (stored.status, stored.person) == ("attended", delegate.person)


def test_it_links_the_person_and_the_delegate(admin_client):
    delegate = DelegateFactory(person__family_name="O'Neill <b>")
    content = admin_client.get(page(delegate.delegation)).content.decode()
    person = f"/admin/participants/person/{delegate.person.pk}/change/"
    assert f'<a href="{person}">Jan O&#x27;Neill &lt;b&gt;</a>' in content
    assert f"/admin/events/delegate/{delegate.pk}/change/" in content


def test_it_refuses_a_person_twice(admin_client):
    delegate = DelegateFactory()
    response = submit(
        admin_client, page(delegate.delegation), **{"delegates-1-person": delegate.person.pk}
    )
    assert errors_of(response) == {
        "delegates-1-person": ["This person is in the delegation already."]
    }


def test_it_refuses_a_person_twice_in_one_submit(admin_client):
    delegation, person = DelegationFactory(), PersonFactory()
    row = {"person": person.pk, "capacity": "delegate", "status": "nominated"}
    rows = {f"delegates-{i}-{name}": value for i in (0, 1) for name, value in row.items()}
    values = form_of(admin_client.get(page(delegation))) | {"delegates-TOTAL_FORMS": "2"}
    response = admin_client.post(page(delegation), values | rows)
    assert errors_of(response) == {
        "delegates-1-person": ["This person is in the delegation already."]
    }


# --- The head -------------------------------------------------------------------------------
def test_it_refuses_a_second_head(admin_client, headed):
    response = submit(
        admin_client,
        page(headed),
        **{"delegates-1-capacity": "head", "delegates-1-position": "Kept position"},
    )
    assert errors_of(response) == {
        "delegates-1-capacity": ["A delegation has one head: make one of the two a delegate."]
    }
    assert form_of(response)["delegates-1-position"] == ["Kept position"]
    assert capacities(headed) == {"Alimov": "head", "Brandt": "delegate"}


def test_it_refuses_two_new_heads_in_one_submit(admin_client):
    delegation = DelegationFactory()
    values = form_of(admin_client.get(page(delegation))) | {"delegates-TOTAL_FORMS": "2"}
    for row in (0, 1):
        values[f"delegates-{row}-person"] = PersonFactory().pk
        values[f"delegates-{row}-capacity"] = "head"
        values[f"delegates-{row}-status"] = "confirmed"
    response = admin_client.post(page(delegation), values)
    assert list(errors_of(response)) == ["delegates-1-capacity"]
    assert not delegation.delegates.exists()


def test_it_lets_heads_change_places_in_one_submit(admin_client, headed):
    response = submit(
        admin_client,
        page(headed),
        **{"delegates-0-capacity": "adviser", "delegates-1-capacity": "head"},
    )
    assert response.status_code == 302
    assert capacities(headed) == {"Alimov": "adviser", "Brandt": "head"}


def test_it_lets_heads_change_places_when_the_new_one_stands_first(admin_client):
    delegation = DelegationFactory()
    rising = DelegateFactory(delegation=delegation, person__family_name="Alimov")
    falling = DelegateFactory(delegation=delegation, person__family_name="Brandt")
    # The page was opened before the other became the head, and moved to the first row.
    values = form_of(admin_client.get(page(delegation)))
    falling.capacity = "head"
    falling.save()
    changes = {"delegates-0-capacity": "head", "delegates-1-capacity": "adviser"}
    told = admin_client.post(page(delegation), values | changes)
    assert "Somebody else has changed this record" in str(errors_of(told))
    response = admin_client.post(page(delegation), form_of(told))
    assert response.status_code == 302
    assert capacities(delegation) == {"Alimov": "head", "Brandt": "adviser"}
    assert [entry.capacity for entry in falling.history.all()] == ["adviser", "head", "delegate"]
    assert rising.history.first().capacity == "head"


def test_it_lets_a_new_delegate_take_the_head_of_another(admin_client, headed):
    person = PersonFactory(family_name="Čapek")
    response = submit(
        admin_client,
        page(headed),
        **{
            "delegates-0-capacity": "delegate",
            "delegates-2-person": person.pk,
            "delegates-2-capacity": "head",
        },
    )
    assert response.status_code == 302
    assert capacities(headed) == {"Alimov": "delegate", "Brandt": "delegate", "Čapek": "head"}


def test_it_lets_a_delegate_take_the_place_of_a_head_who_is_deleted(admin_client, headed):
    response = submit(
        admin_client,
        page(headed),
        **{"delegates-0-DELETE": "on", "delegates-1-capacity": "head"},
    )
    assert confirm_deletion(admin_client, response).status_code == 302
    assert capacities(headed) == {"Brandt": "head"}


def test_it_refuses_a_head_beside_one_whom_somebody_else_added_meanwhile(admin_client):
    delegation = DelegationFactory()
    DelegateFactory(delegation=delegation)
    values = form_of(admin_client.get(page(delegation)))
    DelegateFactory(delegation=delegation, capacity="head", person__family_name="Quick")
    response = admin_client.post(page(delegation), values | {"delegates-0-capacity": "head"})
    assert errors_of(response) == {
        "delegates-0-capacity": [
            "This delegation already has a head, Jan Quick. Make that person a delegate first."
        ]
    }


def test_the_delegates_own_page_refuses_a_second_head(admin_client, headed):
    second = headed.delegates.get(family_name="Brandt")
    response = submit(admin_client, f"/admin/events/delegate/{second.pk}/change/", capacity="head")
    assert errors_of(response) == {
        "capacity": [
            "This delegation already has a head, Jan Alimov. Make that person a delegate first."
        ]
    }


# --- The delegation itself ------------------------------------------------------------------
def test_it_refuses_a_delegation_of_a_state_and_an_organisation(admin_client):
    event, state, organisation = EventFactory(), StateFactory(), OrganisationFactory()
    response = submit(
        admin_client, ADD, event=event.pk, state=state.pk, organisation=organisation.pk
    )
    assert list(errors_of(response)) == ["organisation"]


def test_it_refuses_a_state_that_has_a_delegation_already(admin_client):
    delegation = DelegationFactory()
    response = submit(admin_client, ADD, event=delegation.event.pk, state=delegation.state.pk)
    assert errors_of(response) == {"state": ["This state already has a delegation at the event."]}


def test_a_delegation_that_becomes_one_of_an_organisation_changes_its_section(admin_client):
    delegation = DelegationFactory()
    organisation = OrganisationFactory(kind="intergovernmental")
    submit(admin_client, page(delegation), state="", organisation=organisation.pk)
    delegation.refresh_from_db()
    assert delegation.section == "intergovernmental"


def test_a_delegation_stays_with_its_event(admin_client):
    delegation, other = DelegationFactory(), EventFactory()
    submit(admin_client, page(delegation), event=other.pk)
    delegation.refresh_from_db()
    assert delegation.event != other


def test_it_refuses_to_delete_a_delegation_that_contributed(admin_client):
    contribution = ContributionFactory(title_en="Labour migration")
    address = f"/admin/events/delegation/{contribution.delegation.pk}/delete/"
    response = admin_client.post(address, {"post": "yes"})
    assert "Labour migration" in response.content.decode()
    assert Delegation.objects.exists()


# --- Many delegates -------------------------------------------------------------------------
def queries(action) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = action()
    assert response.status_code in (200, 302)
    return len(captured)


@pytest.mark.parametrize("role", ["Protocol", "Readers"])
def test_it_opens_with_as_many_queries_for_200_delegates_as_for_2(signed_in, role):
    client, delegation = signed_in(role), DelegationFactory()
    DelegateFactory.create_batch(2, delegation=delegation)
    client.get(page(delegation))
    at_2 = queries(lambda: client.get(page(delegation)))
    DelegateFactory.create_batch(198, delegation=delegation)
    assert queries(lambda: client.get(page(delegation))) == at_2


def test_it_saves_with_as_many_queries_for_200_delegates_as_for_2(admin_client):
    delegation = DelegationFactory()
    DelegateFactory.create_batch(2, delegation=delegation)

    def save(position):
        values = form_of(admin_client.get(page(delegation)))
        values |= {"delegates-1-position": position}
        return queries(lambda: admin_client.post(page(delegation), values))

    save("Expert")
    at_2 = save("Director")
    DelegateFactory.create_batch(198, delegation=delegation)
    assert save("Minister") == at_2
    assert delegation.delegates.filter(position="Minister").count() == 1


def test_it_saves_changes_of_200_delegates_at_once(admin_client):
    delegation = DelegationFactory()
    DelegateFactory.create_batch(200, delegation=delegation)
    changes = {f"delegates-{row}-status": "attended" for row in range(200)}
    assert submit(admin_client, page(delegation), **changes).status_code == 302
    assert delegation.delegates.filter(status="attended").count() == 200


def test_it_survives_a_form_tampered_with(admin_client):
    delegate, stranger = DelegateFactory(), DelegateFactory()
    values = form_of(admin_client.get(page(delegate.delegation)))
    for changes in (
        {"delegates-0-id": "no number"},
        {"delegates-0-id": str(stranger.pk)},
        {"delegates-0-id": "9" * 30},
        {"delegates-INITIAL_FORMS": "9999999999"},
        {"delegates-TOTAL_FORMS": "x"},
        {"delegates-1-person": "9" * 30},
        {"delegates-1-person": "no number"},
    ):
        response = admin_client.post(page(delegate.delegation), values | changes)
        assert response.status_code == 200, changes
    stranger.refresh_from_db()
    assert stranger.delegation != delegate.delegation
