from events.models.delegation import Delegate, Delegation
from events.models.document import Document
from events.models.erasure import Erasure
from events.models.event import Contribution, Event, ListSection, Session
from events.models.export import ParticipantExport
from events.models.issue import IssuedDelegation, IssuedList
from events.models.nomination import Nomination
from events.models.participant_import import ParticipantImport, Sender, SenderWord
from events.models.preset import ListPreset
from events.models.publication import PublicationDecision

__all__ = [
    "Contribution",
    "Delegate",
    "Delegation",
    "Document",
    "Erasure",
    "Event",
    "IssuedDelegation",
    "IssuedList",
    "ListPreset",
    "ListSection",
    "Nomination",
    "ParticipantExport",
    "ParticipantImport",
    "PublicationDecision",
    "Sender",
    "SenderWord",
    "Session",
]
