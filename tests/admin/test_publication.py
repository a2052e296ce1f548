"""Consents, objections and decisions on publication, as protocol officers record them."""

import datetime

import pytest
from django.contrib.auth.models import User

from core.models import ContentRevision
from events.models import Delegate, PublicationDecision
from events.staff import consents
from tests.admin.pages import errors_of, form_of, submit
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    PublicationDecisionFactory,
    PublicDelegateFactory,
)

LIST = "/admin/events/delegate/"
DAY = datetime.date(2020, 1, 9)
ANSWER = {"asked": "1", "day": "2020-01-09", "how": "E-mail of 9 January 2020"}

pytestmark = pytest.mark.django_db


def act(client, action: str, delegates, **values):
    keys = [delegate.pk for delegate in delegates]
    return client.post(LIST, {"action": action, "_selected_action": keys} | values)


def text(response) -> str:
    assert response.status_code == 200, response.headers.get("Location")
    return response.content.decode()


# --- Consents and objections of several at once ---------------------------------------------
def test_it_asks_when_and_how(signed_in):
    delegates = DelegateFactory.create_batch(2)
    response = act(signed_in("Protocol"), "record_consent", delegates)
    content = text(response)
    assert "For 2 delegates" in content
    assert all(str(delegate) in content for delegate in delegates)
    values = form_of(response)
    assert values["_selected_action"] == [str(delegate.pk) for delegate in delegates]
    assert values["day"] == [datetime.datetime.now(datetime.UTC).date().isoformat()]
    assert not Delegate.objects.exclude(basis="none").exists()


def test_it_records_the_consent_of_all_selected(signed_in):
    one, other, left = DelegateFactory.create_batch(3)
    client = signed_in("Protocol")
    values = form_of(act(client, "record_consent", [one, other]))
    response = client.post(LIST, values | ANSWER, follow=True)
    assert "Recorded for 2 delegates." in text(response)
    user = User.objects.get(username="protocol")
    for delegate in (one, other):
        delegate.refresh_from_db()
        assert (delegate.basis, delegate.basis_on) == ("consent", DAY)
        assert (delegate.basis_how, delegate.basis_by) == (ANSWER["how"], user)
        latest = delegate.history.first()
        assert (latest.history_user, latest.basis) == (user, "consent")
        assert latest.history_change_reason == "Record consent"
    assert list(Delegate.objects.filter(basis="none")) == [left]


def test_a_consent_ends_an_earlier_objection(signed_in):
    delegate = PublicDelegateFactory(basis_withdrawn_on=DAY, basis_withdrawn_how="By phone")
    act(signed_in("Protocol"), "record_consent", [delegate], **ANSWER)
    delegate.refresh_from_db()
    assert (delegate.basis_withdrawn_on, delegate.basis_withdrawn_how) == (None, "")
    assert Delegate.objects.public().exists()


def test_it_records_the_objection_and_keeps_what_was_given(signed_in):
    delegate = PublicDelegateFactory()
    act(signed_in("Protocol"), "record_objection", [delegate], **ANSWER)
    delegate.refresh_from_db()
    assert (delegate.basis_withdrawn_on, delegate.basis_withdrawn_how) == (DAY, ANSWER["how"])
    assert delegate.basis == "consent"
    assert not Delegate.objects.public().exists()
    assert delegate.history.first().basis_withdrawn_on == DAY


def test_all_that_the_list_holds_may_be_selected(signed_in, monkeypatch):
    monkeypatch.setattr(consents, "BATCH", 2)
    first, *_others = DelegateFactory.create_batch(5)
    act(signed_in("Protocol"), "record_consent", [first], select_across="1", **ANSWER)
    assert Delegate.objects.filter(basis="consent").count() == 5


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"day": "2999-01-01"}, "This day is still to come."),
        ({"day": "yesterday"}, "There is no such day."),
        ({"day": ""}, "This field is required."),
        ({"how": ""}, "This field is required."),
        ({"how": "x" * 10_000}, "at most 250 characters"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_the_rest(signed_in, changes, message):
    delegate = DelegateFactory()
    response = act(signed_in("Protocol"), "record_consent", [delegate], **ANSWER | changes)
    assert message in text(response)
    assert form_of(response)["_selected_action"] == [str(delegate.pk)]
    assert not Delegate.objects.exclude(basis="none").exists()


@pytest.mark.parametrize("role", ["Editors", "Readers"])
def test_protocol_alone_records_them(signed_in, role):
    delegate = PublicDelegateFactory()
    act(signed_in(role), "record_objection", [delegate], **ANSWER)
    assert Delegate.objects.public().exists()


# --- What staff see -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, "no: without a basis"),
        ({"basis": "consent", "basis_on": DAY}, "yes: consent"),
        ({"basis": "consent", "basis_on": DAY, "status": "absent"}, "no: neither confirmed nor"),
        ({"basis": "official_capacity", "basis_on": DAY}, "yes: official capacity"),
        ({"basis_withdrawn_on": DAY}, "no: the person&#x27;s objection"),
        ({"capacity": "head"}, "yes: the organiser&#x27;s decision"),
        ({"delegation__event__published": False}, "no: the event is a draft"),
    ],
)
def test_they_see_whether_a_name_is_public_and_why(signed_in, fields, shown):
    delegate = DelegateFactory(**fields)
    PublicationDecisionFactory(event=delegate.delegation.event, scope="heads")
    client = signed_in("Readers")
    for address in (
        f"/admin/events/delegation/{delegate.delegation.pk}/change/",
        f"{LIST}{delegate.pk}/change/",
        LIST,
    ):
        assert shown in text(client.get(address)), address


def test_they_find_those_who_are_public(signed_in):
    client = signed_in("Readers")
    seen = PublicDelegateFactory(family_name="Seenova")
    hidden = DelegateFactory(family_name="Hiddenova")
    assert list(client.get(LIST, {"public": "yes"}).context["cl"].result_list) == [seen]
    assert list(client.get(LIST, {"public": "no"}).context["cl"].result_list) == [hidden]


# --- Decisions ------------------------------------------------------------------------------
def decide(client, event, **changes):
    address = f"/admin/events/event/{event.pk}/change/"
    row = {
        "publication_decisions-TOTAL_FORMS": "1",
        "publication_decisions-0-id": "",
        "publication_decisions-0-event": event.pk,
        "publication_decisions-0-scope": "all",
        "publication_decisions-0-decided_on": "2019-12-01",
        "publication_decisions-0-decided_by": "Ministry of the Interior",
        "publication_decisions-0-how": "Note verbale 12/2019",
        "publication_decisions-0-withdrawn_on": "",
    }
    return submit(client, address, **row | changes)


def test_a_decision_is_recorded_on_the_page_of_its_event(signed_in):
    delegate = DelegateFactory()
    event = delegate.delegation.event
    before = ContentRevision.current()
    assert decide(signed_in("Protocol"), event).status_code == 302
    decision = event.publication_decisions.get()
    user = User.objects.get(username="protocol")
    assert (decision.recorded_by, decision.withdrawn_by) == (user, None)
    assert decision.history.get().history_user == user
    assert list(Delegate.objects.public()) == [delegate]
    assert ContentRevision.current() != before


def test_it_is_withdrawn_there(signed_in):
    event = DelegateFactory().delegation.event
    decision = PublicationDecisionFactory(event=event)
    address = f"/admin/events/event/{event.pk}/change/"
    row = {"publication_decisions-0-withdrawn_on": "2020-01-09"}
    assert submit(signed_in("Protocol"), address, **row).status_code == 302
    decision.refresh_from_db()
    assert decision.withdrawn_on == DAY
    assert decision.withdrawn_by == User.objects.get(username="protocol")
    assert [entry.withdrawn_on for entry in decision.history.all()] == [DAY, None]
    assert not Delegate.objects.public().exists()


def test_or_on_its_own_page(signed_in):
    decision = PublicationDecisionFactory()
    address = f"/admin/events/publicationdecision/{decision.pk}/change/"
    client = signed_in("Protocol")
    assert submit(client, address, withdrawn_on="2020-01-09").status_code == 302
    decision.refresh_from_db()
    assert decision.withdrawn_by == User.objects.get(username="protocol")
    assert submit(client, address, withdrawn_on="").status_code == 302
    decision.refresh_from_db()
    assert (decision.withdrawn_on, decision.withdrawn_by) == (None, None)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("decided_on", "2999-01-01", "This day is still to come."),
        ("decided_on", "", "This field is required."),
        ("decided_by", "", "This field is required."),
        ("scope", "everybody", "Select a valid choice. everybody is not one of"),
        ("withdrawn_on", "2019-01-01", "A decision is withdrawn after it was made."),
    ],
)
def test_it_says_what_is_wrong_with_a_decision(signed_in, field, value, message):
    response = decide(
        signed_in("Protocol"), EventFactory(), **{f"publication_decisions-0-{field}": value}
    )
    assert message in str(errors_of(response))
    assert not PublicationDecision.objects.exists()


def test_a_second_decision_of_its_scope_is_refused(signed_in):
    event = EventFactory()
    PublicationDecisionFactory(event=event)
    response = submit(
        signed_in("Protocol"),
        "/admin/events/publicationdecision/add/",
        event=event.pk,
        scope="all",
        decided_on="2019-12-02",
        decided_by="Ministry",
    )
    assert "Such a decision is in force already." in str(errors_of(response))


def test_editors_see_decisions_and_cannot_make_them(signed_in):
    event = EventFactory()
    PublicationDecisionFactory(event=event)
    client = signed_in("Editors")
    content = text(client.get(f"/admin/events/event/{event.pk}/change/"))
    assert "Ministry of the Interior" in content
    decide(client, event)
    assert PublicationDecision.objects.count() == 1


def test_a_delegation_of_200_needs_no_query_for_each(signed_in, django_assert_max_num_queries):
    delegation = DelegationFactory()
    DelegateFactory.create_batch(30, delegation=delegation)
    client = signed_in("Protocol")
    with django_assert_max_num_queries(25):
        client.get(f"/admin/events/delegation/{delegation.pk}/change/")
