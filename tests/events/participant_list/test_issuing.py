"""Issuing a list: a version is frozen, whatever becomes of what it was made from."""

import datetime
import io
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.db.models.signals import pre_save

from events.models import Delegate, Event, IssuedDelegation, IssuedList
from events.participant_list import Audience, ParticipantList
from events.participant_list.columns import COLUMNS
from events.participant_list.errors import IssuedMeanwhile, ListChanged, NothingToIssue
from events.participant_list.issued.issuing import IssuedParticipantList, draft_of, issue
from events.participant_list.issued.snapshot import read_snapshot
from events.participant_list.languages import list_languages
from events.participant_list.writers import WRITERS
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    PersonFactory,
)

STAFF = Audience.STAFF


@pytest.fixture
def officer(db) -> User:
    return User.objects.create_user("officer")


@pytest.fixture
def event(db) -> Event:
    """Two delegations with people of all sorts, and one without names."""
    event = EventFactory(
        title_en="Conference",
        title_ru="Конференция",
        city_en="Warsaw",
        city_ru="Варшава",
        ends=datetime.date(2019, 12, 5),
        corrections_contact="office@example.org",
    )
    poland = DelegationFactory(
        event=event, state__name_en="Poland", state__name_ru="Польша", role="leading_state"
    )
    event.host_state = poland.state
    event.save()
    austria = DelegationFactory(event=event, state__name_en="Austria", state__name_ru="Австрия")
    OrganisationDelegationFactory(
        event=event,
        organisation__name_en="ICMPD",
        organisation__name_ru="МЦРМП",
        organisation__kind="intergovernmental",
        also_organiser=True,
        in_capacity_of_en="Secretariat",
        in_capacity_of_ru="Секретариат",
    )
    DelegateFactory(
        delegation=poland,
        person=PersonFactory(email="anna@example.org", phone="+48 22 601"),
        prefix="Ms",
        given_names="Anna",
        family_name="Nowak",
        capacity="head",
        position="Director",
        institution="Ministry",
    )
    DelegateFactory(delegation=poland, family_name="Lis", given_names="", status="withdrawn")
    DelegateFactory(delegation=austria, family_name="Çelik", capacity="expert")
    return event


def issued(event: Event, kind="provisional", user=None, note="") -> IssuedList:
    return issue(event, draft_of(event).fingerprint, kind, user, note, knowingly=True)


def cells(participants: ParticipantList) -> list[tuple]:
    """The rows without the keys of the database, which are of no list."""
    return [tuple(getattr(row, column.name) for column in COLUMNS) for row in participants]


def content(participants: ParticipantList, file_format: str) -> bytes:
    file = io.BytesIO()
    WRITERS[file_format].write(participants, file)
    return file.getvalue()


# --- What a version keeps ---------------------------------------------------------------------
@pytest.mark.parametrize("language", list_languages())
@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.PUBLIC])
def test_a_version_is_the_list_of_its_moment(event, language, audience):
    now = ParticipantList(event, audience, language)
    then = IssuedParticipantList(issued(event), audience, language)
    assert cells(then) == cells(now)
    assert len(then) == len(now) == 4
    assert then[1:3] == list(then)[1:3]
    assert then.organisers == now.organisers != []
    assert then.statistics == now.statistics != []
    assert then.sections == now.sections
    assert then.plain_capacity == now.plain_capacity
    assert (then.event.title, then.event.date_text) == (event.title, event.date_text)
    assert then.event.place_text == event.place_text == "Warsaw, Poland"
    assert then.event.corrections_contact == "office@example.org"


@pytest.mark.parametrize("file_format", list(WRITERS))
@pytest.mark.parametrize("language", list_languages())
def test_its_files_stay_as_issued_whatever_becomes_of_the_event(event, file_format, language):
    version = issued(event, "final")

    def file() -> bytes:
        kept = IssuedList.objects.get(pk=version.pk)
        participants = IssuedParticipantList(kept, STAFF, language)
        return content(participants, "csv") + repr(list(participants.statistics)).encode()

    before = file()
    assert content(IssuedParticipantList(version, STAFF, language), file_format)
    poland = event.delegations.get(state__name_en="Poland")
    poland.state.name_en = poland.state.name_ru = "Elsewhere"
    poland.state.save()
    Delegate.objects.filter(family_name="Nowak").update(family_name="Kowalska", status="absent")
    event.title_en = "Another title"
    event.list_order = "manual"
    event.save()
    assert file() == before
    event.delegations.get(state__name_en="Austria").delete()
    DelegateFactory(delegation=poland, family_name="Added")
    assert file() == before
    event.delete()
    assert file() == before
    kept = IssuedList.objects.get(pk=version.pk)
    assert (kept.event_id, kept.event_title) == (None, "Conference")
    assert content(IssuedParticipantList(kept, STAFF, language), file_format)


def test_it_keeps_who_issued_it_when_and_why(event, officer):
    version = issued(event, "final", officer, "Agreed with the host")
    version.refresh_from_db()
    assert (version.number, version.kind, version.issued_by) == (1, "final", officer)
    assert version.note == "Agreed with the host"
    assert version.as_at == version.issued_at.date()
    assert version.rows == 4
    assert str(version) == "Conference, version 1"
    officer.delete()
    version.refresh_from_db()
    assert version.issued_by is None


def test_its_checksum_tells_whether_it_is_whole(event):
    version = issued(event)
    assert read_snapshot(version).checksum == version.checksum
    kept = version.delegations.get(participant_key__startswith="organisation")
    kept.listed["en"]["name"] = "Forged"
    kept.save()
    assert read_snapshot(version).checksum != version.checksum


def test_it_says_in_its_files_what_it_is(event):
    issued(event)
    version = issued(event)
    version.as_at = datetime.date(2019, 12, 3)
    said = str(IssuedParticipantList(version, STAFF, "en").issue)
    assert said == "Provisional list, version 2, as at 3 December 2019"


def test_versions_are_counted_for_each_event(event):
    other = DelegationFactory().event
    assert [issued(event).number, issued(event).number, issued(other).number] == [1, 2, 1]


def test_the_database_holds_each_number_once(event):
    version = issued(event)
    version.pk = None
    with pytest.raises(IntegrityError):
        version.save(force_insert=True)


def test_the_public_list_is_never_taken_from_a_version(event):
    with pytest.raises(ValueError, match="public"):
        IssuedParticipantList(issued(event), Audience.PUBLIC, "en")


def test_contact_data_stays_with_those_who_may_see_it(event):
    version = issued(event)
    for audience in Audience:
        if audience not in (STAFF, Audience.PUBLIC):
            rows = IssuedParticipantList(version, audience, "en")
            assert {(row.email, row.phone) for row in rows} == {("", "")}
    assert "anna@example.org" in {row.email for row in IssuedParticipantList(version, STAFF, "en")}


def test_sample_data_stays_marked(event):
    event.sample = True
    event.save()
    kept = IssuedParticipantList(issued(event), STAFF, "en")
    assert kept.event.sample
    assert cells(kept)[-1][5] == "no names recorded (sample data)"


# --- Issuing ----------------------------------------------------------------------------------
def test_an_event_without_delegations_has_nothing_to_issue(db):
    with pytest.raises(NothingToIssue):
        issued(EventFactory())
    assert not IssuedList.objects.exists()


def test_it_refuses_a_list_that_changed_since_it_was_seen(event):
    seen = draft_of(event).fingerprint
    Delegate.objects.filter(family_name="Nowak").update(position="Minister")
    with pytest.raises(ListChanged):
        issue(event, seen, "final", None, knowingly=True)
    assert not IssuedList.objects.exists()
    assert not IssuedDelegation.objects.exists()


def test_it_refuses_when_another_was_faster(event, officer):
    seen = draft_of(event).fingerprint
    issued(event, user=officer)
    with pytest.raises(IssuedMeanwhile, match="Version 1 has been issued by officer"):
        issue(event, seen, "final", None, knowingly=True)
    assert IssuedList.objects.count() == 1


def test_all_of_it_is_kept_or_nothing(event):
    def fail(**kwargs):
        raise RuntimeError

    pre_save.connect(fail, sender=IssuedList)
    try:
        with pytest.raises(RuntimeError):
            issued(event)
    finally:
        pre_save.disconnect(fail, sender=IssuedList)
    assert not IssuedList.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_issue_at_once(event):
    seen, barrier, outcomes = draft_of(event).fingerprint, Barrier(2, timeout=1), []

    def wait(**kwargs):
        # Only one gets here before the other has finished.
        with suppress(BrokenBarrierError):
            barrier.wait()

    def press():
        try:
            outcomes.append(issue(event, seen, "final", None, knowingly=True).number)
        except IssuedMeanwhile as error:
            outcomes.append(type(error))
        finally:
            connection.close()

    pre_save.connect(wait, sender=IssuedList)
    try:
        threads = [Thread(target=press) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        pre_save.disconnect(wait, sender=IssuedList)
    assert sorted(map(str, outcomes)) == ["1", str(IssuedMeanwhile)]
    assert IssuedList.objects.count() == 1


def test_reading_a_version_asks_as_often_for_many_as_for_few(event, django_assert_max_num_queries):
    for _ in range(20):
        DelegateFactory.create_batch(3, delegation=DelegationFactory(event=event))
    version = issued(event)
    with django_assert_max_num_queries(2):
        assert len(cells(IssuedParticipantList(version, STAFF, "en"))) == 64


def test_personal_data_is_in_the_people_of_a_version_alone(event):
    version = issued(event)
    kept = str(
        [version.heading, *version.delegations.values_list("participant_key", "listed", "places")]
    )
    for secret in ("Nowak", "Anna", "Director", "anna@example.org", "+48 22 601"):
        assert secret not in kept
    people = [person for each in version.delegations.all() for person in each.people]
    assert {"anna@example.org", ""} == {person["email"] for person in people}
