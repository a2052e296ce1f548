"""All that the register holds about one person, for the person who asks (right of access)."""

from typing import Any

from django.db import models
from simple_history.utils import get_history_manager_for_model as history_of

from events.erasure.erasing import NamesOfPerson, keys_of, nominations_to, versions_naming
from events.models import Delegate
from participants.models import Person, PersonMerge


def data_of(person: Person) -> dict[str, Any]:
    """What is recorded of `person`, today and in former versions, as JSON can hold it."""
    keys = keys_of([person.pk])
    delegates = Delegate.objects.filter(person=person).order_by("pk")
    nominations = nominations_to(NamesOfPerson.of(person).emails)
    return {
        "person": _values(person),
        "former_versions": [_values(each) for each in history_of(Person).filter(id__in=keys)],
        "delegations": [
            {
                "event": delegate.delegation.event.title,
                "dates": delegate.delegation.event.date_text,
                "delegation": delegate.delegation.name,
                "participation": delegate.delegation.participation,
                **_values(delegate),
            }
            for delegate in delegates.select_related(
                "delegation__event", "delegation__state", "delegation__organisation"
            )
        ],
        "former_versions_of_delegations": [
            _values(each) for each in history_of(Delegate).filter(person_id__in=keys)
        ],
        "issued_lists": [
            {"list": str(issued), "as_at": issued.as_at, **entry}
            for issued in versions_naming(keys)
            for delegation in issued.delegations.all()
            for entry in delegation.people
            if entry.get("person") in keys
        ],
        "contact_point_of": [_values(each) for each in nominations],
        "merged_records": [
            each.removed for each in PersonMerge.objects.filter(kept_pk__in=keys, undone_at=None)
        ],
    }


# What the register computes for itself from the names.
_COMPUTED = {"search_text", "name_key", *Person.objects.all().MATCH_KEYS}


def _values(record: models.Model) -> dict[str, Any]:
    return {
        field.name: field.value_from_object(record)
        for field in record._meta.concrete_fields
        if not isinstance(field, models.BinaryField)
        and field.name not in {*_COMPUTED, "token_hash"}
    }
