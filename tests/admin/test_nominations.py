"""Staff invite contact points: who is chosen, what is shown, what leaves, what is recorded."""

import datetime
import re
from html import unescape
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from events.models import Nomination
from events.models.nomination import hash_of
from events.nominations import sending
from tests.admin.pages import form_of
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    NominationFactory,
    OrganisationDelegationFactory,
    StateFactory,
)

REFUSING = f"{__name__}.RefusingSome"


class RefusingSome(EmailBackend):
    """A mail server that knows nobody called “unknown…” and hangs up on “broken…”."""

    opened = 0

    def open(self):
        type(self).opened += 1

    def send_messages(self, messages):
        (address,) = messages[0].to
        if address.startswith("unknown"):
            raise SMTPRecipientsRefused({address: (550, b"No such user")})
        if address.startswith("broken"):
            raise SMTPServerDisconnected("Connection unexpectedly closed")
        return super().send_messages(messages)


class Away(EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError


@pytest.fixture
def event(db):
    return EventFactory(
        title_en="Tashkent workshop",
        title_ru="Семинар в Ташкенте",
        time_zone="Asia/Tashkent",
        corrections_contact="Secretariat <secretariat@example.org>",
    )


def page(event) -> str:
    return f"/admin/events/event/{event.pk}/nominations/"


def text(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode())))


def act(client, event, action: str, *chosen, **typed):
    """Press a button of the page, with `chosen` delegations ticked and something typed."""
    values = form_of(client.get(page(event)))
    for delegation in chosen:
        values[f"d{delegation.pk}-chosen"] = "on"
    for name, value in typed.items():
        values[name] = value
    return client.post(page(event), values | {"action": action}, follow=True)


def contact(delegation, **values) -> dict[str, str]:
    """What is typed into the row of `delegation`."""
    given = {"contact_name": "Aigul Serikova", "contact_email": "aigul@example.org"} | values
    return {f"d{delegation.pk}-{name}": value for name, value in given.items()}


def send(client, response, **changes):
    """Press “Send” on the page that shows the e-mails."""
    values = form_of(response)
    address = response.request["PATH_INFO"]
    return client.post(address, values | {"action": "send"} | changes, follow=True)


def link_in(message) -> str:
    return re.search(r"https?://[^/]+(/\S+/)", message.body)[1]


# --- Contacts -------------------------------------------------------------------------------
def test_contacts_of_many_delegations_are_stored_at_once(admin_client, event):
    first, second = DelegationFactory(event=event), OrganisationDelegationFactory(event=event)
    DelegationFactory(event=event)

    response = act(
        admin_client,
        event,
        "save",
        deadline="2099-12-01T18:00",
        **contact(first, language="ru"),
        **contact(second, contact_name="Jo Doe", contact_email="jo@example.org"),
    )

    assert "2 contacts were saved." in text(response)
    nomination = first.nomination
    assert (nomination.contact_name, nomination.language) == ("Aigul Serikova", "ru")
    # Typed on the clocks of the event, five hours ahead.
    assert nomination.deadline == datetime.datetime(2099, 12, 1, 13, tzinfo=datetime.UTC)
    assert nomination.progress == "not_invited"
    assert Nomination.objects.count() == 2
    assert nomination.history.count() == 1
    act(admin_client, event, "save")
    assert nomination.history.count() == 1
    assert mail.outbox == []


def test_a_deadline_without_a_time_is_the_end_of_that_day(admin_client, event):
    delegation = DelegationFactory(event=event)

    act(admin_client, event, "save", deadline="01.12.2099", **contact(delegation))

    # 23:59 on the clocks of the event, five hours ahead.
    assert delegation.nomination.deadline == datetime.datetime(
        2099, 12, 1, 18, 59, tzinfo=datetime.UTC
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"contact_email": "nobody"}, "Enter a valid email address."),
        ({"contact_email": ""}, "Give the name and the e-mail address."),
        ({"contact_name": ""}, "Give the name and the e-mail address."),
        ({"contact_name": "A" * 10_000}, "at most 200 characters"),
        ({"contact_name": "A\0"}, "Null characters are not allowed."),
        ({"language": "fr"}, "Select a valid choice."),
        ({"deadline": ""}, "Give the day of the deadline."),
        (
            {"deadline": "soon"},
            "There is no such day and time. Write the day first:",
        ),
        ({"deadline": "2001-01-01T10:00"}, "This deadline has passed."),
    ],
)
def test_wrong_input_is_refused_and_the_rest_kept(admin_client, event, typed, sentence):
    wrong, right = DelegationFactory(event=event), DelegationFactory(event=event)
    deadline = typed.pop("deadline", "2099-12-01T18:00")

    response = act(
        admin_client,
        event,
        "save",
        deadline=deadline,
        **contact(wrong, **typed),
        **contact(right, contact_name="Kept Name"),
    )

    assert response.status_code == 200
    assert sentence in text(response)
    assert "Nothing was saved." in text(response)
    assert 'value="Kept Name"' in response.content.decode()
    assert not Nomination.objects.exists()


def test_somebody_has_to_be_chosen(admin_client, event):
    DelegationFactory(event=event)
    for action in ("invitation", "reminder", "reopen", "revoke"):
        response = act(admin_client, event, action)
        assert "Choose at least one delegation." in text(response)


def test_the_last_contact_of_the_state_is_proposed_and_not_stored_unasked(admin_client, event):
    state = StateFactory()
    former = DelegationFactory(state=state, event__title_en="Former meeting")
    NominationFactory(
        delegation=former,
        contact_name="Latest Contact",
        contact_email="latest@example.org",
        language="ru",
    )
    NominationFactory(
        delegation=DelegationFactory(state=state),
        contact_name="Older Contact",
        invited_at=timezone.now() - datetime.timedelta(days=900),
    )
    delegation, other = DelegationFactory(event=event, state=state), DelegationFactory(event=event)

    response = admin_client.get(page(event))

    assert 'value="Latest Contact"' in response.content.decode()
    assert "As for Former meeting; not saved yet" in text(response)
    act(admin_client, event, "invitation", other, deadline="2099-12-01T18:00", **contact(other))
    assert not Nomination.objects.filter(delegation=delegation).exists()
    act(admin_client, event, "save", deadline="2099-12-01T18:00")
    stored = delegation.nomination
    assert (stored.contact_email, stored.language) == ("latest@example.org", "ru")


def test_the_second_of_two_officers_is_told(admin_client, event):
    nomination = NominationFactory(delegation__event=event)
    values = form_of(admin_client.get(page(event)))
    nomination.contact_name = "Changed Meanwhile"
    nomination.save()

    values |= contact(nomination.delegation) | {"action": "save"}
    response = admin_client.post(page(event), values)

    assert "Somebody else has changed this contact." in text(response)
    nomination.refresh_from_db()
    assert nomination.contact_name == "Changed Meanwhile"


def test_a_new_address_ends_the_link_of_the_former_contact(admin_client, client, event):
    nomination = NominationFactory(delegation__event=event, token="former")

    act(admin_client, event, "save", **contact(nomination.delegation))

    nomination.refresh_from_db()
    assert nomination.progress == "not_invited"
    assert client.get("/nominate/former/").status_code == 404
    stored = nomination.history.first()
    assert (stored.contact_email, stored.invited_at) == ("aigul@example.org", None)


@pytest.mark.parametrize(
    ("word", "chosen"),
    [("all", [1, 1, 1]), ("not-invited", [1, 0, 0]), ("waiting", [0, 1, 0]), ("none", [0, 0, 0])],
)
def test_links_choose_delegations_together(admin_client, event, word, chosen):
    delegations = [DelegationFactory(event=event) for _number in range(3)]
    NominationFactory(delegation=delegations[1])
    NominationFactory(delegation=delegations[2], state="submitted")

    values = form_of(admin_client.get(page(event), {"choose": word}))

    assert [f"d{d.pk}-chosen" in values for d in delegations] == list(map(bool, chosen))


# --- Inviting -------------------------------------------------------------------------------
def test_an_invitation_is_shown_before_it_is_sent(admin_client, client, event):
    delegation = DelegationFactory(event=event, state__name_en="Tajikistan")

    shown = act(
        admin_client,
        event,
        "invitation",
        delegation,
        deadline="2099-12-01T18:00",
        **contact(delegation),
    )

    assert mail.outbox == []
    assert "1 e-mail as it will leave" in text(shown)
    assert "Dear Aigul Serikova," in text(shown)
    assert "1 December 2099, 18:00 (Asia/Tashkent)" in text(shown)
    assert "/nominate/…/" in text(shown)

    response = send(admin_client, shown, invitation_en="Please do come & tell us.")

    assert "1 e-mail was sent." in text(response)
    (message,) = mail.outbox
    assert message.to == ["aigul@example.org"]
    assert message.reply_to == ["secretariat@example.org"]
    assert message.content_subtype == "plain"
    assert message.subject == (
        "Tashkent workshop: please name your delegation / "
        "Семинар в Ташкенте: просим назвать состав делегации"
    )
    assert "Please do come & tell us." in message.body
    assert "Tajikistan" in message.body
    assert "earlier e-mails" not in message.body
    nomination = delegation.nomination
    assert nomination.progress == "invited"
    assert nomination.invited_by.username == "admin"
    assert nomination.history.first().invited_at == nomination.invited_at
    assert client.get(link_in(message)).status_code == 200


def test_who_reads_russian_is_written_to_in_russian(admin_client, client, event):
    nomination = NominationFactory(
        delegation__event=event, language="ru", delegation__state__name_ru="Таджикистан"
    )

    send(admin_client, act(admin_client, event, "invitation", nomination.delegation))

    (message,) = mail.outbox
    assert message.subject.startswith("Семинар в Ташкенте: просим назвать состав делегации / ")
    assert "Делегация: Таджикистан" in message.body
    assert link_in(message).startswith("/ru/nominate/")
    assert "Ваша делегация" in text(client.get(link_in(message)))


def test_all_are_invited_and_each_gets_a_link_of_its_own(admin_client, client, event):
    delegations = [DelegationFactory(event=event, state__name_en=f"Land {n}") for n in range(5)]
    typed = {}
    for number, delegation in enumerate(delegations):
        typed |= contact(delegation, contact_email=f"contact{number}@example.org")

    shown = act(
        admin_client, event, "invitation", *delegations, deadline="2099-12-01T18:00", **typed
    )
    send(admin_client, shown)

    assert len(mail.outbox) == 5
    for message in mail.outbox:
        number = re.search(r"contact(\d)", message.to[0])[1]
        assert f"Land {number}" in text(client.get(link_in(message)))
    assert len({link_in(message) for message in mail.outbox}) == 5


def test_the_introduction_can_be_looked_at_before_sending(admin_client, event):
    nomination = NominationFactory(delegation__event=event)
    shown = act(admin_client, event, "invitation", nomination.delegation)

    again = send(admin_client, shown, action="show", invitation_en="<b>Own</b> words")

    assert mail.outbox == []
    assert again.content.decode().count("&lt;b&gt;Own&lt;/b&gt; words") == 2


def test_a_title_cannot_add_a_header(admin_client, event):
    event.title_en = "Workshop\r\nBcc: everybody@example.org"
    event.save()
    nomination = NominationFactory(delegation__event=event)

    send(admin_client, act(admin_client, event, "invitation", nomination.delegation))

    (message,) = mail.outbox
    assert message.subject.startswith("Workshop Bcc: everybody@example.org: ")
    assert "Bcc" not in message.message()


@pytest.mark.parametrize(
    ("contact_text", "address"),
    [
        ("Secretariat, office@example.org.", ["office@example.org"]),
        ("mailto:office@example.org", []),
        ("Room 12, phone 22 555", []),
        ("", []),
    ],
)
def test_answers_go_to_the_contact_for_corrections_if_it_has_an_address(
    admin_client, event, contact_text, address
):
    event.corrections_contact = contact_text
    event.save()
    nomination = NominationFactory(delegation__event=event)

    send(admin_client, act(admin_client, event, "invitation", nomination.delegation))

    assert mail.outbox[0].reply_to == address


# --- What does not leave --------------------------------------------------------------------
def test_one_refused_address_does_not_keep_the_others(admin_client, client, event, settings):
    settings.EMAIL_BACKEND = REFUSING
    wrong, broken, right = (
        NominationFactory(delegation__event=event, contact_email=f"{name}@example.org", token=name)
        for name in ("unknown", "broken", "right")
    )
    for nomination in (wrong, broken, right):
        nomination.invited_at = None
        nomination.save()
    before = list(wrong.history.values_list("pk"))

    shown = act(admin_client, event, "invitation", *(n.delegation for n in (wrong, broken, right)))
    response = send(admin_client, shown)

    assert [message.to for message in mail.outbox] == [["right@example.org"]]
    page_text = text(response)
    assert "1 e-mail was sent." in page_text
    assert "The mail server refuses the address: 550 No such user" in page_text
    assert "The mail server did not take the e-mail: Connection unexpectedly closed" in page_text
    assert "Send 2 e-mails" in page_text
    wrong.refresh_from_db()
    assert wrong.progress == "not_invited"
    assert list(wrong.history.values_list("pk")) == before
    # The links that they had go on working.
    assert client.get("/nominate/unknown/").status_code == 200
    assert client.get("/nominate/broken/").status_code == 200
    assert client.get("/nominate/right/").status_code == 404


@pytest.mark.parametrize(
    ("backend", "sentence"),
    [
        ("config.mail.NoMailServer", "Ask the operator to set EMAIL_URL"),
        (f"{__name__}.Away", "The mail server cannot be reached."),
    ],
)
def test_without_a_mail_server_nothing_is_recorded(
    admin_client, client, event, settings, backend, sentence
):
    settings.EMAIL_BACKEND = backend
    nomination = NominationFactory(delegation__event=event, token="former", invited_at=None)

    response = send(admin_client, act(admin_client, event, "invitation", nomination.delegation))

    assert response.status_code == 200
    assert sentence in text(response)
    assert "Send 1 e-mail" in text(response)
    nomination.refresh_from_db()
    assert nomination.invited_at is None
    assert nomination.token_hash == hash_of("former")


def test_what_takes_too_long_for_one_request_waits_for_the_next(admin_client, event, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS_A_REQUEST", -1)
    nomination = NominationFactory(delegation__event=event)

    response = send(admin_client, act(admin_client, event, "invitation", nomination.delegation))

    assert mail.outbox == []
    assert "1 e-mail is still to be sent: press the button again." in text(response)
    monkeypatch.undo()
    send(admin_client, response)
    assert len(mail.outbox) == 1


def test_pressing_send_twice_sends_once(admin_client, event):
    nomination = NominationFactory(delegation__event=event)
    shown = act(admin_client, event, "invitation", nomination.delegation)
    send(admin_client, shown)

    again = send(admin_client, shown)

    assert len(mail.outbox) == 1
    assert "Somebody else has sent this contact an e-mail meanwhile." in text(again)


def test_two_officers_who_send_at_once_send_one_link(event, admin_user):
    nomination = NominationFactory(delegation__event=event)
    stale = Nomination.objects.get(pk=nomination.pk)
    nomination.new_token()

    outcome = sending.send([stale], "invitation", {("invitation", "en"): ""}, admin_user)

    assert mail.outbox == []
    assert "meanwhile" in outcome.refused[0][1]


# --- Reminding, resending, reopening, revoking ----------------------------------------------
def test_a_reminder_brings_a_new_link_and_ends_the_former(admin_client, client, event):
    nomination = NominationFactory(delegation__event=event, token="former")

    send(admin_client, act(admin_client, event, "reminder", nomination.delegation))

    (message,) = mail.outbox
    assert message.subject.startswith("Tashkent workshop: reminder to name your delegation / ")
    assert "The links of earlier e-mails no longer work." in message.body
    assert client.get("/nominate/former/").status_code == 404
    assert client.get(link_in(message)).status_code == 200
    nomination.refresh_from_db()
    assert nomination.reminded_at > nomination.invited_at


def test_a_reminder_to_submit_again_does_not_say_that_nothing_came(admin_client, client, event):
    first = NominationFactory(delegation__event=event)
    again = NominationFactory(
        delegation__event=event,
        state="submitted",
        submitted_at=timezone.now(),
        contact_email="again@example.org",
    )
    page_after = act(admin_client, event, "reopen", again.delegation)
    assert "Reopened, not yet submitted again" in text(page_after)

    shown = act(admin_client, event, "reminder", first.delegation, again.delegation)
    assert "English, to those who submit again" in text(shown)
    send(admin_client, shown)

    mails = {message.to[0]: message for message in mail.outbox}
    reminder = mails.pop("again@example.org")
    assert reminder.subject.startswith("Tashkent workshop: your nomination is open again / ")
    assert "Your nomination was submitted and is now open again" in reminder.body
    assert "has not been submitted yet" not in reminder.body
    (other,) = mails.values()
    assert "Your nomination has not been submitted yet." in other.body
    assert "and open again" in text(client.get(link_in(reminder)))


def test_in_russian_the_progress_of_a_nomination_is_no_country(admin_client, event):
    NominationFactory(delegation__event=event)
    shown = admin_client.get(f"/ru{page(event)}").content.decode()
    assert '<th scope="col">Состояние</th>' in shown
    assert "Государство" not in shown
    assert "состояние заявки" in text(admin_client.get("/ru/admin/events/nomination/"))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": "submitted"}, "The nomination has been submitted."),
        ({"state": "revoked"}, "The nomination is revoked."),
        ({"invited_at": None}, "The contact point has not been invited yet."),
        ({"deadline": datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC)}, "Set a later one"),
    ],
)
def test_who_is_not_to_be_reminded_is_named_with_the_reason(admin_client, event, values, sentence):
    nomination = NominationFactory(delegation__event=event, **values)

    response = act(admin_client, event, "reminder", nomination.delegation)

    assert sentence in text(response)
    assert "There is nothing to send." in text(response)
    forced = {"kind": "reminder", "action": "send", "mail": f"{nomination.pk}:"}
    admin_client.post(f"{page(event)}send/", forced)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("participation", "progress", "sentence"),
    [
        ("cancelled", "Delegation cancelled", "The delegation is cancelled."),
        ("nobody_comes", "Nobody comes", "The delegation has answered that nobody comes."),
    ],
)
def test_who_does_not_come_is_not_reminded(admin_client, event, participation, progress, sentence):
    delegation = DelegationFactory(event=event, participation=participation)
    NominationFactory(delegation=delegation)

    assert progress in text(admin_client.get(page(event)))
    assert sentence in text(act(admin_client, event, "reminder", delegation))
    assert Nomination.objects.due().count() == 0
    assert "checked" not in admin_client.get(f"{page(event)}?choose=waiting").content.decode()


def test_a_revoked_link_is_dead_until_a_new_invitation(admin_client, client, event):
    nomination = NominationFactory(delegation__event=event, token="former")

    response = act(admin_client, event, "revoke", nomination.delegation)

    assert "1 nomination is revoked" in text(response)
    assert client.get("/nominate/former/").status_code == 410
    nomination.refresh_from_db()
    assert nomination.history.first().history_user.username == "admin"
    send(admin_client, act(admin_client, event, "invitation", nomination.delegation))
    assert client.get("/nominate/former/").status_code == 404
    assert client.get(link_in(mail.outbox[0])).status_code == 200


def test_a_submitted_nomination_is_reopened_by_the_same_link(admin_client, client, event):
    nomination = NominationFactory(delegation__event=event, state="submitted", token="same")
    assert "people/add/" not in client.get("/nominate/same/").content.decode()

    response = act(admin_client, event, "reopen", nomination.delegation)

    assert "1 nomination is open again by the same link." in text(response)
    assert "people/add/" in client.get("/nominate/same/").content.decode()
    nomination.refresh_from_db()
    assert nomination.reopened_at


@pytest.mark.parametrize(
    ("participation", "after", "opens"),
    [("nobody_comes", "takes_part", True), ("cancelled", "cancelled", False)],
)
def test_reopening_takes_back_that_nobody_comes(
    admin_client, client, event, participation, after, opens
):
    nomination = NominationFactory(
        delegation__event=event,
        delegation__participation=participation,
        state="submitted",
        token="same",
    )

    act(admin_client, event, "reopen", nomination.delegation)

    nomination.delegation.refresh_from_db()
    assert nomination.delegation.participation == after
    assert ("people/add/" in client.get("/nominate/same/").content.decode()) == opens


def test_the_deadline_of_the_chosen_is_moved(admin_client, client, event):
    late, other = (NominationFactory(delegation__event=event, token=name) for name in "ab")
    late.deadline = timezone.now() - datetime.timedelta(hours=1)
    late.save()
    before = other.deadline
    assert "people/add/" not in client.get("/nominate/a/").content.decode()
    assert "Overdue" in text(admin_client.get(page(event)))

    response = act(admin_client, event, "deadline", late.delegation, deadline="2099-12-01T18:00")

    assert "1 nomination has the new deadline." in text(response)
    assert "people/add/" in client.get("/nominate/a/").content.decode()
    other.refresh_from_db()
    assert other.deadline == before


def test_reopening_after_the_deadline_says_that_it_has_to_be_moved(admin_client, event):
    nomination = NominationFactory(
        delegation__event=event,
        state="submitted",
        deadline=timezone.now() - datetime.timedelta(hours=1),
    )
    response = act(admin_client, event, "reopen", nomination.delegation)
    assert "A deadline has passed: set a later one" in text(response)


# --- Who has answered -----------------------------------------------------------------------
def test_the_page_says_who_has_answered_and_how_many_are_named(
    admin_client, event, django_assert_max_num_queries
):
    submitted = NominationFactory(delegation__event=event, state="submitted")
    DelegateFactory.create_batch(3, delegation=submitted.delegation)
    DelegateFactory(delegation=submitted.delegation, status="withdrawn")
    NominationFactory.create_batch(20, delegation__event=event)
    DelegationFactory(event=event)

    with django_assert_max_num_queries(10):
        response = admin_client.get(page(event))

    assert "Not invited: 1. Invited: 20. Submitted: 1." in text(response)
    row = next(r for r in response.context["rows"] if r.delegation == submitted.delegation)
    assert row.people == 3


@pytest.mark.parametrize("place", ["change/", "participants/"])
def test_staff_see_elsewhere_how_many_are_due(admin_client, event, place):
    NominationFactory.create_batch(2, delegation__event=event)
    NominationFactory(delegation__event=event, state="submitted")
    NominationFactory()

    response = admin_client.get(f"/admin/events/event/{event.pk}/{place}")

    assert page(event) in response.content.decode()
    assert "Nominations (2 due)" in text(response)


def test_an_event_without_delegations_says_what_to_do(admin_client, event):
    assert "Add them on the event's page." in text(admin_client.get(page(event)))


# --- Who may --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"), [("Editors", 403), ("Protocol", 200), ("Readers", 403), (None, 403)]
)
def test_protocol_alone_nominates(signed_in, event, role, status):
    nomination = NominationFactory(delegation__event=event)
    client = signed_in(role)

    assert client.get(page(event)).status_code == status
    assert client.get(f"{page(event)}send/?nomination={nomination.pk}").status_code == status
    chosen = {f"d{nomination.delegation.pk}-chosen": "on"}
    assert client.post(page(event), chosen).status_code == status
    forced = {"kind": "invitation", "action": "send", "mail": f"{nomination.pk}:"}
    assert client.post(f"{page(event)}send/", forced).status_code == status
    event_page = client.get(f"/admin/events/event/{event.pk}/change/")
    assert (page(event) in event_page.content.decode()) == (status == 200)


def test_nobody_else_is_let_in(client, event):
    for address in (page(event), f"{page(event)}send/"):
        assert client.get(address).headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("query", ["nomination=x", "nomination=9999999999999999999999", "mail=%00"])
def test_odd_addresses_show_nothing_to_send(admin_client, event, query):
    foreign = NominationFactory()
    response = admin_client.get(f"{page(event)}send/?{query}&nomination={foreign.pk}")
    assert response.status_code in (200, 400)
    assert foreign.contact_email not in response.content.decode()


def test_unknown_events_and_methods_are_refused(admin_client, event):
    assert admin_client.get("/admin/events/event/0/nominations/").status_code == 404
    assert admin_client.get("/admin/events/event/0/nominations/send/").status_code == 404
    assert admin_client.delete(page(event)).status_code == 405
    assert admin_client.put(f"{page(event)}send/").status_code == 405


def test_one_nomination_has_a_page_with_its_deadline_on_the_events_clocks(admin_client, event):
    nomination = NominationFactory(
        delegation__event=event, deadline=datetime.datetime(2099, 12, 1, 13, tzinfo=datetime.UTC)
    )
    address = f"/admin/events/nomination/{nomination.pk}/change/"
    values = form_of(admin_client.get(address))
    assert values["deadline_1"] == ["18:00:00"]

    response = admin_client.post(address, values | {"contact_name": "New Name", "_save": "Save"})

    assert response.status_code == 302
    nomination.refresh_from_db()
    assert nomination.contact_name == "New Name"
    assert nomination.deadline == datetime.datetime(2099, 12, 1, 13, tzinfo=datetime.UTC)
    assert page(event) in admin_client.get(address).content.decode()
    listed = admin_client.get("/admin/events/nomination/")
    assert "1 December 2099, 18:00 (Asia/Tashkent)" in text(listed)
