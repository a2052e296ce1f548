"""The schema says what the API does: valid by its own rules, and asked for all that it allows."""

import json
from contextlib import suppress

import pytest
import schemathesis
from drf_spectacular.validation import validate_schema
from hypothesis import given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import load_all_checks
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from config.wsgi import application
from tests.factories import (
    ContributionFactory,
    DocumentFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PhaseFactory,
    PublicDelegateFactory,
    TopicFactory,
)
from website.api.urls import RESOURCES

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(client) -> dict:
    return json.loads(client.get("/api/v1/schema/").content)


def test_it_is_valid_openapi(schema):
    validate_schema(schema)
    assert schema["openapi"] == "3.1.0"


def test_it_has_every_resource_as_list_and_record(schema):
    keys = {"figures": "id", "delegations": "id"}
    assert set(schema["paths"]) == {"/api/v1/"}.union(
        *(
            {f"/api/v1/{name}/", f"/api/v1/{name}/{{{keys.get(name, 'slug')}}}/"}
            for name in RESOURCES
        )
    )
    assert all(list(operations) == ["get"] for operations in schema["paths"].values())


def test_it_enumerates_codes_with_their_labels(schema):
    kind = schema["components"]["schemas"]["EventKind"]
    assert "study_visit" in kind["enum"]
    assert "* `study_visit` - study visit" in kind["description"]

    [kind] = [
        parameter
        for parameter in schema["paths"]["/api/v1/events/"]["get"]["parameters"]
        if parameter["name"] == "kind"
    ]
    assert "study_visit" in kind["schema"]["items"]["enum"]
    assert "* `study_visit` - study visit" in kind["description"]


def test_each_list_has_the_filters_of_its_page(schema):
    for name, viewset in RESOURCES.items():
        parameters = schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"]
        filters = viewset.filterset_class.base_filters if viewset.filterset_class else {}
        assert {parameter["name"] for parameter in parameters} == {*filters, "page", "page_size"}
        assert all(parameter["description"] for parameter in parameters)


def test_it_has_no_field_for_personal_data(schema):
    fields = {
        name
        for component in schema["components"]["schemas"].values()
        for name in component.get("properties", ())
    }
    assert "participants" in fields
    assert not fields & {"delegates", "email", "family_name", "given_names", "phone", "speakers"}


# Committed, since each request closes its connection.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", GenerationMode)
def test_no_request_finds_an_undocumented_answer(mode):
    """Generated from the schema, as it allows and as it does not: no 5xx, nothing unannounced."""
    _fill()
    load_all_checks()
    for result in schemathesis.openapi.from_wsgi(
        "/api/v1/schema/", application
    ).get_all_operations():
        operation = result.ok()

        @settings(max_examples=12, deadline=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            # A slug that the register does not have is refused, however well it is formed; and an
            # empty parameter is none.
            # Called without a server, nobody unpacks what was compressed.
            case.call_and_validate(
                headers={"Accept-Encoding": "identity"},
                excluded_checks=[positive_data_acceptance, negative_data_rejection],
            )

        # An operation without parameters leaves nothing to get wrong.
        with suppress(Unsatisfiable):
            ask()


def _fill():
    topic = TopicFactory(parent=TopicFactory())
    event = EventFactory(slug="string", follows=EventFactory())
    event.topics.add(topic)
    delegation = PublicDelegateFactory(delegation__event=event).delegation
    OrganisationDelegationFactory(event=event, led_by=OrganisationFactory())
    ContributionFactory(session__event=event, delegation=delegation)
    DocumentFactory(event=event, standing="draft")
    MembershipFactory(grouping=GroupingFactory(), state=delegation.state)
    MigrationFigureFactory(citizenship=delegation.state, value="1.5", note="conflict")
    PhaseFactory(budget=8_690_000)
