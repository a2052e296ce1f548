"""Erasing personal data: proved on the bytes of the database and of the uploads."""

import base64
import datetime
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as project_settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase
from django.utils import timezone

from core.erasure import ERASED, Keep, columns_with_text, holds_text, is_history, shred_free_space
from core.text import collation_key, fold, match_keys, person_key
from events.erasure.erasing import erase_due, erase_person
from events.erasure.rules import RULES
from events.erasure.terms import Case, Term, terms
from events.models import (
    Delegate,
    Erasure,
    IssuedList,
    ParticipantExport,
    ParticipantImport,
    Sender,
)
from events.participant_list.issued.issuing import draft_of, issue
from events.participant_list.issued.snapshot import read_snapshot
from participants.merge import CannotUndo, merge, undo
from participants.models import DistinctPersons, Person
from tests.admin.pages import submit
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    NominationFactory,
    PersonFactory,
    PublicationDecisionFactory,
    PublicDelegateFactory,
    SessionFactory,
    StateFactory,
)

# The years of the tests' events, and a day on which those of 2012 are past their term of 5 years.
LONG_AGO, LATELY = datetime.date(2012, 5, 14), datetime.date(2019, 12, 4)
TODAY = datetime.date(2020, 1, 1)


# --- Every column has a rule ----------------------------------------------------------------
def test_every_column_with_text_of_every_model_has_a_rule():
    ruled = {(label, name) for label, fields in RULES.items() for name in fields}
    needed = set(columns_with_text())
    assert needed - ruled == set(), "Say in events/erasure/rules.py what becomes of these."
    # A choice needs no rule, but may have one; each database has its own table for the search.
    known = {*needed, ("participants.Person", "language")}
    unknown = {(label, name) for label, name in ruled - known if label[:12] != "modelsearch."}
    assert unknown == set(), "These columns are no longer there."


def test_a_column_that_is_kept_has_a_reason():
    kept = [rule for fields in RULES.values() for rule in fields.values() if isinstance(rule, Keep)]
    assert all(rule.because for rule in kept)


def test_a_history_has_no_text_but_that_of_its_model():
    for model in apps.get_models():
        if is_history(model):
            own = {field.name for field in model._meta.concrete_fields if holds_text(field)}
            of_model = {field.name for field in model.instance_type._meta.concrete_fields}
            # Reasons are made by the register, and name nobody.
            assert own - of_model <= {"history_change_reason"}


# --- The proof ------------------------------------------------------------------------------
class World:
    """Somebody in every place where the register can hold a person; each text is marked.

    Every way in is one that staff use: the pages of the admin, imports, merges, issued lists.
    """

    def __init__(self, mark: str, day: datetime.date, client: Client, factory=DelegateFactory):
        self.mark, self.client = mark, client
        self.event = EventFactory(starts=day)
        self.delegation = DelegationFactory(event=self.event)
        self.person = PersonFactory(**self.texts("A"))
        self.delegate = factory(
            delegation=self.delegation, person=self.person, basis_how=f"{mark}how"
        )
        self._change_by_the_admin()
        self._merge()
        self._nominate()
        self._issue()
        self._upload()
        self._speak()

    def texts(self, part: str) -> dict[str, str]:
        mark = f"{self.mark}{part}"
        names = {
            name: f"{mark}{number}"
            for number, name in enumerate(
                ("prefix", "given_names", "family_name", "position", "institution", "phone")
            )
        }
        cyrillic = dict.fromkeys(("given_names_cyrillic", "family_name_cyrillic"), f"{mark}ж")
        return names | cyrillic | {"email": f"{mark}@example.org", "language": "ru"}

    def _change_by_the_admin(self):
        """The history, the log and the messages have the former and the present texts."""
        page = f"/admin/participants/person/{self.person.pk}/change/"
        answer = submit(self.client, page, **self.texts("B"))
        assert answer.status_code == 302
        table = f"/admin/events/delegation/{self.delegation.pk}/change/"
        answer = submit(self.client, table, **{"delegates-0-position": f"{self.mark}C"})
        assert answer.status_code == 302
        page = f"/admin/events/delegate/{self.delegate.pk}/change/"
        texts = dict.fromkeys(("basis_how", "basis_withdrawn_how"), f"{self.mark}D")
        assert submit(self.client, page, **texts).status_code == 302
        # Somebody who was on the list for a day.
        gone = DelegateFactory(delegation=self.delegation, person=self.person_apart("E"))
        answer = self.client.post(f"/admin/events/delegate/{gone.pk}/delete/", {"post": "yes"})
        assert answer.status_code == 302
        gone.person.delete()
        session = SessionStore()
        session["_messages"] = f"{self.mark} was changed"
        session.save()

    def person_apart(self, part: str) -> Person:
        return PersonFactory(**self.texts(part))

    def _merge(self):
        removed = self.person_apart("F")
        DelegateFactory(delegation__event=self.event, person=removed)
        DistinctPersons.objects.tell_apart(removed, PersonFactory())
        merge(Person.objects.get(pk=self.person.pk), removed, taken=["phone"])

    def _nominate(self):
        nomination = NominationFactory(
            delegation=self.delegation,
            contact_name=f"{self.mark}G",
            contact_email=self.texts("B")["email"],
        )
        page = f"/admin/events/nomination/{nomination.pk}/change/"
        answer = submit(self.client, page, contact_name=f"{self.mark}H")
        assert answer.status_code == 302

    def _issue(self):
        issue(self.event, draft_of(self.event).fingerprint, "final", None, knowingly=True)

    def _upload(self):
        texts = self.texts("B")
        content = f"Family name,Given names\n{texts['family_name']},{texts['given_names']}\n"
        waiting = ParticipantImport.keep(
            ContentFile(content.encode(), f"{self.mark}I.csv"), event=self.event
        )
        waiting.columns = {"0": {"0": f"{self.mark}J"}}
        waiting.decisions = {"rows": {f"{self.mark}K": "leave_out"}}
        waiting.save()
        applied = ParticipantImport(
            event=self.event,
            file_name=f"{texts['given_names']} {texts['family_name']}.csv",
            state="applied",
            sender=Sender.known_as(f"{texts['given_names']} {texts['family_name']}"),
        )
        applied.save()

    def _speak(self):
        session = SessionFactory(event=self.event)
        contribution = ContributionFactory(session=session, delegation=self.delegation)
        contribution.speakers.add(self.delegate)

    @property
    def traces(self) -> list[bytes]:
        """The marked texts, and what the register makes of them for order and comparison."""
        texts = {self.mark, fold(self.mark), person_key(self.mark, ""), *match_keys(self.mark, "")}
        found = [text.encode() for text in texts if text]
        key = collation_key(self.mark)[: 2 * len(self.mark)]
        # In notes of merges it is written as base64, of which 3 bytes make 4 characters.
        return [*found, key, base64.b64encode(key[: len(key) // 3 * 3])]


def stored() -> dict[str, bytes]:
    """The bytes of every table, of the database's files and of every upload, by name."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT * FROM " + connection.ops.quote_name(table))  # noqa: S608
            cells = [cell for row in cursor.fetchall() for cell in row if cell is not None]
            found[table] = b"\n".join(map(as_bytes, cells))
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        for path in file.parent.glob(f"{file.name}*"):
            found[path.suffix] = path.read_bytes()
    media = Path(project_settings.MEDIA_ROOT)
    for path in media.rglob("*") if media.exists() else ():
        found[str(path.relative_to(media))] = path.read_bytes() if path.is_file() else b""
    for session in SessionStore.get_model_class().objects.all():
        found[f"session {session.pk}"] = json.dumps(session.get_decoded()).encode()
    return found


def as_bytes(cell) -> bytes:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell)
    # As one would search for it, whatever the escapes of JSON.
    text = json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else str(cell)
    return text.encode()


def places_of(world: World) -> set[str]:
    """Where something of the world's person is stored."""
    contents = stored()
    return {
        place
        for place, content in contents.items()
        if any(trace in content for trace in world.traces)
    }


EVERYWHERE = {
    *("participants_person", "participants_historicalperson", "participants_personmerge"),
    *("events_delegate", "events_historicaldelegate", "events_nomination"),
    *("events_historicalnomination", "events_issueddelegation", "events_participantimport"),
    "django_admin_log",
}


@pytest.fixture
def worlds(transactional_db):
    admin = User.objects.create_superuser("admin")
    client = Client()
    client.force_login(admin)
    other = World("Wumpfkeptzig", LATELY, client)
    gone = World("Qoxgonevraj", LONG_AGO, client)
    assert places_of(gone) >= EVERYWHERE
    assert places_of(other) >= EVERYWHERE
    assert any(place.startswith("imports/") for place in places_of(gone))
    assert any(place.startswith("session") for place in places_of(gone))
    return gone, other


def test_of_an_erased_person_no_byte_is_left(worlds):
    gone, other = worlds
    # Whose data this is not: people and contacts of the event beside the person who asks.
    for model, part in ((Person, "E"), (Delegate, "E")):
        model.history.filter(family_name__contains=f"{gone.mark}{part}").delete()
    LogEntry.objects.filter(object_repr__contains=f"{gone.mark}E").delete()

    erase_person(gone.person)

    assert places_of(gone) == set()
    assert places_of(other) >= EVERYWHERE


def test_of_what_is_past_its_term_no_byte_is_left(worlds):
    gone, other = worlds
    # Years later, when the term of all that was done today is over too, but not of an event then.
    today = timezone.localdate().replace(year=timezone.localdate().year + 6)
    other.event.starts = today
    other.event.save()

    call_command("erase_personal_data")
    erase_due(today)
    shred_free_space()

    assert places_of(gone) == set()
    assert {"participants_person", "events_delegate"} <= places_of(other)


# --- What its term decides ------------------------------------------------------------------
@pytest.fixture
def old(db):
    return DelegationFactory(event__starts=LONG_AGO)


def texts_of(delegate: Delegate) -> tuple[str, str, str]:
    delegate = Delegate.objects.select_related("person").get(pk=delegate.pk)
    return delegate.given_names, delegate.family_name, delegate.person.family_name


def test_who_may_not_be_named_is_erased_and_stays_as_a_number(old):
    delegate = DelegateFactory(delegation=old, capacity="expert")
    erase_due(TODAY)
    assert texts_of(delegate) == ("", ERASED, ERASED)
    delegate.refresh_from_db()
    assert (delegate.capacity, delegate.delegation) == ("expert", old)
    assert delegate.person.erased_on == timezone.localdate()


def test_who_may_be_named_keeps_the_name_and_loses_contact_data(old):
    person = PersonFactory(family_name="Nowak", email="nowak@example.org", phone="1")
    delegate = PublicDelegateFactory(delegation=old, person=person)
    erase_due(TODAY)
    assert texts_of(delegate) == ("Jan", "Nowak", "Nowak")
    person.refresh_from_db()
    assert (person.email, person.phone) == ("", "")
    assert set(person.history.values_list("email", "phone")) == {("", "")}


def test_names_are_erased_once_consent_is_withdrawn(old):
    delegate = PublicDelegateFactory(delegation=old)
    erase_due(TODAY)
    assert texts_of(delegate)[1] != ERASED
    Delegate.objects.update(basis_withdrawn_on=TODAY)
    erase_due(TODAY)
    assert texts_of(delegate)[1] == ERASED


def test_nothing_leads_from_an_erased_delegate_to_a_person_who_is_named_elsewhere(old):
    person = PersonFactory(family_name="Nowak", email="nowak@example.org")
    before, after = (
        DelegateFactory(delegation=old, person=person),
        DelegateFactory(delegation__event__starts=LATELY, person=person),
    )
    erase_due(TODAY)
    assert texts_of(before) == ("", ERASED, ERASED)
    assert texts_of(after) == ("Jan", "Nowak", "Nowak")
    person.refresh_from_db()
    assert person.email == "nowak@example.org"
    assert {*before.history.values_list("person", flat=True)} == {
        Delegate.objects.get(pk=before.pk).person_id
    }


def test_what_is_within_its_term_stays(old):
    delegate = DelegateFactory(delegation=old)
    assert not erase_due(LONG_AGO + datetime.timedelta(days=5 * 365))
    assert texts_of(delegate)[1] != ERASED


def test_an_organisers_decision_publishes_no_erased_name(old):
    delegate = DelegateFactory(delegation=old)
    erase_due(TODAY)
    PublicationDecisionFactory(event=old.event, decided_on=LONG_AGO)
    assert not Delegate.objects.public().filter(pk=delegate.pk)


def test_contact_points_are_erased_and_their_links_stop(old):
    nomination = NominationFactory(delegation=old)
    erase_due(TODAY)
    nomination.refresh_from_db()
    assert (nomination.contact_name, nomination.contact_email) == (ERASED, "")
    assert (nomination.token_hash, nomination.state) == (None, "revoked")
    assert set(nomination.history.values_list("contact_email", flat=True)) == {""}


def test_a_person_on_no_list_is_erased_when_nobody_has_touched_the_record(db):
    person = PersonFactory(family_name="Nowak")
    assert not erase_due(timezone.localdate())
    ago = timezone.now() - datetime.timedelta(days=6 * 366)
    Person.history.update(history_date=ago)
    assert erase_due(timezone.localdate()).numbers["persons"] == 1
    person.refresh_from_db()
    assert person.family_name == ERASED


def test_a_sender_who_is_neither_state_nor_organisation_goes_with_the_lists_of_long_ago(db):
    sender = Sender.known_as("Anna Nowak")
    other = Sender.known_as(StateFactory())
    ParticipantImport.objects.create(event=EventFactory(), sender=sender, state="applied")
    day = timezone.localdate()
    erase_due(day + datetime.timedelta(days=92))
    assert Sender.objects.count() == 2
    erase_due(day + datetime.timedelta(days=20 * 366))
    assert Sender.objects.get() == other


def test_an_upload_that_nobody_finished_goes_after_90_days(db):
    record = ParticipantImport.keep(ContentFile(b"Name\n", "list.csv"), event=EventFactory())
    path = Path(record.file.path)
    day = timezone.localdate()
    assert not erase_due(day + datetime.timedelta(days=89))
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase_due(day + datetime.timedelta(days=92))
    assert not ParticipantImport.objects.exists()
    assert not path.exists()


def test_a_second_run_finds_nothing(old):
    DelegateFactory(delegation=old)
    PublicDelegateFactory(delegation=old)
    NominationFactory(delegation=old)
    assert erase_due(TODAY)
    assert not erase_due(TODAY)
    assert Erasure.objects.count() == 1


def test_a_dry_run_counts_and_changes_nothing(old, capsys):
    delegate = DelegateFactory(delegation=old)
    call_command("erase_personal_data", dry_run=True)
    assert "Would be erased: persons: 1, delegates: 1." in capsys.readouterr().out
    assert texts_of(delegate)[1] != ERASED
    assert not Erasure.objects.exists()


def test_the_terms_are_counted_in_years_and_days():
    leap = datetime.date(2024, 2, 29)
    assert Term(years=1).last_day(leap) == datetime.date(2023, 2, 28)
    assert Term(days=90).last_day(datetime.date(2020, 3, 31)) == datetime.date(2020, 1, 1)
    assert Term().last_day(TODAY) == datetime.date.min


def test_retention_years_are_the_term_of_names_and_contact_data(settings):
    settings.RETENTION_YEARS = 7
    assert terms()[Case.CONTACT] == terms()[Case.UNPUBLISHED_NAME] == Term(years=7)


# --- Issued versions and merges -------------------------------------------------------------
def issued(event) -> IssuedList:
    return issue(event, draft_of(event).fingerprint, "final", None, knowingly=True)


def people_of(version: IssuedList) -> list[dict]:
    return [person for each in version.delegations.all() for person in each.people]


def test_an_issued_version_keeps_its_numbers_and_those_who_may_be_named(old):
    named = PublicDelegateFactory(
        delegation=old, person=PersonFactory(family_name="Nowak", email="nowak@example.org")
    )
    DelegateFactory(delegation=old, capacity="expert", person__email="lis@example.org")
    version = issued(old.event)
    before = version.checksum
    erase_due(TODAY)
    version.refresh_from_db()
    erased, kept = sorted(people_of(version), key=lambda each: each["family_name"] != ERASED)
    assert (kept["family_name"], kept["email"], kept["person"]) == ("Nowak", "", named.person.pk)
    assert (erased["family_name"], erased["email"], erased["person"]) == (ERASED, "", None)
    assert erased["capacity"] == "expert"
    assert version.rows == 2
    assert version.erased_at
    assert version.checksum != before
    assert read_snapshot(version).checksum == version.checksum


def test_a_version_that_was_tampered_with_stays_known_as_such(old):
    DelegateFactory(delegation=old)
    version = issued(old.event)
    IssuedList.objects.update(checksum="another")
    erase_due(TODAY)
    version.refresh_from_db()
    assert version.erased_at
    assert version.checksum == "another"


def test_the_page_of_a_version_says_that_it_was_erased_in_part(admin_client, old):
    DelegateFactory(delegation=old)
    version = issued(old.event)
    page = f"/admin/events/issuedlist/{version.pk}/change/"
    sentence = "Personal data was erased from this version"
    assert sentence not in admin_client.get(page).content.decode()
    erase_due(TODAY)
    assert sentence in admin_client.get(page).content.decode()


def test_a_merge_whose_data_is_erased_cannot_be_undone(old):
    kept, removed = PersonFactory(), PersonFactory()
    DelegateFactory(delegation=old, person=kept)
    done = merge(kept, removed)
    erase_person(kept)
    with pytest.raises(CannotUndo, match="has been erased"):
        undo(done)


# --- In the admin ---------------------------------------------------------------------------
def page_of(person: Person, end: str = "change/") -> str:
    return f"/admin/participants/person/{person.pk}/{end}"


def test_staff_erase_a_person_at_once(admin_client, admin_user):
    person = PersonFactory(family_name="Nowak")
    delegate = PublicDelegateFactory(person=person)
    assert page_of(person, "erase/") in admin_client.get(page_of(person)).content.decode()
    asked = admin_client.get(page_of(person, "erase/")).content.decode()
    assert "This cannot be undone." in asked
    assert "Delegate records: 1" in asked
    assert texts_of(delegate) == ("Jan", "Nowak", "Nowak")

    answer = admin_client.post(page_of(person, "erase/"), follow=True)

    assert f"The data of person {person.pk} was erased" in answer.content.decode()
    assert texts_of(delegate) == ("", ERASED, ERASED)
    note = Erasure.objects.get()
    assert (note.by, note.reason, note.person_key) == (admin_user, "request", person.pk)
    assert "Nowak" not in json.dumps(note.numbers)
    assert note.numbers["delegates"] == 1


def test_an_erased_name_is_no_longer_public(admin_client, client):
    delegate = PublicDelegateFactory(person=PersonFactory(family_name="Nowak"))
    page = f"/events/{delegate.delegation.event.slug}/participants/"
    assert "Nowak" in client.get(page).content.decode()
    admin_client.post(page_of(delegate.person, "erase/"))
    shown = client.get(page).content.decode()
    assert "Nowak" not in shown
    assert ERASED not in shown


def test_an_erased_record_gets_no_name_again(admin_client):
    person = PersonFactory()
    erase_person(person)
    page = admin_client.get(page_of(person)).content.decode()
    assert 'name="_save"' not in page
    assert page_of(person, "erase/") not in page
    assert admin_client.post(page_of(person), {"family_name": "Nowak"}).status_code == 403
    assert admin_client.get(page_of(person, "erase/")).status_code == 404


def test_the_data_of_a_person_is_given_out_and_that_is_recorded(admin_client, admin_user):
    person = PersonFactory(family_name="Nowak", email="former@example.org")
    person.email = "nowak@example.org"
    person.save()
    delegate = DelegateFactory(person=person, delegation__event__title_en="Conference")
    issued(delegate.delegation.event)
    NominationFactory(contact_email="NOWAK@example.org", contact_name="J. Nowak")
    merge(person, PersonFactory(family_name="Nowák"))

    answer = admin_client.get(page_of(person, "data.json"))

    assert "attachment" in answer.headers["Content-Disposition"]
    data = answer.json()
    assert data["person"]["email"] == "nowak@example.org"
    assert {each["email"] for each in data["former_versions"]} >= {"former@example.org"}
    assert data["delegations"][0]["event"] == "Conference"
    assert data["issued_lists"][0]["family_name"] == "Nowak"
    assert data["contact_point_of"][0]["contact_name"] == "J. Nowak"
    assert data["merged_records"][0]["fields"]["family_name"] == "Nowák"
    export = ParticipantExport.objects.get()
    assert (export.user, export.file_format, export.rows) == (admin_user, "json", 1)
    assert "Nowak" not in export.event_title


@pytest.mark.parametrize("role", ["Editors", "Readers"])
@pytest.mark.parametrize("end", ["erase/", "data.json"])
def test_others_may_neither_erase_nor_take_out(signed_in, role, end):
    person = PersonFactory(family_name="Nowak")
    client = signed_in(role)
    assert client.get(page_of(person, end)).status_code == 403
    assert client.post(page_of(person, end)).status_code in (403, 405)
    assert page_of(person, end) not in client.get(page_of(person)).content.decode()
    person.refresh_from_db()
    assert person.family_name == "Nowak"


def test_protocol_may_erase_and_take_out(signed_in):
    person = PersonFactory()
    client = signed_in("Protocol")
    assert client.get(page_of(person, "data.json")).status_code == 200
    assert client.get(page_of(person, "erase/")).status_code == 200
