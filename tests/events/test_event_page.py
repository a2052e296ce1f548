import datetime

import pytest

from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def page_of(client, event, language="en") -> str:
    prefix = "/ru" if language == "ru" else ""
    response = client.get(f"{prefix}/events/{event.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_works_in_both_languages(client):
    event = EventFactory(
        title_en="Areas of cooperation", title_ru="Области сотрудничества", city_en="Warsaw"
    )

    assert "<h1>Areas of cooperation</h1>" in page_of(client, event)
    assert "4 December 2019" in page_of(client, event)
    assert "<h1>Области сотрудничества</h1>" in page_of(client, event, "ru")
    assert "4 декабря 2019" in page_of(client, event, "ru")


def test_a_draft_is_not_found(client):
    assert client.get(f"/events/{EventFactory(published=False).slug}/").status_code == 404


def test_it_shows_delegations_with_roles_names_of_the_day_and_capacity(client):
    poland = StateFactory(name_en="Poland")
    event = EventFactory(host_state=poland)
    DelegationFactory(event=event, state=poland, role="leading_state", also_organiser=True)
    DelegationFactory(
        event=event, state=StateFactory(name_en="Türkiye"), name_as_of_event_en="Turkey"
    )
    OrganisationDelegationFactory(
        event=event,
        organisation=OrganisationFactory(name_en="Migration Centre", kind="intergovernmental"),
        in_capacity_of_en="Prague Process Secretariat",
    )

    page = page_of(client, event)

    assert "Turkey" in page
    assert "Türkiye" not in page
    assert "Prague Process Secretariat" in page
    for role in ("leading state", "host", "organiser"):
        assert f'<span class="label">{role}</span>' in page
    assert page.index("Poland</a>") < page.index("Turkey</a>") < page.index("Migration Centre</a>")


def test_it_explains_a_marked_name_in_a_footnote(client):
    kosovo = StateFactory(name_en="Kosovo", footnote_en="Without prejudice to positions.")
    event = DelegationFactory(state=kosovo).event

    page = page_of(client, event)

    assert 'href="#footnote-1"' in page
    assert '<p id="footnote-1">* Without prejudice to positions.</p>' in page


def test_it_says_that_no_delegations_are_recorded(client):
    assert "No delegations are recorded for this event." in page_of(client, EventFactory())


def test_it_shows_the_agenda_in_order_of_appearance(client):
    event = EventFactory(time_zone="Europe/Warsaw")
    later = SessionFactory(
        event=event,
        title_en="Afternoon",
        starts=datetime.datetime(2019, 12, 4, 13, 0, tzinfo=datetime.UTC),
    )
    SessionFactory(
        event=event,
        title_en="Morning",
        starts=datetime.datetime(2019, 12, 4, 8, 0, tzinfo=datetime.UTC),
    )
    for position, name in ((2, "Austria"), (1, "Uzbekistan")):
        delegation = DelegationFactory(event=event, state=StateFactory(name_en=name))
        ContributionFactory(
            session=later, delegation=delegation, position=position, title_en=f"By {name}"
        )

    page = page_of(client, event)

    assert page.index("Morning") < page.index("Afternoon")
    assert page.index("By Uzbekistan") < page.index("By Austria")
    assert "4 December 2019, 14:00" in page, "times are those of the place"


@pytest.mark.parametrize(
    ("status", "starts", "hosted", "title"),
    [
        *(("held", False, False, "What was presented"), ("held", True, False, "Agenda")),
        *(("planned", False, False, "Agenda"), ("held", False, True, "Institutions visited")),
    ],
)
def test_only_an_agenda_is_called_one(client, status, starts, hosted, title):
    day = datetime.datetime(2019, 12, 4, 9, tzinfo=datetime.UTC)
    SessionFactory(
        event__status=status,
        event__slug="event",
        starts=day if starts else None,
        host_organisation=OrganisationFactory() if hosted else None,
    )

    page = client.get("/events/event/").content.decode()

    titles = ["What was presented", "Agenda", "Institutions visited"]
    assert [one for one in titles if f">{one}</h2>" in page] == [title]


def test_a_format_is_shown_only_where_it_is_recorded(client):
    assert "<dt>Format</dt>" not in page_of(client, EventFactory())
    assert "In person" in page_of(client, EventFactory(format="in_person"))


def test_it_links_what_it_follows_and_what_followed_but_no_draft(client):
    before = EventFactory(title_en="Conference")
    event = EventFactory(follows=before)
    EventFactory(title_en="Third step", follows=event)
    EventFactory(title_en="Secret draft", follows=event, published=False)

    page = page_of(client, event)

    assert "Conference" in page
    assert "Third step" in page
    assert "Secret draft" not in page


def test_it_does_not_name_the_draft_that_it_follows(client):
    draft = EventFactory(title_en="Secret draft", published=False)

    assert "Secret draft" not in page_of(client, EventFactory(follows=draft))


def test_it_shows_published_documents_alone(client):
    event = EventFactory()
    DocumentFactory(event=event, title_en="Policy brief", authors="Yan Matusevich")
    DocumentFactory(event=event, title_en="Secret paper", published=False)

    page = page_of(client, event)

    assert "Policy brief" in page
    assert "Yan Matusevich" in page
    assert "Secret paper" not in page


@pytest.mark.parametrize("field", ["summary_en", "outcome_en", "sources"])
def test_markdown_is_shown_and_script_is_not_run(client, field):
    text = "**Bold** <script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=y>"

    page = page_of(client, EventFactory(**{field: text}))

    assert "<strong>Bold</strong>" in page
    assert "<script>" not in page
    assert "<img" not in page
    assert 'href="javascript:' not in page


def test_text_of_every_field_is_escaped(client):
    attack = "<script>alert(1)</script>"
    state = StateFactory(name_en=attack, footnote_en=attack)
    event = EventFactory(title_en=attack, city_en=attack, venue_en=attack, reference=attack)
    delegation = DelegationFactory(event=event, state=state, in_capacity_of_en=attack)
    session = SessionFactory(event=event, title_en=attack, place=attack, note_en=attack)
    ContributionFactory(session=session, delegation=delegation, title_en=attack)
    DocumentFactory(event=event, title_en=attack, authors=attack, publisher=attack)
    event.topics.add(TopicFactory(name_en=attack))

    assert "<script>" not in page_of(client, event)


def test_it_says_that_an_event_was_cancelled(client):
    assert "cancelled" in page_of(client, EventFactory(status="cancelled"))


def test_it_marks_sample_data(client):
    event = EventFactory(sample=True)

    assert "Sample data: this event and its people are fictional." in page_of(client, event)
    assert "sample data" in client.get("/events/").content.decode()


def test_it_stands_in_the_chain_of_what_it_followed_and_what_followed(client):
    first = EventFactory(title_en="First meeting", starts=datetime.date(2018, 1, 1))
    event = EventFactory(title_en="Conference", follows=first)
    visit = EventFactory(title_en="Study visit", starts=None, follows=event)
    EventFactory(title_en="Seminar", starts=datetime.date(2021, 1, 1), follows=visit)
    EventFactory(title_en="Secret draft", published=False, follows=event)
    EventFactory(title_en="Elsewhere")

    for one in (first, event, visit):
        chain = client.get(f"/events/{one.slug}/").context["chain"]
        assert [step.title for step in chain] == [
            *("First meeting", "Conference", "Study visit", "Seminar"),
        ]
    assert '<span aria-current="true">Conference</span>' in page_of(client, event)


def test_a_draft_in_between_ends_the_chain(client):
    first = EventFactory(title_en="First meeting")
    draft = EventFactory(published=False, follows=first)
    last = EventFactory(title_en="Last meeting", follows=draft)

    assert client.get(f"/events/{last.slug}/").context["chain"] == [last]
    assert "What it followed" not in page_of(client, first)


def test_it_leads_to_the_participant_list_in_every_format(client):
    event = DelegationFactory(event__slug="conference").event

    content = client.get(event.get_absolute_url()).content.decode()

    for end in ("/", ".pdf", ".docx", ".xlsx", ".csv"):
        assert f'href="/events/conference/participants{end}"' in content
