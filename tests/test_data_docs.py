"""The page on the register as data says what the register does."""

import re
from pathlib import Path

import pytest

from events.filters import CooperationFilterSet, DocumentFilterSet, EventFilterSet
from participants.filters import FigureFilterSet, OrganisationFilterSet, StateFilterSet

TABLE = re.findall(
    r"^\| `/(\w+)\.csv` \| (.+) \| (.+) \|$",
    (Path(__file__).parent.parent / "docs/data.md").read_text(),
    re.MULTILINE,
)
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
