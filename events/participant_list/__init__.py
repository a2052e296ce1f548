"""The participant list: the product's heart. It knows no HTTP.

`order` decides protocol order, `rows` makes the list plain data, `columns` says what a file
shows of it, `document` puts it into the words of a document, and `writers` make the files.
Imports go in this order only.
"""

from events.participant_list.errors import ParticipantListError, UnknownLanguage
from events.participant_list.order import Section, delegations_in_order, sections_in_order
from events.participant_list.rows import (
    Audience,
    ListByName,
    ListedDelegation,
    ParticipantList,
    Row,
    rows,
)

__all__ = [
    "Audience",
    "ListByName",
    "ListedDelegation",
    "ParticipantList",
    "ParticipantListError",
    "Row",
    "Section",
    "UnknownLanguage",
    "delegations_in_order",
    "rows",
    "sections_in_order",
]
