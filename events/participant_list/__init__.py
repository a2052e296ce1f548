"""The participant list: the product's heart. It knows no HTTP.

`types` are the delegations and rows that a list is made of. `order` decides protocol order,
`rows` reads the list as plain data, `columns` says what a file
`fields` is the table of what a list may say of a person; all that follows loops over it.
`order` decides protocol order, `rows` makes the list plain data, `columns` says what a file
shows of it, `document` puts it into the words of a document, and `writers` make the files.
Imports go in this order only.

The way in: `readers` read a file, `intake` makes one list of its tables, `plan` says what it would
change, with the officer's `decisions`, and `apply` carries that out.
"""

from events.participant_list.errors import ParticipantListError, UnknownLanguage
from events.participant_list.order import Section, delegations_in_order, sections_in_order
from events.participant_list.rows import ListByName, ParticipantList, rows
from events.participant_list.types import Audience, ListedDelegation, Row

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
