"""The pages of a national contact point: what its link opens, what it may change, and no more."""

import datetime
import io
import logging
import re
from contextlib import suppress
from html import unescape
from ipaddress import ip_network
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import path
from django.utils import timezone

from config import urls
from config.private_links import CutTokens
from events.models import Delegate, Nomination
from events.nominations import nominees, views
from events.nominations.nominees import HOW, REASON
from events.nominations.views import WRONG_LINKS
from participants.merge import merge
from participants.models import Person
from tests.caches import clear_caches
from tests.factories import (
    DelegateFactory,
    NominationFactory,
    PersonFactory,
    PublicationDecisionFactory,
    PublicDelegateFactory,
)

TOKEN = "the-token-of-this-test"
PAGE = f"/nominate/{TOKEN}/"
ADD = f"{PAGE}people/add/"
SUBMITTED = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
PERSON = {
    "prefix": "Ms",
    "given_names": "Zarina",
    "family_name": "Rahimova",
    "capacity": "head",
    "position": "Director",
    "institution": "Ministry of Labour",
    "email": "zarina@example.org",
    "phone": "+992 37 000",
    "given_names_cyrillic": "Зарина",
    "family_name_cyrillic": "Рахимова",
}


@pytest.fixture(autouse=True)
def _no_wrong_links_so_far():
    clear_caches()


@pytest.fixture
def nomination(db):
    return NominationFactory(
        token=TOKEN,
        delegation__state__name_en="Tajikistan",
        delegation__state__name_ru="Таджикистан",
        delegation__event__title_en="Dushanbe conference",
        delegation__event__title_ru="Конференция в Душанбе",
        delegation__event__time_zone="Asia/Dushanbe",
        delegation__event__corrections_contact="Secretariat, secretariat@example.org",
    )


def text(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode())))


def seen(client, address: str) -> str:
    """What a browser sends back so that the page can tell whether it is out of date."""
    return re.search(r'name="fingerprint" value="(\w*)"', client.get(address).content.decode())[1]


def change_page(delegate: Delegate) -> str:
    return f"{PAGE}people/{delegate.pk}/"


def change(client, delegate: Delegate, **values):
    form = {
        **{name: getattr(delegate, name) for name in list(PERSON)[:6]},
        "fingerprint": seen(client, change_page(delegate)),
    }
    return client.post(change_page(delegate), form | values)


# --- Seeing ---------------------------------------------------------------------------------
def test_it_shows_the_event_the_deadline_and_the_own_delegation_alone(client, nomination):
    nomination.deadline = datetime.datetime(2099, 12, 1, 13, tzinfo=datetime.UTC)
    nomination.save()
    DelegateFactory(delegation=nomination.delegation, family_name="Ownov")
    DelegateFactory(delegation__event=nomination.delegation.event, family_name="Strangerova")

    page = text(client.get(PAGE))

    assert "Dushanbe conference" in page
    assert "Tajikistan" in page
    assert "1 December 2099, 18:00 (Asia/Dushanbe)" in page
    assert "Ownov" in page
    assert "Strangerova" not in page


def test_it_speaks_russian(client, nomination):
    page = text(client.get(f"/ru{PAGE}"))

    assert "Конференция в Душанбе" in page
    assert "Таджикистан" in page
    assert "Добавить" in page


def test_the_first_visit_is_noted(client, nomination):
    client.head(PAGE)
    nomination.refresh_from_db()
    assert nomination.opened_at is None

    client.get(PAGE)

    nomination.refresh_from_db()
    assert nomination.progress == "opened"


def test_it_needs_the_same_few_queries_for_any_number_of_people(
    client, nomination, django_assert_max_num_queries
):
    DelegateFactory.create_batch(30, delegation=nomination.delegation)
    with django_assert_max_num_queries(4):
        client.get(PAGE)


# --- Naming somebody ------------------------------------------------------------------------
def test_somebody_is_named(client, nomination):
    response = client.post(ADD, PERSON | {"consent": "on"}, follow=True)

    assert "The person was added." in text(response)
    delegate = nomination.delegation.delegates.get()
    assert (delegate.full_name, delegate.capacity) == ("Zarina Rahimova", "head")
    assert delegate.status == "nominated"
    assert delegate.position == "Director"
    person = delegate.person
    assert (person.email, person.phone) == ("zarina@example.org", "+992 37 000")
    assert person.family_name_cyrillic == "Рахимова"
    assert person.state == nomination.delegation.state
    nomination.refresh_from_db()
    assert nomination.progress == "answered"


def test_the_history_says_that_the_contact_point_did_it(client, nomination, admin_client):
    """Also where a member of staff tries the link in the browser in which they are signed in."""
    admin_client.post(ADD, PERSON)

    delegate = Delegate.objects.get()
    for record in (delegate, delegate.person):
        version = record.history.get()
        assert (version.history_user, version.history_change_reason) == (None, REASON)
    history = admin_client.get(f"/ru/admin/events/delegate/{delegate.pk}/history/")
    assert "национальным контактным пунктом" in text(history)


def test_consent_is_recorded_with_its_day_and_way(client, nomination):
    assert "checked" not in client.get(ADD).content.decode()

    client.post(ADD, PERSON | {"consent": "on"})

    delegate = Delegate.objects.get()
    assert delegate.basis == "consent"
    assert delegate.basis_on == timezone.localdate()
    assert delegate.basis_how == HOW
    assert delegate.basis_by is None


def test_without_consent_there_is_no_basis(client, nomination):
    client.post(ADD, PERSON)
    assert Delegate.objects.get().basis == "none"


def test_consent_is_withdrawn_by_unticking_and_at_once(client, nomination):
    delegate = PublicDelegateFactory(delegation=nomination.delegation, family_name="Visibleva")
    public = f"/events/{nomination.delegation.event.slug}/participants/"
    assert "Visibleva" in text(client.get(public))

    change(client, delegate)

    delegate.refresh_from_db()
    assert delegate.basis_withdrawn_on == timezone.localdate()
    assert delegate.basis_withdrawn_how == HOW
    assert delegate.status == "confirmed"
    assert "Visibleva" not in text(client.get(public))


def test_a_withdrawn_consent_is_stronger_than_the_organisers_decision(client, nomination):
    delegate = PublicDelegateFactory(delegation=nomination.delegation)
    PublicationDecisionFactory(event=nomination.delegation.event)

    change(client, delegate)

    assert not Delegate.objects.public().exists()


def test_consent_withdrawn_here_is_given_anew(client, nomination):
    delegate = PublicDelegateFactory(delegation=nomination.delegation)
    change(client, delegate)
    change(client, delegate, consent="on")

    delegate.refresh_from_db()
    assert (delegate.basis, delegate.basis_on) == ("consent", timezone.localdate())
    assert delegate.basis_withdrawn_on is None


def test_an_objection_that_staff_recorded_is_not_taken_back_here(client, nomination):
    delegate = PublicDelegateFactory(
        delegation=nomination.delegation,
        basis_withdrawn_on=timezone.localdate(),
        basis_withdrawn_how="E-mail of the person",
    )
    assert "this person objects to publication" in text(client.get(change_page(delegate)))

    change(client, delegate, consent="on", position="Minister")

    delegate.refresh_from_db()
    assert delegate.basis_withdrawn_how == "E-mail of the person"
    assert delegate.position == "Minister"


def test_consent_given_before_keeps_its_day(client, nomination):
    delegate = PublicDelegateFactory(delegation=nomination.delegation)
    before = delegate.basis_on

    change(client, delegate, consent="on")

    delegate.refresh_from_db()
    assert (delegate.basis, delegate.basis_on) == ("consent", before)
    assert delegate.history.count() == 1


def test_the_organisers_decision_is_not_the_contact_points_to_take_back(client, nomination):
    delegate = PublicDelegateFactory(
        delegation=nomination.delegation, basis="official_capacity", basis_how="Decision"
    )
    assert 'name="consent"' not in client.get(change_page(delegate)).content.decode()

    change(client, delegate, position="Minister")

    delegate.refresh_from_db()
    assert (delegate.basis, delegate.basis_how) == ("official_capacity", "Decision")


def test_nothing_typed_here_is_public_before_staff_confirm_it(client, nomination):
    delegate = PublicDelegateFactory(delegation=nomination.delegation, family_name="Visibleva")
    public = f"/events/{nomination.delegation.event.slug}/participants/"

    change(client, delegate, family_name="Anotherova", consent="on")
    client.post(ADD, PERSON | {"consent": "on"})

    page = text(client.get(public))
    assert "Anotherova" not in page
    assert "Rahimova" not in page
    assert "Visibleva" not in page
    delegate.refresh_from_db()
    assert delegate.status == "nominated"


# --- Two scripts ----------------------------------------------------------------------------
def test_both_scripts_and_languages_are_entered(client, nomination):
    client.post(ADD, PERSON | {"position_ru": "Директор", "institution_ru": "Министерство труда"})
    delegate = Delegate.objects.get()
    assert (delegate.family_name, delegate.family_name_cyrillic) == ("Rahimova", "Рахимова")
    assert (delegate.position_ru, delegate.institution_ru) == ("Директор", "Министерство труда")
    page = text(client.get(f"/ru{PAGE}"))
    assert "Рахимова" in page
    assert "Директор, Министерство труда" in page


def test_a_name_in_cyrillic_alone_is_enough_wherever_it_is_typed(client, nomination):
    only = {"given_names": "Зарина", "family_name": "Рахимова"}
    client.post(ADD, PERSON | only | {"given_names_cyrillic": "", "family_name_cyrillic": ""})
    delegate = Delegate.objects.get()
    assert (delegate.family_name, delegate.family_name_cyrillic) == ("", "Рахимова")
    assert delegate.person.family_name_cyrillic == "Рахимова"


def test_a_name_in_the_cyrillic_field_is_enough(client, nomination):
    client.post(ADD, PERSON | {"given_names": "", "family_name": ""})
    assert Delegate.objects.get().full_name == "Зарина Рахимова"


@pytest.mark.parametrize("nothing", ["", " \n "])
def test_a_person_without_a_name_in_either_script_is_refused(client, nomination, nothing):
    names = dict.fromkeys(["family_name", "family_name_cyrillic"], nothing)
    response = client.post(ADD, PERSON | names)
    assert "Write the family name, in Latin or in Cyrillic letters." in text(response)
    assert 'href="#id_family_name"' in response.content.decode()
    assert not Person.objects.exists()


# --- Wrong input ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"family_name": "R" * 10_000}, "at most 150 characters"),
        ({"family_name": "R\0"}, "Null characters are not allowed."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"capacity": "king"}, "Select a valid choice."),
        ({"capacity": "secretariat"}, "Select a valid choice."),
    ],
)
def test_wrong_input_is_refused_at_the_field_and_the_rest_kept(client, nomination, wrong, sentence):
    response = client.post(ADD, PERSON | {"consent": "on"} | wrong)

    assert response.status_code == 200
    page = response.content.decode()
    (field,) = wrong
    assert sentence in text(response)
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}_error"' in page
    assert 'value="Ministry of Labour"' in page
    assert re.search(r'name="consent"[^>]*checked', page)
    assert not Person.objects.exists()
    nomination.refresh_from_db()
    assert nomination.answered_at is None


def test_there_is_one_head(client, nomination):
    DelegateFactory(
        delegation=nomination.delegation,
        capacity="head",
        person__given_names="Farrukh",
        person__family_name="First",
    )

    response = client.post(ADD, PERSON)

    assert "already has a head, Farrukh First" in text(response)
    assert 'id="id_capacity_error"' in response.content.decode()
    assert Delegate.objects.count() == 1


def test_the_same_person_is_not_named_twice(client, nomination):
    client.post(ADD, PERSON)

    again = client.post(ADD, PERSON | {"capacity": "delegate", "family_name": "RAHIMOVA"})

    assert "is on your list already" in text(again)
    client.post(ADD, PERSON | {"capacity": "delegate", "position": "Expert"})
    assert Delegate.objects.count() == 2


def test_line_breaks_of_a_pasted_text_become_spaces(client, nomination):
    client.post(ADD, PERSON | {"institution": "Ministry\r\nof  Labour"})
    assert Delegate.objects.get().institution == "Ministry of Labour"


# --- Other people's data --------------------------------------------------------------------
def test_a_person_known_elsewhere_is_neither_shown_nor_changed(client, nomination):
    known = PersonFactory(
        given_names="Zarina",
        family_name="Rahimova",
        state=nomination.delegation.state,
        email="private@example.org",
        phone="+1 555 0100",
    )
    delegate = DelegateFactory(delegation=nomination.delegation, person=known)
    page = client.get(change_page(delegate)).content.decode()
    assert "private@example.org" not in page
    assert "555 0100" not in page
    assert 'name="phone"' not in page
    assert 'name="email"' not in page

    change(client, delegate, **PERSON | {"position": "Minister"})

    known.refresh_from_db()
    assert (known.email, known.phone, known.position) == ("private@example.org", "+1 555 0100", "")
    delegate.refresh_from_db()
    assert (delegate.prefix, delegate.position) == ("Ms", "Minister")


def test_naming_somebody_of_a_known_name_makes_another_person(client, nomination):
    known = PersonFactory(
        given_names="Zarina", family_name="Rahimova", state=nomination.delegation.state
    )

    response = client.post(ADD, PERSON, follow=True)

    assert "The person was added." in text(response)
    assert Delegate.objects.get().person != known


def test_an_own_person_is_shown_and_corrected(client, nomination):
    client.post(ADD, PERSON)
    delegate = Delegate.objects.get()
    assert "zarina@example.org" in client.get(change_page(delegate)).content.decode()

    change(client, delegate, **PERSON | {"email": "new@example.org", "family_name": "Rahimzoda"})

    person = Person.objects.get()
    assert (person.email, person.family_name) == ("new@example.org", "Rahimzoda")
    delegate.refresh_from_db()
    assert delegate.family_name == "Rahimzoda"


def test_an_own_person_is_the_registers_once_staff_have_touched_it(client, nomination):
    client.post(ADD, PERSON)
    delegate = Delegate.objects.get()
    delegate.person.phone = "+1 555 0100"
    delegate.person.save()

    page = client.get(change_page(delegate)).content.decode()

    assert "555" not in page
    assert "zarina@example.org" not in page


def test_an_own_person_is_the_registers_once_it_is_listed_elsewhere(client, nomination):
    client.post(ADD, PERSON)
    delegate = Delegate.objects.get()
    DelegateFactory(person=delegate.person)

    assert "zarina@example.org" not in client.get(change_page(delegate)).content.decode()


@pytest.mark.parametrize("kept_is_own", [True, False])
def test_an_own_person_is_the_registers_once_merged_with_a_known_one(
    client, nomination, kept_is_own
):
    client.post(ADD, PERSON)
    delegate = Delegate.objects.get()
    known = PersonFactory(
        given_names="Zarina", family_name="Rahimova", position="Private", phone="+1 555 0100"
    )
    pair = (delegate.person, known) if kept_is_own else (known, delegate.person)
    merge(*pair, taken=["phone"] if kept_is_own else [])
    delegate.refresh_from_db()

    page = client.get(change_page(delegate)).content.decode()

    assert "555" not in page
    assert 'name="phone"' not in page


@pytest.mark.parametrize("end", ["", "withdraw/", "back/"])
def test_people_of_other_delegations_are_out_of_reach(client, nomination, end):
    stranger = DelegateFactory(delegation__event=nomination.delegation.event)
    address = f"{change_page(stranger)}{end}"

    if end != "back/":
        assert client.get(address).status_code == 404
    assert client.post(address, PERSON).status_code == 404
    assert client.post(address.replace(str(stranger.pk), "9" * 30)).status_code == 404
    before = (stranger.status, stranger.family_name)
    stranger.refresh_from_db()
    assert (stranger.status, stranger.family_name) == before


@pytest.mark.parametrize("status", ["attended", "absent"])
def test_who_came_is_not_the_contact_points_to_say(client, nomination, status):
    delegate = DelegateFactory(delegation=nomination.delegation, status=status)
    assert change_page(delegate) not in client.get(PAGE).content.decode()

    response = client.post(f"{change_page(delegate)}withdraw/", follow=True)

    assert "Somebody has changed this meanwhile." in text(response)
    delegate.refresh_from_db()
    assert delegate.status == status


# --- Withdrawing ----------------------------------------------------------------------------
def test_somebody_is_withdrawn_and_stays_visible(client, nomination):
    delegate = DelegateFactory(
        delegation=nomination.delegation, person__given_names="Ali", person__family_name="Goneev"
    )
    address = f"{change_page(delegate)}withdraw/"
    assert "Withdraw Ali Goneev?" in text(client.get(address))

    response = client.post(address, follow=True)

    delegate.refresh_from_db()
    assert delegate.status == "withdrawn"
    assert delegate.history.first().history_change_reason == REASON
    assert [d.pk for d in response.context["withdrawn"]] == [delegate.pk]
    assert "Goneev" in text(response)


def test_a_withdrawn_head_leaves_the_seat_to_another(client, nomination):
    head = DelegateFactory(delegation=nomination.delegation, capacity="head")
    client.post(f"{change_page(head)}withdraw/")

    client.post(ADD, PERSON)

    assert Delegate.objects.get(capacity="head").family_name == "Rahimova"


def test_somebody_withdrawn_is_named_again(client, nomination):
    delegate = DelegateFactory(delegation=nomination.delegation, status="withdrawn")
    assert client.get(f"{change_page(delegate)}back/").status_code == 302

    client.post(f"{change_page(delegate)}back/")

    delegate.refresh_from_db()
    assert delegate.status == "nominated"


# --- Submitting -----------------------------------------------------------------------------
def submit(client, **values):
    return client.post(f"{PAGE}submit/", {"fingerprint": seen(client, PAGE)} | values, follow=True)


def test_a_list_is_submitted_confirmed_and_then_only_read(client, nomination):
    client.post(ADD, PERSON | {"consent": "on"})
    delegate = Delegate.objects.get()

    response = submit(client)

    assert "The nomination was submitted. A confirmation was sent" in text(response)
    nomination.refresh_from_db()
    assert nomination.state == "submitted"
    assert nomination.submitted_at
    assert nomination.history.first().history_change_reason == REASON
    page = client.get(PAGE).content.decode()
    assert "ask the secretariat to reopen" in page
    assert "people/" not in page
    for address in (ADD, change_page(delegate), f"{change_page(delegate)}withdraw/"):
        assert client.get(address).headers["Location"] == PAGE
        assert client.post(address, PERSON).headers["Location"] == PAGE
    delegate.refresh_from_db()
    assert delegate.status == "nominated"


def test_the_confirmation_names_the_people_without_contact_data_or_link(client, nomination):
    client.post(ADD, PERSON)

    submit(client)

    (message,) = mail.outbox
    assert message.to == [nomination.contact_email]
    assert message.reply_to == ["secretariat@example.org"]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "Ms Zarina Rahimova, head of delegation, Director, Ministry of Labour" in message.body
    assert "zarina@example.org" not in message.body
    assert TOKEN not in message.body


def test_it_is_submitted_also_without_a_mail_server(client, nomination, settings):
    settings.EMAIL_BACKEND = "config.mail.NoMailServer"
    DelegateFactory(delegation=nomination.delegation)

    response = submit(client)

    assert "The confirmation could not be sent by e-mail" in text(response)
    nomination.refresh_from_db()
    assert nomination.state == "submitted"


def test_that_nobody_comes_has_to_be_said(client, nomination):
    response = submit(client)
    assert response.status_code == 400
    assert "Name at least one person, or tick that nobody will come." in text(response)
    nomination.refresh_from_db()
    assert nomination.state == "open"

    submit(client, nobody="yes")

    nomination.refresh_from_db()
    assert nomination.state == "submitted"
    assert nomination.delegation.participation == "nobody_comes"
    assert "It is recorded that nobody from your delegation will come." in mail.outbox[0].body
    assert "names below" not in mail.outbox[0].body


def test_that_nobody_comes_is_taken_back_before_the_deadline(client, nomination):
    named = DelegateFactory(delegation=nomination.delegation, family_name="Namedov")
    page = text(submit(client, nobody="yes"))
    assert "It is recorded that nobody comes." in page
    assert "Namedov" in page
    assert "Add a person" not in page
    assert client.post(ADD, PERSON).status_code == 302
    named.refresh_from_db()
    assert named.status == "confirmed"

    page = text(client.post(f"{PAGE}takes-part/", follow=True))

    assert "Your answer was taken back." in page
    assert "Add a person" in page
    nomination.refresh_from_db()
    assert (nomination.state, nomination.delegation.participation) == ("open", "takes_part")
    history = nomination.delegation.history.all()
    assert [each.participation for each in history] == ["takes_part", "nobody_comes", "takes_part"]
    assert {each.history_change_reason for each in history[:2]} == {REASON}


def test_that_nobody_comes_is_not_taken_back_after_the_deadline(client, nomination):
    submit(client, nobody="yes")
    Nomination.objects.update(deadline=timezone.now() - datetime.timedelta(minutes=1))

    page = text(client.post(f"{PAGE}takes-part/", follow=True))

    assert "It is recorded that nobody from your delegation comes." in page
    nomination.delegation.refresh_from_db()
    assert nomination.delegation.participation == "nobody_comes"


def test_a_cancelled_delegation_is_read_and_not_changed(client, nomination):
    nomination.delegation.participation = "cancelled"
    nomination.delegation.save()
    page = text(client.get(PAGE))
    assert "your delegation does not take part" in page
    assert "Submit the nomination" not in page
    for address in (ADD, f"{PAGE}submit/", f"{PAGE}takes-part/"):
        client.post(address, PERSON | {"nobody": "yes"})
    nomination.delegation.refresh_from_db()
    assert nomination.delegation.participation == "cancelled"
    assert not Person.objects.exists()


def test_getting_the_address_of_submission_submits_nothing(client, nomination):
    assert client.get(f"{PAGE}submit/").headers["Location"] == PAGE
    nomination.refresh_from_db()
    assert nomination.state == "open"


@pytest.mark.parametrize("address", [PAGE, ADD, f"{PAGE}submit/"])
def test_other_methods_are_refused(client, nomination, address):
    assert client.delete(address).status_code == 405
    assert client.put(address).status_code == 405


# --- Two at once ----------------------------------------------------------------------------
def test_the_second_of_two_is_told_and_overwrites_nothing(client, nomination):
    delegate = DelegateFactory(delegation=nomination.delegation, position="Expert")
    stale = seen(client, change_page(delegate))
    change(client, delegate, position="Director")

    response = client.post(
        change_page(delegate), PERSON | {"position": "Minister", "fingerprint": stale}
    )

    assert response.status_code == 409
    assert "Somebody has changed this person since you opened the form." in text(response)
    assert "Director" in text(response)
    assert 'value="Minister"' in response.content.decode()
    delegate.refresh_from_db()
    assert delegate.position == "Director"
    fresh = re.search(r'name="fingerprint" value="(\w+)"', response.content.decode())[1]
    client.post(change_page(delegate), PERSON | {"position": "Minister", "fingerprint": fresh})
    delegate.refresh_from_db()
    assert delegate.position == "Minister"


def test_a_list_that_somebody_changed_meanwhile_is_not_submitted_unseen(client, nomination):
    DelegateFactory(delegation=nomination.delegation)
    stale = seen(client, PAGE)
    client.post(ADD, PERSON)

    response = client.post(f"{PAGE}submit/", {"fingerprint": stale})

    assert response.status_code == 409
    assert "Somebody has changed the list since you opened this page." in text(response)
    nomination.refresh_from_db()
    assert nomination.state == "open"


@pytest.mark.django_db(transaction=True)
def test_two_heads_named_in_the_same_moment_are_one(nomination):
    barrier = Barrier(2, timeout=5)
    answers = []

    def name(family_name: str):
        try:
            client = Client()
            client.get(ADD)
            with suppress(BrokenBarrierError):
                barrier.wait()
            answers.append(client.post(ADD, PERSON | {"family_name": family_name}).status_code)
        finally:
            connection.close()

    threads = [Thread(target=name, args=[each]) for each in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, 302]
    assert Delegate.objects.filter(capacity="head").count() == 1
    assert Person.objects.count() == 1


# --- Links that open nothing ----------------------------------------------------------------
def test_an_unknown_link_is_answered_helpfully(client, db):
    response = client.get("/nominate/nobody-knows-this/")

    assert response.status_code == 404
    assert "Each e-mail brings a new link" in text(response)
    assert client.post("/nominate/nobody-knows-this/submit/").status_code == 404


def test_a_revoked_link_opens_nothing(client, nomination):
    nomination.state = Nomination.State.REVOKED
    nomination.save()

    for address in (PAGE, ADD):
        response = client.get(address)
        assert response.status_code == 410
        assert "The secretariat has closed this nomination" in text(response)
        assert "secretariat@example.org" in text(response)
    assert client.post(ADD, PERSON).status_code == 410
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": "open"}, "Yours was not submitted."),
        ({"state": "submitted"}, "Yours was submitted on 1 December 2026, 17:00 (Asia/Dushanbe)."),
        ({"state": "open", "reopened_at": SUBMITTED}, "reopened, and has not been submitted again"),
    ],
)
def test_after_the_deadline_it_shows_who_was_named_and_whom_to_ask(
    client, nomination, values, sentence
):
    named = DelegateFactory(delegation=nomination.delegation, family_name="Namedova")
    nomination.deadline = timezone.now() - datetime.timedelta(minutes=1)
    if values != {"state": "open"}:
        nomination.submitted_at = SUBMITTED
    for name, value in values.items():
        setattr(nomination, name, value)
    nomination.save()

    page = text(client.get(PAGE))

    assert sentence in page
    assert "write to: Secretariat, secretariat@example.org." in page
    assert "Namedova" in page
    assert "Add a person" not in page
    assert "Submit the nomination" not in page
    for address in (ADD, f"{PAGE}submit/", f"{change_page(named)}withdraw/"):
        assert "The deadline has passed" in text(client.post(address, PERSON, follow=True))
    named.refresh_from_db()
    assert (Person.objects.count(), named.status) == (1, "confirmed")
    nomination.refresh_from_db()
    assert nomination.state == values["state"]


def test_after_the_deadline_an_empty_list_is_no_answer(client, nomination):
    nomination.deadline = timezone.now() - datetime.timedelta(minutes=1)
    nomination.save()
    page = text(client.get(PAGE))
    assert "Nobody was named." in page
    assert "Nobody will come." not in page


def test_long_after_the_deadline_nobody_knows_the_link(client, nomination):
    nomination.deadline = timezone.now() - datetime.timedelta(days=91)
    nomination.save()

    response = client.get(PAGE)

    assert response.status_code == 404
    assert "Dushanbe" not in text(response)


def test_the_database_does_not_hold_the_token(nomination):
    assert len(nomination.token_hash) == 64
    with connection.cursor() as cursor:
        for table in ("events_nomination", "events_historicalnomination"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            assert TOKEN not in repr(cursor.fetchall())
    assert "token_hash" not in {f.name for f in Nomination.history.model._meta.get_fields()}


@pytest.mark.parametrize("token", ["a" * 5_000, "%ff%fe", "%F0%9F%98%80", "..", "' OR 1=1 --"])
def test_odd_links_are_unknown_links(client, db, token):
    assert client.get(f"/nominate/{token}/").status_code == 404


# --- Too many wrong links -------------------------------------------------------------------
def test_a_client_that_guesses_has_to_wait(client, nomination):
    for number in range(WRONG_LINKS):
        assert client.get(f"/nominate/guess-{number}/").status_code == 404

    refused = client.get("/nominate/guess/")

    assert refused.status_code == 429
    assert "Wait an hour" in text(refused)
    assert refused.headers["Retry-After"] == "3600"
    # Whoever holds a right link is let in, whatever others of the same network did.
    assert client.get(PAGE).status_code == 200
    assert client.get("/").status_code == 200


def test_others_behind_the_same_web_server_need_not(client, nomination, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    guess = "/nominate/guess/"

    def at(address: str, forwarded: str) -> int:
        return client.get(address, headers={"X-Forwarded-For": forwarded}).status_code

    for number in range(WRONG_LINKS):
        # What stands before the last address is what the client says.
        at("/nominate/guess/", f"10.0.0.{number}, 203.0.113.7")
    assert at(guess, "203.0.113.7") == 429
    assert at(guess, "203.0.113.7, 203.0.113.8") == 404
    for number in range(WRONG_LINKS):
        at("/nominate/guess/", f"2001:db8:0:1::{number}")
    assert at(guess, "2001:db8:0:1::ffff") == 429
    assert at(guess, "2001:db8:0:2::1") == 404
    assert at(guess, "unknown") == 404


def test_right_links_are_not_counted(client, nomination):
    for _visit in range(WRONG_LINKS + 5):
        assert client.get(PAGE).status_code == 200


# --- Within bounds --------------------------------------------------------------------------
def test_a_delegation_has_a_most_with_those_who_were_withdrawn(client, nomination, monkeypatch):
    monkeypatch.setattr(nominees, "MOST_PEOPLE", 2)
    delegates = DelegateFactory.create_batch(2, delegation=nomination.delegation)
    client.post(f"{PAGE}people/{delegates[0].pk}/withdraw/")
    response = client.post(ADD, PERSON)
    assert response.status_code == 400
    assert "Your delegation has 2 people, and no more can be named here." in text(response)
    assert Delegate.objects.count() == 2


def test_a_link_makes_so_many_changes_and_then_waits_with_what_was_typed(client, nomination):
    one = PERSON | {"capacity": "delegate"}
    for number in range(views.CHANGES):
        answer = client.post(ADD, one | {"position": f"Desk {number}"})
        assert answer.status_code == 302
    refused = client.post(ADD, one | {"family_name": "One too many"})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "600"
    assert 'name="family_name" value="One too many"' in refused.content.decode()
    assert Delegate.objects.count() == views.CHANGES
    assert client.get(PAGE).status_code == 200
    other = NominationFactory(token="another-token")
    assert client.post("/nominate/another-token/people/add/", PERSON).status_code == 302
    assert other.delegation.delegates.count() == 1


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x9f", "\u200f", "\u202e", "\u2066"])
def test_unseen_characters_are_refused(client, nomination, character):
    response = client.post(ADD, PERSON | {"position": f"Director{character}General"})
    assert "This text has characters that cannot be seen." in text(response)
    assert not Delegate.objects.exists()


def test_a_new_link_sent_meanwhile_stops_what_the_old_one_began(nomination):
    """The request has looked its link up, and then waits for its turn."""
    begun = Nomination.objects.get(pk=nomination.pk)
    nomination.new_token()
    with pytest.raises(nominees.Closed), nominees.editing(begun):
        pytest.fail("The former link still changes the nomination.")


@pytest.mark.parametrize("state", [Nomination.State.SUBMITTED, Nomination.State.REVOKED])
def test_a_nomination_closed_meanwhile_is_not_changed(nomination, state):
    begun = Nomination.objects.get(pk=nomination.pk)
    Nomination.objects.filter(pk=nomination.pk).update(state=state)
    with pytest.raises(nominees.Closed), nominees.editing(begun):
        pytest.fail("A nomination that was closed is changed.")


# --- Kept between browser and register ------------------------------------------------------
@pytest.mark.parametrize(
    "address", [PAGE, ADD, "/nominate/wrong/", "/nominate/a/b/c/", f"/ru{PAGE}"]
)
def test_no_referrer_no_cache_no_search_engine(client, nomination, address):
    response = client.get(address)

    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "ETag" not in response.headers
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_the_only_cookie_is_that_of_its_forms(client, nomination):
    for address in (PAGE, f"/ru{PAGE}"):
        response = Client().get(address)
        assert [*response.cookies] == ["csrftoken"]
        # As the prefix __Host- under https asks for.
        assert response.cookies["csrftoken"]["path"] == "/"
        assert response.cookies["csrftoken"]["httponly"]


def test_forms_are_guarded_against_forgery(nomination):
    client = Client(enforce_csrf_checks=True)
    page = client.get(ADD).content.decode()
    guard = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    values = PERSON | {"csrfmiddlewaretoken": guard}
    # A page without a referrer names no origin; another site's form says that it is one.
    other = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}

    assert client.post(ADD, PERSON, headers=own).status_code == 403
    assert client.post(ADD, values, headers=other).status_code == 403
    assert client.post(ADD, values, headers={"Origin": "https://evil.example"}).status_code == 403
    refused = client.post(ADD, PERSON, headers=own)
    assert refused.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(ADD, values, headers=own).status_code == 302


@pytest.fixture
def log():
    """What the handlers of the settings would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(CutTokens())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_the_handlers_of_the_log_cut_tokens(settings):
    handlers = settings.LOGGING["handlers"].values()
    assert all("no_tokens" in handler["filters"] for handler in handlers)


def test_no_log_line_holds_a_token(client, nomination, log):
    client.get("/nominate/secret-one/")
    client.get(f"{PAGE}nothing-here/")
    client.put(PAGE)
    client.get(f"/nominate/{TOKEN}")
    Client(enforce_csrf_checks=True).post(ADD, PERSON)

    assert "/nominate/…" in log.getvalue()
    assert "secret-one" not in log.getvalue()
    assert TOKEN not in log.getvalue()


def _break(request, token):
    raise RuntimeError(f"Broken at {request.path}")


class _BrokenUrls:
    handler400, handler500 = urls.handler400, urls.handler500
    urlpatterns = [path("nominate/<token>/", _break), *urls.urlpatterns]


def test_no_traceback_in_the_log_holds_a_token(client, nomination, log, settings):
    client.raise_request_exception = False
    settings.ROOT_URLCONF = _BrokenUrls

    response = client.get(PAGE)

    assert response.status_code == 500
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Broken at /nominate/…/" in log.getvalue()
    assert TOKEN not in log.getvalue()
