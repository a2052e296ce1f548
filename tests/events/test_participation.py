"""A delegation that is cancelled, or of which nobody comes: recorded, and in nothing else."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from events.models import Delegate, Delegation, Event, Nomination
from events.participant_list import Audience, ListByName, ParticipantList
from events.participant_list.issued.issuing import draft_of
from events.querysets import public_organisations, states_taking_part
from tests.admin.pages import submit
from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    PublicDelegateFactory,
    TopicFactory,
)
from topics.models import Topic

pytestmark = pytest.mark.django_db

STATE, PERSON, OFFICE, TOPIC = "Absentia", "Hiddenov", "Absent Office", "Absent topic"


def texts_of(content: bytes) -> str:
    """What a page or a file says; of a workbook, all of its parts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


@pytest.fixture(params=["cancelled", "nobody_comes"])
def absent(request) -> Delegation:
    """A delegation that does not take part, at an event to which another one comes."""
    event = EventFactory(slug="meeting", title_en="Meeting", published=True)
    present = DelegationFactory(event=event, state__name_en="Presentia")
    PublicDelegateFactory(delegation=present, family_name="Shownova")
    delegation = DelegationFactory(
        event=event,
        state__name_en=STATE,
        also_organiser=True,
        participation=request.param,
    )
    PublicDelegateFactory(delegation=delegation, capacity="head", family_name=PERSON)
    OrganisationDelegationFactory(
        event=event, organisation__name_en=OFFICE, participation=request.param
    )
    contribution = ContributionFactory(
        session__event=event, session__title_en="Opening", delegation=delegation
    )
    contribution.topics.add(TopicFactory(name_en=TOPIC, slug="absent-topic"))
    return delegation


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/events/meeting/", "/events/meeting/participants/"),
        *("/events/meeting/participants.csv", "/events/meeting/participants.xlsx"),
        *("/events/meeting.ics", "/events.csv", "/events.ics", "/events.atom"),
        *("/states/", "/states.csv", "/organisations/", "/organisations.csv", "/cooperation.csv"),
        *("/api/v1/events/", "/api/v1/events/meeting/", "/api/v1/delegations/"),
        *("/api/v1/states/", "/api/v1/organisations/"),
    ],
)
def test_no_public_page_or_file_has_it(client, absent, address):
    response = client.get(address)
    assert response.status_code == 200
    content = texts_of(b"".join(response))
    assert [name for name in (PERSON, STATE, OFFICE) if name in content] == []


@pytest.mark.parametrize("address", ["/states/absentia/", "/organisations/absent-office/"])
def test_it_has_no_public_page_of_its_own(client, absent, address):
    assert client.get(address).status_code == 404


def test_it_is_in_no_answer_about_who_takes_part(absent):
    state, events = absent.state, Event.objects.all()
    assert state not in states_taking_part()
    assert not public_organisations().filter(name_en=OFFICE).exists()
    assert not events.with_states([state.pk])
    assert not events.with_state_in_role(state, "organiser")
    assert not events.with_topics(Topic.objects.filter(slug="absent-topic"))
    assert state not in events.get().states_taking_part
    assert not Delegation.objects.published().filter(state=state).exists()
    assert not Delegate.objects.public().filter(delegation=absent).exists()
    assert not Delegate.objects.taking_part().filter(delegation=absent).exists()
    publicity = Delegate.objects.with_publicity().get(delegation=absent).publicity
    assert publicity == "no_delegation"


def test_filters_of_events_do_not_find_it(client, absent):
    def found(query: str) -> bool:
        return b"Meeting" in b"".join(client.get(f"/events.csv?{query}"))

    assert found("state=presentia")
    assert not found("state=absentia")
    assert not found("topic=absent-topic")


def test_a_host_takes_part_whoever_comes(absent):
    absent.event.host_state = absent.state
    absent.event.save()
    assert absent.state in Event.objects.get().states_taking_part
    assert absent.state in states_taking_part()


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("kind", [ParticipantList, ListByName])
@pytest.mark.parametrize("taking_part", [True, False])
def test_no_list_has_it(absent, audience, kind, taking_part):
    participants = kind(absent.event, audience, "en", taking_part=taking_part)
    assert [each.name for each in participants.delegations] == ["Presentia"]
    assert [row.family_name for row in participants] == ["Shownova"]
    assert participants.organisers == []


def test_no_issued_list_has_it(absent):
    snapshot = draft_of(absent.event).snapshot
    assert len(snapshot.delegations) == 1
    assert PERSON not in str(snapshot)


def test_statistics_count_it_apart_and_for_staff_alone(absent):
    tables = {t.name: t for t in ParticipantList(absent.event, Audience.STAFF, "en").statistics}
    assert tables["sections"].total == ["Total", 1, 1]
    label = str(absent.get_participation_display())
    assert tables["not-taking-part"].rows == [[label, 2]]
    public = ParticipantList(absent.event, Audience.PUBLIC, "en").statistics
    assert "not-taking-part" not in {table.name for table in public}


def test_statistics_count_it_where_nobody_takes_part(absent):
    absent.event.delegations.update(participation="cancelled")
    (table,) = ParticipantList(absent.event, Audience.STAFF, "en").statistics
    assert (table.name, table.total) == ("not-taking-part", ["Total", 3])


def test_files_with_statistics_have_it_apart(admin_client, absent):
    address = f"/admin/events/event/{absent.event.pk}/participants.xlsx"
    texts = texts_of(b"".join(admin_client.get(address)))
    assert PERSON not in texts
    assert "Delegations that do not take part" in texts


def test_staff_see_it_and_why(admin_client, absent):
    label = str(absent.get_participation_display())
    event = f"/admin/events/event/{absent.event.pk}"
    for address in (
        f"{event}/participants/",
        f"{event}/participants/statistics/",
        f"{event}/nominations/",
        "/admin/events/delegation/",
        f"/admin/events/delegation/?participation__exact={absent.participation}",
    ):
        content = admin_client.get(address).content.decode()
        assert label.lower() in content.lower(), address
    assert STATE in admin_client.get(f"{event}/participants/").content.decode()


def test_staff_cancel_it_and_let_it_take_part_again(admin_client):
    delegate = PublicDelegateFactory()
    address = f"/admin/events/delegation/{delegate.delegation_id}/change/"

    assert submit(admin_client, address, participation="cancelled").status_code == 302
    assert not Delegate.objects.public().exists()
    assert "no: the delegation does not take part" in admin_client.get(address).content.decode()
    assert submit(admin_client, address, participation="takes_part").status_code == 302

    assert Delegate.objects.public().get() == delegate
    kept = [each.participation for each in delegate.delegation.history.all()]
    assert kept == ["takes_part", "cancelled", "takes_part"]


def test_the_public_list_learns_of_it_at_once(client, absent):
    address = f"/events/{absent.event.slug}/participants.csv"
    assert PERSON not in b"".join(client.get(address)).decode()
    absent.participation = "takes_part"
    absent.save()
    assert PERSON in b"".join(client.get(address)).decode()


def test_the_command_that_imports_says_it(absent, tmp_path, capsys):
    file = tmp_path / "list.csv"
    with file.open("w", newline="") as opened:
        csv.writer(opened).writerows([["Delegation", "Name"], [STATE, "Jan Kowalski"]])
    call_command("import_participants", "meeting", str(file))
    label = str(absent.get_participation_display())
    assert f"{STATE} does not take part ({label})" in capsys.readouterr().out


def test_it_is_not_due(absent):
    Nomination.objects.create(
        delegation=absent,
        contact_name="Contact",
        contact_email="c@example.org",
        deadline="2099-01-01T00:00Z",
        invited_at="2026-01-01T00:00Z",
    )
    assert not Nomination.objects.due().exists()
