"""The ground floor: who can take part, and the figures that are reported about them."""

from participants.models.figure import MigrationFigure
from participants.models.grouping import Grouping, Membership
from participants.models.merge import DistinctPersons, PersonMerge
from participants.models.participant import Organisation, State, refuse_circle
from participants.models.person import Person

__all__ = [
    "DistinctPersons",
    "Grouping",
    "Membership",
    "MigrationFigure",
    "Organisation",
    "Person",
    "PersonMerge",
    "State",
    "refuse_circle",
]
