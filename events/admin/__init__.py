"""The admin of events, by what it is about; Django finds all of it here."""

from events.admin import delegations as delegations
from events.admin import documents as documents
from events.admin import erasures as erasures
from events.admin import event as event
from events.admin import issued_lists as issued_lists
from events.admin import participants as participants
from events.admin import presets as presets
from events.admin import publication as publication
from events.admin import sessions as sessions
