"""The pages of sessions and contributions."""

import datetime

from events.models import Contribution
from tests.admin.pages import errors_of, form_of, submit
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    SessionFactory,
)


def page(session) -> str:
    return f"/admin/events/session/{session.pk}/change/"


def test_a_new_session_takes_times_as_those_of_the_place(admin_client):
    event = EventFactory(time_zone="Asia/Dushanbe")
    response = submit(
        admin_client,
        "/admin/events/session/add/",
        event=event.pk,
        title_en="Opening",
        starts_0="2019-12-04",
        starts_1="09:30",
    )
    assert response.status_code == 302
    session = event.sessions.get()
    assert session.starts == datetime.datetime(2019, 12, 4, 4, 30, tzinfo=datetime.UTC)
    assert form_of(admin_client.get(page(session)))["starts_1"] == ["09:30:00"]


def test_saving_a_session_unchanged_does_not_move_it(admin_client):
    starts = datetime.datetime(2019, 7, 4, 4, 30, tzinfo=datetime.UTC)
    session = SessionFactory(event__time_zone="Europe/Warsaw", starts=starts)
    assert submit(admin_client, page(session)).status_code == 302
    session.refresh_from_db()
    assert session.starts == starts


def test_it_refuses_an_end_before_the_start(admin_client):
    session = SessionFactory()
    response = submit(
        admin_client,
        page(session),
        starts_0="2019-12-04",
        starts_1="10:00",
        ends_0="2019-12-04",
        ends_1="09:00",
    )
    assert errors_of(response) == {"ends": ["A session cannot end before it starts."]}


def test_it_offers_the_delegations_of_its_event_for_contributions(admin_client):
    session = SessionFactory()
    own = DelegationFactory(event=session.event, state__name_en="Tajikistan")
    DelegationFactory(state__name_en="Elsewhere")
    content = admin_client.get(page(session)).content.decode()
    assert f'<option value="{own.pk}">Tajikistan</option>' in content
    assert "Elsewhere" not in content


def test_it_stores_a_contribution(admin_client):
    session = SessionFactory()
    delegation = DelegationFactory(event=session.event)
    response = submit(
        admin_client,
        page(session),
        **{
            "contributions-0-delegation": delegation.pk,
            "contributions-0-kind": "national_presentation",
            "contributions-0-title_en": "Labour migration",
        },
    )
    assert response.status_code == 302
    assert session.contributions.get().delegation == delegation


def test_it_refuses_a_contribution_of_another_event(admin_client):
    session, elsewhere = SessionFactory(), DelegationFactory()
    response = submit(
        admin_client,
        page(session),
        **{
            "contributions-0-delegation": elsewhere.pk,
            "contributions-0-kind": "statement",
        },
    )
    assert list(errors_of(response)) == ["contributions-0-delegation"]


def test_the_contributions_own_page_refuses_another_event(admin_client):
    session, elsewhere = SessionFactory(), DelegationFactory()
    response = submit(
        admin_client,
        "/admin/events/contribution/add/",
        session=session.pk,
        delegation=elsewhere.pk,
        kind="statement",
    )
    assert errors_of(response) == {
        "delegation": ["This delegation belongs to another event than the session."]
    }


def test_a_speaker_was_a_delegate_to_the_event(admin_client):
    contribution = ContributionFactory()
    stranger = DelegateFactory(person__family_name="Stranger")
    address = f"/admin/events/contribution/{contribution.pk}/change/"
    response = submit(admin_client, address, speakers=[stranger.pk])
    assert errors_of(response) == {"speakers": ["Jan Stranger was not a delegate to this event."]}
    speaker = DelegateFactory(delegation=contribution.delegation)
    assert submit(admin_client, address, speakers=[speaker.pk]).status_code == 302
    assert [*Contribution.objects.get().speakers.all()] == [speaker]
