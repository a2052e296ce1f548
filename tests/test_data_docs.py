"""The pages on the register as data say what the register does, and their examples work."""

import csv
import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from tests.factories import DelegationFactory, EventFactory, MigrationFigureFactory, StateFactory
from website.api.urls import RESOURCES
from website.filters.events import CooperationFilterSet, DocumentFilterSet, EventFilterSet
from website.filters.participants import FigureFilterSet, OrganisationFilterSet, StateFilterSet
from website.views.events import EXAMPLES

PAGE = (Path(__file__).parent.parent / "docs/data.md").read_text()
TABLE = re.findall(r"^\| `/(\w+)\.csv` \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)
API_TABLE = re.findall(r"^\| `/api/v1/(\w+)/` \| (.+) \| .+ \|$", PAGE, re.MULTILINE)
FILTERS = {
    "events": EventFilterSet,
    "states": StateFilterSet,
    "organisations": OrganisationFilterSet,
    "documents": DocumentFilterSet,
    "figures": FigureFilterSet,
    "cooperation": CooperationFilterSet,
}


def test_every_file_is_there():
    assert {name for name, *_rest in TABLE} == {*FILTERS, "topics", "programmes"}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "filters", "columns"), TABLE)
def test_each_file_has_the_columns_and_filters_that_it_says(client, name, filters, columns):
    for address in (f"/{name}.csv", f"/ru/{name}.csv"):
        header = b"".join(client.get(address)).decode("utf-8-sig").splitlines()[0]
        assert header.split(",") == re.findall(r"`(\w+)`", columns)
    known = FILTERS[name].base_filters if name in FILTERS else ()
    assert set(re.findall(r"`(\w+)`", filters)) == set(known)


def test_each_list_of_the_api_has_the_filters_that_it_says():
    assert [name for name, _filters in API_TABLE] == list(RESOURCES)
    for name, filters in API_TABLE:
        filterset = RESOURCES[name].filterset_class
        known = filterset.base_filters if filterset else ()
        assert set(re.findall(r"`(\w+)`", filters)) == set(known)


# --- Examples -----------------------------------------------------------------------------------
def example(language: str, host: str) -> str:
    return render_to_string(EXAMPLES[language], {"base_url": host})


@pytest.mark.django_db
@pytest.mark.parametrize("language", EXAMPLES)
def test_an_example_is_the_same_for_developers_and_on_the_page(client, language):
    assert example(language, "https://register.example.org") in PAGE

    for address in ("/data/", "/ru/data/"):
        page = html.unescape(client.get(address).content.decode())
        assert example(language, "http://127.0.0.1:8000").strip() in page


@pytest.fixture
def host(live_server, settings) -> str:
    """A register with what the examples ask for, at its own address."""
    settings.BASE_URL = live_server.url
    tajikistan = StateFactory(slug="tajikistan", name_en="Tajikistan")
    for number in range(3):
        event = EventFactory(title_en=f"Meeting {number}")
        DelegationFactory(event=event, state=tajikistan)
    MigrationFigureFactory(citizenship=tajikistan, value=8_200, source_title="Office")
    return live_server.url


@pytest.mark.django_db(transaction=True)
def test_the_example_in_python_works(host):
    found = subprocess.run(
        [sys.executable, "-c", example("Python", host)], capture_output=True, text=True, check=True
    )

    assert len(found.stdout.splitlines()) == 3
    assert f"2019-12-04 Meeting 0 {host}/events/meeting-0/" in found.stdout


@pytest.mark.django_db(transaction=True)
def test_the_example_with_curl_works(host, tmp_path):
    # The topic of the example is one that this register lacks.
    commands = example("curl", host).replace("topic=labour-migration&", "")
    for _again in range(2):
        subprocess.run(["sh", "-e", "-c", commands], cwd=tmp_path, check=True)
        state = json.loads((tmp_path / "tajikistan.json").read_text())
        assert state["name"]["en"] == "Tajikistan"
    with (tmp_path / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3


@pytest.mark.django_db(transaction=True)
def test_the_example_in_r_reads_what_is_there(host, client):
    text = example("R", host)
    [api, table] = re.findall(rf'"{host}(/[^"]+)"', text)
    columns = re.findall(r'"(\w+)"', re.search(r"c\((.+?)\)", text)[1])

    [figure] = client.get(api).json()["results"]
    assert [figure[column] for column in columns] == ["residing", 2019, 8200, "Office"]
    header = b"".join(client.get(table)).decode("utf-8-sig").splitlines()[0]
    assert set(columns) <= set(header.split(","))
    # R itself is not needed to work on the register; where it is there, it reads the example.
    if rscript := shutil.which("Rscript"):
        subprocess.run([rscript, "-e", f"parse(text = {json.dumps(text)})"], check=True)
