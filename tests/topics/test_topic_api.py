"""Topics and programmes in the API."""

import datetime

import pytest

from tests.factories import (
    OrganisationFactory,
    PhaseFactory,
    ProgrammeFactory,
    StateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def test_topics_are_a_tree_from_top_to_bottom(client):
    labour = TopicFactory(slug="labour", name_en="Labour", name_ru="Труд")
    TopicFactory(slug="asylum", name_en="Asylum")
    TopicFactory(slug="seasonal", name_en="Seasonal", parent=labour)

    results = client.get("/api/v1/topics/").json()["results"]

    assert [one["slug"] for one in results] == ["asylum", "labour", "seasonal"]
    assert results[1]["name"] == {"en": "Labour", "ru": "Труд"}
    assert [one["slug"] for one in results[1]["children"]] == ["seasonal"]
    assert results[2]["parent"]["slug"] == "labour"
    assert client.get("/api/v1/topics/seasonal/").json() == results[2]


def test_a_programme_has_its_phases_and_partners(client):
    programme = ProgrammeFactory(slug="bomca", funder=OrganisationFactory(slug="commission"))
    programme.implementers.add(OrganisationFactory(slug="centre"))
    programme.states.add(StateFactory(slug="tajikistan"))
    PhaseFactory(programme=programme, number=2, start=datetime.date(2015, 6, 15), budget="8.5")
    PhaseFactory(programme=programme, number=1)

    data = client.get("/api/v1/programmes/bomca/").json()

    assert data["funder"]["slug"] == "commission"
    assert [one["slug"] for one in data["implementers"]] == ["centre"]
    assert [one["slug"] for one in data["states"]] == ["tajikistan"]
    first, second = data["phases"]
    assert (first["number"], first["start"], first["budget"]) == (1, None, None)
    assert (second["number"], second["start"], second["budget"]) == (2, "2015-06-15", 8.5)
