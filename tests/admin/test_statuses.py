"""The status of many delegates at once: from their list, their delegation, their event."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import ContentRevision
from events.models import Delegate
from tests.admin.pages import form_of
from tests.factories import DelegateFactory, DelegationFactory, EventFactory

LIST = "/admin/events/delegate/"


def text(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode())))


def act(client, action: str, delegates, address: str = LIST, **values):
    keys = [delegate.pk for delegate in delegates]
    return client.post(address, {"action": action, "_selected_action": keys, **values}, follow=True)


def press(client, page: str, status: str, action: str):
    """Press the button `action` of the line of `status` on a page of an event or delegation."""
    content = client.get(page).content.decode()
    forms = re.findall(r'<form method="post" action="([^"]*status__exact=\w+)">', content)
    (address,) = [unescape(found) for found in forms if found.endswith(f"={status}")]
    values = {"select_across": "1", "_selected_action": "0", "back": page}
    return client.post(address, values | {"action": action}, follow=True)


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("set_confirmed", "nominated", "confirmed"),
        ("set_attended", "confirmed", "attended"),
        ("set_absent", "confirmed", "absent"),
        ("set_nominated", "withdrawn", "nominated"),
    ],
)
def test_a_status_is_given_to_all_chosen(signed_in, action, before, after):
    one, two, other = DelegateFactory.create_batch(3, status=before)
    revision = ContentRevision.current()

    response = act(signed_in("Protocol"), action, [one, two])

    assert f"2 delegates are now “{after}”." in text(response)
    for delegate in (one, two):
        delegate.refresh_from_db()
        latest = delegate.history.first()
        assert (delegate.status, latest.status) == (after, after)
        assert latest.history_user.username == "protocol"
        assert latest.history_change_reason == after
    other.refresh_from_db()
    assert other.status == before
    assert ContentRevision.current() != revision


def test_leaving_the_list_is_asked_about_first(signed_in):
    client = signed_in("Protocol")
    head = DelegateFactory(capacity="head", family_name="Alimov")

    response = act(client, "set_withdrawn", [head])

    assert "For 1 delegate" in text(response)
    assert "Alimov" in text(response)
    head.refresh_from_db()
    assert head.status == "confirmed"
    response = client.post(LIST, form_of(response), follow=True)
    assert "1 delegate is now “withdrawn”." in text(response)
    head.refresh_from_db()
    assert (head.status, head.capacity) == ("withdrawn", "delegate")
    assert head.history.first().capacity == "delegate"


def test_who_withdrew_is_not_confirmed_and_is_named(admin_client):
    gone = DelegateFactory(status="withdrawn", given_names="Anna", family_name="Gone")
    same, new = DelegateFactory(status="confirmed"), DelegateFactory(status="nominated")

    response = act(admin_client, "set_confirmed", [gone, same, new])

    assert "1 delegate is now “confirmed”." in text(response)
    assert "1 delegate had this status before." in text(response)
    assert "1 delegate has withdrawn and stays so: Anna Gone." in text(response)
    gone.refresh_from_db()
    assert gone.status == "withdrawn"
    assert same.history.count() == 1


def test_that_nothing_was_to_be_done_is_said(admin_client):
    response = act(admin_client, "set_confirmed", [DelegateFactory(status="confirmed")])
    assert "No status was changed." in text(response)


@pytest.mark.parametrize("place", ["event", "participants", "delegation"])
def test_other_pages_do_it_for_all_of_a_status(signed_in, place):
    client, delegation = signed_in("Protocol"), DelegationFactory()
    event = delegation.event
    page = {
        "event": f"/admin/events/event/{event.pk}/change/",
        "participants": f"/admin/events/event/{event.pk}/participants/",
        "delegation": f"/admin/events/delegation/{delegation.pk}/change/",
    }[place]
    DelegateFactory.create_batch(2, delegation=delegation, status="nominated")
    absent = DelegateFactory(delegation=delegation, status="absent")
    elsewhere = DelegateFactory(status="nominated")

    response = press(client, page, "nominated", "set_confirmed")

    assert response.request["PATH_INFO"] == page
    assert "2 delegates are now “confirmed”." in text(response)
    assert "Confirmed: 2" in text(response)
    for delegate, status in ((absent, "absent"), (elsewhere, "nominated")):
        delegate.refresh_from_db()
        assert delegate.status == status


def test_an_event_leaves_out_delegations_that_do_not_take_part(admin_client):
    here = DelegateFactory(status="nominated")
    event = here.delegation.event
    gone = DelegateFactory(
        delegation__event=event, delegation__participation="cancelled", status="nominated"
    )

    press(admin_client, f"/admin/events/event/{event.pk}/change/", "nominated", "set_confirmed")

    for delegate, status in ((here, "confirmed"), (gone, "nominated")):
        delegate.refresh_from_db()
        assert delegate.status == status


def test_withdrawing_from_another_page_asks_and_comes_back(admin_client):
    delegation = DelegateFactory().delegation
    page = f"/admin/events/delegation/{delegation.pk}/change/"

    question = press(admin_client, page, "confirmed", "set_withdrawn")
    address = question.wsgi_request.get_full_path()
    response = admin_client.post(address, form_of(question), follow=True)

    assert response.request["PATH_INFO"] == page
    assert Delegate.objects.get().status == "withdrawn"


def test_it_leads_to_no_other_site(admin_client):
    response = act(
        admin_client, "set_absent", [DelegateFactory()], back="https://elsewhere.example/"
    )
    assert response.request["PATH_INFO"] == LIST


@pytest.mark.parametrize("role", ["Editors", "Readers"])
def test_protocol_alone_does_it(signed_in, role):
    client, delegate = signed_in(role), DelegateFactory()
    act(client, "set_absent", [delegate])
    delegate.refresh_from_db()
    assert delegate.status == "confirmed"
    page = client.get(f"/admin/events/delegation/{delegate.delegation_id}/change/")
    assert "set_absent" not in page.content.decode()


def test_it_takes_the_same_few_queries_for_any_number(admin_client):
    event = EventFactory()

    def queries(number: int) -> int:
        delegates = DelegateFactory.create_batch(number, delegation__event=event)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            admin_client.post(
                LIST,
                {"action": "set_attended", "_selected_action": [each.pk for each in delegates]},
            )
        return len(captured)

    assert queries(2) == queries(30) <= 25
