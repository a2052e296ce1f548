"""By what names are public, and that a withdrawal takes effect at once, wherever names are."""

import datetime
from io import BytesIO
from itertools import product
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from pypdf import PdfReader

from core.models import ContentRevision
from events.models import Delegate, PublicationDecision
from events.participant_list.writers import WRITERS
from tests.admin.pages import submit
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    PublicationDecisionFactory,
    PublicDelegateFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2020, 1, 9)


@pytest.fixture
def event():
    return EventFactory(slug="conference")


@pytest.fixture
def delegation(event):
    return DelegationFactory(event=event)


@pytest.fixture
def head(delegation):
    return DelegateFactory(
        delegation=delegation,
        capacity="head",
        person__family_name="Headova",
        person__given_names="",
    )


@pytest.fixture
def delegate(delegation):
    return DelegateFactory(
        delegation=delegation, person__family_name="Delegatov", person__given_names=""
    )


def public() -> set[str]:
    return {delegate.family_name for delegate in Delegate.objects.public()}


# --- Who is public --------------------------------------------------------------------------
def test_a_decision_for_all_names_all(event, head, delegate):
    PublicationDecisionFactory(event=event)
    assert public() == {"Headova", "Delegatov"}


def test_a_decision_for_heads_names_heads_alone(event, head, delegate):
    PublicationDecisionFactory(event=event, scope="heads")
    assert public() == {"Headova"}


def test_it_holds_for_one_event(head, delegate):
    PublicationDecisionFactory()
    assert public() == set()


def test_it_holds_for_those_added_later(event, delegation):
    PublicationDecisionFactory(event=event)
    DelegateFactory(delegation=delegation, family_name="Later")
    assert public() == {"Later"}


def test_a_withdrawn_decision_names_nobody(event, head, delegate):
    PublicationDecisionFactory(event=event, withdrawn_on=DAY)
    assert public() == set()


def test_of_two_decisions_the_one_in_force_counts(event, head, delegate):
    PublicationDecisionFactory(event=event, withdrawn_on=DAY)
    PublicationDecisionFactory(event=event, scope="heads")
    assert public() == {"Headova"}


def test_a_withdrawn_decision_leaves_those_who_consented(event, head):
    PublicationDecisionFactory(event=event, withdrawn_on=DAY)
    PublicDelegateFactory(delegation=head.delegation, family_name="Consentov")
    assert public() == {"Consentov"}


def test_an_objection_is_stronger_than_consent_and_decision(event, head, delegate):
    PublicationDecisionFactory(event=event)
    Delegate.objects.update(basis="consent", basis_on=DAY)
    Delegate.objects.filter(pk=head.pk).update(basis_withdrawn_on=DAY)
    assert public() == {"Delegatov"}


@pytest.mark.parametrize("status", ["nominated", "absent", "withdrawn"])
def test_a_decision_names_nobody_who_is_not_present(event, delegation, status):
    PublicationDecisionFactory(event=event)
    DelegateFactory(delegation=delegation, status=status)
    assert public() == set()


def test_a_decision_names_nobody_at_a_draft(event, head):
    PublicationDecisionFactory(event=event)
    event.published = False
    event.save()
    assert public() == set()


def test_the_reason_that_staff_see_agrees_with_what_the_public_sees(django_assert_num_queries):
    scopes = (None, "all", "heads", "withdrawn")
    for published, scope in product((True, False), scopes):
        event = EventFactory(published=published)
        if scope == "withdrawn":
            PublicationDecisionFactory(event=event, withdrawn_on=DAY)
        elif scope:
            PublicationDecisionFactory(event=event, scope=scope)
        for basis, objects, status, capacity in product(
            Delegate.Basis.values, (None, DAY), ("confirmed", "nominated"), ("head", "delegate")
        ):
            DelegateFactory(
                delegation__event=event,
                basis=basis,
                basis_on=DAY,
                basis_withdrawn_on=objects,
                status=status,
                capacity=capacity,
            )
    DelegateFactory(delegation__participation="cancelled", basis="consent", basis_on=DAY)
    with django_assert_num_queries(1):
        reasons = dict(Delegate.objects.with_publicity().values_list("pk", "publicity"))
    assert set(reasons.values()) == set(Delegate.Publicity.values)
    seen = {pk for pk, reason in reasons.items() if str(Delegate.Publicity(reason).label)[0] == "y"}
    assert seen == set(Delegate.objects.public().values_list("pk", flat=True))


def test_the_decisions_are_not_looked_up_for_each_delegate(event):
    plan = Delegate.objects.public().filter(delegation__event=event).explain()
    assert "CORRELATED" not in plan
    assert connection.vendor != "postgresql" or "hashed SubPlan" in plan


# --- What may be recorded -------------------------------------------------------------------
@pytest.mark.parametrize("field", ["decided_on", "withdrawn_on"])
def test_a_decision_is_not_of_a_day_to_come(field):
    decision = PublicationDecisionFactory()
    setattr(decision, field, datetime.date(2999, 1, 1))
    with pytest.raises(ValidationError, match="still to come"):
        decision.full_clean()


def test_it_is_withdrawn_after_it_was_made():
    decision = PublicationDecisionFactory(decided_on=DAY)
    decision.withdrawn_on = DAY - datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="withdrawn after it was made"):
        decision.full_clean()


def test_one_decision_of_a_scope_is_in_force(event):
    PublicationDecisionFactory(event=event)
    with pytest.raises(IntegrityError):
        PublicationDecisionFactory(event=event)


def test_an_objection_is_not_of_a_day_to_come(delegate):
    delegate.basis_withdrawn_on = datetime.date(2999, 1, 1)
    with pytest.raises(ValidationError, match="still to come"):
        delegate.full_clean()


# --- At once, everywhere --------------------------------------------------------------------
class Reader:
    """Somebody who has every page and file of the list, and asks whether it is still the same."""

    def __init__(self, client):
        self.client = client
        self.etags = {}
        self.addresses = [
            f"{prefix}/events/conference/participants{end}"
            for prefix in ("", "/ru")
            for end in ("/", *(f".{file_format}" for file_format in WRITERS))
        ]

    def sees(self, name: str) -> bool:
        """Whether `name` is on all of them; None of them may differ from the others."""
        answers = set()
        for address in self.addresses:
            etag = self.etags.get(address, "")
            response = self.client.get(address, headers={"If-None-Match": etag})
            assert response.status_code == 200, address
            assert "must-revalidate" in response.headers["Cache-Control"]
            self.etags[address] = response.headers["ETag"]
            # A document sets family names in capitals.
            answers.add(name.upper() in _text(response).upper())
            again = self.client.get(address, headers={"If-None-Match": self.etags[address]})
            assert again.status_code == 304, address
        assert len(answers) == 1
        return answers.pop()


def _text(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:4] == b"%PDF":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if content[:2] == b"PK":
        with ZipFile(BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", errors="replace")


@pytest.fixture
def reader(client):
    return Reader(client)


@pytest.fixture
def editor(db):
    user = User.objects.create_superuser("protocol")

    client = Client()
    client.force_login(user)
    return client


def test_a_decision_and_its_withdrawal_show_at_once(reader, event, delegate):
    assert not reader.sees("Delegatov")
    decision = PublicationDecisionFactory(event=event)
    assert reader.sees("Delegatov")
    decision.withdrawn_on = DAY
    decision.save()
    assert not reader.sees("Delegatov")


def test_so_they_do_when_written_in_bulk(reader, event, delegate):
    PublicationDecisionFactory(event=event)
    assert reader.sees("Delegatov")
    PublicationDecision.objects.update(withdrawn_on=DAY)
    assert not reader.sees("Delegatov")


def test_a_deleted_decision_names_nobody(reader, event, delegate):
    PublicationDecisionFactory(event=event)
    assert reader.sees("Delegatov")
    PublicationDecision.objects.all().delete()
    assert not reader.sees("Delegatov")


@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "status", "draft"])
def test_a_withdrawn_consent_shows_at_once_however_it_is_written(reader, event, delegate, way):
    Delegate.objects.update(basis="consent", basis_on=DAY)
    assert reader.sees("Delegatov")
    delegate.refresh_from_db()
    delegate.basis_withdrawn_on = DAY
    if way == "save":
        delegate.save()
    elif way == "update":
        Delegate.objects.update(basis_withdrawn_on=DAY)
    elif way == "bulk_update":
        Delegate.objects.bulk_update([delegate], ["basis_withdrawn_on"])
    elif way == "status":
        Delegate.objects.update(status="absent")
    else:
        Delegate.objects.all().delete()
    assert not reader.sees("Delegatov")


def test_an_update_of_nobody_leaves_copies_valid():
    before = ContentRevision.current()
    Delegate.objects.filter(pk=0).update(status="absent")
    assert ContentRevision.current() == before


# --- In the admin ---------------------------------------------------------------------------
def test_withdrawing_in_the_list_of_delegates_shows_at_once(reader, editor, delegate):
    Delegate.objects.update(basis="consent", basis_on=DAY)
    assert reader.sees("Delegatov")
    answer = {"asked": "1", "day": "2020-01-09", "how": "E-mail of 9 January 2020"}
    editor.post(
        "/admin/events/delegate/",
        {"action": "record_objection", "_selected_action": delegate.pk} | answer,
    )
    assert not reader.sees("Delegatov")


def test_withdrawing_on_the_delegates_page_shows_at_once(reader, editor, delegate):

    Delegate.objects.update(basis="consent", basis_on=DAY)
    assert reader.sees("Delegatov")
    address = f"/admin/events/delegate/{delegate.pk}/change/"
    assert submit(editor, address, basis_withdrawn_on="2020-01-09").status_code == 302
    assert not reader.sees("Delegatov")


def test_withdrawing_a_decision_on_the_events_page_shows_at_once(reader, editor, event, delegate):

    PublicationDecisionFactory(event=event)
    assert reader.sees("Delegatov")
    address = f"/admin/events/event/{event.pk}/change/"
    row = {"publication_decisions-0-withdrawn_on": "2020-01-09"}
    assert submit(editor, address, **row).status_code == 302
    assert not reader.sees("Delegatov")
