import pytest

from tests.factories import (
    DelegationFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    ProgrammeFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [organisation.name for organisation in response.context["object_list"]]


def test_the_list_filters_by_kind_state_and_words(client):
    poland = StateFactory(name_en="Poland")
    OrganisationFactory(name_en="Ministry of the Interior", kind="ministry", state=poland)
    OrganisationFactory(name_en="Border Guard", kind="ministry", state=StateFactory())
    OrganisationFactory(name_en="Université", acronym_en="UNI", kind="academia", state=poland)

    assert names(client.get("/organisations/?kind=ministry&state=poland")) == [
        "Ministry of the Interior"
    ]
    assert names(client.get("/organisations/?q=universite")) == ["Université"]
    assert names(client.get("/organisations/?q=uni")) == ["Université"]


@pytest.mark.parametrize("query", ["kind=guild", "state=nowhere"])
def test_the_list_names_a_value_that_it_does_not_know(client, query):
    OrganisationFactory()

    response = client.get(f"/organisations/?{query}")

    assert names(response) == []
    assert "is not in the register. Choose from the list." in response.content.decode()


def test_a_page_shows_events_where_it_had_a_delegation_or_led_one(client):
    ministry = OrganisationFactory(name_en="Ministry of the Interior")
    OrganisationDelegationFactory(organisation=ministry, event__title_en="Own delegation")
    DelegationFactory(led_by=ministry, event__title_en="For its state")
    OrganisationDelegationFactory(
        organisation=ministry, event__title_en="Secret draft", event__published=False
    )

    page = client.get("/organisations/ministry-of-the-interior/").content.decode()

    assert "Own delegation" in page
    assert "For its state" in page
    assert "Secret draft" not in page


def test_a_page_shows_what_it_belongs_to_and_carries(client):
    parent = OrganisationFactory(name_en="Migration Centre")
    secretariat = OrganisationFactory(name_en="Secretariat", parent=parent)
    ProgrammeFactory(name_en="Border Programme", funder=secretariat)
    ProgrammeFactory(name_en="Peer Programme").implementers.add(secretariat)

    page = client.get("/organisations/secretariat/").content.decode()

    for text in ("Migration Centre", "Border Programme", "Peer Programme"):
        assert text in page
    assert "Secretariat" in client.get("/organisations/migration-centre/").content.decode()


def test_an_unknown_organisation_is_not_found(client):
    assert client.get("/organisations/nobody/").status_code == 404


def test_a_page_tells_its_role_at_each_event_and_whose_delegations_it_led(client):
    ministry = OrganisationFactory(name_en="Ministry")
    OrganisationDelegationFactory(
        organisation=ministry, event__title_en="Organised", role="organiser"
    )
    DelegationFactory(
        led_by=ministry,
        state=StateFactory(name_en="Poland"),
        event__title_en="For Poland",
        event__host_state=None,
    )
    DelegationFactory(
        led_by=ministry, state=StateFactory(name_en="In a draft"), event__published=False
    )

    response = client.get("/organisations/ministry/")

    page = response.content.decode()
    assert "organiser" in page
    assert "led the delegation of Poland" in page
    assert [state.name for state in response.context["led"]] == ["Poland"]
    assert "In a draft" not in page


def test_a_page_has_pages_of_events(client):
    centre = OrganisationFactory(name_en="Centre")
    for _ in range(21):
        OrganisationDelegationFactory(organisation=centre)

    assert client.get("/organisations/centre/").context["event_count"] == 21
    assert len(client.get("/organisations/centre/?page=2").context["page_obj"]) == 1
    assert client.get("/organisations/centre/?page=-1").status_code == 404
