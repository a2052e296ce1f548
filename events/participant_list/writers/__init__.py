"""The formats that a list can be had in.

Each writer is a module with a `CONTENT_TYPE` and `write(participants, file, columns)`, where
`columns` may be left out. Those of documents also take an `issue`, and refuse a list that is too
long for one; CSV and XLSX know no such limit, in memory or time.
"""

import datetime

from django.utils import translation
from django.utils.translation import pgettext

from events.participant_list.document import MOST_ROWS
from events.participant_list.languages import spoken
from events.participant_list.rows import ParticipantList
from events.participant_list.writers import csv, docx, pdf, xlsx

WRITERS = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "csv": csv}
DOCUMENTS = ("pdf", "docx")


def formats_for(participants: ParticipantList) -> list[str]:
    """The formats that a list of this length can be had in."""
    too_long = len(participants) > MOST_ROWS
    return [name for name in WRITERS if not (too_long and name in DOCUMENTS)]


def file_names(
    participants: ParticipantList, file_format: str, day: datetime.date
) -> tuple[str, str]:
    """The name of the list's file as of `day`: in ASCII, and in the list's language."""
    event, language = participants.event, participants.language
    rest = f"{event.slug}-{language}-{day:%Y-%m-%d}.{file_format}"
    with translation.override(spoken(language)[0]):
        words = [pgettext("name of a file", "participants")]
        if event.sample:
            words.append(pgettext("name of a file", "SAMPLE"))
    ascii_words = ["participants", "SAMPLE"][: len(words)]
    return "-".join([*ascii_words, rest]), "-".join([*words, rest])
