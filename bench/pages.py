"""Each public page: how often it asks the database, and how long it takes, rendered anew."""

import json
import statistics
import sys
import time
from urllib.parse import urlencode

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

django.setup()

from django.db.models import Count, QuerySet  # noqa: E402
from django.urls import reverse  # noqa: E402

from core.models import ContentRevision  # noqa: E402
from events.models import Event  # noqa: E402
from participants.models import Organisation, State  # noqa: E402
from topics.models import Programme  # noqa: E402

FILTERED = urlencode({"grouping": "central-asia", "topic": "legal-migration"})


def addresses() -> dict[str, str]:
    """Each kind of page, by the record that has most to show."""
    return {
        "home": reverse("home"),
        "event list": reverse("event_list"),
        "event list, filtered": f"{reverse('event_list')}?{FILTERED}",
        "event": reverse("event", args=[_most(Event.objects.published(), "delegations")]),
        "participant list": reverse(
            "participant_list", args=[_most(Event.objects.published(), "delegations__delegates")]
        ),
        "countries": reverse("state_list"),
        "country": reverse("state", args=[_most(State.objects, "delegations")]),
        "organisations": reverse("organisation_list"),
        "organisation": reverse("organisation", args=[_most(Organisation.objects, "delegations")]),
        "topics": reverse("topic_list"),
        "topic": reverse("topic", args=["legal-migration"]),
        "programmes": reverse("programme_list"),
        "programme": reverse("programme", args=[_most(Programme.objects, "events")]),
        "cooperation": reverse("cooperation"),
        "documents": reverse("document_list"),
        "figures": reverse("figure_list"),
        "search": f"{reverse('search')}?{urlencode({'q': 'tajikistan reintegration'})}",
        "API, events": f"/api/v1/events/?{FILTERED}",
    }


def _most(records: QuerySet, related: str) -> str:
    """The slug of the one with most `related` records."""
    return records.annotate(number=Count(related)).order_by("-number", "pk").first().slug


def measure(path: str, rounds: int) -> dict[str, float]:
    """`path` once after a change of content, then `rounds` times more."""
    client = Client(headers={"host": "127.0.0.1"})
    ContentRevision.move_on()
    first = _milliseconds(client, path)
    with CaptureQueriesContext(connection) as captured:
        _milliseconds(client, path)
    return {
        "queries": len(captured),
        "first": first,
        "median": statistics.median(_milliseconds(client, path) for _ in range(rounds)),
    }


def _milliseconds(client: Client, path: str) -> float:
    started = time.perf_counter()
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    ROUNDS = int(sys.argv[1])
    print(json.dumps({name: measure(path, ROUNDS) for name, path in addresses().items()}))
