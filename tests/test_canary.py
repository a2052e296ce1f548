"""Personal data is on no public URL without a recorded basis: every address is tried.

Each person below must not be seen, each for another reason; those with a basis must be, which
shows that the walk looks where names are.
"""

import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.addresses import in_russian, public_addresses
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    MigrationFigureFactory,
    NominationFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseFactory,
    PublicationDecisionFactory,
    PublicDelegateFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)
from website.search import index

CANARIES = [
    "Nobasisovich",
    "Nominatedova",
    "Absentsson",
    "Withdrawnski",
    "Draftov",
    "Undelegatedy",
    "Notaheadov",
    "Undecidedova",
    "Objectov",
    "Unconsentova",
    "canary@example.org",
    "+48 555 0199",
]
SEEN = ["Consentovna", "Headovich"]
SLUG = "canary"
QUERIES = ["", f"?q={SLUG}", *(f"?q={name}" for name in CANARIES[:-2])]


def records_of_the_api(client) -> set[str]:
    """The address of every record that the API lists: those with numbers too."""
    host = "http://127.0.0.1:8000"
    index = client.get("/api/v1/").json()
    return {
        record["api_url"].removeprefix(host)
        for name in index.keys() - {"schema", "docs"}
        for record in client.get(index[name].removeprefix(host)).json()["results"]
    }


@pytest.fixture(scope="module")
def _canaries(module_records):
    state = StateFactory(slug=SLUG, name_en="Canaria")
    organisation = OrganisationFactory(slug=SLUG, state=state)
    topic = TopicFactory(slug=SLUG)
    event = EventFactory(slug=SLUG, title_en="Canary event", host_state=state)
    event.topics.add(topic)
    phase = PhaseFactory(programme__slug=SLUG)
    event.programmes.add(phase.programme)
    delegation = DelegationFactory(event=event, state=state, led_by=organisation)

    def delegate(family_name, factory=PublicDelegateFactory, **fields):
        person = PersonFactory(
            family_name=family_name,
            email="canary@example.org",
            phone="+48 555 0199",
            state=state,
            organisation=organisation,
        )
        return factory(person=person, **{"delegation": delegation, **fields})

    speakers = [
        delegate("Nobasisovich", DelegateFactory),
        delegate("Nominatedova", status="nominated"),
        delegate("Absentsson", status="absent"),
        delegate("Withdrawnski", status="withdrawn"),
        delegate("Draftov", delegation=DelegationFactory(event__published=False, state=state)),
        delegate("Consentovna"),
    ]
    PersonFactory(family_name="Undelegatedy", state=state)
    NominationFactory(delegation=delegation, contact_email="canary@example.org")
    # Of the heads alone may be named, and of them nobody who objects.
    PublicationDecisionFactory(event=event, scope="heads")
    PublicationDecisionFactory(event=event, scope="all", withdrawn_on=datetime.date(2019, 12, 2))
    objecting = DelegationFactory(event=event)
    speakers += [
        delegate("Headovich", DelegateFactory, capacity="head"),
        delegate("Notaheadov", DelegateFactory, capacity="deputy_head"),
        delegate("Undecidedova", DelegateFactory),
        delegate(
            *("Objectov", DelegateFactory),
            delegation=objecting,
            capacity="head",
            basis_withdrawn_on=datetime.date(2019, 12, 3),
        ),
        delegate("Unconsentova", basis_withdrawn_on=datetime.date(2019, 12, 3)),
    ]
    contribution = ContributionFactory(session=SessionFactory(event=event), delegation=delegation)
    contribution.speakers.set([s for s in speakers if s.delegation == delegation])
    DocumentFactory(slug=SLUG, event=event, contribution=contribution)
    MigrationFigureFactory(citizenship=state)
    MigrationFigureFactory(reporting_state=state)
    index.rebuild()


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:4] == b"%PDF":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if content[:2] == b"PK":
        with ZipFile(BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", errors="replace")


@pytest.mark.slow
@pytest.mark.usefixtures("_canaries")
def test_no_public_address_names_who_may_not_be_named(client):
    addresses = public_addresses(SLUG, pk="1", token=SLUG)
    addresses = {*addresses, *in_russian(addresses), *records_of_the_api(client)}
    assert {"/api/v1/", f"/api/v1/events/{SLUG}/", "/api/v1/delegations/"} <= addresses
    assert {"/", f"/events/{SLUG}/", f"/ru/events/{SLUG}/participants.xlsx"} <= addresses
    assert {f"/ru/events/{SLUG}.ics", "/events.atom", "/ru/documents.csv"} <= addresses

    seen_on = set()
    for address in sorted(addresses):
        for query in QUERIES if address.endswith(("/", "/search")) else QUERIES[:1]:
            text = body(client.get(address + query))
            for canary in CANARIES:
                # A search repeats what was searched for, and finds nothing by it.
                if canary not in query:
                    assert canary.lower() not in text.lower(), f"{canary} is on {address}{query}"
            if all(name.lower() in text.lower() for name in SEEN):
                seen_on.add(address)

    assert seen_on == {
        f"{prefix}/events/{SLUG}/participants{end}"
        for prefix in ("", "/ru")
        for end in ("/", ".csv", ".xlsx", ".pdf", ".docx")
    }


@pytest.mark.usefixtures("_canaries")
@pytest.mark.parametrize("name", [*CANARIES[:-2], *SEEN])
def test_no_search_finds_by_a_persons_name(client, name):
    for address in ("/events/", "/states/", "/organisations/", "/documents/"):
        assert list(client.get(address, {"q": name}).context["object_list"]) == []
    assert client.get("/search", {"q": name}).context["groups"] == []
