"""Issuing a list in the admin, its versions, its numbers, and what is printed of it."""

import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from events.models import Delegate, Event, IssuedList, ParticipantExport
from events.participant_list.issued.issuing import draft_of, issue
from events.participant_list.writers import WRITERS
from events.participant_list.writers.badges import PAPERS
from events.staff import issuing
from tests.admin.pages import seen_in
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    MembershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db) -> User:
    user = User.objects.create_user("officer", is_staff=True)
    user.groups.add(Group.objects.get(name="Protocol"))
    return user


@pytest.fixture
def staff(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def event():
    event = EventFactory(title_en="Conference", title_ru="Конференция", slug="conference")
    poland = DelegationFactory(event=event, state__name_en="Poland", state__name_ru="Польша")
    MembershipFactory(grouping__name_en="European Union", state=poland.state)
    DelegateFactory(
        delegation=poland,
        person=PersonFactory(email="anna@example.org"),
        given_names="Anna",
        family_name="Nowak",
    )
    return event


def address(event, end: str) -> str:
    return f"/admin/events/event/{event.pk}/participants/{end}"


def page_of(issued: IssuedList) -> str:
    return f"/admin/events/issuedlist/{issued.pk}/change/"


def token_of(response) -> str:
    return re.search(r'name="fingerprint" value="([^"]+)"', response.content.decode()).group(1)


def issued(event: Event, **values) -> IssuedList:
    values = {"kind": "provisional", "user": None, "knowingly": True, **values}
    return issue(event, draft_of(event).fingerprint, **values)


def press(client, event, **values):
    """Open the page and press the button."""
    token = token_of(client.get(address(event, "issue/")))
    return client.post(
        address(event, "issue/"),
        {"kind": "final", "fingerprint": token, "knowingly": "on", **values},
    )


# --- Issuing ----------------------------------------------------------------------------------
def test_it_issues_the_first_version(staff, officer, event):
    page = staff.get(address(event, "issue/"))
    assert "It will be the first version of this list." in seen_in(page)
    response = press(staff, event, note="Agreed with the host")
    version = IssuedList.objects.get()
    assert response.headers["Location"] == page_of(version)
    assert (version.event, version.number, version.kind) == (event, 1, "final")
    assert (version.issued_by, version.note) == (officer, "Agreed with the host")
    shown = seen_in(staff.get(page_of(version)))
    assert "Final list, version 1, as at" in shown
    assert "by officer" in shown
    assert "Agreed with the host" in shown
    assert "The version is as it was issued" in shown


def test_it_proposes_a_provisional_list_while_the_event_is_ahead(staff, event):
    def chosen() -> str:
        html = staff.get(address(event, "issue/")).content.decode()
        return re.search(r'value="(\w+)"[^>]*checked', html).group(1)

    assert chosen() == "final"
    event.status = Event.Status.PLANNED
    event.save()
    assert chosen() == "provisional"


def test_it_shows_what_has_changed(staff, event):
    issued(event)
    assert "Nothing has changed." in seen_in(staff.get(address(event, "issue/")))
    Delegate.objects.update(position="Director")
    DelegateFactory(delegation=event.delegations.get(), given_names="Jan", family_name="Lis")
    shown = seen_in(staff.get(address(event, "issue/")))
    assert "What has changed since version 1" in shown
    assert "People added (1) Jan Lis, Poland" in shown
    assert "People changed (1) Anna Nowak, Poland Position: (empty) → Director" in shown
    press(staff, event)
    version = IssuedList.objects.get(number=2)
    assert version.changes == {"added": 1, "removed": 0, "changed": 1}
    assert "What changed since version 1 People added (1)" in seen_in(staff.get(page_of(version)))
    listed = seen_in(staff.get(address(event, "")))
    assert "added 1, removed 0, changed 1" in listed
    assert "first version" in listed


def test_it_shows_the_changes_in_russian(staff, event):
    issued(event)
    Delegate.objects.update(status="withdrawn")
    shown = seen_in(staff.get(f"/ru{address(event, 'issue/')}"))
    assert "Что изменилось с версии 1" in shown
    assert "Anna Nowak, Польша Статус: подтверждён → отозван" in shown


def test_many_changes_are_counted_and_the_first_shown(staff, event, monkeypatch):
    monkeypatch.setattr(issuing, "CHANGES_SHOWN", 2)
    issued(event)
    for number in range(3):
        DelegateFactory(delegation=event.delegations.get(), family_name=f"New{number}")
    shown = seen_in(staff.get(address(event, "issue/")))
    assert "People added (3)" in shown
    assert "The first 2 of them are shown." in shown
    added = shown.partition("People added (3)")[2].partition("Open points")[0]
    assert "New1" in added
    assert "New2" not in added


def test_a_list_that_changed_meanwhile_is_shown_again(staff, event):
    token = token_of(staff.get(address(event, "issue/")))
    Delegate.objects.update(position="Director")
    values = {"kind": "final", "fingerprint": token, "note": "As agreed", "knowingly": "on"}
    response = staff.post(address(event, "issue/"), values)
    assert response.status_code == 409
    assert "The list has changed since you opened this page" in seen_in(response)
    # What was chosen and typed is still there, and one more press issues what is shown.
    assert 'value="As agreed"' in response.content.decode()
    assert staff.post(address(event, "issue/"), {**values, "fingerprint": token_of(response)}).url
    assert IssuedList.objects.count() == 1


def test_the_second_of_two_officers_is_told(staff, event):
    token = token_of(staff.get(address(event, "issue/")))
    press(staff, event)
    response = staff.post(address(event, "issue/"), {"kind": "final", "fingerprint": token})
    assert response.status_code == 409
    assert "Version 1 has been issued by officer since you opened this page" in seen_in(response)
    assert IssuedList.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "secret"},
        {"kind": ""},
        {"note": "x" * 301},
        {"note": "x\0"},
        {"fingerprint": ""},
        {"fingerprint": "x" * 10_000},
        {"fingerprint": "1-é\0"},
    ],
)
def test_wrong_values_issue_nothing(staff, event, wrong):
    response = press(staff, event, **wrong)
    assert response.status_code in (200, 400, 409)
    assert not IssuedList.objects.exists()


def test_an_event_without_delegations_has_nothing_to_issue(staff):
    event = EventFactory()
    assert "No delegations are recorded" in seen_in(staff.get(address(event, "issue/")))
    response = staff.post(address(event, "issue/"), {"kind": "final", "fingerprint": "0-x"})
    assert response.status_code == 409
    assert not IssuedList.objects.exists()


def test_who_may_not_see_contact_data_is_not_told_of_it(event):
    issued(event)
    PersonFactory._meta.model.objects.update(email="new@example.org")
    user = User.objects.create_user("helper", is_staff=True)
    for name in ("issue_list", "export_participants", "view_issuedlist"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    client = Client()
    client.force_login(user)
    page = client.get(address(event, "issue/"))
    assert "Nothing has changed." in seen_in(page)
    version = issued(event)
    for response in (page, client.get(page_of(version))):
        assert "@example.org" not in response.content.decode()
    file = client.get(f"/admin/events/issuedlist/{version.pk}/participants.csv")
    assert b"@example.org" not in b"".join(file.streaming_content)


# --- Open points --------------------------------------------------------------------------------
def test_the_page_names_what_is_open_and_a_final_list_asks_for_a_tick(staff, event):
    shown = seen_in(page := staff.get(address(event, "issue/")))
    assert "No contact for corrections is given with the event" in shown
    assert "States without a head of delegation: 1 Poland" in shown
    assert "People without a position: 1 Anna Nowak , Poland" in shown
    delegate = Delegate.objects.get()
    assert f"/admin/events/delegate/{delegate.pk}/change/?back=" in page.content.decode()
    response = press(staff, event, knowingly="", note="As agreed")
    assert response.status_code == 409
    assert "the final list still has open points" in seen_in(response)
    assert 'value="As agreed"' in response.content.decode()
    assert not IssuedList.objects.exists()
    assert press(staff, event).status_code == 302
    version = seen_in(staff.get(page_of(IssuedList.objects.get())))
    assert "Issued with open points: 4" in version
    assert "States without a head of delegation" in version
    # No name stands with the version but in its people.
    assert "Nowak" not in str(IssuedList.objects.get().heading)


def test_the_page_in_russian_has_its_words(staff, event):
    shown = seen_in(staff.get(f"/ru{address(event, 'issue/')}"))
    assert "Открытые вопросы" in shown
    assert "Государства без главы делегации: 1 Польша" in shown


def test_a_list_in_order_asks_for_no_tick(staff, event):
    event.corrections_contact = "office@example.org"
    event.save()
    Delegate.objects.update(capacity="head", position="Director", institution="Ministry")
    page = staff.get(address(event, "issue/"))
    assert "Nothing is open" in seen_in(page)
    assert "knowingly" not in page.content.decode()
    assert press(staff, event, knowingly="").status_code == 302


def test_many_of_a_kind_are_counted_and_the_first_named(staff, event, monkeypatch):
    monkeypatch.setattr(issuing, "FOUND_SHOWN", 1)
    DelegateFactory(delegation=event.delegations.get(), family_name="Zet")
    shown = seen_in(staff.get(address(event, "issue/")))
    assert "People without a position: 2" in shown
    assert "The first 1 of 2 are shown." in shown


def test_the_page_of_the_list_names_delegations_without_a_head(staff, event):
    shown = seen_in(staff.get(address(event, "")))
    assert "States without a head of delegation: Poland ." in shown
    Delegate.objects.update(capacity="head")
    assert "without a head" not in seen_in(staff.get(address(event, "")))


# --- Versions ---------------------------------------------------------------------------------
@pytest.mark.parametrize("file_format", list(WRITERS))
@pytest.mark.parametrize("language", ["en", "ru", "both"])
def test_a_version_is_taken_as_a_file_and_that_is_recorded(
    staff, officer, event, file_format, language
):
    version = issued(event)
    path = f"/admin/events/issuedlist/{version.pk}/participants.{file_format}"
    response = staff.get(f"{path}?language={language}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    names = response.headers["Content-Disposition"]
    assert f'"participants-conference-v1-{language}-{version.as_at}.{file_format}"' in names
    export = ParticipantExport.objects.get()
    assert (export.user, export.event, export.version) == (officer, event, 1)
    assert (export.file_format, export.language, export.rows) == (file_format, language, 1)
    staff.head(path)
    assert ParticipantExport.objects.count() == 1


def test_a_version_outlives_its_event(staff, event):
    version = issued(event)
    event.delegations.all().delete()
    event.delete()
    shown = seen_in(staff.get(page_of(version)))
    assert "The event itself is no longer in the register." in shown
    file = staff.get(f"/admin/events/issuedlist/{version.pk}/participants.csv?language=en")
    assert b"Nowak" in b"".join(file.streaming_content)
    assert ParticipantExport.objects.get().event_title == "Conference"
    assert "Conference" in seen_in(staff.get("/admin/events/issuedlist/"))


def test_a_version_that_was_tampered_with_says_so(staff, event):
    version = issued(event)
    kept = version.delegations.get()
    kept.people[0]["family_name"] = "Forged"
    kept.save()
    assert "The version is no longer as it was issued" in seen_in(staff.get(page_of(version)))


@pytest.mark.parametrize(
    ("end", "status"),
    [
        ("participants.exe", 404),
        ("participants.csv?language=xx", 400),
        ("participants.pdf?language=", 400),
    ],
)
def test_what_there_is_not_is_said(staff, event, end, status):
    version = issued(event)
    assert staff.get(f"/admin/events/issuedlist/{version.pk}/{end}").status_code == status
    assert not ParticipantExport.objects.exists()


def test_unknown_versions_are_not_found(staff, event):
    assert staff.get("/admin/events/issuedlist/77/participants.csv").status_code == 404
    assert (
        staff.get(address(event, "").replace(str(event.pk), "7777") + "issue/").status_code == 404
    )


# --- Statistics -------------------------------------------------------------------------------
def test_staff_see_all_numbers_each_with_its_chart(staff, event):
    html = staff.get(address(event, "statistics/")).content.decode()
    for name in ("sections", "roles", "groupings", "capacities", "statuses"):
        assert f'src="{address(event, f"statistics/{name}.svg")}"' in html
        chart = staff.get(address(event, f"statistics/{name}.svg"))
        assert chart.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert "private" in chart.headers["Cache-Control"]
    assert "European Union" in html
    assert staff.get(address(event, "statistics/nonsense.svg")).status_code == 404


def test_the_public_sees_numbers_of_delegations_alone(client, event):
    html = client.get("/events/conference/").content.decode()
    assert "Delegations by section" in html
    assert "States by grouping" in html
    assert "by status" not in html
    assert 'src="/events/conference/participants/groupings.svg"' in html
    chart = client.get("/ru/events/conference/participants/groupings.svg")
    assert "Государства по группам" in chart.content.decode()
    assert "style-src 'sha256-" in chart.headers["Content-Security-Policy"]
    for name in ("statuses", "capacities", "nonsense"):
        assert client.get(f"/events/conference/participants/{name}.svg").status_code == 404


def test_a_draft_has_no_public_chart(client, staff, event):
    event.published = False
    event.save()
    assert client.get("/events/conference/participants/roles.svg").status_code == 404
    preview = staff.get(f"/admin/events/event/{event.pk}/preview/").content.decode()
    assert "Delegations by section" in preview
    assert ".svg" not in preview[preview.index("Delegations by section") :]


# --- Papers -----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", list(PAPERS))
@pytest.mark.parametrize("language", ["en", "both"])
def test_a_paper_is_taken_and_that_is_recorded(staff, officer, event, name, language):
    response = staff.get(address(event, f"{name}.pdf?language={language}"))
    assert response.content.startswith(b"%PDF")
    assert f'"{name}-conference-{language}-' in response.headers["Content-Disposition"]
    export = ParticipantExport.objects.get()
    assert (export.user, export.event, export.file_format) == (officer, event, name)
    staff.head(address(event, f"{name}.pdf"))
    assert ParticipantExport.objects.count() == 1


def test_papers_that_cannot_be_are_refused(staff, event):
    assert staff.get(address(event, "hats.pdf")).status_code == 404
    assert staff.get(address(event, "badges.pdf?language=xx")).status_code == 400
    Delegate.objects.update(status="withdrawn")
    refused = staff.get(address(event, "badges.pdf"))
    assert refused.status_code == 400
    assert "Nobody takes part in this event yet" in refused.content.decode()
    assert not ParticipantExport.objects.exists()


def test_the_page_of_the_list_leads_to_all_of_it(staff, event):
    html = staff.get(address(event, "")).content.decode()
    for end in ("issue/", "statistics/", *(f"{name}.pdf" for name in PAPERS)):
        assert f'href="{address(event, end)}' in html


# --- Who may ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"), [("Protocol", 200), ("Editors", 403), ("Readers", 403)]
)
def test_protocol_alone_reaches_it(event, role, status):
    user = User.objects.create_user("someone", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    version = issued(event)
    for path in (
        *(address(event, end) for end in ("issue/", "statistics/", "statistics/roles.svg")),
        *(address(event, f"{name}.pdf") for name in PAPERS),
        page_of(version),
        f"/admin/events/issuedlist/{version.pk}/participants.csv",
    ):
        assert client.get(path).status_code == status, path
    if status == 403:
        assert client.post(address(event, "issue/"), {"kind": "final"}).status_code == 403


def test_nobody_is_let_in_without_signing_in(client, event):
    version = issued(event)
    for path in (address(event, "issue/"), address(event, "badges.pdf"), page_of(version)):
        assert client.get(path).status_code == 302


def test_only_issuing_takes_a_post(staff, event):
    version = issued(event)
    for path in (
        *(address(event, end) for end in ("statistics/", "badges.pdf", "statistics/roles.svg")),
        f"/admin/events/issuedlist/{version.pk}/participants.csv",
        page_of(version),
    ):
        assert staff.post(path).status_code == 405, path
    assert staff.put(address(event, "issue/")).status_code == 405


def test_names_cannot_become_markup(staff, event):
    issued(event)
    DelegateFactory(delegation=event.delegations.get(), family_name="<script>alert(1)</script>")
    assert "<script>alert" not in staff.get(address(event, "issue/")).content.decode()
