"""The ground floor: who can take part, and the figures that are reported about them."""

from participants.base import ContentRevision
from participants.models.figure import MigrationFigure
from participants.models.grouping import Grouping, Membership
from participants.models.participant import Organisation, State, refuse_circle
from participants.models.person import Person

__all__ = [
    "ContentRevision",
    "Grouping",
    "Membership",
    "MigrationFigure",
    "Organisation",
    "Person",
    "State",
    "refuse_circle",
]
