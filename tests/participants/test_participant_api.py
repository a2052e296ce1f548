"""States, organisations and figures in the API."""

import datetime

import pytest

from tests.factories import (
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db


def record(client, address: str) -> dict:
    response = client.get(f"/api/v1/{address}/")
    assert response.status_code == 200
    return response.json()


def test_a_state_has_its_memberships_and_those_of_today_by_name(client):
    kingdom = StateFactory(slug="kingdom", name_en="Kingdom", name_ru="Королевство", iso2="GB")
    union = GroupingFactory(slug="union", name_en="Union", name_ru="Союз")
    MembershipFactory(state=kingdom, grouping=union, until=datetime.date(2020, 2, 1))
    MembershipFactory(state=kingdom, grouping=GroupingFactory(slug="process"))
    MembershipFactory(state=kingdom, grouping=GroupingFactory(slug="watched"), role="observer")

    data = record(client, "states/kingdom")

    assert data["name"] == {"en": "Kingdom", "ru": "Королевство"}
    assert (data["iso2"], data["iso3"]) == ("GB", None)
    assert data["groupings"] == ["process"]
    assert [one["grouping"]["slug"] for one in data["memberships"]] == [
        *("process", "union", "watched"),
    ]
    assert data["memberships"][1]["until"] == "2020-02-01"
    assert data["memberships"][1]["grouping"]["name"] == {"en": "Union", "ru": "Союз"}


def test_states_stand_as_the_english_alphabet_has_them(client):
    for name, sort_as in (("Österreich", ""), ("Poland", ""), ("Republic of Moldova", "Moldova")):
        MembershipFactory(state__name_en=name, state__sort_as_en=sort_as)

    results = client.get("/api/v1/states/?page_size=2").json()["results"]
    results += client.get("/api/v1/states/?page_size=2&page=2").json()["results"]

    assert [one["name"]["en"] for one in results] == [
        *("Republic of Moldova", "Österreich", "Poland"),
    ]


def test_a_state_that_takes_part_in_nothing_is_in_no_list_and_has_no_page(client):
    StateFactory(slug="mali")
    MigrationFigureFactory(citizenship=StateFactory(slug="chad"))

    assert client.get("/api/v1/states/").json()["count"] == 0
    assert record(client, "states/mali")["url"] is None
    [figure] = client.get("/api/v1/figures/").json()["results"]
    assert figure["citizenship"]["url"] is None
    assert figure["citizenship"]["api_url"].endswith("/api/v1/states/chad/")


def test_an_organisation_says_where_it_belongs(client):
    ministry = OrganisationFactory(
        slug="ministry", kind="ministry", state=StateFactory(slug="mali")
    )
    OrganisationFactory(
        slug="office", name_en="Office", acronym_en="OF", acronym_ru="УП", parent=ministry
    )

    data = record(client, "organisations/office")
    assert data["acronym"] == {"en": "OF", "ru": "УП"}
    assert data["parent"]["slug"] == "ministry"
    assert record(client, "organisations/ministry")["state"]["slug"] == "mali"


@pytest.mark.parametrize(("value", "number"), [("100", 100), ("1.5", 1.5)])
def test_a_figure_has_a_number_and_its_source(client, value, number):
    figure = MigrationFigureFactory(value=value, note="conflict", remark_ru="Округлено")

    data = record(client, f"figures/{figure.pk}")

    assert data["value"] == number
    assert data["citizenship"] is None
    assert data["reporting_state"]["slug"] == figure.reporting_state.slug
    assert data["reporting_grouping"] is None
    assert (data["note"], data["source_title"]) == ("conflict", "Statistical office")
    assert data["remark"] == {"en": "", "ru": "Округлено"}


def test_a_figure_may_be_reported_by_a_grouping(client):
    union = GroupingFactory(slug="union", name_en="Union")
    figure = MigrationFigureFactory(reporting_state=None, reporting_grouping=union)

    data = record(client, f"figures/{figure.pk}")

    assert data["reporting_state"] is None
    assert data["reporting_grouping"] == {"slug": "union", "name": {"en": "Union", "ru": ""}}
