import csv
import datetime
import io

import pytest

from tests.factories import GroupingFactory, MigrationFigureFactory, StateFactory

pytestmark = pytest.mark.django_db


def values(response) -> list[int]:
    return [int(figure.value) for figure in response.context["object_list"]]


def rows(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_shows_each_figure_with_its_source(client):
    MigrationFigureFactory(
        reporting_state=StateFactory(name_en="Poland", name_ru="Польша"),
        citizenship=StateFactory(name_en="Tajikistan", name_ru="Таджикистан"),
        indicator="asylum_applicants",
        unit="flow",
        value=12_539,
        source_title="The office",
        source_url="https://example.org/figures",
        note="secondary",
        remark_en="Rounded.",
        remark_ru="Округлено.",
    )

    page = client.get("/figures/").content.decode()
    for text in ("Poland", "Tajikistan", "Asylum applicants", "flow, over a year", "12,539"):
        assert text in page
    assert 'href="https://example.org/figures"' in page
    assert '<span class="label">secondary source</span>' in page
    assert "Rounded." in page

    page = client.get("/ru/figures/").content.decode()
    assert "Таджикистан" in page
    assert "Округлено." in page


def test_figures_on_which_sources_disagree_stand_one_under_the_other(client):
    poland = StateFactory(name_en="Poland")
    tajikistan = StateFactory(name_en="Tajikistan")
    for year, value, source in ((2016, 830, "A"), (2015, 527, "A"), (2015, 539, "B")):
        MigrationFigureFactory(
            reporting_state=poland,
            citizenship=tajikistan,
            year=year,
            value=value,
            source_title=source,
            note="conflict" if year == 2015 else "",
        )
    MigrationFigureFactory(reporting_state=StateFactory(name_en="Austria"), value=1)

    response = client.get("/figures/")

    assert values(response) == [1, 527, 539, 830]
    assert response.content.decode().count("sources disagree</span>") == 2


def test_it_follows_the_alphabet_of_the_language(client):
    for english, russian, value in (("Austria", "Австрия", 2), ("Spain", "Абсурдия", 1)):
        MigrationFigureFactory(
            citizenship=StateFactory(name_en=english, name_ru=russian), value=value
        )

    assert values(client.get("/figures/")) == [2, 1]
    assert values(client.get("/ru/figures/")) == [1, 2]


def test_reporting_takes_states_and_groupings(client):
    union = GroupingFactory(name_en="European Union")
    MigrationFigureFactory(reporting_state=None, reporting_grouping=union, value=1)
    MigrationFigureFactory(reporting_state=StateFactory(name_en="Poland"), value=2)
    MigrationFigureFactory(value=3)

    assert values(client.get("/figures/?reporting=european-union")) == [1]
    both = client.get("/figures/?reporting=european-union&reporting=poland")
    assert sorted(values(both)) == [1, 2]


def test_citizenship_takes_states_and_all_together(client):
    MigrationFigureFactory(citizenship=None, value=1)
    MigrationFigureFactory(citizenship=StateFactory(name_en="Tajikistan"), value=2)

    assert values(client.get("/figures/?citizenship=all")) == [1]
    assert values(client.get("/figures/?citizenship=tajikistan")) == [2]


def test_it_filters_by_indicator_and_year(client):
    MigrationFigureFactory(indicator="residing", year=2018, value=1)
    MigrationFigureFactory(indicator="residing", year=2019, value=2)
    MigrationFigureFactory(indicator="repatriates", year=2019, value=3)

    assert values(client.get("/figures/?indicator=residing&year=2019")) == [2]


@pytest.mark.parametrize("query", ["reporting=x", "citizenship=x", "indicator=x", "year=abc"])
def test_it_says_which_value_it_does_not_know_and_finds_nothing(client, query):
    MigrationFigureFactory()
    sentence = f"“{query.split('=')[1]}” is not"

    response = client.get(f"/figures/?{query}")
    assert values(response) == []
    assert sentence in response.content.decode()

    response = client.get(f"/figures.csv?{query}")
    assert response.status_code == 400
    assert sentence in response.content.decode()


@pytest.mark.parametrize("page", ["99999", "-1", "abc"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    assert client.get(f"/figures/?page={page}").status_code == 404


def test_it_leads_to_the_same_figures_as_a_file(client):
    MigrationFigureFactory(indicator="residing")

    page = client.get("/figures/?indicator=residing&page=1").content.decode()

    assert 'href="/figures.csv?indicator=residing"' in page


def test_the_file_says_what_the_page_says(client):
    MigrationFigureFactory(
        reporting_state=StateFactory(name_en="Poland"),
        citizenship=None,
        unit="stock",
        year=2015,
        reference_date=datetime.date(2015, 12, 31),
        qualifier="fewer",
        value=1_250,
        remark_en="Rounded.",
        remark_ru="=Округлено.",
    )
    MigrationFigureFactory(indicator="repatriates", value="0.5")

    found = rows(client.get("/ru/figures.csv?citizenship=all&indicator=residing"))

    assert found == [
        {
            "reporting": "poland",
            "citizenship": "all",
            "indicator": "residing",
            "unit": "stock",
            "year": "2015",
            "reference_date": "2015-12-31",
            "value": "1250",
            "source_title": "Statistical office",
            "source_url": "",
            "note": "",
            "remark": "'=Округлено.",
            "qualifier": "fewer",
        }
    ]
    assert [row["value"] for row in rows(client.get("/figures.csv"))] == ["1250", "0.5"]
