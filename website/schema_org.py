"""Events and documents in the vocabulary of schema.org, without delegates."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language

from core import markdown
from core.exports import public_url
from events.models import Delegation, Document, Event
from topics.models import Topic

_SCHEMA = "https://schema.org/"
_STATUSES: dict[str, str] = {
    Event.Status.PLANNED: f"{_SCHEMA}EventScheduled",
    Event.Status.HELD: f"{_SCHEMA}EventScheduled",
    Event.Status.CANCELLED: f"{_SCHEMA}EventCancelled",
}
_MODES: dict[str, str] = {
    Event.Format.IN_PERSON: f"{_SCHEMA}OfflineEventAttendanceMode",
    Event.Format.ONLINE: f"{_SCHEMA}OnlineEventAttendanceMode",
    Event.Format.HYBRID: f"{_SCHEMA}MixedEventAttendanceMode",
}
_LONGEST_DESCRIPTION = 500


def linked_data(
    event: Event, organisers: Iterable[Delegation], topics: Iterable[Topic]
) -> dict[str, object]:
    """`event` as schema.org/Event; what is not recorded is left out."""
    data = {
        "@type": "Event",
        "@id": public_url(event),
        "url": public_url(event),
        "name": event.title,
        "description": markdown.to_text(event.summary)[:_LONGEST_DESCRIPTION],
        "inLanguage": get_language(),
        "startDate": event.starts and event.starts.isoformat(),
        "endDate": event.starts and (event.ends or event.starts).isoformat(),
        "eventStatus": _STATUSES[event.status],
        "eventAttendanceMode": _MODES.get(event.format),
        "location": _places(event),
        "organizer": [_organiser(delegation) for delegation in organisers],
        "keywords": [topic.name for topic in topics],
    }
    return {name: value for name, value in data.items() if value}


def document_data(document: Document) -> dict[str, object]:
    """`document` as schema.org/CreativeWork; what is not recorded is left out."""
    data = {
        "@type": "CreativeWork",
        "@id": public_url(document),
        "url": public_url(document),
        "name": document.title,
        "abstract": document.abstract,
        "genre": document.get_kind_display(),
        # Persons or bodies, one or several, in one text.
        "author": document.authors,
        "publisher": document.publisher and {"@type": "Organization", "name": document.publisher},
        "datePublished": document.date and document.date.isoformat(),
        "inLanguage": [code for code in document.language.split(",") if code != "other"],
        "sameAs": document.url,
        "spatialCoverage": [state.name for state in document.states.all()],
        "keywords": [topic.name for topic in document.topics.all()],
    }
    return {name: value for name, value in data.items() if value}


def _places(event: Event) -> list[dict]:
    places: list[dict] = []
    if event.format in (Event.Format.ONLINE, Event.Format.HYBRID):
        places.append({"@type": "VirtualLocation", "url": public_url(event)})
    if event.city or event.host_state:
        address = {
            "@type": "PostalAddress",
            "addressLocality": event.city,
            "addressCountry": event.host_state.iso2 or event.host_state.name
            if event.host_state
            else "",
        }
        places.append(
            {
                "@type": "Place",
                "name": event.venue or event.place_text,
                "address": {name: value for name, value in address.items() if value},
            }
        )
    return places


def _organiser(delegation: Delegation) -> dict:
    organiser = delegation.led_by or delegation.participant
    return {
        "@type": "GovernmentOrganization" if delegation.state_id else "Organization",
        "name": delegation.led_by.name if delegation.led_by else delegation.name,
        "url": settings.BASE_URL + organiser.get_absolute_url(),
    }
