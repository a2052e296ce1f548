from events.models.delegation import Delegate, Delegation
from events.models.document import Document
from events.models.event import Contribution, Event, ListSection, Session
from events.models.export import ParticipantExport
from events.models.nomination import Nomination
from events.models.record import RecordEntry
from events.models.search import SearchEntry

__all__ = [
    "Contribution",
    "Delegate",
    "Delegation",
    "Document",
    "Event",
    "ListSection",
    "Nomination",
    "ParticipantExport",
    "RecordEntry",
    "SearchEntry",
    "Session",
]
