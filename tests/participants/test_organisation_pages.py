import pytest

from events.models import Event
from participants.models import Organisation
from tests.factories import (
    DelegationFactory,
    EventFactory,
    MembershipFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    ProgrammeFactory,
    SessionFactory,
    StateFactory,
)
from website.search import index as search_index

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


@pytest.fixture
def of_drafts():
    """Organisations that only drafts mention, in each way."""
    drafts = {"event__published": False}
    host = SessionFactory(**drafts, host_organisation=OrganisationFactory(name_en="Hushed host"))
    return [
        OrganisationDelegationFactory(**drafts, organisation__name_en="Hushed one").organisation,
        DelegationFactory(**drafts, led_by=OrganisationFactory(name_en="Hushed two")).led_by,
        host.host_organisation,
    ]


@pytest.mark.parametrize(
    "address",
    [
        *("/organisations/", "/organisations.csv", "/api/v1/organisations/", "/sitemap.xml"),
        *("/search?q=hushed", "/api/v1/delegations/?organisation=hushed-one", "/"),
        *("/sitemap-organisations.xml", "/api/v1/delegations/", "/delegations/"),
    ],
)
def test_what_only_drafts_mention_is_nowhere(client, of_drafts, address):
    search_index.rebuild()
    OrganisationFactory(name_en="Known to all")
    content = client.get(address).getvalue()
    assert b"Hushed" not in content.replace(b'value="hushed"', b"")
    assert b"/organisations/hushed" not in content


def test_what_only_drafts_mention_has_no_page_nor_place_on_others(client, of_drafts):
    state = StateFactory(name_en="Poland")
    parent = OrganisationFactory(name_en="Parent", state=state)
    MembershipFactory(state=state)
    Organisation.objects.filter(pk__in=[one.pk for one in of_drafts]).update(
        state=state, parent=parent
    )
    for organisation in of_drafts:
        assert client.get(organisation.get_absolute_url()).status_code == 404
        assert client.get(f"/api/v1/organisations/{organisation.slug}/").status_code == 404
    for page in ("/states/poland/", "/organisations/parent/"):
        assert "Hushed" not in client.get(page).content.decode()


def test_once_published_it_is_there(client, of_drafts):
    for event in Event.objects.all():
        event.published = True
        event.save()
    for organisation in of_drafts:
        assert client.get(organisation.get_absolute_url()).status_code == 200
    assert len(names(client.get("/organisations/?q=hushed"))) == 3


def test_the_search_follows_a_publication(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        event = EventFactory(published=False)
        OrganisationDelegationFactory(event=event, organisation__name_en="Hushed one")
    for published in (True, False):
        with django_capture_on_commit_callbacks(execute=True):
            event.published = published
            event.save()
        shown = "/organisations/hushed-one/" in client.get("/search?q=hushed").content.decode()
        assert shown is published


@pytest.mark.parametrize("mention", ["programme", "published", "child"])
def test_another_mention_makes_it_public(client, of_drafts, mention):
    organisation = of_drafts[0]
    if mention == "programme":
        ProgrammeFactory(funder=organisation)
    elif mention == "published":
        OrganisationDelegationFactory(organisation=organisation)
    else:
        ProgrammeFactory(funder=OrganisationFactory(parent=organisation))
    assert client.get(organisation.get_absolute_url()).status_code == 200
