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
