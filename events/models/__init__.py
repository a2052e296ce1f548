from events.models.delegation import Delegate, Delegation
from events.models.document import Document
from events.models.event import Contribution, Event, ListSection, Session
from events.models.export import ParticipantExport
from events.models.nomination import Nomination
from events.models.publication import PublicationDecision
from events.models.record import RecordEntry

__all__ = [
    "Contribution",
    "Delegate",
    "Delegation",
    "Document",
    "Event",
    "ListSection",
    "Nomination",
    "ParticipantExport",
    "PublicationDecision",
    "RecordEntry",
    "Session",
]
