import datetime

import pytest

from tests.factories import (
    EventFactory,
    OrganisationFactory,
    PhaseFactory,
    ProgrammeFactory,
    StateFactory,
    TopicFactory,
)
from topics.models import Programme

pytestmark = pytest.mark.django_db


def test_the_list_shows_name_kind_and_funder(client):
    ProgrammeFactory(name_en="Border Programme", funder=OrganisationFactory(name_en="The Funder"))

    page = client.get("/programmes/").content.decode()

    for text in ("Border Programme", "Programme", "The Funder"):
        assert text in page


def test_a_page_shows_phases_states_topics_and_events(client):
    bomca = ProgrammeFactory(name_en="Border Programme", acronym_en="BOMCA")
    PhaseFactory(
        programme=bomca,
        number=9,
        start=datetime.date(2015, 6, 15),
        budget=1_600_000,
        note_en="Led by Latvia.",
    )
    bomca.states.add(StateFactory(name_en="Tajikistan"))
    bomca.topics.add(TopicFactory(name_en="Border management"))
    EventFactory(title_en="Conference").programmes.add(bomca)
    EventFactory(title_en="Secret draft", published=False).programmes.add(bomca)

    page = client.get("/programmes/bomca/").content.decode()

    for text in ("Phase 9", "15 June 2015", "1,600,000", "Led by Latvia.", "Tajikistan"):
        assert text in page
    assert "Border management" in page
    assert "Conference" in page
    assert "Secret draft" not in page


def test_an_unknown_programme_is_not_found(client):
    assert client.get("/programmes/nothing/").status_code == 404


def test_the_list_stands_under_kinds_with_phases_on_one_scale_of_time(client):
    ProgrammeFactory(name_en="Accord", kind="agreement")
    ProgrammeFactory(name_en="Coming Programme", kind="programme")
    for name, year in (("Border Programme", 2015), ("Asylum Programme", 2021)):
        PhaseFactory(
            programme__name_en=name,
            number=1,
            start=datetime.date(year, 1, 1),
            end=datetime.date(year, 12, 31),
        )

    response = client.get("/programmes/")

    assert [
        (one["kind"], [programme.name for programme in one["programmes"]])
        for one in response.context["kinds"]
    ] == [
        ("programme", ["Asylum Programme", "Border Programme", "Coming Programme"]),
        ("agreement", ["Accord"]),
    ]
    page = " ".join(response.content.decode().split())
    assert "<span>2015</span><span>2021</span>" in page
    assert page.count('class="scale"') == 1
    # An agreement has no phases to be recorded.
    assert page.count("Dates not recorded") == 1


def test_bars_stand_where_their_phases_lie_in_time():
    programme = ProgrammeFactory()
    for number, (start, end) in enumerate(
        [
            (datetime.date(2010, 1, 1), datetime.date(2014, 12, 31)),
            (datetime.date(2015, 1, 1), datetime.date(2019, 12, 31)),
            (datetime.date(2018, 7, 1), None),
            (None, datetime.date(2030, 1, 1)),
        ]
    ):
        PhaseFactory(programme=programme, number=number, start=start, end=end)

    time_line = Programme.objects.time_line(datetime.date(2019, 12, 31))

    assert (time_line.first_year, time_line.last_year) == (2010, 2019)
    [programme] = time_line
    bars = [(bar.phase.number, bar.left, bar.left + bar.width) for bar in programme.bars]
    assert bars == [(0, 0, 50), (1, 50, 100), (2, 84, 100)]


def test_a_phase_of_one_day_is_seen_all_the_same():
    PhaseFactory(start=datetime.date(2019, 1, 1), end=datetime.date(2019, 1, 1))

    [programme] = Programme.objects.time_line(datetime.date(2026, 1, 1))

    assert [bar.width for bar in programme.bars] == [1]


def test_a_page_says_what_is_missing(client):
    ProgrammeFactory(name_en="Accord")

    page = client.get("/programmes/accord/").content.decode()

    for text in ("No phases recorded.", "No documents recorded."):
        assert text in page
