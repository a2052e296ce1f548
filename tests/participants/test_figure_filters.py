"""The counts beside the choices must agree with what the choices find."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants.models import MigrationFigure
from tests.factories import GroupingFactory, MigrationFigureFactory, StateFactory
from tests.facts import check
from website.filters.participants import FigureFilterSet

STATES = ["kazakhstan", "poland", "tajikistan"]
INDICATORS = ["residing", "asylum_applicants", "work_permits"]


@pytest.fixture
def _register(db):
    """Fourteen figures that differ in every facet."""
    states = [StateFactory(slug=slug, name_en=slug) for slug in STATES]
    union = GroupingFactory(slug="european-union")
    for number in range(14):
        by_grouping = number % 3 == 0
        MigrationFigureFactory(
            reporting_state=None if by_grouping else states[number % 2],
            reporting_grouping=union if by_grouping else None,
            citizenship=None if number % 5 == 0 else states[number % 3],
            indicator=INDICATORS[number % 3],
            year=2015 + number % 4,
            source_title=f"Source {number}",
        )


def facts(figure: MigrationFigure) -> dict:
    """What the facets say of `figure`."""
    return {
        "reporting": {figure.reporting.slug},
        "citizenship": {figure.citizenship.slug if figure.citizenship else "all"},
        "indicator": {figure.indicator},
        "year": {str(figure.year)},
    }


def choices(values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


@pytest.mark.usefixtures("_register")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.fixed_dictionaries(
        {
            "reporting": choices(["kazakhstan", "poland", "european-union"]),
            "citizenship": choices([*STATES, "all"]),
            "indicator": choices(INDICATORS),
            "year": choices(["2015", "2016", "2017"]),
        }
    )
)
def test_each_count_is_the_number_that_the_choice_would_find(chosen):
    records = MigrationFigure.objects.all()
    every = {
        record: facts(record) for record in map(records.in_bulk().get, records.keys_in_order())
    }
    check(lambda data: FigureFilterSet(data, queryset=records), every, chosen)
