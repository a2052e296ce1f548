"""Golden files: how JSON of each schema is stored, for the tests that it can be read for ever.

`tests/golden/NAME/NUMBER.json` is what the database holds under schema NUMBER. A file is never
changed once a release has written such JSON.
"""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from events.models import Event
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    PersonFactory,
)

GOLDEN = Path(__file__).parent / "golden"


def golden(name: str, schema: int) -> dict[str, Any]:
    return json.loads((GOLDEN / name / f"{schema}.json").read_text())


def golden_schemas(name: str) -> list[int]:
    """The numbers of the golden files, in order."""
    return sorted(int(path.stem) for path in (GOLDEN / name).glob("*.json"))


def check_shape(name: str, written: dict[str, Any], maps: set[str]) -> None:
    """Fail if `written` has another shape than the golden file of its schema.

    A golden file that is not there yet is written, to be looked at and committed.
    """
    path = GOLDEN / name / f"{written['schema']}.json"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n")
        pytest.fail(f"{path.name} of {name} was missing and is written now: check and commit it.")
    assert shape(written, maps) == shape(json.loads(path.read_text()), maps), (
        f"What is stored has another shape than {path.name} of {name}. Count the schema number "
        "up, and say beside it how the older schema is read."
    )


def shape(value: Any, maps: set[str], name: str = "") -> Any:
    """The names and types in `value`, without the data.

    `maps` are names of mappings whose keys are data too, "" for `value` itself.
    """
    if isinstance(value, dict):
        if name in maps:
            return {"*": _distinct(shape(each, maps, name) for each in value.values())}
        return {key: shape(each, maps, key) for key, each in value.items()}
    if isinstance(value, list):
        return _distinct(shape(each, maps, name) for each in value)
    return type(value).__name__


def _distinct(shapes) -> list:
    return [
        json.loads(text) for text in sorted({json.dumps(each, sort_keys=True) for each in shapes})
    ]


def make_conference() -> Event:
    """Two delegations with people of all sorts, and one without names; the same in every run."""
    event = EventFactory(
        title_en="Conference",
        title_ru="Конференция",
        slug="conference",
        city_en="Warsaw",
        city_ru="Варшава",
        starts=datetime.date(2019, 12, 4),
        ends=datetime.date(2019, 12, 5),
        corrections_contact="office@example.org",
    )
    poland = DelegationFactory(
        event=event, state__name_en="Poland", state__name_ru="Польша", role="leading_state"
    )
    event.host_state = poland.state
    event.save()
    austria = DelegationFactory(event=event, state__name_en="Austria", state__name_ru="Австрия")
    OrganisationDelegationFactory(
        event=event,
        organisation__name_en="Secretariat",
        organisation__name_ru="Секретариат",
        organisation__kind="intergovernmental",
        also_organiser=True,
        in_capacity_of_en="Host",
        in_capacity_of_ru="Хозяин",
    )
    DelegateFactory(
        delegation=poland,
        person=PersonFactory(email="anna@example.org", phone="+48 22 601"),
        prefix="Ms",
        given_names="Anna",
        family_name="Nowak",
        capacity="head",
        position="Director",
        institution="Ministry",
    )
    DelegateFactory(delegation=poland, given_names="", family_name="Lis", status="withdrawn")
    DelegateFactory(delegation=austria, given_names="Ali", family_name="Çelik", capacity="expert")
    return event
