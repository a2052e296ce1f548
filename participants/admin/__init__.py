"""The admin of participants, by what it is about; Django finds all of it here."""

from participants.admin import figures as figures
from participants.admin import merging as merging
from participants.admin import people as people
from participants.admin import places as places
